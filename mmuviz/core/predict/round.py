"""A walk that is predicted: what was answered so far, and how much of the walk that lets see."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from mmuviz.core.predict.decisions import questions
from mmuviz.core.predict.question import Answer, Asks, Question
from mmuviz.core.predict.veil import veil
from mmuviz.core.trace import Trace


@dataclass(frozen=True, slots=True)
class Round:
    """The questions of a walk, asked in their order, each once.

    Attributes:
        trace: the whole walk.
        questions: all of them; how many there are tells how the walk ends.
        answers: what was answered, in that order.
        begins: the step at which it begins: what lies before it is known, and not asked.
        ends: the first step that stays hidden whatever is answered; None: none does.
    """

    trace: Trace
    questions: tuple[Question, ...]
    answers: tuple[Answer, ...] = ()
    begins: int = 0
    ends: int | None = None

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
        if asked is not None:
            bits = tuple(
                (one.bit, bool(one.right)) for one, _ in self.answered if one.asks is Asks.BIT
            )
            return veil(self.trace, asked.known, asked.anchor, asked.level, bits)
        if self.ends is None:
            return self.trace
        event = self.trace.events[self.ends - 1]
        return veil(self.trace, self.ends - 1, event.anchor, getattr(event, "level", None))

    def answer(self, answer: Answer) -> "Round":
        """Return the round with the open question answered.

        Raises:
            LookupError: that is not on offer, or nothing is asked.
        """
        if self.asked is None:
            raise LookupError("nothing is asked")
        self.asked.choice(answer)
        return replace(self, answers=(*self.answers, answer))

    def back(self) -> "Round":
        """Return the round with the last answer taken back."""
        return replace(self, answers=self.answers[:-1])

    def again(self) -> "Round":
        """Return the round from its start."""
        return replace(self, answers=())


def start(
    trace: Trace,
    weights: Mapping[str, int] | None = None,
    begins: int = 0,
    ends: int | None = None,
) -> Round:
    """Return the round of a walk.

    Args:
        trace: the whole walk.
        weights: as in `questions`.
        begins: the step at which it begins; at the end of the walk nothing is asked any more.
        ends: the first step that stays hidden, though none up to `begins` does; None: none does.
    """
    last = len(trace.events)
    if ends is not None:
        ends = max(ends, begins + 1) if begins < last else None
    asked = tuple(
        one
        for one in questions(trace, weights)
        if begins <= one.known and begins < last and (ends is None or one.reveals < ends)
    )
    return Round(trace, asked, begins=begins, ends=ends)
