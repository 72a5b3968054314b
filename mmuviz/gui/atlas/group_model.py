"""The item model of the groups of the atlas."""

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt

from mmuviz.gui.widgets.row_table import Index
from mmuviz.present.atlas_groups import COLUMNS, GroupRow

_DISPLAY = Qt.ItemDataRole.DisplayRole


class GroupModel(QAbstractTableModel):
    """A row a group."""

    def __init__(self, parent: QObject | None = None) -> None:
        """Start empty."""
        super().__init__(parent)
        self._rows: tuple[GroupRow, ...] = ()

    def show_rows(self, rows: tuple[GroupRow, ...]) -> None:
        """Show `rows`; where only words changed, the current row stays."""
        if len(rows) == len(self._rows):
            self._rows = rows
            if rows:
                last = self.index(len(rows) - 1, len(COLUMNS) - 1)
                self.dataChanged.emit(self.index(0, 0), last)
            return
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def row(self, number: int) -> GroupRow:
        """Return what a row shows."""
        return self._rows[number]

    def texts(self, column: int) -> set[str]:
        """Return all texts of a column."""
        return {row.cells[column] for row in self._rows}

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own signature
        """Return the number of groups; a cell has none below it."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own signature
        """Return the number of columns; a cell has none below it."""
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> Any:  # noqa: ANN401  # Qt's own signature
        """Return a column's heading."""
        if orientation is Qt.Orientation.Vertical or not 0 <= section < len(COLUMNS):
            return None
        return COLUMNS[section] if role == _DISPLAY else None

    def data(self, index: Index, role: int = _DISPLAY) -> Any:  # noqa: ANN401  # Qt's own signature
        """Return a cell's text, or the tip of its row."""
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role in (_DISPLAY, Qt.ItemDataRole.AccessibleTextRole):
            return row.cells[index.column()]
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{row.rule}\nA double click or Enter opens the smallest example"
        return None
