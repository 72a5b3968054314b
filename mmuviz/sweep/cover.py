"""Covers: sums of terms that hold in all states of a truth table that are on, and in none off.

A short one is found by the recursion of Minato and Morreale (S. Minato, "Fast generation of
irredundant sum-of-products forms from binary decision diagrams", 1992), over tables that are
integers, a state a bit. Then its terms are widened, and those that became needless are dropped.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from mmuviz.sweep.truth import FEW, Bools, Cube, Truth, part

STEPS: Final = 20_000
"""Divided tables at most. A table of few variables never takes a quarter of them."""

TERMS: Final = 256
"""Terms at most, where there are more than few variables: nobody reads more."""

_Path = tuple[int, int]  # of a term: the variables it names, and those of them that are 1


class SpentError(Exception):
    """The function is too wild for a short cover."""


@dataclass(slots=True)
class Search:
    """The recursion, with what it found already.

    Attributes:
        most: terms at most.
        steps: how many tables it divided.
    """

    most: int
    steps: int = 0
    _known: dict[tuple[int, int, int], tuple[tuple[_Path, ...], int]] = field(default_factory=dict)

    def between(self, lower: int, upper: int, bits: int) -> tuple[tuple[_Path, ...], int]:
        """Return terms that hold wherever `lower` does and only where `upper` does, and where.

        Args:
            lower: what has to be covered, a bit a state.
            upper: what may be, the same.
            bits: how many variables the tables have.

        Raises:
            SpentError: it took too long.
        """
        if not lower:
            return (), 0
        if upper + 1 == 1 << (1 << bits):
            return ((0, 0),), upper
        key = lower, upper, bits
        if key not in self._known:
            self._known[key] = self._divided(lower, upper, bits - 1)
        return self._known[key]

    def _divided(self, lower: int, upper: int, bits: int) -> tuple[tuple[_Path, ...], int]:
        """Cover what needs the highest variable as 0, then as 1, then what needs neither."""
        self.steps += 1
        if self.steps > STEPS:
            raise SpentError
        half = 1 << bits
        low = (1 << half) - 1
        lower0, lower1, upper0, upper1 = lower & low, lower >> half, upper & low, upper >> half
        zeros, held0 = self.between(lower0 & ~upper1, upper0, bits)
        ones, held1 = self.between(lower1 & ~upper0, upper1, bits)
        rest = lower0 & ~held0 | lower1 & ~held1
        both, held = self.between(rest, upper0 & upper1, bits)
        terms = (
            *((names | half, set_) for names, set_ in zeros),
            *((names | half, set_ | half) for names, set_ in ones),
            *both,
        )
        if len(terms) > self.most:
            raise SpentError
        return terms, (held1 | held) << half | held0 | held


def short(truth: Truth) -> list[Cube]:
    """Return a short cover: no term can be widened, none can be left out.

    Raises:
        SpentError: the table has more than FEW boolean variables, and is too wild.
    """
    search = Search(1 << FEW if truth.bits <= FEW else TERMS)
    paths, _ = search.between(_number(truth.on), _number(~truth.off), truth.bits)
    return tidied(truth, cubes(truth, paths))


def _number(table: Bools) -> int:
    """Return a table as an integer, the first state its lowest bit."""
    return int.from_bytes(np.packbits(table, bitorder="little").tobytes(), "little")


def cubes(truth: Truth, paths: Sequence[_Path]) -> list[Cube]:
    """Return terms over boolean variables, the last of which is bit 0, as cubes."""
    shifts, shift = [], truth.bits
    for variable in truth.variables:
        shift -= len(variable.bits)
        shifts.append((shift, 1 << len(variable.bits)))
    return [
        tuple(
            sum(
                1 << value
                for value in range(values)
                if value & names >> shift == set_ >> shift & values - 1
            )
            for shift, values in shifts
        )
        for names, set_ in paths
    ]


def tidied(truth: Truth, terms: Sequence[Cube]) -> list[Cube]:
    """Return a cover whose terms are widened as far as they go, without the needless ones."""
    wide = list(dict.fromkeys(_widened(truth, term) for term in terms))
    times = np.zeros(truth.on.shape, np.uint16)  # how many terms hold there
    for term in wide:
        times[part(term)] += 1
    kept = []
    for term in sorted(wide, key=_narrowness, reverse=True):
        here = part(term)
        if np.any(times[here][truth.on[here]] == 1):
            kept.append(term)
        else:
            times[here] -= 1
    return kept


def _widened(truth: Truth, term: Cube) -> Cube:
    for place, variable in enumerate(truth.variables):
        for value in range(variable.full.bit_length()):
            wider = (*term[:place], term[place] | 1 << value, *term[place + 1 :])
            if wider != term and not truth.off[part(wider)].any():
                term = wider
    return term


def _narrowness(term: Cube) -> int:
    """Return how many values a term excludes."""
    return -sum(mask.bit_count() for mask in term)
