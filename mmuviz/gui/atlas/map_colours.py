"""The colours and patterns of a map: marks with a letter or a pattern, grounds without.

Source: look.md, "atlas a, b, c: letter in the block; pattern when a cell is under 12 px".
"""

from typing import Final

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from mmuviz.gui.theme import FontKind, Role, Theme
from mmuviz.present.atlas_map import MapPicture
from mmuviz.sweep.colouring import LEFT_OUT, NOBODY, Sort
from mmuviz.sweep.map_ground import INKED, Ground, tile

_MARKS: Final = (
    Role.ATLAS_D1,
    Role.ATLAS_D2,
    Role.ATLAS_D3,
    Role.ATLAS_D4,
    Role.ATLAS_D5,
    Role.ATLAS_D6,
    Role.ATLAS_D7,
    Role.ATLAS_D8,
)
_GROUNDS: Final = {Sort.ALLOW: Role.ATLAS_ALLOW, Sort.FAULT: Role.ATLAS_FAULT}

# Patterns: shifts of the eight in a row of PATTERNS, so that neighbours in the legend differ.
_KEPT: Final = 0.62
_EDGE: Final = 0.3
_DOTS: Final = 1
_CROSS: Final = 2
_FIRST: Final = 3
_PATTERNS: Final = (
    "#.......|........|........|........|....#...|........|........|........",  # dots: left out
    "#.....#.|.#...#..|..#.#...|...#....|..#.#...|.#...#..|#.....#.|........",  # cross: nobody
    "#...#...|.#...#..|..#...#.|...#...#|#...#...|.#...#..|..#...#.|...#...#",  # falling
    "...#...#|..#...#.|.#...#..|#...#...|...#...#|..#...#.|.#...#..|#...#...",  # rising
    "........|........|########|........|........|........|########|........",  # level
    "..#...#.|..#...#.|..#...#.|..#...#.|..#...#.|..#...#.|..#...#.|..#...#.",  # upright
    "##..##..|##..##..|........|........|##..##..|##..##..|........|........",  # squares
)
TILE: Final = tile(_PATTERNS)
"""The patterns, as `Ground.pixels` wants them."""


def _places(picture: MapPicture) -> dict[int, int]:
    """Return which mark each group is, by its number."""
    return {one.number: one.place for one in picture.groups if one.sort is Sort.MARK}


def _patterns(picture: MapPicture) -> dict[int, int]:
    """Return the pattern of every mark; a colour that comes back has another one."""
    styles = len(_PATTERNS) - _FIRST + 1
    return {
        number: _FIRST + (place + place // len(_MARKS)) % styles
        for number, place in _places(picture).items()
    }


def ground_of(picture: MapPicture) -> Ground:
    """Return the cells of a picture with the pattern of each group."""
    return Ground(picture.cells, _patterns(picture), {LEFT_OUT: _DOTS, NOBODY: _CROSS})


def draw_swatch(
    painter: QPainter, rect: QRectF, picture: MapPicture, number: int, theme: Theme
) -> None:
    """Draw a group as a legend shows it: its letter, and its pattern at the right edge."""
    color, group = color_of(picture, number, theme), picture.group(number)
    painter.fillRect(rect, color)
    kind = _patterns(picture).get(number)
    if kind is not None:
        wide = rect.width() * _EDGE
        edge = QRect(0, 0, round(wide), round(rect.height()))
        painter.drawImage(
            rect.topRight() - QPointF(edge.width(), 0), _hatch(kind, edge, color, theme)
        )
    painter.setPen(theme.pen(Role.BORDER_STRONG, 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(rect, theme.px(2), theme.px(2))
    if group is not None and group.letter:
        painter.setFont(theme.font(FontKind.STRONG))
        painter.setPen(theme.color(Role.SURFACE))
        left = rect.adjusted(0, 0, -rect.width() * _EDGE, 0)
        painter.drawText(left, Qt.AlignmentFlag.AlignCenter, group.letter)


def color_of(picture: MapPicture, number: int, theme: Theme) -> QColor:
    """Return the colour of a group's cells."""
    place = _places(picture).get(number)
    if place is not None:
        return theme.color(_MARKS[place % len(_MARKS)])
    group = picture.group(number)
    if group is not None:
        return theme.color(_GROUNDS[group.sort])
    return theme.color(Role.SUNKEN if number == LEFT_OUT else Role.SURFACE)


def color_table(picture: MapPicture, ground: Ground, theme: Theme) -> list[int]:
    """Return the colours of the pixels that `Ground.pixels` makes, by number."""
    surface = theme.color(Role.SURFACE)
    table = [surface.rgba()] * 256
    numbers = (LEFT_OUT, NOBODY, *(group.number for group in picture.groups))
    for number in numbers:
        color = color_of(picture, number, theme)
        table[number] = color.rgba()
        if number + INKED < len(table) and ground.gap < INKED:
            table[number + INKED] = _ink(color, theme).rgba()
    if ground.gap < INKED:
        for number in (LEFT_OUT, NOBODY):
            table[number + INKED] = theme.color(Role.BORDER_STRONG).rgba()
    return table


def _hatch(kind: int, size: QRect, color: QColor, theme: Theme) -> QImage:
    """Return a pattern on its colour."""
    image = QImage(size.size(), QImage.Format.Format_RGB32)
    image.fill(color)
    rows, ink = _PATTERNS[kind - 1].split("|"), _ink(color, theme)
    for y in range(size.height()):
        for x in range(size.width()):
            if rows[y % 8][x % 8] == "#":
                image.setPixelColor(x, y, ink)
    return image


def _ink(color: QColor, theme: Theme) -> QColor:
    """Return the colour of a pattern: towards the surface, but far from it still."""
    surface = theme.color(Role.SURFACE)
    return QColor(
        round(_KEPT * color.red() + (1 - _KEPT) * surface.red()),
        round(_KEPT * color.green() + (1 - _KEPT) * surface.green()),
        round(_KEPT * color.blue() + (1 - _KEPT) * surface.blue()),
    )
