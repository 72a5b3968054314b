"""Vectors as JSON Lines: the page, its schema and its example say what the reader accepts."""

import contextlib
import io
import json
import re
from pathlib import Path

import numpy as np
import pytest

from mmuviz.core.paging import PagingMode
from mmuviz.sources import vector_replay, vector_rows
from mmuviz.sources.problems import BadInput
from mmuviz.sources.tally import joined
from mmuviz.sources.vector_columns import VectorKind, input_names, output_names
from mmuviz.sources.vectors import read_vectors

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "docs" / "vectors-example.jsonl"
SCHEMA = json.loads((ROOT / "docs" / "vectors.schema.json").read_text(encoding="utf-8"))
PAGE = (ROOT / "docs" / "vector-format.md").read_text(encoding="utf-8")
TYPES = {"object": dict, "array": list, "string": str, "integer": int}


def replay(vectors):
    """Return what all parts of a replay find."""
    return joined(vector_replay.replay(vectors))


def fits(value, schema):
    """Whether a value is valid, by the part of JSON Schema that the file uses."""
    known = {
        "oneOf": lambda some: sum(fits(value, each) for each in some) == 1,
        "$ref": lambda ref: fits(value, SCHEMA["$defs"][ref.rpartition("/")[2]]),
        "type": lambda name: isinstance(value, TYPES[name]) and not isinstance(value, bool),
        "const": lambda only: value == only,
        "enum": lambda some: not isinstance(value, bool) and value in some,
        "minimum": lambda least: value >= least,
        "maximum": lambda most: value <= most,
        "minProperties": lambda least: len(value) >= least,
        "required": lambda names: set(names) <= set(value),
        "items": lambda each: all(fits(item, each) for item in value),
        "properties": lambda _: all(member_fits(name, one, schema) for name, one in value.items()),
        "patternProperties": lambda _: True,
        "additionalProperties": lambda rest: (
            "properties" in schema or all(fits(one, rest) for one in value.values())
        ),
    }
    remarks = ("$schema", "$defs", "title")
    return all(known[key](rule) for key, rule in schema.items() if key not in remarks)


def member_fits(name, value, schema):
    """Whether a member of an object is valid: by name, by pattern, or as any other."""
    rules = [schema["properties"][name]] if name in schema["properties"] else []
    patterns = schema.get("patternProperties", {})
    rules += [rule for pattern, rule in patterns.items() if re.search(pattern, name)]
    if not rules:
        return schema.get("additionalProperties", True) is not False
    return all(fits(value, rule) for rule in rules)


def lines_of(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def written(path, *lines):
    """Write lines, objects as JSON."""
    texts = [line if isinstance(line, str) else json.dumps(line) for line in lines]
    path.write_text("\n".join(texts), encoding="utf-8")
    return path


HEADER = {"mmuviz_vectors": 1, "mode": "pae"}
ROW = {"pdpte_p": 1, "fault": 1, "error_code": 0}


def test_the_example_is_read_and_agrees():
    """Every line fits the schema, and every row is right."""
    assert all(fits(line, SCHEMA) for line in lines_of(EXAMPLE))
    vectors = read_vectors(EXAMPLE)
    assert (vectors.kind, vectors.mode, vectors.rows) == (VectorKind.HARDWARE, PagingMode.PAE, 24)
    assert vectors.source.startswith("Bochs")
    tally = replay(vectors)
    assert (tally.rows, tally.values) == (24, 0)
    assert len(set(vectors.outputs["fault"].tolist())) == 2


def test_the_example_is_what_the_page_makes(monkeypatch):
    """The documented lines make it."""
    monkeypatch.chdir(ROOT)
    made = io.StringIO()
    code = PAGE.split("```python\n")[1].split("```")[0]
    with contextlib.redirect_stdout(made):
        exec(code, {})  # noqa: S102  # it is what the page tells its reader to run
    assert made.getvalue() == EXAMPLE.read_text(encoding="utf-8")


def test_the_lines_on_the_page_are_read(tmp_path):
    """The first block is a file, and its one row is right."""
    path = written(tmp_path / "x", PAGE.split("```")[1].strip())
    assert all(fits(line, SCHEMA) for line in lines_of(path))
    assert replay(read_vectors(path)).values == 0


@pytest.mark.parametrize("kind", VectorKind)
@pytest.mark.parametrize("mode", PagingMode)
def test_the_schema_knows_every_column(mode, kind):
    """What the reader asks for, of every kind of file."""
    names = {*input_names(mode, kind, ()), *output_names(mode, kind)}
    assert fits(dict.fromkeys(names, 0), SCHEMA)


def test_a_file_of_columns_and_its_lines_are_the_same(tmp_path):
    """Walk results survive the way from npz to JSON Lines."""
    recorded = ROOT / "tests" / "data" / "vectors" / "walk-x32.npz"
    with np.load(recorded) as archive:
        columns = {name: archive[name][4000:4100].tolist() for name in archive.files}
    rows = [
        dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True)
    ]
    path = written(tmp_path / "x", {**HEADER, "mode": "x32"}, *rows, "")
    assert all(fits(line, SCHEMA) for line in lines_of(path))
    tally = replay(read_vectors(path))
    assert (tally.rows, tally.values) == (100, 0)
    rows[7]["after_gfn"] ^= 1
    tally = replay(read_vectors(written(path, {**HEADER, "mode": "x32"}, *rows)))
    assert [mismatch.row for mismatch in tally.first] == [7]


BOTH = {
    "line 1, mmuviz_vectors: found 2, expected version 1": [{**HEADER, "mmuviz_vectors": 2}, ROW],
    "meta.mode: found 'pea', expected one of x32, pae, long": [{**HEADER, "mode": "pea"}, ROW],
    "meta.fixed: expected an object of names with 0 or 1": [{**HEADER, "fixed": {"nxe": 2}}, ROW],
    "line 2: found 5, expected a JSON object": [HEADER, "5"],
    'line 2, column fault: found "1", expected a whole number': [HEADER, {**ROW, "fault": "1"}],
    "line 2, column fault: found true, expected a whole number": [HEADER, {**ROW, "fault": True}],
    "line 2, column fault: found 0.5, expected a whole number": [HEADER, {**ROW, "fault": 0.5}],
    "line 2, column fault: found -1, expected a whole number from 0": [
        HEADER,
        {**ROW, "fault": -1},
    ],
    "column pdpte_p, row 0: found 2, expected 0 or 1": [HEADER, {**ROW, "pdpte_p": 2}],
    "column pde_q is not one of a hardware file's": [HEADER, {**ROW, "pde_q": 0}],
}


@pytest.mark.parametrize("says", BOTH)
def test_reader_and_schema_refuse_the_same(says, tmp_path):
    """Line or row, column, found and expected; the schema refuses the line too."""
    path = written(tmp_path / "x", *BOTH[says])
    with pytest.raises(BadInput) as caught:
        read_vectors(path)
    assert str(caught.value).startswith(f"{path}: {says}")
    assert "\n" not in str(caught.value)
    assert not all(fits(line, SCHEMA) for line in lines_of(path))


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        ([HEADER], "its columns (none) are those of no vector file"),
        ([HEADER, "{"], "line 2: not JSON (Expecting property name"),
        ([HEADER, "[" * 100_000], "line 2: not JSON (maximum recursion depth"),
        (['{"mmuviz_vectors"'], "line 1: not JSON (Expecting ':' delimiter)"),
        ([HEADER, ROW, {"fault": 1}], "line 3: found no column pdpte_p, which line 2 has"),
        ([HEADER, ROW, {**ROW, "ac": 1}], 'line 3: found the column "ac", which line 2 has not'),
        ([HEADER, {"fault": 1, "pde_p": 1}], "it has no column error_code"),
        ([HEADER, {**ROW, "fault": 1 << 63}], "line 2, column fault: found 9223372036854775808"),
    ],
)
def test_what_only_the_reader_sees(lines, says, tmp_path):
    """A file as a whole, and text that is no JSON."""
    path = written(tmp_path / "x", *lines)
    with pytest.raises(BadInput) as caught:
        read_vectors(path)
    assert str(caught.value).startswith(f"{path}: {says}")


def test_text_that_is_too_much_or_none(tmp_path, monkeypatch):
    """The size is looked at before the file is read; bytes that are no UTF-8 are named."""
    path = tmp_path / "x"
    path.write_bytes(json.dumps(HEADER).encode() + b"\n\xff")
    with pytest.raises(BadInput, match="not UTF-8 at byte 37"):
        read_vectors(path)
    monkeypatch.setattr(vector_rows, "MAX_BYTES", 10)
    with pytest.raises(BadInput, match="more than 0 MiB of JSON Lines, expected npz"):
        read_vectors(path)
