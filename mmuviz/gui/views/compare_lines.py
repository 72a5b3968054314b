"""The lifelines: a row a point of the algorithm, a line an opinion, as far as its walk goes."""

from math import ceil

from PySide6.QtCore import QEvent, QLineF, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from mmuviz.gui import paint
from mmuviz.gui.paint_signs import semantics_line, step_marker
from mmuviz.gui.theme import FontKind, Role, Theme, level_role
from mmuviz.gui.views.compare_columns import LEFT, columns, least_width
from mmuviz.present.compare_frame import CompareFrame, CompareRow, Lifeline
from mmuviz.present.compare_words import Sign

_TALLEST, _TWO_LINES = 55.0, 40.0
_STATION, _LINE, _RADIUS = 98.0, 10.0, 8.0
_DISCS = {
    Sign.PASSED: paint.Disc.PASSED,
    Sign.SKIPPED: paint.Disc.SKIPPED,
    Sign.WRITTEN: paint.Disc.WRITTEN,
    Sign.REFUSED: paint.Disc.REFUSED,
    Sign.STOP: paint.Disc.STOP,
}


class CompareLines(QWidget):
    """The rows.

    Signals:
        step_wished: a row was pointed at (int).
    """

    step_wished = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Start empty."""
        super().__init__(parent)
        self._theme = Theme()
        self._frame: CompareFrame | None = None
        self._room = 0
        self.setMouseTracking(True)
        self.setAccessibleName("Lifelines")

    def set_theme(self, theme: Theme) -> None:
        """Draw in `theme`."""
        self._theme = theme
        self._fit()

    def set_room(self, height: int) -> None:
        """Take the height that can be seen: rows are as high as they may be, and no higher."""
        if height != self._room:
            self._room = height
            self._fit()

    def show_comparison(self, frame: CompareFrame) -> None:
        """Show the rows of `frame`, as far as its step."""
        self._frame = frame
        self.setAccessibleDescription(frame.text)
        self._fit()

    @property
    def _rows(self) -> tuple[CompareRow, ...]:
        return self._frame.record.rows if self._frame else ()

    def _fit(self) -> None:
        count = len(self._frame.record.shown) if self._frame else 1
        self.setMinimumSize(
            least_width(count, self._theme), round(self.row_height * max(len(self._rows), 1))
        )
        self.update()

    def _least(self) -> float:
        return self._theme.metrics(FontKind.BODY).height() + self._theme.px(9)

    @property
    def least_height(self) -> int:
        """The height of all rows, each one line of text high."""
        return ceil(self._least() * len(self._rows))

    @property
    def row_height(self) -> float:
        """The height of a row: it shrinks to one line of text before the rows scroll."""
        share = self._room / max(len(self._rows), 1)
        return max(self._least(), min(share, self._theme.px(_TALLEST)))

    def row_rect(self, step: int) -> QRectF:
        """Return the row of `step`; empty where it has none (the cards show it)."""
        for number, row in enumerate(self._rows):
            if row.step == step:
                return self._rect(number)
        return QRectF()

    def _rect(self, number: int) -> QRectF:
        return QRectF(0, number * self.row_height, self.width(), self.row_height)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the rows that are seen."""
        if self._frame is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = columns(self.width(), len(self._frame.record.shown), self._theme)
        for number, row in enumerate(self._rows):
            rect = self._rect(number)
            if rect.intersects(QRectF(event.rect())):
                self._draw_ground(painter, rect, row, area[-1].right(), first=not number)
                self._draw_labels(painter, rect, row)
                for column, line in zip(area, row.lines, strict=True):
                    self._draw_line(painter, rect, column, row, line)

    def _band(self, rect: QRectF, right: float) -> QRectF:
        px = self._theme.px
        left = px(LEFT + _STATION) - px(16)
        return QRectF(left, rect.top() + 1, right - left + px(8), rect.height() - 2)

    def _draw_ground(  # a row's place and state
        self, painter: QPainter, rect: QRectF, row: CompareRow, right: float, *, first: bool
    ) -> None:
        assert self._frame is not None, "rows are drawn for a frame"
        theme, px = self._theme, self._theme.px
        if row.first and not first:
            line = QRectF(px(LEFT), rect.top(), right - px(LEFT) + px(8), 1)
            painter.fillRect(line, theme.color(Role.BORDER))
        band = self._band(rect, right)
        if row.differs:
            painter.fillRect(band, theme.tint(Role.CURRENT))
            bar = QRectF(band.left(), band.top(), px(4), band.height())
            painter.fillRect(bar, theme.color(Role.CURRENT))
            sign = QRectF(px(LEFT + _STATION) + px(58), rect.top(), px(16), rect.height())
            paint.text(painter, sign, "≠", theme, FontKind.HEADING, Role.CURRENT)
        if row.step == self._frame.step:
            painter.setPen(theme.pen(Role.CURRENT, 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(band.adjusted(1, 1, -1, -1), px(3), px(3))
            step_marker(painter, QPointF(px(LEFT - 4), rect.center().y()), theme)

    def _draw_labels(self, painter: QPainter, rect: QRectF, row: CompareRow) -> None:
        theme, px = self._theme, self._theme.px
        if row.first and row.station:
            side = px(16)
            badge = QRectF(px(LEFT), rect.center().y() - side / 2, side, side)
            role = level_role(row.level) if row.level else Role.HARDWARE
            paint.level_badge(painter, badge, str(row.level or "■"), role, theme)
            words = QRectF(badge.right() + px(5), rect.top(), 0, rect.height())
            words.setRight(px(LEFT + _STATION) - px(14))
            wide = theme.width(FontKind.STRONG, row.station) > words.width()
            kind = FontKind.CAPTION if wide else FontKind.STRONG
            paint.text(painter, words, row.station, theme, kind)
        left = px(LEFT + _STATION)
        area = QRectF(left, rect.top(), px(76), rect.height())
        if not row.letter:
            paint.text(painter, area, row.title, theme, FontKind.CAPTION, Role.MUTED)
        elif rect.height() >= px(_TWO_LINES):
            line = theme.metrics(FontKind.MONO_STRONG).height()
            upper = QRectF(left, rect.center().y() - line, px(76), line)
            paint.text(painter, upper, row.letter, theme, FontKind.MONO_STRONG)
            lower = upper.translated(0, line)
            paint.text(painter, lower, row.title, theme, FontKind.CAPTION, Role.MUTED)
        else:
            paint.text(painter, area, row.letter, theme, FontKind.MONO_STRONG)
            if len(row.letter) == 1:
                area = area.adjusted(px(14), 0, 0, 0)
                paint.text(painter, area, row.title, theme, FontKind.CAPTION, Role.MUTED)

    def _draw_line(  # a cell: where, and what
        self, painter: QPainter, rect: QRectF, column: QRectF, row: CompareRow, line: Lifeline
    ) -> None:
        assert self._frame is not None, "rows are drawn for a frame"
        theme, px = self._theme, self._theme.px
        seen = row.step <= self._frame.step
        at = QPointF(column.left() + px(_LINE), rect.center().y())
        for part, there in (
            (QLineF(at.x(), rect.top(), at.x(), at.y()), line.runs),
            (QLineF(at.x(), at.y(), at.x(), rect.bottom()), line.goes_on),
        ):
            if there and seen:
                semantics_line(painter, part, line.semantics, theme)
            elif there:
                painter.setPen(theme.pen(Role.BORDER_STRONG, 1))
                painter.drawLine(part)
        disc = _DISCS.get(line.said.sign) if seen else None
        if disc is not None:
            paint.disc(painter, at, px(_RADIUS), disc, theme)
        else:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.brush(Role.BORDER_STRONG))
            painter.drawEllipse(at, px(2.5), px(2.5))
        if seen:
            words = QRectF(at.x() + px(17), rect.top(), 0, rect.height())
            words.setRight(column.right())
            quiet = line.said.sign in (Sign.SKIPPED, Sign.NONE)
            kind = FontKind.STRONG if line.said.decides else FontKind.BODY
            role = Role.MUTED if quiet else Role.TEXT
            paint.text(painter, words, line.said.text, theme, kind, role)

    def _at(self, position: QPointF) -> CompareRow | None:
        number = int(position.y() // self.row_height)
        return self._rows[number] if 0 <= number < len(self._rows) else None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go to the row under the pointer."""
        row = self._at(event.position())
        if event.button() == Qt.MouseButton.LeftButton and row is not None:
            self.step_wished.emit(row.step)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show that a row can be clicked."""
        over = self._at(event.position()) is not None
        self.setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)

    def leaveEvent(self, event: QEvent) -> None:
        """Give the pointer back."""
        self.unsetCursor()
        super().leaveEvent(event)
