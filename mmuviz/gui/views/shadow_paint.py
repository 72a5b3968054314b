"""How a pair of tables is drawn: cards, rows, bits, the arrow between them."""

from collections.abc import Sequence

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath

from mmuviz.gui import paint
from mmuviz.gui.theme import FontKind, Role, Theme, level_role
from mmuviz.gui.views.shadow_layout import CELL, Band, Columns, head_height, row_height
from mmuviz.present.bit_marks import BitMark
from mmuviz.present.shadow_picture import GuestTable, Pair, ShadowCard
from mmuviz.present.shadow_rows import Cell, GuestEntry, PairRow, SlotEntry
from mmuviz.present.shadow_words import Tone

RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_CENTER = Qt.AlignmentFlag.AlignCenter
_TONES = {
    Tone.QUIET: (FontKind.CAPTION, Role.MUTED),
    Tone.STRONG: (FontKind.STRONG, Role.TEXT),
    Tone.NOW: (FontKind.STRONG, Role.WRITTEN),
}
_LOCK = "write-protected"


class PairPainter:
    """Draws on a painter, in a theme, in columns."""

    def __init__(self, painter: QPainter, theme: Theme, columns: Columns) -> None:
        """Draw with `painter`."""
        self._painter = painter
        self._theme = theme
        self._at = columns

    def pair(self, pair: Pair, band: Band) -> None:
        """Draw a pair in its band."""
        px, role = self._theme.px, level_role(pair.level)
        self._guest_card(pair.guest, pair.level, band.guest)
        self._page_card(pair.page, pair.level, band.page)
        if pair.relation:
            y = band.page.top() + min(band.page.height() / 2, px(64))
            self.arrow(band.guest.right(), band.page.left(), y, pair.relation, pair.guest.real)
        for row, rect in zip(pair.rows, band.rows, strict=True):
            self.row(row, rect)
        if band.more.height():
            rect = band.more.adjusted(px(52), 0, 0, 0)
            rect.setRight(band.guest.right() - px(8))
            if pair.guest.real:
                words = f"… {pair.more}" if pair.more else "no present entry"
                self._text(rect, words, FontKind.CAPTION, Role.MUTED)
            if pair.page.real and not pair.rows:
                rect = QRectF(self._at.real, rect.top(), px(300), rect.height())
                self._text(rect, "all its entries are 0", FontKind.CAPTION, Role.MUTED)
        self._frame(band.guest, role, real=pair.guest.real)
        self._frame(band.page, role, real=pair.page.real, dashed=not pair.guest.real)

    # Cards.

    def _frame(self, rect: QRectF, role: Role, *, real: bool, dashed: bool = False) -> None:
        theme, painter = self._theme, self._painter
        if not real:
            painter.setPen(theme.dashed(Role.BORDER_STRONG, 1, (4, 3)))
        elif dashed:
            painter.setPen(theme.dashed(role, 1.5, (4, 3)))
        else:
            painter.setPen(theme.pen(role, 1.5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(rect, theme.px(4), theme.px(4))

    def head(self, rect: QRectF, level: int, title: str) -> QRectF:
        """Draw the head of a real card; return what is left of it on the right."""
        theme, px, painter = self._theme, self._theme.px, self._painter
        head = QRectF(rect.left(), rect.top(), rect.width(), head_height(theme))
        shape = QPainterPath()
        shape.addRoundedRect(rect, px(4), px(4))
        painter.save()
        painter.setClipPath(shape, Qt.ClipOperation.IntersectClip)
        painter.fillRect(head, theme.tint(level_role(level)) if level else theme.color(Role.SUNKEN))
        painter.restore()
        side = px(18)
        left = head.left() + px(9)
        if level:
            badge = QRectF(left, head.center().y() - side / 2, side, side)
            paint.level_badge(painter, badge, str(level), level_role(level), theme)
            left += side + px(7)
        width = theme.width(FontKind.STRONG, title)
        self._text(QRectF(left, head.top(), width + 2, head.height()), title, FontKind.STRONG)
        left += width + px(12)
        return QRectF(left, head.top(), head.right() - px(9) - left, head.height())

    def _guest_card(self, guest: GuestTable, level: int, rect: QRectF) -> None:
        px = self._theme.px
        if not guest.real:
            lines = rect.adjusted(px(14), px(6), -px(8), 0)
            height = row_height(self._theme)
            lines.setHeight(height)
            self._text(lines, guest.title, FontKind.BODY, Role.MUTED)
            lines.translate(0, height - px(3))
            self._text(lines, guest.facts, FontKind.CAPTION, Role.MUTED)
            return
        rest = self.head(rect, level, guest.title)
        if guest.locked:
            need = self._theme.width(FontKind.MONO_CAPTION, guest.facts)
            pill = self._lock(rest, rest.width() - need - px(8))
            rest.setRight(pill.left() - px(6))
        self._text(rest, guest.facts, FontKind.MONO_CAPTION)

    def _lock(self, room: QRectF, most: float) -> QRectF:
        """Draw the sign of write protection at the right end of `room`; the word where it fits."""
        theme, px, painter = self._theme, self._theme.px, self._painter
        width = theme.width(FontKind.CAPTION, _LOCK) + px(30)
        said = width <= most
        width = width if said else px(25)
        high = theme.metrics(FontKind.CAPTION).height() + px(4)
        pill = QRectF(room.right() - width, room.center().y() - high / 2, width, high)
        painter.setPen(theme.pen(Role.BORDER_STRONG, 1))
        painter.setBrush(theme.brush(Role.SURFACE))
        painter.drawRoundedRect(pill, high / 2, high / 2)
        body = QRectF(pill.left() + px(8), pill.center().y() - px(1), px(9), px(6))
        painter.fillRect(body, theme.color(Role.TEXT))
        painter.setPen(theme.pen(Role.TEXT, 1.5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        bow = QRectF(body.left() + px(1.8), body.top() - px(4.5), px(5.4), px(9))
        painter.drawArc(bow, 0, 180 * 16)
        if said:
            self._text(pill.adjusted(px(22), 0, 0, 0), _LOCK, FontKind.CAPTION)
        return pill

    def _page_card(self, page: ShadowCard, level: int, rect: QRectF) -> None:
        theme, px = self._theme, self._theme.px
        if not page.real:
            area = rect.adjusted(px(14), 0, -px(8), 0)
            area.setHeight(head_height(theme))
            width = theme.width(FontKind.BODY, page.title)
            self._text(area, page.title, FontKind.BODY, Role.MUTED)
            area.setLeft(area.left() + width + px(12))
            self._text(area, page.remark, FontKind.CAPTION, Role.MUTED)
            return
        rest = self.head(rect, level, page.title)
        for name, value in page.facts:
            if name == "metaphysical" and not self._room(rest, page, name):
                continue  # the dashed frame says it too
            width = theme.width(FontKind.CAPTION, name)
            self._text(QRectF(rest), name, FontKind.CAPTION, Role.MUTED)
            rest.setLeft(rest.left() + width + px(5))
            if name == "metaphysical":
                cell = QRectF(rest.left(), rest.center().y() - px(8), px(13), px(16))
                paint.bit_cell(self._painter, cell, value, theme, value=value == "1")
                rest.setLeft(cell.right() + px(16))
                continue
            self._text(QRectF(rest), value, FontKind.MONO_CAPTION)
            width = theme.width(FontKind.MONO_CAPTION, value)
            rest.setLeft(rest.left() + width + px(16))
        role = Role.WRITTEN if page.changed else Role.MUTED
        kind = FontKind.STRONG if page.changed else FontKind.CAPTION
        self._text(rest, page.remark, kind, role, RIGHT)

    def _room(self, rest: QRectF, page: ShadowCard, name: str) -> bool:
        theme = self._theme
        need = theme.width(FontKind.CAPTION, name) + theme.width(FontKind.STRONG, page.remark)
        return rest.width() > need + theme.px(40)

    def arrow(self, left: float, right: float, y: float, words: str, real: bool) -> None:  # noqa: FBT001  # a line's whole state
        """Draw the line from a shadow page to what it stands for."""
        theme, px, painter = self._theme, self._theme.px, self._painter
        pen = theme.pen(Role.BORDER_STRONG, 1)
        if not real:
            pen = theme.dashed(Role.BORDER_STRONG, 1, (4, 3))
        painter.setPen(pen)
        start, end = QPointF(right - px(4), y), QPointF(left + px(4), y)
        painter.drawLine(QLineF(start, end))
        if real:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.brush(Role.BORDER_STRONG))
            painter.drawPolygon(paint.arrow_head(end, QPointF(-1, 0), px(7)))
        high = theme.metrics(FontKind.CAPTION).height()
        area = QRectF(left, y - high - px(3), right - left, high)
        self._text(area, words, FontKind.CAPTION, Role.TEXT, _CENTER)

    # Rows.

    def row(self, row: PairRow, rect: QRectF) -> None:
        """Draw both sides of a row."""
        line = QRectF(rect)
        line.setHeight(row_height(self._theme))
        if row.guest is not None:
            self._guest_row(row.guest, line, strong=row.on_path)
        if row.slot is not None:
            self._slot_row(row.slot, line, rect, strong=row.on_path)

    def wash(self, rect: QRectF, band: Band, role: Role) -> None:
        """Tint a row on both sides."""
        px = self._theme.px
        for card in (band.guest, band.page):
            area = QRectF(card.left() + px(2), rect.top(), card.width() - px(4), rect.height())
            tint = self._theme.color(role) if role is Role.SUNKEN else self._theme.tint(role)
            self._painter.fillRect(area, tint)
            if role is not Role.SUNKEN:
                bar = QRectF(area.left(), area.top(), px(4), area.height())
                self._painter.fillRect(bar, self._theme.color(role))

    def _index(self, left: float, line: QRectF, index: int, *, strong: bool) -> None:
        area = QRectF(left, line.top(), self._theme.px(40), line.height())
        kind = FontKind.MONO_STRONG if strong else FontKind.MONO
        self._text(area, str(index), kind, Role.TEXT, RIGHT)

    def _guest_row(self, entry: GuestEntry, line: QRectF, *, strong: bool) -> None:
        theme, px = self._theme, self._theme.px
        self._index(self._at.guest, line, entry.index, strong=strong)
        left = self._at.guest + px(52)
        end = self._at.guest + self._at.guest_width - px(8)
        kind = FontKind.MONO if len(entry.value) <= 8 else FontKind.MONO_CAPTION
        width = theme.width(kind, entry.value) + px(10)
        role = Role.WRITTEN if entry.was else Role.TEXT
        self._text(QRectF(left, line.top(), width, line.height()), entry.value, kind, role)
        left = max(left + width, self._at.guest + px(128))
        left = self.cells(entry.cells, left, line) + px(8)
        rest = QRectF(left, line.top(), end - left, line.height())
        if entry.was:
            need = theme.width(FontKind.CAPTION, entry.was)
            self._text(QRectF(rest), entry.was, FontKind.CAPTION, Role.WRITTEN, RIGHT)
            rest.setRight(rest.right() - need - px(6))
        role = Role.MUTED if entry.leads == "absent" else Role.TEXT
        if rest.width() > px(40):
            self._text(rest, entry.leads, FontKind.CAPTION, role)

    def _slot_row(self, slot: SlotEntry, line: QRectF, rect: QRectF, *, strong: bool) -> None:
        theme, px, at = self._theme, self._theme.px, self._at
        self._index(at.page, line, slot.index, strong=strong)
        self.cells(slot.real, at.real, line)
        if slot.unequal:
            center = QPointF(at.remembered - px(13), line.center().y())
            self._painter.setPen(theme.pen(Role.CURRENT, 1.5))
            self._painter.setBrush(theme.brush(Role.SURFACE))
            self._painter.drawEllipse(center, px(8), px(8))
            area = QRectF(center.x() - px(8), line.top(), px(16), line.height())
            self._text(area, "≠", FontKind.STRONG, Role.CURRENT, _CENTER)
        self.cells(slot.remembered, at.remembered, line)
        if slot.mmio is not None:
            self.cells((slot.mmio,), at.mmio, line, px(26))
        kind, role = FontKind.MONO, Role.MUTED if slot.leads == "0" else Role.TEXT
        area = QRectF(at.leads, line.top(), at.remark - at.leads - px(6), line.height())
        self._text(area, slot.leads, kind, role)
        kind, role = _TONES[slot.tone]
        right = at.page + at.page_width - px(9)
        if not at.stacked:
            area = QRectF(at.remark, line.top(), right - at.remark, line.height())
            self._text(area, slot.remark, self._fitting(kind, slot.remark, area), role)
        elif rect.height() > line.height():
            area = QRectF(at.real, line.bottom(), right - at.real, line.height())
            self._text(area, slot.remark, kind, role)

    def _fitting(self, kind: FontKind, words: str, area: QRectF) -> FontKind:
        """Return `kind`, or the smaller one where the words would be cut."""
        fits = self._theme.width(kind, words) <= area.width()
        return kind if fits else FontKind.CAPTION

    def cells(
        self, cells: Sequence[Cell], left: float, line: QRectF, width: float | None = None
    ) -> float:
        """Draw bits from `left` on; return where they end."""
        theme, px, painter = self._theme, self._theme.px, self._painter
        wide, high = width or px(CELL[0]), px(CELL[1])
        rects = [
            QRectF(left + number * (wide + px(2)), line.center().y() - high / 2, wide, high)
            for number in range(len(cells))
        ]
        for cell, rect in zip(cells, rects, strict=True):
            mark = BitMark.WRITTEN if cell.written else None
            paint.bit_cell(painter, rect, cell.letter, theme, value=cell.value, mark=mark)
        for cell, rect in zip(cells, rects, strict=True):
            if cell.unequal:
                painter.setPen(theme.pen(Role.CURRENT, 2))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRoundedRect(rect.adjusted(-1, -1, 1, 1), px(2), px(2))
        return left + len(cells) * (wide + px(2))

    def _text(  # as paint.text
        self,
        rect: QRectF,
        words: str,
        kind: FontKind,
        role: Role = Role.TEXT,
        align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter,
    ) -> None:
        paint.text(self._painter, rect, words, self._theme, kind, role, align)
