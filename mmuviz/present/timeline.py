"""The timeline's words: what each step is called, and how it went."""

from dataclasses import dataclass
from enum import Enum

from mmuviz.core.cursor import Station, stations
from mmuviz.core.events import (
    Anchor,
    Asked,
    Check,
    Composed,
    EntryRead,
    EntryWritten,
    Event,
    Judged,
    Jumped,
)
from mmuviz.core.trace import Semantics, Trace

_WORDS = {
    Anchor.READ: "read",
    Anchor.READ_PDPTR: "read",
    Anchor.PDPTR_PRESENT: "a",
    Anchor.PDPTR_NEXT: "g",
    Anchor.COLLECT: "g",
    Anchor.NOT_PRESENT: "jump",
    Anchor.ACCESS_ERROR: "jump",
    Anchor.CODE_P: "P",
    Anchor.CODE_W: "W",
    Anchor.CODE_U: "U",
    Anchor.CODE: "code",
    Anchor.RETURN_OK: "ret",
    Anchor.RETURN_FAULT: "ret",
    Anchor.PAGE_FAULT: "#PF",
    Anchor.JUDGE: "judge",
    Anchor.PAGING_OFF: "gpa = gva",
    Anchor.NON_CANONICAL: "#GP",
}


class Tone(Enum):
    """What a group of steps belongs to."""

    PLAIN = "plain"
    PTE = "1"
    PDE = "2"
    PDPTE = "3"
    PML4E = "4"
    RIGHTS = "rights"
    FAULT = "fault"


@dataclass(frozen=True, slots=True)
class TimelineStep:
    """One step on the timeline.

    Attributes:
        number: the step.
        word: what it is called, short.
        tip: what it is called, in full.
        mark: `refused`, `written`, `differs`, or empty.
    """

    number: int
    word: str
    tip: str
    mark: str


@dataclass(frozen=True, slots=True)
class TimelineGroup:
    """The steps of one station.

    Attributes:
        title: `PDE 447`, `rights`, `err`, `fault`.
        sign: what its badge says: the level's number, or another sign.
        tone: what gives it its colour.
        steps: its steps.
    """

    title: str
    sign: str
    tone: Tone
    steps: tuple[TimelineStep, ...]


def timeline(trace: Trace) -> tuple[TimelineGroup, ...]:
    """Return the steps of `trace` grouped by level."""
    groups = []
    for at in stations(trace):
        steps = tuple(
            _step(number, trace.events[number - 1]) for number in range(at.first, at.last + 1)
        )
        groups.append(TimelineGroup(_title(trace, at), *_sign(at), steps))
    return tuple(groups)


def _title(trace: Trace, at: Station) -> str:
    hardware = trace.semantics is Semantics.HARDWARE
    return "fault" if at.kind == "err" and hardware else at.title


def _sign(at: Station) -> tuple[str, Tone]:
    if at.level is not None:
        number = str(at.level.number)
        return number, Tone(number)
    return ("■", Tone.RIGHTS) if at.kind == "rights" else ("!", Tone.FAULT)


def _step(number: int, event: Event) -> TimelineStep:
    word = _WORDS.get(event.anchor, event.anchor.value)
    mark = ""
    tip = word
    match event:
        case EntryRead():
            tip = f"read {event.level.name} {event.index}"
            mark = "refused" if event.value is None else ""
        case EntryWritten():
            word, mark = f"{word} ✎", "written"
            tip = f"{event.level.name} {event.index} written: {event.old:#x} → {event.new:#x}"
        case Check():
            refuses = event.holds and event.anchor not in (Anchor.LEAF, Anchor.LARGE)
            tip = f"check {word}: {'true' if event.holds else 'false'}"
            mark = "refused" if refuses else ""
        case Judged():
            tip, mark = "the rights of the whole path", "refused" if event.refused else ""
        case Jumped():
            tip = f"jump to {event.anchor.value}" if event.cause else word
        case Composed():
            tip = f"error_code = {event.error_code:#x}"
        case Asked():
            word, tip = "?", "a question is open"
        case _:
            pass
    return TimelineStep(number, word, tip, mark)
