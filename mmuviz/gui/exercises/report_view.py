"""A set that was handed in: its points, and question by question what was right and why."""

from itertools import pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mmuviz.gui.exercises.column import Column
from mmuviz.gui.exercises.foot import Foot
from mmuviz.gui.exercises.head import Head
from mmuviz.gui.exercises.mark_list import MarkList
from mmuviz.gui.exercises.question_sheet import QuestionSheet
from mmuviz.gui.exercises.session import ExerciseSession, Stage
from mmuviz.gui.exercises.strip import QuestionStrip, Standing
from mmuviz.gui.lessons.feedback_box import FeedbackBox
from mmuviz.gui.lessons.next_button import NextButton
from mmuviz.gui.theme import Theme
from mmuviz.gui.widgets.link import Link
from mmuviz.present.exercise_report import QuestionReport
from mmuviz.present.exercise_words import set_name
from mmuviz.present.lesson_feedback import Feedback

_QUESTIONS = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_KEYS = "Enter, PgDn  next question     PgUp  the one before     Esc  lessons; the report waits"


class ReportView(QWidget):
    """The points of all, and one question at a time with its marks.

    Signals:
        walk_wished: the question that is shown is to be opened in the Walk view.
        smallest_wished: the smallest state where an idea fails is to be opened (WrongModel).
        answers_wished: the answers are to be written to a file.
        report_wished: the report is to be written to a file.
    """

    walk_wished = Signal()
    smallest_wished = Signal(object)
    answers_wished = Signal()
    report_wished = Signal()

    def __init__(self, session: ExerciseSession, parent: QWidget) -> None:
        """Follow `session`."""
        super().__init__(parent)
        self._session = session
        self._theme = Theme()
        self.boxes: list[_Box] = []
        self.head = Head(self)
        self.strip = QuestionStrip(self)
        self._side = QWidget(self)
        self.marks = MarkList(self._side)
        self.walk = Link("Open this in the Walk view", "the question, at its end", self._side)
        self._told = QVBoxLayout(self._side)
        self._told.setContentsMargins(0, 0, 0, 0)
        self._told.addWidget(self.marks)
        self._told.addWidget(self.walk)
        self.sheet = QuestionSheet(self._side, self)
        self.next = NextButton(self)
        self.again = Link("Same again", "the same set from its start", self)
        self.new = Link("New set", "choose another one", self)
        self.save_answers = Link("Save the answers…", "as a file that mmuviz mark reads", self)
        self.save_report = Link("Save the report…", "as text, JSON or a table", self)
        ways = (self.next, self.again, self.new, self.save_answers, self.save_report)
        self.foot = Foot(ways, self)
        self.foot.say(_KEYS)
        self._column = Column(self, self.head, self.strip, self.sheet, self.foot)
        self.strip.chosen.connect(session.go_to)
        self.walk.clicked.connect(self.walk_wished)
        self.next.clicked.connect(self._on_next)
        self.again.clicked.connect(session.again)
        self.new.clicked.connect(session.drop)
        self.save_answers.clicked.connect(self.answers_wished)
        self.save_report.clicked.connect(self.report_wished)
        session.question_changed.connect(self._on_question_changed)

    def set_theme(self, theme: Theme) -> None:
        """Draw in `theme`."""
        self._theme = theme
        self._column.set_theme(theme)
        self._told.setSpacing(round(theme.px(14)))
        for part in (self.head, self.strip, self.sheet, self.foot, self.marks, self.walk):
            part.set_theme(theme)
        for box in self.boxes:
            box.set_theme(theme)

    @property
    def shown(self) -> QuestionReport:
        """The question that is looked at."""
        return self._session.report.questions[self._session.drill.at]

    def begin(self) -> None:
        """Show the report of the set that was handed in."""
        self._on_question_changed()
        self.next.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_question_changed(self) -> None:
        session = self._session
        if session.stage is not Stage.REPORT:
            return
        drill, said, sheet = session.drill, session.report, session.sheet
        assert sheet is not None, "a set is begun"
        below = "\n".join(filter(None, (said.note, said.parts, said.ideas)))
        self.head.say(set_name(drill.spec), said.headline, below)
        self.strip.show_standings([_standing(one) for one in said.questions], drill.at)
        self.sheet.show_question(sheet.questions[drill.at], sheet.given)
        self.marks.show_rows(self.shown.rows)
        self._show_told(self.shown.told)
        self.next.show_way("First question" if drill.is_last else "Next", quiet=False)

    def _show_told(self, told: tuple[Feedback, ...]) -> None:
        for box in self.boxes:
            self._told.removeWidget(box)
            box.hide()
            box.deleteLater()
        self.boxes = []
        for one in told:
            box = _Box(one, self._side)
            box.set_theme(self._theme)
            box.opened.connect(self.smallest_wished)
            self._told.addWidget(box)
            self.boxes.append(box)
        stops = [self.walk, *(box.link for box in self.boxes), self.next]
        for stop, after in pairwise(stops):
            QWidget.setTabOrder(stop, after)

    def _on_next(self) -> None:
        drill = self._session.drill
        self._session.go_to(0 if drill.is_last else drill.at + 1)

    def take_key(self, event: QKeyEvent) -> bool:
        """Act on a key that nobody else wanted; False where it means nothing here."""
        key = Qt.Key(event.key())
        if key in _QUESTIONS:
            self._session.go(_QUESTIONS[key])
        elif key in _ENTER:
            self._on_next()
        else:
            return self.sheet.take_key(event)
        return True


class _Box(FeedbackBox):
    """What is said of a question, and the idea that its link opens.

    Signals:
        opened: the smallest state where the idea fails is wished for (WrongModel).
    """

    opened = Signal(object)

    def __init__(self, said: Feedback, parent: QWidget) -> None:
        super().__init__(parent)
        self._model = said.model
        self.show_feedback(said)
        self.smallest_wished.connect(self._on_wished)

    def _on_wished(self) -> None:
        self.opened.emit(self._model)


def _standing(one: QuestionReport) -> Standing:
    if one.score == one.most:
        return Standing.FULL
    return Standing.PART if one.score else Standing.NONE
