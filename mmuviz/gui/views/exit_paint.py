"""How a half of an exit diagram is drawn: lanes, arrows, boxes; what is to come is dashed."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter

from mmuviz.core.trace import Semantics
from mmuviz.gui import paint
from mmuviz.gui.theme import FontKind, Role
from mmuviz.gui.views.exit_box import draw_box, draw_line
from mmuviz.gui.views.exit_layout import HalfLayout, Placed
from mmuviz.present.exit_items import (
    Box,
    BoxLine,
    End,
    Fold,
    Item,
    Lane,
    Message,
    Remark,
    Statistic,
    Way,
)

_CENTER = Qt.AlignmentFlag.AlignCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_RING = 14.0
_MOST_EXITS = 8


class HalfPainter:
    """Draws one half at a step."""

    def __init__(
        self, painter: QPainter, layout: HalfLayout, version: Semantics, step: int, bottom: float
    ) -> None:
        """Draw with `painter`; the lanes run down to `bottom`."""
        self._painter, self._layout, self._step = painter, layout, step
        self._theme, self._version, self._bottom = layout.theme, version, bottom
        stretch = layout.diagram.stretch
        self._vain = len(layout.diagram.items) if stretch is None else stretch.first
        self._vain_from = (
            layout.placed_at(self._vain).top() if stretch is not None else float("inf")
        )

    def draw(self) -> None:
        """Draw everything."""
        self._draw_stretch()
        self._draw_now()
        self._draw_lanes()
        for placed in self._layout.placed:
            self._draw_item(placed)
        self._draw_notes()

    def _is_ahead(self, item: Item) -> bool:
        return item.step > self._step

    def _is_now(self, item: Item) -> bool:
        return item.step <= self._step <= item.last

    def _ink(self, item: Item, role: Role = Role.TEXT) -> Role:
        return Role.MUTED if self._is_ahead(item) else role

    # Ground.

    def _draw_stretch(self) -> None:
        layout, theme, px = self._layout, self._theme, self._theme.px
        stretch = layout.diagram.stretch
        if stretch is None or self._is_ahead(layout.diagram.items[stretch.first]):
            return
        last = max(placed.rect.bottom() for placed in layout.placed)
        rect = layout.rect
        area = QRectF(rect.left() + px(16), self._vain_from - px(2), 0, 0)
        area.setRight(rect.right() - px(6))
        area.setBottom(last + px(10))
        self._painter.fillRect(area, theme.tint(Role.CURRENT))
        bar = QRectF(area.left(), area.top(), px(4), area.height())
        self._painter.fillRect(bar, theme.color(Role.CURRENT))

    def _draw_stretch_words(self, at: float) -> None:
        layout, px = self._layout, self._theme.px
        stretch = layout.diagram.stretch
        if stretch is None:
            return
        width = self._theme.width(FontKind.STRONG, stretch.words) + px(8)
        words = QRectF(layout.rect.left() + px(28), at + px(4), width, px(20))
        self._painter.fillRect(words, self._theme.tint(Role.CURRENT))
        paint.text(self._painter, words, stretch.words, self._theme, FontKind.STRONG, Role.CURRENT)

    def _draw_now(self) -> None:
        """Wash what happens at this step, and point at it from the edge."""
        px, found = self._theme.px, QRectF()
        for placed in self._layout.placed:
            if isinstance(placed.item, Box) or not self._is_now(placed.item):
                continue
            found = found.united(placed.rect)
            if not isinstance(placed.item, BoxLine):
                self._painter.fillRect(placed.rect, self._theme.tint(Role.CURRENT))
        if not found.isEmpty():
            tip = QPointF(self._layout.rect.left() + px(14), found.top() + px(12))
            self._painter.setPen(Qt.PenStyle.NoPen)
            self._painter.setBrush(self._theme.brush(Role.CURRENT))
            self._painter.drawPolygon(paint.arrow_head(tip, QPointF(1, 0), px(11)))

    def _ground(self, y: float, *, now: bool) -> None:
        """Take the colour of the ground at `y` as the brush."""
        ahead = self._vain < len(self._layout.diagram.items) and self._is_ahead(
            self._layout.diagram.items[self._vain]
        )
        tinted = now or (y >= self._vain_from and not ahead)
        tint, plain = self._theme.tint(Role.CURRENT), self._theme.color(Role.SURFACE)
        self._painter.setBrush(tint if tinted else plain)

    def _draw_lanes(self) -> None:
        theme, layout, px = self._theme, self._layout, self._theme.px
        for lane in Lane:
            x = layout.lane(lane)
            self._painter.setPen(theme.pen(Role.BORDER_STRONG, 1))
            self._painter.drawLine(QPointF(x, layout.rect.top()), QPointF(x, self._bottom))
        stretch = layout.diagram.stretch
        if stretch is not None and not self._is_ahead(layout.diagram.items[stretch.first]):
            self._draw_stretch_words(self._vain_from)
        for bar in layout.active:
            if bar.step > self._step:
                continue
            role = Role.FAIL if bar.bad else Role.ACCENT
            rect = QRectF(layout.lane(bar.lane) - px(4.5), bar.top, px(9), bar.bottom - bar.top)
            self._painter.setPen(theme.pen(role, 1))
            self._painter.setBrush(theme.tint(role))
            self._painter.drawRoundedRect(rect, px(2), px(2))

    # Items.

    def _draw_item(self, placed: Placed) -> None:
        theme = self._theme
        match placed.item:
            case Message():
                self._draw_message(placed, placed.item)
            case Box():
                draw_box(self._painter, theme, placed.rect, placed.item, self._step, self._version)
            case BoxLine():
                draw_line(self._painter, theme, placed.rect, placed.item, self._step)
            case Remark():
                ink = self._ink(placed.item, Role.MUTED)
                rect = placed.rect.adjusted(0, self._theme.px(6), 0, 0)
                self._text(rect, placed.item.words, FontKind.CAPTION, ink, _RIGHT)
            case Statistic(counted=counted):
                ink = self._ink(placed.item, Role.WRITTEN if counted else Role.MUTED)
                kind = FontKind.MONO_STRONG if counted else FontKind.MONO
                self._text_on_ground(placed.rect, placed.item, kind, ink)
            case Fold():
                self._draw_fold(placed, placed.item)
            case End():
                self._draw_end(placed, placed.item)
            case _:
                pass

    def _text(
        self,
        rect: QRectF,
        words: str,
        kind: FontKind,
        role: Role,
        align: Qt.AlignmentFlag = _LEFT,
    ) -> None:
        paint.text(self._painter, rect, words, self._theme, kind, role, align)

    def _text_on_ground(self, rect: QRectF, item: Item, kind: FontKind, role: Role) -> None:
        """Draw words that interrupt the lanes behind them."""
        words, now = item.words, self._is_now(item)
        width = min(self._theme.width(kind, words) + self._theme.px(10), rect.width())
        behind = QRectF(rect.center().x() - width / 2, rect.top(), width, rect.height())
        self._painter.setPen(Qt.PenStyle.NoPen)
        self._ground(rect.top(), now=now)
        self._painter.drawRect(behind.adjusted(0, 3, 0, -3))
        self._text(rect, words, kind, role, _CENTER)

    def _draw_message(self, placed: Placed, item: Message) -> None:
        layout, theme, px = self._layout, self._theme, self._theme.px
        y, off = layout.line(placed), px(6)
        start, end = layout.lane(item.source), layout.lane(item.target)
        direction = 1 if end > start else -1
        start, end = start + direction * off, end - direction * off
        red = item.way in (Way.FAULT, Way.INJECT)
        role = Role.FAIL if red else Role.TEXT
        pen = theme.pen(role, 2)
        if self._is_ahead(item):
            role = Role.BORDER_STRONG
            pen = theme.dashed(role, 1, (3, 3))
        elif item.way is Way.RESUME:
            pen = theme.dashed(role, 2, (6, 4))
        self._painter.setPen(pen)
        self._painter.drawLine(QPointF(start, y), QPointF(end - direction * px(6), y))
        self._painter.setPen(Qt.PenStyle.NoPen)
        self._painter.setBrush(theme.brush(role))
        head = paint.arrow_head(QPointF(end, y), QPointF(direction, 0), px(9))
        self._painter.drawPolygon(head)
        words = QRectF(min(start, end), placed.rect.top(), abs(end - start), px(20))
        words.setBottom(y - px(2))
        if item.number:
            words.setLeft(words.left() + px(28 + 2 * _RING))
            self._draw_ring(QPointF(start + px(16 + _RING), y), item)
        bold = item.way is Way.INJECT
        ink = self._ink(item, Role.FAIL if red and not self._on_amber(placed) else Role.TEXT)
        kind = FontKind.STRONG if bold else FontKind.BODY
        if {item.source, item.target} == {Lane.GUEST, Lane.KVM}:
            self._text_on_ground(words, item, kind, ink)
        else:
            self._text(words, item.words, kind, ink, _CENTER)

    def _on_amber(self, placed: Placed) -> bool:
        return placed.rect.top() >= self._vain_from or self._is_now(placed.item)

    def _draw_ring(self, center: QPointF, item: Message) -> None:
        """Draw a vmexit's number: filled where it is in vain, or the last before for ever."""
        theme, px = self._theme, self._theme.px
        ahead = self._is_ahead(item)
        items = self._layout.diagram.items
        vain = any(one is item for one in items[self._vain :]) or item.number >= _MOST_EXITS
        self._ground(center.y(), now=self._is_now(item))
        if vain and not ahead:
            self._painter.setBrush(theme.brush(Role.FAIL))
        pen = theme.pen(Role.FAIL, 2.5)
        if ahead:
            pen = theme.dashed(Role.BORDER_STRONG, 1, (3, 3))
        self._painter.setPen(pen)
        self._painter.drawEllipse(center, px(_RING), px(_RING))
        side = px(_RING)
        rect = QRectF(center.x() - side, center.y() - side, 2 * side, 2 * side)
        ink = Role.MUTED if ahead else Role.ON_FILL if vain else Role.FAIL
        self._text(rect, str(item.number), FontKind.STRONG, ink, _CENTER)

    def _draw_fold(self, placed: Placed, item: Fold) -> None:
        theme, px = self._theme, self._theme.px
        self._painter.setPen(theme.dashed(Role.BORDER_STRONG, 1, (2, 4)))
        tint, plain = theme.tint(Role.CURRENT), theme.color(Role.SURFACE)
        self._painter.setBrush(tint if self._is_now(item) else plain)
        self._painter.drawRoundedRect(placed.rect, px(3), px(3))
        self._text(placed.rect, item.words, FontKind.BODY, self._ink(item), _CENTER)

    def _draw_end(self, placed: Placed, item: End) -> None:
        theme, px, rect = self._theme, self._theme.px, placed.rect
        ahead = self._is_ahead(item)
        if item.lane is Lane.GUEST:
            self._text(rect, item.words, FontKind.CAPTION, Role.MUTED)
            return
        role = Role.BORDER_STRONG if ahead or not item.serious else Role.FAIL
        self._painter.setPen(theme.dashed(role, 1, (3, 3)) if ahead else theme.pen(role, 2))
        now = self._is_now(item)
        self._painter.setBrush(theme.tint(Role.CURRENT) if now else theme.color(Role.SURFACE))
        self._painter.drawRoundedRect(rect, px(4), px(4))
        ink = self._ink(item, Role.FAIL if item.serious else Role.TEXT)
        words = rect.adjusted(px(10), 0, px(-10), 0)
        if item.sign:
            self._text(words, item.sign, FontKind.SLOT, ink)
            words.setLeft(words.left() + px(30))
        self._text(words, item.words, FontKind.STRONG, self._ink(item))

    def _draw_notes(self) -> None:
        layout, theme = self._layout, self._theme
        if not layout.diagram.notes or layout.diagram.items[-1].step > self._step:
            return
        y = layout.notes.top()
        for number, note in enumerate(layout.diagram.notes):
            kind, role = FontKind.BODY, Role.TEXT
            if number:
                kind, role = FontKind.CAPTION, Role.MUTED
            self._painter.setFont(theme.font(kind))
            self._painter.setPen(theme.color(role))
            area = QRectF(layout.notes.left(), y, layout.notes.width(), layout.notes.height())
            flags = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignTop
            used = self._painter.drawText(area, int(flags), note)
            y = used.bottom() + theme.px(8)
