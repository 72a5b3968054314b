"""The bare processor on guest programs."""

from dataclasses import replace

from hypothesis import given

from mmuviz.core.access import Access
from mmuviz.core.events import Anchor
from mmuviz.core.operation import LoadCr3, SetWp, TableWrite, Touch
from mmuviz.core.paging import PagingMode
from mmuviz.core.processor import Processor, run_on_processor
from mmuviz.core.result import Outcome
from mmuviz.core.shadow.events import GuestStored
from mmuviz.core.shadow.guest import Ending, GuestResult
from mmuviz.core.trace import Semantics, record
from tests.core.paths import D, P, U, W, path
from tests.strategies import scenarios

ALL = P | W | U


def results(scenario, *operations):
    return [one.result for one in run_on_processor(scenario, operations)]


def test_a_program_sees_its_own_writes_and_registers():
    """WP decides a kernel's write; what a table write stores is there afterwards."""
    scenario = path(PagingMode.PAE, (P, ALL, P | U | D))
    gva = scenario.access.gva
    write, store = Touch(Access(gva, write=True)), TableWrite(gva, 0x1234)
    assert results(scenario, write, SetWp(True), write, LoadCr3(scenario.cpu.cr3)) == [
        GuestResult(Ending.DONE),
        GuestResult(Ending.DONE),
        GuestResult(Ending.INJECTED, 3),
        GuestResult(Ending.DONE),
    ]
    (executed,) = run_on_processor(scenario, (store,))
    stored = executed.events[-1]
    assert isinstance(stored, GuestStored)
    assert (stored.anchor, stored.new) == (Anchor.STORE, 0x1234)


def test_a_refused_load_leaves_the_registers():
    """#GP: a root outside RAM."""
    scenario = path(PagingMode.PAE, (P, ALL, ALL))
    processor = Processor(scenario)
    executed = processor.execute(LoadCr3(1 << 31))
    assert executed.result == GuestResult(Ending.GP)
    assert executed.cpu == scenario.cpu


def test_a_write_to_a_device_stores_nothing():
    """The frame is outside RAM: done, and no memory changes."""
    scenario = path(PagingMode.X32, (ALL, ALL | 0xE0000000))
    (executed,) = run_on_processor(scenario, (TableWrite(scenario.access.gva, 1),))
    assert executed.result == GuestResult(Ending.DONE)
    assert not [event for event in executed.events if isinstance(event, GuestStored)]


def test_it_ends_where_the_file_keeps_nothing():
    """Nobody can say how it goes on."""
    scenario = path(PagingMode.X32, (ALL, ALL))

    class Nothing:
        def word(self, _gpa):
            return None

        def extents(self):
            return []

    scenario = replace(scenario, memory=replace(scenario.memory, backing=Nothing(), words={}))
    touch = Touch(scenario.access)
    assert results(scenario, touch, touch) == [GuestResult(Ending.NOT_KEPT)]


@given(scenarios())
def test_one_access_is_the_hardware_walk(scenario):
    """Ending, code and what is written are those of the recorded walk."""
    (executed,) = run_on_processor(scenario, (Touch(scenario.access),))
    trace = record(Semantics.HARDWARE, scenario)
    if trace.result.outcome is Outcome.NOT_KEPT:
        assert executed.result.ending is Ending.NOT_KEPT
        return
    assert executed.events == trace.events
    faulted = executed.result.ending is Ending.INJECTED
    assert executed.result.error_code == (trace.result.error_code if faulted else None)
    assert faulted == (trace.result.outcome.is_fault and executed.result.ending is not Ending.GP)
