"""The table of replays: a file a row, its progress as a bar, what came of it as a disc."""

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QWidget

from mmuviz.gui import paint
from mmuviz.gui.theme import FontKind, Role
from mmuviz.gui.views.text_table import TextTable
from mmuviz.gui.widgets.row_table import Index
from mmuviz.present.verify_picture import CHECK_COLUMNS, STATE_COLUMN, CheckRow, State

_DISC = 7.0
_WORDS = 22.0
_LINE = (80.0, 5.0)
_STATE = 125.0
_DISCS = {
    State.WAITING: (paint.Disc.SKIPPED, Role.MUTED),
    State.AGREES: (paint.Disc.PASSED, Role.TEXT),
    State.DIFFERS: (paint.Disc.REFUSED, Role.TEXT),
    State.UNREADABLE: (paint.Disc.STOP, Role.TEXT),
    State.STOPPED: (paint.Disc.SKIPPED, Role.TEXT),
    State.FAILED: (paint.Disc.STOP, Role.TEXT),
}


class CheckList(TextTable):
    """Shows replays.

    Signals:
        removal_wished: Delete was pressed on a row.
    """

    removal_wished = Signal()

    amounts = ("rows", "columns", "mismatches")
    wide = ("what it holds",)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Start empty."""
        super().__init__("Files to check", CHECK_COLUMNS, parent)

    def natural_width(self, column: int) -> float:
        """Return how much room a column wants; the state has room for its bar from the start."""
        width = super().natural_width(column)
        if column != STATE_COLUMN:
            return width
        theme = self.theme
        return max(width + theme.px(_WORDS), theme.px(_STATE))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete takes the row out."""
        if event.key() == Qt.Key.Key_Delete and self.current >= 0:
            self.removal_wished.emit()
        else:
            super().keyPressEvent(event)

    def draw_cell(self, painter: QPainter, area: QRectF, index: Index) -> None:
        """Draw a text, or the state."""
        row = self.rows.row(index.row())
        if index.column() != STATE_COLUMN or not isinstance(row, CheckRow):
            super().draw_cell(painter, area, index)
        elif row.state is State.RUNNING:
            self._draw_progress(painter, area, row)
        else:
            theme, radius = self.theme, self.theme.px(_DISC)
            what, role = _DISCS[row.state]
            at = QPointF(area.left() + radius, area.center().y())
            paint.disc(painter, at, radius, what, theme)
            words = area.adjusted(theme.px(_WORDS), 0, 0, 0)
            kind = FontKind.STRONG if row.state is State.DIFFERS else FontKind.BODY
            paint.text(painter, words, row.cells[STATE_COLUMN], theme, kind, role)

    def _draw_progress(self, painter: QPainter, area: QRectF, row: CheckRow) -> None:
        theme = self.theme
        width, height = (theme.px(side) for side in _LINE)
        line = QRectF(area.left(), area.center().y() - height / 2, width, height)
        painter.fillRect(line, theme.color(Role.BORDER_STRONG))
        line.setWidth(width * row.share)
        painter.fillRect(line, theme.color(Role.ACCENT))
        words = area.adjusted(width + theme.px(10), 0, 0, 0)
        paint.text(painter, words, row.cells[STATE_COLUMN], theme, FontKind.MONO)
