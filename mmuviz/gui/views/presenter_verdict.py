"""The presenter's words: the headline, the one check with its terms, and the error code."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter

from mmuviz.gui import paint
from mmuviz.gui.theme import FontKind, Role, Theme
from mmuviz.gui.views.headline_bar import DISCS
from mmuviz.present.error_strip import Slot, SlotState, Total
from mmuviz.present.flow_exits import Exit
from mmuviz.present.frame import Frame
from mmuviz.present.presenter import Question, way_out
from mmuviz.present.presenter import question as question_of

_LEFT, _RIGHT = 47.0, 1393.0
_CHECK = QRectF(_LEFT, 384, _RIGHT - _LEFT, 168)
_PILL = QRectF(_LEFT, 604, 320, 58)
_SLOTS = QRectF(_LEFT, 699, _RIGHT - _LEFT, 125)
_WRAP = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap)
_MIDDLE = Qt.AlignmentFlag.AlignCenter


def headline(painter: QPainter, frame: Frame, theme: Theme) -> None:
    """Draw the disc and the sentence, smaller where it is long."""
    paint.disc(painter, QPointF(72, 72), 25, DISCS[frame.headline.kind], theme)
    room = QRectF(118, 40, _RIGHT - 118, 64)
    title = frame.headline.title
    fits = theme.width(FontKind.VERDICT, title) <= room.width()
    paint.text(painter, room, title, theme, FontKind.VERDICT if fits else FontKind.HEADING)


def question(painter: QPainter, frame: Frame, theme: Theme) -> None:
    """Draw the one check; where the step makes none, what it does."""
    asked = question_of(frame)
    refused = asked is not None and asked.refused
    painter.setPen(theme.pen(Role.FAIL if refused else Role.BORDER_STRONG, 2.5 if refused else 1))
    painter.setBrush(theme.tint(Role.FAIL) if refused else theme.color(Role.SUNKEN))
    painter.drawRoundedRect(_CHECK, 9, 9)
    if asked is None:
        painter.setFont(theme.font(FontKind.HEADING))
        painter.setPen(theme.color(Role.TEXT))
        painter.drawText(_CHECK.adjusted(30, 24, -30, -16), _WRAP, frame.headline.detail_text)
        return
    _title(painter, asked, theme)
    _terms(painter, asked, theme)


def _title(painter: QPainter, asked: Question, theme: Theme) -> None:
    column, role = asked.node.column, Role.FAIL if asked.refused else Role.TEXT
    line = QRectF(_CHECK.left() + 30, _CHECK.top() + 18, _CHECK.width() - 60, 54)
    paint.text(painter, line, column.letter, theme, FontKind.SLOT, role)
    beside = line.adjusted(theme.width(FontKind.SLOT, column.letter) + 14, 0, 0, 0)
    paint.text(painter, beside, asked.title, theme, FontKind.STRONG)
    right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
    paint.text(painter, line, asked.verdict, theme, FontKind.BODY, Role.TEXT, right)


def _terms(painter: QPainter, asked: Question, theme: Theme) -> None:
    """Draw the condition: a chip with the truth before each term."""
    node, kind, y = asked.node, FontKind.MONO, _CHECK.top() + 84
    x = _CHECK.left() + 30
    operators = (*node.column.operators, *[""] * len(node.truths))
    for term, truth, operator in zip(node.column.terms, node.truths, operators, strict=False):
        paint.term_chip(painter, QRectF(x, y, 44, 52), truth, theme)
        x += 56
        role = Role.MUTED if truth is None else Role.TEXT
        strong = FontKind.MONO_STRONG if truth is not None else kind
        width = theme.width(strong, term)
        paint.text(painter, QRectF(x, y, width + 4, 52), term, theme, strong, role)
        x += width + 18
        width = theme.width(kind, operator)
        paint.text(painter, QRectF(x, y, width + 4, 52), operator, theme, kind, Role.MUTED)
        x += width + 20


def code(painter: QPainter, frame: Frame, theme: Theme) -> None:
    """Draw the way out, and the code that is built there."""
    out, strip = way_out(frame.flow), frame.code
    if out is not None:
        _pill(painter, out, theme, leads_on=bool(strip.slots) and out.refusal)
    if not strip.slots or strip.total is None:
        _sentence(painter, strip.text, theme)
    elif out is None or out.refusal:
        _slots(painter, strip.slots, strip.total, theme)
    else:
        _sentence(painter, "No fault, so no error code.", theme)


def _pill(painter: QPainter, out: Exit, theme: Theme, *, leads_on: bool) -> None:
    role = Role.FAIL if out.refusal else Role.PASS
    arrow_x = _LEFT + 160
    painter.setPen(theme.pen(role, 3))
    painter.setBrush(theme.brush(role))
    painter.drawLine(QPointF(arrow_x, _CHECK.bottom()), QPointF(arrow_x, _PILL.top() - 14))
    if leads_on:
        painter.drawLine(QPointF(arrow_x, _PILL.bottom()), QPointF(arrow_x, _SLOTS.top() - 14))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.drawPolygon(paint.arrow_head(QPointF(arrow_x, _PILL.top()), QPointF(0, 1), 15))
    if leads_on:
        painter.drawPolygon(paint.arrow_head(QPointF(arrow_x, _SLOTS.top()), QPointF(0, 1), 15))
    painter.drawRoundedRect(_PILL, _PILL.height() / 2, _PILL.height() / 2)
    painter.setFont(theme.font(FontKind.MONO_STRONG if out.is_code else FontKind.STRONG))
    painter.setPen(theme.color(Role.ON_FILL))
    painter.drawText(_PILL, _MIDDLE, out.name)
    if leads_on:
        beside = QRectF(_PILL.right() + 18, _PILL.top(), 700, _PILL.height())
        words = "the code gathers what the access was"
        paint.text(painter, beside, words, theme, FontKind.BODY, Role.MUTED)


def _slots(painter: QPainter, slots: tuple[Slot, ...], total: Total, theme: Theme) -> None:
    gap, last = 34.0, 300.0
    width = (_SLOTS.width() - last - gap * len(slots)) / len(slots)
    x = _SLOTS.left()
    for slot in slots:
        box = QRectF(x, _SLOTS.top(), width, _SLOTS.height())
        _slot(painter, box, slot, theme)
        x += width + gap
        _lead_on(painter, box.right(), x, Role.FAIL if slot.state is SlotState.SET else None, theme)
    box = QRectF(x, _SLOTS.top(), last, _SLOTS.height())
    painter.setPen(theme.pen(Role.FAIL if total.done else Role.BORDER_STRONG, 1))
    painter.setBrush(theme.brush(Role.FAIL) if total.done else theme.brush(Role.SUNKEN))
    painter.drawRoundedRect(box, 7, 7)
    painter.setFont(theme.font(FontKind.CODE_TOTAL))
    painter.setPen(theme.color(Role.ON_FILL if total.done else Role.MUTED))
    painter.drawText(box, _MIDDLE, f"= {total.text}")


def _lead_on(painter: QPainter, left: float, right: float, role: Role | None, theme: Theme) -> None:
    """Draw the arrow from a slot to what stands right of it."""
    shown, y = role or Role.BORDER_STRONG, _SLOTS.center().y()
    painter.setPen(theme.pen(shown, 1.5))
    painter.drawLine(QPointF(left, y), QPointF(right - 10, y))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.brush(shown))
    painter.drawPolygon(paint.arrow_head(QPointF(right, y), QPointF(1, 0), 13))


def _slot(painter: QPainter, box: QRectF, slot: Slot, theme: Theme) -> None:
    on = slot.state is SlotState.SET
    armed = slot.state is SlotState.ARMED
    frame = Role.FAIL if on or armed else Role.BORDER_STRONG
    painter.setPen(theme.pen(frame, 2) if on else theme.dashed(frame, 1, (4, 3)))
    painter.setBrush(theme.tint(Role.FAIL) if on else theme.color(Role.SURFACE))
    painter.drawRoundedRect(box, 7, 7)
    ink = Role.FAIL if on else Role.MUTED
    narrow = len(slot.letter) > 1
    kind = FontKind.MONO_STRONG if narrow else FontKind.SLOT
    letter = QRectF(box.left() + 14, box.top() + 10, box.width() - 20, 60)
    paint.text(painter, letter, slot.letter, theme, kind, ink)
    below = QRectF(box.left() + 14, box.bottom() - 44, box.width() - 20, 34)
    paint.text(painter, below, f"{slot.bit:#x}", theme, FontKind.MONO_CAPTION, ink)
    room = box.adjusted(76, 16, -8, -8)
    longest = max(slot.short.split(), key=len)
    if not narrow and room.width() > theme.width(FontKind.CAPTION, longest):
        painter.setFont(theme.font(FontKind.CAPTION))
        painter.setPen(theme.color(Role.TEXT if on else Role.MUTED))
        painter.drawText(room, _WRAP, slot.short)


def _sentence(painter: QPainter, text: str, theme: Theme) -> None:
    painter.setFont(theme.font(FontKind.BODY))
    painter.setPen(theme.color(Role.MUTED))
    painter.drawText(_SLOTS.adjusted(0, 8, 0, 0), _WRAP, text)
