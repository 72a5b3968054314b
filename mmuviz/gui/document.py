"""The document: the scenario being edited, where it came from, and its undo stack."""

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from mmuviz.core.scenario import Scenario
from mmuviz.resources import is_shipped
from mmuviz.sources.opened import LESSON, SCENARIO, Opened


class _Swap(QUndoCommand):
    """Puts one immutable scenario in the place of another."""

    def __init__(self, document: "Document", text: str, new: Scenario) -> None:
        super().__init__(text)
        self._document = document
        self._old = document.scenario
        self._new = new

    def redo(self) -> None:
        self._document._show(self._new)  # noqa: SLF001  # the command is part of the document

    def undo(self) -> None:
        self._document._show(self._old)  # noqa: SLF001


class Document(QObject):
    """The open scenario.

    Attributes:
        undo_stack: every edit with its name.

    Signals:
        scenario_changed: the scenario is another one now (Scenario).
        history_changed: something was done, undone, redone or saved.
        opened_changed: another file was opened, or the file was saved (Opened).
    """

    scenario_changed = Signal(object)
    opened_changed = Signal(object)
    history_changed = Signal()

    def __init__(self, opened: Opened, parent: QObject | None = None) -> None:
        """Start with `opened`."""
        super().__init__(parent)
        self.undo_stack = QUndoStack(self)
        # The stack speaks while it is being destroyed; whoever listens to the document is spared.
        self.undo_stack.indexChanged.connect(self._on_history_changed)
        self.undo_stack.cleanChanged.connect(self._on_history_changed)
        self._opened = opened
        self._scenario = opened.scenario

    @property
    def opened(self) -> Opened:
        """The file as it was opened or last saved."""
        return self._opened

    @property
    def scenario(self) -> Scenario:
        """The scenario as edited."""
        return self._scenario

    @property
    def path(self) -> Path | None:
        """The scenario file that Save writes to; None where there is none of the user's own."""
        path = self._opened.path
        if path is None or self._opened.kind != SCENARIO or is_shipped(path):
            return None
        return path

    @property
    def is_modified(self) -> bool:
        """Whether there is work to lose.

        Another question to what is not one's own is none, nor is what was tried in a lesson.
        """
        if self.undo_stack.isClean() or self._opened.kind == LESSON:
            return False
        if self.undo_stack.cleanIndex() < 0:  # taken up from a killed run: saved nowhere
            return True
        asked = replace(self._opened.scenario, access=self._scenario.access)
        return self.path is not None or asked != self._scenario

    @property
    def title(self) -> str:
        """What to call it: its title, or the file's name."""
        if self._scenario.title:
            return self._scenario.title
        return self._opened.path.name if self._opened.path else "untitled"

    def edit(self, text: str, scenario: Scenario) -> None:
        """Make `scenario` the current one as an undoable step called `text`."""
        if scenario != self._scenario:
            self.undo_stack.push(_Swap(self, text, scenario))

    def open(self, opened: Opened) -> None:
        """Replace everything by `opened`; the undo stack starts anew."""
        self.undo_stack.clear()
        self._opened, self._scenario = opened, opened.scenario
        self.opened_changed.emit(opened)
        self._show(opened.scenario)

    def saved(self, opened: Opened) -> None:
        """Note that the current scenario is now what `opened` holds."""
        self._opened = opened
        self.undo_stack.setClean()
        self.opened_changed.emit(opened)

    def _on_history_changed(self, _state: object) -> None:
        self.history_changed.emit()

    def _show(self, scenario: Scenario) -> None:
        self._scenario = scenario
        self.scenario_changed.emit(scenario)
