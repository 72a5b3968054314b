"""What the exercises in the window say before and while they are done."""

from itertools import product

import pytest

from mmuviz.core.exercises.difficulty import DIFFICULTIES
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


@pytest.mark.parametrize(
    ("empty", "garbled", "said"),
    [
        (0, 0, ""),
        (1, 0, "1 answer is empty"),
        (3, 0, "3 answers are empty"),
        (0, 1, "1 answer cannot be read"),
        (2, 1, "2 answers are empty and 1 cannot be read"),
    ],
)
def test_what_is_missing(empty, garbled, said):
    """And what that costs."""
    rest = ". What is empty or cannot be read has no point."
    assert missing(empty, garbled) == (said and said + rest)
