"""Through which of the guest's entries an operation comes: the one that tells it from others."""

from collections.abc import Sequence
from dataclasses import dataclass

from mmuviz.core.bits import Pte
from mmuviz.core.events import EntryRead

BitState = tuple[str, bool]
"""A bit's letter and value."""

_RIGHTS = (("W", Pte.W), ("U", Pte.U))


@dataclass(frozen=True, slots=True)
class Way:
    """An entry on the path of an operation.

    Attributes:
        level: its level's number.
        name: `PDE 1`.
        index: its number.
        bits: (letter, value) of the bits that decide: P of an absent entry, else W and U, and X
            where it is set.
    """

    level: int
    name: str
    index: int
    bits: tuple[BitState, ...]

    @property
    def text(self) -> str:
        """`PDE 1, W 0, U 1`."""
        return ", ".join((self.name, *(f"{letter} {int(value)}" for letter, value in self.bits)))


def ways(paths: Sequence[Sequence[EntryRead]]) -> tuple[Way | None, ...]:
    """Return for each path the entry that takes a right away, or where the paths part.

    Args:
        paths: the entries of each operation, from the root down; empty for one without a walk.
    """
    parting = _parting_level(paths)
    return tuple(_way(path, parting) if path else None for path in paths)


def _parting_level(paths: Sequence[Sequence[EntryRead]]) -> int | None:
    """Return the first level at which the paths go through different entries."""
    used: dict[int, set[int]] = {}
    for path in paths:
        for read in path:
            if read.level.has_rights:  # a PDPTR has none to tell of
                used.setdefault(read.level.number, set()).add(read.index)
    parted = [number for number, indices in used.items() if len(indices) > 1]
    return max(parted, default=None)


def _way(path: Sequence[EntryRead], parting: int | None) -> Way:
    narrowing = (read for read in path if _narrows(read))
    here = (read for read in path if read.level.number == parting)
    read = next(narrowing, None) or next(here, path[-1])
    level = read.level
    return Way(level.number, f"{level.name} {read.index}", read.index, bits_of(read))


def _narrows(read: EntryRead) -> bool:
    """Whether an entry takes a right away: P, W or U is 0, or X is 1."""
    return any(value == (letter == "X") for letter, value in bits_of(read))


def bits_of(read: EntryRead) -> tuple[BitState, ...]:
    """Return the bits of an entry that decide."""
    value = read.value or 0
    if not value & Pte.P or not read.level.has_rights:
        return (("P", bool(value & Pte.P)),)
    rights = tuple((letter, bool(value & bit)) for letter, bit in _RIGHTS)
    return (*rights, ("X", True)) if value & Pte.NX else rights
