"""The change itself: before's and after's listings side by side, lit where they stand."""

from collections.abc import Collection, Mapping

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QDialog, QLabel, QScrollArea, QVBoxLayout, QWidget

from mmuviz.core.events import Anchor
from mmuviz.core.trace import Semantics
from mmuviz.gui import paint
from mmuviz.gui.theme import FontKind, Role, Theme, semantics_role
from mmuviz.gui.widgets.segmented import Segmented
from mmuviz.present.frame import Frame
from mmuviz.present.listing import FUNCTIONS, WALK, Line, change, lines_at, lit_lines
from mmuviz.present.wording import signed

_ALL_ROWS = tuple(row for function in FUNCTIONS for row in change(function))
_NUMBER, _LETTER, _TEXT = 8.0, 34.0, 56.0


class ChangeDialog(QDialog):
    """A window of its own that follows the walk."""

    def __init__(self, parent: QWidget) -> None:
        """Show the diff."""
        super().__init__(parent)
        self.setWindowTitle("The change, before and after")
        self.function = Segmented("Function", [(word, word) for word in FUNCTIONS], self)
        self._diff = _Diff(self)
        self.remark = QLabel(self)
        self.remark.setWordWrap(True)
        area = QScrollArea(self)
        area.setWidget(self._diff)
        area.setWidgetResizable(True)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self.function)
        self._column.addWidget(area, 1)
        self._column.addWidget(self.remark)
        self.function.chosen.connect(self._show_function)
        self._show_function(WALK)

    def set_theme(self, theme: Theme) -> None:
        """Draw in `theme`."""
        self._column.setContentsMargins(*(round(theme.px(8)) for _ in range(4)))
        self.function.set_theme(theme)
        self.remark.setFont(theme.font(FontKind.BODY))
        self._diff.set_theme(theme)
        around = QSize(36, self.function.sizeHint().height() + round(theme.px(80)))
        self.resize(self._diff.sizeHint() + around)

    def show_frame(self, frame: Frame) -> None:
        """Light the lines of walk_addr that a step of the walk stands on, on both sides."""
        event = frame.trace.events[frame.step - 1] if frame.step else None
        anchors = () if event is None else (event.anchor,)
        walked = dict.fromkeys((Semantics.BEFORE, Semantics.AFTER), anchors)
        self._diff.light(walked, lit_lines(frame.trace, frame.step))

    def show_anchors(self, anchors: Mapping[Semantics, Collection[Anchor]]) -> None:
        """Light the lines of the points at which each version stands."""
        self._diff.light(anchors, None)

    def lit(self, semantics: Semantics) -> frozenset[int]:
        """Return the lines of the function shown that are lit."""
        return self._diff.lit().get(semantics, frozenset())

    def _show_function(self, function: str) -> None:
        self.remark.setText(FUNCTIONS[function])
        self._diff.show_function(function)


class _Diff(QWidget):
    """The two listings, painted."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = Theme()
        self._function = WALK
        self._now: dict[Semantics, frozenset[int]] = {}
        self._anchors: Mapping[Semantics, Collection[Anchor]] = {}
        self._walk_lit: dict[Semantics, frozenset[int]] | None = None
        self.setAccessibleName("before and after side by side")

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.updateGeometry()
        self.update()

    def show_function(self, function: str) -> None:
        self._function = function
        self.updateGeometry()
        self.update()

    def light(
        self,
        anchors: Mapping[Semantics, Collection[Anchor]],
        walk_lit: dict[Semantics, frozenset[int]] | None,
    ) -> None:
        """Take where the versions stand; `walk_lit` where the walk tells its lines better."""
        self._anchors, self._walk_lit = anchors, walk_lit
        self.update()

    def lit(self) -> dict[Semantics, frozenset[int]]:
        if self._function == WALK and self._walk_lit is not None:
            return self._walk_lit
        return lines_at(self._function, self._anchors)

    def _row(self) -> float:
        return self._theme.metrics(FontKind.MONO_CAPTION).height() + self._theme.px(3)

    def sizeHint(self) -> QSize:
        longest = max(
            self._theme.width(FontKind.MONO_CAPTION, line.text)
            for row in _ALL_ROWS
            for line in (row.before, row.after)
            if line is not None
        )
        half = longest + self._theme.px(_TEXT + 20)
        return QSize(round(2 * half), round(self._row() * (len(change()) + 2.2)))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme, px, row = self._theme, self._theme.px, self._row()
        painter.fillRect(self.rect(), theme.color(Role.SURFACE))
        self._now = self.lit()
        half = self.width() / 2
        for number, semantics in enumerate((Semantics.BEFORE, Semantics.AFTER)):
            area = QRectF(number * half + px(20), px(6), half, row * 1.4)
            role = semantics_role(semantics)
            words = f"{signed(semantics)} the change"
            paint.text(painter, area, words, theme, FontKind.HEADING, role)
        for number, pair in enumerate(change(self._function)):
            top = row * (number + 1.8)
            left = QRectF(0, top, half, row)
            self._draw(painter, left, pair.before, Semantics.BEFORE, same=pair.same)
            right = left.translated(half, 0)
            self._draw(painter, right, pair.after, Semantics.AFTER, same=pair.same)
        painter.fillRect(QRectF(half, 0, 1, self.height()), theme.color(Role.BORDER))

    def _draw(
        self, painter: QPainter, rect: QRectF, line: Line | None, side: Semantics, *, same: bool
    ) -> None:
        theme, px = self._theme, self._theme.px
        if line is None:
            painter.fillRect(rect.adjusted(px(4), 0, -px(4), 0), theme.color(Role.SUNKEN))
            return
        if not same:
            role = semantics_role(side)
            painter.fillRect(rect.adjusted(px(4), 0, -px(4), 0), theme.tint(role))
            sign = QRectF(rect.left() + px(6), rect.top(), px(10), rect.height())
            mark = "−" if side is Semantics.BEFORE else "+"
            paint.text(painter, sign, mark, theme, FontKind.MONO_CAPTION, role)
        if line.number in self._now.get(side, frozenset()):
            band = rect.adjusted(px(4), 0, -px(4), 0)
            painter.fillRect(band, theme.tint(Role.CURRENT))
            painter.fillRect(
                QRectF(band.left(), band.top(), px(4), band.height()), theme.color(Role.CURRENT)
            )
        area = rect.adjusted(px(_NUMBER), 0, 0, 0)
        area.setWidth(px(_LETTER - _NUMBER - 6))
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        kind = FontKind.MONO_CAPTION
        paint.text(painter, area, str(line.number), theme, kind, Role.MUTED, right)
        area = rect.adjusted(px(_LETTER), 0, 0, 0)
        paint.text(painter, area, line.letter, theme, FontKind.MONO_STRONG)
        area = rect.adjusted(px(_TEXT), 0, -px(6), 0)
        paint.text(painter, area, line.text, theme, kind)
