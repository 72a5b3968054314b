"""What leads from the exits to the strip below them, and the words beside it."""

from collections.abc import Iterator
from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF

from mmuviz.core.events import Anchor
from mmuviz.core.trace import Semantics
from mmuviz.gui.theme import FontKind, Role
from mmuviz.gui.views.flow_items import EdgeItem, FlowItem
from mmuviz.gui.views.flow_layout import FlowLayout
from mmuviz.gui.views.flow_routes import Route, between, feed_route
from mmuviz.gui.views.words_items import EmptyPlaceItem, WordsItem
from mmuviz.present.frame import Frame

_HANDS_BACK = "hands back ptep, nothing else"
_THROUGH = "b and c come with the change; the line runs straight through here"


class Feeds:
    """The ways from exits to slots, where they are no edges of the graph themselves.

    Attributes:
        ways: one an exit that leads to the strip; none for *after*, whose graph has them.
        labels: what each exit starts the code from.
        links: the arrows between slots that are one node of the graph.
    """

    def __init__(self, layout: FlowLayout, frame: Frame) -> None:
        """Make the items for the semantics of `frame`."""
        self._layout = layout
        routes = [
            feed_route(
                layout,
                index,
                straight=frame.flow.exits[index].under in (Anchor.WRITE, Anchor.JUDGE),
            )
            for index, _feed in enumerate(frame.code.feeds)
        ]
        role = Role.FAIL
        if frame.flow.semantics is Semantics.BEFORE:
            role = Role.TEXT
            routes = [_handing_back(layout, pill) for pill in layout.exits]
        self.labels = self._labels(routes, frame)
        self.ways: tuple[EdgeItem, ...] = ()
        self.links: tuple[EdgeItem, ...] = ()
        if frame.flow.semantics is not Semantics.AFTER:
            theme = layout.theme
            self.ways = tuple(EdgeItem(theme, route, role, arrow=True) for route in routes)
            self.links = tuple(
                EdgeItem(theme, between(left, right), role, arrow=True)
                for left, right in pairwise(layout.slots)
            )

    def items(self) -> Iterator[FlowItem]:
        """Yield every item."""
        yield from (*self.ways, *self.labels, *self.links)

    def _labels(self, routes: list[Route], frame: Frame) -> tuple[WordsItem, ...]:
        layout, theme = self._layout, self._layout.theme
        px = theme.px
        if frame.code.chain:
            line = theme.metrics(FontKind.CAPTION).height()
            middle = layout.exits[-1].center().y()
            width = theme.width(FontKind.CAPTION, _HANDS_BACK) + px(16)
            start = layout.slots[1].center().x() + px(40)
            place = QRectF(start, middle - line / 2, width, line)
            return (WordsItem(theme, place, _HANDS_BACK, FontKind.CAPTION, ground=True),)
        line = theme.metrics(FontKind.MONO_CAPTION).height()
        labels = []
        for route, (_name, words) in zip(routes, frame.code.feeds, strict=True):
            straight = route[0].x() == route[-1].x()
            corner = route[-1] if straight else route[1]
            middle = (route[0].y() + corner.y()) / 2
            top = middle - line / 2 if straight else corner.y() - line
            width = theme.width(FontKind.MONO_CAPTION, words) + px(4)
            place = QRectF(corner.x() + px(8), top, width, line)
            labels.append(WordsItem(theme, place, words, FontKind.MONO_CAPTION, ground=False))
        return tuple(labels)

    def show(self, frame: Frame) -> None:
        """Restyle everything for `frame`."""
        exits, strip = frame.flow.exits, frame.code
        if strip.chain:
            for way, exit_ in zip(self.ways, exits, strict=True):
                way.set_look("walked" if exit_.taken else "hidden")
            self.labels[0].setVisible(any(exit_.taken for exit_ in exits))
            beside = self._layout.theme.px(-28 if exits[0].taken else 0)  # close to its own line
            self.labels[0].setPos(beside, 0)
            for link in self.links:
                link.set_look("possible")
            return
        first = strip.slots[0]
        composed = first.step is not None and frame.step >= first.step
        for link in self.links:
            link.set_look("walked" if composed else "possible")
        for exit_, label, words in zip(exits, self.labels, strip.fed, strict=False):
            label.set_words(words)
            label.set_role(Role.FAIL if exit_.taken else Role.MUTED)
        for exit_, way in zip(exits, self.ways, strict=False):
            look = "armed" if exit_.taken else "possible"
            way.set_look("walked" if exit_.taken and composed else look)


def _handing_back(layout: FlowLayout, pill: QRectF) -> Route:
    """From a stop to page_fault's box: what a walk before the change gives."""
    box = layout.slots[1]
    x, y = box.center().x(), pill.center().y()
    start = pill.left() if pill.left() > x else pill.right()
    return (QPointF(start, y), QPointF(x, y), QPointF(x, box.top()))


def empty_places(layout: FlowLayout, numbers: list[int]) -> Iterator[FlowItem]:
    """Yield the dotted places of b and c in the rows `numbers`, and what is said of them."""
    theme, px = layout.theme, layout.theme.px
    for anchor in (Anchor.WRITE, Anchor.USER):
        top = layout.node_rect(anchor, max(numbers))
        bottom = layout.node_rect(anchor, min(numbers))
        rect = top.united(bottom).adjusted(0, -px(4), 0, px(4))
        yield EmptyPlaceItem(theme, rect, 3)
    line = theme.metrics(FontKind.CAPTION).height()
    left = layout.columns[Anchor.WRITE].left
    under = layout.last_row + layout.node_height / 2 + px(4)
    over = layout.exits[-1].center().y() - line / 2  # the line that hands back runs there
    top_y = (under + over - line) / 2
    width = theme.width(FontKind.CAPTION, _THROUGH) + px(8)
    words = QRectF(left + px(14), top_y, width, line)
    yield WordsItem(theme, words, _THROUGH, FontKind.CAPTION, ground=False)
    sign = WordsItem(theme, QRectF(left, top_y, px(14), line), "◆", FontKind.CAPTION, ground=False)
    sign.set_role(Role.AFTER)
    yield sign
