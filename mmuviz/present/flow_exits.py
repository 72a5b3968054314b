"""Where control can leave the algorithm, and where it did."""

from dataclasses import dataclass
from enum import Enum

from mmuviz.core.events import Anchor, Check, Event, Judged, Returned
from mmuviz.core.trace import Semantics, Trace
from mmuviz.present.flow_edges import END, Place


class ExitState(Enum):
    """What became of an exit."""

    POSSIBLE = "possible"
    TAKEN_NOW = "taken now"
    TAKEN = "taken"


@dataclass(frozen=True, slots=True)
class Exit:
    """A way out.

    Attributes:
        name: its word on the screen.
        under: the check it hangs under.
        others: further checks that lead to it.
        target: the node of the graph that it leads to.
        refusal: it refuses the access.
        is_code: its word is a label of the code, not plain English.
        state: what became of it.
        step: the step that took it; None before.
        cause: the check and level that led to it; None before.
    """

    name: str
    under: Anchor
    others: tuple[Anchor, ...]
    target: Place
    refusal: bool
    is_code: bool
    state: ExitState
    step: int | None
    cause: Place | None

    @property
    def taken(self) -> bool:
        """Whether control leaves, or has left, this way."""
        return self.state is not ExitState.POSSIBLE

    @property
    def now(self) -> bool:
        """Whether the current step leaves this way."""
        return self.state is ExitState.TAKEN_NOW


@dataclass(frozen=True, slots=True)
class _Way:
    """An exit before it is known whether it is taken."""

    name: str
    under: Anchor
    target: Place
    refusal: bool = False
    is_code: bool = True
    others: tuple[Anchor, ...] = ()


_CODE = Place(Anchor.CODE)
_WAYS: dict[Semantics, tuple[_Way, ...]] = {
    Semantics.BEFORE: (
        _Way("stop", Anchor.PRESENT, END),
        _Way("stop", Anchor.LEAF, END),
    ),
    Semantics.AFTER: (
        _Way("not_present", Anchor.PRESENT, Place(Anchor.NOT_PRESENT), refusal=True),
        _Way(
            "access_error",
            Anchor.WRITE,
            Place(Anchor.ACCESS_ERROR),
            refusal=True,
            others=(Anchor.USER,),
        ),
        _Way("return 1", Anchor.LEAF, Place(Anchor.RETURN_OK)),
    ),
    Semantics.HARDWARE: (
        _Way("not present", Anchor.PRESENT, _CODE, refusal=True, is_code=False),
        _Way("reserved bit", Anchor.RESERVED, _CODE, refusal=True, is_code=False),
        _Way("rights refused", Anchor.JUDGE, _CODE, refusal=True, is_code=False),
        _Way("allowed", Anchor.ACCESSED, Place(Anchor.RETURN_OK), is_code=False),
    ),
}
_SAME = {Anchor.PDPTR_PRESENT: Anchor.PRESENT, Anchor.LARGE: Anchor.LEAF}


def flow_exits(trace: Trace, step: int) -> tuple[Exit, ...]:
    """Return the exits of the trace's semantics at `step`."""
    left = _left(trace, step)
    found = []
    for way in _WAYS[trace.semantics]:
        state, at, cause = ExitState.POSSIBLE, None, None
        if left and left[1] in (way.under, *way.others):
            at, _, cause = left
            state = ExitState.TAKEN_NOW if at == step else ExitState.TAKEN
        found.append(
            Exit(
                way.name,
                way.under,
                way.others,
                way.target,
                way.refusal,
                way.is_code,
                state,
                at,
                cause,
            )
        )
    return tuple(found)


def _left(trace: Trace, step: int) -> tuple[int, Anchor, Place] | None:
    """Return step, column and node of the check that led out, if one has."""
    for number, event in enumerate(trace.events[:step], 1):
        anchor = _leads_out(trace.semantics, event)
        if anchor is not None:
            level = getattr(event, "level", None)
            place = Place(event.anchor, level.number if level else None)
            return number, anchor, place
    return None


def _leads_out(semantics: Semantics, event: Event) -> Anchor | None:
    """Return the column whose exit `event` takes; None where the walk goes on."""
    hardware = semantics is Semantics.HARDWARE
    match event:
        case Check(anchor=anchor, holds=True) if anchor is not Anchor.ACCESSED:
            column = _SAME.get(anchor, anchor)
            return None if hardware and column is Anchor.LEAF else column
        case Judged(refused=True):
            return Anchor.JUDGE
        case Returned(anchor=Anchor.RETURN_OK) if hardware:
            return Anchor.ACCESSED
        case _:
            return None
