"""Where the lifelines stand: the same columns for their heads, their rows and their cards."""

from PySide6.QtCore import QRectF

from mmuviz.gui.theme import Theme

LEFT, LABELS, GAP = 20.0, 178.0, 18.0
"""Margin, the names of entries and checks, the room between columns; at 10 pt."""
LEAST = 214.0
"""The least width of a column."""
_MOST = 380.0


def columns(width: float, count: int, theme: Theme) -> tuple[QRectF, ...]:
    """Return the columns (left and width count) of `count` lifelines in `width`."""
    start = theme.px(LEFT + LABELS)
    room = width - start - count * theme.px(GAP)
    each = min(room / count, theme.px(_MOST))
    step = each + theme.px(GAP)
    return tuple(QRectF(start + number * step, 0, each, 1) for number in range(count))


def least_width(count: int, theme: Theme) -> int:
    """Return the width below which the columns would be too narrow."""
    return round(theme.px(LEFT + LABELS + count * (LEAST + GAP)))
