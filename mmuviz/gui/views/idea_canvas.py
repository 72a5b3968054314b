"""Draws a wrong idea beside the truth: the rows, the line that joins them, and what comes out."""

from itertools import pairwise
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from mmuviz.gui import paint
from mmuviz.gui.paint_signs import semantics_sign, step_marker
from mmuviz.gui.theme import FontKind, Role, Theme, level_role, semantics_role
from mmuviz.gui.views.idea_layout import (
    HEAD_LEFT,
    Arranging,
    ColumnPlace,
    Layout,
    RowPlace,
    row_kind,
    row_words,
)
from mmuviz.gui.views.idea_result_layout import ResultPlace, big_kind
from mmuviz.present.bit_marks import BitMark
from mmuviz.present.idea_board import Column, IdeaBoard
from mmuviz.present.idea_result import Cell, Result
from mmuviz.present.idea_rows import Row, Sign

_DISC, _BADGE, _DOT = 8.5, 17.0, 2.5
_DISCS: Final = {
    Sign.PASSED: paint.Disc.PASSED,
    Sign.REFUSED: paint.Disc.REFUSED,
    Sign.WRITTEN: paint.Disc.WRITTEN,
    Sign.SAID: paint.Disc.INFO,
}
_MUTED: Final = (Sign.LEFT_OUT, Sign.OPEN)
_MIDDLE: Final = Qt.AlignmentFlag.AlignCenter


class IdeaCanvas(QWidget):
    """Draws an `IdeaBoard` at the width that it gets."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Start empty."""
        super().__init__(parent)
        self._theme = Theme()
        self._board: IdeaBoard | None = None

    def set_theme(self, theme: Theme) -> None:
        """Draw in `theme`."""
        self._theme = theme
        self.updateGeometry()
        self.update()

    def show_board(self, board: IdeaBoard) -> None:
        """Draw `board`."""
        self._board = board
        self.setAccessibleDescription(board.spoken)
        self.updateGeometry()
        self.update()

    def layout_at(self, width: float, height: float = 0.0) -> Layout | None:
        """Return where all stands; None where there is nothing."""
        if self._board is None:
            return None
        return Arranging(self._board, self._theme).layout(width, height)

    def hasHeightForWidth(self) -> bool:
        """Whether a smaller width makes it higher: yes, words wrap."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return how high it is at `width`."""
        layout = self.layout_at(width)
        return round(layout.height) if layout else 0

    def sizeHint(self) -> QSize:
        """As high as its words need."""
        width = max(self.width(), round(self._theme.px(480)))
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """As high as its words need at the width there is."""
        return QSize(round(self._theme.px(240)), self.heightForWidth(self.width()))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the band where the two part, both columns, and the rule."""
        board, layout = self._board, self.layout_at(self.width(), self.height())
        if board is None or layout is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._band(painter, layout)
        for column, place in zip((board.idea, board.truth), layout.columns, strict=True):
            self._head(painter, column, place.head)
            self._line(painter, column, place)
            for row, row_place in zip(column.rows, place.rows, strict=True):
                self._row(painter, row, row_place)
            self._result(painter, column.result, place.result)
        self._rule(painter, board, layout.rule)

    def _band(self, painter: QPainter, layout: Layout) -> None:
        """Draw where the two part: amber, a bar at its left, ≠ between the columns."""
        theme, band = self._theme, layout.band
        painter.fillRect(band, theme.tint(Role.CURRENT))
        painter.fillRect(
            QRectF(band.left(), band.top(), theme.px(4), band.height()), theme.color(Role.CURRENT)
        )
        left, right = (place.rows[0].whole for place in layout.columns)
        middle = QPointF((left.right() + right.left()) / 2, band.center().y())
        step_marker(painter, QPointF(band.left(), middle.y()), theme)
        side = theme.px(24)
        ring = QRectF(0, 0, side, side)
        ring.moveCenter(middle)
        painter.setPen(theme.pen(Role.CURRENT, 1.5))
        painter.setBrush(theme.brush(Role.SURFACE))
        painter.drawEllipse(ring)
        painter.setFont(theme.font(FontKind.HEADING))
        painter.setPen(theme.color(Role.CURRENT))
        painter.drawText(ring, _MIDDLE, "≠")

    def _head(self, painter: QPainter, column: Column, rect: QRectF) -> None:
        theme, px = self._theme, self._theme.px
        line = theme.metrics(FontKind.HEADING).height()
        center = QPointF(rect.left() + px(_DISC), rect.top() + line / 2)
        if column.semantics is None:
            paint.disc(painter, center, px(_DISC), paint.Disc.REFUSED, theme)
        else:
            side = px(16)
            sign = QRectF(0, 0, side, side)
            sign.moveCenter(center)
            semantics_sign(painter, sign, column.semantics, theme)
        left = rect.left() + px(HEAD_LEFT)
        title = QRectF(left, rect.top(), theme.width(FontKind.HEADING, column.title) + 1, line)
        paint.text(painter, title, column.title, theme, FontKind.HEADING)
        start = title.right() + px(10)
        manner = QRectF(start, rect.top() + px(1), rect.right() - start, line)
        if rect.height() > 2 * line:  # else it has a line of its own
            manner = QRectF(left, title.bottom(), rect.right() - left, line)
        paint.text(painter, manner, column.manner, theme, FontKind.CAPTION, Role.MUTED)
        rule = QRectF(rect.left(), rect.bottom() - px(2), rect.width(), px(2))
        painter.fillRect(rule, theme.color(_role(column)))

    def _line(self, painter: QPainter, column: Column, place: ColumnPlace) -> None:
        """Join the signs of what is done; past what is left out the line is thin and dotted."""
        done = [
            (number, QPointF(at.sign, at.whole.center().y()))
            for number, (row, at) in enumerate(zip(column.rows, place.rows, strict=True))
            if row.sign not in _MUTED
        ]
        role = _role(column)
        for (number, start), (following, end) in pairwise(done):
            past = following > number + 1
            style = Qt.PenStyle.DotLine if past else Qt.PenStyle.SolidLine
            painter.setPen(self._theme.pen(role, 1.5 if past else 3, style))
            painter.drawLine(start, end)

    def _row(self, painter: QPainter, row: Row, place: RowPlace) -> None:
        theme, px, whole = self._theme, self._theme.px, place.whole
        painter.setPen(theme.pen(Role.BORDER, 1))
        painter.drawLine(whole.bottomLeft(), whole.bottomRight())
        middle = whole.center().y()
        if row.level:
            side = px(_BADGE)
            badge = QRectF(whole.left(), middle - side / 2, side, side)
            paint.level_badge(painter, badge, str(row.level), level_role(row.level), theme)
        left = whole.left() + px(_BADGE + 7)
        name = QRectF(left, whole.top(), place.sign - px(_DISC) - left, whole.height())
        role = Role.TEXT if row.level else Role.MUTED
        paint.text(painter, name, row.name, theme, FontKind.STRONG, role)
        self._sign(painter, row.sign, QPointF(place.sign, middle))
        painter.setFont(theme.font(row_kind(row)))
        painter.setPen(theme.color(Role.MUTED if row.sign in _MUTED else Role.TEXT))
        painter.drawText(place.words, paint.WRAP, row_words(row))

    def _sign(self, painter: QPainter, sign: Sign, center: QPointF) -> None:
        theme, px = self._theme, self._theme.px
        if sign in _DISCS:
            paint.disc(painter, center, px(_DISC), _DISCS[sign], theme)
        elif sign is Sign.OPEN:
            around = QRectF(0, 0, px(2 * _DISC), px(2 * _DISC))
            around.moveCenter(center)
            painter.setFont(theme.font(FontKind.MONO_STRONG))
            painter.setPen(theme.color(Role.CURRENT))
            painter.drawText(around, _MIDDLE, "?")
        else:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.brush(Role.MUTED))
            painter.drawEllipse(center, px(_DOT), px(_DOT))

    def _result(self, painter: QPainter, result: Result, place: ResultPlace) -> None:
        theme, px = self._theme, self._theme.px
        role = Role.PASS if result.right else Role.FAIL
        painter.setPen(theme.pen(role, 2))
        painter.setBrush(theme.tint(role))
        painter.drawRoundedRect(place.frame.adjusted(1, 1, -1, -1), px(5), px(5))
        painter.setFont(theme.font(big_kind(result)))
        painter.setPen(theme.color(role))
        painter.drawText(place.big, paint.WRAP, result.big)
        for cell, rect in zip(result.cells, place.cells, strict=True):
            self._cell(painter, cell, rect)
        paint.text(painter, place.caption, result.caption, theme, FontKind.CAPTION)

    def _cell(self, painter: QPainter, cell: Cell, rect: QRectF) -> None:
        theme = self._theme
        mark = BitMark.WRITTEN if cell.written else BitMark.MAY if cell.either else None
        kind = FontKind.COUNT_STRONG if cell.value else FontKind.COUNT
        paint.bit_cell(painter, rect, cell.letter, theme, value=cell.value, mark=mark, kind=kind)
        if cell.of:
            line = theme.metrics(FontKind.CAPTION).height()
            above = QRectF(rect.left(), rect.top() - line - theme.px(3), theme.px(120), line)
            paint.text(painter, above, cell.of, theme, FontKind.CAPTION, Role.MUTED)
        if cell.differs:
            paint.refused_ring(painter, rect, theme)
            bar = QRectF(rect.left(), rect.bottom() + theme.px(3), rect.width(), theme.px(2))
            painter.fillRect(bar, theme.color(Role.FAIL))

    def _rule(self, painter: QPainter, board: IdeaBoard, rect: QRectF) -> None:
        theme, px = self._theme, self._theme.px
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.brush(Role.SUNKEN))
        painter.drawRoundedRect(rect, px(4), px(4))
        top = rect.top() + px(10)
        for kind, words, role in (
            (FontKind.STRONG, "The rule", Role.TEXT),
            (FontKind.BODY, board.rule, Role.TEXT),
            (FontKind.CAPTION, board.source, Role.MUTED),
        ):
            room = QRectF(rect.left() + px(16), top, rect.width() - 2 * px(16), rect.height())
            painter.setFont(theme.font(kind))
            painter.setPen(theme.color(role))
            drawn = theme.metrics(kind).boundingRect(room, paint.WRAP, words)
            painter.drawText(room, paint.WRAP, words)
            top = drawn.bottom() + px(4)


def _role(column: Column) -> Role:
    """Return the role of the lines of a column."""
    return semantics_role(column.semantics) if column.semantics else Role.FAIL
