"""`verify` says file by file what agrees, in words what does not, and exits 0, 1 or 2."""

import argparse
import gzip
import io
import json
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from mmuviz.cli import verify, verify_json
from mmuviz.sources.problems import BadInput

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "tests" / "data" / "vectors"
EXAMPLE = ROOT / "docs" / "vectors-example.jsonl"


def run(*arguments):
    """Run the command; return its status, its output's lines and its errors' lines."""
    parser = argparse.ArgumentParser()
    verify.add_parser(parser.add_subparsers())
    args = parser.parse_args(["verify", *map(str, arguments)])
    out, err = io.StringIO(), io.StringIO()
    status = args.run(args, out, err)
    return status, out.getvalue().splitlines(), err.getvalue().splitlines()


def change(name, path, column, row, value):
    """Copy a vector file with one value changed."""
    with np.load(DATA / name) as archive:
        columns = {key: archive[key] for key in archive.files}
    columns[column][row] = value
    np.savez(path, **columns)
    return path


def test_files_that_agree():
    """Rows, columns, mismatches of each file, and the totals last."""
    pae, bochs = DATA / "walk-pae.npz", DATA / "hardware-bochs-x32-rsvd.npz"
    status, out, err = run(pae, bochs, "--jobs", 1)
    assert (status, err) == (0, [])
    assert out == [
        f"{pae}: walk_addr and gva_to_gpa, before and after, PAE",
        "  rows 8192   columns 30 (17 compared)   0 mismatches",
        f"{bochs}: hardware, 32-bit, Bochs 2.7 cpu=broadwell_ult",
        "  rows 7680   columns 20 (6 compared)   0 mismatches",
        "total: 2 files, 15872 rows, 0 mismatches, 0 files not read",
    ]


def test_a_sample_says_that_it_is_one():
    """One row in a hundred."""
    status, out, _ = run(DATA / "walk-x32.npz", "--sample", 100)
    assert status == 0
    assert out[1] == "  rows 82 of 8192   columns 30 (17 compared)   0 mismatches"


def test_a_flipped_value_is_found_and_told_in_words(tmp_path):
    """Row, what was asked, column, recorded, got; exit 1."""
    path = change("walk-pae.npz", tmp_path / "changed.npz", "after_error_code", 8191, 4)
    path = path.rename(tmp_path / "any.name")
    status, out, err = run(path)
    asked = "user write, PDPTE P, PDE P W U A PS, PTE P W U A, CR0.WP 1"
    assert (status, err) == (1, [])
    assert out[1:] == [
        "  rows 8192   columns 30 (17 compared)   1 mismatch in 1 row",
        f"  row 8191: {asked}: after_error_code recorded 4, got 255",
        "total: 1 file, 8192 rows, 1 mismatch in 1 row, 0 files not read",
    ]


def test_only_five_rows_are_told(tmp_path):
    """The rest is counted; frames are in hexadecimal, absent entries 0."""
    path = change("walk-x32.npz", tmp_path / "x.npz", "after_gva_to_gpa", slice(0, 7), 0x1238)
    status, out, _ = run(path)
    assert status == 1
    assert out[1].endswith("7 mismatches in 7 rows")
    assert out[2] == (
        "  row 0: supervisor read, PDE 0, PTE 0, CR0.WP 0, CR4.PSE 0: "
        "after_gva_to_gpa recorded 0x1238, got 0xffffffff"
    )
    assert out[7] == "  and 2 more rows"


def test_a_fetch_is_called_one(tmp_path):
    """Hardware rows name the access, and the registers that vary."""
    with np.load(DATA / "hardware-x32.npz") as archive:
        row = int(np.flatnonzero(archive["fetch"])[0])
        flipped = 1 - int(archive["fault"][row])
    path = change("hardware-x32.npz", tmp_path / "x.npz", "fault", row, flipped)
    _, out, _ = run(path)
    assert f"row {row}: supervisor fetch" in out[2]
    assert f"fault recorded {flipped}, got {1 - flipped}" in out[2]


def test_a_file_that_cannot_be_read_does_not_stop_the_others(tmp_path):
    """One sentence each on stderr, exit 2, the rest is replayed; totals last."""
    good = tmp_path / "good"
    shutil.copy(DATA / "walk-x32.npz", good)
    status, out, err = run(tmp_path, good, tmp_path / "none", "--sample", 50)
    assert status == 2
    assert err == [
        f"{tmp_path}: a directory, expected a vector file",
        f"{tmp_path / 'none'}: no such file",
    ]
    assert out[-1] == "total: 1 file, 164 rows, 0 mismatches, 2 files not read"


def test_several_processes_find_the_same(tmp_path):
    """The row is told by its number in the file, whoever replayed it."""
    path = change("hardware-bochs-pae.npz", tmp_path / "x.npz", "error_code", 40_000, 31)
    one, several = run(path, "--jobs", 1), run(path, "--jobs", 3)
    assert one == several
    assert one[0] == 1
    assert "row 40000: " in one[1][2]


@pytest.mark.parametrize("option", ["--sample", "--jobs"])
@pytest.mark.parametrize("value", ["0", "-1", "x", "1.5"])
def test_options_are_checked(option, value, capsys):
    """A number from 1, or one message and exit 2."""
    with pytest.raises(SystemExit) as leaving:
        run("file", f"{option}={value}")
    assert leaving.value.code == 2
    assert "expected a whole number from 1" in capsys.readouterr().err


def test_help_shows_an_example(capsys):
    """`--help` ends in an example and the exit statuses."""
    with pytest.raises(SystemExit) as leaving:
        run("--help")
    assert leaving.value.code == 0
    text = capsys.readouterr().out
    assert "mmuviz verify walk-pae.npz" in text
    assert "Exit status" in text


@pytest.mark.full
def test_the_whole_of_the_walk_files():
    """All 1,064,960 rows through the command itself."""
    status, out, _ = run(*sorted(DATA.glob("walk-*.npz")))
    assert status == 0
    assert out[-1] == "total: 3 files, 1064960 rows, 0 mismatches, 0 files not read"


def test_a_flipped_value_of_a_pair_of_accesses(tmp_path):
    """The second access, and what the leaf maps, are told in words."""
    path = change("access2-pae.npz", tmp_path / "pairs.npz", "after_2_vmexits", 4, 7)
    _, out, _ = run(path, "--sample", 1)
    assert "then " in out[2]
    assert "after_2_vmexits recorded 7, got" in out[2]
    path = change("access-x32.npz", tmp_path / "access.npz", "before_outcome", 0, 3)
    _, out, _ = run(path, "--jobs", 2)
    assert "the leaf maps RAM: before_outcome recorded 3, got 1" in out[2]


def test_programs_and_the_suite(tmp_path):
    """Where it is, what was recorded, what was got; memory in hexadecimal."""
    suite = json.loads((DATA / "testsuite.json").read_text())
    suite["cases"][3]["after_fresh"]["error_code"] = 6
    (tmp_path / "suite").write_text(json.dumps(suite))
    text = gzip.decompress((DATA / "sequences-directed.jsonl.gz").read_bytes()).decode()
    program = json.loads(text.splitlines()[0])
    program["after"]["final"]["0x12000"] = "0x80067"
    (tmp_path / "program").write_text(json.dumps(program))
    status, out, _ = run(tmp_path / "suite", tmp_path / "program", DATA / "testsuite.json")

    assert status == 1
    assert out[2] == "  case 3, after_fresh: error_code recorded 6, got nothing"
    where = f"{program['id']}, after, final memory"
    assert out[5] == f"  {where}: 0x12000 recorded 0x80067, got 0x80003"
    assert out[-1] == "total: 3 files, 2304 rows, 2 mismatches in 2 rows, 0 files not read"


# The stream.

KINDS = ("unreadable", "file", "progress", "mismatch", "result", "total")


def stream(*arguments):
    """Run the command with --json; return its status and the records."""
    status, out, err = run(*arguments, "--json")
    assert err == []
    return status, [json.loads(line) for line in out]


def wrong_file(path):
    """Write JSON Lines of 24 rows of Bochs, two of them wrong in three values."""
    lines = [json.loads(line) for line in EXAMPLE.read_text().splitlines()]
    lines[3]["error_code"] ^= 1
    lines[20]["fault"] ^= 1
    lines[20]["pte_a_after"] ^= 1
    path.write_text("\n".join(map(json.dumps, lines)))
    return path


def test_the_records_of_a_wrong_file(tmp_path, golden):
    """The recorded stream: file, rows that differ, result; the time is another each time."""
    status, records = stream(wrong_file(tmp_path / "mine.jsonl"), tmp_path / "none", "--jobs", 1)
    assert status == 2
    assert records[-1].pop("seconds") > 0
    text = "".join(f"{json.dumps(record)}\n" for record in records)
    golden("verify.jsonl", text.replace(str(tmp_path), "results"))


def test_progress_comes_in_small_steps(monkeypatch):
    """A line a chunk at the most, growing to the end; without --progress none."""
    monkeypatch.setattr(verify_json, "_PAUSE", 0.0)
    _, records = stream(DATA / "walk-pae.npz", "--jobs", 1, "--progress")
    shown = [record["done"] for record in records if record["kind"] == "progress"]
    assert shown == [2048, 4096, 6144, 8192]
    assert {record["of"] for record in records if record["kind"] == "progress"} == {8192}
    _, records = stream(DATA / "walk-pae.npz", "--jobs", 1)
    assert [record["kind"] for record in records] == ["file", "result", "total"]


def test_progress_is_not_said_too_often(monkeypatch):
    """The first step, and no other before the pause is over."""
    monkeypatch.setattr(verify_json, "_PAUSE", 1e9)
    _, records = stream(DATA / "walk-pae.npz", "--jobs", 1, "--progress")
    assert [record["done"] for record in records if record["kind"] == "progress"] == [2048]


def test_progress_stands_with_json():
    """Else one sentence."""
    with pytest.raises(BadInput, match="--progress says how far --json has come"):
        run(DATA / "walk-pae.npz", "--progress")


def test_the_stream_tells_a_hundred_rows_and_counts_all(tmp_path):
    """Each with all that asks the same again."""
    path = change("walk-x32.npz", tmp_path / "x.npz", "after_error_code", slice(0, 3000), 31)
    status, records = stream(path, "--jobs", 1, "--sample", 2)
    told = [record for record in records if record["kind"] == "mismatch"]
    result = records[-2]
    assert status == 1
    assert len(told) == 100
    assert result["bad_rows"] > 1000
    assert result["done"] == result["of"] == records[0]["of"] == 4096
    assert told[0]["inputs"].keys() >= {"pde_p", "pte_w", "user", "cr0_wp"}


def test_faults_of_a_file_are_told_one_by_one(tmp_path):
    """Line, field, found, expected, as fields and as text."""
    path = tmp_path / "programs"
    path.write_text('{"ops": 1, "table_gfns": 2}\n')
    status, (record, _) = stream(path)
    assert status == 2
    assert record["kind"] == "unreadable"
    first = record["problems"][0]
    assert first["line"] == 1
    assert first.keys() == {"line", "field", "found", "expected"}
    assert record["text"].splitlines()[1].startswith("line 1  ")


def test_programs_and_cases_say_where_they_stand(tmp_path):
    """Program, version and operation; or the case."""
    suite = json.loads((DATA / "testsuite.json").read_text())
    suite["cases"][3]["after_fresh"]["error_code"] = 6
    suite["cases"][4]["run_by_original"] = True
    (tmp_path / "suite").write_text(json.dumps(suite))
    text = gzip.decompress((DATA / "sequences-directed.jsonl.gz").read_bytes()).decode()
    program = json.loads(text.splitlines()[0])
    program["before"]["ops"][0]["vmexits"] = 99
    program["after"]["final"]["0x12000"] = "0x80067"
    (tmp_path / "program").write_text(json.dumps(program))
    _, records = stream(tmp_path / "suite", tmp_path / "program")
    places = [
        (one["place"], one["program"], one["semantics"], one["number"])
        for one in records
        if one["kind"] == "mismatch"
    ]
    name = program["id"]
    assert places == [
        ("case 4", "", None, 4),
        ("case 3, after_fresh", "", "after", 3),
        (f"{name}, before, operation 1", name, "before", 1),
        (f"{name}, after, final memory", name, "after", None),
    ]


def test_who_is_killed_leaves_no_process():
    """The processes of the pool see that their parent is gone, and end."""
    command = [sys.executable, "-m", "mmuviz", "verify", DATA / "walk-long.npz"]
    options = ["--jobs", "2", "--json", "--progress"]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen([*command, *options], cwd=ROOT, **pipes) as parent:
        assert b'"file"' in parent.stdout.readline()
        assert b'"progress"' in parent.stdout.readline()  # the pool is at work
        parent.kill()
        # The others hold these pipes too: they end when the last process does.
        parent.communicate(timeout=60)


def test_the_page_names_every_kind():
    """docs/cli.md describes what is written."""
    page = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
    section = page.partition("\n## verify")[2].partition("\n## ")[0]
    assert [kind for kind in KINDS if f"`{kind}`" not in section] == []
