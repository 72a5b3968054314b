"""The address above the path: its bits over the tables that they index."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from mmuviz.gui import paint
from mmuviz.gui.theme import FontKind, Role, Theme, level_role
from mmuviz.gui.views.path_layout import PathLayout
from mmuviz.present.path_picture import PathPicture
from mmuviz.present.split_address import AddressField


class PathAddress(QGraphicsItem):
    """Stays as it is while bits of entries change: an item of its own is painted once."""

    def __init__(self) -> None:
        """Start empty."""
        super().__init__()
        self._theme = Theme()
        self._layout: PathLayout | None = None
        self._gva = ""
        self._fields: tuple[AddressField, ...] = ()
        self.setCacheMode(QGraphicsItem.CacheMode.DeviceCoordinateCache)

    def show_path(self, picture: PathPicture, layout: PathLayout, theme: Theme) -> None:
        """Show the address of `picture`."""
        shown = (picture.gva, picture.fields, layout, theme)
        if shown == (self._gva, self._fields, self._layout, self._theme):
            return
        self.prepareGeometryChange()
        self.setCacheMode(QGraphicsItem.CacheMode.NoCache)  # else what it held is stretched on
        self.setCacheMode(QGraphicsItem.CacheMode.DeviceCoordinateCache)
        self._gva, self._fields, self._layout, self._theme = shown
        self.update()

    def boundingRect(self) -> QRectF:
        """The strip above the heads of the tables."""
        if self._layout is None:
            return QRectF()
        return QRectF(0, 0, self._layout.size[0], self._layout.head)

    def paint(
        self,
        painter: QPainter,
        _option: QStyleOptionGraphicsItem,
        _widget: QWidget | None = None,
    ) -> None:
        """Draw the line, the address and its fields."""
        layout = self._layout
        if layout is None:
            return
        theme, px = self._theme, self._theme.px
        height = theme.metrics(FontKind.BODY).height() + px(8)
        line = theme.metrics(FontKind.CAPTION).height()
        left = layout.cr3.left()
        caption = QRectF(left, layout.field_top - line - px(3), px(60), line)
        paint.text(painter, caption, "gva", theme, FontKind.CAPTION, Role.MUTED)
        middle = layout.field_top + height / 2
        painter.setPen(theme.pen(Role.BORDER_STRONG, 1))
        word_end = left + theme.width(FontKind.MONO_STRONG, self._gva) + px(8)
        painter.drawLine(QPointF(word_end, middle), QPointF(layout.page.left(), middle))
        word = QRectF(left, layout.field_top, word_end - left, height)
        paint.text(painter, word, self._gva, theme, FontKind.MONO_STRONG)
        for field in self._fields:
            self._draw_field(painter, layout, field, height)

    def _draw_field(
        self, painter: QPainter, layout: PathLayout, field: AddressField, height: float
    ) -> None:
        theme, px = self._theme, self._theme.px
        column = layout.columns.get(field.level)
        left = column.x if column else layout.page.left()
        cell = column.field_cell if column else layout.offset_cell
        role, top = level_role(field.level), layout.field_top
        line = theme.metrics(FontKind.CAPTION).height()
        caption = QRectF(left, top - line - px(3), px(120), line)
        paint.text(painter, caption, field.where, theme, FontKind.CAPTION, Role.MUTED)
        box = QRectF(left, top, cell * len(field.bits), height)
        painter.setPen(theme.pen(role, 1.5))
        painter.setBrush(theme.tint(role))
        painter.drawRoundedRect(box, px(2), px(2))
        kind = (
            FontKind.MONO_STRONG
            if cell > theme.width(FontKind.MONO_STRONG, "0")
            else FontKind.COLUMN
        )
        painter.setFont(theme.font(kind))
        for number, bit in enumerate(field.bits):
            at = QRectF(left + number * cell, top, cell, height)
            painter.setPen(theme.color(Role.TEXT))
            painter.drawText(at, Qt.AlignmentFlag.AlignCenter, bit)
            if number:
                painter.setPen(theme.pen(role, 1))
                painter.drawLine(
                    QPointF(at.left(), box.bottom() - px(5)), QPointF(at.left(), box.bottom() - 1)
                )
        words = f"= {field.value}"
        width = theme.width(FontKind.MONO_STRONG, words) + px(8)
        area = QRectF(box.right() + px(6), top + px(2), width, height - px(4))
        painter.fillRect(area, theme.color(Role.SURFACE))
        ink = role if field.level else Role.MUTED
        paint.text(painter, area.adjusted(px(3), 0, 4, 0), words, theme, FontKind.MONO_STRONG, ink)
