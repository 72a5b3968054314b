"""A wrong idea beside the truth, in place of the algorithm, until it was understood."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QPainter, QPaintEvent, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from mmuviz.gui import paint
from mmuviz.gui.theme import FontKind, Role, Theme
from mmuviz.gui.views.idea_canvas import IdeaCanvas
from mmuviz.gui.widgets.link import Link
from mmuviz.gui.widgets.quiet_area import QuietArea
from mmuviz.present.idea_board import IdeaBoard

_KEY, _MORE = "Esc", "≠ is where the two part. The entries above are live."
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
        self._boards: tuple[IdeaBoard, ...] = ()
        self._at = 0
        self.setAccessibleName("Your idea beside what happens")
        self.canvas = IdeaCanvas()
        self.area = _Area(self.canvas, self)
        self.back = Link("Back to the algorithm", "the board is closed", self)
        self.back.clicked.connect(self.back_wished)
        self.other = Link("", "", self)
        self.other.clicked.connect(self._on_other)
        self._hint = QLabel(_KEY, self)
        self._foot = QHBoxLayout()
        self._foot.addWidget(self.back)
        self._foot.addWidget(self._hint, 1)
        self._foot.addWidget(self.other)
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
        self.other.set_theme(theme)
        self._hint.setFont(theme.font(FontKind.CAPTION))
        palette = self._hint.palette()
        palette.setColor(self._hint.foregroundRole(), theme.color(Role.MUTED))
        self._hint.setPalette(palette)
        left = round(theme.px(20) - self.back.overhang)
        self._foot.setContentsMargins(left, round(theme.px(2)), round(theme.px(20)), 0)
        self._foot.setSpacing(round(theme.px(8)))
        self._fit()
        self.update()

    @property
    def board(self) -> IdeaBoard | None:
        """The board that is shown."""
        return self._boards[self._at] if self._boards else None

    def show_boards(self, boards: tuple[IdeaBoard, ...]) -> None:
        """Show the first of `boards`, at least one; the others on demand."""
        self._boards, self._at = boards, 0
        self._show()

    def _on_other(self) -> None:
        self._at = (self._at + 1) % len(self._boards)
        self._show()

    def _show(self) -> None:
        """Show the board from its top."""
        board = self._boards[self._at]
        self.canvas.show_board(board)
        self.setAccessibleDescription(board.spoken)
        following = self._boards[(self._at + 1) % len(self._boards)]
        self.other.setVisible(len(self._boards) > 1)
        word = f"Or was it: {following.idea.manner}"
        self.other.setText(f"{word} →")
        self.other.setAccessibleName(f"{word}: another idea that gives the same answer")
        self.other.updateGeometry()
        self._fit()

    def _fit(self) -> None:
        """Say no more than the key where there is no room for a sentence in a line."""
        words = f"{_KEY}     {_MORE}"
        links = (self.back, self.other) if len(self._boards) > 1 else (self.back,)
        taken = sum(link.sizeHint().width() for link in links)
        room = self.width() - taken - self._theme.px(60)
        fits = self._theme.width(FontKind.CAPTION, words) <= room
        self._hint.setText(words if fits else _KEY)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let the sentence fit."""
        super().resizeEvent(event)
        self._fit()
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
