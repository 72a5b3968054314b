"""Loading CR3: the one moment at which the PDPTRs are read, and checked."""

from dataclasses import replace

import pytest

from mmuviz.core.cpu import PDPTR_RESERVED, CpuState
from mmuviz.core.load import LoadFault, load_cr3, pdptes_in_memory
from mmuviz.core.memory import GuestMemory
from mmuviz.core.scenario import Scenario


def pae(*pdptes, **registers):
    """A scenario whose table at 0x3000 holds `pdptes`, and whose registers are old."""
    scenario = Scenario(CpuState(cr3=0x1000, pae=True, pdptrs=(9, 9, 9, 9), **registers))
    for number, value in enumerate(pdptes):
        scenario = scenario.with_entry(0x3000 + 8 * number, value)
    return scenario


def test_the_mask_is_the_one_that_was_recorded():
    """semantics.md, 1."""
    assert PDPTR_RESERVED == 0xFFFFFFF0_000001E6


def test_a_load_reads_the_four_registers_from_memory():
    """An absent PDPTE may hold anything; the low bits of CR3 choose a 32-byte table."""
    loaded = load_cr3(pae(0x7001, 0x1E6, 0, 0x8E19), 0x3018)
    assert isinstance(loaded, Scenario)
    assert loaded.cpu.pdptrs == (0x7001, 0x1E6, 0, 0x8E19)
    assert loaded.cpu.cr3 == 0x3018
    assert pdptes_in_memory(loaded, 0x3000) == loaded.cpu.pdptrs


def test_an_edit_in_memory_changes_no_register_until_cr3_is_loaded():
    """PDPTRs are registers."""
    scenario = pae(0x7001)
    assert scenario.cpu.pdptrs == (9, 9, 9, 9)
    assert pdptes_in_memory(scenario, 0x3000) == (0x7001, 0, 0, 0)


@pytest.mark.parametrize("bit", [bit for bit in range(64) if PDPTR_RESERVED >> bit & 1])
def test_each_reserved_bit_refuses_the_load(bit):
    """#GP names the PDPTE and the bit; nothing is handed back, so the old values stay."""
    fault = load_cr3(pae(0x7001, 0x8001 | 1 << bit), 0x3000)
    assert isinstance(fault, LoadFault)
    assert (fault.root, fault.number, fault.value) == (0x3000, 1, 0x8001 | 1 << bit)
    assert fault.reserved == 1 << bit
    assert f"reserved bit {bit} set" in fault.reason
    assert ("QEMU" in fault.reason) is (bit == 5)


def test_bits_9_to_11_and_caching_bits_are_allowed():
    """Every bit outside the mask."""
    value = ~PDPTR_RESERVED & (1 << 64) - 1
    assert isinstance(load_cr3(pae(value), 0x3000), Scenario)


@pytest.mark.parametrize(
    "cpu", [CpuState(), CpuState(pae=True), CpuState(pae=True, lma=True)], ids=str
)
def test_a_root_outside_ram_refuses_the_load_in_every_mode(cpu):
    """#GP, without a PDPTE to blame."""
    fault = load_cr3(Scenario(cpu), 0x900000)
    assert isinstance(fault, LoadFault)
    assert (fault.number, fault.value, fault.reserved) == (None, None, 0)
    assert "0x900000 is outside RAM" in fault.reason


def test_other_modes_load_no_registers():
    """Nor does PAE with paging off: they are loaded when it is switched on."""
    for cpu in (CpuState(), CpuState(pae=True, lma=True), CpuState(pae=True, pg=False)):
        scenario = Scenario(cpu).with_entry(0x3000, 0x21)
        assert load_cr3(scenario, 0x3000) == replace(scenario, cpu=replace(cpu, cr3=0x3000))


def test_a_table_that_is_not_kept_cannot_be_loaded():
    """There is nothing to load."""

    class Nothing:
        def word(self, _gpa):
            return None

        def extents(self):
            return ()

    fault = load_cr3(replace(pae(), memory=GuestMemory(Nothing())), 0x3000)
    assert isinstance(fault, LoadFault)
    assert fault.number is None
    assert "not kept" in fault.reason
