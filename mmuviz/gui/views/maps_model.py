"""The item model of the maps: ranges, pages or shared tables as rows of text."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from mmuviz.gui.theme import FontKind, Role, Theme
from mmuviz.present.maps_table import MapRow, SharedRow

_Index = QModelIndex | QPersistentModelIndex
_DISPLAY = Qt.ItemDataRole.DisplayRole


class MapsModel(QAbstractTableModel):
    """Rows with a heading a column; the row that holds the current address is marked."""

    def __init__(self, parent: QObject | None = None) -> None:
        """Start empty."""
        super().__init__(parent)
        self._theme = Theme()
        self._headings: tuple[str, ...] = ()
        self._rows: Sequence[MapRow | SharedRow] = ()
        self._cells: list[tuple[str, ...]] = []
        self._marked: int | None = None

    def set_theme(self, theme: Theme) -> None:
        """Mark in the theme's colours."""
        self.beginResetModel()
        self._theme = theme
        self.endResetModel()

    def show_rows(
        self, headings: tuple[str, ...], rows: Sequence[MapRow | SharedRow], gva: int
    ) -> None:
        """Show `rows`; the one that holds `gva` is marked."""
        self.beginResetModel()
        self._headings, self._rows = headings, rows
        self._cells = [row.cells for row in rows]
        inside = (number for number, row in enumerate(rows) if _holds(row, gva))
        self._marked = next(inside, None)
        self.endResetModel()

    @property
    def marked(self) -> int | None:
        """The number of the row that holds the current address."""
        return self._marked

    def gva(self, row: int) -> int:
        """Return the address to walk for a row."""
        shown = self._rows[row]
        return shown.start if isinstance(shown, MapRow) else shown.gva

    def widest(self, column: int) -> str:
        """Return the longest text of a column."""
        return max((cells[column] for cells in self._cells), key=len, default="")

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own signature
        """Return the number of rows; a cell has none below it."""
        return 0 if parent.isValid() else len(self._cells)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own signature
        """Return the number of columns; a cell has none below it."""
        return 0 if parent.isValid() else len(self._headings)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> Any:  # noqa: ANN401  # Qt's own signature
        """Return a column's heading."""
        if orientation is Qt.Orientation.Vertical or not 0 <= section < len(self._headings):
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return self._headings[section] if role == _DISPLAY else None

    def data(self, index: _Index, role: int = _DISPLAY) -> Any:  # noqa: ANN401  # Qt's own signature
        """Return a cell's text, tip, or what marks its row."""
        if not index.isValid():
            return None
        if role in (_DISPLAY, Qt.ItemDataRole.ToolTipRole):
            return self._cells[index.row()][index.column()]
        if index.row() != self._marked:
            return None
        if role == Qt.ItemDataRole.BackgroundRole:
            return self._theme.tint(Role.CURRENT)
        if role == Qt.ItemDataRole.FontRole:
            return self._theme.font(FontKind.MONO_STRONG)
        return None


def _holds(row: MapRow | SharedRow, gva: int) -> bool:
    return isinstance(row, MapRow) and row.start <= gva <= row.end
