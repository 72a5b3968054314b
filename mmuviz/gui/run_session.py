"""The reader's place in the run of a guest program: both versions stand at the same moment."""

from PySide6.QtCore import QObject

from mmuviz.core.scenario import Scenario
from mmuviz.gui.stepper import FrameStepper
from mmuviz.present.run_frame import RunFrame, RunRecord


class RunSession(FrameStepper[RunFrame]):
    """Steps through the moments of a run, or from operation to operation.

    Attributes:
        by_operation: a step is a whole operation.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        """Stand in an empty guest until there is another."""
        record = RunRecord(Scenario())
        super().__init__(RunFrame(record, len(record.moments)), parent)
        self.by_operation = False

    def starts(self) -> tuple[int, ...]:
        """Return the first steps of the operations."""
        return self._frame.record.starts

    def differences(self) -> tuple[int, ...]:
        """Return the last steps of the operations that the versions answer differently."""
        record = self._frame.record
        return tuple(
            record.last_step_of(number)
            for number in range(len(record.operations))
            if record.differs(number)
        )

    def forward(self) -> None:
        """One moment on, or one operation."""
        frame = self._frame
        if not self.by_operation:
            super().forward()
        elif frame.step:
            self.go_to_operation(frame.operation + 1)
        else:
            self.go_to_operation(0)

    def back(self) -> None:
        """One moment back, or one operation."""
        if self.by_operation:
            self.go_to_operation(self._frame.operation - 1)
        else:
            super().back()

    def go_to_operation(self, number: int) -> None:
        """Show the end of operation `number` (from 0), or the nearest there is; -1: the start."""
        record = self._frame.record
        if number < 0:
            self.first()
        else:
            self.go_to(record.last_step_of(min(number, len(record.operations) - 1)))

    def set_scenario(self, scenario: Scenario) -> None:
        """Run the program of `scenario`; the reader stays at the operation, and at its place."""
        old = self._frame
        if scenario == old.record.scenario:
            return
        record = RunRecord(scenario)
        number, place = old.operation, old.moment.place
        step = len(record.moments)
        if old.step != old.last_step and number < len(record.operations):
            step = record.last_step_of(number)
            for found, moment in enumerate(record.moments, 1):
                if (moment.operation, moment.place) == (number, place):
                    step = found
        self._take(RunFrame(record, step))

    def _show(self, step: int) -> None:
        self._take(RunFrame(self._frame.record, step))
