"""The reader's place in a comparison: all opinions stand at the same row."""

from PySide6.QtCore import QObject

from mmuviz.core.compare import Place
from mmuviz.core.scenario import Scenario
from mmuviz.core.trace import Semantics
from mmuviz.gui.stepper import FrameStepper
from mmuviz.present.compare_frame import CompareFrame, CompareRecord


class CompareSession(FrameStepper[CompareFrame]):
    """Steps through the rows of a comparison."""

    def __init__(self, parent: QObject | None = None) -> None:
        """Stand at the end of an empty scenario until there is another."""
        record = CompareRecord(Scenario())
        super().__init__(CompareFrame(record, len(record.comparison.rows)), parent)

    def starts(self) -> tuple[int, ...]:
        """Return the first steps of the entries, and of what comes after them."""
        return self._frame.record.starts()

    def differences(self) -> tuple[int, ...]:
        """Return the steps at which the opinions part."""
        return self._frame.record.comparison.divergences

    def set_scenario(self, scenario: Scenario) -> None:
        """Compare on `scenario` and keep the reader's place; nothing where it is the same."""
        record = self._frame.record
        if scenario is not record.scenario:
            self._compare(CompareRecord(scenario, record.shown))

    def set_shown(self, shown: tuple[Semantics, ...]) -> None:
        """Show these opinions and keep the reader's place."""
        record = self._frame.record
        if shown != record.shown:
            self._compare(CompareRecord(record.scenario, shown))

    def _compare(self, record: CompareRecord) -> None:
        row, last = self._frame.row, len(record.comparison.rows)
        step = min(self.step, last)
        if self._frame.ended:
            step = last  # who looks at a result wants to see the next one
        elif row is not None:
            step = _find(record, row.place) or step
        self._take(CompareFrame(record, step))

    def _show(self, step: int) -> None:
        self._take(CompareFrame(self._frame.record, step))


def _find(record: CompareRecord, place: Place) -> int:
    """Return the step of the row at `place`; 0 where there is none."""
    places = [row.place for row in record.comparison.rows]
    return places.index(place) + 1 if place in places else 0
