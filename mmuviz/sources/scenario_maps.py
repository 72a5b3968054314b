"""Follow the paths that a scenario file's maps describe, down to the entries they set."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from mmuviz.core.memory import WORD, Backing, GuestMemory
from mmuviz.core.paging import Level, PagingMode
from mmuviz.core.scenario import Scenario


@dataclass(frozen=True, slots=True)
class Map:
    """One `[[map]]`: entries by the path they serve.

    Attributes:
        gva: the address whose path it is.
        root: guest-physical address of the root table; None for the one CR3 names.
        entries: the entries it sets, by level.
    """

    gva: int
    root: int | None
    entries: Mapping[Level, int]


@dataclass(frozen=True, slots=True)
class Placed:
    """An entry of a map with the place it goes to.

    Attributes:
        number: which map, from 0.
        level: the entry's level.
        address: its guest-physical address; None where no entry above leads to a table.
        value: the entry.
    """

    number: int
    level: Level
    address: int | None
    value: int


def place(maps: Sequence[Map], bare: Scenario, *, by_registers: bool) -> Iterator[Placed]:
    """Yield where each entry of `maps` goes.

    A path leads through what its own map sets, else through what a map before it set, else
    through memory as it is without any map.

    Args:
        maps: the maps in the file's order.
        bare: processor, RAM and memory without maps and words.
        by_registers: PAE: a map that sets no PDPTE goes through the loaded PDPTRs, for they do
            not follow from memory.
    """
    known: dict[int, int] = {}
    for number, item in enumerate(maps):
        for placed in _path(number, item, bare, known, by_registers=by_registers):
            if placed.address is not None:
                known[placed.address] = placed.value
            yield placed


def _path(
    number: int, item: Map, bare: Scenario, known: Mapping[int, int], *, by_registers: bool
) -> Iterator[Placed]:
    cpu, mode = bare.cpu, bare.cpu.mode
    table: int | None = cpu.root_table if item.root is None else item.root
    for level in mode.levels:
        index = level.select(item.gva)
        address = None if table is None else table + index * mode.entry_size
        value = item.entries.get(level)
        if value is not None:
            yield Placed(number, level, address, value)
        elif address is None:
            continue
        elif by_registers and not level.has_rights and item.root is None:
            value = cpu.pdptrs[index]
        else:
            value = known.get(address, bare.entry(address)) or 0
        table = (value & mode.frame_mask) or None


def with_entries(
    backing: Backing, mode: PagingMode, entries: Iterable[tuple[int, int]]
) -> GuestMemory:
    """Return memory with all of `entries` (gpa, value) changed, in one go; each is known."""
    words: dict[int, int] = {}
    for gpa, value in entries:
        base = gpa & ~(WORD - 1)
        old = words.get(base, backing.word(base))
        assert old is not None, "entries that the dump does not keep were refused before"
        shift, mask = (gpa - base) * 8, (1 << mode.entry_size * 8) - 1
        words[base] = old & ~(mask << shift) | value << shift
    changed = {gpa: word for gpa, word in words.items() if word != backing.word(gpa)}
    return GuestMemory(backing, MappingProxyType(changed))


def changed_entries(memory: GuestMemory, mode: PagingMode) -> dict[int, int]:
    """Return gpa and value of each entry of `memory` that is not as in its backing."""
    found: dict[int, int] = {}
    bare = GuestMemory(memory.backing)
    for base in sorted(memory.words):
        for gpa in range(base, base + WORD, mode.entry_size):
            value = memory.read(gpa, mode.entry_size)
            if value is not None and value != bare.read(gpa, mode.entry_size):
                found[gpa] = value
    return found
