"""An address space as rows of text: mapped ranges, who maps a frame, which tables are shared."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from mmuviz.core.maps import RangeFilter, Survey, Use, ranges
from mmuviz.core.memory import Frame
from mmuviz.core.paging import Level
from mmuviz.core.scenario import Label
from mmuviz.core.tables import Leaf, Rights

_UNITS = ("bytes", "KiB", "MiB", "GiB", "TiB")


@dataclass(frozen=True, slots=True)
class MapRow:
    """A mapped range, or one page of it.

    Attributes:
        start: linear address of the first byte.
        end: linear address of the last byte: the one after it may not be an address any more.
        gpa: guest-physical address of the first byte.
        pages: how many pages.
        page_size: bytes of each.
        rights: what all levels together allow.
        note: the labels inside, or the entry that maps it.
    """

    start: int
    end: int
    gpa: int
    pages: int
    page_size: int
    rights: Rights
    note: str

    @property
    def cells(self) -> tuple[str, ...]:
        """The row's texts, in the order of HEADINGS."""
        return (
            f"{self.start:#x}",
            f"{self.end:#x}",
            size_text(self.end + 1 - self.start),
            str(self.rights),
            f"{self.pages} × {size_text(self.page_size)}",
            f"{self.gpa:#x}",
            self.note,
        )


HEADINGS = ("start", "end", "size", "rights", "pages", "first gpa", "inside")
PAGE_HEADINGS = (*HEADINGS[:-2], "gpa", "mapped by")
SHARED_HEADINGS = ("table", "used as", "by", "for addresses from")


@dataclass(frozen=True, slots=True)
class SharedRow:
    """One of the entries that lead to a table that more than one leads to.

    Attributes:
        gpa: the table page.
        level: the level at which the entry uses it.
        entry: the entry's name and number: "PDE 447".
        gva: the lowest linear address that the entry serves.
        self_map: whether it leads to the page that it stands in.
    """

    gpa: int
    level: Level
    entry: str
    gva: int
    self_map: bool

    @property
    def cells(self) -> tuple[str, ...]:
        """The row's texts, in the order of SHARED_HEADINGS."""
        itself = " (maps itself)" if self.self_map else ""
        return (
            f"{self.gpa:#x}",
            self.level.table_name.lower(),
            f"{self.entry}{itself}",
            f"{self.gva:#x}",
        )


def map_rows(found: Survey, wanted: RangeFilter, labels: Sequence[Label] = ()) -> list[MapRow]:
    """Return the mapped ranges that `wanted` admits, ascending, with the labels inside."""
    return [
        MapRow(
            one.start,
            one.end - 1,
            one.gpa,
            one.pages,
            one.page_size,
            one.rights,
            _inside(one.start, one.end, labels),
        )
        for one in ranges(found.leaves)
        if wanted.admits(one)
    ]


def _inside(start: int, end: int, labels: Iterable[Label]) -> str:
    names = [label.name for label in labels if start <= label.gva < end]
    more = f" and {len(names) - 2} more" if len(names) > 2 else ""  # two fit
    return ", ".join(names[:2]) + more


def page_rows(found: Survey, gpa: int) -> list[MapRow]:
    """Return the pages that show the byte at `gpa`, each with the entry that maps it."""
    return [_page_row(leaf) for leaf in found.who_maps(gpa)]


def _page_row(leaf: Leaf) -> MapRow:
    number = leaf.level.select(leaf.gva)
    entry = f"{leaf.level.name} {number} at {leaf.address:#x}"
    return MapRow(leaf.gva, leaf.end - 1, leaf.gpa, 1, leaf.size, leaf.rights, entry)


def table_rows(found: Survey, gpa: int) -> list[SharedRow]:
    """Return the entries that use the page of `gpa` as a table."""
    return [_shared_row(use) for use in found.who_uses(gpa)]


def shared_rows(found: Survey) -> list[SharedRow]:
    """Return, for each table that more than one entry leads to, these entries."""
    return [_shared_row(use) for shared in found.shared_tables() for use in shared.uses]


def _shared_row(use: Use) -> SharedRow:
    entry = f"{use.parent.level.name} {use.link.number}"
    return SharedRow(use.link.target, use.level, entry, use.gva, use.is_self_map)


def caveats(found: Survey) -> list[str]:
    """Return the sentences that say what a survey does not know."""
    said = []
    not_kept = sum(table.frame is Frame.NOT_KEPT for table in found.unread)
    outside = sum(table.frame is Frame.OUTSIDE for table in found.unread)
    if not_kept:
        said.append(f"{_tables(not_kept)} not kept whole in the file: what they map is not known.")
    if outside:
        said.append(f"{_tables(outside)} outside RAM and read as absent.")
    if not found.complete:
        said.append("The tables lead on and on; only the first entries were looked at.")
    return said


def _tables(count: int) -> str:
    return "One table is" if count == 1 else f"{count} tables are"


def total_text(rows: Sequence[MapRow]) -> str:
    """Say how many ranges there are and how much they map."""
    if not rows:
        return "no range is like that"
    noun = "range" if len(rows) == 1 else "ranges"
    mapped = sum(row.end + 1 - row.start for row in rows)
    return f"{len(rows)} {noun}, {size_text(mapped)}"


def size_text(count: int) -> str:
    """Write a number of bytes in the largest unit that leaves at least one."""
    power = min(max(count.bit_length() - 1, 0) // 10, len(_UNITS) - 1)
    value = count / (1 << 10 * power)
    digits = f"{value:.0f}" if value == int(value) else f"{value:.1f}"
    return f"{digits} {_UNITS[power]}"


def aligned(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """Yield headings and rows as lines of text, each column as wide as its widest cell."""
    lines = [tuple(headings), *map(tuple, rows)]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    for line in lines:
        padded = (f"{cell:<{width}}" for cell, width in zip(line, widths, strict=True))
        yield "  ".join(padded).rstrip()
