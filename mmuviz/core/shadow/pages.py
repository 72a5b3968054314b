"""Shadow pages: the tables that the processor really walks.

Source: semantics.md, 4. A shadow entry has 64 bits whatever the guest's mode is.
"""

from typing import Final, NamedTuple

from mmuviz.core.bits import PAGE_SHIFT, Pte, bit_range
from mmuviz.core.paging import PagingMode

ENTRIES: Final = 512
FRAME_MASK: Final = bit_range(51, PAGE_SHIFT)
_PAGES_AT: Final = 1 << 51  # shadow pages have host frames of their own, above all guest frames


class Spte:
    """The bits of a shadow entry that a guest's entry has not."""

    MMIO: Final = 1 << 9  # PT_SHADOW_IO_MARK; in a directory: stands for a large guest page
    LARGE: Final = 1 << 9
    GUEST_W: Final = 1 << 10  # PT_SHADOW_WRITABLE_MASK: the guest allows writing
    GUEST_U: Final = 1 << 11  # PT_SHADOW_USER_MASK: the guest allows user mode
    GUEST_SHIFT: Final = 9
    LINK: Final = Pte.P | Pte.W | Pte.U | Pte.A
    MAPPED: Final = Pte.P | Pte.W


class Role(NamedTuple):
    """What a shadow page stands for, beside its gfn. Rights are not part of it.

    Attributes:
        levels: the guest's levels (2, 3 or 4).
        level: the level of the table it shadows.
        metaphysical: it stands for a large guest page; no guest table is behind it.
        quadrant: which part of a 32-bit guest's table it shadows; 0 in the other modes.
    """

    levels: int
    level: int
    metaphysical: bool
    quadrant: int


def role_of(mode: PagingMode, level: int, gva: int, *, metaphysical: bool = False) -> Role:
    """Return the role of the page that shadows what `gva` selects at `level`."""
    quadrant = 0
    if mode is PagingMode.X32:
        quadrant = gva >> PAGE_SHIFT + 9 * level & (1 << level) - 1
    return Role(len(mode.levels), level, metaphysical, quadrant)


class ShadowPage:
    """A page frame of the shadow MMU. It is reused, and keeps its content when it is freed.

    Attributes:
        number: which frame it is, counted from 0.
        gfn: the guest frame it shadows.
        role: as what it shadows it.
        slots: entry number to value, where it is not 0.
        parents: the slots that link to it, oldest first; a slot may be there twice.
        root_count: how often it is a root in use.
    """

    __slots__ = ("gfn", "number", "parents", "role", "root_count", "slots")

    def __init__(self, number: int) -> None:
        """Start free and all zero."""
        self.number = number
        self.gfn = 0
        self.role = Role(0, 0, metaphysical=False, quadrant=0)
        self.slots: dict[int, int] = {}
        self.parents: list[Slot] = []
        self.root_count = 0

    @property
    def link(self) -> int:
        """The value of an entry that links to it."""
        return _PAGES_AT | self.number << PAGE_SHIFT | Spte.LINK


def is_link(value: int) -> bool:
    """Whether an entry leads to a shadow page: no guest frame lies so high."""
    return bool(value & _PAGES_AT)


def linked(value: int) -> int:
    """Return the number of the page that a link leads to."""
    return (value & FRAME_MASK & ~_PAGES_AT) >> PAGE_SHIFT


class Slot(NamedTuple):
    """The place of a shadow entry: the page, and the entry's number in it."""

    page: ShadowPage
    number: int

    @property
    def value(self) -> int:
        """What stands there."""
        return self.page.slots.get(self.number, 0)


def index_of(gva: int, level: int) -> int:
    """Return the number of the shadow entry that `gva` selects at `level`."""
    return gva >> PAGE_SHIFT + 9 * (level - 1) & ENTRIES - 1
