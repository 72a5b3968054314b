"""The face "exits": one operation as a sequence of guest, processor and KVM, for both versions."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QLayout, QVBoxLayout, QWidget

from mmuviz.core.trace import Semantics
from mmuviz.gui.theme import Theme
from mmuviz.gui.views.exit_canvas import ExitCanvas, ExitHeads
from mmuviz.gui.views.exit_layout import MIN_WIDTH
from mmuviz.gui.views.exit_tally_view import ExitTally
from mmuviz.gui.views.face import Face
from mmuviz.gui.widgets.ground import Hairline
from mmuviz.gui.widgets.quiet_area import QuietArea
from mmuviz.gui.widgets.segmented import Segmented
from mmuviz.present.exit_claim import Bearing, bearing
from mmuviz.present.exit_diagram import diagram
from mmuviz.present.exit_tally import TallyColumn, heading, tally
from mmuviz.present.run_frame import VERSIONS, RunFrame

_LARGE, _NARROW, _MARGIN = 2.0, 900.0, 14.0
_TIPS = {
    Semantics.BEFORE: "The run as it was before the change",
    Semantics.AFTER: "The run as it is after the change",
}


class ExitFace(Face):
    """Heads, halves that scroll, and the tally at the foot.

    Where both halves do not fit side by side, one is shown, and a choice says which.
    """

    def __init__(self, claims: QAction, parent: QWidget | None = None) -> None:
        """Start empty; `claims` shows the view that tells of the claims."""
        super().__init__(parent)
        self._theme = Theme()
        self._room = 0
        self._frame: RunFrame | None = None
        self._told: tuple[tuple[TallyColumn, ...], Bearing] = (), Bearing("", "")
        self._turned: dict[Semantics, set[int]] = {version: set() for version in VERSIONS}
        self.choice = Segmented(
            "Version", [(version.value, _TIPS[version]) for version in VERSIONS], self
        )
        self.heads = ExitHeads(self)
        self.canvas = ExitCanvas(self)
        content = QWidget(self)
        self._inside = QVBoxLayout(content)
        self.area = QuietArea(content, self)
        self.tally = ExitTally(claims, self)
        self._lay_out()
        self.choice.chosen.connect(self._on_chosen)
        self.canvas.step_wished.connect(self.step_wished)
        self.area.verticalScrollBar().rangeChanged.connect(self._on_range_changed)
        self.canvas.unfold_wished.connect(self._on_unfold)

    def _lay_out(self) -> None:
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._inside.setSizeConstraint(QLayout.SizeConstraint.SetMinimumSize)
        self._inside.addWidget(self.canvas, 1)
        self._column = QVBoxLayout(self)
        for column in (self._column, self._inside):
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(0)
        self._column.addWidget(self.heads)
        self._column.addWidget(self.area, 1)
        self._column.addWidget(Hairline(self))
        self._column.addWidget(self.tally)

    @property
    def shown(self) -> tuple[Semantics, ...]:
        """The versions whose halves are drawn."""
        if self.width() >= self._theme.px(2 * MIN_WIDTH):
            return VERSIONS
        return (Semantics(self.choice.value),)

    def show_version(self, version: Semantics) -> None:
        """Let `version` be the one that is shown where only one is."""
        if version in VERSIONS:
            self.choice.set_value(version.value)
            self._on_chosen(version.value)

    def heading(self, frame: RunFrame) -> tuple[str, str]:
        """Return what the operation is, and where it leads."""
        return heading(frame.record, frame.operation)

    def set_theme(self, theme: Theme) -> None:
        """Draw in `theme`."""
        self._theme = theme
        self.choice.set_theme(theme)
        if self._frame is not None:
            self._show(self._frame)

    def show_run(self, frame: RunFrame) -> None:
        """Show the operation of `frame`, and follow its step."""
        old = self._frame
        same = old is not None and old.record is frame.record and old.operation == frame.operation
        if not same:
            self._turned = {version: set() for version in VERSIONS}
            self._told = (
                tally(frame.record, frame.operation),
                bearing(frame.record, frame.operation),
            )
        self._frame = frame
        self._show(frame)
        self._follow()

    def _show(self, frame: RunFrame) -> None:
        record, operation = frame.record, frame.operation
        halves = [
            (version, diagram(record, operation, version, self._turned[version]))
            for version in self.shown
        ]
        self.heads.show_halves(halves, self._theme)
        self.heads.setFixedHeight(self.heads.sizeHint().height())
        self._place_choice(shown=len(halves) < len(VERSIONS))
        self._place_tally()
        number = max(frame.moment.place[0], 1)
        self.canvas.show_halves(halves, frame.step, number, self._theme)
        self.canvas.describe(
            "; ".join(f"{version.value}: {half.summary}" for version, half in halves)
        )
        self.tally.show_tally(*self._told, self._theme)

    def _place_choice(self, *, shown: bool) -> None:
        """Let the choice stand at the right of the heads."""
        self.choice.setVisible(shown)
        size = self.choice.sizeHint()
        left = self.width() - size.width() - round(self._theme.px(_MARGIN))
        self.choice.setGeometry(left, 0, size.width(), size.height())
        self.choice.raise_()

    def _place_tally(self) -> None:
        """Let the tally stand below what scrolls, or scroll where that would leave little room."""
        roomy = self.width() >= self._theme.px(_NARROW) and self._theme.scale < _LARGE
        column = self._column if roomy else self._inside
        if column.indexOf(self.tally) < 0:
            column.addWidget(self.tally)
            self.tally.show()  # another parent hides it

    def _follow(self) -> None:
        """Scroll to what happens now."""
        self._inside.activate()  # the canvas may have become longer just now
        rect: QRectF = self.canvas.current()
        if not rect.isEmpty():
            margin = round(self._theme.px(24))
            middle = rect.center().toPoint()
            half = round(rect.height() / 2)
            self.area.ensureVisible(middle.x(), middle.y(), 0, half + margin)

    def _on_chosen(self, _word: str) -> None:
        if self._frame is not None:
            self._show(self._frame)
            self._follow()

    def _on_unfold(self, version: Semantics, number: int) -> None:
        self._turned[version] ^= {number}
        if self._frame is not None:
            self._show(self._frame)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show one half or both."""
        super().resizeEvent(event)
        if self._frame is not None:
            self._show(self._frame)

    def _on_range_changed(self, _least: int, most: int) -> None:
        """Keep the heads as wide as what scrolls below them."""
        bar = self.area.verticalScrollBar().sizeHint().width()
        self.heads.setContentsMargins(0, 0, bar if most else 0, 0)
        self.heads.update()
        if self._room != self.area.viewport().height():  # not where a walk was unfolded
            self._room = self.area.viewport().height()
            self._follow()
