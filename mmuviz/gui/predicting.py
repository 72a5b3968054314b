"""Predict, then reveal: holds the walk where a question is open, and takes the answers."""

from PySide6.QtCore import QObject, Qt, Signal, Slot

from mmuviz.core.predict.round import Round, start
from mmuviz.core.trace import Trace
from mmuviz.gui.session import Session
from mmuviz.gui.student_file import StudentFile, stamp
from mmuviz.present.predict_panel import Panel, panel
from mmuviz.present.student import Given

_DIGITS = {Qt.Key.Key_1: 1, Qt.Key.Key_2: 2, Qt.Key.Key_3: 3, Qt.Key.Key_4: 4}
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Predicting(QObject):
    """The mode. While it is off the walk is as it always is.

    Signals:
        panel_changed: there is another panel to show beside the walk (Panel; None: none).
        keeping_failed: an answer could not be written to the record (OSError).
    """

    panel_changed = Signal(object)
    keeping_failed = Signal(object)

    def __init__(self, session: Session, file: StudentFile, parent: QObject | None = None) -> None:
        """Hold the walk of `session`; the answers go to `file`."""
        super().__init__(parent)
        self._session = session
        self._file = file
        self._round: Round | None = None
        self._told_at: int | None = None
        self._panel: Panel | None = None
        self._hint = False
        session.frame_changed.connect(self._on_frame_changed)
        session.held.connect(self._on_held)

    @property
    def on(self) -> bool:
        """Whether it is on."""
        return self._round is not None

    def start(self) -> None:
        """Ask from now on: the walk ends at its first question."""
        self._round = self._begin(self._session.trace)
        self._session.hide_by(self._seen, self._session.step)

    def start_at(self, begins: int, ends: int | None) -> None:
        """Ask from a step of this walk on, and show it; another walk is asked from its start.

        Args:
            begins: the step: what is decided up to there is known.
            ends: the first step that stays hidden; None: none does.
        """
        self._round = self._begin(self._session.trace, begins, ends)
        self._session.hide_by(self._seen, begins)

    @Slot()
    def stop(self) -> None:
        """Show all of the walk again; the reader stays where he is."""
        self._round = self._told_at = None
        self._session.hide_by(None, self._session.step)
        self.panel_changed.emit(None)

    @Slot(int)
    def answer(self, number: int) -> None:
        """Answer the open question with its choice `number`, from 1; no other number counts."""
        now = self._round
        asked = now.asked if now and not self._told else None
        if now is None or asked is None or asked.known != self._session.step:
            return
        if number > len(asked.choices):
            return
        choice = asked.choices[number - 1]
        self._round = now = now.answer(choice.answer)
        self.keep(
            Given(
                stamp(),
                asked.semantics.value,
                asked.asks.value,
                choice.answer == asked.right,
                tuple(model.name for model in choice.ideas),
                asked.ideas,
            )
        )
        self._told_at = asked.reveals if now.asked is None else min(asked.reveals, now.asked.known)
        self._session.look_again(self._told_at)

    def keep(self, given: Given) -> None:
        """Keep an answer in the student's record, also one to a lesson."""
        try:
            self._file.keep(self._file.student.add(given))
        except OSError as problem:
            self.keeping_failed.emit(problem)

    @Slot()
    def proceed(self) -> None:
        """Go to the next question, or to the end where there is none."""
        if self._round is None:
            return
        self._told_at = None
        before = self._session.step
        self._session.last()
        if self._session.step == before:
            self._show()

    @Slot()
    def retry(self) -> None:
        """Take the answer back that is shown, where it is the last one: it is asked again."""
        if self._round is not None and self._panel is not None and self._panel.retry:
            self._told_at = None
            self._round = self._round.back()
            asked = self._round.asked
            assert asked is not None, "what was taken back is open"
            self._session.look_again(asked.known)

    @Slot()
    def show_hint(self) -> None:
        """Show the rule of the open question, or hide it again."""
        if self._panel is not None and self._panel.is_open:
            self._hint = not self._hint
            self._show()

    @Slot()
    def again(self) -> None:
        """Ask the same walk from its start."""
        if self._round is not None:
            begins = self._round.begins
            self._round = self._begin(self._round.trace, begins, self._round.ends)
            self._session.look_again(begins)
            self._session.last()

    def take_key(self, key: int) -> bool:
        """Act on a key of the mode; return whether it is one."""
        known = Qt.Key(key)
        if not self.on:
            return False
        if known in _DIGITS:
            self.answer(_DIGITS[known])
        elif known in _ENTER:
            self.proceed()
        elif known is Qt.Key.Key_R and self._panel is not None and self._panel.done:
            self.again()
        elif known is Qt.Key.Key_R:
            self.retry()
        elif known is Qt.Key.Key_H:
            self.show_hint()
        elif known is Qt.Key.Key_Escape:
            self.stop()
        else:
            return False
        return True

    def _begin(self, trace: Trace, begins: int = 0, ends: int | None = None) -> Round:
        self._told_at = None
        return start(trace, self._file.student.weights(), begins, ends)

    def _seen(self, trace: Trace) -> Trace:
        """Return as much of a walk as may be shown; another walk is asked from its start."""
        if self._round is None or self._round.trace is not trace:
            self._round = self._begin(trace)
        return self._round.seen

    @property
    def _told(self) -> bool:
        """Whether what became of the last answer is still to be read."""
        return self._told_at is not None

    def _on_frame_changed(self) -> None:
        if self._told_at != self._session.step:
            self._told_at = None
        self._show()

    def _on_held(self) -> None:
        """A step on was wished for: the answer is read, or the question waits."""
        self._told_at = None
        self._show()

    def _show(self) -> None:
        if self._round is not None:
            step, student = self._session.step, self._file.student
            shown = panel(self._round, step, student, told=self._told, hint=self._hint)
            self._hint = self._hint and shown.is_open
            self._panel = shown
            self.panel_changed.emit(shown)
