"""State spaces: ordered lists of flags. State `i` has them as its bits, the first one highest.

A state is a cell of a map and a `Scenario`, both ways. Source: vectors/README, "Fixed path".
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from mmuviz.core.claims.space import SPACES, Space, SpaceKind, spelled, width
from mmuviz.core.fixed_path import LEAF_KIND
from mmuviz.core.paging import PagingMode
from mmuviz.core.scenario import Scenario
from mmuviz.sweep.columns import YES, Column, States, packed
from mmuviz.sweep.reading import Reading, read

Numbers = npt.NDArray[np.unsignedinteger[Any]]
MAX_BITS: Final = 32


class SpaceName(Enum):
    """What is asked of a state. The value is its word on the command line."""

    WALK = "walk"
    ACCESS = "access"
    ACCESS_ALL = "access-all"
    HARDWARE = "hardware"


def flag_name(column: str) -> str:
    """Return what the program calls a column: `pde.p` for `pde_p`, `wp` for `cr0_wp`."""
    if column == LEAF_KIND:
        return "kind"
    entry, _, flag = column.partition("_")
    return flag if entry in {"cr0", "cr4"} else f"{entry}.{flag}" if flag else entry


@dataclass(frozen=True, slots=True)
class Flag:
    """A flag of a space, by which its states differ.

    Attributes:
        name: what it is called everywhere: `pde.p`, `wp`, `write`, `kind`.
        column: what the columns of recorded files call it: `pde_p`, `cr0_wp`, `leaf_kind`.
        shift: its lowest bit in the number of a state.
        width: how many bits it has: 1, or the 2 of `kind`.
    """

    name: str
    column: str
    shift: int
    width: int

    def of(self, number: int) -> int:
        """Return its value in a state."""
        return number >> self.shift & (1 << self.width) - 1


@dataclass(frozen=True, slots=True)
class Place:
    """Where a scenario is in a space.

    Attributes:
        number: the number of its state.
        unlike: the flags in which the state is another than the scenario, because the space
            does not have them; none: the state asks what the scenario asks.
    """

    number: int
    unlike: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StateSpace:
    """All states of some flags of one mode.

    Attributes:
        name: what is asked of them.
        space: the flags, and the scenario of a state.
    """

    name: SpaceName
    space: Space

    @property
    def mode(self) -> PagingMode:
        """The paging mode."""
        return self.space.mode

    @property
    def flags(self) -> tuple[Flag, ...]:
        """What varies, the highest bits first."""
        return tuple(
            Flag(flag_name(column), column, self.space.shift(column), width(column))
            for column in self.space.columns
        )

    def __len__(self) -> int:
        """How many states there are, those that nobody can ask included."""
        return 1 << sum(map(width, self.space.columns))

    @property
    def asked(self) -> int:
        """How many states somebody can ask (see `exists`)."""
        both = {"write", "fetch"} <= set(self.space.columns)
        return len(self) * 3 // 4 if both else len(self)

    def states(self, numbers: Numbers | None = None) -> States:
        """Return the flags of the states `numbers` as columns, or of all of them in order."""
        if numbers is None:
            numbers = np.arange(len(self), dtype=np.uint32)
        planes = numbers.astype("<u4").view(np.uint8).reshape(-1, MAX_BITS // 8).T.copy()
        columns = {}
        for flag in self.flags:
            bits = ((_bit(planes, flag.shift + bit), 1 << bit) for bit in range(flag.width))
            columns[flag.column] = packed(*bits)
        ones = np.broadcast_to(np.uint8(1), numbers.shape)
        return States(self.mode, columns | dict.fromkeys(self.space.ones, ones))

    def exists(self, states: States) -> Column:
        """Return where a processor can ask it: no access is a write and a fetch at once."""
        return states["write"] & states["fetch"] ^ YES

    def scenario(self, number: int) -> Scenario:
        """Return what a state asks.

        Raises:
            ValueError: nobody can (see `exists`).
        """
        (row,) = self.space.rows([number])
        return row.scenario

    def place(self, scenario: Scenario) -> Place | None:
        """Find the state of a scenario; None where it is of another mode, or nothing is walked.

        The state has the scenario's flags on a path of its own: where tables are shared, aliased
        or outside RAM, only `kind` says so.
        """
        reading = read(scenario) if scenario.cpu.mode is self.mode else None
        if reading is None:
            return None
        number = sum(reading.values.get(one.column, 0) << one.shift for one in self.flags)
        return Place(number, tuple(flag_name(column) for column in self._unlike(reading)))

    def _unlike(self, reading: Reading) -> Iterator[str]:
        columns, ones = self.space.columns, self.space.ones
        for column in reading.telling:
            if column not in columns and reading.values[column] != (column in ones):
                yield column
        if reading.other_table and LEAF_KIND in columns:
            yield LEAF_KIND


def _bit(planes: npt.NDArray[np.uint8], number: int) -> Column:
    """Return one bit of every number, of which `planes` are the bytes, the lowest first."""
    shifted: Column = planes[number >> 3] >> np.uint8(number & 7)
    return shifted & YES


_UPPER: Final = "pml4e:p,w,u,a pdpte:p,w,u,a"


def _made() -> Iterator[StateSpace]:
    for mode in PagingMode:
        yield StateSpace(SpaceName.WALK, SPACES[mode, SpaceKind.WALK])
        yield StateSpace(SpaceName.ACCESS, SPACES[mode, SpaceKind.ACCESS])
    for name, mode, columns in (
        (
            SpaceName.ACCESS_ALL,
            PagingMode.LONG,
            f"leaf_kind {_UPPER} pde:p,w,u,a,d,ps pte:p,w,u,a,d cr0_wp write user",
        ),
        (
            SpaceName.HARDWARE,
            PagingMode.X32,
            "pde:p,w,u,a,d,ps cr4_pse pte:p,w,u,a,d cr0_wp write fetch user",
        ),
        (
            SpaceName.HARDWARE,
            PagingMode.PAE,
            "pdpte:p pde:p,w,u,a,d,ps,nx pte:p,w,u,a,d,nx nxe cr0_wp write fetch user",
        ),
        (
            SpaceName.HARDWARE,
            PagingMode.LONG,
            "pml4e:p,u,nx pdpte:p,u,nx pde:p,u,ps,nx pte:p,w,u,d,nx nxe cr0_wp write fetch user",
        ),
    ):
        kind = SpaceKind.ACCESS if name is SpaceName.ACCESS_ALL else SpaceKind.WALK
        ones = ("pml4e_w", "pdpte_w", "pde_w") if "pde:p,u,ps" in columns else ()
        yield StateSpace(name, Space(kind, mode, spelled(columns), ones))


STATE_SPACES: Final[Mapping[tuple[PagingMode, SpaceName], StateSpace]] = {
    (space.mode, space.name): space for space in _made()
}
"""The spaces. ACCESS of long mode has its upper entries fixed; ACCESS_ALL has them vary (2^24).

HARDWARE is for the rules that KVM's walks do not know: D, NX, NXE, fetches. In long mode its
upper entries allow writing, and A does not vary: that is WALK.
"""
