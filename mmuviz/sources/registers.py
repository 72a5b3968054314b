"""Registers as a dump or its user gives them, and the processor state they make."""

from dataclasses import replace

from mmuviz.core.cpu import CpuState
from mmuviz.core.memory import Backing
from mmuviz.core.paging import PagingMode
from mmuviz.sources.opened import OpenOptions

CR0_WP, CR0_PG = 1 << 16, 1 << 31
CR4_PSE, CR4_PAE, CR4_SMEP, CR4_SMAP = 1 << 4, 1 << 5, 1 << 20, 1 << 21
EFER_LMA, EFER_NXE = 1 << 10, 1 << 11
EFLAGS_AC = 1 << 18
_MODES = {"x32": (False, False), "pae": (True, False), "long": (True, True)}


def cpu_from(cr0: int, cr3: int, cr4: int, efer: int, rflags: int = 0) -> CpuState:
    """Make the state that these registers describe; PDPTRs are not known from them."""
    return CpuState(
        cr3=cr3,
        wp=bool(cr0 & CR0_WP),
        pg=bool(cr0 & CR0_PG),
        pae=bool(cr4 & CR4_PAE),
        pse=bool(cr4 & CR4_PSE),
        smep=bool(cr4 & CR4_SMEP),
        smap=bool(cr4 & CR4_SMAP),
        lma=bool(efer & EFER_LMA),
        nxe=bool(efer & EFER_NXE),
        ac=bool(rflags & EFLAGS_AC),
    )


def with_mode(cpu: CpuState, options: OpenOptions) -> CpuState:
    """Let the user's `--mode` decide the paging mode."""
    if options.mode is None:
        return cpu
    pae, lma = _MODES[options.mode]
    return replace(cpu, pae=pae, lma=lma)


def with_dumped_pdptrs(cpu: CpuState, backing: Backing) -> CpuState:
    """Take PAE's four PDPTRs from the dump as they stand: opening a dump is no load of CR3."""
    if cpu.mode is not PagingMode.PAE:
        return cpu
    words = (backing.word(cpu.root_table + 8 * number) or 0 for number in range(4))
    first, second, third, fourth = words
    return replace(cpu, pdptrs=(first, second, third, fourth))
