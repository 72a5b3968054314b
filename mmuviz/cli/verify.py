"""`mmuviz verify`: replay recorded vectors through the walks and report every difference."""

import argparse
import os
from collections.abc import Iterable, Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from mmuviz.cli import verify_against
from mmuviz.cli.inputs import positive
from mmuviz.cli.pool import pool
from mmuviz.cli.verify_json import JsonReport, difference
from mmuviz.sources.problems import BadInput
from mmuviz.sources.recorded import RecordedFile, read_recorded
from mmuviz.sources.tally import Tally, joined

_EXAMPLE = """\
examples:
  mmuviz verify walk-pae.npz access-pae.npz sequences-pae.jsonl.gz
  mmuviz verify --against unicorn --mode long --space hardware --sample 64

The JSON fields are described in docs/cli.md.
Exit status: 0 all rows agree, 1 a row differs, 2 a file cannot be read, 3 the engine crashed.
"""

_TOLD = 5
"""Rows that differ and are told in words, of each file."""

_POOL_ROWS = 1 << 14
"""Rows that are worth a process of their own."""


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Register `verify`."""
    parser = subparsers.add_parser(
        "verify",
        help="replay recorded files and report differences",
        description="Replay recorded files through the walks and the shadow MMU: vectors "
        "(walk-*.npz, hardware-*.npz, access*.npz; yours: docs/vector-format.md), "
        "guest programs (sequences-*.jsonl.gz), the MMU test suite (testsuite.json). "
        "Every value that differs is reported. Files are recognised by content.",
        epilog=_EXAMPLE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE", help="a vector file")
    parser.add_argument(
        "--sample",
        type=positive,
        default=1,
        metavar="N",
        help="replay one row of every N, always the same ones (default: all)",
    )
    parser.add_argument(
        "--jobs",
        type=positive,
        default=cores(),
        metavar="N",
        help="processes to use (default: one a core, %(default)s here)",
    )
    parser.add_argument("--json", action="store_true", help="one JSON object a finding")
    parser.add_argument(
        "--progress", action="store_true", help="with --json: say how far the replay has come"
    )
    verify_against.add_arguments(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, out: TextIO, err: TextIO) -> int:
    """Verify the files, or sweep a space, and return the exit status."""
    verify_against.check(args)
    if args.progress and not args.json:
        raise BadInput(None, "--progress says how far --json has come; it stands with --json")
    if args.against:
        return verify_against.run(args, out)
    report = JsonReport(out, progress=args.progress) if args.json else _TextReport(out, err)
    total, failed = Tally(), 0
    readable: list[RecordedFile] = []
    for path in args.files:
        try:
            readable.append(read_recorded(path))
        except BadInput as problem:
            failed += 1
            report.unreadable(problem)
    with _executor(args.jobs, sum(file.rows for file in readable) // args.sample) as executor:
        for file in readable:
            parts = file.replay(sample=args.sample, executor=executor)
            total += report.file(file, args.sample, parts)
    report.total(len(readable), failed, total)
    if failed:
        return 2
    return 1 if total.values else 0


def cores() -> int:
    """Return the number of processes that `verify` uses when nobody says."""
    return os.cpu_count() or 1


@contextmanager
def _executor(jobs: int, rows: int) -> Iterator[Executor | None]:
    """Give a pool of processes; None where one process is as good."""
    jobs = min(jobs, rows // _POOL_ROWS + 1)
    if jobs == 1:
        yield None
        return
    with pool(jobs) as executor:
        yield executor


class _TextReport:
    """Says what is found in a file once all of it is replayed."""

    def __init__(self, out: TextIO, err: TextIO) -> None:
        self._out = out
        self._err = err

    def unreadable(self, problem: BadInput) -> None:
        """Say why a file cannot be read."""
        self._err.write(f"{problem}\n")

    def file(self, file: RecordedFile, _sample: int, parts: Iterable[Tally]) -> Tally:
        """Say what came of a file; return it."""
        tally = joined(parts)
        out = self._out
        out.write(f"{file.path}: {file.title}\n")
        rows = f"{tally.rows}" if tally.rows == file.rows else f"{tally.rows} of {file.rows}"
        out.write(f"  rows {rows}   {file.contents}   {_mismatches(tally)}\n")
        told = tally.first[:_TOLD]
        out.writelines(f"  {difference(mismatch).text(file.mode)}\n" for mismatch in told)
        if left := tally.bad_rows - len(told):
            out.write(f"  and {_count(left, 'more row')}\n")
        return tally

    def total(self, files: int, unread: int, tally: Tally) -> None:
        """Say what came of all files."""
        self._out.write(
            f"total: {_count(files, 'file')}, {_count(tally.rows, 'row')}, "
            f"{_mismatches(tally)}, {_count(unread, 'file')} not read\n"
        )


def _mismatches(tally: Tally) -> str:
    if not tally.values:
        return "0 mismatches"
    return f"{_count(tally.values, 'mismatch')} in {_count(tally.bad_rows, 'row')}"


def _count(number: int, noun: str) -> str:
    if number == 1:
        return f"1 {noun}"
    return f"{number} {noun}{'es' if noun.endswith('ch') else 's'}"
