"""What a guest kernel's fault handler sees of each operation, under before, after and hardware."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from mmuviz.core.bits import Pte
from mmuviz.core.operation import LoadCr3, Operation, SetWp, TableWrite, Touch
from mmuviz.core.scenario import Scenario
from mmuviz.core.shadow.guest import Ending, GuestResult
from mmuviz.core.shadow.program import Executed
from mmuviz.core.trace import Semantics
from mmuviz.present.guest_writes import guest_writes
from mmuviz.present.program_table import result_text
from mmuviz.present.run_frame import RunRecord
from mmuviz.present.wording import amount, code_text

TITLE: Final = "What a guest kernel sees"
SUBTITLE: Final = (
    "Guest programs that do what an operating system's kernel does; for each operation, what its "
    "fault handler sees under before, after and hardware."
)
_PREFIX = "A guest kernel: "
_QUIET = {Ending.DONE, Ending.EMULATE}


@dataclass(frozen=True, slots=True)
class Seen:
    """What one version shows the guest of an operation.

    Attributes:
        text: `no fault`, `#PF 0x7 (P | W | U)`, or what else came of it.
        fault: the handler runs.
        wrong: the bare processor ends it otherwise.
        cost: `2 vmexits`, which the guest feels as time; empty for none.
        accessed: the watched A bit afterwards; None where none is watched.
    """

    text: str
    fault: bool
    wrong: bool
    cost: str
    accessed: bool | None

    @property
    def words(self) -> str:
        """All of it as text."""
        bit = None if self.accessed is None else f"A {int(self.accessed)}"
        return " ".join(filter(None, (self.text, self.cost, bit)))


@dataclass(frozen=True, slots=True)
class StoryRow:
    """An operation.

    Attributes:
        number: its number, from 1.
        operation: what the guest does, in the names of its labels.
        seen: by semantics.
        differs: the guest can tell before from after: by the ending, the cost or the A bit.
    """

    number: int
    operation: str
    seen: Mapping[Semantics, Seen]
    differs: bool

    @property
    def words(self) -> str:
        """The row as a sentence."""
        told = ", ".join(f"{semantics.value} {seen.words}" for semantics, seen in self.seen.items())
        return f"{self.number}, {self.operation}: {told}."


@dataclass(frozen=True, slots=True)
class Story:
    """A guest program as a story.

    Attributes:
        title: what the kernel does.
        notes: what comes of it.
        summary: how many operations differ.
        rows: its operations.
        watched: what the A cells show: the first entry whose A bit differs; empty for none.
    """

    title: str
    notes: str
    summary: str
    rows: tuple[StoryRow, ...]
    watched: str


def story_of(scenario: Scenario) -> Story:
    """Run the program of `scenario` on all three and tell it."""
    record = RunRecord(scenario)
    watched = _watched(scenario, record)
    accessed = {
        semantics: list(_accessed(scenario, run, watched)) for semantics, run in record.runs.items()
    }
    rows = []
    for number, operation in enumerate(record.operations):
        seen = {
            semantics: _seen(record, semantics, number, accessed[semantics])
            for semantics in Semantics
        }
        one, other = seen[Semantics.BEFORE], seen[Semantics.AFTER]
        differs = (one.text, one.cost, one.accessed) != (other.text, other.cost, other.accessed)
        rows.append(StoryRow(number + 1, _operation(scenario, operation), seen, differs))
    title = scenario.title.removeprefix(_PREFIX)
    return Story(
        title[:1].upper() + title[1:],
        scenario.notes.strip().replace("\n", " "),
        _summary(rows),
        tuple(rows),
        "" if watched is None else f"A of the entry at {watched:#x}",
    )


def _summary(rows: list[StoryRow]) -> str:
    """Say how much the guest can tell before and after apart by."""
    codes = sum(row.seen[Semantics.BEFORE].text != row.seen[Semantics.AFTER].text for row in rows)
    others = sum(row.differs for row in rows) - codes
    parts = []
    if codes:
        parts.append(f"{codes} of {len(rows)} operations end otherwise")
    if others:
        parts.append(f"{others} of {len(rows)} differ in cost or A")
    return "; ".join(parts) or "before and after are alike"


def _seen(record: RunRecord, semantics: Semantics, number: int, accessed: list[bool]) -> Seen:
    executed = record.executed(semantics, number)
    if executed is None:
        return Seen("the machine is dead", fault=False, wrong=False, cost="", accessed=None)
    result = executed.result
    return Seen(
        _ending(result),
        fault=result.ending is Ending.INJECTED,
        wrong=record.unlike_hardware(semantics, number),
        cost=amount(result.vmexits, "vmexit") if result.vmexits else "",
        accessed=accessed[number] if accessed else None,
    )


def _ending(result: GuestResult) -> str:
    if result.ending in _QUIET:
        return "no fault"
    if result.ending is Ending.INJECTED:
        return f"#PF {code_text(result.error_code or 0)}"
    return result_text(GuestResult(result.ending))


def _watched(scenario: Scenario, record: RunRecord) -> int | None:
    """Return the address of the first entry whose A bit before and after leave unlike."""
    runs = [record.runs[semantics] for semantics in (Semantics.BEFORE, Semantics.AFTER)]
    written = {
        write.gpa: None for run in runs for executed in run for write in guest_writes(executed)
    }
    for gpa in written:
        one, other = (list(_accessed(scenario, run, gpa)) for run in runs)
        if one != other:
            return gpa
    return None


def _accessed(scenario: Scenario, run: tuple[Executed, ...], gpa: int | None) -> Iterator[bool]:
    """Yield the A bit of the entry at `gpa` after each operation; nothing without an entry."""
    if gpa is None:
        return
    value = scenario.entry(gpa) or 0
    for executed in run:
        for write in guest_writes(executed):
            value = write.new if write.gpa == gpa else value
        yield bool(value & Pte.A)


def _operation(scenario: Scenario, operation: Operation) -> str:
    """`the program writes shared`, `the kernel writes pte_of_shared = 0x201007`."""
    match operation:
        case Touch(access):
            who = "the program" if access.user else "the kernel"
            verb = {"read": "reads", "write": "writes", "fetch": "runs"}[access.kind]
            return f"{who} {verb} {_place(scenario, access.gva)}"
        case TableWrite(gva, value):
            return f"the kernel writes {_place(scenario, gva)} = {value:#x}"
        case SetWp(wp):
            return f"the kernel {'sets' if wp else 'clears'} CR0.WP"
        case LoadCr3(cr3):  # pragma: no branch  # there is no other
            return f"the kernel loads CR3 = {cr3:#x}"


def _place(scenario: Scenario, gva: int) -> str:
    """Return an address as its label, a label's neighbour, or a number."""
    best = max(
        (label for label in scenario.labels if 0 <= gva - label.gva < 0x1000),
        key=lambda label: label.gva,
        default=None,
    )
    if best is None:
        return f"{gva:#x}"
    return best.name if gva == best.gva else f"{best.name} + {gva - best.gva:#x}"
