"""Several opinions on one scenario in lockstep: their walks, aligned step by step.

A row is one point of the algorithm at one level, as (level, anchor). Every event of every walk
stands in one row, in the walk's own order, but for d of *before*: its code asks d ahead of a, and
the row stands where *after* asks it. That changes nothing of what it finds, for that d asks for P
itself (semantics.md, 3).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from mmuviz.core.events import Anchor, Check, EntryRead, Event, Judged
from mmuviz.core.paging import Level
from mmuviz.core.result import Outcome
from mmuviz.core.trace import Semantics, Trace

_ORDER = (
    Anchor.PRESENT,
    Anchor.RESERVED,
    Anchor.WRITE,
    Anchor.USER,
    Anchor.ACCESSED,
    Anchor.LEAF,
    Anchor.LARGE,
    Anchor.NEXT,
)
_FIRST = (Anchor.PAGING_OFF, Anchor.NON_CANONICAL)
_LAST = (Anchor.JUDGE, Anchor.ACCESSED, Anchor.CODE, Anchor.RETURN_OK)
_IN_ROW_A = frozenset({Anchor.READ_PDPTR, Anchor.PDPTR_PRESENT, Anchor.PDPTR_NEXT, Anchor.READ})
_IN_EXIT = frozenset({Anchor.COLLECT, Anchor.LEAF, Anchor.LARGE, Anchor.NEXT})
_JUMPS = frozenset({Anchor.NOT_PRESENT, Anchor.ACCESS_ERROR})
_CODE = frozenset({Anchor.CODE_P, Anchor.CODE_W, Anchor.CODE_U, Anchor.CODE}) | _JUMPS
_RETURNS = frozenset({Anchor.RETURN_OK, Anchor.RETURN_FAULT, Anchor.PAGE_FAULT})

Place = tuple[Level | None, Anchor]
"""Where a row stands: level (None before the first and behind the last), and point."""


class Course(Enum):
    """What a walk does at a row."""

    ON = "goes on"
    SKIPS = "has no such step"
    MAPS = "finds the page"
    REFUSES = "ends"
    DONE = "has found the page above"
    OVER = "has ended above"


@dataclass(frozen=True, slots=True)
class Cell:
    """One walk at one row.

    Attributes:
        course: what it does there.
        events: its events that stand there.
    """

    course: Course
    events: tuple[Event, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """A point of the algorithm that at least one of the walks comes to.

    Attributes:
        level: the level; None before the first and behind the last.
        index: the entry's number; None without a level.
        anchor: the point. Behind the last level: JUDGE, ACCESSED (A and D, which hardware sets
            there), CODE, and RETURN_OK, which stands for the end, whatever it is.
        cells: the walks at that point.
    """

    level: Level | None
    index: int | None
    anchor: Anchor
    cells: Mapping[Semantics, Cell]

    @property
    def place(self) -> Place:
        """Where it stands."""
        return self.level, self.anchor

    @property
    def is_end(self) -> bool:
        """Whether it is the last one, at which all have their result."""
        return self.level is None and self.anchor is Anchor.RETURN_OK


def _rank(place: Place) -> tuple[int, int, int]:
    """Return what sorts places as the drawn algorithm runs."""
    level, anchor = place
    if level is not None:
        return 1, -level.number, _ORDER.index(anchor)
    return (0, 0, _FIRST.index(anchor)) if anchor in _FIRST else (2, 0, _LAST.index(anchor))


def placed(trace: Trace) -> list[tuple[Place, Event]]:
    """Return the events of a walk, each with its row's place, in the walk's order."""
    ways_out = {
        event.level: event.anchor
        for event in trace.events
        if isinstance(event, Check) and event.anchor in _IN_EXIT and event.holds
    }
    found: list[tuple[Place, Event]] = []
    judged = False
    for event in trace.events:
        judged = judged or isinstance(event, Judged)
        level: Level | None = None if judged else getattr(event, "level", None)
        found.append((_place(event, level, ways_out), event))
    return found


def _place(event: Event, level: Level | None, ways_out: Mapping[Level | None, Anchor]) -> Place:
    anchor = event.anchor
    if anchor in _CODE:
        return None, Anchor.CODE
    if anchor in _RETURNS:
        return None, Anchor.RETURN_OK
    if level is not None and anchor in _IN_EXIT:
        return level, ways_out.get(level, Anchor.NEXT)
    if anchor in _IN_ROW_A or (isinstance(event, Check) and _belongs_to_a(event)):
        return level, Anchor.PRESENT
    return level, anchor


def _belongs_to_a(check: Check) -> bool:
    """Whether a check says no more than P: r that passes, d of *before* on an absent entry."""
    if check.anchor is Anchor.RESERVED:
        return not check.holds
    return check.anchor is Anchor.PRESENT or (
        check.anchor is Anchor.ACCESSED and check.terms[0] is False and len(check.terms) > 1
    )


def align(traces: Sequence[Trace]) -> tuple[Row, ...]:
    """Return the rows of `traces`, walks of one scenario; the end is always the last one."""
    events: dict[Place, dict[Semantics, list[Event]]] = {(None, Anchor.RETURN_OK): {}}
    for trace in traces:
        for place, event in placed(trace):
            events.setdefault(place, {}).setdefault(trace.semantics, []).append(event)
    places = sorted(events, key=_rank)
    courses = {trace.semantics: _courses(trace, places, events) for trace in traces}
    gva = traces[0].scenario.access.gva
    return tuple(
        Row(
            place[0],
            place[0].select(gva) if place[0] else None,
            place[1],
            {
                semantics: Cell(course[number], tuple(events[place].get(semantics, ())))
                for semantics, course in courses.items()
            },
        )
        for number, place in enumerate(places)
    )


def _courses(
    trace: Trace, places: Sequence[Place], events: Mapping[Place, Mapping[Semantics, list[Event]]]
) -> list[Course]:
    """Return what one walk does at each of `places`."""
    found: list[Course] = []
    last = _last(trace, places, events)
    maps = Course.MAPS if trace.result.outcome is not Outcome.NON_CANONICAL else Course.REFUSES
    state: Course | None = None  # what it is once it has left the tables
    for number, place in enumerate(places):
        own = events[place].get(trace.semantics, [])
        judged = next((event for event in own if isinstance(event, Judged)), None)
        if judged is not None and judged.refused:
            found.append(Course.REFUSES)
            state = Course.OVER
        elif state is not None:
            found.append(Course.ON if own and state is Course.DONE else state)
        elif _is_page(own) or (place[0] is None and own and place[1] in _FIRST):
            found.append(maps)
            state = Course.DONE if maps is Course.MAPS else Course.OVER
        elif number == last:
            found.append(Course.REFUSES)
            state = Course.OVER
        else:
            found.append(Course.ON if own else Course.SKIPS)
    return found


def _last(
    trace: Trace, places: Sequence[Place], events: Mapping[Place, Mapping[Semantics, list[Event]]]
) -> int:
    """Return the number of the last row of a level at which the walk has an event; -1: none."""
    return max(
        (
            number
            for number, place in enumerate(places)
            if place[0] is not None and trace.semantics in events[place]
        ),
        default=-1,
    )


def _is_page(events: Iterable[Event]) -> bool:
    """Whether the walk finds the leaf that maps the address."""
    return any(
        isinstance(event, Check) and event.anchor in (Anchor.LEAF, Anchor.LARGE) and event.holds
        for event in events
    )


def parts(row: Row, gpas: Mapping[Semantics, int | None]) -> bool:
    """Whether the walks that are still under way part at `row`, which is not the end.

    Args:
        row: the row.
        gpas: what each walk has translated to; None where it has not.
    """
    courses = {who: cell.course for who, cell in row.cells.items()}
    left = {Course.OVER} if row.level is None else {Course.OVER, Course.DONE}
    under_way = set(courses.values()) - left
    answers = {Course.ON if course in _GO_ON else course for course in under_way}
    found = {gpas[who] for who, course in courses.items() if course is Course.MAPS}
    return len(answers) > 1 or len(found - {None}) > 1


_GO_ON = frozenset({Course.SKIPS, Course.DONE})


def ended_on(trace: Trace) -> EntryRead | None:
    """Return the last entry that a walk has read; None where there was no walk."""
    reads = [event for event in trace.events if isinstance(event, EntryRead)]
    return reads[-1] if reads else None
