"""The swatches of the groups that the map shows, for the lists beside it."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from mmuviz.gui.atlas.map_colours import draw_swatch
from mmuviz.gui.theme import Theme
from mmuviz.present.atlas_map import MapPicture


class Swatches:
    """Draws the groups of one picture after the other."""

    def __init__(self) -> None:
        """Know no group yet."""
        self._picture: MapPicture | None = None

    def follow(self, picture: MapPicture) -> None:
        """Draw the groups of `picture` from now on."""
        self._picture = picture

    def draw(self, painter: QPainter, rect: QRectF, number: int, theme: Theme) -> None:
        """Fill `rect` as the cells of a group are, with its letter."""
        if self._picture is not None:
            draw_swatch(painter, rect, self._picture, number, theme)
