"""A `Frame`: everything that the window shows at one step of one walk, as plain data."""

from dataclasses import dataclass

from mmuviz.core.cursor import GuestWalker, Station, guest_walker, station_of, stations
from mmuviz.core.events import Translated
from mmuviz.core.scenario import Scenario
from mmuviz.core.trace import Trace, translate
from mmuviz.present.error_strip import ErrorStrip, error_strip
from mmuviz.present.flow_graph import FlowPicture, flow_picture
from mmuviz.present.listing import ListingPicture, listing_picture
from mmuviz.present.narrate import Headline, headline
from mmuviz.present.path_picture import PathPicture, path_picture
from mmuviz.present.timeline import TimelineGroup, timeline


@dataclass(frozen=True, slots=True)
class Frame:
    """What the screen says at step `step` of `trace`.

    Attributes:
        trace: the recorded walk.
        step: 0 stands before the first event; step k shows the effect of event k.
        headline: the one sentence, and the line below it.
        path: CR3, registers, tables and page, with the walked line.
        flow: the checks by level and where control went.
        code: the error code's slots and their causes.
        listing: the pseudo-code with its current line.
        walker: the walker's fields.
        timeline: the steps by level, with their words.
        translated: what gva_to_gpa of this semantics says of the address; None for hardware.
        stations: the steps grouped by level.
        station: the number of the current station; None at step 0.
    """

    trace: Trace
    step: int
    headline: Headline
    path: PathPicture
    flow: FlowPicture
    code: ErrorStrip
    listing: ListingPicture
    walker: GuestWalker
    timeline: tuple[TimelineGroup, ...]
    translated: Translated | None
    stations: tuple[Station, ...]
    station: int | None

    @property
    def scenario(self) -> Scenario:
        """The scenario that was walked."""
        return self.trace.scenario

    @property
    def last_step(self) -> int:
        """The number of the last step."""
        return len(self.trace.events)


def make_frame(trace: Trace, step: int) -> Frame:
    """Make the frame of `step`; IndexError where the trace has no such step."""
    return Frame(
        trace,
        step,
        headline(trace, step),
        path_picture(trace, step),
        flow_picture(trace, step),
        error_strip(trace, step),
        listing_picture(trace, step),
        guest_walker(trace, step),
        timeline(trace),
        translate(trace.semantics, trace.scenario),
        stations(trace),
        station_of(trace, step),
    )
