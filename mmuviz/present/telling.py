"""The step at which a scenario shows what a claim says, in each of the records that are shown."""

from mmuviz.core.comparison import Comparison
from mmuviz.core.lessons.target import Target
from mmuviz.core.scenario import Scenario
from mmuviz.core.trace import Semantics, Trace
from mmuviz.present.claims import Opening, step_of
from mmuviz.present.compare_frame import CompareRecord
from mmuviz.present.run_frame import Moment, RunRecord


def walk_step(trace: Trace, opening: Opening) -> int:
    """Return the step of a walk; its end where the walk does not come to the anchor."""
    return step_of(trace.events, opening.anchor) or len(trace.events)


def compare_step(record: CompareRecord, opening: Opening) -> int:
    """Return the row in which the walk of the opening's semantics comes to the anchor."""
    rows = record.comparison.rows
    steps = [
        step
        for step, row in enumerate(rows, 1)
        if any(event.anchor is opening.anchor for event in row.cells[opening.semantics].events)
    ]
    return steps[-1] if steps else len(rows)


def run_step(record: RunRecord, opening: Opening) -> int:
    """Return the moment in which the opening's version comes to the anchor, in its operation."""
    operation = min(opening.operation, len(record.operations) - 1)
    places = [
        phase.place
        for phase in record.phases_of(opening.semantics, operation)
        if step_of(phase.events, opening.anchor)
    ]
    if not places:
        return record.last_step_of(operation)
    return record.moments.index(Moment(operation, places[-1])) + 1


def parting_step(scenario: Scenario, semantics: Semantics, against: Semantics) -> int:
    """Return the step of a walk where it parts from another; its end where it does not.

    Where the other has a step that this walk has not, that is its next step.
    """
    shown = tuple(one for one in Semantics if one in (semantics, against))
    comparison = Comparison(scenario, shown)
    events = comparison.traces[semantics].events
    if comparison.divergences:
        for row in comparison.rows[comparison.divergences[0] - 1 :]:
            here = row.cells[semantics].events
            if here:
                return [id(event) for event in events].index(id(here[-1])) + 1
    return len(events)


def target_moment(record: RunRecord, target: Target) -> int:
    """Return the moment in which a run comes to a place behind the walk; its end if it does not."""
    step = target.step(record.scenario)
    if step is None:
        return len(record.moments)
    moments = [
        Moment(operation, phase.place)
        for operation in range(len(record.operations))
        for phase in record.phases_of(target.semantics, operation)
        for _event in phase.events
    ]
    return record.moments.index(moments[step - 1]) + 1
