"""What `grade` says of a walker: as text, as a JSON object, as scenario files to step through."""

import argparse
import json
import shlex
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TextIO

from mmuviz.cli.inputs import write_columns, write_lines
from mmuviz.core.fixed_path import Row
from mmuviz.core.grading import Difference
from mmuviz.core.result import Outcome
from mmuviz.core.trace import Trace
from mmuviz.present.answer import plain
from mmuviz.present.graded import failure, mistake
from mmuviz.sources.opened import SCENARIO, Opened
from mmuviz.sources.walker_lines import state_line

_RIGHT, _WRONG, _MISBEHAVED = 0, 1, 3
_KINDS = 12
"""Kinds of mistake that the text lists; JSON has all."""


@dataclass(frozen=True, slots=True)
class Failure:
    """A state that was answered wrongly.

    Attributes:
        number: of the state in its space.
        row: the state.
        trace: the right walk.
        wrong: what of the answer differs; at least one.
    """

    number: int
    row: Row
    trace: Trace
    wrong: tuple[Difference, ...]


@dataclass(slots=True)
class Grade:
    """What is known of a walker so far.

    Attributes:
        states: how many it is asked.
        kept: how many wrong ones are told.
        answered: how many it answered.
        first: the first wrong ones.
        mistakes: of each kind of mistake how many there were, and the first.
        trouble: why it could not be asked further, in a sentence; empty where it could.
        saved: files of the wrong ones that are told, by number; empty where none was asked for.
    """

    states: int
    kept: int
    answered: int = 0
    first: list[Failure] = field(default_factory=list)
    mistakes: dict[str, tuple[int, Failure]] = field(default_factory=dict)
    trouble: str = ""
    saved: dict[int, Path] = field(default_factory=dict)

    @property
    def wrong(self) -> int:
        """How many were answered wrongly."""
        return sum(count for count, _first in self.mistakes.values())

    @property
    def right(self) -> int:
        """How many were answered rightly."""
        return self.answered - self.wrong

    @property
    def status(self) -> int:
        """The exit status."""
        if self.trouble:
            return _MISBEHAVED
        return _WRONG if self.mistakes else _RIGHT

    @property
    def told(self) -> list[Failure]:
        """The wrong ones that are told: the first of each kind, then the first of any."""
        some = [*(first for _count, first in self.mistakes.values()), *self.first]
        chosen = list({each.number: each for each in some}.values())[: self.kept]
        return sorted(chosen, key=lambda each: each.number)

    def add(self, found: Failure) -> None:
        """Count a wrong answer."""
        if len(self.first) < self.kept:
            self.first.append(found)
        kind = mistake(found.trace, found.wrong)
        count, first = self.mistakes.get(kind, (0, found))
        self.mistakes[kind] = (count + 1, first)

    def save(self, folder: Path, name: str) -> None:
        """Write each wrong state that is told as a scenario file, `name` and its number.

        Raises:
            OSError: the folder cannot be written to.
        """
        from mmuviz.sources.scenario_text import dump_text, save  # noqa: PLC0415  # TOML takes long

        for each in self.told:
            path = folder / f"{name}-{each.number}.toml"
            told = plain(failure(each.number, each.row, each.trace, each.wrong))
            scenario = replace(each.row.scenario, title=f"{path.stem} was wrong", notes=told)
            opened = Opened(scenario, SCENARIO)
            save(path, dump_text(opened, scenario, each.trace.semantics))
            self.saved[each.number] = path


def write_text(heading: str, atlas: str, grade: Grade, out: TextIO) -> None:
    """Write what a reader wants to know; `atlas` is the command that tells of the same space."""
    out.write(f"{heading}\n")
    told = grade.told
    for each in told:
        out.write("\n")
        write_lines(failure(each.number, each.row, each.trace, each.wrong), out)
        if path := grade.saved.get(each.number):
            out.write(f"  open it    mmuviz {shlex.quote(str(path))}\n")
    if left := grade.wrong - len(told):
        out.write(f"\nand {left} more wrong\n")
    if told:
        out.write("\n")
        kinds = sorted(grade.mistakes.items(), key=lambda one: -one[1][0])
        rows = [(f"{count}", f"{first.number}", kind) for kind, (count, first) in kinds[:_KINDS]]
        write_columns([("wrong", "first", "in what"), *rows], out)
        if more := len(kinds) - len(rows):
            out.write(f"and {more} more kinds of mistake\n")
        out.write(f"see one: {atlas} --state {told[0].number} --open\n\n")
    out.write(f"{grade.answered} of {grade.states} states answered, ")
    out.write(f"{grade.right} right, {grade.wrong} wrong\n")
    if grade.trouble:
        out.write(f"The walker failed: {grade.trouble}\n")


def write_json(args: argparse.Namespace, grade: Grade, out: TextIO) -> None:
    """Write one object (docs/cli.md)."""
    told = {
        "version": 1,
        "walker": args.walker,
        "mode": args.mode,
        "semantics": args.semantics,
        "space": args.space,
        "states": grade.states,
        "answered": grade.answered,
        "right": grade.right,
        "wrong": grade.wrong,
        "trouble": grade.trouble or None,
        "mistakes": [
            {"in": kind, "wrong": count, "first": first.number}
            for kind, (count, first) in grade.mistakes.items()
        ],
        "failures": [_failure(each, grade.saved.get(each.number)) for each in grade.told],
    }
    json.dump(told, out)
    out.write("\n")


def _failure(each: Failure, saved: Path | None) -> dict[str, object]:
    return {
        "state": each.number,
        "asked": state_line(each.number, each.row),
        "differing": [
            {
                "part": wrong.part.value,
                "address": _value(wrong.address),
                "said": _value(wrong.said),
                "right": _value(wrong.right),
            }
            for wrong in each.wrong
        ],
        "text": plain(failure(each.number, each.row, each.trace, each.wrong)),
        "scenario": None if saved is None else str(saved),
    }


def _value(value: Outcome | int | None) -> str | None:
    if isinstance(value, Outcome):
        return value.value
    return None if value is None else f"{value:#x}"
