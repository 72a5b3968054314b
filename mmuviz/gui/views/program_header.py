"""The headings of a guest program: each version's has its sign, its colour and its line."""

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHeaderView

from mmuviz.core.trace import Semantics
from mmuviz.gui import paint
from mmuviz.gui.theme import FontKind, Role, semantics_role
from mmuviz.gui.views.program_model import TITLES, Column
from mmuviz.gui.widgets.row_table import RIGHT, RowTable
from mmuviz.present.wording import signed

_VERSIONS = {
    Column.BEFORE: Semantics.BEFORE,
    Column.BEFORE_EXITS: Semantics.BEFORE,
    Column.AFTER: Semantics.AFTER,
    Column.AFTER_EXITS: Semantics.AFTER,
}


class ProgramHeader(QHeaderView):
    """Headings; each version's has its sign, its colour and its line."""

    def __init__(self, table: RowTable) -> None:
        super().__init__(Qt.Orientation.Horizontal, table)
        self._table = table
        self.setStretchLastSection(True)
        self.setSectionsClickable(False)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:  # noqa: N803  # Qt's own signature
        """Draw a heading."""
        theme, column = self._table.theme, Column(logicalIndex)
        area = QRectF(rect).adjusted(0, 0, -theme.px(8), -theme.px(6))
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(rect, theme.color(Role.SURFACE))
        version = _VERSIONS.get(column)
        if column is Column.HARDWARE:
            words = signed(Semantics.HARDWARE)
            paint.text(painter, area, words, theme, FontKind.CAPTION, Role.MUTED)
        elif column in (Column.BEFORE, Column.AFTER) and version is not None:
            words = signed(version)
            paint.text(painter, area, words, theme, FontKind.HEADING, semantics_role(version))
        elif version is not None:
            right = area.adjusted(-theme.px(8), 0, -theme.px(12), 0)
            paint.text(painter, right, "exits", theme, FontKind.CAPTION, Role.MUTED, RIGHT)
        else:
            paint.text(painter, area, TITLES[column], theme, FontKind.CAPTION, Role.MUTED)
        self._draw_line(painter, QRectF(rect), column, version)
        painter.restore()

    def _draw_line(
        self, painter: QPainter, rect: QRectF, column: Column, version: Semantics | None
    ) -> None:
        theme = self._table.theme
        left = theme.px(20) if column is Column.NUMBER else 0
        right = 0.0
        if column in (Column.HARDWARE, Column.BEFORE_EXITS):
            right = theme.px(16)
        elif column is Column.AFTER_EXITS:
            right = theme.px(14)
        y = rect.bottom() - theme.px(2)
        if version is Semantics.BEFORE:
            painter.setPen(theme.dashed(Role.BEFORE, 2, (6, 3)))
        elif version is None:
            painter.setPen(theme.pen(Role.BORDER_STRONG, 1))
        else:
            painter.setPen(theme.pen(semantics_role(version), 2))
        painter.drawLine(QPointF(rect.left() + left, y), QPointF(rect.right() + 1 - right, y))
