"""The question: an access that a processor makes, and edits that make a new scenario."""

import pytest

from mmuviz.core.access import Access
from mmuviz.core.cpu import CpuState
from mmuviz.core.scenario import Scenario


def test_an_access_in_words():
    """Read, write or fetch; user or supervisor."""
    assert (Access().kind, Access().privilege) == ("read", "supervisor")
    assert Access(write=True, user=True).kind == "write"
    assert Access(fetch=True, user=True).privilege == "user"
    assert Access(fetch=True).kind == "fetch"


def test_no_access_is_a_write_and_a_fetch():
    """No processor makes one."""
    with pytest.raises(ValueError, match="not both"):
        Access(write=True, fetch=True)


def test_an_edit_makes_a_new_scenario():
    """The old one stays; it is what undo puts back."""
    old = Scenario(CpuState(pae=True, pdptrs=(1, 2, 3, 4)))
    new = old.with_pdptr(2, 0x7001).with_entry(0x7000, 0x5067)
    assert new.cpu.pdptrs == (1, 2, 0x7001, 4)
    assert new.entry(0x7000) == 0x5067
    assert (old.cpu.pdptrs, old.entry(0x7000)) == ((1, 2, 3, 4), 0)
    assert new.with_entry(0x7000, 0).memory == old.memory
