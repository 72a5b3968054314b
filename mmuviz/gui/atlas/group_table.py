"""The groups that stand out: what, how many, the smallest example, the rule of each."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from mmuviz.gui.atlas.swatches import Swatches
from mmuviz.gui.theme import FontKind
from mmuviz.gui.views.text_table import TextTable
from mmuviz.gui.widgets.row_table import Index
from mmuviz.present.atlas_groups import COLUMNS, EXAMPLE, GROUP, RULE, STATES, GroupRow

_SWATCH, _SHOWN, _WIDEST, _SHARE = 18.0, 4, 420.0, 0.25


class GroupTable(TextTable):
    """Shows the groups; a double click or Enter opens the smallest example."""

    amounts = (STATES,)
    wide = (RULE,)

    def __init__(self, swatches: Swatches, parent: QWidget) -> None:
        """Start empty."""
        super().__init__("Groups of states", COLUMNS, parent)
        self._swatches = swatches
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def group(self, number: int) -> GroupRow:
        """Return what a row shows."""
        row = self.rows.row(number)
        assert isinstance(row, GroupRow), "there are no others"
        return row

    def sizeHint(self) -> QSize:
        """As high as its first few rows: more of them scroll."""
        rows = min(self.rows.rowCount(), _SHOWN)
        high = self.verticalHeader().defaultSectionSize()
        return QSize(super().sizeHint().width(), self.horizontalHeader().height() + rows * high)

    def minimumSizeHint(self) -> QSize:
        """No higher than that, and as narrow as can be."""
        return QSize(0, self.sizeHint().height())

    def natural_width(self, column: int) -> float:
        """Return how much room a swatch, an example or a text wants."""
        theme = self.theme
        if not column:
            return theme.px(_SWATCH)
        if self.columns[column] in {GROUP, EXAMPLE}:
            texts = (theme.width(FontKind.BODY, text) for text in self.rows.texts(column))
            most = min(theme.px(_WIDEST), self.viewport().width() * _SHARE)
            title = theme.width(FontKind.CAPTION, self.columns[column])
            return max(min(max(texts, default=0.0), most), title)
        return super().natural_width(column)

    def kind(self, column: int) -> FontKind:
        """Return the type of a column."""
        return FontKind.MONO if self.columns[column] == RULE else super().kind(column)

    def draw_cell(self, painter: QPainter, area: QRectF, index: Index) -> None:
        """Draw the swatch, or a text."""
        if index.column():
            super().draw_cell(painter, area, index)
            return
        side = self.theme.px(_SWATCH)
        swatch = QRectF(area.left(), area.center().y() - side / 2, side, side)
        self._swatches.draw(painter, swatch, self.group(index.row()).legend.number, self.theme)
