"""The picture of the path: rows round the entry, folds, marks, links, notes, page and A bits."""

from dataclasses import replace

import pytest

from mmuviz.core.access import Access
from mmuviz.core.bits import Pte
from mmuviz.core.cpu import CpuState
from mmuviz.core.memory import GuestMemory
from mmuviz.core.paging import PagingMode
from mmuviz.core.scenario import Scenario
from mmuviz.core.trace import Semantics, record
from mmuviz.present.bit_marks import BitMark
from mmuviz.present.path_picture import PathView, path_picture
from mmuviz.present.split_address import split_address
from mmuviz.resources import asset
from mmuviz.sources.open_file import open_file
from tests.present.walks import Nothing, guest

P, W, U, A, PS, NX = Pte.P, Pte.W, Pte.U, Pte.A, Pte.PS, Pte.NX
ALL = P | W | U | A


def picture(scenario, semantics=Semantics.AFTER, step=None, view=None):
    trace = record(semantics, scenario)
    step = len(trace.events) if step is None else step
    return path_picture(trace, step, view or PathView())


def marks(table):
    return dict(next(row for row in table.rows if row.on_path).marks)


@pytest.fixture(scope="module")
def linux():
    """The default scenario: a real guest's tables."""
    return open_file(asset("default.toml")).scenario


def test_the_drawn_target_holds(linux):
    """At step 13 the path stands as look/walk-light shows it."""
    shown = picture(linux, step=13)
    pdptrs, directory, table = shown.tables

    assert [row.slot.index for row in table.rows] == [350, 351, 352, 353, 354, 355, 356]
    assert table.rows[1].note == "P 0 · rest ignored"
    assert [(row.slot.index, row.fold_end) for row in directory.rows][2:5] == [
        (416, 446),
        (447, None),
        (448, 509),
    ]
    assert marks(table) == {P: BitMark.PASSED, W: BitMark.REFUSED}
    assert (pdptrs.link, directory.link, table.link) == ("walked", "walked", "cut")
    assert (shown.page.title, shown.page.text) == ("Page 0x5e75", "not reached")
    assert [row.note for row in shown.accessed] == [
        "has none",
        "was set: no write",
        "check d not reached",
    ]
    assert "QEMU" in pdptrs.note


def test_nothing_is_shown_before_the_first_step(linux):
    """At step 0 no table is known and no link is drawn."""
    shown = picture(linux, step=0)

    assert all(not table.rows and table.link == "none" for table in shown.tables)
    assert shown.accessed == ()


def test_a_hit_leads_to_its_page():
    """An allowed walk draws every link, and its page."""
    shown = picture(guest(PagingMode.PAE, (P, ALL, ALL)))

    assert [table.link for table in shown.tables] == ["walked"] * 3
    assert shown.page.reached
    assert shown.page.text.startswith("gpa 0x")


def test_the_link_to_the_page_waits_for_the_leaf():
    """Before e or f is known to hold, nothing leads on from the last table."""
    scenario = guest(PagingMode.X32, (ALL, ALL))
    trace = record(Semantics.AFTER, scenario)
    reads = [step for step, event in enumerate(trace.events, 1) if event.anchor.value == "read"]

    assert path_picture(trace, reads[-1]).tables[-1].link == "none"
    assert path_picture(trace, reads[-1]).page.text == "not reached"


def test_written_bits_are_marked_and_the_old_value_is_said():
    """Where A was set the row tells what it was."""
    shown = picture(guest(PagingMode.X32, (P | W | U, P | W | U)))
    table = shown.tables[-1]

    assert marks(table)[A] is BitMark.WRITTEN
    assert table.note_kind == "written"
    assert table.note.startswith("was 0000")
    assert shown.accessed[-1].kind == "written"


def test_a_refusal_after_a_write_keeps_the_upper_bit():
    """A of the directory entry stays though the page table entry is absent."""
    shown = picture(guest(PagingMode.X32, (P, 0)))

    assert "stays" in shown.accessed[0].note
    assert shown.tables[-1].link == "cut"
    assert marks(shown.tables[-1]) == {P: BitMark.REFUSED}


def test_before_says_that_an_absent_entry_gets_no_a():
    """before tests A before P."""
    shown = picture(guest(PagingMode.X32, (P | A, 0)), Semantics.BEFORE)

    assert shown.accessed[-1].note == "absent: no write"


def test_hardware_marks_the_whole_path_when_it_judges():
    """Every entry's W is marked, and the one that takes the right away refuses."""
    scenario = guest(PagingMode.LONG, (ALL, ALL, ALL, P | U | A), Access(write=True, user=True))
    trace = record(Semantics.HARDWARE, scenario)
    judge = next(n for n, event in enumerate(trace.events, 1) if event.anchor.value == "judge")
    shown = path_picture(trace, judge)

    assert shown.judging
    assert [marks(table)[W] for table in shown.tables] == [BitMark.PASSED] * 3 + [BitMark.REFUSED]
    assert shown.tables[-1].link == "cut"
    assert path_picture(trace, len(trace.events)).page.text == "found, not given"


def test_hardware_judges_no_right_of_a_register():
    """A PDPTR has none: only its P is marked."""
    shown = picture(guest(PagingMode.PAE, (P, ALL, P), Access(write=True, user=True)))
    assert marks(shown.tables[0]) == {P: BitMark.PASSED}
    scenario = guest(PagingMode.PAE, (P, ALL, P), Access(write=True, user=True))
    assert marks(picture(scenario, Semantics.HARDWARE).tables[0]) == {P: BitMark.PASSED}


def test_hardware_marks_each_reserved_bit_that_is_set():
    """The bits that check r refused, whether a letter stands for them or not."""
    high = 1 << 45 | 1 << 51
    scenario = guest(PagingMode.PAE, (P, ALL | high, ALL), Access(user=True))
    assert marks(picture(scenario, Semantics.HARDWARE).tables[1]) == {
        P: BitMark.PASSED,
        1 << 45: BitMark.REFUSED,
        1 << 51: BitMark.REFUSED,
    }

    off = replace(scenario, cpu=replace(scenario.cpu, nxe=False))
    off = off.with_entry(0x2000, ALL | NX)
    assert marks(picture(off, Semantics.HARDWARE).tables[1])[NX] is BitMark.REFUSED


def test_hardware_marks_no_execute_and_supervisor_refusals():
    """NX set refuses a fetch; U everywhere refuses a supervisor under SMEP."""
    fetch = guest(PagingMode.PAE, (P, ALL, ALL | NX), Access(fetch=True, user=True))
    shown = picture(fetch, Semantics.HARDWARE)
    assert marks(shown.tables[-1])[NX] is BitMark.REFUSED
    assert marks(shown.tables[-2])[NX] is BitMark.PASSED

    cpu = CpuState(cr3=0x1000, pae=True, nxe=True, smep=True)
    shown = picture(
        guest(PagingMode.PAE, (P, ALL, ALL), Access(fetch=True), cpu), Semantics.HARDWARE
    )
    assert marks(shown.tables[-1])[U] is BitMark.REFUSED


def test_hardware_leaves_upper_accessed_bits_open():
    """On a fault the manual leaves A of upper entries open."""
    shown = picture(guest(PagingMode.PAE, (P, P | W | U, 0)), Semantics.HARDWARE)

    assert marks(shown.tables[1])[A] is BitMark.MAY
    assert [row.kind for row in shown.accessed] == ["plain", "may", "plain"]
    assert shown.accessed[-1].note == "refused: no write"


def test_hardware_writes_a_at_the_end():
    """While hardware collects, A is still to come; an A that was set is not written."""
    scenario = guest(PagingMode.PAE, (P, ALL, ALL))
    assert picture(scenario, Semantics.HARDWARE, 6).accessed[-1].note == ("set if allowed")
    assert picture(scenario, Semantics.HARDWARE).accessed[-1].note == "was set: no write"


def test_an_accessed_bit_whose_check_is_to_come_says_so():
    """Right after the entry is read, check d is still ahead."""
    shown = picture(guest(PagingMode.X32, (ALL, ALL)), step=1)

    assert shown.accessed[0].note == "check d to come"
    assert picture(guest(PagingMode.X32, (0, 0)), step=2).accessed[0].note == "check d not reached"


def test_edited_but_not_loaded_pdptes_are_told():
    """The table in memory is visibly apart from the registers."""
    scenario = guest(PagingMode.PAE, (P, ALL, ALL))
    shown = picture(scenario)
    assert shown.tables[0].note == "≠ memory: PDPTE 0 = 00000000\nread on a CR3 load"

    other = replace(
        scenario, memory=GuestMemory(words=dict(scenario.memory.words) | {0x1008: 0x9001})
    )
    loaded = replace(other.cpu, pdptrs=(0x2001, 0, 0, 0))
    same = replace(
        other, cpu=loaded, memory=GuestMemory(words=dict(other.memory.words) | {0x1000: 0x2001})
    )
    assert picture(same).tables[0].note == "≠ memory: PDPTE 1 = 00009001\nread on a CR3 load"


def test_registers_that_agree_with_memory_need_no_warning():
    """Where nothing differs the note says what registers are."""
    scenario = guest(PagingMode.PAE, (P, ALL, ALL))
    words = dict(scenario.memory.words) | {0x1000: 0x2001}
    shown = picture(replace(scenario, memory=GuestMemory(words=words)))

    assert shown.tables[0].note == "▣ registers: only P counts"


def test_tables_that_are_not_kept_or_outside_ram_say_so():
    """RAM not kept in the file and outside RAM are two different things."""
    kept = guest(PagingMode.X32, (ALL, ALL))
    lost = replace(kept, memory=GuestMemory(Nothing(), {0x1000: 0x2067}))
    shown = picture(lost)
    assert shown.tables[-1].note == "this table is not kept in the file"
    assert {row.note for row in shown.tables[-1].rows} == {"not kept in the file"}
    assert shown.page.title == "Page unknown"
    assert shown.accessed[-1].note == "not kept"

    outside = replace(kept, memory=GuestMemory(words={0x1000: 0xF0000067}))
    shown = picture(outside)
    assert shown.tables[-1].note == "outside RAM, reads as 0"


def test_a_page_outside_ram_or_not_kept_is_told_apart():
    """The page box says what kind of frame it is."""
    device = guest(PagingMode.X32, (ALL, ALL))
    device = replace(device, memory=GuestMemory(words={0x1000: 0x2067, 0x2000: 0xF0000067}))
    assert "outside RAM" in picture(device).page.remark

    lost = GuestMemory(Nothing(), {0x1000: 0x2067, 0x2000: 0x5067})
    assert "not kept" in picture(replace(device, memory=lost)).page.remark


def test_the_reader_may_look_elsewhere():
    """Rows round a chosen entry, as many as fit; at both ends of a table."""
    scenario = guest(PagingMode.X32, (ALL, ALL))
    words = dict(scenario.memory.words) | {0x2000 + 8 * n: 0x5_0000_5067 for n in range(512)}
    full = replace(scenario, memory=GuestMemory(words=words))

    top = picture(full, view=PathView(5, ((1, 0),))).tables[-1].rows
    end = picture(full, view=PathView(5, ((1, 1023),))).tables[-1].rows
    assert len(top) == len(end) == 5
    assert (top[0].slot.index, end[-1].slot.index) == (0, 1023)
    assert not any(row.on_path for row in end)
    assert picture(full, view=PathView(5, ((1, 1023),))).tables[-1].note == ""


def test_the_address_is_split_over_the_tables():
    """Bits, ranges and numbers; a large page has a longer offset."""
    scenario = Scenario(CpuState(pae=True), access=Access(0xB7F61238))
    fields = split_address(scenario)
    assert [(one.where, one.value) for one in fields] == [
        ("bits 31:30", "2"),
        ("bits 29:21", "447"),
        ("bits 20:12", "353"),
        ("bits 11:0", "0x238"),
    ]
    assert "".join(one.bits for one in fields) == f"{0xB7F61238:032b}"

    shown = picture(guest(PagingMode.PAE, (P, ALL | PS, 0)))
    assert [one.level for one in shown.fields] == [3, 2, 0]
    assert shown.fields[-1].where == "bits 20:0"


def test_paging_off_shows_the_address_alone():
    """Without paging there is no table, and the page is the address's own."""
    scenario = guest(PagingMode.X32, (ALL, ALL), cpu=CpuState(cr3=0x1000, pg=False))
    shown = picture(scenario, Semantics.HARDWARE)

    assert all(not table.rows for table in shown.tables)
    assert shown.page.reached


@pytest.mark.parametrize("semantics", Semantics)
def test_every_step_of_every_built_in_scenario_has_a_picture(semantics):
    """No state is without a picture, and the path's row is always in sight."""
    for path in sorted(asset("scenarios").glob("*.toml")):
        trace = record(semantics, open_file(path).scenario)
        for step in range(len(trace.events) + 1):
            for table in path_picture(trace, step).tables:
                assert sum(row.on_path for row in table.rows) == bool(table.rows)
