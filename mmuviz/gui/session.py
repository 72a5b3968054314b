"""The session: the recorded walk, the reader's place in it, and the frame that is shown."""

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from mmuviz.core.events import Anchor
from mmuviz.core.scenario import Scenario
from mmuviz.core.trace import Semantics, Trace, record
from mmuviz.present.frame import Frame

_Place = tuple[int | None, Anchor]


def _place(trace: Trace, step: int) -> _Place | None:
    """Return where `step` stands in the algorithm: (level number, anchor)."""
    if not step:
        return None
    level: int | None = None
    for event in trace.events[:step]:
        at = getattr(event, "level", None)
        level = at.number if at else level
    return level, trace.events[step - 1].anchor


def _find(trace: Trace, place: _Place | None, step: int, *, at_end: bool) -> int:
    """Return the step of `trace` nearest to the reader's place in the walk before it."""
    last = len(trace.events)
    if place is None:
        return 0
    if at_end:
        return last  # who looks at a result wants to see the next one
    for number in range(1, last + 1):
        if _place(trace, number) == place:
            return number
    return min(step, last)


class Session(QObject):
    """Walks the document's scenario and steps through the record.

    Signals:
        frame_changed: there is another frame to show (Frame).
        running_changed: the walk runs by itself, or stopped (bool).
    """

    frame_changed = Signal(object)
    running_changed = Signal(bool)

    def __init__(
        self, scenario: Scenario, semantics: Semantics, parent: QObject | None = None
    ) -> None:
        """Record the walk of `scenario`, shown at its last step."""
        super().__init__(parent)
        self._trace = record(semantics, scenario)
        self._frame = Frame(self._trace, len(self._trace.events))
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._on_tick)

    @property
    def frame(self) -> Frame:
        """The frame that is shown."""
        return self._frame

    @property
    def semantics(self) -> Semantics:
        """Whose rules are followed."""
        return self._trace.semantics

    @property
    def running(self) -> bool:
        """Whether the walk runs by itself."""
        return self._timer.isActive()

    @Slot(object)
    def set_scenario(self, scenario: Scenario) -> None:
        """Walk `scenario` and keep the reader's place."""
        self._record(self.semantics, scenario)

    def set_semantics(self, semantics: Semantics) -> None:
        """Walk by the rules of `semantics` and keep the reader's place."""
        if semantics is not self.semantics:
            self._record(semantics, self._trace.scenario)

    def _record(self, semantics: Semantics, scenario: Scenario) -> None:
        place = _place(self._trace, self._frame.step)
        at_end = self._frame.step == self._frame.last_step
        self._trace = record(semantics, scenario)
        self._show(_find(self._trace, place, self._frame.step, at_end=at_end))

    @Slot(int)
    def go_to(self, step: int) -> None:
        """Show `step`, or the nearest there is."""
        step = max(0, min(step, self._frame.last_step))
        if step != self._frame.step:
            self._show(step)

    def forward(self) -> None:
        """One step on."""
        self.go_to(self._frame.step + 1)

    def back(self) -> None:
        """One step back."""
        self.go_to(self._frame.step - 1)

    def first(self) -> None:
        """Before the first event."""
        self.go_to(0)

    def last(self) -> None:
        """To the last event."""
        self.go_to(self._frame.last_step)

    def next_level(self) -> None:
        """To the first step of the next station, or the end."""
        later = [at.first for at in self._frame.stations if at.first > self._frame.step]
        self.go_to(later[0] if later else self._frame.last_step)

    def previous_level(self) -> None:
        """To the first step of this station, or of the one before it."""
        earlier = [at.first for at in self._frame.stations if at.first < self._frame.step]
        self.go_to(earlier[-1] if earlier else 0)

    def run(self, steps_per_second: float) -> None:
        """Step by itself; from the start when it stands at the end."""
        if self._frame.step == self._frame.last_step:
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
        if self._frame.step == self._frame.last_step:
            self.pause()

    def _show(self, step: int) -> None:
        self._frame = Frame(self._trace, step)
        self.frame_changed.emit(self._frame)
