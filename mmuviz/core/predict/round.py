"""A walk that is predicted: what was answered so far, and how much of the walk that lets see."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from mmuviz.core.predict.decisions import questions
from mmuviz.core.predict.question import Answer, Question
from mmuviz.core.predict.veil import veil
from mmuviz.core.trace import Trace


@dataclass(frozen=True, slots=True)
class Round:
    """The questions of a walk, asked in their order, each once.

    Attributes:
        trace: the whole walk.
        questions: all of them; how many there are tells how the walk ends.
        answers: what was answered, in that order.
    """

    trace: Trace
    questions: tuple[Question, ...]
    answers: tuple[Answer, ...] = ()

    @property
    def asked(self) -> Question | None:
        """The question that is open; None where all are answered."""
        number = len(self.answers)
        return self.questions[number] if number < len(self.questions) else None

    @property
    def answered(self) -> tuple[tuple[Question, Answer], ...]:
        """The answered questions with their answers."""
        return tuple(zip(self.questions, self.answers, strict=False))

    @property
    def right(self) -> int:
        """How many answers are right."""
        return sum(answer == question.right for question, answer in self.answered)

    @property
    def seen(self) -> Trace:
        """The walk as far as it may be shown."""
        asked = self.asked
        if asked is None:
            return self.trace
        return veil(self.trace, asked.known, asked.anchor, asked.level)

    def answer(self, answer: Answer) -> "Round":
        """Return the round with the open question answered.

        Raises:
            LookupError: that is not on offer, or nothing is asked.
        """
        if self.asked is None:
            raise LookupError("nothing is asked")
        self.asked.choice(answer)
        return replace(self, answers=(*self.answers, answer))

    def again(self) -> "Round":
        """Return the round from its start."""
        return replace(self, answers=())


def start(trace: Trace, weights: Mapping[str, int] | None = None) -> Round:
    """Return the round of a walk; `weights` as in `questions`."""
    return Round(trace, questions(trace, weights))
