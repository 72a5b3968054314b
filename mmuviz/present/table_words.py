"""A table of the graph in words: badges, and what the panel beside the graph says."""

from dataclasses import dataclass

from mmuviz.core.memory import Frame
from mmuviz.present.maps_table import size_text
from mmuviz.present.table_graph import Key, TableGraph, TableNode
from mmuviz.present.wording import listed, page_size

UNREAD = {Frame.NOT_KEPT: "not kept whole", Frame.OUTSIDE: "outside RAM"}
"""What a table is of which not all is known."""
_FIRST = 4
"""As many entries that lead to a table are named."""


@dataclass(frozen=True, slots=True)
class TableWords:
    """What is said of a table.

    Attributes:
        title: what sort of table it is.
        lines: a term and what it is, each.
        remarks: sentences on what is special.
        gva: the first linear address that it serves.
    """

    title: str
    lines: tuple[tuple[str, str], ...]
    remarks: tuple[str, ...]
    gva: int


def counted(number: int, noun: str) -> str:
    """Return `1 page`, `12 pages`, `no page`."""
    return f"{number or 'no'} {noun}{'s' if number > 1 else ''}"


def badges(node: TableNode) -> tuple[str, ...]:
    """Return what is special about a table, in a word or two each."""
    said = []
    if node.self_map:
        said.append("self-map")
    elif node.uses > 1:
        said.append(f"{node.uses} lead here")
    elif len(node.levels) > 1:
        said.append(f"{len(node.levels)} levels")
    if node.table.frame in UNREAD:
        said.append(UNREAD[node.table.frame])
    return tuple(said)


def table_words(graph: TableGraph, key: Key) -> TableWords:
    """Describe the table `key`."""
    node = graph.nodes[key]
    table = node.table
    place = "registers" if table.gpa is None else f"{table.gpa:#x}"
    size = size_text(table.level.entries << table.level.shift)
    lines = [
        ("at", place),
        ("led to by", _led_to_by(graph, key)),
        ("serves", f"{table.gva:#x} – {node.last:#x}"),
        ("", f"{size}, {page_size(table.level)} an entry" if table.level.shift < 39 else size),
        ("present", f"{len(table.links) + table.leaves} of {table.level.entries} entries"),
        ("maps", counted(table.leaves, "page")),
    ]
    if table.level.number > 1:
        lines.append(("leads to", counted(len(table.links), "table")))
        lines.append(("below it", counted(graph.below(key), "table")))
    return TableWords(table.level.table_name, tuple(lines), _remarks(graph, node), table.gva)


def _led_to_by(graph: TableGraph, key: Key) -> str:
    found = graph.entries_to(key)
    names = [f"{parent.table.level.name} {number}" for parent, number in found[:_FIRST]]
    if len(found) > _FIRST:
        names.append(f"{len(found) - _FIRST} more")
    if key == graph.root:
        names.insert(0, "CR3")
    return listed(names)


def _remarks(graph: TableGraph, node: TableNode) -> tuple[str, ...]:
    said = []
    if node.self_map:
        said.append(
            "Self-map: an entry of this page leads to the page itself, so the tables can be read"
            " and written as memory, at the addresses that it serves."
        )
    elif node.uses > 1:
        said.append(
            f"Shared: {node.uses} entries lead here. What one entry changes below, all of them see;"
            " the rights above may differ."
        )
    if len(node.levels) > 1:
        names = [graph.mode.level(number).table_name.lower() for number in node.levels]
        said.append(f"The same page is used as {listed(names)}.")
    if node.table.frame is Frame.NOT_KEPT:
        said.append("The file does not keep all of its entries: what they lead to is not known.")
    if node.table.frame is Frame.OUTSIDE:
        said.append("It lies outside RAM, so that every entry reads as absent.")
    return tuple(said)
