"""What lessons ask of a scenario, and what their edits do to it."""

from dataclasses import replace

import pytest

from mmuviz.core.bits import Pte
from mmuviz.core.events import Anchor
from mmuviz.core.lessons.expectation import Compares, Says
from mmuviz.core.lessons.fact import Subject, Topic
from mmuviz.core.lessons.lesson import Lesson, Page, Task, Text
from mmuviz.core.lessons.progress import Progress
from mmuviz.core.lessons.question import Form, Option, Question
from mmuviz.core.lessons.setting import EntrySetting, edited
from mmuviz.core.lessons.target import Stage, Target
from mmuviz.core.paging import PagingMode
from mmuviz.core.trace import Semantics
from mmuviz.resources import asset
from mmuviz.sources.lesson_words import parse_setting
from mmuviz.sources.open_file import open_file

BEFORE, AFTER, HARDWARE = Semantics


def built_in(name, *edits):
    """A built-in scenario with edits made."""
    scenario = open_file(asset(f"scenarios/{name}.toml")).scenario
    return edited(scenario, tuple(parse_setting(text, scenario.cpu.mode) for text in edits))


def test_an_edit_makes_what_it_says_hold():
    """And held not before."""
    for name, words in {
        "pae-hit": [
            "pde.u = 0",
            "pdptr.p = 0",
            "pdpte.p = 0",
            "pte = P -> 0x5000",
            "pde.frame = 0x6000",
            "pte.nx = 1",
            "access = supervisor fetch",
            "gva = 0x40608000",
            "wp = 0",
            "cr3 = 0x2000",
        ],
        "long-hit": ["pml4e.u = 0", "pdpte.ps = 1", "pde.d = 1"],
        "x32-wp-on": ["pde.ps = 1", "pse = 0"],
    }.items():
        scenario = built_in(name)
        for text in words:
            setting = parse_setting(text, scenario.cpu.mode)
            assert setting.text == text
            assert not setting.holds(scenario)
            assert setting.holds(edited(scenario, (setting,)))


def test_a_register_stays_of_its_kind():
    """A flag is a truth value, a number a number."""
    scenario = built_in("pae-hit", "wp = 0", "cr3 = 0x5000")

    assert scenario.cpu.wp is False
    assert scenario.cpu.cr3 == 0x5000


def test_memory_counts_from_the_next_load():
    """PDPTEs are edited in memory, PDPTRs in the register."""
    edited_only = built_in("pae-hit", "pdpte.p = 0")
    reload = parse_setting("reload cr3", PagingMode.PAE)

    assert edited_only.cpu.pdptrs[1] & Pte.P
    assert not reload.holds(edited_only)
    assert reload.holds(reload.applied(edited_only))
    with pytest.raises(ValueError, match="reload cr3: #GP"):
        edited(built_in("pae-hit", "pdpte = 0x2003"), (reload,))


@pytest.mark.parametrize(
    ("name", "edits", "level"),
    [
        ("pae-hit", ["pde = 0"], 1),
        ("pae-hit", [], 4),
        ("pae-hit", ["pde = P -> 0x40000000"], 1),
    ],
)
def test_an_entry_that_is_not_on_the_path_cannot_be_edited(name, edits, level):
    """No table above, no such level, outside RAM: it holds nothing, and is not written."""
    scenario = built_in(name, *edits)
    setting = EntrySetting("x", level, register=False, mask=Pte.P, value=0)

    assert not setting.holds(scenario)
    with pytest.raises(ValueError, match="does not come to such an entry"):
        setting.applied(scenario)


TRUTHS = [
    ("pae-hit", Subject(Topic.OUTCOME), "mapped"),
    ("pae-hit", Subject(Topic.GPA), 0x407238),
    ("pae-hit", Subject(Topic.PATH), (1, 3, 7)),
    ("pae-hit", Subject(Topic.INDEX, level=2), 3),
    ("pae-hit", Subject(Topic.INDEX, level=4), None),
    ("pae-hit", Subject(Topic.OFFSET), 0x238),
    ("pae-large-page", Subject(Topic.OFFSET), 0x7238),
    ("pae-not-present-pde", Subject(Topic.OFFSET), 0x238),
    ("x32-pse-off", Subject(Topic.OFFSET, HARDWARE), 0x238),
    ("long-gigabyte-page", Subject(Topic.OFFSET, HARDWARE), 0x607238),
    ("long-non-canonical", Subject(Topic.OFFSET, HARDWARE), 0x238),
    ("pae-hit", Subject(Topic.ACCESSED), frozenset({1, 2})),
    ("pae-large-page", Subject(Topic.DIRTY, HARDWARE), frozenset({2})),
    ("pae-vain-exit", Subject(Topic.ERROR_CODE, BEFORE), 5),
    ("pae-vain-exit", Subject(Topic.ERROR_CODE, HARDWARE), 5),
    ("pae-vain-exit", Subject(Topic.VMEXITS, BEFORE), 2),
    ("pae-vain-exit", Subject(Topic.ENDING, BEFORE), "injected 0x5"),
    ("pae-gva-to-gpa", Subject(Topic.ENDING), "injected 0x0"),
    ("pae-hit", Subject(Topic.ENDING, HARDWARE), "done"),
    ("pae-host-hang", Subject(Topic.ENDING, operation=3), "host_hang"),
    ("pae-shared-table", Subject(Topic.ENDING), "livelock"),
    ("pae-shared-table", Subject(Topic.ENDING, operation=1), "done"),
    ("pae-second-access", Subject(Topic.ERROR_CODE, BEFORE), None),
    ("pae-gva-to-gpa", Subject(Topic.TRANSLATION), "0x2238"),
    ("pae-gva-to-gpa", Subject(Topic.TRANSLATION, BEFORE), "unmapped"),
    ("pae-not-user-pde", Subject(Topic.CHECK, AFTER, 2, Anchor.USER), "refuses"),
    ("pae-not-user-pde", Subject(Topic.CHECK, AFTER, 2, Anchor.WRITE), "passes"),
    ("pae-not-user-pde", Subject(Topic.CHECK, AFTER, 1, Anchor.PRESENT), "is not reached"),
    ("pae-not-user-pde", Subject(Topic.CHECK, HARDWARE, None, Anchor.USER), "refuses"),
    ("pae-not-user-pte", Subject(Topic.BIT, AFTER, 2), "set"),
    ("pae-not-user-pte", Subject(Topic.BIT, AFTER, 1), "clear"),
    ("pae-not-user-pte", Subject(Topic.BIT, HARDWARE, 2), "open"),
    ("pae-vain-exit", Subject(Topic.BIT, HARDWARE, 2), "kept"),
    ("pae-not-user-pde", Subject(Topic.BIT, AFTER, 1), None),
    ("pae-not-user-pte", Subject(Topic.BIT, HARDWARE, 2, bit=Pte.D), "clear"),
]


@pytest.mark.parametrize(("name", "subject", "truth"), TRUTHS)
def test_what_is_true(name, subject, truth):
    """Of walks, and of what a guest does."""
    assert subject.truth(built_in(name)) == truth


def test_an_entry_that_the_file_does_not_keep_has_no_fate():
    """Nobody can say what becomes of its bits."""
    scenario = open_file(asset("default.toml")).scenario
    scenario = scenario.with_cpu(replace(scenario.cpu, pdptrs=(0, 0, 0x5001, 0)))

    assert Subject(Topic.OUTCOME).truth(scenario) == "not_kept"
    assert Subject(Topic.BIT, level=2).truth(scenario) is None


@pytest.mark.parametrize("topic", [Topic.VMEXITS, Topic.TRANSLATION])
def test_the_processor_is_not_asked_what_it_has_not(topic):
    """It has no vmexits, and no gva_to_gpa."""
    with pytest.raises(ValueError, match="hardware has no"):
        Subject(topic, HARDWARE)


def test_expectations():
    """What is said, and whether two agree."""
    scenario = built_in("pae-denied-above-absent-below")
    of = {who: Subject(Topic.ERROR_CODE, who) for who in Semantics}

    assert Says("", of[AFTER], 5).holds(scenario)
    assert not Says("", of[HARDWARE], 5).holds(scenario)
    assert Compares("", of[BEFORE], of[HARDWARE], agree=True).holds(scenario)
    assert Compares("", of[AFTER], of[HARDWARE], agree=False).holds(scenario)
    assert not Compares("", of[AFTER], of[HARDWARE], agree=True).holds(scenario)


def question(name, topic, semantics, *edits, **subject):
    """A question to choose from."""
    scenario = built_in(name, *edits)
    return Question("?", "", Subject(topic, semantics, **subject), Form.CHOICE, scenario)


def told(question):
    """The options: value, whether right, who says so."""
    return [
        (
            option.value,
            option.right,
            [model.name for model in option.models],
            [semantics.value for semantics in option.others],
        )
        for option in question.options
    ]


def test_options_are_the_truth_and_what_wrong_ideas_say():
    """Sorted, so that the place of the truth tells nothing."""
    name = "pae-denied-above-absent-below"

    assert told(question(name, Topic.ERROR_CODE, HARDWARE)) == [
        (0, False, ["code-describes-page"], []),
        (4, True, [], []),
        (5, False, ["level-by-level", "absent-is-judged"], ["after"]),
    ]
    assert told(question(name, Topic.OUTCOME, HARDWARE)) == [
        ("access_error", False, ["level-by-level", "absent-is-judged"], ["after"]),
        ("mapped", False, [], []),
        ("not_present", True, [], []),
    ]
    assert told(question("pae-not-user-pde", Topic.OUTCOME, HARDWARE)) == [
        ("access_error", True, [], []),
        ("mapped", False, ["leaf-alone"], ["before"]),
        ("not_present", False, [], []),
    ]
    assert told(question("pae-vain-exit", Topic.VMEXITS, BEFORE)) == [
        (1, False, [], ["after"]),
        (2, True, [], []),
    ]
    assert [
        one[0] for one in told(question("pae-hit", Topic.CHECK, AFTER, level=2, anchor=Anchor.USER))
    ] == [
        "is not reached",
        "passes",
        "refuses",
    ]
    assert [one[0] for one in told(question("pae-not-user-pte", Topic.ACCESSED, HARDWARE))] == [
        frozenset(),
        frozenset({1, 2}),
    ]


def test_what_is_answered_by_a_word_offers_its_words():
    """And the codes of wrong ideas where there is one access alone."""
    name = "pae-denied-above-absent-below"
    assert told(question(name, Topic.ENDING, HARDWARE)) == [
        ("done", False, [], []),
        ("emulate", False, [], []),
        ("injected 0x0", False, ["code-describes-page"], []),
        ("injected 0x4", True, [], []),
        ("injected 0x5", False, ["level-by-level", "absent-is-judged"], ["after"]),
    ]
    assert [one[0] for one in told(question("pae-second-access", Topic.ENDING, AFTER))] == [
        "done",
        "emulate",
        "livelock",
    ]
    assert told(question("pae-gva-to-gpa", Topic.TRANSLATION, AFTER)) == [
        ("0x2238", True, [], []),
        ("undefined", False, [], []),
        ("unmapped", False, [], ["before"]),
    ]


def test_who_is_wrong_about_the_fault_is_not_named_for_what_follows():
    """No D where a fault is expected: that PDPTRs have rights says nothing of D."""
    asked = question("pae-hit", Topic.DIRTY, HARDWARE, "access = user write")
    assert told(asked) == [
        (frozenset(), False, [], ["before", "after"]),
        (frozenset({1}), True, [], []),
        (frozenset({1, 2}), False, ["dirty-everywhere"], []),
    ]


def test_where_the_answer_follows():
    """A fault where it is found, an access where rights are judged; before judges none."""
    absent, kernel = "pae-denied-above-absent-below", "pae-not-user-pde"
    decided = {
        (name, semantics): question(name, Topic.OUTCOME, semantics).decided_at
        for name in (absent, kernel)
        for semantics in Semantics
    }

    assert decided[absent, HARDWARE] == Target(HARDWARE, Anchor.PRESENT, 1).step(built_in(absent))
    assert decided[kernel, HARDWARE] == Target(HARDWARE, Anchor.JUDGE).step(built_in(kernel))
    assert decided[kernel, AFTER] == Target(AFTER, Anchor.USER, 2).step(built_in(kernel))
    mapped = question(kernel, Topic.OUTCOME, BEFORE)
    assert mapped.decided_at == mapped.told_at
    bits = question(kernel, Topic.ACCESSED, AFTER)
    assert bits.decided_at == bits.told_at


def test_an_answer_is_judged():
    """Right, an idea's, somebody else's, or nobody's; A that is left open may be said."""
    asked = question("pae-denied-above-absent-below", Topic.ERROR_CODE, HARDWARE)
    open_a = question("pae-not-user-pte", Topic.ACCESSED, HARDWARE)

    assert asked.judged(4) == Option(4, right=True)
    assert [model.name for model in asked.judged(5).models][:1] == ["level-by-level"]
    assert asked.judged(7) == Option(7, right=False)
    assert asked.judged(None).others == ()
    assert open_a.accepts(frozenset({2}))
    assert not open_a.accepts(frozenset({1}))
    assert not open_a.accepts(None)


def test_a_place_is_found_by_level_anchor_and_occurrence():
    """In a walk, or in what a guest's operations bring about."""
    walk, exits = built_in("pae-not-user-pde"), built_in("pae-vain-exit")
    judge = Target(HARDWARE, Anchor.USER).step(walk)

    assert judge == Target(HARDWARE, Anchor.JUDGE).step(walk)
    assert Target(AFTER, Anchor.READ, 2).step(walk) == 4
    assert Target(AFTER, Anchor.READ, 1).step(walk) is None
    first, second = (
        Target(BEFORE, Anchor.VMEXIT, occurrence=number, stage=Stage.EXITS).step(exits)
        for number in (1, 2)
    )
    assert first < second
    assert Target(BEFORE, Anchor.VMEXIT, 2, stage=Stage.EXITS).step(exits) is None


def test_what_is_asked_has_an_id_of_its_own():
    """Its heading's words, or what the author says; the second of the same gets its number."""
    scenario = built_in("pae-hit")
    code = Question("Which *code* is it?", "", Subject(Topic.ERROR_CODE), Form.VALUE, scenario)
    task = Task("Make `pte.p` 0", "", scenario, (), ())
    named = replace(code, id="first")
    pages = (Page("", scenario, (Text("T"), named, code, task)), Page("", scenario, (code, code)))

    assert Lesson("l", "L", "S.", pages).ids == (
        "first",
        "which-code-is-it",
        "make-pte-p-0",
        "which-code-is-it#2",
        "which-code-is-it#3",
    )


def test_what_became_of_a_question_in_words():
    """A wrong answer before the right one is not forgotten."""
    some = Progress(1, frozenset({"a", "b"}), frozenset({"b", "c"}))
    words = ["right", "right after a wrong answer", "wrong so far", "not answered"]
    assert [some.told(item) for item in "abcd"] == words
