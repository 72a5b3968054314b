"""Replay recorded vectors through the generators, and say where they differ.

Nothing here knows how to walk: each row becomes a scenario, and `record` and `translate` answer.
What the recorded sources leave open, or are known to get wrong, stands in `hardware-README`.
"""

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from mmuviz.core.bits import Pferr, Pte
from mmuviz.core.events import EntryWritten
from mmuviz.core.paging import PagingMode
from mmuviz.core.result import Outcome, WalkResult
from mmuviz.core.scenario import Scenario
from mmuviz.core.trace import Semantics, Trace, record, translate
from mmuviz.sources.fixed_path import ENTRY_NAMES, FIXED_PATHS, FixedPath, scenarios
from mmuviz.sources.vectors import (
    Array,
    VectorFile,
    VectorKind,
    hardware_outputs,
    walk_outputs,
)

CHUNK_ROWS = 1 << 14
KEPT_MISMATCHES = 5

_NONE_BYTE = 0xFF
_NONE_FRAME = 0xFFFFFFFF
_STATUS = {"mapped": 0, "unmapped": 1, "undefined": 2}
_Values = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Mismatch:
    """A row whose recorded outputs are not what the generators give.

    Attributes:
        row: its number in the file, from 0.
        inputs: the flags that were asked, by column.
        differing: column, recorded value and value got, for each that differs.
    """

    row: int
    inputs: Mapping[str, int]
    differing: tuple[tuple[str, int, int], ...]


@dataclass(frozen=True, slots=True)
class Tally:
    """What a replay found.

    Attributes:
        rows: rows replayed.
        values: values that differ.
        bad_rows: rows in which one differs.
        first: the first few of these rows.
    """

    rows: int = 0
    values: int = 0
    bad_rows: int = 0
    first: tuple[Mismatch, ...] = ()

    def __add__(self, later: "Tally") -> "Tally":
        """Join the tally of a later part."""
        return Tally(
            self.rows + later.rows,
            self.values + later.values,
            self.bad_rows + later.bad_rows,
            (*self.first, *later.first)[:KEPT_MISMATCHES],
        )


@dataclass(frozen=True, slots=True)
class Chunk:
    """A part of a vector file that one process replays.

    Attributes:
        kind: walks or hardware accesses.
        mode: the paging mode.
        known_errors: the answers are QEMU's, with its known errors.
        numbers: the rows' numbers in the file.
        inputs: the input columns of these rows.
        outputs: the output columns of these rows.
    """

    kind: VectorKind
    mode: PagingMode
    known_errors: bool
    numbers: npt.NDArray[np.int64]
    inputs: Mapping[str, Array] = field(repr=False)
    outputs: Mapping[str, Array] = field(repr=False)


def replay(vectors: VectorFile, *, sample: int = 1, executor: Executor | None = None) -> Tally:
    """Replay a vector file, or the fixed part of it that `sample_rows` chooses."""
    run = map if executor is None else executor.map
    return sum(run(replay_chunk, chunks(vectors, sample)), start=Tally())


def sample_rows(rows: int, sample: int) -> npt.NDArray[np.int64]:
    """Return one row of every `sample`, always the same ones.

    Which one of its `sample` neighbours is scattered: files enumerate flags in powers of two, and
    a plain stride of 10 would see one value of the fastest flag alone.
    """
    starts = np.arange(0, rows, sample, dtype=np.int64)
    scattered = (starts.astype(np.uint64) + np.uint64(1)) * np.uint64(0x9E3779B97F4A7C15)
    chosen = starts + (scattered >> np.uint64(33)).astype(np.int64) % sample
    return chosen[chosen < rows]


def chunks(vectors: VectorFile, sample: int = 1) -> Iterator[Chunk]:
    """Cut a file into parts for `replay_chunk`."""
    numbers = sample_rows(vectors.rows, sample)
    known_errors = "QEMU" in vectors.source.upper()
    for start in range(0, len(numbers), CHUNK_ROWS):
        part = numbers[start : start + CHUNK_ROWS]
        yield Chunk(
            vectors.kind,
            vectors.mode,
            known_errors,
            part,
            {name: column[part] for name, column in vectors.inputs.items()},
            {name: column[part] for name, column in vectors.outputs.items()},
        )


def replay_chunk(chunk: Chunk) -> Tally:
    """Walk every row of a chunk and compare every output column."""
    names, differing = _comparison(chunk)
    path = FIXED_PATHS[chunk.mode]
    inputs = {name: column.astype(np.uint64) for name, column in chunk.inputs.items()}
    recorded = zip(*(chunk.outputs[name].tolist() for name in names), strict=True)
    asked = scenarios(path, inputs, len(chunk.numbers))
    values = bad_rows = 0
    first: list[Mismatch] = []
    for place, ((scenario, entries), expected) in enumerate(zip(asked, recorded, strict=True)):
        wrong = differing(scenario, entries, expected)
        if wrong:
            values += len(wrong)
            bad_rows += 1
            if len(first) < KEPT_MISMATCHES:
                flags = {name: int(column[place]) for name, column in chunk.inputs.items()}
                named = tuple((names[column], was, got) for column, was, got in wrong)
                first.append(Mismatch(int(chunk.numbers[place]), flags, named))
    return Tally(len(chunk.numbers), values, bad_rows, tuple(first))


_Differing = list[tuple[int, int, int]]
_Compare = Callable[[Scenario, _Values, _Values], _Differing]


def _comparison(chunk: Chunk) -> tuple[tuple[str, ...], _Compare]:
    """Return the columns to compare, in order, and what compares a row of them."""
    path = FIXED_PATHS[chunk.mode]
    if chunk.kind is VectorKind.HARDWARE:
        names = tuple(name for name in hardware_outputs(chunk.mode) if name in chunk.outputs)
        return names, _HardwareRow(path, names, known_errors=chunk.known_errors).differing
    names = (*walk_outputs(chunk.mode, "before"), *walk_outputs(chunk.mode, "after"))
    return names, _WalkRow(path).differing


def _written(trace: Trace) -> dict[int, int]:
    return {event.address: event.new for event in trace.events if type(event) is EntryWritten}


def _pairs(expected: _Values, got: _Values) -> _Differing:
    return [
        (place, was, is_)
        for place, (was, is_) in enumerate(zip(expected, got, strict=True))
        if was != is_
    ]


class _WalkRow:
    """Compares a row of a walk file: before, after, and the gva_to_gpa of both."""

    __slots__ = ("_rights",)

    def __init__(self, path: FixedPath) -> None:
        self._rights = [
            (place, address)
            for place, (level, address) in enumerate(
                zip(path.mode.levels, path.addresses, strict=True)
            )
            if level.has_rights
        ]

    def differing(self, scenario: Scenario, entries: _Values, expected: _Values) -> _Differing:
        """Return place, recorded value and value got where they differ."""
        trace = record(Semantics.BEFORE, scenario)
        got = (
            _NONE_BYTE,  # walk_addr was void
            *self._fields(trace, entries),
            *_translated(Semantics.BEFORE, scenario),
        )
        trace = record(Semantics.AFTER, scenario)
        code = trace.result.error_code
        got += (
            int(trace.result.outcome is Outcome.MAPPED),
            _NONE_BYTE if code is None else code,
            *self._fields(trace, entries),
            *_translated(Semantics.AFTER, scenario),
        )
        return [] if got == expected else _pairs(expected, got)

    def _fields(self, trace: Trace, entries: _Values) -> list[int]:
        """Return level, gfn, inherited_ar and the A bit of each entry that has one."""
        result = trace.result
        written = _written(trace)
        fields = [
            result.level.number if result.level else _NONE_BYTE,
            _NONE_FRAME if result.gfn is None else result.gfn,
            _NONE_BYTE if result.inherited_ar is None else result.inherited_ar,
        ]
        for place, address in self._rights:
            fields.append(written.get(address, entries[place]) >> 5 & 1)
        return fields


def _translated(semantics: Semantics, scenario: Scenario) -> tuple[int, int]:
    """Return the columns gva_to_gpa_status and gva_to_gpa."""
    answer = translate(semantics, scenario)
    assert answer is not None, "before and after have a gva_to_gpa"
    return _STATUS[answer.status], _NONE_FRAME if answer.gpa is None else answer.gpa


class _HardwareRow:
    """Compares a row of a hardware file, but for what its README leaves open."""

    __slots__ = ("_addresses", "_bits", "_known_errors", "_mode", "_names")

    def __init__(self, path: FixedPath, names: tuple[str, ...], *, known_errors: bool) -> None:
        self._mode = path.mode
        self._addresses = path.addresses
        self._names = names
        self._known_errors = known_errors
        entry_places = {
            ENTRY_NAMES[level.number]: place for place, level in enumerate(path.mode.levels)
        }
        self._bits = [
            (entry_places[name.split("_")[0]], Pte.A if "_a_" in name else Pte.D)
            for name in names[2:]
        ]

    def differing(self, scenario: Scenario, entries: _Values, expected: _Values) -> _Differing:
        """Return place, recorded value and value got where they differ and may not."""
        trace = record(Semantics.HARDWARE, scenario)
        result, written = trace.result, _written(trace)
        now = [
            written.get(address, entry)
            for address, entry in zip(self._addresses, entries, strict=True)
        ]
        code = result.error_code or 0
        if self._known_errors:
            if code & Pferr.RSVD:
                code &= ~Pferr.P  # item 3: QEMU leaves P out
            if _refused_gigabyte(result):
                now[1] |= Pte.A  # item 4: QEMU sets A there, and there alone
        fault = int(result.outcome.is_fault)
        got = (fault, code, *[int(now[place] & bit != 0) for place, bit in self._bits])
        if got == expected:
            return []
        either = self._left_open(result)
        return [
            (place, was, is_)
            for place, was, is_ in _pairs(expected, got)
            if not (self._names[place] in either and was in (0, 1))
        ]

    def _left_open(self, result: WalkResult) -> set[str]:
        """Return the columns that may hold 0 or 1 in a row with this result."""
        either = {f"{ENTRY_NAMES[level.number]}_a_after" for level, _ in result.may_set}  # item 1
        if self._known_errors and self._mode is PagingMode.PAE:
            either.add("pdpte_a_after")  # item 2: QEMU writes to a register's place in memory
        return either


def _refused_gigabyte(result: WalkResult) -> bool:
    """Whether rights refused an access to a 1 GiB page."""
    level = result.level
    return result.outcome is Outcome.ACCESS_ERROR and level is not None and level.number == 3
