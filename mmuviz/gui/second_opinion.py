"""An independent processor's answer about the open scenario: our own command line, asked once."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTemporaryDir

from mmuviz.gui.child import PROGRAM, Child
from mmuviz.present.second_opinion import ENGINE, OpinionPage, read_opinion


class SecondOpinion(Child):
    """Asks the Unicorn engine about a scenario's text.

    Attributes:
        program: how our own command line is started.
        page: what it said; None before that.
        refusal: why it cannot be asked, in a sentence; empty where it can.
    """

    name = ENGINE
    good = (0, 1, 2)  # 1: they differ; 2: it cannot be asked, and says so

    def __init__(self, parent: QObject | None = None) -> None:
        """Wait for a question."""
        super().__init__((), parent)
        self.program: Sequence[str] = PROGRAM
        self.page: OpinionPage | None = None
        self.refusal = ""
        self._folder = QTemporaryDir()

    @property
    def path(self) -> Path:
        """The file that the question is written to."""
        return Path(self._folder.path()) / "scenario.toml"

    def ask(self, text: str) -> None:
        """Ask about the scenario of this text, which names what it names from `path`."""
        self.path.write_text(text, encoding="utf-8")
        self.command = (*self.program, "oracle", str(self.path), "--json")
        self.start()

    def leave(self) -> None:
        """End it, and remove its file."""
        self.stop()
        self._folder.remove()

    def forget(self) -> None:
        """Nothing is known."""
        self.page, self.refusal = None, ""

    def take(self, record: Mapping[str, Any]) -> None:
        """Keep the answer."""
        if record["kind"] == "refusal":
            self.refusal = str(record["text"])
        else:
            self.page = read_opinion(record)
