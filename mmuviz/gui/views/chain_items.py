"""Before the change: the stations on a page fault's way, of which the walk is one."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from mmuviz.gui import paint
from mmuviz.gui.theme import FontKind, Role, Theme
from mmuviz.gui.views.flow_items import FlowItem
from mmuviz.present.error_strip import ChainBox


class ChainBoxItem(FlowItem):
    """A station of a fault's way before the change."""

    def __init__(self, theme: Theme, rect: QRectF) -> None:
        """Stand at `rect`."""
        super().__init__(theme, rect, 5)
        self._box: ChainBox | None = None

    def show_box(self, box: ChainBox) -> None:
        """Show `box`."""
        if box == self._box:
            return
        self._box = box
        self.show_tip(f"{box.title}: {' '.join(box.lines)}.")
        self.update()

    def paint(
        self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None
    ) -> None:
        """Draw the frame of its kind, title and lines."""
        box, theme, rect = self._box, self.theme, self.rect
        if box is None:
            return
        px = theme.px
        self._frame(painter, box.kind)
        kind = FontKind.STRONG if box.kind == "processor" else FontKind.MONO_STRONG
        left = rect.left() + px(13)
        if box.kind == "processor":
            square = QRectF(left, rect.top() + px(11), px(11), px(11))
            painter.fillRect(square, theme.color(Role.HARDWARE))
            left += px(18)
        head = theme.metrics(kind).height()
        title = QRectF(left, rect.top() + px(8), rect.right() - left - px(10), head)
        paint.text(painter, title, box.title, theme, kind)
        here = box.kind == "here"
        if here:
            align = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            paint.text(painter, title, "here", theme, FontKind.STRONG, align=align)
        line = theme.metrics(FontKind.CAPTION).height() + px(1)
        y, left = title.bottom() + px(3), rect.left() + px(13)
        for number, words in enumerate(box.lines):
            indent = 0.0
            if here:
                indent = px(11)
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(theme.brush(Role.BORDER_STRONG if number else Role.TEXT))
                painter.drawEllipse(QPointF(left + px(3), y + line / 2), px(2.5), px(2.5))
            place = QRectF(left + indent, y, rect.right() - left - indent - px(6), line)
            role = Role.TEXT if here else Role.MUTED
            paint.text(painter, place, words, theme, FontKind.CAPTION, role)
            y += line

    def _frame(self, painter: QPainter, kind: str) -> None:
        theme, rect, radius = self.theme, self.rect, self.theme.px(5)
        painter.setBrush(theme.brush(Role.SURFACE))
        if kind == "processor":
            painter.setPen(theme.pen(Role.HARDWARE, 1.5))
            painter.drawRoundedRect(rect, radius, radius)
            painter.setPen(theme.pen(Role.HARDWARE, 1))
            off = theme.px(3)
            painter.drawRoundedRect(rect.adjusted(off, off, -off, -off), radius, radius)
            return
        if kind == "here":
            painter.setPen(theme.pen(Role.BEFORE, 3))
            painter.setBrush(theme.tint(Role.BEFORE))
        else:
            painter.setPen(theme.dashed(Role.BORDER_STRONG, 1, (4, 3)))
        painter.drawRoundedRect(rect, radius, radius)
