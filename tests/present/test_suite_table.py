"""The test suite's cases and failures, in words."""

from dataclasses import replace

import pytest

from mmuviz.core.bits import Pte
from mmuviz.core.suite import CASES, Verdict, run_case
from mmuviz.core.trace import Semantics
from mmuviz.present.suite_table import Total, cells, reason, total


def test_cases():
    """The entry's letters, the access, WP, what is expected."""
    assert cells(CASES[0b01000011]) == (
        "67", "P W · · ·", "supervisor write", "0", "allowed, sets A and D",
    )  # fmt: skip
    assert cells(CASES[0b10101001])[-2:] == ("1", "fault 0x5 (P | U)")
    assert cells(CASES[0b00001001])[-1] == "allowed"
    assert cells(CASES[0])[-1] == "fault 0x0"


@pytest.mark.parametrize(
    ("verdict", "words"),
    [
        (Verdict.PASS, "pass"),
        (Verdict.UNEXPECTED_FAULT, "unexpected fault: 0x5 (P | U)"),
        (Verdict.UNEXPECTED_ACCESS, "unexpected access: nothing is injected"),
        (Verdict.WRONG_CODE, "wrong error code: 0x5 (P | U)"),
        (Verdict.WRONG_PTE, "wrong pte: P is 0 and A is 1 afterwards"),
    ],
)
def test_reasons(verdict, words):
    """What was seen, where it is not what was expected."""
    case = CASES[33]
    result = run_case(Semantics.AFTER, case)
    pte = (case.pte | Pte.A) & ~Pte.P
    assert reason(replace(result, verdict=verdict, error_code=5, pte=pte)) == words


def test_totals():
    """Those of the original and all."""
    assert total(run_case(Semantics.BEFORE, case) for case in CASES) == Total(20, 24)
