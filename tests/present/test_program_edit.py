"""Edits of a guest program: one undo step each."""

from dataclasses import replace

import pytest

from mmuviz.core.access import Access
from mmuviz.core.operation import LoadCr3, SetWp, TableWrite, Touch
from mmuviz.core.paging import PagingMode
from mmuviz.core.trace import Semantics
from mmuviz.present import program_edit as edits
from mmuviz.present.run_frame import RunRecord
from tests.core.paths import P, U, W, path
from tests.present.programs import recorded

ALL = P | W | U


@pytest.fixture
def program():
    return recorded("shared-pt-ro-first").scenario


@pytest.fixture
def access():
    """A scenario that has one access and no operation."""
    return path(PagingMode.PAE, (P, ALL, ALL), user=True)


def test_the_first_edit_makes_a_program_of_the_access(access):
    """The access is its first operation."""
    text, edited = edits.duplicated(access, 0)
    assert text == "Duplicate operation 1"
    assert edited.operations == (Touch(access.access),) * 2


def test_operations_come_and_go(program):
    """Behind a given one; the last one leaves the access alone."""
    text, edited = edits.inserted(program, 1, SetWp(True))
    assert text == "Add set WP as operation 3"
    assert edited.operations[2] == SetWp(True)
    text, edited = edits.removed(edited, 2)
    assert (text, edited) == ("Remove operation 3", program)
    text, edited = edits.replaced(program, 0, LoadCr3(0x3000))
    assert (text, edited.operations[0]) == ("Change operation 1", LoadCr3(0x3000))


def test_operations_move(program):
    """Up and down, not beyond the ends; two can change places."""
    text, edited = edits.moved(program, 1, -1)
    assert text == "Move operation 2 up"
    assert edited.operations[:2] == program.operations[1::-1]
    text, again = edits.moved(edited, 0, 1)
    assert (text, again) == ("Move operation 1 down", program)
    assert edits.moved(program, 0, -1) is None
    assert edits.moved(program, 3, 1) is None
    text, edited = edits.swapped(program, 0, 3)
    assert text == "Swap operations 1 and 4"
    assert edited.operations[0] == program.operations[3]


def test_a_fresh_operation_starts_from_its_neighbour(program):
    """Its address; the entry it ends at, through the kernel's mapping; WP as it is not; CR3."""
    assert edits.fresh("access", program, 1) == Touch(Access(0x200000, write=True, user=True))
    write = edits.fresh("table write", program, 1)
    assert write == TableWrite(0x3FC02000, 0x80047)
    _, edited = edits.inserted(program, 1, write)
    stored = RunRecord(edited).runs[Semantics.HARDWARE][2].events[-1]
    assert (stored.old & ~0x20, stored.new) == (0x80047, 0x80047)
    assert edits.fresh("load CR3", program, 1) == LoadCr3(program.cpu.cr3)
    assert edits.fresh("set WP", program, 1) == SetWp(not program.cpu.wp)
    _, edited = edits.inserted(program, 1, SetWp(not program.cpu.wp))
    assert edits.fresh("set WP", edited, 2) == SetWp(program.cpu.wp)
    assert edits.fresh("access", edited, 2) == Touch(program.access)


def test_a_table_that_is_mapped_nowhere_is_written_at_the_access(access):
    """Cut to the place of an entry; no walk, no entry."""
    gva = access.access.gva & -8
    assert edits.fresh("table write", access, 0) == TableWrite(gva, 0)
    off = replace(access, cpu=replace(access.cpu, pg=False))
    assert edits.fresh("table write", off, 0) == TableWrite(gva, 0)


def test_another_kind_keeps_the_address(program):
    """Of an access; a register has none."""
    fetch = edits.of_kind("supervisor fetch", program, 1)
    assert fetch == Touch(Access(0x200000, fetch=True))
    assert isinstance(edits.of_kind("table write", program, 1), TableWrite)
    _, edited = edits.replaced(program, 1, SetWp(True))
    assert edits.of_kind("user write", edited, 1) == Touch(
        Access(program.access.gva, write=True, user=True)
    )
    assert {"user read", "supervisor write", "set WP"} <= set(edits.KINDS)
