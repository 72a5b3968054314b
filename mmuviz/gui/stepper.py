"""A reader's place in a record, and the ways to move it: by keys, buttons and the clock."""

from collections.abc import Sequence
from typing import Generic, Protocol, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal, Slot


class Stepper(QObject):
    """Moves through steps 0 to `last_step`; a subclass says what they are and shows them.

    Signals:
        running_changed: it runs by itself, or stopped (bool).
    """

    running_changed = Signal(bool)

    def __init__(self, parent: QObject | None = None) -> None:
        """Stand still."""
        super().__init__(parent)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._on_tick)

    @property
    def step(self) -> int:
        """The step that is shown; 0 stands before the first."""
        raise NotImplementedError

    @property
    def last_step(self) -> int:
        """The number of the last step."""
        raise NotImplementedError

    def starts(self) -> Sequence[int]:
        """Return the first steps of the stations (levels, operations), in order."""
        raise NotImplementedError

    def differences(self) -> Sequence[int]:
        """Return the steps at which opinions part, in order; none where there is one opinion."""
        return ()

    def _show(self, step: int) -> None:
        """Show `step`, which is one of the record's and not the current one."""
        raise NotImplementedError

    @property
    def running(self) -> bool:
        """Whether it runs by itself."""
        return self._timer.isActive()

    @Slot(int)
    def go_to(self, step: int) -> None:
        """Show `step`, or the nearest there is."""
        step = max(0, min(step, self.last_step))
        if step != self.step:
            self._show(step)

    def forward(self) -> None:
        """One step on."""
        self.go_to(self.step + 1)

    def back(self) -> None:
        """One step back."""
        self.go_to(self.step - 1)

    def first(self) -> None:
        """Before the first event."""
        self.go_to(0)

    def last(self) -> None:
        """To the last event."""
        self.go_to(self.last_step)

    def next_level(self) -> None:
        """To the first step of the next station, or the end."""
        later = [start for start in self.starts() if start > self.step]
        self.go_to(later[0] if later else self.last_step)

    def previous_level(self) -> None:
        """To the first step of this station, or of the one before it."""
        earlier = [start for start in self.starts() if start < self.step]
        self.go_to(earlier[-1] if earlier else 0)

    def next_difference(self) -> None:
        """To the next step at which the opinions part; behind the last one, to the first."""
        found = self.differences()
        later = [step for step in found if step > self.step]
        if found:
            self.go_to((later or found)[0])

    def run(self, steps_per_second: float) -> None:
        """Step by itself; from the start when it stands at the end."""
        if self.step == self.last_step:
            self.go_to(0)
        self._timer.start(round(1000 / steps_per_second))
        self.running_changed.emit(True)

    def pause(self) -> None:
        """Stop running."""
        if self.running:
            self._timer.stop()
            self.running_changed.emit(False)

    def _on_tick(self) -> None:
        self.forward()
        if self.step == self.last_step:
            self.pause()


class Stepped(Protocol):
    """What a frame says of its place in the record."""

    @property
    def step(self) -> int:
        """The step that it shows."""
        ...

    @property
    def last_step(self) -> int:
        """The record's last step."""
        ...


_Frame = TypeVar("_Frame", bound=Stepped)


class FrameStepper(Stepper, Generic[_Frame]):
    """Holds the frame that is shown.

    Signals:
        frame_changed: there is another frame to show (the frame).
    """

    frame_changed = Signal(object)

    def __init__(self, frame: _Frame, parent: QObject | None = None) -> None:
        """Show `frame` first."""
        super().__init__(parent)
        self._frame = frame

    @property
    def frame(self) -> _Frame:
        """The frame that is shown."""
        return self._frame

    @property
    def step(self) -> int:
        """The step that is shown."""
        return self._frame.step

    @property
    def last_step(self) -> int:
        """The number of the last step."""
        return self._frame.last_step

    def _take(self, frame: _Frame) -> None:
        """Show `frame` from now on."""
        self._frame = frame
        self.frame_changed.emit(frame)
