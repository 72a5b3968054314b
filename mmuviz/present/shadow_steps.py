"""An operation step by step: a card for each phase of the try that is shown."""

from dataclasses import dataclass
from enum import Enum

from mmuviz.core.events import Anchor
from mmuviz.core.shadow.guest import Ending
from mmuviz.core.shadow.phases import Phase, PhaseKind
from mmuviz.core.shadow.program import Executed
from mmuviz.core.trace import Semantics
from mmuviz.present.program_table import operation_text, result_text
from mmuviz.present.run_frame import Moment, RunFrame
from mmuviz.present.shadow_moment import ShadowMoment
from mmuviz.present.shadow_said import said

_ENDS = {
    Ending.HOST_BUG: ("BUG_ON", "a frame outside RAM, or a wrong reverse map"),
    Ending.HOST_HANG: ("hangs", "zap while shadowed: a root in use stays findable"),
    Ending.NOT_KEPT: ("nobody knows", "the file does not keep what is read next"),
}


class Stage(Enum):
    """Whether a card has happened."""

    DONE = "done"
    CURRENT = "current"
    AHEAD = "ahead"


@dataclass(frozen=True, slots=True)
class StepCard:
    """A phase.

    Attributes:
        number: counted from 1 within the operation.
        word: what it is called.
        result: what it came to, in a word or two; empty ahead.
        fault: it came to a fault.
        lines: two short lines of detail; empty ahead.
        step: the step of the run that it is.
        stage: whether it has happened.
    """

    number: int
    word: str
    result: str
    fault: bool
    lines: tuple[str, ...]
    step: int
    stage: Stage


@dataclass(frozen=True, slots=True)
class StepStrip:
    """The cards of a try.

    Attributes:
        title: which operation.
        caption: what it is, which try, how it ended.
        cards: the phases.
    """

    title: str
    caption: str
    cards: tuple[StepCard, ...]


def step_strip(frame: RunFrame, version: Semantics) -> StepStrip:
    """Return the cards of the try that `frame` shows, as `version` goes through it."""
    executed = frame.executed(version)
    number = frame.operation
    title = f"Operation {number + 1}, step by step"
    text = operation_text(frame.record.operations[number])
    if executed is None:
        return StepStrip(title, f"{text} · does not happen: the machine is dead", ())
    phases, done = frame.phases(version), frame.done(version)
    shown = max(frame.moment.place[0], 1)
    last = max((phase.round for phase in phases), default=1)
    shown = min(shown, last)
    cards = tuple(
        _card(frame, version, place, done)
        for place, phase in enumerate(phases)
        if phase.round == shown or (shown <= 1 and phase.round == 0)
    )
    if done == len(phases) and executed.result.ending in _ENDS and cards:
        cards = (*cards, _end(cards[-1], executed))
    parts = [text]
    if last > 1:
        parts.append(f"try {shown} of {last}")
    if done == len(phases) and frame.step:
        parts.append(result_text(executed.result))
    elif done and frame.current(version) is None:
        parts.append("waits for the other version")
    return StepStrip(title, " · ".join(parts), cards)


def _card(frame: RunFrame, version: Semantics, place: int, done: int) -> StepCard:
    phase = frame.phases(version)[place]
    step = frame.record.moments.index(Moment(frame.operation, phase.place)) + 1
    word = _word(phase, frame, version)
    if place >= done:
        return StepCard(place + 1, word, "", False, (), step, Stage.AHEAD)
    current = frame.current(version) is phase
    result, lines = said(phase.kind, phase.events)
    result = result or "no end"
    fault = phase.kind in (PhaseKind.EXIT, PhaseKind.LOOKUP) and "#PF" in result
    fault = fault or "refused" in result or "injected" in result
    stage = Stage.CURRENT if current else Stage.DONE
    return StepCard(place + 1, word, result, fault, lines, step, stage)


def _end(last: StepCard, executed: Executed) -> StepCard:
    """Return the card of a host that does not come back."""
    said, why = _ENDS[executed.result.ending]
    return StepCard(last.number + 1, "host", said, True, (why,), last.step, Stage.DONE)


def _word(phase: Phase, frame: RunFrame, version: Semantics) -> str:
    if phase.kind is PhaseKind.LOOKUP:
        return "CPU"
    if phase.kind is PhaseKind.ANSWER:
        return "page_fault"
    if phase.kind is PhaseKind.FIX:
        access = ShadowMoment(frame, version).access
        anchor = Anchor.FIX_WRITE if access and access.write else Anchor.FIX_READ
        return str(anchor.value)
    return str(phase.kind.value)
