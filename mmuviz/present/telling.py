"""The step at which a scenario shows what a claim says, in each of the records that are shown."""

from mmuviz.core.trace import Trace
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
