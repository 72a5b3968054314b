"""Recorded guest programs, run, for the tests of what is said of them."""

from dataclasses import replace
from functools import cache
from pathlib import Path

from mmuviz.present.program_case import Case
from mmuviz.present.run_frame import RunRecord
from mmuviz.sources.program_file import read_programs

DATA = Path(__file__).parents[1] / "data" / "vectors"
KINDS = ("directed", "pae", "x32", "long")


@cache
def _programs(kind):
    return {one.name: one.scenario for one in read_programs(DATA / f"sequences-{kind}.jsonl.gz")}


@cache
def recorded(name):
    """Return the run of a recorded program."""
    kind, _, number = name.rpartition("-")
    scenario = _programs(kind if number.isdigit() else "directed")[name]
    return RunRecord(replace(scenario, title=name))


def case(name, number):
    """Return operation `number`, from 1, of a recorded program."""
    return Case(recorded(name), number - 1)


def all_cases(kind):
    """Return every operation of the recorded programs of a kind that both versions ran."""
    records = [recorded(name) for name in _programs(kind)]
    return [
        Case(record, number)
        for record in records
        for number in range(min(len(run) for run in record.runs.values()))
    ]
