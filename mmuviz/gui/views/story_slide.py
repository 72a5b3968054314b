"""A whole slide of a storyline: on the screen, on paper, in a picture."""

from PySide6.QtCore import QPointF, QRectF, QSizeF
from PySide6.QtGui import QPainter

from mmuviz.core.storyline import Panel
from mmuviz.gui.theme import Role, Theme
from mmuviz.gui.views import (
    presenter_code,
    presenter_path,
    presenter_steps,
    presenter_verdict,
    story_exits,
    story_paint,
)
from mmuviz.gui.views.story_canvas import StoryCanvas
from mmuviz.present.story_spot import Spot

_PANELS = {
    Panel.PATH: presenter_path.path,
    Panel.CHECK: presenter_verdict.question,
    Panel.CODE: presenter_code.code,
    Panel.STEPS: presenter_steps.timeline,
}


def canvas_of(spot: Spot, size: QSizeF) -> StoryCanvas:
    """Return the canvas that is magnified to `size`."""
    whole = bool(spot.compared or spot.exits)
    return StoryCanvas.fitting(size, spot.panels, whole=whole)


def fill(painter: QPainter, spot: Spot, theme: Theme, size: QSizeF, count: str = "") -> None:
    """Draw the slide on its ground, magnified to `size`; `count` instead of its number."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.fillRect(QRectF(QPointF(0, 0), size), theme.color(Role.SURFACE))
    canvas = canvas_of(spot, size)
    painter.translate(canvas.corner(size))
    painter.scale(canvas.factor(size), canvas.factor(size))
    draw(painter, spot, theme, canvas, count)


def draw(painter: QPainter, spot: Spot, theme: Theme, canvas: StoryCanvas, count: str = "") -> None:
    """Draw the caption, the parts of a walk or the one picture, and the foot."""
    story_paint.caption(painter, spot, theme, canvas)
    story_paint.foot(painter, spot, theme, canvas, count or spot.counted)
    for panel, draw_panel in _PANELS.items():
        if spot.frame is not None and panel in spot.panels:
            draw_panel(painter, spot.frame, theme, canvas)
    if spot.compared:
        story_paint.compared(painter, spot.compared, theme, canvas)
    if spot.exits:
        story_exits.exits(painter, spot.exits, theme, canvas)
