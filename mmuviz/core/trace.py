"""A recorded walk: stepping, forward or back, is an index into it."""

from collections.abc import Callable, Generator
from dataclasses import dataclass
from enum import Enum

from mmuviz.core.events import Event, Translated
from mmuviz.core.result import WalkResult
from mmuviz.core.scenario import Scenario
from mmuviz.core.walk import after, before, hardware

Walk = Callable[[Scenario], Generator[Event, None, WalkResult]]


class Semantics(Enum):
    """Whose rules a walk follows. The value is its word in files and on the command line."""

    BEFORE = "before"
    AFTER = "after"
    HARDWARE = "hardware"

    @property
    def walk(self) -> Walk:
        """The generator of this semantics' events."""
        return _WALKS[self]


_WALKS: dict[Semantics, Walk] = {
    Semantics.BEFORE: before.walk,
    Semantics.AFTER: after.walk,
    Semantics.HARDWARE: hardware.walk,
}


@dataclass(frozen=True, slots=True)
class Trace:
    """Events and result of one walk.

    Attributes:
        scenario: what was walked.
        semantics: by whose rules.
        events: one a step; step k is `events[k - 1]`, step 0 stands before the first.
        result: what the walk handed back.
    """

    scenario: Scenario
    semantics: Semantics
    events: tuple[Event, ...]
    result: WalkResult


class _Recorder:
    """Runs a generator to its end and keeps what it returned."""

    __slots__ = ("result",)

    result: WalkResult

    def run(self, walk: Generator[Event, None, WalkResult]) -> Generator[Event, None, None]:
        self.result = yield from walk


def record(semantics: Semantics, scenario: Scenario) -> Trace:
    """Walk `scenario` by the rules of `semantics` and keep every event."""
    recorder = _Recorder()
    events = tuple(recorder.run(semantics.walk(scenario)))
    return Trace(scenario, semantics, events, recorder.result)


_TRANSLATIONS = {
    Semantics.BEFORE: before.gva_to_gpa,
    Semantics.AFTER: after.gva_to_gpa,
}


def translate(semantics: Semantics, scenario: Scenario) -> Translated | None:
    """Return what that version's gva_to_gpa says; None for hardware, which has none."""
    generator = _TRANSLATIONS.get(semantics)
    if generator is None:
        return None
    *_, translated = generator(scenario)
    assert isinstance(translated, Translated), "gva_to_gpa ends with its answer"
    return translated
