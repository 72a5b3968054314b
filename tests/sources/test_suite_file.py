"""The recorded test suite is what the core gives, and no change goes unseen."""

import json
from pathlib import Path

import pytest

from mmuviz.sources import suite_file
from mmuviz.sources.problems import BadInput
from mmuviz.sources.recorded import read_recorded
from mmuviz.sources.suite_file import read_suite
from mmuviz.sources.tally import joined

SUITE = Path(__file__).parents[1] / "data" / "vectors" / "testsuite.json"


def test_all_cases_agree():
    """256 rules, 512 runs in guests of their own, 382 in one guest."""
    recorded = read_recorded(SUITE)
    assert (recorded.rows, recorded.contents) == (1150, "cases 256")
    tally = joined(recorded.replay())
    assert (tally.rows, tally.values) == (1150, 0)
    assert 0 < joined(recorded.replay(sample=10)).rows < 150


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (("expected", "error_code"), 9),
        (("flags",), []),
        (("initial_pte",), "0x1"),
        (("before_fresh", "verdict"), "pass or so"),
        (("after_fresh", "upper_a", "pde"), 7),
        (("before_sequential", "pte"), "0x0"),
        (("after_sequential", "vmexits"), 2),
    ],
)
def test_one_changed_value_is_found(tmp_path, place, value):
    """In the rule and in every run."""
    said = json.loads(SUITE.read_text())
    where = said["cases"][70]
    for key in place[:-1]:
        where = where[key]
    where[place[-1]] = value
    path = tmp_path / "suite"
    path.write_text(json.dumps(said))
    tally = joined(read_recorded(path).replay())
    assert tally.values == 1
    assert tally.first[0].row.text.startswith("case 70")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda said: said | {"cases": 3}, "it has no list of cases"),
        (lambda said: said | {"cases": said["cases"][:9]}, "9 cases, expected 0 to 255"),
        (lambda said: said["cases"][4].pop("after_fresh") and said, "case 4 has no object after"),
        (lambda _: [], "it has no list of cases"),
    ],
)
def test_a_broken_suite_is_refused_in_one_sentence(tmp_path, change, message):
    """What is missing."""
    path = tmp_path / "suite"
    path.write_text(json.dumps(change(json.loads(SUITE.read_text()))))
    with pytest.raises(BadInput, match=message):
        read_suite(path)


def test_what_is_no_json_is_refused(tmp_path, monkeypatch):
    """Cut short by somebody, or by the limit, or not there."""
    path = tmp_path / "suite"
    path.write_text('{"flag_names": [')
    with pytest.raises(BadInput, match="not JSON"):
        read_recorded(path)
    with pytest.raises(BadInput, match="No such file"):
        read_suite(tmp_path / "none")
    monkeypatch.setattr(suite_file, "MAX_BYTES", 100)
    with pytest.raises(BadInput, match="not JSON"):
        read_suite(SUITE)
