"""A set of questions while it is answered: what is written, and which question is open."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from mmuviz.core.exercises.difficulty import Part
from mmuviz.core.exercises.make import make_questions
from mmuviz.core.exercises.question import Question
from mmuviz.core.exercises.spec import SheetSpec


@dataclass(frozen=True, slots=True)
class Drill:
    """The questions of a sheet, and what somebody has written so far.

    Attributes:
        spec: what the set is made of.
        questions: those of the sheet with the same spec.
        typed: the answers as they are written, by question and part; empty ones may be missing.
        at: the place of the question that is open, from 0.
    """

    spec: SheetSpec
    questions: tuple[Question, ...]
    typed: Mapping[tuple[int, Part], str] = field(default_factory=dict)
    at: int = 0

    @property
    def question(self) -> Question:
        """The question that is open."""
        return self.questions[self.at]

    @property
    def is_first(self) -> bool:
        """Whether the open question is the first one."""
        return self.at == 0

    @property
    def is_last(self) -> bool:
        """Whether the open question is the last one."""
        return self.at == len(self.questions) - 1

    def text(self, part: Part) -> str:
        """Return what is written as the answer to a part of the open question."""
        return self.typed.get((self.question.number, part), "")

    def type(self, part: Part, text: str) -> "Drill":
        """Return the set with another answer to a part of the open question."""
        return replace(self, typed={**self.typed, (self.question.number, part): text})

    def go(self, at: int) -> "Drill":
        """Return the set with another question open, or the nearest there is."""
        return replace(self, at=min(max(at, 0), len(self.questions) - 1))


def begin(spec: SheetSpec) -> Drill:
    """Return the set of a spec with nothing written."""
    return Drill(spec, tuple(make_questions(spec)))
