"""The presenter's way out: the jump, and the error code that is built there."""

from dataclasses import replace

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter

from mmuviz.core.result import Outcome
from mmuviz.core.trace import Semantics
from mmuviz.gui import paint
from mmuviz.gui.theme import FontKind, Role, Theme
from mmuviz.gui.views.presenter_layout import LEFT, MIDDLE, TOP, Canvas, fitted
from mmuviz.present.error_strip import ChainBox, Slot, SlotState, Total
from mmuviz.present.flow_exits import Exit
from mmuviz.present.frame import Frame
from mmuviz.present.presenter import way_out

_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_MANY = 5  # slots that have to stand closer
_LETTER = 1.25  # the bit's letter, in the size of a slot's in the window
_WORDS = {
    Semantics.AFTER: "err adds what the access was",
    Semantics.HARDWARE: "the code says what the access was",
}


def code(painter: QPainter, frame: Frame, theme: Theme, canvas: Canvas) -> None:
    """Draw the way out, and the code that is built there."""
    out, strip = way_out(frame.flow), frame.code
    if out is not None:
        leads_on = bool(strip.slots) and out.refusal
        _pill(painter, out, _WORDS[frame.trace.semantics] if leads_on else "", theme, canvas)
    if strip.total is None:
        _chain(painter, strip.chain, theme, canvas)
    elif strip.total.text == "none" or (out is not None and not out.refusal):
        _no_code(painter, frame, strip.total, theme, canvas)
    else:
        _slots(painter, strip.slots, strip.total, theme, canvas)


def _no_code(painter: QPainter, frame: Frame, total: Total, theme: Theme, canvas: Canvas) -> None:
    """Draw what the walk gives instead of a code."""
    page, zone = frame.path.page, canvas.code
    words = "no fault, so no error code"
    if frame.trace.result.outcome is not Outcome.MAPPED:
        words = f"no page-fault code: {total.letters}"
    if not page.reached:
        fitted(painter, zone, words, theme, FontKind.HEADING, Role.MUTED)
        return
    painter.setPen(theme.pen(Role.PASS, 2))
    painter.setBrush(theme.tint(Role.PASS))
    painter.drawRoundedRect(zone, 7, 7)
    inside = zone.adjusted(28, 0, -28, 0)
    fitted(painter, inside, words, theme, FontKind.BODY)
    right = inside.adjusted(420, 0, 0, 0)
    fitted(painter, right, page.text, theme, FontKind.CODE_TOTAL, Role.TEXT, _RIGHT)


def _pill(painter: QPainter, out: Exit, words: str, theme: Theme, canvas: Canvas) -> None:
    """Draw the exit under the check; with `words` it leads on to the code."""
    pill = canvas.pill
    role = Role.FAIL if out.refusal else Role.PASS
    if canvas.check.height():  # else it would seem to come from CR3, which stands above
        _down(painter, pill.center().x(), canvas.check.bottom(), pill.top(), role, theme)
    if words:
        _down(painter, pill.center().x(), pill.bottom(), canvas.code.top(), role, theme)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.brush(role))
    painter.drawRoundedRect(pill, pill.height() / 2, pill.height() / 2)
    kind = FontKind.MONO_STRONG if out.is_code else FontKind.STRONG
    inside = pill.adjusted(20, 0, -20, 0)
    fitted(painter, inside, out.name, theme, kind, Role.ON_FILL, MIDDLE)
    beside = QRectF(pill.right() + 18, pill.top(), 900, pill.height())
    fitted(painter, beside, words, theme, FontKind.BODY, Role.MUTED)


def _down(  # noqa: PLR0913, PLR0917  # where an arrow starts and ends
    painter: QPainter, x: float, top: float, bottom: float, role: Role, theme: Theme
) -> None:
    painter.setPen(theme.pen(role, 3))
    painter.drawLine(QPointF(x, top), QPointF(x, bottom - 14))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.brush(role))
    painter.drawPolygon(paint.arrow_head(QPointF(x, bottom), QPointF(0, 1), 15))


def _lead_on(painter: QPainter, box: QRectF, gap: float, role: Role, theme: Theme) -> None:
    """Draw the arrow from a box to what stands right of it."""
    y, left, right = box.center().y(), box.right(), box.right() + gap
    painter.setPen(theme.pen(role, 1.5))
    painter.drawLine(QPointF(left, y), QPointF(right - 10, y))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.brush(role))
    painter.drawPolygon(paint.arrow_head(QPointF(right, y), QPointF(1, 0), 13))


def _slots(  # the bits and their sum
    painter: QPainter, slots: tuple[Slot, ...], total: Total, theme: Theme, canvas: Canvas
) -> None:
    zone = canvas.code
    gap, last = (24.0, 270.0) if len(slots) >= _MANY else (38.0, 324.0)
    width = (zone.width() - last - gap * len(slots)) / len(slots)
    x = zone.left()
    for slot in slots:
        box = QRectF(x, zone.top(), width, zone.height())
        if len(slots) >= _MANY:
            _narrow_slot(painter, box, slot, theme)
        else:
            _slot(painter, box, slot, theme)
        x += width + gap
        ink = Role.FAIL if slot.state is SlotState.SET else Role.BORDER_STRONG
        _lead_on(painter, box, gap, ink, theme)
    box = QRectF(x, zone.top(), last, zone.height())
    painter.setPen(theme.pen(Role.FAIL if total.done else Role.BORDER_STRONG, 1))
    painter.setBrush(theme.brush(Role.FAIL) if total.done else theme.brush(Role.SUNKEN))
    painter.drawRoundedRect(box, 7, 7)
    ink = Role.ON_FILL if total.done else Role.MUTED
    inside = box.adjusted(10, 0, -10, 0)
    fitted(painter, inside, f"= {total.text}", theme, FontKind.CODE_TOTAL, ink, MIDDLE)


def _slot(painter: QPainter, box: QRectF, slot: Slot, theme: Theme) -> None:
    """Draw a bit: letter over value, and beside them what it says."""
    ink = _slot_frame(painter, box, slot, theme)
    large = replace(theme, scale=theme.scale * _LETTER)
    letter = QRectF(box.left() + 22, box.top() + 6, 60, 74)
    fitted(painter, letter, slot.letter, large, FontKind.SLOT, ink)
    below = QRectF(box.left() + 22, box.bottom() - 46, box.width() - 30, 40)
    fitted(painter, below, _value(slot), theme, FontKind.MONO_CAPTION, ink)
    room = QRectF(box.left() + 88, box.top() + 12, box.width() - 96, 72)
    fitted(painter, room, slot.short, theme, FontKind.BODY, _words_ink(slot))


def _narrow_slot(painter: QPainter, box: QRectF, slot: Slot, theme: Theme) -> None:
    """Draw a bit: letter and value in one line, below them what it says."""
    ink = _slot_frame(painter, box, slot, theme)
    top = QRectF(box.left() + 14, box.top() + 6, box.width() - 26, 54)
    kind = FontKind.SLOT if len(slot.letter) == 1 else FontKind.MONO_STRONG
    painter.setFont(theme.font(kind))
    painter.setPen(theme.color(ink))
    painter.drawText(top, LEFT, slot.letter)
    fitted(painter, top, _value(slot), theme, FontKind.MONO_CAPTION, ink, _RIGHT)
    room = QRectF(top.left(), top.bottom() + 2, top.width(), box.bottom() - top.bottom() - 6)
    fitted(painter, room, slot.short, theme, FontKind.CAPTION, _words_ink(slot), TOP)


def _slot_frame(painter: QPainter, box: QRectF, slot: Slot, theme: Theme) -> Role:
    """Draw a slot's frame after its state, and return the ink that goes with it."""
    on = slot.state is SlotState.SET
    pen = theme.dashed(Role.BORDER_STRONG, 1, (4, 3))
    if on:
        pen = theme.pen(Role.FAIL, 2)
    elif slot.state is SlotState.ARMED:
        pen = theme.dashed(Role.FAIL, 1.5, (5, 3))
    elif slot.state is SlotState.STAYS_0:
        pen = theme.pen(Role.BORDER_STRONG, 0.5)
    painter.setPen(pen)
    painter.setBrush(theme.tint(Role.FAIL) if on else theme.color(Role.SURFACE))
    painter.drawRoundedRect(box, 7, 7)
    return Role.FAIL if on else Role.MUTED


def _value(slot: Slot) -> str:
    return slot.state.value if slot.state is SlotState.STAYS_0 else f"{slot.bit:#x}"


def _words_ink(slot: Slot) -> Role:
    return Role.TEXT if slot.state is SlotState.SET else Role.MUTED


def _chain(painter: QPainter, chain: tuple[ChainBox, ...], theme: Theme, canvas: Canvas) -> None:
    """Draw whose the code is before the change: the processor's, from fault to fault."""
    zone, gap = canvas.code.adjusted(0, -20, 0, 0), 48.0  # no arrow comes from above
    width = (zone.width() - gap * (len(chain) - 1)) / len(chain)
    for number, station in enumerate(chain):
        box = QRectF(zone.left() + number * (width + gap), zone.top(), width, zone.height())
        here = station.kind == "here"
        pen = theme.pen(Role.TEXT, 2) if here else theme.dashed(Role.BORDER_STRONG, 1, (4, 3))
        painter.setPen(theme.pen(Role.TEXT, 1) if station.kind == "processor" else pen)
        painter.setBrush(theme.brush(Role.SURFACE))
        painter.drawRoundedRect(box, 7, 7)
        if station.kind == "processor":
            painter.drawRoundedRect(box.adjusted(5, 5, -5, -5), 5, 5)
        title = QRectF(box.left() + 18, box.top() + 8, box.width() - 30, 34)
        ink = Role.TEXT if station.kind != "later" else Role.MUTED
        fitted(painter, title, station.title, theme, FontKind.MONO_STRONG, ink)
        room = QRectF(title.left(), title.bottom() + 2, title.width(), 92)
        words = "\n".join(station.lines)
        fitted(painter, room, words, theme, FontKind.CAPTION, Role.MUTED, TOP)
        if number + 1 < len(chain):
            _lead_on(painter, box, gap, Role.BORDER_STRONG, theme)
