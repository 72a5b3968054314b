"""The picture of the algorithm at a step: what was asked at each level, and where control went.

Everything is read off the events up to the step; nothing here walks or decides.
"""

from dataclasses import dataclass

from mmuviz.core.cursor import event_at
from mmuviz.core.events import (
    Anchor,
    EntryRead,
    EntryWritten,
    Event,
    Judged,
    Jumped,
    Source,
)
from mmuviz.core.paging import Level, PagingMode
from mmuviz.core.predict.veil import asked_at
from mmuviz.core.trace import Semantics, Trace
from mmuviz.present.flow_columns import Column, columns, judged_columns, written_column
from mmuviz.present.flow_edges import Edge, Place, edges, edges_walked, place_of
from mmuviz.present.flow_exits import Exit, flow_exits
from mmuviz.present.flow_nodes import Node, NodeState, make_node
from mmuviz.present.flow_rails import Rail, rails


@dataclass(frozen=True, slots=True)
class Row:
    """A level of the mode, whether reached or not.

    Attributes:
        level: the level.
        label: `PDE 447`.
        nodes: its checks, left to right.
        note: what there is to say instead of checks; may be empty.
        caption: what is special about where the entry was read; may be empty.
        read_step: the step at which the entry was read; None where it was not.
        left: control has gone on from this row, to the next one or to the judgement.
    """

    level: Level
    label: str
    nodes: tuple[Node, ...]
    note: str
    caption: str
    read_step: int | None
    left: bool


@dataclass(frozen=True, slots=True)
class Judgement:
    """Hardware's frame *Rights*, and d behind it.

    Attributes:
        nodes: b, c, x, s, side by side, no order among them.
        written: d: A and D, only if allowed.
        state: of the frame as a whole.
        step: the step of the judgement; None before.
    """

    nodes: tuple[Node, ...]
    written: Node
    state: NodeState
    step: int | None


@dataclass(frozen=True, slots=True)
class FlowPicture:
    """The algorithm at a step.

    Attributes:
        mode: the paging mode; with `semantics` it decides the layout.
        semantics: whose algorithm it is.
        question: what the conditions decide: `jumps when`.
        columns: the checks, left to right.
        rows: the levels, root first.
        judgement: the frame behind the rows; None where rights are judged in the rows.
        rails: the rights that hardware collects; empty otherwise.
        exits: where control can leave.
        edges: every edge of the graph.
        walked: the edges passed so far, in order.
        leaving: the edge that the current check has decided on, not passed yet.
        current: the node that the step stands on; None at step 0.
        message: the sentence that stands for the picture where there is no walk.
    """

    mode: PagingMode
    semantics: Semantics
    question: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    judgement: Judgement | None
    rails: tuple[Rail, ...]
    exits: tuple[Exit, ...]
    edges: frozenset[Edge]
    walked: tuple[Edge, ...]
    leaving: Edge | None
    current: Place | None
    message: str

    @property
    def current_row(self) -> int | None:
        """The number of the level that the step stands in; None outside the rows."""
        return self.current.level if self.current else None

    @property
    def refused(self) -> bool:
        """Whether a check has refused."""
        return any(exit_.refusal and exit_.taken for exit_ in self.exits)


_QUESTIONS = {
    Semantics.BEFORE: "d writes when",
    Semantics.AFTER: "jumps when",
    Semantics.HARDWARE: "faults when",
}
_MESSAGES = {
    Anchor.PAGING_OFF: (
        "CR0.PG is clear: there is no walk. The linear address is the guest-physical address."
    ),
    Anchor.NON_CANONICAL: (
        "Bits 63 to 47 of the address are not all equal: it is not canonical. "
        "The processor raises #GP(0) and reads no table."
    ),
}
_IN_ROW = {
    Anchor.READ_PDPTR: Anchor.READ,
    Anchor.PDPTR_PRESENT: Anchor.PRESENT,
    Anchor.PDPTR_NEXT: Anchor.NEXT,
    Anchor.LARGE: Anchor.LEAF,
}


def flow_picture(trace: Trace, step: int) -> FlowPicture:
    """Return the picture of the algorithm at `step` of `trace`."""
    mode, semantics = trace.scenario.cpu.mode, trace.semantics
    event = event_at(trace, step)
    graph, walked = edges(mode, semantics), edges_walked(trace, step)
    exits = flow_exits(trace, step)
    current = place_of(semantics, event) if event else None
    return FlowPicture(
        mode,
        semantics,
        _QUESTIONS[semantics],
        columns(mode, semantics),
        tuple(_row(trace, step, level) for level in mode.levels),
        _judgement(trace, step),
        rails(trace, step),
        exits,
        graph,
        walked,
        _leaving(graph, exits, current),
        current,
        _MESSAGES.get(event.anchor, "") if isinstance(event, Jumped) else "",
    )


def _leaving(graph: frozenset[Edge], exits: tuple[Exit, ...], current: Place | None) -> Edge | None:
    """Return the way out that the current check has decided on."""
    for exit_ in exits:
        edge = Edge(current, exit_.target) if current else None
        if exit_.now and edge in graph and exit_.target != current:
            return edge
    return None


def _row(trace: Trace, step: int, level: Level) -> Row:
    read, read_step, acted, passed_on = None, None, {}, False
    for number, event in enumerate(trace.events[:step], 1):
        if isinstance(event, EntryRead):
            passed_on = passed_on or read is not None
            if event.level is level:
                read, read_step = event, number
        elif read is not None and not passed_on:
            passed_on = isinstance(event, Judged)
            if not passed_on:
                acted[_IN_ROW.get(event.anchor, event.anchor)] = (number, event)
    nodes = tuple(
        make_node(trace, step, column, level, acted.get(column.anchor))
        for column in columns(trace.scenario.cpu.mode, trace.semantics)
        if _asked(trace.semantics, column, level)
    )
    index = level.select(trace.scenario.access.gva)
    note, caption = _note(trace.semantics, level, read, nodes)
    return Row(level, f"{level.name} {index}", nodes, note, caption, read_step, passed_on)


def _asked(semantics: Semantics, column: Column, level: Level) -> bool:
    """Whether a row of `level` has a node for `column`: of a register only P is looked at.

    Hardware does not ask a PML4E whether it maps a page: it never does.
    """
    if column.anchor in (Anchor.COLLECT, Anchor.NEXT):
        return False
    if semantics is Semantics.HARDWARE and column.anchor is Anchor.LEAF and level.number == 4:
        return False
    return level.has_rights or column.anchor is Anchor.PRESENT


def _note(
    semantics: Semantics, level: Level, read: EntryRead | None, nodes: tuple[Node, ...]
) -> tuple[str, str]:
    if read is not None and read.source is Source.NOT_KEPT:
        return "not kept in the file: nobody can say how the walk goes on", "not kept"
    caption = "outside RAM" if read is not None and read.source is Source.OUTSIDE else ""
    if level.has_rights:
        return "", caption
    without = {
        Semantics.BEFORE: "a register: no A to set",
        Semantics.AFTER: "a register: no W, U or A to look at",
        Semantics.HARDWARE: "a register: no W, U or NX to collect",
    }[semantics]
    absent = nodes[0].state not in (NodeState.NOT_WALKED, NodeState.PASSED)
    return without if absent else f"{without}; level drops to 2", caption


def _judgement(trace: Trace, step: int) -> Judgement | None:
    behind = written_column(trace.semantics)
    if behind is None:
        return None
    judged: tuple[int, Judged] | None = None
    written: tuple[int, Event] | None = None
    for number, event in enumerate(trace.events[:step], 1):
        if isinstance(event, Judged):
            judged = (number, event)
        elif isinstance(event, EntryWritten):
            written = (number, event)
    checks = {check.anchor: check for check in judged[1].checks} if judged else {}
    nodes = tuple(
        make_node(
            trace,
            step,
            column,
            None,
            (judged[0], checks[column.anchor]) if judged else None,
        )
        for column in judged_columns(trace.semantics)
    )
    state = NodeState.NOT_WALKED
    asked = asked_at(trace, step)
    if asked is not None and asked.anchor is Anchor.JUDGE:
        state = NodeState.ASKED
    if judged:
        state = next(
            (node.state for node in nodes if node.state is not NodeState.PASSED), NodeState.PASSED
        )
    return Judgement(
        nodes, make_node(trace, step, behind, None, written), state, judged[0] if judged else None
    )
