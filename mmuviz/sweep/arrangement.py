"""How the states of a space are laid out as a map: which flags run down it, which across.

Flags are nested, the outermost first, as in a Karnaugh map. Of a flag, 1 stands before 0: what is
there comes first; the values of `kind` stand in their order.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from mmuviz.sweep.columns import Column
from mmuviz.sweep.example import smallest
from mmuviz.sweep.space import Flag, Numbers, StateSpace

_ACROSS: Final = ("user", "write", "fetch", "wp", "pse", "nxe", "kind")
_IN_ENTRY: Final = ("p", "ps", "u", "w", "a", "d", "nx")


class Zone(Enum):
    """What a flag is used for. The value is its word."""

    ROWS = "rows"
    COLUMNS = "columns"
    FIXED = "fixed"
    IGNORED = "ignored"


@dataclass(frozen=True, slots=True)
class Arrangement:
    """A layout of all states.

    Attributes:
        rows: the flags that run down, the outermost first.
        columns: the flags that run across, the outermost first.
        fixed: flags with the one value at which they are looked at.
        ignored: flags whose states share a cell.
    """

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    fixed: tuple[tuple[str, int], ...] = ()
    ignored: tuple[str, ...] = ()

    @property
    def flags(self) -> tuple[str, ...]:
        """All its flags, by zone."""
        return (*self.rows, *self.columns, *(name for name, _ in self.fixed), *self.ignored)

    def zone(self, flag: str) -> Zone:
        """Return where a flag is.

        Raises:
            ValueError: there is no such flag.
        """
        for zone, names in self._zones().items():
            if flag in names:
                return zone
        raise ValueError(f"{flag} is no flag of this map")

    def in_zone(self, zone: Zone) -> list[str]:
        """Return the flags of a zone, the outermost first."""
        return list(self._zones()[zone])

    def moved(
        self, flag: str, zone: Zone, place: int | None = None, value: int = 1
    ) -> "Arrangement":
        """Return it with a flag moved to `place` of a zone (None: the innermost).

        Args:
            flag: which.
            zone: where to.
            place: how many stand before it there, the flag itself not counted.
            value: what it is fixed at, where the zone is FIXED.

        Raises:
            ValueError: there is no such flag.
        """
        self.zone(flag)
        values = dict(self.fixed) | {flag: value}
        zones = {
            one: [name for name in names if name != flag] for one, names in self._zones().items()
        }
        target = zones[zone]
        target.insert(len(target) if place is None else place, flag)
        return Arrangement(
            tuple(zones[Zone.ROWS]),
            tuple(zones[Zone.COLUMNS]),
            tuple((name, values[name]) for name in zones[Zone.FIXED]),
            tuple(zones[Zone.IGNORED]),
        )

    def fixed_at(self, flag: str, value: int) -> "Arrangement":
        """Return it with a fixed flag at another value."""
        fixed = tuple((name, value if name == flag else old) for name, old in self.fixed)
        return replace(self, fixed=fixed)

    def _zones(self) -> dict[Zone, tuple[str, ...]]:
        fixed = tuple(name for name, _ in self.fixed)
        return {
            Zone.ROWS: self.rows,
            Zone.COLUMNS: self.columns,
            Zone.FIXED: fixed,
            Zone.IGNORED: self.ignored,
        }


def usual(space: StateSpace) -> Arrangement:
    """Return the layout that a space is shown in first: who asks, and the leaf, run across."""
    names = [flag.name for flag in space.flags]
    across = [name for name in _ACROSS if name in names]
    entries = [names_of(names, entry) for entry in ("pml4e", "pdpte", "pde", "pte")]
    *down, leaf = [entry for entry in entries if entry]
    rows, columns = [name for entry in down for name in entry], [*across, *leaf]
    while len(rows) > len(columns) + 1:
        columns.insert(len(across), rows.pop())
    return Arrangement(tuple(rows), tuple(columns))


def names_of(names: Iterable[str], entry: str) -> list[str]:
    """Return the flags of an entry, what decides most first."""
    found = [name for name in names if name.partition(".")[0] == entry and "." in name]
    return sorted(found, key=lambda name: _IN_ENTRY.index(name.partition(".")[2]))


class Grid:
    """The cells of an arrangement: where a state is, and what states a cell stands for.

    Attributes:
        arrangement: the layout.
        rows: how many cells stand one below the other.
        columns: how many stand side by side.
        depth: how many states share a cell.
    """

    def __init__(self, space: StateSpace, arrangement: Arrangement) -> None:
        """Lay the states of `space` out.

        Raises:
            ValueError: the arrangement does not have just the flags of the space.
        """
        self.arrangement = arrangement
        self._flags = space.flags
        flags = {flag.name: flag for flag in self._flags}
        if sorted(arrangement.flags) != sorted(flags):
            raise ValueError("the arrangement does not have just the flags of the space")
        self._down = [flags[name] for name in arrangement.rows]
        self._across = [flags[name] for name in arrangement.columns]
        self._deep = [flags[name] for name in arrangement.ignored]
        self._base = sum(value << flags[name].shift for name, value in arrangement.fixed)
        self._numbers_down = _numbers(self._down)
        self._numbers_across = _numbers(self._across)
        self._numbers_deep = _numbers(self._deep)
        self.rows = len(self._numbers_down)
        self.columns = len(self._numbers_across)
        self.depth = len(self._numbers_deep)

    def states(self, row: int, column: int) -> Numbers:
        """Return the numbers of the states of a cell."""
        cell = self._numbers_down[row] | self._numbers_across[column] | np.uint32(self._base)
        found: Numbers = cell | self._numbers_deep
        return found

    def telling(self, values: Column, row: int, column: int) -> int:
        """Return the state that gives a cell its value (see `cells`), with the fewest flags set."""
        numbers = np.sort(self.states(row, column))
        here = values[numbers]
        return smallest(self._flags, numbers[here == here.max()])

    def place(self, number: int) -> tuple[int, int] | None:
        """Return row and column of a state; None: a fixed flag has another value."""
        mask = ~0
        for flag in (*self._down, *self._across, *self._deep):
            mask &= ~((1 << flag.width) - 1 << flag.shift)
        if number & mask != self._base:
            return None
        return _place(self._down, number), _place(self._across, number)

    def cells(self, values: Column) -> npt.NDArray[Any]:
        """Return the value of every cell, of shape (rows, columns); the highest of those in it.

        Groups that matter more have higher numbers (`Colouring.cells`), so that a single state
        that differs is not lost among many that share its cell.
        """
        highest = values[self._numbers_of(0)]
        for deep in range(1, self.depth):
            np.maximum(highest, values[self._numbers_of(deep)], out=highest)
        return highest

    def mixed(self, values: Column) -> npt.NDArray[np.bool_]:
        """Return where the states of a cell do not agree, of shape (rows, columns)."""
        first = values[self._numbers_of(0)]
        found = np.zeros(first.shape, np.bool_)
        for deep in range(1, self.depth):
            found |= values[self._numbers_of(deep)] != first
        return found

    def _numbers_of(self, deep: int) -> Numbers:
        """Return the number of the state at a depth of every cell."""
        base = np.uint32(self._base) | self._numbers_deep[deep]
        found: Numbers = (self._numbers_down | base)[:, None] | self._numbers_across
        return found


def _values(flag: Flag) -> Sequence[int]:
    """Return the values of a flag in the order in which they stand."""
    return (1, 0) if flag.width == 1 else range(1 << flag.width)


def _numbers(flags: Sequence[Flag]) -> npt.NDArray[np.uint32]:
    """Return the bits of the states of every place of an axis."""
    found = np.zeros(1, np.uint32)
    for flag in flags:
        bits = np.array([value << flag.shift for value in _values(flag)], np.uint32)
        found = (found[:, None] | bits).ravel()
    return found


def _place(flags: Sequence[Flag], number: int) -> int:
    """Return where a state stands on an axis."""
    place = 0
    for flag in flags:
        place = (place << flag.width) + _values(flag).index(flag.of(number))
    return place


def shrunk(cells: npt.NDArray[Any], rows: int, columns: int) -> npt.NDArray[Any]:
    """Return a map of at most `rows` by `columns` cells: the highest of those that become one.

    Nothing that stands alone is lost (see `Grid.cells`); a map that is small enough is returned
    as it is.
    """
    for axis, most in enumerate((rows, columns)):
        size = cells.shape[axis]
        if size > most:
            starts = np.arange(most, dtype=np.intp) * size // most
            cells = np.maximum.reduceat(cells, starts, axis=axis)
    return cells
