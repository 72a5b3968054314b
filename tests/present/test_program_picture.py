"""The table of a guest program: three answers, what is wrong in them, sums, verdict."""

from dataclasses import replace

import pytest

from mmuviz.core.operation import LoadCr3, Touch
from mmuviz.core.paging import PagingMode
from mmuviz.core.trace import Semantics
from mmuviz.present.program_case import Case
from mmuviz.present.program_picture import program_picture
from mmuviz.present.program_verdict import Mark, Wrong, wrong
from mmuviz.present.program_way import ways
from mmuviz.present.run_frame import RunRecord
from tests.core.paths import P, U, W, path
from tests.present.programs import case, recorded
from tests.present.walks import odd_ends

BEFORE, AFTER, _ = Semantics
ALL = P | W | U
SETS_A = "sets A for an access that is refused"


def rows(name):
    return program_picture(recorded(name)).rows


def one(scenario):
    """The only row of a scenario's own access."""
    return program_picture(RunRecord(scenario)).rows[0]


def test_a_row_says_what_is_drawn():
    """The second operation of the program in the drawing."""
    row = rows("shared-pt-ro-first")[1]
    assert (row.number, row.title, row.subject) == (2, "user write", "0x200000")
    assert row.way.text == "PDE 1, W 1, U 1"
    assert row.hardware.mark is Mark.DONE
    assert row.before.text == "#PF injected 0x7, spurious, 2 vmexits"
    assert row.after.text == "exits for ever, given up after 8, ∞ vmexits"
    assert row.differs


def test_the_sums_and_the_verdict():
    """Both are wrong in their own way, where the processor allows everything."""
    picture = program_picture(recorded("shared-pt-ro-first"))
    assert picture.subtitle == "PAE, CR0.WP 1 · 4 operations · the processor allows all four"
    totals = [(total.name, total.before, total.after, total.differs) for total in picture.totals]
    assert totals == [
        ("vmexits", "4", "17", True),
        ("pf_fixed", "2", "17", True),
        ("spurious faults", "2", "0", True),
        ("livelocks", "0", "2", True),
        ("done", "2", "2", False),
        ("audit", "0", "0", False),
    ]
    assert (picture.verdict, picture.reason) == (
        "Neither is right:",
        "The processor allows all four; before has 2 spurious faults, after has 2 livelocks.",
    )


@pytest.mark.parametrize(
    ("name", "verdict", "reason"),
    [
        ("p-bit-regression", "before is right:", "after has 1 wrong code."),
        ("a-bit-leaf", "after is right:", "before sets A for an access that is refused."),
        (
            "pt-write-emulated",
            "after is right:",
            "before sets A for an access that is refused, 2 times.",
        ),
        ("wp0-kernel-write-trick", "Both are right:", "they answer as the processor does."),
        (
            "pdpte-not-present-alias",
            "Neither is right:",
            "before has 1 wrong code and 1 missed fault, after has 1 missed fault.",
        ),
        (
            "nx-fetch-pae",
            "Neither is right:",
            f"before {SETS_A}, after has 1 livelock and {SETS_A}.",
        ),
    ],
)
def test_the_verdict_says_who_is_right(name, verdict, reason):
    """In wrong answers, and in A bits of pages that nobody accessed."""
    picture = program_picture(recorded(name))
    assert (picture.verdict, picture.reason) == (verdict, reason)


def test_who_needs_more_exits_though_both_are_right():
    """Either can: a refused access before, the one that comes after a refused one after."""
    refused = path(PagingMode.PAE, (P, ALL, P | W | 0x20), user=True)
    picture = program_picture(RunRecord(refused))
    assert picture.reason == "they answer as the processor does; of vmexits before needs 1 more."
    assert picture.subtitle.endswith("an edit makes it a program · the processor allows none")
    allowed = replace(refused.access, user=False)
    both = replace(refused, operations=(Touch(refused.access), Touch(allowed)))
    picture = program_picture(RunRecord(both))
    assert picture.reason == "they answer as the processor does."
    assert picture.subtitle.endswith("the processor allows 1 of 2")
    reason = program_picture(RunRecord(path(PagingMode.PAE, (P, ALL, ALL)))).subtitle
    assert reason.endswith("the processor allows it")


@pytest.mark.parametrize(
    ("name", "number", "before", "after"),
    [
        ("shared-pt-ro-first", 2, Wrong.SPURIOUS, Wrong.LIVELOCK),
        ("shared-pt-rw-first", 2, Wrong.MISSED, None),
        ("p-bit-regression", 1, None, Wrong.CODE),
        ("host-hang-root", 2, Wrong.HOST, Wrong.HOST),
        ("pdpte-mmio-not-present-host-bug", 3, None, None),
        ("a-bit-leaf", 1, None, None),
    ],
)
def test_a_wrong_answer_has_its_name(name, number, before, after):
    """None where the answer is right, or nobody is there to give one."""
    found = case(name, number)
    assert (wrong(found, BEFORE), wrong(found, AFTER)) == (before, after)


def test_the_note_says_what_the_processor_says():
    """The code that would be right."""
    assert rows("p-bit-regression")[0].after.note == "processor: 0x4"
    assert rows("shared-pt-rw-first")[1].before.note == "missed: 0x7"
    hang = rows("host-hang-root")[1].before
    assert (hang.words, hang.note) == ("host hangs", "the processor goes on")
    dead = rows("pdpte-mmio-not-present-host-bug")[2]
    assert dead.before.text == "machine is dead"
    assert rows("a-bit-leaf")[0].before.note == "but sets A"


def test_a_load_that_only_a_version_makes():
    """A write that the guest's tables refuse is missed; what it wrote makes the load fail."""
    record = recorded("shared-pt-rw-first")
    run = record.runs[Semantics.HARDWARE]
    load = Case(RunRecord(replace(record.scenario, operations=(LoadCr3(1 << 31),))), 0)
    assert wrong(load, BEFORE) is None
    refused = load.executed(BEFORE)
    load.record.__dict__["runs"] = {
        BEFORE: (refused,),
        AFTER: (refused,),
        Semantics.HARDWARE: (run[0],),
    }
    assert wrong(load, BEFORE) is Wrong.LOAD
    assert program_picture(load.record).rows[0].before.note == "not as the processor"


def test_what_is_no_answer():
    """Paging that is off, and what the file does not keep."""
    off, *_, kept_out = odd_ends(PagingMode.PAE)
    assert one(off).before.words == "paging is off"
    assert one(off).way is None
    lost = one(kept_out)
    assert lost.hardware.words == lost.before.words == "not kept in the file"
    assert lost.before.wrong is None
    assert program_picture(RunRecord(off)).verdict == "Nothing to judge:"
    more = replace(kept_out, operations=(Touch(kept_out.access),) * 2)
    picture = program_picture(RunRecord(more))
    assert picture.rows[1].hardware.text == "–, the processor had to stop before"
    assert picture.totals[-1].before == "–"


def test_the_subjects():
    """A register's value, a bit."""
    subjects = [row.subject for row in rows("pdpte-mmio-not-present-host-bug")]
    assert subjects[1] == "0x15000"
    assert rows("pae-100040")[35].subject == "WP 0"
    assert rows("pt-write-emulated")[1].subject == "0x3fc02000"


def test_the_entry_that_tells_operations_apart():
    """Where a right is missing, else where the paths part, else the last one."""
    way = [row.way and row.way.text for row in rows("pdpte-not-present-alias")]
    assert way[1] == "PDPTR 1, P 0"
    texts = [row.way.text for row in rows("nx-fetch-long")]
    assert texts[0] == "PTE 0, W 1, U 1, X 1"
    assert ways([()]) == (None,)
    alone = ways([case("livelock-user-own-table", 1).path])
    assert alone[0].text == "PTE 0, W 1, U 1"


def test_the_audit_dies_of_an_undefined_translation():
    """Of after's gva_to_gpa in 32-bit mode."""
    picture = program_picture(recorded("x32-pde-half-stale"))
    assert (picture.totals[-1].before, picture.totals[-1].after) == ("2", "dies")
