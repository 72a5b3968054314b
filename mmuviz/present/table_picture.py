"""The picture of the table graph: which tables are drawn, which fold into one, and where."""

from collections.abc import Collection
from dataclasses import dataclass, field
from itertools import pairwise

from mmuviz.present.table_graph import Key, TableGraph, TableNode
from mmuviz.present.table_words import UNREAD, badges, counted

_PLAIN_SHOWN = 4
"""As many tables without anything special stand by themselves under one parent."""
_SHARED_SHOWN = 8
"""As many shared tables stand by themselves; more of them fold as well."""


@dataclass(frozen=True, slots=True)
class Card:
    """A table, or a fold of several.

    Attributes:
        key: the table's key; of a fold, that of the table it hangs under.
        folded: how many tables it stands for; 0 for a table.
        level: the level's number.
        column: 0 for the root.
        row: from the top, in units of one card; may lie between two rows.
        title: its address, or how many tables are folded.
        caption: what it holds, or what a click does.
        badges: what is special about it, in a word or two each.
        walked: whether the walk reads an entry of it.
        selected: whether the reader chose it.
        looping: whether an entry of it leads to its own page.
    """

    key: Key
    folded: int
    level: int
    column: int
    row: float
    title: str
    caption: str
    badges: tuple[str, ...] = ()
    walked: bool = False
    selected: bool = False
    looping: bool = False

    @property
    def spot(self) -> tuple[Key, str]:
        """What it is again in the next picture."""
        return self.key, self.title if self.folded else ""


@dataclass(frozen=True, slots=True)
class Wire:
    """A line from a card to a card of the next column.

    Attributes:
        source: number of the card it leaves, in the picture.
        target: number of the card it arrives at.
        walked: whether the walk goes along it.
        second: whether the table hangs under another card: the line is one of a shared table.
        level: the level whose entry it is.
    """

    source: int
    target: int
    walked: bool
    second: bool
    level: int


@dataclass(frozen=True, slots=True)
class TablePicture:
    """All that is drawn.

    Attributes:
        cards: tables and folds, a parent before its children.
        wires: the lines; those of the walk last, so that they lie on top.
        columns: level number and name of each column.
        rows: how many rows the picture is high.
        count: one line about all of it.
        heading: what is said where there is nothing to draw.
        advice: and what to do about it.
    """

    cards: tuple[Card, ...] = ()
    wires: tuple[Wire, ...] = ()
    columns: tuple[tuple[int, str], ...] = ()
    rows: float = 0
    count: str = ""
    heading: str = ""
    advice: str = ""


@dataclass(slots=True)
class _Drawing:
    """What a picture is made of while its cards are placed."""

    graph: TableGraph
    walked: Collection[Key]
    selected: Key | None
    unfolded: Collection[Key]
    kept: set[Key]
    cards: list[Card] = field(default_factory=list)
    number_of: dict[Key, int] = field(default_factory=dict)
    rows: float = 0

    def place(self, node: TableNode) -> float:
        """Place the table after all that hangs under it, half-way down its children."""
        number = len(self.cards)
        self.cards.append(self._card(node, 0))
        self.number_of[node.key] = number
        shown, folds = self._split(node)
        places = [self.place(child) for child in shown]
        places += [self._fold(node, fold) for fold in folds]
        if places:
            row = (places[0] + places[-1]) / 2
        else:
            row = self.rows
            self.rows += 1
        self.cards[number] = self._card(node, row)
        return row

    def _split(self, node: TableNode) -> tuple[list[TableNode], list[list[TableNode]]]:
        """Return the children that are drawn, and those that fold together."""
        children = self.graph.children(node.key)
        if node.key in self.unfolded:
            return children, []
        others = [child for child in children if child.key not in self.kept]
        shared = [child for child in others if child.shared]
        plain = [child for child in others if not child.shared]
        folds = [fold for fold in (plain, shared) if len(fold) > _PLAIN_SHOWN]
        hidden = {child.key for fold in folds for child in fold}
        return [child for child in children if child.key not in hidden], folds

    def _fold(self, parent: TableNode, fold: list[TableNode]) -> float:
        number, row = len(self.cards), self.rows
        self.rows += 1
        inside = len(fold) + sum(self._hide(child, number) for child in fold)
        level = fold[0].table.level
        word = "shared " if fold[0].shared else ""
        more = f" · {inside - len(fold)} below them" if inside > len(fold) else ""
        self.cards.append(
            Card(
                parent.key,
                len(fold),
                level.number,
                self._column(fold[0]),
                row,
                f"{len(fold)} {word}tables",
                f"click to unfold{more}",
            )
        )
        return row

    def _hide(self, node: TableNode, number: int) -> int:
        """Let the fold `number` stand for the table and what hangs under it; count the latter."""
        self.number_of[node.key] = number
        children = self.graph.children(node.key)
        return len(children) + sum(self._hide(child, number) for child in children)

    def _column(self, node: TableNode) -> int:
        return self.graph.mode.levels[0].number - node.table.level.number

    def _card(self, node: TableNode, row: float) -> Card:
        table = node.table
        parts = [f"{table.gva:#x}"]
        if table.level.number > 1:
            parts.append(counted(len(table.links), "table"))
        if table.leaves or table.level.number == 1:
            parts.append(counted(table.leaves, "page"))
        looping = any(target[1] == table.gpa for target in self.graph.graph.successors(node.key))
        return Card(
            node.key,
            0,
            table.level.number,
            self._column(node),
            row,
            "loaded registers" if table.gpa is None else f"{table.gpa:#010x}",
            " · ".join(parts),
            badges(node),
            node.key in self.walked,
            node.key == self.selected,
            looping,
        )

    def wires(self) -> list[Wire]:
        """Return a line for each two cards that entries join, the walk's last."""
        found: dict[tuple[int, int], Wire] = {}
        walked = list(self.walked)
        steps = set(pairwise(walked))
        for source, target in self.graph.graph.edges():
            ends = self.number_of[source], self.number_of[target]
            first, last = self.cards[ends[0]], self.cards[ends[1]]
            if ends[0] == ends[1] or first.column + 1 != last.column:
                continue  # inside one fold, or out of its depth
            second = self.graph.nodes[target].parent != source
            wire = Wire(*ends, (source, target) in steps, second, source[0])
            known = found.get(ends)
            if known is None or wire.walked or (known.second and not second):
                found[ends] = wire
        return sorted(found.values(), key=lambda wire: (wire.walked, wire.second))


def table_picture(
    graph: TableGraph,
    walked: Collection[Key] = (),
    selected: Key | None = None,
    unfolded: Collection[Key] = (),
) -> TablePicture:
    """Return the picture of `graph`.

    Args:
        graph: the tables.
        walked: those the walk reads, root first; they are always drawn.
        selected: the one the reader chose; it is drawn too.
        unfolded: the tables under which everything is drawn.
    """
    if graph.root is None:
        return TablePicture(
            heading="Paging is off",
            advice="CR0.PG is clear, so no table is used. Set PG in the registers (Ctrl+R).",
        )
    kept = _with_ancestors(graph, [*walked, *([selected] if selected else ()), *_special(graph)])
    drawing = _Drawing(graph, walked, selected, unfolded, kept)
    drawing.place(graph.nodes[graph.root])
    columns = tuple(
        (level.number, level.table_name)
        for level in graph.mode.levels
        if any(card.level == level.number for card in drawing.cards)
    )
    return TablePicture(
        tuple(drawing.cards), tuple(drawing.wires()), columns, drawing.rows, _count(graph)
    )


def _special(graph: TableGraph) -> list[Key]:
    """Return self-maps, and the shared tables where there are not too many."""
    loops = [key for key, node in graph.nodes.items() if node.self_map]
    shared = [key for key, node in graph.nodes.items() if node.shared]
    return loops + shared if len(shared) <= _SHARED_SHOWN else loops


def _with_ancestors(graph: TableGraph, keys: Collection[Key]) -> set[Key]:
    kept: set[Key] = set()
    for start in keys:
        key: Key | None = start
        while key is not None and key not in kept:
            kept.add(key)
            key = graph.nodes[key].parent
    return kept


def _count(graph: TableGraph) -> str:
    nodes = graph.nodes.values()
    parts = [counted(len(graph.nodes), "table")]
    shared = sum(node.uses > 1 and not node.self_map for node in nodes)
    loops = sum(node.self_map for node in nodes)
    unread = sum(node.table.frame in UNREAD for node in nodes)
    if shared:
        parts.append(f"{shared} shared")
    if loops:
        parts.append(counted(loops, "self-map"))
    if unread:
        parts.append(f"{unread} not kept or outside RAM")
    if not graph.complete:
        parts.append("they go on; only the first ones are shown")
    return " · ".join(parts)
