"""The counting of the claims, beside the window."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QObject

from mmuviz.gui.child import PROGRAM, Child
from mmuviz.present.claims_record import Results, with_record

COMMAND = (*PROGRAM, "claims", "--json", "--progress")


class Counting(Child):
    """Counts; the results stay.

    Attributes:
        results: what is counted so far.
    """

    name = "The counting"

    def __init__(self, parent: QObject | None = None) -> None:
        """Wait for the start."""
        super().__init__(COMMAND, parent)
        self.results = Results()

    def forget(self) -> None:
        """Begin with nothing counted."""
        self.results = Results()

    def take(self, record: Mapping[str, Any]) -> None:
        """Keep a number."""
        self.results = with_record(self.results, record)
