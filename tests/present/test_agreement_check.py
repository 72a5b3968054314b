"""What a sweep through the engine writes is one more row of the lab."""

import pytest

from mmuviz.core.agreement import Agreement, Unlike
from mmuviz.core.paging import PagingMode
from mmuviz.core.second_opinion import Point, Verdict
from mmuviz.core.trace import Semantics
from mmuviz.present.agreement import (
    difference_record,
    progress_record,
    space_record,
    total_records,
)
from mmuviz.present.agreement_check import SWEEPS, Sweep, with_agreement
from mmuviz.present.verify_opening import mismatch_scenario, mismatch_semantics
from mmuviz.present.verify_picture import Replay, State, check_row, detail, totals_text
from mmuviz.present.verify_record import Check, Counted, Holds
from mmuviz.sweep.space import STATE_SPACES, SpaceName

SPACE = STATE_SPACES[PagingMode.PAE, SpaceName.WALK]
DIFFERS = Point("error_code", 5, 4, Verdict.DIFFERS)
UNLIKE = Unlike(4097, (DIFFERS, Point("gpa", None, None, Verdict.SAME)))


def taken(*records):
    check = Check()
    for record in records:
        check = with_agreement(check, record)
    return check


def replay(check):
    return Replay("Unicorn", "", check)


def test_a_sweep_that_agrees():
    """Its states as rows; by kind, how many agree and why others do not; the limits."""
    counts = {("outcome", Verdict.SAME): 8192, ("pde.a", Verdict.SAME): 7804}
    counts[("pde.a", Verdict.OPEN)] = 388
    found = Agreement(8192, counts, {"pde.a": 388})
    start = taken(space_record(SPACE, "Unicorn 2", 8192), progress_record(2048, 8192))
    assert start.counted == Counted(2048, 8192)
    check = taken(space_record(SPACE, "Unicorn 2", 8192), *total_records(SPACE, found, 1.0))

    row = check_row(replay(check))
    assert row.cells[1:5] == ("Unicorn 2 against hardware's rules, PAE", "8,192", "walk", "0")
    assert row.state is State.AGREES
    assert row.cells[-1] == "none differs"
    assert totals_text([replay(check)], running=False, seconds=0).startswith("1 check: 8,192")
    told = detail(replay(check))
    assert told.heading.startswith("Unicorn: nothing in 8,192 states differs but what is left open")
    lines = told.text.splitlines()
    assert lines[0] == "outcome: 8,192 agree"
    assert "A of PDE: 7,804 agree, 388 left open by the manual" in lines
    assert "Known limits:" in lines


def test_a_state_that_differs_opens():
    """As the space's scenario, walked by hardware."""
    found = Agreement(8192, {("error_code", Verdict.DIFFERS): 1}, unlike=1, first=(UNLIKE,))
    records = [difference_record(SPACE, UNLIKE), *total_records(SPACE, found, 1.0)]
    check = taken(space_record(SPACE, "Unicorn 2", 8192), *records)
    (row,) = detail(replay(check)).rows
    assert row.cells[:3] == ("", "state 4097", "error code")
    (state,) = check.differences
    assert check.recorded.holds is Holds.SPACE
    scenario = mismatch_scenario("Unicorn", check.recorded, state)
    assert scenario.cpu == SPACE.scenario(4097).cpu
    assert scenario.memory == SPACE.scenario(4097).memory
    assert mismatch_semantics(check.recorded.holds, state) is Semantics.HARDWARE


def test_an_engine_that_failed():
    """The sentence stands below; it is no result."""
    found = Agreement(problem="The engine crashed.")
    check = taken(space_record(SPACE, "Unicorn 2", 8192), *total_records(SPACE, found, 1.0))
    assert replay(check).state is State.FAILED
    assert detail(replay(check)).text == "The engine crashed."


@pytest.mark.parametrize("sweep", SWEEPS, ids=lambda sweep: sweep.title)
def test_every_sweep_is_of_a_space_that_there_is(sweep):
    """By the names of the command line."""
    assert (sweep.mode, SpaceName(sweep.space)) in STATE_SPACES
    assert sweep.about
    assert sweep.arguments[:2] == ("--against", "unicorn")


def test_a_sweep_is_called_by_engine_mode_and_space():
    """One line."""
    assert Sweep(PagingMode.X32, "walk").title == "Unicorn, 32-bit, walk"
