"""What verify writes is read as what it was; rows and values in words."""

import json

import pytest

from mmuviz.core.paging import PagingMode
from mmuviz.core.trace import Semantics
from mmuviz.present.vector_words import asked_words, value_words
from mmuviz.present.verify_record import (
    Check,
    Counted,
    Difference,
    Holds,
    Recorded,
    counted_record,
    file_record,
    mismatch_record,
    total_record,
    unreadable_record,
    with_record,
)

ROW = Difference(7, "", {"pde_p": 1, "write": 1}, (("fault", 0, 1), ("error_code", 0, 2)))
OPERATION = Difference(
    None, "one, after, operation 2", {}, (("vmexits", 1, None),), 2, "one", Semantics.AFTER
)


def read(check, record):
    """Write a record as a line, and take it."""
    return with_record(check, json.loads(json.dumps(record)))


@pytest.mark.parametrize(
    "recorded",
    [
        Recorded("hardware, PAE, mine", Holds.HARDWARE, PagingMode.PAE, 24, "columns 9"),
        Recorded("guest programs", Holds.PROGRAMS, None, 8192, ""),
    ],
)
def test_a_file_and_its_progress(recorded):
    """What it is, how far one has come, and that it is done."""
    check = read(Check(), file_record("a", recorded, 12))
    assert (check.recorded, check.counted) == (recorded, Counted(of=12))
    check = read(check, counted_record("progress", "a", Counted(4, 12, 3, 2)))
    assert (check.counted, check.is_complete) == (Counted(4, 12, 3, 2), False)
    check = read(check, counted_record("result", "a", Counted(12, 12, 3, 2)))
    assert check.is_complete


@pytest.mark.parametrize("found", [ROW, OPERATION])
def test_a_row_that_differs(found):
    """Comes back whole."""
    check = read(Check(), mismatch_record("a", PagingMode.PAE, found))
    assert check.differences == (found,)
    assert read(check, mismatch_record("a", None, found)).differences == (found, found)


def test_a_row_in_words():
    """What was asked and each column; a place where it has no number."""
    said = "supervisor write, PDE P, PTE 0"
    differing = "fault recorded 0, got 1; error_code recorded 0, got 2"
    assert ROW.text(PagingMode.X32) == f"row 7: {said}: {differing}"
    assert OPERATION.text(PagingMode.X32) == (
        "one, after, operation 2: vmexits recorded 1, got nothing"
    )


def test_what_asks_in_words():
    """Fetches, registers, what the leaf maps, the second access."""
    assert asked_words(PagingMode.X32, {"fetch": 1, "user": 1, "smep": 0, "nxe": 1}) == (
        "user fetch, PDE 0, PTE 0, CR4.SMEP 0, EFER.NXE 1"
    )
    asked = {"pte_nx": 1, "leaf_kind": 1, "write2": 1, "user2": 0}
    assert asked_words(PagingMode.X32, asked) == (
        "supervisor read, PDE 0, PTE NX, the leaf maps MMIO, then supervisor write"
    )


def test_values_in_words():
    """Frames and addresses are hexadecimal."""
    assert value_words("after_gfn", 1031) == "0x407"
    assert value_words("after_gva_to_gpa", 0x1238) == "0x1238"
    assert value_words("0x12000", "0x67") == "0x67"
    assert value_words("error_code", 31) == "31"
    assert value_words("shadow_leaf", None) == "nothing"


def test_what_cannot_be_read_and_what_is_not_known():
    """The reason is kept; a total and records of other kinds change nothing."""
    check = read(Check(), unreadable_record("a", "no such file", []))
    assert check.problem == "no such file"
    assert read(check, total_record(0, 1, Counted(), 0.2)) == check
    assert read(check, {"kind": "agreement"}) == check


@pytest.mark.parametrize(
    ("record", "problem"),
    [
        ({}, LookupError),
        ({"kind": "file"}, LookupError),
        ({"kind": "mismatch", "semantics": "x"}, LookupError),
        (mismatch_record("a", None, ROW) | {"semantics": "both"}, ValueError),
        (mismatch_record("a", None, ROW) | {"differing": 3}, TypeError),
        (counted_record("progress", "a", Counted()) | {"done": None}, TypeError),
        (file_record("a", Recorded("", Holds.WALK, None, 1, ""), 1) | {"mode": "x86"}, ValueError),
    ],
)
def test_nonsense_is_refused(record, problem):
    """As an error that the reader catches."""
    with pytest.raises(problem):
        with_record(Check(), record)
