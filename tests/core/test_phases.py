"""The phases of operations on the shadow MMU: nothing lost, nothing out of order."""

import pytest
from hypothesis import given

from mmuviz.core.operation import LoadCr3, SetWp, TableWrite, Touch
from mmuviz.core.paging import PagingMode
from mmuviz.core.shadow.events import Looked
from mmuviz.core.shadow.phases import PhaseKind, phases
from mmuviz.core.shadow.program import run_program
from mmuviz.core.trace import Semantics
from tests.core.paths import TABLES, D, P, U, W, path
from tests.strategies import scenarios

ALL = P | W | U
BEFORE, AFTER = Semantics.BEFORE, Semantics.AFTER


def words(semantics, scenario, *operations):
    """Return the phases of the last operation, as `1 walk`."""
    executed = run_program(semantics, scenario, operations)[-1]
    return [f"{phase.round} {phase.kind.value}" for phase in phases(executed.events)]


def test_a_refused_access_before_and_after():
    """Claim 3 as phases: before goes round twice."""
    scenario = path(PagingMode.PAE, (P, ALL, P | W), user=True)
    touch = Touch(scenario.access)
    start = ["0 roots", "1 lookup", "1 exit", "1 walk"]
    first = [*start, "1 fetch", "1 fix", "1 answer"]
    second = [f"2 {word}" for word in ("lookup", "exit", "walk", "fix", "answer")]
    assert words(BEFORE, scenario, touch) == [*first, *second]
    assert words(AFTER, scenario, touch) == [*start, "1 answer"]


def test_a_second_access_is_a_lookup_alone():
    """The shadow is warm; a write stores after the lookup."""
    scenario = path(PagingMode.PAE, (P, ALL, ALL | D), write=True)
    touch = Touch(scenario.access)
    assert words(AFTER, scenario, touch, touch) == ["1 lookup"]
    store = TableWrite(scenario.access.gva, 0)
    assert words(AFTER, scenario, touch, store) == ["1 lookup", "1 store"]


@pytest.mark.parametrize("semantics", [BEFORE, AFTER])
def test_a_write_to_a_table_is_emulated(semantics):
    """The emulator translates, drops the slot and stores: all in one phase."""
    scenario = path(PagingMode.PAE, (P, ALL, ALL | TABLES[1]), write=True)
    found = words(semantics, scenario, TableWrite(scenario.access.gva, 0))
    assert found[-2:] == ["1 answer", "1 emulate"]
    assert found.count("1 emulate") == 1


def test_registers_take_roots():
    """Loading them is one phase, or none where CR3 is refused."""
    scenario = path(PagingMode.PAE, (P, ALL, ALL))
    assert words(AFTER, scenario, SetWp(wp=True)) == ["0 roots"]
    assert words(AFTER, scenario, LoadCr3(1 << 31)) == []


@given(scenarios())
def test_phases_hold_every_event_in_order(scenario):
    """Whatever happens: all events, places ascending, one lookup a round."""
    for semantics in (BEFORE, AFTER):
        for executed in run_program(semantics, scenario, (Touch(scenario.access),) * 2):
            found = phases(executed.events)
            assert tuple(event for phase in found for event in phase.events) == executed.events
            places = [phase.place for phase in found]
            assert places == sorted(set(places))
            looked = [phase for phase in found if isinstance(phase.events[0], Looked)]
            assert [phase.kind for phase in looked] == [PhaseKind.LOOKUP] * len(looked)
            assert all(len([e for e in p.events if isinstance(e, Looked)]) == 1 for p in looked)
