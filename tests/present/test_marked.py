"""What a marking says to a student, to an autograder and to a spreadsheet."""

import json
import re

import pytest

from mmuviz.core.exercises.difficulty import Part
from mmuviz.core.exercises.make import make_questions
from mmuviz.core.exercises.marking import Given, PartMark, QuestionMark, mark_question
from mmuviz.core.exercises.slips import Slip
from mmuviz.core.exercises.spec import SheetSpec
from mmuviz.core.paging import PagingMode
from mmuviz.present.answer import plain
from mmuviz.present.marked import (
    Marked,
    csv_rows,
    csv_text,
    mark_answers,
    marked_lines,
    marked_record,
)

SPEC = SheetSpec(PagingMode.PAE, 2, 5, 4)
QUESTIONS = tuple(make_questions(SPEC))


def right(question):
    return {part: Given(question.answer.values[part]) for part in question.parts}


def as_idea(question, name):
    """The answers of somebody who has the idea."""
    (idea,) = [each for each in question.ideas if each.model.name == name]
    return right(question) | {part: Given(value) for part, value in idea.wrong.items()}


def marked(*answers, name="", troubles=(), file="ann.txt"):
    marks = tuple(mark_question(q, a) for q, a in zip(QUESTIONS, answers, strict=True))
    return Marked(file, name, troubles, marks)


def known():
    """A question on which one idea alone fails, and its name."""
    return next(
        (place, question.ideas[0].model.name)
        for place, question in enumerate(QUESTIONS)
        if len(question.ideas) == 1
    )


def test_full_marks_need_no_words():
    """One line."""
    full = marked(*map(right, QUESTIONS), name="Ann")
    assert plain(marked_lines(full)) == "ann.txt  Ann  8 of 8 points\n"
    assert (full.score, full.max_score, full.ideas) == (8, 8, {})


def test_an_idea_is_named_and_explained(golden):
    """With what was said, what is right, and how often the idea came up."""
    place, name = known()
    answers = [right(question) for question in QUESTIONS]
    answers[place] = as_idea(QUESTIONS[place], name)
    answers[(place + 1) % 4] = {}
    answers[(place + 2) % 4] |= {Part.PATH: Given(trouble='found "x", expected indices')}
    report = marked(*answers, name="Bo", troubles=("line 3: found nonsense",))
    golden("marked.txt", plain(marked_lines(report)))
    assert report.score == 8 - 1 - 2 - 1
    assert sum(report.ideas.values()) == 1


@pytest.mark.parametrize("slip", Slip)
def test_every_slip_has_its_words(slip):
    """Behind the right answer, in brackets."""
    question = QUESTIONS[0]
    path = question.answer.values[Part.PATH]
    mark = PartMark(Part.PATH, Given((9,)), path, 0, slip)
    report = Marked("x.txt", "", (), (QuestionMark(question, (mark,), ()),))
    line = plain(marked_lines(report)).splitlines()[2]
    assert re.fullmatch(r"    path: 9; right is [0-9 ]+ \([a-z ,]+\)", line)


def test_ideas_that_cannot_be_told_apart_are_all_named():
    """Perhaps this one, perhaps that one."""
    several = next(
        question
        for seed in range(20)
        for question in make_questions(SheetSpec(PagingMode.PAE, 2, seed, 10))
        if len(question.ideas) > 1
    )
    said = right(several) | {Part.RESULT: Given(several.ideas[0].wrong[Part.RESULT])}
    report = Marked("x.txt", "", (), (mark_question(several, said),))
    text = plain(marked_lines(report))
    assert text.count("Perhaps the idea behind it: ") == len(report.questions[0].ideas) > 1
    assert report.ideas == {}


def test_the_record_is_what_autograders_read():
    """Tests with name, score, max_score and output; JSON through and through."""
    place, name = known()
    answers = [right(question) for question in QUESTIONS]
    answers[place] = as_idea(QUESTIONS[place], name)
    record = json.loads(json.dumps(marked_record(marked(*answers, troubles=("a", "b")))))
    assert (record["score"], record["output"]) == (7, "a\nb")
    assert len(record["tests"]) == 8
    assert all(set(test) == {"name", "score", "max_score", "output"} for test in record["tests"])
    (lost,) = [test for test in record["tests"] if not test["score"]]
    assert lost["name"] == f"Question {place + 1}: result"
    assert "The idea behind it: " in lost["output"]
    assert sum(record["extra_data"]["ideas"].values()) == 1
    assert record["extra_data"]["max_score"] == 8


def test_no_cell_of_a_table_is_a_formula():
    """What a student wrote begins with an apostrophe where a spreadsheet would reckon."""
    full = list(map(right, QUESTIONS))
    strange = marked(*full, name="Ann", file="-x.txt", troubles=("@a",))
    rows = csv_rows([marked(*full, name="=1+1"), strange])
    assert rows[0][:4] == ["file", "name", "score", "max_score"]
    assert rows[0][4:] == [*(f"question {number}" for number in range(1, 5)), "ideas", "troubles"]
    assert rows[1] == ["ann.txt", "'=1+1", "8", "8", "2", "2", "2", "2", "", ""]
    assert rows[2][0] == "'-x.txt"
    assert rows[2][-1] == "'@a"


def test_a_row_of_noughts_tells_why():
    """An empty file is not a wrong one, and one without a name has to be asked for it."""
    full, none = list(map(right, QUESTIONS)), [{}, {}, {}, {}]
    rows = csv_rows(
        [
            marked(*full),
            marked(*none, name="Ann"),
            marked(*none),
            marked(*none, name="Bo", troubles=("larger than 1 MiB",)),
        ]
    )
    assert [row[-1] for row in rows[1:]] == [
        "no name",
        "empty",
        "empty; no name",
        "larger than 1 MiB; no answer",
    ]


def test_answers_are_marked_in_one_way():
    """Those of questions that are not answered count nothing."""
    given = {1: right(QUESTIONS[0]), 3: {}}
    report = mark_answers("a.txt", "Ann", ["line 1: x"], QUESTIONS, given)
    assert report == marked(
        right(QUESTIONS[0]), {}, {}, {}, name="Ann", troubles=("line 1: x",), file="a.txt"
    )
    assert report.score == 2


def test_a_table_as_text():
    """A row a line, cells in quotes where they have commas."""
    report = marked(*map(right, QUESTIONS), name="Ann, B")
    head, row = csv_text([report]).splitlines()
    assert head.startswith("file,name,score,max_score,question 1,")
    assert row == 'ann.txt,"Ann, B",8,8,2,2,2,2,,'
