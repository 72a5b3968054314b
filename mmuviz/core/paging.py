"""Describe the three paging modes and their levels as a table.

Source: semantics.md, 1; Intel SDM vol. 3A, 4.3 to 4.5.
"""

from enum import Enum
from typing import NamedTuple

from mmuviz.core.bits import PAGE_SHIFT, bit_range


class Level(NamedTuple):
    """One level of a page walk, a row of the mode's table.

    Attributes:
        number: KVM's level number: 1 page table, 2 directory, 3 PDPT, 4 PML4.
        name: what an entry of this level is called (PML4E, PDPTE, PDPTR, PDE, PTE).
        table_name: what a table of this level is called.
        shift: lowest bit of the address that indexes this level.
        index_bits: number of address bits that index it.
        entry_size: bytes of an entry.
        has_rights: whether an entry has W, U and A (a PAE PDPTR has not).
    """

    number: int
    name: str
    table_name: str
    shift: int
    index_bits: int
    entry_size: int
    has_rights: bool = True

    def select(self, gva: int) -> int:
        """Return the number of the entry that `gva` selects in a table of this level."""
        return gva >> self.shift & ((1 << self.index_bits) - 1)

    @property
    def entries(self) -> int:
        """The number of entries of a table of this level."""
        return 1 << self.index_bits

    @property
    def offset_mask(self) -> int:
        """The address bits below this level: the offset in what one entry maps."""
        return (1 << self.shift) - 1


_TABLE: dict[str, tuple[tuple[Level, ...], int, int, int]] = {
    "X32": (
        (
            Level(2, "PDE", "Page directory", 22, 10, 4),
            Level(1, "PTE", "Page table", 12, 10, 4),
        ),
        32,
        31,
        bit_range(31, 12),
    ),
    "PAE": (
        (
            Level(3, "PDPTR", "PDPTRs", 30, 2, 8, has_rights=False),
            Level(2, "PDE", "Page directory", 21, 9, 8),
            Level(1, "PTE", "Page table", 12, 9, 8),
        ),
        32,
        51,
        bit_range(31, 5),
    ),
    "LONG": (
        (
            Level(4, "PML4E", "PML4", 39, 9, 8),
            Level(3, "PDPTE", "PDPT", 30, 9, 8),
            Level(2, "PDE", "Page directory", 21, 9, 8),
            Level(1, "PTE", "Page table", 12, 9, 8),
        ),
        64,
        51,
        bit_range(51, 12),
    ),
}


class PagingMode(Enum):
    """32-bit, PAE and long mode, with their levels from the root down.

    Attributes:
        levels: the levels in the order in which a walk meets them.
        address_bits: width of a linear address.
        entry_size: bytes of an entry.
        frame_mask: the bits of an entry that hold a 4 KiB frame's address.
        root_table_mask: the bits of CR3 that hold the root table's address.
    """

    X32 = "x32"
    PAE = "pae"
    LONG = "long"

    levels: tuple[Level, ...]
    address_bits: int
    entry_size: int
    frame_mask: int
    root_table_mask: int

    def __init__(self, _value: str) -> None:
        """Look the mode's levels up once, so that a walk finds them as attributes."""
        self.levels, self.address_bits, top, self.root_table_mask = _TABLE[self._name_]
        self.entry_size = self.levels[-1].entry_size
        self.frame_mask = bit_range(top, PAGE_SHIFT)

    __hash__ = object.__hash__  # Enum's own is a Python call, and modes are keys in hot loops

    @property
    def title(self) -> str:
        """The mode's name as the screen says it."""
        return {"X32": "32-bit", "PAE": "PAE", "LONG": "long"}[self._name_]

    def level(self, number: int) -> Level:
        """Return the level of that number; KeyError where the mode has none."""
        for level in self.levels:
            if level.number == number:
                return level
        raise KeyError(number)

    def is_canonical(self, gva: int) -> bool:
        """Whether bits 63:47 of a long-mode address are all equal; True in other modes."""
        return self is not PagingMode.LONG or (gva >> 47) in (0, 0x1FFFF)
