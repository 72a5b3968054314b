"""Read a raw entry under a mode and level: flags, frames, reserved bits.

Source: semantics.md, 1 and 7; Intel SDM vol. 3A, tables 4-4 to 4-20.
"""

from dataclasses import dataclass
from functools import cache

from mmuviz.core.bits import PAGE_MASK, Pte, bit_range
from mmuviz.core.paging import Level, PagingMode

_PSE36_LIMIT = 40  # a 4 MiB page cannot lie above 2^40, whatever MAXPHYADDR says


@dataclass(frozen=True, slots=True)
class Flag:
    """A flag bit as the screen shows it.

    Attributes:
        letter: one letter (S page size, X no-execute, T and C caching).
        bit: its mask.
        meaning: what it is called and does.
    """

    letter: str
    bit: int
    meaning: str


FLAGS = (
    Flag("P", Pte.P, "present"),
    Flag("W", Pte.W, "writable (R/W)"),
    Flag("U", Pte.U, "user (U/S)"),
    Flag("T", Pte.PWT, "write-through (PWT)"),
    Flag("C", Pte.PCD, "cache disable (PCD)"),
    Flag("A", Pte.A, "accessed"),
    Flag("D", Pte.D, "dirty"),
    Flag("S", Pte.PS, "page size (PS); PAT in a PTE"),
    Flag("G", Pte.G, "global"),
    Flag("X", Pte.NX, "no-execute (NX)"),
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A raw value read under a mode and a level.

    Attributes:
        value: the entry as memory or the register holds it.
        mode: the paging mode.
        level: the level of the table it stands in.
    """

    value: int
    mode: PagingMode
    level: Level

    @property
    def present(self) -> bool:
        """P."""
        return bool(self.value & Pte.P)

    @property
    def flags(self) -> tuple[Flag, ...]:
        """The flags an entry of this mode and level can have, in screen order."""
        return flags_of(self.mode, self.level)

    @property
    def frame(self) -> int:
        """The guest-physical address in the 4 KiB address field: next table, or page."""
        return self.value & self.mode.frame_mask

    def is_large(self, *, pse: bool, gigabyte_pages: bool = False) -> bool:
        """Whether the entry maps a large page, PS being looked at.

        Args:
            pse: CR4.PSE, which 32-bit mode needs.
            gigabyte_pages: whether PS counts at level 3 too (hardware only).
        """
        if not self.value & Pte.PS:
            return False
        if self.level.number == 2:
            return pse or self.mode is not PagingMode.X32
        return gigabyte_pages and self.level.number == 3 and self.mode is PagingMode.LONG


@cache
def flags_of(mode: PagingMode, level: Level) -> tuple[Flag, ...]:
    """Return the flags an entry of `mode` and `level` can have: P alone for a PAE PDPTR."""
    if not level.has_rights:
        return FLAGS[:1]
    return FLAGS[:-1] if mode is PagingMode.X32 else FLAGS


def large_frame(value: int, mode: PagingMode, level: Level) -> int:
    """Return the base of the large frame in `value` without PSE-36: what walk_addr sees."""
    return value & mode.frame_mask & ~level.offset_mask


def pse36_bits(value: int, width: int = 36) -> int:
    """Return the physical bits 32 and up that a 4 MiB entry's bits 13 and up stand for.

    Args:
        value: the directory entry.
        width: bits of a physical address; 36 for KVM of 2007, MAXPHYADDR for hardware.
    """
    return (value & bit_range(min(width, _PSE36_LIMIT) - 20, 13)) << 19


@cache
def reserved_mask(mode: PagingMode, level: Level, large: bool, width: int, nxe: bool) -> int:  # noqa: FBT001  # positional: the key of a cache asked at every level
    """Return the bits that must be 0 in a present entry of `level`, or the CPU faults.

    Args:
        mode: the paging mode.
        level: the entry's level.
        large: the entry maps a large page (2 MiB, 4 MiB or 1 GiB).
        width: MAXPHYADDR.
        nxe: EFER.NXE; without it bit 63 is reserved.

    Source: semantics.md, 7; Intel SDM vol. 3A, 4.3 to 4.5.
    """
    if mode is PagingMode.X32:
        return bit_range(21, max(min(width, _PSE36_LIMIT) - 19, 13)) if large else 0
    if not level.has_rights:
        return 0  # a PDPTR is checked when it is loaded, not when it is used
    mask = bit_range(62 if mode is PagingMode.PAE else 51, width)
    if not nxe:
        mask |= Pte.NX
    if level.number == 4:
        mask |= Pte.PS
    if large:
        mask |= bit_range(level.shift - 1, 13)
    return mask


def page_offset(gva: int, level: Level) -> int:
    """Return the offset of `gva` in the page that an entry of `level` maps."""
    return gva & level.offset_mask if level.number > 1 else gva & PAGE_MASK
