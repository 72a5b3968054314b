"""What lessons do to the window: where it stands, what it holds, and that nothing is lost."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from mmuviz.core.lessons.target import Stage
from mmuviz.gui.ask import Asker, Question
from mmuviz.gui.lessons.asking import LessonAsking
from mmuviz.gui.run_session import RunSession
from mmuviz.present.claims import View
from mmuviz.present.telling import target_moment
from mmuviz.sources.opened import LESSON, Opened

if TYPE_CHECKING:
    from mmuviz.gui.lessons.panel import LessonPanel
    from mmuviz.gui.main_window import MainWindow
    from mmuviz.present.lesson_screens import Place


class Teaching(QObject):
    """Fulfils the wishes of the panel of the lessons."""

    def __init__(self, window: "MainWindow", asker: Asker, folder: Path) -> None:
        """Lead `window`; `asker` asks the user, progress is remembered in `folder`."""
        super().__init__(window)
        self._window = window
        self._asker = asker
        self._folder = folder
        self._panel: LessonPanel | None = None
        self._asking = LessonAsking(window, self)

    @property
    def panel(self) -> "LessonPanel":
        """The panel; made when it is first asked for."""
        if self._panel is None:
            self._panel = self._made()
        return self._panel

    def _made(self) -> "LessonPanel":
        from mmuviz.gui.lessons.panel import LessonPanel  # noqa: PLC0415  # the start is quick

        panel, document = LessonPanel(self._folder, self._window), self._window.document
        document.scenario_changed.connect(panel.follow)
        panel.lesson_wished.connect(self._begin)
        panel.forget_wished.connect(self._ask_to_forget)
        panel.list.exercises_wished.connect(self._window.commands.exercising.exercises)
        panel.session.place_wished.connect(self._stand_at)
        panel.session.answer_changed.connect(self._show_idea)
        panel.session.screen_changed.connect(self._show_idea)
        panel.walk.back_wished.connect(self._window.walk.stage.close_board)
        panel.session.given.connect(self._window.predicting.keep)
        panel.session.solution_wished.connect(partial(document.edit, "Solution"))
        self._asking.connect_panel(panel)
        return panel

    def show(self, *, shown: bool) -> None:
        """Show the panel, or note that another view is shown."""
        if shown:
            self.panel.enter()
        self._asking.show(shown=shown)

    @property
    def governs(self) -> bool:
        """Whether a lesson says what is asked of the walk."""
        return self._asking.governs

    def choose(self, *, asks: bool) -> None:
        """Let the walk beside a lesson be asked, or not, as long as the program runs."""
        self._asking.choose(asks=asks)

    def _begin(self, number: int) -> None:
        """Open a lesson, unless unsaved work is to be kept."""
        session = self.panel.session
        self._stand_at(session.opening_of(number), partial(session.open, number))

    def _stand_at(self, place: "Place", then: Callable[[], None] | None = None) -> None:
        """Show a lesson's place; a state of the lesson itself makes way for the next one."""
        document = self._window.document
        opened = Opened(place.scenario, LESSON, semantics=place.semantics)
        arrive = partial(self._arrive, place, then)
        if document.scenario == place.scenario:
            arrive(opened)
        elif document.opened.kind == LESSON:
            document.open(opened)
            arrive(opened)
        else:
            self._window.files.replace_all(opened, arrive)

    def _arrive(self, place: "Place", then: Callable[[], None] | None, _opened: Opened) -> None:
        window, target = self._window, place.target
        self._asking.stop()
        window.session.set_semantics(place.semantics)
        if place.stage is Stage.EXITS:
            window.openings.turn_to(View.EXITS, place.semantics)
            window.show_beside("view_exits")
        else:
            window.show_beside("view_walk")
        stepper = window.stepper
        if target is not None and isinstance(stepper, RunSession):
            stepper.go_to(target_moment(stepper.frame.record, target))
        elif place.at_end:
            stepper.last()
        else:
            stepper.go_to(place.step)
        if then is not None:
            then()
        self._asking.begin(place)

    def _show_idea(self) -> None:
        """Show the idea behind a wrong answer beside the truth, while its state is shown."""
        session = self.panel.session
        question, said = session.question, session.feedback
        here = question is not None and question.scenario == self._window.document.scenario
        self._window.walk.show_answered(said.boards if said is not None and here else ())
        content, model = self.panel.view.content, said.model if said is not None else None
        if content is not None:
            student = self._window.student.student
            content.feedback.show_times(student.recently(model.name) if model else "")

    def _ask_to_forget(self) -> None:
        """Forget how far one has come in the lessons, once that is sure."""
        text = "What was answered in the lessons, and how far one has come in each, is forgotten."
        question = Question("Lessons", text, answers=("Cancel", "Forget"))
        self._asker.ask(question, self._on_forget)

    def _on_forget(self, answer: str) -> None:
        if answer == "Forget":
            self.panel.session.forget()
