"""Pick one of many by typing a part of its name: command palette, built-in scenarios."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QLineEdit, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

_KEY_ROLE = Qt.ItemDataRole.UserRole


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing to pick.

    Attributes:
        text: what it is called.
        side: what stands beside it.
        key: what picking it gives.
    """

    text: str
    side: str
    key: str


class PickDialog(QDialog):
    """A line to type in over a list that narrows.

    Signals:
        picked: a choice was made (its key).
    """

    picked = Signal(str)

    def __init__(self, title: str, choices: Sequence[Choice], parent: QWidget) -> None:
        """Offer `choices`."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.line = QLineEdit(self)
        self.line.setPlaceholderText("Type a part of the name")
        self.line.setAccessibleName(title)
        self.line.setClearButtonEnabled(True)
        self.list = QTreeWidget(self)
        self.list.setColumnCount(2)
        self.list.setHeaderHidden(True)
        self.list.setRootIsDecorated(False)
        self.list.setUniformRowHeights(True)
        self.list.setAccessibleName("Choices")
        for choice in choices:
            item = QTreeWidgetItem([choice.text, choice.side])
            item.setData(0, _KEY_ROLE, choice.key)
            self.list.addTopLevelItem(item)
        self.list.resizeColumnToContents(0)
        gap = 2 * self.fontMetrics().averageCharWidth()
        self.list.setColumnWidth(0, self.list.columnWidth(0) + gap)
        column = QVBoxLayout(self)
        column.addWidget(self.line)
        column.addWidget(self.list)
        self.line.textChanged.connect(self._narrow)
        self.line.returnPressed.connect(self._pick)
        self.list.itemActivated.connect(self._on_activated)
        self.list.itemClicked.connect(self._on_activated)
        self.line.installEventFilter(self)
        self.resize(round(parent.width() * 0.55), round(parent.height() * 0.6))
        self._narrow("")
        self.line.setFocus()

    def shown(self) -> list[str]:
        """Return the texts that match what is typed."""
        return [item.text(0) for item in self._items() if not item.isHidden()]

    def _items(self) -> list[QTreeWidgetItem]:
        items = [self.list.topLevelItem(row) for row in range(self.list.topLevelItemCount())]
        return [item for item in items if item is not None]

    def _narrow(self, text: str) -> None:
        """Show what has all words that are typed; the one that is called so is the one to pick."""
        typed = text.lower().strip()
        best: list[tuple[bool, bool, int]] = []
        items = self._items()
        for row, item in enumerate(items):
            name = item.text(0).lower()
            texts = f"{name} {item.text(1)}".lower()
            item.setHidden(not all(word in texts for word in typed.split()))
            if not item.isHidden():
                best.append((name != typed, not name.startswith(typed), row))
        if best:
            self.list.setCurrentItem(items[min(best)[-1]])

    def _pick(self) -> None:
        item = self.list.currentItem()
        if item is not None and not item.isHidden():
            self._on_activated(item, 0)

    def _on_activated(self, item: QTreeWidgetItem, _column: int) -> None:
        key = str(item.data(0, _KEY_ROLE))
        self.accept()
        self.picked.emit(key)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the arrow keys move in the list while one types."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
            shown = [item for item in self._items() if not item.isHidden()]
            current = self.list.currentItem()
            if step is not None and shown and current in shown:
                row = min(max(shown.index(current) + step, 0), len(shown) - 1)
                self.list.setCurrentItem(shown[row])
                return True
        return super().eventFilter(watched, event)
