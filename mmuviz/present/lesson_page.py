"""A page of a lesson as plain data: text, places to highlight, questions, tasks."""

from dataclasses import dataclass

from mmuviz.core.lessons.fact import Value
from mmuviz.core.lessons.lesson import Lesson, Point, Task, Text
from mmuviz.core.lessons.question import Form, Question
from mmuviz.core.lessons.target import Stage, Target
from mmuviz.core.scenario import Scenario
from mmuviz.core.trace import Trace, record
from mmuviz.present.lesson_words import (
    prompt,
    scenario_text,
    target_text,
    value_detail,
    value_text,
)
from mmuviz.present.narrate import headline


@dataclass(frozen=True, slots=True)
class TextBlock:
    """Markdown to render."""

    markdown: str


@dataclass(frozen=True, slots=True)
class PointBlock:
    """A place to highlight.

    Attributes:
        target: the place.
        step: the step, from 1, at which the walk or the run comes to it.
        where: the place in words.
        say: what is to be seen there, Markdown.
        happens: what the step does, as the window says it; empty behind a walk.
    """

    target: Target
    step: int
    where: str
    say: str
    happens: str


@dataclass(frozen=True, slots=True)
class OptionRow:
    """An answer to choose.

    Attributes:
        key: the key that chooses it: `1`.
        label: the answer.
        detail: what it means; may be empty.
        value: the answer itself.
        right: whether it is true; not to be shown before somebody has answered.
    """

    key: str
    label: str
    detail: str
    value: Value
    right: bool


@dataclass(frozen=True, slots=True)
class QuestionBlock:
    """A question.

    Attributes:
        number: counted through the lesson, from 1.
        count: how many the lesson has.
        question: what is asked.
        state: of which state, in words; empty where it is the page's.
        options: what to choose from; empty where the answer is typed.
        prompt: what may be typed; empty where it is chosen.
    """

    number: int
    count: int
    question: Question
    state: str
    options: tuple[OptionRow, ...]
    prompt: str

    @property
    def progress(self) -> str:
        """`question 4 of 7`."""
        return f"question {self.number} of {self.count}"


@dataclass(frozen=True, slots=True)
class GoalRow:
    """A goal of a task, and whether a state meets it."""

    text: str
    met: bool


@dataclass(frozen=True, slots=True)
class TaskBlock:
    """A state to construct.

    Attributes:
        task: the task.
        goals: what has to be so, as it is at the start.
    """

    task: Task
    goals: tuple[GoalRow, ...]


ShownBlock = TextBlock | PointBlock | QuestionBlock | TaskBlock


@dataclass(frozen=True, slots=True)
class ShownPage:
    """A page.

    Attributes:
        number: from 1.
        count: how many the lesson has.
        title: its heading; the lesson's where it has none.
        state: what the window shows beside it.
        blocks: what is on it.
    """

    number: int
    count: int
    title: str
    state: str
    blocks: tuple[ShownBlock, ...]


def pages(lesson: Lesson) -> tuple[ShownPage, ...]:
    """Return a lesson's pages as they are shown."""
    shown, asked, count = [], 0, len(list(lesson.questions))
    for number, page in enumerate(lesson.pages, 1):
        blocks: list[ShownBlock] = []
        for block in page.blocks:
            match block:
                case Text(markdown):
                    blocks.append(TextBlock(markdown))
                case Point():
                    blocks.append(_point(block, page.scenario))
                case Question():
                    asked += 1
                    blocks.append(_question(block, page.scenario, asked, count))
                case Task():  # pragma: no branch  # there is no other
                    blocks.append(TaskBlock(block, goals(block, block.scenario)))
        title, state = page.title or lesson.title, scenario_text(page.scenario)
        shown.append(ShownPage(number, len(lesson.pages), title, state, tuple(blocks)))
    return tuple(shown)


def goals(task: Task, scenario: Scenario) -> tuple[GoalRow, ...]:
    """Return the goals of a task, and which of them a state meets."""
    unmet = task.unmet(scenario)
    return tuple(GoalRow(goal.text, goal not in unmet) for goal in task.goals)


def _point(point: Point, scenario: Scenario) -> PointBlock:
    target = point.target
    step = target.step(scenario)
    assert step is not None, "a lesson that was read points at what there is"
    happens = ""
    if target.stage is Stage.WALK:
        happens = _happens(record(target.semantics, scenario), step)
    return PointBlock(target, step, target_text(target, scenario), point.say, happens)


def _happens(trace: Trace, step: int) -> str:
    return headline(trace, step).title


def _question(question: Question, beside: Scenario, number: int, count: int) -> QuestionBlock:
    subject, scenario = question.subject, question.scenario
    chosen = question.form is Form.CHOICE
    rows = [
        OptionRow(
            str(key),
            value_text(subject, option.value, scenario),
            value_detail(subject, option.value),
            option.value,
            option.right,
        )
        for key, option in enumerate(question.options if chosen else (), 1)
    ]
    state = "" if scenario == beside else scenario_text(scenario)
    return QuestionBlock(
        number, count, question, state, tuple(rows), "" if chosen else prompt(question)
    )
