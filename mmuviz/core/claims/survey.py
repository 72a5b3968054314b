"""Counting: a space, what is counted over it, and how far it has come."""

from collections import Counter
from collections.abc import Callable, Generator, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from mmuviz.core.claims.counts import (
    AccessCounter,
    FetchCounter,
    Item,
    PairCounter,
    RowCounter,
    WalkCounter,
    What,
)
from mmuviz.core.claims.space import SPACES, Space, SpaceKind
from mmuviz.core.paging import PagingMode
from mmuviz.core.trace import Semantics

STEP: Final = 256
"""States after which a survey says how far it has come."""

_COUNTERS: Final[Mapping[SpaceKind, Callable[[Semantics, Semantics], RowCounter]]] = {
    SpaceKind.WALK: WalkCounter,
    SpaceKind.ACCESS: AccessCounter,
    SpaceKind.PAIR: PairCounter,
    SpaceKind.FETCH: FetchCounter,
}
_NUMBERS: Final[Mapping[SpaceKind, Mapping[Item, tuple[What, ...]]]] = {
    SpaceKind.WALK: {Item.ORDER: (What.COUNT,), Item.TRANSLATION: (What.COUNT,)},
    SpaceKind.ACCESS: {
        Item.ACCESSED: (What.COUNT, What.LEAF),
        Item.EXITS: (What.COUNT,),
        Item.CODES: (What.COUNT, What.BEFORE),
        Item.HANG: (What.COUNT, What.BEFORE),
    },
    SpaceKind.PAIR: {Item.SECOND: (What.COUNT,)},
    SpaceKind.FETCH: {Item.NO_EXECUTE: (What.COUNT, What.LIVELOCKS)},
}
_COSTS: Final = {
    SpaceKind.WALK: 1,
    SpaceKind.FETCH: 1,
    SpaceKind.ACCESS: 4,
    SpaceKind.PAIR: 5,
}
"""What a state of each kind costs, in states of the cheapest."""


@dataclass(frozen=True, slots=True)
class Count:
    """What was counted for an item over a space.

    Attributes:
        item: the item.
        mode: the paging mode.
        states: how many states were looked at.
        numbers: what was found.
    """

    item: Item
    mode: PagingMode
    states: int
    numbers: Mapping[What, int]


@dataclass(frozen=True, slots=True)
class Survey:
    """A space that is counted over.

    Attributes:
        space: its states.
    """

    space: Space

    @property
    def items(self) -> tuple[Item, ...]:
        """What is counted."""
        return tuple(_NUMBERS[self.space.kind])

    @property
    def work(self) -> int:
        """What the survey costs."""
        return len(self.space) * _COSTS[self.space.kind]

    def run(
        self, before: Semantics, after: Semantics, numbers: Iterable[int] | None = None
    ) -> Generator[int, None, tuple[Count, ...]]:
        """Count; yield the work done so far now and then.

        Args:
            before: the reference.
            after: the candidate; hardware in its place shows that a defect is one.
            numbers: the states to look at; None for all.
        """
        kind, cost = self.space.kind, _COSTS[self.space.kind]
        counter = _COUNTERS[kind](before, after)
        found: Counter[tuple[Item, What]] = Counter()
        states = 0
        for states, row in enumerate(self.space.rows(numbers), 1):
            found.update(counter(row))
            if states % STEP == 0:
                yield states * cost
        return tuple(
            Count(item, self.space.mode, states, {what: found[item, what] for what in whats})
            for item, whats in _NUMBERS[kind].items()
        )


def surveys(mode: PagingMode) -> tuple[Survey, ...]:
    """Return all that is counted in a mode, the cheapest first."""
    found = [Survey(space) for (of, _kind), space in SPACES.items() if of is mode]
    return tuple(sorted(found, key=lambda survey: survey.work))


def space_of(item: Item, mode: PagingMode) -> Space | None:
    """Return the space over which an item is counted in a mode; None where it is not."""
    kinds = [kind for kind, items in _NUMBERS.items() if item in items]
    return SPACES.get((mode, kinds[0])) if kinds else None
