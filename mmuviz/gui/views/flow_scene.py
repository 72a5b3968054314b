"""All parts of the algorithm's picture: made once for a layout, restyled for each frame."""

from collections.abc import Iterator
from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF

from mmuviz.core.events import Anchor
from mmuviz.core.trace import Semantics
from mmuviz.gui.theme import FontKind, Role, level_role
from mmuviz.gui.views.error_items import ChainBoxItem, SlotItem, StripTitleItem, TotalItem
from mmuviz.gui.views.flow_items import BandItem, EdgeItem, ExitItem, FlowItem, NodeItem, RowItem
from mmuviz.gui.views.flow_layout import MARGIN, FlowLayout
from mmuviz.gui.views.flow_routes import Route, between, edge_role, edge_routes, feed_route
from mmuviz.gui.views.headline_bar import HeadlineItem
from mmuviz.gui.views.judge_items import (
    EmptyPlaceItem,
    HeaderItem,
    JudgeItem,
    RailItem,
    RightsLabelItem,
    WordsItem,
    WrittenItem,
)
from mmuviz.present.flow_edges import Edge, Place
from mmuviz.present.flow_exits import Exit
from mmuviz.present.flow_graph import FlowPicture
from mmuviz.present.frame import Frame

_HANDS_BACK = "hands back ptep, nothing else"
_THROUGH = "b and c come with the change; the line runs straight through here"
_STRIP_ANCHORS = frozenset({Anchor.NOT_PRESENT, Anchor.ACCESS_ERROR})


class FlowParts:
    """The items of one layout.

    Attributes:
        layout: where they stand.
        edges: the item of each edge of the graph.
        nodes: the checks by level number and anchor.
        slots: the bits of the code; none before the change.
        exits: the pills.
    """

    def __init__(self, layout: FlowLayout, frame: Frame) -> None:
        """Make the items for `frame`'s mode and semantics."""
        picture, strip, theme = frame.flow, frame.code, layout.theme
        px = theme.px
        self.layout = layout
        self.headline = HeadlineItem(theme, layout.headline, compact=layout.compact)
        self.header = HeaderItem(layout, picture)
        self.band = BandItem(theme, QRectF(0, 0, layout.size.width(), layout.row_height - px(2)), 0)
        self.judge_band: BandItem | None = None
        self.edges = {
            edge: EdgeItem(theme, route, edge_role(edge, picture.exits), arrow=_has_head(edge))
            for edge, route in edge_routes(layout, picture).items()
        }
        self.others: list[FlowItem] = []
        self.rows: dict[int, RowItem] = {}
        self.nodes: dict[tuple[int, Anchor], NodeItem] = {}
        self._make_rows(picture)
        self.exits = tuple(ExitItem(theme, rect) for rect in layout.exits)
        self.slots: tuple[SlotItem, ...] = ()
        self.boxes: tuple[ChainBoxItem, ...] = ()
        if strip.chain:
            self.boxes = tuple(ChainBoxItem(theme, rect) for rect in layout.slots)
        else:
            self.slots = tuple(SlotItem(theme, rect) for rect in layout.slots)
        self.title = StripTitleItem(theme, layout.strip_title, strip)
        self.total = TotalItem(theme, layout.total) if layout.total is not None else None
        self.rails = {rail.letter: RailItem(layout, rail) for rail in picture.rails}
        self.judge: JudgeItem | None = None
        self.written: WrittenItem | None = None
        self.feeds: tuple[EdgeItem, ...] = ()
        self.feed_labels: tuple[WordsItem, ...] = ()
        self.links: tuple[EdgeItem, ...] = ()
        self._make_judge()
        self._make_feeds(frame)
        area = QRectF(
            px(MARGIN),
            layout.header.top(),
            layout.size.width() - 2 * px(MARGIN),
            layout.last_row + layout.row_height / 2 - layout.header.top(),
        )
        self.message = WordsItem(theme, area, "", FontKind.HEADING, ground=True)
        self.message.set_role(Role.TEXT)
        self.message.setZValue(9)

    def items(self) -> Iterator[FlowItem]:
        """Yield every item."""
        yield from (self.headline, self.header, self.band, self.title, self.message)
        yield from self.edges.values()
        yield from self.rows.values()
        yield from self.nodes.values()
        yield from (*self.exits, *self.slots, *self.boxes, *self.rails.values())
        yield from (*self.feeds, *self.feed_labels, *self.links, *self.others)
        for item in (self.total, self.judge, self.written, self.judge_band):
            if item is not None:
                yield item

    def _make_rows(self, picture: FlowPicture) -> None:
        layout, theme = self.layout, self.layout.theme
        for row in picture.rows:
            number, middle = row.level.number, layout.rows[row.level.number]
            rect = QRectF(
                theme.px(MARGIN),
                middle - layout.row_height / 2,
                layout.out_x - theme.px(MARGIN),
                layout.row_height,
            )
            present = layout.columns[Anchor.PRESENT]
            if layout.judge is not None and number == 4:
                rect4 = layout.node_rect(Anchor.LEAF, number)
                never = WordsItem(theme, rect4, "never", FontKind.CAPTION, ground=True)
                self.others.append(never)
            self.rows[number] = RowItem(theme, rect, present.right + theme.px(70))
            for node in row.nodes:
                anchor = node.column.anchor
                self.nodes[number, anchor] = NodeItem(
                    theme,
                    layout.node_rect(anchor, number),
                    layout.columns[anchor],
                    level_role(number),
                )

    def _make_judge(self) -> None:
        layout, theme = self.layout, self.layout.theme
        place = layout.judge
        if place is None:
            return
        px = theme.px
        self.judge = JudgeItem(theme, place)
        self.written = WrittenItem(theme, place.written)
        band = place.frame.adjusted(0, -px(9), 0, px(4))
        self.judge_band = BandItem(
            theme, QRectF(0, band.top(), layout.size.width(), band.height()), 0
        )
        label = QRectF(px(MARGIN), place.frame.top(), px(110), place.frame.height())
        self.others.append(RightsLabelItem(theme, label, 4))

    def _make_feeds(self, frame: Frame) -> None:
        """Make what leads from the exits to the strip, and its words."""
        layout, picture, theme = self.layout, frame.flow, self.layout.theme
        px = theme.px
        if picture.semantics is Semantics.BEFORE:
            self.feeds = tuple(
                EdgeItem(theme, self._handing_back(rect), Role.TEXT, arrow=True)
                for rect in layout.exits
            )
            self._make_words_of_before()
            return
        routes = []
        for index, (name, _words) in enumerate(frame.code.feeds):
            straight = picture.exits[index].under in (Anchor.WRITE, Anchor.JUDGE)
            assert picture.exits[index].name == name, "feeds are listed like their exits"
            routes.append(feed_route(layout, index, straight=straight))
        if picture.semantics is Semantics.HARDWARE:  # after has these among its edges
            self.feeds = tuple(EdgeItem(theme, route, Role.FAIL, arrow=True) for route in routes)
            self.links = self._links(Role.FAIL)
        line = theme.metrics(FontKind.MONO_CAPTION).height()
        labels = []
        for route, (_name, words) in zip(routes, frame.code.feeds, strict=True):
            width = theme.width(FontKind.MONO_CAPTION, words) + px(4)
            corner = route[-1] if len(route) == 2 else route[-2]
            x = corner.x() + px(8)
            y = (route[0].y() + corner.y()) / 2 - line / 2 if len(route) == 2 else corner.y() - line
            rect = QRectF(x, y, width, line)
            labels.append(WordsItem(theme, rect, words, FontKind.MONO_CAPTION, ground=False))
        self.feed_labels = tuple(labels)

    def _links(self, role: Role) -> tuple[EdgeItem, ...]:
        """Make the arrows between slots that are one node of the graph, or none."""
        boxes = self.layout.slots
        return tuple(
            EdgeItem(self.layout.theme, between(left, right), role, arrow=True)
            for left, right in pairwise(boxes)
        )

    def _handing_back(self, pill: QRectF) -> Route:
        """From a stop to page_fault's box: what this walk gives."""
        box = self.layout.slots[1]
        x, y = box.center().x(), pill.center().y()
        start = pill.left() if pill.left() > x else pill.right()
        return (QPointF(start, y), QPointF(x, y), QPointF(x, box.top()))

    def _make_words_of_before(self) -> None:
        layout, theme = self.layout, self.layout.theme
        px = theme.px
        line = theme.metrics(FontKind.CAPTION).height()
        left = layout.columns[Anchor.WRITE].left
        width = theme.width(FontKind.CAPTION, _THROUGH) + px(8)
        top = layout.last_row + layout.node_height / 2 + px(7)
        place = QRectF(left + px(14), top, width, line)
        self.others.append(WordsItem(theme, place, _THROUGH, FontKind.CAPTION, ground=False))
        sign = WordsItem(
            theme, QRectF(left, top, px(14), line), "◆", FontKind.CAPTION, ground=False
        )
        sign.set_role(Role.AFTER)
        self.others.append(sign)
        middle = layout.exits[-1].center().y()
        start = layout.slots[1].center().x() + px(40)
        room = QRectF(
            start, middle - line / 2, theme.width(FontKind.CAPTION, _HANDS_BACK) + px(16), line
        )
        self.feed_labels = (WordsItem(theme, room, _HANDS_BACK, FontKind.CAPTION, ground=True),)
        self.links = self._links(Role.TEXT)
        self._make_empty_places()

    def _make_empty_places(self) -> None:
        """Make the dotted places of b and c, which come with the change."""
        layout, theme = self.layout, self.layout.theme
        rows = [number for number, anchor in self.nodes if anchor is Anchor.WRITE]
        over = theme.px(4)
        for anchor in (Anchor.WRITE, Anchor.USER):
            top, bottom = layout.node_rect(anchor, max(rows)), layout.node_rect(anchor, min(rows))
            rect = top.united(bottom).adjusted(0, -over, 0, over)
            self.others.append(EmptyPlaceItem(theme, rect, 3))

    def show(self, frame: Frame) -> None:
        """Restyle everything for `frame`."""
        picture, strip = frame.flow, frame.code
        self.headline.show_headline(frame.headline)
        self.message.set_words(picture.message)
        self.message.setVisible(bool(picture.message))
        self._show_current(picture)
        self._show_edges(picture)
        for row in picture.rows:
            self.rows[row.level.number].show_row(row)
            for node in row.nodes:
                item = self.nodes[row.level.number, node.column.anchor]
                item.setVisible(row.caption != "not kept")
                item.show_node(node)
        for pill, exit_ in zip(self.exits, picture.exits, strict=True):
            pill.show_exit(
                exit_, current=picture.current == exit_.target and exit_.taken and not exit_.now
            )
        for slot_item, slot in zip(self.slots, strip.slots, strict=True):
            slot_item.show_slot(slot)
        for box_item, box in zip(self.boxes, strip.chain, strict=True):
            box_item.show_box(box)
        if self.total is not None and strip.total is not None:
            self.total.show_total(strip.total)
        for rail in picture.rails:
            self.rails[rail.letter].show_rail(rail)
        if self.judge is not None and self.written is not None and picture.judgement is not None:
            self.judge.show_judgement(picture.judgement)
            self.written.show_node(picture.judgement.written)
        self._show_feeds(frame)

    def _show_current(self, picture: FlowPicture) -> None:
        current = picture.current
        row = picture.current_row
        self.band.setVisible(row is not None)
        if row is not None:
            self.band.setPos(0, self.layout.rows[row] - self.band.rect.height() / 2)
        in_judgement = current in (Place(Anchor.JUDGE), Place(Anchor.ACCESSED))
        if self.judge_band is not None:
            self.judge_band.setVisible(in_judgement)
        point = current.point if current else None
        column = Anchor.PRESENT if point is Anchor.PDPTR_PRESENT else point
        self.header.show_current(column if isinstance(column, Anchor) else None)

    def _show_edges(self, picture: FlowPicture) -> None:
        walked = set(picture.walked)
        if picture.leaving is not None:
            walked.add(picture.leaving)
        lowest = min(self.rows)
        targets = {exit_.target for exit_ in picture.exits}
        for edge, item in self.edges.items():
            look = "possible"
            if edge in walked:
                look = "walked"
            elif edge.start.level not in (None, lowest) and edge.end in targets:
                look = "hidden"  # an upper row's way out joins the lowest row's, unless it is taken
            elif edge.end.point is Anchor.JUDGE and edge.start.level != lowest:
                look = "hidden"
            elif edge.start.point is Anchor.READ and edge.end.level is None:
                look = "hidden"  # the file keeps no entry: said only where it happens
            elif edge.start.point in _STRIP_ANCHORS and _armed(picture.exits, edge):
                look = "armed"
            item.set_look(look)

    def _show_feeds(self, frame: Frame) -> None:
        """Restyle what leads from the exits to the strip."""
        picture, strip = frame.flow, frame.code
        if strip.chain:
            for feed, exit_ in zip(self.feeds, picture.exits, strict=True):
                feed.set_look("walked" if exit_.taken else "hidden")
            self.feed_labels[0].setVisible(any(exit_.taken for exit_ in picture.exits))
            for link in self.links:
                link.set_look("possible")
            return
        first = strip.slots[0]
        composed = first.step is not None and frame.step >= first.step
        for link in self.links:
            link.set_look("walked" if composed else "possible")
        for index, label in enumerate(self.feed_labels):
            taken = picture.exits[index].taken
            label.set_role(Role.FAIL if taken else Role.MUTED)
            if self.feeds:
                look = "armed" if taken else "possible"
                self.feeds[index].set_look("walked" if taken and composed else look)


def _armed(exits: tuple[Exit, ...], edge: Edge) -> bool:
    return any(exit_.taken and exit_.target == edge.start for exit_ in exits)


def _has_head(edge: Edge) -> bool:
    """Whether an edge ends in an arrow: those that leave the rows do."""
    return edge.end.level is None
