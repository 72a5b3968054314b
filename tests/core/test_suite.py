"""The MMU test suite of January 2007, by its own rule."""

import pytest

from mmuviz.core.bits import Pte
from mmuviz.core.shadow.guest import Ending
from mmuviz.core.suite import CASES, FRAME, Verdict, judge, run_case, run_original
from mmuviz.core.trace import Semantics

FAILS = {Semantics.BEFORE: (24, 20), Semantics.AFTER: (0, 0), Semantics.HARDWARE: (0, 0)}


@pytest.mark.parametrize("semantics", Semantics)
def test_what_the_author_reported(semantics):
    """Before fails 20 of the 191 cases that he ran and 24 of all, after and hardware none."""
    results = [run_case(semantics, case) for case in CASES]
    failed = [one for one in results if one.verdict is not Verdict.PASS]
    run_by_him = [one for one in failed if one.case.run_by_original]

    assert (len(failed), len(run_by_him)) == FAILS[semantics]
    assert {one.verdict for one in failed} <= {Verdict.WRONG_PTE}
    assert sum(case.run_by_original for case in CASES) == 191


@pytest.mark.parametrize("semantics", [Semantics.BEFORE, Semantics.AFTER])
def test_one_guest_for_all_gives_the_same(semantics):
    """No case depends on those before it."""
    together = {one.case: one.verdict for one in run_original(semantics)}
    assert together == {case: run_case(semantics, case).verdict for case in together}
    assert len(together) == 191


def test_extra_exits_of_before():
    """40 of the original's cases need two, after's and hardware's never."""
    twice = sum(run_case(Semantics.BEFORE, case).vmexits == 2 for case in CASES[65:])
    assert twice == 40
    assert {run_case(Semantics.AFTER, case).vmexits for case in CASES} == {1}


def test_a_case_in_words():
    """Flags by name, the entry, what is expected."""
    case = CASES[0b11000011]
    assert case.flags == ("pte.p", "pte.rw", "write", "cr0.wp")
    assert (case.pte, case.wp) == (FRAME | Pte.P | Pte.W, True)
    assert not case.expected.fault
    assert case.expected.pte == case.pte | Pte.A | Pte.D
    assert run_case(Semantics.HARDWARE, case).ending is Ending.DONE


def test_verdicts_in_the_originals_order():
    """The first thing that is wrong."""
    allowed, refused = CASES[1], CASES[0]
    assert judge(allowed, True, 1, allowed.pte) is Verdict.UNEXPECTED_FAULT
    assert judge(refused, False, None, refused.pte) is Verdict.UNEXPECTED_ACCESS
    assert judge(refused, True, 1, refused.pte) is Verdict.WRONG_CODE
    assert judge(refused, True, 0, refused.pte | Pte.A) is Verdict.WRONG_PTE
    assert judge(allowed, False, None, allowed.pte | Pte.A) is Verdict.PASS
