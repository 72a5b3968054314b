"""The flags of a scenario: what stands on the path of its address."""

from collections.abc import Iterator
from dataclasses import dataclass

from mmuviz.core.bits import PAGE_SHIFT, Pte
from mmuviz.core.events import EntryRead
from mmuviz.core.fixed_path import (
    ACCESS_NAMES,
    CONTROL_NAMES,
    ENTRY_NAMES,
    FIXED_PATHS,
    LEAF_FRAMES,
    LEAF_KIND,
    FixedPath,
    flag_bit,
)
from mmuviz.core.paging import Level, PagingMode
from mmuviz.core.result import Outcome
from mmuviz.core.scenario import Scenario
from mmuviz.core.trace import Semantics, Trace, record

_MMIO, _DIRECTORY, _TABLE = 1, 2, 3  # leaf_kind: vectors/README, "access"
_SUFFIXES = ("p", "w", "u", "a", "d", "ps", "nx")


@dataclass(frozen=True, slots=True)
class Reading:
    """The flags of a scenario, by the names of the columns.

    Attributes:
        values: what each flag is; those of entries that were not reached are left out.
        telling: the flags on which an answer may depend.
        other_table: the leaf maps a table of the path that no `leaf_kind` stands for.
    """

    values: dict[str, int]
    telling: tuple[str, ...]
    other_table: bool


def read(scenario: Scenario) -> Reading | None:
    """Read the flags; None where there is no walk, or an entry is not kept in the file."""
    trace = record(Semantics.BEFORE, scenario)
    if trace.result.outcome not in (Outcome.MAPPED, Outcome.NOT_PRESENT):
        return None
    cpu, access = scenario.cpu, scenario.access
    values = {name: int(getattr(cpu, name.rpartition("_")[2])) for name in CONTROL_NAMES}
    values |= {name: int(getattr(access, name)) for name in ACCESS_NAMES}
    reads = [event for event in trace.events if isinstance(event, EntryRead)]
    telling = [*_telling_controls(scenario), *ACCESS_NAMES]
    for event in reads:
        telling += _telling(scenario, event)
    standing = _standing(scenario)
    entries = standing or [event.value or 0 for event in reads]
    for level, entry in zip(cpu.mode.levels, entries, strict=False):
        for suffix in _SUFFIXES:
            values[_column(level, suffix)] = int(entry & (flag_bit(suffix) or 0) != 0)
    if standing:
        kind, other = LEAF_FRAMES.index(standing[-1] & cpu.mode.frame_mask), False
    else:
        kind, other = _kind(trace, reads)
    return Reading(values | {LEAF_KIND: kind}, tuple(telling), other)


def _column(level: Level, suffix: str) -> str:
    return f"{ENTRY_NAMES[level.number]}_{suffix}"


def _telling_controls(scenario: Scenario) -> Iterator[str]:
    """Yield the control bits that the mode looks at."""
    cpu = scenario.cpu
    yield from ("cr0_wp", "smep", "smap")
    yield "cr4_pse" if cpu.mode is PagingMode.X32 else "nxe"
    if cpu.smap:
        yield "ac"


def _telling(scenario: Scenario, event: EntryRead) -> Iterator[str]:
    """Yield the columns of an entry that somebody looks at: P alone where it is absent."""
    mode, level, entry = scenario.cpu.mode, event.level, event.value or 0
    yield _column(level, "p")
    if not entry & Pte.P or not level.has_rights:
        return
    yield from (_column(level, suffix) for suffix in "wua")
    if mode is not PagingMode.X32:
        yield _column(level, "nx")
    if level.number > 1:
        yield _column(level, "ps")
    if level.number == 1 or entry & Pte.PS:
        yield _column(level, "d")


def _standing(scenario: Scenario) -> list[int]:
    """Return the entries of a scenario on the fixed path, unread ones too; none on another."""
    cpu, path = scenario.cpu, FIXED_PATHS[scenario.cpu.mode]
    if (cpu.cr3, scenario.access.gva) != (path.tables[0], path.gva):
        return []
    entries = [scenario.entry(address) or 0 for address in path.addresses]
    if not cpu.mode.levels[0].has_rights:
        entries[0] = cpu.pdptrs[cpu.mode.levels[0].select(path.gva)]
    return entries if _leads_on(path, entries) else []


def _leads_on(path: FixedPath, entries: list[int]) -> bool:
    """Whether every entry points where the path says."""
    mask = path.mode.frame_mask
    return all(
        entry & mask in {*small, *(large if entry & Pte.PS and level.number > 1 else ())}
        for level, entry in zip(path.mode.levels, entries, strict=True)
        for small, large in [path.targets(level)]
    )


def _kind(trace: Trace, reads: list[EntryRead]) -> tuple[int, bool]:
    """Return the leaf_kind of the page, and whether it is another table."""
    gpa = trace.result.gpa
    if gpa is None:
        return 0, False
    if gpa not in trace.scenario.ram:
        return _MMIO, False
    tables = {read.level.number: read.table for read in reads if read.level.has_rights}
    for number, kind in ((1, _TABLE), (2, _DIRECTORY)):
        if tables.get(number, -1) >> PAGE_SHIFT == gpa >> PAGE_SHIFT:
            return kind, False
    return 0, any(table >> PAGE_SHIFT == gpa >> PAGE_SHIFT for table in tables.values())
