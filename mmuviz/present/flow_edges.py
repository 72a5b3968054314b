"""The graph of the algorithm as a table of edges; tests prove it against every recorded walk."""

from enum import Enum
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from mmuviz.core.events import Anchor, Event
from mmuviz.core.paging import Level, PagingMode
from mmuviz.core.trace import Semantics, Trace


class Port(Enum):
    """Where control enters and leaves the picture."""

    START = "start"
    END = "end"

    __hash__ = object.__hash__  # Enum's own is a Python call, and places are keys


class Place(NamedTuple):
    """A node of the graph.

    Attributes:
        point: the anchor, or a port. Checks e and f are one node, LEAF.
        level: the level's number for what is done with one entry; None for the rest.
    """

    point: Anchor | Port
    level: int | None = None


class Edge(NamedTuple):
    """Control passes from one place to the next."""

    start: Place
    end: Place


START = Place(Port.START)
END = Place(Port.END)

_IN_ROW = frozenset(
    {
        Anchor.READ_PDPTR,
        Anchor.PDPTR_PRESENT,
        Anchor.PDPTR_NEXT,
        Anchor.READ,
        Anchor.PRESENT,
        Anchor.WRITE,
        Anchor.USER,
        Anchor.ACCESSED,
        Anchor.LEAF,
        Anchor.NEXT,
        Anchor.RESERVED,
        Anchor.COLLECT,
    }
)

_Step = tuple[Anchor | Port, Anchor | Port]

_AT_A_LEVEL: dict[Semantics, tuple[_Step, ...]] = {
    Semantics.BEFORE: (
        (Anchor.READ, Port.END),
        (Anchor.READ, Anchor.ACCESSED),
        (Anchor.ACCESSED, Anchor.PRESENT),
        (Anchor.PRESENT, Port.END),
        (Anchor.PRESENT, Anchor.LEAF),
    ),
    Semantics.AFTER: (
        (Anchor.READ, Port.END),
        (Anchor.READ, Anchor.PRESENT),
        (Anchor.PRESENT, Anchor.NOT_PRESENT),
        (Anchor.PRESENT, Anchor.WRITE),
        (Anchor.WRITE, Anchor.ACCESS_ERROR),
        (Anchor.WRITE, Anchor.USER),
        (Anchor.USER, Anchor.ACCESS_ERROR),
        (Anchor.USER, Anchor.ACCESSED),
        (Anchor.ACCESSED, Anchor.LEAF),
    ),
    Semantics.HARDWARE: (
        (Anchor.READ, Port.END),
        (Anchor.READ, Anchor.PRESENT),
        (Anchor.PRESENT, Anchor.CODE),
        (Anchor.PRESENT, Anchor.RESERVED),
        (Anchor.RESERVED, Anchor.CODE),
        (Anchor.RESERVED, Anchor.COLLECT),
    ),
}
"""What may follow what while one entry is looked at. READ ends it where the file keeps no entry."""

_ONCE: dict[Semantics, tuple[_Step, ...]] = {
    Semantics.BEFORE: (),
    Semantics.AFTER: (
        (Anchor.NOT_PRESENT, Anchor.CODE_P),
        (Anchor.ACCESS_ERROR, Anchor.CODE_P),
        (Anchor.CODE_P, Anchor.CODE_W),
        (Anchor.CODE_W, Anchor.CODE_U),
        (Anchor.CODE_U, Anchor.RETURN_FAULT),
        (Anchor.RETURN_FAULT, Port.END),
        (Anchor.RETURN_OK, Port.END),
    ),
    Semantics.HARDWARE: (
        (Anchor.JUDGE, Anchor.CODE),
        (Anchor.JUDGE, Anchor.ACCESSED),
        (Anchor.JUDGE, Anchor.RETURN_OK),
        (Anchor.ACCESSED, Anchor.RETURN_OK),
        (Anchor.CODE, Anchor.PAGE_FAULT),
        (Anchor.PAGE_FAULT, Port.END),
        (Anchor.RETURN_OK, Port.END),
    ),
}
"""What may follow what outside the rows."""

_ABSENT_PDPTR: dict[Semantics, Anchor | Port] = {
    Semantics.BEFORE: Port.END,
    Semantics.AFTER: Anchor.NOT_PRESENT,
    Semantics.HARDWARE: Anchor.CODE,
}

_AT_THE_LEAF: dict[Semantics, Anchor | Port] = {
    Semantics.BEFORE: Port.END,
    Semantics.AFTER: Anchor.RETURN_OK,
    Semantics.HARDWARE: Anchor.JUDGE,
}


def place_of(semantics: Semantics, event: Event) -> Place:
    """Return the node that `event` happens at.

    Hardware writes A and D after the judgement, for the whole path: one node without a level.
    """
    point = Anchor.LEAF if event.anchor is Anchor.LARGE else event.anchor
    if semantics is Semantics.HARDWARE and point is Anchor.ACCESSED:
        return Place(point)
    return _place(point, getattr(event, "level", None))


def _place(point: Anchor | Port, level: Level | None) -> Place:
    return Place(point, level.number if level is not None and point in _IN_ROW else None)


@cache
def edges(mode: PagingMode, semantics: Semantics) -> frozenset[Edge]:
    """Return the edges of the picture of one mode and semantics."""
    levels = mode.levels
    found: set[Edge] = set()
    root = Anchor.READ if levels[0].has_rights else Anchor.READ_PDPTR
    _add(found, Port.START, root, levels[0])
    _add(found, Port.START, Anchor.PAGING_OFF)
    _add(found, Anchor.PAGING_OFF, Port.END)
    if semantics is Semantics.HARDWARE and mode is PagingMode.LONG:
        _add(found, Port.START, Anchor.NON_CANONICAL)
        _add(found, Anchor.NON_CANONICAL, Port.END)
    for start, end in _ONCE[semantics]:
        found.add(Edge(Place(start), Place(end)))
    for level in levels:
        below = None if level.number == 1 else mode.level(level.number - 1)
        if level.has_rights:
            _add_level(found, mode, semantics, level, below)
        else:
            _add(found, Anchor.READ_PDPTR, Anchor.PDPTR_PRESENT, level)
            _add(found, Anchor.PDPTR_PRESENT, _ABSENT_PDPTR[semantics], level)
            _add(found, Anchor.PDPTR_PRESENT, Anchor.PDPTR_NEXT, level)
            _add(found, Anchor.PDPTR_NEXT, Anchor.READ, level, below)
    return frozenset(found)


def _add_level(
    found: set[Edge], mode: PagingMode, semantics: Semantics, level: Level, below: Level | None
) -> None:
    for start, end in _AT_A_LEVEL[semantics]:
        if (start, end) != (Anchor.RESERVED, Anchor.CODE) or may_be_reserved(mode, level):
            _add(found, start, end, level)
    last = Anchor.LEAF
    if semantics is Semantics.HARDWARE:
        if level.number == 4:  # a PML4E never maps a page: it is not asked
            last = Anchor.COLLECT
        else:
            _add(found, Anchor.COLLECT, Anchor.LEAF, level)
    if may_be_leaf(mode, semantics, level):
        _add(found, Anchor.LEAF, _AT_THE_LEAF[semantics], level)
    if below is None:
        return
    if semantics is Semantics.HARDWARE:
        _add(found, last, Anchor.READ, level, below)
    else:
        _add(found, Anchor.LEAF, Anchor.NEXT, level)
        _add(found, Anchor.NEXT, Anchor.READ, level, below)


def may_be_reserved(mode: PagingMode, level: Level) -> bool:
    """Whether an entry of `level` has reserved bits: of 32-bit mode's, a large page's alone."""
    return mode is not PagingMode.X32 or level.number > 1


def may_be_leaf(mode: PagingMode, semantics: Semantics, level: Level) -> bool:
    """Whether an entry of `level` can map a page: 1 GiB pages exist for hardware alone."""
    if level.number == 3:
        return semantics is Semantics.HARDWARE and mode is PagingMode.LONG
    return level.number < 3


def _add(
    found: set[Edge],
    start: Anchor | Port,
    end: Anchor | Port,
    level: Level | None = None,
    below: Level | None = None,
) -> None:
    found.add(Edge(_place(start, level), _place(end, below or level)))


def edges_walked(trace: Trace, step: int) -> tuple[Edge, ...]:
    """Return the edges that the walk has passed up to `step`, in order.

    Several writes by hardware stay in their one node; the last step passes on to the end.
    """
    places = [START] if step else []
    for event in trace.events[:step]:
        place = place_of(trace.semantics, event)
        if place != places[-1]:
            places.append(place)
    if step and step == len(trace.events):
        places.append(END)
    return tuple(Edge(start, end) for start, end in pairwise(places))
