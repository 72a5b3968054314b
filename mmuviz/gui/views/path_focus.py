"""Where the keyboard goes on the path: over the bits of a row, over rows, on to the next table."""

from mmuviz.gui.views.path_layout import PathLayout
from mmuviz.gui.views.row_item import VALUE_FOCUS
from mmuviz.gui.views.row_pool import Focus, RowPool
from mmuviz.present.path_picture import PathPicture, TablePicture


def _read_tables(picture: PathPicture) -> list[TablePicture]:
    return [table for table in picture.tables if table.rows]


def first_focus(picture: PathPicture) -> Focus | None:
    """Return the first bit of the entry that the walk is at; None before the first read."""
    read = _read_tables(picture)
    if not read:
        return None
    return Focus(read[-1].level.number, _path_entry(read[-1]), 0)


def _path_entry(table: TablePicture) -> int:
    row = next((row for row in table.rows if row.on_path), table.rows[0])
    return row.slot.index


def beside(focus: Focus, step: int, layout: PathLayout, picture: PathPicture) -> Focus:
    """Return the focus one cell on; over the row's end it goes to the next table's path."""
    level, index, part, _ = focus
    if VALUE_FOCUS <= part + step < len(layout.columns[level].letters):
        return Focus(level, index, part + step)
    read = _read_tables(picture)
    number = [table.level.number for table in read].index(level) + step
    if not 0 <= number < len(read):
        return focus
    other = read[number].level.number
    last = len(layout.columns[other].letters) - 1
    return Focus(other, _path_entry(read[number]), VALUE_FOCUS if step > 0 else last)


def above_or_below(focus: Focus, step: int, rows: RowPool, last: int) -> Focus:
    """Return the focus one row on; over the end of what is in sight, one entry on, up to `last`."""
    level, index, part, _ = focus
    entries = [item.row.slot.index for item in rows.shown(level) if item.row is not None]
    at = entries.index(index) + step
    there = entries[at] if 0 <= at < len(entries) else index + step
    return Focus(level, min(max(there, 0), last), part)


def far(focus: Focus, step: int, last: int) -> Focus:
    """Return the focus `step` entries on, up to entry 0 and `last`."""
    level, index, part, _ = focus
    return Focus(level, min(max(index + step, 0), last), part)
