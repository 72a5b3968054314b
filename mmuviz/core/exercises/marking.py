"""Mark answers: a point a part, and the wrong idea that an answer comes from."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from mmuviz.core.exercises.answer import Idea, Value
from mmuviz.core.exercises.difficulty import Part
from mmuviz.core.exercises.question import Question
from mmuviz.core.exercises.slips import Slip, slip_of


@dataclass(frozen=True, slots=True)
class Given:
    """An answer to a part.

    Attributes:
        value: what it says; counts for nothing where there is trouble.
        trouble: why nobody can read it; empty where one can.
    """

    value: Value = None
    trouble: str = ""


UNANSWERED: Final = Given(trouble="no answer")
"""The answer to a part that is left out."""


@dataclass(frozen=True, slots=True)
class PartMark:
    """What an answer to a part is worth.

    Attributes:
        part: which.
        given: the answer.
        right: the right one.
        score: 1 or 0.
        slip: the mistake in reckoning that a wrong answer comes of, where one is known.
    """

    part: Part
    given: Given
    right: Value
    score: int
    slip: Slip | None = None


@dataclass(frozen=True, slots=True)
class QuestionMark:
    """What the answers to a question are worth.

    Attributes:
        question: the question.
        marks: one a part.
        ideas: the wrong ideas that explain most of what is wrong; several where one cannot tell.
    """

    question: Question
    marks: tuple[PartMark, ...]
    ideas: tuple[Idea, ...]

    @property
    def score(self) -> int:
        """The points."""
        return sum(mark.score for mark in self.marks)


def mark_question(question: Question, given: Mapping[Part, Given]) -> QuestionMark:
    """Mark the answers to a question; a part that is not given has no point."""
    answer = question.answer
    marks = []
    for part in question.parts:
        said = given.get(part, UNANSWERED)
        is_right = not said.trouble and answer.accepts(part, said.value)
        slip = None if is_right or said.trouble else slip_of(question, part, said.value)
        marks.append(PartMark(part, said, answer.values[part], int(is_right), slip))
    wrong = {
        mark.part: mark.given.value for mark in marks if not mark.score and not mark.given.trouble
    }
    return QuestionMark(question, tuple(marks), _behind(question, wrong, answer.either))


def _behind(
    question: Question, wrong: Mapping[Part, Value], either: frozenset[int]
) -> tuple[Idea, ...]:
    """Return the ideas that say most of what is wrong."""

    def explained(idea: Idea) -> int:
        return sum(
            part in wrong and _same(said, wrong[part], either) for part, said in idea.wrong.items()
        )

    ideas = question.ideas
    most = max(map(explained, ideas), default=0)
    return tuple(idea for idea in ideas if most and explained(idea) == most)


def _same(one: Value, other: Value, either: frozenset[int]) -> bool:
    """Whether two answers are the same, but for A where the manual leaves it open."""
    if isinstance(one, frozenset) and isinstance(other, frozenset):
        return one - either == other - either
    return one == other
