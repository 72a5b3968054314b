"""What an operation comes to under both versions, and the claim that it bears on."""

from dataclasses import replace

import pytest

from mmuviz.core.operation import LoadCr3, SetWp, Touch
from mmuviz.core.paging import PagingMode
from mmuviz.present.exit_claim import bearing
from mmuviz.present.exit_diagram import diagram
from mmuviz.present.exit_tally import heading, tally
from mmuviz.present.run_frame import RunRecord
from tests.core.paths import A, P, U, W, path
from tests.present.programs import recorded
from tests.present.test_exit_diagram import AFTER, default, directed, without

ALL = P | W | U


def columns(record, operation):
    """The tally by title."""
    return {column.title: column for column in tally(record, operation)}


def test_the_heading_says_what_happens_to_what():
    """The subject, the address, the entry that decides, and the shadow's state."""
    assert heading(default(), 0) == (
        "One refused write, seen by the guest, the processor and KVM",
        "0xb7f61238 · user write · PTE 353: P 1  W 0  U 1 · shadow tables cold",
    )
    title, below = heading(directed("shared-pt-rw-first"), 1)
    assert title.startswith("Operation 2: one refused write, seen")
    assert below == "0x0 · user write · PDE 0: P 1  W 0  U 0 · shadow tables warm"
    title, below = heading(directed("pt-write-emulated"), 1)
    assert title.startswith("Operation 2: one allowed page-table write")
    assert below.startswith("table write 0x3fc02000 = 0x80003 · PTE 2: P 1  W 1  U 0")
    assert "PTE 0: P 0  W 0  U 0" in heading(directed("p-bit-regression"), 0)[1]
    assert "PTE 0: P 1  W 1  U 1" in heading(directed("shared-pt-ro-first"), 3)[1]
    assert "PDPTR 1: P 0" in heading(directed("pdpte-not-present-alias"), 1)[1]


def test_registers_are_no_access():
    """CR0.WP and CR3 have no address, no entry and no leaf."""
    scenario = path(PagingMode.PAE, (P, ALL, ALL))
    program = (SetWp(True), LoadCr3(scenario.cpu.cr3))
    record = RunRecord(replace(scenario, operations=program))
    assert heading(record, 0) == (
        "Operation 1: CR0.WP is written, seen by the guest, the processor and KVM",
        "CR0.WP = 1",
    )
    assert heading(record, 1)[0].startswith("Operation 2: CR3 is loaded")
    assert "shadow leaf left" not in columns(record, 0)
    assert bearing(record, 0).title == "No claim is touched"


def test_the_tally_has_the_same_numbers_for_both():
    """Exits, statistic, answer, leaf and bits; what differs says so."""
    found = columns(default(), 0)
    assert {title: column.values for title, column in found.items()} == {
        "vmexits": ("2", "1"),
        "pf_fixed": ("1", "0"),
        "the guest gets": ("#PF 0x7", "#PF 0x7"),
        "shadow leaf left": ("P U A D", "none"),
        "A, D bits it sets": ("none", "none"),
    }
    assert found["vmexits"].differs
    assert not found["the guest gets"].differs
    emulated = columns(directed("pt-write-emulated"), 1)
    assert emulated["A, D bits it sets"].values[0] == "A PDE 510, PTE 2; D PTE 2"
    regression = columns(directed("p-bit-regression"), 0)["the guest gets"]
    assert (regression.values, regression.wrong) == (("#PF 0x4", "#PF 0x5"), (False, True))
    dead = columns(directed("pdpte-mmio-not-present-host-bug"), 2)
    assert {column.values for column in dead.values()} == {("–", "–")}


def test_the_edges_have_a_tally_too():
    """Paging off, no canonical address, a device, a file that keeps too little."""
    scenario = path(PagingMode.PAE, (P, ALL, P | U | 0x7FFFF000), user=True)
    assert columns(RunRecord(scenario), 0)["shadow leaf left"].values == ("MMIO", "MMIO")
    off = RunRecord(replace(scenario, cpu=replace(scenario.cpu, pg=False)))
    answer = columns(off, 0)["the guest gets"]
    assert (answer.values, answer.wrong) == (("paging off",) * 2, (False, False))
    assert columns(off, 0)["shadow leaf left"].values == ("none", "none")
    assert heading(off, 0)[1].startswith("0x40602238 · user read · shadow")
    gone = without(scenario, 0x3000 + 3 * 8)
    touch = Touch(scenario.access)
    record = RunRecord(replace(gone, operations=(touch, touch)))
    assert heading(record, 1)[0].startswith("Operation 2: one read, seen")
    assert heading(record, 0)[1].startswith("0x40602238 · user read · shadow")


@pytest.mark.parametrize(
    ("name", "operation", "title", "good"),
    [
        ("extra-vmexit", 0, "Claim 3, one vmexit too many: borne out", True),
        ("a-bit-leaf", 1, "No claim is touched", None),
        ("long-100012", 21, "Brought in: a livelock", False),
        ("long-100025", 32, "Brought in: a wrong answer of after", False),
        ("long-100041", 35, "Mended: a wrong answer of before", True),
        ("pae-100021", 8, "Both are wrong, each in its way", None),
        ("long-100001", 31, "The guest gets the same; after exits more", None),
        ("x32-100017", 22, "The guest gets the same; before exits more", None),
        ("p-bit-regression", 0, "Claim 4, the code is now right: not borne out", False),
        ("pdpte-not-present-alias", 0, "No claim is touched", None),
        ("pdpte-not-present-alias", 1, "Both are wrong, alike", None),
        ("pdpte-not-present-alias", 2, "Claim 4, the code is now right: so it is here", True),
        ("shared-pt-ro-first", 1, "Brought in: a livelock on a shared table", False),
        ("shared-pt-rw-first", 1, "Mended: a wrong answer of before", True),
        ("nx-fetch-pae", 0, "Brought in: the NX livelock", False),
        ("pt-write-emulated", 7, "Another way to the same end", None),
        ("pdpte-mmio-not-present-host-bug", 2, "Nothing runs", None),
    ],
)
def test_it_bears_on_a_claim(name, operation, title, good):
    """The weightiest difference comes first."""
    found = bearing(recorded(name), operation)
    assert (found.title, found.good) == (title, good)


def test_both_codes_can_be_wrong():
    """Neither version knows a reserved bit, which the processor reports before the absent entry."""
    scenario = path(PagingMode.PAE, (P, P | 1 << 50, 0), user=True)
    found = bearing(RunRecord(scenario), 0)
    assert found.title == "The codes differ"
    assert found.text.startswith("Before says 0x4, after 0x5; the right one is 0xd.")


def test_one_machine_can_die_alone():
    """Before shadows the table of a refused access, and meets the stale reverse map; after not."""
    scenario = directed("host-bug-rmap").scenario
    write, read, table, last = scenario.operations
    refused = Touch(replace(last.access, user=True))
    program = (write, read, replace(table, value=table.value & ~U), refused, read)
    record = RunRecord(replace(scenario, operations=program))
    assert columns(record, 3)["the guest gets"].values == ("BUG_ON", "#PF 0x5")
    assert bearing(record, 4).title == "One machine is dead"


def test_lesser_differences_follow():
    """An A bit that before sets for what it refuses."""
    text = bearing(directed("a-bit-leaf"), 0).text
    assert text.endswith("Also: claim 1, no A for what is refused: borne out.")
    device = path(PagingMode.PAE, (P, ALL | A, P | 0x7FFFF000), user=True)
    found = bearing(RunRecord(device), 0)
    assert found.title == "Claim 1, no A for what is refused: borne out"
    assert found.text.startswith("Before sets A in PTE 2")
    notes = diagram(RunRecord(device), 0, AFTER).notes
    assert notes[-1].startswith("Before set A in PTE 2 for an access it then refuses")


def test_a_leaf_left_behind_was_useful():
    """The second access: after exits, before does not."""
    scenario = path(PagingMode.PAE, (P, ALL, P | W | A), user=True)
    program = (Touch(scenario.access), Touch(replace(scenario.access, user=False)))
    found = bearing(RunRecord(replace(scenario, operations=program)), 1)
    assert found.title == "The other side of claim 3: after exits more"
