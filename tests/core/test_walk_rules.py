"""What holds for every walk there is: properties over whole scenarios."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mmuviz.core.bits import Pte
from mmuviz.core.events import (
    Anchor,
    Check,
    Composed,
    EntryRead,
    EntryWritten,
    Judged,
    Jumped,
    Returned,
    Source,
)
from mmuviz.core.paging import PagingMode
from mmuviz.core.result import Outcome
from mmuviz.core.trace import Semantics, record
from tests.core.paths import path
from tests.strategies import scenarios

SEMANTICS = st.sampled_from(Semantics)


def of_kind(trace, *kinds):
    return [event for event in trace.events if isinstance(event, kinds)]


@given(scenarios(), SEMANTICS)
def test_levels_are_read_from_the_root_down(scenario, semantics):
    """No level twice, none left out; PAE's first is a register."""
    trace = record(semantics, scenario)
    reads = of_kind(trace, EntryRead)
    levels = scenario.cpu.mode.levels
    assert [read.level for read in reads] == list(levels[: len(reads)])
    for read in reads:
        assert read.index == read.level.select(scenario.access.gva)
        assert (read.anchor is Anchor.READ_PDPTR) == (read.source is Source.REGISTER)
        assert (read.address is None) == (read.source is Source.REGISTER)
        if read.source is Source.REGISTER:
            assert scenario.cpu.mode is PagingMode.PAE
            assert read.value == scenario.cpu.pdptrs[read.index]
        elif read.source is Source.OUTSIDE:
            assert (read.address in scenario.ram, read.value) == (False, 0)


@given(scenarios(), SEMANTICS)
def test_a_walk_sees_its_own_writes(scenario, semantics):
    """Replaying the writes on memory gives every value read afterwards."""
    memory, size = scenario.memory, scenario.cpu.mode.entry_size
    for event in record(semantics, scenario).events:
        if isinstance(event, EntryRead) and event.source is Source.RAM:
            assert event.value == memory.read(event.address, size)
        if isinstance(event, EntryWritten):
            assert event.old == memory.read(event.address, size)
            memory = memory.write(event.address, size, event.new)


@given(scenarios(), SEMANTICS)
def test_a_walk_sets_a_and_d_and_nothing_else(scenario, semantics):
    """A once for each entry; D by hardware alone, in the leaf of a write."""
    trace = record(semantics, scenario)
    for event in of_kind(trace, EntryWritten):
        added = event.new & ~event.old
        assert event.old & ~event.new == 0
        assert added
        assert added & ~(Pte.A | Pte.D) == 0
        assert event.old & Pte.P
        if added & Pte.D:
            assert semantics is Semantics.HARDWARE
            assert scenario.access.write
            assert event.level == trace.result.level


@given(scenarios(), SEMANTICS)
def test_checks_evaluate_their_terms_from_left_to_right(scenario, semantics):
    """A term is left out only where the ones before it decide."""
    events = of_kind(record(semantics, scenario), Check, Judged)
    checks = [
        check
        for event in events
        for check in (event.checks if isinstance(event, Judged) else (event,))
    ]
    for check in checks:
        known = [term is not None for term in check.terms]
        assert known[0]
        if check.anchor in (Anchor.PRESENT, Anchor.USER, Anchor.FETCH, Anchor.RESERVED):
            assert check.holds == all(check.terms)
            assert all(left or not right for left, right in pairwise(known))


@given(scenarios(), SEMANTICS)
def test_results_fit_their_outcome(scenario, semantics):
    """A page has an address, a fault has a code (but before's), nothing else has."""
    trace = record(semantics, scenario)
    result = trace.result
    found = result.outcome in (Outcome.MAPPED, Outcome.PAGING_OFF)
    assert (result.gpa is not None) == found
    assert (result.gfn is not None) == found
    coded = result.outcome.is_fault and semantics is not Semantics.BEFORE
    assert (result.error_code is not None) == coded
    if semantics is not Semantics.HARDWARE:
        assert result.may_set == ()
        assert result.outcome not in (Outcome.RESERVED_BIT, Outcome.NON_CANONICAL)
    if composed := of_kind(trace, Composed):
        assert composed[-1].error_code == result.error_code
    if returned := of_kind(trace, Returned):
        assert trace.events[-1] is returned[0]
        assert returned[0].error_code == result.error_code


@given(scenarios())
def test_before_never_judges_rights(scenario):
    """It has no such code: no check b or c, no jump to a label, no error code."""
    trace = record(Semantics.BEFORE, scenario)
    rights = {Anchor.WRITE, Anchor.USER, Anchor.FETCH, Anchor.SUPERVISOR, Anchor.RESERVED}
    assert not rights & {event.anchor for event in trace.events}
    assert not of_kind(trace, Judged, Composed, Returned)
    assert all(jump.anchor is Anchor.PAGING_OFF for jump in of_kind(trace, Jumped))


@given(scenarios())
def test_after_goes_where_before_goes_or_stops_sooner(scenario):
    """The change adds refusals: what after maps, before maps to the same byte."""
    before, after = (record(s, scenario) for s in (Semantics.BEFORE, Semantics.AFTER))
    reads = [[read.address for read in of_kind(trace, EntryRead)] for trace in (before, after)]
    assert reads[1] == reads[0][: len(reads[1])]
    if after.result.outcome is Outcome.MAPPED:
        assert after.result.gpa == before.result.gpa
        assert after.result.inherited_ar == before.result.inherited_ar
    if after.result.outcome is Outcome.NOT_PRESENT:
        assert before.result.outcome is Outcome.NOT_PRESENT


@given(scenarios())
def test_the_listed_terms_of_the_judgement_do_not_hide_a_refusal(scenario):
    """Hardware faults with P exactly when one of b, c, x, s holds, or a reserved bit is set."""
    trace = record(Semantics.HARDWARE, scenario)
    judged = of_kind(trace, Judged)
    refused = any(check.holds for event in judged for check in event.checks)
    assert refused == any(event.refused for event in judged)
    assert refused == (trace.result.outcome is Outcome.ACCESS_ERROR)
    if trace.result.error_code is not None and trace.result.outcome is not Outcome.NON_CANONICAL:
        present = trace.result.outcome is not Outcome.NOT_PRESENT
        assert bool(trace.result.error_code & 1) == present


@pytest.mark.parametrize("semantics", Semantics)
def test_page_size_without_pse_is_seen_and_does_not_count(semantics):
    """PS is 1 and CR4.PSE 0: the terms say both, and the walk goes on to the page table."""
    flags = Pte.P | Pte.W | Pte.U | Pte.A
    scenario = path(PagingMode.X32, (flags | Pte.PS, flags), pse=False)
    trace = record(semantics, scenario)
    leaf = next(event for event in trace.events if event.anchor is Anchor.LEAF)

    assert leaf.terms == (False, True, False)
    assert not leaf.holds
