"""The keys of a storyline, as a list over the slide: how one goes on, and how one leaves."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from mmuviz.gui.actions import STORY_KEYS
from mmuviz.gui.theme import FontKind, Role, Theme
from mmuviz.gui.views.presenter_layout import HEIGHT, fitted
from mmuviz.gui.views.story_canvas import StoryCanvas

_WIDE, _ROW, _PAD = 1240.0, 62.0, 40.0
_KEYS = 330.0


def text() -> str:
    """Return the list as it is read out."""
    return ". ".join(f"{keys}: {what}" for keys, what in STORY_KEYS)


def draw(painter: QPainter, theme: Theme, canvas: StoryCanvas) -> None:
    """Draw a row for each key in the middle of the slide."""
    height = _ROW * len(STORY_KEYS) + 2 * _PAD
    box = QRectF((canvas.width - _WIDE) / 2, (HEIGHT - height) / 2, _WIDE, height)
    painter.setPen(theme.pen(Role.BORDER_STRONG, 2))
    painter.setBrush(theme.brush(Role.SUNKEN))
    painter.drawRoundedRect(box, 9, 9)
    line = QRectF(box.left() + _PAD, box.top() + _PAD, _WIDE - 2 * _PAD, _ROW)
    for keys, what in STORY_KEYS:
        left = QRectF(line.left(), line.top(), _KEYS - 20, _ROW)
        fitted(painter, left, keys, theme, FontKind.STRONG)
        fitted(painter, line.adjusted(_KEYS, 0, 0, 0), what, theme, FontKind.BODY)
        line.translate(0, _ROW)
