"""The MMU test suite of January 2007 as rows of text: each case, and why it fails where it does."""

from collections.abc import Iterable
from dataclasses import dataclass

from mmuviz.core.bits import Pte
from mmuviz.core.suite import Case, CaseResult, Verdict
from mmuviz.present.wording import code_text, listed

HEADINGS = ("case", "entry", "access", "WP", "expected")
_LETTERS = (("P", Pte.P), ("W", Pte.W), ("U", Pte.U), ("A", Pte.A), ("D", Pte.D))


@dataclass(frozen=True, slots=True)
class Total:
    """How many cases fail.

    Attributes:
        original: of those that the original ran.
        every: of all.
    """

    original: int
    every: int


def cells(case: Case) -> tuple[str, ...]:
    """Return what a case asks and expects, in the order of HEADINGS."""
    access, expected = case.access, case.expected
    letters = " ".join(letter if case.pte & bit else "·" for letter, bit in _LETTERS)
    outcome = f"fault {code_text(expected.error_code)}" if expected.fault else _allowed(case)
    what = f"{access.privilege} {access.kind}"
    return (str(case.number), letters, what, str(int(case.wp)), outcome)


def _allowed(case: Case) -> str:
    written = [letter for letter, bit in _LETTERS if case.expected.pte & ~case.pte & bit]
    return f"allowed, sets {listed(written)}" if written else "allowed"


def reason(result: CaseResult) -> str:
    """Say why a case fails; `pass` where it does not."""
    expected = result.case.expected
    match result.verdict:
        case Verdict.PASS:
            return "pass"
        case Verdict.UNEXPECTED_ACCESS:
            return f"{result.verdict.value}: nothing is injected"
        case Verdict.WRONG_PTE:
            wrong = [
                f"{letter} is {result.pte // bit & 1}"
                for letter, bit in _LETTERS
                if (result.pte ^ expected.pte) & bit
            ]
            return f"{result.verdict.value}: {listed(wrong)} afterwards"
        case verdict:
            return f"{verdict.value}: {code_text(result.error_code or 0)}"


def total(results: Iterable[CaseResult]) -> Total:
    """Count the failures."""
    failed = [result.case for result in results if result.verdict is not Verdict.PASS]
    return Total(sum(case.run_by_original for case in failed), len(failed))
