"""Where everything of an exit diagram stands: one half, from top to bottom."""

from dataclasses import dataclass, field

from PySide6.QtCore import QRectF

from mmuviz.gui.theme import FontKind, Theme
from mmuviz.present.exit_items import (
    Box,
    Diagram,
    End,
    Fold,
    Item,
    Lane,
    Message,
    Remark,
    Statistic,
)

_LANES = {Lane.GUEST: 0.125, Lane.CPU: 0.45, Lane.KVM: 0.81}
_TOP, _BOTTOM, _GAP = 12.0, 28.0, 12.0
_PAD, _SIGN, _EDGE = 10.0, 20.0, 14.0
MIN_WIDTH = 600.0
"""Pixels at 10 pt that a half needs."""


def lane_at(rect: QRectF, lane: Lane) -> float:
    """Return where a lane runs in the half `rect`."""
    return rect.left() + _LANES[lane] * rect.width()


@dataclass(frozen=True, slots=True)
class Placed:
    """An item and its rectangle; of a box each line is one, and the box itself."""

    item: Item
    rect: QRectF
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class Active:
    """A stretch of a lane in which something runs there.

    Attributes:
        lane: where.
        top: from here.
        bottom: to here, in pixels.
        step: the step at which it begins.
        bad: a fault handler runs.
    """

    lane: Lane
    top: float
    bottom: float
    step: int
    bad: bool = False


@dataclass
class HalfLayout:
    """The places of one version's half.

    Attributes:
        diagram: what is drawn.
        rect: the half.
        placed: its items.
        active: its lanes' bars.
        height: of all, in pixels.
        notes: where the notes stand.
    """

    diagram: Diagram
    theme: Theme
    rect: QRectF
    placed: list[Placed] = field(default_factory=list)
    active: list[Active] = field(default_factory=list)
    height: float = 0.0
    notes: QRectF = field(default_factory=QRectF)

    def __post_init__(self) -> None:
        """Place everything."""
        y = self.rect.top() + self.theme.px(_TOP)
        items = self.diagram.items
        for item, following in zip(items, (*items[1:], None), strict=True):
            y += self._place(item, following, y)
        self.active = list(self._bars())
        if self.diagram.notes:
            y = self._place_notes(y)
        self.height = y + self.theme.px(_BOTTOM) - self.rect.top()

    def lane(self, lane: Lane) -> float:
        """Return where a lane runs."""
        return lane_at(self.rect, lane)

    def line(self, placed: Placed) -> float:
        """Return where a message's arrow runs."""
        return placed.rect.bottom() - self.theme.px(9)

    def placed_at(self, number: int) -> QRectF:
        """Return the rectangle of the diagram's item `number`."""
        wanted = self.diagram.items[number]
        return next(placed.rect for placed in self.placed if placed.item is wanted)

    def current(self, step: int) -> QRectF:
        """Return the rectangle round all that happens at `step`; empty where nothing does."""
        found = QRectF()
        for placed in self.placed:
            whole = isinstance(placed.item, Box)
            if not whole and placed.item.step <= step <= placed.item.last:
                found = found.united(placed.rect)
        return found

    def at(self, x: float, y: float) -> Placed | None:
        """Return what is drawn at a point: a line before its box."""
        for placed in reversed(self.placed):
            if placed.rect.contains(x, y) and not isinstance(placed.item, Box):
                return placed
        return None

    def _place(self, item: Item, following: Item | None, y: float) -> float:
        """Place an item at `y`; return how much room it takes."""
        px, caption = self.theme.px, self.theme.metrics(FontKind.CAPTION).height()
        match item:
            case Message():
                ends = sorted((self.lane(item.source), self.lane(item.target)))
                height = caption + px(18)
                rect = QRectF(ends[0], y, ends[1] - ends[0], height)
                self.placed.append(Placed(item, rect))
                return height
            case Box():
                return self._place_box(item, y)
            case Remark():
                shares = isinstance(following, Message) and following.source is Lane.CPU
                shares = shares and following.target is Lane.KVM  # type: ignore[union-attr]
                left = self.lane(Lane.GUEST) + px(12)
                height = caption + px(18 if shares else 8)
                rect = QRectF(left, y, self.lane(Lane.CPU) - left - px(10), height)
                self.placed.append(Placed(item, rect))
                return 0 if shares else height
            case Statistic():
                width = self.theme.width(FontKind.MONO_STRONG, item.words) + px(12)
                rect = self._beside(width, y, caption + px(8))
                self.placed.append(Placed(item, rect))
                return rect.height() + px(4)
            case Fold():
                rect = self.rect.adjusted(px(20), 0, -px(20), 0)
                rect = QRectF(rect.left(), y + px(6), rect.width(), caption + px(14))
                self.placed.append(Placed(item, rect))
                return rect.height() + px(_GAP)
            case _:
                return self._place_end(item, y)

    def _place_end(self, item: Item, y: float) -> float:
        px = self.theme.px
        assert isinstance(item, End)
        height = self.theme.metrics(FontKind.BODY).height() + px(14)
        if item.sign:
            height += px(8)
        if item.lane is Lane.GUEST:
            left = self.lane(Lane.GUEST) + px(12)
            width = self.theme.width(FontKind.CAPTION, item.words) + px(16)
            rect = QRectF(left, y, min(width, self.rect.right() - px(_EDGE) - left), height)
        else:
            width = self.theme.width(FontKind.STRONG, item.words) + px(50)
            rect = self._beside(width, y + px(6), height, self.lane(item.lane))
        self.placed.append(Placed(item, rect))
        return rect.bottom() - y + px(_GAP)

    def _beside(self, width: float, y: float, height: float, middle: float | None = None) -> QRectF:
        """Return a rectangle on a lane, pushed in where it would leave the half."""
        middle = self.lane(Lane.KVM) if middle is None else middle
        right = min(middle + width / 2, self.rect.right() - self.theme.px(_EDGE))
        return QRectF(right - width, y, width, height)

    def _place_box(self, box: Box, y: float) -> float:
        theme, px = self.theme, self.theme.px
        row = theme.metrics(FontKind.BODY).height() + px(3)
        widths = [
            theme.width(FontKind.STRONG, line.words) + px(22 if line.unfolds else 0)
            for line in box.lines
        ]
        least = px(236)
        most = self.rect.right() - px(_EDGE) - self.lane(Lane.CPU) - px(20)
        width = min(max(max(widths) + px(2 * _PAD + _SIGN), least), most)
        top = y + px(8)
        frame = self._beside(width, top, row * len(box.lines) + px(12))
        self.placed.append(Placed(box, frame))
        for number, line in enumerate(box.lines):
            rect = QRectF(frame.left(), top + px(6) + number * row, width, row)
            self.placed.append(Placed(line, rect, box))
        return frame.height() + px(8 + _GAP / 2)

    def _bars(self) -> list[Active]:
        """Return what runs when: the guest before it asks, the processor while it tries."""
        px, bars = self.theme.px, []
        begun: Placed | None = None
        for placed in self.placed:
            item = placed.item
            if isinstance(item, Fold):
                begun = None
            if isinstance(item, End) and item.lane is Lane.GUEST and item.serious:
                top, bottom = placed.rect.top() - px(12), placed.rect.bottom() - px(8)
                bars.append(Active(Lane.GUEST, top, bottom, item.step, bad=True))
            if not isinstance(item, Message):
                continue
            line = self.line(placed)
            if item.source is Lane.GUEST:
                bars.append(Active(Lane.GUEST, line - px(16), line + px(3), item.step))
            if item.target is Lane.CPU:
                begun = placed
            elif item.source is Lane.CPU:
                top, step = line - px(24), item.step  # where the try begins in what is folded
                if begun is not None:
                    top, step = self.line(begun) - px(7), begun.item.step
                bars.append(Active(Lane.CPU, top, line + px(3), step))
        return bars

    def _place_notes(self, y: float) -> float:
        px = self.theme.px
        left = self.lane(Lane.GUEST) + px(16)
        width = self.lane(Lane.CPU) - left - px(16)
        height = 0.0
        for number, note in enumerate(self.diagram.notes):
            kind = FontKind.CAPTION if number else FontKind.BODY
            wide = QRectF(0, 0, width, 4000)
            height += self.theme.metrics(kind).boundingRect(wide, 0x1000, note).height() + px(8)
        self.notes = QRectF(left, y + px(16), width, height)
        return self.notes.bottom()
