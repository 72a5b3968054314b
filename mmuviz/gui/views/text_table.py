"""A table of rows of text: each column as wide as its texts, some of them share what is left."""

from collections.abc import Collection, Sequence

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QPainter, QResizeEvent
from PySide6.QtWidgets import QWidget

from mmuviz.gui import paint
from mmuviz.gui.theme import FontKind, Role, Theme
from mmuviz.gui.views.text_model import TextModel
from mmuviz.gui.widgets.row_table import GAP, INDENT, LEFT, RIGHT, Index, RowTable
from mmuviz.present.text_row import TextRow

_WIDEST = 190.0
_LEAST = 90.0
_BAR = 4.0


class TextTable(RowTable):
    """Shows rows of text; the row one is at has a band.

    Attributes:
        amounts: titles of the columns that hold figures.
        wide: titles of those that share the room that the others leave.
        packed: they take no more than they need.

    Signals:
        row_wished: a double click or Enter on a row (its number).
        row_changed: the reader is at another row (its number; -1: none).
    """

    row_wished = Signal(int)
    row_changed = Signal(int)

    amounts: Collection[str] = ()
    wide: Collection[str] = ()
    packed = False

    def __init__(self, name: str, columns: Sequence[str], parent: QWidget | None = None) -> None:
        """Start empty."""
        self.rows = TextModel(columns)
        super().__init__(name, self.rows, parent)
        self.columns = tuple(columns)
        self.rows.setParent(self)
        self.doubleClicked.connect(self._on_double_clicked)
        self.row_entered.connect(self.row_wished)
        self.selectionModel().currentRowChanged.connect(self._on_current_changed)

    def set_theme(self, theme: Theme) -> None:
        """Take the theme's sizes."""
        super().set_theme(theme)
        self._fit()

    def show_rows(self, rows: Sequence[TextRow]) -> None:
        """Show `rows`; the reader stays, or comes to the first one."""
        self.rows.show_rows(rows)
        self._fit()
        if rows and not self.currentIndex().isValid():
            self.setCurrentIndex(self.rows.index(0, 0))

    @property
    def current(self) -> int:
        """The number of the row the reader is at; -1: none."""
        return self.currentIndex().row()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the room anew."""
        super().resizeEvent(event)
        self._fit()

    def natural_width(self, column: int) -> float:
        """Return how much room the texts of a column want."""
        theme, kind = self.theme, self.kind(column)
        texts = (theme.width(kind, text) for text in self.rows.texts(column))
        width = max(texts, default=0.0)
        if self.columns[column] not in self.wide:
            width = min(width, theme.px(_WIDEST))
        return max(width, theme.width(FontKind.CAPTION, self.columns[column]))

    def _fit(self) -> None:
        theme = self.theme
        gap, indent = round(theme.px(GAP)), round(theme.px(INDENT))
        widths = [round(self.natural_width(column)) + gap for column in range(len(self.columns))]
        wide = [column for column, title in enumerate(self.columns) if title in self.wide]
        others = sum(width for column, width in enumerate(widths) if column not in wide)
        room = (self.viewport().width() - indent - others) // len(wide)
        least = round(theme.px(_LEAST))
        for column in wide:
            most = min(room, widths[column]) if self.packed else room
            widths[column] = max(most, least)
        for column, width in enumerate(widths):
            self.setColumnWidth(column, width + (0 if column else indent))

    def _on_double_clicked(self, index: Index) -> None:
        self.row_wished.emit(index.row())

    def _on_current_changed(self, now: Index, _before: Index) -> None:
        self.row_changed.emit(now.row())

    # What a subclass says of its columns.

    def kind(self, column: int) -> FontKind:
        """Return the type of a column."""
        return FontKind.MONO if self.columns[column] in self.amounts else FontKind.BODY

    def is_amount(self, column: int) -> bool:
        """Whether a column holds figures."""
        return self.columns[column] in self.amounts

    def draw_cell(self, painter: QPainter, area: QRectF, index: Index) -> None:
        """Draw a text."""
        column = index.column()
        align = RIGHT if self.is_amount(column) else LEFT
        words = self.rows.row(index.row()).cells[column]
        paint.text(painter, area, words, self.theme, self.kind(column), Role.TEXT, align)

    def draw_ground(self, painter: QPainter, rect: QRectF, index: Index) -> None:
        """Draw the band of the row the reader is at, or the wash."""
        theme = self.theme
        if index.row() != self.current:
            super().draw_ground(painter, rect, index)
            return
        painter.fillRect(rect, theme.tint(Role.ACCENT))
        if not index.column():
            bar = QRectF(rect.left(), rect.top(), theme.px(_BAR), rect.height())
            painter.fillRect(bar, theme.color(Role.ACCENT))
