"""The colours and patterns of a map: marks with a letter or a pattern, grounds without.

Source: look.md, "atlas a, b, c: letter in the block; pattern when a cell is under 12 px".
"""

from typing import Final

from PySide6.QtGui import QColor

from mmuviz.gui.theme import Role, Theme
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
    """Return which mark in a row a group is, by its number."""
    marks = [group for group in picture.groups if group.sort is Sort.MARK]
    return {group.number: place for place, group in enumerate(marks)}


def ground_of(picture: MapPicture) -> Ground:
    """Return the cells of a picture with the pattern of each group.

    With more marks than colours a colour comes back with another pattern.
    """
    styles = len(_PATTERNS) - _FIRST + 1
    kinds = {
        number: _FIRST + (place + place // len(_MARKS)) % styles
        for number, place in _places(picture).items()
    }
    return Ground(picture.cells, kinds, {LEFT_OUT: _DOTS, NOBODY: _CROSS})


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


def _ink(color: QColor, theme: Theme) -> QColor:
    """Return the colour of a pattern: towards the surface, but far from it still."""
    surface = theme.color(Role.SURFACE)
    return QColor(
        round(_KEPT * color.red() + (1 - _KEPT) * surface.red()),
        round(_KEPT * color.green() + (1 - _KEPT) * surface.green()),
        round(_KEPT * color.blue() + (1 - _KEPT) * surface.blue()),
    )
