"""Questions to the user as values; the Qt windows that ask them never run a nested loop."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from mmuviz.gui.dialogs.dump import DumpDialog
from mmuviz.gui.dialogs.pick import Choice, PickDialog
from mmuviz.sources.opened import OpenOptions
from mmuviz.sources.problems import ProgramSummary

_SUFFIX = re.compile(r"\.\w+")


@dataclass(frozen=True, slots=True)
class Question:
    """Something to tell or ask.

    Attributes:
        title: a few words.
        text: one or two sentences.
        detail: the rest; may be long.
        answers: what can be answered; the first is the safe one. One answer makes a message.
        serious: something went wrong.
    """

    title: str
    text: str
    detail: str = ""
    answers: tuple[str, ...] = ("OK",)
    serious: bool = False


class Asker(Protocol):
    """Whoever asks the user. Tests answer by themselves."""

    def ask(self, question: Question, on_answer: Callable[[str], None]) -> None:
        """Ask, and call back with the answer's text."""

    def open_path(self, title: str, kinds: str, on_path: Callable[[Path], None]) -> None:
        """Let the user pick a file to open; no call where nothing was picked."""

    def open_paths(
        self, title: str, kinds: str, on_paths: Callable[[Sequence[Path]], None]
    ) -> None:
        """Let the user pick files to read; no call where none was picked."""

    def save_path(
        self, title: str, start: str, kinds: str, on_path: Callable[[Path], None]
    ) -> None:
        """Let the user name a file to write; no call where nothing was named."""

    def registers(self, path: Path, on_options: Callable[[OpenOptions], None]) -> None:
        """Let the user say what a dump does not; no call where nothing was said."""

    def program(
        self, path: Path, programs: Sequence[ProgramSummary], on_name: Callable[[str], None]
    ) -> None:
        """Let the user pick one of a file's guest programs; no call where none was picked."""


class QtAsker(QObject):
    """Asks in windows of the program's own."""

    def __init__(self, window: QWidget) -> None:
        """Ask over `window`."""
        super().__init__(window)
        self._window = window

    def ask(self, question: Question, on_answer: Callable[[str], None]) -> None:
        """Ask in a message box."""
        box = QMessageBox(self._window)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        icon = QMessageBox.Icon.Warning if question.serious else QMessageBox.Icon.Information
        box.setIcon(icon)
        box.setWindowTitle(question.title)
        box.setText(question.text)
        box.setInformativeText(question.detail)
        box.setTextFormat(Qt.TextFormat.PlainText)
        buttons = {}
        for answer in question.answers:
            button = box.addButton(answer, QMessageBox.ButtonRole.ActionRole)
            buttons[button] = answer
        first = next(iter(buttons))
        box.setDefaultButton(first)
        box.setEscapeButton(first)
        box.buttonClicked.connect(lambda button: on_answer(buttons[button]))
        box.open()

    def open_path(self, title: str, kinds: str, on_path: Callable[[Path], None]) -> None:
        """Open a file dialog."""
        dialog = QFileDialog(self._window, title, "", kinds)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        self._pick(dialog, on_path)

    def open_paths(
        self, title: str, kinds: str, on_paths: Callable[[Sequence[Path]], None]
    ) -> None:
        """Open a file dialog for several files."""
        dialog = QFileDialog(self._window, title, "", kinds)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.filesSelected.connect(lambda names: on_paths([Path(name) for name in names]))
        dialog.open()

    def save_path(
        self, title: str, start: str, kinds: str, on_path: Callable[[Path], None]
    ) -> None:
        """Open a file dialog for writing."""
        dialog = QFileDialog(self._window, title, start, kinds)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.filterSelected.connect(partial(_take_suffix, dialog))
        self._pick(dialog, on_path)

    def registers(self, path: Path, on_options: Callable[[OpenOptions], None]) -> None:
        """Open a form."""
        dialog = DumpDialog(path, self._window)
        dialog.given.connect(on_options)
        dialog.open()

    def program(
        self, path: Path, programs: Sequence[ProgramSummary], on_name: Callable[[str], None]
    ) -> None:
        """Open a list that narrows."""
        choices = [Choice(program.name, _about(program), program.name) for program in programs]
        dialog = PickDialog(f"Guest programs of {path.name}", choices, self._window)
        dialog.picked.connect(on_name)
        dialog.open()

    def _pick(self, dialog: QFileDialog, on_path: Callable[[Path], None]) -> None:
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda name: on_path(Path(name)))
        dialog.open()


def _take_suffix(dialog: QFileDialog, kind: str) -> None:
    """Let the name that stands in `dialog` end as the chosen kind of file does."""
    suffix = _SUFFIX.search(kind)
    named = Path(dialog.selectedFiles()[0])
    dialog.selectFile(named.with_suffix(suffix[0] if suffix else "").name)


def _about(program: ProgramSummary) -> str:
    """`PAE, 4 operations · what it shows`."""
    many = "" if program.operations == 1 else "s"
    note = f" · {program.note}" if program.note else ""
    return f"{program.mode}, {program.operations} operation{many}{note}"
