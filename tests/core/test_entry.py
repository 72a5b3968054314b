"""Raw entries under a mode and a level: flags, frames, what is reserved."""

import pytest

from mmuviz.core.bits import Pte, bit_range
from mmuviz.core.entry import Entry, large_frame, page_offset, pse36_bits, reserved_mask
from mmuviz.core.paging import PagingMode

X32, PAE, LONG = PagingMode


def test_flags_by_mode_and_level():
    """32-bit entries have no X, a PAE PDPTR has P alone."""
    letters = {
        (mode, level.number): "".join(flag.letter for flag in Entry(0, mode, level).flags)
        for mode in PagingMode
        for level in mode.levels
    }
    assert letters.pop((PAE, 3)) == "P"
    assert {text for (mode, _), text in letters.items() if mode is X32} == {"PWUTCADSG"}
    assert {text for (mode, _), text in letters.items() if mode is not X32} == {"PWUTCADSGX"}


def test_present_and_frame():
    """P is bit 0; the address field leaves flags and NX out."""
    entry = Entry(1 << 63 | 0x12345067, LONG, LONG.level(1))
    assert entry.present
    assert entry.frame == 0x12345000
    assert not Entry(0x66, LONG, LONG.level(1)).present


@pytest.mark.parametrize(
    ("mode", "number", "pse", "gigabyte", "large"),
    [
        (X32, 2, True, False, True),
        (X32, 2, False, False, False),
        (PAE, 2, False, False, True),
        (LONG, 2, False, False, True),
        (LONG, 3, True, False, False),
        (LONG, 3, False, True, True),
        (PAE, 3, False, True, False),
        (LONG, 4, True, True, False),
        (LONG, 1, True, True, False),
    ],
)
def test_where_ps_makes_a_page_large(mode, number, pse, gigabyte, large):
    """At level 2 (32-bit: with PSE), at level 3 for hardware; elsewhere it means something else."""
    entry = Entry(Pte.P | Pte.PS, mode, mode.level(number))
    assert entry.is_large(pse=pse, gigabyte_pages=gigabyte) is large
    assert not Entry(Pte.P, mode, mode.level(number)).is_large(pse=pse, gigabyte_pages=gigabyte)


def test_frames_of_large_pages():
    """Low address bits are no part of a large frame; PSE-36 adds bits 32 and up."""
    assert large_frame(0xFFFFF0FF, X32, X32.level(2)) == 0xFFC00000
    assert large_frame(0x3FFFFF0E7, PAE, PAE.level(2)) == 0x3FFE00000
    assert pse36_bits(0x1E000) == 0xF << 32
    assert pse36_bits(0x1FE000, 40) == 0xFF << 32
    assert pse36_bits(0x3FE000, 52) == 0xFF << 32, "never beyond bit 39"
    assert page_offset(0x12345678, X32.level(2)) == 0x345678
    assert page_offset(0x12345678, X32.level(1)) == 0x678


@pytest.mark.parametrize(
    ("where", "large", "width", "nxe", "mask"),
    [
        ((X32, 2), False, 40, False, 0),
        ((X32, 2), True, 40, False, 1 << 21),
        ((X32, 2), True, 36, False, bit_range(21, 17)),
        ((X32, 2), True, 32, False, bit_range(21, 13)),
        ((X32, 1), False, 40, False, 0),
        ((PAE, 3), False, 40, False, 0),
        ((PAE, 1), False, 40, True, bit_range(62, 40)),
        ((PAE, 1), False, 40, False, bit_range(63, 40)),
        ((PAE, 2), True, 36, True, bit_range(62, 36) | bit_range(20, 13)),
        ((LONG, 1), False, 52, True, 0),
        ((LONG, 1), False, 40, False, bit_range(51, 40) | 1 << 63),
        ((LONG, 4), False, 40, True, bit_range(51, 40) | 1 << 7),
        ((LONG, 3), True, 40, True, bit_range(51, 40) | bit_range(29, 13)),
        ((LONG, 2), True, 40, True, bit_range(51, 40) | bit_range(20, 13)),
    ],
)
def test_reserved_bits(where, large, width, nxe, mask):
    """The list of semantics.md, 7."""
    mode, number = where
    assert reserved_mask(mode, mode.level(number), large, width, nxe) == mask
