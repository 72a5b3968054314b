"""Where everything of a map lies: axes with gaps and folds, their headers, the plot between."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Final, NamedTuple

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF

from mmuviz.gui.theme import FontKind, Theme
from mmuviz.present.atlas_axes import Header, Span, header
from mmuviz.present.atlas_map import MapPicture
from mmuviz.sweep.map_axis import Axis, Stretch
from mmuviz.sweep.map_ground import Fold
from mmuviz.sweep.space import Flag

ACROSS_FONTS: Final = (FontKind.HEADING, FontKind.BODY, FontKind.CAPTION, FontKind.CAPTION)
DOWN_FONTS: Final = (FontKind.STRONG, FontKind.STRONG, FontKind.CAPTION, FontKind.CAPTION)
_GAPS: Final = (10.0, 4.0)
_FOLD_GAP: Final = 6.0
_WORTH: Final = 1.6
_LARGEST: Final = 64.0
_HANDLE: Final = 18.0


@dataclass(frozen=True, slots=True)
class Sight:
    """What part of a map is looked at.

    Attributes:
        zoom: how much larger than fitting, across and down.
        left: the pixels of the axis across that are hidden at the left.
        top: the same down.
        opened: the first rows of the folds that were opened.
    """

    zoom: tuple[float, float] = (1.0, 1.0)
    left: int = 0
    top: int = 0
    opened: frozenset[int] = field(default_factory=frozenset)

    @property
    def fits(self) -> bool:
        """Whether all of the map is seen."""
        return self.zoom == (1.0, 1.0)


class HeaderRow(NamedTuple):
    """A strip of the columns' header, as it is drawn."""

    top: float
    height: float
    kind: FontKind
    strip: tuple[Span, ...]


class MapLayout:
    """A map laid out in a rectangle.

    Attributes:
        picture: the map.
        theme: the look.
        rect: where it is drawn, headers included.
        plot: where its cells are drawn.
        sight: what part is seen, kept within the map.
        rows: the axis down, whose pixel `sight.top` is at the top of the plot.
        columns: the axis across.
        folds: the rows that are folded now.
        foldable: those that can be.
    """

    def __init__(
        self,
        picture: MapPicture,
        theme: Theme,
        rect: QRectF,
        sight: Sight,
        folds: Sequence[Fold],
    ) -> None:
        """Lay `picture` out; `folds` are the rows that are alike."""
        self.picture, self.theme, self.rect = picture, theme, rect
        px = theme.px
        self.strip = round(theme.metrics(FontKind.CAPTION).height() + px(12))
        self.heights = [theme.metrics(kind).height() + px(6) for kind in ACROSS_FONTS]
        margin = min(px(124), rect.width() * 0.25)
        head = sum(self.heights)
        self.plot = QRect(
            round(rect.left() + margin),
            round(rect.top() + head),
            max(round(rect.width() - margin), 8),
            max(round(rect.height() - head), 8),
        )
        self.foldable = self._worth_folding(folds)
        self.folds = [fold for fold in self.foldable if fold.start not in sight.opened]
        self._lay_axes(sight)

    @cached_property
    def across(self) -> Header:
        """The header of the columns; its context takes the place of a strip."""
        low = self.sight.left
        shown = self.columns.shown(low, low + self.plot.width())
        flags, mode = self.picture.across, self.picture.space.mode
        found = header(flags, mode, shown, self._fits_across, len(ACROSS_FONTS))
        return replace(found, strips=found.strips[:-1]) if self._is_full(found) else found

    @staticmethod
    def _is_full(found: Header) -> bool:
        return bool(found.context) and len(found.strips) == len(ACROSS_FONTS)

    @property
    def opened(self) -> list[Fold]:
        """The rows that were opened and can be folded again."""
        return [fold for fold in self.foldable if fold.start in self.sight.opened]

    @cached_property
    def down(self) -> Header:
        """The header of the rows, as far as it has room beside the plot."""
        low = self.sight.top
        shown = self.rows.shown(low, low + self.plot.height())
        flags, mode = self.picture.down, self.picture.space.mode
        found = header(flags, mode, shown, self._fits_down, len(DOWN_FONTS))
        margin, count = self.plot.left() - self.rect.left(), 0
        if self.opened:
            margin -= self.theme.px(_HANDLE)
        for width in self._widths(found):
            margin -= width
            count += margin >= 0
        return replace(found, strips=found.strips[:count])

    @cached_property
    def down_widths(self) -> list[float]:
        """The widths of the strips of the rows' header, the outermost first."""
        return self._widths(self.down)

    def _widths(self, found: Header) -> list[float]:
        return [
            max(self.theme.width(kind, span.text) for span in strip) + self.theme.px(13)
            for kind, strip in zip(DOWN_FONTS, found.strips, strict=False)
        ]

    def _worth_folding(self, folds: Sequence[Fold]) -> list[Fold]:
        """Return the folds that are higher than their strip; none where nothing else is left."""
        a_row = self.plot.height() / self.picture.grid.rows
        worth = [fold for fold in folds if (fold.stop - fold.start) * a_row > _WORTH * self.strip]
        hidden = sum(fold.stop - fold.start for fold in worth)
        return worth if hidden < self.picture.grid.rows else []

    def _lay_axes(self, sight: Sight) -> None:
        picture, plot = self.picture, self.plot
        down = self._stretches(picture.down, picture.grid.rows, self.folds)
        across = self._stretches(picture.across, picture.grid.columns, ())
        axes, zooms, starts = [], [], []
        for stretches, size, zoom, start in (
            (across, plot.width(), sight.zoom[0], sight.left),
            (down, plot.height(), sight.zoom[1], sight.top),
        ):
            fitting = Axis(stretches, size)
            most = max(self.theme.px(_LARGEST) / fitting.scale, 1.0)
            zooms.append(min(max(zoom, 1.0), most))
            axis = Axis(stretches, size * zooms[-1])
            axes.append(axis)
            starts.append(min(max(start, 0), max(axis.length - size, 0)))
        self.columns, self.rows = axes
        self.sight = replace(sight, zoom=(zooms[0], zooms[1]), left=starts[0], top=starts[1])

    def _stretches(self, flags: Sequence[Flag], cells: int, folds: Sequence[Fold]) -> list[Stretch]:
        """Cut an axis at the two outermost flags and round its folds."""
        px = self.theme.px
        gaps: dict[int, float] = {}
        below = cells
        for flag, gap in zip(flags, _GAPS, strict=False):
            below >>= flag.width
            for cell in range(0, cells, below):
                gaps.setdefault(cell, gap)
        for fold in folds:
            gaps.setdefault(fold.start, _FOLD_GAP)
            gaps.setdefault(fold.stop, _FOLD_GAP)
            for cell in [cell for cell in gaps if fold.start < cell < fold.stop]:
                del gaps[cell]
            gaps[fold.start] = max(gaps[fold.start], _FOLD_GAP)
        starts = sorted(cell for cell in gaps if cell < cells) or [0]
        folded = {fold.start for fold in folds}
        return [
            Stretch(
                start,
                stop,
                round(px(gaps[start])) if start else 0,
                self.strip if start in folded else 0,
            )
            for start, stop in zip(starts, [*starts[1:], cells], strict=True)
        ]

    def _fits_across(self, words: str, cells: int) -> bool:
        room = self.theme.width(FontKind.CAPTION, words) + self.theme.px(3)
        return cells * self.columns.scale >= room

    def _fits_down(self, _words: str, cells: int) -> bool:
        room = self.theme.metrics(FontKind.CAPTION).height()
        return cells * self.rows.scale >= room

    # Pixels and cells.

    @property
    def origin(self) -> QPoint:
        """Where pixel 0 of both axes is drawn."""
        return self.plot.topLeft() - QPoint(self.sight.left, self.sight.top)

    def cell_at(self, point: QPointF) -> tuple[int, int] | None:
        """Return row and column at a point; None where there is no cell."""
        if not QRectF(self.plot).contains(point):
            return None
        where = point - QPointF(self.origin)
        row, column = self.rows.cell(where.y()), self.columns.cell(where.x())
        return None if row is None or column is None else (row, column)

    def fold_at(self, point: QPointF) -> Fold | None:
        """Return the folded rows at a point of the plot or beside it."""
        piece = self.rows.piece_at(point.y() - self.origin.y())
        if piece is None or not self._is_beside(point):
            return None
        return next((fold for fold in self.folds if fold.start == piece.start), None)

    def handle_at(self, point: QPointF) -> Fold | None:
        """Return the rows that were opened and fold again by a click at a point beside them."""
        if point.x() >= self.plot.left() - sum(self.down_widths) or not self._is_beside(point):
            return None
        row = self.rows.cell(point.y() - self.origin.y())
        return next(
            (fold for fold in self.opened if row is not None and fold.start <= row < fold.stop),
            None,
        )

    def fold_of(self, row: int) -> Fold | None:
        """Return the folded rows that a row is one of."""
        return next((fold for fold in self.folds if fold.start <= row < fold.stop), None)

    def _is_beside(self, point: QPointF) -> bool:
        return self.plot.top() <= point.y() <= self.plot.bottom() and self.rect.contains(point)

    def cell_rect(self, row: int, column: int) -> QRectF:
        """Return where a cell is drawn: at least a pixel; of a folded row all of the strip."""
        return self.cells_rect(row, row + 1, column, column + 1)

    def cells_rect(self, top: int, bottom: int, left: int, right: int) -> QRectF:
        """Return where the cells from one row up to another, and column, are drawn."""
        low, high = self.columns.span(left, right)
        up, down = self.rows.span(top, bottom)
        piece = self.rows.piece_of(top)
        if piece.folded:
            up, down = piece.low, piece.high
        corner = QPointF(self.origin) + QPointF(low, up)
        return QRectF(corner.x(), corner.y(), high - low, down - up)

    def across_rows(self) -> list[HeaderRow]:
        """Return the strips of the columns' header, down to the plot."""
        first = 1 if self.across.context else 0
        count = len(self.across.strips)
        heights = self.heights[first : first + count]
        top = self.plot.top() - sum(heights)
        rows = []
        for number, strip in enumerate(self.across.strips):
            rows.append(HeaderRow(top, heights[number], ACROSS_FONTS[first + number], strip))
            top += heights[number]
        return rows

    def span_at(self, point: QPointF) -> tuple[int, Span] | None:
        """Return the span of a header at a point: 0 and one across, or 1 and one down."""
        if self.plot.left() <= point.x() <= self.plot.right() and point.y() < self.plot.top():
            cell = self.columns.cell(point.x() - self.origin.x())
            for row in self.across_rows():
                if cell is not None and row.top <= point.y() < row.top + row.height:
                    return _holding(row.strip, cell, 0)
        elif point.x() < self.plot.left() and self._is_beside(point):
            cell = self.rows.cell(point.y() - self.origin.y())
            left = self.plot.left() - sum(self.down_widths)
            for width, strip in zip(self.down_widths, self.down.strips, strict=True):
                if cell is not None and left <= point.x() < left + width:
                    return _holding(strip, cell, 1)
                left += width
        return None


def _holding(strip: Sequence[Span], cell: int, axis: int) -> tuple[int, Span] | None:
    return next(((axis, span) for span in strip if span.start <= cell < span.stop), None)
