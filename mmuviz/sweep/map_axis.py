"""An axis of a map in pixels: stretches of cells with gaps between them, some folded to a strip.

Cells are whole numbers, a cell coordinate may lie between two; pixels count from the axis' start.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple


class Stretch(NamedTuple):
    """Cells that lie side by side.

    Attributes:
        start: the first cell.
        stop: the cell behind the last.
        gap: pixels kept free before it.
        strip: pixels that all its cells share, which look alike; 0: each has room of its own.
    """

    start: int
    stop: int
    gap: int = 0
    strip: int = 0


@dataclass(frozen=True, slots=True)
class Piece:
    """Where a stretch lies.

    Attributes:
        start: the first cell.
        stop: the cell behind the last.
        low: its first pixel.
        high: the pixel behind its last.
        folded: all its cells share its pixels.
    """

    start: int
    stop: int
    low: int
    high: int
    folded: bool

    @property
    def scale(self) -> float:
        """Pixels a cell."""
        return (self.high - self.low) / (self.stop - self.start)


class Axis:
    """Where the cells of an axis lie, at one zoom.

    Attributes:
        pieces: the stretches, laid out, in order.
        cells: how many cells there are.
        length: how many pixels they take.
        scale: pixels a cell that is not folded.
    """

    def __init__(self, stretches: Sequence[Stretch], length: float) -> None:
        """Lay `stretches` out over `length` pixels; what is not folded shares what is left."""
        taken = sum(one.gap + one.strip for one in stretches)
        cells = sum(one.stop - one.start for one in stretches if not one.strip)
        self.scale = max(length - taken, 1.0) / max(cells, 1)
        pieces, at = [], 0.0
        for one in stretches:
            low = at + one.gap
            at = low + (one.strip or (one.stop - one.start) * self.scale)
            high = max(round(at), round(low) + 1)
            pieces.append(Piece(one.start, one.stop, round(low), high, bool(one.strip)))
        self.pieces = tuple(pieces)
        self.cells = stretches[-1].stop
        self.length = pieces[-1].high
        self._starts = [piece.start for piece in pieces]
        self._lows = [piece.low for piece in pieces]

    def piece_of(self, cell: float) -> Piece:
        """Return the piece that a cell coordinate is in; the last one for the end of the axis."""
        return self.pieces[max(bisect_right(self._starts, cell) - 1, 0)]

    def piece_at(self, pixel: float) -> Piece | None:
        """Return the piece at a pixel; None in a gap, or outside."""
        number = bisect_right(self._lows, pixel) - 1
        if number < 0 or pixel >= self.pieces[number].high:
            return None
        return self.pieces[number]

    def at(self, cell: float) -> float:
        """Return the pixel of a cell coordinate."""
        piece = self.piece_of(cell)
        return piece.low + (cell - piece.start) * piece.scale

    def span(self, start: int, stop: int) -> tuple[int, int]:
        """Return the pixels of the cells from `start` up to `stop`: at least one."""
        low = int(self.at(start))
        last = self.piece_of(stop - 1)
        high = int(last.low + (stop - last.start) * last.scale)
        return low, max(high, low + 1)

    def cell(self, pixel: float) -> int | None:
        """Return the cell at a pixel; None in a gap, or outside. Of a folded piece: its first."""
        piece = self.piece_at(pixel)
        if piece is None:
            return None
        if piece.folded:
            return piece.start
        # The whole pixel is asked: of cells that share it, the last, as `span` begins with it.
        last = -int(-(int(pixel) + 1 - piece.low) // piece.scale) - 1
        return min(piece.start + max(last, 0), piece.stop - 1)

    def coordinate(self, pixel: float) -> float:
        """Return the cell coordinate nearest to a pixel."""
        number = max(bisect_right(self._lows, pixel) - 1, 0)
        piece = self.pieces[number]
        inside = min(max(pixel - piece.low, 0.0), piece.high - piece.low)
        return piece.start + inside / piece.scale

    def shown(self, low: float, high: float) -> list[tuple[int, int]]:
        """Return the cells that are not folded between two pixels, as ranges of whole cells."""
        found = []
        for piece in self.pieces:
            first, last = max(low, piece.low), min(high, piece.high)
            if first < last and not piece.folded:
                start = piece.start + int((first - piece.low) / piece.scale)
                stop = piece.start - int(-(last - piece.low) // piece.scale)
                found.append((start, min(max(stop, start + 1), piece.stop)))
        return found

    def stepped(self, cell: int, steps: int, stride: float) -> int:
        """Return the cell some steps on: of one cell each, or of `stride` pixels if that is more.

        Folded cells are one. At the ends it stays.
        """
        if not steps:
            return cell
        piece = self.piece_of(cell)
        if piece.folded:
            found = piece.stop if steps > 0 else piece.start - 1
        else:
            found = cell + steps * max(round(stride / piece.scale), 1)
        found = min(max(found, 0), self.cells - 1)
        piece = self.piece_of(found)
        return piece.start if piece.folded else found
