"""Each lesson that ships is a test of itself, and together they catch every wrong idea."""

import re
from itertools import pairwise

import numpy as np
import pytest

from mmuviz.core.claims.counts import Item, What
from mmuviz.core.claims.space import SPACES, SpaceKind
from mmuviz.core.claims.survey import Survey as Counting
from mmuviz.core.drain import drain
from mmuviz.core.exercises.answer import failing_ideas
from mmuviz.core.lessons.lesson import Point
from mmuviz.core.lessons.question import Form, Question
from mmuviz.core.lessons.setting import edited
from mmuviz.core.models.wrong import WRONG_MODELS
from mmuviz.core.paging import PagingMode
from mmuviz.core.trace import Semantics
from mmuviz.present.lesson_feedback import feedback
from mmuviz.resources import tutorials
from mmuviz.sources.lesson_file import lesson_files, read_lesson
from mmuviz.sweep.space import STATE_SPACES, SpaceName
from mmuviz.sweep.survey import Quantity, Survey

FILES = lesson_files(tutorials() / "lessons")
LESSONS = [read_lesson(path) for path in FILES]
CLAIMS = next(path for path in FILES if "claim" in path.name).read_text(encoding="utf-8")


def by_name(argument):
    return pytest.mark.parametrize(argument, LESSONS, ids=lambda lesson: lesson.name)


def test_there_are_at_least_ten_and_they_are_numbered():
    """The order of the names is the order of the course."""
    assert len(FILES) >= 10
    assert [int(path.name[:2]) for path in FILES] == list(range(1, len(FILES) + 1))


@by_name("lesson")
def test_a_task_is_solved_by_its_solution_and_by_nothing_less(lesson):
    """The start does not do; nor does the solution without its last edit."""
    assert list(lesson.tasks)
    for task in lesson.tasks:
        assert task.unmet(task.scenario)
        assert not task.unmet(task.solved)
        assert task.unmet(edited(task.scenario, task.solution[:-1]))


@by_name("lesson")
def test_every_question_has_one_truth_and_options_that_differ_from_it(lesson):
    """Truth and distractors are computed; what a distractor gets is its idea, or whose it is."""
    questions = list(lesson.questions)
    assert len(questions) >= 2
    for question in questions:
        assert question.accepts(question.truth)
        assert feedback(question, question.truth).right
        if question.form is Form.CHOICE:
            assert len(question.options) >= 2
            assert [one.value for one in question.options if one.right] == [question.truth]
            assert len({one.value for one in question.options}) == len(question.options)
        for option in question.options:
            if not option.right:
                assert not question.accepts(option.value)
                told = feedback(question, option.value)
                assert not told.right
                assert bool(told.idea) is bool(option.models)


@by_name("lesson")
def test_every_place_is_there(lesson):
    """What a lesson points at happens in the trace."""
    for page in lesson.pages:
        for block in page.blocks:
            if isinstance(block, Point):
                assert block.target.step(page.scenario) is not None


@by_name("lesson")
def test_an_answer_comes_with_its_reason_and_no_word_has_to_be_guessed(lesson):
    """Whoever is wrong reads why; what is answered by a word is chosen."""
    for question in lesson.questions:
        assert question.why
        if isinstance(question.truth, str):
            assert question.form is Form.CHOICE


def asked_in_a_row():
    """Yield each question of a page with the next one."""
    for lesson in LESSONS:
        for page in lesson.pages:
            asked = [block for block in page.blocks if isinstance(block, Question)]
            yield from pairwise(asked)


def test_a_wrong_answer_does_not_tell_the_next_one():
    """What is said of whom an answer would be true of is not asked next, in the same state."""
    for one, other in asked_in_a_row():
        same = one.subject.topic is other.subject.topic and one.scenario == other.scenario
        named = {who for option in one.options for who in option.others}
        assert not (same and other.subject.semantics in named), other.ask


def test_every_wrong_idea_fails_at_a_question():
    """Whoever has an idea is told so somewhere in the course."""
    caught = {
        model.name
        for lesson in LESSONS
        for question in lesson.questions
        for option in question.options
        for model in option.models
    }

    assert caught == {model.name for model in WRONG_MODELS}


def test_who_fails_is_who_the_models_say():
    """An idea that a question offers is one that fails on its state."""
    for lesson in LESSONS:
        for question in lesson.questions:
            if question.subject.semantics is not Semantics.BEFORE:
                failing = failing_ideas(question.subject.semantics, question.scenario)
                names = {idea.model.name for idea in failing}
                said = {model.name for option in question.options for model in option.models}
                assert said <= names


def test_a_lesson_reads_well_as_a_plain_file():
    """No line is too wide for a page, and one blank line at most stands between two things."""
    for path in FILES:
        text = path.read_text(encoding="utf-8")
        assert "\n\n\n" not in text
        assert text.endswith("```\n")
        prose = re.sub(r"^```.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL)
        assert max(map(len, prose.splitlines())) <= 140


def drain_survey(space):
    """What gva_to_gpa of after says wrong, counted over a space."""
    counted = drain(Counting(space).run(Semantics.BEFORE, Semantics.AFTER))
    return next(one.numbers for one in counted if one.item is Item.TRANSLATION)


def test_the_numbers_of_the_claims_are_counted():
    """The lesson's figures of one access are those of the whole space."""
    survey = Survey(STATE_SPACES[PagingMode.PAE, SpaceName.ACCESS])
    before, after = (
        {
            quantity: survey.values(semantics, quantity)
            for quantity in (Quantity.ACCESSED, Quantity.VMEXITS, Quantity.ERROR_CODE)
        }
        for semantics in (Semantics.BEFORE, Semantics.AFTER)
    )
    counts = {
        "131,072": len(survey.space),
        "7,488": np.count_nonzero(before[Quantity.ACCESSED] & ~after[Quantity.ACCESSED]),
        "7,776": np.count_nonzero((before[Quantity.VMEXITS] == 2) & (after[Quantity.VMEXITS] == 1)),
        "3,072": np.count_nonzero(before[Quantity.ERROR_CODE] != after[Quantity.ERROR_CODE]),
    }

    walks = Survey(STATE_SPACES[PagingMode.PAE, SpaceName.WALK])
    counts["8,192"] = len(walks.space)
    translated = drain_survey(SPACES[PagingMode.PAE, SpaceKind.WALK])
    counts["2,560"] = translated[What.COUNT]

    for text, number in counts.items():
        assert text == f"{number:,}"
        assert text in CLAIMS
