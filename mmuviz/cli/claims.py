"""`mmuviz claims`: count what the change claimed, and what it brought in, over whole spaces."""

import argparse
import json
import time
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol, TextIO

from mmuviz.cli.inputs import write_columns
from mmuviz.core.claims.counts import Item
from mmuviz.core.claims.programs import ProgramTally, count_program
from mmuviz.core.claims.survey import Survey, surveys
from mmuviz.core.paging import PagingMode
from mmuviz.core.trace import Semantics
from mmuviz.present.claims import CLAIMS_HEADING, DEFECTS_HEADING, SUBTITLE, TITLE
from mmuviz.present.claims_page import MODES, ClaimRow, claim_rows, defect_rows, programs_sentence
from mmuviz.present.claims_record import (
    PROGRAM_FIELDS,
    Record,
    Results,
    count_record,
    programs_record,
    progress_record,
    with_record,
)
from mmuviz.resources import asset
from mmuviz.sources.problems import BadInput
from mmuviz.sources.program_file import read_programs

_PAUSE = 0.1
"""Seconds that pass at least between two lines of progress."""

_PROGRAM_COST = 100
"""What a guest program costs, in states of the cheapest space."""

_PROGRAMS = 100
"""Programs of a mode, to say how far the counting has come."""

_WIDTH = 7
"""Of a number."""

_EXAMPLES = """\
examples:
  mmuviz claims                         every item, every mode: about two minutes
  mmuviz claims --mode pae --item 4
  mmuviz claims --json --progress       one JSON object a number, as it is known

The JSON fields are described in docs/cli.md.
"""


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Register `claims`."""
    parser = subparsers.add_parser(
        "claims",
        help="count what the change claimed, over whole state spaces",
        description="Count over whole state spaces what the change claimed (1 to 4), and what it "
        "brought in or left (a to f): before against after.",
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--mode", choices=[mode.value for mode in MODES], help="only this mode")
    parser.add_argument("--item", choices=[item.value for item in Item], help="only this item")
    parser.add_argument("--json", action="store_true", help="one JSON object a number")
    parser.add_argument(
        "--progress", action="store_true", help="with --json: say how far the counting has come"
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, out: TextIO, _err: TextIO) -> int:
    """Count, write what was found, and return the exit status."""
    if args.progress and not args.json:
        raise BadInput(None, "--progress says how far --json has come; it stands with --json")
    items = list(Item) if args.item is None else [Item(args.item)]
    modes = MODES if args.mode is None else (PagingMode(args.mode),)
    records = _records(_jobs(modes, items))
    if args.json:
        _write_json(records, out, progress=args.progress)
    else:
        _write_text(records, out, modes, items)
    return 0


class _Job(Protocol):
    """A part of the counting."""

    @property
    def work(self) -> int:
        """What it costs, in states of the cheapest space."""
        ...

    def run(self) -> Generator[int, None, list[Record]]:
        """Count, yield the work done so far now and then, and return the records."""
        ...


@dataclass(frozen=True, slots=True)
class _SpaceJob:
    survey: Survey
    items: Sequence[Item]

    @property
    def work(self) -> int:
        return self.survey.work

    def run(self) -> Generator[int, None, list[Record]]:
        counts = yield from self.survey.run(Semantics.BEFORE, Semantics.AFTER)
        return [count_record(count) for count in counts if count.item in self.items]


@dataclass(frozen=True, slots=True)
class _ProgramsJob:
    modes: Sequence[PagingMode]
    items: Sequence[Item]

    @property
    def work(self) -> int:
        return _PROGRAMS * _PROGRAM_COST * len(self.modes)

    def run(self) -> Generator[int, None, list[Record]]:
        tally = ProgramTally()
        for mode in self.modes:
            for program in read_programs(asset(f"programs/sequences-{mode.value}.jsonl.gz")):
                scenario = program.scenario
                tally += count_program(
                    scenario, scenario.operations, Semantics.BEFORE, Semantics.AFTER
                )
                yield tally.programs * _PROGRAM_COST
        return [programs_record(item, tally) for item in PROGRAM_FIELDS if item in self.items]


def _jobs(modes: Sequence[PagingMode], items: Sequence[Item]) -> list[_Job]:
    """Return what there is to do: mode by mode, the cheapest first, programs after the first."""
    found: list[list[_Job]] = [
        [_SpaceJob(one, items) for one in surveys(mode) if not set(items).isdisjoint(one.items)]
        for mode in modes
    ]
    if not set(items).isdisjoint(PROGRAM_FIELDS):
        found.insert(1, [_ProgramsJob(modes, items)])
    return [job for jobs in found for job in jobs]


def _records(jobs: Sequence[_Job]) -> Iterator[Record]:
    """Do the jobs one after the other; yield their records, and how far they have come."""
    of, before = sum(job.work for job in jobs), 0
    for job in jobs:
        running = job.run()
        while True:
            try:
                yield progress_record(before + next(running), of)
            except StopIteration as end:
                yield from end.value
                break
        before += job.work


def _write_json(records: Iterator[Record], out: TextIO, *, progress: bool) -> None:
    """Write each record as soon as it is known; progress a few times a second."""
    last = -_PAUSE
    for record in records:
        if record["kind"] == "progress":
            now = time.monotonic()
            if not progress or now - last < _PAUSE:
                continue
            last = now
        out.write(json.dumps(record) + "\n")
        out.flush()


def _write_text(
    records: Iterator[Record], out: TextIO, modes: Sequence[PagingMode], items: Sequence[Item]
) -> None:
    """Write the page as two tables, and below them what the numbers count."""
    results = Results()
    for record in records:
        results = with_record(results, record)
    parts = [
        (heading, [row for row in rows if row.claim.item in items])
        for heading, rows in (
            (CLAIMS_HEADING, claim_rows(results, modes)),
            (DEFECTS_HEADING, defect_rows(results, modes)),
        )
    ]
    table: list[tuple[str, ...]] = []
    captions: list[tuple[str, ...]] = []
    columns = ("verdict", "", *(f"{mode.title:>{_WIDTH}}" for mode in modes))
    for heading, rows in parts:
        if rows:
            table += [("", heading, *columns), *map(_cells, rows)]
            captions += [(one.claim.item.value, one.caption) for one in rows if one.caption]
    out.write(f"{TITLE}\n{SUBTITLE}\n\n")
    write_columns(table, out)
    if captions:
        out.write("\nWhat the numbers count\n")
        write_columns(captions, out)
    if Item.CODES in items:
        out.write(f"\n{programs_sentence(results).replace('*', '')}\n")


def _cells(row: ClaimRow) -> tuple[str, ...]:
    claim = row.claim
    numbers = (f"{number:>{_WIDTH}}" for number in row.numbers)
    return (claim.item.value, claim.sentence, claim.verdict_text, claim.remark, *numbers)
