"""The graph of all tables that a root reaches: which entry leads from which table to which.

networkx is loaded when the first graph is made: it takes longer than the whole window.
"""

from dataclasses import dataclass, replace
from typing import Any

from mmuviz.core.events import EntryRead
from mmuviz.core.scenario import Scenario
from mmuviz.core.tables import LimitReached, Table, tables
from mmuviz.core.trace import Trace
from mmuviz.present.address_space import WINDOW_LIMIT

Key = tuple[int, int | None]
"""A level's number and the table's guest-physical address; None for PAE's loaded PDPTRs."""


@dataclass(frozen=True, slots=True)
class TableNode:
    """A table as it is used at one level.

    Attributes:
        key: what it is in the graph.
        table: its entries and addresses.
        parent: the table that it was first met under; None for the root.
        uses: how many entries lead to it at this level.
        self_map: whether an entry of the page leads to the page itself, to this level.
        levels: the numbers of all levels that use the same page.
    """

    key: Key
    table: Table
    parent: Key | None
    uses: int = 0
    self_map: bool = False
    levels: tuple[int, ...] = ()

    @property
    def shared(self) -> bool:
        """Whether more than one entry leads to it, or another level uses the page too."""
        return self.uses > 1 or len(self.levels) > 1

    @property
    def last(self) -> int:
        """The last linear address that it serves, counted from `table.gva`."""
        level = self.table.level
        return self.table.gva + (level.entries << level.shift) - 1


class TableGraph:
    """All tables of a scenario; the structure is a networkx MultiDiGraph, an edge an entry."""

    def __init__(self, scenario: Scenario, limit: int = WINDOW_LIMIT) -> None:
        """Look at the tables of `scenario`, at `limit` entries at the most."""
        import networkx as nx  # noqa: PLC0415  # a quarter of a second, and only for this view

        self.mode = scenario.cpu.mode
        self.paging = scenario.cpu.pg
        self.complete = True
        self.nodes: dict[Key, TableNode] = {}
        self.graph: Any = nx.MultiDiGraph()
        self._scenario = scenario
        self._find(limit)
        self._mark()

    def _find(self, limit: int) -> None:
        by_path: dict[tuple[int, ...], Key] = {}
        try:
            for table in tables(self._scenario, limit):
                key = (table.level.number, table.gpa)
                by_path[table.path] = key
                parent = by_path[table.path[:-1]] if table.path else None
                self.nodes[key] = TableNode(key, table, parent)
        except LimitReached:
            self.complete = False
        for key, node in self.nodes.items():
            self.graph.add_node(key)
            for link in node.table.links:
                target = (node.table.level.number - 1, link.target)
                if target in self.nodes:
                    self.graph.add_edge(key, target, key=link.number)

    def _mark(self) -> None:
        levels: dict[int, tuple[int, ...]] = {}
        for number, gpa in self.nodes:
            if gpa is not None:
                levels[gpa] = (*levels.get(gpa, ()), number)
        for key, node in self.nodes.items():
            self.nodes[key] = replace(
                node,
                uses=self.graph.in_degree(key),
                self_map=any(parent[1] == key[1] for parent in self.graph.predecessors(key)),
                levels=levels.get(key[1], ()) if key[1] is not None else (),
            )

    def follow(self, scenario: Scenario) -> bool:
        """Take `scenario` where it has the same tables; False where it needs a new graph."""
        old = self._scenario
        if scenario.memory is not old.memory or (scenario.cpu, scenario.ram) != (old.cpu, old.ram):
            return False
        self._scenario = scenario
        return True

    @property
    def root(self) -> Key | None:
        """The table that CR3, or PAE's registers, are; None while CR0.PG is clear."""
        return next(iter(self.nodes), None)

    def entries_to(self, key: Key) -> list[tuple[TableNode, int]]:
        """Return the tables whose entries lead to `key`, with the entries' numbers, in order."""
        found = [(self.nodes[parent], number) for parent, _, number in self._edges_to(key)]
        return sorted(found, key=lambda pair: (pair[0].table.gva, pair[1]))

    def _edges_to(self, key: Key) -> list[tuple[Key, Key, int]]:
        return list(self.graph.in_edges(key, keys=True))

    def children(self, key: Key) -> list[TableNode]:
        """Return the tables that were first met under `key`, by their linear addresses."""
        found = {child: self.nodes[child] for child in self.graph.successors(key)}
        return sorted(
            (node for node in found.values() if node.parent == key),
            key=lambda node: node.table.path,
        )

    def below(self, key: Key) -> int:
        """Return how many tables `key` leads to, at any depth."""
        import networkx as nx  # noqa: PLC0415  # loaded with the first graph

        return len(nx.descendants(self.graph, key))


def walked_tables(graph: TableGraph, trace: Trace) -> tuple[Key, ...]:
    """Return the tables of which the walk reads an entry, root first."""
    keys = (
        (event.level.number, None if event.address is None else event.table)
        for event in trace.events
        if isinstance(event, EntryRead)
    )
    return tuple(dict.fromkeys(key for key in keys if key in graph.nodes))
