"""Write a table of states as CSV or Parquet."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from mmuviz.sources.replacing import replacing
from mmuviz.sweep.table import TableColumn

if TYPE_CHECKING:
    import pyarrow as pa


def write_csv(path: Path, columns: Sequence[TableColumn]) -> None:
    """Write rows of text under a row of names; what has no value is empty.

    Raises:
        OSError: the file cannot be written.
    """
    from pyarrow import csv  # noqa: PLC0415  # a tenth of a second, and only for this

    with replacing(path) as stream:
        csv.write_csv(_arrow(columns), stream, csv.WriteOptions(quoting_style="none"))


def write_parquet(path: Path, columns: Sequence[TableColumn]) -> None:
    """Write a Parquet file; words are dictionaries, what has no value is null.

    Raises:
        OSError: the file cannot be written.
    """
    from pyarrow import parquet  # noqa: PLC0415  # as above

    with replacing(path) as stream:
        parquet.write_table(_arrow(columns), stream)


def _arrow(columns: Sequence[TableColumn]) -> "pa.Table":
    import pyarrow as pa  # noqa: PLC0415  # as above

    return pa.table({column.name: _array(column) for column in columns})


def _array(column: TableColumn) -> "pa.Array":
    import pyarrow as pa  # noqa: PLC0415  # as above

    if column.words:
        places = dict.fromkeys(column.words)
        known = {word: place for place, word in enumerate(places)}
        numbers = pa.array([known[word] for word in column.words], pa.int32())
        return pa.DictionaryArray.from_arrays(numbers.take(pa.array(column.values)), list(places))
    mask = None if column.nothing is None else column.values == column.nothing
    return pa.array(column.values, mask=mask)
