"""How far another processor and hardware's rules agree over many states, point by point."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from mmuviz.core.fixed_path import ENTRY_NAMES
from mmuviz.core.paging import PagingMode
from mmuviz.core.second_opinion import Limit, Point, Verdict

KEPT: Final = 5
"""States that differ and are kept, to be told; the others are counted."""


@dataclass(frozen=True, slots=True)
class Unlike:
    """A state in which the engine and hardware part, and no known limit explains it.

    Attributes:
        number: the state.
        points: what both say.
    """

    number: int
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Agreement:
    """What came of some states.

    Attributes:
        states: how many were asked.
        counts: how many came to a verdict, by point and verdict.
        open_set: in how many the engine set an A that is left open, by point.
        limits: how many are explained by a limit.
        unlike: how many differ, and nothing explains it.
        first: the first of these.
        problem: why the engine could not be asked all of them, in a sentence; empty where it was.
    """

    states: int = 0
    counts: Mapping[tuple[str, Verdict], int] = field(default_factory=Counter)
    open_set: Mapping[str, int] = field(default_factory=Counter)
    limits: Mapping[Limit, int] = field(default_factory=Counter)
    unlike: int = 0
    first: tuple[Unlike, ...] = ()
    problem: str = ""

    def __add__(self, later: "Agreement") -> "Agreement":
        """Join what came of later states."""
        return Agreement(
            self.states + later.states,
            Counter(self.counts) + Counter(later.counts),
            Counter(self.open_set) + Counter(later.open_set),
            Counter(self.limits) + Counter(later.limits),
            self.unlike + later.unlike,
            (*self.first, *later.first)[:KEPT],
            self.problem or later.problem,
        )

    def whats(self, mode: PagingMode) -> tuple[str, ...]:
        """Return the points there are, those of every state first."""
        usual = compared_points(mode)
        others = {what for what, _verdict in self.counts} - {*usual}
        return (*usual, *sorted(others))


def compared_points(mode: PagingMode) -> tuple[str, ...]:
    """Return what is compared of every state, in its order; a PML4E maps no page, and has no D."""
    return (
        "outcome",
        "error_code",
        "gpa",
        *(f"{ENTRY_NAMES[level.number]}.a" for level in mode.levels if level.has_rights),
        *(
            f"{ENTRY_NAMES[level.number]}.d"
            for level in mode.levels
            if level.has_rights and level.number < 4
        ),
    )
