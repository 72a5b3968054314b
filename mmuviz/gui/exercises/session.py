"""The exercises' state: what is set, what is written, what became of it."""

from collections.abc import Callable
from enum import Enum

from PySide6.QtCore import QObject, Signal, Slot

from mmuviz.core.exercises.difficulty import Part
from mmuviz.core.exercises.drill import Drill, begin
from mmuviz.core.exercises.marking import Given
from mmuviz.core.exercises.spec import SheetSpec
from mmuviz.gui.exercises.clock import Clock
from mmuviz.present.exercise_report import Report, report
from mmuviz.present.marked import Marked, mark_answers
from mmuviz.present.sheet_markdown import answer_template
from mmuviz.present.sheet_page import SheetText, sheet_text
from mmuviz.sources.answer_file import answers_in, read_typed

ANSWERS = "answers.txt"
"""What a file of answers is called, here as by `mmuviz sheet`."""


class Stage(Enum):
    """Where one is."""

    SETUP = "setup"
    ASKED = "asked"
    REPORT = "report"


class ExerciseSession(QObject):
    """One set at a time.

    Attributes:
        clock: counts down where the set is timed.
        sheet: the set as it is read.
        at: the question of the report that is looked at, from 0.

    Signals:
        stage_changed: another page is to be shown.
        question_changed: another question is open, or looked at.
        typed: something else is written.
        handed_in: a set was marked (Marked).
    """

    stage_changed = Signal()
    question_changed = Signal()
    typed = Signal()
    handed_in = Signal(object)

    def __init__(self, now: Callable[[], float], parent: QObject) -> None:
        """Begin with the setup; `now` tells the time in seconds."""
        super().__init__(parent)
        self.clock = Clock(now, self)
        self.clock.ran_out.connect(self._on_ran_out)
        self.sheet: SheetText | None = None
        self._drill: Drill | None = None
        self._minutes = 0
        self._name = ""
        self._marked: Marked | None = None
        self._report: Report | None = None

    # How it stands.

    @property
    def stage(self) -> Stage:
        """Where one is."""
        if self._drill is None:
            return Stage.SETUP
        return Stage.ASKED if self._report is None else Stage.REPORT

    @property
    def is_asked(self) -> bool:
        """Whether there is a set that is not handed in."""
        return self.stage is Stage.ASKED

    @property
    def is_written(self) -> bool:
        """Whether something is written in such a set."""
        return self.is_asked and any(text.strip() for text in self.drill.typed.values())

    @property
    def drill(self) -> Drill:
        """The set, once there is one."""
        assert self._drill is not None, "a set is begun"
        return self._drill

    @property
    def marked(self) -> Marked:
        """The marks, once it is handed in."""
        assert self._marked is not None, "the set is handed in"
        return self._marked

    @property
    def report(self) -> Report:
        """What is said of it, once it is handed in."""
        assert self._report is not None, "the set is handed in"
        return self._report

    @property
    def answers(self) -> str:
        """What is written, as a file of answers that `mmuviz mark` reads."""
        return answer_template(self.drill.spec, self._name, self.drill.typed)

    def read(self, part: Part, text: str) -> Given | None:
        """Read an answer as the marking will; None where nothing is written."""
        return read_typed(self.drill.spec, part, text)

    @property
    def given(self) -> dict[int, dict[Part, Given]]:
        """What is written, by question and part, as the marking reads it."""
        return answers_in(self.answers, self.drill.spec).given

    # What is done.

    def begin(self, spec: SheetSpec, minutes: int = 0, name: str = "") -> None:
        """Open the first question of a set.

        Args:
            spec: what the set is made of.
            minutes: the time for the whole set; 0 where there is no limit.
            name: whose answers they are, for the files; may be empty.
        """
        self._drill = drill = begin(spec)
        self.sheet = sheet_text(spec, drill.questions)
        self._minutes, self._name = minutes, name
        self._marked = self._report = None
        self.clock.stop()
        if minutes:
            self.clock.start(60 * minutes)
        self.stage_changed.emit()

    @Slot()
    def again(self) -> None:
        """Begin the same set from its start."""
        self.begin(self.drill.spec, self._minutes, self._name)

    @Slot()
    def drop(self) -> None:
        """Forget the set, and go to the setup."""
        self.clock.stop()
        self._drill = self.sheet = self._marked = self._report = None
        self.stage_changed.emit()

    def type(self, part: Part, text: str) -> None:
        """Write an answer to the open question; what is handed in stays as it was."""
        if self.stage is Stage.ASKED:
            self._drill = self.drill.type(part, text)
            self.typed.emit()

    @Slot(int)
    def go_to(self, at: int) -> None:
        """Open another question."""
        drill = self.drill.go(at)
        if drill != self.drill:
            self._drill = drill
            self.question_changed.emit()

    def go(self, way: int) -> None:
        """Open the next question, or the one before."""
        self.go_to(self.drill.at + way)

    def hand_in(self) -> None:
        """Mark the set as it stands; one that is marked stays marked."""
        if self.stage is Stage.ASKED:
            self._mark(in_time=True)

    def _on_ran_out(self) -> None:
        self._mark(in_time=False)

    def _mark(self, *, in_time: bool) -> None:
        """Mark what would stand in the file of answers, as `mmuviz mark` does."""
        self.clock.stop()
        drill = self.drill
        answers = answers_in(self.answers, drill.spec)
        self._marked = marked = mark_answers(
            ANSWERS, answers.name, answers.troubles, drill.questions, answers.given
        )
        self._report = said = report(drill.spec, marked, in_time=in_time)
        lost = [place for place, one in enumerate(said.questions) if one.score < one.most]
        self._drill = drill.go(lost[0] if lost else 0)
        self.stage_changed.emit()
        self.handed_in.emit(marked)
