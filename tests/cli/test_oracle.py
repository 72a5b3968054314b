"""`oracle` and `verify --against`: the answers, the exit status, and what bad input says."""

import io
import json
import sys
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace

import pytest

from mmuviz.cli import oracle, verify_against
from mmuviz.cli.main import run
from mmuviz.core.agreement import Agreement
from mmuviz.sources.oracle import ask


def mmuviz(*arguments):
    """Run the command line; return status, answer and complaint."""
    out, err = io.StringIO(), io.StringIO()
    return run(arguments, out, err), out.getvalue(), err.getvalue()


def test_a_scenario_is_asked_about():
    """Its own access, or another one."""
    status, out, err = mmuviz("oracle", "pae-denied-above-absent-below")
    assert (status, err) == (0, "")
    assert out.startswith("user read at 0x40607238, PAE paging\n")
    assert "They agree in every point.\n" in out
    status, out, _ = mmuviz("oracle", "default", "--address", "0xb7f61238", "--wp", "0", "--json")
    assert status == 0
    assert json.loads(out)["rows"][0]["engine"] == "mapped"


def test_what_cannot_be_asked_is_told(tmp_path):
    """As a sentence, or as a record."""
    path = tmp_path / "off.toml"
    path.write_text('version = 1\nmode = "pae"\n[registers]\npg = false\n', encoding="utf-8")
    status, out, err = mmuviz("oracle", str(path))
    sentence = "Unicorn cannot be asked: CR0.PG is clear, and nothing is walked"
    assert (status, out, err) == (2, "", f"mmuviz: {sentence}\n")
    status, out, err = mmuviz("oracle", str(path), "--json")
    assert (status, err) == (2, "")
    assert json.loads(out) == {"version": 1, "kind": "refusal", "text": f"{sentence}."}


def test_many_addresses_are_asked_about(tmp_path):
    """A page each, a blank line between."""
    listed = tmp_path / "addresses"
    listed.write_text("0\nb7f61238\n", encoding="utf-8")
    _, out, _ = mmuviz("oracle", "default", "--addresses", str(listed), "--user")
    assert out.count("\n\nuser read at 0x") == 1


def test_a_difference_is_status_1(monkeypatch):
    """As of verify."""

    def wrong(scenario):
        opinion = ask(scenario)
        return replace(opinion, answer=replace(opinion.answer, error_code=31))

    monkeypatch.setattr(oracle, "ask", wrong)
    status, out, _ = mmuviz("oracle", "default")
    assert status == 1
    assert "They differ in 1 point of 6" in out


@pytest.mark.parametrize(
    "arguments", [("oracle", "default"), ("verify", "--against", "unicorn")], ids=str
)
def test_the_engine_is_not_installed(monkeypatch, arguments):
    """One line, no traceback, status 2."""
    monkeypatch.setitem(sys.modules, "unicorn", None)
    status, out, err = mmuviz(*arguments)
    assert (status, out) == (2, "")
    assert err == (
        'mmuviz: the Unicorn engine is not installed; pip install "mmuviz[oracle]" installs it\n'
    )


def test_a_space_is_swept():
    """By mode, space and sample; in a process of its own."""
    status, out, err = mmuviz(
        *("verify", "--against", "unicorn", "--mode", "32-bit", "--space", "hardware"),
        *("--sample", "64", "--jobs", "1"),
    )
    assert (status, err) == (0, "")
    assert ": 32-bit paging, space hardware, 776 of 49152 states\n" in out
    assert "0 differ and are not explained\n" in out
    assert "Known limits:\n- Where an access faults" in out


def test_a_sweep_as_json():
    """The space, how far it is, a record a point, the total."""
    status, out, _ = mmuviz(
        *("verify", "--against", "unicorn", "--sample", "8", "--json", "--progress")
    )
    records = [json.loads(line) for line in out.splitlines()]
    assert status == 0
    assert [record["kind"] for record in records] == ["space", "progress", *["point"] * 7, "total"]
    assert records[1] == {"version": 1, "kind": "progress", "done": 1024, "of": 1024}


def test_differences_and_a_failing_engine_have_a_status_of_their_own(monkeypatch):
    """1 and 3; the report is there all the same."""
    found = Agreement(1024, unlike=1)
    monkeypatch.setattr(verify_against, "gathered", lambda *_: found)
    status, out, _ = mmuviz("verify", "--against", "unicorn", "--sample", "8", "--json")
    assert status == 1
    assert [json.loads(line)["kind"] for line in out.splitlines()][1:] == [*["point"] * 7, "total"]
    monkeypatch.setattr(verify_against, "gathered", lambda *_: replace(found, problem="It fell."))
    status, out, _ = mmuviz("verify", "--against", "unicorn", "--sample", "8")
    assert status == 3
    assert "It fell.\n" in out


def test_a_crash_does_not_lose_what_was_counted():
    """Nor does an engine that cannot be asked further."""

    def crashing():
        yield Agreement(7)
        raise BrokenProcessPool

    found = verify_against.gathered(crashing(), 10, None)
    assert (found.states, found.problem) == (
        7,
        "The engine crashed. 3 of 10 states were not counted.",
    )
    parts = [Agreement(4), Agreement(problem="Unicorn stopped: why."), Agreement(6)]
    found = verify_against.gathered(parts, 10, None)
    assert found.problem == "Unicorn stopped: why. 6 of 10 states were not counted."


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (
            ("a.npz", "--against", "unicorn"),
            "--against sweeps a space of states; it takes no files",
        ),
        (("a.npz", "--space", "walk"), "--mode and --space say what --against sweeps"),
        ((), "verify needs a file, or --against unicorn"),
        (("--against", "unicorn", "--progress"), "--progress says how far --json has come"),
    ],
)
def test_what_does_not_stand_together_is_refused(arguments, complaint):
    """One sentence, status 2."""
    status, out, err = mmuviz("verify", *arguments)
    assert (status, out) == (2, "")
    assert err.startswith(f"mmuviz: {complaint}")
