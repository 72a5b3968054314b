"""The student's own picture: what came up, how often, over time; and back from its file."""

import json

import pytest

from mmuviz.present.student import (
    RECENT,
    BadRecordError,
    Given,
    Student,
    dump_student,
    lesson_answer,
    load_student,
    student_csv,
)
from mmuviz.resources import tutorials
from mmuviz.sources.lesson_file import read_lesson

LEAF, CODE = "leaf-alone", "code-describes-page"


def given(day, *ideas, offered=(LEAF,), right=False):
    """An answer of that day."""
    time = f"2026-03-{day:02}T10:00:00+00:00"
    return Given(time, "hardware", "error code", right, ideas, tuple(offered))


STUDENT = Student(
    (
        given(1, LEAF),
        given(2, right=True),
        given(3, LEAF, CODE, offered=(LEAF, CODE)),
        given(4, offered=()),
    )
)


def test_the_ideas_that_came_up():
    """The most frequent first, with every time that it was on offer."""
    rows = STUDENT.rows()
    assert [(row.name, row.picked, row.offered, row.last) for row in rows] == [
        (LEAF, 2, 3, "2026-03-03"),
        (CODE, 1, 1, "2026-03-03"),
    ]
    assert rows[0].recent == (True, False, True)
    assert rows[0].title == "The last entry decides alone"
    assert Student().rows() == ()


def test_the_weight_of_an_idea():
    """How many of its last ten chances picked it: what is long ago counts no more."""
    assert STUDENT.weights() == {LEAF: 2, CODE: 1}
    better = STUDENT
    for day in range(5, 5 + RECENT):
        better = better.add(given(day, right=True))
    assert better.weights() == {LEAF: 0, CODE: 1}
    count = len(STUDENT.given)
    assert STUDENT.recently(LEAF) == f"This idea came up twice in the last {count} answers."
    assert better.recently(LEAF) == "This idea came up 0 times in the last 10 answers."


def test_the_summary():
    """How many are right, and since when."""
    assert Student().summary() == "No answer yet."
    assert Student((given(1),)).summary() == "0 of 1 answers wholly right, on 2026-03-01."
    assert STUDENT.summary() == "1 of 4 answers wholly right, from 2026-03-01 to 2026-03-04."


def test_the_file_comes_back():
    """As JSON; an idea of another version is dropped, its answer kept."""
    assert load_student(dump_student(STUDENT)) == STUDENT
    other = dump_student(Student((given(1, LEAF),))).replace(LEAF, "an-idea-to-come")
    assert load_student(other) == Student((given(1, offered=()),))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        '{"mmuviz-student": 2, "answers": []}',
        '{"mmuviz-student": 1, "answers": [1]}',
        '{"mmuviz-student": 1, "answers": [{"right": "yes"}]}',
        '{"mmuviz-student": 1, "answers": 7}',
    ],
)
def test_what_is_no_record(text):
    """Another form, another file, half a file."""
    with pytest.raises(BadRecordError):
        load_student(text)


def test_the_table():
    """A row an answer."""
    assert student_csv(STUDENT).splitlines()[:-1] == [
        "time,semantics,asked,right,ideas,offered",
        "2026-03-01T10:00:00+00:00,hardware,error code,0,leaf-alone,leaf-alone",
        "2026-03-02T10:00:00+00:00,hardware,error code,1,,leaf-alone",
        f"2026-03-03T10:00:00+00:00,hardware,error code,0,{LEAF} {CODE},{LEAF} {CODE}",
    ]
    assert json.loads(dump_student(Student())) == {"mmuviz-student": 1, "answers": []}


def test_an_answer_to_a_lesson():
    """Whose it is, what was asked, the ideas that say so, and all that were on offer."""
    lesson = read_lesson(tutorials() / "lessons" / "11-the-order-of-checks.md")
    question = next(lesson.questions)
    wrong = next(one for one in question.options if one.models)
    given = lesson_answer("2026-03-01T10:00:00+00:00", question, wrong.value)
    assert (given.semantics, given.asked, given.right) == ("hardware", "error_code", False)
    assert given.ideas == tuple(model.name for model in wrong.models)
    assert set(given.ideas) < set(given.offered)
    assert len(set(given.offered)) == len(given.offered)
    right = lesson_answer("2026-03-01T10:00:00+00:00", question, question.truth)
    assert (right.right, right.ideas, right.offered) == (True, (), given.offered)
