"""The phases of an operation on the shadow MMU: its events, grouped by who does what.

A round is one try of the access: the processor's lookup, and what its vmexit leads to.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from mmuviz.core.events import Anchor
from mmuviz.core.shadow.events import (
    Answered,
    AnyEvent,
    Fixed,
    GuestStored,
    Looked,
    PageFreed,
    PageTaken,
    SlotSet,
    VmExit,
)


class PhaseKind(Enum):
    """What is being done, in the order of a round. The value is its word on the screen."""

    ROOTS = "roots"
    LOOKUP = "lookup"
    STORE = "store"
    EXIT = "exit"
    WALK = "walk"
    FETCH = "fetch"
    FIX = "fix"
    ANSWER = "answer"
    EMULATE = "emulate"

    __hash__ = object.__hash__  # as Anchor's

    @property
    def rank(self) -> int:
        """Its place in a round, from 0."""
        return _RANKS[self]


_RANKS = {kind: rank for rank, kind in enumerate(PhaseKind)}
_BY_TYPE: dict[type, PhaseKind] = {
    Looked: PhaseKind.LOOKUP,
    VmExit: PhaseKind.EXIT,
    Answered: PhaseKind.ANSWER,
    PageTaken: PhaseKind.FETCH,
    PageFreed: PhaseKind.FIX,
    Fixed: PhaseKind.FIX,
    GuestStored: PhaseKind.FIX,
}
_BY_ANCHOR = {
    Anchor.USED: PhaseKind.LOOKUP,
    Anchor.LINK: PhaseKind.FETCH,
    Anchor.SET_ENTRY: PhaseKind.FETCH,
    Anchor.WRITE_PROTECT: PhaseKind.FETCH,
}


@dataclass(frozen=True, slots=True)
class Phase:
    """Neighbouring events of one kind.

    Attributes:
        kind: what is being done.
        round: which try of the access, from 1; 0 for the roots.
        events: what happened.
    """

    kind: PhaseKind
    round: int
    events: tuple[AnyEvent, ...]

    @property
    def place(self) -> tuple[int, int]:
        """Where it stands in any run of the operation: (round, rank)."""
        return self.round, self.kind.rank


def phases(events: Iterable[AnyEvent]) -> tuple[Phase, ...]:
    """Group the events of one operation."""
    found: list[tuple[PhaseKind, int, list[AnyEvent]]] = []
    kind, number = PhaseKind.ROOTS, 0
    for event in events:
        previous, kind = kind, _kind(event, kind)
        number += isinstance(event, Looked)
        if found and kind is previous and not isinstance(event, Looked):
            found[-1][2].append(event)
        else:
            found.append((kind, number, [event]))
    return tuple(Phase(kind, number, tuple(grouped)) for kind, number, grouped in found)


def _kind(event: AnyEvent, before: PhaseKind) -> PhaseKind:
    """Return the kind of `event`, which comes after one of kind `before`."""
    if isinstance(event, Looked | VmExit | Answered):
        return _BY_TYPE[type(event)]
    if before in (PhaseKind.ANSWER, PhaseKind.EMULATE):
        return PhaseKind.EMULATE
    if before is PhaseKind.ROOTS:
        return PhaseKind.ROOTS
    if isinstance(event, SlotSet):
        return _BY_ANCHOR.get(event.anchor, PhaseKind.FIX)
    if event.anchor is Anchor.STORE:
        return PhaseKind.STORE
    return _BY_TYPE.get(type(event), PhaseKind.WALK)
