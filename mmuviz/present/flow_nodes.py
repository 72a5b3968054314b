"""A check at a level, with the truth of its terms and what became of it."""

from dataclasses import dataclass
from enum import Enum

from mmuviz.core.events import Anchor, Check, EntryWritten, Event
from mmuviz.core.paging import Level
from mmuviz.core.predict.veil import asked_at
from mmuviz.core.trace import Semantics, Trace
from mmuviz.present.flow_columns import Column
from mmuviz.present.flow_edges import Place, place_of


class NodeState(Enum):
    """What became of a check."""

    NOT_WALKED = "not walked"
    PASSED = "passed"
    REFUSES_NOW = "refuses"
    REFUSED_EARLIER = "refused"
    WRITTEN = "written"
    STOPS = "the walk ends here"
    ABSENT_CHECK = "no such check"
    ASKED = "asked: what becomes of it?"


@dataclass(frozen=True, slots=True)
class Node:
    """A check at a level.

    Attributes:
        column: which check.
        place: its node of the graph.
        truths: True, False or None (not evaluated) for each term; empty where not walked.
        state: what became of it.
        step: the last step at which it acted; None before.
        tip: its condition and what became of it, in one or two sentences.
    """

    column: Column
    place: Place
    truths: tuple[bool | None, ...]
    state: NodeState
    step: int | None
    tip: str


_REFUSING = frozenset(
    {Anchor.PRESENT, Anchor.WRITE, Anchor.USER, Anchor.RESERVED, Anchor.FETCH, Anchor.SUPERVISOR}
)


def make_node(
    trace: Trace,
    step: int,
    column: Column,
    level: Level | None,
    acted: tuple[int, Event] | None,
) -> Node:
    """Return a check's node.

    Args:
        trace: the walk.
        step: the step at hand.
        column: which check.
        level: at which level; None for a judgement over the whole path.
        acted: step and event of the check; None where it was not reached.
    """
    anchor = column.anchor
    if level is not None and not level.has_rights:
        anchor = Anchor.PDPTR_PRESENT
    place = Place(anchor, level.number if level else None)
    if column.absent:
        return Node(column, place, (), NodeState.ABSENT_CHECK, None, column.meaning)
    asked = asked_at(trace, step)
    if asked is not None and place == place_of(trace.semantics, asked):
        tip = f"{column.meaning} A question is open."
        return Node(column, place, (), NodeState.ASKED, None, tip)
    if acted is None:
        return Node(column, place, (), NodeState.NOT_WALKED, None, f"{column.meaning} Not reached.")
    number, event = acted
    truths, state = _outcome(trace.semantics, column, event, now=number == step)
    tip = f"{column.meaning} {_spelled(column, truths)}Step {number}: {state.value}."
    return Node(column, place, truths, state, number, tip)


def _outcome(
    semantics: Semantics, column: Column, event: Event, *, now: bool
) -> tuple[tuple[bool | None, ...], NodeState]:
    if isinstance(event, EntryWritten):
        return (True,) * len(column.terms), NodeState.WRITTEN
    assert isinstance(event, Check), "a node of a row is a check, or the writing of A"
    unasked = len(column.terms) - len(event.terms)
    truths = (*event.terms, *(None,) * unasked)
    if not event.holds:
        return truths, NodeState.PASSED
    if semantics is Semantics.BEFORE or column.anchor not in _REFUSING:
        return truths, NodeState.STOPS
    return truths, NodeState.REFUSES_NOW if now else NodeState.REFUSED_EARLIER


def _spelled(column: Column, truths: tuple[bool | None, ...]) -> str:
    words = {True: "true", False: "false", None: "not evaluated"}
    pairs = zip(column.terms, truths, strict=True)
    spelled = ", ".join(f"{term} {words[truth]}" for term, truth in pairs)
    return f"{spelled}. " if spelled else ""
