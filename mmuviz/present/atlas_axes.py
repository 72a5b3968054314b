"""The headers of a map's axes: nested flags, the outermost first, as many as there is room for.

Source: look.md, "Atlas: nested axes, outermost flag biggest".
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from mmuviz.core.paging import PagingMode
from mmuviz.present.atlas_map import MapPicture, flag_text
from mmuviz.sweep.colouring import Sort
from mmuviz.sweep.map_ground import Fold
from mmuviz.sweep.space import Flag

Ranges = Sequence[tuple[int, int]]
"""Cells from one up to another, several times."""


@dataclass(frozen=True, slots=True)
class Span:
    """Cells that share the value of a flag.

    Attributes:
        start: the first cell.
        stop: the cell behind the last.
        text: what the value is called.
    """

    start: int
    stop: int
    text: str


@dataclass(frozen=True, slots=True)
class Header:
    """The names of an axis.

    Attributes:
        context: flags, outermost first, that are the same wherever one looks.
        strips: the flags below, a strip each.
    """

    context: tuple[str, ...]
    strips: tuple[tuple[Span, ...], ...]


def header(
    flags: Sequence[Flag],
    mode: PagingMode,
    shown: Ranges,
    fits: Callable[[str, int], bool],
    most: int,
) -> Header:
    """Return the header of an axis.

    Args:
        flags: its flags, the outermost first.
        mode: the paging mode, for the names of entries.
        shown: the cells in sight that are not folded.
        fits: whether a text has room beside or above so many cells.
        most: how many strips there may be.
    """
    context: list[str] = []
    strips: list[tuple[Span, ...]] = []
    for level in range(len(flags)):
        size = 1 << sum(flag.width for flag in flags[level + 1 :])
        seen = {start // size for start, _ in shown} | {(stop - 1) // size for _, stop in shown}
        if len(seen) == 1 and not strips:
            context.append(_text(flags, level, seen.pop(), mode, short=False))
            continue
        values = range(1 << flags[level].width)
        if len(strips) == most or not all(
            fits(_text(flags, level, value, mode), size) for value in values
        ):
            break
        strips.append(_strip(flags, level, size, shown, mode))
    return Header(tuple(context), tuple(strips))


def _strip(
    flags: Sequence[Flag], level: int, size: int, shown: Ranges, mode: PagingMode
) -> tuple[Span, ...]:
    places = sorted(
        {place for start, stop in shown for place in range(start // size, (stop - 1) // size + 1)}
    )
    return tuple(
        Span(place * size, (place + 1) * size, _text(flags, level, place, mode)) for place in places
    )


def _text(
    flags: Sequence[Flag], level: int, place: int, mode: PagingMode, *, short: bool = True
) -> str:
    """Return what a flag says at the `place`-th of its spans; short below its own entry."""
    flag = flags[level]
    entry = flag.name.partition(".")[0]
    under = level and flags[level - 1].name.partition(".")[0] == entry
    presence = flag.name.endswith(".p")
    number = place & (1 << flag.width) - 1
    value = 1 - number if flag.width == 1 else number
    return flag_text(
        flag, value, mode, short=short and bool(under or presence or "." not in flag.name)
    )


def place_texts(flags: Sequence[Flag], mode: PagingMode, cell: int, levels: int) -> list[str]:
    """Return what the outer `levels` flags say at a cell, the outermost first."""
    texts = []
    for level in range(levels):
        below = sum(flag.width for flag in flags[level + 1 :])
        texts.append(_text(flags, level, cell >> below, mode, short=False))
    return texts


def fold_label(picture: MapPicture, fold: Fold) -> str:
    """Return the name of folded rows: `PDE absent`; entries that are there are not said."""
    texts = place_texts(picture.down, picture.space.mode, fold.start, fold.level)
    telling = [text for text in texts if not text.endswith(" P")]
    return ", ".join(telling or texts[-1:])


def fold_texts(picture: MapPicture, fold: Fold) -> tuple[str, str]:
    """Return what is said of folded rows, in a sentence and short."""
    grid = picture.grid
    count = (fold.stop - fold.start) * grid.columns * grid.depth
    group = None if fold.number is None else picture.group(fold.number)
    if fold.number is None:
        why = "states in rows that are all alike, folded"
    elif picture.compared and group is not None and group.sort is not Sort.MARK:
        why = "states that never differ, folded"
    else:
        why = "states that are all alike, folded"
    return f"{count:,} {why}", f"{count:,}, folded"


def cell_text(picture: MapPicture, row: int, column: int) -> str:
    """Return a cell in words, for those who do not see the map."""
    mode, arrangement = picture.space.mode, picture.grid.arrangement
    parts = [
        *place_texts(picture.across, mode, column, len(arrangement.columns)),
        *place_texts(picture.down, mode, row, len(arrangement.rows)),
    ]
    group = picture.group(int(picture.cells[row, column]))
    name = "left out" if group is None else f"{group.letter} {group.title}".strip()
    return f"{name}: {', '.join(parts)}"
