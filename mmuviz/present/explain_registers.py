"""Control registers in words: what they make of paging.

Source: Intel SDM vol. 3A, 2.5 and 4.1.
"""

from collections.abc import Mapping

from mmuviz.core.bits import bit_range
from mmuviz.core.paging import PagingMode
from mmuviz.present.wording import Line, Span, Style

_BITS: tuple[tuple[str, int, str, str, str], ...] = (
    ("CR0", 31, "PG", "paging is on", "paging is off: no walk, addresses are physical"),
    ("CR0", 16, "WP", "W binds the supervisor too", "a supervisor write does not heed W"),
    ("CR4", 4, "PSE", "4 MiB pages in 32-bit mode", "no 4 MiB pages in 32-bit mode"),
    ("CR4", 5, "PAE", "64-bit entries", "32-bit entries"),
    ("CR4", 12, "LA57", "five levels: not shown by this program", ""),
    ("CR4", 20, "SMEP", "the supervisor fetches from no user page", "no SMEP"),
    ("CR4", 21, "SMAP", "the supervisor reads and writes no user page while EFLAGS.AC is 0",
     "no SMAP"),
    ("EFER", 8, "LME", "long mode is asked for", ""),
    ("EFER", 10, "LMA", "long mode is on", "long mode is off"),
    ("EFER", 11, "NXE", "bit 63 of an entry forbids fetches", "bit 63 of an entry is reserved"),
    ("EFL", 18, "AC", "SMAP is lifted for now", ""),
)  # fmt: skip


def mode_of(registers: Mapping[str, int]) -> PagingMode | None:
    """Return the paging mode that registers select; None where they do not tell."""
    if "CR4" not in registers:
        return None
    if registers.get("EFER", 0) >> 10 & 1:
        return PagingMode.LONG
    return PagingMode.PAE if registers["CR4"] >> 5 & 1 else PagingMode.X32


def explain_registers(registers: Mapping[str, int], mode: PagingMode | None = None) -> list[Line]:
    """Return registers (CR0, CR2, CR3, CR4, EFER, EFL, CPL) in words.

    Args:
        registers: value by name.
        mode: the paging mode where something else tells it; None to ask the registers.
    """
    guess = "" if mode or "EFER" in registers else ", if EFER.LMA is 0"
    mode = mode or mode_of(registers)
    lines: list[Line] = [(Span("registers", Style.STRONG),)]
    for register, bit, name, is_set, is_clear in _BITS:
        if register not in registers:
            continue
        value = registers[register] >> bit & 1
        words = is_set if value else is_clear
        if words:
            lines.append((Span(f"  {register + '.' + name:<10}{value}  {words}"),))
    if mode is not None:
        lines.append((Span(f"  mode        {mode.title}, {len(mode.levels)} levels{guess}"),))
    if "CR3" in registers:
        cr3 = registers["CR3"]
        mask = bit_range(51, 12) if mode is None else mode.root_table_mask
        lines.append((Span(f"  CR3         {cr3:#x}: the root table is at {cr3 & mask:#x}"),))
    if mode is PagingMode.PAE:
        lines.append((Span("  PDPTRs      four registers, loaded from there with CR3"),))
    if "CR2" in registers:
        lines.append(
            (Span(f"  CR2         {registers['CR2']:#x}: address of the last page fault"),)
        )
    if "CPL" in registers:
        user = registers["CPL"] == 3
        lines.append(
            (Span(f"  CPL         {registers['CPL']}: {'user' if user else 'supervisor'}"),)
        )
    return lines
