"""The question: an access that a processor makes, and edits that make a new scenario."""

import pytest

from mmuviz.core.access import Access
from mmuviz.core.cpu import CpuState
from mmuviz.core.operation import SetWp, TableWrite, Touch
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


def test_another_mode_has_room_for_what_the_guest_does():
    """Addresses and entries of long mode are cut for PAE and 32-bit mode; registers are not."""
    far = 0xFFFF_8000_1234_5004
    old = Scenario(
        CpuState(pae=True, lma=True),
        access=Access(far, user=True),
        operations=(Touch(Access(far, write=True)), TableWrite(far, 5 << 40 | 7), SetWp(True)),
    )
    narrow = old.with_cpu(CpuState())
    assert narrow.access == Access(0x1234_5004, user=True)
    assert narrow.operations == (
        Touch(Access(0x1234_5004, write=True)),
        TableWrite(0x1234_5004, 7),
        SetWp(True),
    )
    wide = narrow.with_cpu(CpuState(pae=True))
    assert wide.operations[1] == TableWrite(0x1234_5000, 7)
    assert wide.with_cpu(CpuState(pae=True, wp=True)).operations == wide.operations
