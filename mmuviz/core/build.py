"""Build page tables: map an address to a frame, with the tables that are missing on the way."""

from collections.abc import Iterator

from mmuviz.core.access import Access
from mmuviz.core.bits import PAGE_MASK, PAGE_SIZE, Pte
from mmuviz.core.cpu import CpuState
from mmuviz.core.entry import Entry
from mmuviz.core.memory import Frame
from mmuviz.core.paging import Level, PagingMode
from mmuviz.core.scenario import Scenario

_ROOT = PAGE_SIZE
_LINK = Pte.P | Pte.W | Pte.U


def blank(mode: PagingMode) -> Scenario:
    """Return a scenario of `mode` with 8 MiB of RAM and an empty root table at 0x1000."""
    cpu = CpuState(
        cr3=_ROOT,
        wp=True,
        pae=mode is not PagingMode.X32,
        lma=mode is PagingMode.LONG,
        pse=mode is PagingMode.X32,
        nxe=mode is not PagingMode.X32,
    )
    return Scenario(cpu=cpu, title=f"New {mode.title} scenario", access=Access(user=True))


def map_page(
    scenario: Scenario, gva: int, frame: int, rights: int, *, large: bool = False
) -> Scenario:
    """Return the scenario with `gva` mapped to `frame`.

    Missing tables are built in free frames of RAM, with P, W and U, so that the leaf alone
    decides. In PAE mode the PDPTR that serves `gva` is loaded too, register and memory alike:
    a new PDPTE would otherwise count from the next load of CR3 only.

    Args:
        scenario: where to map it.
        gva: linear address of a byte in the page.
        frame: guest-physical address of the page frame; it may be outside RAM (a device).
        rights: the leaf's flags as entry bits (W, U, NX, A, D...); P is added.
        large: map it by an entry of level 2.

    Raises:
        ValueError: with a sentence that says why it cannot be done.
    """
    mode = scenario.cpu.mode
    leaf = mode.level(2 if large else 1)
    _check(scenario, gva, frame, leaf, large=large)
    table = scenario.cpu.root_table
    for level in mode.levels[: mode.levels.index(leaf)]:
        address = _slot(scenario, level, table, gva)
        scenario, entry = _linked(scenario, level, gva, address, frame)
        table = entry & mode.frame_mask
    size = Pte.PS if large else 0
    return scenario.with_entry(_slot(scenario, leaf, table, gva), frame | rights | size | Pte.P)


def _slot(scenario: Scenario, level: Level, table: int, gva: int) -> int:
    """Return the address of the entry of `table` that `gva` selects; it can be written."""
    address = table + level.select(gva) * level.entry_size
    known = scenario.frame(address)
    if known is not Frame.KNOWN:
        raise ValueError(f"the {level.name} at {address:#x} cannot be written: {known.value}")
    return address


def _check(scenario: Scenario, gva: int, frame: int, leaf: Level, *, large: bool) -> None:
    mode = scenario.cpu.mode
    if not 0 <= gva < 1 << mode.address_bits or not mode.is_canonical(gva):
        raise ValueError(f"{gva:#x} is no address of {mode.title} mode")
    if frame & (leaf.offset_mask if large else PAGE_MASK):
        unit = leaf.offset_mask + 1 if large else PAGE_SIZE
        raise ValueError(f"the frame {frame:#x} is not a multiple of {unit:#x}")
    if frame & ~mode.frame_mask or frame >> scenario.cpu.maxphyaddr:
        raise ValueError(f"the frame {frame:#x} is above what an entry of this mode can name")
    if large and mode is PagingMode.X32 and not scenario.cpu.pse:
        raise ValueError("a 4 MiB page needs CR4.PSE, which is off")


def _linked(
    scenario: Scenario, level: Level, gva: int, address: int, target: int
) -> tuple[Scenario, int]:
    """Return the entry of `level` that leads on to the next table, made where there is none."""
    entry = scenario.entry(address) or 0
    index = level.select(gva)
    large = Entry(entry, scenario.cpu.mode, level).is_large(
        pse=scenario.cpu.pse, gigabyte_pages=True
    )
    if large and entry & Pte.P:
        raise ValueError(f"{level.name} {index} maps a large page already")
    if not entry & Pte.P:
        flags = _LINK if level.has_rights else Pte.P
        entry = _free_frame(scenario, target) | flags
        scenario = scenario.with_entry(address, entry)
    if not level.has_rights and scenario.cpu.pdptrs[index] != entry:
        scenario = scenario.with_pdptr(index, entry)
    return scenario, entry


def _free_frame(scenario: Scenario, target: int) -> int:
    """Return the lowest frame of RAM above 0 that is all zero, no table, and not `target`."""
    taken = {target & ~PAGE_MASK, scenario.cpu.root_table & ~PAGE_MASK, *_named(scenario)}
    for span in scenario.ram.ranges:
        first = max(PAGE_SIZE, span.start + PAGE_MASK & ~PAGE_MASK)
        for gpa in range(first, span.stop - PAGE_MASK, PAGE_SIZE):
            if gpa not in taken and _is_zero(scenario, gpa):
                return gpa
    raise ValueError("no frame of RAM is free for a new table")


def _named(scenario: Scenario) -> Iterator[int]:
    """Yield each frame that an entry in memory names: tables, and pages in use."""
    mode = scenario.cpu.mode
    for value in scenario.cpu.pdptrs:
        yield value & mode.frame_mask
    for base in _nonzero(scenario):
        for gpa in range(base, base + 8, mode.entry_size):
            yield (scenario.memory.read(gpa, mode.entry_size) or 0) & mode.frame_mask


def _nonzero(scenario: Scenario) -> Iterator[int]:
    """Yield the address of each 8-byte word that may be other than zero."""
    yield from scenario.memory.words
    for start, stop in scenario.memory.backing.extents():
        yield from range(start, stop, 8)


def _is_zero(scenario: Scenario, gpa: int) -> bool:
    return all(scenario.memory.read(word, 8) == 0 for word in range(gpa, gpa + PAGE_SIZE, 8))
