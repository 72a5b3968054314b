"""What is true of a scenario: what a lesson asks, and what a task expects."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum

from mmuviz.core.bits import PAGE_MASK, Pte
from mmuviz.core.entry import Entry
from mmuviz.core.events import Anchor, Check, EntryRead, EntryWritten, Judged
from mmuviz.core.paging import Level
from mmuviz.core.processor import run_on_processor
from mmuviz.core.scenario import Scenario
from mmuviz.core.shadow.guest import Ending, GuestResult
from mmuviz.core.shadow.program import Executed, run_program
from mmuviz.core.trace import Semantics, Trace, record, translate


class Topic(Enum):
    """What is asked. The value is its word in lesson files.

    What an answer looks like: PATH the index of each entry read, root first; ACCESSED and DIRTY the
    numbers of the levels that get the bit; GPA and ERROR_CODE a number, None for a fault and for no
    fault; INDEX, OFFSET and VMEXITS a number; the others a word.
    """

    OUTCOME = "outcome"
    ERROR_CODE = "error_code"
    GPA = "gpa"
    PATH = "path"
    INDEX = "index"
    OFFSET = "offset"
    ACCESSED = "accessed"
    DIRTY = "dirty"
    CHECK = "check"
    BIT = "bit"
    VMEXITS = "vmexits"
    ENDING = "ending"
    TRANSLATION = "gva_to_gpa"


class Verdict(Enum):
    """What a check comes to. The value is its words in lesson files."""

    PASSES = "passes"
    REFUSES = "refuses"
    NOT_REACHED = "is not reached"


class Fate(Enum):
    """What becomes of a bit of an entry. The value is its word in lesson files."""

    SET = "set"
    KEPT = "kept"
    CLEAR = "clear"
    OPEN = "open"


Value = int | str | tuple[int, ...] | frozenset[int] | None

_NO_KVM = frozenset({Topic.VMEXITS, Topic.TRANSLATION})


@dataclass(frozen=True, slots=True)
class Subject:
    """What is asked, of whom.

    Attributes:
        topic: what.
        semantics: of whose walk, or of whose guest.
        level: number of the level, for INDEX, CHECK and BIT; None for a check over a whole path.
        anchor: the check, for CHECK.
        bit: the bit, for BIT.
        operation: which one of a guest program, from 1, for VMEXITS and ENDING; None: the last.
    """

    topic: Topic
    semantics: Semantics = Semantics.AFTER
    level: int | None = None
    anchor: Anchor | None = None
    bit: int = Pte.A
    operation: int | None = None

    def __post_init__(self) -> None:
        """Refuse what nobody can answer.

        Raises:
            ValueError: the processor is asked what only KVM has.
        """
        if self.semantics is Semantics.HARDWARE and self.topic in _NO_KVM:
            raise ValueError(f"hardware has no {self.topic.value}")

    def truth(self, scenario: Scenario) -> Value:  # noqa: C901, PLR0911, PLR0912  # a case a topic
        """Return what is true of a scenario."""
        match self.topic:
            case Topic.OUTCOME:
                return self._trace(scenario).result.outcome.value
            case Topic.ERROR_CODE:
                return self._code(scenario)
            case Topic.GPA:
                return self._trace(scenario).result.gpa
            case Topic.PATH:
                return tuple(read.index for read in reads(self._trace(scenario)))
            case Topic.INDEX:
                level = _level(scenario, self.level)
                return level.select(scenario.access.gva) if level else None
            case Topic.OFFSET:
                return self._offset(scenario)
            case Topic.ACCESSED:
                return frozenset(levels_written(self._trace(scenario), Pte.A))
            case Topic.DIRTY:
                return frozenset(levels_written(self._trace(scenario), Pte.D))
            case Topic.CHECK:
                return self._verdict(self._trace(scenario)).value
            case Topic.BIT:
                fate = self._fate(self._trace(scenario))
                return fate.value if fate else None
            case Topic.VMEXITS:
                return self._result(scenario).vmexits
            case Topic.ENDING:
                return ending_text(self._result(scenario))
            case Topic.TRANSLATION:  # pragma: no branch  # there is no other
                translated = translate(self.semantics, scenario)
                assert translated is not None, "hardware is not asked"
                return translated.status if translated.gpa is None else f"{translated.gpa:#x}"

    def _offset(self, scenario: Scenario) -> int:
        """Return the offset in the page: a large one only where an entry is there that maps it."""
        access, cpu = scenario.access, scenario.cpu
        for read in reads(self._trace(scenario)):
            entry = Entry(read.value or 0, cpu.mode, read.level)
            gigabyte = self.semantics is Semantics.HARDWARE
            if entry.present and entry.is_large(pse=cpu.pse, gigabyte_pages=gigabyte):
                return access.gva & read.level.offset_mask
        return access.gva & PAGE_MASK

    def _trace(self, scenario: Scenario) -> Trace:
        return record(self.semantics, scenario)

    def _code(self, scenario: Scenario) -> int | None:
        """Return the code that the guest gets; the walk of *before* makes none itself."""
        if self.semantics is not Semantics.BEFORE:
            return self._trace(scenario).result.error_code
        (alone,) = run(self.semantics, replace(scenario, operations=()))
        return alone.result.error_code

    def _result(self, scenario: Scenario) -> GuestResult:
        executed = run(self.semantics, scenario)
        place = len(executed) if self.operation is None else min(self.operation, len(executed))
        return executed[place - 1].result

    def _verdict(self, trace: Trace) -> Verdict:
        for check in _checks(trace):
            if (check.level.number if check.level else None, check.anchor) == (
                self.level,
                self.anchor,
            ):
                return Verdict.REFUSES if check.holds else Verdict.PASSES
        return Verdict.NOT_REACHED

    def _fate(self, trace: Trace) -> Fate | None:
        """Return what becomes of the bit; None where the walk does not read the entry."""
        if self.level in levels_written(trace, self.bit):
            return Fate.SET
        read = next((one for one in reads(trace) if one.level.number == self.level), None)
        if read is None or read.value is None:
            return None
        if read.value & self.bit:
            return Fate.KEPT
        may = self.bit == Pte.A and self.level in {one.number for one, _ in trace.result.may_set}
        return Fate.OPEN if may else Fate.CLEAR


def run(semantics: Semantics, scenario: Scenario) -> tuple[Executed, ...]:
    """Run what the guest of a scenario does, from a cold shadow on."""
    if semantics is Semantics.HARDWARE:
        return run_on_processor(scenario, scenario.program)
    return run_program(semantics, scenario, scenario.program)


def ending_text(result: GuestResult) -> str:
    """`injected 0x7`, `done`, `livelock`."""
    code = f" {result.error_code or 0:#x}" if result.ending is Ending.INJECTED else ""
    return f"{result.ending.value}{code}"


def reads(trace: Trace) -> tuple[EntryRead, ...]:
    """Return the entries that a walk reads, root first."""
    return tuple(event for event in trace.events if isinstance(event, EntryRead))


def levels_written(trace: Trace, bit: int) -> set[int]:
    """Return the numbers of the levels in which a walk sets a bit that was clear."""
    return {
        event.level.number
        for event in trace.events
        if isinstance(event, EntryWritten) and event.new & ~event.old & bit
    }


def _level(scenario: Scenario, number: int | None) -> Level | None:
    return next((one for one in scenario.cpu.mode.levels if one.number == number), None)


def _checks(trace: Trace) -> Iterator[Check]:
    """Yield every check of a walk; hardware's judgement is several, at no level."""
    for event in trace.events:
        if isinstance(event, Check):
            yield event
        elif isinstance(event, Judged):
            yield from event.checks
