"""Moments of a run: both versions lined up, every event reached."""

from dataclasses import replace

import pytest
from hypothesis import given

from mmuviz.core.events import Anchor
from mmuviz.core.operation import LoadCr3, Touch
from mmuviz.core.paging import PagingMode
from mmuviz.core.shadow.guest import Ending
from mmuviz.core.shadow.phases import PhaseKind
from mmuviz.core.trace import Semantics
from mmuviz.present.run_frame import VERSIONS, RunFrame, RunRecord
from tests.core.paths import TABLES, P, U, W, path
from tests.strategies import scenarios

ALL = P | W | U
BEFORE, AFTER, HARDWARE = Semantics


def refused():
    """A user's read of a kernel's page, then the same again, after a CR3 that is refused."""
    scenario = path(PagingMode.PAE, (P, ALL, P | W), user=True)
    touch = Touch(scenario.access)
    return replace(scenario, operations=(touch, LoadCr3(1 << 31), touch))


def test_the_versions_stand_at_the_same_phase_of_the_same_try():
    """After has answered when before still fetches; at before's second try it has nothing."""
    record = RunRecord(refused())
    frame = RunFrame(record, 1)
    assert (frame.kind, frame.operation) == (PhaseKind.ROOTS, 0)
    kinds = [moment.place for moment in record.moments if moment.operation == 0]
    fetch = kinds.index((1, PhaseKind.FETCH.rank)) + 1
    frame = RunFrame(record, fetch)
    assert frame.current(BEFORE).kind is PhaseKind.FETCH
    assert frame.current(AFTER) is None
    assert Anchor.SET_ENTRY in frame.anchors[BEFORE]
    assert AFTER not in frame.anchors
    assert not RunFrame(record, 1).anchors
    frame = RunFrame(record, record.last_step_of(0))
    assert frame.done(BEFORE) == len(frame.phases(BEFORE))
    assert frame.done(AFTER) == len(frame.phases(AFTER)) < frame.done(BEFORE)
    assert frame.executed(HARDWARE).result.error_code == 5


def test_operations_have_at_least_one_moment():
    """A load that is refused has no phases, and is a step all the same."""
    record = RunRecord(refused())
    first, second, third = record.starts
    assert second + 1 == third
    frame = RunFrame(record, second)
    assert frame.operation == 1
    assert frame.kind is None
    assert frame.current(BEFORE) is None
    assert frame.executed(AFTER).result.ending is Ending.GP
    assert first == 1
    assert record.last_step_of(2) == frame.last_step == len(record.moments)


def test_they_differ_where_results_do():
    """Exits and counts differ at the first try; the processor's first code alone tells nothing."""
    record = RunRecord(refused())
    codes = [record.executed(version, 2).result.first_exit_code for version in (BEFORE, AFTER)]
    assert codes == [5, 4]
    assert [record.differs(number) for number in range(3)] == [True, False, False]
    assert record.differing == (0,)
    assert not any(record.unlike_hardware(BEFORE, number) for number in range(3))


def test_hardware_is_the_judge_of_endings_not_of_costs():
    """After's P where the processor says absent; an emulated device; a host that hangs."""
    absent = RunRecord(path(PagingMode.PAE, (P, P, 0), user=True))
    assert not absent.unlike_hardware(BEFORE, 0)
    assert absent.unlike_hardware(AFTER, 0)
    device = RunRecord(path(PagingMode.PAE, (P, ALL, ALL | 0xE0007000), write=True))
    assert device.runs[AFTER][0].result.ending is Ending.EMULATE
    assert not device.unlike_hardware(AFTER, 0)
    scenario = path(PagingMode.PAE, (P, ALL, ALL), user=True)
    off = RunRecord(replace(scenario, cpu=replace(scenario.cpu, pg=False)))
    assert not off.unlike_hardware(AFTER, 0)


def test_the_start_has_happened_nowhere():
    """Step 0 shows the first operation before anything of it."""
    frame = RunFrame(RunRecord(refused()), 0)
    assert frame.kind is None
    assert frame.done(BEFORE) == 0
    assert frame.events(BEFORE) == ()
    with pytest.raises(IndexError, match="steps 0 to"):
        RunFrame(frame.record, frame.last_step + 1)


def test_after_death_there_is_nothing():
    """A user's write to the root hangs the host: the second operation does not run."""
    pte = ALL | TABLES[2]
    scenario = path(PagingMode.PAE, (P, ALL, pte), user=True, write=True)
    touch = Touch(scenario.access)
    record = RunRecord(replace(scenario, operations=(touch, touch)))
    frame = RunFrame(record, record.last_step_of(1))
    assert record.runs[BEFORE][-1].result.ending is Ending.HOST_HANG
    assert frame.executed(BEFORE) is None
    assert record.unlike_hardware(BEFORE, 0)
    assert not record.unlike_hardware(BEFORE, 1)
    assert frame.executed(HARDWARE) is not None
    assert frame.phases(BEFORE) == ()
    assert not record.differs(1)


@given(scenarios())
def test_the_last_moment_has_seen_everything(scenario):
    """Stepping to the end of the run is the run."""
    record = RunRecord(scenario)
    frame = RunFrame(record, len(record.moments))
    for version in VERSIONS:
        events = tuple(event for one in record.runs[version] for event in one.events)
        assert frame.events(version) == events
