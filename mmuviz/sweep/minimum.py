"""The minimum of a truth table: a sum of fewest terms, proved where it can be.

A term is essential if it holds in a state in which no other widest term does: whoever covers the
table needs it. A cover of essential terms is the only minimum, however many variables there are.
Otherwise all prime implicants are reckoned, if the variables are few. They are a table with an
axis for each variable, on which stand the sets of values that a term may allow. A flag of two bits
is one variable there, so that `kind ≠ 0` is one term, and not two.
"""

from collections.abc import Iterable, Iterator
from typing import Final

import numpy as np

from mmuviz.sweep.cover import SpentError, cubes, short, tidied
from mmuviz.sweep.truth import FEW, Bools, Cube, Truth, part

_IMPLICANTS: Final = 4_000
_WILD: Final = 40
"""Up to so many implicants and terms the library is asked: beyond it may take minutes."""

_POINTS: Final = 100
_BRANCHES: Final = 200
"""Bounds of the search for a proof."""


def minimum(truth: Truth) -> tuple[list[Cube], bool]:
    """Return a cover, and whether it is proved that no other has fewer terms.

    Raises:
        SpentError: the table has more than FEW boolean variables, and no short cover.
    """
    best = short(truth)
    if all(_essential(truth, term) for term in best):
        return best, True
    if truth.bits > FEW:
        return best, False
    implicants = _implicants(truth)
    if implicants.sum() <= _IMPLICANTS and len(best) <= _WILD:
        best = min(tidied(truth, _by_library(truth)), best, key=_cost)
    return _proved(truth, _primes(truth, implicants), best)


def _essential(truth: Truth, term: Cube) -> bool:
    """Whether a state is on in which no term but those within this one can hold.

    Another term that holds there would hold in a state beside it too, which differs in a single
    variable that this term names. So all of those must be off.
    """
    alone = truth.on[part(term)]
    for place, variable in enumerate(truth.variables):
        for value in _bits(variable.full & ~term[place]):
            beside = (*term[:place], 1 << value, *term[place + 1 :])
            alone = alone & truth.off[part(beside)]
    return bool(alone.any())


def _cost(terms: list[Cube]) -> tuple[int, int]:
    """Return how many terms, then how narrow they are."""
    return len(terms), -sum(mask.bit_count() for term in terms for mask in term)


def _by_library(truth: Truth) -> list[Cube]:
    """Return the sum of products that sympy finds (Quine and McCluskey's method)."""
    from sympy import And, Not, Or, symbols  # noqa: PLC0415  # a third of a second
    from sympy.logic import SOPform  # noqa: PLC0415  # the same

    names = symbols(f"x:{truth.bits}")
    on, known = np.flatnonzero(truth.on), truth.on | truth.off
    found = SOPform(names, on.tolist(), np.flatnonzero(~known).tolist())
    paths = []
    for term in Or.make_args(found):
        named = ones = 0
        for literal in And.make_args(term):
            bit = 1 << truth.bits - 1 - names.index(*literal.free_symbols)
            named |= bit
            ones |= 0 if isinstance(literal, Not) else bit
        paths.append((named, ones))
    return cubes(truth, paths)


def _implicants(truth: Truth) -> Bools:
    """Return which terms hold in no state that is off: axes are masks of values, less 1."""
    table = ~truth.off
    for axis, variable in enumerate(truth.variables):
        values = range(variable.full.bit_length())
        sets = [[v for v in values if mask >> v & 1] for mask in range(1, variable.full + 1)]
        table = np.stack([table.take(one, axis).all(axis) for one in sets], axis)
    return table


def _primes(truth: Truth, implicants: Bools) -> list[Cube]:
    """Return the terms that cannot be widened, of those that hold in some state that is on."""
    prime = implicants.copy()
    for axis, variable in enumerate(truth.variables):
        narrow, wide = np.moveaxis(prime, axis, 0), np.moveaxis(implicants, axis, 0)
        for mask in range(1, variable.full + 1):
            for bit in _bits(variable.full & ~mask):
                narrow[mask - 1] &= ~wide[(mask | 1 << bit) - 1]
    found: list[list[int]] = (np.argwhere(prime) + 1).tolist()
    return [term for term in map(tuple, found) if truth.on[part(term)].any()]


def _proved(truth: Truth, primes: list[Cube], cover: list[Cube]) -> tuple[list[Cube], bool]:
    """Return a minimum and True; the cover that is known and False where that takes too long."""
    points = _points(truth, primes)
    essential = {next(_bits(point)) for point in points if point.bit_count() == 1}
    held = sum(1 << prime for prime in essential)
    points = [point for point in points if not point & held]
    below = len(cover) - len(essential)
    if _apart(points) >= below:
        return cover, True
    try:
        better = _Search().fewer(points, below)
    except SpentError:
        return cover, False
    chosen = None if better is None else sorted(essential) + better
    return cover if chosen is None else [primes[one] for one in chosen], True


def _points(truth: Truth, primes: list[Cube]) -> list[int]:
    """Return of every state that is on which primes hold there, as bits; fewest first."""
    table = np.zeros((len(primes), *truth.on.shape), np.bool_)
    for prime, row in zip(primes, table, strict=True):
        row[part(prime)] = True
    packed = np.packbits(table[:, truth.on], axis=0, bitorder="little")
    found = {int.from_bytes(column.tobytes(), "little") for column in packed.T}
    return sorted(found, key=lambda point: (point.bit_count(), point))


def _bits(number: int) -> Iterator[int]:
    """Yield the places of the bits that are 1."""
    while number:
        yield (number & -number).bit_length() - 1
        number &= number - 1


def _apart(points: Iterable[int]) -> int:
    """Return how many points there are of which no two are in one prime: at least."""
    used = count = 0
    for point in points:
        if not point & used:
            used |= point
            count += 1
    return count


class _Search:
    """Branch and bound over the points that no essential prime holds in."""

    def __init__(self) -> None:
        self._branches = 0

    def fewer(self, points: list[int], below: int) -> list[int] | None:
        """Return the fewest primes that hold in all points, if they are fewer than `below`.

        Raises:
            SpentError: there are too many points, or ways.
        """
        self._branches += 1
        if len(points) > _POINTS or self._branches > _BRANCHES:
            raise SpentError
        points = [one for one in points if not any(_within(other, one) for other in points)]
        if _apart(points) >= below:
            return None
        if not points:
            return []
        best = None
        for prime in _widest(points):
            rest = [point for point in points if not point >> prime & 1]
            found = self.fewer(rest, below - 1)
            if found is not None:
                best = [prime, *found]
                below = len(best)
        return best


def _within(other: int, point: int) -> bool:
    """Whether a prime in `point` is always one in `other` too: `point` is left to it."""
    return other != point and other & point == other


def _widest(points: list[int]) -> list[int]:
    """Return the primes of the first point, without those that hold in no point more."""
    held = {
        prime: sum(1 << place for place, point in enumerate(points) if point >> prime & 1)
        for prime in _bits(points[0])
    }
    kept: list[int] = []
    for prime in sorted(held, key=lambda prime: -held[prime].bit_count()):
        if all(held[prime] & ~held[other] for other in kept):
            kept.append(prime)
    return kept
