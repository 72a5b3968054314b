"""A part that scrolls where it has to, and has neither frame nor ground nor keys of its own."""

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget


class QuietArea(QScrollArea):
    """Shows one widget at the room there is, or scrolls; the plain keys stay the window's."""

    def __init__(self, content: QWidget, parent: QWidget) -> None:
        """Show `content`."""
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setWidget(content)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        for part in (self.viewport(), content):
            part.setAutoFillBackground(False)

    def follow(self, rect: QRect) -> None:
        """Scroll until `rect` of the content is seen."""
        middle = rect.center()
        self.ensureVisible(middle.x(), middle.y(), 0, rect.height() // 2 + 1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave every key to the window."""
        event.ignore()
