"""A map of all states as it is drawn: its cells, what its groups are called, what a flag says."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from mmuviz.core.paging import PagingMode
from mmuviz.present.atlas_legend import LegendRow
from mmuviz.sweep.arrangement import Arrangement, Grid
from mmuviz.sweep.colouring import Colouring
from mmuviz.sweep.columns import Column
from mmuviz.sweep.space import Flag, StateSpace


@dataclass(frozen=True, eq=False)
class MapPicture:
    """A map, ready to be drawn.

    Attributes:
        space: whose states.
        grid: where they lie.
        cells: the number of the group of each cell (`Grid.cells` of `Colouring.cells`).
        mixed: where the states of a cell are of several groups.
        groups: the groups, as the legend lists them.
        compared: the marks are where two rules differ.
        title: what it shows; over an exported picture.
        caption: the space, and what the colours are of.
    """

    space: StateSpace
    grid: Grid
    cells: Column
    mixed: Column
    groups: tuple[LegendRow, ...]
    compared: bool
    title: str = ""
    caption: str = ""

    @cached_property
    def down(self) -> tuple[Flag, ...]:
        """The flags of the rows, the outermost first."""
        return _flags(self.space, self.grid.arrangement.rows)

    @cached_property
    def across(self) -> tuple[Flag, ...]:
        """The flags of the columns, the outermost first."""
        return _flags(self.space, self.grid.arrangement.columns)

    def group(self, number: int) -> LegendRow | None:
        """Return the group of a cell; None: it belongs to none."""
        return next((group for group in self.groups if group.number == number), None)


def map_picture(  # noqa: PLR0913, PLR0917  # what is shown, and the words for it
    space: StateSpace,
    colouring: Colouring,
    arrangement: Arrangement,
    groups: Sequence[LegendRow],
    title: str = "",
    caption: str = "",
) -> MapPicture:
    """Lay a colouring out.

    Raises:
        ValueError: the arrangement does not have just the flags of the space.
    """
    grid = Grid(space, arrangement)
    cells, mixed = grid.cells(colouring.cells), grid.mixed(colouring.cells)
    compared = colouring.lens.against is not None
    return MapPicture(space, grid, cells, mixed, tuple(groups), compared, title, caption)


def _flags(space: StateSpace, names: Sequence[str]) -> tuple[Flag, ...]:
    flags = {flag.name: flag for flag in space.flags}
    return tuple(flags[name] for name in names)


_ASKED: Final = {
    "user": ("supervisor", "user"),
    "write": ("read", "write"),
    "fetch": ("no fetch", "fetch"),
}
_KINDS: Final = ("RAM", "MMIO", "directory", "page table")
_KINDS_SHORT: Final = ("RAM", "MMIO", "dir", "table")


def flag_text(flag: Flag, value: int, mode: PagingMode, *, short: bool = False) -> str:
    """Return what a flag's value is called: `user`, `WP 0`, `PDE absent`, `PTE W 1`.

    Args:
        flag: the flag.
        value: its value.
        mode: the paging mode: the four loaded entries of PAE are called PDPTR.
        short: the entry's name is said beside it: `absent`, `W 1`. Presence alone keeps it.
    """
    if flag.name in _ASKED:
        return _ASKED[flag.name][value]
    if flag.name == "kind":
        return _KINDS_SHORT[value] if short else f"leaf {_KINDS[value]}"
    entry, _, bit = flag.name.partition(".")
    if not bit:
        return f"{entry.upper()} {value}"
    is_loaded = entry == "pdpte" and mode is PagingMode.PAE
    name = "PDPTR" if is_loaded else entry.upper()
    if bit == "p" and value:
        return f"{name} P"
    if bit == "p":
        return f"{name} 0" if is_loaded else "absent" if short else f"{name} absent"
    return f"{bit.upper()} {value}" if short else f"{name} {bit.upper()} {value}"
