"""`mmuviz verify`: replay recorded vectors through the walks and report every difference."""

import argparse
import multiprocessing
import os
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from mmuviz.sources.fixed_path import ENTRY_NAMES
from mmuviz.sources.problems import BadInput
from mmuviz.sources.vector_replay import CHUNK_ROWS, Mismatch, Tally, replay
from mmuviz.sources.vectors import VectorFile, read_vectors

_EXAMPLE = """\
example:
  mmuviz verify walk-pae.npz hardware-pae-nx.npz

Exit status: 0 all rows agree, 1 a row differs, 2 a file cannot be read.
"""

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
        help="replay recorded vector files and report differences",
        description="Replay recorded vector files (walk-*.npz, hardware-*.npz) through the walks, "
        "and report every value that differs. Files are recognised by content.",
        epilog=_EXAMPLE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="a vector file")
    parser.add_argument(
        "--sample",
        type=_positive,
        default=1,
        metavar="N",
        help="replay one row of every N, always the same ones (default: all)",
    )
    parser.add_argument(
        "--jobs",
        type=_positive,
        default=cores(),
        metavar="N",
        help="processes to use (default: one a core, %(default)s here)",
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, out: TextIO, err: TextIO) -> int:
    """Verify the files and return the exit status."""
    total, failed = Tally(), 0
    readable: list[VectorFile] = []
    for path in args.files:
        try:
            readable.append(read_vectors(path))
        except BadInput as problem:
            failed += 1
            err.write(f"{problem}\n")
    with _executor(args.jobs, sum(vectors.rows for vectors in readable) // args.sample) as executor:
        for vectors in readable:
            tally = replay(vectors, sample=args.sample, executor=executor)
            _report(vectors, tally, out)
            total += tally
    out.write(
        f"total: {_count(len(readable), 'file')}, {_count(total.rows, 'row')}, "
        f"{_mismatches(total)}, {_count(failed, 'file')} not read\n"
    )
    if failed:
        return 2
    return 1 if total.values else 0


def _positive(text: str) -> int:
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


def _report(vectors: VectorFile, tally: Tally, out: TextIO) -> None:
    """Say what came of one file."""
    source = f", {vectors.source}" if vectors.source else ""
    out.write(f"{vectors.path}: {vectors.kind.value}, {vectors.mode.title}{source}\n")
    rows = f"{tally.rows}" if tally.rows == vectors.rows else f"{tally.rows} of {vectors.rows}"
    out.write(
        f"  rows {rows}   columns {vectors.columns} ({len(vectors.outputs)} compared)   "
        f"{_mismatches(tally)}\n"
    )
    out.writelines(f"  {describe(vectors, mismatch)}\n" for mismatch in tally.first)
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


def describe(vectors: VectorFile, mismatch: Mismatch) -> str:
    """Say a row that differs in words: what was asked, and each column recorded and got."""
    flags = mismatch.inputs
    kind = "write" if flags.get("write") else "fetch" if flags.get("fetch") else "read"
    who = "user" if flags.get("user") else "supervisor"
    parts = [f"{who} {kind}"]
    for level in vectors.mode.levels:
        name = ENTRY_NAMES[level.number]
        letters = [
            column.partition("_")[2].upper()
            for column, value in flags.items()
            if value and column.startswith(f"{name}_")
        ]
        parts.append(f"{name.upper()} {' '.join(letters) or '0'}")
    parts += [f"{text} {flags[name]}" for name, text in _REGISTERS.items() if name in flags]
    differing = "; ".join(
        f"{column} recorded {was:#x}, got {got:#x}"
        if "gfn" in column or column.endswith("gpa")
        else f"{column} recorded {was}, got {got}"
        for column, was, got in mismatch.differing
    )
    return f"row {mismatch.row}: {', '.join(parts)}: {differing}"
