"""The error code's parts: its title, its slots and its total."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from mmuviz.gui import paint
from mmuviz.gui.theme import FontKind, Role, Theme
from mmuviz.gui.views.check_items import draw_current_ring
from mmuviz.gui.views.flow_items import FlowItem
from mmuviz.present.error_strip import ErrorStrip, Slot, SlotState, Total

_CENTER = Qt.AlignmentFlag.AlignCenter
_ROOMY = 80.0


class StripTitleItem(FlowItem):
    """The words left of the slots."""

    def __init__(self, theme: Theme, rect: QRectF, strip: ErrorStrip) -> None:
        """Stand at `rect` with the words of `strip`: they do not change with the step."""
        super().__init__(theme, rect, 4)
        self._strip = strip
        self.show_tip(strip.text)

    def paint(
        self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None
    ) -> None:
        """Draw title and lines."""
        theme, strip = self.theme, self._strip
        kind = FontKind.MONO_STRONG if "_" in strip.title else FontKind.STRONG
        line = theme.metrics(FontKind.CAPTION).height()
        head = theme.metrics(kind).height()
        top = self.rect.top() + theme.px(6 if self.rect.height() > theme.px(60) else 0)
        paint.text(
            painter,
            QRectF(self.rect.left(), top, self.rect.width(), head),
            strip.title,
            theme,
            kind,
        )
        y = top + head + theme.px(2)
        for words in strip.lines:
            place = QRectF(self.rect.left(), y, self.rect.width(), line)
            paint.text(painter, place, words, theme, FontKind.CAPTION, Role.MUTED)
            y += line


_FRAMES = {
    SlotState.NOT_REACHED: (Role.NOTEVAL, Role.MUTED),
    SlotState.ARMED: (Role.FAIL, Role.MUTED),
    SlotState.SET: (Role.FAIL, Role.FAIL),
    SlotState.STAYS_0: (Role.BORDER_STRONG, Role.MUTED),
}


_SHORT = {
    SlotState.NOT_REACHED: "–",
    SlotState.ARMED: "joins",
    SlotState.SET: "set",
    SlotState.STAYS_0: "stays 0",
}


class SlotItem(FlowItem):
    """A bit of the code: letter and value, its cause, and when it joins."""

    def __init__(self, theme: Theme, rect: QRectF) -> None:
        """Stand at `rect`."""
        super().__init__(theme, rect, 5)
        self._slot: Slot | None = None
        self._ringed = False

    def show_slot(self, slot: Slot, *, ringed: bool) -> None:
        """Show `slot`; `ringed` where it is the one that the step decides."""
        if slot == self._slot and ringed == self._ringed:
            return
        self._slot, self._ringed = slot, ringed
        self.step = slot.step if slot.state is not SlotState.NOT_REACHED else None
        self.show_tip(f"{slot.letter} ({slot.bit:#x}), {slot.cause}: {slot.meaning}. {slot.note}.")
        self.update()

    def paint(
        self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None
    ) -> None:
        """Draw frame and words."""
        slot, theme = self._slot, self.theme
        if slot is None:
            return
        _slot_frame(painter, theme, self.rect, slot.state)
        if self._is_narrow(slot):
            self._narrow(painter, slot)
        else:
            self._wide(painter, slot)
        if self._ringed:
            draw_current_ring(painter, theme, self.rect, theme.px(5))

    def _is_narrow(self, slot: Slot) -> bool:
        """Whether letter, cause and truth do not fit side by side."""
        theme = self.theme
        side = theme.width(FontKind.SLOT, slot.letter)
        words = theme.width(FontKind.MONO_CAPTION, slot.cause)
        chip = theme.px(0 if slot.letter == "P" else 22)
        return self.rect.width() < side + words + chip + theme.px(38)

    def _narrow(self, painter: QPainter, slot: Slot) -> None:
        """Letter, value and state one below the other."""
        theme, ink = self.theme, _FRAMES[slot.state][1]
        state = _SHORT[slot.state]
        kind = FontKind.HEADING if len(slot.letter) > 1 else FontKind.SLOT
        third = self.rect.height() / 4
        for part, (words, font, role) in enumerate(
            (
                (slot.letter, kind, ink),
                (f"{slot.bit:#x}", FontKind.MONO_CAPTION, Role.MUTED),
                (state, FontKind.CAPTION, ink),
            )
        ):
            top = self.rect.top() + (0 if part == 0 else third * (part + 1))
            place = QRectF(self.rect.left(), top, self.rect.width(), third * (1 if part else 2))
            painter.setFont(theme.font(font))
            painter.setPen(theme.color(role))
            painter.drawText(place, _CENTER, words)

    def _wide(self, painter: QPainter, slot: Slot) -> None:
        """Letter above value; cause, meaning and state beside them."""
        theme, rect = self.theme, self.rect
        px, (_, ink) = theme.px, _FRAMES[slot.state]
        side = max(
            theme.width(FontKind.SLOT, slot.letter),
            theme.width(FontKind.MONO_CAPTION, f"{slot.bit:#x}"),
        )
        sign = QRectF(rect.left() + px(10), rect.top() + px(4), side + px(2), rect.height() * 0.55)
        paint.text(painter, sign, slot.letter, theme, FontKind.SLOT, ink)
        line = theme.metrics(FontKind.CAPTION).height()
        value = QRectF(sign.left(), rect.bottom() - line - px(5), side + px(2), line)
        on = slot.state is SlotState.SET
        paint.text(
            painter,
            value,
            f"{slot.bit:#x}",
            theme,
            FontKind.MONO_CAPTION,
            Role.TEXT if on else Role.MUTED,
        )
        left = sign.right() + px(8)
        width = rect.right() - left - px(7)
        chip = slot.truth is not None and slot.letter != "P"
        cause = QRectF(left, rect.top() + px(5), width - (px(22) if chip else 0), line)
        bold = theme.width(FontKind.MONO_STRONG, slot.cause) <= cause.width()
        kind = FontKind.MONO_STRONG if bold else FontKind.MONO_CAPTION
        paint.text(painter, cause, slot.cause, theme, kind)
        if chip:
            box = QRectF(rect.right() - px(23), rect.top() + px(6), px(17), px(16))
            paint.term_chip(painter, box, slot.truth, theme)
        top = cause.bottom() + min(px(4), max(0.0, value.top() - cause.bottom() - 2 * line))
        room = QRectF(left, top, width, value.top() - top)
        self._meaning(painter, slot, room, line)
        note = QRectF(left, value.top(), width, line)
        role = Role.FAIL if on else Role.MUTED
        words = slot.note if theme.width(FontKind.CAPTION, slot.note) <= width else slot.short_note
        paint.text(painter, note, words, theme, FontKind.CAPTION, role)

    def _meaning(self, painter: QPainter, slot: Slot, room: QRectF, line: float) -> None:
        """Write the meaning on as many lines as there is room for, or its short form on one."""
        theme = self.theme
        metrics = theme.metrics(FontKind.CAPTION)
        wanted = metrics.boundingRect(room, paint.WRAP, slot.meaning)
        if wanted.height() <= room.height() + 1 and wanted.width() <= room.width() + 1:
            painter.setFont(theme.font(FontKind.CAPTION))
            painter.setPen(theme.color(Role.MUTED))
            painter.drawText(room, paint.WRAP, slot.meaning)
        elif room.height() >= line * 0.9:
            paint.text(painter, room, slot.short, theme, FontKind.CAPTION, Role.MUTED)


def _slot_frame(painter: QPainter, theme: Theme, rect: QRectF, state: SlotState) -> None:
    frame = _FRAMES[state][0]
    painter.setBrush(theme.brush(Role.SURFACE))
    if state is SlotState.SET:
        painter.setPen(theme.pen(frame, 2))
        painter.setBrush(theme.tint(Role.FAIL))
    elif state is SlotState.ARMED:
        painter.setPen(theme.dashed(frame, 1, (4, 3)))
    elif state is SlotState.NOT_REACHED:
        painter.setPen(theme.dashed(frame, 1, (1.5, 2)))
    else:
        painter.setPen(theme.pen(frame, 1))
        painter.setBrush(theme.brush(Role.SUNKEN))
    radius = theme.px(5)
    painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)


class TotalItem(FlowItem):
    """The finished code."""

    def __init__(self, theme: Theme, rect: QRectF) -> None:
        """Stand at `rect`."""
        super().__init__(theme, rect, 5)
        self._total: Total | None = None

    def show_total(self, total: Total) -> None:
        """Show `total`."""
        if total == self._total:
            return
        self._total = total
        self.step = total.step if total.done else None
        self.show_tip(f"Error code {total.text}: {total.letters}.")
        self.update()

    def paint(
        self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None
    ) -> None:
        """Draw the total, filled red once it is finished."""
        total, theme = self._total, self.theme
        if total is None:
            return
        done = total.done
        painter.setPen(theme.pen(Role.FAIL if done else Role.BORDER_STRONG, 1))
        painter.setBrush(theme.brush(Role.FAIL if done else Role.SUNKEN))
        radius = theme.px(5)
        painter.drawRoundedRect(self.rect.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
        kind = FontKind.CODE_TOTAL
        if theme.width(kind, total.text) > self.rect.width() - theme.px(10) or not done:
            kind = FontKind.SLOT
        if theme.width(kind, total.text) > self.rect.width() - theme.px(8):
            kind = FontKind.MONO_STRONG
        upper = QRectF(self.rect)
        upper.setHeight(self.rect.height() * 0.66)
        painter.setFont(theme.font(kind))
        painter.setPen(theme.color(Role.ON_FILL if done else Role.MUTED))
        painter.drawText(upper, _CENTER, total.text)
        lower = QRectF(self.rect)
        lower.setTop(self.rect.top() + self.rect.height() * 0.58)
        small = FontKind.COLUMN if done else FontKind.CAPTION
        painter.setFont(theme.font(small))
        painter.drawText(lower, int(_CENTER | Qt.TextFlag.TextWordWrap), total.letters)
        if total.current:
            draw_current_ring(painter, theme, self.rect, radius)
