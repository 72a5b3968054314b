"""The session: the recorded walk, the reader's place in it, and the frame that is shown."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal, Slot

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
    """Walks the document's scenario and steps through the record.

    Signals:
        held: a step on was wished for, but a question hides how the walk goes on.
    """

    held = Signal()

    def __init__(
        self, scenario: Scenario, semantics: Semantics, parent: QObject | None = None
    ) -> None:
        """Record the walk of `scenario`, shown at its last step."""
        trace = record(semantics, scenario)
        super().__init__(Frame(trace, len(trace.events)), parent)
        self._trace = trace
        self._hide: Callable[[Trace], Trace] | None = None

    @property
    def trace(self) -> Trace:
        """The whole walk, whatever of it is hidden."""
        return self._trace

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

    def forward(self) -> None:
        """One step on, unless a question hides it."""
        if self._frame.hides and self.step == self.last_step:
            self.held.emit()
        super().forward()

    def hide_by(self, hide: Callable[[Trace], Trace] | None, step: int) -> None:
        """Show `step`, and of every walk from now on what `hide` leaves of it; None: all."""
        self._hide = hide
        self.look_again(step)

    def look_again(self, step: int) -> None:
        """Ask what is hidden now, and show `step`, or the last one that may be shown."""
        frame = Frame(self._seen(), 0)
        self._take(Frame(frame.trace, min(step, frame.last_step)))

    def _seen(self) -> Trace:
        return self._hide(self._trace) if self._hide else self._trace

    def _record(self, semantics: Semantics, scenario: Scenario) -> None:
        place = _place(self._frame.trace, self._frame.step)
        at_end = self._frame.step == self._frame.last_step
        self._trace = record(semantics, scenario)
        self.look_again(_find(self._trace, place, self._frame.step, at_end=at_end))

    def _show(self, step: int) -> None:
        self._take(Frame(self._frame.trace, step))
