"""All parts of the algorithm's picture: made once for a layout, restyled for each frame."""

from collections.abc import Iterator

from PySide6.QtCore import QRectF

from mmuviz.core.events import Anchor
from mmuviz.core.trace import Semantics
from mmuviz.gui.theme import FontKind, Role, level_role
from mmuviz.gui.views.chain_items import ChainBoxItem
from mmuviz.gui.views.check_items import ExitItem, NodeItem, RowItem
from mmuviz.gui.views.error_items import SlotItem, StripTitleItem, TotalItem
from mmuviz.gui.views.flow_feeds import Feeds, empty_places
from mmuviz.gui.views.flow_items import BandItem, EdgeItem, FlowItem, FocusItem
from mmuviz.gui.views.flow_layout import MARGIN, FlowLayout
from mmuviz.gui.views.flow_routes import edge_role, edge_routes
from mmuviz.gui.views.headline_bar import HeadlineItem
from mmuviz.gui.views.judge_items import JudgeItem, RailItem, WrittenItem
from mmuviz.gui.views.words_items import HeaderItem, RightsLabelItem, RingItem, WordsItem
from mmuviz.present.flow_edges import Edge, Place
from mmuviz.present.flow_exits import Exit
from mmuviz.present.flow_graph import FlowPicture
from mmuviz.present.frame import Frame

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
        self._lowest = _lowest(picture.edges)
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
        over = layout.slots[0].united(layout.slots[-1])
        self.ring = RingItem(theme, over, 7)
        self.title = StripTitleItem(theme, layout.strip_title, strip)
        self.total = TotalItem(theme, layout.total) if layout.total is not None else None
        self.rails = {rail.letter: RailItem(layout, rail) for rail in picture.rails}
        self.judge: JudgeItem | None = None
        self.written: WrittenItem | None = None
        self.feeds = Feeds(layout, frame)
        self._make_judge()
        if picture.semantics is Semantics.BEFORE:
            rows = [number for number, anchor in self.nodes if anchor is Anchor.WRITE]
            self.others.extend(empty_places(layout, rows))
        area = QRectF(
            px(MARGIN),
            layout.header.top(),
            layout.size.width() - 2 * px(MARGIN),
            layout.last_row + layout.row_height / 2 - layout.header.top(),
        )
        self.message = WordsItem(theme, area, "", FontKind.HEADING, ground=True)
        self.message.set_role(Role.TEXT)
        self.message.setVisible(False)
        whole = QRectF(0, 0, layout.size.width(), layout.size.height())
        self.focus = FocusItem(theme, whole.adjusted(px(2), px(2), -px(2), -px(2)), 10)
        self.focus.setVisible(False)

    def items(self) -> Iterator[FlowItem]:
        """Yield every item."""
        yield from (self.headline, self.header, self.band, self.title)
        yield from (self.message, self.focus, self.ring)
        yield from self.edges.values()
        yield from self.rows.values()
        yield from self.nodes.values()
        yield from (*self.exits, *self.slots, *self.boxes, *self.rails.values())
        yield from self.feeds.items()
        yield from self.others
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

    def show(self, frame: Frame) -> None:
        """Restyle everything for `frame`."""
        picture, strip = frame.flow, frame.code
        self.headline.show_headline(frame.headline)
        self._show_message(picture.message)
        if picture.message:
            return
        self._show_current(picture)
        self._show_edges(picture)
        for row in picture.rows:
            self.rows[row.level.number].show_row(row)
            for node in row.nodes:
                item = self.nodes[row.level.number, node.column.anchor]
                item.setVisible(row.caption != "not kept")
                item.show_node(node)
        for pill, exit_ in zip(self.exits, picture.exits, strict=True):
            here = picture.current == exit_.target and exit_.taken
            pill.show_exit(exit_, current=here and exit_.target.point is not Anchor.CODE)
        together = sum(slot.current for slot in strip.slots) > 1
        self.ring.setVisible(together)
        for slot_item, slot in zip(self.slots, strip.slots, strict=True):
            slot_item.show_slot(slot, ringed=slot.current and not together)
        for box_item, box in zip(self.boxes, strip.chain, strict=True):
            box_item.show_box(box)
        if self.total is not None and strip.total is not None:
            self.total.show_total(strip.total)
        for rail in picture.rails:
            self.rails[rail.letter].show_rail(rail)
        if self.judge is not None and self.written is not None and picture.judgement is not None:
            self.judge.show_judgement(picture.judgement)
            self.written.show_node(picture.judgement.written)
        self.feeds.show(frame)

    def _show_message(self, words: str) -> None:
        """Let a sentence stand for the picture where there is no walk, and nothing beside it."""
        self.message.set_words(words)
        if bool(words) == self.message.isVisible():
            return
        for item in self.items():
            if item not in (self.headline, self.focus):
                item.setVisible((item is self.message) == bool(words))

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
        targets = {exit_.target for exit_ in picture.exits} | {Place(Anchor.JUDGE)}
        for edge, item in self.edges.items():
            look = "possible"
            if edge in walked:
                look = "walked"
            elif edge.end in targets and edge not in self._lowest:
                look = "hidden"  # an upper row's way out joins the lowest row's, unless it is taken
            elif edge.start.point is Anchor.READ and edge.end.level is None:
                look = "hidden"  # the file keeps no entry: said only where it happens
            elif edge.start.point in _STRIP_ANCHORS and _armed(picture.exits, edge):
                look = "armed"
            item.set_look(look)


def _lowest(edges: frozenset[Edge]) -> frozenset[Edge]:
    """Return, of the edges that differ in the row they leave alone, the one of the lowest row."""
    found: dict[tuple[object, ...], Edge] = {}
    for edge in edges:
        register = edge.start.point is Anchor.PDPTR_PRESENT
        way = (Anchor.PRESENT if register else edge.start.point, edge.end)
        known = found.get(way)
        if known is None or (edge.start.level or 0) < (known.start.level or 0):
            found[way] = edge
    return frozenset(found.values())


def _armed(exits: tuple[Exit, ...], edge: Edge) -> bool:
    return any(exit_.taken and exit_.target == edge.start for exit_ in exits)


def _has_head(edge: Edge) -> bool:
    """Whether an edge ends in an arrow: those that leave the rows do."""
    return edge.end.level is None
