"""A map as a picture: title, map and legend, as a PNG or as an SVG with its text as text."""

from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QPainter

from mmuviz.gui import paint
from mmuviz.gui.atlas.map_colours import draw_swatch
from mmuviz.gui.atlas.map_layout import Sight
from mmuviz.gui.atlas.map_scope import MapScope
from mmuviz.gui.export_image import export_drawing
from mmuviz.gui.theme import FontKind, Role, Theme
from mmuviz.present.atlas_legend import LegendRow
from mmuviz.present.atlas_map import MapPicture

_MARGIN: Final = 24.0
_SWATCH: Final = 24.0
_APART: Final = 28.0


def save_map(
    path: Path, picture: MapPicture, theme: Theme, size: QSize, sight: Sight | None = None
) -> None:
    """Write a map with its title and legend to `path`, as its suffix says.

    Args:
        path: a .png or .svg file.
        picture: the map.
        theme: the look.
        size: how large, in pixels; a PNG is twice as fine.
        sight: what part is drawn; None: all of it.

    Raises:
        OSError: the suffix is unknown, or the file cannot be written.
    """
    rect = QRectF(0, 0, size.width(), size.height())
    draw = partial(paint_map, rect=rect, picture=picture, theme=theme, sight=sight)
    export_drawing(draw, size, path)


def paint_map(  # noqa: PLR0913  # what is drawn, and where
    painter: QPainter,
    rect: QRectF,
    picture: MapPicture,
    theme: Theme,
    *,
    legend: bool = True,
    sight: Sight | None = None,
) -> None:
    """Draw a map as it is seen in the window, with its title above and its legend below."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.fillRect(rect, theme.color(Role.SURFACE))
    margin = theme.px(_MARGIN)
    inner = rect.adjusted(margin, margin, -margin, -margin)
    if picture.title:
        inner.setTop(_draw_title(painter, inner, picture, theme))
    if legend:
        rows = _legend_rows(inner.width(), picture, theme)
        inner.setBottom(inner.bottom() - len(rows) * _row_height(theme) - theme.px(12))
        _draw_legend(painter, inner.bottomLeft() + QPointF(0, theme.px(16)), rows, picture, theme)
    MapScope(picture, theme, inner, sight).draw(painter)


def _draw_title(painter: QPainter, rect: QRectF, picture: MapPicture, theme: Theme) -> float:
    """Draw title and caption in one line, or in two; return where the map begins."""
    high = theme.metrics(FontKind.VERDICT).height()
    title = QRectF(rect.left(), rect.top(), rect.width(), high)
    paint.text(painter, title, picture.title, theme, FontKind.VERDICT)
    left = rect.left() + theme.width(FontKind.VERDICT, picture.title) + theme.px(16)
    caption = QRectF(left, rect.top(), rect.right() - left, high)
    if caption.width() < theme.width(FontKind.BODY, picture.caption):
        caption = title.translated(0, high)
    paint.text(painter, caption, picture.caption, theme, FontKind.BODY, Role.MUTED)
    return caption.bottom() + theme.px(12)


def _row_height(theme: Theme) -> float:
    lines = theme.metrics(FontKind.MONO).height() + theme.metrics(FontKind.CAPTION).height()
    return lines + theme.px(8)


def _wanted(group: LegendRow, theme: Theme) -> float:
    """Return the width of a group in the legend."""
    count = theme.width(FontKind.MONO_STRONG, f"{group.count:,}")
    first = theme.width(FontKind.MONO_STRONG, group.title) + theme.px(14) + count
    return theme.px(_SWATCH + 10) + max(first, theme.width(FontKind.CAPTION, group.note))


def _legend_rows(width: float, picture: MapPicture, theme: Theme) -> list[list[LegendRow]]:
    """Share the groups out over rows."""
    rows: list[list[LegendRow]] = []
    left = width
    for group in picture.groups:
        wanted = _wanted(group, theme) + theme.px(_APART)
        if not rows or left < wanted:
            rows.append([])
            left = width + theme.px(_APART)
        rows[-1].append(group)
        left -= wanted
    return rows


def _draw_legend(
    painter: QPainter,
    corner: QPointF,
    rows: list[list[LegendRow]],
    picture: MapPicture,
    theme: Theme,
) -> None:
    side, gap = theme.px(_SWATCH), theme.px(10)
    high, low = (theme.metrics(one).height() for one in (FontKind.MONO, FontKind.CAPTION))
    for number, row in enumerate(rows):
        left, top = corner.x(), corner.y() + number * _row_height(theme)
        for group in row:
            wanted = _wanted(group, theme)
            draw_swatch(
                painter, QRectF(left, top + theme.px(3), side, side), picture, group.number, theme
            )
            area = QRectF(left + side + gap, top, wanted - side - gap, high)
            paint.text(painter, area, group.title, theme, FontKind.MONO_STRONG)
            area.adjust(theme.width(FontKind.MONO_STRONG, group.title) + theme.px(14), 0, 0, 0)
            paint.text(painter, area, f"{group.count:,}", theme, FontKind.MONO, Role.MUTED)
            area = QRectF(left + side + gap, top + high, wanted, low)
            paint.text(painter, area, group.note, theme, FontKind.CAPTION, Role.MUTED)
            left += wanted + theme.px(_APART)
