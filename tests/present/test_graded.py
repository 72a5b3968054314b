"""What a walker got wrong, in words."""

from dataclasses import replace

import pytest

from mmuviz.core.claims.space import SPACES, SpaceKind
from mmuviz.core.fixed_path import FIXED_PATHS
from mmuviz.core.grading import differences, right_answer
from mmuviz.core.paging import PagingMode
from mmuviz.core.result import Outcome
from mmuviz.core.trace import Semantics, record
from mmuviz.present.answer import plain
from mmuviz.present.graded import failure, mistake

PDE, PTE = FIXED_PATHS[PagingMode.PAE].addresses[1:]
EVERY = 0x1FFF
SMALL = EVERY & ~(1 << 7)  # PDE.PS


def told(number, semantics=Semantics.HARDWARE, written=None, **changes):
    """The `wrong` lines of an answer to a PAE walk state that is right but for the changes."""
    (row,) = SPACES[PagingMode.PAE, SpaceKind.WALK].rows([number])
    trace = record(semantics, row.scenario)
    right = right_answer(trace)
    if written is not None:
        changes["written"] = {
            address: row.entries[place] ^ flip for (place, address, flip) in written
        }
    wrong = differences(row, trace, replace(right, **changes))
    lines = plain(failure(number, row, trace, wrong)).splitlines()
    return [line.removeprefix("  wrong      ") for line in lines if line.startswith("  wrong")]


def test_the_state_and_the_right_walk():
    """The question, the registers, each entry with its flags, and the verdict."""
    (row,) = SPACES[PagingMode.PAE, SpaceKind.WALK].rows([SMALL])
    trace = record(Semantics.HARDWARE, row.scenario)
    wrong = differences(row, trace, replace(right_answer(trace), gpa=0x407000))
    assert plain(failure(SMALL, row, trace, wrong)) == (
        "state 8063  hardware: user write at 0x40607238\n"
        "  PAE paging, CR3 0x3000, CR0.PG 1, CR0.WP 1, EFER.NXE 0, CR4.SMEP 0, CR4.SMAP 0\n"
        "  PDPTR 1    00007001  P\n"
        "  PDE 3      00005027  P W U · · A · · · ·\n"
        "  PTE 7      00407027  P W U · · A · · · ·\n"
        "  right is   mapped: gpa 0x407238 by PTE 7 (4 KiB page), gfn 0x407, rights of the path "
        "U | W\n"
        "  wrong      gpa: it said 0x407000, right is 0x407238\n"
    )


def test_outcome_and_code():
    """A code that should not be there, one that is missing, one with other bits."""
    assert told(SMALL, outcome=Outcome.ACCESS_ERROR, gpa=None, error_code=7) == [
        "outcome: it said access_error, right is mapped",
        "error code: it said P | W | U = 0x7, right is none",
        "gpa: it said none, right is 0x407238",
    ]
    assert told(0, error_code=None) == ["error code: it said none, right is 0"]
    assert told(3, error_code=0x13) == [
        (
            "error code: it said P | W | I = 0x13, right is W | U = 0x6 (P is 0: an entry was not "
            "present; U is 1: the access came from user mode; I is 0: no fetch)"
        ),
    ]
    assert told(0, error_code=0x40) == ["error code: it said 0 = 0x40, right is 0"]


def test_before_has_no_code():
    """Its walk has no such field."""
    assert told(0, Semantics.BEFORE, error_code=0) == [
        "error code: it said 0, right is none (walk_addr has no such field before)"
    ]


@pytest.mark.parametrize(
    ("number", "semantics", "written", "line"),
    [
        (
            SMALL,
            Semantics.HARDWARE,
            [],
            (
                "D of PTE 7: it left 0, right is 1. At 0x5038: 00407027 → 00407067. Only now, as "
                "the access is allowed: A in each entry, D if written."
            ),
        ),
        (
            EVERY,
            Semantics.AFTER,
            [(1, PDE, 0x40)],
            "D of PDE 3: it left 1, right is 0. Neither version of walk_addr writes D.",
        ),
        (
            SMALL & ~2,
            Semantics.HARDWARE,
            [(2, PTE, 0x40)],
            (
                "D of PTE 7: it left 1, right is 0. D is set in the leaf of a write that is "
                "allowed, nowhere else."
            ),
        ),
        (
            EVERY & ~(1 << 3) & ~2,
            Semantics.HARDWARE,
            [(2, PTE, 0x20)],
            "A of PTE 7: it left 1, right is 0. The walk does not come here.",
        ),
        (
            SMALL & ~2,
            Semantics.HARDWARE,
            [(1, PDE, 0x20)],
            "A of PDE 3: it left 0, right is 1. Was set: no write.",
        ),
        (
            SMALL & ~2,
            Semantics.HARDWARE,
            [(1, PDE, 0x2)],
            "PDE 3: it left 00005025, right is 00005027",
        ),
    ],
)
def test_entries(number, semantics, written, line):
    """Which bit, what it is, what is right, and by which rule."""
    assert told(number, semantics, written) == [line]


def test_a_write_elsewhere():
    """Where no entry of the path stands."""
    assert told(0, written=None)[1:] == []
    (row,) = SPACES[PagingMode.PAE, SpaceKind.WALK].rows([0])
    trace = record(Semantics.AFTER, row.scenario)
    wrong = differences(row, trace, replace(right_answer(trace), written={0x3008: 0x21}))
    assert "it wrote 0x21 at 0x3008, where no entry of the path stands in memory\n" in plain(
        failure(0, row, trace, wrong)
    )


@pytest.mark.parametrize(
    ("changes", "kind"),
    [
        ({"outcome": Outcome.ACCESS_ERROR, "gpa": None}, "access_error for mapped"),
        ({"gpa": None, "error_code": 1}, "error code, gpa"),
        ({"written": {PDE: 0x5027, PTE: 0x407025}}, "D of PTE, PTE"),
        ({"written": {PDE: 0x5007, PTE: 0x407047, 8: 1}}, "A of PDE, A of PTE, a write where no"),
    ],
)
def test_kinds_of_mistakes(changes, kind):
    """A wrong outcome, whatever follows from it; else the parts, the bits of entries one by one."""
    (row,) = SPACES[PagingMode.PAE, SpaceKind.WALK].rows([SMALL])
    trace = record(Semantics.HARDWARE, row.scenario)
    wrong = differences(row, trace, replace(right_answer(trace), **changes))
    assert mistake(trace, wrong).startswith(kind)
