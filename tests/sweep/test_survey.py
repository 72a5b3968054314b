"""What every state comes to: the quantities that a map is coloured by, against the core's walk."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mmuviz.core.fixed_path import FIXED_PATHS
from mmuviz.core.paging import PagingMode
from mmuviz.core.trace import Semantics, record
from mmuviz.sweep.columns import ENDINGS, NONE, OUTCOMES, Refusal
from mmuviz.sweep.space import STATE_SPACES, SpaceName
from mmuviz.sweep.survey import LEVEL_SHIFT, MAY, Quantity, Survey

BEFORE, AFTER, HARDWARE = Semantics
X32, PAE, LONG = PagingMode.X32, PagingMode.PAE, PagingMode.LONG
SMALL = [key for key in STATE_SPACES if key[1] is not SpaceName.ACCESS_ALL]


def survey(mode=PAE, name=SpaceName.WALK):
    return Survey(STATE_SPACES[mode, name])


def number(space, text):
    """The state in which just these flags are 1."""
    flags = {flag.name: flag for flag in space.flags}
    return sum(1 << flags[name].shift for name in text.split())


def value(surveyed, text, semantics, quantity):
    one = surveyed.one(number(surveyed.space, text))
    return int(one.values(semantics, quantity)[0])


def test_what_each_rule_has_to_say():
    """A walk before makes no code; vmexits and a shadow are KVM's, and an access's."""
    walk, access = survey(), survey(PAE, SpaceName.ACCESS)
    said = {Quantity.OUTCOME, Quantity.CHECK, Quantity.ACCESSED}

    assert not walk.is_access
    assert access.is_access
    assert set(walk.offers(BEFORE)) == said
    assert set(walk.offers(AFTER)) == said | {Quantity.ERROR_CODE}
    assert set(walk.offers(HARDWARE)) == said | {Quantity.ERROR_CODE, Quantity.DIRTY}
    assert access.offers(BEFORE) == access.offers(AFTER) == tuple(Quantity)
    assert set(access.offers(HARDWARE)) == said | {Quantity.ERROR_CODE, Quantity.DIRTY}


def test_what_is_not_offered_is_refused():
    """No code is invented."""
    with pytest.raises(ValueError, match="before has no code here"):
        survey().values(BEFORE, Quantity.ERROR_CODE)


def test_a_check_has_the_entry_that_refuses():
    """Of hardware, absence and reserved bits have one; rights are the whole path's."""
    walk = survey()
    refuses = "pdpte.p pde.p pte.p user write"

    def check(text, semantics):
        return value(walk, text, semantics, Quantity.CHECK)

    assert check(refuses, AFTER) == Refusal.WRITE | 2 << LEVEL_SHIFT
    assert check(refuses, BEFORE) == 0
    assert check(refuses, HARDWARE) == Refusal.WRITE | Refusal.USER
    assert check("pdpte.p pde.p", BEFORE) == Refusal.PRESENT | 1 << LEVEL_SHIFT
    assert check("pdpte.p pde.p", HARDWARE) == Refusal.PRESENT | 1 << LEVEL_SHIFT
    assert check("", AFTER) == Refusal.PRESENT | 3 << LEVEL_SHIFT
    fetches = survey(PAE, SpaceName.HARDWARE)
    reserved = value(fetches, "pdpte.p pde.p pde.nx", HARDWARE, Quantity.CHECK)
    assert reserved == Refusal.RESERVED | 2 << LEVEL_SHIFT


def test_bits_are_those_that_are_newly_set():
    """A that was set is no news; what the manual leaves open stands apart; D is the leaf's."""
    walk = survey(LONG)
    full = "pml4e.p pml4e.a pdpte.p pde.p pte.p write"
    denied = full.replace(" pte.p", "")

    assert value(walk, full, AFTER, Quantity.ACCESSED) == 0b0111
    assert value(walk, full, HARDWARE, Quantity.ACCESSED) == 0b0111
    assert value(walk, full, HARDWARE, Quantity.DIRTY) == 0b0001
    assert value(walk, denied, BEFORE, Quantity.ACCESSED) == 0b0110
    assert value(walk, denied, HARDWARE, Quantity.ACCESSED) == 0b0110 << MAY
    assert value(walk, denied, HARDWARE, Quantity.DIRTY) == 0


def test_an_access_has_costs_and_leaves_a_leaf():
    """The group of FINDINGS in which before exits twice."""
    access = survey(PAE, SpaceName.ACCESS)
    denied = "pdpte.p pde.p pde.a pde.ps user"

    assert value(access, denied, BEFORE, Quantity.VMEXITS) == 2
    assert value(access, denied, AFTER, Quantity.VMEXITS) == 1
    assert value(access, denied, BEFORE, Quantity.SHADOW) != 0
    assert value(access, denied, AFTER, Quantity.SHADOW) == 0
    assert value(access, denied, AFTER, Quantity.OUTCOME) == 1
    assert value(access, denied, AFTER, Quantity.DIRTY) == 0


def test_who_faults_and_who_is_served():
    """Emulated is allowed; a livelock is neither."""
    access = survey(PAE, SpaceName.ACCESS)
    outcomes = access.values(AFTER, Quantity.OUTCOME)
    names = [ending.value for ending in ENDINGS]
    allowed, faults = access.allowed(AFTER), access.faults(AFTER)

    assert np.array_equal(allowed, np.isin(outcomes, [names.index("done"), names.index("emulate")]))
    assert np.array_equal(faults, outcomes == names.index("injected"))
    assert np.any(allowed + faults == 0)
    walk = survey()
    assert np.array_equal(walk.allowed(AFTER) + walk.faults(AFTER), np.ones(8192))


def test_some_states_are_surveyed_as_all_are():
    """A survey of one state says of it what the whole survey says."""
    whole = survey(X32, SpaceName.HARDWARE)
    for at in (0, 777, 65535):
        one = whole.one(at)
        assert one.exists.tolist() == [whole.exists[at]]
        for semantics in Semantics:
            for quantity in one.offers(semantics):
                assert one.values(semantics, quantity) == whole.values(semantics, quantity)[at]


def test_how_many_can_be_asked():
    """A write that fetches cannot."""
    for space in STATE_SPACES.values():
        if space.name is not SpaceName.ACCESS_ALL:
            assert space.asked == int(np.count_nonzero(Survey(space).exists))


@settings(max_examples=80)
@given(st.sampled_from(SMALL), st.sampled_from(Semantics), st.data())
def test_a_walk_is_the_cores(key, semantics, data):
    """Outcome, code and newly set A of any state, by the step-by-step walk."""
    space = STATE_SPACES[key]
    at = data.draw(st.integers(0, len(space) - 1))
    one = Survey(space, np.array([at], np.uint32))
    if not one.exists[0] or one.is_access:
        return
    scenario = space.scenario(at)
    trace = record(semantics, scenario)

    assert OUTCOMES[int(one.values(semantics, Quantity.OUTCOME)[0])] is trace.result.outcome
    if semantics is not BEFORE:
        code = int(one.values(semantics, Quantity.ERROR_CODE)[0])
        assert (None if code == NONE else code) == trace.result.error_code
    written = {
        event.address: event.old ^ event.new
        for event in trace.events
        if hasattr(event, "old") and hasattr(event, "address")
    }
    addresses = FIXED_PATHS[space.mode].addresses
    a_bits = sum(
        1 << level.number - 1
        for level, address in zip(space.mode.levels, addresses, strict=True)
        if written.get(address, 0) & 0x20
    )
    assert int(one.values(semantics, Quantity.ACCESSED)[0]) & (1 << MAY) - 1 == a_bits
