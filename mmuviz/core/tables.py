"""List what a root reaches: every table once, and every page that is mapped.

The layout is the hardware's: PS counts at level 2 (in 32-bit mode with CR4.PSE) and at level 3 of
long mode. PAE starts from the loaded PDPTRs. Nothing is walked here: rights are combined, no
access is judged, no bit is set. Source: semantics.md, 1 and 7.
"""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from mmuviz.core.bits import Pte
from mmuviz.core.entry import Entry, large_frame, pse36_bits, reserved_mask
from mmuviz.core.memory import Frame
from mmuviz.core.paging import Level, PagingMode
from mmuviz.core.scenario import Scenario

LIMIT = 1 << 23
"""Entries looked at before an enumeration gives up: a few seconds."""


class LimitReached(Exception):  # noqa: N818  # it names what happened; what came before it holds
    """The tables go on: they lead into one another, or they are no tables at all."""


class Rights(NamedTuple):
    """What all levels together allow.

    Attributes:
        user: U at every level.
        writable: W at every level.
        no_execute: NX at any level.
        reserved: a reserved bit at any level: the hardware faults on every access.
    """

    user: bool
    writable: bool
    no_execute: bool
    reserved: bool

    def __str__(self) -> str:
        """`urwx` with `-` for what is denied; `reserved` where every access faults."""
        if self.reserved:
            return "reserved"
        return (
            f"{'u' if self.user else '-'}r"
            f"{'w' if self.writable else '-'}{'-' if self.no_execute else 'x'}"
        )


class Leaf(NamedTuple):
    """An entry that maps a page, and the address it maps it at.

    Attributes:
        gva: linear address of the page's first byte, sign-extended in long mode.
        gpa: guest-physical address of that byte, PSE-36 included.
        size: bytes of the page.
        level: the entry's level.
        address: guest-physical address of the entry.
        value: the entry.
        rights: what all levels together allow.
    """

    gva: int
    gpa: int
    size: int
    level: Level
    address: int
    value: int
    rights: Rights

    @property
    def end(self) -> int:
        """The linear address after the page."""
        return self.gva + self.size


class Link(NamedTuple):
    """An entry that leads to a table of the level below.

    Attributes:
        number: the entry's number in its table.
        value: the entry.
        target: guest-physical address of the table it leads to.
    """

    number: int
    value: int
    target: int


@dataclass(frozen=True, slots=True)
class Table:
    """A table that the root reaches, under the level at which it is used.

    A page that is used at two levels, as a self-map makes it, is two of these.

    Attributes:
        level: the level of its entries.
        gpa: guest-physical address; None for PAE's loaded PDPTRs, which are registers.
        gva: the lowest linear address that it serves.
        path: the entry numbers of the way there, root first; empty for the root.
        frame: NOT_KEPT where any of its entries is not kept; OUTSIDE reads as zeros.
        links: its entries that lead to tables.
        leaves: how many of its entries map pages.
    """

    level: Level
    gpa: int | None
    gva: int
    path: tuple[int, ...]
    frame: Frame
    links: tuple[Link, ...]
    leaves: int


class _Row(NamedTuple):
    """A present entry."""

    number: int
    value: int
    maps: bool
    reserved: bool


class _Rows(NamedTuple):
    """The present entries of a table, and what is known of it."""

    frame: Frame
    present: tuple[_Row, ...]


class _Reader:
    """Reads each table once and counts what was looked at."""

    def __init__(self, scenario: Scenario, limit: int) -> None:
        self._scenario = scenario
        self._left = limit
        self._known: dict[tuple[int, int | None], _Rows] = {}

    def rows(self, level: Level, table: int | None) -> _Rows:
        """Return the present entries of the table at `table`, None being the PDPTRs.

        Raises:
            LimitReached: enough was looked at.
        """
        rows = self._known.get((level.number, table))
        self._left -= level.entries if rows is None else len(rows.present) + 1
        if self._left < 0:
            raise LimitReached
        if rows is None:
            rows = self._known[level.number, table] = self._read(level, table)
        return rows

    def _read(self, level: Level, table: int | None) -> _Rows:
        scenario, mode = self._scenario, self._scenario.cpu.mode
        if table is None:
            values: list[int | None] = list(scenario.cpu.pdptrs)
            frame = Frame.KNOWN
        else:
            frame = scenario.frame(table)
            if frame is Frame.OUTSIDE:
                return _Rows(frame, ())
            size = level.entry_size
            values = [scenario.entry(table + at) for at in range(0, level.entries * size, size)]
            if None in values:
                frame = Frame.NOT_KEPT
        cpu = scenario.cpu
        masks = [
            reserved_mask(mode, level, maps, cpu.maxphyaddr, cpu.nxe) for maps in (False, True)
        ]
        if level.number == 1:
            masks[1] = masks[0]  # a PTE maps a page, but no large one
        present = []
        for index, value in enumerate(values):
            if value is not None and value & Pte.P:
                entry = Entry(value, mode, level)
                maps = level.number == 1 or entry.is_large(pse=cpu.pse, gigabyte_pages=True)
                present.append(_Row(index, value, maps, bool(value & masks[maps])))
        return _Rows(frame, tuple(present))


def _root(scenario: Scenario) -> int | None:
    cpu = scenario.cpu
    return None if cpu.mode is PagingMode.PAE else cpu.root_table


def canonical(mode: PagingMode, gva: int) -> int:
    """Return `gva` as the mode's width has it: sign-extended from bit 47 in long mode."""
    if mode is PagingMode.LONG and gva >> 47 & 1:
        return gva | 0xFFFF << 48
    return gva


def tables(scenario: Scenario, limit: int = LIMIT) -> Iterator[Table]:
    """Yield every table that the root reaches, once a level, the root first, then by level.

    Nothing while CR0.PG is clear.

    Raises:
        LimitReached: after `limit` entries; what was yielded until then holds.
    """
    if not scenario.cpu.pg:
        return
    mode, reader, root = scenario.cpu.mode, _Reader(scenario, limit), _root(scenario)
    queue: deque[tuple[int, int | None, int, tuple[int, ...]]] = deque([(0, root, 0, ())])
    seen = {(0, root)}
    while queue:
        depth, gpa, gva, path = queue.popleft()
        level = mode.levels[depth]
        rows = reader.rows(level, gpa)
        links = tuple(
            Link(row.number, row.value, row.value & mode.frame_mask)
            for row in rows.present
            if not row.maps
        )
        leaf_count = len(rows.present) - len(links)
        yield Table(level, gpa, canonical(mode, gva), path, rows.frame, links, leaf_count)
        for link in links:
            if (depth + 1, link.target) not in seen:
                seen.add((depth + 1, link.target))
                below = gva | link.number << level.shift
                queue.append((depth + 1, link.target, below, (*path, link.number)))


def leaves(scenario: Scenario, limit: int = LIMIT) -> Iterator[Leaf]:
    """Yield every page that is mapped, in ascending order of linear addresses.

    What lies under a table that is not kept, or outside RAM, is not guessed: `tables` names
    these tables. Nothing while CR0.PG is clear.

    Raises:
        LimitReached: after `limit` entries; what was yielded until then holds.
    """
    if scenario.cpu.pg:
        everything = Rights(user=True, writable=True, no_execute=False, reserved=False)
        reader = _Reader(scenario, limit)
        yield from _leaves_below(scenario, reader, 0, _root(scenario), 0, everything)


def _leaves_below(  # noqa: PLR0913, PLR0917  # the state of a descent
    scenario: Scenario, reader: _Reader, depth: int, table: int | None, gva: int, above: Rights
) -> Iterator[Leaf]:
    mode = scenario.cpu.mode
    level = mode.levels[depth]
    for row in reader.rows(level, table).present:
        here = gva | row.number << level.shift
        rights = _narrowed(above, mode, level, row)
        if not row.maps:
            target = row.value & mode.frame_mask
            yield from _leaves_below(scenario, reader, depth + 1, target, here, rights)
            continue
        assert table is not None, "a PDPTR maps no page"
        yield Leaf(
            canonical(mode, here),
            _page(row.value, level, scenario),
            1 << level.shift,
            level,
            table + row.number * level.entry_size,
            row.value,
            rights,
        )


def _narrowed(above: Rights, mode: PagingMode, level: Level, row: _Row) -> Rights:
    """Combine an entry's rights with those of the levels above; a PAE PDPTR has none."""
    if not level.has_rights:
        return above
    return Rights(
        above.user and bool(row.value & Pte.U),
        above.writable and bool(row.value & Pte.W),
        above.no_execute or bool(mode is not PagingMode.X32 and row.value & Pte.NX),
        above.reserved or row.reserved,
    )


def _page(value: int, level: Level, scenario: Scenario) -> int:
    """Return the page that the entry maps."""
    mode = scenario.cpu.mode
    if level.number == 1:
        return value & mode.frame_mask
    base = large_frame(value, mode, level)
    if mode is PagingMode.X32:
        base |= pse36_bits(value, scenario.cpu.maxphyaddr)
    return base
