"""Hold what another processor did of an access against hardware's walk, point by point.

Where the two part, it says which of them the manual leaves open, and which are known limits of the
engine. Source: hardware-README, "Where the sources differ" (1 and 4) and "Unicorn".
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum
from typing import Final

from mmuviz.core.bits import Pte, bit_range
from mmuviz.core.events import EntryRead
from mmuviz.core.fixed_path import ENTRY_NAMES
from mmuviz.core.grading import WalkAnswer, right_answer
from mmuviz.core.paging import Level, PagingMode
from mmuviz.core.result import Outcome
from mmuviz.core.trace import Semantics, Trace, record

ENGINE_MAXPHYADDR: Final = 40
"""Bits of a physical address: the engine's, whatever a scenario says."""

_PDPTE_CHECKED = bit_range(63, ENGINE_MAXPHYADDR)


class Verdict(Enum):
    """What a point of comparison comes to. The value is its word in files."""

    SAME = "same"
    OPEN = "open"
    LIMIT = "limit"
    DIFFERS = "differs"


class Limit(Enum):
    """A known limit of the engine. The value is its word in files."""

    GIGABYTE = "gigabyte"
    WIDTH = "maxphyaddr"
    PDPTE = "pdpte"


@dataclass(frozen=True, slots=True)
class Point:
    """One thing that both say.

    Attributes:
        what: `outcome`, `error_code`, `gpa`; `pde.a`, `pte.d`, by level; `pde`: another bit of
            an entry; `elsewhere`: an entry that hardware does not read.
        ours: what hardware says; of an open A what it was before, and may stay.
        theirs: what the engine says.
        verdict: what that comes to.
        limit: by which known limit it is explained; None where it is not.
    """

    what: str
    ours: Outcome | int | None
    theirs: Outcome | int | None
    verdict: Verdict
    limit: Limit | None = None


def points(trace: Trace, said: WalkAnswer) -> tuple[Point, ...]:
    """Compare an answer of the engine with a walk of hardware.

    Args:
        trace: the walk.
        said: what the engine did; in `written` every entry that it changed.
    """
    found = list(_compared(trace, said))
    if all(point.verdict is not Verdict.DIFFERS for point in found):
        return tuple(found)
    left = _left_by_the_width(trace, said)
    for place, point in enumerate(found):
        limit = _limit_of(trace, said, point.what) or (None if point.what in left else Limit.WIDTH)
        if point.verdict is Verdict.DIFFERS and limit:
            found[place] = replace(point, verdict=Verdict.LIMIT, limit=limit)
    return tuple(found)


def _compared(trace: Trace, said: WalkAnswer) -> Iterator[Point]:
    right = right_answer(trace)
    yield _point("outcome", right.outcome, said.outcome)
    yield _point("error_code", right.error_code, said.error_code)
    yield _point("gpa", right.gpa, said.gpa)
    either = {address for _level, address in trace.result.may_set}
    known = set()
    for read in trace.events:
        if not isinstance(read, EntryRead) or read.address is None or read.value is None:
            continue
        known.add(read.address)
        entry = ENTRY_NAMES[read.level.number]
        wanted = right.written.get(read.address, read.value)
        left = said.written.get(read.address, read.value)
        ours, theirs = int(wanted & Pte.A != 0), int(left & Pte.A != 0)
        if read.address in either:
            yield Point(f"{entry}.a", ours, theirs, Verdict.OPEN)
        else:
            yield _point(f"{entry}.a", ours, theirs)
        if (wanted ^ left) & Pte.D or _may_map(read.level, read.value):
            yield _point(f"{entry}.d", int(wanted & Pte.D != 0), int(left & Pte.D != 0))
        if (wanted ^ left) & ~(Pte.A | Pte.D):
            yield _point(entry, wanted, left)
    for address, value in said.written.items():
        if address not in known:
            yield _point("elsewhere", None, value)


def _may_map(level: Level, entry: int) -> bool:
    """Whether the entry maps a page as far as it says itself: a PTE, or one with PS."""
    return level.number == 1 or (level.number < 4 and entry & Pte.PS != 0)


def _point(what: str, ours: Outcome | int | None, theirs: Outcome | int | None) -> Point:
    return Point(what, ours, theirs, Verdict.SAME if ours == theirs else Verdict.DIFFERS)


def _limit_of(trace: Trace, said: WalkAnswer, what: str) -> Limit | None:
    """Return the limit that explains a point that differs: a 1 GiB page, or a PDPTR's high bits."""
    level, outcome = trace.result.level, trace.result.outcome
    faults = outcome in (Outcome.ACCESS_ERROR, Outcome.RESERVED_BIT)
    if faults and level is not None and level.number == 3 and what == "pdpte.a":
        return Limit.GIGABYTE
    cpu = trace.scenario.cpu
    if cpu.mode is PagingMode.PAE and said.outcome is Outcome.RESERVED_BIT:
        pdpte = cpu.pdptrs[cpu.mode.levels[0].select(trace.scenario.access.gva)]
        return Limit.PDPTE if pdpte & _PDPTE_CHECKED else None
    return None


def _left_by_the_width(trace: Trace, said: WalkAnswer) -> set[str]:
    """Return the points that differ from hardware even where that has the engine's MAXPHYADDR."""
    cpu = trace.scenario.cpu
    if cpu.maxphyaddr == ENGINE_MAXPHYADDR:
        return {point.what for point in _compared(trace, said)}
    as_engine = replace(trace.scenario, cpu=replace(cpu, maxphyaddr=ENGINE_MAXPHYADDR))
    again = points(record(Semantics.HARDWARE, as_engine), said)
    return {point.what for point in again if point.verdict is Verdict.DIFFERS}
