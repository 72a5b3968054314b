"""The list of the Maps view: drawn rows that a click or Enter walks to."""

from PySide6.QtCore import QModelIndex, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QAbstractItemView, QWidget

from mmuviz.core.tables import Rights
from mmuviz.gui import paint
from mmuviz.gui.theme import FontKind, Role, Theme
from mmuviz.gui.views.maps_model import MapsModel
from mmuviz.gui.widgets.row_table import GAP, INDENT, LEFT, RIGHT, Index, RowTable
from mmuviz.present.maps_picture import MapsPicture, Style

_KINDS = {
    Style.ADDRESS: FontKind.MONO,
    Style.AMOUNT: FontKind.BODY,
    Style.RIGHTS: FontKind.MONO,
    Style.WORDS: FontKind.BODY,
}
_BAR = 4.0


class MapsList(RowTable):
    """Shows the lines of a picture.

    Signals:
        walk_wished: the linear address of a line is to be walked (int).
    """

    walk_wished = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Start empty."""
        self.maps = MapsModel()
        super().__init__("Maps", self.maps, parent)
        self.maps.setParent(self)
        self.clicked.connect(self._on_clicked)
        self.row_entered.connect(self._walk)

    def set_theme(self, theme: Theme) -> None:
        """Take the theme's sizes."""
        super().set_theme(theme)
        self._fit()

    def show_picture(self, picture: MapsPicture) -> None:
        """Show the lines of `picture`."""
        self.maps.show_lines(picture.columns, picture.lines)
        self._fit()
        self.show_current(picture.current)

    def show_current(self, row: int | None) -> None:
        """Mark the row of the current address, and bring it into view."""
        self.maps.mark(row)
        if row is None:
            self.scrollToTop()
            row = 0
        else:
            index = self.maps.index(row, 0)
            self.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtCenter)
        self.setCurrentIndex(self.maps.index(row, 0))

    def _fit(self) -> None:
        """Make each column as wide as its longest text; the last one takes the rest."""
        theme = self.theme
        for number in range(self.maps.columnCount()):
            column = self.maps.column(number)
            kind = _KINDS[column.style]
            text = max((theme.width(kind, cell) for cell in self.maps.longest(number)), default=0)
            if column.style is Style.RIGHTS:
                text = max(text, 4 * letter_pitch(theme))
            width = max(text, theme.width(FontKind.CAPTION, column.title)) + theme.px(GAP)
            if not number:
                width += theme.px(INDENT)
            self.setColumnWidth(number, round(width))

    def _on_clicked(self, index: QModelIndex) -> None:
        self._walk(index.row())

    def _walk(self, row: int) -> None:
        self.walk_wished.emit(self.maps.line(row).start)

    def is_amount(self, column: int) -> bool:
        """Whether a column holds figures."""
        return self.maps.column(column).style is Style.AMOUNT

    def draw_cell(self, painter: QPainter, area: QRectF, index: Index) -> None:
        """Draw a text, or the rights."""
        theme = self.theme
        line, column = self.maps.line(index.row()), self.maps.column(index.column())
        if column.style is Style.RIGHTS and line.rights is not None:
            _draw_rights(painter, area, line.rights, theme)
            return
        marked = index.row() == self.maps.marked
        kind = _KINDS[column.style]
        if marked and not index.column():
            kind = FontKind.MONO_STRONG
        role = Role.MUTED if column.quiet and not marked else Role.TEXT
        align = RIGHT if self.is_amount(index.column()) else LEFT
        paint.text(painter, area, line.cells[index.column()], theme, kind, role, align)

    def draw_ground(self, painter: QPainter, rect: QRectF, index: Index) -> None:
        """Draw the amber band of the current address, or the wash."""
        theme = self.theme
        if index.row() != self.maps.marked:
            super().draw_ground(painter, rect, index)
            return
        painter.fillRect(rect, theme.tint(Role.CURRENT))
        if not index.column():
            bar = QRectF(rect.left(), rect.top(), theme.px(_BAR), rect.height())
            painter.fillRect(bar, theme.color(Role.CURRENT))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.brush(Role.CURRENT))
            tip = QPointF(rect.left() + theme.px(15), rect.center().y())
            painter.drawPolygon(paint.arrow_head(tip, QPointF(1, 0), theme.px(8)))


def letter_pitch(theme: Theme) -> float:
    """Return how far apart the letters of the rights stand."""
    return theme.width(FontKind.MONO, "w") + theme.px(7)


def _draw_rights(painter: QPainter, area: QRectF, rights: Rights, theme: Theme) -> None:
    """Draw u r w x as the path draws its flags: a letter, or a dot where it is denied."""
    if rights.reserved:
        paint.text(painter, area, str(rights), theme, FontKind.MONO, Role.FAIL)
        return
    pitch = letter_pitch(theme)
    for number, letter in enumerate(str(rights)):
        cell = QRectF(area.left() + number * pitch, area.top(), pitch, area.height())
        denied = letter == "-"
        role = Role.BORDER_STRONG if denied else Role.TEXT
        kind = FontKind.MONO if denied else FontKind.MONO_STRONG
        paint.text(painter, cell, "·" if denied else letter, theme, kind, role)
