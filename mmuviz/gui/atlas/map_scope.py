"""What is seen of a map: a rectangle of it, larger or smaller, moved about, folds opened."""

from dataclasses import replace
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QImage, QPainter

from mmuviz.gui.atlas.map_colours import ground_of
from mmuviz.gui.atlas.map_layout import MapLayout, Sight
from mmuviz.gui.atlas.map_paint import draw_map, ground_image
from mmuviz.gui.theme import Theme
from mmuviz.present.atlas_map import MapPicture
from mmuviz.sweep.map_ground import Blocks, Fold, folds


class MapCell(NamedTuple):
    """A cell of the map."""

    row: int
    column: int


class MapScope:
    """A map and the part of it that is seen.

    Attributes:
        picture: the map.
        layout: where everything lies now.
    """

    def __init__(
        self, picture: MapPicture, theme: Theme, rect: QRectF, sight: Sight | None = None
    ) -> None:
        """Look at `picture` in `rect`."""
        self.picture = picture
        self._ground = ground_of(picture)
        self._folds = folds(picture.cells, [flag.width for flag in picture.down])
        self._image: QImage | None = None
        self._blocks: tuple[object, Blocks] | None = None
        self.layout = MapLayout(picture, theme, rect, sight or Sight(), self._folds)

    @property
    def sight(self) -> Sight:
        """What part is seen."""
        return self.layout.sight

    def place(self, theme: Theme, rect: QRectF) -> None:
        """Be drawn in `rect`."""
        self._image = None
        self.layout = MapLayout(self.picture, theme, rect, self.sight, self._folds)

    def draw(self, painter: QPainter) -> None:
        """Draw it; cells are made into pixels only where another part is seen."""
        if self._image is None:
            self._image = ground_image(self.layout, self._ground)
        draw_map(painter, self.layout, self._image, self._found_blocks())

    def _found_blocks(self) -> Blocks:
        """Return the blocks; they change with the folds, not with the zoom."""
        key = tuple(fold.start for fold in self.layout.folds)
        if self._blocks is None or self._blocks[0] != key:
            blocks = self._ground.blocks(self.layout.rows, self.layout.columns)
            self._blocks = key, blocks
        return self._blocks[1]

    def _look(self, sight: Sight) -> None:
        self._image = None
        layout = self.layout
        self.layout = MapLayout(self.picture, layout.theme, layout.rect, sight, self._folds)

    def fit(self) -> None:
        """See all of it."""
        self._look(Sight(opened=self.sight.opened))

    def zoom(self, factor: float, about: QPointF) -> None:
        """See less, and larger; what is under `about` stays under it."""
        layout, (across, down) = self.layout, self.sight.zoom
        point = about - QPointF(layout.plot.topLeft())
        column = layout.columns.coordinate(point.x() + self.sight.left)
        row = layout.rows.coordinate(point.y() + self.sight.top)
        self._look(replace(self.sight, zoom=(across * factor, down * factor)))
        layout = self.layout
        self._see(layout.columns.at(column) - point.x(), layout.rows.at(row) - point.y())

    def zoom_to(self, axis: int, start: int, stop: int) -> None:
        """Let the cells from `start` up to `stop` fill the axis across, 0, or down, 1."""
        layout, (across, down) = self.layout, self.sight.zoom
        if axis == 0:
            low, high = layout.columns.span(start, stop)
            zoom = (across * layout.plot.width() / (high - low), down)
        else:
            low, high = layout.rows.span(start, stop)
            zoom = (across, down * layout.plot.height() / (high - low))
        self._look(replace(self.sight, zoom=zoom))
        if axis == 0:
            self._see(self.layout.columns.span(start, stop)[0], self.sight.top)
        else:
            self._see(self.sight.left, self.layout.rows.span(start, stop)[0])

    def pan(self, across: float, down: float) -> None:
        """Move what is seen by pixels."""
        self._see(self.sight.left + across, self.sight.top + down)

    def _see(self, left: float, top: float) -> None:
        self._look(replace(self.sight, left=round(left), top=round(top)))

    def reveal(self, cell: MapCell) -> None:
        """Bring a cell into sight."""
        rect, plot = self.layout.cell_rect(*cell), QRectF(self.layout.plot)
        if not plot.contains(rect):
            middle = rect.center() - plot.center()
            self.pan(middle.x(), middle.y())

    def toggle(self, fold: Fold) -> None:
        """Open folded rows, or fold them again."""
        self._look(replace(self.sight, opened=self.sight.opened ^ {fold.start}))

    def stepped(self, cell: MapCell, down: int, across: int, stride: float) -> MapCell:
        """Return the cell next to one, or as many on as `stride` pixels, if that is more."""
        layout = self.layout
        return MapCell(
            layout.rows.stepped(cell.row, down, stride),
            layout.columns.stepped(cell.column, across, stride),
        )
