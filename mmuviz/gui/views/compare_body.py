"""The lifelines between their names and their codes: the rows scroll, the others stay."""

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from mmuviz.gui.theme import Theme
from mmuviz.gui.views.compare_cards import CompareCards
from mmuviz.gui.views.compare_columns import least_width
from mmuviz.gui.views.compare_heads import CompareHeads
from mmuviz.gui.views.compare_lines import CompareLines
from mmuviz.gui.widgets.quiet_area import QuietArea
from mmuviz.present.compare_frame import CompareFrame

_ROWS = 3


class CompareBody(QWidget):
    """Heads, rows, cards; the cards follow the last row where all rows fit.

    Signals:
        placed: the step may stand elsewhere now.
    """

    placed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Start empty."""
        super().__init__(parent)
        self._theme = Theme()
        self._count, self._step = 1, 0
        self._whole = False
        self.heads, self.lines, self.cards = CompareHeads(self), CompareLines(), CompareCards(self)
        self.rows = QuietArea(self.lines, self)
        self.rows.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def set_theme(self, theme: Theme) -> None:
        """Draw in `theme`."""
        self._theme = theme
        for part in (self.heads, self.lines, self.cards):
            part.set_theme(theme)
        self._place()

    def show_comparison(self, frame: CompareFrame) -> None:
        """Show `frame`, its row in sight."""
        self._count = len(frame.record.shown)
        for part in (self.heads, self.lines, self.cards):
            part.show_comparison(frame)
        self._step = frame.step
        self._place()

    def set_whole(self, *, whole: bool) -> None:
        """Ask for the height of all rows, where what is around scrolls; else for a few."""
        if whole != self._whole:
            self._whole = whole
            self._place()

    def current(self) -> QRect:
        """Return where the step is: its row as it is seen, or the cards."""
        rect = self.lines.row_rect(self._step)
        if rect.isEmpty():
            return self.cards.geometry() if self._step else self.heads.geometry()
        return rect.toAlignedRect().translated(self.lines.mapTo(self, QPoint()))

    def resizeEvent(self, _event: QResizeEvent) -> None:
        """Share the height out."""
        self._place()

    def _place(self) -> None:
        heads, cards = self.heads.sizeHint().height(), self.cards.sizeHint().height()
        least = self.lines.least_height if self._whole else round(_ROWS * self.lines.row_height)
        room = max(self.height() - heads - cards, least)
        self.lines.set_room(room)
        rows = min(room, self.lines.minimumHeight())
        scrolls = self.lines.minimumHeight() > rows
        bar = self.rows.verticalScrollBar().sizeHint().width() if scrolls else 0
        width = self.width() - bar  # all three have the same columns
        self.heads.setGeometry(0, 0, width, heads)
        self.rows.setGeometry(0, heads, width + bar, rows)
        self.cards.setGeometry(0, heads + rows, width, cards)
        self.setMinimumSize(least_width(self._count, self._theme), heads + cards + least)
        self._follow()
        self.placed.emit()

    def _follow(self) -> None:
        """Scroll to the row of the step; the end and the start have none."""
        rect = self.lines.row_rect(self._step)
        bar = self.rows.verticalScrollBar()
        if not rect.isEmpty():
            self.rows.ensureVisible(0, round(rect.center().y()), 0, round(rect.height()))
        else:
            bar.setValue(bar.maximum() if self._step else 0)
