"""The items of the table graph: a card a table, and the lines between them."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath
from PySide6.QtWidgets import QGraphicsItem, QGraphicsPathItem, QStyleOptionGraphicsItem, QWidget

from mmuviz.gui.paint import arrow_head, focus_ring, level_badge, orthogonal, text
from mmuviz.gui.theme import FontKind, Role, Theme, level_role
from mmuviz.present.table_picture import Card

_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class CardItem(QGraphicsItem):
    """A table, or a fold of several, which looks like a stack."""

    def __init__(self, card: Card, number: int, rect: QRectF, theme: Theme) -> None:
        """Draw `card`, the picture's card `number`, in `rect`."""
        super().__init__()
        self.card = card
        self.number = number
        self.rect = rect
        self.current = False
        self._theme = theme
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setZValue(1)

    def boundingRect(self) -> QRectF:
        """Return the card with its ring, its stack and its loop."""
        room = self._theme.px(16)
        return self.rect.adjusted(-room, -room, room, room)

    def shape(self) -> QPainterPath:
        """Only the card itself takes clicks."""
        path = QPainterPath()
        path.addRect(self.rect)
        return path

    def set_current(self, *, current: bool) -> None:
        """Show whether the keyboard is here."""
        self.current = current
        self.update()

    def paint(
        self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None
    ) -> None:
        """Draw the frame, the badge and the words."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme, card, rect = self._theme, self.card, self.rect
        role = level_role(card.level)
        if card.looping:
            self._loop(painter)
        radius, step = theme.px(4), theme.px(4)
        painter.setPen(theme.pen(Role.BORDER_STRONG, 1))
        painter.setBrush(theme.brush(Role.SUNKEN if card.folded else Role.SURFACE))
        if card.folded:
            painter.drawRoundedRect(rect.translated(step, step), radius, radius)
        if card.walked or card.selected:
            painter.setPen(theme.pen(role, 2))
        if card.selected:
            painter.setBrush(theme.tint(role))
        painter.drawRoundedRect(rect, radius, radius)
        if card.walked:
            painter.fillRect(
                QRectF(rect.left(), rect.top(), theme.px(4), rect.height()), theme.color(role)
            )
        self._words(painter, role)
        if self.current:
            focus_ring(painter, rect, theme)

    def _words(self, painter: QPainter, role: Role) -> None:
        theme, card = self._theme, self.card
        side, pad = theme.px(18), theme.px(10)
        inner = self.rect.adjusted(pad, theme.px(5), -pad, -theme.px(5))
        half = inner.height() / 2
        badge = QRectF(inner.left(), inner.top() + (half - side) / 2, side, side)
        level_badge(painter, badge, str(card.level), role, theme)
        left = inner.left() + side + theme.px(8)
        title = QRectF(left, inner.top(), inner.right() - left, half)
        kind = FontKind.STRONG if card.folded or not card.title[0].isdigit() else FontKind.MONO
        if kind is FontKind.MONO and card.walked:
            kind = FontKind.MONO_STRONG
        text(painter, title, card.title, theme, kind)
        if card.badges:
            self._badge(painter, title, " · ".join(card.badges))
        below = title.translated(0, half)
        text(painter, below, card.caption, theme, FontKind.CAPTION, Role.MUTED)

    def _badge(self, painter: QPainter, line: QRectF, words: str) -> None:
        """Draw what is special in a frame at the line's right end."""
        theme = self._theme
        room = line.width() - theme.width(FontKind.MONO_STRONG, self.card.title) - theme.px(8)
        width = min(theme.width(FontKind.CAPTION, words) + theme.px(12), room)
        frame = QRectF(line.right() - width, line.top(), width, line.height()).adjusted(0, 1, 0, -1)
        painter.setPen(theme.pen(Role.ACCENT, 1))
        painter.setBrush(theme.tint(Role.ACCENT))
        painter.drawRoundedRect(frame, theme.px(3), theme.px(3))
        pad = theme.px(6)
        inner = frame.adjusted(pad, 0, -pad, 0)
        text(painter, inner, words, theme, FontKind.CAPTION, Role.TEXT, _RIGHT)

    def _loop(self, painter: QPainter) -> None:
        """Draw the line that leaves the card on the right and comes back from above."""
        theme, rect = self._theme, self.rect
        out = theme.px(12)
        top = QPointF(rect.right() - theme.px(26), rect.top() - theme.px(1))
        start = QPointF(rect.right(), rect.top() + rect.height() * 0.28)
        corner = QPointF(rect.right() + out, start.y())
        over = QPointF(corner.x(), rect.top() - out)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(theme.pen(level_role(self.card.level), 2))
        points = [start, corner, over, QPointF(top.x(), over.y()), top]
        painter.drawPath(orthogonal(points, theme.px(5)))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.brush(level_role(self.card.level)))
        painter.drawPolygon(arrow_head(top, QPointF(0, 1), theme.px(7)))


class WireItem(QGraphicsPathItem):
    """A line between two cards: thick where the walk goes, dashed to a shared table."""

    def __init__(  # noqa: PLR0913  # a line's whole state
        self,
        start: QPointF,
        end: QPointF,
        theme: Theme,
        *,
        level: int,
        walked: bool,
        second: bool,
    ) -> None:
        """Draw a line from `start` to `end` that turns once on its way."""
        shift = theme.px(10) if second else 0.0
        middle = (start.x() + end.x()) / 2 + shift
        points = [start, QPointF(middle, start.y()), QPointF(middle, end.y()), end]
        if abs(start.y() - end.y()) < 1:
            points = [start, end]
        super().__init__(orthogonal(points, theme.px(6)))
        role = level_role(level) if level else Role.TEXT  # from CR3, which is no level
        pen = theme.pen(role, 3) if walked else theme.pen(Role.BORDER_STRONG, 1)
        if second and not walked:
            pen = theme.dashed(Role.ACCENT, 1.5, (5, 3))
        self.setPen(pen)
        self.setZValue(0.5 if walked else 0)
        self._head = arrow_head(end, QPointF(1, 0), theme.px(9 if walked else 6))

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionGraphicsItem,
        widget: QWidget | None = None,
    ) -> None:
        """Draw the line and its head."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        super().paint(painter, option, widget)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.pen().color())
        painter.drawPolygon(self._head)
