"""A place on the screen that a lesson points at: by level, anchor and occurrence."""

from dataclasses import dataclass
from enum import Enum

from mmuviz.core.events import Anchor
from mmuviz.core.lessons.fact import run
from mmuviz.core.place import Place
from mmuviz.core.scenario import Scenario
from mmuviz.core.shadow.events import AnyEvent
from mmuviz.core.trace import Semantics, record


class Stage(Enum):
    """Where the place is. The value is its word in lesson files."""

    WALK = "walk"
    EXITS = "exits"


@dataclass(frozen=True, slots=True)
class Target:
    """A place.

    Attributes:
        semantics: in whose walk, or on whose shadow MMU.
        anchor: the point of the algorithm.
        level: number of the level; None where the point has none, or any will do.
        occurrence: which of several, from 1.
        stage: in the walk of the access, or in all that the guest's operations bring about.
    """

    semantics: Semantics
    anchor: Anchor
    level: int | None = None
    occurrence: int = 1
    stage: Stage = Stage.WALK

    def events(self, scenario: Scenario) -> tuple[AnyEvent, ...]:
        """Return what happens where the place is looked for."""
        if self.stage is Stage.WALK:
            return record(self.semantics, scenario).events
        return tuple(event for one in run(self.semantics, scenario) for event in one.events)

    def step(self, scenario: Scenario) -> int | None:
        """Return the step, from 1, at which it comes to the place; None where it does not."""
        place = Place(self.anchor, self.level, self.occurrence)
        return place.step(self.events(scenario))
