"""`mmuviz verify --against unicorn`: sweep a space through the engine, beside hardware's rules."""

import argparse
import json
import time
from collections.abc import Iterable
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from functools import partial
from typing import TextIO

from mmuviz.cli.atlas import SPACES
from mmuviz.cli.inputs import paging_mode, write_lines
from mmuviz.cli.pool import pool
from mmuviz.core.agreement import Agreement
from mmuviz.core.paging import PagingMode
from mmuviz.present.agreement import (
    agreement_lines,
    difference_record,
    heading,
    progress_record,
    space_record,
    total_records,
)
from mmuviz.present.second_opinion import ENGINE
from mmuviz.sources.oracle_sweep import compare, parts
from mmuviz.sources.problems import BadInput
from mmuviz.sources.unicorn_extra import engine_version
from mmuviz.sweep.space import STATE_SPACES, SpaceName

_ENGINE_FAILED = 3


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of a sweep."""
    group = parser.add_argument_group(
        "an independent processor", 'in place of files; it needs pip install "mmuviz[oracle]"'
    )
    group.add_argument(
        "--against",
        choices=("unicorn",),
        help="hold hardware's rules against what this engine does with a whole space of states",
    )
    group.add_argument(
        "--mode",
        type=paging_mode,
        choices=list(PagingMode),
        metavar="{32-bit,pae,long}",
        help="the paging mode (default: pae)",
    )
    group.add_argument(
        "--space",
        choices=SPACES,
        help="the flags that vary: those of a walk, with D and the leaf's kind (access), with D, "
        "NX and fetches (hardware) (default: walk)",
    )


def check(args: argparse.Namespace) -> None:
    """Refuse files with an engine, and a space without one.

    Raises:
        BadInput: what belongs together does not stand together.
    """
    if args.against and args.files:
        raise BadInput(None, "--against sweeps a space of states; it takes no files")
    if not args.against and (args.mode or args.space):
        raise BadInput(None, "--mode and --space say what --against sweeps; they stand with it")
    if not args.against and not args.files:
        raise BadInput(None, "verify needs a file, or --against unicorn")


def run(args: argparse.Namespace, out: TextIO) -> int:
    """Sweep the space and return the exit status."""
    engine = f"{ENGINE} {engine_version()}"
    space = STATE_SPACES[args.mode or PagingMode.PAE, SpaceName(args.space or "walk")]
    asked = parts(space, args.sample)
    of = sum(map(len, asked))
    say = _Json(out, of, progress=args.progress) if args.json else None
    if say:
        say.write(space_record(space, engine, of))
    else:
        out.write(f"{heading(space, engine, of)}\n")
        out.flush()
    start = time.monotonic()
    # A process of its own, even where one is enough: should the engine crash, the report stays.
    with pool(min(args.jobs, len(asked))) as executor:
        results = executor.map(partial(compare, space.mode, space.name), asked)
        found = gathered(results, of, say)
    seconds = max(time.monotonic() - start, 1e-3)
    if say:
        for unlike in found.first:
            say.write(difference_record(space, unlike))
        for each in total_records(space, found, seconds):
            say.write(each)
    else:
        write_lines(agreement_lines(space, found, seconds), out)
    if found.problem:
        return _ENGINE_FAILED
    return 1 if found.unlike else 0


class _Json:
    """Writes records, each flushed."""

    def __init__(self, out: TextIO, of: int, *, progress: bool) -> None:
        self._out = out
        self._of = of
        self._progress = progress

    def write(self, each: dict[str, object]) -> None:
        self._out.write(json.dumps(each) + "\n")
        self._out.flush()

    def advance(self, done: int) -> None:
        """Say how far it is, where that is wanted."""
        if self._progress:
            self.write(progress_record(done, self._of))


def gathered(results: Iterable[Agreement], of: int, say: _Json | None) -> Agreement:
    """Join the parts as they come, until the engine fails."""
    found = Agreement()
    try:
        for part in results:
            found += part
            if found.problem:
                break
            if say:
                say.advance(found.states)
    except BrokenProcessPool:
        found += Agreement(problem="The engine crashed.")
    if found.problem:
        left = f" {of - found.states} of {of} states were not counted."
        found = replace(found, problem=found.problem + left)
    return found
