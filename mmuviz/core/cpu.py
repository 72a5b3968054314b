"""The state of the processor that a page walk depends on.

Source: semantics.md, 1 and 7; Intel SDM vol. 3A, 4.1.
"""

from dataclasses import dataclass

from mmuviz.core.bits import bit_range
from mmuviz.core.paging import PagingMode

PDPTR_RESERVED = bit_range(63, 36) | bit_range(8, 5) | bit_range(2, 1)
"""Bits that must be 0 in a present PDPTE when CR3 is loaded: 0xfffffff0_000001e6."""


@dataclass(frozen=True, slots=True)
class CpuState:
    """Registers that decide how an address is translated.

    Attributes:
        cr3: the root, as the register holds it.
        wp: CR0.WP.
        pg: CR0.PG.
        pae: CR4.PAE.
        pse: CR4.PSE.
        smep: CR4.SMEP.
        smap: CR4.SMAP.
        lma: EFER.LMA.
        nxe: EFER.NXE.
        ac: EFLAGS.AC.
        maxphyaddr: physical-address width in bits (M).
        pdptrs: the four *loaded* PDPTRs of PAE mode. Registers: what memory holds is another
            matter until CR3 is loaded again.
    """

    cr3: int = 0
    wp: bool = False
    pg: bool = True
    pae: bool = False
    pse: bool = False
    smep: bool = False
    smap: bool = False
    lma: bool = False
    nxe: bool = False
    ac: bool = False
    maxphyaddr: int = 40
    pdptrs: tuple[int, int, int, int] = (0, 0, 0, 0)

    @property
    def mode(self) -> PagingMode:
        """The paging mode that CR4.PAE and EFER.LMA select."""
        if self.lma:
            return PagingMode.LONG
        return PagingMode.PAE if self.pae else PagingMode.X32

    @property
    def root_table(self) -> int:
        """The guest-physical address of the root table."""
        return self.cr3 & self.mode.root_table_mask
