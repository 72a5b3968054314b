"""Read recorded vectors: what the historical code, or a model of the CPU, did row by row.

A file is recognised by what is in it, never by its name. Source: vectors/README, hardware-README.
"""

import json
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from mmuviz.core.fixed_path import LEAF_KIND
from mmuviz.core.paging import PagingMode
from mmuviz.sources.problems import BadInput
from mmuviz.sources.vector_columns import (
    VectorKind,
    input_names,
    is_input,
    output_names,
)
from mmuviz.sources.vector_kinds import Content, content_of
from mmuviz.sources.vector_rows import read_rows

Array = npt.NDArray[Any]

MAX_BYTES = 2 << 30
"""What the columns of a file may unpack to; the largest recorded file has 59 MB."""

_NAMED = 3
_UNREADABLE = (
    OSError,
    ValueError,
    EOFError,
    KeyError,
    RuntimeError,
    MemoryError,
    OverflowError,
    zipfile.BadZipFile,
    zlib.error,
)
"""What numpy and zipfile raise on files that are broken, hostile or none of theirs."""

_MODES = {mode.value: mode for mode in PagingMode}


@dataclass(frozen=True, slots=True)
class VectorFile:
    """A file of recorded rows.

    Attributes:
        path: the file.
        kind: what the rows are.
        mode: the paging mode of every row.
        rows: the number of rows.
        inputs: columns of flags (0 or 1) that say what was asked, those that meta fixes for the
            whole file included; a flag that is not named anywhere is 0.
        outputs: columns that say what came out.
        source: who answered (hardware).
        columns: the number of columns in the file.
    """

    path: Path
    kind: VectorKind
    mode: PagingMode
    rows: int
    inputs: Mapping[str, Array]
    outputs: Mapping[str, Array]
    source: str = ""
    columns: int = 0


@dataclass(frozen=True, slots=True)
class _Meta:
    """What a hardware file says of itself."""

    mode: PagingMode | None = None
    source: str = ""
    named: frozenset[str] = frozenset()
    fixed: Mapping[str, int] = field(default_factory=dict)


def read_vectors(path: Path) -> VectorFile:
    """Read a vector file.

    Raises:
        BadInput: it is not one, or not one that can be replayed; one sentence says why.
    """
    arrays = _read_arrays(path)
    meta = _read_meta(path, arrays.pop("meta", None))
    kind = _kind(path, arrays)
    mode = _mode(path, kind, arrays, meta)
    asked, answered = input_names(mode, kind, arrays), output_names(mode, kind)
    rows = _rows(path, arrays)
    if kind is VectorKind.HARDWARE:
        needed = {"fault", "error_code", *meta.named}
    else:
        needed = {*asked, *answered, *meta.named} - set(meta.fixed)
    _check_names(path, kind, set(arrays), needed, {*asked, *answered})
    inputs = {name: arrays[name] for name in asked if name in arrays}
    _check_flags(path, inputs)
    for name, value in meta.fixed.items():
        if name not in inputs and is_input(mode, kind, name):
            inputs[name] = np.broadcast_to(np.uint8(value), (rows,))
    _check_access(path, inputs)
    outputs = {name: arrays[name] for name in answered if name in arrays}
    return VectorFile(path, kind, mode, rows, inputs, outputs, meta.source, len(arrays))


def _read_arrays(path: Path) -> dict[str, Array]:
    """Return the arrays of a file by name."""
    content = content_of(path)
    if content is Content.ROWS:
        meta, rows = read_rows(path)
        return {**rows, "meta": np.array(meta)}
    if content is not Content.COLUMNS:
        raise BadInput(path, f"{content.value}, expected {Content.COLUMNS.value}")
    try:
        with zipfile.ZipFile(path) as archive:
            size = sum(info.file_size for info in archive.infolist())
        if size > MAX_BYTES:
            raise BadInput(
                path, f"its columns unpack to {size} bytes, at most {MAX_BYTES} are read"
            )
        with np.load(path, allow_pickle=False) as columns:
            arrays = {name: columns[name] for name in columns.files}
    except _UNREADABLE as error:
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise BadInput(path, f"not a readable npz file ({reason.rstrip('.')})") from error
    for name, array in arrays.items():
        if not isinstance(array, np.ndarray):
            raise BadInput(path, f"a zip archive, but its member {name!r} is not a NumPy array")
    return arrays


def _read_meta(path: Path, array: Array | None) -> _Meta:
    if array is None:
        return _Meta()
    try:
        said = json.loads(str(array))
    except (ValueError, RecursionError) as error:
        raise BadInput(path, f"meta is not JSON ({error})") from error
    if not isinstance(said, dict):
        raise BadInput(path, "meta is not a JSON object")
    mode = _MODES.get(str(said.get("mode")))
    if mode is None:
        expected = ", ".join(_MODES)
        raise BadInput(path, f"meta.mode: found {said.get('mode')!r}, expected one of {expected}")
    fixed = said.get("fixed", {})
    if not isinstance(fixed, dict) or any(value not in (0, 1) for value in fixed.values()):
        raise BadInput(path, "meta.fixed: expected an object of names with 0 or 1")
    lists = [said.get(key, []) for key in ("inputs", "outputs")]
    if not all(isinstance(names, list) for names in lists):
        raise BadInput(path, "meta.inputs and meta.outputs: expected lists of column names")
    named = frozenset(str(name) for names in lists for name in names)
    return _Meta(mode, str(said.get("source", "")), named, {k: int(v) for k, v in fixed.items()})


def _kind(path: Path, arrays: Mapping[str, Array]) -> VectorKind:
    if any(name.endswith("_outcome") for name in arrays):
        return VectorKind.ACCESS_PAIR if "write2" in arrays else VectorKind.ACCESS
    if any(name.endswith(("_a_after", "_d_after")) or name == "fault" for name in arrays):
        return VectorKind.HARDWARE
    if any(name.startswith(("before_", "after_")) for name in arrays):
        return VectorKind.WALK
    names = ", ".join(sorted(arrays)[:5]) or "none"
    raise BadInput(path, f"its columns ({names}) are those of no vector file")


def _mode(path: Path, kind: VectorKind, arrays: Mapping[str, Array], meta: _Meta) -> PagingMode:
    if meta.mode is not None:
        return meta.mode
    if kind is VectorKind.HARDWARE:
        raise BadInput(path, "a hardware file without the column meta, which says its mode")
    if any(name.startswith("pml4e_") for name in arrays):
        return PagingMode.LONG
    return PagingMode.PAE if "pdpte_p" in arrays else PagingMode.X32


def _rows(path: Path, arrays: Mapping[str, Array]) -> int:
    """Return the number of rows, the same in every column."""
    first, rows = "", -1
    for name, column in arrays.items():
        if column.ndim != 1:
            raise BadInput(path, f"column {name} has {column.ndim} dimensions, expected 1")
        if column.dtype.kind not in "uib":
            raise BadInput(path, f"column {name} holds {column.dtype}, expected whole numbers")
        if rows < 0:
            first, rows = name, len(column)
        if len(column) != rows:
            raise BadInput(path, f"column {name} has {len(column)} rows, column {first} has {rows}")
    if rows < 1:
        raise BadInput(path, "its columns hold no rows")
    return rows


def _check_names(
    path: Path, kind: VectorKind, found: set[str], needed: set[str], known: set[str]
) -> None:
    """Refuse a file that lacks a column, or has one that nobody could compare."""
    if missing := sorted(needed - found):
        more = f" and {len(missing) - _NAMED} more" if len(missing) > _NAMED else ""
        raise BadInput(path, f"it has no column {', '.join(missing[:_NAMED])}{more}")
    if unknown := sorted(found - known):
        what = {VectorKind.HARDWARE: "a hardware", VectorKind.WALK: "a walk"}.get(kind, "an access")
        raise BadInput(path, f"column {unknown[0]} is not one of {what} file's")


def _check_flags(path: Path, inputs: Mapping[str, Array]) -> None:
    """Refuse a flag that is neither 0 nor 1, and a kind of leaf that is none."""
    for name, column in inputs.items():
        most = 3 if name == LEAF_KIND else 1
        wrong = np.flatnonzero((column < 0) | (column > most))
        if wrong.size:
            row, expected = int(wrong[0]), "0 to 3" if most > 1 else "0 or 1"
            found = int(column[row])
            raise BadInput(path, f"column {name}, row {row}: found {found}, expected {expected}")


def _check_access(path: Path, inputs: Mapping[str, Array]) -> None:
    if "write" in inputs and "fetch" in inputs:
        both = np.flatnonzero((inputs["write"] != 0) & (inputs["fetch"] != 0))
        if both.size:
            raise BadInput(path, f"row {int(both[0])}: write and fetch are both 1, expected one")
