"""Replay recorded vectors through the generators, and say where they differ.

Nothing here knows how to walk: each row becomes a scenario, and the walks of the core answer.
What the recorded sources leave open, or are known to get wrong, stands in `hardware-README`.
"""

from collections.abc import Iterator, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from mmuviz.core.fixed_path import FIXED_PATHS
from mmuviz.core.paging import PagingMode
from mmuviz.sources.fixed_path import asked_rows
from mmuviz.sources.row_access import AccessRow
from mmuviz.sources.row_compare import RowCompare
from mmuviz.sources.row_hardware import HardwareRow
from mmuviz.sources.row_walk import WalkRow
from mmuviz.sources.tally import KEPT_MISMATCHES, Mismatch, Tally, sample_rows
from mmuviz.sources.vector_columns import VectorKind
from mmuviz.sources.vectors import Array, VectorFile

CHUNK_ROWS = 1 << 11
"""Rows that are replayed at once: a few tenths of a second, so that one sees how far it is."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """A part of a vector file that one process replays.

    Attributes:
        kind: what the rows are.
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


def replay(
    vectors: VectorFile, *, sample: int = 1, executor: Executor | None = None
) -> Iterator[Tally]:
    """Replay a vector file, or the fixed part of it that `sample_rows` chooses, chunk by chunk."""
    run = map if executor is None else executor.map
    yield from run(replay_chunk, chunks(vectors, sample))


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
    names, differing = tuple(chunk.outputs), _comparison(chunk)
    inputs = {name: column.astype(np.uint64) for name, column in chunk.inputs.items()}
    recorded = zip(*(chunk.outputs[name].tolist() for name in names), strict=True)
    asked = asked_rows(FIXED_PATHS[chunk.mode], inputs, len(chunk.numbers))
    values = bad_rows = 0
    first: list[Mismatch] = []
    for place, (row, expected) in enumerate(zip(asked, recorded, strict=True)):
        wrong = differing(row, expected)
        if wrong:
            values += len(wrong)
            bad_rows += 1
            if len(first) < KEPT_MISMATCHES:
                flags = {name: int(column[place]) for name, column in chunk.inputs.items()}
                named = tuple((names[column], was, got) for column, was, got in wrong)
                first.append(Mismatch(int(chunk.numbers[place]), flags, named))
    return Tally(len(chunk.numbers), values, bad_rows, tuple(first))


def _comparison(chunk: Chunk) -> RowCompare:
    """Return what compares a row of the chunk."""
    path = FIXED_PATHS[chunk.mode]
    if chunk.kind is VectorKind.HARDWARE:
        names = tuple(chunk.outputs)
        return HardwareRow(path, names, known_errors=chunk.known_errors).differing
    return AccessRow(path).differing if chunk.kind.has_shadow else WalkRow(path).differing
