"""Columns: one flag or one result of many states, a byte a state.

A flag is 0 or 1, so that `&`, `|`, `^ YES` are and, or, not: whole columns are reckoned at once.
Where `y` holds in `x` only, `x ^ y` is: x, but not y.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from mmuviz.core.fixed_path import ENTRY_NAMES
from mmuviz.core.paging import Level, PagingMode
from mmuviz.core.result import Outcome
from mmuviz.core.shadow.guest import Ending

Column = npt.NDArray[Any]
"""A column: uint8. (NumPy's types know too little of `^ YES` to say so.)"""

Results = dict[str, Column]
"""Results by name: `outcome`, `error_code`, `pde_a`... All uint8, but `shadow_leaf`: uint16."""

NO: Final[Column] = np.zeros(1, np.uint8)
YES: Final[Column] = np.ones(1, np.uint8)
NONE: Final = 255
"""No error code, as in the recorded files."""

OUTCOMES: Final = (
    Outcome.MAPPED,
    Outcome.NOT_PRESENT,
    Outcome.ACCESS_ERROR,
    Outcome.RESERVED_BIT,
)
"""What `outcome` of a walk says, by its number."""

ENDINGS: Final = (
    Ending.DONE,
    Ending.INJECTED,
    Ending.EMULATE,
    Ending.LIVELOCK,
    Ending.HOST_BUG,
    Ending.HOST_HANG,
)
"""What `outcome` of an access says, by its number: the recorded files' codes."""


class Refusal:
    """Bits of `checks`: which checks of a walk refuse, by the letters of the screen."""

    PRESENT: Final = 1 << 0
    WRITE: Final = 1 << 1
    USER: Final = 1 << 2
    RESERVED: Final = 1 << 3
    FETCH: Final = 1 << 4
    SUPERVISOR: Final = 1 << 5


CHECK_LETTERS: Final = (
    (Refusal.PRESENT, "a"),
    (Refusal.WRITE, "b"),
    (Refusal.USER, "c"),
    (Refusal.RESERVED, "r"),
    (Refusal.FETCH, "x"),
    (Refusal.SUPERVISOR, "s"),
)


def check_letters(checks: int) -> str:
    """Return the letters of checks: `b c`; empty for none."""
    return " ".join(letter for bit, letter in CHECK_LETTERS if checks & bit)


class States:
    """The flags of many states of one mode, a column each. A flag that has none is 0.

    Attributes:
        mode: the paging mode.
        rows: how many states.
        names: the columns there are, as the recorded files call them (`pde_p`, `cr0_wp`).
    """

    __slots__ = ("_columns", "mode", "rows")

    def __init__(self, mode: PagingMode, columns: Mapping[str, Column]) -> None:
        """Take the columns, all of the same length."""
        self.mode = mode
        self._columns = columns
        self.rows = len(next(iter(columns.values())))

    def __getitem__(self, name: str) -> Column:
        """Return a column; one that is not there is 0 in every state."""
        return self._columns.get(name, NO)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the columns there are."""
        return tuple(self._columns)

    def block(self, start: int, stop: int) -> "States":
        """Return the states from `start` up to `stop`, without copying."""
        return States(self.mode, {name: one[start:stop] for name, one in self._columns.items()})

    def tiers(self) -> list["Tier"]:
        """Return the entries on the path, root first."""
        return [self._tier(level) for level in self.mode.levels]

    def _tier(self, level: Level) -> "Tier":
        name = ENTRY_NAMES[level.number]
        leaf = YES if level.number == 1 else NO
        if level.number == 2:
            leaf = self[f"{name}_ps"]
            if self.mode is PagingMode.X32:
                leaf = leaf & self["cr4_pse"]
        p, w, u, a, d = (self[f"{name}_{flag}"] for flag in "pwuad")
        return Tier(level, name, p, w, u, a, d, leaf)


@dataclass(frozen=True, slots=True)
class Tier:
    """The entries of one level.

    Attributes:
        level: the level.
        name: what columns call its entry.
        p: P.
        w: W.
        u: U.
        a: A.
        d: D.
        leaf: the walk ends here if the entry is present: a PTE, or a large PDE.
    """

    level: Level
    name: str
    p: Column
    w: Column
    u: Column
    a: Column
    d: Column
    leaf: Column


def where(condition: npt.NDArray[np.bool_]) -> Column:
    """Return 1 where the condition holds."""
    return condition.view(np.uint8)


def packed(*parts: tuple[Column, int]) -> Column:
    """Return a byte a state: the values, or-ed, of those flags that are 1."""
    found: Column = NO
    for flag, value in parts:
        found = found | flag * np.uint8(value)
    return found


def code_of(fault: Column, code: Column) -> Column:
    """Return `code` where there is a fault, NONE elsewhere."""
    found: Column = code | (fault - YES)  # 0 - 1 is 255
    return found
