"""What each opinion answers an operation, and whether it is what the bare processor answers."""

from dataclasses import dataclass
from enum import Enum

from mmuviz.core.events import EntryWritten
from mmuviz.core.shadow.guest import MOST_EXITS, Ending
from mmuviz.core.trace import Semantics
from mmuviz.present.program_case import Case, of_type
from mmuviz.present.program_table import DEAD


class Wrong(Enum):
    """How an answer differs from the processor's. The value is what the totals call it."""

    SPURIOUS = "spurious faults"
    CODE = "wrong codes"
    MISSED = "missed faults"
    LIVELOCK = "livelocks"
    HOST = "host disasters"
    LOAD = "wrong loads"


class Mark(Enum):
    """The sign before an answer."""

    DONE = "done"
    FAULT = "fault"
    NEUTRAL = "neutral"


@dataclass(frozen=True, slots=True)
class Answer:
    """What one opinion answers.

    Attributes:
        mark: its sign.
        words: what happens, in a few words.
        code: the error code; empty without one.
        note: what is to be said of it; empty where nothing is.
        exits: how many vmexits; empty for the processor, which has none.
        wrong: how it differs from the processor's answer; None where it does not.
    """

    mark: Mark
    words: str
    code: str = ""
    note: str = ""
    exits: str = ""
    wrong: Wrong | None = None

    @property
    def text(self) -> str:
        """All of it in one line."""
        exits = f"{self.exits} vmexit{'' if self.exits == '1' else 's'}"
        exits = exits if self.exits.strip(DEAD) else ""
        said = " ".join(part for part in (self.words, self.code) if part)
        return ", ".join(part for part in (said, self.note, exits) if part)


FOR_EVER = "∞"
_NOT_RUN = Answer(Mark.NEUTRAL, "machine is dead", exits=DEAD)
_PLAIN = {
    Ending.DONE: (Mark.DONE, "done"),
    Ending.EMULATE: (Mark.DONE, "emulated"),
    Ending.HOST_BUG: (Mark.FAULT, "host BUG_ON"),
    Ending.HOST_HANG: (Mark.FAULT, "host hangs"),
    Ending.GP: (Mark.FAULT, "#GP"),
    Ending.NOT_KEPT: (Mark.NEUTRAL, "not kept in the file"),
    Ending.PAGING_OFF: (Mark.NEUTRAL, "paging is off"),
}
_NEVER_RIGHT = {
    Ending.LIVELOCK: Wrong.LIVELOCK,
    Ending.HOST_BUG: Wrong.HOST,
    Ending.HOST_HANG: Wrong.HOST,
}


def wrong(case: Case, version: Semantics) -> Wrong | None:
    """Say how a version's answer to an operation is not the processor's; None where it is."""
    executed, hardware = case.executed(version), case.hardware
    unlike = case.record.unlike_hardware(version, case.number)
    if executed is None or hardware is None or not unlike:
        return None
    ending, right = executed.result.ending, hardware.result.ending
    if ending in _NEVER_RIGHT:
        return _NEVER_RIGHT[ending]
    if ending is Ending.INJECTED:
        return Wrong.CODE if right is Ending.INJECTED else Wrong.SPURIOUS
    return Wrong.MISSED if right is Ending.INJECTED else Wrong.LOAD


def accessed_leaf(case: Case, version: Semantics) -> EntryWritten | None:
    """Return where a version's walk set A for a page that the processor refuses to access.

    Of the entries above it the manual leaves open whether they get A.
    """
    hardware = case.hardware
    if hardware is None or hardware.result.ending is not Ending.INJECTED:
        return None
    last = case.path[-1].address
    written = of_type(case.executed(version), EntryWritten)
    return next((event for event in written if event.address == last), None)


def processor_answer(case: Case) -> Answer:
    """Return what the bare processor answers."""
    if case.hardware is None:
        return Answer(Mark.NEUTRAL, DEAD, note="the processor had to stop before")
    result = case.hardware.result
    if result.ending is Ending.INJECTED:
        return Answer(Mark.FAULT, "#PF", f"{result.error_code:#x}")
    mark, words = _PLAIN[result.ending]
    return Answer(mark, words if mark is not Mark.DONE else "")


def version_answer(case: Case, version: Semantics) -> Answer:
    """Return what a version answers, and whether that is right."""
    executed = case.executed(version)
    if executed is None:
        return _NOT_RUN
    result, amiss = executed.result, wrong(case, version)
    note = _note(case, amiss) if amiss is not None else ""
    if amiss is None and accessed_leaf(case, version) is not None:
        note = "but sets A"
    if result.ending is Ending.LIVELOCK:
        words, note = "exits for ever", f"given up after {MOST_EXITS}"
        return Answer(Mark.FAULT, words, "", note, FOR_EVER, amiss)
    exits = str(result.vmexits)
    if result.ending is Ending.INJECTED:
        code = f"{result.error_code:#x}"
        return Answer(Mark.FAULT, "#PF injected", code, note, exits, amiss)
    return Answer(*_PLAIN[result.ending], "", note, exits, amiss)


def _note(case: Case, amiss: Wrong) -> str:
    if amiss is Wrong.SPURIOUS:
        return "spurious"
    if amiss is Wrong.CODE:
        return f"processor: {_code(case)}"
    if amiss is Wrong.MISSED:
        return f"missed: {_code(case)}"
    return "the processor goes on" if amiss is Wrong.HOST else "not as the processor"


def _code(case: Case) -> str:
    assert case.hardware is not None, "judged by it"
    return f"{case.hardware.result.error_code:#x}"
