"""A storyline: a lecture as slides, each a place in a walk or in a run, with what is said of it."""

from dataclasses import dataclass
from enum import Enum
from functools import cached_property

from mmuviz.core.place import Place
from mmuviz.core.scenario import Scenario
from mmuviz.core.shadow.events import AnyEvent
from mmuviz.core.shadow.program import run_program
from mmuviz.core.trace import Semantics, Trace, record


class SlideView(Enum):
    """What a slide shows. The value is its word in storyline files."""

    WALK = "walk"
    COMPARE = "compare"
    EXITS = "exits"


class Panel(Enum):
    """A part of a slide on a walk. The value is its word in storyline files."""

    PATH = "path"
    CHECK = "check"
    CODE = "code"
    STEPS = "steps"

    __hash__ = object.__hash__


class Edge(Enum):
    """A place that every walk has. The value is its word in storyline files."""

    START = "start"
    END = "end"


@dataclass(frozen=True)
class Slide:
    """One slide.

    Attributes:
        caption: what the audience reads, plain text.
        scenario: what is looked at.
        semantics: by whose rules; of a run, whose place is meant.
        view: what is shown of it.
        place: where it stands.
        operation: which of the guest's operations, from 0; only for exits.
        panels: the parts of a walk that are shown; none: the caption alone.
        seconds: how long it is talked of.
        notes: what the lecturer says; never on the screen.
    """

    caption: str
    scenario: Scenario
    semantics: Semantics = Semantics.AFTER
    view: SlideView = SlideView.WALK
    place: Place | Edge = Edge.END
    operation: int = 0
    panels: frozenset[Panel] = frozenset(Panel)
    seconds: int = 60
    notes: str = ""

    @cached_property
    def trace(self) -> Trace:
        """The walk of the scenario's access."""
        return record(self.semantics, self.scenario)

    @cached_property
    def events(self) -> tuple[AnyEvent, ...]:
        """What the place is looked for in: the walk, or the run of the operation.

        Empty where the machine was dead by then.
        """
        if self.view is not SlideView.EXITS:
            return self.trace.events
        ran = run_program(self.semantics, self.scenario, self.scenario.program)
        return ran[self.operation].events if self.operation < len(ran) else ()

    @cached_property
    def step(self) -> int | None:
        """The step that it shows; None where its place is not come to."""
        if self.place is Edge.START:
            return 0
        if self.place is Edge.END:
            return len(self.events)
        return self.place.step(self.events)

    def continues(self, other: "Slide") -> bool:
        """Whether it shows a later step of the very walk that `other` shows."""
        return (
            self.view is other.view is SlideView.WALK
            and bool(self.panels and other.panels)
            and self.scenario is other.scenario
            and self.semantics is other.semantics
            and (self.step or 0) > (other.step or 0)
        )


@dataclass(frozen=True, slots=True)
class Storyline:
    """Slides in their order.

    Attributes:
        title: what the lecture is called.
        slides: at least one.
        name: what its file is called, without the suffix.
    """

    title: str
    slides: tuple[Slide, ...]
    name: str = "storyline"

    @property
    def seconds(self) -> int:
        """How long it takes."""
        return self.start(len(self.slides))

    def start(self, number: int) -> int:
        """Return after how many seconds slide `number`, from 0, comes."""
        return sum(slide.seconds for slide in self.slides[:number])
