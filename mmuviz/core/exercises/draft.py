"""A path thrown by chance: what a question may become, if it needs the right rules."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from mmuviz.core.access import Access
from mmuviz.core.bits import PAGE_SHIFT, Pte
from mmuviz.core.build import blank
from mmuviz.core.cpu import CpuState
from mmuviz.core.exercises.dice import Dice
from mmuviz.core.exercises.difficulty import ABSENT, LARGE, PAGE
from mmuviz.core.exercises.question import RAM, PrintedTable, scenario_of
from mmuviz.core.paging import Level, PagingMode
from mmuviz.core.scenario import Scenario

_LIKELY: Final = ((Pte.W, 0.6), (Pte.U, 0.6), (Pte.A, 0.5), (Pte.D, 0.4))
_ZERO: Final = 0.5  # an absent leaf that is 0; the others keep their frame and flags
_ABSENT: Final = 0.15
_SURE: Final = {PAGE, ABSENT, LARGE}  # what is absent here is no matter of chance


@dataclass(frozen=True, slots=True)
class Draft:
    """A path, and the access that walks it.

    Attributes:
        cpu: the processor.
        access: what is asked.
        path: the table of each level with its one entry on the path, root first. Below a large
            page there is a table too, which only a wrong walk comes to.
    """

    cpu: CpuState
    access: Access
    path: tuple[PrintedTable, ...]

    @property
    def scenario(self) -> Scenario:
        """The path alone, as a scenario."""
        return replace(scenario_of(self.cpu, self.path), access=self.access)

    @property
    def situation(self) -> tuple[int, ...]:
        """What makes questions alike: the access, CR0.WP and the flags of the path."""
        flags = [value & 0xFFF for table in self.path for _index, value in table.entries]
        return (self.access.write, self.access.user, self.cpu.wp, *flags)


def throw(dice: Dice, mode: PagingMode, target: str) -> Draft:
    """Return a path by chance, one that may do for `target`."""
    gva, frames = _address(dice, mode), Frames(dice)
    cpu = replace(blank(mode).cpu, cr3=frames.small(), wp=dice.chance(0.5))
    access = Access(gva, write=dice.chance(0.5), user=dice.chance(0.5))
    absent = dice.pick(mode.levels) if target == ABSENT else None
    table = cpu.cr3
    path = []
    for level in mode.levels:
        is_large = target == LARGE and level.number == 2
        below = frames.large(level) if is_large else frames.small()
        present = level is not absent if target in _SURE else not dice.chance(_ABSENT)
        value = below | _flags(dice, level) | (Pte.P if present else 0) | Pte.PS * is_large
        if not present and level.number == 1 and dice.chance(_ZERO):
            value = 0
        where = table if level.has_rights else None
        path.append(PrintedTable(level, where, ((level.select(gva), value),)))
        table = below
    return Draft(cpu, access, tuple(path))


def _address(dice: Dice, mode: PagingMode) -> int:
    """Return an address to a word, canonical in long mode."""
    gva = dice.below(1 << 10) << 2
    for level in mode.levels:
        gva |= dice.below(level.entries) << level.shift
    return gva | -(gva >> 47) % (1 << 17) << 47


def _flags(dice: Dice, level: Level) -> int:
    """Return W, U, A and D by chance; a PDPTR has none of them."""
    bits = sum(bit for bit, likelihood in _LIKELY if dice.chance(likelihood))
    return bits if level.has_rights else 0


class Frames:
    """Frames of RAM, each given out once."""

    __slots__ = ("_dice", "_given")

    def __init__(self, dice: Dice, given: Iterable[int] = ()) -> None:
        """Begin with the frames that are `given` already."""
        self._dice = dice
        self._given = set(given)

    def small(self) -> int:
        """Return the address of a 4 KiB frame."""
        return self._fresh(PAGE_SHIFT)

    def large(self, level: Level) -> int:
        """Return the address of a frame that a large entry of `level` maps."""
        return self._fresh(level.shift)

    def _fresh(self, shift: int) -> int:
        while True:
            frame = 1 + self._dice.below((RAM.size >> shift) - 1) << shift
            if frame not in self._given:
                self._given.add(frame)
                return frame
