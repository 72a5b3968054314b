"""The table of a guest program: a drawn row an operation; the current one is the one shown."""

from PySide6.QtCore import QModelIndex, QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QWidget

from mmuviz.core.scenario import Scenario
from mmuviz.core.trace import Semantics
from mmuviz.gui import paint
from mmuviz.gui.theme import FontKind, Role, Theme
from mmuviz.gui.views import program_cells as cells
from mmuviz.gui.views.program_header import ProgramHeader
from mmuviz.gui.views.program_model import EDITABLE, TITLES, Column, ProgramModel
from mmuviz.gui.widgets.row_table import RIGHT, Index, RowTable
from mmuviz.present.program_picture import ProgramPicture, ProgramRow
from mmuviz.present.wording import signed

_GAP = 12.0
_NUMBER, _EXITS, _LEAST = 68.0, 50.0, 120.0
_ALT = Qt.KeyboardModifier.AltModifier
_ALT_SHIFT = _ALT | Qt.KeyboardModifier.ShiftModifier
_PLACES = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class ProgramList(RowTable):
    """Shows the operations.

    Signals:
        operation_wished: another operation is to be shown (its number, from 0).
        edit_wished: the current cell is to be edited.
        menu_wished: the menu of the current operation is to open (the point on the screen).
        move_wished: the current operation is to go up (-1) or down (1).
        duplicate_wished: the current operation is to be there twice.
        remove_wished: the current operation is to go.
    """

    operation_wished = Signal(int)
    edit_wished = Signal()
    menu_wished = Signal(QPoint)
    move_wished = Signal(int)
    duplicate_wished = Signal()
    remove_wished = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Start empty."""
        self._placing = False
        self.program = ProgramModel()
        super().__init__("Guest program", self.program, parent)
        self.program.setParent(self)
        self.setHorizontalHeader(ProgramHeader(self))
        self.selectionModel().currentRowChanged.connect(self._on_current)
        self.doubleClicked.connect(self._on_double_click)

    def set_theme(self, theme: Theme) -> None:
        """Take the theme's sizes."""
        super().set_theme(theme)
        row = 2 * theme.metrics(FontKind.BODY).height() + theme.px(14)
        self.verticalHeader().setDefaultSectionSize(round(row))
        head = theme.metrics(FontKind.HEADING).height() + theme.px(16)
        self.horizontalHeader().setFixedHeight(round(head))
        self._fit()

    def show_picture(self, picture: ProgramPicture, scenario: Scenario, current: int) -> None:
        """Show the rows of `picture`; the one of number `current` is the current one."""
        column = max(self.currentIndex().column(), Column.OPERATION)
        self._placing = True
        self.program.show_picture(picture, scenario)
        self._fit()
        self._put(current, column)

    def show_current(self, number: int) -> None:
        """Let operation `number` be the current one."""
        if number != self.currentIndex().row():
            self._put(number, max(self.currentIndex().column(), Column.OPERATION))

    def _put(self, row: int, column: int) -> None:
        self._placing = True
        index = self.program.index(row, column)
        self.setCurrentIndex(index)
        self._placing = False
        self.scrollTo(index)
        self.viewport().update()

    def height_for(self, rows: int) -> int:
        """Return the height at which so many rows are seen."""
        bar = self.horizontalScrollBar()
        below = bar.sizeHint().height() if bar.maximum() else 0
        content = rows * self.verticalHeader().defaultSectionSize()
        return content + self.horizontalHeader().height() + below + 2

    # Widths.

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width out."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Give each column what its texts need; the answers share what is left or lacking."""
        theme, rows = self._theme, self.program.rows
        gap = theme.px(_GAP)
        widths = {
            Column.NUMBER: theme.px(_NUMBER),
            Column.OPERATION: _longest(theme, FontKind.STRONG, [row.title for row in rows]) + gap,
            Column.ADDRESS: self._address_width() + gap,
            Column.WAY: gap
            + max(
                (cells.way_width(row.way, theme) for row in rows if row.way), default=theme.px(50)
            ),
            Column.HARDWARE: theme.width(FontKind.CAPTION, signed(Semantics.HARDWARE)) + 1.4 * gap,
            Column.BEFORE_EXITS: theme.px(_EXITS),
            Column.AFTER_EXITS: theme.px(_EXITS),
        }
        left = self.viewport().width() - sum(widths.values())
        answers = max(left / 2, theme.px(_LEAST))  # a long note is elided
        widths[Column.BEFORE] = widths[Column.AFTER] = answers
        for column in Column:
            self.setColumnWidth(column, int(widths[column]))

    def _address_width(self) -> float:
        theme = self._theme
        values = [self.program.value(row) for row in range(self.program.rowCount())]
        subjects = [row.subject for row in self.program.rows]
        width = max(
            _longest(theme, FontKind.MONO, subjects),
            _longest(theme, FontKind.MONO_CAPTION, [f"= {value}" for value in values if value]),
            theme.width(FontKind.CAPTION, TITLES[Column.ADDRESS]),
        )
        return min(width, theme.px(170))

    # Drawing.

    def draw_row(self, painter: QPainter, rect: QRectF, index: Index) -> None:
        """Draw a cell, and its part of the row's ground and frame."""
        theme = self._theme
        row, column = self.program.rows[index.row()], Column(index.column())
        current = index.row() == self.currentIndex().row()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._draw_ground(painter, rect, row, column, current=current)
        self._draw_cell(painter, rect, row, column)
        if self.hasFocus() and index == self.currentIndex() and column in EDITABLE:
            inset = rect.adjusted(-theme.px(4), theme.px(8), -theme.px(8), -theme.px(8))
            painter.setPen(theme.pen(Role.FOCUS, 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(inset, theme.px(3), theme.px(3))
        painter.restore()

    def _draw_ground(
        self, painter: QPainter, rect: QRectF, row: ProgramRow, column: Column, *, current: bool
    ) -> None:
        theme = self._theme
        left, right = (theme.px(side) for side in (20, 14))
        body = rect.adjusted(0 if column else left, 0, 0, -1)
        if column is Column.AFTER_EXITS:
            body.setRight(rect.right() - right)
        painter.fillRect(
            QRectF(body.left(), rect.bottom() - 1, body.width(), 1), theme.color(Role.BORDER)
        )
        if row.differs:
            painter.fillRect(body.adjusted(0, 2, 0, -2), theme.tint(Role.CURRENT))
        elif row.number - 1 == self.hovered:
            painter.fillRect(body.adjusted(0, 2, 0, -2), theme.color(Role.SUNKEN))
        if not current:
            return
        frame = body.adjusted(0, 2, 0, -2)
        painter.setPen(theme.pen(Role.CURRENT, 2))
        painter.drawLine(frame.topLeft(), frame.topRight())
        painter.drawLine(frame.bottomLeft(), frame.bottomRight())
        if column is Column.NUMBER:
            painter.drawLine(frame.topLeft(), frame.bottomLeft())
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.brush(Role.CURRENT))
            tip = QPointF(left - theme.px(4), rect.center().y())
            painter.drawPolygon(paint.arrow_head(tip, QPointF(1, 0), theme.px(11)))
        elif column is Column.AFTER_EXITS:
            painter.drawLine(frame.topRight(), frame.bottomRight())

    def _draw_cell(self, painter: QPainter, rect: QRectF, row: ProgramRow, column: Column) -> None:
        theme = self._theme
        area = rect.adjusted(0, 0, -theme.px(8), 0)
        if column is Column.NUMBER:
            self._draw_number(painter, rect, row)
        elif column is Column.OPERATION:
            paint.text(painter, area, row.title, theme, FontKind.STRONG)
        elif column is Column.ADDRESS:
            self._draw_address(painter, area, row)
        elif column is Column.WAY:
            if row.way is not None:
                cells.way(painter, area, row.way, theme)
        elif column is Column.HARDWARE:
            cells.processor_answer(painter, area, row.hardware, theme)
        elif column in (Column.BEFORE, Column.AFTER):
            said = row.before if column is Column.BEFORE else row.after
            cells.answer(painter, area, said, theme)
        else:
            said = row.before if column is Column.BEFORE_EXITS else row.after
            right = theme.px(24)
            cells.exits(painter, rect.adjusted(0, 0, -right, 0), said.exits, theme)

    def _draw_number(self, painter: QPainter, rect: QRectF, row: ProgramRow) -> None:
        theme = self._theme
        area = rect.adjusted(theme.px(20), 0, -theme.px(14), 0)
        paint.text(painter, area, str(row.number), theme, FontKind.MONO_STRONG, align=RIGHT)
        if row.differs:
            sign = area.adjusted(theme.px(5), 0, 0, 0)
            paint.text(painter, sign, "≠", theme, FontKind.STRONG, Role.CURRENT)

    def _draw_address(self, painter: QPainter, area: QRectF, row: ProgramRow) -> None:
        theme, value = self._theme, self.program.value(row.number - 1)
        if not value:
            paint.text(painter, area, row.subject, theme, FontKind.MONO)
            return
        first, second = cells.two_lines(area, theme)
        paint.text(painter, first, row.subject, theme, FontKind.MONO)
        paint.text(painter, second, f"= {value}", theme, FontKind.MONO_CAPTION, Role.MUTED)

    # Pointer and keyboard.

    def _on_current(self, now: QModelIndex, _before: QModelIndex) -> None:
        if not self._placing:
            self.operation_wished.emit(now.row())

    def _on_double_click(self, _index: QModelIndex) -> None:
        self.edit_wished.emit()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the menu; a click has made its row the current one."""
        self.menu_wished.emit(event.globalPos())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move in the table, change it; what the table does not know is the window's."""
        key, modifiers = Qt.Key(event.key()), event.modifiers()
        modifiers &= ~Qt.KeyboardModifier.KeypadModifier
        if key == Qt.Key.Key_F2:
            self.edit_wished.emit()
        elif key == Qt.Key.Key_Delete:
            self.remove_wished.emit()
        elif key in _PLACES and modifiers == _ALT:
            self.move_wished.emit(_PLACES[key])
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            row = 0 if key == Qt.Key.Key_Home else self.program.rowCount() - 1
            self.setCurrentIndex(self.program.index(row, self.currentIndex().column()))
        elif key == Qt.Key.Key_Down and modifiers == _ALT_SHIFT:
            self.duplicate_wished.emit()
        elif event.text().isprintable() and event.text():
            event.ignore()  # no search as one types: D and Space are the window's
        else:
            super().keyPressEvent(event)


def _longest(theme: Theme, kind: FontKind, texts: list[str]) -> float:
    return max((theme.width(kind, text) for text in texts), default=0.0)
