"""An answer is right when outcome, code, address and what was written are."""

from dataclasses import replace

import pytest

from mmuviz.core.claims.space import SPACES, SpaceKind
from mmuviz.core.fixed_path import FIXED_PATHS
from mmuviz.core.grading import Part, differences, entries_in_memory, right_answer
from mmuviz.core.paging import PagingMode
from mmuviz.core.result import Outcome
from mmuviz.core.trace import Semantics, record

PAE = SPACES[PagingMode.PAE, SpaceKind.WALK]
PDE, PTE = FIXED_PATHS[PagingMode.PAE].addresses[1:]


def rows_of(mode, kind=SpaceKind.WALK):
    """Yield one state in seven of a space: every seventh sees every flag both ways."""
    space = SPACES[mode, kind]
    yield from space.rows(list(space.numbers())[::7][:2000])


@pytest.mark.parametrize("semantics", Semantics)
@pytest.mark.parametrize("mode", PagingMode)
def test_the_right_answer_has_nothing_wrong(semantics, mode):
    """What a walk hands back and writes is what has to be said of it."""
    for row in rows_of(mode):
        trace = record(semantics, row.scenario)
        assert differences(row, trace, right_answer(trace)) == ()


def test_registers_are_no_entries_in_memory():
    """PAE mode has its PDPTEs in registers."""
    row = next(rows_of(PagingMode.PAE))
    assert list(entries_in_memory(row)) == [PDE, PTE]
    assert len(entries_in_memory(next(rows_of(PagingMode.LONG)))) == 4


def last_row(number=0x1FFF):
    """A user write that is allowed, by default: every flag 1 (PS too)."""
    (row,) = PAE.rows([number])
    return row, record(Semantics.HARDWARE, row.scenario)


def test_each_part_is_compared():
    """Outcome, code, address, an entry of the path, and a place that is none."""
    row, trace = last_row()
    right = right_answer(trace)
    written = {PDE: row.entries[1] & ~1, 0x9000: 5}
    said = replace(right, outcome=Outcome.NOT_PRESENT, error_code=6, gpa=None, written=written)
    found = differences(row, trace, said)
    assert [each.part for each in found] == list(Part)
    assert [each.address for each in found] == [None, None, None, PDE, 0x9000]
    assert (found[1].said, found[1].right) == (6, None)
    assert (found[3].said, found[3].right) == (row.entries[1] & ~1, row.entries[1] | 0x40)
    assert (found[4].said, found[4].right) == (5, None)


def test_an_entry_written_as_it_was_is_as_good_as_left_alone():
    """Only what memory holds in the end counts."""
    row, trace = last_row()
    right = right_answer(trace)
    said = replace(right, written={**right.written, PTE: row.entries[2]})
    assert differences(row, trace, said) == ()


def test_what_the_manual_leaves_open_may_be_either():
    """A of an entry passed on the way to a fault; nothing else of it."""
    row = next(row for row in PAE.rows() if record(Semantics.HARDWARE, row.scenario).result.may_set)
    trace = record(Semantics.HARDWARE, row.scenario)
    right = right_answer(trace)
    pde = row.entries[1]
    assert differences(row, trace, replace(right, written={PDE: pde | 0x20})) == ()
    (wrong,) = differences(row, trace, replace(right, written={PDE: pde | 0x60}))
    assert (wrong.part, wrong.said) == (Part.ENTRY, pde | 0x60)
