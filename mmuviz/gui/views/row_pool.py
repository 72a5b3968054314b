"""The row items of all tables: made once, shown again with other content."""

from typing import NamedTuple

from PySide6.QtCore import QRectF
from PySide6.QtWidgets import QGraphicsScene

from mmuviz.gui.theme import Theme
from mmuviz.gui.views.path_layout import PathLayout
from mmuviz.gui.views.row_item import RowItem
from mmuviz.present.path_picture import TablePicture


class Focus(NamedTuple):
    """Where the keyboard is.

    Attributes:
        level: the level's number.
        entry: the number of the row's (first) entry.
        part: the flag's number in its column, VALUE_FOCUS for the value.
        anchor: the entries of the row from which rows are marked; None for this row alone.
    """

    level: int
    entry: int
    part: int
    anchor: range | None = None

    def marked(self, entries: range) -> range:
        """Return the marked entries, where the row of the keyboard has `entries`."""
        anchor = entries if self.anchor is None else self.anchor
        return range(min(anchor.start, entries.start), max(anchor.stop, entries.stop))


class Gap(NamedTuple):
    """Room below a row.

    Attributes:
        level: the level's number.
        entry: the number of the row's (first) entry.
        height: how high it is, in pixels.
    """

    level: int
    entry: int
    height: float


class RowPool:
    """Rows by level.

    Attributes:
        path_y: level number to the middle of the path's row, where it is in sight.
        bottom: level number to the end of the last row.
        gap: room to leave below a row; None: none.
    """

    def __init__(self, scene: QGraphicsScene) -> None:
        """Keep the items in `scene`."""
        self._scene = scene
        self._items: dict[int, list[RowItem]] = {}
        self.gap: Gap | None = None
        self.path_y: dict[int, float] = {}
        self.bottom: dict[int, float] = {}

    def show_tables(
        self,
        tables: tuple[TablePicture, ...],
        layout: PathLayout,
        theme: Theme,
        focus: Focus | None,
        *,
        judging: bool,
    ) -> None:
        """Show the rows of `tables`, and hide those of other levels."""
        self.path_y, self.bottom = {}, {}
        for table in tables:
            self._show_table(table, layout, theme, focus, judging=judging)
        for level in self._items.keys() - layout.columns.keys():
            for item in self._items[level]:
                item.setVisible(False)

    def _show_table(
        self,
        table: TablePicture,
        layout: PathLayout,
        theme: Theme,
        focus: Focus | None,
        *,
        judging: bool,
    ) -> None:
        level = table.level.number
        items = self._items.setdefault(level, [])
        while len(items) < len(table.rows):
            items.append(RowItem())
            self._scene.addItem(items[-1])
        for item in items[len(table.rows) :]:
            item.setVisible(False)
        column, y = layout.columns[level], layout.rows_top
        focused = focus.entry if focus is not None and focus.level == level else None
        marked = range(0)
        if focus is not None and focus.anchor is not None:
            ends = (row.entries for row in table.rows if row.slot.index == focused)
            marked = focus.marked(next(ends, focus.anchor)) if focused is not None else marked
        for item, row in zip(items, table.rows, strict=False):
            height = layout.row_on_path if row.on_path else layout.row
            rect = QRectF(column.x, y, column.width, height)
            item.focus = focus.part if focus is not None and focused == row.slot.index else None
            item.marked = row.slot.index in marked
            current = row.on_path and (table.current or judging)
            item.show_row(row, rect, column, theme, current=current)
            if row.on_path:
                self.path_y[level] = rect.center().y()
            y += height
            if self.gap is not None and self.gap[:2] == (level, row.slot.index):
                y += self.gap.height
        self.bottom[level] = y

    def shown(self, level: int) -> list[RowItem]:
        """Return the visible rows of `level`, from above."""
        items = self._items.get(level, [])
        return [item for item in items if item.isVisible() and item.row is not None]

    def find(self, level: int, index: int) -> RowItem | None:
        """Return the row that shows entry `index` of `level`; None where it is not in sight."""
        for item in self.shown(level):
            if item.row is not None and item.row.slot.index == index:
                return item
        return None
