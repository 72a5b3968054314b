"""Every recorded row is what the generators give, and nothing that was changed goes unseen."""

import gzip
import json
import multiprocessing
import os
import zipfile
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mmuviz.core.claims.space import one_state
from mmuviz.core.fixed_path import FIXED_PATHS, flag_bit
from mmuviz.core.paging import PagingMode
from mmuviz.sources import vector_replay, vectors
from mmuviz.sources.fixed_path import asked_rows
from mmuviz.sources.problems import BadInput
from mmuviz.sources.tally import KEPT_MISMATCHES, Tally, joined, sample_rows
from mmuviz.sources.vector_columns import VectorKind
from mmuviz.sources.vectors import VectorFile, read_vectors

DATA = Path(__file__).parents[1] / "data" / "vectors"
NAMES = [
    *(f"walk-{mode}" for mode in ("x32", "pae", "long")),
    *(f"access-{mode}" for mode in ("x32", "pae", "long")),
    "access2-pae",
    *(
        f"hardware-{source}{name}"
        for source in ("", "bochs-")
        for name in (
            *("pae", "pae-nx", "pae-rsvd", "pae-smepsmap"),
            *("x32", "x32-rsvd", "x32-smepsmap"),
            *("long", "long-nx", "long-rsvd", "long-smepsmap"),
        )
    ),
]
ROWS = 1_064_960 + 2 * 2_644_992 + 3 * 131_072 + 114_688


def replay(*arguments, **options) -> Tally:
    """Return what all parts of a replay find."""
    return joined(vector_replay.replay(*arguments, **options))


def data(name: str) -> Path:
    return DATA / f"{name}.npz"


def columns_of(name: str) -> dict[str, np.ndarray]:
    with np.load(data(name)) as archive:
        return {column: archive[column] for column in archive.files}


def save(path: Path, columns: dict[str, np.ndarray]) -> Path:
    np.savez(path, **columns)
    return path


@pytest.fixture(scope="module")
def pool():
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(os.cpu_count() or 1, mp_context=context) as executor:
        yield executor


@pytest.mark.parametrize("name", NAMES)
def test_a_fixed_tenth_of_every_file_agrees(name, pool):
    """Zero mismatches in one row of ten, scattered over the file."""
    tally = replay(read_vectors(data(name)), sample=10, executor=pool)
    assert tally.first == ()
    assert tally.values == tally.bad_rows == 0
    assert tally.rows == pytest.approx(read_vectors(data(name)).rows / 10, rel=0.01)


@pytest.mark.full
@pytest.mark.parametrize("name", NAMES)
def test_every_row_of_every_file_agrees(name, pool):
    """Zero mismatches in every row."""
    vectors_ = read_vectors(data(name))
    tally = replay(vectors_, executor=pool)
    assert tally == Tally(rows=vectors_.rows)


def test_all_recorded_rows_are_here():
    """The files are whole: as many rows as were recorded."""
    assert sorted(path.stem for path in DATA.glob("*.npz")) == sorted(NAMES)
    assert sum(read_vectors(data(name)).rows for name in NAMES) == ROWS


def test_a_file_is_known_by_its_columns():
    """Kind, mode and source come from the content."""
    walk = read_vectors(data("walk-long"))
    assert (walk.kind, walk.mode, walk.rows) == (VectorKind.WALK, PagingMode.LONG, 1 << 20)
    assert len(walk.outputs) == 21
    bochs = read_vectors(data("hardware-bochs-x32-smepsmap"))
    assert (bochs.kind, bochs.mode) == (VectorKind.HARDWARE, PagingMode.X32)
    assert bochs.source.startswith("Bochs")
    assert bochs.inputs["cr4_pse"].tolist() == [1] * bochs.rows, "fixed in meta"
    assert "pml4e_p" not in bochs.inputs, "a level that the mode has not"


def test_the_sample_sees_both_values_of_every_flag():
    """A stride of ten would see one value of the fastest flag only."""
    walk = read_vectors(data("walk-pae"))
    chosen = sample_rows(walk.rows, 10)
    assert chosen.tolist() == sorted(set(chosen.tolist()))
    for name, column in walk.inputs.items():
        assert set(column[chosen].tolist()) == {0, 1}, name
    assert sample_rows(5, 1).tolist() == [0, 1, 2, 3, 4]


def shuffled(columns, rows):
    order = np.random.default_rng(2007).permutation(len(columns["write"]))[:rows]
    return {name: column if name == "meta" else column[order] for name, column in columns.items()}


@pytest.mark.parametrize(
    "name", ["walk-x32", "hardware-pae", "hardware-bochs-long-rsvd", "hardware-long"]
)
def test_order_and_number_of_rows_do_not_matter(name, tmp_path):
    """A shuffled part of a file agrees as the whole does."""
    path = save(tmp_path / "part.npz", shuffled(columns_of(name), 500))
    assert replay(read_vectors(path)) == Tally(rows=500)


def test_flags_that_are_left_out_come_from_meta_or_are_zero(tmp_path):
    """Columns that do not vary may be fixed in meta, or absent where they are 0."""
    columns = columns_of("hardware-bochs-long")
    rows = np.flatnonzero((columns["pte_d"] == 0) & (columns["cr0_wp"] == 1))[::211]
    part = {name: column[rows] for name, column in columns.items() if name != "meta"}
    meta = json.loads(str(columns["meta"]))
    for name in ("pte_d", "cr0_wp"):
        del part[name]
        meta["inputs"].remove(name)
    meta["fixed"]["cr0_wp"] = 1
    part["meta"] = np.array(json.dumps(meta))
    assert replay(read_vectors(save(tmp_path / "part.npz", part))).values == 0
    meta["fixed"]["cr0_wp"] = 0
    part["meta"] = np.array(json.dumps(meta))
    assert replay(read_vectors(save(tmp_path / "part.npz", part))).values > 0


def test_an_optional_column_of_a_walk_file_may_be_absent(tmp_path):
    """PS and PSE are 0 where the file has no column of them; D may be there."""
    columns = columns_of("walk-x32")
    rows = np.flatnonzero((columns["pde_ps"] == 0) & (columns["cr4_pse"] == 0))
    part = {name: column[rows] for name, column in columns.items()}
    del part["pde_ps"], part["cr4_pse"]
    part["pte_d"] = np.zeros(len(rows), np.uint8)
    assert replay(read_vectors(save(tmp_path / "part.npz", part))) == Tally(rows=len(rows))
    part["pde_ps"] = np.ones(len(rows), np.uint8)  # without CR4.PSE nobody looks at it
    assert replay(read_vectors(save(tmp_path / "part.npz", part))) == Tally(rows=len(rows))


def left_open(columns, name, row):
    """Whether hardware-README leaves this value open; written from its text, not from the code."""
    meta = json.loads(str(columns["meta"])) if "meta" in columns else {}
    if not meta or not name.endswith("_a_after"):
        return False
    entry = name.removesuffix("_a_after")
    if meta["mode"] == "pae" and entry == "pdpte":
        return "QEMU" in meta["source"]

    def flag(column):
        values = columns.get(column)
        return int(meta["fixed"].get(column, 0) if values is None else values[row])

    order = {"pae": ["pde", "pte"], "x32": ["pde", "pte"]}.get(
        meta["mode"], ["pml4e", "pdpte", "pde", "pte"]
    )
    if not columns["fault"][row] or flag(f"{entry}_a") or entry == "pte":
        return False
    upper = order[: order.index(entry) + 1]
    large = flag(f"{entry}_ps") and (meta["mode"] != "x32" or flag("cr4_pse"))
    if meta["mode"] == "pae" and not flag("pdpte_p"):
        return False
    if large or not all(flag(f"{level}_p") for level in upper):
        return False
    return not any(has_reserved(flag, level, meta["mode"]) for level in upper)


def has_reserved(flag, level, mode):
    """Whether a reserved bit stands in an entry that is no large page."""
    if mode == "x32":
        return False
    bad = ["b51", *(["b52"] if mode == "pae" else []), *(["b7"] if level == "pml4e" else [])]
    return any(flag(f"{level}_{bit}") for bit in bad) or (flag(f"{level}_nx") and not flag("nxe"))


FLIPPED = [
    "access-x32",
    "access-long",
    "access2-pae",
    "walk-x32",
    "walk-pae",
    "hardware-pae",
    "hardware-bochs-pae-nx",
    "hardware-pae-nx",
    "hardware-x32-rsvd",
    "hardware-bochs-x32",
    "hardware-long-rsvd",
    "hardware-bochs-long-nx",
    "hardware-long-smepsmap",
    "hardware-long",
    "hardware-bochs-long",
]
CACHE: dict[str, tuple[dict[str, np.ndarray], VectorFile]] = {}


@pytest.mark.parametrize("name", FLIPPED)
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(draw=st.data())
def test_one_flipped_value_is_found_unless_it_is_left_open(name, draw):
    """A changed output is a mismatch at its row and column, or hardware-README leaves it open."""
    if name not in CACHE:
        CACHE[name] = (columns_of(name), read_vectors(data(name)))
    columns, whole = CACHE[name]
    column = draw.draw(st.sampled_from(sorted(whole.outputs)))
    row = draw.draw(st.integers(0, whole.rows - 1))
    was = int(whole.outputs[column][row])
    flip = draw.draw(st.sampled_from([1, 2, 8] if "code" in column else [1]))
    part = slice(row, row + 1)
    outputs = {key: values[part].copy() for key, values in whole.outputs.items()}
    outputs[column][0] = was ^ flip
    changed = VectorFile(
        whole.path,
        whole.kind,
        whole.mode,
        1,
        {key: values[part] for key, values in whole.inputs.items()},
        outputs,
        whole.source,
    )
    tally = replay(changed)
    if left_open(columns, column, row):
        assert tally.values == 0
    else:
        assert [(wrong[0], wrong[1]) for wrong in tally.first[0].differing] == [
            (column, was ^ flip)
        ]


def test_the_first_mismatching_rows_are_kept_and_all_are_counted(tmp_path, monkeypatch):
    """A hundred rows are told in full, in file order, over several chunks."""
    monkeypatch.setattr(vector_replay, "CHUNK_ROWS", 1000)
    columns = columns_of("walk-pae")
    rows = np.arange(500, 8192, 70)
    columns["after_level"][rows] ^= 64
    columns["before_gfn"][rows[0]] ^= 1
    tally = replay(read_vectors(save(tmp_path / "changed.npz", columns)))
    assert (tally.values, tally.bad_rows) == (len(rows) + 1, len(rows))
    assert [mismatch.row for mismatch in tally.first] == rows[:KEPT_MISMATCHES].tolist()
    assert [name for name, _, _ in tally.first[0].differing] == ["before_gfn", "after_level"]
    assert tally.first[0].inputs["pdpte_p"] == int(columns["pdpte_p"][500])


def test_qemus_errors_are_forgiven_to_qemu_alone(tmp_path):
    """The same answers under another source are mismatches (items 2 to 4)."""
    for name in ("hardware-pae", "hardware-pae-rsvd", "hardware-long"):
        columns = columns_of(name)
        keep = slice(0, None, 61)
        part = {key: value if key == "meta" else value[keep] for key, value in columns.items()}
        path = save(tmp_path / f"{name}.npz", part)
        assert replay(read_vectors(path)).values == 0
        meta = json.loads(str(part["meta"])) | {"source": "silicon"}
        part["meta"] = np.array(json.dumps(meta))
        assert replay(read_vectors(save(path, part))).values > 0, name


def test_the_fixed_path_lies_where_the_readme_says():
    """Addresses of the entries, and the raw bits that the columns raise."""
    assert [hex(a) for a in FIXED_PATHS[PagingMode.X32].addresses] == ["0x700c", "0x501c"]
    assert [hex(a) for a in FIXED_PATHS[PagingMode.PAE].addresses] == ["0x3008", "0x7018", "0x5038"]
    inputs = {
        name: np.ones(1, np.uint64)
        for name in ("pdpte_ps", "pde_nx", "pte_b51", "pml4e_b7", "pml4e_p", "cr0_wp", "write")
    }
    (row,) = asked_rows(FIXED_PATHS[PagingMode.LONG], inputs, 1)
    assert row.entries == (0x4081, 0x40000080, 1 << 63 | 0x5000, 1 << 51 | 0x407000)
    assert row.scenario.cpu.wp
    assert row.scenario.access.write
    assert row.scenario.entry(0x3010) == 0x4081
    assert row.second is None
    assert flag_bit("a_after") is None
    assert flag_bit("b64") is None


BROKEN = {
    "flag.npz": (lambda c: c | {"pde_w": c["pde_w"] + 2}, "column pde_w, row 0: found 2"),
    "missing.npz": (lambda c: {k: v for k, v in c.items() if k != "after_level"}, "after_level"),
    "input.npz": (lambda c: {k: v for k, v in c.items() if k != "pte_u"}, "no column pte_u"),
    "length.npz": (lambda c: c | {"write": c["write"][:-1]}, "column write has 8191 rows"),
    "float.npz": (lambda c: c | {"user": c["user"] * 1.0}, "holds float64"),
    "shape.npz": (lambda c: c | {"user": c["user"].reshape(2, -1)}, "2 dimensions"),
    "extra.npz": (lambda c: c | {"before_mood": c["user"]}, "column before_mood is not one"),
    "rows.npz": (lambda c: {k: v[:0] for k, v in c.items()}, "no rows"),
    "other.npz": (lambda c: {"b": c["user"], "a": c["user"]}, r"its columns \(a, b\)"),
    "none.npz": (lambda _: {}, r"its columns \(none\)"),
    "access.npz": (
        lambda c: c | {"after_outcome": c["user"]},
        "no column after_audit, .* and 17 more",
    ),
    "access2.npz": (
        lambda c: c | {"after_1_outcome": c["user"], "write2": c["user"]},
        "no column after_1_audit",
    ),
    "pickle.npz": (lambda c: c | {"user": np.array([{}] * 8192)}, "not a readable npz"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_walk_file_is_refused_in_one_sentence(name, tmp_path):
    """What is wrong with its columns, in one line."""
    change, expected = BROKEN[name]
    path = save(tmp_path / name, change(columns_of("walk-pae")))
    with pytest.raises(BadInput, match=expected) as refusal:
        read_vectors(path)
    assert "\n" not in str(refusal.value)


META = {
    "json": ("{", "meta is not JSON"),
    "list": ("[]", "not a JSON object"),
    "mode": ('{"mode": "vax"}', "meta.mode: found 'vax'"),
    "fixed": ('{"mode": "x32", "fixed": {"pde_p": 2}}', "meta.fixed"),
    "fixed list": ('{"mode": "x32", "fixed": []}', "meta.fixed"),
    "names": ('{"mode": "x32", "inputs": 3}', "lists of column names"),
    "promised": ('{"mode": "x32", "inputs": ["pde_x"]}', "no column pde_x"),
    "absent": (None, "without the column meta"),
}


@pytest.mark.parametrize("name", META)
def test_a_broken_meta_is_refused_in_one_sentence(name, tmp_path):
    """What is wrong with what a hardware file says of itself, in one line."""
    text, expected = META[name]
    columns = columns_of("hardware-x32-rsvd")
    del columns["meta"]
    if text is not None:
        columns["meta"] = np.array(text)
    with pytest.raises(BadInput, match=expected):
        read_vectors(save(tmp_path / "meta.npz", columns))


def test_hardware_columns_have_to_make_sense(tmp_path):
    """No column of an unknown name, no write that is a fetch, no file without its code."""
    columns = columns_of("hardware-x32")
    columns["fetch"][7] = columns["write"][7] = 1
    with pytest.raises(BadInput, match="row 7: write and fetch are both 1"):
        read_vectors(save(tmp_path / "both.npz", columns))
    columns = columns_of("hardware-x32")
    columns["pml4e_p"] = columns["pde_p"]
    with pytest.raises(BadInput, match="pml4e_p is not one of a hardware"):
        read_vectors(save(tmp_path / "level.npz", columns))
    del columns["pml4e_p"], columns["error_code"]
    with pytest.raises(BadInput, match="no column error_code"):
        read_vectors(save(tmp_path / "code.npz", columns))


def test_a_read_only_file_of_reads_needs_no_fetch_column(tmp_path):
    """Accesses default to supervisor data reads."""
    columns = columns_of("hardware-bochs-x32")
    meta = json.loads(str(columns["meta"]))
    rows = np.flatnonzero((columns["fetch"] == 0) & (columns["write"] == 0))
    part = {name: values[rows] for name, values in columns.items() if name != "meta"}
    del part["fetch"], part["write"]
    meta["inputs"] = [name for name in meta["inputs"] if name not in ("fetch", "write")]
    part["meta"] = np.array(json.dumps(meta))
    assert replay(read_vectors(save(tmp_path / "reads.npz", part)), sample=7).values == 0


def test_foreign_files_are_named(tmp_path, monkeypatch):
    """Each in one sentence that says what it is."""
    walk = data("walk-pae").read_bytes()
    made = {
        "an empty file": b"",
        "cut short": walk[: len(walk) // 2],
        "a single NumPy array": b"\x93NUMPY\x01\x00",
        "an ELF file": b"\x7fELF\x02",
        "the MMU test suite as JSON, expected an npz": b'{"flag_names": []}',
        "guest programs, expected an npz": b'{"id": "pae-1", "ops": []}',
        "neither npz nor JSON Lines": b"\x80\x04hello",
        "as JSON": b'{"enumeration": 1}',
        "is damaged": b"\x1f\x8bnothing",
        "no header with .mmuviz_vectors": b'{"pde_p": 1}',
    }
    for number, (expected, content) in enumerate(made.items()):
        path = tmp_path / f"{number}.npz"
        path.write_bytes(content)
        with pytest.raises(BadInput, match=expected):
            read_vectors(path)
    for path, expected in ((tmp_path, "a directory"), (tmp_path / "none", "no such file")):
        with pytest.raises(BadInput, match=expected):
            read_vectors(path)
    with pytest.raises(BadInput, match="not a regular file"):
        read_vectors(Path("/dev/null"))
    with pytest.raises(BadInput, match="cannot be read"):
        read_vectors(tmp_path / ("n" * 300))
    monkeypatch.setattr(vectors, "MAX_BYTES", 100)
    with pytest.raises(BadInput, match="unpack to"):
        read_vectors(data("walk-pae"))


def test_gzip_files_are_looked_into(tmp_path):
    """Guest programs come packed; anything else packed is no vector file."""
    for text, expected in ((b'{"id": 1, "table_gfns": []}', "guest programs"), (b"x", "a gzip")):
        path = tmp_path / "packed"
        path.write_bytes(gzip.compress(text))
        with pytest.raises(BadInput, match=expected):
            read_vectors(path)


def test_archives_that_are_not_columns_are_refused(tmp_path):
    """A zip of texts, and one whose bytes were changed, and a header that lies."""
    path = tmp_path / "texts.npz"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("readme.txt", "hello")
    with pytest.raises(BadInput, match="is not a NumPy array"):
        read_vectors(path)
    content = bytearray(data("walk-pae").read_bytes())
    for place in range(200, 3000):
        content[place] ^= 0x55
    path.write_bytes(bytes(content))
    with pytest.raises(BadInput, match="not a readable npz file"):
        read_vectors(path)
    header = b"{'descr': '|u1', 'fortran_order': False, 'shape': (1" + b"0" * 20 + b",), }\n"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("user.npy", b"\x93NUMPY\x01\x00" + bytes([len(header), 0]) + header)
    with pytest.raises(BadInput, match="not a readable npz file"):
        read_vectors(path)


@pytest.mark.parametrize(
    "name",
    ["walk-x32", "access-long", "access2-pae", "hardware-long-smepsmap", "hardware-pae-rsvd"],
)
def test_a_row_alone_asks_what_it_asks_in_its_file(name):
    """The state of a row's flags, made without the file: scenario, entries, the second access."""
    read = read_vectors(data(name))
    numbers = sample_rows(read.rows, read.rows // 40)
    inputs = {column: values[numbers] for column, values in read.inputs.items()}
    columns = {column: values.astype(np.uint64) for column, values in inputs.items()}
    for place, row in enumerate(asked_rows(FIXED_PATHS[read.mode], columns, len(numbers))):
        flags = {column: int(values[place]) for column, values in inputs.items()}
        assert one_state(read.mode, flags) == row
