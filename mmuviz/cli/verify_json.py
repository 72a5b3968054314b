"""What `mmuviz verify --json` says: a line of JSON a finding, as soon as it is known."""

import json
import time
from collections.abc import Iterable
from typing import TextIO

from mmuviz.present.verify_record import (
    Counted,
    Difference,
    Holds,
    Record,
    Recorded,
    counted_record,
    file_record,
    mismatch_record,
    total_record,
    unreadable_record,
)
from mmuviz.sources.problems import BadInput
from mmuviz.sources.recorded import RecordedFile
from mmuviz.sources.tally import KEPT_MISMATCHES, Mismatch, Tally, sample_rows

_PAUSE = 0.1
"""Seconds that pass at least between two lines of progress."""


class JsonReport:
    """Writes records, each flushed."""

    def __init__(self, out: TextIO, *, progress: bool) -> None:
        """Write to `out`, how far it has come only with `progress`."""
        self._out = out
        self._progress = progress
        self._start = time.monotonic()

    def unreadable(self, problem: BadInput) -> None:
        """Say why a file cannot be read."""
        faults: list[Record] = [
            {"line": one.line, "field": one.field, "found": one.found, "expected": one.expected}
            for one in problem.problems
        ]
        text = "\n".join([problem.summary, *map(str, problem.problems)])
        self._write(unreadable_record(str(problem.path), text, faults))

    def file(self, file: RecordedFile, sample: int, parts: Iterable[Tally]) -> Tally:
        """Say what is found in a file, part by part; return all of it."""
        path = str(file.path)
        of = len(sample_rows(file.rows, sample))
        holds = Holds(file.holds)
        recorded = Recorded(file.title, holds, file.mode, file.rows, file.contents)
        self._write(file_record(path, recorded, of))
        tally, last = Tally(), -_PAUSE
        for part in parts:
            for mismatch in part.first[: KEPT_MISMATCHES - len(tally.first)]:
                self._write(mismatch_record(path, file.mode, difference(mismatch)))
            tally += part
            now = time.monotonic()
            if self._progress and now - last >= _PAUSE:
                last = now
                counted = _counted(tally, max(of, tally.rows))
                self._write(counted_record("progress", path, counted))
        self._write(counted_record("result", path, _counted(tally, tally.rows)))
        return tally

    def total(self, files: int, unread: int, tally: Tally) -> None:
        """Say what came of all files."""
        seconds = time.monotonic() - self._start
        self._write(total_record(files, unread, _counted(tally, tally.rows), seconds))

    def _write(self, record: Record) -> None:
        self._out.write(json.dumps(record) + "\n")
        self._out.flush()


def _counted(tally: Tally, of: int) -> Counted:
    return Counted(tally.rows, of, tally.values, tally.bad_rows)


def difference(mismatch: Mismatch) -> Difference:
    """Return a row that differs as it is told."""
    row = mismatch.row
    if isinstance(row, int):
        return Difference(row, "", mismatch.inputs, mismatch.differing)
    return Difference(
        None, row.text, mismatch.inputs, mismatch.differing, row.number, row.program, row.semantics
    )
