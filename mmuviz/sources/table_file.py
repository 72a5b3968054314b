"""Write a table of states as CSV or Parquet."""

from collections import deque
from collections.abc import Generator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from mmuviz.sources.replacing import replacing
from mmuviz.sweep.table import TableColumn

if TYPE_CHECKING:
    import pyarrow as pa
    from pyarrow import csv, parquet

_PART: Final = 1 << 16


def write_csv(path: Path, columns: Sequence[TableColumn]) -> None:
    """Write rows of text under a row of names; what has no value is empty.

    Raises:
        OSError: the file cannot be written.
    """
    deque(csv_parts(path, columns), maxlen=0)


def write_parquet(path: Path, columns: Sequence[TableColumn]) -> None:
    """Write a Parquet file; words are dictionaries, what has no value is null.

    Raises:
        OSError: the file cannot be written.
    """
    deque(parquet_parts(path, columns), maxlen=0)


def csv_parts(path: Path, columns: Sequence[TableColumn]) -> Generator[float]:
    """Write what `write_csv` does a part at a time; yield how far it has come, 0 to 1.

    Who gives it up in between (`close`) finds the old file.

    Raises:
        OSError: the file cannot be written.
    """
    from pyarrow import csv  # noqa: PLC0415  # a tenth of a second, and only for this

    options = csv.WriteOptions(quoting_style="none")
    with replacing(path) as stream:
        rows = _arrow(columns)
        with csv.CSVWriter(stream, rows.schema, write_options=options) as writer:
            yield from _written(writer, rows)


def parquet_parts(path: Path, columns: Sequence[TableColumn]) -> Generator[float]:
    """Write what `write_parquet` does a part at a time, as `csv_parts` does.

    Raises:
        OSError: the file cannot be written.
    """
    from pyarrow import parquet  # noqa: PLC0415  # as above

    with replacing(path) as stream:
        rows = _arrow(columns)
        with parquet.ParquetWriter(stream, rows.schema) as writer:
            yield from _written(writer, rows)


def _written(writer: "csv.CSVWriter | parquet.ParquetWriter", rows: "pa.Table") -> Generator[float]:
    for start in range(0, rows.num_rows, _PART):
        writer.write_table(rows.slice(start, _PART))
        yield min(start + _PART, rows.num_rows) / rows.num_rows


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
