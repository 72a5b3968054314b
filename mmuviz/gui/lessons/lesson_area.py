"""What of a lesson scrolls, and shows that it has the keyboard."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from mmuviz.gui.theme import Role, Theme
from mmuviz.gui.widgets.scroller import Scroller

_LINE = 3.0
_DOWN = Qt.Key.Key_Down
_STEPS = (Qt.Key.Key_Left, Qt.Key.Key_Right)


class LessonArea(Scroller):
    """Scrolls by keys as far as there is something to scroll; the rest is the window's."""

    def __init__(self, content: QWidget, parent: QWidget) -> None:
        """Show `content`."""
        super().__init__(content, "Lesson", parent)
        self._theme = Theme()

    def set_theme(self, theme: Theme) -> None:
        """Draw in `theme`."""
        self._theme = theme
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw a line at the left while it has the keyboard: a ring would shout round a text."""
        super().paintEvent(event)
        if self.hasFocus():
            line = QRectF(0, 0, self._theme.px(_LINE), self.viewport().height())
            QPainter(self.viewport()).fillRect(line, self._theme.color(Role.FOCUS))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the line."""
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the line away."""
        super().focusOutEvent(event)
        self.viewport().update()

    def show_content(self, content: QWidget) -> None:
        """Show another content, from its top."""
        self.setWidget(content)
        content.setAutoFillBackground(False)
        self.verticalScrollBar().setValue(0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave Left and Right to the window, and all keys where everything is in sight."""
        bar = self.verticalScrollBar()
        at_end = event.key() == _DOWN and bar.value() == bar.maximum()
        if event.key() in _STEPS or bar.maximum() == bar.minimum() or at_end:
            event.ignore()
        else:
            super().keyPressEvent(event)
