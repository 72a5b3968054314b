"""A part of a question to answer: its name, a line, what is meant or what is wrong."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QFont, QKeyEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from mmuviz.core.exercises.difficulty import Part
from mmuviz.core.exercises.marking import Given
from mmuviz.gui.theme import FontKind, Role, Theme
from mmuviz.gui.widgets.framed_edit import FramedEdit
from mmuviz.present.sheet_words import blank_hint

_MOVES = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class AnswerField(QWidget):
    """Enter reads it; what cannot be read is said below the line, and stays there.

    Signals:
        typed: something else is written (Part, str).
        passed: Enter was pressed, and what is written can be read, or is said to be wrong already.
        moved: the field above (-1) or below (1) is wished for (int).
        entered: it has got the keyboard.
        told: it was said that what is written cannot be read.
    """

    typed = Signal(object, str)
    passed = Signal()
    moved = Signal(int)
    entered = Signal()
    told = Signal()

    def __init__(
        self,
        part: Part,
        meaning: str,
        read: Callable[[Part, str], Given | None],
        parent: QWidget,
    ) -> None:
        """Take the answer to a part.

        Args:
            part: what is asked.
            meaning: what that means.
            read: reads an answer as the marking does.
            parent: the owner.
        """
        super().__init__(parent)
        self._theme = Theme()
        self._read = read
        self.part = part
        self._meaning = f"{meaning[0].upper()}{meaning[1:]}".replace("`", "")
        hint = blank_hint(part)
        self.title = QLabel(part.value, self)
        self.edit = _Line(self)
        self.edit.setAccessibleName(f"{part.value}: {hint}")
        self.edit.setPlaceholderText(hint[hint.index("such as") :])
        self.note = QLabel(self._meaning, self)
        self.note.setTextFormat(Qt.TextFormat.PlainText)
        self.note.setWordWrap(True)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        for one in (self.title, self.edit, self.note):
            self._column.addWidget(one)
        self.edit.textEdited.connect(self._on_edited)
        self.edit.returnPressed.connect(self._on_return)
        self.edit.moved.connect(self.moved)
        self.edit.entered.connect(self.entered)
        self.edit.left.connect(self.check)

    @property
    def is_bad(self) -> bool:
        """Whether it is said that what is written cannot be read."""
        return self.note.text() != self._meaning

    def set_theme(self, theme: Theme) -> None:
        """Take the theme's fonts and sizes."""
        self._theme = theme
        self._column.setSpacing(round(theme.px(4)))
        self.title.setFont(theme.font(FontKind.STRONG))
        self.edit.set_theme(theme)
        font = QFont(theme.font(FontKind.CAPTION))
        font.setFeature(QFont.Tag("calt"), 0)  # what is quoted stays as it was typed
        self.note.setFont(font)
        self._say(self.note.text())

    def show_text(self, text: str) -> None:
        """Show what is written."""
        self.edit.setText(text)
        self.check()

    def check(self) -> None:
        """Say what is wrong with what is written, if anything is."""
        given = self._read(self.part, self.edit.text())
        trouble = given.trouble if given else ""
        self._say(f"{trouble[0].upper()}{trouble[1:]}." if trouble else self._meaning)
        if trouble:
            self.told.emit()

    def _on_edited(self, text: str) -> None:
        self._say(self._meaning)
        self.typed.emit(self.part, text)

    def _on_return(self) -> None:
        """Go on; what cannot be read is said first, and passed at the second time."""
        was_bad = self.is_bad
        self.check()
        if was_bad or not self.is_bad:
            self.passed.emit()

    def _say(self, words: str) -> None:
        bad = words != self._meaning
        palette = self.note.palette()
        role = Role.FAIL if bad else Role.MUTED
        palette.setColor(self.note.foregroundRole(), self._theme.color(role))
        self.note.setPalette(palette)
        self.note.setText(words)
        self.edit.setAccessibleDescription(words)
        self.edit.mark(is_bad=bad)


class _Line(FramedEdit):
    """A line that tells of the keyboard; Up and Down are not its own.

    Signals:
        moved: Up (-1) or Down (1) was pressed (int).
        entered: it has got the keyboard.
        left: it has lost the keyboard.
    """

    moved = Signal(int)
    entered = Signal()
    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keep Enter from the page: the same press would go on twice."""
        key = Qt.Key(event.key())
        if key in _MOVES and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            event.ignore()  # the tables scroll
        elif key in _MOVES:
            self.moved.emit(_MOVES[key])
        else:
            super().keyPressEvent(event)
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                event.accept()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Tell it: what scrolls is to follow."""
        super().focusInEvent(event)
        self.entered.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Tell it: what is written is to be read."""
        super().focusOutEvent(event)
        self.left.emit()
