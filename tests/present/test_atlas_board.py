"""What stands round the map of the atlas: the card, the groups and rules, why not, where."""

from dataclasses import replace

import pytest

from mmuviz.core.fixed_path import FIXED_PATHS
from mmuviz.core.memory import GuestMemory
from mmuviz.core.paging import PagingMode
from mmuviz.core.scenario import Scenario
from mmuviz.core.trace import Semantics, record
from mmuviz.present.atlas_card import card_values
from mmuviz.present.atlas_found import Found, RuleText, with_record
from mmuviz.present.atlas_groups import SEARCHING, foot_words
from mmuviz.present.atlas_legend import legend
from mmuviz.present.atlas_offers import why_not
from mmuviz.present.atlas_place import flag_meanings, flag_values, layout_text, place_text
from mmuviz.present.atlas_state import state_words
from mmuviz.present.telling import parting_step
from mmuviz.sweep.arrangement import Zone, usual
from mmuviz.sweep.colouring import Lens, colour
from mmuviz.sweep.filter import parse
from mmuviz.sweep.filter_words import names_of
from mmuviz.sweep.space import STATE_SPACES, Place, SpaceName
from mmuviz.sweep.survey import Quantity, Survey

BEFORE, AFTER, HARDWARE = Semantics
PAE, X32 = PagingMode.PAE, PagingMode.X32
CODE = Lens(AFTER, HARDWARE, Quantity.ERROR_CODE)


@pytest.fixture(scope="module")
def walk():
    return Survey(STATE_SPACES[PAE, SpaceName.WALK])


@pytest.fixture(scope="module")
def access():
    return Survey(STATE_SPACES[X32, SpaceName.ACCESS])


def state(survey, text):
    """Return the first state in which `text` holds."""
    holds = parse(text, names_of(survey.space)).evaluate(survey.states)
    return int(holds.argmax())


def foot(survey, lens, found=None, *, searching=False, where=None, alone=None):
    shown = None
    if where:
        shown = parse(where, names_of(survey.space)).evaluate(survey.states)
    said = legend(survey, colour(survey, lens, shown))
    number = next((row.number for row in said.rows if alone == (row.letter or row.note)), None)
    return foot_words(survey.space, lens, said, found or Found(), searching=searching, alone=number)


# The card.


@pytest.mark.parametrize(
    ("quantity", "value", "detail"),
    [
        (Quantity.OUTCOME, "#PF", "0x5"),
        (Quantity.ERROR_CODE, "0x5", "P | U"),
        (Quantity.CHECK, "c in the PDE", ""),
        (Quantity.ACCESSED, "no A bit", ""),
        (Quantity.DIRTY, "no D bit", ""),
        (Quantity.VMEXITS, "1 vmexit", "#PF"),
        (Quantity.SHADOW, "no leaf", ""),
    ],
)
def test_the_card_says_what_is_looked_at(access, quantity, value, detail):
    """Each rule has a value, and what belongs to it."""
    number = state(access, "user and read and pde.p and not pde.u and not pde.ps")
    words = state_words(access, number, Lens(AFTER, BEFORE, quantity))
    result = next(one for one in words.results if one.semantics is AFTER)

    assert card_values(result, quantity) == (value, detail)


def test_the_card_says_everything_at_once(access):
    """Where all is compared: the code or the ending, and the rest beside it."""
    number = state(access, "user and read and pde.p and not pde.u and not pde.ps")
    words = state_words(access, number, Lens(AFTER, BEFORE, None))
    result = next(one for one in words.results if one.semantics is AFTER)

    assert card_values(result, None) == ("0x5", "no A bit, no D bit, 1 vmexit, no leaf")
    done = replace(result, letters="", outcome="done")
    assert card_values(done, None)[0] == "done"


def test_the_card_says_that_there_is_nothing(walk):
    """A walk of before has no D."""
    words = state_words(walk, 0, CODE)

    assert card_values(words.results[0], Quantity.DIRTY) == ("none", "")


# The foot.

WHOLE = {
    "kind": "map",
    "gist": "why",
    "rule": {"text": "pde.p ∧ ¬pte.p", "expression": "pde.p and not pte.p", "remark": "minimal"},
}


def test_it_says_what_differs_while_the_rule_is_looked_for(walk):
    """The number, the kinds, and that one has to wait."""
    words = foot(walk, CODE, searching=True)

    assert words.title == "192 states differ"
    assert words.detail == "hardware → after: 2 → 3, 4 → 5, 6 → 7"
    assert words.rule == SEARCHING
    assert words.copied == ""
    assert [row.cells[:3] for row in words.rows] == [
        ("a", "2 → 3  supervisor write", "32"),
        ("b", "4 → 5  user read", "64"),
        ("c", "6 → 7  user write", "96"),
    ]
    assert [row.cells[-1] for row in words.rows] == ["…"] * 3
    assert words.smallest in {row.legend.smallest for row in words.rows}


def test_it_says_the_rule_once_it_is_found(walk):
    """With what it has in common, what is proved, and what is copied."""
    rule = {"text": "user", "expression": "user", "remark": "short"}
    group = {"kind": "group", "letter": "b", "rule": rule}
    found = with_record(with_record(Found(), WHOLE), group)
    words = foot(walk, CODE, found)

    assert words.title == "192 states, one rule"
    assert words.detail == "why"
    assert (words.rule, words.note) == ("pde.p ∧ ¬pte.p", "minimal")
    assert words.copied == (
        "pde.p and not pte.p\n# PAE walk, where after differs from hardware: 192 states; minimal\n"
    )
    assert [row.cells[-1] for row in words.rows] == ["", "user", ""]


def test_it_says_that_there_is_no_short_rule(walk):
    """In the place of what would be proved."""
    rule = {"text": None, "expression": None, "remark": "no short rule"}
    words = foot(walk, CODE, with_record(Found(), WHOLE | {"gist": None, "rule": rule}))

    assert (words.title, words.rule, words.note) == ("192 states differ", "", "no short rule")
    assert words.copied == ""
    assert RuleText("", "", "no short rule").said == "no short rule"


def test_without_a_search_there_is_no_rule_and_no_waiting(walk):
    """A search that failed or was stopped."""
    words = foot(walk, CODE, where="pde.p and pdpte.p and user and read and pde.a and pte.a")

    assert words.title.endswith(" differ")
    assert words.rule == ""
    one = foot(walk, CODE, where="user and read and pde.p and pdpte.p and not pde.u and not pde.w "
               "and not pde.a and not pde.ps and not pte.p and not pte.w and not pte.u "
               "and not pte.a and not wp")  # fmt: skip
    assert one.title == "1 state differs"


def test_it_says_that_nothing_differs(access):
    """0 of so many, in what, in which space."""
    words = foot(access, Lens(BEFORE, AFTER, Quantity.OUTCOME))

    assert words.title == (
        "before and after never differ in outcome: "
        "0 of 131,072 states of the 32-bit access from a cold shadow"
    )
    assert (words.rows, words.smallest) == ((), None)
    nothing = foot(access, Lens(BEFORE, AFTER, None), where="pde.p and not pde.p")
    assert nothing.title.startswith("before and after never differ in anything: 0 of 0 states")


def test_one_group_has_its_own_rule(walk):
    """It is said whole, for the table has no room for it."""
    rule = {"text": "user", "expression": "user", "remark": "minimal"}
    found = with_record(Found(), {"kind": "group", "letter": "b", "rule": rule})
    words = foot(walk, CODE, found, alone="b")

    assert (words.title, words.detail) == ("64 states: 4 → 5", "user read")
    assert (words.rule, words.note) == ("user", "minimal")
    assert words.copied == (
        "user\n# PAE walk, where after differs from hardware: 4 → 5, 64 states; minimal\n"
    )
    assert len(words.rows) == 3
    assert words.smallest == words.rows[1].legend.smallest
    assert foot(walk, CODE, found, searching=True, alone="c").rule == SEARCHING
    only = Lens(AFTER, None, Quantity.ERROR_CODE)
    assert "# PAE walk, what after does: " in foot(walk, only, found, alone="b").copied


def test_one_group_without_a_short_rule_says_so(walk):
    """And of the ground none is looked for."""
    rule = {"text": None, "expression": None, "remark": "no short rule"}
    found = with_record(Found(), {"kind": "group", "letter": "a", "rule": rule})

    assert foot(walk, CODE, found, alone="a").rule == "no short rule"
    ground = foot(walk, CODE, found, searching=True, alone="both allow")
    assert (ground.title, ground.rule) == ("888 states: same", "")
    assert ground.smallest is not None


def test_many_kinds_are_counted(access):
    """They are listed below."""
    words = foot(access, Lens(BEFORE, AFTER, None))

    assert words.detail == f"before → after: {len(words.rows)} kinds of difference"
    assert len(words.rows) > 4


def test_one_rule_alone_has_groups(walk):
    """Nothing differs there."""
    words = foot(walk, Lens(AFTER, None, Quantity.OUTCOME))

    assert words.title == "8,192 states in 3 groups"
    assert words.rule == ""
    assert words.rows


@pytest.mark.parametrize("broken", [{}, {"kind": "group", "letter": "a", "rule": None}])
def test_what_is_no_record_is_refused(broken):
    """A child that says something else failed."""
    with pytest.raises((LookupError, TypeError)):
        with_record(Found(), broken)


# What is not offered.


@pytest.mark.parametrize(
    ("lens", "quantity", "why"),
    [
        (CODE, Quantity.OUTCOME, ""),
        (CODE, None, ""),
        (Lens(AFTER, None, Quantity.OUTCOME), None, "Only where two are compared"),
        (Lens(BEFORE, None, Quantity.OUTCOME), Quantity.ERROR_CODE, "before's walk alone makes"),
        (Lens(BEFORE, AFTER, Quantity.OUTCOME), Quantity.DIRTY, "before's walk alone does not"),
        (Lens(AFTER, BEFORE, Quantity.OUTCOME), Quantity.VMEXITS, "after's walk alone has no"),
        (Lens(AFTER, None, Quantity.OUTCOME), Quantity.SHADOW, "after's walk alone leaves nothing"),
        (CODE, Quantity.VMEXITS, "hardware has no vmexits"),
        (CODE, Quantity.SHADOW, "hardware has no shadow pages"),
    ],
)
def test_it_says_why_a_colouring_is_not_offered(walk, lens, quantity, why):
    """And what to choose instead."""
    assert why_not(walk, lens, quantity).startswith(why)
    assert bool(why_not(walk, lens, quantity)) == bool(why)


# Where a scenario is.


def test_it_says_where_a_scenario_is():
    """Like it, like it but for some flags, or nowhere, and why."""
    path = FIXED_PATHS[PAE]
    bare = Scenario(path.cpu([False] * 6, 0), GuestMemory())

    assert place_text(Place(0, ()), bare) == "The marked cell asks what the open scenario asks."
    assert "but for nxe and pde.d, which" in place_text(Place(0, ("nxe", "pde.d")), bare)
    off = replace(bare, cpu=replace(bare.cpu, pg=False))
    assert place_text(None, off).endswith("its paging is off.")
    far = STATE_SPACES[PagingMode.LONG, SpaceName.WALK].scenario(0)
    far = replace(far, access=replace(far.access, gva=1 << 63))
    assert "not canonical: #GP" in place_text(Place(0, ()), far)
    unkept = replace(bare, cpu=replace(bare.cpu, pdptrs=(0x1001,) * 4))
    assert place_text(None, unkept).endswith("an entry that its walk reads is not kept.")


def test_the_values_of_flags_have_words():
    """0 and 1, but for what the leaf maps."""
    values = flag_values(STATE_SPACES[X32, SpaceName.ACCESS])

    assert values["pde.p"] == ("0", "1")
    assert values["kind"] == ("ram", "mmio", "directory", "table")
    meanings = flag_meanings(STATE_SPACES[X32, SpaceName.ACCESS])
    assert meanings["kind"] == "what the leaf maps"
    assert meanings["pde.ps"] == "the PDE maps a large page"


def test_a_map_says_what_it_leaves_out():
    """The counts are of the whole space: what is fixed or ignored has to be said beside them."""
    space = STATE_SPACES[X32, SpaceName.ACCESS]
    layout = usual(space)
    assert not layout_text(space, layout)
    layout = layout.moved("kind", Zone.FIXED, value=1).moved("wp", Zone.FIXED, value=0)
    assert layout_text(space, layout) == "the map shows kind = mmio and wp = 0 only"
    layout = layout.moved("wp", Zone.IGNORED)
    said = "the map shows kind = mmio only; a cell is all states that differ in wp alone"
    assert layout_text(space, layout) == said


# The telling step.


def test_a_state_opens_where_the_walks_part(walk):
    """After refuses in the PDE, where hardware goes on."""
    number = state(walk, "user and read and pdpte.p and pde.p and not pde.u and not pde.ps "
                   "and not pte.p")  # fmt: skip
    scenario = walk.space.scenario(number)
    events = record(AFTER, scenario).events
    step = parting_step(scenario, AFTER, HARDWARE)

    assert 0 < step < len(events)
    assert getattr(events[step - 1], "level", None) is PAE.level(2)


def test_where_the_other_looks_and_this_one_does_not_the_next_step_tells(walk):
    """Before has no check for U: it stands at what it does instead."""
    number = state(walk, "user and read and pdpte.p and pde.p and not pde.u and not pde.ps "
                   "and pte.p and pte.u")  # fmt: skip
    scenario = walk.space.scenario(number)
    step = parting_step(scenario, BEFORE, AFTER)

    assert 0 < step < len(record(BEFORE, scenario).events)


def test_a_walk_that_has_ended_opens_at_its_end(walk):
    """Where the other judges behind the last entry."""
    number = state(walk, "user and write and pdpte.p and pde.p and not pde.u and pde.w "
                   "and pde.ps and pde.a")  # fmt: skip
    scenario = walk.space.scenario(number)

    assert parting_step(scenario, BEFORE, HARDWARE) == len(record(BEFORE, scenario).events)


def test_walks_that_do_not_part_open_at_the_end(walk):
    """Nothing is there to be shown before it."""
    scenario = walk.space.scenario(0)

    assert parting_step(scenario, AFTER, BEFORE) == len(record(AFTER, scenario).events)
