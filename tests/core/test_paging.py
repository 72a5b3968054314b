"""The three modes as the manual's tables have them."""

import pytest

from mmuviz.core.cpu import CpuState
from mmuviz.core.paging import PagingMode


@pytest.mark.parametrize(
    ("mode", "numbers", "entry_size", "bits"),
    [
        (PagingMode.X32, [2, 1], 4, 32),
        (PagingMode.PAE, [3, 2, 1], 8, 32),
        (PagingMode.LONG, [4, 3, 2, 1], 8, 48),
    ],
)
def test_a_modes_levels_split_the_whole_address(mode, numbers, entry_size, bits):
    """Index bits and page offset add up to the translated bits, level by level."""
    assert [level.number for level in mode.levels] == numbers
    assert mode.entry_size == entry_size
    assert sum(level.index_bits for level in mode.levels) + 12 == bits
    for upper, lower in zip(mode.levels, mode.levels[1:], strict=False):
        assert lower.shift + lower.index_bits == upper.shift
    for level in mode.levels:
        assert level.entries == 1 << level.index_bits
        assert level.offset_mask == (1 << level.shift) - 1
        assert level.select((level.entries - 1) << level.shift) == level.entries - 1
        assert level.entry_size == entry_size


def test_only_a_paes_pdptr_has_no_rights():
    """W, U and A stand in every other entry."""
    without = [(mode, lvl.name) for mode in PagingMode for lvl in mode.levels if not lvl.has_rights]
    assert without == [(PagingMode.PAE, "PDPTR")]


def test_a_level_is_found_by_its_number():
    """KVM's numbers; none is made up."""
    assert PagingMode.LONG.level(4).name == "PML4E"
    with pytest.raises(KeyError):
        PagingMode.X32.level(3)


def test_the_screens_words_for_the_modes():
    """Three titles."""
    assert [mode.title for mode in PagingMode] == ["32-bit", "PAE", "long"]


@pytest.mark.parametrize(
    ("gva", "canonical"),
    [
        (0, True),
        (0x7FFF_FFFF_FFFF, True),
        (0x8000_0000_0000, False),
        (0xFFFF_7FFF_FFFF_FFFF, False),
        (0xFFFF_8000_0000_0000, True),
        ((1 << 64) - 1, True),
    ],
)
def test_long_mode_addresses_are_canonical_or_not(gva, canonical):
    """Bits 63:47 are all equal; the other modes do not care."""
    assert PagingMode.LONG.is_canonical(gva) is canonical
    assert PagingMode.PAE.is_canonical(gva)


@pytest.mark.parametrize(
    ("cpu", "mode", "root"),
    [
        (CpuState(cr3=0xABCDEFFF), PagingMode.X32, 0xABCDE000),
        (CpuState(cr3=0xABCDEFFF, pae=True), PagingMode.PAE, 0xABCDEFE0),
        (CpuState(cr3=0x8000_00AB_CDEF_0FFF, pae=True, lma=True), PagingMode.LONG, 0xABCDEF0000),
    ],
)
def test_registers_choose_the_mode_and_cr3_the_root(cpu, mode, root):
    """EFER.LMA before CR4.PAE; the root is what the mode takes of CR3."""
    assert cpu.mode is mode
    assert cpu.root_table == root
