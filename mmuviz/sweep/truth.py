"""Truth tables: a column without the flags on which it does not depend.

States that nobody can ask are open: a rule may say what it likes of them.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from mmuviz.sweep.columns import YES, Column
from mmuviz.sweep.formula import Literal
from mmuviz.sweep.space import Flag

Bools = npt.NDArray[np.bool_]
Cube = tuple[int, ...]
"""A term: of every variable the values that it allows, as bits of a mask."""

FEW: Final = 10
"""Up to so many boolean variables are few: every table has a cover, and a minimum is sought."""

_NO, _YES, _BOTH = 1, 2, 3  # codes of a state; 0 is open


@dataclass(frozen=True, slots=True)
class Variable:
    """What is left of a flag.

    Attributes:
        flag: the flag.
        bits: its bits on which the column depends, the highest first: one, or both of `kind`.
    """

    flag: Flag
    bits: tuple[int, ...]

    @property
    def full(self) -> int:
        """The mask of all its values."""
        return (1 << (1 << len(self.bits))) - 1

    def literal(self, mask: int) -> Literal:
        """Return what a mask of its values says of the flag."""
        allowed = 0
        for value in range(1 << self.flag.width):
            own = sum((value >> bit & 1) << place for place, bit in enumerate(self.bits[::-1]))
            allowed |= (mask >> own & 1) << value
        return Literal(self.flag, allowed)


@dataclass(frozen=True, slots=True, eq=False)
class Truth:
    """The table, with an axis for each variable.

    Attributes:
        variables: what is left, the highest flags first.
        on: where a rule has to hold.
        off: where it must not.
    """

    variables: tuple[Variable, ...]
    on: Bools
    off: Bools

    @property
    def bits(self) -> int:
        """How many boolean variables there are."""
        return sum(len(variable.bits) for variable in self.variables)

    def terms(self, cubes: Iterable[Cube]) -> tuple[tuple[Literal, ...], ...]:
        """Return cubes as literals, in the order of the variables."""
        return tuple(
            tuple(
                variable.literal(mask)
                for variable, mask in zip(self.variables, cube, strict=True)
                if mask != variable.full
            )
            for cube in cubes
        )


def part(cube: Cube) -> tuple[Any, ...]:
    """Return the index of a cube in a table."""
    return tuple(_AXES[mask] for mask in cube)


def _axis(mask: int) -> slice | list[int]:
    values = [value for value in range(4) if mask >> value & 1]
    run = values[-1] - values[0] + 1 == len(values)
    return slice(values[0], values[-1] + 1) if run else values


_AXES: Final = [slice(0), *map(_axis, range(1, 16))]


def truth(flags: Iterable[Flag], column: Column, exists: Column) -> Truth:
    """Return the table of a column over all states, which is 1 where a rule has to hold.

    A flag goes if no two states that exist and differ in it only have different values. What is
    open in one half of the table and known in the other is known from then on, so that flags that
    go later do not contradict those that went before.
    """
    codes: npt.NDArray[np.uint8] = (column + YES) * exists
    variables = []
    for flag in flags:
        bits = []
        for bit in reversed(range(flag.width)):
            halves = codes.reshape(-1, 2, 1 << (flag.shift + bit))
            either = halves[:, 0] | halves[:, 1]
            if either.max() == _BOTH:
                bits.append(bit)
            else:
                codes = either
        if bits:
            variables.append(Variable(flag, tuple(bits)))
    shape = [1 << len(variable.bits) for variable in variables]
    assert math.prod(shape) == codes.size
    codes = codes.reshape(shape)
    return Truth(tuple(variables), codes == _YES, codes == _NO)
