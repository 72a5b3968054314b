"""The parts of the algorithm's picture: lines, rows, checks, exits. Made once, then restyled."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPolygonF
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from mmuviz.gui import paint
from mmuviz.gui.theme import Role, Theme
from mmuviz.gui.views.flow_routes import Route

_CENTER = Qt.AlignmentFlag.AlignCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_CHIP_HEIGHT = 19.0
_OVERHANG = 14.0


class FlowItem(QGraphicsItem):
    """A part of the picture.

    Attributes:
        theme: how it looks.
        rect: its place.
        step: the step that a click on it asks for; None where it has not acted.
    """

    def __init__(self, theme: Theme, rect: QRectF, height: float) -> None:
        """Stand at `rect`, at the stacking order `height`."""
        super().__init__()
        self.theme = theme
        self.rect = rect
        self.step: int | None = None
        over = theme.px(_OVERHANG)
        self._bounds = rect.adjusted(-over, -over, over, over)
        self.setZValue(height)
        self.setCacheMode(QGraphicsItem.CacheMode.DeviceCoordinateCache)

    def boundingRect(self) -> QRectF:
        """Return the place with what hangs over its edge."""
        return self._bounds

    def shape(self) -> QPainterPath:
        """Return what a click meets: the place alone."""
        path = QPainterPath()
        path.addRect(self.rect)
        return path

    def show_tip(self, tip: str) -> None:
        """Say `tip` on hovering."""
        if tip != self.toolTip():
            self.setToolTip(tip)


class EdgeItem(FlowItem):
    """An edge of the graph: thin and grey while possible, thick where the walk went.

    Attributes:
        role: its colour when walked.
        arrow: it ends in an arrow head.
    """

    def __init__(self, theme: Theme, route: Route, role: Role, *, arrow: bool) -> None:
        """Run along `route`; without points, nothing is drawn."""
        polygon = QPolygonF(list(route))
        super().__init__(theme, polygon.boundingRect(), 1)
        self.role = role
        self.arrow = arrow
        self._route = route
        self._look = "hidden"
        self._body = QPainterPath()

    @property
    def look(self) -> str:
        """`hidden`, `possible`, `armed` or `walked`."""
        return self._look

    @property
    def is_empty(self) -> bool:
        """Whether it has no length: the pill or the total that it starts at is its end."""
        return not self._route

    def set_look(self, look: str) -> None:
        """Become `hidden`, `possible`, `armed` or `walked`."""
        if look == self._look or not self._route:
            return
        self._look = look
        self.setZValue(2 if look in ("walked", "armed") else 1)
        self._body = self._path()
        self.update()

    def shape(self) -> QPainterPath:
        """Return nothing: a line is no target."""
        return QPainterPath()

    def _width(self) -> float:
        return {"walked": 3.0, "armed": 1.5}.get(self._look, 1.0)

    def _head_size(self) -> float:
        return self.theme.px(5 + self._width()) if self.arrow else 0.0

    def _path(self) -> QPainterPath:
        """Return the line, short of the arrow head."""
        points = list(self._route)
        if self._width() == 1.0:
            points = [QPointF(round(p.x()) + 0.5, round(p.y()) + 0.5) for p in points]
        points[-1] = points[-1] - self._direction() * (self._head_size() * 0.8)
        return paint.orthogonal(points, self.theme.px(6))

    def _direction(self) -> QPointF:
        step = self._route[-1] - self._route[-2]
        length = abs(step.x()) + abs(step.y())
        return step / length if length else QPointF(1, 0)

    def paint(
        self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None
    ) -> None:
        """Draw the line as it stands."""
        if self._look == "hidden":
            return
        role = Role.BORDER_STRONG if self._look == "possible" else self.role
        pen = self.theme.pen(role, self._width())
        if self._look == "armed":
            pen = self.theme.dashed(role, self._width(), (4, 3))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(pen)
        painter.drawPath(self._body)
        if self.arrow:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self.theme.brush(role))
            head = paint.arrow_head(self._route[-1], self._direction(), self._head_size())
            painter.drawPolygon(head)


class FocusItem(FlowItem):
    """The ring round the whole picture when the keyboard has come to it."""

    def shape(self) -> QPainterPath:
        """Return nothing: a click goes to what is behind."""
        return QPainterPath()

    def paint(
        self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None
    ) -> None:
        """Draw the ring."""
        painter.setPen(self.theme.pen(Role.FOCUS, 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(self.rect)


class BandItem(FlowItem):
    """The amber band of the row that the step stands in."""

    def paint(
        self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None
    ) -> None:
        """Draw tint and left bar."""
        painter.fillRect(self.rect, self.theme.tint(Role.CURRENT))
        bar = QRectF(self.rect.left(), self.rect.top(), self.theme.px(4), self.rect.height())
        painter.fillRect(bar, self.theme.color(Role.CURRENT))
