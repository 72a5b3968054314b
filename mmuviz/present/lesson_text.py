"""A lesson as text: for the terminal, with or without the answers."""

from collections.abc import Iterator

from mmuviz.core.lessons.lesson import Lesson
from mmuviz.core.lessons.question import SELECTS, Option
from mmuviz.core.scenario import Scenario
from mmuviz.present.idea_board import idea_board
from mmuviz.present.lesson_page import (
    PointBlock,
    QuestionBlock,
    ShownBlock,
    TaskBlock,
    TextBlock,
    pages,
)
from mmuviz.present.lesson_screens import tells
from mmuviz.present.lesson_words import WALKER, path_text, scenario_text, value_text
from mmuviz.present.misconceptions import MISCONCEPTIONS
from mmuviz.present.wording import Line, Span, Style, listed


def lesson_lines(lesson: Lesson, number: int, *, solution: bool) -> Iterator[Line]:
    """Yield a lesson line by line.

    Args:
        lesson: the lesson.
        number: its number, from 1.
        solution: with the answers, who would give the wrong ones, and the tasks' solutions.
    """
    yield _strong(f"Lesson {number}: {lesson.title}")
    yield _plain(lesson.summary)
    beside = None
    for page, own in zip(pages(lesson), lesson.pages, strict=True):
        yield ()
        if page.title != lesson.title:
            yield _strong(page.title)
        if own.scenario != beside:
            beside = own.scenario
            yield from _state("In the window", beside, "")
        for block in _told_late(page.blocks):
            yield ()
            yield from _block(block, solution=solution)


def _told_late(blocks: tuple[ShownBlock, ...]) -> Iterator[ShownBlock]:
    """Yield the blocks of a page, a place that tells the answer behind its question."""
    waiting: list[PointBlock] = []
    for number, block in enumerate(blocks):
        asked = next((one for one in blocks[number:] if isinstance(one, QuestionBlock)), None)
        if isinstance(block, PointBlock) and tells(block, asked):
            waiting.append(block)
            continue
        yield block
        if block is asked:
            yield from waiting
            waiting = []


def _block(block: ShownBlock, *, solution: bool) -> Iterator[Line]:
    match block:
        case TextBlock(markdown):
            yield from map(_plain, markdown.splitlines())
        case PointBlock():
            yield _mono(f"▸ {block.where}" + (f": {block.happens}" if block.happens else ""))
            yield _plain(f"  {block.say}")
        case QuestionBlock():
            yield from _question(block, solution=solution)
        case TaskBlock():  # pragma: no branch  # there is no other
            yield from _task(block, solution=solution)


def _question(block: QuestionBlock, *, solution: bool) -> Iterator[Line]:
    question = block.question
    yield _strong(f"{block.progress.capitalize()}: {question.ask}")
    yield from map(_plain, question.body.splitlines())
    if block.state:
        yield from _state(
            "Now", question.scenario, "  ", tables=question.subject.topic not in SELECTS
        )
    for row in block.options:
        sign = "✓ " if solution and row.right else "  "
        detail = f"  {row.detail}" if row.detail else ""
        idea = _idea(block, row.value) if solution and not row.right else ""
        yield _plain(f"  {row.key}) {sign}{row.label}{detail}{idea}".rstrip())
        if solution and not row.right:
            yield from _parting(block, row.value)
    if block.prompt:
        yield _plain(f"  Answer: {block.prompt}")
    if solution:
        if block.prompt:
            truth = value_text(question.subject, question.truth, question.scenario)
            yield _plain(f"  ✓ {truth}")
        if question.why:
            yield from (_plain(f"  {line}") for line in question.why.splitlines())


def _parting(block: QuestionBlock, value: object) -> Iterator[Line]:
    """Yield where the idea behind a wrong answer parts from the truth."""
    question, option = block.question, _option(block, value)
    if option.models:
        board = idea_board(option.models[0], question.subject.semantics, question.scenario)
        said, right = (column.rows[board.parts] for column in (board.idea, board.truth))
        who = WALKER[question.subject.semantics]
        yield _plain(f"       at {said.name}, the idea: {said.text} / {who}: {right.text}")


def _option(block: QuestionBlock, value: object) -> Option:
    return next(one for one in block.question.options if one.value == value)


def _idea(block: QuestionBlock, value: object) -> str:
    """Who gives a wrong answer: an idea, or one of the others."""
    option = _option(block, value)
    if option.models:
        return f"  ({MISCONCEPTIONS[option.models[0].name].title})"
    if option.others:
        return f"  (that is {listed([one.value for one in option.others])})"
    return ""


def _task(block: TaskBlock, *, solution: bool) -> Iterator[Line]:
    task = block.task
    yield _strong(f"Task: {task.ask}")
    yield from map(_plain, task.body.splitlines())
    yield from _state("From", task.scenario, "  ")
    for goal in block.goals:
        yield _plain(f"  {'✓' if goal.met else '·'} {goal.text}")
    if task.hint:
        yield _plain(f"  Hint: {task.hint}")
    if solution:
        yield _plain("  Solution: " + ", ".join(edit.text for edit in task.solution))


def _state(word: str, scenario: Scenario, indent: str, *, tables: bool = True) -> Iterator[Line]:
    """Yield what is asked of the tables, and the entries on the path."""
    yield _plain(f"{indent}{word}: {scenario_text(scenario)}")
    if tables:
        yield from (_mono(f"{indent}  {line}") for line in path_text(scenario))


def _plain(text: str) -> Line:
    return (Span(text),)


def _mono(text: str) -> Line:
    return (Span(text, Style.MONO),)


def _strong(text: str) -> Line:
    return (Span(text, Style.STRONG),)
