"""What a projector shows of a step: the path as cards, the one check, the way to the code."""

from collections.abc import Iterator
from dataclasses import dataclass

from mmuviz.core.bits import Pte
from mmuviz.core.events import Anchor
from mmuviz.core.trace import Semantics
from mmuviz.present.bit_marks import BitMark
from mmuviz.present.flow_exits import Exit
from mmuviz.present.flow_graph import FlowPicture
from mmuviz.present.flow_nodes import Node, NodeState
from mmuviz.present.frame import Frame
from mmuviz.present.path_picture import TablePicture

_FLAGS = (("P", Pte.P), ("W", Pte.W), ("U", Pte.U), ("A", Pte.A))
_DECISIVE = (("D", Pte.D, BitMark.WRITTEN), ("NX", Pte.NX, BitMark.REFUSED))
_TITLES = {
    Anchor.WRITE: "write allowed?",
    Anchor.USER: "user allowed?",
    Anchor.FETCH: "fetch allowed?",
    Anchor.SUPERVISOR: "supervisor allowed?",
    Anchor.LEAF: "the last level, or a large page?",
    Anchor.RESERVED: "a reserved bit set?",
}
_YES_IF_TRUE = (Anchor.LEAF, Anchor.LARGE, Anchor.RESERVED)
"""What is asked as its condition stands; of the others it is negated: `!present`."""
_NOT_MEANT = {
    Anchor.WRITE: "no write",
    Anchor.USER: "no user access",
    Anchor.FETCH: "no fetch",
    Anchor.SUPERVISOR: "no supervisor access",
    Anchor.ACCESSED: "not present",
}
"""What it is where the first of several terms is false: the title's question does not arise."""
_REFUSING = (NodeState.REFUSES_NOW, NodeState.REFUSED_EARLIER)


@dataclass(frozen=True, slots=True)
class Flag:
    """A bit on a card.

    Attributes:
        letter: its letter.
        value: whether it is set.
        mark: what the walk has tested or written there; None where nothing.
    """

    letter: str
    value: bool
    mark: BitMark | None


@dataclass(frozen=True, slots=True)
class Card:
    """A station of the path.

    Attributes:
        level: number of its level.
        title: `PDE 447`; without a number while the walk has not come here.
        value: the entry in hexadecimal; `not kept`, or empty before it is read.
        flags: P, W, U, A; P alone for a register; none before the entry is read. D follows where
            the walk wrote it, NX where it refuses the fetch.
        link: what leads on: `none`, `walked` or `cut`.
        current: the step stands here.
    """

    level: int
    title: str
    value: str
    flags: tuple[Flag, ...]
    link: str
    current: bool


@dataclass(frozen=True, slots=True)
class Question:
    """The one check.

    Attributes:
        node: the check with the truth of its terms.
        title: what it asks.
        refused: it refuses the access.
        verdict: the title's answer, and what follows: `no: jump to access_error`.
    """

    node: Node
    title: str
    refused: bool
    verdict: str


def cards(frame: Frame) -> tuple[Card, ...]:
    """Return a card a level; none for the levels that a large page leaves out."""
    path = frame.path
    return tuple(_card(table) for table in path.tables if table.rows or not path.page.reached)


def _card(table: TablePicture) -> Card:
    level = table.level
    row = next((row for row in table.rows if row.on_path), None)
    name = level.name if level.has_rights else "PDPTR"
    if row is None:
        return Card(level.number, name, "", (), table.link, table.current)
    title, value = f"{name} {row.slot.index}", row.value
    if value is None:
        return Card(level.number, title, "not kept", (), table.link, table.current)
    marks = dict(row.marks)
    flags = tuple(
        Flag(letter, bool(value & bit), marks.get(bit))
        for letter, bit in _FLAGS
        if level.has_rights or letter == "P"
    ) + tuple(
        Flag(letter, bool(value & bit), mark)
        for letter, bit, mark in _DECISIVE
        if marks.get(bit) is mark
    )
    return Card(level.number, title, f"{value:08x}", flags, table.link, table.current)


def question(frame: Frame) -> Question | None:
    """Return the check that refused, or the one that the step makes; None without one."""
    nodes = list(_nodes(frame.flow))
    refusing = next((node for node in nodes if node.state in _REFUSING), None)
    node = refusing or next((one for one in nodes if one.step == frame.step and one.truths), None)
    if node is None:
        return None
    title = _TITLES.get(node.column.anchor, f"{node.column.title}?")
    return Question(node, title, refusing is not None, _verdict(frame, node))


def _nodes(flow: FlowPicture) -> Iterator[Node]:
    for row in flow.rows:
        yield from row.nodes
    if flow.judgement:
        yield from flow.judgement.nodes


def _verdict(frame: Frame, node: Node) -> str:
    anchor, truths = node.column.anchor, node.truths
    holds = node.state in (*_REFUSING, NodeState.WRITTEN, NodeState.STOPS)
    if not holds and len(truths) > 1 and truths[0] is False and anchor in _NOT_MEANT:
        return f"{_NOT_MEANT[anchor]}: goes on"
    answer = "yes" if holds is (anchor in _YES_IF_TRUE) else "no"
    return f"{answer}: {_what_follows(frame, node)}"


def _what_follows(frame: Frame, node: Node) -> str:
    if node.state in _REFUSING:
        out = way_out(frame.flow) if frame.trace.semantics is Semantics.AFTER else None
        return f"jump to {out.name}" if out else "fault"
    if node.state is NodeState.WRITTEN:
        return "set A"
    if node.state is NodeState.STOPS:
        found = node.column.anchor in (Anchor.LEAF, Anchor.LARGE)
        return "the page is found" if found else "the walk ends"
    return "goes on"


def way_out(flow: FlowPicture) -> Exit | None:
    """Return the exit that was taken."""
    return next((one for one in flow.exits if one.taken), None)
