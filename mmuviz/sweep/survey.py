"""What every state of a space comes to, under each of the rules; reckoned when it is asked for.

Source: semantics.md, 2 to 5 and 7.
"""

from enum import Enum
from typing import Final

import numpy as np

from mmuviz.core.shadow.guest import Ending
from mmuviz.core.trace import Semantics
from mmuviz.sweep import twin
from mmuviz.sweep.columns import ENDINGS, YES, Column, Refusal, Results, where
from mmuviz.sweep.space import Numbers, SpaceName, StateSpace

ACCESSES: Final = frozenset({SpaceName.ACCESS, SpaceName.ACCESS_ALL})
MAY: Final = 4
"""How far bits of A that the manual leaves open stand above those that are set."""
LEVEL_SHIFT: Final = 8
"""How far the level stands above the checks in a value of CHECK."""


class Quantity(Enum):
    """What of a state's result is looked at. The value is its word on the command line.

    Values, a number a state: OUTCOME: a place in OUTCOMES or, of accesses, in ENDINGS.
    ERROR_CODE: the code, or NONE. CHECK: bits of Refusal, and above them the level of the entry
    that refuses, where one does alone. ACCESSED: bit n - 1: A of level n is set now and was not;
    the same bits MAY higher: the manual leaves it open. DIRTY: the same bits for D.
    VMEXITS: how many. SHADOW: the low 12 bits of the leaf that is left, 0 without one.
    """

    OUTCOME = "outcome"
    ERROR_CODE = "code"
    CHECK = "check"
    ACCESSED = "a-bits"
    DIRTY = "d-bits"
    VMEXITS = "vmexits"
    SHADOW = "shadow"


_OF_WALKS: Final = {
    Semantics.BEFORE: {Quantity.OUTCOME, Quantity.CHECK, Quantity.ACCESSED},
    Semantics.AFTER: {
        Quantity.OUTCOME,
        Quantity.ERROR_CODE,
        Quantity.CHECK,
        Quantity.ACCESSED,
    },
    Semantics.HARDWARE: set(Quantity) - {Quantity.VMEXITS, Quantity.SHADOW},
}
_OF_ACCESSES: Final = {
    Semantics.BEFORE: set(Quantity),
    Semantics.AFTER: set(Quantity),
    Semantics.HARDWARE: _OF_WALKS[Semantics.HARDWARE],
}


def offers(name: SpaceName, semantics: Semantics) -> tuple[Quantity, ...]:
    """Return what the rules say of a state of the spaces of a name."""
    offered = (_OF_ACCESSES if name in ACCESSES else _OF_WALKS)[semantics]
    return tuple(one for one in Quantity if one in offered)


class Survey:
    """States of a space, all of them or some, and what they come to.

    Attributes:
        space: the space.
        states: their flags, as columns.
        exists: 1 where a processor can ask it.
    """

    def __init__(self, space: StateSpace, numbers: Numbers | None = None) -> None:
        """Lay the states `numbers` out, or all; results are reckoned later."""
        self.space = space
        self.states = space.states(numbers)
        self.exists: Column = np.broadcast_to(space.exists(self.states), self.states.rows)
        self._walks: dict[Semantics, Results] = {}
        self._accesses: dict[Semantics, Results] = {}

    def one(self, number: int) -> "Survey":
        """Return the survey of one state alone: enough for what is said of it."""
        return Survey(self.space, np.array([number], np.uint32))

    @property
    def is_access(self) -> bool:
        """Whether a state is an access with its vmexits, and no walk alone."""
        return self.space.name in ACCESSES

    def offers(self, semantics: Semantics) -> tuple[Quantity, ...]:
        """Return what the rules say of a state; the others have no such result."""
        return offers(self.space.name, semantics)

    def walks(self, semantics: Semantics) -> Results:
        """Return the columns of the walk (`twin.walk`)."""
        if semantics not in self._walks:
            self._walks[semantics] = twin.walk(semantics, self.states)
        return self._walks[semantics]

    def results(self, semantics: Semantics) -> Results:
        """Return the columns of what a state asks: of the access (`twin.access`), or the walk."""
        if not self.is_access:
            return self.walks(semantics)
        if semantics not in self._accesses:
            self._accesses[semantics] = twin.access(semantics, self.states)
        return self._accesses[semantics]

    def allowed(self, semantics: Semantics) -> Column:
        """Return 1 where the access is made in the end: mapped, done, or done by the emulator."""
        outcome = self.results(semantics)["outcome"]
        allowed = where(outcome == 0)
        if self.is_access:
            allowed = allowed | where(outcome == ENDINGS.index(Ending.EMULATE))
        return allowed

    def faults(self, semantics: Semantics) -> Column:
        """Return 1 where the guest gets a fault, or the walk found nothing to map."""
        outcome = self.results(semantics)["outcome"]
        return where(outcome == 1 if self.is_access else outcome != 0)

    def values(self, semantics: Semantics, quantity: Quantity) -> Column:
        """Return what `quantity` is in every state (see Quantity); only what is offered.

        Raises:
            ValueError: the rules have no such result here.
        """
        if quantity not in self.offers(semantics):
            raise ValueError(f"{semantics.value} has no {quantity.value} here")
        results = self.results(semantics)
        match quantity:
            case Quantity.CHECK:
                return self._checks(semantics)
            case Quantity.ACCESSED:
                return self._newly_set(results, "a")
            case Quantity.DIRTY:
                return self._newly_set(results, "d")
            case Quantity.SHADOW:
                return results["shadow_leaf"]
            case Quantity.ERROR_CODE:
                return results["error_code"]
            case _:
                return np.broadcast_to(results[quantity.value], self.states.rows)

    def _checks(self, semantics: Semantics) -> Column:
        """Return the checks that refuse; hardware's rights are collected, and have no level."""
        walked = self.walks(semantics)
        checks = walked["checks"].astype(np.uint16)
        alone = checks if semantics is not Semantics.HARDWARE else checks & np.uint16(_PLACED)
        placed = (alone != 0).astype(np.uint16)
        found: Column = checks | placed * walked["level"] << np.uint16(LEVEL_SHIFT)
        return found

    def _newly_set(self, results: Results, flag: str) -> Column:
        """Return which levels' A or D is 1 now and was not."""
        found = np.zeros(self.states.rows, np.uint8)
        for tier in self.states.tiers():
            bit = np.uint8(1 << tier.level.number - 1)
            if f"{tier.name}_{flag}" in results:
                was = tier.a if flag == "a" else tier.d
                found |= (results[f"{tier.name}_{flag}"] & (was ^ YES)) * bit
            if flag == "a" and f"{tier.name}_may" in results:
                found |= results[f"{tier.name}_may"] * (bit << np.uint8(MAY))
        return found


_PLACED: Final = Refusal.PRESENT | Refusal.RESERVED
