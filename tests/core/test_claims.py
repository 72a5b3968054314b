"""The counts of the claims, with before, after and hardware in after's place."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mmuviz.core.claims.counts import Item, What
from mmuviz.core.claims.programs import ProgramTally, count_program
from mmuviz.core.claims.rule import judge
from mmuviz.core.claims.space import SPACES, SpaceKind
from mmuviz.core.claims.survey import STEP, Survey, space_of, surveys
from mmuviz.core.drain import drain
from mmuviz.core.operation import SetWp, Touch
from mmuviz.core.paging import PagingMode
from mmuviz.core.trace import Semantics, translate

BEFORE, AFTER, HARDWARE = Semantics.BEFORE, Semantics.AFTER, Semantics.HARDWARE
SLICE = 61
"""One state of so many: no power of two, so that every flag takes both values."""


def counted(kind, mode, after, numbers=None, before=BEFORE):
    """Count over a space and return the numbers by item's sign and field."""
    survey = Survey(SPACES[mode, kind])
    counts = drain(survey.run(before, after, numbers))
    return {
        (count.item.value, what.value): number
        for count in counts
        for what, number in count.numbers.items()
    }


def some(kind, mode):
    """The numbers of some states."""
    return [n for n in SPACES[mode, kind].numbers() if n % SLICE == 5]


@pytest.mark.parametrize(
    ("mode", "order", "translation"), [(PagingMode.PAE, 192, 2560), (PagingMode.X32, 576, 5632)]
)
def test_walks(mode, order, translation):
    """What FINDINGS counted over all 8,192 states; none of it with hardware in after's place."""
    assert counted(SpaceKind.WALK, mode, AFTER) == {
        ("a", "count"): order, ("b", "count"): translation,
    }  # fmt: skip
    assert not any(counted(SpaceKind.WALK, mode, HARDWARE).values())
    assert not any(counted(SpaceKind.WALK, mode, BEFORE).values())


@pytest.mark.parametrize("mode", PagingMode)
def test_a_wrong_translation_is_one_that_says_so(mode):
    """In PAE mode after gives another address than before, elsewhere it is undefined."""
    status = "mapped" if mode is PagingMode.PAE else "undefined"
    for row in SPACES[mode, SpaceKind.WALK].rows(some(SpaceKind.WALK, mode)[:500]):
        was, now = (translate(semantics, row.scenario) for semantics in (BEFORE, AFTER))
        assert (was.gpa, was.status) == (now.gpa, now.status) or now.status == status


@pytest.mark.parametrize("mode", PagingMode)
def test_accesses_with_hardware_in_afters_place(mode):
    """Its codes are right and it hangs no host: 4 and f are defects of after, 1 is none of it.

    Hardware's walk and the rule that judges it are written apart: this holds the one to the other.
    """
    numbers = some(SpaceKind.ACCESS, mode)
    after = counted(SpaceKind.ACCESS, mode, AFTER, numbers)
    hardware = counted(SpaceKind.ACCESS, mode, HARDWARE, numbers)
    assert after["4", "count"] > 0 == hardware["4", "count"]
    assert after["4", "before"] == hardware["4", "before"] == 0
    assert hardware["f", "count"] == 0
    assert after["f", "count"] == after["f", "before"] == hardware["f", "before"]
    assert after["1", "count"] == hardware["1", "count"] > 0


@pytest.mark.parametrize("mode", PagingMode)
def test_nothing_is_new_with_before_in_afters_place(mode):
    """A count of what has changed is 0 where nothing has; after itself never sets a wrong A."""
    numbers = some(SpaceKind.ACCESS, mode)
    same = counted(SpaceKind.ACCESS, mode, BEFORE, numbers)
    assert (same["1", "count"], same["3", "count"], same["4", "count"]) == (0, 0, 0)
    back = counted(SpaceKind.ACCESS, mode, BEFORE, numbers, before=AFTER)
    assert (back["1", "count"], back["3", "count"]) == (0, 0)


def test_pairs():
    """Some second accesses exit in after alone; without a shadow there is nothing to miss."""
    numbers = some(SpaceKind.PAIR, PagingMode.PAE)
    assert counted(SpaceKind.PAIR, PagingMode.PAE, AFTER, numbers)["e", "count"] > 0
    assert counted(SpaceKind.PAIR, PagingMode.PAE, HARDWARE, numbers)["e", "count"] == 0
    assert counted(SpaceKind.PAIR, PagingMode.PAE, BEFORE, numbers)["e", "count"] == 0


@pytest.mark.parametrize("mode", [PagingMode.PAE, PagingMode.LONG])
def test_fetches(mode):
    """Hardware's walk refuses them all; after's finds a page, and most of them exit for ever."""
    numbers = some(SpaceKind.FETCH, mode)
    after = counted(SpaceKind.FETCH, mode, AFTER, numbers)
    assert after["c", "count"] > after["c", "livelocks"] > 0
    assert not any(counted(SpaceKind.FETCH, mode, HARDWARE, numbers).values())
    assert counted(SpaceKind.FETCH, mode, BEFORE, numbers)["c", "livelocks"] == 0


@pytest.mark.parametrize("space", SPACES.values(), ids=lambda one: f"{one.mode.value}-{one.kind}")
def test_a_space_is_as_long_as_it_says(space):
    """And no two of its states are the same question."""
    numbers = list(space.numbers())
    assert len(numbers) == len(space)
    chosen = numbers[:: len(space) >> 9 | 1]
    asked = [
        (row.scenario.cpu, row.entries, row.scenario.access, row.second)
        for row in space.rows(chosen)
    ]
    assert len(set(asked)) == len(chosen)


def test_what_is_counted_where():
    """The cheapest first; x32 has no no-execute, and pairs are PAE's."""
    assert [survey.items for survey in surveys(PagingMode.X32)] == [
        (Item.ORDER, Item.TRANSLATION),
        (Item.ACCESSED, Item.EXITS, Item.CODES, Item.HANG),
    ]
    for mode in PagingMode:
        works = [survey.work for survey in surveys(mode)]
        assert works == sorted(works)
    assert space_of(Item.NO_EXECUTE, PagingMode.X32) is None
    assert space_of(Item.SHARED, PagingMode.PAE) is None
    assert len(space_of(Item.SECOND, PagingMode.PAE)) == 131072


def test_a_survey_says_how_far_it_has_come():
    """Once for so many states, in the work that they cost."""
    survey = Survey(SPACES[PagingMode.PAE, SpaceKind.ACCESS])
    steps = list(survey.run(BEFORE, AFTER, range(3 * STEP + 1)))
    assert steps == [4 * STEP, 8 * STEP, 12 * STEP]
    (count, *_) = drain(survey.run(BEFORE, AFTER, range(7)))
    assert (count.states, count.item, count.numbers[What.COUNT]) == (7, Item.ACCESSED, 0)


@settings(max_examples=200)
@given(st.sampled_from(list(SPACES.values())), st.data())
def test_the_rule_is_what_hardware_does(space, data):
    """The yardstick against the processor's walk, in every space."""
    number = data.draw(st.integers(0, (1 << 20) - 1).map(lambda n: n % len(space)))
    if not space.unread:
        number = list(space.numbers())[number % 512]
    (row,) = space.rows([number])
    ruling, result = judge(row), drain(HARDWARE.walk(row.scenario))
    assert ruling.error_code == result.error_code
    assert (ruling.refused_at is None and not ruling.no_execute) == (result.error_code is None)


HANG = 0b10_1_111100_11110_0_11
"""A user write to the directory that is the root: kind 2, every right there."""


def test_programs():
    """A program ends where one of the machines dies; hardware never gives a wrong code."""
    (row,) = SPACES[PagingMode.PAE, SpaceKind.ACCESS].rows([HANG])
    write, read = row.scenario.access, replace(row.scenario.access, write=False)
    operations = (Touch(read), SetWp(wp=True), Touch(write), Touch(read))
    for before in Semantics:
        tally = count_program(row.scenario, operations, before, AFTER)
        assert tally == ProgramTally(programs=1, operations=2)
    assert tally + tally == ProgramTally(programs=2, operations=4)
