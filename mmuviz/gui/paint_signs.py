"""The signs and lines of the three semantics: hollow dashed, filled solid, square double.

Each tells its opinion without colour (look.md, "Colour roles").
"""

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPolygonF

from mmuviz.core.trace import Semantics
from mmuviz.gui.theme import Role, Theme, semantics_role

_WIDTH = 3.0
_APART = 2.0
_SQUARE = 0.8


def semantics_sign(
    painter: QPainter, rect: QRectF, semantics: Semantics, theme: Theme, role: Role | None = None
) -> None:
    """Draw ◇, ◆ or ■ to fill `rect`, in its own role or in `role`."""
    role = role or semantics_role(semantics)
    hollow = semantics is Semantics.BEFORE
    painter.setPen(theme.pen(role, 1.5))
    painter.setBrush(theme.brush(Role.SURFACE if hollow else role))
    inner = rect.adjusted(theme.px(1), theme.px(1), -theme.px(1), -theme.px(1))
    if semantics is Semantics.HARDWARE:
        side = inner.width() * _SQUARE
        square = QRectF(0, 0, side, side)
        square.moveCenter(inner.center())
        painter.drawRect(square)
        return
    middle = inner.center()
    painter.drawPolygon(
        QPolygonF(
            [
                QPointF(middle.x(), inner.top()),
                QPointF(inner.right(), middle.y()),
                QPointF(middle.x(), inner.bottom()),
                QPointF(inner.left(), middle.y()),
            ]
        )
    )


def semantics_line(painter: QPainter, line: QLineF, semantics: Semantics, theme: Theme) -> None:
    """Draw a stretch of the line of a semantics: dashed 6 3, solid, or double."""
    role = semantics_role(semantics)
    if semantics is Semantics.BEFORE:
        pen = theme.dashed(role, _WIDTH, (6, 3))
        pen.setDashOffset(line.y1() / pen.widthF())  # stretches below one another join
        painter.setPen(pen)
        painter.drawLine(line)
    elif semantics is Semantics.AFTER:
        painter.setPen(theme.pen(role, _WIDTH))
        painter.drawLine(line)
    else:
        painter.setPen(theme.pen(role, 1.5))
        aside = line.normalVector().unitVector()
        step = QPointF(aside.dx(), aside.dy()) * theme.px(_APART)
        painter.drawLine(line.translated(step))
        painter.drawLine(line.translated(-step))


def step_marker(painter: QPainter, tip: QPointF, theme: Theme) -> None:
    """Draw the ▶ that points from the left at what the step is about."""
    back, side = QPointF(-theme.px(8), 0), QPointF(0, theme.px(5.5))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.brush(Role.CURRENT))
    painter.drawPolygon(QPolygonF([tip, tip + back - side, tip + back + side]))
