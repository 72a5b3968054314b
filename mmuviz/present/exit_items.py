"""What an exit diagram is made of: messages between three lanes, boxes, remarks, ends."""

from dataclasses import dataclass
from enum import Enum

from mmuviz.core.shadow.events import AnyEvent


class Lane(Enum):
    """Who acts. The value is the lane's title and what stands below it."""

    GUEST = ("Guest", "user program")
    CPU = ("CPU on shadow tables", "CR0.WP forced to 1")
    KVM = ("KVM", "page_fault")

    __hash__ = object.__hash__


class Way(Enum):
    """What a message is: how its line is drawn."""

    FORWARD = "forward"
    FAULT = "fault"
    RESUME = "resume"
    INJECT = "inject"


class Mark(Enum):
    """The sign before a line of a box."""

    NOTE = "note"
    PASSED = "passed"
    REFUSED = "refused"
    WRITTEN = "written"


@dataclass(frozen=True, slots=True)
class Item:
    """Something that happens, at a place in time.

    Attributes:
        step: the step of the run at which it happens, from 1.
        words: what is written beside it.
        tip: the same in full.
        events: what of the run it shows; every event is shown by one item.
    """

    step: int
    words: str
    tip: str = ""
    events: tuple[AnyEvent, ...] = ()

    @property
    def last(self) -> int:
        """The last step that it shows."""
        return self.step


@dataclass(frozen=True, slots=True)
class Message(Item):
    """An arrow from one lane to another.

    Attributes:
        source: where it starts.
        target: where it ends.
        way: what it is.
        number: which vmexit it is; 0 for none.
    """

    source: Lane = Lane.GUEST
    target: Lane = Lane.CPU
    way: Way = Way.FORWARD
    number: int = 0


@dataclass(frozen=True, slots=True)
class Remark(Item):
    """Words beside a lane.

    Attributes:
        lane: which one; on the left of the processor's, on the right of the guest's.
    """

    lane: Lane = Lane.CPU


@dataclass(frozen=True, slots=True)
class BoxLine(Item):
    """A line of a box.

    Attributes:
        mark: its sign.
        unfolds: a click shows its steps, or hides them.
        unfolded: they are shown.
    """

    mark: Mark = Mark.NOTE
    unfolds: bool = False
    unfolded: bool = False


@dataclass(frozen=True, slots=True)
class Box(Item):
    """What KVM does, line by line; the box has no events of its own.

    Attributes:
        lines: its lines in time order.
        round: the try of the access that it belongs to; 0 for the roots.
        refuses: its walk refuses the access.
    """

    lines: tuple[BoxLine, ...] = ()
    round: int = 0
    refuses: bool = False

    @property
    def last(self) -> int:
        """The last step of its lines."""
        return max(line.step for line in self.lines)


@dataclass(frozen=True, slots=True)
class Statistic(Item):
    """`pf_fixed 0 → 1`.

    Attributes:
        counted: it has changed.
    """

    counted: bool = False


@dataclass(frozen=True, slots=True)
class Fold(Item):
    """Tries that are all the same, drawn as one line.

    Attributes:
        until: the last step that it stands for.
    """

    until: int = 0

    @property
    def last(self) -> int:
        """The last step that it stands for."""
        return self.until


@dataclass(frozen=True, slots=True)
class End(Item):
    """How it ends where the guest does not go on.

    Attributes:
        lane: where.
        sign: `∞`, or empty.
        serious: it is a disaster of the host, or a fault.
    """

    lane: Lane = Lane.KVM
    sign: str = ""
    serious: bool = True


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of the diagram that the other version does without.

    Attributes:
        words: what it is called.
        first: number of its first item.
    """

    words: str
    first: int


@dataclass(frozen=True, slots=True)
class Diagram:
    """One version's half: what happens, from top to bottom.

    Attributes:
        summary: the half in a few words.
        guest: who in the guest acts.
        items: in time order.
        stretch: exits that the other version does without; None where there are none.
        notes: what is worth saying of what did not happen.
    """

    summary: str
    guest: str
    items: tuple[Item, ...]
    stretch: Stretch | None = None
    notes: tuple[str, ...] = ()

    @property
    def events(self) -> tuple[AnyEvent, ...]:
        """All that it shows."""
        return tuple(
            event
            for item in self.items
            for part in (item.lines if isinstance(item, Box) else (item,))
            for event in part.events
        )
