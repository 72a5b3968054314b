"""What points at a cell of the map: a frame, the line to the card, and "you are here"."""

from typing import Final

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPolygonF

from mmuviz.gui import paint
from mmuviz.gui.atlas.map_layout import MapLayout
from mmuviz.gui.theme import FontKind, Role, Theme

_LEAST: Final = 9.0
_APART: Final = 56.0
_BAR: Final = 4.0
_HERE: Final = "you are here"


def _framed(layout: MapLayout, row: int, column: int) -> QRectF:
    """Return the frame round a cell: large enough to be seen."""
    rect = layout.cell_rect(row, column)
    least = layout.theme.px(_LEAST)
    frame = QRectF(0, 0, max(rect.width(), least), max(rect.height(), least))
    frame.moveCenter(rect.center())
    return frame.adjusted(-1, -1, 1, 1)


def draw_frame(painter: QPainter, layout: MapLayout, row: int, column: int) -> None:
    """Frame a cell: ink between two lines of the surface, so that it shows on every ground."""
    painter.save()
    painter.setClipRect(layout.plot.adjusted(-4, -4, 4, 4))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    frame = _framed(layout, row, column)
    for role, width in ((Role.SURFACE, 6), (Role.TEXT, 2)):
        painter.setPen(layout.theme.pen(role, width))
        painter.drawRect(frame)
    painter.restore()


def draw_leader(painter: QPainter, layout: MapLayout, row: int, column: int, card: QRectF) -> None:
    """Draw the line from a cell to its card."""
    frame = _framed(layout, row, column)
    if card.left() > frame.right():
        ends = frame.right(), card.left()
    elif card.right() < frame.left():
        ends = frame.left(), card.right()
    else:
        return
    y = min(max(frame.center().y(), card.top() + 1), card.bottom() - 1)
    for role, width in ((Role.SURFACE, 4), (Role.TEXT, 1.5)):
        painter.setPen(layout.theme.pen(role, width))
        painter.drawLine(QPointF(ends[0], y), QPointF(ends[1], y))


def place_card(cell: QRectF, size: QSize, window: QRect, theme: Theme) -> QPoint:
    """Return where a card goes: beside the cell, inside the window, the cell not hidden."""
    apart = theme.px(_APART)
    right = cell.right() + apart
    left = cell.left() - apart - size.width()
    x = right if right + size.width() <= window.right() or left < 0 else left
    x = max(min(x, window.right() - size.width()), 0.0)
    y = max(min(cell.center().y() - size.height() * 0.42, window.bottom() - size.height()), 0.0)
    if QRectF(x, y, size.width(), size.height()).intersects(cell):  # no room at either side
        below = cell.bottom() + theme.px(12)
        fits = below + size.height() <= window.bottom()
        y = below if fits else max(cell.top() - theme.px(12) - size.height(), 0.0)
    return QPoint(round(x), round(y))


def draw_bars(painter: QPainter, layout: MapLayout) -> None:
    """Say with a bar below and at the right what part of the axes is seen, where it is not all."""
    plot, thick = QRectF(layout.plot), layout.theme.px(_BAR)
    sight, across, down = layout.sight, layout.columns.length, layout.rows.length
    for part, bar in (
        (
            sight.zoom[0] > 1,
            QRectF(
                plot.left() + plot.width() * sight.left / across,
                plot.bottom() - thick,
                plot.width() * plot.width() / across,
                thick,
            ),
        ),
        (
            sight.zoom[1] > 1,
            QRectF(
                plot.right() - thick,
                plot.top() + plot.height() * sight.top / down,
                thick,
                plot.height() * plot.height() / down,
            ),
        ),
    ):
        if part:
            painter.fillRect(bar.adjusted(-1, -1, 1, 1), layout.theme.color(Role.SURFACE))
            painter.fillRect(bar, layout.theme.color(Role.BORDER_STRONG))


def draw_here(painter: QPainter, layout: MapLayout, row: int, column: int) -> None:
    """Mark the cell of the scenario: a frame, and a flag with the words."""
    theme, plot = layout.theme, QRectF(layout.plot)
    frame = _framed(layout, row, column)
    middle = frame.center()
    if not plot.contains(middle):
        return
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for role, width in ((Role.SURFACE, 7), (Role.CURRENT, 3)):
        painter.setPen(theme.pen(role, width))
        painter.drawRect(frame.adjusted(-2, -2, 2, 2))
    size = theme.px(7)
    tip = QPointF(middle.x(), frame.top() - theme.px(3))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.brush(Role.CURRENT))
    painter.drawPolygon(
        QPolygonF([tip, tip + QPointF(-size * 0.7, -size), tip + QPointF(size * 0.7, -size)])
    )
    wide = theme.width(FontKind.CAPTION, _HERE) + theme.px(14)
    high = theme.metrics(FontKind.CAPTION).height() + theme.px(6)
    flag = QRectF(tip.x() - wide / 2, tip.y() - size - high, wide, high)
    flag.moveLeft(min(max(flag.left(), layout.rect.left()), layout.rect.right() - wide))
    painter.setPen(theme.pen(Role.CURRENT, 1.5))
    painter.setBrush(theme.tint(Role.CURRENT))
    painter.drawRoundedRect(flag, theme.px(3), theme.px(3))
    paint.text(painter, flag, _HERE, theme, FontKind.CAPTION, align=Qt.AlignmentFlag.AlignCenter)
