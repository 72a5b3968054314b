"""Every wrong idea has its words, and what they say of a state is true of that state."""

import re

import pytest

from mmuviz.core.bits import Pte, pferr_text
from mmuviz.core.claims.space import SPACES, SpaceKind
from mmuviz.core.models.effect import right_effect
from mmuviz.core.models.path import read_path
from mmuviz.core.models.smallest import smallest_state
from mmuviz.core.models.wrong import WRONG_MODELS
from mmuviz.core.paging import PagingMode
from mmuviz.core.scenario import Scenario
from mmuviz.present.misconceptions import MISCONCEPTIONS, explain

BITS = {"W": Pte.W, "U": Pte.U}


def test_every_idea_has_words_of_its_own():
    """In the order of the ideas; no title, rule or fault stands twice."""
    assert list(MISCONCEPTIONS) == [model.name for model in WRONG_MODELS]
    for field in ("title", "wrong"):
        assert len({getattr(each, field) for each in MISCONCEPTIONS.values()}) == len(WRONG_MODELS)
    for each in MISCONCEPTIONS.values():
        assert each.source
        assert ".md" not in each.source, "a file that nobody has"
        assert each.wrong.endswith(".")
        assert each.rule.endswith(".")


SMALLEST = {
    "leaf-alone": "PTE 7 allows the access, but PDE 3 above it lacks U: the path as a whole "
    "refuses, with 0x5 (P | U).",
    "level-by-level": "The idea stops at PDE 3, which lacks U. The processor reads on: PTE 7 is "
    "absent, so there is no translation whose rights could be judged, and P stays 0: 0x4 (U).",
    "absent-is-judged": "PDE 3 has P = 0. That it lacks U says nothing: it is absent, and the code "
    "is 0x4 (U).",
    "pdpte-has-rights": "PDPTR 1 is 00007001: it has no W and no U that could refuse. PDE 3 allows "
    "the access.",
    "code-describes-page": "The access is a read by user mode, so W is 0 and U is 1: 0x4 (U). 0x0 "
    "would tell of the entries instead.",
    "last-entry-present": "walk_addr stops at PDE 3, which lacks U, and never comes to PTE 7, "
    "which is absent: the walk ends at access_error, so P is 1: 0x5 (P | U).",
    "whole-path-first": "walk_addr stops at PDE 3, which lacks U, and never comes to PTE 7, which "
    "is absent: the walk ends at access_error, so P is 1: 0x5 (P | U).",
    "wp-frees-user": "CR0.WP is 0, but the write comes from user mode: PDE 3 lacks W, and that "
    "refuses it: 0x7 (P | W | U).",
    "wp-locks-all": "CR0.WP is 1, and W is 1 in PDE 3: the write breaks no rule, and is made.",
    "user-page-shut": "U is 1 in PDE 3, so user mode may come here. The supervisor, who makes this "
    "read, may too.",
    "accessed-when-read": "PTE 7 was read, but the access is refused with 0x5 (P | U): its A stays "
    "0.",
    "accessed-on-success": "walk_addr passed PDE 3 and set A there, before it came to the entry "
    "that ends the walk with 0x0.",
    "dirty-everywhere": "PTE 7 maps the page: D is set there. PDE 3 only leads there, and keeps "
    "D = 0.",
}


@pytest.mark.parametrize("model", WRONG_MODELS, ids=lambda model: model.name)
def test_the_smallest_state_of_an_idea(model):
    """What the feedback opens, and what it says there."""
    assert explain(model, smallest_state(model)) == SMALLEST[model.name]


@pytest.mark.parametrize("mode", PagingMode)
@pytest.mark.parametrize("model", WRONG_MODELS, ids=lambda model: model.name)
def test_what_is_said_of_a_state_is_true(model, mode):
    """Names are on the path, rights said to lack do lack, absent ones are, codes are right."""
    space = SPACES[mode, SpaceKind.WALK]
    for row in space.rows(range(3, len(space), len(space) // 900 | 7)):
        if model.is_caught(row.scenario):
            check(explain(model, row.scenario), row.scenario, model)


def check(said, scenario, model):
    path = read_path(scenario)
    steps = [*path.present, *([path.absent] if path.absent else [])]
    gva = scenario.access.gva
    entries = {f"{step.level.name} {step.level.select(gva)}": step.entry for step in steps}
    named = re.findall(r"(?:PML4E|PDPTE|PDPTR|PDE|PTE) \d+", said)
    assert set(named) <= set(entries)
    for name, rights in re.findall(r"(\w+ \d+)(?:, which| above it)? lacks (W and U|W|U)", said):
        assert not any(entries[name] & BITS[right] for right in rights.split(" and "))
    for name in re.findall(r"(\w+ \d+)(?:, which)? is absent", said):
        assert not entries[name] & Pte.P
    right = right_effect(model.semantics, scenario).error_code
    codes = [int(code, 16) for code in re.findall(r"0x[0-9a-f]+", said)]
    assert codes[:1] == ([] if right is None else [right])
    for code, letters in re.findall(r"(0x\d) \(([PWU |]+)\)", said):
        assert pferr_text(int(code, 16)) == letters


def test_two_entries_of_long_mode_keep_their_d():
    """The verb goes with the number."""
    space = SPACES[PagingMode.LONG, SpaceKind.WALK]
    model = WRONG_MODELS[-1]
    assert model.name == "dirty-everywhere"
    said = {
        explain(model, row.scenario)
        for row in space.rows([len(space) - 1])
        if model.is_caught(row.scenario)
    }
    assert said == {
        "PDE 3 maps the page: D is set there. PML4E 2 and PDPTE 1 only lead there, and keep D = 0."
    }


def test_there_is_nothing_to_explain_where_no_idea_is_caught():
    """A state that agrees with the idea, and one of which it has nothing to say."""
    with pytest.raises(ValueError, match="does not catch leaf-alone"):
        explain(WRONG_MODELS[0], Scenario())
    with pytest.raises(ValueError, match="does not catch leaf-alone"):
        explain(WRONG_MODELS[0], Scenario().with_cpu(Scenario().cpu.__class__(pg=False)))
