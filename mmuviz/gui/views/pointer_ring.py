"""A ring at the mouse, as a laser pointer's dot: for those who stand at the desk."""

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QCursor, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from mmuviz.gui.theme import Role, Theme

_RADIUS = 0.07  # of the screen's height
_WIDTH = 0.012
KEY = Qt.Key.Key_L


class PointerRing(QWidget):
    """Lies over a page, and lets every click through; hidden until it is switched on."""

    def __init__(self, page: QWidget) -> None:
        """Lie over `page`."""
        super().__init__(page)
        self._page = page
        self._theme = Theme()
        self._at = QPoint()
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName("Pointer")
        self.hide()
        page.installEventFilter(self)

    def set_theme(self, theme: Theme) -> None:
        """Draw in the theme's colours."""
        self._theme = theme
        self.update()

    def switch(self, on: bool) -> None:  # noqa: FBT001  # its one property
        """Show the ring instead of the mouse's arrow, or the arrow again."""
        page = self._page
        page.setMouseTracking(on)
        if on:
            page.setCursor(Qt.CursorShape.BlankCursor)
            self._at = page.mapFromGlobal(QCursor.pos())
            self.setGeometry(page.rect())
            self.raise_()
        else:
            page.unsetCursor()
        self.setVisible(on)

    @property
    def ring(self) -> QRect:
        """All that the ring covers."""
        half = round(self.height() * (_RADIUS + _WIDTH))
        return QRect(self._at - QPoint(half, half), self._at + QPoint(half, half))

    def eventFilter(self, _page: QObject, event: QEvent) -> bool:
        """Follow the mouse and the size of the page; go with it."""
        if self.isVisible() and isinstance(event, QMouseEvent):
            before = self.ring
            self._at = event.position().toPoint()
            self.update(before)
            self.update(self.ring)
        elif event.type() is QEvent.Type.Resize:
            self.setGeometry(self._page.rect())
        elif event.type() is QEvent.Type.Hide:
            self.switch(False)
        return False

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the ring: ink between two lines of the ground, so that it is seen on anything."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        radius, width = self.height() * _RADIUS, self.height() * _WIDTH
        for role, wide in ((Role.SURFACE, width * 1.8), (Role.ACCENT, width)):
            painter.setPen(QPen(self._theme.color(role), wide))
            painter.drawEllipse(QPointF(self._at), radius, radius)
