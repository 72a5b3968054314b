"""What scrolls in a lesson: text, places to look at, the question or task, and the answer to it."""

from collections.abc import Iterator
from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mmuviz.core.trace import Semantics
from mmuviz.gui import paint
from mmuviz.gui.lessons.answer_line import AnswerLine
from mmuviz.gui.lessons.choice_row import ChoiceRow
from mmuviz.gui.lessons.feedback_box import FeedbackBox
from mmuviz.gui.lessons.markdown_text import MarkdownText, plain
from mmuviz.gui.lessons.rule_box import RuleBox
from mmuviz.gui.lessons.session import LessonSession
from mmuviz.gui.lessons.task_part import TaskPart
from mmuviz.gui.theme import FontKind, Role, Theme
from mmuviz.gui.widgets.link import BACK, Link
from mmuviz.present.failing import failing_text
from mmuviz.present.lesson_feedback import Feedback
from mmuviz.present.lesson_page import OptionRow, PointBlock, QuestionBlock, TaskBlock
from mmuviz.present.lesson_rule import lesson_rule
from mmuviz.present.lesson_screens import Place, answer_place, tells
from mmuviz.present.lesson_words import scenario_text

_BACK = "Show the state that is spoken of again"
_RETURN = "Back to the question  Backspace"
_WHO = {
    Semantics.BEFORE: "before",
    Semantics.AFTER: "after",
    Semantics.HARDWARE: "the processor",
}


class ScreenContent(QWidget):
    """A column of parts, made for one screen and kept while it is shown.

    Attributes:
        options: the rows to choose from; empty where there are none.
        points: the places to look at.
        line: where an answer is typed; None where it is chosen.
        feedback: what is said to the answer.
        rule: the rule of the question, on demand.
        task: the parts of a task; None where there is none.
        state: what the live window holds.
        here: what is to be seen in the smallest state where an idea fails, while it is shown.
        back: the way back to the state of the screen.

    Signals:
        sight_wished: something is to be seen: it is new, or has the keyboard (QWidget).
    """

    sight_wished = Signal(object)

    def __init__(self, session: LessonSession, parent: QWidget) -> None:
        """Show the screen of `session`."""
        super().__init__(parent)
        self._session = session
        self.options: list[ChoiceRow] = []
        self.points: list[ChoiceRow] = []
        self.line: AnswerLine | None = None
        self.task: TaskPart | None = None
        self._texts: list[MarkdownText] = []
        self._column, self._group = QVBoxLayout(self), QVBoxLayout()
        self._build()
        self.feedback.smallest_wished.connect(session.show_smallest)
        self.back.clicked.connect(session.show_state)
        self.show_answer()

    def _build(self) -> None:
        screen = self._session.screen
        self._add_text(screen.title, FontKind.HEADING)
        self.state = self._add_text(f"In the window: {screen.state}", FontKind.CAPTION)
        for block in screen.blocks:
            if isinstance(block, PointBlock):
                self._add_row(self._point(block), self.points)
            else:
                self._add_text(block.markdown)
        match screen.asked:
            case QuestionBlock() as asked:
                self._add_text(asked.question.ask, FontKind.HEADING)
                self._add_text(asked.question.body)
                self._add_text("\n".join(["```", *screen.entries, "```"]) if screen.entries else "")
                self._add_answers(asked)
            case TaskBlock() as asked:
                self._add_text(asked.task.ask, FontKind.HEADING)
                self._add_text(asked.task.body)
                self.task = TaskPart(self._session, asked.task, self)
                self._column.addWidget(self.task)
        self.rule = RuleBox(self)
        self.feedback = FeedbackBox(self)
        self.here = MarkdownText("", self)
        self.back = Link(_BACK, "in the window beside", self, wraps=True, way=BACK)
        for part in (self.rule, self.feedback, self.here, self.back):
            self._column.addWidget(part)
        self._column.addStretch(1)

    def _add_text(self, markdown: str, kind: FontKind = FontKind.BODY) -> MarkdownText:
        text = MarkdownText(markdown, self, kind)
        self._texts.append(text)
        self._column.addWidget(text)
        return text

    def _add_row(self, row: ChoiceRow, rows: list[ChoiceRow]) -> None:
        """Append a row; rows stand closer than the rest: they bring room for their rings."""
        last = self._column.itemAt(self._column.count() - 1)
        if rows and last is self._group:
            self._group.addWidget(row)
        else:
            self._group = QVBoxLayout()
            self._group.setSpacing(0)
            self._group.addWidget(row)
            self._column.addLayout(self._group)
        row.entered.connect(partial(self.sight_wished.emit, row))
        rows.append(row)

    def _point(self, block: PointBlock) -> ChoiceRow:
        row = ChoiceRow("", block.where, plain(block.say), self)
        row.setToolTip(f"Show it in the window: {block.happens}" if block.happens else "")
        row.clicked.connect(partial(self._on_point, block, row))
        return row

    def _add_answers(self, asked: QuestionBlock) -> None:
        if asked.prompt:
            self.line = AnswerLine(asked.question, asked.prompt, self)
            self.line.answered.connect(self._session.answer)
            self._column.addWidget(self.line)
        for option in asked.options:
            row = ChoiceRow(option.key, option.label, option.detail, self)
            if not isinstance(option.value, str | frozenset):
                row.kind = FontKind.COUNT
            row.clicked.connect(partial(self._on_option, option))
            self._add_row(row, self.options)

    def set_theme(self, theme: Theme) -> None:
        """Draw in `theme`."""
        margin, gap = round(theme.px(20)), round(theme.px(10))
        self._column.setContentsMargins(margin, gap, margin, margin)
        self._column.setSpacing(gap)
        for text in self._texts:
            text.set_theme(theme)
        rows = (*self.options, *self.points, self.line, self.task)
        for part in (*rows, self.rule, self.feedback, self.here, self.back):
            if part is not None:
                part.set_theme(theme)

    def minimumSizeHint(self) -> QSize:
        """As narrow as its parts. The height follows from the width: a least one is a past width's.

        With it a text that fits got a scroll bar.
        """
        return QSize(self._column.minimumSize().width(), 0)

    def stops(self) -> list[QWidget]:
        """Return what Tab comes to, from top to bottom: the parts are made in that order."""
        by_tab = Qt.FocusPolicy.TabFocus
        return [one for one in self.findChildren(QWidget) if one.focusPolicy() & by_tab]

    # What is done here.

    def choose(self, number: int) -> bool:
        """Choose an option by its number, from 1; False where it cannot be chosen."""
        if not (0 < number <= len(self.options) and self._session.is_open):
            return False
        self.options[number - 1].click()
        return True

    def turn_rule(self) -> bool:
        """Show the rule of the question, or hide it again; False where nothing is asked."""
        question, said = self._session.question, self._session.feedback
        if question is None:
            return False
        if self.rule.isHidden():
            told = (said.rule, said.source) if said is not None and said.rule else None
            self.rule.show_rule(*(told or lesson_rule(question)), is_hint=said is None)
            self.sight_wished.emit(self.rule)
        else:
            self.rule.hide()
        return True

    def _on_option(self, option: OptionRow, _checked: object = None) -> None:
        self._session.answer(option.value)

    def _on_point(self, block: PointBlock, row: ChoiceRow, _checked: object = None) -> None:
        self._session.show_point(block)
        self._mark(row)

    def _mark(self, current: ChoiceRow | None) -> None:
        """Mark the place at which the window was put last."""
        for row in self.points:
            row.judge(Role.CURRENT if row is current else None, None, "")

    # What is shown.

    def show_answer(self) -> None:
        """Follow the answer, and the live window."""
        session = self._session
        self.state.set_text(f"In the window: {scenario_text(session.live)}")
        failing = session.failing
        self.here.set_text(failing_text(failing) if failing else "")
        word = _RETURN if failing else _BACK
        self.back.setText(BACK.format(word))
        self.back.setAccessibleName(f"{word}: in the window beside")
        self.back.setVisible(session.has_left and session.task is None)
        answered = session.feedback is not None
        if not answered:
            self._mark(self._row_of(session.screen.opening))
        for block, row in self._points():
            row.setVisible(answered or not tells(block, session.screen.asked))
        asked = session.screen.asked
        if isinstance(asked, QuestionBlock):
            for option, row in zip(asked.options, self.options, strict=True):
                self._judge(option, row, asked)
                row.setEnabled(not answered)
        if self.line is not None:
            self.line.show_open(is_open=not answered)
        if self.task is not None:
            self.task.show_goals()
        if self.rule.isVisible() and answered:
            self.rule.hide()  # it was a hint
        was_hidden = self.feedback.isHidden()
        self.feedback.show_feedback(self._said())
        if was_hidden and not self.feedback.isHidden():
            self.sight_wished.emit(self.feedback)
            if session.question is not None:
                self._mark(self._row_of(answer_place(session.question, session.screen.blocks)))

    def _points(self) -> Iterator[tuple[PointBlock, ChoiceRow]]:
        """Yield the places with their rows."""
        blocks = (one for one in self._session.screen.blocks if isinstance(one, PointBlock))
        return zip(blocks, self.points, strict=True)

    def _row_of(self, place: Place) -> ChoiceRow | None:
        """Return the row of the place that the window shows, or points at from the end."""
        shown = place.decides or place
        return next((row for block, row in self._points() if block.target == shown.target), None)

    def _judge(self, option: OptionRow, row: ChoiceRow, asked: QuestionBlock) -> None:
        session = self._session
        if session.feedback is None:
            row.judge(None, None, "")
        elif option.right:
            row.judge(Role.PASS, paint.Disc.PASSED, _WHO[asked.question.subject.semantics])
        elif option.value == session.chosen:
            row.judge(Role.FAIL, paint.Disc.REFUSED, "your answer")
        else:
            row.judge(None, None, "")

    def _said(self) -> Feedback | None:
        session = self._session
        if session.is_met:
            return Feedback(True, "That is the solution." if session.peeked else "Solved.", "")
        if session.solved_before:
            return Feedback(True, "You solved this before.", "")
        return session.feedback
