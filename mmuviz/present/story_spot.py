"""Where a lecturer stands in a storyline: a slide, or a step of the walk between two of them."""

from dataclasses import dataclass
from functools import cached_property

from mmuviz.core.storyline import Panel, Slide, SlideView, Storyline
from mmuviz.present.compare_table import EndRow
from mmuviz.present.frame import Frame
from mmuviz.present.story_compare import compare_rows
from mmuviz.present.story_exits import ExitChains, exit_chains


@dataclass(frozen=True)
class Spot:
    """A place in a storyline.

    Attributes:
        storyline: the lecture.
        number: which slide, from 0.
        step: a step of its walk on the way to the next slide; None: the slide's own.
    """

    storyline: Storyline
    number: int = 0
    step: int | None = None

    @property
    def slide(self) -> Slide:
        """The slide that is shown, or on the way from which the lecturer is."""
        return self.storyline.slides[self.number]

    @property
    def shown(self) -> int:
        """The step of the walk that is shown."""
        own = self.slide.step
        assert own is not None, "the reader has seen that the place is there"
        return own if self.step is None else self.step

    @property
    def walk_step(self) -> int:
        """The step of the scenario's walk to look at: the one shown, else the end."""
        slide = self.slide
        return self.shown if slide.view is SlideView.WALK else len(slide.trace.events)

    def at(self, number: int) -> "Spot":
        """Return the slide of that number, or the nearest there is."""
        last = len(self.storyline.slides) - 1
        return Spot(self.storyline, min(max(number, 0), last))

    @property
    def next_slide(self) -> "Spot":
        """What PgDown shows; the last slide stays."""
        return self.at(self.number + 1)

    @property
    def previous_slide(self) -> "Spot":
        """What PgUp shows; the first slide stays."""
        return self.at(self.number - 1)

    @property
    def first(self) -> "Spot":
        """The first slide."""
        return self.at(0)

    @property
    def last(self) -> "Spot":
        """The last slide."""
        return self.at(len(self.storyline.slides) - 1)

    @property
    def forward(self) -> "Spot":
        """One step on towards the next slide where that goes on with this walk; else that slide."""
        following = self.next_slide
        if following.slide.continues(self.slide) and self.shown + 1 < following.shown:
            return Spot(self.storyline, self.number, self.shown + 1)
        return following

    @property
    def back(self) -> "Spot":
        """One step back towards this slide, or the one before where this goes on with its walk."""
        if self.step is not None:
            earlier = self.step - 1
            own = self.at(self.number)
            return own if earlier == own.shown else Spot(self.storyline, self.number, earlier)
        before = self.previous_slide
        if self.slide.continues(before.slide) and before.shown < self.shown - 1:
            return Spot(self.storyline, before.number, self.shown - 1)
        return before

    @property
    def counted(self) -> str:
        """`slide 3 of 20`."""
        return f"slide {self.number + 1} of {len(self.storyline.slides)}"

    @property
    def words(self) -> str:
        """The caption; between slides what the step does."""
        if self.step is None or self.frame is None:
            return self.slide.caption
        return self.frame.headline.title

    @property
    def panels(self) -> frozenset[Panel]:
        """The parts of the walk that are shown; none of another view."""
        return self.slide.panels if self.slide.view is SlideView.WALK else frozenset()

    @cached_property
    def frame(self) -> Frame | None:
        """The step of the walk; None where no part of a walk is shown."""
        return Frame(self.slide.trace, self.shown) if self.panels else None

    @cached_property
    def compared(self) -> tuple[EndRow, ...]:
        """What the three come to; empty where that is not shown."""
        is_there = self.slide.view is SlideView.COMPARE
        return compare_rows(self.slide.scenario) if is_there else ()

    @cached_property
    def exits(self) -> ExitChains | None:
        """How both versions get there; None where that is not shown."""
        return exit_chains(self.slide) if self.slide.view is SlideView.EXITS else None
