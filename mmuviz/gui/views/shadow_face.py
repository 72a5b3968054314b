"""The face "tables" of the Exits view: the guest's tables and the shadow, of one version."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from mmuviz.core.trace import Semantics
from mmuviz.gui import paint
from mmuviz.gui.theme import FontKind, Role, Theme
from mmuviz.gui.views.face import Face
from mmuviz.gui.views.shadow_canvas import ShadowScroll
from mmuviz.gui.views.shadow_layout import MARGIN
from mmuviz.gui.views.shadow_strip import ShadowStrip
from mmuviz.gui.widgets.ground import Hairline
from mmuviz.gui.widgets.segmented import Segmented
from mmuviz.present.program_table import operation_text
from mmuviz.present.run_frame import VERSIONS, RunFrame
from mmuviz.present.shadow_foot import shadow_foot
from mmuviz.present.shadow_picture import shadow_picture, state_text
from mmuviz.present.shadow_steps import step_strip
from mmuviz.present.wording import signed

_VERSIONS = {signed(version): version for version in VERSIONS}
_LOW = 420.0
_WORDS = {version: word for word, version in _VERSIONS.items()}


class TablesFace(Face):
    """Headings, the tables, the steps of the operation."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Start with the version after the change."""
        super().__init__(parent)
        self._theme = Theme()
        self._frame: RunFrame | None = None
        self.tables = ShadowScroll(self)
        self.head = _Head(self.tables, self)
        self.version = self.head.version
        self.strip = ShadowStrip(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(self.tables, 1)
        column.addWidget(Hairline(self))
        column.addWidget(self.strip)
        self.version.chosen.connect(self._on_version)
        self.strip.step_wished.connect(self.step_wished)

    @property
    def semantics(self) -> Semantics:
        """Whose shadow is shown."""
        return _VERSIONS[self.version.value]

    def heading(self, frame: RunFrame) -> tuple[str, str]:
        """Return what it is, and which operation of which guest."""
        state = state_text(frame, self.semantics)
        count, text = len(frame.record.operations), frame.record.operations[frame.operation]
        place = f"operation {frame.operation + 1} of {count}: {operation_text(text)}"
        return "What the guest wrote, and what the processor walks", (
            f"{self.version.value}   {state}  ·  {place}"
        )

    def set_theme(self, theme: Theme) -> None:
        """Draw in `theme`."""
        self._theme = theme
        self.head.set_theme(theme)
        self._share_height()
        if self._frame is not None:
            self.show_run(self._frame)

    def show_run(self, frame: RunFrame) -> None:
        """Show `frame` as the chosen version has it."""
        self._frame = frame
        version = self.semantics
        self.tables.show_picture(shadow_picture(frame, version), self._theme)
        self.strip.show_strip(step_strip(frame, version), shadow_foot(frame, version), self._theme)
        self.head.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let the columns at the foot give way where the window is low."""
        super().resizeEvent(event)
        self._share_height()

    def _share_height(self) -> None:
        self.strip.set_low(low=self.height() < self._theme.px(_LOW))

    def _on_version(self, _word: str) -> None:
        self.face_wished.emit("tables")  # the heading names the version too


class _Head(QWidget):
    """The headings of the columns, which stay while the tables scroll."""

    def __init__(self, scroll: ShadowScroll, parent: QWidget) -> None:
        """Stand over `scroll`."""
        super().__init__(parent)
        self._theme = Theme()
        self._scroll = scroll
        tips = [(word, f"The shadow of the code {word[2:]}") for word in _VERSIONS]
        self.version = Segmented("Version", tips, self)
        self.version.set_value(_WORDS[Semantics.AFTER])
        self.version.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the arrows alone
        self._row = QHBoxLayout(self)
        self._row.addStretch(1)
        self._row.addWidget(self.version, 0, Qt.AlignmentFlag.AlignTop)
        scroll.horizontalScrollBar().valueChanged.connect(self.update)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_theme(self, theme: Theme) -> None:
        """Draw in `theme`."""
        self._theme = theme
        self.version.set_theme(theme)
        margin = round(theme.px(MARGIN))
        self._row.setContentsMargins(margin, round(theme.px(6)), margin, 0)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """A line of headings with the choice beside it, a line of columns."""
        small = self._theme.metrics(FontKind.CAPTION).height()
        return QSize(400, round(self._labels_top + small + self._theme.px(4)))

    @property
    def _labels_top(self) -> float:
        return self.version.sizeHint().height() + self._theme.px(2)

    def minimumSizeHint(self) -> QSize:
        """As the hint."""
        return self.sizeHint()

    def resizeEvent(self, _event: QResizeEvent) -> None:
        """The columns move."""
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw both lines."""
        painter = QPainter(self)
        theme, px = self._theme, self._theme.px
        painter.fillRect(self.rect(), theme.color(Role.SURFACE))
        at = self._scroll.canvas.columns
        high = theme.metrics(FontKind.HEADING).height()
        end = self.version.x() - px(12)
        painter.translate(-self._scroll.horizontalScrollBar().value(), 0)
        for left, right, title, words in (
            (at.guest, at.page - px(16), "Guest tables", "what the guest wrote"),
            (at.page, end, "Shadow pages", "keyed by guest frame and role, not by access rights"),
        ):
            area = QRectF(left, px(8), right - left, high)
            paint.text(painter, area, title, theme, FontKind.HEADING)
            area.setLeft(left + theme.width(FontKind.HEADING, title) + px(12))
            if theme.width(FontKind.CAPTION, words) <= area.width():
                paint.text(painter, area, words, theme, FontKind.CAPTION, Role.MUTED)
        small = theme.metrics(FontKind.CAPTION).height()
        for left, words, role in (
            (at.guest + px(14), "index", Role.MUTED),
            (at.guest + px(52), "entry", Role.MUTED),
            (at.page + px(20), "slot", Role.MUTED),
            (at.real, "real: obeyed now", Role.TEXT),
            (at.remembered - px(16), "remembered", Role.TEXT),
            (at.mmio + px(8), "MMIO", Role.TEXT),
            (at.leads + px(14), "leads to", Role.MUTED),
        ):
            width = theme.width(FontKind.CAPTION, words) + 2
            area = QRectF(left, self._labels_top, width, small)
            paint.text(painter, area, words, theme, FontKind.CAPTION, role)
