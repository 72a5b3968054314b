"""The heading of an exit diagram, and what both versions come to in the end."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from mmuviz.core.access import Access
from mmuviz.core.bits import Pte
from mmuviz.core.events import Anchor, EntryRead
from mmuviz.core.operation import LoadCr3, SetWp, TableWrite, Touch, access_of
from mmuviz.core.shadow.events import GuestStored, SlotSet
from mmuviz.core.shadow.guest import ALLOWED, Ending
from mmuviz.core.shadow.program import Executed
from mmuviz.core.trace import Semantics
from mmuviz.present.exit_notes import accessed
from mmuviz.present.exit_words import leaf_text
from mmuviz.present.program_case import Case
from mmuviz.present.program_table import DEAD, operation_text
from mmuviz.present.run_frame import VERSIONS, RunRecord
from mmuviz.present.wording import entry_name


@dataclass(frozen=True, slots=True)
class TallyColumn:
    """A number or state that both versions have.

    Attributes:
        title: what it is.
        values: by version, before first.
        wrong: which values are not what the bare processor says.
    """

    title: str
    values: tuple[str, str]
    wrong: tuple[bool, ...] = (False, False)

    @property
    def differs(self) -> bool:
        """Whether the versions differ in it."""
        return self.values[0] != self.values[1]


def tally(record: RunRecord, operation: int) -> tuple[TallyColumn, ...]:
    """Return what an operation comes to under both versions."""
    executed = [record.executed(version, operation) for version in VERSIONS]
    columns = [
        _column("vmexits", executed, lambda one: str(one.result.vmexits)),
        _column("pf_fixed", executed, lambda one: str(one.result.pf_fixed)),
        replace(
            _column("the guest gets", executed, answer_text),
            wrong=tuple(record.unlike_hardware(version, operation) for version in VERSIONS),
        ),
    ]
    if access_of(record.operations[operation]) is not None:
        before, after = (_leaf(Case(record, operation), version) for version in VERSIONS)
        columns.append(TallyColumn("shadow leaf left", (before, after)))
    columns.append(_column("A, D bits it sets", executed, _bits))
    return tuple(columns)


def _column(
    title: str, executed: list[Executed | None], say: Callable[[Executed], str]
) -> TallyColumn:
    before, after = (DEAD if one is None else say(one) for one in executed)
    return TallyColumn(title, (before, after))


_ENDINGS = {
    Ending.DONE: "done",
    Ending.EMULATE: "done",
    Ending.LIVELOCK: "∞",
    Ending.HOST_BUG: "BUG_ON",
    Ending.HOST_HANG: "host hangs",
    Ending.GP: "#GP",
    Ending.NOT_KEPT: "not kept",
    Ending.PAGING_OFF: "paging off",
}


def answer_text(executed: Executed) -> str:
    """What the guest notices: `#PF 0x7`, `done`, `∞`."""
    result = executed.result
    if result.ending is Ending.INJECTED:
        return f"#PF {result.error_code or 0:#x}"
    return _ENDINGS[result.ending]


def _leaf(case: Case, version: Semantics) -> str:
    """Return the shadow leaf of an operation's address as it stands after it."""
    executed = case.executed(version)
    if executed is None or executed.result.ending.is_fatal:
        return DEAD
    leaf = case.leaf(version)
    return leaf_text(leaf.value if leaf else 0)


def _bits(executed: Executed) -> str:
    """Which A and D bits of the guest an operation has set: `A PDE 2, PTE 3; D PTE 3`."""
    read = {
        event.address: entry_name(event)
        for event in executed.events
        if isinstance(event, EntryRead) and event.address is not None
    }
    dirty = [
        read[event.gpa]
        for event in executed.events
        if isinstance(event, GuestStored)
        and event.anchor is Anchor.DIRTY
        and event.old != event.new
    ]
    bits = (("A", list(accessed(executed).values())), ("D", dirty))
    return "; ".join(f"{bit} {', '.join(names)}" for bit, names in bits if names) or "none"


def heading(record: RunRecord, operation: int) -> tuple[str, str]:
    """Return the title of an operation's diagram and the line below it."""
    done = record.operations[operation]
    which = f"Operation {operation + 1}: " if len(record.operations) > 1 else ""
    title = f"{which}{_subject(record, operation)}, seen by the guest, the processor and KVM"
    facts = [operation_text(done)]
    if isinstance(done, Touch):
        facts = [f"{done.access.gva:#x}", f"{done.access.privilege} {done.access.kind}"]
    if access_of(done) is not None:
        facts += _entry(record, operation)
        facts.append(f"shadow tables {'warm' if _warm(record, operation) else 'cold'}")
    title = title[0].upper() + title[1:] if not which else title
    return title, " · ".join(facts)


def _subject(record: RunRecord, operation: int) -> str:
    done = record.operations[operation]
    match done:
        case SetWp():
            return "CR0.WP is written"
        case LoadCr3():
            return "CR3 is loaded"
        case TableWrite():
            noun = "page-table write"
        case Touch(access):  # pragma: no branch  # there is no other
            noun = str(access.kind)
    expected = record.executed(Semantics.HARDWARE, operation)
    if expected is None:
        return f"one {noun}"
    refused = expected.result.ending not in ALLOWED
    return f"one {'refused' if refused else 'allowed'} {noun}"


def _entry(record: RunRecord, operation: int) -> list[str]:
    """The entry that decides, as the bare processor reads it: `PTE 353: P 1  W 0  U 1`."""
    expected = record.executed(Semantics.HARDWARE, operation)
    reads = [event for event in expected.events if isinstance(event, EntryRead)] if expected else []
    if not reads or reads[-1].value is None:
        return []
    touch = record.operations[operation]
    last = _refusing(touch.access, reads) if isinstance(touch, Touch) else reads[-1]
    value = last.value or 0
    flags = (("P", Pte.P), ("W", Pte.W), ("U", Pte.U)) if last.level.has_rights else (("P", Pte.P),)
    said = "  ".join(f"{letter} {int(bool(value & bit))}" for letter, bit in flags)
    return [f"{entry_name(last)}: {said}"]


def _refusing(access: Access, reads: list[EntryRead]) -> EntryRead:
    """Return the first entry that lacks a right that the access needs; else the last one."""
    needed = (Pte.W if access.write else 0) | (Pte.U if access.user else 0)
    if not (reads[-1].value or 0) & Pte.P:
        return reads[-1]
    for read in reads:
        if read.level.has_rights and needed & ~(read.value or 0):
            return read
    return reads[-1]


def _warm(record: RunRecord, operation: int) -> bool:
    """Whether an operation before this one has left a leaf in a shadow."""
    return any(
        isinstance(event, SlotSet) and event.anchor is Anchor.SET_ENTRY
        for version in VERSIONS
        for executed in record.runs[version][:operation]
        for event in executed.events
    )
