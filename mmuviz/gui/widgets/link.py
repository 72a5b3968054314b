"""A word that leads somewhere: `open →`."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from mmuviz.gui import paint
from mmuviz.gui.theme import FontKind, Role, Theme
from mmuviz.gui.widgets.control import RING

_PAD = 6.0


class Link(QPushButton):
    """A flat button: a click, Enter or Space follows it."""

    def __init__(self, word: str, about: str, parent: QWidget | None = None) -> None:
        """Show `word`; `about` says for a screen reader what it opens."""
        super().__init__(parent)
        self._theme = Theme()
        self.setText(f"{word} →")
        self.setAccessibleName(f"{word}: {about}")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def set_theme(self, theme: Theme) -> None:
        """Draw in `theme`."""
        self._theme = theme
        self.updateGeometry()
        self.update()

    @property
    def overhang(self) -> float:
        """How far the widget reaches over its word, in pixels."""
        return self._theme.px(RING + _PAD)

    def sizeHint(self) -> QSize:
        """As wide as the word, with room for the ring."""
        theme, kind = self._theme, FontKind.STRONG
        ring = 2 * theme.px(RING)
        width = theme.width(kind, self.text()) + 2 * theme.px(_PAD)
        return QSize(round(width + ring), round(theme.metrics(kind).height() + ring + theme.px(6)))

    def minimumSizeHint(self) -> QSize:
        """As the hint: nothing is cut."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the word, underlined while the pointer is on it, and the ring of the keyboard."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme, ring = self._theme, self._theme.px(RING)
        body = QRectF(self.rect()).adjusted(ring, ring, -ring, -ring)
        words = body.adjusted(theme.px(_PAD), 0, -theme.px(_PAD), 0)
        role = Role.ACCENT if self.isEnabled() else Role.MUTED
        paint.text(painter, words, self.text(), theme, FontKind.STRONG, role)
        if self.underMouse() and self.isEnabled():
            line = theme.metrics(FontKind.STRONG).height() / 2
            below = QRectF(words.left(), words.center().y() + line, words.width(), theme.px(1))
            painter.fillRect(below, theme.color(role))
        if self.hasFocus():
            paint.focus_ring(painter, body.adjusted(1, 1, -1, -1), theme)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Follow with Enter too, as links do."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)
