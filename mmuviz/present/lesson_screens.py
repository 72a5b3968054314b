"""A lesson cut into screens: some text, places to look at, and at most one thing that is asked."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from mmuviz.core.lessons.expectation import Compares, Says
from mmuviz.core.lessons.fact import Topic
from mmuviz.core.lessons.lesson import Lesson
from mmuviz.core.lessons.question import SELECTS, Question
from mmuviz.core.lessons.target import Stage, Target
from mmuviz.core.scenario import Scenario
from mmuviz.core.trace import Semantics, record
from mmuviz.present.lesson_page import (
    PointBlock,
    QuestionBlock,
    ShownPage,
    TaskBlock,
    TextBlock,
    pages,
)
from mmuviz.present.lesson_words import path_text, scenario_text

_BEHIND: Final = frozenset({Topic.VMEXITS, Topic.ENDING})
"""What is seen behind the walk, not in it."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where the live window is to stand.

    Attributes:
        scenario: the state.
        semantics: whose walk.
        stage: the walk, or what happens behind it.
        target: the point of the algorithm; None for the start, or the end.
        at_end: at the end, where there is no target.
        say: what is to be seen there, Markdown; may be empty.
        decides: the place that is pointed at from the end, where it decided; None: none is.
    """

    scenario: Scenario
    semantics: Semantics
    stage: Stage = Stage.WALK
    target: Target | None = None
    at_end: bool = False
    say: str = ""
    decides: "Place | None" = None

    @property
    def step(self) -> int:
        """The step of the walk at which it is; 0 where it is behind the walk."""
        if self.target is not None:
            step = self.target.step(self.scenario) if self.stage is Stage.WALK else 0
            return step or 0
        return len(record(self.semantics, self.scenario).events) if self.at_end else 0


@dataclass(frozen=True, slots=True)
class Screen:
    """What is read at a time.

    Attributes:
        number: from 1.
        title: the heading of its page; empty where that is the lesson's.
        state: what the window shows beside it, in words.
        entries: the entries on the path, a line each, where a question needs them: the window
            stands before they are read.
        blocks: text and places.
        asked: the question or the task; None on a screen that is only read.
        item: the number of what is asked, questions and tasks in one row; 0 without.
        id: by what it is remembered; empty without.
        progress: `question 4 of 7`, `task 1 of 2`; empty without.
        opening: where the window is to stand while nothing is answered yet.
    """

    number: int
    title: str
    state: str
    entries: tuple[str, ...]
    blocks: tuple[TextBlock | PointBlock, ...]
    asked: QuestionBlock | TaskBlock | None
    item: int
    id: str
    progress: str
    opening: Place


def screens(lesson: Lesson) -> tuple[Screen, ...]:
    """Return a lesson's screens, in their order."""
    found: list[Screen] = []
    tasks, item, ids = 0, 0, lesson.ids
    all_shown = pages(lesson)
    for shown, page in zip(all_shown, lesson.pages, strict=True):
        who = _next_walker(all_shown[shown.number - 1 :])
        for blocks, asked in _parts(shown, page.scenario):
            progress, number = "", 0
            if asked is not None:
                item += 1
                number = item
            if isinstance(asked, QuestionBlock):
                progress = asked.progress
            elif asked is not None:
                tasks += 1
                progress = f"task {tasks} of {len(list(lesson.tasks))}"
            title = shown.title if shown.title != lesson.title else ""
            opening = _opening(page.scenario, blocks, asked or _next_asked(shown), who)
            if asked is not None and opening.target is None and not _selects(asked):
                opening = replace(opening, scenario=_scenario(asked))
            state = scenario_text(opening.scenario)
            entries = _entries(asked)
            place = len(found) + 1
            found.append(
                Screen(
                    place,
                    title,
                    state,
                    entries,
                    blocks,
                    asked,
                    number,
                    ids[number - 1] if number else "",
                    progress,
                    opening,
                )
            )
    return tuple(found)


_Part = tuple[tuple[TextBlock | PointBlock, ...], QuestionBlock | TaskBlock | None]


def _parts(page: ShownPage, scenario: Scenario) -> Iterator[_Part]:
    """Yield what of a page is read at a time.

    Places of the page's state are no help for a question about another one, and those behind the
    walk tell how many exits there are: they come before it.
    """
    waiting: list[TextBlock | PointBlock] = []
    for block in page.blocks:
        if isinstance(block, TextBlock | PointBlock):
            waiting.append(block)
            continue
        points = _points(tuple(waiting))
        behind = any(point.target.stage is Stage.EXITS for point in points)
        if points and (behind or _scenario(block) != scenario):
            yield tuple(waiting), None
            waiting = []
        yield tuple(waiting), block
        waiting = []
    if waiting:
        yield tuple(waiting), None


def _points(blocks: tuple[TextBlock | PointBlock, ...]) -> tuple[PointBlock, ...]:
    return tuple(block for block in blocks if isinstance(block, PointBlock))


def _selects(asked: QuestionBlock | TaskBlock | None) -> bool:
    """Whether the window must not show the state that is asked about: its address stands cut."""
    return isinstance(asked, QuestionBlock) and asked.question.subject.topic in SELECTS


def _entries(asked: QuestionBlock | TaskBlock | None) -> tuple[str, ...]:
    if not isinstance(asked, QuestionBlock) or _selects(asked):
        return ()  # their names would tell
    return path_text(asked.question.scenario)


def tells(point: PointBlock, asked: QuestionBlock | TaskBlock | None) -> bool:
    """Whether a place shows the answer to what is asked on its screen: it comes with the answer."""
    if not isinstance(asked, QuestionBlock) or point.target.stage is not Stage.WALK:
        return False
    question = asked.question
    is_same = point.target.semantics is question.subject.semantics
    return is_same and 0 < question.decided_at <= point.step


def _next_asked(page: ShownPage) -> QuestionBlock | TaskBlock | None:
    """Return what is asked first on a page: a screen that is read leads to it."""
    return next((one for one in page.blocks if isinstance(one, QuestionBlock | TaskBlock)), None)


def _scenario(asked: QuestionBlock | TaskBlock) -> Scenario:
    return asked.question.scenario if isinstance(asked, QuestionBlock) else asked.task.scenario


def _opening(
    scenario: Scenario,
    blocks: tuple[TextBlock | PointBlock, ...],
    asked: QuestionBlock | TaskBlock | None,
    who: Semantics,
) -> Place:
    """Return where a reader starts: at the first place; else before anything has happened.

    A place that would tell the answer is none.

    A task starts at the end: what the state leads to is to be changed.
    """
    shown = next((point for point in _points(blocks) if not tells(point, asked)), None)
    if shown is not None:
        return point_place(shown, scenario)
    if isinstance(asked, QuestionBlock):
        return Place(scenario, asked.question.subject.semantics)
    if asked is not None:
        return Place(scenario, _task_semantics(asked), at_end=True)
    return Place(scenario, who)


def _next_walker(shown: tuple[ShownPage, ...]) -> Semantics:
    """Return whose walk is looked at or asked about first; a page that is only read leads to it."""
    walkers = (
        block.target.semantics
        if isinstance(block, PointBlock)
        else block.question.subject.semantics
        for page in shown
        for block in page.blocks
        if isinstance(block, PointBlock | QuestionBlock)
    )
    return next(walkers, Semantics.AFTER)


def _task_semantics(block: TaskBlock) -> Semantics:
    """Return of whom the first goal speaks that speaks of somebody."""
    for goal in block.task.goals:
        if isinstance(goal, Says):
            return goal.subject.semantics
        if isinstance(goal, Compares):
            return goal.one.semantics
    return Semantics.AFTER


def point_place(point: PointBlock, scenario: Scenario) -> Place:
    """Return where a place to look at is."""
    target = point.target
    return Place(scenario, target.semantics, target.stage, target, say=point.say)


def answer_place(question: Question, blocks: tuple[TextBlock | PointBlock, ...] = ()) -> Place:
    """Return where the window shows the answer: the check that is asked about, else the end.

    Args:
        question: what was asked.
        blocks: what stands on its screen: the last place of the same walk is pointed at too.
    """
    subject, scenario = question.subject, question.scenario
    if subject.topic is Topic.CHECK and subject.anchor is not None:
        target = Target(subject.semantics, subject.anchor, subject.level)
        if target.step(scenario) is not None:
            return Place(scenario, subject.semantics, target=target)
    stage = Stage.EXITS if subject.topic in _BEHIND else Stage.WALK
    same = (
        point_place(point, scenario)
        for point in reversed(_points(blocks))
        if point.target.semantics is subject.semantics and point.target.stage is stage
    )
    return Place(scenario, subject.semantics, stage, at_end=True, decides=next(same, None))
