"""Vectors as JSON Lines: a header, then a row a line (docs/vector-format.md)."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from mmuviz.sources.fields import shown
from mmuviz.sources.problems import BadInput

MAX_BYTES: Final = 256 << 20
"""What a file may have; a million rows of a walk have about 400 MB as text: those come as npz."""

_LARGEST = (1 << 63) - 1


def read_rows(path: Path) -> tuple[str, dict[str, npt.NDArray[np.int64]]]:
    """Return the first line, which the reader of columns takes as meta, and the columns.

    Raises:
        BadInput: a line is no row, or none like the first one; the sentence has its number.
    """
    try:
        if path.stat().st_size > MAX_BYTES:
            raise BadInput(path, f"more than {MAX_BYTES >> 20} MiB of JSON Lines, expected npz")
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise BadInput(path, f"not UTF-8 at byte {error.start}") from error
    meta, *lines = text.split("\n")
    version = _object(path, 1, meta).get("mmuviz_vectors")
    if version != 1:
        found = shown(version)
        raise BadInput(path, f"line 1, mmuviz_vectors: found {found}, expected version 1")
    columns: dict[str, list[int]] = {}
    for number, line in enumerate(lines, 2):
        if line.strip():
            row = _object(path, number, line)
            _take(path, number, row, columns)
    return meta, {name: np.array(values, np.int64) for name, values in columns.items()}


def _object(path: Path, number: int, line: str) -> Mapping[str, object]:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError) as error:
        reason = f"{getattr(error, 'msg', error)}"
        raise BadInput(path, f"line {number}: not JSON ({reason})") from error
    if not isinstance(found, dict):
        raise BadInput(path, f"line {number}: found {shown(found)}, expected a JSON object")
    return found


def _take(
    path: Path, number: int, row: Mapping[str, object], columns: dict[str, list[int]]
) -> None:
    """Put a row at the end of the columns; the first row says which there are."""
    if not columns:
        columns |= {name: [] for name in row}
    if missing := [name for name in columns if name not in row]:
        raise BadInput(path, f"line {number}: found no column {missing[0]}, which line 2 has")
    for name, value in row.items():
        if name not in columns:
            found = shown(name)
            raise BadInput(path, f"line {number}: found the column {found}, which line 2 has not")
        if type(value) is not int or not 0 <= value <= _LARGEST:
            expected = "a whole number from 0 to 2^63 - 1"
            found = shown(value)
            raise BadInput(
                path, f"line {number}, column {name}: found {found}, expected {expected}"
            )
        columns[name].append(value)
