"""An item model of rows of text that change and grow while one looks."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt

from mmuviz.gui.widgets.row_table import Index
from mmuviz.present.text_row import TextRow

_DISPLAY = Qt.ItemDataRole.DisplayRole


class TextModel(QAbstractTableModel):
    """A heading a column; the place of the reader stays where rows come and go behind it."""

    def __init__(self, columns: Sequence[str], parent: QObject | None = None) -> None:
        """Start empty."""
        super().__init__(parent)
        self._columns = tuple(columns)
        self._rows: tuple[TextRow, ...] = ()

    def show_rows(self, rows: Sequence[TextRow]) -> None:
        """Show `rows` instead of those before."""
        old, new = self._rows, tuple(rows)
        if len(new) > len(old):
            self.beginInsertRows(QModelIndex(), len(old), len(new) - 1)
            self._rows = new
            self.endInsertRows()
        elif len(new) < len(old):
            self.beginRemoveRows(QModelIndex(), len(new), len(old) - 1)
            self._rows = new
            self.endRemoveRows()
        self._rows = new
        for number, (was, now) in enumerate(zip(old, new, strict=False)):
            if was != now:
                last = self.index(number, len(self._columns) - 1)
                self.dataChanged.emit(self.index(number, 0), last)

    def row(self, number: int) -> TextRow:
        """Return what a row shows."""
        return self._rows[number]

    def texts(self, column: int) -> set[str]:
        """Return all texts of a column."""
        return {row.cells[column] for row in self._rows}

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own signature
        """Return the number of rows; a cell has none below it."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own signature
        """Return the number of columns; a cell has none below it."""
        return 0 if parent.isValid() else len(self._columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> Any:  # noqa: ANN401  # Qt's own signature
        """Return a column's heading."""
        if orientation is Qt.Orientation.Vertical or not 0 <= section < len(self._columns):
            return None
        return self._columns[section] if role == _DISPLAY else None

    def data(self, index: Index, role: int = _DISPLAY) -> Any:  # noqa: ANN401  # Qt's own signature
        """Return a cell's text, or the tip of its row."""
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role in (_DISPLAY, Qt.ItemDataRole.AccessibleTextRole):
            return row.cells[index.column()]
        return row.tip if role == Qt.ItemDataRole.ToolTipRole else None
