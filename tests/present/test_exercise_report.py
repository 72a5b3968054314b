"""What is said of a set that was handed in, and what the student's own record keeps of it."""

from itertools import product

import pytest

from mmuviz.core.exercises.difficulty import DIFFICULTIES, Part
from mmuviz.core.exercises.make import make_questions
from mmuviz.core.exercises.marking import Given
from mmuviz.core.exercises.spec import SheetSpec
from mmuviz.core.paging import PagingMode
from mmuviz.present.exercise_report import PartRow, for_record, report
from mmuviz.present.marked import mark_answers
from mmuviz.present.misconceptions import MISCONCEPTIONS
from mmuviz.present.sheet_page import value_text
from mmuviz.present.student import Student

SPEC = SheetSpec(PagingMode.PAE, 3, 7, 10)
QUESTIONS = tuple(make_questions(SPEC))
TIME = "2026-03-01T10:00:00+00:00"


def right(question):
    return {part: Given(question.answer.values[part]) for part in question.parts}


def as_idea(question, idea):
    """The answers of somebody who has the idea."""
    return right(question) | {part: Given(value) for part, value in idea.wrong.items()}


def marked(given):
    return mark_answers("answers.txt", "", (), QUESTIONS, given)


FULL = {question.number: right(question) for question in QUESTIONS}


def test_a_set_without_a_fault():
    """The points of all and of each part; why it is so, of every question."""
    said = report(SPEC, marked(FULL), in_time=True)
    assert (said.headline, said.ideas, said.note) == ("50 of 50 points", "", "")
    assert said.parts == (
        "path 10 of 10 · result 10 of 10 · code 10 of 10 · accessed 10 of 10 · dirty 10 of 10"
    )
    for question, one in zip(QUESTIONS, said.questions, strict=True):
        assert (one.number, one.score, one.most) == (question.number, 5, 5)
        assert all(row.right and row.said == row.truth and not row.note for row in one.rows)
        (told,) = one.told
        assert (told.right, told.headline) == (True, "5 of 5 points.")
        assert told.why.startswith("Why: ")
        assert "_" not in told.why.partition(": the ")[0]  # hardware has none of walk_addr's labels


def test_an_idea_is_named_with_its_rule():
    """Its words, where it goes wrong here, and how often it came up."""
    question = next(each for each in QUESTIONS if len(each.ideas) == 1)
    (idea,) = question.ideas
    given = FULL | {question.number: as_idea(question, idea)}
    said = report(SPEC, marked(given), in_time=True)
    words = MISCONCEPTIONS[idea.model.name]
    assert said.ideas == f"Ideas to look at again: 1 × {words.title}"
    one = said.questions[question.number - 1]
    (told,) = one.told
    assert (told.right, told.idea, told.rule, told.model) == (
        False,
        words.title,
        words.rule,
        idea.model,
    )
    assert told.text.startswith(words.wrong)
    assert told.why.endswith(f"The rule: {words.rule}")
    (board,) = one.boards
    assert (board.rule, told.boards) == (words.rule, one.boards)
    assert told.headline == f"{5 - len(idea.wrong)} of 5 points."
    wrong = {row.part: row for row in one.rows if not row.right}
    assert wrong.keys() == {part.value for part in idea.wrong}
    mode = question.scenario.cpu.mode
    assert all(
        wrong[part.value].said == value_text(mode, part, value)
        for part, value in idea.wrong.items()
    )


def test_ideas_that_cannot_be_told_apart():
    """Each has a piece of its own; why it is so is said once."""
    for seed in range(40):
        spec = SheetSpec(PagingMode.PAE, 2, seed, 10)
        for question in make_questions(spec):
            if len(question.ideas) < 2:
                continue
            given = {question.number: as_idea(question, question.ideas[0])}
            said = report(spec, mark_answers("a", "", (), [question], given), in_time=True)
            told = said.questions[0].told
            if len(told) > 1:
                break
        else:
            continue
        break
    assert told[0].headline.endswith(" Perhaps for this idea:")
    assert [each.headline for each in told[1:]] == ["Or for this one:"] * (len(told) - 1)
    assert told[0].why
    assert not any("Why: " in each.why for each in told[1:])
    assert said.ideas == ""


def test_slips_and_what_cannot_be_read():
    """With what is right; without an idea there is the one piece."""
    question = QUESTIONS[0]
    path = question.answer.values[Part.PATH]
    given = {1: {Part.PATH: Given(path[::-1]), Part.CODE: Given(trouble="found x")}}
    said = report(SPEC, marked(given), in_time=False)
    assert said.headline == "0 of 50 points; the time was up"
    assert said.note == "The set was handed in as it stood."
    rows = said.questions[0].rows
    truth = " ".join(map(str, path))
    assert rows[0] == PartRow(
        "path", " ".join(map(str, path[::-1])), False, truth, "the root comes first"
    )
    assert [row.said for row in rows[1:]] == ["no answer", "found x", "no answer", "no answer"]
    assert [told.headline for told in said.questions[0].told] == ["0 of 5 points."]


def test_a_question_opens_as_a_scenario():
    """Its own, under a name that tells which it is."""
    one = report(SPEC, marked({}), in_time=True).questions[2]
    assert one.scenario.title == "Question 3 of PAE paging, level 3, seed 7"
    assert one.scenario.memory == QUESTIONS[2].scenario.memory
    assert one.scenario.access == QUESTIONS[2].scenario.access


def test_the_record_keeps_a_row_a_question():
    """The ideas that were picked, and all that one could have had; nothing of what is left out."""
    question = next(each for each in QUESTIONS if len(each.ideas) == 1)
    (idea,) = question.ideas
    given = {question.number: as_idea(question, idea)}
    other = QUESTIONS[question.number % len(QUESTIONS)]
    given[other.number] = right(other)
    kept = tuple(for_record(marked(given), TIME))
    assert len(kept) == 2
    by_right = {one.right: one for one in kept}
    assert by_right[False].ideas == by_right[False].offered == (idea.model.name,)
    assert by_right[True].ideas == ()
    assert by_right[True].offered == tuple(each.model.name for each in other.ideas)
    assert {(one.time, one.semantics, one.asked) for one in kept} == {
        (TIME, "hardware", "exercise")
    }
    assert Student(kept).rows()[0].name == idea.model.name


@pytest.mark.parametrize(
    ("semantics", "mode", "level"), list(product(DIFFICULTIES, PagingMode, (2, 3, 4)))
)
def test_every_idea_has_its_board(semantics, mode, level):
    """Whatever somebody answers who has it, the report can show where it goes wrong."""
    spec = SheetSpec(mode, level, 11, 8, semantics)
    questions = tuple(make_questions(spec))
    for place in range(3):
        given = {
            question.number: as_idea(question, question.ideas[place])
            for question in questions
            if place < len(question.ideas)
        }
        said = report(spec, mark_answers("a", "", (), questions, given), in_time=True)
        for number in given:
            one = said.questions[number - 1]
            assert len(one.boards) == len(one.told)
            for board in one.boards:
                assert board.idea.rows[board.parts] != board.truth.rows[board.parts]
