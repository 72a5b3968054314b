"""A box of the exit diagram, and its lines: what KVM does, with a sign each."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPolygonF

from mmuviz.core.trace import Semantics
from mmuviz.gui import paint
from mmuviz.gui.theme import FontKind, Role, Theme, semantics_role
from mmuviz.present.exit_items import Box, BoxLine, Mark

_DISCS = {
    Mark.PASSED: paint.Disc.PASSED,
    Mark.REFUSED: paint.Disc.REFUSED,
    Mark.WRITTEN: paint.Disc.WRITTEN,
}


def draw_box(  # noqa: PLR0913, PLR0917  # a drawing's whole place
    painter: QPainter, theme: Theme, rect: QRectF, box: Box, step: int, version: Semantics
) -> None:
    """Draw the frame of `box` as it stands at `step`.

    Args:
        painter: draws.
        theme: the look.
        rect: the frame.
        box: what is framed.
        step: what comes later is dashed.
        version: whose colour the frame has where the walk refuses.
    """
    pen = theme.pen(Role.BORDER_STRONG, 1)
    if box.step > step:
        pen = theme.dashed(Role.BORDER_STRONG, 1, (3, 3))
    elif box.refuses:
        pen = theme.pen(semantics_role(version), 2)
    painter.setPen(pen)
    painter.setBrush(theme.brush(Role.SURFACE))
    painter.drawRoundedRect(rect, theme.px(4), theme.px(4))


def draw_line(painter: QPainter, theme: Theme, rect: QRectF, line: BoxLine, step: int) -> None:
    """Draw a line of a box: its sign, its words, and the sign that it unfolds."""
    px, ahead = theme.px, line.step > step
    if line.step == step:
        inside = rect.adjusted(px(1), 0, px(-1), 0)
        painter.fillRect(inside, theme.tint(Role.CURRENT))
        bar = QRectF(inside.left(), inside.top(), px(4), inside.height())
        painter.fillRect(bar, theme.color(Role.CURRENT))
    center = QPointF(rect.left() + px(16), rect.center().y())
    if line.mark is Mark.NOTE or ahead:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.brush(Role.MUTED))
        painter.drawEllipse(center, px(1.8), px(1.8))
    else:
        paint.disc(painter, center, px(6.5), _DISCS[line.mark], theme)
    words = rect.adjusted(px(30), 0, px(-24 if line.unfolds else -8), 0)
    kind = FontKind.STRONG if line.mark is Mark.REFUSED and not ahead else FontKind.BODY
    ink = Role.MUTED if ahead else Role.TEXT
    paint.text(painter, words, line.words, theme, kind, ink)
    if line.unfolds:
        middle = QPointF(rect.right() - px(13), rect.center().y())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.brush(Role.MUTED))
        painter.drawPolygon(_unfolder(middle, px(4), opened=line.unfolded))


def _unfolder(middle: QPointF, size: float, *, opened: bool) -> QPolygonF:
    """Return the triangle that points right, or down where the steps are shown."""
    shape = [QPointF(-size / 2, -size), QPointF(size / 2, 0), QPointF(-size / 2, size)]
    if opened:
        shape = [QPointF(-size, -size / 2), QPointF(size, -size / 2), QPointF(0, size / 2)]
    return QPolygonF([middle + point for point in shape])
