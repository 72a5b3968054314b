"""The item model of the Maps view: the lines of a picture as rows of text."""

from heapq import nlargest
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from mmuviz.present.maps_picture import Column, Line

_Index = QModelIndex | QPersistentModelIndex
_DISPLAY = Qt.ItemDataRole.DisplayRole
_CANDIDATES = 20


class MapsModel(QAbstractTableModel):
    """Rows with a heading a column; the row that holds the current address is marked."""

    def __init__(self, parent: QObject | None = None) -> None:
        """Start empty."""
        super().__init__(parent)
        self._columns: tuple[Column, ...] = ()
        self._lines: tuple[Line, ...] = ()
        self._marked: int | None = None

    def show_lines(self, columns: tuple[Column, ...], lines: tuple[Line, ...]) -> None:
        """Show `lines`; none of them is marked."""
        self.beginResetModel()
        self._columns, self._lines, self._marked = columns, lines, None
        self.endResetModel()

    def mark(self, row: int | None) -> None:
        """Mark the row that holds the current address."""
        old, self._marked = self._marked, row
        for changed in {old, row} - {None}:
            assert changed is not None, "taken out"
            last = self.index(changed, len(self._columns) - 1)
            self.dataChanged.emit(self.index(changed, 0), last)

    @property
    def marked(self) -> int | None:
        """The number of the row that holds the current address."""
        return self._marked

    def line(self, row: int) -> Line:
        """Return what a row shows."""
        return self._lines[row]

    def column(self, number: int) -> Column:
        """Return what a column is."""
        return self._columns[number]

    def longest(self, column: int) -> list[str]:
        """Return the texts of a column that may be the widest on the screen."""
        return nlargest(_CANDIDATES, {line.cells[column] for line in self._lines}, key=len)

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own signature
        """Return the number of rows; a cell has none below it."""
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own signature
        """Return the number of columns; a cell has none below it."""
        return 0 if parent.isValid() else len(self._columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> Any:  # noqa: ANN401  # Qt's own signature
        """Return a column's heading."""
        if orientation is Qt.Orientation.Vertical or not 0 <= section < len(self._columns):
            return None
        return self._columns[section].title if role == _DISPLAY else None

    def data(self, index: _Index, role: int = _DISPLAY) -> Any:  # noqa: ANN401  # Qt's own signature
        """Return a cell's text, its tip, or what a screen reader says of it."""
        if not index.isValid():
            return None
        line = self._lines[index.row()]
        if role in (_DISPLAY, Qt.ItemDataRole.AccessibleTextRole):
            return line.cells[index.column()]
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"Walk {line.start:#x}"
        if role == Qt.ItemDataRole.AccessibleDescriptionRole and index.row() == self._marked:
            return "holds the current address"
        return None
