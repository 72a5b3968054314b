"""A of every entry of the path: then and now, and why."""

from dataclasses import dataclass

from mmuviz.core.bits import Pte
from mmuviz.core.cursor import reads_until, written_until
from mmuviz.core.events import Anchor, Check, EntryRead
from mmuviz.core.trace import Semantics, Trace


@dataclass(frozen=True, slots=True)
class AccessedRow:
    """One entry's A.

    Attributes:
        level: the level's number.
        title: `PDE 447`.
        change: `0 → 1`, `1 → 1`, `0 → ±`; empty where the entry has no A.
        note: why.
        kind: `plain`, `written` or `may`.
    """

    level: int
    title: str
    change: str
    note: str
    kind: str


def accessed_rows(trace: Trace, step: int) -> tuple[AccessedRow, ...]:
    """Return A of each entry read up to `step`."""
    return tuple(_row(trace, step, read) for read in reads_until(trace, step))


def _row(trace: Trace, step: int, read: EntryRead) -> AccessedRow:
    title, number = f"{read.level.name} {read.index}", read.level.number
    if read.address is None:
        return AccessedRow(number, title, "", "has none", "plain")
    before = trace.scenario.entry(read.address)
    if before is None:
        return AccessedRow(number, title, "", "not kept", "plain")
    now = written_until(trace, step).get(read.address, before)
    then_a, now_a = int(bool(before & Pte.A)), int(bool(now & Pte.A))
    ended = step == len(trace.events)
    if ended and any(address == read.address for _, address in trace.result.may_set):
        return AccessedRow(number, title, f"{then_a} → ±", "may be set", "may")
    kind = "written" if now_a != then_a else "plain"
    return AccessedRow(number, title, f"{then_a} → {now_a}", _why(trace, step, read, before), kind)


def _why(trace: Trace, step: int, read: EntryRead, before: int) -> str:
    for number, event in enumerate(trace.events[:step], 1):
        if event.anchor is Anchor.ACCESSED and getattr(event, "level", None) == read.level:
            if isinstance(event, Check):
                return "was set: no write" if before & Pte.A else "absent: no write"
            if trace.result.outcome.is_fault:
                return f"written at step {number}; stays"
            return f"written at step {number}"
    ended = step == len(trace.events)
    if trace.semantics is Semantics.HARDWARE:
        if not ended:
            return "set if allowed"
        return "was set: no write" if before & Pte.A else "refused: no write"
    return "check d not reached" if ended or _refused(trace, step) else "check d to come"


def _refused(trace: Trace, step: int) -> bool:
    return any(
        isinstance(event, Check)
        and event.holds
        and event.anchor in (Anchor.PRESENT, Anchor.WRITE, Anchor.USER)
        for event in trace.events[:step]
    )
