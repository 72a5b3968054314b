"""The one translation path that was recorded and is counted over, and what one of its states asks.

Source: vectors/README, "Fixed path". The hardware files leave the addresses open: the same will do.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from mmuviz.core.access import Access
from mmuviz.core.bits import Pte
from mmuviz.core.cpu import CpuState
from mmuviz.core.memory import WORD
from mmuviz.core.paging import Level, PagingMode
from mmuviz.core.scenario import Scenario

ENTRY_NAMES: Final = {4: "pml4e", 3: "pdpte", 2: "pde", 1: "pte"}
"""What the columns call an entry of a level."""

CONTROL_NAMES: Final = ("cr0_wp", "cr4_pse", "smep", "smap", "nxe", "ac")
ACCESS_NAMES: Final = ("write", "user", "fetch")
SECOND_NAMES: Final = ("write2", "user2")
LEAF_KIND: Final = "leaf_kind"

LEAF_FRAMES: Final = (0x407000, 0xE0007000, 0x7000, 0x5000)
"""What the last entry maps by leaf_kind: RAM, MMIO, the directory, the page table itself."""

LARGE_FRAMES: Final = {2: (0x400000, 0xE0000000, 0, 0), 3: (0x40000000,) * 4}
"""What a large entry maps, by level and leaf_kind."""

_BITS: Final = {f"b{number}": 1 << number for number in range(64)} | {
    "p": Pte.P,
    "w": Pte.W,
    "u": Pte.U,
    "a": Pte.A,
    "d": Pte.D,
    "ps": Pte.PS,
    "nx": Pte.NX,
}
MAXPHYADDR: Final = 40  # both recorded processors have fewer than 51 bits: bit 51 is reserved


def flag_bit(suffix: str) -> int | None:
    """Return the entry bit that a column's suffix names (`w`, `nx`, `b51`); None for none."""
    return _BITS.get(suffix)


@dataclass(frozen=True, slots=True)
class FixedPath:
    """Where the entries of the one path stand.

    Attributes:
        mode: the paging mode.
        gva: the address that is asked for, in bytes.
        tables: guest-physical address of the table of each level, root first.
    """

    mode: PagingMode
    gva: int
    tables: tuple[int, ...]

    @property
    def addresses(self) -> tuple[int, ...]:
        """Guest-physical address of the entry of each level, root first."""
        return tuple(
            table + level.select(self.gva) * self.mode.entry_size
            for level, table in zip(self.mode.levels, self.tables, strict=True)
        )

    def targets(self, level: Level) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """Return what an entry of `level` points at by leaf_kind: as a small one, as a large one.

        A large entry holds the base of a large frame, any other the next table, or the page.
        """
        place = self.mode.levels.index(level) + 1
        small = LEAF_FRAMES if place == len(self.tables) else (self.tables[place],) * 4
        return small, LARGE_FRAMES.get(level.number, (0,) * 4)

    def words(self, values: Sequence[int]) -> dict[int, int]:
        """Return guest memory that holds the entry `values`, root first, and zeros."""
        return {
            address & ~(WORD - 1): value << (address & 4) * 8
            for address, value in zip(self.addresses, values, strict=True)
        }

    def cpu(self, controls: Sequence[bool], root_entry: int) -> CpuState:
        """Return the processor.

        Args:
            controls: the flags of CONTROL_NAMES, in that order.
            root_entry: the first entry of the path, which PAE mode holds in a register.
        """
        wp, pse, smep, smap, nxe, ac = controls
        pdptrs = [0, 0, 0, 0]
        if self.mode is PagingMode.PAE:
            pdptrs[self.mode.levels[0].select(self.gva)] = root_entry
        first, second, third, fourth = pdptrs
        return CpuState(
            cr3=self.tables[0],
            wp=wp,
            pse=pse,
            smep=smep,
            smap=smap,
            nxe=nxe,
            ac=ac,
            pae=self.mode is not PagingMode.X32,
            lma=self.mode is PagingMode.LONG,
            maxphyaddr=MAXPHYADDR,
            pdptrs=(first, second, third, fourth),
        )


FIXED_PATHS: Final = {
    PagingMode.X32: FixedPath(PagingMode.X32, 3 << 22 | 7 << 12 | 0x238, (0x7000, 0x5000)),
    PagingMode.PAE: FixedPath(
        PagingMode.PAE, 1 << 30 | 3 << 21 | 7 << 12 | 0x238, (0x3000, 0x7000, 0x5000)
    ),
    PagingMode.LONG: FixedPath(
        PagingMode.LONG,
        2 << 39 | 1 << 30 | 3 << 21 | 7 << 12 | 0x238,
        (0x3000, 0x4000, 0x7000, 0x5000),
    ),
}


class Row(NamedTuple):
    """What one state of the path asks.

    Attributes:
        scenario: the guest and its access.
        entries: the raw entries of its path, root first.
        second: the access after it, where two are asked in a row.
    """

    scenario: Scenario
    entries: tuple[int, ...]
    second: Access | None
