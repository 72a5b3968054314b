"""The drawn vocabulary: bits, terms, discs, badges, lines. Pure functions on a QPainter.

1 and true are filled with ink, 0 and false are hollow, not evaluated is dotted with a dash
(look.md, "Three ideas"): readable without colour.
"""

from collections.abc import Sequence
from enum import Enum

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPolygonF
from PySide6.QtWidgets import QWidget

from mmuviz.gui.theme import FontKind, Role, Theme
from mmuviz.present.bit_marks import BitMark

WRAP = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap)
"""Lines from the upper left corner on, broken between words."""

_RADIUS = 2.0
_CORNER = 6.0


class Disc(Enum):
    """The verdict a disc shows; the value is its glyph."""

    PASSED = "✓"
    REFUSED = "✗"
    WRITTEN = "✎"
    SKIPPED = "–"
    STOP = "■"
    INFO = "▶"
    PART = "◐"


_DISC_ROLES = {
    Disc.PASSED: Role.PASS,
    Disc.REFUSED: Role.FAIL,
    Disc.WRITTEN: Role.WRITTEN,
    Disc.SKIPPED: Role.NOTEVAL,
    Disc.STOP: Role.TEXT,
    Disc.INFO: Role.ACCENT,
    Disc.PART: Role.PASS,
}


def text(  # noqa: PLR0913, PLR0917  # what, where and how a text is drawn
    painter: QPainter,
    rect: QRectF,
    words: str,
    theme: Theme,
    kind: FontKind = FontKind.BODY,
    role: Role = Role.TEXT,
    align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter,
) -> None:
    """Draw `words` in `rect`, elided in the middle where they do not fit."""
    painter.setFont(theme.font(kind))
    painter.setPen(theme.color(role))
    if theme.width(kind, words) > rect.width() + 1:
        middle = Qt.TextElideMode.ElideMiddle
        words = theme.metrics(kind).elidedText(words, middle, rect.width() + 1)
    painter.drawText(rect, align, words)


def bit_cell(  # noqa: PLR0913  # a cell's whole state
    painter: QPainter,
    rect: QRectF,
    letter: str,
    theme: Theme,
    *,
    value: bool,
    mark: BitMark | None = None,
    focus: bool = False,
    kind: FontKind = FontKind.MONO_STRONG,
) -> None:
    """Draw one bit: filled 1, hollow 0, with a bar, a ring or a folded corner for its mark."""
    radius = theme.px(_RADIUS)
    written, may = mark is BitMark.WRITTEN, mark is BitMark.MAY
    ink = Role.WRITTEN if written or may else Role.TEXT
    painter.setPen(theme.pen(ink if value or may or written else Role.BORDER_STRONG, 1))
    painter.setBrush(theme.brush(ink if value and not may else Role.SURFACE))
    painter.drawRoundedRect(rect, radius, radius)
    if may:
        half = QRectF(rect.left(), rect.center().y(), rect.width(), rect.height() / 2)
        painter.fillRect(half, theme.color(Role.WRITTEN))
    painter.setFont(theme.font(kind))
    painter.setPen(theme.color(Role.ON_FILL if value and not may else Role.MUTED))
    if may:
        painter.setPen(theme.color(Role.WRITTEN))
        painter.drawText(rect.adjusted(0, 0, 0, -rect.height() / 2), _CENTER, "±")
    else:
        painter.drawText(rect, _CENTER, letter)
    if written:
        _folded_corner(painter, rect, theme, filled=value)
    _mark_lines(painter, rect, theme, mark)
    if focus:
        focus_ring(painter, rect, theme)


_CENTER = Qt.AlignmentFlag.AlignCenter


def _folded_corner(painter: QPainter, rect: QRectF, theme: Theme, *, filled: bool) -> None:
    size = rect.width() * 0.36
    corner = QPolygonF(
        [rect.topRight() - QPointF(size, 0), rect.topRight(), rect.topRight() + QPointF(0, size)]
    )
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.tint(Role.WRITTEN) if filled else theme.color(Role.WRITTEN))
    painter.drawPolygon(corner)


def _mark_lines(painter: QPainter, rect: QRectF, theme: Theme, mark: BitMark | None) -> None:
    if mark not in (BitMark.PASSED, BitMark.REFUSED):
        return
    role = Role.PASS if mark is BitMark.PASSED else Role.FAIL
    if mark is BitMark.REFUSED:
        refused_ring(painter, rect, theme)
    bar = QRectF(rect.left(), rect.bottom() + theme.px(2.5), rect.width(), theme.px(2))
    painter.fillRect(bar, theme.color(role))


def refused_ring(painter: QPainter, rect: QRectF, theme: Theme) -> None:
    """Draw the ring round the bit that a check refused."""
    ring = rect.adjusted(*(theme.px(side) for side in (-1, -1, 1, 1)))
    painter.setPen(theme.pen(Role.FAIL, 2.5))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(ring, theme.px(_RADIUS), theme.px(_RADIUS))


def focus_ring(painter: QPainter, rect: QRectF, theme: Theme) -> None:
    """Draw the 2 px ring, 2 px off, round what has the keyboard."""
    off = theme.px(3)
    painter.setPen(theme.pen(Role.FOCUS, 2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(rect.adjusted(-off, -off, off, off), theme.px(4), theme.px(4))


def edit_frame(painter: QPainter, edit: QWidget, theme: Theme, *, is_bad: bool) -> None:
    """Draw the frame of a line edit: red round what is wrong, a ring where the keyboard is."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    pen = theme.pen(Role.BORDER_STRONG, 1)
    if is_bad or edit.hasFocus():
        pen = theme.pen(Role.FAIL if is_bad else Role.FOCUS, 2)
    painter.setPen(pen)
    rect, radius = QRectF(edit.rect()).adjusted(1, 1, -1, -1), theme.px(4)
    painter.drawRoundedRect(rect, radius, radius)


def term_chip(painter: QPainter, rect: QRectF, truth: bool | None, theme: Theme) -> None:  # noqa: FBT001  # the thing drawn
    """Draw the truth of a term: T filled, F hollow, a dotted dash where not evaluated."""
    pen = theme.pen(Role.TEXT if truth else Role.BORDER_STRONG, 1)
    if truth is None:
        pen = theme.pen(Role.NOTEVAL, 1, Qt.PenStyle.DotLine)
    painter.setPen(pen)
    painter.setBrush(theme.brush(Role.TEXT if truth else Role.SURFACE))
    painter.drawRoundedRect(rect, theme.px(_RADIUS), theme.px(_RADIUS))
    painter.setFont(theme.font(FontKind.MONO_STRONG if truth else FontKind.MONO))
    painter.setPen(theme.color(Role.ON_FILL if truth else Role.TEXT))
    if truth is None:
        painter.setPen(theme.color(Role.NOTEVAL))
    painter.drawText(rect, _CENTER, {True: "T", False: "F", None: "–"}[truth])


def disc(painter: QPainter, center: QPointF, radius: float, what: Disc, theme: Theme) -> None:
    """Draw a verdict disc: filled, with a drawn sign, `radius` in device pixels."""
    painter.setPen(Qt.PenStyle.NoPen)
    hollow = what in (Disc.SKIPPED, Disc.PART)
    role = _DISC_ROLES[what]
    painter.setBrush(theme.brush(Role.SURFACE if hollow else role))
    if hollow:
        painter.setPen(theme.pen(role, 1.5))
    painter.drawEllipse(center, radius, radius)
    if what is Disc.PART:
        painter.setBrush(theme.brush(role))
        around = QRectF(center.x() - radius, center.y() - radius, 2 * radius, 2 * radius)
        painter.drawPie(around, 90 * 16, 180 * 16)
    pen = theme.pen(role if hollow else Role.ON_FILL, 1)
    pen.setWidthF(max(1.4, radius * (0.13 if hollow else 0.26)))
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for line in _SIGNS[what]:
        points = [center + QPointF(x, y) * radius for x, y in line]
        painter.drawPolyline(QPolygonF(points))
    if what in (Disc.STOP, Disc.INFO):
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.brush(Role.ON_FILL))
        points = [center + QPointF(x, y) * radius for x, y in _SOLIDS[what]]
        painter.drawPolygon(QPolygonF(points))


_Line = tuple[tuple[float, float], ...]
_SIGNS: dict[Disc, tuple[_Line, ...]] = {
    Disc.PASSED: (((-0.42, 0.02), (-0.1, 0.34), (0.44, -0.32)),),
    Disc.REFUSED: (((-0.34, -0.34), (0.34, 0.34)), ((-0.34, 0.34), (0.34, -0.34))),
    Disc.WRITTEN: (
        ((-0.4, 0.42), (-0.28, 0.1), (0.3, -0.44), (0.44, -0.28), (-0.1, 0.3), (-0.4, 0.42)),
    ),
    Disc.SKIPPED: (((-0.5, 0.0), (0.5, 0.0)),),
    Disc.STOP: (),
    Disc.INFO: (),
    Disc.PART: (),
}  # fmt: skip
_SOLIDS: dict[Disc, _Line] = {
    Disc.STOP: ((-0.34, -0.34), (0.34, -0.34), (0.34, 0.34), (-0.34, 0.34)),
    Disc.INFO: ((-0.24, -0.42), (0.46, 0.0), (-0.24, 0.42)),
}


def level_badge(painter: QPainter, rect: QRectF, sign: str, role: Role, theme: Theme) -> None:
    """Draw the filled square with a level's number, or another sign."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.brush(role))
    painter.drawRoundedRect(rect, theme.px(3), theme.px(3))
    painter.setFont(theme.font(FontKind.STRONG))
    painter.setPen(theme.color(Role.ON_FILL))
    painter.drawText(rect, _CENTER, sign)


def asked_frame(painter: QPainter, rect: QRectF, theme: Theme) -> None:
    """Draw the dashed amber frame of what a question is open about, and its sign on the edge."""
    painter.setPen(theme.dashed(Role.CURRENT, 2, (5, 3)))
    painter.setBrush(theme.tint(Role.CURRENT))
    painter.drawRoundedRect(rect, theme.px(5), theme.px(5))
    side = theme.px(17)
    badge = QRectF(rect.right() - side / 2, rect.center().y() - side / 2, side, side)
    painter.setPen(theme.pen(Role.CURRENT, 1.5))
    painter.setBrush(theme.brush(Role.SURFACE))
    painter.drawEllipse(badge)
    painter.setFont(theme.font(FontKind.MONO_STRONG))
    painter.setPen(theme.color(Role.CURRENT))
    painter.drawText(badge, _CENTER, "?")


def arrow_head(tip: QPointF, direction: QPointF, size: float) -> QPolygonF:
    """Return the triangle of an arrow that ends at `tip`; `direction` is a unit vector."""
    back = tip - direction * size
    side = QPointF(-direction.y(), direction.x()) * (size * 0.55)
    return QPolygonF([tip, back + side, back - side])


def orthogonal(points: Sequence[QPointF], corner: float = _CORNER) -> QPainterPath:
    """Return the path through `points`, its corners rounded; sides run straight."""
    path = QPainterPath(points[0])
    for before, at, after in zip(points, points[1:], points[2:], strict=False):
        path.lineTo(_towards(at, before, corner))
        path.quadTo(at, _towards(at, after, corner))
    path.lineTo(points[-1])
    return path


def _towards(start: QPointF, end: QPointF, distance: float) -> QPointF:
    """Return the point `distance` from `start` on the way to `end`, half-way at the most."""
    step = end - start
    length = (step.x() ** 2 + step.y() ** 2) ** 0.5
    return start + step * min(distance / length, 0.5) if length else start
