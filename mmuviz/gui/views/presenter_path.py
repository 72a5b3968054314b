"""The presenter's path: CR3, a card an entry, the page, and the one line through them."""

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPolygonF

from mmuviz.gui import paint
from mmuviz.gui.paint import Disc
from mmuviz.gui.theme import FontKind, Role, Theme, level_role
from mmuviz.gui.views.presenter_layout import MIDDLE, Canvas, fitted
from mmuviz.present.frame import Frame
from mmuviz.present.presenter import Card, cards

_MANY = 4  # tables that have to stand closer
_WIDEST_CARD = 330.0
_NARROW_CARD = 225.0
_STEP, _GAP = 55.0, 8.0
_PAD, _INSIDE = 8.0, 16.0
_DIGIT = 12.2  # of a value at the least size
_PAIR = 1.3  # how much wider the cell of two letters is


def path(painter: QPainter, frame: Frame, theme: Theme, canvas: Canvas) -> None:
    """Draw the stations from left to right."""
    shown, zone = cards(frame), canvas.path
    name, value = ("CR3", frame.path.cr3) if frame.scenario.cpu.pg else ("Address", frame.path.gva)
    digits = value.removeprefix("0x")
    start, page = _ends(zone, len(shown), digits)
    boxes = _boxes(shown, start.right(), page.left(), zone)
    _draw_start(painter, start, name, digits, theme)
    stops = [*boxes, page]
    first = _gap_between(start, stops[0])
    if _left_start(frame, shown):
        _link(painter, first, Role.TEXT, theme)
    else:
        _possible(painter, first, theme)
    for card, box, following in zip(shown, boxes, stops[1:], strict=True):
        _draw_card(painter, box, card, theme)
        _draw_link(painter, _gap_between(box, following), card, theme)
    _draw_page(painter, page, frame, theme)


def _left_start(frame: Frame, shown: tuple[Card, ...]) -> bool:
    """Whether the line has left CR3: an entry is read, or there is none to read."""
    return bool(shown[0].value) if shown else frame.path.page.reached


def _ends(zone: QRectF, count: int, digits: str) -> tuple[QRectF, QRectF]:
    """Return the boxes of CR3 and of the page: narrow where there are many tables."""
    many = count >= _MANY
    room = max(146.0 if many else 170.0, len(digits) * _DIGIT + 2 * _INSIDE)
    start = QRectF(zone.left(), zone.top(), room, zone.height())
    width = 172.0 if many else 206.0
    return start, QRectF(zone.right() - width, zone.top(), width, zone.height())


def _boxes(shown: tuple[Card, ...], left: float, right: float, zone: QRectF) -> list[QRectF]:
    """Share the room out: a register needs less than a table's entry."""
    if not shown:
        return []
    weights = [0.85 if card.title.startswith("PDPTR") else 1.0 for card in shown]
    gap = 42.0 if len(shown) >= _MANY else 62.0
    room = right - left - gap * (len(shown) + 1)
    unit = min(room / sum(weights), _WIDEST_CARD)
    gap = (right - left - unit * sum(weights)) / (len(shown) + 1)
    boxes, x = [], left + gap
    for weight in weights:
        boxes.append(QRectF(x, zone.top(), unit * weight, zone.height()))
        x += unit * weight + gap
    return boxes


def _draw_start(painter: QPainter, box: QRectF, name: str, value: str, theme: Theme) -> None:
    painter.setPen(theme.pen(Role.BORDER_STRONG, 1))
    painter.setBrush(theme.brush(Role.SURFACE))
    painter.drawRoundedRect(box, 4, 4)
    painter.setPen(theme.pen(Role.BORDER, 0.5))
    painter.drawRect(box.adjusted(6, 6, -6, -6))
    inside = box.adjusted(_INSIDE, 20, 3 - _INSIDE, 0)
    title = QRectF(inside.left(), inside.top(), inside.width(), 38)
    fitted(painter, title, name, theme, FontKind.HEADING)
    below = QRectF(inside.left(), inside.top() + 42, inside.width(), 38)
    fitted(painter, below, value, theme, FontKind.MONO_CAPTION)


def _draw_card(painter: QPainter, box: QRectF, card: Card, theme: Theme) -> None:
    role = level_role(card.level)
    seen = bool(card.value)
    painter.setPen(theme.pen(role, 2) if seen else theme.dashed(role, 1.2, (5, 4)))
    painter.setBrush(theme.tint(role) if seen else theme.color(Role.SURFACE))
    painter.drawRoundedRect(box, 9, 9)
    if card.current:
        _here(painter, box, theme)
    margin = 18 if box.width() > _NARROW_CARD else 11  # four cards are narrower
    badge = QRectF(box.left() + margin, box.top() + 19, 34, 34)
    paint.level_badge(painter, badge, str(card.level), role, theme)
    title = QRectF(badge.right() + 10, badge.top() - 4, box.right() - badge.right() - 14, 42)
    fitted(painter, title, card.title, theme, FontKind.HEADING, Role.TEXT if seen else Role.MUTED)
    value = QRectF(badge.left(), box.top() + 62, box.width() - 2 * margin + 4, 40)
    if seen:
        fitted(painter, value, card.value, theme, FontKind.MONO)
    else:
        fitted(painter, value, "not read yet", theme, FontKind.CAPTION, Role.MUTED)
    _draw_flags(painter, box, card, margin, theme)


def _draw_flags(painter: QPainter, box: QRectF, card: Card, margin: float, theme: Theme) -> None:
    widths = [1.0 if len(flag.letter) == 1 else _PAIR for flag in card.flags]
    step = min(_STEP, (box.width() - 2 * margin + _GAP) / max(sum(widths), 1))
    x = box.left() + margin
    for flag, width in zip(card.flags, widths, strict=True):
        cell = QRectF(x, box.top() + 117, step * width - _GAP, 48)
        paint.bit_cell(painter, cell, flag.letter, theme, value=flag.value, mark=flag.mark)
        x += step * width


def _here(painter: QPainter, box: QRectF, theme: Theme) -> None:
    """Draw the amber marker over the card at which the step stands."""
    tip = QPointF(box.center().x(), box.top() - 6)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.brush(Role.CURRENT))
    painter.drawPolygon(QPolygonF([tip, tip - QPointF(13, 16), tip - QPointF(-13, 16)]))


def _gap_between(box: QRectF, following: QRectF) -> QLineF:
    """Return the line from a station to the next."""
    y = box.center().y()
    return QLineF(box.right(), y, following.left(), y)


def _draw_link(painter: QPainter, line: QLineF, card: Card, theme: Theme) -> None:
    """Draw what leads on: the line in the level's colour, or the cut."""
    if card.link == "walked":
        _link(painter, line, level_role(card.level), theme)
        return
    _possible(painter, line, theme)
    if card.link == "cut":
        center = line.center()
        painter.setPen(theme.pen(Role.FAIL, 3))
        painter.drawLine(line.p1(), center)
        paint.disc(painter, center, min(18, line.dx() * 0.36), Disc.REFUSED, theme)


def _possible(painter: QPainter, line: QLineF, theme: Theme) -> None:
    painter.setPen(theme.dashed(Role.BORDER_STRONG, 1, (4, 3)))
    painter.drawLine(line)


def _link(painter: QPainter, line: QLineF, role: Role, theme: Theme) -> None:
    painter.setPen(theme.pen(role, 3))
    painter.drawLine(line.p1(), line.p2() - QPointF(12, 0))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.brush(role))
    painter.drawPolygon(paint.arrow_head(line.p2(), QPointF(1, 0), 17))


def _draw_page(painter: QPainter, box: QRectF, frame: Frame, theme: Theme) -> None:
    page = frame.path.page
    painter.setBrush(theme.brush(Role.SURFACE))
    pen = theme.pen(Role.PASS, 2) if page.reached else theme.dashed(Role.BORDER_STRONG, 1, (4, 3))
    painter.setPen(pen)
    painter.drawRoundedRect(box, 4, 4)
    role = Role.TEXT if page.reached else Role.MUTED
    lines = [(page.title, FontKind.STRONG), *_page_lines(page.text, page.remark)]
    room = box.width() - 2 * _PAD
    heights = [62.0 if theme.width(kind, words) > room else 37.0 for words, kind in lines]
    y = box.center().y() - sum(heights) / 2
    for (words, kind), height in zip(lines, heights, strict=True):
        line = QRectF(box.left() + _PAD, y, room, height)
        fitted(painter, line, words, theme, kind, role, MIDDLE)
        y += height


def _page_lines(text: str, remark: str) -> list[tuple[str, FontKind]]:
    """Return what stands below the page's name: the address under its word, then the remark."""
    word, _, value = text.partition(" 0x")
    lines = [(word, FontKind.CAPTION)]
    if value:
        lines.append((f"0x{value}", FontKind.MONO_CAPTION))
    if remark:
        lines.append((remark, FontKind.CAPTION))
    return lines
