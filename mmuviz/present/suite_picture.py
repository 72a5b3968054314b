"""The test suite as a picture: a row a case, what is asked, and the three verdicts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Final

from mmuviz.core.bits import Pte
from mmuviz.core.suite import CASES, FIRST_OF_ORIGINAL, Case, CaseResult, Verdict, run_case
from mmuviz.core.trace import Semantics
from mmuviz.present.suite_table import cells, reason, total
from mmuviz.present.text_row import TextRow
from mmuviz.present.wording import listed

Results = Mapping[Semantics, Sequence[CaseResult]]

_IN_ORIGINAL: Final = len(CASES) - FIRST_OF_ORIGINAL
TITLE: Final = "The MMU test suite of January 2007"
SUBTITLE: Final = (
    "One page-table entry's flags, an access and CR0.WP. The original counts up from case "
    f"{FIRST_OF_ORIGINAL} until its counter wraps: it runs {_IN_ORIGINAL} of the {len(CASES)} "
    "cases, in this order."
)
COLUMNS: Final = (
    "case",
    "run as",
    "entry",
    "access",
    "CR0.WP",
    "expected",
    *(semantics.value for semantics in Semantics),
)
ENTRY_COLUMN: Final = COLUMNS.index("entry")
WP_COLUMN: Final = COLUMNS.index("CR0.WP")
FIRST_VERDICT: Final = COLUMNS.index("before")
FLAGS: Final = (("P", Pte.P), ("W", Pte.W), ("U", Pte.U), ("A", Pte.A), ("D", Pte.D))


class Shown(Enum):
    """Which cases are listed. The value is the word on the screen."""

    ALL = f"all {len(CASES)}"
    ORIGINAL = f"the original's {_IN_ORIGINAL}"
    FAILURES = "failures"


@dataclass(frozen=True, slots=True)
class SuiteRow(TextRow):
    """A case.

    Attributes:
        case: the case.
        passed: whether each verdict is a pass, in the order of the columns.
    """

    case: Case
    passed: tuple[bool, ...]


def run_suite() -> Results:
    """Run all cases under all three rules."""
    return {rules: [run_case(rules, case) for case in CASES] for rules in Semantics}


def suite_rows(results: Results, shown: Shown) -> tuple[SuiteRow, ...]:
    """Return the rows of the cases that are to be shown."""
    rows = (
        _row(case, [results[semantics][case.number] for semantics in Semantics]) for case in CASES
    )
    return tuple(
        row
        for row in rows
        if shown is Shown.ALL
        or (shown is Shown.ORIGINAL and row.case.run_by_original)
        or (shown is Shown.FAILURES and not all(row.passed))
    )


def _row(case: Case, results: Sequence[CaseResult]) -> SuiteRow:
    number, entry, access, wp, expected = cells(case)
    place = case.number - FIRST_OF_ORIGINAL + 1
    run_as = f"no. {place}" if case.run_by_original else "–"
    verdicts = (reason(result) for result in results)
    return SuiteRow(
        (number, run_as, entry, access, wp, expected, *verdicts),
        f"A double click or Enter opens case {case.number} as a scenario",
        case,
        tuple(result.verdict is Verdict.PASS for result in results),
    )


def totals_text(results: Results) -> str:
    """`before fails 20 of 191 (24 of 256), after 0, hardware 0`."""
    parts: list[str] = []
    for semantics in Semantics:
        failed = total(results[semantics])
        verb = "" if parts else " fails"
        amount = (
            f"{failed.original} of {_IN_ORIGINAL} ({failed.every} of {len(CASES)})"
            if failed.every
            else "0"
        )
        parts.append(f"{semantics.value}{verb} {amount}")
    return ", ".join(parts)


def case_title(case: Case) -> str:
    """`test case 97: P U, user write, WP 0`."""
    _, entry, access, wp, _ = cells(case)
    letters = " ".join(letter for letter in entry.split() if letter != "·") or "no flag set"
    return f"test case {case.number}: {letters}, {access}, WP {wp}"


def case_notes(results: Results, case: Case) -> str:
    """Say what is expected, and who fails."""
    *_, expected = cells(case)
    failing = [
        f"{semantics.value} ({reason(results[semantics][case.number])})"
        for semantics in Semantics
        if results[semantics][case.number].verdict is not Verdict.PASS
    ]
    fails = f" Fails: {listed(failing)}." if failing else " before, after and hardware pass."
    return f"Expected: {expected}.{fails}"
