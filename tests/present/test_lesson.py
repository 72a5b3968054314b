"""Lessons as they are shown: pages, options, feedback, text."""

from dataclasses import replace

import pytest

from mmuviz.core.events import Anchor
from mmuviz.core.lessons.fact import Subject, Topic
from mmuviz.core.lessons.question import Form, Question
from mmuviz.core.trace import Semantics
from mmuviz.present.lesson_feedback import feedback
from mmuviz.present.lesson_page import (
    PointBlock,
    QuestionBlock,
    TaskBlock,
    TextBlock,
    goals,
    pages,
)
from mmuviz.present.lesson_text import lesson_lines
from mmuviz.present.lesson_words import target_text, value_detail, value_text
from mmuviz.resources import asset, tutorials
from mmuviz.sources.lesson_file import read_lesson
from mmuviz.sources.open_file import open_file


def lesson(name):
    """A lesson that ships."""
    return read_lesson(next((tutorials() / "lessons").glob(f"*{name}.md")))


def text(name, number, *, solution):
    """A lesson as text."""
    lines = lesson_lines(lesson(name), number, solution=solution)
    return "".join("".join(span.text for span in line).rstrip() + "\n" for line in lines)


def asked(name, topic, semantics, form=Form.CHOICE):
    """A question about a built-in scenario."""
    scenario = open_file(asset(f"scenarios/{name}.toml")).scenario
    return Question("?", "", Subject(topic, semantics), form, scenario, "Why.")


@pytest.mark.parametrize("solution", [False, True])
def test_golden(golden, solution):
    """A lesson as text, for students and for who teaches."""
    name = f"lesson-order{'-solution' if solution else ''}.txt"
    golden(name, text("order-of-checks", 11, solution=solution))


def test_answers_are_not_told():
    """Without --solution no sign, no reason, no solution."""
    for path in sorted((tutorials() / "lessons").glob("*.md")):
        shown = text(path.stem, 1, solution=False)
        assert "Solution:" not in shown
        assert "✓ 0x" not in shown


def test_all_of_it_can_be_told():
    """Typed answers too, and whose a wrong answer is."""
    shown = text("shadow-tables-and-vmexits", 9, solution=True)

    assert "  Answer: a number\n  ✓ 1 vmexit\n" in shown
    assert "  1)   1 vmexit  (that is after)\n" in shown
    assert "▸ ◇ before · vmexit 2\n" in shown


def test_a_reason_and_a_hint_may_be_left_out():
    """Those that ship have both."""
    order = lesson("order-of-checks")
    question, task = next(order.questions), next(order.tasks)
    bare = (replace(question, why=""), replace(task, hint=""))
    page = replace(order.pages[1], blocks=bare)
    lines = lesson_lines(replace(order, pages=(page,)), 11, solution=True)
    shown = "".join(span.text for line in lines for span in line)

    assert question.why not in shown
    assert "Hint" not in shown
    assert "Solution: pde.w = 0, pte.p = 0" in shown


def test_a_place_that_tells_is_told_behind_its_question():
    """A first place that does not tell stands before it."""
    shown = text("order-of-checks", 11, solution=False)
    parts = ("U = 0 is remembered", "Which error code does the processor raise?", "This decides")

    assert [*map(shown.index, parts)] == sorted(map(shown.index, parts))


def test_a_page_is_plain_data():
    """Text, places with their step, questions counted through the lesson, tasks."""
    shown = pages(lesson("order-of-checks"))
    kinds = {type(block) for page in shown for block in page.blocks}
    questions = [b for page in shown for b in page.blocks if isinstance(b, QuestionBlock)]
    point = next(b for page in shown for b in page.blocks if isinstance(b, PointBlock))

    assert kinds == {TextBlock, PointBlock, QuestionBlock, TaskBlock}
    assert [page.title for page in shown][:2] == ["The order of checks", "The processor"]
    assert (shown[0].number, shown[0].count) == (1, 6)
    assert shown[0].state == "PAE · user read of 0x40607238 · CR0.WP 1"
    assert questions[3].progress == "question 4 of 7"
    assert questions[0].state == ""
    assert [(row.key, row.label, row.detail, row.right) for row in questions[0].options] == [
        ("1", "0x0", "nothing set", False),
        ("2", "0x4", "U", True),
        ("3", "0x5", "P | U", False),
    ]
    assert point.where == "■ hardware · PDE 3 · collect"
    assert point.happens == "PDE 3 takes U from the path"


def test_goals_are_ticked_as_they_are_met():
    """One by one."""
    task = next(lesson("order-of-checks").tasks)

    assert [row.met for row in goals(task, task.scenario)] == [False, True, True]
    assert all(row.met for row in goals(task, task.solved))


def test_feedback_names_the_idea_and_where_it_fails():
    """As drawn: the idea, what is wrong here, the rule, its source."""
    question = asked("pae-denied-above-absent-below", Topic.ERROR_CODE, Semantics.HARDWARE)
    right, wrong, slip = (feedback(question, value) for value in (4, 5, 7))

    assert (right.right, right.headline, right.why) == (True, "Right.", "Why.")
    assert wrong.headline == "Not 0x5: it is 0x4."
    assert wrong.idea == "Rights are judged level by level"
    assert "The idea stops at PDE 3, which lacks U." in wrong.text
    assert wrong.rule.startswith("P in the error code answers one question")
    assert wrong.source
    assert wrong.model.name == "level-by-level"
    assert (slip.idea, slip.headline, slip.model) == ("", "Not 0x7: it is 0x4.", None)


def test_a_code_is_named_only_where_it_is_asked():
    """Not in an explanation of an outcome: it may be asked next, or not be taught yet."""
    name = "pae-denied-above-absent-below"
    outcome, code, ending = (
        feedback(asked(name, topic, Semantics.HARDWARE), value).text
        for topic, value in (
            (Topic.OUTCOME, "access_error"),
            (Topic.ERROR_CODE, 5),
            (Topic.ENDING, "injected 0x5"),
        )
    )

    assert outcome.endswith("and P stays 0.")
    assert code == ending
    assert code.endswith("and P stays 0: 0x4 (U).")


def test_a_headline_is_a_sentence():
    """A check does something, and a fault is none."""
    of_check = Subject(Topic.CHECK, level=2, anchor=Anchor.USER)
    check = replace(asked("pae-not-user-pde", Topic.OUTCOME, Semantics.AFTER), subject=of_check)
    place = asked("pae-hit", Topic.GPA, Semantics.HARDWARE)

    assert feedback(check, "is not reached").headline == "Not so: the check refuses."
    assert feedback(place, None).headline == "No fault: it is 0x407238."


def test_feedback_says_of_whom_an_answer_would_be_true():
    """Where it is no wrong idea, but another walk."""
    told = feedback(asked("pae-vain-exit", Topic.VMEXITS, Semantics.BEFORE), 1)

    assert told.headline == (
        "1 vmexit would be the answer for walk_addr after the change. Here it is 2 vmexits."
    )


def test_values_in_words():
    """Short, and what they mean where that is not plain."""
    scenario = open_file(asset("scenarios/pae-hit.toml")).scenario
    words = {
        (Topic.ERROR_CODE, None): "no fault",
        (Topic.ERROR_CODE, 7): "0x7",
        (Topic.GPA, None): "fault",
        (Topic.GPA, 0x407238): "0x407238",
        (Topic.OFFSET, 0x238): "0x238",
        (Topic.INDEX, 3): "3",
        (Topic.PATH, (1, 3, 7)): "1 3 7",
        (Topic.ACCESSED, frozenset({1, 2})): "PDE 3 and PTE 7",
        (Topic.ACCESSED, frozenset()): "none",
        (Topic.VMEXITS, 2): "2 vmexits",
        (Topic.ENDING, "done"): "done",
    }

    for (topic, value), said in words.items():
        assert value_text(Subject(topic), value, scenario) == said
    assert value_detail(Subject(Topic.ENDING), "injected 0x5") == "the guest gets a page fault"
    assert value_detail(Subject(Topic.ENDING), "host_bug") == ""
    assert value_detail(Subject(Topic.TRANSLATION), "unmapped") == "no address"
    assert value_detail(Subject(Topic.OUTCOME), "not_present") == "an entry is absent"
    assert value_detail(Subject(Topic.OUTCOME), "paging_off") == ""
    before = Subject(Topic.OUTCOME, Semantics.BEFORE)
    assert value_detail(before, "mapped") == "the page is found; nothing is judged"
    assert value_detail(before, "not_present") == "an entry is absent"
    assert value_detail(Subject(Topic.ERROR_CODE), None) == ""


def test_a_place_in_words():
    """With its entry where it has one."""
    shown = pages(lesson("pae-pdptrs"))[0]
    point = next(block for block in shown.blocks if isinstance(block, PointBlock))

    assert (
        target_text(point.target, lesson("pae-pdptrs").pages[0].scenario) == "■ hardware · a_pdptr"
    )
