"""The pixels of a map: the highest cell under each, patterns, folds, and blocks of one group.

The groups that matter more have the higher numbers (`Colouring.cells`), so that a single state
that differs keeps its pixel, however many share it.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt

from mmuviz.sweep.map_axis import Axis, Piece

Pixels = npt.NDArray[np.uint8]
_Numbers = npt.NDArray[np.intp]

GAP: Final = 127
"""The pixel between cells, where there are patterns; see `Ground.gap`."""
INKED: Final = 128
"""Added to the number of a group where its pattern has ink."""
_MANY: Final = 8


class Block(NamedTuple):
    """A rectangle of cells of one group, in cells."""

    top: int
    bottom: int
    left: int
    right: int
    number: int


class Fold(NamedTuple):
    """Rows that are all alike, the whole of a flag's value.

    Attributes:
        start: the first row.
        stop: the row behind the last.
        level: how many flags are the same in all of them.
        number: the one group of all its cells; None: there are several.
    """

    start: int
    stop: int
    level: int
    number: int | None


def folds(cells: npt.NDArray[Any], widths: Sequence[int]) -> list[Fold]:
    """Return the largest subtrees of the rows' flags in which one row is as the other.

    Args:
        cells: the map.
        widths: the bits of the flags that run down, the outermost first.
    """
    alike = np.ones(len(cells), np.bool_)
    alike[1:] = (cells[1:] == cells[:-1]).all(axis=1)
    return [] if alike.all() else _folds(cells, alike, widths, 0, 0)


def _folds(
    cells: npt.NDArray[Any],
    alike: npt.NDArray[np.bool_],
    widths: Sequence[int],
    level: int,
    start: int,
) -> list[Fold]:
    size = 1 << sum(widths[level:])
    if alike[start + 1 : start + size].all():
        row = cells[start]
        number = int(row[0]) if (row == row[0]).all() else None
        return [Fold(start, start + size, level, number)] if size > 1 else []
    inner = size >> widths[level]
    return [
        fold
        for child in range(start, start + size, inner)
        for fold in _folds(cells, alike, widths, level + 1, child)
    ]


class Ground:
    """A map's cells, ready to be made into pixels.

    Attributes:
        cells: the number of the group of each cell.
        gap: the pixel where there is no cell.
    """

    def __init__(
        self, cells: npt.NDArray[Any], marks: Mapping[int, int], others: Mapping[int, int]
    ) -> None:
        """Take a map.

        Args:
            cells: the number of the group of each cell.
            marks: the pattern of the groups that have blocks: 1 to 7 (see `pixels`). With more
                groups than patterns leave room for there are none.
            others: the pattern of cells without.
        """
        self.cells = np.ascontiguousarray(cells, np.uint8)
        self._is_marked = np.zeros(256, np.bool_)
        self._is_marked[list(marks)] = True
        patterns = bytearray(256)
        crowded = int(self.cells.max(initial=0)) >= GAP
        self.gap = 255 if crowded else GAP
        for number, kind in () if crowded else (*marks.items(), *others.items()):
            patterns[number] = kind
        self._kinds = bytes(patterns)

    def pixels(
        self, rows: Axis, columns: Axis, window: tuple[int, int, int, int], tile: Pixels
    ) -> Pixels:
        """Return what is seen through a window, a byte a pixel: a group, `gap`, or with INKED.

        Args:
            rows: where the rows lie.
            columns: where the columns lie.
            window: its left and upper pixel, width and height.
            tile: 8 by 8 pixels that are repeated; bit n of one: pattern n has ink there.
        """
        left, top, width, height = window
        down, across = _covered(rows, top, height), _covered(columns, left, width)
        used = slice(int(across[0].min(initial=0)), int(across[1].max(initial=0)) + 1)
        found = _highest(self.cells[:, used], down[0], down[1], axis=0)
        found = _highest(found, across[0] - used.start, across[1] - used.start, axis=1)
        lines = np.tile(tile, (1, width // 8 + 2))[:, left % 8 : left % 8 + width]
        ink = np.tile(lines, (height // 8 + 2, 1))[top % 8 : top % 8 + height]
        kinds = found.tobytes().translate(self._kinds)  # twice as fast as numpy.take
        ink >>= np.frombuffer(kinds, np.uint8).reshape(found.shape)
        ink &= np.uint8(1)
        ink <<= np.uint8(7)
        found |= ink
        found[down[2]] = self.gap
        found[:, across[2]] = self.gap
        return found

    def blocks(self, rows: Axis, columns: Axis) -> "Blocks":
        """Return the rectangles of marked groups, none across a gap; depends on what is folded."""
        lines = [piece.start for piece in columns.pieces]
        tops = np.array(_tops(self.cells, rows.pieces), np.intp)
        bottoms = np.append(tops[1:], len(self.cells))
        kept = self.cells[tops]
        edge = np.ones((len(tops), kept.shape[1] + 1), np.bool_)
        edge[:, 1:-1] = kept[:, 1:] != kept[:, :-1]
        edge[:, lines] = True
        row, column = np.nonzero(edge[:, :-1])
        number = kept[row, column]
        _, ends = np.nonzero(edge[:, 1:])
        marked = self._is_marked[number]
        runs = np.stack([row, column, ends + 1, number.astype(np.intp)])[:, marked]
        return Blocks(_stacked(runs, tops, bottoms, {piece.start for piece in rows.pieces}))


class Blocks:
    """Rectangles of cells of one group each."""

    def __init__(self, table: _Numbers) -> None:
        """Take columns top, bottom, left, right, number."""
        self._table = table

    def __len__(self) -> int:
        """How many there are."""
        return len(self._table[0])

    def large(self, high: float, wide: float) -> list[Block]:
        """Return those of at least so many cells down and across."""
        top, bottom, left, right, _ = self._table
        kept = (bottom - top >= high) & (right - left >= wide)
        return [Block(*one) for one in self._table[:, kept].T.tolist()]


def tile(patterns: Sequence[str]) -> Pixels:
    """Return the tile of patterns, drawn row by row with # for ink; the first is pattern 1."""
    found = np.zeros((8, 8), np.uint8)
    for number, pattern in enumerate(patterns, 1):
        drawn = [[sign == "#" for sign in row] for row in pattern.split("|")]
        found |= np.array(drawn, np.uint8) << np.uint8(number)
    return found


def _covered(axis: Axis, first: int, size: int) -> tuple[_Numbers, _Numbers, npt.NDArray[np.bool_]]:
    """Return the first and the last cell of every pixel, and where there is none."""
    low = np.full(size, axis.cells - 1, np.intp)
    high = low.copy()
    free = np.ones(size, np.bool_)
    behind_gap = 0
    for piece in axis.pieces:
        start, stop = max(piece.low - first, 0), min(piece.high - first, size)
        if start >= stop:
            continue
        where = slice(start, stop)
        low[behind_gap:start] = high[behind_gap:start] = piece.start  # so that they rise
        behind_gap = stop
        free[where] = False
        if piece.folded:
            low[where] = high[where] = piece.start
            continue
        behind = np.arange(start, stop + 1) + (first - piece.low)
        last = np.ceil(behind / piece.scale).astype(np.intp) - 1  # begins before that pixel
        high[where] = piece.start + np.clip(last[1:], 0, piece.stop - piece.start - 1)
        low[where] = np.minimum(piece.start + last[:-1] + 1, high[where])
    return low, high, free


def _highest(cells: Pixels, low: _Numbers, high: _Numbers, axis: int) -> Pixels:
    """Return the highest of the cells from `low` to `high` along an axis, for every pixel."""
    found = np.take(cells, low, axis=axis)
    most = int((high - low).max(initial=0))
    if most < _MANY:
        for step in range(1, most + 1):
            np.maximum(found, np.take(cells, np.minimum(low + step, high), axis=axis), out=found)
        return found
    used = cells.take(range(int(low.min()), int(high.max()) + 1), axis=axis)
    shown = np.flatnonzero(np.diff(low, prepend=-1))
    reduced = np.maximum.reduceat(used, low[shown] - low.min(), axis=axis)
    return np.take(reduced, np.cumsum(np.diff(low, prepend=-1) != 0) - 1, axis=axis)


def _tops(cells: Pixels, pieces: Sequence[Piece]) -> list[int]:
    """Return the rows that begin a piece, or are not as the row above."""
    is_top = np.ones(len(cells), np.bool_)
    is_top[1:] = (cells[1:] != cells[:-1]).any(axis=1)
    is_top[[piece.start for piece in pieces]] = True
    return np.flatnonzero(is_top).tolist()


def _stacked(runs: _Numbers, tops: _Numbers, bottoms: _Numbers, begins: set[int]) -> _Numbers:
    """Make one rectangle of equal runs that stand one below the other."""
    runs = runs[:, np.lexsort((runs[0], runs[3], runs[2], runs[1]))]
    row, left, right, number = runs
    is_first = np.ones(len(row), np.bool_)
    is_first[1:] = (runs[1:, 1:] != runs[1:, :-1]).any(axis=0) | (np.diff(row) != 1)
    is_first |= np.isin(tops[row], list(begins))
    first = np.flatnonzero(is_first)
    last = np.append(first[1:], len(row)) - 1 if len(row) else first
    return np.stack(
        [tops[row[first]], bottoms[row[last]], left[first], right[first], number[first]]
    )
