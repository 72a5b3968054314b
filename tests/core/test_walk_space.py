"""All states of small spaces: the counts that were measured, and the rules that hold in each."""

from collections import Counter

import pytest

from mmuviz.core.bits import Pferr, Pte
from mmuviz.core.events import Anchor, Check, EntryRead, EntryWritten, Jumped
from mmuviz.core.paging import PagingMode
from mmuviz.core.result import Outcome
from mmuviz.core.trace import Semantics, record
from tests.core.paths import two_level_space

BEFORE, AFTER, HARDWARE = Semantics.BEFORE, Semantics.AFTER, Semantics.HARDWARE


def accessed(trace):
    """The entries in which a walk set A, by address."""
    return {e.address for e in trace.events if isinstance(e, EntryWritten) and e.new & Pte.A}


@pytest.fixture(scope="module", params=PagingMode)
def space(request):
    """The traces of all 2048 states, by semantics."""
    return [
        {semantics: record(semantics, scenario) for semantics in Semantics}
        for scenario in two_level_space(request.param)
    ]


def test_the_counts_are_those_that_were_measured(space):
    """research/peers.md, section 5: outcomes, codes, A bits over 2048 states."""
    assert len(space) == 2048
    outcomes = Counter(state[AFTER].result.outcome for state in space)
    assert outcomes == {
        Outcome.NOT_PRESENT: 1344,
        Outcome.ACCESS_ERROR: 456,
        Outcome.MAPPED: 248,
    }
    codes = [
        (state[HARDWARE].result.error_code, state[AFTER].result.error_code)
        for state in space
        if state[HARDWARE].result.error_code != state[AFTER].result.error_code
    ]
    assert len(codes) == 192
    assert {(theirs | Pferr.P, theirs & Pferr.P) for theirs, _ in codes} == {
        (ours, 0) for _, ours in codes
    }, "after reports P where a lower entry is absent"
    assert sum(accessed(state[BEFORE]) != accessed(state[AFTER]) for state in space) == 276
    found = [
        state
        for state in space
        if state[BEFORE].result.outcome is Outcome.MAPPED and state[AFTER].result.outcome.is_fault
    ]
    assert len(found) == 264


def test_fault_or_no_fault_is_what_the_processor_says(space):
    """In P, W, U alone, after refuses exactly what hardware refuses."""
    for state in space:
        assert state[AFTER].result.outcome.is_fault == state[HARDWARE].result.outcome.is_fault


def test_after_refuses_exactly_what_some_level_refuses(space):
    """P, W and U of each level on its own, in order, by the rule of semantics.md, 2."""
    for state in space:
        trace = state[AFTER]
        cpu, access = trace.scenario.cpu, trace.scenario.access
        expected = Outcome.MAPPED
        for read in (e for e in trace.events if isinstance(e, EntryRead)):
            if not read.value & Pte.P:
                expected = Outcome.NOT_PRESENT
            elif read.anchor is Anchor.READ and (
                (access.write and not read.value & Pte.W and (access.user or cpu.wp))
                or (access.user and not read.value & Pte.U)
            ):
                expected = Outcome.ACCESS_ERROR
        assert trace.result.outcome is expected
        code = {Outcome.NOT_PRESENT: 0, Outcome.ACCESS_ERROR: Pferr.P}.get(expected)
        if code is not None:
            code |= (Pferr.W if access.write else 0) | (Pferr.U if access.user else 0)
        assert trace.result.error_code == code


def test_after_never_sets_an_a_that_before_does_not(space):
    """The change takes A bits away, it adds none."""
    for state in space:
        assert accessed(state[AFTER]) <= accessed(state[BEFORE])


def test_before_checks_no_rights_and_has_no_code(space):
    """Every state: neither b nor c, no jump, no error code."""
    for state in space:
        events = state[BEFORE].events
        assert {e.anchor for e in events if isinstance(e, Check)} <= {
            *(Anchor.PDPTR_PRESENT, Anchor.PRESENT, Anchor.ACCESSED, Anchor.LEAF),
        }
        assert not any(isinstance(e, Jumped) for e in events)
        assert state[BEFORE].result.error_code is None


def test_hardware_writes_nothing_when_it_refuses(space):
    """What the manual leaves open is in `may_set`: upper entries passed, with A clear."""
    for state in space:
        trace = state[HARDWARE]
        if not trace.result.outcome.is_fault:
            assert trace.result.may_set == ()
            continue
        assert not accessed(trace)
        passed = [e for e in trace.events if isinstance(e, EntryRead) and e.address][:-1]
        assert [address for _, address in trace.result.may_set] == [
            e.address for e in passed if not e.value & Pte.A
        ]
