"""A guest program as a table: each operation, what it comes through, and three answers to it."""

from collections import Counter
from dataclasses import dataclass

from mmuviz.core.operation import LoadCr3, Operation, SetWp, TableWrite, Touch
from mmuviz.core.shadow.audit import DIED
from mmuviz.core.shadow.guest import Ending
from mmuviz.core.trace import Semantics
from mmuviz.present.program_case import Case
from mmuviz.present.program_table import DEAD
from mmuviz.present.program_verdict import (
    Answer,
    Mark,
    Wrong,
    accessed_leaf,
    processor_answer,
    version_answer,
    wrong,
)
from mmuviz.present.program_way import Way, ways
from mmuviz.present.run_frame import VERSIONS, RunRecord
from mmuviz.present.run_timeline import short
from mmuviz.present.wording import listed

A_WRONG = "A though refused"


@dataclass(frozen=True, slots=True)
class ProgramRow:
    """An operation.

    Attributes:
        number: from 1.
        operation: what the guest does.
        title: `user write`, `table write`, `set WP`.
        subject: the address, the value of the bit, or of the register.
        way: the entry it comes through; None for one that walks nowhere.
        hardware: what the bare processor answers.
        before: what the version before answers.
        after: what the version after answers.
        differs: the versions answer differently.
    """

    number: int
    operation: Operation
    title: str
    subject: str
    way: Way | None
    hardware: Answer
    before: Answer
    after: Answer
    differs: bool


@dataclass(frozen=True, slots=True)
class Total:
    """A sum over the program.

    Attributes:
        name: what was counted.
        before: how many under before.
        after: how many under after.
    """

    name: str
    before: str
    after: str

    @property
    def differs(self) -> bool:
        """Whether the versions do not agree."""
        return self.before != self.after


@dataclass(frozen=True, slots=True)
class ProgramPicture:
    """The whole program.

    Attributes:
        title: what to call it.
        subtitle: what it is, and what the processor would allow.
        rows: its operations.
        totals: the statistics in the end.
        verdict: who is right.
        reason: in how far.
    """

    title: str
    subtitle: str
    rows: tuple[ProgramRow, ...]
    totals: tuple[Total, ...]
    verdict: str
    reason: str


def subject_text(operation: Operation) -> str:
    """What the operation is about: the address, the value of WP, of CR3."""
    match operation:
        case Touch(access):
            return f"{access.gva:#x}"
        case TableWrite(gva):
            return f"{gva:#x}"
        case SetWp(wp):
            return f"WP {int(wp)}"
        case LoadCr3(cr3):  # pragma: no branch  # there is no other
            return f"{cr3:#x}"


def program_picture(record: RunRecord) -> ProgramPicture:
    """Return the table, the sums and the verdict of a run."""
    cases = [Case(record, number) for number in range(len(record.operations))]
    paths = ways([case.path for case in cases])
    rows = tuple(_row(case, way) for case, way in zip(cases, paths, strict=True))
    counts = {version: _counts(cases, version) for version in VERSIONS}
    allowed = sum(row.hardware.mark is Mark.DONE for row in rows)
    verdict, reason = _verdict(counts, rows, allowed)
    return ProgramPicture(
        record.scenario.title or "untitled",
        _subtitle(record, rows, allowed),
        rows,
        _totals(record, counts),
        verdict,
        reason,
    )


def _row(case: Case, way: Way | None) -> ProgramRow:
    operation = case.operation
    return ProgramRow(
        case.number + 1,
        operation,
        short(operation),
        subject_text(operation),
        way,
        processor_answer(case),
        version_answer(case, Semantics.BEFORE),
        version_answer(case, Semantics.AFTER),
        case.record.differs(case.number),
    )


_Counts = Counter[str]


def _counts(cases: list[Case], version: Semantics) -> _Counts:
    found: _Counts = Counter()
    for case in cases:
        executed = case.executed(version)
        if executed is None:
            continue
        result, amiss = executed.result, wrong(case, version)
        found["vmexits"] += result.vmexits
        found["pf_fixed"] += result.pf_fixed
        found["done"] += result.ending in (Ending.DONE, Ending.EMULATE)
        if amiss is not None:
            found[amiss.value] += 1
        found[A_WRONG] += bool(accessed_leaf(case, version))
    return found


def _totals(record: RunRecord, counts: dict[Semantics, _Counts]) -> tuple[Total, ...]:
    before, after = (counts[version] for version in VERSIONS)
    sometimes = (*(one.value for one in Wrong), A_WRONG)
    names = ["vmexits", "pf_fixed", *(name for name in sometimes if before[name] or after[name])]
    totals = [Total(name, str(before[name]), str(after[name])) for name in (*names, "done")]
    last = [_last_audit(record.audits[version]) for version in VERSIONS]
    return (*totals, Total("audit", *last))


def _last_audit(complaints: tuple[int, ...]) -> str:
    return audit_text(complaints[-1]) if complaints else DEAD


def audit_text(complaints: int) -> str:
    """How much the self-check complains; `dies` where it died of an undefined gva_to_gpa."""
    return "dies" if complaints >= DIED else str(complaints)


def _subtitle(record: RunRecord, rows: tuple[ProgramRow, ...], allowed: int) -> str:
    cpu, amount = record.scenario.cpu, len(rows)
    if not record.scenario.operations:
        what = "one access, from a cold shadow; an edit makes it a program"
    else:
        what = f"{amount} operation{'' if amount == 1 else 's'}"
    said = "" if allowed else "the processor allows none"
    if allowed:
        said = f"the processor allows {_of(allowed, amount)}"
    return " · ".join((f"{cpu.mode.title}, CR0.WP {int(cpu.wp)}", what, said))


def _of(part: int, amount: int) -> str:
    """`all four`, `2 of 5`, `it`."""
    if part != amount:
        return f"{part} of {amount}"
    return {1: "it", 2: "both", 3: "all three", 4: "all four"}.get(amount, f"all {amount}")


def _verdict(
    counts: dict[Semantics, _Counts], rows: tuple[ProgramRow, ...], allowed: int
) -> tuple[str, str]:
    """Say which version is right, or that neither is, and in how far."""
    amiss = [
        sum(counts[version][one.value] for one in Wrong) + counts[version][A_WRONG]
        for version in VERSIONS
    ]
    amount = len(rows)
    before, after = VERSIONS
    if all(amiss):
        said = [f"{version.value} {_errors(counts[version])}" for version in VERSIONS]
        first = "" if allowed != amount else f"The processor allows {_of(allowed, amount)}; "
        return "Neither is right:", f"{first}{said[0]}, {said[1]}."
    told = [row for row in rows if not _is_mute(row)]
    if not any(amiss) and not told:
        return "Nothing to judge:", "paging is off, or the file does not keep what has to be read."
    if not any(amiss):
        exits = [counts[version]["vmexits"] for version in VERSIONS]
        more = (
            f"{'before' if exits[0] > exits[1] else 'after'} needs {abs(exits[0] - exits[1])} more"
        )
        tail = "." if exits[0] == exits[1] else f"; of vmexits {more}."
        return "Both are right:", f"they answer as the processor does{tail}"
    good, bad = (before, after) if amiss[1] else (after, before)
    return f"{good.value} is right:", f"{bad.value} {_errors(counts[bad])}."


def _is_mute(row: ProgramRow) -> bool:
    """Whether somebody has no answer."""
    return Mark.NEUTRAL in (row.hardware.mark, row.before.mark, row.after.mark)


def _errors(counts: _Counts) -> str:
    names = [one.value for one in Wrong if counts[one.value]]
    has = [f"{counts[name]} {name.removesuffix('s'[counts[name] - 1 :])}" for name in names]
    parts = [f"has {listed(has)}"] if has else []
    if counts[A_WRONG]:
        times = "" if counts[A_WRONG] == 1 else f", {counts[A_WRONG]} times"
        parts.append(f"sets A for an access that is refused{times}")
    return " and ".join(parts)
