"""The session: the recorded walk, the reader's place in it, and the frame that is shown."""

from PySide6.QtCore import QObject, Signal, Slot

from mmuviz.core.events import Anchor
from mmuviz.core.scenario import Scenario
from mmuviz.core.trace import Semantics, Trace, record
from mmuviz.gui.stepper import Stepper
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


class Session(Stepper):
    """Walks the document's scenario and steps through the record.

    Signals:
        frame_changed: there is another frame to show (Frame).
    """

    frame_changed = Signal(object)

    def __init__(
        self, scenario: Scenario, semantics: Semantics, parent: QObject | None = None
    ) -> None:
        """Record the walk of `scenario`, shown at its last step."""
        super().__init__(parent)
        self._trace = record(semantics, scenario)
        self._frame = Frame(self._trace, len(self._trace.events))

    @property
    def frame(self) -> Frame:
        """The frame that is shown."""
        return self._frame

    @property
    def step(self) -> int:
        """The step that is shown."""
        return self._frame.step

    @property
    def last_step(self) -> int:
        """The walk's last step."""
        return self._frame.last_step

    @property
    def semantics(self) -> Semantics:
        """Whose rules are followed."""
        return self._trace.semantics

    def starts(self) -> tuple[int, ...]:
        """Return the first steps of the levels, and of what comes after them."""
        return tuple(at.first for at in self._frame.stations)

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

    def _show(self, step: int) -> None:
        self._frame = Frame(self._trace, step)
        self.frame_changed.emit(self._frame)
