"""A `Frame`: everything that the window shows at one step of one walk, as plain data."""

from dataclasses import dataclass
from functools import cached_property

from mmuviz.core.cursor import GuestWalker, Station, guest_walker, station_of, stations
from mmuviz.core.events import Translated
from mmuviz.core.predict.veil import asked_of
from mmuviz.core.scenario import Scenario
from mmuviz.core.trace import Trace, translate
from mmuviz.present.error_strip import ErrorStrip, error_strip
from mmuviz.present.flow_graph import FlowPicture, flow_picture
from mmuviz.present.listing import ListingPicture, listing_picture
from mmuviz.present.narrate import Headline, headline
from mmuviz.present.path_picture import PathPicture, path_picture
from mmuviz.present.timeline import TimelineGroup, timeline


@dataclass(frozen=True)
class Frame:
    """What the screen says at step `step` of `trace`.

    Each part is made when it is first asked for: a view that is not shown costs nothing.

    Attributes:
        trace: the recorded walk; or as much of it as an open question lets see (core/predict).
        step: 0 stands before the first event; step k shows the effect of event k.
    """

    trace: Trace
    step: int

    def __post_init__(self) -> None:
        """Refuse a step that the walk does not have."""
        if not 0 <= self.step <= self.last_step:
            raise IndexError(f"the walk has steps 0 to {self.last_step}, not {self.step}")

    @property
    def scenario(self) -> Scenario:
        """The scenario that was walked."""
        return self.trace.scenario

    @property
    def last_step(self) -> int:
        """The number of the last step that may be shown."""
        return len(self.trace.events) - self.hides

    @property
    def hides(self) -> bool:
        """Whether a question is open: the walk goes on, but nobody sees how."""
        return asked_of(self.trace) is not None

    @property
    def place(self) -> str:
        """`Step 12 of 18`; how many there are tells how a walk ends that hides something."""
        return f"Step {self.step} of {'?' if self.hides else self.last_step}"

    @cached_property
    def headline(self) -> Headline:
        """The one sentence, and the line below it."""
        return headline(self.trace, self.step)

    @cached_property
    def path(self) -> PathPicture:
        """CR3, registers, tables and page, with the walked line."""
        return path_picture(self.trace, self.step)

    @cached_property
    def flow(self) -> FlowPicture:
        """The checks by level and where control went."""
        return flow_picture(self.trace, self.step)

    @cached_property
    def code(self) -> ErrorStrip:
        """The error code's slots and their causes."""
        return error_strip(self.trace, self.step)

    @cached_property
    def listing(self) -> ListingPicture:
        """The pseudo-code with its current line."""
        return listing_picture(self.trace, self.step)

    @cached_property
    def walker(self) -> GuestWalker:
        """The walker's fields."""
        return guest_walker(self.trace, self.step)

    @cached_property
    def timeline(self) -> tuple[TimelineGroup, ...]:
        """The steps by level, with their words."""
        return timeline(self.trace)

    @cached_property
    def translated(self) -> Translated | None:
        """What gva_to_gpa says of the address; None for hardware, and while something is hidden."""
        if self.hides:
            return None
        return translate(self.trace.semantics, self.trace.scenario)

    @cached_property
    def stations(self) -> tuple[Station, ...]:
        """The steps grouped by level."""
        return stations(self.trace)

    @cached_property
    def station(self) -> int | None:
        """The number of the current station; None at step 0."""
        return station_of(self.trace, self.step)
