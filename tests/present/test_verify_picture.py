"""The lab's tables: a replay a row in every state, and what is said of each."""

from dataclasses import replace
from pathlib import Path

import pytest

from mmuviz.core.operation import Touch
from mmuviz.core.paging import PagingMode
from mmuviz.core.trace import Semantics, record
from mmuviz.present.recorded_groups import recorded_groups
from mmuviz.present.verify_opening import mismatch_scenario, mismatch_semantics
from mmuviz.present.verify_picture import (
    CHECK_COLUMNS,
    MISMATCH_COLUMNS,
    Replay,
    State,
    check_row,
    detail,
    totals_text,
)
from mmuviz.present.verify_record import Check, Counted, Difference, Holds, Recorded
from mmuviz.resources import recorded_files
from mmuviz.sources.vector_columns import VectorKind

FILE = Recorded(
    "hardware, PAE, mine", Holds.HARDWARE, PagingMode.PAE, 8192, "columns 24 (8 compared)"
)
ROW = Difference(7, "", {"pdpte_p": 1, "write": 1}, (("fault", 0, 1), ("error_code", 0, 2)))
STARTED = Check(FILE, Counted(2048, 8192))
WRONG = Check(FILE, Counted(8192, 8192, 2, 1), (ROW,), is_complete=True)
RIGHT = Check(FILE, Counted(8192, 8192), is_complete=True)


def replay(check, **more):
    return Replay("mine", "/a/mine", check, **more)


@pytest.mark.parametrize(
    ("given", "state", "words", "heading"),
    [
        (replay(Check()), State.WAITING, "waiting", "mine is not checked yet"),
        (replay(Check(), running=True), State.RUNNING, "0%", "mine: no difference in 0 of 0 rows"),
        (
            replay(STARTED, running=True),
            State.RUNNING,
            "25%",
            "mine: no difference in 2,048 of 8,192 rows",
        ),
        (
            replay(STARTED),
            State.STOPPED,
            "stopped at 25%",
            "mine: no difference in 2,048 of 8,192 rows",
        ),
        (replay(RIGHT), State.AGREES, "agrees", "mine: every value of 8,192 rows agrees"),
        (replay(WRONG), State.DIFFERS, "1 row differs", "mine: 2 values in 1 row differ"),
        (
            replay(Check(problem="no such file")),
            State.UNREADABLE,
            "cannot be read",
            "mine cannot be read; the other files are not concerned",
        ),
        (
            replay(STARTED, problem="The check crashed."),
            State.FAILED,
            "failed",
            "mine was not checked to its end",
        ),
    ],
)
def test_every_state_is_said(given, state, words, heading):
    """In the table by a word, below it by a sentence."""
    row = check_row(given)
    assert (row.state, row.cells[CHECK_COLUMNS.index("state")]) == (state, words)
    assert detail(given).heading == heading
    assert row.tip.startswith("/a/mine\n")


def test_a_row_says_what_the_file_holds():
    """Rows, compared columns, values that differ; of a sample how many of them."""
    assert check_row(replay(WRONG)).cells[:5] == (
        *("mine", "hardware, PAE, mine", "8,192", "8 of 24", "2"),
    )
    sampled = replace(RIGHT, counted=Counted(410, 410))
    sampled = replace(sampled, recorded=replace(FILE, contents="programs 18"))
    assert check_row(replay(sampled)).cells[2:4] == ("410 of 8,192", "18 programs")
    assert detail(replay(sampled)).heading == "mine: every value of 410 of its 8,192 rows agrees"
    assert check_row(replay(Check())).cells[1:5] == ("", "", "", "")


def test_what_is_wrong_is_told_below():
    """The reason of a file, or of a process; what to do before the start."""
    assert detail(replay(Check(problem="a\n  b"))).text == "a\n  b"
    assert detail(replay(STARTED, problem="The check crashed.")).text == "The check crashed."
    assert detail(replay(Check())).text == "Start checks every file of the list."


def test_rows_that_differ_are_listed():
    """Number, what was asked, the columns, and both values of each; some of many."""
    shown = detail(replay(WRONG))
    assert dict(zip(MISMATCH_COLUMNS, shown.rows[0].cells, strict=True)) == {
        "row": "7",
        "what was asked": "supervisor write, PDPTE P, PDE 0, PTE 0",
        "column": "fault, error_code",
        "recorded": "0, 0",
        "this program": "1, 2",
    }
    assert shown.rows[0].tip.startswith("row 7: supervisor write")
    many = replace(WRONG, counted=Counted(8192, 8192, 1, 1))
    assert detail(replay(many)).heading == "mine: 1 value in 1 row differs"
    many = replace(WRONG, counted=Counted(8192, 8192, 3000, 3000))
    assert detail(replay(many)).heading.endswith("in 3000 rows differ; the first 1 rows are listed")
    place = Difference(None, "case 4", {}, (("verdict", "pass", None),), 4)
    unknown = Check(None, Counted(1, 1, 1, 1), (place,))
    assert detail(replay(unknown)).rows[0].cells == ("", "case 4", "verdict", "pass", "nothing")


@pytest.mark.parametrize(
    ("checks", "running", "seconds", "text"),
    [
        ((), False, 0, ""),
        ((Check(), Check()), False, 0, "2 files to check"),
        ((RIGHT, STARTED), True, 0, "checking: 1 of 2 files done"),
        ((RIGHT,), False, 0.2, "1 file: 8,192 rows, 0 mismatches, in 1 s"),
        (
            (RIGHT, replace(WRONG, counted=Counted(1, 1, 1, 1)), Check(problem="x")),
            False,
            12.3,
            "3 files: 8,193 rows, 1 mismatch, 1 not read, in 12 s",
        ),
        (
            (WRONG, STARTED, Check()),
            False,
            3,
            "3 files: 10,240 rows, 2 mismatches, 1 stopped, 1 waiting",
        ),
    ],
)
def test_totals(checks, running, seconds, text):
    """What came of all; a time where all was done."""
    replays = [replay(check) for check in checks]
    assert totals_text(replays, running=running, seconds=seconds) == text


def test_a_space_is_no_file():
    """It is run, not checked."""
    replays = [replace(replay(Check()), where="")]
    assert totals_text(replays, running=False, seconds=0) == "1 check to run"


# Opening.


def test_what_is_written_of_a_file_is_known():
    """Every kind of vector file has its word."""
    kinds = {kind.name.lower() for kind in VectorKind} | {"programs", "suite", "space"}
    assert kinds == {holds.value for holds in Holds}


def test_a_row_opens_as_a_scenario():
    """It is asked what the row asked."""
    scenario = mismatch_scenario("mine", FILE, ROW)
    assert scenario.title == "mine, row 7"
    assert scenario.notes.startswith("row 7: supervisor write, PDPTE P")
    assert scenario.access.write
    assert not scenario.operations
    assert record(Semantics.HARDWARE, scenario).result.error_code == 2


def test_a_pair_opens_as_a_program():
    """Both accesses, in order."""
    pair = replace(ROW, inputs={**ROW.inputs, "write2": 0, "user2": 1})
    first, second = mismatch_scenario("mine", FILE, pair).operations
    assert isinstance(first, Touch)
    assert isinstance(second, Touch)
    assert (first.access.write, second.access.write, second.access.user) == (True, False, True)


def test_a_case_of_the_suite_opens():
    """As a guest of its own."""
    suite = Recorded("the suite", Holds.SUITE, PagingMode.LONG, 1150, "cases 256")
    place = Difference(None, "case 97, after_fresh", {}, (("verdict", "pass", "x"),), 97)
    scenario = mismatch_scenario("suite", suite, place)
    assert scenario.title == "suite, case 97, after_fresh"
    assert scenario.access.write


@pytest.mark.parametrize(
    ("holds", "semantics", "column", "expected"),
    [
        (Holds.HARDWARE, None, "fault", Semantics.HARDWARE),
        (Holds.PROGRAMS, Semantics.BEFORE, "vmexits", Semantics.BEFORE),
        (Holds.WALK, None, "before_ret", Semantics.BEFORE),
        (Holds.ACCESS, None, "after_vmexits", Semantics.AFTER),
        (None, None, "", Semantics.AFTER),
    ],
)
def test_who_is_meant(holds, semantics, column, expected):
    """The processor, who ran it, or whose column differs."""
    differing = ((column, 0, 1),) if column else ()
    found = Difference(1, "", {}, differing, semantics=semantics)
    assert mismatch_semantics(holds, found) is expected


# Files that are here.


def test_the_recorded_files_are_in_groups():
    """Each file in one, none left out."""
    files = recorded_files()
    groups = recorded_groups(files)
    assert sorted(path for _, some in groups for path in some) == sorted(files)
    assert dict(groups)["hardware as QEMU answers"]
    assert recorded_groups([Path("a/walk-pae.npz"), Path("b/else")]) == (
        ("walks, before and after", (Path("a/walk-pae.npz"),)),
    )
