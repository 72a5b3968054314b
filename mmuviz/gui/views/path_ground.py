"""What stands still behind the rows of the path: address, heads, boxes, links, A bits."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from mmuviz.gui import paint
from mmuviz.gui.theme import FontKind, Role, Theme, level_role
from mmuviz.gui.views.accessed_list import draw_accessed
from mmuviz.gui.views.path_layout import PathLayout, title_of
from mmuviz.present.path_picture import PathPicture, TablePicture

_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_NOTE_ROLES = {"plain": Role.MUTED, "written": Role.WRITTEN, "warning": Role.CURRENT}


class PathGround(QGraphicsItem):
    """Paints everything of the path but the address above it and its rows."""

    def __init__(self) -> None:
        """Start empty."""
        super().__init__()
        self._theme = Theme()
        self._picture: PathPicture | None = None
        self._layout: PathLayout | None = None
        self._row_y: dict[int, float] = {}
        self._bottom: dict[int, float] = {}

    def show_path(
        self,
        picture: PathPicture,
        layout: PathLayout,
        theme: Theme,
        row_y: dict[int, float],
        bottom: dict[int, float],
    ) -> None:
        """Show `picture`; `row_y` and `bottom` are the path's row and the last row by level."""
        shown = (picture, layout, theme, row_y, bottom)
        if shown == (self._picture, self._layout, self._theme, self._row_y, self._bottom):
            return
        self.prepareGeometryChange()
        self._picture, self._layout, self._theme = picture, layout, theme
        self._row_y, self._bottom = row_y, bottom
        self.update()

    def boundingRect(self) -> QRectF:
        """The whole scene."""
        if self._layout is None:
            return QRectF()
        return QRectF(0, 0, *self._layout.size)

    def paint(
        self,
        painter: QPainter,
        _option: QStyleOptionGraphicsItem,
        _widget: QWidget | None = None,
    ) -> None:
        """Draw back to front: spines, links, heads, boxes."""
        picture, layout = self._picture, self._layout
        if picture is None or layout is None:
            return
        for field in picture.fields[:-1]:
            self._draw_spine(painter, layout, field.level)
        self._draw_cr3(painter, picture, layout)
        for number, table in enumerate(picture.tables):
            if table.rows:
                self._draw_head(painter, layout, table)
                self._draw_note(painter, layout, table)
                self._draw_link(painter, picture, layout, number)
        self._draw_page(painter, picture, layout)
        draw_accessed(painter, picture, layout, self._theme)

    # Boxes and links.

    def _draw_spine(self, painter: QPainter, layout: PathLayout, level: int) -> None:
        if level not in self._row_y:
            return
        theme, px = self._theme, self._theme.px
        x = layout.columns[level].x + px(1.5)
        top = layout.field_top + theme.metrics(FontKind.BODY).height() + px(8)
        painter.setPen(theme.pen(level_role(level), 3))
        painter.drawLine(QPointF(x, top), QPointF(x, self._row_y[level]))

    def _draw_cr3(self, painter: QPainter, picture: PathPicture, layout: PathLayout) -> None:
        theme, px, box = self._theme, self._theme.px, layout.cr3
        painter.setPen(theme.pen(Role.BORDER_STRONG, 1))
        painter.setBrush(theme.brush(Role.SURFACE))
        painter.drawRoundedRect(box, px(2), px(2))
        painter.setPen(theme.pen(Role.BORDER, 1))
        inner = px(3)
        painter.drawRoundedRect(box.adjusted(inner, inner, -inner, -inner), 1, 1)
        half = box.height() / 2
        area = box.adjusted(px(11), px(4), -px(6), -half)
        paint.text(painter, area, "CR3", theme, FontKind.STRONG)
        area = box.adjusted(px(11), half - px(2), -px(4), -px(6))
        paint.text(painter, area, picture.cr3, theme, FontKind.MONO)
        if not picture.tables[0].rows:
            return
        y = layout.head + px(12)
        end = QPointF(layout.columns[picture.tables[0].level.number].x - 1, y)
        self._arrow(painter, [QPointF(box.right(), y), end], Role.TEXT)

    def _arrow(self, painter: QPainter, points: list[QPointF], role: Role) -> None:
        theme, px = self._theme, self._theme.px
        size = px(10)
        line = [*points[:-1], points[-1] - QPointF(size * 0.7, 0)]
        painter.setPen(theme.pen(role, 3))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(paint.orthogonal(line, px(6)))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.brush(role))
        painter.drawPolygon(paint.arrow_head(points[-1], QPointF(1, 0), size))

    def _draw_link(
        self, painter: QPainter, picture: PathPicture, layout: PathLayout, number: int
    ) -> None:
        table = picture.tables[number]
        level = table.level.number
        if table.link == "none" or level not in self._row_y:
            return
        theme, px = self._theme, self._theme.px
        column = layout.columns[level]
        later = picture.tables[number + 1 :]
        following = next((one for one in later if one.rows), None)
        target = layout.columns[following.level.number].x if following else layout.page.left()
        y, head = self._row_y[level], layout.head + px(12)
        start = QPointF(column.x + column.width, y)
        middle = (start.x() + target) / 2
        turn = [QPointF(middle, y), QPointF(middle, head), QPointF(target - 1, head)]
        if table.link == "walked":
            self._arrow(painter, [start, *turn], level_role(level))
            return
        center = QPointF(start.x() + px(15), y)
        painter.setPen(theme.pen(Role.FAIL, 3))
        painter.drawLine(start, center)
        painter.setPen(theme.dashed(Role.BORDER_STRONG, 1, (4, 4)))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if middle < center.x() + px(10):  # no room beside the disc: up from it
            middle = center.x()
        turn = [QPointF(middle, y), QPointF(middle, head), QPointF(target - 1, head)]
        painter.drawPath(paint.orthogonal([center, *turn], px(6)))
        paint.disc(painter, center, px(8), paint.Disc.REFUSED, theme)

    def _draw_head(self, painter: QPainter, layout: PathLayout, table: TablePicture) -> None:
        theme, px = self._theme, self._theme.px
        level = table.level.number
        column = layout.columns[level]
        strong = theme.metrics(FontKind.BODY).height()
        ground = QRectF(column.x + px(4), layout.head, column.width - px(4), strong + px(8))
        painter.fillRect(ground, theme.color(Role.SURFACE))
        side = px(18)
        badge = QRectF(column.x + px(10), layout.head + px(3), side, side)
        paint.level_badge(painter, badge, str(level), level_role(level), theme)
        area = QRectF(badge.right() + px(8), layout.head, column.width, strong + px(8))
        title = title_of(table, column.letters)
        paint.text(painter, area, title, theme, FontKind.STRONG)
        area.adjust(theme.width(FontKind.STRONG, title) + px(8), 0, 0, 0)
        paint.text(painter, area, table.where, theme, FontKind.MONO, Role.MUTED)
        line = theme.metrics(FontKind.CAPTION).height()
        top = layout.rows_top - line - px(4)
        names = QRectF(column.x, top, px(36), line)
        paint.text(painter, names, "index", theme, FontKind.CAPTION, Role.MUTED, _RIGHT)
        names = QRectF(column.x + px(46), top, px(60), line)
        paint.text(painter, names, "entry", theme, FontKind.CAPTION, Role.MUTED)
        painter.setFont(theme.font(FontKind.COLUMN))
        painter.setPen(theme.color(Role.MUTED))
        first = column.x + column.width - px(8) - len(column.letters) * column.cell
        for number, letter in enumerate(column.letters):
            cell = QRectF(first + number * column.cell, top, column.cell - px(2), line)
            painter.drawText(cell, Qt.AlignmentFlag.AlignCenter, letter)
        painter.setPen(theme.pen(Role.BORDER, 1))
        y = layout.rows_top - px(2)
        painter.drawLine(QPointF(column.x + px(4), y), QPointF(column.x + column.width, y))

    def _draw_note(self, painter: QPainter, layout: PathLayout, table: TablePicture) -> None:
        if not table.note:
            return
        theme, px = self._theme, self._theme.px
        level = table.level.number
        column = layout.columns[level]
        line = theme.metrics(FontKind.CAPTION).height()
        top = min(self._bottom[level] + px(3), layout.size[1] - line)
        area = QRectF(column.x + px(10), top, column.width + px(20), line)
        role = _NOTE_ROLES[table.note_kind]
        for remark in table.note.splitlines():
            paint.text(painter, area, remark, theme, FontKind.CAPTION, role)
            area.translate(0, line)

    def _draw_page(self, painter: QPainter, picture: PathPicture, layout: PathLayout) -> None:
        theme, px, box, page = self._theme, self._theme.px, layout.page, picture.page
        pen = theme.dashed(Role.BORDER_STRONG, 1, (4, 4))
        painter.setPen(theme.pen(Role.BORDER_STRONG, 1.5) if page.reached else pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box, px(2), px(2))
        ink = Role.TEXT if page.reached else Role.MUTED
        half = box.height() / 2
        area = box.adjusted(px(12), px(4), -px(6), -half)
        paint.text(painter, area, page.title, theme, FontKind.STRONG, ink)
        area = box.adjusted(px(12), half - px(2), -px(6), -px(6))
        kind = FontKind.MONO if page.reached else FontKind.BODY
        paint.text(painter, area, page.text, theme, kind, ink)
        if page.remark:
            line = theme.metrics(FontKind.CAPTION).height()
            area = QRectF(box.left(), box.bottom() + px(2), box.width(), line)
            paint.text(painter, area, page.remark, theme, FontKind.CAPTION, Role.CURRENT)
