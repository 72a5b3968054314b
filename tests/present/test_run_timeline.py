"""The cells of a run."""

from dataclasses import replace

from mmuviz.core.operation import LoadCr3, SetWp, TableWrite, Touch
from mmuviz.core.paging import PagingMode
from mmuviz.present.run_frame import RunFrame, RunRecord
from mmuviz.present.run_timeline import run_timeline, short
from tests.core.paths import P, U, W, path


def record():
    scenario = path(PagingMode.PAE, (P, P | W | U, P | W), user=True)
    touch = Touch(scenario.access)
    return RunRecord(replace(scenario, operations=(touch, LoadCr3(1 << 31), touch)))


def test_the_operation_that_is_shown_unfolds():
    """Its moments have cells of their own; the others have one, which leads to their end."""
    run = record()
    groups = run_timeline(RunFrame(run, 1), by_operation=False)
    assert [group.title for group in groups] == ["1  user read", "", ""]
    assert [step.word for step in groups[0].steps][:4] == ["roots", "CPU", "exit", "walk"]
    assert [step.number for group in groups for step in group.steps] == [
        *range(1, run.last_step_of(0) + 1),
        run.last_step_of(1),
        run.last_step_of(2),
    ]
    assert [step.mark for step in groups[2].steps] == [""]
    groups = run_timeline(RunFrame(run, run.last_step_of(2)), by_operation=False)
    assert [step.mark for step in groups[0].steps] == ["differs"]
    load = run_timeline(RunFrame(run, run.last_step_of(1)), by_operation=False)[1]
    assert [step.word for step in load.steps] == ["nothing"]


def test_by_operation_each_is_one_cell():
    """Its word says what it does, its tip in full."""
    groups = run_timeline(RunFrame(record(), 1), by_operation=True)
    assert [step.word for group in groups for step in group.steps] == [
        "1  user read",
        "2  load CR3",
        "3  user read",
    ]
    assert groups[1].steps[0].tip == "operation 2, CR3 = 0x80000000"


def test_short_words():
    assert short(SetWp(wp=True)) == "set WP"
    assert short(TableWrite(0, 0)) == "table write"
