"""What an operation changed in guest memory, in words."""

import pytest

from mmuviz.core.access import Access
from mmuviz.core.operation import TableWrite, Touch
from mmuviz.core.paging import PagingMode
from mmuviz.core.shadow.program import run_program
from mmuviz.core.trace import Semantics
from mmuviz.present.guest_writes import GuestWrite, guest_writes, writes_text
from mmuviz.present.run_frame import RunRecord
from mmuviz.resources import asset
from mmuviz.sources.open_file import open_file
from tests.core.paths import P, U, W, path


@pytest.mark.parametrize(
    ("old", "new", "text"),
    [
        (0x5001, 0x5021, "A set at 0x4008"),
        (0x5001, 0x5061, "A and D set at 0x4008"),
        (0x5061, 0x5021, "D cleared at 0x4008"),
        (0x5021, 0x5041, "0x4008 = 0x5041"),
        (0x5021, 0x5001 | W, "0x4008 = 0x5003"),
        (0, 0x60, "A and D set at 0x4008"),
    ],
)
def test_a_write_in_words(old, new, text):
    """A and D by name where they alone changed, one way."""
    assert GuestWrite(0x4008, old, new).text == text


def test_an_operation_is_told_by_what_it_changed_in_the_end():
    """A write sets A on the way and D at the leaf; a second one changes nothing."""
    scenario = path(PagingMode.PAE, (P, P | W | U, P | W | U), user=True, write=True)
    touch = Touch(scenario.access)
    first, second = run_program(Semantics.AFTER, scenario, (touch, touch))
    assert [write.new & ~write.old for write in guest_writes(first)] == [0x20, 0x60]
    assert guest_writes(second) == ()
    assert writes_text(()) == ""


def test_a_cold_page_that_looks_hot_is_told():
    """The refused access of each round sets A before, and nothing after or on the processor."""
    scenario = open_file(asset("scenarios/guest-page-ageing.toml")).scenario
    gva = next(label.gva for label in scenario.labels if label.name == "refused")
    for semantics, run in RunRecord(scenario).runs.items():
        told = [
            writes_text(guest_writes(one))
            for one in run
            if one.operation in (Touch(Access(gva, user=True)), TableWrite(0xC0004008, 0x101003))
        ]
        if semantics is Semantics.BEFORE:
            assert told == ["A set at 0x4008", "A cleared at 0x4008"] * 3
        else:
            assert told == [""] * 6
