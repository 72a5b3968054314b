"""Tables read back as they were; no half of a file is left."""

import csv
import errno

import numpy as np
import pytest
from pyarrow import parquet

from mmuviz.sources import table_file
from mmuviz.sources.replacing import replacing
from mmuviz.sources.table_file import csv_parts, parquet_parts, write_csv, write_parquet
from mmuviz.sweep.table import TableColumn

COLUMNS = (
    TableColumn("state", np.array([7, 1 << 20], np.uint32)),
    TableColumn("pde.p", np.array([0, 1], np.uint8)),
    TableColumn("after.code", np.array([255, 5], np.uint8), nothing=255),
    TableColumn("after.checks", np.array([0, 2], np.uint8), ("", "a", "b c", "b c")),
)


def test_csv(tmp_path):
    """A row of names, then numbers and words; nothing is empty."""
    path = tmp_path / "x.csv"
    write_csv(path, COLUMNS)
    with path.open(newline="") as stream:
        assert list(csv.reader(stream)) == [
            ["state", "pde.p", "after.code", "after.checks"],
            ["7", "0", "", ""],
            [str(1 << 20), "1", "5", "b c"],
        ]


def test_parquet(tmp_path):
    """Types are kept, nothing is null."""
    path = tmp_path / "x.parquet"
    write_parquet(path, COLUMNS)
    read = parquet.read_table(path)

    assert read.to_pydict() == {
        "state": [7, 1 << 20],
        "pde.p": [0, 1],
        "after.code": [None, 5],
        "after.checks": ["", "b c"],
    }
    assert [str(field.type) for field in read.schema][:3] == ["uint32", "uint8", "uint8"]


def test_a_million_rows(tmp_path):
    """All of them, in one go."""
    numbers = np.arange(1 << 20, dtype=np.uint32)
    write_csv(tmp_path / "x.csv", [TableColumn("state", numbers)])
    with (tmp_path / "x.csv").open(encoding="utf-8") as stream:
        assert sum(1 for _ in stream) == (1 << 20) + 1


@pytest.mark.parametrize("write", [write_csv, write_parquet])
def test_a_failure_leaves_the_old_file(write, tmp_path, monkeypatch):
    """And nothing beside it."""

    def full(_columns):
        raise OSError(errno.ENOSPC, "no space left")

    path = tmp_path / "x"
    path.write_text("old")
    monkeypatch.setattr(table_file, "_arrow", full)
    with pytest.raises(OSError, match="no space"):
        write(path, COLUMNS)

    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_new_file_may_be_read_by_all_and_an_old_one_keeps_its_rights(tmp_path):
    """Not the rights of a temporary file."""
    path = tmp_path / "x"
    with replacing(path) as stream:
        stream.write(b"1")
    assert path.stat().st_mode & 0o777 == 0o644
    path.chmod(0o600)
    with replacing(path) as stream:
        stream.write(b"2")
    assert (path.read_bytes(), path.stat().st_mode & 0o777) == (b"2", 0o600)


@pytest.mark.parametrize("parts", [csv_parts, parquet_parts])
def test_it_is_written_part_by_part_or_not_at_all(parts, tmp_path):
    """What is given up leaves the old file, and nothing else."""
    path = tmp_path / "x"
    path.write_text("old")
    columns = [TableColumn("state", np.arange(100_000, dtype=np.uint32))]
    writing = parts(path, columns)
    assert 0 < next(writing) < 1
    writing.close()
    assert [one.name for one in tmp_path.iterdir()] == ["x"]
    assert path.read_text() == "old"
    assert list(parts(path, columns))[-1] == 1
    assert path.stat().st_size > 100
