"""The panel of the lessons: their list, or one of them, beside the live window."""

from pathlib import Path

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mmuviz.core.scenario import Scenario
from mmuviz.gui.lessons.lesson_list import LessonList
from mmuviz.gui.lessons.lesson_view import LessonView
from mmuviz.gui.lessons.session import LessonSession
from mmuviz.gui.theme import Role, Theme
from mmuviz.gui.widgets.stack import Stack


class LessonPanel(QWidget):
    """What stands at the left while lessons are done.

    Signals:
        lesson_wished: a lesson is to be opened, once nothing is lost by it (its number).
        forget_wished: all progress is to be forgotten.
    """

    lesson_wished = Signal(int)
    forget_wished = Signal()

    def __init__(self, folder: Path, parent: QWidget) -> None:
        """Remember progress in `folder`."""
        super().__init__(parent)
        self._theme = Theme()
        self.session = LessonSession(folder, self)
        self.list = LessonList(self.session, self)
        self.view = LessonView(self.session, self)
        self.stack = Stack(self)
        self.stack.addWidget(self.list)
        self.stack.addWidget(self.view)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.stack)
        self.setAccessibleName("Lessons")
        self.list.lesson_wished.connect(self._on_lesson)
        self.view.lesson_wished.connect(self.lesson_wished)
        self.list.forget_wished.connect(self.forget_wished)
        self.view.list_wished.connect(self.show_list)
        self.session.screen_changed.connect(self._on_screen_changed)

    def enter(self) -> None:
        """Give the keyboard to what is shown; the lessons are read at the first time."""
        self.session.load()
        (self.view if self.stack.currentWidget() is self.view else self.list).enter()

    def show_list(self) -> None:
        """Show all lessons."""
        self.stack.setCurrentWidget(self.list)
        self.list.enter()

    def follow(self, scenario: Scenario) -> None:
        """Follow the live window."""
        self.session.follow(scenario)

    def take_key(self, event: QKeyEvent) -> bool:
        """Act on a key that nobody else wanted; False where it means nothing here."""
        return self.stack.currentWidget() is self.view and self.view.take_key(event)

    def _on_lesson(self, number: int) -> None:
        """Open a lesson; the one that is open already is as it was left."""
        if number == self.session.number:
            self._on_screen_changed()
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
        self.update()

    def minimumSizeHint(self) -> QSize:
        """As narrow as one can read; what is in it scrolls."""
        return QSize(round(min(self._theme.px(240), 330)), 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Fill the ground."""
        QPainter(self).fillRect(event.rect(), self._theme.color(Role.SUNKEN))
