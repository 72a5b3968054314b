"""`mmuviz claims`: the text, the stream of records, and every number there is."""

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from mmuviz.cli import claims
from mmuviz.cli.main import run

ROOT = Path(__file__).resolve().parents[2]

COUNTS = {
    "1": {"pae": 7488, "x32": 16320, "long": 7488},
    "3": {"pae": 7776, "x32": 14112, "long": 7776},
    "4": {"pae": 3072, "x32": 9216, "long": 3072},
    "a": {"pae": 192, "x32": 576, "long": 184704},
    "b": {"pae": 2560, "x32": 5632, "long": 950272},
    "c": {"pae": 4992, "long": 1146},
    "e": {"pae": 3472},
    "f": {"pae": 544, "x32": 608, "long": 0},
}
"""FINDINGS, and hardware-bochs-*-nx for c."""

STATES = {
    "a": {"pae": 8192, "x32": 8192, "long": 1048576},
    "c": {"pae": 65536, "long": 34816},
    "e": {"pae": 131072},
}
ACCESSES = {"pae": 131072, "x32": 131072, "long": 65536}


def mmuviz(*arguments):
    out, err = io.StringIO(), io.StringIO()
    status = run(arguments, out, err)
    return status, out.getvalue(), err.getvalue()


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("claims-walk.txt", ["--mode", "pae", "--item", "b"]),
        ("claims-simpler.txt", ["--item", "2"]),
        ("claims-programs.txt", ["--item", "d"]),
        ("claims-none.txt", ["--item", "e", "--mode", "x32"]),
        ("claims.jsonl", ["--mode", "x32", "--item", "a", "--json"]),
        ("claims-programs.jsonl", ["--mode", "pae", "--item", "d", "--json"]),
    ],
)
def test_golden(name, arguments, golden):
    """The recorded text."""
    status, out, err = mmuviz("claims", *arguments)
    assert (status, err) == (0, "")
    golden(name, out)


def test_the_fourth_claim_speaks_of_the_programs_too(monkeypatch):
    """Where it is asked for: what stale and shared shadows do to the code."""
    monkeypatch.setattr(claims, "surveys", lambda _mode: ())
    _status, out, _err = mmuviz("claims", "--item", "4")
    assert "before gives 13 wrong codes, 9 of them right in after. But 229 that" in out
    assert "not borne out" in out


def test_progress(monkeypatch):
    """How far it has come, never less than before, and at most some ten times a second."""
    clock = iter(range(1000))
    monkeypatch.setattr(claims.time, "monotonic", lambda: next(clock) * claims._PAUSE / 2)
    _status, out, _err = mmuviz("claims", "--mode", "x32", "--item", "a", "--json", "--progress")
    *records, last = map(json.loads, out.splitlines())
    done = [record["done"] for record in records]
    assert {record["kind"] for record in records} == {"progress"}
    assert done == sorted(done)
    assert 10 < len(done) < 8192 // 256
    assert {record["of"] for record in records} == {8192}
    assert last["count"] == 576


def test_progress_needs_records():
    """Text is written in the end: there is nothing to put it between."""
    status, out, err = mmuviz("claims", "--progress")
    assert (status, out) == (2, "")
    assert "--json" in err


@pytest.mark.full
def test_every_number():
    """The whole run, as the window starts it: each number is the one that was measured."""
    command = [sys.executable, "-m", "mmuviz", "claims", "--json", "--progress"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    records = [json.loads(line) for line in done.stdout.splitlines()]
    counts = [record for record in records if record["kind"] == "count"]
    by_item: dict[str, dict[str, int]] = {}
    for record in counts:
        item, mode = record["item"], record["mode"]
        by_item.setdefault(item, {})[mode] = record["count"]
        states = STATES.get("a" if item == "b" else item, ACCESSES)
        assert record["states"] == states[mode]
        if item in "4f":
            assert record["before"] == (0 if item == "4" else record["count"])
    assert by_item == COUNTS
    assert {r["mode"]: r["livelocks"] for r in counts if r["item"] == "c"} == {
        "pae": 4352, "long": 616,
    }  # fmt: skip
    leaves = {r["mode"]: r["leaf"] for r in counts if r["item"] == "1"}
    assert leaves == {"pae": 5184, "x32": 9408, "long": 5184}
    programs = {record["item"]: record for record in records if record["kind"] == "programs"}
    assert programs["4"]["operations"] == programs["d"]["operations"] == 7966
    assert (programs["d"]["new_livelocks"], programs["d"]["spurious_before"]) == (37, 34)
