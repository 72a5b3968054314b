"""What is read and answered: the lesson, its screen, the answer, and what is remembered."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from mmuviz.core.lessons.fact import Value
from mmuviz.core.lessons.lesson import Lesson, Task
from mmuviz.core.lessons.progress import Progress
from mmuviz.core.lessons.question import Question
from mmuviz.core.models.wrong import WrongModel
from mmuviz.core.scenario import Scenario
from mmuviz.gui.lessons.memory import Memory
from mmuviz.gui.student_file import stamp
from mmuviz.present.failing import failing_state
from mmuviz.present.lesson_feedback import Feedback, feedback
from mmuviz.present.lesson_list import LessonRow, lesson_row
from mmuviz.present.lesson_page import GoalRow, PointBlock, QuestionBlock, TaskBlock, goals
from mmuviz.present.lesson_screens import Place, Screen, answer_place, point_place, screens
from mmuviz.present.student import lesson_answer
from mmuviz.resources import tutorials
from mmuviz.sources.lesson_file import lesson_files, read_lesson

FILE = "lessons.json"
"""The file beside the settings that remembers the progress."""


class LessonSession(QObject):
    """Leads through a lesson. What the live window is to show is wished, never done here.

    Attributes:
        number: the lesson that is open, from 1; 0 for none.
        feedback: what is said to the answer; None while there is none.
        chosen: the answer.
        live: the state in the live window.
        goals: the goals of a task, as the live window meets them.
        peeked: the solution of the task was looked at.
        solved_before: the task was solved when its screen was opened.

    Signals:
        screen_changed: another screen is to be shown.
        answer_changed: on the screen something was answered, taken back, met or missed.
        progress_changed: something else is remembered.
        place_wished: the live window is to stand somewhere (Place).
        solution_wished: the live window is to hold another state, as an edit (Scenario).
        given: a question was answered; it goes to the student's record (Given).
    """

    screen_changed = Signal()
    answer_changed = Signal()
    progress_changed = Signal()
    place_wished = Signal(object)
    solution_wished = Signal(object)
    given = Signal(object)

    def __init__(self, folder: Path, parent: QObject) -> None:
        """Remember in `folder`; no lesson is read before one is asked for."""
        super().__init__(parent)
        self._memory = Memory(folder / FILE)
        self._lessons: tuple[Lesson, ...] = ()
        self._answers: dict[tuple[str, str], Value] = {}
        self._failing: WrongModel | None = None
        self._screens: tuple[Screen, ...] = ()
        self.live = Scenario()
        self.number = 0
        self._at = 0
        self.feedback: Feedback | None = None
        self.chosen: Value = None
        self.peeked = self.solved_before = False
        self.goals: tuple[GoalRow, ...] = ()

    def load(self) -> None:
        """Read the lessons, and what is remembered of them."""
        if not self._lessons:
            files = lesson_files(tutorials() / "lessons")
            self._lessons = tuple(read_lesson(path) for path in files)
            self._memory.read(self._lessons)

    # What there is.

    @property
    def rows(self) -> tuple[LessonRow, ...]:
        """The lessons, and how far one has come in each."""
        return tuple(
            lesson_row(number, lesson, self._memory.of(lesson))
            for number, lesson in enumerate(self._lessons, 1)
        )

    @property
    def has_progress(self) -> bool:
        """Whether anything is remembered."""
        return not self._memory.is_empty

    @property
    def last(self) -> int:
        """The number of the lesson that was read last, also in an earlier run; 0 for none."""
        names, last = [lesson.name for lesson in self._lessons], self._memory.last
        return names.index(last) + 1 if last in names else 0

    @property
    def lesson(self) -> Lesson:
        """The lesson that is open."""
        return self._lessons[self.number - 1]

    @property
    def screen(self) -> Screen:
        """The screen that is shown."""
        return self._screens[self._at]

    @property
    def items(self) -> tuple[Screen, ...]:
        """The screens on which something is asked."""
        return tuple(screen for screen in self._screens if screen.asked is not None)

    @property
    def progress(self) -> Progress:
        """What is remembered of the lesson that is open."""
        return self._memory.of(self.lesson)

    @property
    def question(self) -> Question | None:
        """What is asked on the screen; None where there is no question."""
        asked = self.screen.asked
        return None if asked is None or isinstance(asked, TaskBlock) else asked.question

    @property
    def task(self) -> Task | None:
        """The task of the screen; None where there is none."""
        asked = self.screen.asked
        return asked.task if isinstance(asked, TaskBlock) else None

    @property
    def is_open(self) -> bool:
        """Whether something on the screen waits for an answer."""
        done = self.feedback is not None or self.is_met or self.solved_before
        return self.screen.asked is not None and not done

    @property
    def is_met(self) -> bool:
        """Whether the live window meets every goal of the screen's task."""
        return self.task is not None and all(goal.met for goal in self.goals)

    @property
    def is_last(self) -> bool:
        """Whether the screen is the lesson's last."""
        return self._at == len(self._screens) - 1

    @property
    def count(self) -> int:
        """The number of the lesson's screens."""
        return len(self._screens)

    @property
    def is_first(self) -> bool:
        """Whether the screen is the lesson's first."""
        return self._at == 0

    @property
    def has_left(self) -> bool:
        """Whether the live window holds another state than the screen speaks of."""
        return self.live != self.screen.opening.scenario

    @property
    def failing(self) -> WrongModel | None:
        """The idea whose smallest state the live window holds; None: it holds another one."""
        model = self._failing
        return model if model is not None and self.live == failing_state(model) else None

    @property
    def place(self) -> Place:
        """Where the live window is to stand for the screen as it is: answered, or not yet."""
        question = self.question
        if self.feedback is None or question is None:
            return self.screen.opening
        return answer_place(question, self.screen.blocks)

    # Going through it.

    def opening_of(self, number: int) -> Place:
        """Return where the live window is to stand for a lesson, at the screen left last."""
        lesson = self._lessons[number - 1]
        shown = screens(lesson)
        screen = shown[self._screen_of(lesson, len(shown)) - 1]
        if isinstance(screen.asked, QuestionBlock) and (lesson.name, screen.id) in self._answers:
            return answer_place(screen.asked.question, screen.blocks)
        return screen.opening

    def _screen_of(self, lesson: Lesson, count: int) -> int:
        return min(self._memory.of(lesson).screen, count)

    def open(self, number: int) -> None:
        """Open a lesson at the screen left last; the live window stands there already."""
        self.number = number
        self._screens = screens(self.lesson)
        self._at = self._screen_of(self.lesson, len(self._screens)) - 1
        self._memory.open(self.lesson)
        self._recall()
        self.screen_changed.emit()

    def go(self, way: int) -> None:
        """Show the next screen, or the one before."""
        self._at = min(max(self._at + way, 0), len(self._screens) - 1)
        self._remember(self.progress.at(self.screen.number))
        self._recall()
        self.screen_changed.emit()
        self.place_wished.emit(self.place)

    def show_point(self, point: PointBlock) -> None:
        """Let the live window stand at a place."""
        self.place_wished.emit(point_place(point, self.screen.opening.scenario))

    # Answering.

    def answer(self, value: Value) -> None:
        """Answer the question; the live window shows what happens."""
        question = self.question
        if question is None or self.feedback is not None:
            return
        self.chosen, self.feedback = value, feedback(question, value)
        self._answers[self.lesson.name, self.screen.id] = value
        self._remember(self.progress.answered(self.screen.id, right=self.feedback.right))
        self.given.emit(lesson_answer(stamp(), question, value))
        self.answer_changed.emit()
        self.place_wished.emit(answer_place(question, self.screen.blocks))

    def retry(self) -> None:
        """Take the answer back, or the edits of a task."""
        self._answers.pop((self.lesson.name, self.screen.id), None)
        self._recall()
        self.answer_changed.emit()
        self.place_wished.emit(self.screen.opening)

    def show_solution(self) -> None:
        """Make the solution's edits in the live window."""
        if self.task is not None:
            if not self.is_met:
                self._remember(self.progress.answered(self.screen.id, right=False))
            self.peeked = True
            self.solution_wished.emit(self.task.solved)
            self.answer_changed.emit()

    def show_smallest(self) -> None:
        """Let the live window hold the smallest state that catches the idea of a wrong answer."""
        model = self.feedback.model if self.feedback else None
        if model is not None:
            self.show_failing(model)

    def show_failing(self, model: WrongModel) -> None:
        """Let the live window hold the smallest state that catches an idea."""
        self._failing = model
        self.place_wished.emit(Place(failing_state(model), model.semantics, at_end=True))

    def show_state(self) -> None:
        """Let the live window hold the state that is spoken of again."""
        self.place_wished.emit(self.place if self.failing else self.screen.opening)

    def follow(self, scenario: Scenario) -> None:
        """Take note of the state in the live window."""
        self.live = scenario
        if not self.number:
            return
        if self.task is not None:
            self._judge(self.task)
        self.answer_changed.emit()

    def _judge(self, task: Task) -> None:
        """Hold the state against the goals of a task."""
        self.goals = goals(task, self.live)
        if self.is_met and not self.peeked and self.screen.id not in self.progress.right:
            self._remember(self.progress.answered(self.screen.id, right=True))

    def _recall(self) -> None:
        """Show the answer that was given in this run; none, where there is none."""
        self.feedback, self.chosen, self.peeked = None, None, False
        key, question, task = (self.lesson.name, self.screen.id), self.question, self.task
        if question is not None and key in self._answers:
            self.chosen = self._answers[key]
            self.feedback = feedback(question, self.chosen)
        self.solved_before = task is not None and self.screen.id in self.progress.right
        self.goals = goals(task, task.scenario) if task is not None else ()

    # Remembering.

    def _remember(self, progress: Progress) -> None:
        self._memory.put(self.lesson, progress)
        self.progress_changed.emit()

    def forget(self) -> None:
        """Forget all progress."""
        self._memory.forget()
        self._answers.clear()
        self.progress_changed.emit()
