"""An answer that is typed."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from mmuviz.core.lessons.question import Question
from mmuviz.gui.theme import FontKind, Role, Theme
from mmuviz.gui.widgets.framed_edit import FramedEdit
from mmuviz.sources.lesson_values import parse_value


class AnswerLine(QWidget):
    """A line to type in, a button, and below them what may be typed or what was wrong with it.

    Signals:
        answered: an answer was typed (the value).
    """

    answered = Signal(object)

    def __init__(self, question: Question, prompt: str, parent: QWidget) -> None:
        """Take an answer to `question`; `prompt` says what may be typed."""
        super().__init__(parent)
        self._question = question
        self._prompt = f"Type {prompt}"
        self._theme = Theme()
        self.edit = _Edit(self)
        self.edit.setAccessibleName(f"Answer: {prompt}")
        self.button = QPushButton("Answer", self)
        self.button.setAutoDefault(False)
        self.note = QLabel(self._prompt, self)
        self.note.setTextFormat(Qt.TextFormat.PlainText)
        self.note.setWordWrap(True)
        self._row = QHBoxLayout()
        self._row.addWidget(self.edit, 1)
        self._row.addWidget(self.button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(self._row)
        column.addWidget(self.note)
        self.edit.returnPressed.connect(self._take)
        self.button.clicked.connect(self._take)
        self.edit.textEdited.connect(self._on_edited)

    def set_theme(self, theme: Theme) -> None:
        """Take the theme's fonts and sizes."""
        self._theme = theme
        self._row.setSpacing(round(theme.px(8)))
        self.edit.set_theme(theme)
        height = round(theme.metrics(FontKind.BODY).height() + theme.px(12))
        self.button.setFont(theme.font(FontKind.BODY))
        self.button.setFixedHeight(height)
        self.note.setFont(theme.font(FontKind.CAPTION))
        self._say(self.note.text())

    def show_open(self, *, is_open: bool) -> None:
        """Take an answer, or show the one that was given."""
        if is_open and self.edit.isReadOnly():
            self.edit.selectAll()  # to be typed anew
        self.edit.setReadOnly(not is_open)
        self.button.setEnabled(is_open)
        self.note.setVisible(is_open)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keep Enter from the window: the same press would go on to the next screen."""
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)

    def _take(self) -> None:
        if self.edit.isReadOnly():
            return
        question = self._question
        mode = question.scenario.cpu.mode
        try:
            value = parse_value(question.subject, self.edit.text(), mode)
        except ValueError as error:
            self._say(f"expected {error}")
            return
        self.answered.emit(value)

    def _on_edited(self, _text: str) -> None:
        self._say(self._prompt)

    def _say(self, words: str) -> None:
        """Say what may be typed, or in red what was expected instead."""
        bad = words != self._prompt
        palette = self.note.palette()
        role = Role.FAIL if bad else Role.MUTED
        palette.setColor(self.note.foregroundRole(), self._theme.color(role))
        self.note.setPalette(palette)
        self.note.setText(words)
        self.edit.mark(is_bad=bad)


class _Edit(FramedEdit):
    """A line that leaves to the window what it has no use for."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave the arrows to the window while nothing is typed: they step."""
        if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right) and not self.text():
            event.ignore()
        else:
            super().keyPressEvent(event)
