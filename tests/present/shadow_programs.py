"""The recorded directed programs as records of runs, for the tests of the shadow's pictures."""

from functools import cache
from pathlib import Path

from mmuviz.core.trace import Semantics
from mmuviz.present.run_frame import RunFrame, RunRecord
from mmuviz.sources.program_file import read_programs

_DIRECTED = Path(__file__).parent.parent / "data" / "vectors" / "sequences-directed.jsonl.gz"
BEFORE, AFTER = Semantics.BEFORE, Semantics.AFTER


@cache
def programs():
    """The scenarios by name."""
    return {program.name: program.scenario for program in read_programs(_DIRECTED)}


@cache
def record(name):
    """The run of a program."""
    return RunRecord(programs()[name])


def at(name, step=None):
    """The frame of a program at `step`; the last without one."""
    run = record(name)
    return RunFrame(run, len(run.moments) if step is None else step)


def phase_of(name, operation, word, version=AFTER, occurrence=0):
    """The frame at which a version does something, by the phase's word."""
    run = record(name)
    steps = [
        step
        for step, moment in enumerate(run.moments, 1)
        if moment.operation == operation
        and (found := RunFrame(run, step).current(version)) is not None
        and found.kind.value == word
    ]
    return RunFrame(run, steps[occurrence])
