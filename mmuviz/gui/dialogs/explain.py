"""Error codes, entries, oops lines and registers in words, as they are typed or pasted."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from mmuviz.core.paging import Level, PagingMode
from mmuviz.gui.theme import FontKind, Theme
from mmuviz.present.answer import plain
from mmuviz.present.explain_code import explain_code
from mmuviz.present.explain_entry import explain_entry
from mmuviz.present.explain_text import explain_text
from mmuviz.sources.entry_text import parse_number

_CODE, _TEXT = "an error code", "a kernel's or QEMU's text"


class ExplainDialog(QDialog):
    """Paste above, read below."""

    def __init__(self, mode: PagingMode, parent: QWidget) -> None:
        """Explain numbers as error codes first; entries of `mode` on demand."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Explain")
        self._mode = mode
        self.kind = QComboBox(self)
        self.kind.setAccessibleName("What it is")
        self.kind.addItem(_CODE)
        self.kind.addItem(_TEXT)
        for level in mode.levels:
            self.kind.addItem(f"a {level.name} of {mode.title} mode", level)
        label = QLabel("The text below is", self)
        row = QHBoxLayout()
        row.addWidget(label)
        row.addWidget(self.kind, 1)
        mono = QFont(Theme(scale=self.font().pointSizeF() / 10).font(FontKind.MONO))
        self.asked = QPlainTextEdit(self)
        self.asked.setFont(mono)
        self.asked.setPlaceholderText("0x7, or a pasted oops, or QEMU's “info registers”")
        self.asked.setAccessibleName("Text to explain")
        self.asked.setTabChangesFocus(True)
        self.answer = QPlainTextEdit(self)
        self.answer.setFont(mono)
        self.answer.setReadOnly(True)
        self.answer.setAccessibleName("In words")
        column = QVBoxLayout(self)
        column.addLayout(row)
        column.addWidget(self.asked, 1)
        column.addWidget(self.answer, 2)
        self.asked.textChanged.connect(self._on_text_changed)
        self.kind.currentIndexChanged.connect(self._explain)
        self.resize(round(parent.width() * 0.6), round(parent.height() * 0.7))
        self.asked.setFocus()

    def _on_text_changed(self) -> None:
        """Take several words, or `error_code(…)`, for a text, and one number as it was before."""
        text = self.asked.toPlainText()
        if self.kind.currentIndex() == 0 and (len(text.split()) > 1 or "(" in text):
            self.kind.setCurrentIndex(1)
        else:
            self._explain()

    def _explain(self) -> None:
        text = self.asked.toPlainText().strip()
        self.answer.setPlainText(self.explained(text) if text else "")

    def explained(self, text: str) -> str:
        """Return `text` in words, or what was expected instead."""
        level: Level | None = self.kind.currentData()
        if level is None and self.kind.currentText() == _TEXT:
            lines = explain_text(text)
            return plain(lines) if lines else "Nothing here that can be explained."
        digits = text if text.lower().startswith("0x") else f"0x{text}"
        number = parse_number(digits)
        if number is None:
            return f'found "{text}", expected a hexadecimal number such as 0x7'
        try:
            lines = (
                explain_code(number) if level is None else explain_entry(number, self._mode, level)
            )
        except ValueError as problem:
            return str(problem)
        return plain(lines)
