"""What each opinion comes to in the end: the guest's access, run from a cold shadow.

Before and after run on the shadow MMU, hardware on the bare processor: the codes are those that
the guest gets, the entries those that are left in its memory.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from mmuviz.core.bits import Pte
from mmuviz.core.compare import ended_on
from mmuviz.core.events import Anchor, Check, EntryRead
from mmuviz.core.operation import Touch
from mmuviz.core.processor import Processor
from mmuviz.core.result import Outcome
from mmuviz.core.shadow.events import Answered
from mmuviz.core.shadow.guest import ALLOWED, Ending, Guest
from mmuviz.core.shadow.lookup import leaf_of
from mmuviz.core.shadow.program import execute
from mmuviz.core.shadow.vcpu import Vcpu
from mmuviz.core.trace import Semantics, Trace


@dataclass(frozen=True, slots=True)
class PathEntry:
    """An entry on the path of any of the walks.

    Attributes:
        read: as the first walk that came to it read it.
        is_leaf: a walk may map the page by it, so that D counts.
    """

    read: EntryRead
    is_leaf: bool


@dataclass(frozen=True, slots=True)
class Bits:
    """A and D of an entry after the access; None where that is not known, or left open.

    Attributes:
        accessed: A.
        dirty: D.
        may: A is left open by the manual (hardware, a fault).
    """

    accessed: bool | None
    dirty: bool | None
    may: bool = False


@dataclass(frozen=True, slots=True)
class End:
    """What one opinion comes to.

    Attributes:
        ending: how the access ended.
        error_code: the code that the guest gets; None without one.
        last: the last entry that the walk read; None where there was no walk.
        entries: A and D of the path's entries afterwards, in their order.
        vmexits: how many; None for hardware, which has none to count.
        pf_fixed: increments of the statistic; None for hardware.
        leaf: the level-1 shadow entry that is left, 0 where there is none; None for hardware.
        reason: why page_fault answered as it did in the end; None where it was not asked.
    """

    ending: Ending
    error_code: int | None
    last: EntryRead | None
    entries: tuple[Bits, ...]
    vmexits: int | None = None
    pf_fixed: int | None = None
    leaf: int | None = None
    reason: Anchor | None = None

    @property
    def answer(self) -> tuple[Ending, int | None]:
        """What the guest notices: allowed, however, or how not, and the code."""
        return (Ending.DONE if self.ending in ALLOWED else self.ending), self.error_code


def path_entries(traces: Sequence[Trace]) -> tuple[PathEntry, ...]:
    """Return the entries that any of the walks has read, root first."""
    found: dict[int, PathEntry] = {}
    for trace in traces:
        number = 0
        for event in trace.events:
            if isinstance(event, EntryRead):
                number = event.level.number
                present = bool((event.value or 0) & Pte.P)
                found.setdefault(number, PathEntry(event, number == 1 and present))
            elif isinstance(event, Check) and event.anchor is Anchor.LARGE and event.holds:
                found[number] = replace(found[number], is_leaf=True)
    return tuple(found[number] for number in sorted(found, reverse=True))


def end_of(trace: Trace, entries: Sequence[PathEntry]) -> End:
    """Run the access of the walk's scenario, and see what comes of it."""
    scenario, last = trace.scenario, ended_on(trace)
    touch = Touch(scenario.access)
    if trace.semantics is Semantics.HARDWARE:
        processor = Processor(scenario)
        result = processor.execute(touch).result
        off = trace.result.outcome is Outcome.PAGING_OFF
        ending = Ending.PAGING_OFF if off else result.ending
        bits = _bits(processor.vcpu, entries, frozenset(gpa for _, gpa in trace.result.may_set))
        return End(ending, result.error_code, last, bits)
    guest = Guest(trace.semantics, scenario)
    executed = execute(guest, touch)
    result = executed.result
    answers = [event.anchor for event in executed.events if isinstance(event, Answered)]
    return End(
        result.ending,
        result.error_code,
        last,
        _bits(guest.vcpu, entries, frozenset()),
        result.vmexits,
        result.pf_fixed,
        _leaf(guest, scenario.access.gva),
        answers[-1] if answers else None,
    )


def _leaf(guest: Guest, gva: int) -> int:
    """Return the shadow leaf of the address; a machine without roots, or a dead one, has none."""
    if guest.ending is not None or not guest.vcpu.roots:
        return 0
    return leaf_of(guest.vcpu, gva) or 0


def _bits(vcpu: Vcpu, entries: Sequence[PathEntry], may: frozenset[int]) -> tuple[Bits, ...]:
    return tuple(_bits_of(vcpu, entry, may) for entry in entries)


def _bits_of(vcpu: Vcpu, entry: PathEntry, may: frozenset[int]) -> Bits:
    address = entry.read.address
    if address is None or address not in vcpu.ram:
        return Bits(None, None)
    value = vcpu.memory.read(address, vcpu.cpu.mode.entry_size)
    if value is None:
        return Bits(None, None)
    if address in may:
        return Bits(None, bool(value & Pte.D), may=True)
    return Bits(bool(value & Pte.A), bool(value & Pte.D))
