"""The panel of a predicted walk: the question, or what became of the answer, as plain data."""

from dataclasses import dataclass
from enum import Enum

from mmuviz.core.models.wrong import WrongModel
from mmuviz.core.operation import Touch
from mmuviz.core.predict.question import Answer, Asks, Choice, Question
from mmuviz.core.predict.round import Round
from mmuviz.core.shadow.program import run_program
from mmuviz.core.trace import Semantics, Trace
from mmuviz.present.exit_tally import answer_text as guest_gets
from mmuviz.present.idea_board import IdeaBoard, decision_board
from mmuviz.present.misconceptions import MISCONCEPTIONS, explain
from mmuviz.present.predict_words import answer_text, question_text, rule_of, situation
from mmuviz.present.student import Student
from mmuviz.present.wording import amount

_TAGS = {
    Semantics.BEFORE: "before",
    Semantics.AFTER: "after",
    Semantics.HARDWARE: "the processor",
}


class Mark(Enum):
    """What an option is."""

    OPEN = "open"
    RIGHT = "right"
    WRONG = "wrong"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Option:
    """An answer on offer.

    Attributes:
        key: the key that gives it.
        text: the answer.
        detail: what stands small beside it; may be empty.
        mark: what it is.
        tag: who says it: `the processor`, `your answer`; empty while the question is open.
    """

    key: str
    text: str
    detail: str
    mark: Mark
    tag: str


@dataclass(frozen=True, slots=True)
class IdeaBox:
    """The wrong idea behind an answer.

    Attributes:
        model: the idea.
        caption: `The idea behind 0x5`.
        title: the idea, as somebody who has it would say it.
        text: what is wrong with it, and where it goes wrong here.
        times: how often it came up lately.
    """

    model: WrongModel
    caption: str
    title: str
    text: str
    times: str


@dataclass(frozen=True, slots=True)
class Panel:
    """What stands beside the walk.

    Attributes:
        heading: `Question 4`, `Right`, `Not so`, ...
        marks: the answers so far: whether each was right.
        situation: what is known, a line each.
        text: the question, or what there is to say.
        options: what may be answered, or was.
        told: what happened; may be empty.
        ideas: the ideas behind a wrong answer.
        rule: the rule; while the question is open it is a hint, and empty where nobody wants it.
        source: where the rule stands.
        following: what Enter does; empty where it does nothing.
        right: whether the answer is right; None where none is shown.
        done: every question is answered, and the walk may be asked again.
        is_open: there is a question to answer, and a hint to be had.
        retry: the answer that is shown is the last one, and may be taken back.
        boards: each of the ideas beside the truth.
    """

    heading: str
    marks: tuple[bool, ...]
    situation: tuple[str, ...] = ()
    text: str = ""
    options: tuple[Option, ...] = ()
    told: str = ""
    ideas: tuple[IdeaBox, ...] = ()
    rule: str = ""
    source: str = ""
    following: str = ""
    right: bool | None = None
    done: bool = False
    is_open: bool = False
    retry: bool = False
    boards: tuple[IdeaBoard, ...] = ()

    @property
    def spoken(self) -> str:
        """All of it, as a screen reader says it."""
        options = [
            f"{option.key}: {' '.join(filter(None, (option.text, option.detail, option.tag)))}"
            for option in self.options
        ]
        ideas = [f"{idea.title}. {idea.text}" for idea in self.ideas]
        return ". ".join(filter(None, (self.heading, self.text, *options, *ideas, self.rule)))

    @property
    def why(self) -> str:
        """In a sentence or two why, for a projector: what happened, or the rule."""
        ideas = [f"{idea.caption}: {idea.title}." for idea in self.ideas[:1]]
        return " ".join(filter(None, (*ideas, self.told or self.rule)))

    @property
    def keys(self) -> str:
        """Which keys go on, for where there are no buttons."""
        last = "P ends predicting"
        if self.is_open:
            return f"1 to {len(self.options)}: answer · H: the rule · {last}"
        again = ["R: try again"] if self.retry else []
        return " · ".join([f"Enter: {self.following.lower()}", *again, last])


def panel(now: Round, step: int, student: Student, *, told: bool, hint: bool = False) -> Panel:
    """Return the panel at a step.

    Args:
        now: what was answered.
        step: the step that is shown.
        student: the record, the last answer included.
        told: the last answer was given just now, and what became of it is still to be read.
        hint: the rule is wanted before the answer.
    """
    marks = tuple(answer == question.right for question, answer in now.answered)
    asked = now.asked
    if told:
        return _told(now, *now.answered[-1], student, marks)
    if asked is not None and step == asked.known:
        return _open(now, asked, marks, hint=hint)
    if asked is None and now.ends and step == len(now.seen.events) - 1:
        text = "What comes next is the lesson's question."
        return Panel("The lesson asks", marks, situation(now.trace, step), text)
    shown = [pair for pair in now.answered if pair[0].reveals == step]
    at_end = asked is None and step == len(now.trace.events)
    if shown and not at_end:
        return _told(now, *shown[-1], student, marks)
    if asked is not None or now.ends:
        text = "Nothing is decided here. Step on, or go to the question."
        return Panel(_number(marks), marks, situation(now.trace, step), text, following="Next")
    return _all_answered(now, step, marks)


def _number(marks: tuple[bool, ...]) -> str:
    return f"Question {len(marks) + 1}"


def _open(now: Round, asked: Question, marks: tuple[bool, ...], *, hint: bool) -> Panel:
    options = tuple(
        Option(str(number), *answer_text(asked, choice.answer, now.trace.scenario), Mark.OPEN, "")
        for number, choice in enumerate(asked.choices, 1)
    )
    known = situation(now.trace, asked.known)
    rule, source = rule_of(asked, now.trace.scenario.cpu.mode) if hint else ("", "")
    return Panel(
        _number(marks),
        marks,
        known,
        question_text(asked, now.trace),
        options,
        rule=rule,
        source=source,
        is_open=True,
    )


def _all_answered(now: Round, step: int, marks: tuple[bool, ...]) -> Panel:
    known = situation(now.trace, step)
    if not now.questions:
        text = "This walk decides nothing: there is nothing to predict."
        if now.begins:
            text = "Nothing is decided any more: there is nothing to predict."
        return Panel("Nothing to ask", marks, known, text)
    text = f"{now.right} of {amount(len(now.questions), 'answer')} right. All of the walk is shown."
    return Panel("All answered", marks, known, text, done=True)


def _told(
    now: Round, question: Question, answer: Answer, student: Student, marks: tuple[bool, ...]
) -> Panel:
    scenario, right = now.trace.scenario, answer == question.right
    options = tuple(
        Option(
            str(number),
            *answer_text(question, choice.answer, scenario),
            _mark(question, choice, answer),
            _tag(question, choice, answer),
        )
        for number, choice in enumerate(question.choices, 1)
    )
    ideas = question.choice(answer).ideas
    several = len(ideas) > 1
    boxes = tuple(_box(now, question, answer, model, student, several=several) for model in ideas)
    rule, source = rule_of(question, scenario.cpu.mode)
    if len(ideas) == 1:
        rule, source = MISCONCEPTIONS[ideas[0].name].rule, MISCONCEPTIONS[ideas[0].name].source
    return Panel(
        "Right" if right else "Not so",
        marks,
        (),
        question_text(question, now.trace),
        options,
        _what_happened(question, now.trace),
        boxes,
        rule,
        source,
        "Next" if now.asked or now.ends or question.asks is Asks.EXIT else "To the end",
        right,
        retry=question is now.answered[-1][0],
        boards=tuple(decision_board(idea, question, answer, now.trace) for idea in ideas),
    )


def _mark(question: Question, choice: Choice, answer: Answer) -> Mark:
    if choice.answer == question.right:
        return Mark.RIGHT
    return Mark.WRONG if choice.answer == answer else Mark.OTHER


def _tag(question: Question, choice: Choice, answer: Answer) -> str:
    if choice.answer == answer:
        return "your answer"
    return _TAGS[question.semantics] if choice.answer == question.right else ""


def _what_happened(question: Question, trace: Trace) -> str:
    """Say what no step of the walk shows."""
    if question.asks is not Asks.EXIT:
        return ""
    touch = Touch(trace.scenario.access)
    (done,) = run_program(trace.semantics, trace.scenario, (touch,))
    exits = amount(done.result.vmexits, "vmexit")
    return f"{exits} in all, from a cold shadow; the guest gets: {guest_gets(done)}."


def _box(  # noqa: PLR0913  # what an idea is told with
    now: Round,
    question: Question,
    answer: Answer,
    model: WrongModel,
    student: Student,
    *,
    several: bool,
) -> IdeaBox:
    words, trace = MISCONCEPTIONS[model.name], now.trace
    said = answer_text(question, answer, trace.scenario)[0]
    to_come = {one.asks for one in now.questions[len(now.answers) :]}
    tells = question.asks is not Asks.CHECK and not to_come & {Asks.BIT, Asks.CODE}
    caption = "Perhaps the idea behind" if several else "The idea behind"
    return IdeaBox(
        model,
        f"{caption} “{said}”",
        words.title,
        f"{words.wrong} {explain(model, trace.scenario, code=tells)}",
        student.recently(model.name),
    )
