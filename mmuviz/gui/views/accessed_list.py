"""The list of A bits under the page box: then, now, and why."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter

from mmuviz.gui import paint
from mmuviz.gui.theme import FontKind, Role, Theme, level_role
from mmuviz.gui.views.path_layout import PathLayout
from mmuviz.present.accessed import AccessedRow
from mmuviz.present.path_picture import PathPicture

_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


def draw_accessed(
    painter: QPainter, picture: PathPicture, layout: PathLayout, theme: Theme
) -> None:
    """Draw the list, without its reasons where there is little room, or not at all."""
    px = theme.px
    strong = theme.metrics(FontKind.BODY).height()
    line = theme.metrics(FontKind.CAPTION).height()
    left, width = layout.page.left(), layout.page.width()
    top = layout.page.bottom() + px(4) + line
    bottom, rows = layout.size[1], len(picture.tables)
    head, pitch = strong + px(7), strong + line + px(4)
    tight = top + head + rows * pitch > bottom
    if tight:
        top -= line * 0.5
        pitch = strong + px(3)
    if top + head + rows * pitch > bottom + px(4):
        return  # the same stands in the tables' marks and notes
    area = QRectF(left, top, width, strong)
    paint.text(painter, area, "Accessed bits", theme, FontKind.STRONG)
    paint.text(painter, area, "then → now", theme, FontKind.CAPTION, Role.MUTED, _RIGHT)
    painter.setPen(theme.pen(Role.BORDER, 1))
    y = area.bottom() + px(3)
    painter.drawLine(QPointF(left, y), QPointF(left + width, y))
    top = y + px(4)
    for row in picture.accessed:
        _draw_row(painter, QRectF(left, top, width, strong), row, theme, tight=tight)
        top += pitch if row.change or tight else strong + px(6)


def _draw_row(
    painter: QPainter, area: QRectF, row: AccessedRow, theme: Theme, *, tight: bool
) -> None:
    px = theme.px
    side = px(15)
    badge = QRectF(area.left(), area.center().y() - side / 2, side, side)
    paint.level_badge(painter, badge, str(row.level), level_role(row.level), theme)
    paint.text(painter, area.adjusted(px(22), 0, 0, 0), row.title, theme)
    role = Role.TEXT if row.kind == "plain" else Role.WRITTEN
    change = f"✎ {row.change}" if row.kind == "written" else row.change
    at = area.adjusted(px(100), 0, 0, 0)
    paint.text(painter, at, change, theme, FontKind.MONO_STRONG, role)
    ink = Role.MUTED if row.kind == "plain" else Role.WRITTEN
    line = theme.metrics(FontKind.CAPTION).height()
    if not row.change:
        paint.text(painter, area, row.note, theme, FontKind.CAPTION, ink, _RIGHT)
    elif not tight:
        below = QRectF(at.left(), area.bottom() - 1, area.right() - at.left(), line)
        paint.text(painter, below, row.note, theme, FontKind.CAPTION, ink)
    elif theme.width(FontKind.CAPTION, row.note) < area.width() - px(165):
        paint.text(painter, area, row.note, theme, FontKind.CAPTION, ink, _RIGHT)
