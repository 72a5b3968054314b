"""What a trace says up to step k, by folding its events; nothing here knows how to walk."""

from dataclasses import dataclass, replace

from mmuviz.core.bits import PAGE_SHIFT, Pte
from mmuviz.core.entry import large_frame, pse36_bits
from mmuviz.core.events import (
    Anchor,
    Check,
    Composed,
    Descended,
    EntryRead,
    EntryWritten,
    Event,
    Judged,
    Jumped,
    Returned,
    RightsNarrowed,
)
from mmuviz.core.paging import Level, PagingMode
from mmuviz.core.trace import Semantics, Trace

_ERR = frozenset({Anchor.NOT_PRESENT, Anchor.ACCESS_ERROR})


@dataclass(frozen=True, slots=True)
class GuestWalker:
    """The walker's fields at a step; None where nothing was written yet.

    Attributes:
        level: the level that is looked at.
        table_gfn: guest frame number of the current table.
        ptep: guest-physical address of the entry looked at; None for a register.
        entry: that entry's value, its A bit as written so far.
        inherited_ar: W and U as entry bits.
        gfn: the result's frame number, once it is known.
        error_code: the code as composed so far.
        writable: W collected so far (hardware).
        user: U collected so far (hardware).
        no_execute: NX collected so far (hardware).
    """

    level: Level | None = None
    table_gfn: int | None = None
    ptep: int | None = None
    entry: int | None = None
    inherited_ar: int | None = None
    gfn: int | None = None
    error_code: int | None = None
    writable: bool | None = None
    user: bool | None = None
    no_execute: bool | None = None


@dataclass(frozen=True, slots=True)
class Station:
    """A group of neighbouring steps: what is done with one entry, or after the last one.

    Attributes:
        kind: `level`, `rights` (hardware's judgement), `err` (the way out of a fault) or
            `outside` (paging off, non-canonical).
        level: the level, for kind `level`.
        index: the entry's number, for kind `level`.
        first: its first step, from 1.
        last: its last step.
    """

    kind: str
    level: Level | None
    index: int | None
    first: int
    last: int

    @property
    def title(self) -> str:
        """`PDE 447`, `rights`, `err`, `fault`."""
        return f"{self.level.name} {self.index}" if self.level else self.kind


def event_at(trace: Trace, step: int) -> Event | None:
    """Return the event of `step`; None at step 0, which stands before the first.

    Raises:
        IndexError: the trace has no such step.
    """
    if not 0 <= step <= len(trace.events):
        raise IndexError(step)
    return trace.events[step - 1] if step else None


def reads_until(trace: Trace, step: int) -> tuple[EntryRead, ...]:
    """Return the entries read up to `step`, root first."""
    return tuple(event for event in trace.events[:step] if isinstance(event, EntryRead))


def written_until(trace: Trace, step: int) -> dict[int, int]:
    """Return the entries (gpa to value) that the walk has written up to `step`."""
    return {
        event.address: event.new for event in trace.events[:step] if isinstance(event, EntryWritten)
    }


def guest_walker(trace: Trace, step: int) -> GuestWalker:
    """Return the walker's fields after `step`."""
    walker = GuestWalker()
    for event in trace.events[:step]:
        walker = _advance(walker, event)
    if any(_is_leaf(event) for event in trace.events[:step]):
        return replace(walker, gfn=_gfn(trace, walker))
    if step and step == len(trace.events):
        return replace(walker, gfn=trace.result.gfn)
    return walker


def _gfn(trace: Trace, walker: GuestWalker) -> int | None:
    """Return the frame that the leaf leads to, which hardware knows before it refuses it."""
    scenario, level, entry = trace.scenario, walker.level, walker.entry
    if trace.result.gfn is not None or level is None or entry is None:
        return trace.result.gfn
    mode, gva = scenario.cpu.mode, scenario.access.gva
    if level.number == 1:
        return (entry & mode.frame_mask) >> PAGE_SHIFT
    frame = large_frame(entry, mode, level) | gva & level.offset_mask
    if mode is PagingMode.X32:
        frame |= pse36_bits(entry, scenario.cpu.maxphyaddr)
    return frame >> PAGE_SHIFT


def _is_leaf(event: Event | None) -> bool:
    return isinstance(event, Check) and event.anchor in (Anchor.LEAF, Anchor.LARGE) and event.holds


def _advance(walker: GuestWalker, event: Event) -> GuestWalker:
    match event:
        case EntryRead(anchor=anchor, level=level, table=table, address=address, value=value):
            rights = walker.inherited_ar
            if anchor is Anchor.READ and rights is None:
                rights = Pte.W | Pte.U  # where every walk starts, once it has a root table
            gfn = table >> PAGE_SHIFT
            return replace(
                walker, level=level, table_gfn=gfn, ptep=address, entry=value, inherited_ar=rights
            )
        case EntryWritten(new=new):
            return replace(walker, entry=new)
        case Descended(inherited_ar=inherited_ar):
            return replace(walker, inherited_ar=inherited_ar)
        case RightsNarrowed(writable=writable, user=user, no_execute=no_execute):
            return replace(walker, writable=writable, user=user, no_execute=no_execute)
        case Composed(error_code=error_code):
            return replace(walker, error_code=error_code)
        case _:
            return walker


def stations(trace: Trace) -> tuple[Station, ...]:
    """Group the steps of a trace: a station an entry, then rights, then err."""
    found: list[Station] = []
    for step, event in enumerate(trace.events, 1):
        kind = _kind(trace, event)
        if isinstance(event, EntryRead):
            found.append(Station("level", event.level, event.index, step, step))
        elif found and (kind is None or found[-1].kind == kind):
            found[-1] = replace(found[-1], last=step)
        else:
            found.append(Station(kind or "outside", None, None, step, step))
    return tuple(found)


def _kind(trace: Trace, event: Event) -> str | None:
    """Return the kind of station `event` belongs to; None: the one that is open."""
    match event:
        case Judged():
            return "rights"
        case Jumped(anchor=anchor):
            return "err" if anchor in _ERR else "outside"
        case Composed():
            return "err"
        case Returned(error_code=int()):
            return "err"
        case Returned() | EntryWritten() if trace.semantics is Semantics.HARDWARE:
            return "rights"
        case _:
            return None


def station_of(trace: Trace, step: int) -> int | None:
    """Return the number of the station that `step` belongs to; None at step 0."""
    for number, station in enumerate(stations(trace)):
        if station.first <= step <= station.last:
            return number
    return None
