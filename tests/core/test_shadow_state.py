"""The shadow made of events alone is the shadow that the run really has."""

import gzip
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mmuviz.core.operation import TableWrite, Touch
from mmuviz.core.paging import PagingMode
from mmuviz.core.shadow.guest import Guest
from mmuviz.core.shadow.program import execute
from mmuviz.core.shadow.state import shadow_state
from mmuviz.core.trace import Semantics
from mmuviz.sources.program_file import read_programs
from tests.core.paths import TABLES, D, P, U, W, path
from tests.strategies import operations, scenarios

DIRECTED = Path(__file__).parent.parent / "data" / "vectors" / "sequences-directed.jsonl.gz"
BOTH = (Semantics.BEFORE, Semantics.AFTER)
ALL = P | W | U


def same(guest, scenario, events):
    """Assert that the state of `events` is what `guest` has."""
    state, vcpu = shadow_state(scenario, events), guest.vcpu
    cached = {page.number: page for page in vcpu.cache.pages}
    assert {page.number for page in state.cached} == set(cached)
    for number, page in cached.items():
        known = state.pages[number]
        assert (known.gfn, known.role) == (page.gfn, page.role)
        assert known.slots == page.slots
        newest = vcpu.cache.shadowing(page.gfn)
        found = state.shadowing(page.gfn)
        assert (found and found.number) == (newest and newest.number)
        parents = {(slot.page.number, slot.number) for slot in page.parents}
        assert set(state.links_to(number)) <= parents  # which may be stale
    assert state.rmap == {frame: len(slots) for frame, slots in vcpu.cache.rmap.items()}
    if guest.ending is None:
        assert list(state.roots) == [page.number for page in vcpu.roots]
        assert state.last_write == vcpu.last_write
    for gpa in {*vcpu.memory.words, *scenario.memory.words}:
        assert state.memory.read(gpa, 8) == vcpu.memory.read(gpa, 8)


def follow(semantics, scenario, program):
    """Run a program, compared after every operation."""
    guest, events = Guest(semantics, scenario), []
    for operation in program:
        events += execute(guest, operation).events
        same(guest, scenario, events)
        if guest.ending is not None:
            break


@settings(max_examples=100)
@given(scenarios(), st.data(), st.sampled_from(BOTH))
def test_any_program(scenario, data, semantics):
    """Whatever a guest does, disasters included."""
    more = data.draw(st.lists(operations(scenario.cpu.mode), max_size=6))
    follow(semantics, scenario, (*scenario.program, *more))


@pytest.mark.parametrize("semantics", BOTH)
def test_the_recorded_programs(semantics):
    """Each directed program: shared tables, floods, large pages, hangs."""
    with gzip.open(DIRECTED) as lines:
        count = sum(1 for _ in lines)
    programs = read_programs(DIRECTED)
    assert len(programs) == count
    for program in programs:
        follow(semantics, program.scenario, program.scenario.operations)


def test_writes_are_counted_as_the_emulator_counts_them():
    """Three in a row to one frame, kernel accesses in between or not."""
    scenario = path(PagingMode.PAE, (P, ALL, ALL | D | TABLES[1]), write=True)
    write = TableWrite(scenario.access.gva, 0)
    guest, events = Guest(Semantics.AFTER, scenario), []
    counts = []
    for operation in (write, Touch(scenario.access), write):
        events += execute(guest, operation).events
        counts.append(shadow_state(scenario, events).last_write)
    assert counts == [(4, 1), (4, 2), (4, 3)]


def test_nothing_stands_in_a_page_that_nobody_took():
    """The cold shadow."""
    state = shadow_state(path(PagingMode.X32, (ALL, ALL)), ())
    assert state.slot(0, 0) == 0
    assert state.cached == ()
    assert state.shadowing(0) is None
    scenario = path(PagingMode.X32, (ALL, ALL))
    guest = Guest(Semantics.AFTER, scenario)
    events = execute(guest, Touch(scenario.access)).events
    page = guest.vcpu.roots[0]
    index, value = next(iter(page.slots.items()))
    assert shadow_state(scenario, events).slot(page.number, index) == value
