"""`mmuviz verify`: replay recorded vectors through the walks and report every difference."""

import argparse
import multiprocessing
import os
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from mmuviz.core.fixed_path import ENTRY_NAMES, LEAF_KIND
from mmuviz.core.paging import PagingMode
from mmuviz.sources.problems import BadInput
from mmuviz.sources.recorded import RecordedFile, read_recorded
from mmuviz.sources.tally import Mismatch, Tally
from mmuviz.sources.vector_replay import CHUNK_ROWS

_EXAMPLE = """\
example:
  mmuviz verify walk-pae.npz access-pae.npz sequences-pae.jsonl.gz

Exit status: 0 all rows agree, 1 a row differs, 2 a file cannot be read.
"""

_LEAVES = ("RAM", "MMIO", "the page directory", "its page table")
_REGISTERS = {
    "cr0_wp": "CR0.WP",
    "cr4_pse": "CR4.PSE",
    "smep": "CR4.SMEP",
    "smap": "CR4.SMAP",
    "nxe": "EFER.NXE",
    "ac": "EFLAGS.AC",
}


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
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="a vector file")
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
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, out: TextIO, err: TextIO) -> int:
    """Verify the files and return the exit status."""
    total, failed = Tally(), 0
    readable: list[RecordedFile] = []
    for path in args.files:
        try:
            readable.append(read_recorded(path))
        except BadInput as problem:
            failed += 1
            err.write(f"{problem}\n")
    with _executor(args.jobs, sum(file.rows for file in readable) // args.sample) as executor:
        for file in readable:
            tally = file.replay(sample=args.sample, executor=executor)
            _report(file, tally, out)
            total += tally
    out.write(
        f"total: {_count(len(readable), 'file')}, {_count(total.rows, 'row')}, "
        f"{_mismatches(total)}, {_count(failed, 'file')} not read\n"
    )
    if failed:
        return 2
    return 1 if total.values else 0


def positive(text: str) -> int:
    """Read an option that is a whole number from 1."""
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"found {text!r}, expected a whole number from 1")
    return int(text)


def cores() -> int:
    """Return the number of processes that `verify` uses when nobody says."""
    return os.cpu_count() or 1


@contextmanager
def _executor(jobs: int, rows: int) -> Iterator[Executor | None]:
    """Give a pool of processes; None where one process is as good."""
    jobs = min(jobs, rows // CHUNK_ROWS + 1)
    if jobs == 1:
        yield None
        return
    # spawn: the same on every system, and safe beside whatever the caller has running
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(jobs, mp_context=context) as executor:
        yield executor


def _report(file: RecordedFile, tally: Tally, out: TextIO) -> None:
    """Say what came of one file."""
    out.write(f"{file.path}: {file.title}\n")
    rows = f"{tally.rows}" if tally.rows == file.rows else f"{tally.rows} of {file.rows}"
    out.write(f"  rows {rows}   {file.contents}   {_mismatches(tally)}\n")
    out.writelines(f"  {describe(file.mode, mismatch)}\n" for mismatch in tally.first)
    if left := tally.bad_rows - len(tally.first):
        out.write(f"  and {_count(left, 'more row')}\n")


def _mismatches(tally: Tally) -> str:
    if not tally.values:
        return "0 mismatches"
    return f"{_count(tally.values, 'mismatch')} in {_count(tally.bad_rows, 'row')}"


def _count(number: int, noun: str) -> str:
    if number == 1:
        return f"1 {noun}"
    return f"{number} {noun}{'es' if noun.endswith('ch') else 's'}"


def _access(user: int, write: int, fetch: int) -> str:
    kind = "write" if write else "fetch" if fetch else "read"
    return f"{'user' if user else 'supervisor'} {kind}"


def describe(mode: PagingMode | None, mismatch: Mismatch) -> str:
    """Say a row that differs in words: what was asked, and each column recorded and got."""
    differing = "; ".join(_differing(*column) for column in mismatch.differing)
    if isinstance(mismatch.row, str) or mode is None:
        return f"{mismatch.row}: {differing}"
    flags = mismatch.inputs
    parts = [_access(*(flags.get(name, 0) for name in ("user", "write", "fetch")))]
    for level in mode.levels:
        name = ENTRY_NAMES[level.number]
        letters = [
            column.partition("_")[2].upper()
            for column, value in flags.items()
            if value and column.startswith(f"{name}_")
        ]
        parts.append(f"{name.upper()} {' '.join(letters) or '0'}")
    parts += [f"{text} {flags[name]}" for name, text in _REGISTERS.items() if name in flags]
    if LEAF_KIND in flags:
        parts.append(f"the leaf maps {_LEAVES[flags[LEAF_KIND]]}")
    if "write2" in flags:
        parts.append(f"then {_access(flags['user2'], flags['write2'], 0)}")
    return f"row {mismatch.row}: {', '.join(parts)}: {differing}"


def _differing(column: str, was: object, got: object) -> str:
    """Say one column; addresses in hexadecimal."""
    is_address = "gfn" in column or column.endswith("gpa") or column.startswith("0x")
    texts = (
        f"{value:#x}" if is_address and isinstance(value, int) else _said(value)
        for value in (was, got)
    )
    return "{} recorded {}, got {}".format(column, *texts)


def _said(value: object) -> str:
    return "nothing" if value is None else str(value)
