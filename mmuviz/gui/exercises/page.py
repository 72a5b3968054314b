"""The page of the exercises: the setup, the questions, the report."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mmuviz.gui.exercises.question_view import QuestionView
from mmuviz.gui.exercises.report_view import ReportView
from mmuviz.gui.exercises.session import ExerciseSession, Stage
from mmuviz.gui.exercises.setup_view import SetupView
from mmuviz.gui.theme import Theme
from mmuviz.gui.widgets.ground import Ground
from mmuviz.gui.widgets.stack import Stack

_LOW = 500.0


class ExercisePage(Ground):
    """Fills the window while exercises are done.

    Signals:
        left: the lessons are to be shown again.
    """

    left = Signal()

    def __init__(self, now: Callable[[], float], draw: Callable[[], int], parent: QWidget) -> None:
        """Begin with the setup.

        Args:
            now: tells the time in seconds, of a clock that never goes back.
            draw: gives a seed.
            parent: the owner.
        """
        super().__init__(parent)
        self.session = ExerciseSession(now, self)
        self.setup = SetupView(draw, self)
        self.asked = QuestionView(self.session, self)
        self.told = ReportView(self.session, self)
        self._views: dict[Stage, SetupView | QuestionView | ReportView] = {
            Stage.SETUP: self.setup,
            Stage.ASKED: self.asked,
            Stage.REPORT: self.told,
        }
        self._stack = Stack(self)
        for view in self._views.values():
            self._stack.addWidget(view)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)
        self.setAccessibleName("Exercises")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # a click on the ground leaves the keyboard
        self.setup.begin_wished.connect(self.session.begin)
        self.session.stage_changed.connect(self._on_stage_changed)

    def set_theme(self, theme: Theme) -> None:
        """Draw in `theme`."""
        super().set_theme(theme)
        for view in self._views.values():
            view.set_theme(theme)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave to the questions what room there is."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        low = self.height() < self._theme.px(_LOW)
        for view in self._views.values():
            view.foot.show_keys(shown=not low)
        for strip in (self.asked.strip, self.told.strip):
            strip.show_lines(low=low)

    def _on_stage_changed(self) -> None:
        stage = self.session.stage
        self._stack.setCurrentWidget(self._views[stage])
        if stage is Stage.ASKED:
            self.asked.begin()
        elif stage is Stage.REPORT:
            self.told.begin()
        else:
            self.setup.enter()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Give the keyboard on to what comes first."""
        super().focusInEvent(event)
        stage = self.session.stage
        if stage is Stage.ASKED:
            self.asked.enter()
        elif stage is Stage.REPORT:
            self.told.next.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.setup.enter()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Act on the page's own keys; no other plain key reaches the views behind it."""
        key = Qt.Key(event.key())
        if key is Qt.Key.Key_Escape:
            self.left.emit()
        elif not self._views[self.session.stage].take_key(event):
            event.accept()
