"""The small picture of the tables behind an operation: the guest's entries, the shadow's leaf."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from mmuviz.gui import paint
from mmuviz.gui.theme import FontKind, Role, Theme, level_role, semantics_role
from mmuviz.gui.views import program_cells as cells
from mmuviz.gui.widgets.row_table import RIGHT
from mmuviz.present.program_why import GuestEntry, ShadowLeaf, Why
from mmuviz.present.wording import sign_of

_BOX, _GAP, _HEAD = 56.0, 14.0, 24.0
_LEAF = 96.0
_SLOT = 44.0
_LINK = 46.0
LEAST, _WIDEST, _NARROWEST = 212.0, 220.0, 124.0  # of a leaf, a box, a box beside a leaf


class WhyPicture(QWidget):
    """Draws what `why` says of the tables; nothing where it says nothing."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Start empty."""
        super().__init__(parent)
        self._theme = Theme()
        self._why: Why | None = None
        self.setAccessibleName("Guest entries and shadow leaf")

    def set_theme(self, theme: Theme) -> None:
        """Draw in `theme`."""
        self._theme = theme
        self._fit()

    def show_why(self, why: Why) -> None:
        """Draw the tables of `why`."""
        self._why = why
        entries = (*why.upper, *((why.lower,) if why.lower else ()))
        said = [f"{entry.name} {entry.value}" for entry in entries]
        said += [_leaf_text(leaf) for leaf in why.leaves]
        self.setAccessibleDescription("; ".join(said))
        self._fit()
        self.update()

    def _fit(self) -> None:
        self.setFixedHeight(self.sizeHint().height())

    def sizeHint(self) -> QSize:
        """As high as guest and shadow together."""
        height = self._guest_height() + self._shadow_height()
        return QSize(round(self._theme.px(400)), round(height))

    def _guest_height(self) -> float:
        why, px = self._why, self._theme.px
        if why is None or not why.upper:
            return 0
        rows = len(why.upper) + (self._is_narrow() and why.lower is not None)
        boxes = rows * _BOX + (rows - 1) * _GAP
        below = 26 if why.below and (len(why.upper) == 1 or self._is_narrow()) else 0
        return px(_HEAD + boxes + below + 12)

    def _shadow_height(self) -> float:
        why, px = self._why, self._theme.px
        if why is None or not why.leaves:
            return 0
        return px(_HEAD + 8) + sum(self._leaf_height(leaf) for leaf in why.leaves)

    def _leaf_height(self, leaf: ShadowLeaf) -> float:
        above = len(leaf.links) * _SLOT if self._is_narrow() else 0
        return self._theme.px(above + _LEAF + _GAP)

    def _is_narrow(self) -> bool:
        """Whether the right boxes have to stand below the left ones."""
        return self.width() < self._theme.px(LEAST + _LINK + _NARROWEST)

    def _halves(self) -> tuple[float, float, float]:
        """Return the width of the left boxes, where the right ones begin, and their width.

        The right one has room for all that a leaf says; the left ones say less where it is narrow.
        """
        px, room = self._theme.px, self.width() - 2.0 - self._theme.px(_LINK)
        if self._is_narrow():
            width = min(room, px(_WIDEST))
            return width, 1, width
        right = min(max(room / 2, px(LEAST)), px(_WIDEST))
        left = min(room - right, px(_WIDEST))
        return left, left + px(_LINK), right

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Stand side by side, or below one another."""
        super().resizeEvent(event)
        self._fit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the guest's entries above the shadow's leaf."""
        why = self._why
        if why is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if why.upper:
            self._draw_guest(painter, why)
        if why.leaves:
            self._draw_shadow(painter, why, self._guest_height())

    def _draw_guest(self, painter: QPainter, why: Why) -> None:
        theme, px = self._theme, self._theme.px
        left, start, right = self._halves()
        head = QRectF(0, 0, self.width(), px(_HEAD - 4))
        paint.text(painter, head, "guest", theme, FontKind.STRONG, Role.MUTED)
        tops = [px(_HEAD + number * (_BOX + _GAP)) for number in range(len(why.upper))]
        boxes = [QRectF(1, top, left, px(_BOX)) for top in tops]
        middle = sum(box.center().y() for box in boxes) / len(boxes)
        top = boxes[-1].bottom() + px(_GAP) if self._is_narrow() else middle - px(_BOX) / 2
        lower = QRectF(start, top, right, px(_BOX))
        for box, entry in zip(boxes, why.upper, strict=True):
            if why.lower is not None:
                self._link(painter, box, lower, level_role(entry.level), 3)
            self._entry(painter, box, entry, why.letter if len(boxes) > 1 else "")
        if why.lower is not None:
            self._entry(painter, lower, why.lower, "")
            below = QRectF(lower.left(), lower.bottom() + px(4), lower.width(), px(18))
            paint.text(painter, below, why.below, theme, FontKind.CAPTION, Role.MUTED)

    def _link(
        self, painter: QPainter, box: QRectF, target: QRectF, role: Role, width: float
    ) -> None:
        """Draw the line from a box to its target, with an arrow's head."""
        theme, px = self._theme, self._theme.px
        ahead = QPointF(1, 0) if target.left() > box.right() else QPointF(-1, 0)
        side = target.left() if ahead.x() > 0 else target.right()
        start, end = QPointF(box.right(), box.center().y()), QPointF(side, target.center().y())
        middle = box.right() + px(_LINK) / 2
        points = [start, QPointF(middle, start.y()), QPointF(middle, end.y()), end]
        if abs(start.y() - end.y()) < 1:
            points = [start, end]
        points[-1] = end - ahead * px(6)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(theme.pen(role, width))
        painter.drawPath(paint.orthogonal(points, px(6)))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.brush(role))
        painter.drawPolygon(paint.arrow_head(end, ahead, px(9)))

    def _frame(self, painter: QPainter, rect: QRectF, role: Role, *, tinted: bool) -> None:
        theme = self._theme
        painter.setPen(theme.pen(role, 1.5))
        painter.setBrush(theme.tint(role) if tinted else theme.brush(Role.SURFACE))
        painter.drawRoundedRect(rect, theme.px(4), theme.px(4))

    def _entry(self, painter: QPainter, rect: QRectF, entry: GuestEntry, letter: str) -> None:
        theme, px = self._theme, self._theme.px
        role = level_role(entry.level)
        self._frame(painter, rect, role, tinted=True)
        badge = QRectF(rect.left() + px(9), rect.top() + px(7), px(18), px(18))
        paint.level_badge(painter, badge, str(entry.level), role, theme)
        first = QRectF(badge.right() + px(7), rect.top() + px(5), 0, px(22))
        first.setRight(rect.right() - px(9))
        paint.text(painter, first, entry.name, theme, FontKind.STRONG)
        taken = theme.width(FontKind.STRONG, entry.name)
        if first.width() > taken + theme.width(FontKind.MONO_CAPTION, entry.value) + px(6):
            paint.text(painter, first, entry.value, theme, FontKind.MONO_CAPTION, align=RIGHT)
        at = QPointF(first.left(), rect.bottom() - px(17))
        marked = letter if (letter, False) in entry.bits else ""
        cells.bits(painter, at, entry.bits, theme, marked)
        note = first.translated(0, px(24))
        note.setLeft(at.x() + cells.bits_width(entry.bits, theme) + px(4))
        if note.width() >= theme.width(FontKind.CAPTION, entry.note):
            paint.text(painter, note, entry.note, theme, FontKind.CAPTION, Role.MUTED, RIGHT)

    def _draw_shadow(self, painter: QPainter, why: Why, top: float) -> None:
        theme, px = self._theme, self._theme.px
        painter.fillRect(QRectF(0, top, self.width(), 1), theme.color(Role.BORDER))
        head = QRectF(0, top + px(6), self.width(), px(_HEAD - 4))
        paint.text(painter, head, "shadow", theme, FontKind.STRONG, Role.MUTED)
        key = head.adjusted(theme.width(FontKind.STRONG, "shadow") + px(12), 0, 0, 0)
        paint.text(painter, key, why.key, theme, FontKind.CAPTION, Role.MUTED)
        left, start, right = self._halves()
        at = top + px(_HEAD + 8)
        for leaf in why.leaves:
            boxes = self._slots(at, left, len(leaf.links))
            above = px(len(leaf.links) * _SLOT) if self._is_narrow() else 0
            target = QRectF(start, at + above, right, px(_LEAF))
            at += self._leaf_height(leaf)
            for box, link in zip(boxes, leaf.links, strict=True):
                self._link(painter, box, target, Role.TEXT, 2)
                self._frame(painter, box, level_role(2), tinted=False)
                words = box.adjusted(px(10), 0, -px(8), 0)
                paint.text(painter, words, link, theme, FontKind.STRONG)
                width = cells.bits_width(_ALL, theme)
                spot = QPointF(box.right() - width - px(6), box.center().y())
                if spot.x() > words.left() + theme.width(FontKind.STRONG, link):
                    cells.bits(painter, spot, _ALL, theme)
            self._leaf(painter, target, leaf, why.letter)

    def _slots(self, top: float, width: float, count: int) -> list[QRectF]:
        """Return the boxes of the slots that link to a leaf."""
        px = self._theme.px
        pitch, height = px(_SLOT), px(34)
        beside = (px(_LEAF) - height - (count - 1) * pitch) / 2
        first = top if self._is_narrow() else top + beside
        return [QRectF(1, first + number * pitch, width, height) for number in range(count)]

    def _leaf(self, painter: QPainter, rect: QRectF, leaf: ShadowLeaf, letter: str) -> None:
        theme, px = self._theme, self._theme.px
        self._frame(painter, rect, level_role(1), tinted=False)
        body = rect.adjusted(px(10), px(6), -px(9), 0)
        body.setHeight(px(20))
        paint.text(painter, body, "leaf", theme, FontKind.STRONG)
        left = body.left() + theme.width(FontKind.STRONG, "leaf") + px(8)
        for version in leaf.versions:
            sign = QRectF(left, body.top(), px(16), body.height())
            mark, role = sign_of(version), semantics_role(version)
            paint.text(painter, sign, mark, theme, FontKind.STRONG, role)
            left += px(16)
        paint.text(painter, body, leaf.title, theme, FontKind.CAPTION, Role.MUTED, RIGHT)
        start = rect.left() + bits_start(rect.width(), leaf, theme)
        rows = (("real", leaf.real, ""), ("remembered", leaf.remembered, letter))
        for number, (words, states, marked) in enumerate(rows):
            line = body.translated(0, px(24 + number * 29))
            paint.text(painter, line, words, theme, FontKind.CAPTION, Role.MUTED)
            ringed = marked if (marked, False) in states else ""
            cells.bits(painter, QPointF(start, line.center().y()), states, theme, ringed)
            if number and leaf.mmio:
                paint.text(painter, line, "MMIO (9)", theme, FontKind.CAPTION, Role.TEXT, RIGHT)


def bits_start(width: float, leaf: ShadowLeaf, theme: Theme) -> float:
    """Return where the bits begin in a leaf of `width`: closer to the words where X is told too."""
    named = theme.px(10) + theme.width(FontKind.CAPTION, "remembered")
    room = width - theme.px(4) - cells.bits_width(leaf.real, theme)
    return max(named + theme.px(3), min(named + theme.px(8), room))


_ALL = tuple((letter, True) for letter in "PWUA")


def _leaf_text(leaf: ShadowLeaf) -> str:
    who = " and ".join(version.value for version in leaf.versions)
    real = "".join(letter for letter, value in leaf.real if value)
    remembered = "".join(letter for letter, value in leaf.remembered if value)
    return f"leaf of {who}: real {real}, remembered {remembered or 'nothing'}"
