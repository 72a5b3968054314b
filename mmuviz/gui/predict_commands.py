"""What the actions about predicting do: the mode, and the student's own picture."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QKeyEvent

from mmuviz.core.models.wrong import WrongModel
from mmuviz.gui.ask import Asker, Question
from mmuviz.gui.dialogs.student import StudentDialog
from mmuviz.gui.views.predict_view import PredictView
from mmuviz.present.failing import failing_state
from mmuviz.present.predict_panel import Panel
from mmuviz.present.student import dump_student, student_csv
from mmuviz.sources.opened import Opened
from mmuviz.sources.replacing import replacing

if TYPE_CHECKING:
    from mmuviz.gui.main_window import MainWindow

_DELETE = "Delete them"


class PredictCommands(QObject):
    """Handlers of the actions `predict` and `student`, and of the panel's wishes."""

    def __init__(self, window: "MainWindow", asker: Asker) -> None:
        """Act on `window`."""
        super().__init__(window)
        self._window = window
        self._asker = asker
        self._dialog: StudentDialog | None = None

    def connect_panel(self) -> None:
        """Connect the panel with the mode, once the window has both."""
        view, predicting = self._window.walk.predict, self._window.predicting
        self.connect_view(view)
        view.leave_wished.connect(predicting.stop)
        view.fails_wished.connect(self.open_smallest)
        presenter = self._window.presenter
        presenter.answer_wished.connect(predicting.answer)
        presenter.next_wished.connect(predicting.proceed)
        predicting.panel_changed.connect(self._show_panel)
        predicting.keeping_failed.connect(self._tell)

    def connect_view(self, view: PredictView) -> None:
        """Let a panel, of which there may be several, answer and go on."""
        predicting = self._window.predicting
        view.answer_wished.connect(predicting.answer)
        view.next_wished.connect(predicting.proceed)
        view.again_wished.connect(predicting.again)
        view.retry_wished.connect(predicting.retry)
        view.hint_wished.connect(predicting.show_hint)

    def take_key(self, event: QKeyEvent, *, lessons: bool) -> bool:
        """Act on a key of the question that is seen; return whether it is one.

        Args:
            event: what nobody else wanted.
            lessons: they stand at the left: there is the question, the lesson's or the walk's.
        """
        window = self._window
        if not lessons:
            seen = window.page in (window.walk, None)  # None: the presenter has the question
            return seen and window.predicting.take_key(event.key())
        panel = window.teaching.panel
        return panel.take_key(event) or (panel.asks and window.predicting.take_key(event.key()))

    def predict(self, checked: bool) -> None:  # noqa: FBT001  # a signal's argument
        """Ask before each decision of the walk, or show all of it again."""
        if self._window.teaching.governs:
            self._window.teaching.choose(asks=checked)
        elif checked:
            if self._window.page is not None:
                self._window.show_view("view_walk")
            self._window.predicting.start()
        else:
            self._window.predicting.stop()

    def _show_panel(self, panel: Panel | None) -> None:
        self._window.walk.show_panel(panel)
        self._window.presenter.show_panel(panel)
        self._window.actions_by_name["predict"].setChecked(panel is not None)

    def _tell(self, problem: OSError) -> None:
        self._window.files.tell("The answer is not kept in the record", problem)

    def open_smallest(self, model: WrongModel) -> None:
        """Open the smallest state where an idea fails, unless unsaved work is to be kept."""
        opened = Opened(failing_state(model), "smallest state", semantics=model.semantics)
        self._window.files.replace_all(opened, self._show_walk)

    def _show_walk(self, _opened: Opened) -> None:
        self._window.show_view("view_walk")
        self._window.session.last()

    def student(self) -> None:
        """Show the student's own picture."""
        window = self._window
        dialog = StudentDialog(window.student.student, window.look.theme, window)
        dialog.fails_wished.connect(self.open_smallest)
        dialog.export_wished.connect(self._export)
        dialog.delete_wished.connect(self._ask_to_delete)
        dialog.finished.connect(self._on_closed)
        self._dialog = dialog
        dialog.open()

    def _on_closed(self, _result: int) -> None:
        self._dialog = None

    def _export(self) -> None:
        kinds = "JSON (*.json);;Table (*.csv)"
        self._asker.save_path("Export answers", "answers.json", kinds, self._write)

    def _write(self, path: Path) -> None:
        student = self._window.student.student
        is_table = path.suffix == ".csv"
        try:
            with replacing(path) as stream:
                stream.write((student_csv if is_table else dump_student)(student).encode())
        except OSError as problem:
            self._window.files.tell(f"{path.name} was not written", problem)
        else:
            self._window.notice.tell_written(path)

    def _ask_to_delete(self) -> None:
        count = len(self._window.student.student.given)
        text = f"All answers ({count}) and what they show are deleted. Nothing else is."
        answers = ("Keep them", _DELETE)
        question = Question("Delete answers", text, answers=answers, serious=True)
        self._asker.ask(question, self._delete)

    def _delete(self, answer: str) -> None:
        if answer != _DELETE:
            return
        try:
            self._window.student.delete()
        except OSError as problem:
            self._window.files.tell("The record was not deleted", problem)
        if self._dialog is not None:
            self._dialog.show_student(self._window.student.student)
