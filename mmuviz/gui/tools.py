"""What finds and explains: the command palette, the help texts."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from mmuviz.gui.actions import ACTIONS, key_list
from mmuviz.gui.dialogs.explain import ExplainDialog
from mmuviz.gui.dialogs.pick import Choice, PickDialog
from mmuviz.gui.dialogs.text import TextDialog
from mmuviz.gui.help_text import about, glossary

if TYPE_CHECKING:
    from mmuviz.gui.main_window import MainWindow


class Tools(QObject):
    """Handlers of the actions in Tools and Help."""

    def __init__(self, window: "MainWindow") -> None:
        """Open over `window`."""
        super().__init__(window)
        self._window = window

    def pick(self, title: str, choices: Sequence[Choice], on_picked: Callable[[str], None]) -> None:
        """Let the user pick one of `choices`."""
        dialog = PickDialog(title, choices, self._window)
        dialog.picked.connect(on_picked)
        dialog.open()

    def palette(self) -> None:
        """Find an action by its name."""
        choices = []
        for spec in ACTIONS:
            action = self._window.actions_by_name[spec.name]
            if action.isEnabled() and spec.name != "palette":
                text = action.text().replace("&", "").rstrip("…")
                choices.append(Choice(text, spec.key_text, spec.name))
        self.pick("Commands", choices, self._trigger)

    def _trigger(self, name: str) -> None:
        self._window.actions_by_name[name].trigger()

    def explain(self) -> None:
        """Codes, entries and oops lines in words."""
        ExplainDialog(self._window.document.scenario.cpu.mode, self._window).open()

    def glossary(self) -> None:
        """Terms and sources."""
        TextDialog("Glossary and sources", glossary(), self._window).open()

    def keys(self) -> None:
        """All keys."""
        TextDialog("Keys", f"```\n{key_list()}\n```", self._window).open()

    def about(self) -> None:
        """Version and licences."""
        TextDialog("About mmuviz", about(), self._window).open()
