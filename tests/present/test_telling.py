"""Every opening of the Claims page finds the step that tells, in the view that it names."""

from dataclasses import replace

import pytest

from mmuviz.core.events import Anchor
from mmuviz.core.shadow.phases import PhaseKind
from mmuviz.core.trace import Semantics, record
from mmuviz.present.claims import CLAIMS, DEFECTS, Opening, View
from mmuviz.present.compare_frame import CompareRecord
from mmuviz.present.run_frame import RunFrame, RunRecord
from mmuviz.present.telling import compare_step, run_step, walk_step
from mmuviz.resources import asset
from mmuviz.sources.open_file import open_file

OPENINGS = [claim.opening for claim in (*CLAIMS, *DEFECTS) if claim.opening.scenario]


def scenario_of(opening):
    return open_file(asset(f"scenarios/{opening.scenario}.toml")).scenario


def openings(*views):
    return [opening for opening in OPENINGS if opening.view in views]


@pytest.mark.parametrize("opening", openings(View.WALK), ids=lambda one: one.scenario)
def test_a_walk(opening):
    """The last step at the anchor."""
    trace = record(opening.semantics, scenario_of(opening))

    assert trace.events[walk_step(trace, opening) - 1].anchor is opening.anchor


@pytest.mark.parametrize("opening", openings(View.COMPARE), ids=lambda one: f"{one.anchor}")
def test_a_comparison(opening):
    """The row of the semantics that is meant."""
    compared = CompareRecord(scenario_of(opening))
    row = compared.comparison.rows[compare_step(compared, opening) - 1]

    assert opening.anchor in {event.anchor for event in row.cells[opening.semantics].events}


@pytest.mark.parametrize(
    "opening", openings(View.EXITS, View.PROGRAM), ids=lambda one: one.scenario
)
def test_a_run(opening):
    """The last moment of the operation at which that version comes to the anchor."""
    run = RunRecord(scenario_of(opening))
    frame = RunFrame(run, run_step(run, opening))

    assert frame.operation == opening.operation
    phase = frame.current(opening.semantics)
    assert opening.anchor in {event.anchor for event in phase.events}


def test_the_vain_exit_is_the_second():
    """Claim 3: what before does a second time."""
    opening = next(one for one in OPENINGS if one.scenario == "pae-vain-exit")
    run = RunRecord(scenario_of(opening))

    assert run.moments[run_step(run, opening) - 1].place == (2, PhaseKind.EXIT.rank)


def test_an_anchor_that_does_not_come_up():
    """The end of the walk, of the comparison, of the operation; or of what ran at all."""
    opening = Opening("pae-hit", View.EXITS, Semantics.BEFORE, anchor=Anchor.ACCESS_ERROR)
    scenario = scenario_of(opening)
    trace, compared, run = (
        record(Semantics.BEFORE, scenario),
        CompareRecord(scenario),
        RunRecord(scenario),
    )
    assert walk_step(trace, opening) == len(trace.events)
    assert compare_step(compared, opening) == len(compared.comparison.rows)
    assert run_step(run, opening) == len(run.moments)

    hang = scenario_of(Opening("pae-host-hang", View.EXITS))
    twice = RunRecord(replace(hang, operations=hang.program * 2))
    later = replace(opening, operation=len(twice.operations) - 1)
    assert run_step(twice, later) == len(twice.moments)
