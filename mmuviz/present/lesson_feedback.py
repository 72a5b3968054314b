"""What is said to an answer: right or not, the idea behind it, where it fails here, the rule."""

from dataclasses import dataclass
from typing import Final

from mmuviz.core.lessons.fact import Topic, Value
from mmuviz.core.lessons.question import Question
from mmuviz.core.models.wrong import WrongModel
from mmuviz.present.idea_board import IdeaBoard, idea_board
from mmuviz.present.lesson_words import WALKER, value_text
from mmuviz.present.misconceptions import MISCONCEPTIONS, explain
from mmuviz.present.wording import listed

_CODES: Final = frozenset({Topic.ERROR_CODE, Topic.ENDING})
"""What has the error code in its answer: only there an explanation names it."""


@dataclass(frozen=True, slots=True)
class Feedback:
    """The answer to an answer.

    Attributes:
        right: whether the answer is right.
        headline: a sentence.
        truth: the right answer, short.
        idea: the wrong idea as somebody who has it would say it; empty without one.
        text: where it goes wrong here; empty without an idea.
        rule: what is right; empty without an idea.
        source: where the rule stands; empty without an idea.
        why: what the lesson's author says of the question; may be empty.
        model: the wrong idea; None without one. `smallest_state` opens the state to look at.
        boards: each idea that says so beside the truth, that one first.
    """

    right: bool
    headline: str
    truth: str
    idea: str = ""
    text: str = ""
    rule: str = ""
    source: str = ""
    why: str = ""
    model: WrongModel | None = None
    boards: tuple[IdeaBoard, ...] = ()


def feedback(question: Question, value: Value) -> Feedback:
    """Say what is to be said to an answer."""
    subject, judged = question.subject, question.judged(value)
    truth = value_text(subject, question.truth, question.scenario)
    said = value_text(subject, value, question.scenario)
    if judged.right:
        return Feedback(True, "Right.", truth, why=question.why)
    wrong = f"Not {said}: it is {truth}."
    if subject.topic is Topic.CHECK:
        wrong = f"Not so: the check {truth}."
    if subject.topic is Topic.GPA and value is None:
        wrong = f"No fault: it is {truth}."
    if judged.models:
        model = judged.models[0]
        words = MISCONCEPTIONS[model.name]
        return Feedback(
            False,
            wrong,
            truth,
            words.title,
            f"{words.wrong} {explain(model, question.scenario, code=subject.topic in _CODES)}",
            words.rule,
            words.source,
            question.why,
            model,
            tuple(idea_board(one, subject.semantics, question.scenario) for one in judged.models),
        )
    if judged.others:
        who = listed([WALKER[semantics] for semantics in judged.others])
        wrong = f"{said} would be the answer for {who}. Here it is {truth}."
    return Feedback(False, wrong, truth, why=question.why)
