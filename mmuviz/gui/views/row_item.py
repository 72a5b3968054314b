"""A row of a table on the path, painted; it tells where its bits and its value are."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath
from PySide6.QtWidgets import (
    QGraphicsItem,
    QGraphicsSceneHoverEvent,
    QStyleOptionGraphicsItem,
    QWidget,
)

from mmuviz.core.entry import FLAGS, Flag
from mmuviz.gui import paint
from mmuviz.gui.theme import FontKind, Role, Theme, level_role
from mmuviz.gui.views.path_layout import Column
from mmuviz.present.bit_marks import BitMark
from mmuviz.present.path_picture import Row

_FLAG = {flag.letter: flag for flag in FLAGS}
VALUE_FOCUS = -1


class RowItem(QGraphicsItem):
    """One row. Made once and shown again with other content."""

    def __init__(self) -> None:
        """Start hidden."""
        super().__init__()
        self.setAcceptHoverEvents(True)
        self._theme = Theme()
        self._rect = QRectF()
        self._column = Column(0, 0, "P", 1, 1)
        self._hovered = False
        self._current = False
        self.row: Row | None = None
        self.focus: int | None = None
        self.marked = False
        self._shown: tuple[object, ...] = ()
        self.setVisible(False)
        self.setCacheMode(QGraphicsItem.CacheMode.DeviceCoordinateCache)

    def show_row(
        self, row: Row, rect: QRectF, column: Column, theme: Theme, *, current: bool
    ) -> None:
        """Show `row` in `rect`."""
        shown = (row, rect, column, theme, current, self.focus, self.marked)
        if shown == self._shown:
            self.setVisible(True)
            return
        self._shown = shown
        if rect != self._rect or theme != self._theme:
            self.prepareGeometryChange()
        self.row, self._rect, self._column = row, rect, column
        self._theme, self._current = theme, current
        self.setToolTip(self._tip())
        self.setVisible(True)
        self.update()

    @property
    def is_fold(self) -> bool:
        """Whether it stands for a run of absent entries, which only opens."""
        return self.row is not None and self.row.fold_end is not None

    @property
    def spoken(self) -> str:
        """What a screen reader says of the row."""
        if self.row is None:
            return ""
        name, value = self.row.slot.name, self.row.value
        if self.row.fold_end is not None:
            return f"{name} to {self.row.fold_end}, absent"
        if value is None:
            return f"{name}, not kept in the file"
        letters = [one for one in self._column.letters if value & _FLAG[one].bit]
        return f"{name}, {value:x}, {' '.join(letters) or 'no flag'} set"

    def _tip(self) -> str:
        assert self.row is not None, "a row that is shown"
        if self.row.fold_end is not None:
            return "Absent entries; click to open"
        if self.row.was is not None:
            return f"was {self.row.was:#x}; the walk wrote it"
        return ""

    def boundingRect(self) -> QRectF:
        """The row, with room for the amber marker and the rings."""
        return self._rect.adjusted(-self._theme.px(16), -4, 4, 4)

    def shape(self) -> QPainterPath:
        """Only the row itself is hit."""
        path = QPainterPath()
        path.addRect(self._rect)
        return path

    def bit_rect(self, number: int) -> QRectF:
        """Return the cell of the flag `number` of the column."""
        column, px = self._column, self._theme.px
        left = self._rect.right() - px(8) - (len(column.letters) - number) * column.cell
        height = min(px(20), self._rect.height() - px(2))
        top = self._rect.center().y() - height / 2 - (px(1) if self.row and self.row.on_path else 0)
        return QRectF(left, top, column.cell - px(2), height)

    def frame_of(self, letter: str) -> QRectF:
        """Return what a frame round a flag goes round; round the row where it does not show it."""
        edge, letters = self._theme.px(3), self._column.letters
        if not letter or letter not in letters:
            return self._rect.adjusted(edge, 0, 0, 0)
        return self.bit_rect(letters.index(letter)).adjusted(-edge, -edge, edge, edge)

    def value_rect(self) -> QRectF:
        """Return the place of the value."""
        first = self.bit_rect(0).left()
        left = self._rect.left() + self._theme.px(46)
        return QRectF(left, self._rect.top(), first - left - 2, self._rect.height())

    def flag_at(self, position: QPointF) -> int | None:
        """Return the number of the flag at `position`; None beside them."""
        if self.row is None or self.row.fold_end is not None or self.row.value is None:
            return None
        for number in range(len(self._column.letters)):
            if self.bit_rect(number).adjusted(-1, -3, 1, 3).contains(position):
                return number
        return None

    def flag(self, number: int) -> Flag:
        """Return the flag `number` of the column."""
        return _FLAG[self._column.letters[number]]

    def hoverEnterEvent(self, _event: QGraphicsSceneHoverEvent) -> None:
        """Make every bit a box."""
        self._hovered = True
        self.update()

    def hoverMoveEvent(self, event: QGraphicsSceneHoverEvent) -> None:
        """Say what the bit under the pointer means."""
        number = self.flag_at(event.pos())
        if number is None or self.row is None:
            self.setToolTip(self._tip())
            return
        flag = self.flag(number)
        is_set = int(bool((self.row.value or 0) & flag.bit))
        self.setToolTip(
            f"{flag.letter} {is_set}: {flag.meaning}; click to flip\n{self._tip()}".strip()
        )

    def hoverLeaveEvent(self, _event: QGraphicsSceneHoverEvent) -> None:
        """Be quiet again."""
        self._hovered = False
        self.update()

    def paint(
        self,
        painter: QPainter,
        _option: QStyleOptionGraphicsItem,
        _widget: QWidget | None = None,
    ) -> None:
        """Draw the row."""
        if self.row is None:
            return
        self._draw_ground(painter, self.row)
        if self.row.fold_end is not None:
            self._draw_fold(painter, self.row)
            return
        theme, px, row, rect = self._theme, self._theme.px, self.row, self._rect
        present = bool(row.value is not None and row.value & 1)
        kind = FontKind.MONO_STRONG if row.on_path else FontKind.MONO_CAPTION
        index = QRectF(rect.left(), rect.top(), px(36), rect.height())
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        ink = Role.TEXT if row.on_path else Role.MUTED
        paint.text(painter, index, str(row.slot.index), theme, kind, ink, right)
        ink = Role.TEXT if row.on_path or present else Role.MUTED
        wide = row.value is not None and row.value >> 32
        value_kind = FontKind.MONO_CAPTION if wide else kind
        value = "········" if row.value is None else f"{row.value:0{16 if wide else 8}x}"
        area = QRectF(self.value_rect())
        area.setRight(max(area.right(), area.left() + theme.width(value_kind, value) + 2))
        paint.text(painter, area, value, theme, value_kind, ink)
        self._draw_refused_digits(painter, row, area, value_kind)
        if row.value is None or (not present and not self._has_cells(row)):
            self._draw_note(painter, row, area.left() + theme.width(value_kind, value) + px(3))
        else:
            self._draw_flags(painter, row)
        if self.focus == VALUE_FOCUS:
            paint.focus_ring(painter, self.value_rect().adjusted(0, px(3), -px(4), -px(3)), theme)
        if self._current:
            self._draw_current(painter)

    def _draw_ground(self, painter: QPainter, row: Row) -> None:
        theme, px, rect = self._theme, self._theme.px, self._rect
        role = level_role(row.slot.level.number)
        if row.on_path:
            painter.fillRect(rect, theme.tint(role))
        elif self._hovered:
            painter.fillRect(rect, theme.color(Role.SUNKEN))
        if self.marked:
            painter.fillRect(rect, theme.tint(Role.ACCENT))
        if row.on_path or self.marked:
            bar = QRectF(rect.left(), rect.top(), px(3), rect.height())
            painter.fillRect(bar, theme.color(role if row.on_path else Role.ACCENT))

    def _draw_refused_digits(
        self, painter: QPainter, row: Row, area: QRectF, kind: FontKind
    ) -> None:
        """Ring the digits that hold reserved bits which no letter stands for."""
        letters = sum(_FLAG[letter].bit for letter in self._column.letters)
        refused = [bit for bit, mark in row.marks if mark is BitMark.REFUSED and not bit & letters]
        digits = 16 if (row.value or 0) >> 32 else 8
        pitch, height = self._theme.width(kind, "0"), self._theme.px(15)
        for place in {digits - 1 - (bit.bit_length() - 1) // 4 for bit in refused}:
            left, top = area.left() + place * pitch, area.center().y() - height / 2
            paint.refused_ring(painter, QRectF(left, top, pitch, height), self._theme)

    def _has_cells(self, row: Row) -> bool:
        return row.on_path or self._hovered or (self.focus is not None and self.focus >= 0)

    def _draw_note(self, painter: QPainter, row: Row, left: float) -> None:
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        area = QRectF(self._rect)
        area.setCoords(left, area.top(), area.right() - self._theme.px(8), area.bottom())
        words = self.note_for(row, area.width())
        paint.text(painter, area, words, self._theme, FontKind.CAPTION, Role.MUTED, right)

    def note_for(self, row: Row, room: float) -> str:
        """Return why no flag counts; where there is little `room` (px), only the first of it."""
        fits = self._theme.width(FontKind.CAPTION, row.note) <= room
        return row.note if fits else row.note.split(" · ")[0]

    def _draw_flags(self, painter: QPainter, row: Row) -> None:
        theme, value, cells = self._theme, row.value or 0, self._has_cells(row)
        marks = dict(row.marks)
        for number, letter in enumerate(self._column.letters):
            bit = _FLAG[letter].bit
            is_set, cell = bool(value & bit), self.bit_rect(number)
            if cells:
                mark = marks.get(bit)
                focus = self.focus == number
                paint.bit_cell(painter, cell, letter, theme, value=is_set, mark=mark, focus=focus)
            else:
                painter.setFont(theme.font(FontKind.MONO_CAPTION))
                painter.setPen(theme.color(Role.TEXT if is_set else Role.BORDER_STRONG))
                painter.drawText(cell, Qt.AlignmentFlag.AlignCenter, letter if is_set else "·")

    def _draw_fold(self, painter: QPainter, row: Row) -> None:
        theme, px, rect = self._theme, self._theme.px, self._rect
        pen = theme.dashed(Role.BORDER_STRONG, 1, (1.5, 2.5))
        painter.setPen(pen)
        x = rect.left() + px(26)
        painter.drawLine(QPointF(x, rect.top() + px(6)), QPointF(x, rect.bottom() - px(6)))
        area = rect.adjusted(px(46), 0, 0, 0)
        words = f"{row.slot.index} … {row.fold_end}   absent"
        paint.text(painter, area, words, theme, FontKind.CAPTION, Role.MUTED)
        if self.focus is not None:
            paint.focus_ring(painter, rect.adjusted(px(40), px(4), -px(12), -px(4)), theme)

    def _draw_current(self, painter: QPainter) -> None:
        theme, px, rect = self._theme, self._theme.px, self._rect
        painter.setPen(theme.pen(Role.CURRENT, 2))
        for y in (rect.top(), rect.bottom()):
            painter.drawLine(QPointF(rect.left() - 1, y), QPointF(rect.right(), y))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.brush(Role.CURRENT))
        tip = QPointF(rect.left() - px(2), rect.center().y())
        painter.drawPolygon(paint.arrow_head(tip, QPointF(1, 0), px(11)))
