"""The presenter's path: CR3, a card an entry, the page, and the one line through them."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter

from mmuviz.gui import paint
from mmuviz.gui.paint import Disc, Mark
from mmuviz.gui.theme import FontKind, Role, Theme, level_role
from mmuviz.present.bit_marks import BitMark
from mmuviz.present.frame import Frame
from mmuviz.present.presenter import Card, cards

_TOP, _HEIGHT = 150.0, 190.0
_LEFT, _RIGHT = 47.0, 1393.0
_CR3, _PAGE = 160.0, 180.0
_MANY = 4  # tables that have to stand closer
_MIDDLE = _TOP + _HEIGHT / 2
_CELL, _STEP = 46.0, 55.0
_MARKS = {
    None: Mark.NONE,
    BitMark.PASSED: Mark.PASSED,
    BitMark.REFUSED: Mark.REFUSED,
    BitMark.WRITTEN: Mark.WRITTEN,
    BitMark.MAY: Mark.MAY,
}


def path(painter: QPainter, frame: Frame, theme: Theme) -> None:
    """Draw the stations from left to right."""
    shown = cards(frame)
    cr3 = QRectF(_LEFT, _TOP, _CR3, _HEIGHT)
    width = _PAGE if len(shown) >= _MANY else _PAGE + 26
    page = QRectF(_RIGHT - width, _TOP, width, _HEIGHT)
    boxes = _boxes(shown, cr3.right(), page.left())
    _draw_cr3(painter, cr3, frame.path.cr3.removeprefix("0x"), theme)
    _link(painter, cr3.right(), boxes[0].left(), Role.TEXT, theme)
    for number, (card, box) in enumerate(zip(shown, boxes, strict=True)):
        _draw_card(painter, box, card, theme)
        following = boxes[number + 1].left() if number + 1 < len(boxes) else page.left()
        _draw_link(painter, box.right(), following, card, theme)
    _draw_page(painter, page, frame, theme)


def _boxes(shown: tuple[Card, ...], left: float, right: float) -> list[QRectF]:
    """Share the room out: a register needs less than a table's entry."""
    weights = [0.85 if card.title.startswith("PDPTR") else 1.0 for card in shown]
    gap = 30.0 if len(shown) >= _MANY else 62.0
    room = right - left - gap * (len(shown) + 1)
    boxes, x = [], left + gap
    for weight in weights:
        width = room * weight / sum(weights)
        boxes.append(QRectF(x, _TOP, width, _HEIGHT))
        x += width + gap
    return boxes


def _draw_cr3(painter: QPainter, box: QRectF, value: str, theme: Theme) -> None:
    painter.setPen(theme.pen(Role.BORDER_STRONG, 1))
    painter.setBrush(theme.brush(Role.SURFACE))
    painter.drawRoundedRect(box, 4, 4)
    painter.setPen(theme.pen(Role.BORDER, 0.5))
    painter.drawRect(box.adjusted(6, 6, -6, -6))
    inside = box.adjusted(20, 22, -12, 0)
    name = QRectF(inside.left(), inside.top(), inside.width(), 38)
    paint.text(painter, name, "CR3", theme, FontKind.STRONG)
    below = QRectF(inside.left(), inside.top() + 44, inside.width(), 34)
    paint.text(painter, below, value, theme, FontKind.MONO_CAPTION)


def _draw_card(painter: QPainter, box: QRectF, card: Card, theme: Theme) -> None:
    role = level_role(card.level)
    seen = bool(card.value)
    painter.setPen(theme.pen(role, 2) if seen else theme.dashed(role, 1.2, (5, 4)))
    painter.setBrush(theme.tint(role) if seen else theme.color(Role.SURFACE))
    painter.drawRoundedRect(box, 9, 9)
    margin = 18 if box.width() > 210 else 12  # four cards are narrower
    badge = QRectF(box.left() + margin, box.top() + 20, 34, 34)
    paint.level_badge(painter, badge, str(card.level), role, theme)
    title = QRectF(badge.right() + 9, badge.top(), box.right() - badge.right() - 11, 34)
    paint.text(painter, title, card.title, theme, FontKind.STRONG)
    value = QRectF(badge.left(), box.top() + 64, box.width() - 24, 36)
    kind = FontKind.MONO if seen else FontKind.CAPTION
    paint.text(painter, value, card.value or "not read yet", theme, kind)
    room = box.width() - 2 * margin
    step = min(_STEP, room / max(len(card.flags), 1))
    for number, flag in enumerate(card.flags):
        side = min(_CELL, step - 5)
        cell = QRectF(badge.left() + number * step, box.top() + 117, side, 48)
        mark = _MARKS[flag.mark]
        paint.bit_cell(painter, cell, flag.letter, theme, value=flag.value, mark=mark)


def _draw_link(painter: QPainter, left: float, right: float, card: Card, theme: Theme) -> None:
    """Draw what leads on: the line in the level's colour, or the cut."""
    if card.link == "walked":
        _link(painter, left, right, level_role(card.level), theme)
        return
    painter.setPen(theme.dashed(Role.BORDER_STRONG, 1, (4, 3)))
    painter.drawLine(QPointF(left, _MIDDLE), QPointF(right, _MIDDLE))
    if card.link == "cut":
        center = QPointF((left + right) / 2, _MIDDLE)
        painter.setPen(theme.pen(Role.FAIL, 3))
        painter.drawLine(QPointF(left, _MIDDLE), center)
        paint.disc(painter, center, 17, Disc.REFUSED, theme)


def _link(painter: QPainter, left: float, right: float, role: Role, theme: Theme) -> None:
    painter.setPen(theme.pen(role, 3))
    painter.drawLine(QPointF(left, _MIDDLE), QPointF(right - 12, _MIDDLE))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.brush(role))
    painter.drawPolygon(paint.arrow_head(QPointF(right, _MIDDLE), QPointF(1, 0), 17))


def _draw_page(painter: QPainter, box: QRectF, frame: Frame, theme: Theme) -> None:
    page = frame.path.page
    painter.setBrush(theme.brush(Role.SURFACE))
    pen = theme.pen(Role.PASS, 2) if page.reached else theme.dashed(Role.BORDER_STRONG, 1, (4, 3))
    painter.setPen(pen)
    painter.drawRoundedRect(box, 4, 4)
    role = Role.TEXT if page.reached else Role.MUTED
    align = Qt.AlignmentFlag.AlignCenter
    lines = [(page.title, FontKind.STRONG), *_page_lines(page.text, page.remark)]
    top = box.center().y() - 20 * len(lines)
    for number, (words, kind) in enumerate(lines):
        line = QRectF(box.left() + 6, top + 40 * number, box.width() - 12, 40)
        paint.text(painter, line, words, theme, kind, role, align)


def _page_lines(text: str, remark: str) -> list[tuple[str, FontKind]]:
    """Return what stands below the page's name: the address under its word, then the remark."""
    word, _, value = text.partition(" 0x")
    lines = [(word, FontKind.CAPTION)]
    if value:
        lines.append((f"0x{value}", FontKind.MONO_CAPTION))
    if remark:
        lines.append((remark, FontKind.CAPTION))
    return lines
