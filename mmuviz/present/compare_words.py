"""What a walk does at a row of the comparison, in a few words and a sign."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from mmuviz.core.bits import PAGE_SHIFT, Pte
from mmuviz.core.compare import Cell, Course, Row
from mmuviz.core.events import (
    Anchor,
    Check,
    EntryRead,
    EntryWritten,
    Event,
    Judged,
    Source,
)
from mmuviz.core.trace import Semantics, Trace
from mmuviz.present.wording import listed, name

POINTS = {
    Anchor.NON_CANONICAL: ("", "canonical"),
    Anchor.PAGING_OFF: ("", "paging"),
    Anchor.PRESENT: ("a", "present"),
    Anchor.RESERVED: ("r", "reserved"),
    Anchor.WRITE: ("b", "write"),
    Anchor.USER: ("c", "user"),
    Anchor.ACCESSED: ("d", "accessed"),
    Anchor.LEAF: ("e", "page"),
    Anchor.LARGE: ("f", "large"),
    Anchor.NEXT: ("g", "descend"),
    Anchor.JUDGE: ("b c x s", "rights"),
    Anchor.CODE: ("", "error code"),
    Anchor.RETURN_OK: ("", "result"),
}
"""Letter and name of each point."""

_MANY = 3
_NO_CHECK = "no such check"
_NOT_REACHED = "not reached"
_OF_HARDWARE = {
    Anchor.WRITE: "judged at the end",
    Anchor.USER: "judged at the end",
    Anchor.ACCESSED: "at the end, if allowed",
}
_OF_BEFORE = {Anchor.ACCESSED: "set on the way", Anchor.LARGE: "PS is not looked at"}
_OF_AFTER = _OF_BEFORE | {Anchor.JUDGE: "checked at each level"}
_HAVE_NOT = {
    Semantics.BEFORE: _OF_BEFORE,
    Semantics.AFTER: _OF_AFTER,
    Semantics.HARDWARE: _OF_HARDWARE,
}


class Sign(Enum):
    """The sign on a lifeline."""

    PASSED = "passed"
    SKIPPED = "skipped"
    WRITTEN = "written"
    REFUSED = "refused"
    STOP = "stop"
    NONE = "none"


_SIGNS = {
    Course.ON: Sign.PASSED,
    Course.MAPS: Sign.PASSED,
    Course.SKIPS: Sign.SKIPPED,
    Course.REFUSES: Sign.REFUSED,
    Course.DONE: Sign.NONE,
    Course.OVER: Sign.NONE,
}


@dataclass(frozen=True, slots=True)
class Said:
    """A cell in words.

    Attributes:
        sign: what stands on the lifeline.
        text: what is said beside it.
        decides: the walk ends there: set in bold.
    """

    sign: Sign
    text: str
    decides: bool


def said(row: Row, semantics: Semantics, trace: Trace) -> Said:
    """Say what the walk of `semantics` does at `row`, which is not the end."""
    cell = row.cells[semantics]
    sign = _SIGNS[cell.course]
    if any(isinstance(event, EntryWritten) for event in cell.events):
        sign = Sign.WRITTEN
    if cell.course is Course.REFUSES and semantics is Semantics.BEFORE:
        sign = Sign.STOP
    return Said(sign, _text(row, cell, semantics, trace), cell.course is Course.REFUSES)


def _text(row: Row, cell: Cell, semantics: Semantics, trace: Trace) -> str:
    if cell.events:
        return _of_events(row, cell, semantics, trace)
    if cell.course is Course.OVER:
        return "not read" if row.anchor is Anchor.PRESENT else _NOT_REACHED
    if cell.course is Course.DONE and row.level is not None:
        return "page found above"
    return _HAVE_NOT[semantics].get(row.anchor, _NO_CHECK)


def _of_events(row: Row, cell: Cell, semantics: Semantics, trace: Trace) -> str:
    if row.level is None and row.anchor is Anchor.ACCESSED:
        return _written_at_the_end(cell.events)
    words: dict[Anchor, Callable[[], str]] = {
        Anchor.PAGING_OFF: lambda: "CR0.PG = 0: gpa = gva",
        Anchor.NON_CANONICAL: lambda: "not canonical: #GP",
        Anchor.PRESENT: lambda: _present(cell.events, semantics),
        Anchor.RESERVED: lambda: "a reserved bit is set: fault",
        Anchor.WRITE: lambda: _write(_check(cell.events)),
        Anchor.USER: lambda: _user(_check(cell.events)),
        Anchor.ACCESSED: lambda: _accessed(cell.events),
        Anchor.LEAF: lambda: _page(trace),
        Anchor.LARGE: lambda: _page(trace),
        Anchor.NEXT: lambda: _next(row, trace),
        Anchor.JUDGE: lambda: _judged(cell.events),
        Anchor.CODE: lambda: "composed",
    }
    return words[row.anchor]()


def _check(events: tuple[Event, ...]) -> Check:
    return next(event for event in events if isinstance(event, Check))


def _present(events: tuple[Event, ...], semantics: Semantics) -> str:
    read = next(event for event in events if isinstance(event, EntryRead))
    if read.value is None:
        return "not kept in the file"
    if read.value & Pte.P:
        return "P = 1"
    what = "reads as 0" if read.source is Source.OUTSIDE else "P = 0"
    return {
        Semantics.BEFORE: f"{what}: the walk ends here",
        Semantics.AFTER: f"{what} → not_present",
        Semantics.HARDWARE: f"{what}: fault",
    }[semantics]


def _write(check: Check) -> str:
    write, clear, user, wp = check.terms
    if not write:
        return "not a write"
    if not clear:
        return "a write, W = 1"
    if check.holds:
        return "write, W = 0 → access_error"
    assert user is False, "a user's write needs W"
    assert wp is False, "else the check would hold"
    return "W = 0, but WP = 0"


def _user(check: Check) -> str:
    if not check.terms[0]:
        return "not from user mode"
    return "user, U = 0 → access_error" if check.holds else "user, U = 1"


def _accessed(events: tuple[Event, ...]) -> str:
    written = any(isinstance(event, EntryWritten) for event in events)
    return "A is set: 0 → 1" if written else "A is 1 already"


def _page(trace: Trace) -> str:
    gpa = trace.result.gpa
    return "the page is found" if gpa is None else f"page found, gfn {gpa >> PAGE_SHIFT:#x}"


def _next(row: Row, trace: Trace) -> str:
    """Return what a descent leads to: the entry of the level below."""
    assert row.level is not None, "a descent leaves a level"
    below = trace.scenario.cpu.mode.level(row.level.number - 1)
    return f"to {name(below, below.select(trace.scenario.access.gva))}"


def _judged(events: tuple[Event, ...]) -> str:
    """Say what the judgement found, by the first right that fails."""
    judged = next(event for event in events if isinstance(event, Judged))
    failed = next((check for check in judged.checks if check.holds), None)
    return "the whole path allows it" if failed is None else f"{refusal(failed)}: fault"


def refusal(check: Check) -> str:
    """Say which right of the path a check of the judgement misses: `user, U = 0`."""
    smep = check.anchor is Anchor.SUPERVISOR and check.terms[2]
    return {
        Anchor.WRITE: "write, W = 0",
        Anchor.USER: "user, U = 0",
        Anchor.FETCH: "fetch, NX = 1",
        Anchor.SUPERVISOR: f"supervisor, U = 1, {'SMEP' if smep else 'SMAP'}",
    }[check.anchor]


def _written_at_the_end(events: tuple[Event, ...]) -> str:
    """`sets A in PDE 3 and PTE 7, D in PTE 7`; many entries are counted."""
    parts = []
    for letter, bit in (("A", Pte.A), ("D", Pte.D)):
        names = [
            name(event.level, event.index)
            for event in events
            if isinstance(event, EntryWritten) and (event.old ^ event.new) & bit
        ]
        if names:
            many = f"{len(names)} entries"
            parts.append(f"{letter} in {listed(names) if len(names) < _MANY else many}")
    return f"sets {', '.join(parts)}"
