"""A map's colours: FINDINGS' counts, the difference state by state, groups, smallest examples."""

from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mmuviz.core.paging import PagingMode
from mmuviz.core.trace import Semantics
from mmuviz.sweep import colouring
from mmuviz.sweep.agreement import agreed
from mmuviz.sweep.colouring import LEFT_OUT, NOBODY, Lens, Sort, colour, offered
from mmuviz.sweep.columns import NONE
from mmuviz.sweep.space import STATE_SPACES, SpaceName
from mmuviz.sweep.survey import MAY, Quantity, Survey

BEFORE, AFTER, HARDWARE = Semantics
X32, PAE, LONG = PagingMode.X32, PagingMode.PAE, PagingMode.LONG
WALK, ACCESS, FETCHES = SpaceName.WALK, SpaceName.ACCESS, SpaceName.HARDWARE
CODE = Quantity.ERROR_CODE
SURVEYS = {
    key: Survey(STATE_SPACES[key])
    for key in ((PAE, WALK), (PAE, ACCESS), (PAE, FETCHES), (X32, WALK), (X32, ACCESS))
}


def counted(mode, name, one, other, quantity):
    return colour(Survey(STATE_SPACES[mode, name]), Lens(one, other, quantity)).differing


FINDINGS = {  # FINDINGS' table, whose columns are accesses from a cold shadow
    (PAE, None): 13440,
    (X32, None): 28032,
    (LONG, None): 13440,
    (PAE, Quantity.OUTCOME): 0,
    (X32, Quantity.OUTCOME): 0,
    (LONG, Quantity.OUTCOME): 0,
    (PAE, Quantity.ACCESSED): 7488,
    (X32, Quantity.ACCESSED): 16320,
    (LONG, Quantity.ACCESSED): 7488,
    (PAE, Quantity.DIRTY): 0,
    (X32, Quantity.DIRTY): 0,
    (LONG, Quantity.DIRTY): 0,
    (PAE, Quantity.VMEXITS): 7776,
    (X32, Quantity.VMEXITS): 14112,
    (LONG, Quantity.VMEXITS): 7776,
    (PAE, CODE): 3072,
    (X32, CODE): 9216,
    (LONG, CODE): 3072,
    (PAE, Quantity.SHADOW): 10368,
    (X32, Quantity.SHADOW): 18816,
    (LONG, Quantity.SHADOW): 10368,
}


@pytest.mark.parametrize("mode", PagingMode)
def test_before_and_after_differ_as_counted(mode):
    """All states of a cold access."""
    surveyed = Survey(STATE_SPACES[mode, ACCESS])
    for quantity in (None, *offered(surveyed, BEFORE, AFTER)):
        if quantity is not Quantity.CHECK:
            found = colour(surveyed, Lens(AFTER, BEFORE, quantity)).differing
            assert found == FINDINGS[mode, quantity], quantity


def test_the_code_of_a_walk_is_worse_in_192():
    """Of the 8,192 states of the PAE walk; the codes are those of FINDINGS 4."""
    found = colour(SURVEYS[PAE, WALK], Lens(AFTER, HARDWARE, CODE))

    assert found.shown == 8192
    assert {group.values: group.count for group in found.marks} == {
        (2, 3): 32,
        (4, 5): 64,
        (6, 7): 96,
    }
    assert {group.sort: group.count for group in found.groups if not group.values} == {
        Sort.ALLOW: 888,
        Sort.FAULT: 7112,
    }


def test_before_never_sends_a_wrong_code():
    """On a cold access; after does in each state in which it differs."""
    for mode in PagingMode:
        assert counted(mode, ACCESS, BEFORE, HARDWARE, CODE) == 0
        assert counted(mode, ACCESS, AFTER, HARDWARE, CODE) == FINDINGS[mode, CODE]


def test_an_arrow_starts_at_what_is_measured_by():
    """Whichever way the two are named."""
    assert Lens(AFTER, HARDWARE, CODE).pair == Lens(HARDWARE, AFTER, CODE).pair
    assert Lens(AFTER, BEFORE, CODE).pair == (BEFORE, AFTER)
    with pytest.raises(ValueError, match="no pair"):
        _ = Lens(AFTER, None, CODE).pair


def test_one_rule_alone():
    """No code is ground, and so is the everyday fault; other values stand out."""
    codes = colour(SURVEYS[PAE, WALK], Lens(AFTER, None, CODE))
    outcomes = colour(SURVEYS[PAE, ACCESS], Lens(AFTER, None, Quantity.OUTCOME))

    assert [group.values for group in codes.groups if group.sort is Sort.ALLOW] == [(NONE,)]
    assert {group.values for group in codes.marks} == {(0,), (2,), (3,), (4,), (5,), (6,), (7,)}
    sorts = {group.values: group.sort for group in outcomes.groups}
    assert sorts == {
        (0,): Sort.ALLOW,
        (1,): Sort.FAULT,
        (2,): Sort.MARK,
        (3,): Sort.MARK,
        (5,): Sort.MARK,
    }


def test_everything_at_once_needs_two():
    """One rule has no single value that is everything."""
    with pytest.raises(ValueError, match="only a comparison"):
        colour(SURVEYS[PAE, WALK], Lens(AFTER, None, None))
    with pytest.raises(ValueError, match="before has no code"):
        colour(SURVEYS[PAE, WALK], Lens(AFTER, BEFORE, CODE))


def test_more_ways_than_colours_are_refused(monkeypatch):
    """A cell is a byte."""
    monkeypatch.setattr(colouring, "_MOST", 3)
    with pytest.raises(ValueError, match="they differ in 5 ways"):
        colour(SURVEYS[PAE, WALK], Lens(AFTER, HARDWARE, CODE))


def test_states_that_are_not_looked_at():
    """What a filter leaves out is no group's, nor what nobody can ask."""
    surveyed = SURVEYS[PAE, FETCHES]
    user = surveyed.states["user"]
    found = colour(surveyed, Lens(AFTER, HARDWARE, CODE), user)

    nobody = surveyed.exists == 0
    assert np.array_equal(found.cells == NOBODY, nobody)
    assert np.array_equal(found.cells == LEFT_OUT, ~nobody & (user == 0))
    assert found.shown == 524288 * 3 // 4 // 2 == sum(group.count for group in found.groups)
    assert found.group(LEFT_OUT) is None
    assert found.group(NOBODY) is None
    assert all(found.group(group.number) is group for group in found.groups)


def test_no_state_at_all():
    """A filter that leaves nothing leaves no group."""
    found = colour(SURVEYS[PAE, WALK], Lens(AFTER, HARDWARE, CODE), np.zeros(8192, np.uint8))
    assert (found.groups, found.shown, found.differing) == ((), 0, 0)


def test_what_agrees_in_a_group():
    """Every wrong code 5 is of a user's read."""
    surveyed = SURVEYS[PAE, WALK]
    found = colour(surveyed, Lens(AFTER, HARDWARE, CODE))
    numbers = {group.values: group.number for group in found.marks}
    user, write = (agreed(found, surveyed.states[name]) for name in ("user", "write"))

    assert (user[numbers[4, 5]], write[numbers[4, 5]]) == (1, 0)
    assert (user[numbers[2, 3]], write[numbers[2, 3]]) == (0, 1)
    ground = [group.number for group in found.groups if not group.values]
    assert not set(ground) & {*user, *write}
    assert set(agreed(found, surveyed.states["fetch"]).values()) == {0}  # a column of length 1


@st.composite
def lenses(draw):
    """Any survey and what it can be looked at through."""
    surveyed = SURVEYS[draw(st.sampled_from(list(SURVEYS)))]
    one = draw(st.sampled_from(Semantics))
    other = draw(st.sampled_from([None, *(each for each in Semantics if each is not one)]))
    quantities = offered(surveyed, one, other) + ([None] if other else [])
    return surveyed, Lens(one, other, draw(st.sampled_from(quantities)))


def plainly(surveyed, lens, at):
    """The two values of a state, by the words of semantics.md, 7; None: no guest can tell."""
    one = surveyed.one(at)
    first, second = lens.pair
    differing = []
    quantities = [lens.quantity] if lens.quantity else offered(surveyed, first, second)
    for quantity in quantities:
        if quantity is Quantity.CHECK and lens.quantity is None:
            continue
        mine, its = (int(one.values(who, quantity)[0]) for who in (first, second))
        if quantity is Quantity.ACCESSED:
            may = (mine | its) >> MAY
            mine, its = (each & 0xF & ~may for each in (mine, its))
        if first is HARDWARE and quantity is Quantity.CHECK:
            mine, its = mine & 0xFF, its & 0xFF
        if first is HARDWARE and surveyed.is_access and quantity is Quantity.OUTCOME and its == 2:
            its = 0
        if mine != its:
            differing.append((mine, its))
    return differing


@settings(max_examples=150, deadline=None)
@given(lenses(), st.integers(0, 1 << 20))
def test_a_state_stands_in_the_group_of_its_values(looked, at):
    """State by state, without columns."""
    surveyed, lens = looked
    found = colour(surveyed, lens)
    at %= len(surveyed.space)
    group = found.group(int(found.cells[at]))
    if not surveyed.exists[at]:
        assert group is None
    elif lens.against is None:
        assert group.values == (int(surveyed.values(lens.semantics, lens.quantity)[at]),)
    elif differing := plainly(surveyed, lens, at):
        assert group.sort is Sort.MARK
        if lens.quantity is None:
            assert group.values[0].bit_count() == len(differing)
        else:
            assert group.values == differing[0]
    else:
        allows = surveyed.allowed(lens.pair[0])[at]
        assert group.sort is (Sort.ALLOW if allows else Sort.FAULT)
        assert group.values == ()


@settings(max_examples=40, deadline=None)
@given(lenses(), st.integers(0, 1 << 32))
def test_groups_share_the_shown_states_out(looked, seed):
    """Counts sum up, the smallest is the smallest; what a filter leaves keeps colour and letter."""
    surveyed, lens = looked
    shown = np.random.default_rng(seed).integers(0, 2, len(surveyed.space), np.uint8)
    found = colour(surveyed, lens, shown)

    looked_at = shown & surveyed.exists
    assert sum(group.count for group in found.groups) == found.shown == int(looked_at.sum())
    counts = Counter(found.cells[looked_at != 0].tolist())
    assert counts == {group.number: group.count for group in found.groups}
    flags = surveyed.space.flags
    for group in found.groups:
        members = np.flatnonzero(found.cells == group.number)
        set_ = np.sum([flag.of(members) != 0 for flag in flags], axis=0)
        assert group.smallest == members[np.lexsort((members, set_))[0]]
    if lens.against:
        marks = [group for group in found.groups if group.sort is Sort.MARK]
        assert found.groups[len(found.groups) - len(marks) :] == tuple(marks)
        every = colour(surveyed, lens)
        counts_of_all = [group.count for group in every.groups if group.sort is Sort.MARK]
        assert counts_of_all == sorted(counts_of_all, reverse=True), "the rarer, the higher"
        kept = {(group.number, group.place, group.values) for group in every.groups}
        assert {(group.number, group.place, group.values) for group in found.groups} <= kept
        assert [group.place for group in every.marks] == list(range(len(every.marks)))
        assert list(found.marks) == sorted(marks, key=lambda group: group.values)
        assert found.differing == sum(group.count for group in marks)


def test_a_group_alone():
    """All other states are left out; the groups are still told."""
    survey = Survey(STATE_SPACES[PagingMode.PAE, SpaceName.WALK])
    found = colour(survey, Lens(Semantics.AFTER, Semantics.HARDWARE, Quantity.ERROR_CODE))
    group = found.marks[0]
    alone = found.only(group)
    assert np.array_equal(alone.cells == group.number, found.cells == group.number)
    assert np.count_nonzero(alone.cells) == group.count
    assert alone.groups == found.groups
