"""`mmuviz grade`: run somebody else's walker over a state space and say what it gets wrong."""

import argparse
import os
import random
import shlex
from itertools import islice, tee
from pathlib import Path
from typing import TextIO

from mmuviz.cli.atlas import SPACES
from mmuviz.cli.farewell import Farewell
from mmuviz.cli.grade_report import Failure, Grade, write_json, write_text
from mmuviz.cli.inputs import positive
from mmuviz.cli.walker_process import Limits, Misbehaved, WalkerProcess
from mmuviz.core.claims.space import Space
from mmuviz.core.grading import differences
from mmuviz.core.paging import PagingMode
from mmuviz.core.trace import Semantics, record
from mmuviz.sources.problems import BadInput
from mmuviz.sources.walker_lines import BadAnswer, read_answer, state_line

_EXAMPLES = """\
examples:
  mmuviz grade --walker ./my_walker
  mmuviz grade --walker "python3 walker.py" --mode long --sample 10000 --seed 7
  mmuviz grade --walker ./my_walker --semantics after --json
  mmuviz grade --walker ./my_walker --save-failing wrong

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
        choices=SPACES,
        default="walk",
        help="the flags that vary, as in the atlas: those of a walk, with D and the leaf's kind "
        "(access), with D, NX and fetches (hardware) (default: %(default)s)",
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
        help="to wait from one answer to the next (default: %(default)g)",
    )
    add(
        "--total",
        type=_seconds,
        default=Limits().total,
        metavar="SECONDS",
        help="to wait for all answers together (default: %(default)g)",
    )
    add(
        "--save-failing",
        type=Path,
        metavar="FOLDER",
        help="write the wrong states that are told as scenario files, to step through",
    )
    add("--json", action="store_true", help="one JSON object")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, out: TextIO, _err: TextIO) -> int:
    """Grade the walker and return the exit status."""
    from mmuviz.sweep.space import STATE_SPACES, SpaceName  # noqa: PLC0415  # only grade needs NumPy

    command = _command(args.walker)
    if args.seed is not None and args.sample is None:
        raise BadInput(None, "--seed says which states --sample takes; it stands with --sample")
    mode, semantics = PagingMode(args.mode), Semantics(args.semantics)
    space = STATE_SPACES[mode, SpaceName(args.space)].space
    numbers = _numbers(space, args.limit, args.sample, args.seed or 0)
    grade = Grade(len(numbers), args.show)
    if args.save_failing is not None:
        args.save_failing.mkdir(parents=True, exist_ok=True)
    with Farewell() as farewell:
        try:
            walker = WalkerProcess(command, Limits(args.timeout, args.total))
        except OSError as problem:
            raise BadInput(None, f"--walker: {_not_started(command[0], problem)}") from problem
        try:
            with walker:
                farewell.allow()  # it is in a process group of its own: no signal reaches it
                _compare(walker, space, numbers, semantics, grade)
        except (Misbehaved, BadAnswer) as problem:
            grade.trouble = str(problem)
    if args.save_failing is not None:
        grade.save(args.save_failing, f"{args.semantics}-{args.mode}-{args.space}")
    if args.json:
        write_json(args, grade, out)
    else:
        heading = f"{args.walker}: {args.semantics}, {mode.title}, space {args.space}"
        write_text(heading, f"mmuviz atlas --mode {args.mode} --space {args.space}", grade, out)
    return grade.status


def _compare(
    walker: WalkerProcess, space: Space, numbers: list[int], semantics: Semantics, grade: Grade
) -> None:
    """Ask every state and count what is wrong."""
    rows, again = tee(zip(numbers, space.rows(numbers), strict=True))
    answers = walker.ask(state_line(number, row) for number, row in rows)
    for answer, (number, row) in zip(answers, again, strict=True):
        said = read_answer(answer, number)
        trace = record(semantics, row.scenario)
        grade.answered += 1
        if wrong := differences(row, trace, said):
            grade.add(Failure(number, row, trace, wrong))


def _numbers(space: Space, limit: int | None, sample: int | None, seed: int) -> list[int]:
    """Return the numbers of the states to ask, in order."""
    if sample is not None and sample < len(space):
        every = list(space.numbers())
        return sorted(random.Random(seed).sample(every, sample))  # noqa: S311  # repeatable, no secret
    return list(islice(space.numbers(), limit))


def _command(text: str) -> list[str]:
    """Return program and arguments; a file's own name is one word, whatever is in it."""
    if not hasattr(os, "killpg"):
        raise BadInput(None, "grade needs process groups, which this system has not")
    if Path(text).is_file():
        return [str(Path(text).resolve())]
    try:
        words = shlex.split(text)
    except ValueError as problem:
        raise BadInput(None, f"--walker: found {text!r}, which has {problem}") from problem
    if not words:
        raise BadInput(None, "--walker: found nothing, expected a program")
    return words


def _not_started(program: str, problem: OSError) -> str:
    if Path(program).is_dir():
        return f"{program}: it is a folder, expected a program"
    if isinstance(problem, PermissionError):
        return f"{program}: it may not be run (chmod +x makes it a program)"
    if isinstance(problem, FileNotFoundError) and not Path(program).is_file():
        return f"{program}: no such program"
    return f"{program}: it cannot be run; a script starts with a line such as #!/usr/bin/python3"


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0.0
    if not 0 < seconds < float("inf"):
        raise argparse.ArgumentTypeError(f"found {text!r}, expected seconds above 0")
    return seconds
