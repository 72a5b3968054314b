"""A screen of a lesson for a picture, answered or not: what a reader does by keys."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mmuviz.gui.actions import LESSONS
from mmuviz.sources.lesson_values import parse_value
from mmuviz.sources.problems import BadInput

if TYPE_CHECKING:
    from mmuviz.gui.lessons.session import LessonSession
    from mmuviz.gui.main_window import MainWindow


@dataclass(frozen=True, slots=True)
class LessonWish:
    """What is to be seen.

    Attributes:
        number: the lesson, from 1.
        screen: its screen, from 1; None for the first one, or the first question to answer.
        answer: an answer as it is typed; None for none.
    """

    number: int
    screen: int | None = None
    answer: str | None = None


def show_lesson(window: "MainWindow", wish: LessonWish) -> None:
    """Show a screen of a lesson, and answer what it asks.

    Raises:
        BadInput: there is no such lesson or screen, or nothing is asked there or not so.
    """
    window.show_view(LESSONS)
    panel = window.teaching.panel
    session, count = panel.session, len(panel.session.rows)
    if not 0 < wish.number <= count:
        raise BadInput(None, f"--lesson {wish.number}: there are lessons 1 to {count}")
    panel.lesson_wished.emit(wish.number)
    screen = wish.screen
    if screen is None and wish.answer is not None:
        screen = next(one.number for one in session.items)
    if screen is not None:
        if not 0 < screen <= session.count:
            raise BadInput(None, f"--screen {screen}: the lesson has screens 1 to {session.count}")
        session.go(screen - session.screen.number)
    if wish.answer is not None:
        _answer(session, wish.answer)


def _answer(session: "LessonSession", text: str) -> None:
    question = session.question
    if question is None:
        raise BadInput(None, f"--answer: screen {session.screen.number} asks nothing")
    try:
        value = parse_value(question.subject, text, question.scenario.cpu.mode)
    except ValueError as error:
        raise BadInput(None, f"--answer {text}: expected {error}") from error
    session.answer(value)
