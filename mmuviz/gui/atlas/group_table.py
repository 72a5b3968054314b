"""The groups that stand out: what, how many, the smallest example, the rule of each."""

from PySide6.QtCore import QModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from mmuviz.gui import paint
from mmuviz.gui.atlas.group_model import GroupModel
from mmuviz.gui.atlas.swatches import Swatches
from mmuviz.gui.theme import FontKind, Role, Theme
from mmuviz.gui.widgets.row_table import GAP, INDENT, LEFT, RIGHT, Index, RowTable
from mmuviz.present.atlas_groups import COLUMNS, RULE_COLUMN, STATES_COLUMN, GroupRow

_SWATCH = 18.0
_SHOWN = 4
_KINDS = (FontKind.BODY, FontKind.BODY, FontKind.MONO, FontKind.BODY, FontKind.MONO)
_MOST = (0.0, 300.0, 120.0, 420.0)


class GroupTable(RowTable):
    """Shows the groups.

    Signals:
        state_wished: the smallest example of a group is to be opened (its number).
    """

    state_wished = Signal(int)

    def __init__(self, swatches: Swatches, parent: QWidget) -> None:
        """Start empty."""
        self.groups = GroupModel()
        super().__init__("Groups of states", self.groups, parent)
        self.groups.setParent(self)
        self._swatches = swatches
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.doubleClicked.connect(self._on_double_clicked)
        self.row_entered.connect(self._open)

    def set_theme(self, theme: Theme) -> None:
        """Take the theme's sizes."""
        super().set_theme(theme)
        self._fit()

    def show_rows(self, rows: tuple[GroupRow, ...]) -> None:
        """Show `rows`."""
        current = max(self.currentIndex().row(), 0)
        self.groups.show_rows(rows)
        self._fit()
        if current < len(rows):
            self.setCurrentIndex(self.groups.index(current, 0))
        self.viewport().update()

    def _fit(self) -> None:
        """Make each column as wide as its longest content; the last one takes the rest."""
        theme = self.theme
        for number, title in enumerate(COLUMNS[:RULE_COLUMN]):
            texts = self.groups.texts(number) if number else ()
            width = max((theme.width(_KINDS[number], text) for text in texts), default=0)
            width = max(width, theme.width(FontKind.CAPTION, title), theme.px(_SWATCH))
            if _MOST[number]:
                width = min(width, theme.px(_MOST[number]))
            gap = theme.px(INDENT) - theme.px(10) if not number else 0
            self.setColumnWidth(number, round(width + theme.px(GAP) + gap))

    def sizeHint(self) -> QSize:
        """As high as its first few rows: more of them scroll."""
        rows = min(self.groups.rowCount(), _SHOWN)
        high = self.verticalHeader().defaultSectionSize()
        return QSize(super().sizeHint().width(), self.horizontalHeader().height() + rows * high)

    def minimumSizeHint(self) -> QSize:
        """No higher than that, and as narrow as can be."""
        return QSize(0, self.sizeHint().height())

    def _on_double_clicked(self, index: QModelIndex) -> None:
        self._open(index.row())

    def _open(self, row: int) -> None:
        self.state_wished.emit(self.groups.row(row).legend.smallest)

    def is_amount(self, column: int) -> bool:
        """Whether a column holds figures."""
        return column == STATES_COLUMN

    def draw_cell(self, painter: QPainter, area: QRectF, index: Index) -> None:
        """Draw the swatch, or a text."""
        theme, column = self.theme, index.column()
        row = self.groups.row(index.row())
        if not column:
            side = theme.px(_SWATCH)
            swatch = QRectF(area.left(), area.center().y() - side / 2, side, side)
            self._swatches.draw(painter, swatch, row.legend.number, theme)
            return
        align = RIGHT if self.is_amount(column) else LEFT
        role = Role.MUTED if column == RULE_COLUMN else Role.TEXT
        paint.text(painter, area, row.cells[column], theme, _KINDS[column], role, align)
