"""The test suite's rows, its filter, its totals, and what a case is called."""

import pytest

from mmuviz.core.suite import CASES
from mmuviz.core.trace import Semantics
from mmuviz.present.suite_picture import (
    COLUMNS,
    Shown,
    case_notes,
    case_title,
    run_suite,
    suite_rows,
    totals_text,
)


@pytest.fixture(scope="module")
def results():
    """All cases under all rules."""
    return run_suite()


def test_all_cases_are_rows(results):
    """256 rows; the original's are numbered in its order, from case 65 on."""
    rows = suite_rows(results, Shown.ALL)

    assert [row.case.number for row in rows] == list(range(256))
    assert {len(row.cells) for row in rows} == {len(COLUMNS)}
    assert [rows[number].cells[1] for number in (0, 64, 65, 255)] == ["–", "–", "no. 1", "no. 191"]


def test_the_filter(results):
    """The original's cases, and those that somebody fails."""
    assert len(suite_rows(results, Shown.ORIGINAL)) == 191
    failures = suite_rows(results, Shown.FAILURES)
    assert len(failures) == 24
    assert {row.passed for row in failures} == {(False, True, True)}
    assert failures[0].cells[6:] == ("wrong pte: A is 1 afterwards", "pass", "pass")
    assert [shown.value for shown in Shown] == ["all 256", "the original's 191", "failures"]


def test_the_totals(results):
    """As FINDINGS has them; a candidate that fails is named too."""
    assert totals_text(results) == "before fails 20 of 191 (24 of 256), after 0, hardware 0"
    swapped = dict(zip(Semantics, list(results.values())[::-1], strict=True))
    assert totals_text(swapped) == "before fails 0, after 0, hardware 20 of 191 (24 of 256)"


def test_what_a_case_is_called(results):
    """Title and notes of the scenario."""
    assert case_title(CASES[0]) == "test case 0: no flag set, supervisor read, WP 0"
    assert case_title(CASES[97]) == "test case 97: P, user write, WP 0"
    assert case_notes(results, CASES[97]) == (
        "Expected: fault 0x7 (P | W | U). Fails: before (wrong pte: A is 1 afterwards)."
    )
    assert case_notes(results, CASES[1]) == (
        "Expected: allowed, sets A. before, after and hardware pass."
    )
