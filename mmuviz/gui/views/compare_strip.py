"""The path of a comparison: a box an entry, whose bits a click flips for all opinions at once."""

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from mmuviz.gui import paint
from mmuviz.gui.theme import FontKind, Role, Theme, level_role
from mmuviz.gui.views.path_editing import PathEditing
from mmuviz.present.bit_marks import BitMark
from mmuviz.present.compare_frame import CompareFrame
from mmuviz.present.compare_path import Strip, StripBit, StripEntry, strip

_MARGIN, _PAD, _GAP = 20.0, 8.0, 28.0
_BADGE, _CELL_GAP = 16.0, 3.0
_CR3, _PAGE = 104.0, 122.0
_WIDEST = 330.0
_DASH = (5.0, 3.0)


@dataclass(frozen=True, slots=True)
class _Cell:
    """A bit on the screen."""

    rect: QRectF
    entry: StripEntry
    bit: StripBit

    @property
    def name(self) -> str:
        return f"{self.bit.flag.letter} of {self.entry.title}"


class CompareStrip(QWidget):
    """CR3, the entries with their bits, and the page.

    Signals:
        edit_wished: the scenario is to be another one (undo text, Scenario).
    """

    edit_wished = Signal(str, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Start empty."""
        super().__init__(parent)
        self._theme = Theme()
        self._strip = Strip("", (), "", mapped=False)
        self._boxes: list[tuple[QRectF, StripEntry]] = []
        self._cells: list[_Cell] = []
        self._focus = 0
        self._editing = PathEditing(self)
        self._editing.edit_wished.connect(self.edit_wished)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Path: Tab goes through the bits, Space flips one for all opinions")

    def set_theme(self, theme: Theme) -> None:
        """Draw in `theme`."""
        self._theme = theme
        self._editing.set_theme(theme)
        self.updateGeometry()
        self._lay_out()

    def show_comparison(self, frame: CompareFrame) -> None:
        """Show the path of `frame`."""
        self._editing.set_scenario(frame.record.scenario)
        self._strip = strip(frame)
        self._lay_out()

    def sizeHint(self) -> QSize:
        """Two lines high: name and value, bits."""
        line = self._theme.metrics(FontKind.STRONG).height()
        return QSize(600, round(line + self._cell_size().height() + self._theme.px(52)))

    def minimumSizeHint(self) -> QSize:
        """Wide enough for the bits."""
        return QSize(300, self.sizeHint().height())

    def _cell_size(self) -> QRectF:
        theme = self._theme
        return QRectF(0, 0, theme.width(FontKind.MONO_STRONG, "W") + theme.px(9), theme.px(20))

    def resizeEvent(self, _event: QEvent) -> None:
        """Share the width out anew."""
        self._lay_out()

    def _lay_out(self) -> None:
        px = self._theme.px
        count = max(len(self._strip.entries), 1)
        room = self.width() - px(2 * _MARGIN + _CR3 + _PAGE + (count + 1) * _GAP)
        width = min(room / count, px(_WIDEST))
        left = px(_MARGIN + _CR3 + _GAP)
        self._boxes, self._cells = [], []
        for entry in self._strip.entries:
            box = QRectF(left, px(12), width, self.height() - px(24))
            self._boxes.append((box, entry))
            self._lay_out_bits(box, entry)
            left += width + px(_GAP)
        self._focus = min(self._focus, max(len(self._cells) - 1, 0))
        self.update()

    def _lay_out_bits(self, box: QRectF, entry: StripEntry) -> None:
        px, size = self._theme.px, self._cell_size()
        step = size.width() + px(_CELL_GAP)
        room = box.width() - px(2 * _PAD)
        if entry.bits:
            step = min(step, (room + px(_CELL_GAP)) / len(entry.bits))
        top = box.bottom() - px(_PAD) - size.height()
        for number, bit in enumerate(entry.bits):
            left = box.left() + px(_PAD) + number * step
            cell = QRectF(left, top, step - px(_CELL_GAP), size.height())
            self._cells.append(_Cell(cell, entry, bit))

    def cell(self, title: str, letter: str) -> QRectF:
        """Return the rectangle of a bit; empty where there is none."""
        return next(
            (
                cell.rect
                for cell in self._cells
                if (cell.entry.title, cell.bit.flag.letter) == (title, letter)
            ),
            QRectF(),
        )

    # Drawing.

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the boxes from CR3 to the page, and the line through them."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme, px = self._theme, self._theme.px
        height = self.height() - px(24)
        cr3 = QRectF(px(_MARGIN), px(12), px(_CR3), height)
        painter.setPen(theme.pen(Role.BORDER_STRONG, 1))
        painter.setBrush(theme.brush(Role.SURFACE))
        painter.drawRect(cr3)
        painter.drawRect(cr3.adjusted(px(3), px(3), -px(3), -px(3)))
        self._two_lines(painter, cr3.adjusted(px(4), 0, -px(2), 0), "CR3", self._strip.cr3)
        before, role = cr3, Role.TEXT
        for box, entry in self._boxes:
            self._draw_link(painter, before, box, role, walked=entry.reached)
            self._draw_box(painter, box, entry)
            before, role = box, level_role(entry.level.number)
        page = QRectF(before.right() + px(_GAP), px(12), px(_PAGE), height)
        self._draw_link(painter, before, page, role, walked=self._strip.mapped)
        self._draw_page(painter, page)
        for number, cell in enumerate(self._cells):
            mark = cell.bit.mark
            focus = self.hasFocus() and number == self._focus
            letter, value = cell.bit.flag.letter, cell.bit.value
            paint.bit_cell(painter, cell.rect, letter, theme, value=value, mark=mark, focus=focus)

    def _two_lines(self, painter: QPainter, box: QRectF, title: str, text: str) -> None:
        px, line = self._theme.px, self._theme.metrics(FontKind.STRONG).height()
        top = QRectF(box.left() + px(_PAD), box.top() + px(9), box.width() - px(2 * _PAD), line)
        paint.text(painter, top, title, self._theme, FontKind.STRONG)
        below = top.translated(0, line + px(4))
        paint.text(painter, below, text, self._theme, FontKind.MONO_CAPTION)

    def _draw_box(self, painter: QPainter, box: QRectF, entry: StripEntry) -> None:
        theme, px = self._theme, self._theme.px
        role = level_role(entry.level.number) if entry.reached else Role.NOTEVAL
        pen = theme.pen(role, 1.5)
        if not entry.present or not entry.reached:
            pen = theme.dashed(role, 1.5, _DASH)
        painter.setPen(pen)
        filled = entry.present and entry.reached
        painter.setBrush(theme.tint(role) if filled else theme.color(Role.SURFACE))
        painter.drawRoundedRect(box, px(4), px(4))
        side = px(_BADGE)
        badge = QRectF(box.left() + px(_PAD), box.top() + px(8), side, side)
        paint.level_badge(painter, badge, str(entry.level.number), role, theme)
        words = QRectF(badge.right() + px(6), badge.top() - px(2), 0, side + px(4))
        words.setRight(box.right() - px(_PAD))
        paint.text(painter, words, entry.title, theme, FontKind.STRONG)
        words.setLeft(words.left() + theme.width(FontKind.STRONG, entry.title) + px(8))
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        kind = FontKind.MONO_CAPTION
        paint.text(painter, words, entry.text, theme, kind, Role.MUTED, right)

    def _draw_page(self, painter: QPainter, box: QRectF) -> None:
        theme, px = self._theme, self._theme.px
        mapped = self._strip.mapped
        painter.setPen(
            theme.pen(Role.TEXT, 1.5) if mapped else theme.dashed(Role.BORDER_STRONG, 1, _DASH)
        )
        painter.setBrush(theme.brush(Role.SURFACE))
        painter.drawRoundedRect(box, px(3), px(3))
        self._two_lines(painter, box, "Page", self._strip.page)

    def _draw_link(  # a line: from, to, and how
        self, painter: QPainter, start: QRectF, end: QRectF, role: Role, *, walked: bool
    ) -> None:
        theme, px = self._theme, self._theme.px
        y = start.center().y()
        tip = QPointF(end.left(), y)
        if not walked:
            painter.setPen(theme.dashed(Role.BORDER_STRONG, 1, _DASH))
            painter.drawLine(QPointF(start.right(), y), tip)
            return
        painter.setPen(theme.pen(role, 3))
        painter.drawLine(QPointF(start.right(), y), tip - QPointF(px(5), 0))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.brush(role))
        painter.drawPolygon(paint.arrow_head(tip, QPointF(1, 0), px(9)))

    # Mouse and keys.

    def _at(self, position: QPointF) -> int | None:
        return next(
            (number for number, cell in enumerate(self._cells) if cell.rect.contains(position)),
            None,
        )

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Flip the bit under the pointer."""
        number = self._at(event.position())
        if event.button() == Qt.MouseButton.LeftButton and number is not None:
            self._focus = number
            self._flip()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show that a bit can be clicked."""
        over = self._at(event.position()) is not None
        self.setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)

    def _flip(self) -> None:
        cell = self._cells[self._focus]
        assert cell.entry.slot is not None, "an entry with bits stands somewhere"
        self._editing.flip(cell.entry.slot, cell.bit.flag, cell.rect.toAlignedRect())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Flip the bit that has the keyboard with Space; the arrows step, as everywhere."""
        if event.key() == Qt.Key.Key_Space and self._cells:
            self._flip()
        else:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: A002, FBT001  # Qt's own signature
        """Let Tab go from bit to bit before it leaves."""
        number = self._focus + (1 if next else -1)
        if 0 <= number < len(self._cells):
            self._set_focus(number)
            return True
        return super().focusNextPrevChild(next)

    def focusInEvent(self, event: QEvent) -> None:
        """Begin at the first bit, or at the last when coming back."""
        reason = event.reason() if hasattr(event, "reason") else None
        if reason == Qt.FocusReason.TabFocusReason:
            self._focus = 0
        elif reason == Qt.FocusReason.BacktabFocusReason:
            self._focus = max(len(self._cells) - 1, 0)
        self._set_focus(self._focus)

    def focusOutEvent(self, _event: QEvent) -> None:
        """Take the ring away."""
        self.update()

    def _set_focus(self, number: int) -> None:
        self._focus = number
        if self._cells:
            self.setAccessibleDescription(self._says(self._cells[number]))
        self.update()

    def _says(self, cell: _Cell) -> str:
        told = {BitMark.REFUSED: ", refuses the access", BitMark.WRITTEN: ", set by a walk"}
        mark = told.get(cell.bit.mark, "") if cell.bit.mark else ""
        return f"{cell.name} is {int(cell.bit.value)}{mark}; Space flips it"

    def event(self, event: QEvent) -> bool:
        """Say in full what the bit under the pointer is."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            number = self._at(QPointF(event.pos()))
            if number is not None:
                cell = self._cells[number]
                tip = f"{self._says(cell)}\n{cell.bit.flag.meaning}"
                QToolTip.showText(event.globalPos(), tip, self)
            return True
        return super().event(event)
