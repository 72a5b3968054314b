"""Read recorded vectors: what the historical code, or a model of the CPU, did row by row.

A file is recognised by what is in it, never by its name. Source: vectors/README, hardware-README.
"""

import json
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from mmuviz.core.paging import PagingMode
from mmuviz.sources.fixed_path import ACCESS_NAMES, CONTROL_NAMES, ENTRY_NAMES, flag_bit
from mmuviz.sources.problems import BadInput
from mmuviz.sources.vector_kinds import foreign_kind

Array = npt.NDArray[Any]

MAX_BYTES = 2 << 30
"""What the columns of a file may unpack to; the largest recorded file has 59 MB."""

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


class VectorKind(Enum):
    """What a vector file holds. The value is how the report says it."""

    WALK = "walk_addr and gva_to_gpa, before and after"
    HARDWARE = "hardware"


@dataclass(frozen=True, slots=True)
class VectorFile:
    """A file of recorded rows.

    Attributes:
        path: the file.
        kind: walks of before and after, or accesses of a processor.
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
    input_names = _input_names(mode, kind, arrays)
    output_names = _output_names(mode, kind)
    rows = _rows(path, arrays)
    if kind is VectorKind.HARDWARE:
        needed = {"fault", "error_code", *meta.named}
    else:
        needed = {*input_names, *output_names, *meta.named} - set(meta.fixed)
    _check_names(path, kind, set(arrays), needed, {*input_names, *output_names})
    inputs = {name: arrays[name] for name in input_names if name in arrays}
    _check_flags(path, inputs)
    for name, value in meta.fixed.items():
        if name not in inputs and _is_input(mode, name):
            inputs[name] = np.broadcast_to(np.uint8(value), (rows,))
    _check_access(path, inputs)
    outputs = {name: arrays[name] for name in output_names if name in arrays}
    return VectorFile(path, kind, mode, rows, inputs, outputs, meta.source, len(arrays))


def _read_arrays(path: Path) -> dict[str, Array]:
    """Return the arrays of an npz file by name."""
    if foreign := foreign_kind(path):
        raise BadInput(path, foreign)
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
        what = "two accesses in a row" if "write2" in arrays else "accesses from a cold shadow"
        raise BadInput(path, f"an access file ({what}, with shadow tables): not readable yet")
    if any(name.endswith(("_a_after", "_d_after")) or name == "fault" for name in arrays):
        return VectorKind.HARDWARE
    if any(name.startswith(("before_", "after_")) for name in arrays):
        return VectorKind.WALK
    names = ", ".join(sorted(arrays)[:5]) or "none"
    raise BadInput(path, f"an npz file, but its columns ({names}) are those of no vector file")


def _mode(path: Path, kind: VectorKind, arrays: Mapping[str, Array], meta: _Meta) -> PagingMode:
    if meta.mode is not None:
        return meta.mode
    if kind is VectorKind.HARDWARE:
        raise BadInput(path, "a hardware file without the column meta, which says its mode")
    if any(name.startswith("pml4e_") for name in arrays):
        return PagingMode.LONG
    return PagingMode.PAE if "pdpte_p" in arrays else PagingMode.X32


def _is_input(mode: PagingMode, name: str) -> bool:
    if name in CONTROL_NAMES or name in ACCESS_NAMES:
        return True
    entry, _, suffix = name.partition("_")
    levels = [ENTRY_NAMES[level.number] for level in mode.levels]
    return entry in levels and flag_bit(suffix) is not None


def _input_names(
    mode: PagingMode, kind: VectorKind, arrays: Mapping[str, Array]
) -> tuple[str, ...]:
    """Return the input columns: those there are and, of a walk file, those there have to be."""
    present = [name for name in arrays if _is_input(mode, name)]
    if kind is VectorKind.HARDWARE:
        return tuple(present)
    needed = [
        f"{ENTRY_NAMES[level.number]}_{suffix}"
        for level in mode.levels
        for suffix in ("pwua" if level.has_rights else "p")
    ]
    return tuple(dict.fromkeys([*present, *needed, "cr0_wp", "write", "user"]))


def _output_names(mode: PagingMode, kind: VectorKind) -> tuple[str, ...]:
    """Return the output columns in the order in which a replay gives their values."""
    if kind is VectorKind.HARDWARE:
        return hardware_outputs(mode)
    return (*walk_outputs(mode, "before"), *walk_outputs(mode, "after"))


def walk_outputs(mode: PagingMode, semantics: str) -> tuple[str, ...]:
    """Return the output columns of a walk file for one semantics, in the order of a replay."""
    fields = ["ret", "level", "gfn", "inherited_ar"]
    if semantics == "after":
        fields.insert(1, "error_code")
    fields += [f"{ENTRY_NAMES[level.number]}_a" for level in mode.levels if level.has_rights]
    fields += ["gva_to_gpa_status", "gva_to_gpa"]
    return tuple(f"{semantics}_{name}" for name in fields)


def hardware_outputs(mode: PagingMode) -> tuple[str, ...]:
    """Return the output columns that a hardware file can have, in the order of a replay."""
    bits = [
        f"{ENTRY_NAMES[level.number]}_{letter}_after" for level in mode.levels for letter in "ad"
    ]
    return ("fault", "error_code", *bits)


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
        raise BadInput(path, f"it has no column {', '.join(missing)}")
    if unknown := sorted(found - known):
        what = "a hardware" if kind is VectorKind.HARDWARE else "a walk"
        raise BadInput(path, f"column {unknown[0]} is not one of {what} file's")


def _check_flags(path: Path, inputs: Mapping[str, Array]) -> None:
    """Refuse a flag that is neither 0 nor 1."""
    for name, column in inputs.items():
        wrong = np.flatnonzero((column != 0) & (column != 1))
        if wrong.size:
            row = int(wrong[0])
            found = int(column[row])
            raise BadInput(path, f"column {name}, row {row}: found {found}, expected 0 or 1")


def _check_access(path: Path, inputs: Mapping[str, Array]) -> None:
    if "write" in inputs and "fetch" in inputs:
        both = np.flatnonzero((inputs["write"] != 0) & (inputs["fetch"] != 0))
        if both.size:
            raise BadInput(path, f"row {int(both[0])}: write and fetch are both 1, expected one")
