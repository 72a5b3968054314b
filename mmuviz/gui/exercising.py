"""The exercises in the window: where they are shown, what they open, what is kept of them."""

import json
import secrets
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from mmuviz.core.scenario import Scenario
from mmuviz.gui.actions import LESSONS, VIEWS
from mmuviz.gui.ask import Asker, Question
from mmuviz.gui.student_file import stamp
from mmuviz.sources.opened import Opened
from mmuviz.sources.problems import BadInput
from mmuviz.sources.replacing import replacing

if TYPE_CHECKING:
    from mmuviz.gui.exercises.page import ExercisePage
    from mmuviz.gui.main_window import MainWindow
    from mmuviz.present.idea_board import IdeaBoard
    from mmuviz.present.marked import Marked

_SEEDS = 10_000  # short enough to be said aloud
_HAND_IN, _DROP, _SEE = "Hand in", "Drop it", "See the report"
_STAY = (
    *VIEWS,
    "exercises",
    "quit",
    "larger",
    "smaller",
    "normal_size",
    "theme_system",
    "theme_light",
    "theme_dark",
    "palette",
    "student",
    "glossary",
    "keys",
    "about",
)
"""What can be done while a question is open: nothing of it walks its tables."""


class Exercising(QObject):
    """Handler of the action `exercises`, and of the page's wishes.

    Attributes:
        page: the page; None before it is first asked for.
    """

    def __init__(self, window: "MainWindow", asker: Asker) -> None:
        """Act on `window`."""
        super().__init__(window)
        self._window = window
        self._asker = asker
        self.page: ExercisePage | None = None
        self._told_of: Scenario | None = None

    def exercises(self) -> None:
        """Show the exercises as they were left."""
        window = self._window
        if self.page is None:
            self.page = self._made()
        if window.visits.guest is not self.page:
            window.show_view(LESSONS)
            window.visits.begin(self.page, _STAY, full=False)

    def _made(self) -> "ExercisePage":
        from mmuviz.gui.exercises.page import ExercisePage  # noqa: PLC0415  # the start is quick

        window = self._window
        page = ExercisePage(self.now, self.draw, window)
        page.set_theme(window.look.theme)
        window.look.changed.connect(page.set_theme)
        window.document.scenario_changed.connect(self._on_scenario_changed)
        page.left.connect(self._leave)
        page.setup.sheet_wished.connect(self._choose_sheet)
        page.asked.hand_in_wished.connect(self._ask_to_hand_in)
        page.asked.drop_wished.connect(self._ask_to_drop)
        page.session.handed_in.connect(self._keep)
        page.session.clock.ran_out.connect(self._on_ran_out)
        page.told.walk_wished.connect(self._open_walk)
        page.told.smallest_wished.connect(window.commands.predicting.open_smallest)
        page.told.answers_wished.connect(self._save_answers)
        page.told.report_wished.connect(self._save_report)
        return page

    @staticmethod
    def now() -> float:
        """Tell the time in seconds; tests tell another one."""
        return time.monotonic()

    @staticmethod
    def draw() -> int:
        """Draw a seed."""
        return secrets.randbelow(_SEEDS)

    @property
    def _shown(self) -> "ExercisePage":
        assert self.page is not None, "what is wished for by the page comes from it"
        return self.page

    def _leave(self) -> None:
        self._window.show_view(LESSONS)

    # The set.

    def _choose_sheet(self) -> None:
        self._asker.open_path("Open a worksheet", "Worksheets (*.md);;All files (*)", self._take)

    def _take(self, path: Path) -> None:
        from mmuviz.sources.sheet_head import read_head  # noqa: PLC0415  # few open one

        try:
            self._shown.setup.take(read_head(path))
        except (BadInput, OSError) as problem:
            self._window.files.tell(f"{path.name} cannot be opened; nothing was changed", problem)

    def _ask_to_hand_in(self) -> None:
        """Mark the set; first say what is empty or cannot be read."""
        from mmuviz.present.exercise_words import missing  # noqa: PLC0415  # the start is quick

        session = self._shown.session
        said = missing(session.drill.spec, session.given)
        if not said:
            session.hand_in()
            return
        question = Question("Hand in", said, answers=("Go on answering", _HAND_IN))
        self._asker.ask(question, self._hand_in)

    def _hand_in(self, answer: str) -> None:
        if answer == _HAND_IN:
            self._shown.session.hand_in()

    @property
    def is_written(self) -> bool:
        """Whether there is a set with something written in it that is not handed in."""
        return self.page is not None and self.page.session.is_written

    def unless_written(self, title: str, go_on: Callable[[], None]) -> None:
        """Call `go_on` once nothing is lost by it; `title` says what is about to happen."""
        if not self.is_written:
            go_on()
            return
        text = "This set is not handed in. What is written in it is lost."
        question = Question(title, text, answers=("Keep it", _DROP))
        self._asker.ask(question, lambda answer: go_on() if answer == _DROP else None)

    def _ask_to_drop(self) -> None:
        """Forget the set; ask first where something is written."""
        self.unless_written("Another set", self._drop)

    def _drop(self) -> None:
        if self._shown.session.is_asked:  # the time may have run out over the question
            self._shown.session.drop()

    # What comes of it.

    def _keep(self, marked: "Marked") -> None:
        """Write the answers to the student's own record."""
        from mmuviz.present.exercise_report import for_record  # noqa: PLC0415  # as above

        file, student = self._window.student, self._window.student.student
        for given in for_record(marked, stamp()):
            student = student.add(given)
        if student == file.student:
            return
        try:
            file.keep(student)
        except OSError as problem:
            self._window.files.tell("The answers are not kept in the record", problem)

    def _on_ran_out(self) -> None:
        """Say that the time is up to who looks at something else."""
        if self._window.visits.guest is not self.page:
            text = "The time is up: the set was handed in as it stood."
            self._asker.ask(Question("Exercises", text, answers=("Later", _SEE)), self._see)

    def _see(self, answer: str) -> None:
        if answer == _SEE:
            self.exercises()

    def _open_walk(self) -> None:
        """Open the question in the Walk view, at its end, unless unsaved work is to be kept."""
        page, window = self._shown, self._window
        shown, semantics = page.told.shown, page.session.drill.spec.semantics
        opened = Opened(shown.scenario, "exercise", semantics=semantics)
        window.files.replace_all(opened, partial(self._show_walk, shown.boards))

    def _show_walk(self, boards: "tuple[IdeaBoard, ...]", opened: Opened) -> None:
        """Show the end of a walk, and the ideas behind a wrong answer beside it."""
        window = self._window
        window.show_view("view_walk")
        window.session.last()
        window.walk.show_answered(())  # the reader may have closed it the last time
        window.walk.show_answered(boards)
        self._told_of = opened.scenario if boards else None

    def _on_scenario_changed(self, scenario: Scenario) -> None:
        """Take the ideas away: they say nothing of another state."""
        if self._told_of is not None and scenario != self._told_of:
            self._told_of = None
            self._window.walk.show_answered(())

    def _save_answers(self) -> None:
        self._asker.save_path("Save answers", "answers.txt", "Answers (*.txt)", self._write_answers)

    def _write_answers(self, path: Path) -> None:
        self._write(path, self._shown.session.answers)

    def _save_report(self) -> None:
        kinds = "Text (*.txt);;Results for autograders (*.json);;Table (*.csv)"
        self._asker.save_path("Save report", "report.txt", kinds, self._write_report)

    def _write_report(self, path: Path) -> None:
        """Write what `mmuviz mark` prints, in its three forms."""
        from mmuviz.present.answer import plain  # noqa: PLC0415  # as above
        from mmuviz.present.marked import csv_text, marked_lines, marked_record  # noqa: PLC0415

        marked = self._shown.session.marked
        match path.suffix.lower():
            case ".json":
                text = json.dumps(marked_record(marked)) + "\n"
            case ".csv":
                text = csv_text([marked])
            case _:
                text = plain(marked_lines(marked))
        self._write(path, text)

    def _write(self, path: Path, text: str) -> None:
        try:
            with replacing(path) as stream:
                stream.write(text.encode())
        except OSError as problem:
            self._window.files.tell(f"{path.name} was not written", problem)
        else:
            self._window.notice.tell_written(path)
