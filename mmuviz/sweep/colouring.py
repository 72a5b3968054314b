"""What a map of all states is coloured by: one result, or where two rules differ in it.

Source: FINDINGS; semantics.md, 7: what the manual leaves open is no difference.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from mmuviz.core.shadow.guest import Ending
from mmuviz.core.trace import Semantics
from mmuviz.sweep.columns import ENDINGS, NONE, Column, where
from mmuviz.sweep.example import smallest
from mmuviz.sweep.survey import LEVEL_SHIFT, MAY, Quantity, Survey

LEFT_OUT: Final = 0
"""The cell of a state that the filter leaves out."""
NOBODY: Final = 1
"""The cell of a state that nobody can ask."""
_FIRST: Final = 2
_MOST: Final = 250
_FIRST_VALUE: Final = 2
"""The key of the value 0; the two below it are the grounds of a comparison."""

_Values = npt.NDArray[np.unsignedinteger[Any]]


class Sort(Enum):
    """What kind of group it is.

    MARK stands out: it differs, or the rule says something of it. The others are the ground:
    ALLOW, where both allow, or one rule has nothing to say; FAULT, where both fault, or where
    the outcome of one is the everyday fault.
    """

    ALLOW = "allow"
    FAULT = "fault"
    MARK = "mark"


@dataclass(frozen=True, slots=True)
class Lens:
    """Through what the states are looked at.

    Attributes:
        semantics: whose result.
        against: whose result it is compared with; None: it is shown as it is.
        quantity: what of it; None: all results that both have at once, which only a comparison
            can show. (Checks are no result, but the way to one.)
    """

    semantics: Semantics
    against: Semantics | None
    quantity: Quantity | None

    @property
    def pair(self) -> tuple[Semantics, Semantics]:
        """The two that are compared, the one that the other is measured by first.

        That is hardware, and *before* of the two versions: an arrow goes from the first on.

        Raises:
            ValueError: nothing is compared.
        """
        if self.against is None:
            raise ValueError("one rule alone is no pair")
        first, second = sorted((self.semantics, self.against), key=_MEASURES.index)
        return first, second


_MEASURES: Final = (Semantics.HARDWARE, Semantics.BEFORE, Semantics.AFTER)


@dataclass(frozen=True, slots=True)
class Group:
    """States of one colour.

    Attributes:
        number: what their cells hold.
        sort: what kind it is.
        values: the value, or the two that differ, in the order of `Lens.pair`; of all quantities
            at once: which of `Colouring.quantities` differ, as bits. The ground of a comparison
            has none.
        place: which of the marks of all states it is, by its values; -1 for the ground.
        count: how many states.
        smallest: of these the one with the fewest flags set, the lowest number of such.
    """

    number: int
    sort: Sort
    values: tuple[int, ...]
    place: int
    count: int
    smallest: int


@dataclass(frozen=True, slots=True)
class Colouring:
    """All states of a space, coloured.

    Attributes:
        lens: by what.
        quantities: what was looked at.
        cells: of every state LEFT_OUT, NOBODY, or the number of its group. A group that matters
            more has the higher number: ground, then marks, the rarest last.
        groups: those that have states, by number. Number and place are those of all states: a
            filter changes nobody's colour.
        shown: how many states the filter left.
    """

    lens: Lens
    quantities: tuple[Quantity, ...]
    cells: Column
    groups: tuple[Group, ...]
    shown: int

    @property
    def marks(self) -> tuple[Group, ...]:
        """The groups that stand out, by their values."""
        found = [group for group in self.groups if group.sort is Sort.MARK]
        return tuple(sorted(found, key=lambda group: group.values))

    @property
    def differing(self) -> int:
        """How many of the shown states differ, where two rules are compared."""
        return sum(group.count for group in self.groups if group.sort is Sort.MARK)

    def only(self, group: Group) -> "Colouring":
        """Return it with the cells of all other groups left out; the groups stay."""
        cells = np.where(self.cells == group.number, self.cells, np.uint8(LEFT_OUT))
        return replace(self, cells=cells)

    def group(self, number: int) -> Group | None:
        """Return the group of a cell; None: it belongs to none."""
        return next((group for group in self.groups if group.number == number), None)


def offered(survey: Survey, semantics: Semantics, against: Semantics | None) -> list[Quantity]:
    """Return the quantities that can be looked at: those that both have."""
    others = survey.offers(semantics if against is None else against)
    return [one for one in survey.offers(semantics) if one in others]


def colour(survey: Survey, lens: Lens, shown: Column | None = None) -> Colouring:
    """Colour every state.

    Args:
        survey: the states.
        lens: by what.
        shown: 1 where a state is looked at; None: all are.

    Raises:
        ValueError: the rules do not have the quantity, or differ in more ways than have colours.
    """
    quantities = _looked_at(survey, lens)
    if lens.against is None:
        (quantity,) = quantities
        values = survey.values(lens.semantics, quantity)
        is_mark = np.ones(survey.states.rows, np.bool_)
    else:
        values, is_mark = _compared(survey, lens, quantities)
    asked = survey.exists != 0
    looked_at = asked if shown is None else asked & (shown != 0)
    grounds = 1 - survey.allowed(lens.pair[0] if lens.against else lens.semantics)
    keys = np.where(is_mark, values.astype(np.uint64) + _FIRST_VALUE, grounds.astype(np.uint64))
    cells = np.where(asked, LEFT_OUT, NOBODY).astype(np.uint8)
    every = list(_by_importance(keys, asked))
    marks = sorted(key for key, _ in every if _sort(key, lens) is Sort.MARK)
    groups = []
    for number, (key, members) in enumerate(every, _FIRST):
        left = members if shown is None else members[looked_at[members]]
        if not len(left):
            continue
        cells[left] = number
        sort = _sort(key, lens)
        place = marks.index(key) if sort is Sort.MARK else -1
        example = smallest(survey.space.flags, left)
        groups.append(Group(number, sort, _split(key, lens), place, len(left), example))
    return Colouring(
        lens, tuple(quantities), cells, tuple(groups), int(np.count_nonzero(looked_at))
    )


def _looked_at(survey: Survey, lens: Lens) -> list[Quantity]:
    if lens.quantity is not None:
        return [lens.quantity]
    if lens.against is None:
        raise ValueError("only a comparison shows everything at once")
    every = offered(survey, lens.semantics, lens.against)
    return [one for one in every if one is not Quantity.CHECK]


def _compared(
    survey: Survey, lens: Lens, quantities: list[Quantity]
) -> tuple[_Values, npt.NDArray[np.bool_]]:
    """Return the values of a comparison, and where they say that there is a difference."""
    if lens.quantity is not None:
        first, second = _both(survey, lens, lens.quantity)
        return first.astype(np.uint64) << np.uint64(_WIDTH) | second, first != second
    bits = np.zeros(survey.states.rows, np.uint64)
    for place, quantity in enumerate(quantities):
        first, second = _both(survey, lens, quantity)
        bits |= (first != second).astype(np.uint64) << np.uint64(place)
    return bits, bits != 0


_WIDTH: Final = 16
_CHECKS: Final = np.uint16((1 << LEVEL_SHIFT) - 1)


def _both(survey: Survey, lens: Lens, quantity: Quantity) -> tuple[_Values, _Values]:
    """Return the values of both, made so that they differ just where a guest could see it."""
    first, second = (survey.values(one, quantity) for one in lens.pair)
    if quantity is Quantity.ACCESSED:
        open_bits = (first | second) >> np.uint8(MAY)
        known = ~open_bits & np.uint8((1 << MAY) - 1)
        return first & known, second & known
    if Semantics.HARDWARE not in lens.pair:
        return first, second
    if quantity is Quantity.CHECK:  # hardware collects rights: it has no level for them
        return first & _CHECKS, second & _CHECKS
    if quantity is Quantity.OUTCOME and survey.is_access:
        emulated = ENDINGS.index(Ending.EMULATE)  # done, as far as the guest can see
        return first, second * (1 - where(second == emulated))
    return first, second


def _by_importance(
    keys: _Values, asked: npt.NDArray[np.bool_]
) -> Iterator[tuple[int, npt.NDArray[np.intp]]]:
    """Yield every key with its states: ground first, then the rarer the later."""
    members = np.flatnonzero(asked)
    found, places, counts = np.unique(keys[members], return_inverse=True, return_counts=True)
    if len(found) > _MOST:
        raise ValueError(f"they differ in {len(found)} ways, more than there are colours for")
    order = np.argsort(places, kind="stable")
    ends = np.cumsum(counts)
    for one in sorted(
        range(len(found)), key=lambda one: (found[one] >= _FIRST_VALUE, -int(counts[one]))
    ):
        yield int(found[one]), members[order[ends[one] - counts[one] : ends[one]]]


def _sort(key: int, lens: Lens) -> Sort:
    """Return the sort of a key; of one rule, nothing and the everyday fault are ground."""
    if key < _FIRST_VALUE:
        return (Sort.ALLOW, Sort.FAULT)[key]
    if lens.against is not None:
        return Sort.MARK
    value = key - _FIRST_VALUE
    if value == (NONE if lens.quantity is Quantity.ERROR_CODE else 0):
        return Sort.ALLOW
    is_fault = lens.quantity is Quantity.OUTCOME and value == 1
    return Sort.FAULT if is_fault else Sort.MARK


def _split(key: int, lens: Lens) -> tuple[int, ...]:
    """Return the values that a key stands for."""
    if key < _FIRST_VALUE:
        return ()
    value = key - _FIRST_VALUE
    if lens.against is None or lens.quantity is None:
        return (value,)
    return value >> _WIDTH, value & (1 << _WIDTH) - 1
