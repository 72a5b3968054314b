"""What a step leaves, as words: the same in every export, and what a reader may check there."""

from dataclasses import dataclass

from mmuviz.core.cursor import event_at
from mmuviz.present.flow_nodes import Node, NodeState
from mmuviz.present.frame import Frame
from mmuviz.present.presenter import cards
from mmuviz.present.walker import Field, walker_picture
from mmuviz.present.wording import code_text

_SIGNS = {
    NodeState.NOT_WALKED: "·",
    NodeState.PASSED: "✓",
    NodeState.REFUSES_NOW: "✗",
    NodeState.REFUSED_EARLIER: "✗",
    NodeState.WRITTEN: "✎",
    NodeState.STOPS: "■",
    NodeState.ABSENT_CHECK: "⊖",
}
SIGNS = (
    ("·", "not walked"),
    ("✓", "passed"),
    ("✗", "refused"),
    ("✎", "written"),
    ("■", "the walk ends here"),
    ("⊖", "no such check"),
)
"""What the signs of the checks mean."""


@dataclass(frozen=True, slots=True)
class CheckMark:
    """A check at a level, and what became of it.

    Attributes:
        letter: its letter.
        sign: `✓`, `✗`, ...
        word: the same in words.
        now: the step at hand makes it.
    """

    letter: str
    sign: str
    word: str
    now: bool


@dataclass(frozen=True, slots=True)
class CheckRow:
    """The checks of a level, or of the whole path.

    Attributes:
        label: `PDE 447`, `Rights`.
        marks: its checks, in order.
    """

    label: str
    marks: tuple[CheckMark, ...]


@dataclass(frozen=True, slots=True)
class StepState:
    """What stands after a step.

    Attributes:
        checks: what was asked, level by level.
        walker: the walker's fields, or what hardware has collected.
        walker_title: whose fields they are.
        accessed: entry, `1 → 1`, and why, for A of each entry that was read.
        error_code: `0x7 (P | W | U)`, `0x…` while it is not finished, or why there is none.
    """

    checks: tuple[CheckRow, ...]
    walker: tuple[Field, ...]
    walker_title: str
    accessed: tuple[tuple[str, str, str], ...]
    error_code: str


def step_state(frame: Frame) -> StepState:
    """Return what stands after the frame's step."""
    walker = walker_picture(frame.trace.semantics, frame.walker, frame.translated)
    return StepState(
        _checks(frame),
        walker.fields,
        walker.title,
        tuple((row.title, row.change, row.note) for row in frame.path.accessed),
        _error_code(frame),
    )


def state_record(frame: Frame) -> dict[str, object]:
    """Return what stands after the frame's step as plain values, for a program that reads it."""
    state, event = step_state(frame), event_at(frame.trace, frame.step)
    ended = frame.step == frame.last_step
    return {
        "step": frame.step,
        "last": frame.last_step,
        "event": event.anchor.value if event else None,
        "title": frame.headline.title,
        "entries": {card.title: card.value for card in cards(frame) if card.value},
        "walker": {field.name: field.value if field.known else None for field in state.walker},
        "accessed": {title: change for title, change, _ in state.accessed if change},
        "error_code": frame.walker.error_code,
        "outcome": frame.trace.result.outcome.value if ended else None,
    }


def _checks(frame: Frame) -> tuple[CheckRow, ...]:
    flow = frame.flow
    rows = [(row.label, row.nodes) for row in flow.rows]
    if flow.judgement:
        rows.append(("Rights", (*flow.judgement.nodes, flow.judgement.written)))
    if flow.message:
        return ()
    return tuple(
        CheckRow(label, tuple(_mark(frame, node) for node in nodes)) for label, nodes in rows
    )


def _mark(frame: Frame, node: Node) -> CheckMark:
    letter, sign = node.column.letter, _SIGNS[node.state]
    return CheckMark(letter, sign, dict(SIGNS)[sign], node.step == frame.step)


def _error_code(frame: Frame) -> str:
    total = frame.code.total
    if total is None:
        return "none of its own: the processor's stands"
    if total.done:
        return code_text(int(total.text, 16))
    return "not finished" if total.text == "0x…" else f"none: {total.letters}"
