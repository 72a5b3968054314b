"""What lies under and between the zones of a window."""

from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QWidget

from mmuviz.gui.theme import Role, Theme


class Hairline(QWidget):
    """A line of one pixel between two zones."""

    def __init__(self, parent: QWidget) -> None:
        """Take the theme's border from the palette."""
        super().__init__(parent)
        self.setFixedHeight(1)
        self.setAutoFillBackground(True)
        self.setBackgroundRole(QPalette.ColorRole.Mid)


class Ground(QWidget):
    """The surface under all zones."""

    def __init__(self, parent: QWidget | None) -> None:
        """Start light."""
        super().__init__(parent)
        self._theme = Theme()

    def set_theme(self, theme: Theme) -> None:
        """Lie there in `theme`."""
        self._theme = theme
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Fill it."""
        QPainter(self).fillRect(event.rect(), self._theme.color(Role.SURFACE))
