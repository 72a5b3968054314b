"""What the Maps view shows: columns, lines, a count in words, and what to do when it is empty."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import Enum

from mmuviz.core.maps import Range, RangeFilter
from mmuviz.core.tables import Rights
from mmuviz.present.address_space import AddressSpace
from mmuviz.present.maps_table import (
    MapRow,
    SharedRow,
    caveats,
    page_rows,
    shared_rows,
    size_text,
    table_rows,
)


class Topic(Enum):
    """What is listed. The value is the word on the screen."""

    RANGES = "Ranges"
    FRAME = "Who maps a frame"
    SHARED = "Shared tables"


class Style(Enum):
    """How a column is drawn."""

    ADDRESS = "address"
    AMOUNT = "amount"
    RIGHTS = "rights"
    WORDS = "words"


@dataclass(frozen=True, slots=True)
class Column:
    """A column.

    Attributes:
        title: its heading.
        style: how it is drawn.
        quiet: it only adds to the column before.
    """

    title: str
    style: Style
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the list.

    Attributes:
        start: the linear address that a click walks.
        end: the last linear address that the line is about.
        cells: a text a column.
        rights: what the rights column shows; None where the line has none.
    """

    start: int
    end: int
    cells: tuple[str, ...]
    rights: Rights | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """What the view is asked to list.

    Attributes:
        topic: ranges, one frame, or shared tables.
        wanted: which ranges.
        gpa: the frame; None for the one that the current address is in.
    """

    topic: Topic = Topic.RANGES
    wanted: RangeFilter = field(default_factory=RangeFilter)
    gpa: int | None = None


@dataclass(frozen=True, slots=True)
class MapsPicture:
    """All that the view shows.

    Attributes:
        columns: the columns.
        lines: the lines, ascending.
        current: the number of the line that holds the current address; None where none does.
        count: how many there are, in words.
        caveats: what the list does not know.
        heading: what to say instead of a list; empty where there are lines.
        advice: how to get one.
    """

    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    current: int | None
    count: str
    caveats: str
    heading: str = ""
    advice: str = ""


_RANGE_COLUMNS = (
    Column("start", Style.ADDRESS),
    Column("end", Style.ADDRESS, quiet=True),
    Column("size", Style.AMOUNT),
    Column("pages", Style.AMOUNT, quiet=True),
    Column("rights", Style.RIGHTS),
    Column("first gpa", Style.ADDRESS),
    Column("inside", Style.WORDS),
)
_FRAME_COLUMNS = (
    Column("shown at", Style.ADDRESS),
    Column("as", Style.WORDS),
    Column("rights", Style.RIGHTS),
    Column("by", Style.WORDS),
)
_SHARED_COLUMNS = (
    Column("table", Style.ADDRESS),
    Column("used as", Style.WORDS),
    Column("by", Style.WORDS),
    Column("for addresses from", Style.ADDRESS),
    Column("to", Style.ADDRESS, quiet=True),
)
_COLUMNS = {
    Topic.RANGES: _RANGE_COLUMNS,
    Topic.FRAME: _FRAME_COLUMNS,
    Topic.SHARED: _SHARED_COLUMNS,
}


def maps_picture(space: AddressSpace, asked: Asked) -> MapsPicture:
    """Return what the view shows of `space`."""
    if not space.paging:
        picture = _nothing(
            asked.topic,
            "Paging is off",
            "CR0.PG is 0: a linear address is the physical one. Set PG in the registers (Ctrl+R).",
        )
    elif asked.topic is Topic.RANGES:
        picture = _ranges(space, asked.wanted)
    elif asked.topic is Topic.FRAME:
        picture = _frame(space, asked.gpa)
    else:
        picture = _shared(space)
    inside = (
        number for number, line in enumerate(picture.lines) if line.start <= space.gva <= line.end
    )
    said = " ".join(caveats(space.survey))
    return replace(picture, current=next(inside, None), caveats=said)


def _nothing(topic: Topic, heading: str, advice: str, count: str = "") -> MapsPicture:
    return MapsPicture(_COLUMNS[topic], (), None, count, "", heading, advice)


def _listed(topic: Topic, lines: Sequence[Line], count: str) -> MapsPicture:
    return MapsPicture(_COLUMNS[topic], tuple(lines), None, count, "")


def _ranges(space: AddressSpace, wanted: RangeFilter) -> MapsPicture:
    rows = space.rows
    if not rows:
        return _nothing(
            Topic.RANGES, "Nothing is mapped", "No entry that the root reaches maps a page."
        )
    admitted = [row for row in rows if wanted.admits(_range(row))]
    if not admitted:
        count = f"0 of {_count(len(rows), 'range', 'ranges')}"
        return _nothing(Topic.RANGES, "No range is like that", _loosen(wanted), count)
    mapped = size_text(sum(row.end + 1 - row.start for row in admitted))
    some = f"{len(admitted)} of " if len(admitted) < len(rows) else ""
    count = f"{some}{_count(len(rows), 'range', 'ranges')} · {mapped} mapped"
    if not any(row.start <= space.gva <= row.end for row in admitted):
        count += f" · {space.gva:#x} is in none of them"
    return _listed(Topic.RANGES, [_range_line(row) for row in admitted], count)


def _range(row: MapRow) -> Range:
    return Range(row.start, row.end + 1, row.rights, row.page_size, row.pages, row.gpa)


def _range_line(row: MapRow) -> Line:
    start, end, size, rights, pages, gpa, note = row.cells
    return Line(row.start, row.end, (start, end, size, pages, rights, gpa, note), row.rights)


def _loosen(wanted: RangeFilter) -> str:
    """Say what could be asked for less."""
    names = [
        name for name in ("user", "writable", "executable") if getattr(wanted, name) is not None
    ]
    rights = f"set {_or(names)} to any" if names else ""
    if wanted.address is None:
        return f"{rights.capitalize()}."
    address = f"Clear the address {wanted.address:#x}"
    return f"{address}, or {rights}." if rights else f"{address}: no page is mapped there."


def _or(names: Sequence[str]) -> str:
    return " or ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def _frame(space: AddressSpace, asked: int | None) -> MapsPicture:
    gpa = space.gpa if asked is None else asked
    if gpa is None:
        return _nothing(
            Topic.FRAME,
            "Which frame?",
            f"{space.gva:#x} is not mapped: type a guest-physical address, such as 0x5e75000.",
        )
    pages, tables = page_rows(space.survey, gpa), table_rows(space.survey, gpa)
    if not pages and not tables:
        return _nothing(
            Topic.FRAME,
            f"Nothing leads to {gpa:#x}",
            "No page shows it, and no entry uses it as a table. Type another address.",
        )
    shown = _count(len(pages), "page shows", "pages show") if pages else "No page shows"
    count = f"{shown} {gpa:#x}"
    if tables:
        count += f" · {_count(len(tables), 'entry uses', 'entries use')} it as a table"
    lines = [*map(_page_line, pages), *map(_use_line, tables)]
    return _listed(Topic.FRAME, lines, count)


def _page_line(row: MapRow) -> Line:
    cells = (f"{row.start:#x}", f"{size_text(row.page_size)} page", str(row.rights), row.note)
    return Line(row.start, row.end, cells, row.rights)


def _use_line(row: SharedRow) -> Line:
    _table, used_as, by, gva = row.cells
    return Line(row.gva, _last(row), (gva, used_as, "", by))


def _shared(space: AddressSpace) -> MapsPicture:
    rows = shared_rows(space.survey)
    if not rows:
        tables = _count(len(space.survey.tables), "table is", "tables are")
        advice = f"{tables} in use, and no table is led to twice."
        return _nothing(Topic.SHARED, "No table is shared", advice)
    count = _count(len({row.gpa for row in rows}), "table is", "tables are")
    lines = [Line(row.gva, _last(row), (*row.cells, f"{_last(row):#x}")) for row in rows]
    return _listed(Topic.SHARED, lines, f"{count} led to by more than one entry")


def _last(row: SharedRow) -> int:
    """Return the last linear address that the table serves."""
    return row.gva + (row.level.entries << row.level.shift) - 1


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"
