"""Loading CR3: the moment at which PAE's PDPTRs are read from memory, and checked.

Source: semantics.md, 1; Intel SDM vol. 3A, 4.4.1.
"""

from dataclasses import dataclass, replace

from mmuviz.core.bits import Pte
from mmuviz.core.cpu import PDPTR_RESERVED
from mmuviz.core.paging import PagingMode
from mmuviz.core.scenario import Scenario


@dataclass(frozen=True, slots=True)
class LoadFault:
    """Why loading CR3 raises #GP, and the old values stay.

    Attributes:
        root: guest-physical address of the root table.
        number: the PDPTE at fault (0 to 3); None where the whole table is not to be had.
        value: that PDPTE; None likewise.
        reserved: the reserved bits that are set in it.
        reason: one sentence.
    """

    root: int
    number: int | None
    value: int | None
    reserved: int
    reason: str


def pdptes_in_memory(scenario: Scenario, cr3: int) -> tuple[int | None, ...]:
    """Return the four PDPTEs that stand in memory under `cr3`; None where not kept."""
    root = cr3 & PagingMode.PAE.root_table_mask
    return tuple(scenario.entry(root + 8 * number) for number in range(4))


def load_cr3(scenario: Scenario, cr3: int) -> Scenario | LoadFault:
    """Load `cr3`: return the scenario with it and, in PAE mode, the four PDPTRs from memory."""
    cpu = replace(scenario.cpu, cr3=cr3)
    root = cpu.root_table
    if root not in scenario.ram:
        return LoadFault(root, None, None, 0, f"#GP: the root table {root:#x} is outside RAM")
    if cpu.mode is not PagingMode.PAE or not cpu.pg:
        return replace(scenario, cpu=cpu)
    loaded: list[int] = []
    for number, value in enumerate(pdptes_in_memory(scenario, cr3)):
        if value is None:
            reason = f"the table at {root:#x} is not kept in the file: there is nothing to load"
            return LoadFault(root, None, None, 0, reason)
        reserved = value & PDPTR_RESERVED
        if value & Pte.P and reserved:
            return LoadFault(root, number, value, reserved, _reserved_reason(number, value))
        loaded.append(value)
    first, second, third, fourth = loaded
    return replace(scenario, cpu=replace(cpu, pdptrs=(first, second, third, fourth)))


def _reserved_reason(number: int, value: int) -> str:
    reserved = value & PDPTR_RESERVED
    bits = ", ".join(str(bit) for bit in range(64) if reserved >> bit & 1)
    text = f"#GP: PDPTE {number} = {value:#x} is present with reserved bit {bits} set"
    if reserved == Pte.A:
        text += " (QEMU sets bit 5 when it walks; a CPU has no such bit there)"
    return text
