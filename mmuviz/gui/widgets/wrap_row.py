"""A row of controls that goes on in the next line where the width ends."""

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget


class WrapRow(QLayout):
    """Lays its items out like words, each at its own size, in lines of equal height.

    Lines touch where `between` is 0: the controls bring the room for their focus rings along.

    Attributes:
        between: pixels from line to line.
    """

    def __init__(self, parent: QWidget, *, last_right: bool = False) -> None:
        """Lay out in `parent`; `last_right` puts the last item at the end of its line."""
        super().__init__(parent)
        self._last_right = last_right
        self.between = 0
        self.setContentsMargins(0, 0, 0, 0)
        self._items: list[QLayoutItem] = []

    def addItem(self, item: QLayoutItem) -> None:
        """Append an item."""
        self._items.append(item)

    def count(self) -> int:
        """Return the number of items."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """Return an item; None past the end."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """Remove an item and return it; None past the end."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def hasHeightForWidth(self) -> bool:
        """Whether a smaller width makes it higher: yes."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height of all lines at `width`."""
        return self._place(QRect(0, 0, width, 0), move=False)

    def sizeHint(self) -> QSize:
        """Return the least size: the layout takes the width it gets."""
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        """Return the size of the widest item alone."""
        size = QSize()
        for item in self._shown():
            size = size.expandedTo(item.sizeHint())
        margins = self.contentsMargins()
        return size + QSize(margins.left() + margins.right(), margins.top() + margins.bottom())

    def setGeometry(self, rect: QRect) -> None:
        """Place the items."""
        super().setGeometry(rect)
        self._place(rect, move=True)

    def _shown(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]

    def _place(self, rect: QRect, *, move: bool) -> int:
        """Go through the lines; return the height that they take."""
        area = rect.marginsRemoved(self.contentsMargins())
        shown, gap = self._shown(), self.spacing()
        height = max((item.sizeHint().height() for item in shown), default=0)
        left, top = area.left(), area.top()
        for item in shown:
            size = item.sizeHint()
            if left > area.left() and left + size.width() > area.right() + 1:
                left, top = area.left(), top + height + self.between
            if self._last_right and item is shown[-1]:
                left = max(left, area.right() + 1 - size.width())
            if move:
                offset = QPoint(left, top + (height - size.height()) // 2)
                item.setGeometry(QRect(offset, size))
            left += size.width() + gap
        return top + height + self.contentsMargins().bottom() - rect.top()

    def expandingDirections(self) -> Qt.Orientation:
        """Take no more room than there is to fill."""
        return Qt.Orientation(0)
