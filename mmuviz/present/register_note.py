"""What stands below the PDPTRs: whether memory says the same."""

from mmuviz.core.bits import Pte
from mmuviz.core.load import pdptes_in_memory
from mmuviz.core.scenario import Scenario


def register_note(scenario: Scenario, index: int) -> tuple[str, str]:
    """Compare the loaded registers with the table in memory: the words, and their kind."""
    cpu = scenario.cpu
    memory = pdptes_in_memory(scenario, cpu.cr3)
    differing = [
        number
        for number, (register, word) in enumerate(zip(cpu.pdptrs, memory, strict=True))
        if word is not None and word != register
    ]
    if differing:
        number = index if index in differing else differing[0]
        return f"≠ memory: PDPTE {number} = {memory[number]:08x}\nread on a CR3 load", "warning"
    if cpu.pdptrs[index] & Pte.A and cpu.pdptrs[index] & Pte.P:
        remark = "bit 5 by QEMU, reserved on a CPU"
        return f"▣ registers: only P counts\n{remark}", "plain"
    return "▣ registers: only P counts", "plain"
