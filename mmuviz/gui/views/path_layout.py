"""Where the parts of the path stand: one object, so that address, tables and links stay aligned."""

from dataclasses import dataclass

from PySide6.QtCore import QRectF

from mmuviz.core.entry import FLAGS
from mmuviz.core.paging import Level
from mmuviz.gui.theme import FontKind, Theme
from mmuviz.present.path_picture import PathPicture, TablePicture

_LEAST_ROWS, _MOST_ROWS = 3, 17
_MARGIN, _CELL, _FIELD_CELL = 20.0, 18.0, 18.0
_REGISTERS = 196.0
_SHORT_FLAGS = "PWUA"
_MIDDLE_FLAGS = "PWUADSX"


@dataclass(frozen=True, slots=True)
class Column:
    """A table's column.

    Attributes:
        x: its left edge.
        width: its width.
        letters: the flags it shows.
        cell: width of a flag's cell.
        field_cell: width of a bit of the address above it.
    """

    x: float
    width: float
    letters: str
    cell: float
    field_cell: float


@dataclass(frozen=True, slots=True)
class PathLayout:
    """All places, in scene pixels.

    Attributes:
        columns: level number to its column.
        cr3: the CR3 box.
        page: the page box.
        offset_cell: width of a bit of the offset.
        field_top: top of the address's bits.
        head: top of the tables.
        rows_top: top of the first row.
        row: height of a row off the path.
        row_on_path: height of the row of the path.
        visible_rows: rows that fit in the view's height.
        size: (width, height) of the whole.
    """

    columns: dict[int, Column]
    cr3: QRectF
    page: QRectF
    offset_cell: float
    field_top: float
    head: float
    rows_top: float
    row: float
    row_on_path: float
    visible_rows: int
    size: tuple[float, float]

    def head_rect(self, level: int) -> QRectF:
        """Return where the title of a level's table stands."""
        column = self.columns[level]
        left = column.x + 2 * column.cell
        width = column.width - 2 * column.cell
        return QRectF(left, self.head, width, (self.rows_top - self.head) * 0.55)


def lay_out(picture: PathPicture, theme: Theme, width: float, height: float) -> PathLayout:
    """Share `width` by `height` pixels out; wider than `width` where the text needs it."""
    px = theme.px
    gva = theme.width(FontKind.MONO_STRONG, picture.gva) + px(14)
    cr3 = max(px(104), theme.width(FontKind.MONO, picture.cr3) + px(24), gva)
    offset_cell = theme.width(FontKind.MONO_STRONG, "0") + px(3.4)
    offset_bits = len(picture.fields[-1].bits)
    offset_width = offset_bits * offset_cell + theme.width(FontKind.MONO_STRONG, "= 0x000") + px(16)
    page = max(px(196), offset_width)
    letters = [_all_letters(table.level) for table in picture.tables]
    kept = [_is_kept_whole(picture, table) for table in picture.tables]
    gap = px(36)

    def total() -> float:
        tables = sum(
            _width(theme, table, some) for table, some in zip(picture.tables, letters, strict=True)
        )
        return 2 * px(_MARGIN) + cr3 + page + tables + gap * (len(letters) + 1)

    def leave(some: str, *, whole: bool) -> None:
        for number, table in enumerate(picture.tables):
            if total() > width and kept[number] is whole and table.level.has_rights:
                letters[number] = some

    leave(_SHORT_FLAGS, whole=False)
    if total() > width:
        gap = px(26)
    leave(_MIDDLE_FLAGS, whole=True)
    leave(_SHORT_FLAGS, whole=True)
    spare = max(width - total(), 0)
    gap += min(spare * 0.35 / (len(letters) + 1), px(30))
    spare = max(width - total(), 0)
    return _placed(picture, theme, letters, (cr3, gap, page + spare * 0.12), spare * 0.88, height)


def _placed(  # noqa: PLR0913, PLR0917  # what was decided about widths, and the height
    picture: PathPicture,
    theme: Theme,
    letters: list[str],
    widths: tuple[float, float, float],
    spare: float,
    height: float,
) -> PathLayout:
    px = theme.px
    cr3, gap, page = widths
    line = theme.metrics(FontKind.CAPTION).height()
    strong = theme.metrics(FontKind.BODY).height()
    field_top = px(4) + line + px(3)
    head = field_top + strong + px(8) + px(16)
    rows_top = head + strong + px(8) + line + px(6)
    x = px(_MARGIN) + cr3 + gap
    columns: dict[int, Column] = {}
    wide = sum(1 for some in letters if len(some) > 1)
    registers = len(letters) - wide  # their column grows only to hold the remark below it
    extra = min(spare, px(_REGISTERS) - _width(theme, picture.tables[0], "P")) * registers
    spare -= extra
    for table, some in zip(picture.tables, letters, strict=True):
        own = _width(theme, table, some) + (spare / wide if len(some) > 1 else extra)
        bits = table.level.index_bits
        equals = theme.width(FontKind.MONO_STRONG, "= 0000") + px(10)
        field_cell = min(px(_FIELD_CELL), (own + gap - equals - px(8)) / bits)
        columns[table.level.number] = Column(x, own, some, px(_CELL), field_cell)
        x += own + gap
    right = x + page
    row, on_path = strong + px(6), strong + px(14)
    room = height - rows_top - line - (on_path - row)
    offset_bits = len(picture.fields[-1].bits)
    offset_cell = theme.width(FontKind.MONO_STRONG, "0") + px(3.4)
    equals = theme.width(FontKind.MONO_STRONG, "= 0x3fffff") + px(8)
    offset_cell = (
        min(offset_cell, (page - equals) / offset_bits) if offset_bits > 12 else offset_cell
    )
    box = strong * 2 + px(24)
    return PathLayout(
        columns,
        QRectF(px(_MARGIN), head, cr3, box),
        QRectF(x, head, page, box),
        offset_cell,
        field_top,
        head,
        rows_top,
        row,
        on_path,
        max(_LEAST_ROWS, min(int(room / row), _MOST_ROWS)),
        (right + px(_MARGIN), height),
    )


def _all_letters(level: Level) -> str:
    if not level.has_rights:
        return "P"
    return "".join(flag.letter for flag in FLAGS if level.entry_size == 8 or flag.letter != "X")


def _is_kept_whole(picture: PathPicture, table: TablePicture) -> bool:
    """Whether the table keeps its ten flags: the one that is read, and the leaf."""
    return (table.current and not picture.judging) or table is picture.tables[-1]


def title_of(table: TablePicture, letters: str) -> str:
    """Return the table's name: a narrow column has the directory's short one."""
    return "PD" if table.level.number == 2 and letters == _SHORT_FLAGS else table.title


def _width(theme: Theme, table: TablePicture, letters: str) -> float:
    px = theme.px
    digits = 8
    for row in table.rows:
        if row.value is not None and row.value >> 32 and row.value & 1:
            digits = 16
    value = theme.width(FontKind.MONO_CAPTION, "0" * digits)
    title = theme.width(FontKind.STRONG, title_of(table, letters)) + px(38)
    title += theme.width(FontKind.MONO, table.where or "loaded") + px(12)
    rows = px(46) + value + px(14) + len(letters) * px(_CELL) + px(8)
    return max(rows, title)
