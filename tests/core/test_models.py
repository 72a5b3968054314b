"""Every wrong idea is wrong somewhere, and the right walks that the ideas spoil are right."""

import re
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from mmuviz.core.access import Access
from mmuviz.core.claims.space import SPACES, SpaceKind
from mmuviz.core.cpu import CpuState
from mmuviz.core.models.effect import Effect, right_effect
from mmuviz.core.models.path import read_path
from mmuviz.core.models.smallest import fewest_first, smallest_state
from mmuviz.core.models.truth import account_of
from mmuviz.core.models.walker import Walker
from mmuviz.core.models.wrong import WRONG_MODELS, WrongModel
from mmuviz.core.paging import PagingMode
from mmuviz.core.scenario import Scenario
from mmuviz.core.trace import Semantics, record

PAE, X32 = PagingMode.PAE, PagingMode.X32
BY_NAME = {model.name: model for model in WRONG_MODELS}
RIGHT = (
    WrongModel("hardware", Walker),
    WrongModel("after", Walker, Semantics.AFTER),
)
# How many of the 8,192 walk states catch an idea, and how few flags the smallest of them has set.
CAUGHT = {
    PAE: {
        "leaf-alone": (72, 5),
        "level-by-level": (192, 3),
        "absent-is-judged": (960, 2),
        "pdpte-has-rights": (312, 5),
        "code-describes-page": (5640, 1),
        "last-entry-present": (192, 3),
        "whole-path-first": (192, 3),
        "wp-frees-user": (44, 6),
        "wp-locks-all": (116, 6),
        "user-page-shut": (276, 4),
        "accessed-when-read": (324, 4),
        "accessed-on-success": (196, 2),
        "dirty-everywhere": (88, 4),
    },
    X32: {
        "leaf-alone": (216, 4),
        "level-by-level": (576, 2),
        "absent-is-judged": (2112, 1),
        "code-describes-page": (5400, 1),
        "last-entry-present": (576, 2),
        "whole-path-first": (576, 2),
        "wp-frees-user": (68, 6),
        "wp-locks-all": (156, 6),
        "user-page-shut": (380, 4),
        "accessed-when-read": (588, 3),
        "accessed-on-success": (588, 1),
        "dirty-everywhere": (264, 3),
    },
}


@cache
def catching(mode):
    """The numbers of the walk states of a mode that catch each idea."""
    space = SPACES[mode, SpaceKind.WALK]
    found = {model.name: [] for model in (*WRONG_MODELS, *RIGHT)}
    for number, row in zip(space.numbers(), space.rows(), strict=True):
        path = read_path(row.scenario)
        right = {
            each: right_effect(each, row.scenario) for each in Semantics if each.value != "before"
        }
        for model in (*WRONG_MODELS, *RIGHT):
            if not model.walk(path).agrees(right[model.semantics]):
                found[model.name].append(number)
    return found


def states(mode, numbers):
    return [row.scenario for row in SPACES[mode, SpaceKind.WALK].rows(numbers)]


def flags_set(scenario):
    """How many flags of a state are set: of its entries, its access and CR0.WP."""
    words = [*scenario.memory.words.values(), *scenario.cpu.pdptrs]
    access = scenario.access
    return sum((word & 0xFFF).bit_count() for word in words) + sum(
        (access.write, access.user, scenario.cpu.wp)
    )


@pytest.mark.parametrize("mode", [PAE, X32])
def test_the_walks_that_the_ideas_spoil_are_right(mode):
    """Unspoiled, they say what the core's walks say: of every state."""
    assert [catching(mode)[model.name] for model in RIGHT] == [[], []]


def test_in_long_mode_too():
    """One state in 997 of the million."""
    space = SPACES[PagingMode.LONG, SpaceKind.WALK]
    for scenario in states(PagingMode.LONG, range(0, len(space), 997)):
        assert not any(model.is_caught(scenario) for model in RIGHT)


@pytest.mark.parametrize("mode", [PAE, X32])
def test_states_catch_every_idea(mode):
    """So many do, and the smallest has so few flags set; 32-bit paging has no PDPTE."""
    found = {
        name: (len(numbers), min(map(int.bit_count, numbers)))
        for name, numbers in catching(mode).items()
        if numbers
    }
    assert found == CAUGHT[mode]
    assert set(BY_NAME) - set(found) == (set() if mode is PAE else {"pdpte-has-rights"})


def test_the_page_about_exercises_has_the_same_counts():
    """A row an idea, in their order."""
    text = (Path(__file__).parents[2] / "docs" / "exercises.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `([a-z-]+)` \| [^|]+ \| (\w+) \| (.+) \| (.+) \|$", text, re.MULTILINE)

    def cell(mode, name):
        return "{:,} ({})".format(*CAUGHT[mode][name]) if name in CAUGHT[mode] else "–"

    assert rows == [
        (model.name, model.semantics.value, cell(PAE, model.name), cell(X32, model.name))
        for model in WRONG_MODELS
    ]


@pytest.mark.parametrize("name", BY_NAME)
def test_a_caught_idea_says_something_else(name):
    """`is_caught` tells the states, and there idea and truth differ in what a student writes."""
    model = BY_NAME[name]
    number = min(catching(PAE)[name], key=int.bit_count)
    (scenario,) = states(PAE, [number])
    smallest = smallest_state(model)
    assert model.is_caught(smallest)
    assert flags_set(smallest) == flags_set(scenario)
    assert not model.effect(scenario).agrees(right_effect(model.semantics, scenario))
    (other,) = states(PAE, [next(n for n in range(8192) if n not in set(catching(PAE)[name]))])
    assert not model.is_caught(other)


def test_small_states_come_first():
    """Every number once, by how many of its bits are set."""
    numbers = list(fewest_first(SPACES[PAE, SpaceKind.WALK]))
    assert sorted(numbers) == list(range(8192))
    assert sorted(numbers, key=int.bit_count) == numbers


@pytest.mark.parametrize(
    ("cpu", "access"),
    [
        (CpuState(pg=False), Access()),
        (CpuState(smep=True), Access()),
        (CpuState(smap=True), Access()),
        (CpuState(), Access(fetch=True)),
        (CpuState(pae=True, lma=True), Access(1 << 47)),
    ],
    ids=["paging off", "smep", "smap", "fetch", "non-canonical"],
)
def test_where_more_than_p_w_and_u_decide_no_idea_says_anything(cpu, access):
    """And so none of them is caught."""
    scenario = Scenario(cpu, access=access)
    assert read_path(scenario) is None
    assert [model.effect(scenario) for model in WRONG_MODELS] == [None] * len(WRONG_MODELS)
    assert not any(model.is_caught(scenario) for model in WRONG_MODELS)


def test_an_empty_root_is_a_path_of_one_absent_entry():
    """Nothing is present, so nothing has rights and nothing maps a page."""
    path = read_path(Scenario(access=Access(user=True)))
    assert (path.present, path.leaf, path.absent.entry) == ((), None, 0)
    for model in WRONG_MODELS:
        assert model.walk(path).error_code is not None


def test_what_the_manual_leaves_open_is_no_disagreement():
    """A of a level that may be set agrees either way; nothing else does."""
    said = Effect(4, frozenset(), frozenset(), frozenset({2}))
    assert said.agrees(replace(said, accessed=frozenset({2})))
    assert not said.agrees(replace(said, accessed=frozenset({1})))
    assert not said.agrees(replace(said, error_code=None))
    assert not said.agrees(replace(said, dirty=frozenset({1})))


@pytest.mark.parametrize("mode", [PAE, X32])
@pytest.mark.parametrize("semantics", [Semantics.HARDWARE, Semantics.AFTER])
def test_the_account_of_a_recorded_walk_is_that_of_the_unspoiled_one(mode, semantics):
    """Of every state: the ideas spoil what is true entry by entry, not only in the end."""
    for row in SPACES[mode, SpaceKind.WALK].rows():
        path = read_path(row.scenario)
        told = account_of(record(semantics, row.scenario), path)
        assert Walker(path, semantics).account().looks == told.looks
        assert Walker(path, semantics).account().judged == told.judged


@pytest.mark.parametrize("model", WRONG_MODELS, ids=lambda model: model.name)
def test_an_idea_about_the_processor_can_spoil_the_walk_of_after_too(model):
    """Where both right walks agree on the code and the idea does not, it says the same of both."""
    for row in SPACES[PAE, SpaceKind.WALK].rows():
        path, scenario = read_path(row.scenario), row.scenario
        said = model.walk(path).error_code
        codes = {
            right_effect(each, scenario).error_code
            for each in (Semantics.HARDWARE, Semantics.AFTER)
        }
        if len(codes) == 1 and said not in codes:
            assert model.account(path, Semantics.AFTER).effect.error_code == said
