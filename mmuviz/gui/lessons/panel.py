"""The panel of the lessons: their list, one of them, or a question of the walk beside it."""

from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mmuviz.core.scenario import Scenario
from mmuviz.gui.lessons.lesson_list import LessonList
from mmuviz.gui.lessons.lesson_view import LessonView
from mmuviz.gui.lessons.session import LessonSession
from mmuviz.gui.lessons.walk_question import WalkQuestion
from mmuviz.gui.theme import Role, Theme
from mmuviz.gui.widgets.stack import Stack
from mmuviz.present.predict_panel import Panel


class LessonPanel(QWidget):
    """What stands at the left while lessons are done.

    Signals:
        lesson_wished: a lesson is to be opened, once nothing is lost by it (its number).
        forget_wished: all progress is to be forgotten.
        turned: the list is shown instead of a lesson, or a lesson as it was left.
    """

    lesson_wished = Signal(int)
    forget_wished = Signal()
    turned = Signal()

    def __init__(self, folder: Path, parent: QWidget) -> None:
        """Remember progress in `folder`."""
        super().__init__(parent)
        self._theme = Theme()
        self.session = LessonSession(folder, self)
        self.list = LessonList(self.session, self)
        self.view = LessonView(self.session, self)
        self.walk = WalkQuestion(self)
        self.stack = Stack(self)
        for page in (self.list, self.view, self.walk):
            self.stack.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.stack)
        self.setAccessibleName("Lessons")
        self.list.lesson_wished.connect(self._on_lesson)
        self.view.lesson_wished.connect(self.lesson_wished)
        self.list.forget_wished.connect(self.forget_wished)
        self.view.list_wished.connect(self.show_list)
        self.walk.back_wished.connect(self.show_lesson)
        self.session.screen_changed.connect(self._on_screen_changed)

    def enter(self) -> None:
        """Give the keyboard to what is shown; the lessons are read at the first time."""
        self.session.load()
        (self.view if self.teaches else self.list).enter()

    @property
    def teaches(self) -> bool:
        """Whether a lesson is shown, or a question of its walk: not the list."""
        return self.stack.currentWidget() is not self.list

    def show_list(self) -> None:
        """Show all lessons."""
        self.stack.setCurrentWidget(self.list)
        self.list.enter()
        self.turned.emit()

    def show_lesson(self) -> None:
        """Show the lesson instead of a question of the walk."""
        if self.stack.currentWidget() is self.walk:
            self._on_screen_changed()

    def show_walk(self, panel: Panel, *, turns: bool) -> None:
        """Follow the questions of the walk.

        Args:
            panel: what there is to ask, or to say to an answer.
            turns: the walk was stepped: a question takes the place of the lesson.
        """
        self.walk.predict.show_panel(panel)
        if not panel.options:
            self.show_lesson()
        elif turns and self.stack.currentWidget() is self.view:
            number = self.session.number
            self.walk.caption.setText(f"Lesson {number}  ·  the walk beside asks")
            self.stack.setCurrentWidget(self.walk)
            self.walk.enter()

    def follow(self, scenario: Scenario) -> None:
        """Follow the live window."""
        self.session.follow(scenario)

    def take_key(self, event: QKeyEvent) -> bool:
        """Act on a key that nobody else wanted; False where it means nothing here."""
        shown = self.stack.currentWidget()
        if shown is self.walk and event.key() == Qt.Key.Key_Escape:
            self.show_lesson()
            return True
        return shown is self.view and self.view.take_key(event)

    @property
    def asks(self) -> bool:
        """Whether a question of the walk is shown: its keys are those of the walk."""
        return self.stack.currentWidget() is self.walk

    def _on_lesson(self, number: int) -> None:
        """Open a lesson; the one that is open already is as it was left."""
        if number == self.session.number:
            self._on_screen_changed()
            self.turned.emit()
        else:
            self.lesson_wished.emit(number)

    def _on_screen_changed(self) -> None:
        self.stack.setCurrentWidget(self.view)
        self.view.enter()

    def set_theme(self, theme: Theme) -> None:
        """Draw in `theme`."""
        self._theme = theme
        self.list.set_theme(theme)
        self.view.set_theme(theme)
        self.walk.set_theme(theme)
        self.update()

    def minimumSizeHint(self) -> QSize:
        """As narrow as one can read; what is in it scrolls."""
        return QSize(round(min(self._theme.px(240), 330)), 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Fill the ground."""
        QPainter(self).fillRect(event.rect(), self._theme.color(Role.SUNKEN))
