"""The way on: filled where it is what comes next, quiet while an answer is waited for."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from mmuviz.gui import paint
from mmuviz.gui.theme import FontKind, Role, Theme
from mmuviz.gui.widgets.control import RING

_PAD = 28.0


class NextButton(QPushButton):
    """A click, Enter or Space goes on.

    Attributes:
        is_quiet: an answer is waited for: the button only skips it.
    """

    def __init__(self, parent: QWidget) -> None:
        """Say Next."""
        super().__init__("Next", parent)
        self._theme = Theme()
        self.is_quiet = False
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def set_theme(self, theme: Theme) -> None:
        """Draw in `theme`."""
        self._theme = theme
        self.updateGeometry()
        self.update()

    def show_way(self, word: str, *, quiet: bool) -> None:
        """Say `word`."""
        self.is_quiet = quiet
        self.setText(word)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """As wide as the word, with air and room for the ring."""
        theme, ring = self._theme, 2 * self._theme.px(RING)
        width = theme.width(FontKind.STRONG, self.text()) + 2 * theme.px(_PAD)
        height = theme.metrics(FontKind.STRONG).height() + theme.px(14)
        return QSize(round(width + ring), round(height + ring))

    def minimumSizeHint(self) -> QSize:
        """As the hint: nothing is cut."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw ground, word and ring."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme, ring = self._theme, self._theme.px(RING)
        body = QRectF(self.rect()).adjusted(ring, ring, -ring, -ring)
        painter.setPen(theme.pen(Role.BORDER_STRONG if self.is_quiet else Role.ACCENT))
        painter.setBrush(theme.brush(Role.SURFACE if self.is_quiet else Role.ACCENT))
        painter.drawRoundedRect(body, theme.px(4), theme.px(4))
        ink = Role.TEXT if self.is_quiet else Role.ON_FILL
        center = Qt.AlignmentFlag.AlignCenter
        paint.text(painter, body, self.text(), theme, FontKind.STRONG, ink, center)
        if self.hasFocus():
            paint.focus_ring(painter, body.adjusted(1, 1, -1, -1), theme)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go on with Enter too."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        elif event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down):
            event.ignore()  # the window steps with them
        else:
            super().keyPressEvent(event)
