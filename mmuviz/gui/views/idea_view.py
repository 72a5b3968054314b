"""A wrong idea beside the truth, in place of the algorithm, until it was understood."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QPainter, QPaintEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from mmuviz.gui import paint
from mmuviz.gui.theme import FontKind, Role, Theme
from mmuviz.gui.views.idea_canvas import IdeaCanvas
from mmuviz.gui.widgets.link import Link
from mmuviz.gui.widgets.quiet_area import QuietArea
from mmuviz.present.idea_board import IdeaBoard

_FOOT = "Esc     ≠ is where the two part. The entries above are live."
_SCROLLS = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)


class IdeaView(QWidget):
    """Shows an `IdeaBoard`; it scrolls where there is too little room.

    Signals:
        back_wished: the algorithm is to be shown again.
    """

    back_wished = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Start empty."""
        super().__init__(parent)
        self._theme = Theme()
        self.board: IdeaBoard | None = None
        self.setAccessibleName("Your idea beside what happens")
        self.canvas = IdeaCanvas()
        self.area = _Area(self.canvas, self)
        self.back = Link("Back to the algorithm", "the board is closed", self)
        self.back.clicked.connect(self.back_wished)
        self._hint = QLabel(_FOOT, self)
        self._hint.setWordWrap(True)
        self._foot = QHBoxLayout()
        self._foot.addWidget(self.back)
        self._foot.addWidget(self._hint, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.area, 1)
        column.addLayout(self._foot)
        self.area.verticalScrollBar().rangeChanged.connect(self._on_range_changed)
        escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), self)  # asleep while it is not seen
        escape.activated.connect(self.back_wished)

    def set_theme(self, theme: Theme) -> None:
        """Draw in `theme`."""
        self._theme = theme
        self.canvas.set_theme(theme)
        self.area.set_theme(theme)
        self.back.set_theme(theme)
        self._hint.setFont(theme.font(FontKind.CAPTION))
        palette = self._hint.palette()
        palette.setColor(self._hint.foregroundRole(), theme.color(Role.MUTED))
        self._hint.setPalette(palette)
        left = round(theme.px(20) - self.back.overhang)
        self._foot.setContentsMargins(left, round(theme.px(2)), round(theme.px(20)), 0)
        self._foot.setSpacing(round(theme.px(8)))
        self.update()

    def show_board(self, board: IdeaBoard) -> None:
        """Show `board` from its top."""
        self.board = board
        self.canvas.show_board(board)
        self.setAccessibleDescription(board.spoken)
        self._on_range_changed()

    def _on_range_changed(self) -> None:
        """Let the top be seen, and where the two part."""
        self.area.verticalScrollBar().setValue(0)
        layout = self.canvas.layout_at(self.canvas.width(), self.canvas.height())
        if layout is not None:
            self.area.follow(layout.band.toAlignedRect())

    def minimumSizeHint(self) -> QSize:
        """Room for some rows; what is more scrolls."""
        return QSize(round(self._theme.px(320)), round(self._theme.px(230)))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Fill the ground."""
        QPainter(self).fillRect(event.rect(), self._theme.color(Role.SURFACE))


class _Area(QuietArea):
    """Scrolls by keys where there is something to scroll; the rest is the window's."""

    def __init__(self, content: QWidget, parent: QWidget) -> None:
        super().__init__(content, parent)
        self._theme = Theme()
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalScrollBar().rangeChanged.connect(self._on_range_changed)

    def set_theme(self, theme: Theme) -> None:
        """Draw the ring of the keyboard in `theme`."""
        self._theme = theme

    def _on_range_changed(self, _low: int, high: int) -> None:
        """Take the keyboard only where keys are of use."""
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus if high else Qt.FocusPolicy.NoFocus)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Scroll with what scrolls."""
        bar = self.verticalScrollBar()
        steps = dict(zip(_SCROLLS, (-1, 1, -4, 4), strict=True))
        way = steps.get(Qt.Key(event.key()))
        if way is None or not bar.maximum():
            event.ignore()
        else:
            bar.setValue(bar.value() + round(way * self._theme.px(30)))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ring of the keyboard over the part in sight."""
        super().paintEvent(event)
        if self.hasFocus():
            painter = QPainter(self.viewport())
            off = self._theme.px(5)
            rect = self.viewport().rect().toRectF().adjusted(off, off, -off, -off)
            paint.focus_ring(painter, rect, self._theme)
