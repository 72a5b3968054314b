"""The table of the test suite: a case a row, its flags as bits, its verdicts as discs."""

from PySide6.QtCore import QModelIndex, QPointF, QRectF, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from mmuviz.gui import paint
from mmuviz.gui.theme import FontKind, Role, Theme
from mmuviz.gui.views.text_model import TextModel
from mmuviz.gui.widgets.row_table import GAP, INDENT, LEFT, RIGHT, Index, RowTable
from mmuviz.present.suite_picture import (
    COLUMNS,
    ENTRY_COLUMN,
    FIRST_VERDICT,
    FLAGS,
    WP_COLUMN,
    SuiteRow,
)

_AMOUNTS = ("case", "run as")
_CELL = 16.0
_PITCH = 20.0
_DISC = 7.0
_WORDS = 22.0


class SuiteList(RowTable):
    """Shows cases.

    Signals:
        case_wished: a case is to be opened (Case).
    """

    case_wished = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Start empty."""
        self.cases = TextModel(COLUMNS)
        super().__init__("Test cases", self.cases, parent)
        self.cases.setParent(self)
        self.doubleClicked.connect(self._on_double_clicked)
        self.row_entered.connect(self._open)

    def set_theme(self, theme: Theme) -> None:
        """Take the theme's sizes."""
        super().set_theme(theme)
        self._fit()

    def show_rows(self, rows: tuple[SuiteRow, ...]) -> None:
        """Show `rows`, the first one current."""
        self.cases.show_rows(rows)
        self._fit()
        self.scrollToTop()
        self.setCurrentIndex(self.cases.index(0, 0))

    def row(self, number: int) -> SuiteRow:
        """Return what a row shows."""
        row = self.cases.row(number)
        assert isinstance(row, SuiteRow), "there are no others"
        return row

    def _fit(self) -> None:
        """Make each column as wide as its longest content; the last one takes the rest."""
        theme = self.theme
        for number, title in enumerate(COLUMNS):
            texts = self.cases.texts(number)
            width = max((theme.width(_kind(number), text) for text in texts), default=0)
            if number == ENTRY_COLUMN:
                width = theme.px(_PITCH * len(FLAGS))
            elif number >= FIRST_VERDICT:
                width += theme.px(_WORDS)
            width = max(width, theme.width(FontKind.CAPTION, title)) + theme.px(GAP)
            self.setColumnWidth(number, round(width + (0 if number else theme.px(INDENT))))

    def _on_double_clicked(self, index: QModelIndex) -> None:
        self._open(index.row())

    def _open(self, row: int) -> None:
        self.case_wished.emit(self.row(row).case)

    def is_amount(self, column: int) -> bool:
        """Whether a column holds figures."""
        return COLUMNS[column] in _AMOUNTS

    def draw_cell(self, painter: QPainter, area: QRectF, index: Index) -> None:
        """Draw bits, a verdict, or a text."""
        theme, column = self.theme, index.column()
        row = self.row(index.row())
        text = row.cells[column]
        if column == ENTRY_COLUMN:
            for number, (letter, bit) in enumerate(FLAGS):
                cell = self._cell(area, number)
                paint.bit_cell(painter, cell, letter, theme, value=bool(row.case.pte & bit))
        elif column == WP_COLUMN:
            paint.bit_cell(painter, self._cell(area, 0), text, theme, value=row.case.wp)
        elif column >= FIRST_VERDICT:
            self._draw_verdict(painter, area, text, passed=row.passed[column - FIRST_VERDICT])
        else:
            align = RIGHT if self.is_amount(column) else LEFT
            role = Role.MUTED if COLUMNS[column] == "run as" else Role.TEXT
            paint.text(painter, area, text, theme, _kind(column), role, align)

    def _cell(self, area: QRectF, number: int) -> QRectF:
        """Return the place of a bit."""
        side, left = self.theme.px(_CELL), area.left() + number * self.theme.px(_PITCH)
        return QRectF(left, area.center().y() - side / 2, side, side)

    def _draw_verdict(self, painter: QPainter, area: QRectF, text: str, *, passed: bool) -> None:
        theme, radius = self.theme, self.theme.px(_DISC)
        what = paint.Disc.PASSED if passed else paint.Disc.REFUSED
        at = QPointF(area.left() + radius, area.center().y())
        paint.disc(painter, at, radius, what, theme)
        words = area.adjusted(theme.px(_WORDS), 0, 0, 0)
        role, kind = (Role.MUTED, FontKind.BODY) if passed else (Role.TEXT, FontKind.STRONG)
        paint.text(painter, words, text, theme, kind, role)


def _kind(column: int) -> FontKind:
    """Return the type of a column."""
    if column >= FIRST_VERDICT:
        return FontKind.STRONG
    return FontKind.MONO if COLUMNS[column] in _AMOUNTS else FontKind.BODY
