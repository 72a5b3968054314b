"""Rows of the maps: their texts, their sums, and what is not known."""

from dataclasses import replace

import pytest

from mmuviz.core.maps import RangeFilter, survey
from mmuviz.core.memory import RamRanges
from mmuviz.core.paging import PagingMode
from mmuviz.core.scenario import Label
from mmuviz.present.maps_table import (
    HEADINGS,
    aligned,
    caveats,
    map_rows,
    page_rows,
    shared_rows,
    size_text,
    table_rows,
    total_text,
)
from tests.core.paths import PAGE, A, P, U, W, gva_of, path

X32, PAE, LONG = PagingMode
ALL = P | W | U | A


def full(mode):
    """A path with every right."""
    return path(mode, [ALL if level.has_rights else P for level in mode.levels], nxe=True)


def test_a_range_is_a_row_with_the_labels_inside():
    """Two names, and how many more; the end is the last byte."""
    start = gva_of(PAE) & ~0xFFF
    labels = [Label(name, start + at) for at, name in enumerate("abcd")]

    (row,) = map_rows(survey(full(PAE)), RangeFilter(), labels)

    assert row.cells == (
        f"{start:#x}", f"{start + 0xFFF:#x}", "4 KiB", "urwx", "1 × 4 KiB", "0x99000",
        "a, b and 2 more",
    )  # fmt: skip
    assert total_text([]) == "no range is like that"
    assert total_text([row]) == "1 range, 4 KiB"
    assert total_text([row, row]) == "2 ranges, 8 KiB"


def test_the_last_page_of_all_has_an_end():
    """Its last byte is the highest address; there is none after it."""
    scenario = full(LONG)
    for table in (0x1000, 0x2000, 0x3000, 0x4000):
        scenario = scenario.with_entry(table + 8 * 511, (table + 0x1000) | ALL)

    assert map_rows(survey(scenario), RangeFilter())[-1].cells[1] == "0xffffffffffffffff"


def test_who_maps_a_frame_names_the_entry():
    """The page, and the entry with its address."""
    (row,) = page_rows(survey(full(X32)), PAGE + 4)

    assert row.note == "PTE 2 at 0x4008"


def test_who_uses_a_table_names_the_entry_and_what_it_serves():
    """In long mode an upper half's address is sign-extended."""
    scenario = full(LONG).with_entry(0x1000 + 8 * 256, 0x2000 | ALL)

    first, second = shared_rows(survey(scenario))

    assert first.cells == ("0x2000", "pdpt", "PML4E 5", f"{5 << 39:#x}")
    assert second.gva == 0xFFFF800000000000
    assert table_rows(survey(scenario), 0x2FF8) == [first, second]


def test_a_self_map_says_so():
    """An entry that leads to its own page."""
    scenario = full(X32).with_entry(0x3FFC, 0x3000 | ALL)

    (row,) = shared_rows(survey(scenario))

    assert row.cells[2] == "PDE 1023 (maps itself)"


def test_what_is_not_known_is_said():
    """Tables that are not kept, tables outside RAM, tables without end."""

    class Nothing:
        """Keeps no byte."""

        def word(self, _gpa):
            return None

        def extents(self):
            return []

    whole = full(LONG)
    empty = replace(whole, memory=replace(whole.memory, backing=Nothing()))
    outside = replace(whole, ram=RamRanges((range(0x4000),)))
    two = outside.with_entry(0x3000, 0x5000 | ALL)

    assert caveats(survey(whole)) == []
    assert caveats(survey(empty)) == [
        "4 tables are not kept whole in the file: what they map is not known."
    ]
    assert caveats(survey(outside)) == ["One table is outside RAM and read as absent."]
    assert caveats(survey(two)) == ["2 tables are outside RAM and read as absent."]
    assert caveats(survey(whole, 600)) == [
        "The tables lead on and on; only the first entries were looked at."
    ]


@pytest.mark.parametrize(
    ("size", "text"),
    [(0, "0 bytes"), (1, "1 bytes"), (4096, "4 KiB"), (1536, "1.5 KiB"), (5 << 40, "5 TiB"),
     (1 << 52, "4096 TiB")],
)  # fmt: skip
def test_sizes_have_the_largest_unit_that_leaves_one(size, text):
    """Binary units, one digit after the point where it is needed."""
    assert size_text(size) == text


def test_columns_are_as_wide_as_their_widest_cell():
    """Headings included, nothing behind the last one."""
    assert list(aligned(("a", "bcd"), [("xyz", "1")])) == ["a    bcd", "xyz  1"]
    assert len(HEADINGS) == 7
