"""A set that is being answered: the question, a line a part, the time, and the way on."""

from collections.abc import Mapping
from itertools import pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mmuviz.core.exercises.difficulty import Part
from mmuviz.core.exercises.marking import Given
from mmuviz.gui.exercises.answer_field import AnswerField
from mmuviz.gui.exercises.column import Column
from mmuviz.gui.exercises.foot import Foot
from mmuviz.gui.exercises.head import Head
from mmuviz.gui.exercises.question_sheet import QuestionSheet
from mmuviz.gui.exercises.session import ExerciseSession, Stage
from mmuviz.gui.exercises.strip import QuestionStrip, Standing
from mmuviz.gui.exercises.time_bar import TimeBar
from mmuviz.gui.lessons.next_button import NextButton
from mmuviz.gui.theme import Theme
from mmuviz.gui.widgets.link import Link
from mmuviz.present.exercise_words import set_name
from mmuviz.present.sheet_words import asked

_QUESTIONS = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_KEYS = "Enter  next     PgUp, PgDn  other questions     Esc  lessons; the "
_WAITS, _GOES_ON = "set waits", "time goes on"


class QuestionView(QWidget):
    """One question at a time; nothing here tells its walk.

    Signals:
        hand_in_wished: the set is to be marked, once that is sure.
        drop_wished: another set is wished for, once that is sure.
    """

    hand_in_wished = Signal()
    drop_wished = Signal()

    def __init__(self, session: ExerciseSession, parent: QWidget) -> None:
        """Follow `session`."""
        super().__init__(parent)
        self._session = session
        self._theme = Theme()
        self.fields: list[AnswerField] = []
        self.time = TimeBar(session.clock, self)
        self.head = Head(self, self.time)
        self.strip = QuestionStrip(self)
        self._form = QWidget(self)
        self._fields = QVBoxLayout(self._form)
        self._fields.setContentsMargins(0, 0, 0, 0)
        self.sheet = QuestionSheet(self._form, self)
        self.next = NextButton(self)
        self.back = Link("Back", "to the question before", self)
        self.hand_in = Link("Hand in", "the whole set", self)
        self.other = Link("Another set", "this one is dropped", self)
        self.foot = Foot((self.next, self.back, self.hand_in, self.other), self)
        self._column = Column(self, self.head, self.strip, self.sheet, self.foot)
        self.strip.chosen.connect(session.go_to)
        self.next.clicked.connect(self._on_next)
        self.back.clicked.connect(self._on_back)
        self.hand_in.clicked.connect(self.hand_in_wished)
        self.other.clicked.connect(self.drop_wished)
        session.question_changed.connect(self._on_question_changed)
        session.typed.connect(self._follow)

    def set_theme(self, theme: Theme) -> None:
        """Draw in `theme`."""
        self._theme = theme
        self._column.set_theme(theme)
        self._fields.setSpacing(round(theme.px(14)))
        for part in (self.head, self.time, self.strip, self.sheet, self.foot):
            part.set_theme(theme)
        for field in self.fields:
            field.set_theme(theme)

    # What is shown.

    def begin(self) -> None:
        """Show the set that the session has begun."""
        for field in self.fields:
            self._fields.removeWidget(field)
            field.hide()
            field.deleteLater()
        spec = self._session.drill.spec
        meanings = [meaning for _part, meaning in asked(spec)]
        self.fields = [self._made(*each) for each in zip(spec.parts, meanings, strict=True)]
        stops = [self.strip, *(field.edit for field in self.fields), self.next]
        for stop, after in pairwise(stops):
            QWidget.setTabOrder(stop, after)
        timed = self._session.clock.runs
        self.time.setVisible(timed)
        self.foot.say(f"{_KEYS}{_GOES_ON if timed else _WAITS}")
        self._on_question_changed()

    def _made(self, part: Part, meaning: str) -> AnswerField:
        field = AnswerField(part, meaning, self._session.read, self._form)
        field.set_theme(self._theme)
        field.typed.connect(self._session.type)
        field.passed.connect(self._on_passed)
        field.moved.connect(self._on_moved)
        field.entered.connect(self._on_entered)
        field.told.connect(self._follow)
        self._fields.addWidget(field)
        field.show()  # now: it is to take the keyboard
        return field

    def _on_question_changed(self) -> None:
        session = self._session
        if session.stage is not Stage.ASKED:
            return
        drill, sheet = session.drill, session.sheet
        assert sheet is not None, "a set is begun"
        self.head.say(set_name(drill.spec), f"Question {drill.at + 1} of {drill.spec.count}")
        self.sheet.show_question(sheet.questions[drill.at], sheet.given)
        for field in self.fields:
            field.show_text(drill.text(field.part))
        self._follow()
        self.enter()

    def _follow(self) -> None:
        """Say what is answered, what nobody can read, and where the button leads."""
        if self._session.stage is not Stage.ASKED:
            return  # the keyboard leaves a line of a set that is handed in
        drill, given = self._session.drill, self._session.given
        standings = [self._standing(given.get(each.number, {})) for each in drill.questions]
        if standings[drill.at] is Standing.GARBLED and not any(
            field.is_bad for field in self.fields
        ):
            standings[drill.at] = Standing.BEGUN  # it is still being typed
        self.strip.show_standings(standings, drill.at)
        word = "Hand in" if drill.is_last else "Next"
        self.next.show_way(word, quiet=standings[drill.at] is not Standing.ANSWERED)
        self.back.setVisible(not drill.is_first)
        self.hand_in.setVisible(not drill.is_last)

    def _standing(self, given: Mapping[Part, Given]) -> Standing:
        """Return how a question stands, by the marking's own reading."""
        if any(one.trouble for one in given.values()):
            return Standing.GARBLED
        if len(given) == len(self.fields):
            return Standing.ANSWERED
        return Standing.BEGUN if given else Standing.EMPTY

    def enter(self) -> None:
        """Give the keyboard to the first line that is empty, or to the first one."""
        empty = [field for field in self.fields if not field.edit.text()]
        (empty or self.fields)[0].edit.setFocus(Qt.FocusReason.TabFocusReason)

    # What is done.

    def _on_next(self) -> None:
        if self._session.drill.is_last:
            self.hand_in_wished.emit()
        else:
            self._session.go(1)

    def _on_back(self) -> None:
        self._session.go(-1)

    def _place(self) -> int:
        """Return the place of the line that has the keyboard."""
        return next(place for place, field in enumerate(self.fields) if field.edit.hasFocus())

    def _on_passed(self) -> None:
        """Go to the next line; behind the last one to the next question, or to the button."""
        place = self._place() + 1
        if place < len(self.fields):
            self.fields[place].edit.setFocus(Qt.FocusReason.TabFocusReason)
        elif self._session.drill.is_last:
            self.next.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self._session.go(1)

    def _on_moved(self, way: int) -> None:
        place = min(max(self._place() + way, 0), len(self.fields) - 1)
        self.fields[place].edit.setFocus(Qt.FocusReason.TabFocusReason)

    def _on_entered(self) -> None:
        """Follow the keyboard."""
        self.sheet.follow(self.fields[self._place()])

    def take_key(self, event: QKeyEvent) -> bool:
        """Act on a key that nobody else wanted; False where it means nothing here."""
        key = Qt.Key(event.key())
        if key in _QUESTIONS:
            self._session.go(_QUESTIONS[key])
        elif key in _ENTER:
            self.enter()
        else:
            return self.sheet.take_key(event)
        return True
