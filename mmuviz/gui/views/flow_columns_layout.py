"""How wide the algorithm's columns are, and where their terms and operators stand."""

from dataclasses import dataclass

from mmuviz.core.events import Anchor
from mmuviz.core.trace import Semantics
from mmuviz.gui.theme import FontKind, Theme
from mmuviz.present.flow_columns import Column, judged_columns
from mmuviz.present.flow_graph import FlowPicture

TERM = FontKind.COLUMN
TITLE = FontKind.STRONG
CHIP = 22.0
_PAD = 6.0
_GAP = 4.0
_BETWEEN = 13.0
_TIGHT = 9.0
_DISC = 4.0  # what the verdict disc takes of the right edge
_NEXT_WIDTH = 30.0


@dataclass(frozen=True)
class ColumnBox:
    """A column's place.

    Attributes:
        column: which check.
        left: of its nodes.
        right: of its nodes.
        terms: centre of each term.
        operators: centre of each operator.
    """

    column: Column
    left: float
    right: float
    terms: tuple[float, ...]
    operators: tuple[float, ...]

    @property
    def center(self) -> float:
        """The middle."""
        return (self.left + self.right) / 2


def _pieces(theme: Theme, column: Column) -> list[float]:
    """Return the widths of terms and operators, in turns."""
    widths = []
    for index, term in enumerate(column.terms):
        widths.append(max(theme.px(CHIP), theme.width(TERM, term)))
        if index < len(column.operators):
            widths.append(theme.width(TERM, column.operators[index]))
    return widths


def _least(theme: Theme, column: Column, pad: float, gap: float) -> float:
    pieces = _pieces(theme, column)
    terms = sum(pieces) + gap * (len(pieces) - 1) + 2 * pad + theme.px(_DISC) if pieces else 0.0
    title = theme.width(FontKind.MONO_STRONG, column.letter) + theme.px(6)
    title += theme.width(TITLE, column.title)
    if column.absent:
        title = max(title, theme.width(FontKind.CAPTION, "no such check")) + theme.px(4)
    if column.anchor is Anchor.NEXT:
        title = theme.px(_NEXT_WIDTH)
    return max(terms, title)


def _box(theme: Theme, column: Column, left: float, width: float) -> ColumnBox:
    """Lay the pieces out over `width`, the spare room shared between them."""
    pieces = _pieces(theme, column)
    spare = (width - theme.px(_DISC) - sum(pieces)) / (len(pieces) + 1)
    terms: list[float] = []
    operators: list[float] = []
    x = left + spare
    for index, piece in enumerate(pieces):
        (operators if index % 2 else terms).append(x + piece / 2)
        x += piece + spare
    return ColumnBox(column, left, left + width, tuple(terms), tuple(operators))


def row_boxes(
    theme: Theme, picture: FlowPicture, lead: float, room: float
) -> tuple[dict[Anchor, ColumnBox], float]:
    """Return the columns from x `lead` on, and how far right they need to go.

    They end at `room`, or further right where the room is too small for them.
    """
    px = theme.px
    least = [_least(theme, column, px(_PAD), px(_GAP)) for column in picture.columns]
    gaps = len(least) - 1
    between = px(_BETWEEN)
    needed = lead + sum(least) + between * gaps
    if needed > room:
        between = max(px(_TIGHT), between - (needed - room) / gaps)
        needed = lead + sum(least) + between * gaps
    spare = max(0.0, room - needed)
    judged = picture.judgement is not None
    weights = [_weight(column, judged=judged) for column in picture.columns]
    share = spare * (1.0 if judged else 0.75) / sum(weights)
    if not judged:
        between += spare * 0.25 / gaps
    boxes, x = {}, lead
    for column, width, weight in zip(picture.columns, least, weights, strict=True):
        wide = width + share * weight
        boxes[column.anchor] = _box(theme, column, x, wide)
        x += wide + between
    return boxes, max(needed, room)


def _weight(column: Column, *, judged: bool) -> float:
    """Return how much of the spare room a column takes: beside rails, they take all of it."""
    if judged:
        return 1.0 if column.anchor is Anchor.COLLECT else 0.0
    if column.anchor is Anchor.NEXT:
        return 0.0
    return 6.0 if column.absent else float(max(len(column.terms), 1))


def judged_boxes(theme: Theme, left: float, right: float) -> tuple[ColumnBox, ...]:
    """Return b, c, x and s side by side between `left` and `right`, wider where they must."""
    px = theme.px
    columns = judged_columns(Semantics.HARDWARE)
    least = [_least(theme, column, px(4), px(3)) for column in columns]
    spare = max(0.0, right - left - sum(least)) / sum(len(column.terms) for column in columns)
    boxes, x = [], left
    for column, width in zip(columns, least, strict=True):
        wide = width + spare * len(column.terms)
        boxes.append(_box(theme, column, x, wide))
        x += wide
    return tuple(boxes)
