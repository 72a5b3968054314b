"""A student's own picture: which wrong ideas showed up, how often, over time.

The rule by which questions favour what is weak: the weight of an idea is how many of the last ten
answers where it was on offer picked it. Where more wrong answers are to be had than there is room
for, those of the heaviest ideas are offered.
"""

import csv
import io
import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, Final

from mmuviz.core.lessons.fact import Value
from mmuviz.core.lessons.question import Question
from mmuviz.core.models.wrong import WRONG_MODELS
from mmuviz.present.misconceptions import MISCONCEPTIONS

RECENT: Final = 10
"""So many of the last answers count as recent."""

FORMAT: Final = 1
"""The number of the file's form."""

_CSV_HEAD: Final = ("time", "semantics", "asked", "right", "ideas", "offered")


class BadRecordError(ValueError):
    """A text is no student's record."""


@dataclass(frozen=True, slots=True)
class Given:
    """An answer that was given.

    Attributes:
        time: when, ISO 8601 with the zone, to the second.
        semantics: whose walk was asked about.
        asked: what was asked: the value of an `Asks`, in a lesson of a `Topic`, or `exercise` for
            a question of a set.
        right: whether it was right.
        ideas: the names of the wrong ideas that say the same; none for a right answer.
        offered: the names of those that were on offer.
    """

    time: str
    semantics: str
    asked: str
    right: bool
    ideas: tuple[str, ...] = ()
    offered: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class IdeaRow:
    """An idea in the student's picture.

    Attributes:
        name: the idea's name.
        title: the idea in words.
        picked: how often its answer was given.
        offered: how often it was on offer.
        last: the day it was picked last: `2026-03-01`.
        recent: the last times it was on offer, oldest first: whether it was picked.
    """

    name: str
    title: str
    picked: int
    offered: int
    last: str
    recent: tuple[bool, ...]


@dataclass(frozen=True, slots=True)
class Student:
    """All answers, the oldest first."""

    given: tuple[Given, ...] = ()

    def add(self, given: Given) -> "Student":
        """Return the record with one answer more."""
        return replace(self, given=(*self.given, given))

    def weights(self) -> dict[str, int]:
        """Return how weak the student is in each idea: the rule at the head of this module."""
        return {
            model.name: sum(self.chances(model.name)[-RECENT:])
            for model in WRONG_MODELS
            if any(self.chances(model.name))
        }

    def chances(self, idea: str) -> tuple[bool, ...]:
        """Return each time an idea was on offer, oldest first: whether it was picked."""
        return tuple(idea in one.ideas for one in self.given if idea in one.offered)

    def recently(self, idea: str) -> str:
        """Say in how many of the last ten answers an idea came up."""
        lately = self.given[-RECENT:]
        times = sum(idea in one.ideas for one in lately)
        often = {1: "once", 2: "twice"}.get(times, f"{times} times")
        last = "answer" if len(lately) == 1 else f"{len(lately)} answers"
        return f"This idea came up {often} in the last {last}."

    def rows(self) -> tuple[IdeaRow, ...]:
        """Return the ideas that came up, the most frequent first."""
        rows = [self._row(model.name) for model in WRONG_MODELS if any(self.chances(model.name))]
        return tuple(sorted(rows, key=lambda row: row.picked, reverse=True))

    def _row(self, idea: str) -> IdeaRow:
        chances = self.chances(idea)
        last = [one.time[:10] for one in self.given if idea in one.ideas][-1]
        title = MISCONCEPTIONS[idea].title
        return IdeaRow(idea, title, sum(chances), len(chances), last, chances[-RECENT:])

    def summary(self) -> str:
        """Say how many answers there are, and how many of them are right."""
        if not self.given:
            return "No answer yet."
        right = sum(one.right for one in self.given)
        days = sorted({one.time[:10] for one in self.given})
        span = f"on {days[0]}" if len(days) == 1 else f"from {days[0]} to {days[-1]}"
        return f"{right} of {len(self.given)} answers wholly right, {span}."


def lesson_answer(time: str, question: Question, value: Value) -> Given:
    """Return an answer to a question of a lesson, as the record keeps it."""
    judged = question.judged(value)
    ideas = tuple(model.name for model in judged.models)
    offered = (model.name for option in question.options for model in option.models)
    return Given(
        time,
        question.subject.semantics.value,
        question.subject.topic.value,
        judged.right,
        ideas,
        tuple(dict.fromkeys((*offered, *ideas))),
    )


def dump_student(student: Student) -> str:
    """Return the record as JSON, as it is kept and exported."""
    answers = [
        {
            "time": one.time,
            "semantics": one.semantics,
            "asked": one.asked,
            "right": one.right,
            "ideas": list(one.ideas),
            "offered": list(one.offered),
        }
        for one in student.given
    ]
    return json.dumps({"mmuviz-student": FORMAT, "answers": answers}, indent=1) + "\n"


def load_student(text: str) -> Student:
    """Read a record.

    Raises:
        BadRecordError: it is none.
    """
    try:
        loaded = json.loads(text)
        if loaded["mmuviz-student"] != FORMAT:
            raise BadRecordError(f"form {loaded['mmuviz-student']}, expected {FORMAT}")
        return Student(tuple(_given(one) for one in loaded["answers"]))
    except (ValueError, LookupError, TypeError) as problem:
        raise BadRecordError(str(problem)) from problem


def _given(one: dict[str, Any]) -> Given:
    if not isinstance(one["right"], bool):
        raise BadRecordError("right is neither true nor false")
    return Given(
        str(one["time"]),
        str(one["semantics"]),
        str(one["asked"]),
        one["right"],
        _names(one["ideas"]),
        _names(one["offered"]),
    )


def _names(names: Iterable[object]) -> tuple[str, ...]:
    """Return names of ideas; one of another version is dropped."""
    return tuple(str(name) for name in names if name in MISCONCEPTIONS)


def student_csv(student: Student) -> str:
    """Return the record as CSV: a row an answer."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(_CSV_HEAD)
    for one in student.given:
        words = (" ".join(one.ideas), " ".join(one.offered))
        writer.writerow((one.time, one.semantics, one.asked, int(one.right), *words))
    return out.getvalue()
