"""What the painted controls share: a theme, a height, hover and a focus ring."""

from PySide6.QtCore import QEvent, QRectF, QSize
from PySide6.QtGui import QEnterEvent, QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from mmuviz.gui.paint import focus_ring
from mmuviz.gui.theme import FontKind, Role, Theme

RING = 4.0
"""Pixels kept free round a control for its focus ring, at 10 pt."""


class Control(QWidget):
    """A painted control as high as a button."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Start in the light theme; `set_theme` follows."""
        super().__init__(parent)
        self._theme = Theme()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_theme(self, theme: Theme) -> None:
        """Draw in `theme`."""
        self._theme = theme
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """As wide as the content, as high as a button, with room for the ring."""
        height = self._theme.metrics(FontKind.BODY).height() + self._theme.px(12)
        ring = 2 * self._theme.px(RING)
        return QSize(round(self.content_width() + ring), round(height + ring))

    def minimumSizeHint(self) -> QSize:
        """As the hint: nothing is cut."""
        return self.sizeHint()

    def content_width(self) -> float:
        """Return the width of what is drawn, in pixels."""
        raise TypeError(f"{type(self).__name__} does not say how wide it is")

    def body(self) -> QRectF:
        """Return the rectangle of the control inside the room for its ring."""
        ring = self._theme.px(RING)
        return QRectF(self.rect()).adjusted(ring, ring, -ring, -ring)

    def draw_focus(self, painter: QPainter, rect: QRectF) -> None:
        """Draw the ring where the control has the keyboard."""
        if self.hasFocus():
            focus_ring(painter, rect.adjusted(1, 1, -1, -1), self._theme)

    def frame_role(self) -> Role:
        """Return the role of the frame: quiet where the control is off."""
        return Role.BORDER_STRONG if self.isEnabled() else Role.BORDER

    def enterEvent(self, event: QEnterEvent) -> None:
        """Show the hover wash."""
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Take the hover wash away."""
        super().leaveEvent(event)
        self.update()
