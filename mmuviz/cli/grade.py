"""`mmuviz grade`: run somebody else's walker over a state space and say what it gets wrong."""

import argparse
import json
import os
import random
import shlex
from dataclasses import dataclass, field
from itertools import islice, tee
from pathlib import Path
from typing import Final, TextIO

from mmuviz.cli.inputs import write_lines
from mmuviz.cli.verify import positive
from mmuviz.cli.walker_process import Limits, Misbehaved, WalkerProcess
from mmuviz.core.claims.space import SPACES, Space, SpaceKind
from mmuviz.core.fixed_path import Row
from mmuviz.core.grading import Difference, differences
from mmuviz.core.paging import PagingMode
from mmuviz.core.result import Outcome
from mmuviz.core.trace import Semantics, Trace, record
from mmuviz.present.answer import plain
from mmuviz.present.graded import failure
from mmuviz.sources.problems import BadInput
from mmuviz.sources.walker_lines import BadAnswer, read_answer, state_line

_RIGHT, _WRONG, _MISBEHAVED = 0, 1, 3
_SPACES: Final = {
    "walk": SpaceKind.WALK,
    "access": SpaceKind.ACCESS,
    "fetch": SpaceKind.FETCH,
}
_EXAMPLES = """\
examples:
  mmuviz grade --walker ./my_walker
  mmuviz grade --walker "python3 walker.py" --mode long --sample 10000 --seed 7
  mmuviz grade --walker ./my_walker --semantics after --json

The lines that a walker reads and writes are described in docs/walker-protocol.md.
Exit status: 0 all answers right, 1 a wrong answer, 2 bad usage, 3 the walker hung, ended early,
flooded its output or said what nobody can read.
"""


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Register `grade`."""
    parser = subparsers.add_parser(
        "grade",
        help="check a page walker of your own over a whole state space",
        description="Run a program that walks page tables over every state of a space, by lines "
        "on its input and output, and report the first states that it gets wrong.",
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add = parser.add_argument
    add("--walker", required=True, metavar="COMMAND", help="the program, with its arguments")
    modes = [mode.value for mode in PagingMode]
    add("--mode", choices=modes, default="pae", help="the paging mode (default: %(default)s)")
    rules = [semantics.value for semantics in Semantics]
    add("--semantics", choices=rules, default="hardware", help="whose rules (default: %(default)s)")
    add(
        "--space",
        choices=list(_SPACES),
        default="walk",
        help="the flags that vary: those of a walk, with D and the leaf's kind (access), with D "
        "and NX of a fetch (default: %(default)s)",
    )
    some = parser.add_mutually_exclusive_group()
    some.add_argument("--limit", type=positive, metavar="N", help="only the first N states")
    some.add_argument("--sample", type=positive, metavar="N", help="only N states, at random")
    add("--seed", type=int, metavar="S", help="which ones --sample takes (default: 0)")
    add("--show", type=positive, default=3, metavar="N", help="wrong states told (default: 3)")
    add(
        "--timeout",
        type=_seconds,
        default=Limits().answer,
        metavar="SECONDS",
        help="from one answer to the next (default: %(default)g)",
    )
    add(
        "--total",
        type=_seconds,
        default=Limits().total,
        metavar="SECONDS",
        help="for all answers together (default: %(default)g)",
    )
    add("--json", action="store_true", help="one JSON object")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, out: TextIO, _err: TextIO) -> int:
    """Grade the walker and return the exit status."""
    command = _command(args.walker)
    if args.seed is not None and args.sample is None:
        raise BadInput(None, "--seed says which states --sample takes; it stands with --sample")
    mode, semantics = PagingMode(args.mode), Semantics(args.semantics)
    space = SPACES.get((mode, _SPACES[args.space]))
    if space is None:
        raise BadInput(None, f"--space {args.space}: {mode.title} paging has no no-execute")
    numbers = _numbers(space, args.limit, args.sample, args.seed or 0)
    grade = _Grade(len(numbers), args.show)
    try:
        with WalkerProcess(command, Limits(args.timeout, args.total)) as walker:
            _compare(walker, space, numbers, semantics, grade)
    except (Misbehaved, BadAnswer) as problem:
        grade.trouble = str(problem)
    except OSError as problem:
        raise BadInput(None, f"--walker: {_not_started(command[0], problem)}") from problem
    heading = f"{semantics.value}, {mode.title}, {space.kind.value}"
    if args.json:
        json.dump(_record(args, grade), out)
        out.write("\n")
    else:
        _write(args.walker, heading, grade, out)
    return grade.status


@dataclass(slots=True)
class _Failure:
    number: int
    row: Row
    trace: Trace
    wrong: tuple[Difference, ...]


@dataclass(slots=True)
class _Grade:
    """What is known of a walker so far.

    Attributes:
        states: how many it is asked.
        kept: how many wrong ones are kept.
        answered: how many it answered.
        wrong: how many of these wrongly.
        first: the first wrong ones.
        trouble: why it could not be asked further, in a sentence; empty where it could.
    """

    states: int
    kept: int
    answered: int = 0
    wrong: int = 0
    first: list[_Failure] = field(default_factory=list)
    trouble: str = ""

    @property
    def status(self) -> int:
        if self.trouble:
            return _MISBEHAVED
        return _WRONG if self.wrong else _RIGHT


def _compare(
    walker: WalkerProcess, space: Space, numbers: list[int], semantics: Semantics, grade: _Grade
) -> None:
    """Ask every state and count what is wrong."""
    rows, again = tee(zip(numbers, space.rows(numbers), strict=True))
    answers = walker.ask(state_line(number, row) for number, row in rows)
    for answer, (number, row) in zip(answers, again, strict=True):
        said = read_answer(answer, number)
        trace = record(semantics, row.scenario)
        grade.answered += 1
        if wrong := differences(row, trace, said):
            grade.wrong += 1
            if len(grade.first) < grade.kept:
                grade.first.append(_Failure(number, row, trace, wrong))


def _numbers(space: Space, limit: int | None, sample: int | None, seed: int) -> list[int]:
    """Return the numbers of the states to ask, in order."""
    if sample is not None and sample < len(space):
        every = list(space.numbers())
        return sorted(random.Random(seed).sample(every, sample))  # noqa: S311  # repeatable, no secret
    return list(islice(space.numbers(), limit))


def _command(text: str) -> list[str]:
    """Return program and arguments; a file's own name is one word, whatever is in it."""
    if Path(text).is_file():
        return [str(Path(text).resolve())]
    try:
        words = shlex.split(text)
    except ValueError as problem:
        raise BadInput(None, f"--walker: found {text!r}, which has {problem}") from problem
    if not words:
        raise BadInput(None, "--walker: found nothing, expected a program")
    if not hasattr(os, "killpg"):
        raise BadInput(None, "grade needs process groups, which this system has not")
    return words


def _not_started(program: str, problem: OSError) -> str:
    hint = {
        FileNotFoundError: "no such program",
        PermissionError: "it may not be run (chmod +x makes it a program)",
    }.get(type(problem), "not a program; a script starts with a line such as #!/usr/bin/python3")
    return f"{program}: {hint}"


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0.0
    if not 0 < seconds < float("inf"):
        raise argparse.ArgumentTypeError(f"found {text!r}, expected seconds above 0")
    return seconds


def _write(walker: str, heading: str, grade: _Grade, out: TextIO) -> None:
    out.write(f"{walker}: {heading}\n")
    for each in grade.first:
        out.write("\n")
        write_lines(failure(each.number, each.row, each.trace, each.wrong), out)
    if left := grade.wrong - len(grade.first):
        out.write(f"\nand {left} more wrong\n")
    if grade.first:
        out.write("\n")
    right = grade.answered - grade.wrong
    out.write(f"{grade.answered} of {grade.states} states answered, ")
    out.write(f"{right} right, {grade.wrong} wrong\n")
    if grade.trouble:
        out.write(f"The walker failed: {grade.trouble}\n")


def _record(args: argparse.Namespace, grade: _Grade) -> dict[str, object]:
    """Return the JSON object (docs/cli.md)."""
    return {
        "version": 1,
        "walker": args.walker,
        "mode": args.mode,
        "semantics": args.semantics,
        "space": args.space,
        "states": grade.states,
        "answered": grade.answered,
        "right": grade.answered - grade.wrong,
        "wrong": grade.wrong,
        "trouble": grade.trouble or None,
        "failures": [_failure_record(each) for each in grade.first],
    }


def _failure_record(each: _Failure) -> dict[str, object]:
    return {
        "state": each.number,
        "asked": state_line(each.number, each.row),
        "differing": [
            {
                "part": wrong.part.value,
                "address": None if wrong.address is None else f"{wrong.address:#x}",
                "said": _value(wrong.said),
                "right": _value(wrong.right),
            }
            for wrong in each.wrong
        ],
        "text": plain(failure(each.number, each.row, each.trace, each.wrong)),
    }


def _value(value: Outcome | int | None) -> str | None:
    if isinstance(value, Outcome):
        return value.value
    return None if value is None else f"{value:#x}"
