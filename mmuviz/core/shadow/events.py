"""What happens behind a walk: the processor's lookup, vmexits, and what KVM does to the shadow.

Every change of a shadow entry is a `SlotSet`, every page taken or given back a `PageTaken` or a
`PageFreed`: what stands in the shadow at a step is what the events up to it have made.
"""

from dataclasses import dataclass
from enum import Enum

from mmuviz.core.events import Anchor, Event
from mmuviz.core.shadow.pages import Role


@dataclass(frozen=True, slots=True)
class Looked:
    """The processor walks the shadow tables.

    Attributes:
        anchor: LOOKUP.
        path: (page number, entry number, value) from the root's table down, as far as it came.
        error_code: the code of the #PF; None where the access is allowed.
    """

    anchor: Anchor
    path: tuple[tuple[int, int, int], ...]
    error_code: int | None


@dataclass(frozen=True, slots=True)
class VmExit:
    """The processor leaves the guest because of a #PF.

    Attributes:
        anchor: VMEXIT.
        number: counted from 1 within the access.
        error_code: the processor's code.
    """

    anchor: Anchor
    number: int
    error_code: int


@dataclass(frozen=True, slots=True)
class PageTaken:
    """A shadow page is found in the cache, or taken from the free ones.

    Attributes:
        anchor: GET_PAGE.
        page: its number.
        gfn: the guest frame it shadows.
        role: as what.
        found: it was in the cache.
        parent: (page number, entry number) that is to link to it; None for a root.
    """

    anchor: Anchor
    page: int
    gfn: int
    role: Role
    found: bool
    parent: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class PageFreed:
    """A shadow page leaves the cache; its frame is the next one to be taken.

    Attributes:
        anchor: FREE_PAGE.
        page: its number.
        gfn: the guest frame it shadowed.
        role: as what.
    """

    anchor: Anchor
    page: int
    gfn: int
    role: Role


@dataclass(frozen=True, slots=True)
class SlotSet:
    """A shadow entry changes.

    Attributes:
        anchor: what was being done: USED (A and D, by the processor), LINK, SET_ENTRY,
            WRITE_PROTECT, FIX_WRITE, FIX_READ, ZAP or PRE_WRITE.
        page: the page's number.
        index: the entry's number.
        old: the entry before.
        new: the entry after.
    """

    anchor: Anchor
    page: int
    index: int
    old: int
    new: int


@dataclass(frozen=True, slots=True)
class Fixed:
    """fix_write_pf or fix_read_pf has tried.

    Attributes:
        anchor: FIX_WRITE or FIX_READ.
        fixed: the entry allows the access now.
        write_pt: the target is a page table that is shadowed: the write is to be emulated.
    """

    anchor: Anchor
    fixed: bool
    write_pt: bool = False


@dataclass(frozen=True, slots=True)
class GuestStored:
    """Guest memory changes other than by a walk's A bit.

    Attributes:
        anchor: DIRTY for D in the guest's last entry, STORE for a write of the guest.
        gpa: the entry's guest-physical address.
        old: what stood there.
        new: what stands there now.
    """

    anchor: Anchor
    gpa: int
    old: int
    new: int


class Answer(Enum):
    """What page_fault asks for. The value is its word on the screen."""

    INJECT = "inject"
    RESUME = "resume"
    EMULATE = "emulate"


@dataclass(frozen=True, slots=True)
class Answered:
    """page_fault is done.

    Attributes:
        anchor: why: REFUSED (by the walk), NONE_BUILT (no shadow entry), MMIO, NOT_FIXED, or
            PF_FIXED (what is left, counted in the statistic).
        answer: what it asks for.
        error_code: the code that is injected; None otherwise.
    """

    anchor: Anchor
    answer: Answer
    error_code: int | None = None


ShadowEvent = Looked | VmExit | PageTaken | PageFreed | SlotSet | Fixed | GuestStored | Answered
AnyEvent = Event | ShadowEvent
