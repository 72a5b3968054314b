"""The atlas as text: counts with their spaces, rules with their proofs, one state."""

import numpy as np
import pytest

from mmuviz.core.paging import PagingMode
from mmuviz.core.trace import Semantics
from mmuviz.present import atlas_rule
from mmuviz.present.answer import plain
from mmuviz.present.atlas_rule import gist, rule_words
from mmuviz.present.atlas_state import state_words
from mmuviz.present.atlas_text import group_lines, group_words, map_lines, map_words, state_lines
from mmuviz.sweep.colouring import Lens, colour
from mmuviz.sweep.filter import parse
from mmuviz.sweep.filter_words import names_of
from mmuviz.sweep.space import STATE_SPACES, SpaceName
from mmuviz.sweep.survey import Quantity, Survey

BEFORE, AFTER, HARDWARE = Semantics
X32, PAE, LONG = PagingMode.X32, PagingMode.PAE, PagingMode.LONG
WALK, ACCESS, FETCHES = SpaceName.WALK, SpaceName.ACCESS, SpaceName.HARDWARE
CODE = Quantity.ERROR_CODE
DRAWN = Lens(AFTER, HARDWARE, CODE)
REFUSES = "an upper entry refuses and a lower one is absent"


ONE = (
    "user and not write and wp and pdpte.p and pde.p and not pde.u and not pde.w and not pde.a and"
    " not pde.ps and not pte.p and not pte.w and not pte.u and not pte.a"
)
OF_ONE = "of the 1 that the filter leaves of the 8,192 states of the PAE walk"
"""A filter that leaves a single state, which differs."""


def looked(lens=DRAWN, mode=PAE, name=WALK, where=""):
    """A survey, its map, and the filter as it is written."""
    survey = Survey(STATE_SPACES[mode, name])
    if not where:
        return survey, colour(survey, lens), ""
    expression = parse(where, names_of(survey.space))
    return survey, colour(survey, lens, expression.evaluate(survey.states)), str(expression)


def test_the_drawn_map():
    """Title, rule and proof, as atlas.png has them."""
    survey, colouring, _ = looked()
    words = map_words(survey, colouring)
    groups = list(group_words(survey, colouring, words.legend))

    assert words.summary == "192 of the 8,192 states of the PAE walk differ"
    assert words.gist == f"{REFUSES}: hardware says P = 0, after says P = 1"
    assert words.rule.text == (
        "pdpte.p ∧ pde.p ∧ ¬pde.ps ∧ ¬pte.p ∧ (user ∧ ¬pde.u ∨ write ∧ ¬pde.w ∧ (user ∨ wp))"
    )
    assert words.rule.remark == "minimal, proved on all 8,192 states"
    assert [each.example for each in groups] == [
        "PDPTR P, PDE P · supervisor write, WP 1",
        "PDPTR P, PDE P · user read",
        "PDPTR P, PDE P · user write",
    ]


def test_a_rule_is_a_filter():
    """Its expression leaves just the states of the group, and all of them."""
    survey, colouring, _ = looked(DRAWN, X32, FETCHES)
    for group in colouring.marks:
        words = rule_words(survey, colouring, [group])
        expression = parse(words.expression, names_of(survey.space))
        holds = expression.evaluate(survey.states) & survey.exists
        assert np.array_equal(holds != 0, colouring.cells == group.number)


def test_a_filter_is_said_and_counted():
    """What is left of what."""
    survey, colouring, condition = looked(where="USER and write")
    words = map_words(survey, colouring, condition)

    assert words.filter == "user and write"
    assert words.summary == (
        "96 of the 2,048 that the filter leaves of the 8,192 states of the PAE walk differ"
    )
    assert "\nonly where user and write\n" in plain(map_lines(words))
    (group,) = group_words(survey, colouring, words.legend)
    assert "\n   see: mmuviz\n" in plain(group_lines(group, "mmuviz"))


@pytest.mark.parametrize(
    ("lens", "where", "said"),
    [
        (DRAWN, "pte.p", "None of the 4,096 that the filter leaves of the 8,192 states of the"),
        (DRAWN, ONE, f"1 {OF_ONE} differs"),
        (Lens(AFTER, None, CODE), "", "7,304 of the 8,192 states of the PAE walk stand out"),
        (Lens(AFTER, None, CODE), ONE, f"1 {OF_ONE} stands out"),
    ],
)  # fmt: skip
def test_a_sentence_on_the_count(lens, where, said):
    """None, one, many."""
    words = map_words(*looked(lens, where=where))
    assert words.summary.startswith(said)
    if said.startswith("None"):
        assert (words.rule, words.gist) == (None, "")


def test_what_is_known_of_all_that_differ():
    """One thing, where it is one thing."""
    assert gist(*looked(Lens(AFTER, HARDWARE, Quantity.OUTCOME))[:2]) == REFUSES
    assert gist(*looked(DRAWN, LONG)[:2]).startswith(REFUSES)
    assert gist(*looked(Lens(BEFORE, AFTER, CODE), X32, ACCESS)[:2]).startswith(REFUSES)
    assert gist(*looked(Lens(BEFORE, AFTER, Quantity.ACCESSED))[:2]) == ""
    assert gist(*looked(Lens(AFTER, None, CODE))[:2]) == ""


def test_a_rule_that_is_not_minimal_says_so(monkeypatch):
    """And none is promised where none is found."""
    survey, colouring, _ = looked(DRAWN, PAE, FETCHES)
    words = rule_words(survey, colouring, colouring.marks)
    assert not words.is_minimal
    assert words.remark == "short, not proved minimal; proved right on all 393,216 states"
    monkeypatch.setattr(atlas_rule, "rule_of", lambda *_arguments: None)
    words = rule_words(survey, colouring, colouring.marks)
    assert (words.text, words.expression, words.is_minimal) == ("", "", False)
    text = plain(map_lines(map_words(survey, colouring)))
    assert "  it depends on too many flags for a short rule\n" in text


def test_one_rule_alone_has_a_rule_a_group():
    """Together its values have none."""
    survey, colouring, _ = looked(Lens(AFTER, None, Quantity.OUTCOME), PAE, ACCESS)
    words = map_words(survey, colouring)
    assert words.rule is None
    groups = list(group_words(survey, colouring, words.legend))
    assert groups[1].rule.text.startswith("user ∧ write ∧ kind = table")


def test_a_state():
    """What differs, or that nothing does; columns that say nothing are left out."""
    survey = Survey(STATE_SPACES[PAE, WALK])
    text = plain(state_lines(survey.space, state_words(survey, 6145, DRAWN), DRAWN))
    assert text.startswith("User read, WP 0\nPAE walk, state 6145 of 8,192 states\n")
    assert "\n  PDE    P · · · ·\n" in text
    assert "  ◆ after     access error  0x5 (P | U) " in text
    assert text.endswith(
        "\nhardware and after differ in outcome and error code: PDE refuses, PTE is absent.\n"
    )
    assert "vmexits" not in text
    assert "0x4 (U)" in text

    lens = Lens(BEFORE, AFTER, None)
    access = Survey(STATE_SPACES[PAE, ACCESS])
    text = plain(state_lines(access.space, state_words(access, 6144, lens), lens))
    assert text.startswith("Supervisor read, WP 0, the leaf maps RAM\n")
    assert "vmexits" in text
    assert "#PF      0x0  " in text
    assert text.endswith("\nbefore and after agree: PDPTR is absent.\n")
    alone = Lens(AFTER, None, CODE)
    text = plain(state_lines(survey.space, state_words(survey, 6145, alone), alone))
    assert text.endswith("\n\nPDE refuses.\n")
