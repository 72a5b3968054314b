"""What the comparisons of recorded rows share."""

from collections.abc import Callable

from mmuviz.core.events import EntryWritten
from mmuviz.core.fixed_path import Row
from mmuviz.core.trace import Trace

NONE_BYTE = 0xFF
"""What a column of bytes holds where it does not apply."""

Values = tuple[int, ...]
Differing = list[tuple[int, int, int]]
"""Place of the column, recorded value and value got, for each column that differs."""

RowCompare = Callable[[Row, Values], Differing]
"""Compares what a row asked with its recorded values."""


def written_by(trace: Trace) -> dict[int, int]:
    """Return what a walk wrote: address of an entry to its last value."""
    return {event.address: event.new for event in trace.events if type(event) is EntryWritten}


def pairs(expected: Values, got: Values) -> Differing:
    """Return the columns in which `got` is not what was expected."""
    return [
        (place, was, is_)
        for place, (was, is_) in enumerate(zip(expected, got, strict=True))
        if was != is_
    ]
