"""What the exercises in the window say before and while they are done."""

from itertools import product

import pytest

from mmuviz.core.exercises.difficulty import DIFFICULTIES, Part
from mmuviz.core.exercises.marking import Given
from mmuviz.core.exercises.spec import SheetSpec
from mmuviz.core.paging import PagingMode
from mmuviz.core.trace import Semantics
from mmuviz.present.exercise_words import level_rows, missing, set_name, time_left


@pytest.mark.parametrize(("semantics", "mode"), list(product(DIFFICULTIES, PagingMode)))
def test_a_level_says_what_it_needs_and_asks(semantics, mode):
    """In every mode, for both walks."""
    rows = level_rows(mode, semantics)
    assert [row.number for row in rows] == [1, 2, 3, 4]
    details = [row.detail for row in rows]
    assert details[0] == (
        "Needs one of: a page that is reached, an absent entry. Asked: path and result."
    )
    assert ("a PDPTE has no rights" in details[3]) is (mode is PagingMode.PAE)
    dirty = [detail.endswith(" and dirty.") for detail in details]
    assert dirty == [False, False, *[semantics is Semantics.HARDWARE] * 2]


def test_a_set_has_a_name():
    """Whose walk it is, where that is not the processor's."""
    spec = SheetSpec(PagingMode.PAE, 2, 7, 10)
    assert set_name(spec) == "PAE paging, level 2 · seed 7"
    spec = SheetSpec(PagingMode.LONG, 4, 8, 10, Semantics.AFTER)
    assert set_name(spec) == "Long mode, level 4 · seed 8 · walk_addr after the change"


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (1200, "20 minutes left"),
        (1199.5, "20 minutes left"),
        (61, "2 minutes left"),
        (60, "60 seconds left"),
        (50.5, "60 seconds left"),
        (10.5, "20 seconds left"),
        (10, "a few seconds left"),
        (0.1, "a few seconds left"),
        (0, "time is up"),
    ],
)
def test_the_time_is_told_calmly(seconds, said):
    """Rounded up: nobody has less than it says."""
    assert time_left(seconds) == said


READ, GARBLED = Given((1, 2, 3)), Given(trouble="found x")
FULL = {Part.PATH: READ, Part.RESULT: READ}
BAD = {Part.PATH: GARBLED, Part.RESULT: READ}


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ([FULL] * 8, ""),
        ([{Part.PATH: READ}, *[FULL] * 7], "1 answer is empty"),
        ([{}, {Part.PATH: READ}, *[FULL] * 6], "3 answers are empty"),
        ([FULL, BAD, *[FULL] * 6], "1 answer cannot be read (question 2)"),
        ([{}, BAD, *[FULL] * 6], "2 answers are empty and 1 cannot be read (question 2)"),
        (
            [{Part.PATH: GARBLED, Part.RESULT: GARBLED}, BAD, *[FULL] * 6],
            "3 answers cannot be read (questions 1 and 2)",
        ),
        ([BAD] * 8, "8 answers cannot be read (questions 1, 2, 3, 4, 5, 6 and 2 more)"),
    ],
)
def test_what_is_missing(given, said):
    """Where, and what that costs."""
    rest = ". What is empty or cannot be read has no point."
    answers = dict(enumerate(given, 1))
    assert missing(SheetSpec(PagingMode.PAE, 1, 7, 8), answers) == (said and said + rest)
