"""The tables of a question, as a worksheet prints them: a card a table, side by side."""

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from mmuviz.gui import paint
from mmuviz.gui.theme import FontKind, Role, level_role
from mmuviz.gui.widgets.drawn import Drawn
from mmuviz.present.sheet_page import TableText

_PAD, _GAP, _COLUMN, _BADGE, _BETWEEN = 10.0, 8.0, 16.0, 20.0, 12.0
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class TableCards(Drawn):
    """As many cards in a line as there is room for; each has its level's badge."""

    def __init__(self, parent: QWidget) -> None:
        """Start empty."""
        super().__init__(parent)
        self._tables: Sequence[TableText] = ()

    def show_tables(self, tables: Sequence[TableText]) -> None:
        """Show `tables`, root first."""
        self._tables = tables
        said = []
        for table in tables:
            rows = ", ".join(" ".join(row) for row in table.rows)
            said.append(f"{table.title} {_plain(table.where)}: {rows}")
        self.setAccessibleName(f"Tables. {'. '.join(said)}")
        self._measure_again()

    # Places.

    def _columns(self) -> list[float]:
        """Return the width of each column, the same in all cards."""
        theme, widths = self._theme, []
        for column in range(len(self._tables[0].head)):
            heads = [theme.width(FontKind.CAPTION, one.head[column]) for one in self._tables]
            cells = [
                theme.width(FontKind.MONO, row[column]) for one in self._tables for row in one.rows
            ]
            widths.append(max(*heads, *cells))
        return widths

    def _card_width(self) -> float:
        theme, columns = self._theme, self._columns()
        inner = sum(columns) + theme.px(_COLUMN) * (len(columns) - 1)
        heads = [
            theme.px(_BADGE + _GAP + _COLUMN)
            + theme.width(FontKind.STRONG, table.title)
            + theme.width(FontKind.MONO_CAPTION, _plain(table.where))
            for table in self._tables
        ]
        return max(inner, *heads) + 2 * theme.px(_PAD) + 2

    def _line(self) -> float:
        return self._theme.metrics(FontKind.MONO).height() + self._theme.px(4)

    def _head(self) -> float:
        return self._theme.metrics(FontKind.STRONG).height() + self._theme.px(14)

    def _card_height(self, table: TableText) -> float:
        return self._head() + (len(table.rows) + 1) * self._line() + self._theme.px(12)

    def places(self, width: float) -> Iterator[QRectF]:
        """Yield the place of each card; those of a line begin at the same height."""
        if not self._tables:
            return
        card, gap = self._card_width(), self._theme.px(_BETWEEN)
        each = max(int((width + gap) // (card + gap)), 1)
        top = 0.0
        for start in range(0, len(self._tables), each):
            line = self._tables[start : start + each]
            heights = [self._card_height(table) for table in line]
            for place, height in enumerate(heights):
                yield QRectF(place * (card + gap), top, card, height)
            top += max(heights) + gap

    def heightForWidth(self, width: int) -> int:
        """Return the height of all lines of cards."""
        return round(max((place.bottom() for place in self.places(width)), default=0) + 1)

    def minimumSizeHint(self) -> QSize:
        """As wide as a card."""
        return QSize(round(self._card_width()) if self._tables else 0, 0)

    # Drawing.

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the cards."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for table, place in zip(self._tables, self.places(self.width()), strict=True):
            self._draw(painter, place.adjusted(0.5, 0.5, -0.5, -0.5), table)

    def _draw(self, painter: QPainter, card: QRectF, table: TableText) -> None:
        theme, px = self._theme, self._theme.px
        painter.setPen(theme.pen(Role.BORDER_STRONG, 1))
        painter.setBrush(theme.brush(Role.SURFACE))
        painter.drawRoundedRect(card, px(4), px(4))
        head = QRectF(card.left() + px(_PAD), card.top(), card.width() - 2 * px(_PAD), self._head())
        badge = QRectF(head.left(), head.center().y() - px(_BADGE) / 2, px(_BADGE), px(_BADGE))
        paint.level_badge(painter, badge, str(table.level), level_role(table.level), theme)
        words = head.adjusted(px(_BADGE + _GAP), 0, 0, 0)
        paint.text(painter, words, table.title, theme, FontKind.STRONG)
        where = _plain(table.where)
        paint.text(painter, words, where, theme, FontKind.MONO_CAPTION, Role.MUTED, _RIGHT)
        below = card.top() + self._head()
        painter.setPen(theme.pen(Role.BORDER, 1))
        painter.drawLine(QPointF(card.left(), below), QPointF(card.right(), below))
        top = below + px(4)
        self._draw_row(painter, head.left(), top, table.head, FontKind.CAPTION, Role.MUTED)
        for row in table.rows:
            top += self._line()
            self._draw_row(painter, head.left(), top, row, FontKind.MONO, Role.TEXT)

    def _draw_row(  # noqa: PLR0913, PLR0917  # what, where and how a row is drawn
        self,
        painter: QPainter,
        left: float,
        top: float,
        cells: Sequence[str],
        kind: FontKind,
        role: Role,
    ) -> None:
        theme = self._theme
        for column, (cell, width) in enumerate(zip(cells, self._columns(), strict=True)):
            place = QRectF(left, top, width + 1, self._line())
            paint.text(painter, place, cell, theme, kind, role, _LEFT if column else _RIGHT)
            left += width + theme.px(_COLUMN)


def _plain(text: str) -> str:
    """Return text without the signs round code."""
    return text.replace("`", "")
