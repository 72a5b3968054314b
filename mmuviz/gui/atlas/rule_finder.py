"""The search for the rules of a map: `mmuviz atlas --json` beside the window."""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QObject, QTimer

from mmuviz.gui.atlas.session import AtlasSession
from mmuviz.gui.child import PROGRAM, Child
from mmuviz.present.atlas_found import Found, with_record

_DELAY_MS = 200
"""Who is still typing a filter is not followed letter by letter."""

_LONGEST_MS = 60_000


class RuleFinder(Child):
    """Finds the rules of what is asked; those that were found stay known.

    Attributes:
        found: the rules that are known of what was asked last.
    """

    name = "The search for the rule"

    def __init__(self, parent: QObject | None = None) -> None:
        """Wait for a question."""
        super().__init__(PROGRAM, parent)
        self.program: Sequence[str] = PROGRAM
        self.found = Found()
        self._question: tuple[str, ...] = ()
        self._known: dict[tuple[str, ...], Found] = {}
        self._delay = QTimer(self)
        self._delay.setSingleShot(True)
        self._delay.setInterval(_DELAY_MS)
        self._delay.timeout.connect(self.start)
        self.changed.connect(self._on_changed)

    @property
    def is_searching(self) -> bool:
        """Whether there is more to come."""
        return self._delay.isActive() or self.is_running

    def ask(self, session: AtlasSession) -> None:
        """Look for the rules of what is asked, unless they are known."""
        question = options(session)
        if question == self._question:
            return
        self.leave()
        self._question = question
        self.found = self._known.get(question, Found())
        self.problem = ""
        if question not in self._known and session.colouring.marks:
            self.command = (*self.program, *question)
            self._delay.start()

    def settle(self) -> None:
        """Wait for the end of the search."""
        if self._delay.isActive():
            self._delay.stop()
            self.start()
        if self.is_running:
            self._process.waitForFinished(_LONGEST_MS)

    def leave(self) -> None:
        """End the search."""
        self._delay.stop()
        self.stop()

    def forget(self) -> None:
        """Know nothing of what is asked."""
        self.found = Found()

    def take(self, record: Mapping[str, Any]) -> None:
        """Keep a rule."""
        self.found = with_record(self.found, record)

    def _on_changed(self) -> None:
        if self.is_done and not self.problem:
            self._known[self._question] = self.found


def options(session: AtlasSession) -> tuple[str, ...]:
    """Return what the command line is given to look at the same."""
    space, lens = session.space, session.lens
    rules: tuple[str, ...] = ("--of", lens.semantics.value)
    if lens.against is not None:
        rules = ("--compare", lens.semantics.value, lens.against.value)
    by = "anything" if lens.quantity is None else lens.quantity.value
    where = () if session.where is None else ("--where", str(session.where))
    asked = ("--mode", space.mode.value, "--space", space.name.value)
    return ("atlas", *asked, *rules, "--by", by, *where, "--json")
