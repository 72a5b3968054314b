"""The timeline of a run: the operation that is shown moment by moment, the others as one cell."""

from mmuviz.core.operation import LoadCr3, Operation, SetWp, TableWrite, Touch
from mmuviz.core.shadow.phases import PhaseKind
from mmuviz.present.program_table import operation_text
from mmuviz.present.run_frame import RunFrame, RunRecord
from mmuviz.present.timeline import TimelineGroup, TimelineStep, Tone

_WORDS = {
    PhaseKind.ROOTS: "roots",
    PhaseKind.LOOKUP: "CPU",
    PhaseKind.STORE: "store",
    PhaseKind.EXIT: "exit",
    PhaseKind.WALK: "walk",
    PhaseKind.FETCH: "fetch",
    PhaseKind.FIX: "fix",
    PhaseKind.ANSWER: "answer",
    PhaseKind.EMULATE: "emulate",
}
_KINDS = tuple(PhaseKind)


def short(operation: Operation) -> str:
    """`user write`, `table write`, `set WP`, `load CR3`."""
    match operation:
        case Touch(access):
            return f"{access.privilege} {access.kind}"
        case TableWrite():
            return "table write"
        case SetWp():
            return "set WP"
        case LoadCr3():  # pragma: no branch  # there is no other
            return "load CR3"


def run_timeline(frame: RunFrame, *, by_operation: bool) -> tuple[TimelineGroup, ...]:
    """Return the cells of a run.

    Args:
        frame: the moment that is shown.
        by_operation: every operation is one cell.
    """
    record = frame.record
    groups = []
    for number, operation in enumerate(record.operations):
        title = f"{number + 1}  {short(operation)}"
        if number == frame.operation and not by_operation:
            groups.append(TimelineGroup(title, "", Tone.PLAIN, _moments(record, number)))
        else:
            word = title if by_operation else str(number + 1)
            step = _whole(record, number, word)
            groups.append(TimelineGroup("", "", Tone.PLAIN, (step,)))
    return tuple(groups)


def _whole(record: RunRecord, number: int, word: str) -> TimelineStep:
    tip = f"operation {number + 1}, {operation_text(record.operations[number])}"
    mark = "differs" if record.differs(number) else ""
    return TimelineStep(record.last_step_of(number), word, tip, mark)


def _moments(record: RunRecord, number: int) -> tuple[TimelineStep, ...]:
    steps = []
    for step, moment in enumerate(record.moments, 1):
        if moment.operation != number:
            continue
        rank = moment.place[1]
        word = "nothing" if rank < 0 else _WORDS[_KINDS[rank]]
        tip = f"try {moment.place[0]}: {word}" if moment.place[0] else word
        steps.append(TimelineStep(step, word, tip, ""))
    return tuple(steps)
