"""What finds and explains: the command palette, the help texts."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from mmuviz.gui.actions import ACTIONS, VIEWS, key_list
from mmuviz.gui.dialogs.explain import ExplainDialog
from mmuviz.gui.dialogs.pick import Choice, PickDialog
from mmuviz.gui.dialogs.second_opinion import OpinionDialog
from mmuviz.gui.dialogs.text import TextDialog
from mmuviz.gui.help_text import about, glossary
from mmuviz.gui.second_opinion import SecondOpinion
from mmuviz.sources.scenario_text import dump_text
from mmuviz.sources.unicorn_extra import HOW_TO_INSTALL, is_installed

if TYPE_CHECKING:
    from mmuviz.gui.main_window import MainWindow


class Tools(QObject):
    """Handlers of the actions in Tools and Help."""

    def __init__(self, window: "MainWindow") -> None:
        """Open over `window`."""
        super().__init__(window)
        self._window = window
        self._opinion: OpinionDialog | None = None

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

    def ask_unicorn(self) -> None:
        """An independent processor's answer beside hardware's."""
        if self._opinion is not None:
            self._opinion.ask()
            self._opinion.raise_()
            return
        window = self._window
        dialog = self._opinion = OpinionDialog(self._scenario_text, window.look.theme, window)
        window.look.changed.connect(dialog.set_theme)
        window.document.scenario_changed.connect(dialog.mark_stale)
        dialog.finished.connect(self._on_opinion_closed)
        dialog.show()

    def _scenario_text(self, opinion: SecondOpinion) -> str:
        """Return the open scenario as it would be saved for the engine."""
        document = self._window.document
        return dump_text(
            document.opened, document.scenario, self._window.files.semantics, opinion.path
        )

    def _on_opinion_closed(self, _result: int) -> None:
        self._opinion = None

    def show_installed(self) -> None:
        """Offer only what is installed, and say of the rest why not."""
        if not is_installed():
            action = self._window.actions_by_name["ask_unicorn"]
            action.setEnabled(False)
            action.setToolTip(f"{action.toolTip()}. Not installed: {HOW_TO_INSTALL}")

    def leave(self) -> None:
        """End what runs beside the window."""
        if self._opinion is not None:
            self._opinion.close()

    def glossary(self) -> None:
        """Terms and sources."""
        TextDialog("Glossary and sources", glossary(), self._window).open()

    def keys(self) -> None:
        """All keys, those of the open view first."""
        actions = self._window.actions_by_name
        shown = next(name for name in VIEWS if actions[name].isChecked())
        TextDialog("Keys", key_list(shown), self._window).open()

    def about(self) -> None:
        """Version and licences."""
        TextDialog("About mmuviz", about(), self._window).open()
