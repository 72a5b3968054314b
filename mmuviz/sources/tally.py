"""What a replay of recorded rows found."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from mmuviz.core.trace import Semantics

KEPT_MISMATCHES = 100
"""Rows that differ and are kept of each file, to be told; the others are counted."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a row stands that has no number in its file.

    Attributes:
        text: the same in words.
        number: number of a program's operation from 1, or of a case of the test suite; None: after
            the last operation.
        program: id of the guest program; empty: it is a case of the test suite.
        semantics: who ran it; None: nobody, it is what is expected of a case.
    """

    text: str
    number: int | None
    program: str = ""
    semantics: Semantics | None = None


@dataclass(frozen=True, slots=True)
class Mismatch:
    """A row whose recorded outputs are not what the core gives.

    Attributes:
        row: its number in the file, from 0, or what else tells where it stands.
        inputs: the flags that were asked, by column.
        differing: column, recorded value and value got, for each that differs.
    """

    row: int | Place
    inputs: Mapping[str, int]
    differing: tuple[tuple[str, object, object], ...]


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


def joined(parts: Iterable[Tally]) -> Tally:
    """Return the tally of all parts together."""
    return sum(parts, start=Tally())


def compared(where: Place, expected: Mapping[str, object], got: Mapping[str, object]) -> Tally:
    """Return the tally of one row: its recorded columns, and what the core gives."""
    differing = tuple(
        (name, expected.get(name), got.get(name))
        for name in sorted(expected.keys() | got.keys())
        if expected.get(name) != got.get(name)
    )
    if not differing:
        return Tally(1)
    return Tally(1, len(differing), 1, (Mismatch(where, {}, differing),))


def sample_rows(rows: int, sample: int) -> npt.NDArray[np.int64]:
    """Return one row of every `sample`, always the same ones.

    Which one of its `sample` neighbours is scattered: files enumerate flags in powers of two, and
    a plain stride of 10 would see one value of the fastest flag alone.
    """
    starts = np.arange(0, rows, sample, dtype=np.int64)
    scattered = (starts.astype(np.uint64) + np.uint64(1)) * np.uint64(0x9E3779B97F4A7C15)
    chosen = starts + (scattered >> np.uint64(33)).astype(np.int64) % sample
    return chosen[chosen < rows]
