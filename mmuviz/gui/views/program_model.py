"""The item model of a guest program: a row an operation, with the text of each cell."""

from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from mmuviz.core.scenario import Scenario
from mmuviz.gui.views.program_fields import value_text
from mmuviz.present.program_picture import ProgramPicture, ProgramRow

_Index = QModelIndex | QPersistentModelIndex
_DISPLAY = Qt.ItemDataRole.DisplayRole


class Column(IntEnum):
    """The columns, left to right."""

    NUMBER = 0
    OPERATION = 1
    ADDRESS = 2
    WAY = 3
    HARDWARE = 4
    BEFORE = 5
    BEFORE_EXITS = 6
    AFTER = 7
    AFTER_EXITS = 8


TITLES = ("", "operation", "address", "through", "hardware", "before", "exits", "after", "exits")
EDITABLE = (Column.OPERATION, Column.ADDRESS)


class ProgramModel(QAbstractTableModel):
    """The rows of a picture."""

    def __init__(self, parent: QObject | None = None) -> None:
        """Start empty."""
        super().__init__(parent)
        self._rows: tuple[ProgramRow, ...] = ()
        self._scenario = Scenario()

    def show_picture(self, picture: ProgramPicture, scenario: Scenario) -> None:
        """Show the rows of `picture`."""
        self.beginResetModel()
        self._rows, self._scenario = picture.rows, scenario
        self.endResetModel()

    @property
    def scenario(self) -> Scenario:
        """The guest whose program it is."""
        return self._scenario

    @property
    def rows(self) -> tuple[ProgramRow, ...]:
        """What the rows show."""
        return self._rows

    def value(self, row: int) -> str:
        """What the table write of a row writes; empty for another operation."""
        return value_text(self._rows[row].operation, self._scenario)

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own signature
        """Return the number of operations; a cell has none below it."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own signature
        """Return the number of columns; a cell has none below it."""
        return 0 if parent.isValid() else len(TITLES)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> Any:  # noqa: ANN401  # Qt's own signature
        """Return a column's heading."""
        if orientation is Qt.Orientation.Vertical or not 0 <= section < len(TITLES):
            return None
        return TITLES[section] if role == _DISPLAY else None

    def data(self, index: _Index, role: int = _DISPLAY) -> Any:  # noqa: ANN401  # Qt's own signature
        """Return a cell's text, its tip, or what a screen reader says of it."""
        if not index.isValid():
            return None
        row, column = self._rows[index.row()], Column(index.column())
        if role in (_DISPLAY, Qt.ItemDataRole.AccessibleTextRole):
            return self._text(row, column)
        if role == Qt.ItemDataRole.AccessibleDescriptionRole:
            return "before and after answer differently" if row.differs else "no difference"
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._tip(row, column)
        return None

    def _text(self, row: ProgramRow, column: Column) -> str:
        value = self.value(row.number - 1)
        return {
            Column.NUMBER: f"{row.number}{' ≠' if row.differs else ''}",
            Column.OPERATION: row.title,
            Column.ADDRESS: f"{row.subject} = {value}" if value else row.subject,
            Column.WAY: row.way.text if row.way else "",
            Column.HARDWARE: row.hardware.text or "allowed",
            Column.BEFORE: row.before.text,
            Column.BEFORE_EXITS: row.before.exits,
            Column.AFTER: row.after.text,
            Column.AFTER_EXITS: row.after.exits,
        }[column]

    def _tip(self, row: ProgramRow, column: Column) -> str:
        text = self._text(row, column)
        if column in EDITABLE:
            return f"{text}\nF2 or a double click changes it"
        return f"{TITLES[column]}: {text}" if text else ""
