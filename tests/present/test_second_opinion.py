"""Hardware's answer beside the engine's, and how far the two agree, in words and as records."""

import json
from dataclasses import replace

import pytest

from mmuviz.core.agreement import Agreement, Unlike
from mmuviz.core.grading import right_answer
from mmuviz.core.paging import PagingMode
from mmuviz.core.second_opinion import Limit, Point, Verdict, points
from mmuviz.core.trace import Semantics, record
from mmuviz.present.agreement import (
    agreement_lines,
    difference_record,
    heading,
    progress_record,
    space_record,
    total_records,
)
from mmuviz.present.answer import plain
from mmuviz.present.second_opinion import (
    LIMITS,
    OPEN,
    opinion_lines,
    opinion_page,
    opinion_record,
    point_title,
    point_value,
    read_opinion,
)
from mmuviz.resources import asset
from mmuviz.sources.open_file import open_file
from mmuviz.sweep.space import STATE_SPACES, SpaceName

PAE = STATE_SPACES[PagingMode.PAE, SpaceName.WALK]


def asked(name="pae-not-user-pde", **wrong):
    """Return a scenario and the points of an answer that is right but for `wrong`."""
    scenario = open_file(asset("scenarios") / f"{name}.toml").scenario
    trace = record(Semantics.HARDWARE, scenario)
    return scenario, points(trace, replace(right_answer(trace), **wrong))


def test_a_page_of_agreement():
    """A line a point, a sign and words for the verdict, a conclusion, the limits."""
    scenario, found = asked()
    page = opinion_page(scenario, found, scenario.access.gva, "2.1.4")

    assert plain(opinion_lines(page)).splitlines()[:10] == [
        "user read at 0x40607238, PAE paging",
        "",
        "               hardware       Unicorn 2.1.4",
        "  outcome      access_error   access_error    ✓ agree",
        "  error code   0x5 (P | U)    0x5 (P | U)     ✓ agree",
        "  gpa          none           none            ✓ agree",
        "  A of PDE 3   0 or 1         0               ± left open by the manual",
        "  A of PTE 7   0              0               ✓ agree",
        "  D of PTE 7   0              0               ✓ agree",
        "",
    ]
    assert page.conclusion == "They agree, but for 1 A bit that the manual leaves open."
    assert page.notes[0] == OPEN
    assert read_opinion(json.loads(json.dumps(opinion_record(page, found)))) == page


def test_a_page_that_differs():
    """Nothing is explained away."""
    scenario, found = asked("pae-hit", error_code=7, gpa=None)
    page = opinion_page(scenario, found, scenario.access.gva ^ 8, "2.1.4")
    record_ = opinion_record(page, found)

    assert page.conclusion == "They differ in 2 points of 6; nothing explains it."
    assert [row.sign for row in page.rows[:3]] == ["✓", "≠", "≠"]
    assert page.notes[0].endswith(f"was accessed: {scenario.access.gva ^ 8:#x}")
    assert record_["agree"] is False
    assert "≠ differ" in plain(opinion_lines(page))


def test_conclusions():
    """All the same; a limit; a limit and an open bit."""
    scenario, found = asked("pae-hit")
    limit = Point("pdpte.a", 0, 1, Verdict.LIMIT, Limit.GIGABYTE)
    open_bit = Point("pde.a", 0, 1, Verdict.OPEN)

    def told(*more):
        return opinion_page(scenario, (*found, *more), scenario.access.gva, "2")

    assert told().conclusion == "They agree in every point."
    assert told(limit).conclusion == (
        "They agree, but for 1 point that a known limit of the engine explains."
    )
    assert LIMITS[Limit.GIGABYTE] in told(limit).notes
    assert "leaves open and 1 point" in told(limit, open_bit).conclusion


@pytest.mark.parametrize(
    ("what", "title", "value", "text"),
    [
        ("elsewhere", "an entry off the path", 0x67, "00000067"),
        ("pde", "PDE", 0x67, "00000067"),
        ("pte.d", "D of PTE", 1, "1"),
        ("gpa", "gpa", 0x407238, "0x407238"),
        ("gpa", "gpa", None, "none"),
    ],
)
def test_points_have_names_and_values(what, title, value, text):
    """As the screen says them."""
    assert point_title(what, PagingMode.PAE) == title
    assert point_value(what, value) == text


def agreement(**more):
    whats = ("outcome", "error_code", "gpa", "pde.a", "pte.a", "pde.d", "pte.d")
    counts = {(what, Verdict.SAME): 10 for what in whats}
    counts["pde.a", Verdict.SAME], counts["pde.a", Verdict.OPEN] = 7, 3
    return Agreement(10, counts, {"pde.a": 2}, **more)


def text(found):
    return plain(agreement_lines(PAE, found, 0.001))


def test_agreement_over_a_space():
    """A line a point; what is left open is counted apart; the limits are listed."""
    lines = text(agreement()).splitlines()

    assert heading(PAE, "Unicorn 2.1.4", 10) == (
        "Unicorn 2.1.4 against hardware: PAE paging, space walk, 10 of 8192 states"
    )
    assert lines[:5] == [
        "               agree   left open   limit   differ",
        "  outcome         10           0       0        0",
        "  error code      10           0       0        0",
        "  gpa             10           0       0        0",
        "  A of PDE         7           3       0        0",
    ]
    assert "Left open by the manual: Unicorn set A in 2 of 3 cases." in lines
    assert "10 states asked (10000 a second), 0 differ and are not explained" in lines
    assert [f"- {LIMITS[limit]}." in lines for limit in Limit] == [True] * 3


def test_differences_over_a_space_are_told_in_words():
    """The walk as it should be, and where they part; explained ones are counted."""
    points_ = (
        Point("outcome", None, None, Verdict.SAME),
        Point("error_code", 5, 4, Verdict.DIFFERS),
    )
    found = agreement(
        limits={Limit.WIDTH: 4}, unlike=3, first=(Unlike(4163, points_),), problem="It fell."
    )
    told = text(replace(found, open_set={}))

    assert "state 4163\n  hardware: user write at 0x40607238\n" in told
    assert "  error code: hardware 0x5 (P | U), Unicorn 0x4 (U)\n" in told
    assert "and 2 more states\n" in told
    assert f"Explained in 4 states: {LIMITS[Limit.WIDTH]}.\n" in told
    assert "It fell.\n" in told
    assert "Left open by the manual" not in told


def test_records():
    """Each is one line of JSON."""
    points_ = (Point("error_code", 5, 4, Verdict.DIFFERS),)
    found = agreement(limits={Limit.WIDTH: 4})
    difference = difference_record(PAE, Unlike(4163, points_))
    *rows, total = total_records(PAE, found, 1.23456)

    assert space_record(PAE, "Unicorn 2", 10)["of"] == 10
    assert progress_record(3, 10) == {"version": 1, "kind": "progress", "done": 3, "of": 10}
    assert (difference["state"], len(difference["points"])) == (4163, 1)
    assert difference["text"].startswith("state 4163\n")
    assert [row["what"] for row in rows] == list(found.whats(PagingMode.PAE))
    assert (rows[3]["same"], rows[3]["open"], rows[3]["open_set"]) == (7, 3, 2)
    assert (total["explained"], total["problem"], total["seconds"]) == (
        {"maxphyaddr": 4},
        None,
        1.235,
    )
    assert json.loads(json.dumps(total)) == total
