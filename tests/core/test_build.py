"""Mapping an address builds what is missing, and touches nothing that is in use."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mmuviz.core.access import Access
from mmuviz.core.bits import Pte
from mmuviz.core.build import blank, map_page
from mmuviz.core.memory import GuestMemory, RamRanges
from mmuviz.core.paging import PagingMode
from mmuviz.core.result import Outcome
from mmuviz.core.scenario import Scenario
from mmuviz.core.trace import Semantics, record
from tests.strategies import modes


class Kept:
    """A backing that keeps 24 KiB, with one word that is not zero."""

    def word(self, gpa: int) -> int | None:
        """0x2000 holds a word that names 0x3000."""
        if gpa >= 0x6000:
            return None
        return 0x3001 if gpa == 0x2008 else 0

    def extents(self) -> list[tuple[int, int]]:
        """The page that holds the word."""
        return [(0x2000, 0x3000)]


@given(modes(), st.lists(st.integers(0, (1 << 32) - 1), min_size=1, max_size=5), st.booleans())
def test_what_was_mapped_is_found(mode: PagingMode, addresses: list[int], large: bool) -> None:
    """Each address that was mapped leads to its own frame, in all three semantics."""
    scenario, unit = blank(mode), mode.level(2 if large else 1).offset_mask + 1
    frames = {gva - gva % unit: 0x40000000 + n * unit for n, gva in enumerate(addresses)}
    for gva, frame in frames.items():
        scenario = map_page(scenario, gva, frame, Pte.W | Pte.U, large=large)
    for gva, frame in frames.items():
        asked = replace(scenario, access=Access(gva + 5, write=True, user=True))
        for semantics in Semantics:
            result = record(semantics, asked).result
            assert result.outcome is Outcome.MAPPED
            assert result.gpa == frame + 5


def test_a_table_is_never_built_in_a_frame_in_use() -> None:
    """Neither the target, nor a frame an entry names, nor one with content becomes a table."""
    scenario = replace(blank(PagingMode.X32), memory=GuestMemory(Kept()))
    built = map_page(scenario, 0x400000, 0x4000, Pte.W)  # 0x5000 alone is free
    assert built.entry(0x1004) == 0x5000 | Pte.P | Pte.W | Pte.U
    assert built.entry(0x5000) == 0x4000 | Pte.P | Pte.W


def test_pae_loads_the_register_too() -> None:
    """A new PDPTE counts at once: the register gets it along with memory."""
    scenario = map_page(blank(PagingMode.PAE), 0x40000000, 0x400000, Pte.W)
    assert scenario.cpu.pdptrs[1] == scenario.entry(0x1008)
    again = map_page(scenario, 0x40001000, 0x401000, 0)
    assert again.cpu.pdptrs == scenario.cpu.pdptrs


def test_a_pdpte_in_memory_is_loaded_not_replaced() -> None:
    """A PDPTE that stands in memory but not in its register is used as it stands."""
    scenario = blank(PagingMode.PAE).with_entry(0x1000, 0x6001)
    mapped = map_page(scenario, 0, 0x400000, 0)
    assert mapped.cpu.pdptrs[0] == 0x6001


def no_pse() -> Scenario:
    scenario = blank(PagingMode.X32)
    return replace(scenario, cpu=replace(scenario.cpu, pse=False))


@pytest.mark.parametrize(
    ("scenario", "gva", "frame", "large", "words"),
    [
        (blank(PagingMode.PAE), 1 << 32, 0x1000, False, "no address of PAE mode"),
        (blank(PagingMode.LONG), 1 << 47, 0x1000, False, "no address of long mode"),
        (blank(PagingMode.PAE), 0, 0x1001, False, "not a multiple of 0x1000"),
        (blank(PagingMode.PAE), 0, 0x1000, True, "not a multiple of 0x200000"),
        (blank(PagingMode.X32), 0, 1 << 32, False, "above what an entry"),
        (blank(PagingMode.PAE), 0, 1 << 40, False, "above what an entry"),
        (no_pse(), 0, 0x400000, True, "needs CR4.PSE"),
        (replace(blank(PagingMode.X32), ram=RamRanges(())), 0, 0x1000, False, "outside RAM"),
        (
            replace(blank(PagingMode.X32), ram=RamRanges((range(0x2000),))),
            0,
            0x400000,
            False,
            "no frame of RAM is free",
        ),
        (
            map_page(blank(PagingMode.PAE), 0, 0x400000, 0, large=True),
            0x1000,
            0x1000,
            False,
            "PDE 0 maps a large page already",
        ),
    ],
)
def test_what_cannot_be_mapped_says_why(
    scenario: Scenario, gva: int, frame: int, large: bool, words: str
) -> None:
    """Each refusal is a sentence."""
    with pytest.raises(ValueError, match=words):
        map_page(scenario, gva, frame, 0, large=large)


def test_an_absent_entry_with_leftovers_is_replaced() -> None:
    """An absent entry with PS set maps nothing: a table is built in its place."""
    scenario = blank(PagingMode.X32).with_entry(0x1000, Pte.PS | 0x6000)
    mapped = map_page(scenario, 0, 0x400000, 0)
    assert (mapped.entry(0x1000) or 0) & 0xFFF == Pte.P | Pte.W | Pte.U
