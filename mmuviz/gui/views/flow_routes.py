"""Which way each edge of the algorithm runs over the picture."""

from PySide6.QtCore import QPointF, QRectF

from mmuviz.core.events import Anchor
from mmuviz.gui.theme import Role, level_role
from mmuviz.gui.views.flow_layout import FlowLayout
from mmuviz.present.flow_edges import Edge, Place, Port
from mmuviz.present.flow_exits import Exit
from mmuviz.present.flow_graph import FlowPicture

Route = tuple[QPointF, ...]

_COLUMN = {Anchor.PDPTR_PRESENT: Anchor.PRESENT, Anchor.PDPTR_NEXT: Anchor.NEXT}
_READS = frozenset({Anchor.READ, Anchor.READ_PDPTR})
_CODES = {Anchor.CODE_P: 0, Anchor.CODE_W: 1, Anchor.CODE_U: 2, Anchor.CODE: -2}


def edge_routes(layout: FlowLayout, picture: FlowPicture) -> dict[Edge, Route]:
    """Return the way of every edge of the picture.

    An edge between an exit and the end of the walk has no length: the exit's pill, or the total,
    is where the line ends.
    """
    router = _Router(layout, picture)
    return {edge: router.route(edge) for edge in picture.edges}


def edge_role(edge: Edge, exits: tuple[Exit, ...]) -> Role:
    """Return the colour of an edge that is walked: its level's, or red on the way to a refusal."""
    if edge.start.level is None and edge.end.level is not None:
        return level_role(edge.end.level)
    if edge.start.level is None:
        to_code = edge.end.point in (Anchor.RETURN_OK, Anchor.ACCESSED)
        return Role.HARDWARE if to_code else Role.FAIL
    if edge.end.point is Anchor.JUDGE:
        return Role.HARDWARE
    if any(exit_.refusal and exit_.target == edge.end for exit_ in exits):
        return Role.FAIL
    return level_role(edge.start.level)


class _Router:
    """Knows where each place stands.

    Attributes:
        layout: the places.
        picture: rows and exits.
    """

    def __init__(self, layout: FlowLayout, picture: FlowPicture) -> None:
        self.layout = layout
        self.picture = picture

    def route(self, edge: Edge) -> Route:
        """Return the points that an edge runs through."""
        start, end = edge
        if start.level is None:
            return self._outside(start, end)
        y = self.layout.rows[start.level]
        if end.level == start.level:
            return self._along(start, end, y)
        if end.level is not None:
            return self._return(self._x(start), y, self.layout.rows[end.level])
        if end.point is Anchor.JUDGE:
            return self._to_judgement(self._x(start), y)
        if start.point in _READS:  # the file keeps no entry here
            return (QPointF(self.layout.read_x, y), self._first(y))
        return self._out(start, end, y)

    def _x(self, place: Place) -> float:
        """Return x at which the line leaves a node: its left edge, it runs behind it."""
        layout = self.layout
        if place.point in _READS:
            return layout.read_x
        if place.point in (Anchor.NEXT, Anchor.PDPTR_NEXT):
            return layout.out_x
        if place.point is Anchor.COLLECT:
            return min(layout.rails.values())
        assert isinstance(place.point, Anchor), "a port has no column"
        return layout.columns[_COLUMN.get(place.point, place.point)].left

    def _first(self, y: float) -> QPointF:
        return QPointF(min(box.left for box in self.layout.columns.values()), y)

    def _along(self, start: Place, end: Place, y: float) -> Route:
        return (QPointF(self._x(start), y), QPointF(self._x(end), y))

    def _return(self, x: float, y: float, below: float) -> Route:
        """The carriage return to the row below."""
        layout = self.layout
        middle = y + layout.row_height / 2
        return (
            QPointF(x, y),
            QPointF(layout.turn_right, y),
            QPointF(layout.turn_right, middle),
            QPointF(layout.turn_left, middle),
            QPointF(layout.turn_left, below),
            QPointF(layout.read_x, below),
        )

    def _to_judgement(self, x: float, y: float) -> Route:
        layout, judge = self.layout, self.layout.judge
        assert judge is not None, "only hardware judges"
        middle = judge.frame.center().y()
        return (
            QPointF(x, y),
            QPointF(layout.turn_right, y),
            QPointF(layout.turn_right, judge.return_y),
            QPointF(layout.turn_left, judge.return_y),
            QPointF(layout.turn_left, middle),
            QPointF(judge.frame.left(), middle),
        )

    def _out(self, start: Place, end: Place, y: float) -> Route:
        """Straight down from a check to its exit; from c to the side of b's exit."""
        assert isinstance(start.point, Anchor), "a port is no check"
        anchor = _COLUMN.get(start.point, start.point)
        exit_, rect = self._exit(anchor, end)
        x = self.layout.columns[anchor].center
        top = QPointF(x, y + self.layout.node_height / 2)
        if exit_.under is anchor:
            return (top, QPointF(x, rect.top()))
        side = rect.center().y()
        return (top, QPointF(x, side), QPointF(rect.right(), side))

    def _exit(self, anchor: Anchor, target: Place) -> tuple[Exit, QRectF]:
        for exit_, rect in zip(self.picture.exits, self.layout.exits, strict=True):
            if anchor in (exit_.under, *exit_.others) and exit_.target == target:
                return exit_, rect
        raise KeyError(anchor)

    def _outside(self, start: Place, end: Place) -> Route:
        """Return the way of an edge that begins outside the rows."""
        layout = self.layout
        if start.point is Port.START and end.level is not None:
            y = layout.rows[end.level]
            return (QPointF(layout.turn_left + layout.theme.px(6), y), QPointF(layout.read_x, y))
        if start.point is Anchor.JUDGE:
            return self._behind_judgement(end)
        if start.point is Anchor.ACCESSED:
            return self._allowed()
        if start.point in (Anchor.NOT_PRESENT, Anchor.ACCESS_ERROR):
            index = next(i for i, way in enumerate(self.picture.exits) if way.target == start)
            return feed_route(layout, index, straight=start.point is Anchor.ACCESS_ERROR)
        if start.point in _CODES:
            boxes = (*layout.slots, layout.total)
            left, right = boxes[_CODES[start.point] :][:2]
            assert left is not None, "only the last may be missing"
            return between(left, right)
        return ()  # paging off, non-canonical: a sentence stands for the picture; or the very end

    def _behind_judgement(self, end: Place) -> Route:
        judge = self.layout.judge
        assert judge is not None, "only hardware judges"
        y = judge.frame.center().y()
        if end.point is Anchor.CODE:
            index = next(i for i, way in enumerate(self.picture.exits) if way.under is Anchor.JUDGE)
            x = self.layout.exits[index].center().x()
            return (QPointF(x, judge.frame.bottom()), QPointF(x, self.layout.exits[index].top()))
        there = (QPointF(judge.frame.right(), y), QPointF(judge.written.left(), y))
        if end.point is Anchor.ACCESSED:
            return there
        middle = QPointF(judge.written.center().x(), y)  # nothing to write: on behind d
        return (there[0], middle, self._allowed()[1])

    def _allowed(self) -> Route:
        judge, rect = self.layout.judge, self.layout.exits[-1]
        assert judge is not None, "only hardware judges"
        x = rect.center().x()
        return (QPointF(x, judge.written.bottom()), QPointF(x, rect.top()))


def between(left: QRectF, right: QRectF | None) -> Route:
    """Return the way from a slot to the next one, or to the total."""
    assert right is not None, "slots lead to a total"
    y = left.center().y()
    return (QPointF(left.right(), y), QPointF(right.left(), y))


def feed_route(layout: FlowLayout, index: int, *, straight: bool) -> Route:
    """Return the way from an exit to the first slot: straight down, or down and in from the left.

    Args:
        layout: the places.
        index: the exit's number.
        straight: the exit stands above the slot.
    """
    pill, slot = layout.exits[index], layout.slots[0]
    x = pill.center().x()
    if straight:
        return (QPointF(x, pill.bottom()), QPointF(x, slot.top()))
    several = layout.judge is not None
    part = (0.32, 0.68)[1 - index] if several else 0.5
    y = slot.top() + slot.height() * part
    return (QPointF(x, pill.bottom()), QPointF(x, y), QPointF(slot.left(), y))
