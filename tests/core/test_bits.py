"""Masks and error codes in letters."""

from mmuviz.core.bits import Pferr, bit_range, pferr_text


def test_a_range_of_bits_is_a_mask():
    """High and low bit are both in it; the wrong way round there is none."""
    assert bit_range(3, 1) == 0b1110
    assert bit_range(63, 0) == (1 << 64) - 1
    assert bit_range(12, 13) == 0


def test_an_error_code_is_spelled_in_letters():
    """Lowest bit first; no bit is 0."""
    assert pferr_text(Pferr.P | Pferr.W | Pferr.U) == "P | W | U"
    assert pferr_text(Pferr.RSVD | Pferr.I) == "RSVD | I"
    assert pferr_text(0) == "0"
