"""The error code, built slot by slot where control flow ends; or, before the change, whose it is.

A slot's truth is read off the code that the recorded walk composed: no cause is judged again.
"""

from dataclasses import dataclass, replace
from enum import Enum

from mmuviz.core.bits import Pferr, pferr_text
from mmuviz.core.cursor import guest_walker
from mmuviz.core.events import Anchor, Composed, Returned
from mmuviz.core.predict.veil import asked_of
from mmuviz.core.result import Outcome
from mmuviz.core.trace import Semantics, Trace
from mmuviz.present.code_feeds import FEEDS, fed
from mmuviz.present.flow_exits import Exit, flow_exits


class SlotState(Enum):
    """What is known of a bit of the code."""

    NOT_REACHED = "not reached"
    ARMED = "armed"
    SET = "set"
    STAYS_0 = "stays 0"


@dataclass(frozen=True, slots=True)
class Slot:
    """A bit of the error code.

    Attributes:
        letter: P, W, U, RSVD or I.
        bit: its value.
        cause: the name of what sets it.
        meaning: that cause in one line.
        short: the same in two or three words, for a narrow slot.
        truth: the cause holds; None while that is not known.
        state: what is known of the bit.
        note: the state in words, with the step.
        short_note: the same, shorter.
        step: the step that decides, or decided, the bit; None while nothing led there.
        current: the step at hand decides it.
    """

    letter: str
    bit: int
    cause: str
    meaning: str
    short: str
    truth: bool | None
    state: SlotState
    note: str
    short_note: str
    step: int | None
    current: bool


@dataclass(frozen=True, slots=True)
class Total:
    """The finished code.

    Attributes:
        text: `0x7`, `0x…` while it is not finished, `none` where none comes.
        letters: `P | W | U`, or why there is none.
        done: it is handed back.
        step: the step that hands it back; None without one.
        current: that is the step at hand.
    """

    text: str
    letters: str
    done: bool
    step: int | None
    current: bool


@dataclass(frozen=True, slots=True)
class ChainBox:
    """A station on the way of a page fault before the change.

    Attributes:
        kind: `processor`, `here` or `later`.
        title: its name.
        lines: what is true there, as far as this walk knows.
    """

    kind: str
    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ErrorStrip:
    """The code at a step.

    Attributes:
        title: `error_code`, or `error code` where the walk has no such field.
        lines: a few words below it.
        slots: the bits; none before the change.
        total: the finished code; None before the change.
        feeds: (exit's name, what it starts the code from), for each exit that leads to a code.
        chain: where the code comes from before the change; empty otherwise.
        text: the strip in one sentence.
        fed: what stands beside the way of each of `feeds`: its words, or that they are asked.
    """

    title: str
    lines: tuple[str, ...]
    slots: tuple[Slot, ...]
    total: Total | None
    feeds: tuple[tuple[str, str], ...]
    chain: tuple[ChainBox, ...]
    text: str
    fed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Cause:
    """A bit's cause, in the words of one semantics."""

    letter: str
    bit: int
    name: str
    meaning: str
    short: str
    anchor: Anchor


_CAUSES: dict[Semantics, tuple[_Cause, ...]] = {
    Semantics.AFTER: (
        _Cause(
            "P",
            Pferr.P,
            "access_error",
            "a present entry refused the access",
            "present, but refused",
            Anchor.CODE_P,
        ),
        _Cause("W", Pferr.W, "write_fault", "the access was a write", "a write", Anchor.CODE_W),
        _Cause(
            "U",
            Pferr.U,
            "user_fault",
            "the access came from user mode",
            "from user mode",
            Anchor.CODE_U,
        ),
    ),
    Semantics.HARDWARE: (
        _Cause("P", Pferr.P, "rights", "a translation exists", "translation exists", Anchor.CODE),
        _Cause("W", Pferr.W, "write", "a write", "a write", Anchor.CODE),
        _Cause("U", Pferr.U, "user", "CPL 3", "CPL 3", Anchor.CODE),
        _Cause("RSVD", Pferr.RSVD, "reserved", "a reserved bit", "reserved bit", Anchor.CODE),
        _Cause("I", Pferr.I, "fetch", "a fetch, with NXE or SMEP", "a fetch", Anchor.CODE),
    ),
}
_NO_CODE = {
    Outcome.MAPPED: "no fault",
    Outcome.PAGING_OFF: "no walk",
    Outcome.NON_CANONICAL: "#GP(0)",
    Outcome.NOT_KEPT: "not known",
}


def error_strip(trace: Trace, step: int) -> ErrorStrip:
    """Return the strip below the algorithm at `step` of `trace`."""
    if trace.semantics is Semantics.BEFORE:
        return _chain(trace, step)
    refusal = next((way for way in flow_exits(trace, step) if way.refusal and way.taken), None)
    slots = tuple(_slot(trace, step, cause, refusal) for cause in _CAUSES[trace.semantics])
    total = _total(trace, step)
    after = trace.semantics is Semantics.AFTER
    open_bits = {slot.letter for slot in slots if slot.truth is None} if asked_of(trace) else set()
    return ErrorStrip(
        "error_code" if after else "error code",
        ("built here, bit by bit,", "then returned") if after else ("the processor's,", "with CR2"),
        slots,
        total,
        FEEDS[trace.semantics],
        (),
        "; ".join([f"{slot.letter} {slot.note}" for slot in slots] + [f"code {total.text}"]),
        fed(trace.semantics, open_bits),
    )


def _slot(trace: Trace, step: int, cause: _Cause, refusal: Exit | None) -> Slot:
    """Return a slot: nothing is known of it until a check has refused."""
    state, decided, truth = SlotState.NOT_REACHED, None, None
    if refusal is not None:
        if cause.bit == Pferr.P:
            cause = _why_p(cause, refusal)
        decision = _decision(trace, cause)
        asked = asked_of(trace)
        answered = dict(asked.bits).get(cause.bit) if asked else None
        if decision is None and answered is not None:
            truth, state = answered, SlotState.SET if answered else SlotState.STAYS_0
        if decision is not None:  # what a question hides is not armed either
            decided, code = decision
            truth = bool(code & cause.bit)
            state = SlotState.SET if step >= decided else SlotState.ARMED
            state = state if truth else SlotState.STAYS_0
    return Slot(
        cause.letter,
        cause.bit,
        cause.name,
        cause.meaning,
        cause.short,
        truth,
        state,
        *_notes(state, decided),
        decided,
        current=decided == step,
    )


def _notes(state: SlotState, decided: int | None) -> tuple[str, str]:
    """Return a state in words, long and short."""
    if state is SlotState.ARMED:
        return f"joins at step {decided}", f"step {decided}"
    if state is SlotState.SET and decided is not None:
        return f"set, step {decided}", "set"
    return state.value, state.value


def _why_p(cause: _Cause, refusal: Exit) -> _Cause:
    """Return what decided P: the exit that was taken."""
    if refusal.under is Anchor.PRESENT:
        return replace(cause, name=refusal.name, meaning="an entry was absent", short="absent")
    if refusal.under is Anchor.RESERVED:
        meaning = "a present entry, a reserved bit"
        return replace(cause, name=refusal.name, meaning=meaning, short="reserved bit")
    return cause


def _decision(trace: Trace, cause: _Cause) -> tuple[int, int] | None:
    """Return the step that decides a bit, and the code after it; None while that is hidden."""
    for number, event in enumerate(trace.events, 1):
        if isinstance(event, Composed) and event.anchor is cause.anchor:
            return number, event.error_code
    return None


def _total(trace: Trace, step: int) -> Total:
    """Return the total: done once the walk has handed its code back."""
    for number, event in enumerate(trace.events, 1):
        if isinstance(event, Returned) and event.error_code is not None:
            code = event.error_code
            if number <= step:
                text, letters = f"{code:#x}", pferr_text(code)
                return Total(text, letters, done=True, step=number, current=number == step)
            return Total("0x…", "not yet", done=False, step=number, current=False)
    if step < len(trace.events):
        return Total("0x…", "not yet", done=False, step=None, current=False)
    why = _NO_CODE[trace.result.outcome]
    return Total("none", why, done=False, step=None, current=False)


def _chain(trace: Trace, step: int) -> ErrorStrip:
    """Say whose the code is before the change, and what this walk hands back: nothing else."""
    boxes = (
        ChainBox(
            "processor",
            "vmexit",
            (
                "the processor's page fault,",
                "raised on the shadow tables,",
                "with the processor's code",
            ),
        ),
        ChainBox("here", "page_fault", _handed_back(trace, step)),
        ChainBox(
            "later",
            "page_fault goes on",
            ("on the shadow tables;", "a code it injects is", "the processor's"),
        ),
    )
    lines = ("not from this walk:", "the processor's, raised", "on the shadow tables")
    return ErrorStrip("error code", lines, (), None, (), boxes, f"error code: {' '.join(lines)}")


def _handed_back(trace: Trace, step: int) -> tuple[str, ...]:
    if step < len(trace.events):
        level = guest_walker(trace, step).level
        at = f", at level {level.number}" if level else ""
        return (f"this walk: on its way{at}",)
    result = trace.result
    if result.outcome is Outcome.PAGING_OFF:
        return ("this walk: none, paging is off",)
    level = result.level
    assert level is not None, "a walk of tables ends at a level"
    name = f"{level.name} {level.select(trace.scenario.access.gva)}"
    if result.outcome is Outcome.NOT_KEPT:
        return (f"this walk: ends at {name},", "which the file does not keep")
    entry = "a register" if result.ptep is None else f"{result.ptep:#x}"
    gfn = "gfn unset: the entry is absent" if result.gfn is None else f"gfn {result.gfn:#x}"
    return (f"this walk: reached {name}", f"ptep {entry} · level {level.number}", gfn)
