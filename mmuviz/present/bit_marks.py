"""What a walk has tested or written in the bits of its entries."""

from enum import Enum

from mmuviz.core.bits import Pte
from mmuviz.core.entry import Entry, reserved_mask
from mmuviz.core.events import Anchor, Check, EntryRead, EntryWritten, Event, Judged
from mmuviz.core.paging import Level
from mmuviz.core.trace import Trace


class BitMark(Enum):
    """What happened to a bit."""

    PASSED = "passed"
    REFUSED = "refused"
    WRITTEN = "written"
    MAY = "may be set"


_TESTED = {
    Anchor.PDPTR_PRESENT: Pte.P,
    Anchor.PRESENT: Pte.P,
    Anchor.WRITE: Pte.W,
    Anchor.USER: Pte.U,
    Anchor.FETCH: Pte.NX,
    Anchor.SUPERVISOR: Pte.U,
}


def marks_of(trace: Trace, step: int, level: Level) -> dict[int, BitMark]:
    """Return the marks of the path's entry at `level` as they stand at `step`."""
    marks: dict[int, BitMark] = {}
    read: EntryRead | None = None
    for event in trace.events[:step]:
        if isinstance(event, EntryRead) and event.level == level:
            read = event
        elif read is not None:
            _mark(marks, event, read, level)
            if isinstance(event, Check) and event.anchor is Anchor.RESERVED and event.holds:
                marks |= _refused_bits((read.value or 0) & must_be_zero(trace, read))
    if step == len(trace.events):
        for at, _address in trace.result.may_set:
            if at == level:
                marks[Pte.A] = BitMark.MAY
    return marks


def must_be_zero(trace: Trace, read: EntryRead) -> int:
    """Return the bits that the hardware wants to be 0 in the entry that was read."""
    cpu = trace.scenario.cpu
    entry = Entry(read.value or 0, cpu.mode, read.level)
    large = entry.is_large(pse=cpu.pse, gigabyte_pages=True)
    return reserved_mask(cpu.mode, read.level, large, cpu.maxphyaddr, cpu.nxe)


def _refused_bits(mask: int) -> dict[int, BitMark]:
    return {1 << bit: BitMark.REFUSED for bit in range(64) if mask >> bit & 1}


def _mark(marks: dict[int, BitMark], event: Event, read: EntryRead, level: Level) -> None:
    match event:
        case Check(anchor=anchor, level=at) if at == level and anchor in _TESTED:
            _tested(marks, event, event.holds)
        case EntryWritten(level=at, old=old, new=new) if at == level:
            for bit in (Pte.A, Pte.D):
                if (old ^ new) & bit:
                    marks[bit] = BitMark.WRITTEN
        case Judged(checks=checks) if level.has_rights:
            for check in checks:
                bit = _TESTED[check.anchor]
                _tested(marks, check, check.holds and _takes_away(read.value or 0, bit, check))
        case _:
            pass


def _tested(marks: dict[int, BitMark], check: Check, refuses: bool) -> None:  # noqa: FBT001  # the verdict
    """Mark the entry's bit that `check` looked at; a term that was not evaluated looked at none."""
    if check.terms[-1 if len(check.terms) == 1 else 1] is None:
        return
    bit = _TESTED[check.anchor]
    marks[bit] = BitMark.REFUSED if refuses else marks.get(bit, BitMark.PASSED)


def _takes_away(value: int, bit: int, check: Check) -> bool:
    """Whether this entry is one that makes the path's right what the check refuses."""
    is_set = bool(value & bit)
    return is_set if check.anchor in (Anchor.FETCH, Anchor.SUPERVISOR) else not is_set
