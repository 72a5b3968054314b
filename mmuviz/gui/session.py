"""The session: the recorded walk, the reader's place in it, and the frame that is shown."""

from PySide6.QtCore import QObject, Slot

from mmuviz.core.events import Anchor
from mmuviz.core.scenario import Scenario
from mmuviz.core.trace import Semantics, Trace, record
from mmuviz.gui.stepper import FrameStepper
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


class Session(FrameStepper[Frame]):
    """Walks the document's scenario and steps through the record."""

    def __init__(
        self, scenario: Scenario, semantics: Semantics, parent: QObject | None = None
    ) -> None:
        """Record the walk of `scenario`, shown at its last step."""
        trace = record(semantics, scenario)
        super().__init__(Frame(trace, len(trace.events)), parent)

    @property
    def semantics(self) -> Semantics:
        """Whose rules are followed."""
        return self._frame.trace.semantics

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
            self._record(semantics, self._frame.scenario)

    def _record(self, semantics: Semantics, scenario: Scenario) -> None:
        place = _place(self._frame.trace, self._frame.step)
        at_end = self._frame.step == self._frame.last_step
        trace = record(semantics, scenario)
        self._take(Frame(trace, _find(trace, place, self._frame.step, at_end=at_end)))

    def _show(self, step: int) -> None:
        self._take(Frame(self._frame.trace, step))
