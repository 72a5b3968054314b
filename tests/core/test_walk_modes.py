"""What each mode and each semantics is known for, one walk a test."""

from dataclasses import replace

import pytest

from mmuviz.core.access import Access
from mmuviz.core.bits import Pferr, Pte
from mmuviz.core.events import Anchor, Check, EntryRead, EntryWritten, Jumped, Source
from mmuviz.core.load import load_cr3
from mmuviz.core.memory import GuestMemory, RamRanges
from mmuviz.core.paging import PagingMode
from mmuviz.core.result import Outcome
from mmuviz.core.scenario import Scenario
from mmuviz.core.trace import Semantics, record, translate
from tests.core.paths import OFFSET, PAGE, PS, A, P, U, W, address_of, gva_of, path

X32, PAE, LONG = PagingMode
BEFORE, AFTER, HARDWARE = Semantics
ALL = P | W | U | A
SIDES = pytest.mark.parametrize("semantics", Semantics)


def result(semantics, scenario):
    return record(semantics, scenario).result


@SIDES
@pytest.mark.parametrize("mode", PagingMode)
def test_a_plain_hit(semantics, mode):
    """Every semantics finds the page, and its offset."""
    flags = [ALL if level.has_rights else P for level in mode.levels]
    found = result(semantics, path(mode, flags, user=True))
    assert (found.outcome, found.gpa, found.gfn) == (Outcome.MAPPED, PAGE | OFFSET, PAGE >> 12)
    assert found.ptep == address_of(mode, 1)
    assert found.inherited_ar == W | U
    assert found.error_code is None


@SIDES
def test_a_pdptr_is_a_register_of_which_p_alone_counts(semantics):
    """No address, no check of W or U, no A; absent: the walk ends there."""
    trace = record(semantics, path(PAE, [P, ALL, ALL], user=True, write=True))
    first = trace.events[0]
    assert (first.source, first.address) == (Source.REGISTER, None)
    assert trace.result.outcome is Outcome.MAPPED
    absent = record(semantics, path(PAE, [0x3006, ALL, ALL], user=True, write=True))
    assert absent.result.outcome is Outcome.NOT_PRESENT
    assert (absent.result.level.number, absent.result.ptep) == (3, None)
    assert absent.result.error_code == (None if semantics is BEFORE else Pferr.W | Pferr.U)


@SIDES
def test_an_edited_pdpte_counts_once_cr3_is_loaded(semantics):
    """Memory and register are two things."""
    scenario = path(PAE, [P, ALL, ALL])
    number = gva_of(PAE) >> 30
    emptied = scenario.with_entry(0x2000 + 8 * number, 0)
    assert result(semantics, emptied).outcome is Outcome.MAPPED
    assert result(semantics, load_cr3(emptied, 0x2000)).outcome is Outcome.NOT_PRESENT


@SIDES
def test_a_table_outside_ram_reads_as_zeros(semantics):
    """And nothing is written there."""
    trace = record(semantics, path(X32, [ALL & ~A | 0x900000, ALL]))
    last = [event for event in trace.events if isinstance(event, EntryRead)][-1]
    assert (last.source, last.value) == (Source.OUTSIDE, 0)
    assert trace.result.outcome is Outcome.NOT_PRESENT


class Trimmed:
    """A dump that keeps the words of one page table only."""

    def __init__(self, words):
        self._words = words

    def word(self, gpa):
        return self._words.get(gpa)

    def extents(self):
        return ()


@SIDES
@pytest.mark.parametrize("mode", PagingMode)
def test_an_entry_that_is_not_kept_ends_the_walk_in_doubt(semantics, mode):
    """No fault, no page: nobody can say."""
    flags = [ALL if level.has_rights else P for level in mode.levels]
    whole = path(mode, flags)
    words = {gpa: word for gpa, word in whole.memory.words.items() if gpa >> 12 != 4}
    found = result(semantics, replace(whole, memory=GuestMemory(Trimmed(words))))
    assert (found.outcome, found.level.number, found.ptep) == (
        *(Outcome.NOT_KEPT, 1, address_of(mode, 1)),
    )
    assert found.entry is found.gpa is found.error_code is None
    answer = translate(semantics, replace(whole, memory=GuestMemory(Trimmed(words))))
    if semantics is not HARDWARE:
        assert (answer.status, answer.gpa) == (
            "unmapped" if semantics is BEFORE else "undefined",
            None,
        )


@SIDES
def test_a_walk_through_a_self_map_sees_the_a_it_has_just_set(semantics):
    """The directory is its own page table: one entry, read twice, written once."""
    gva = 5 << 22 | 5 << 12
    scenario = Scenario(path(X32, [0, 0]).cpu, access=Access(gva))
    scenario = scenario.with_entry(0x3014, 0x3000 | P | W)
    trace = record(semantics, scenario)
    reads = [event for event in trace.events if isinstance(event, EntryRead)]
    writes = [event for event in trace.events if isinstance(event, EntryWritten)]
    assert [read.address for read in reads] == [0x3014, 0x3014]
    assert [write.new for write in writes] == [0x3023]
    seen_at_once = semantics is not HARDWARE  # hardware writes when it has read all
    assert reads[1].value == (0x3023 if seen_at_once else 0x3003)
    assert trace.result.entry == 0x3023


def test_a_large_page_with_pse36():
    """walk_addr's gfn leaves the high bits out; gva_to_gpa and hardware add them."""
    pde = ALL | PS | 0xC00000 | 0x3 << 13
    scenario = path(X32, [pde, 0], pse=True)
    low = 0xC00000 | gva_of(X32) & 0x3FFFFF
    for semantics in (BEFORE, AFTER):
        found = result(semantics, scenario)
        assert (found.gfn, found.gpa) == (low >> 12, 3 << 32 | low)
        assert translate(semantics, scenario).gpa == 3 << 32 | low
    assert result(HARDWARE, scenario).gpa == 3 << 32 | low
    narrow = replace(scenario, cpu=replace(scenario.cpu, maxphyaddr=33))
    assert result(HARDWARE, narrow).error_code == Pferr.P | Pferr.RSVD


@SIDES
def test_ps_without_pse_is_no_large_page(semantics):
    """32-bit mode needs CR4.PSE; PAE and long mode do not."""
    assert result(semantics, path(X32, [ALL | PS, ALL])).gpa == PAGE | OFFSET
    large = path(PAE, [P, ALL | PS | 0x400000, 0])
    assert result(semantics, large).gpa == 0x400000 | gva_of(PAE) & 0x1FFFFF


def test_one_gib_pages_are_hardwares_alone():
    """PS at level 3 is ignored by before and after."""
    scenario = path(LONG, [ALL, ALL | PS | 0x40000000, 0, 0])
    assert result(HARDWARE, scenario).gpa == 0x40000000 | gva_of(LONG) & 0x3FFFFFFF
    assert result(HARDWARE, scenario).level.number == 3
    for semantics in (BEFORE, AFTER):
        trace = record(semantics, scenario)
        assert trace.result.level.number < 3
        assert trace.result.outcome is Outcome.NOT_PRESENT


def test_a_non_canonical_address_is_no_page_fault():
    """Hardware: #GP without a walk. KVM's walker never looked."""
    scenario = path(LONG, [ALL] * 4)
    scenario = replace(scenario, access=Access(gva_of(LONG) | 1 << 63))
    trace = record(HARDWARE, scenario)
    assert trace.events == (Jumped(Anchor.NON_CANONICAL, None, None),)
    assert (trace.result.outcome, trace.result.error_code) == (Outcome.NON_CANONICAL, 0)
    for semantics in (BEFORE, AFTER):
        assert result(semantics, scenario).outcome is Outcome.MAPPED


@SIDES
def test_with_paging_off_the_address_is_the_guest_physical_one(semantics):
    """No walk."""
    scenario = path(PAE, [0, 0, 0], pg=False)
    trace = record(semantics, scenario)
    assert [event.anchor for event in trace.events] == [Anchor.PAGING_OFF]
    assert trace.result.gpa == gva_of(PAE)


@pytest.mark.parametrize(
    ("pde", "mapped"),
    [(0, True), (P | W, True), (ALL, True)],
)
def test_gva_to_gpa_after_makes_an_address_of_the_pdptr(pde, mapped):
    """The defect: PAE answers with a wrong address, the other modes with anything."""
    pae = translate(AFTER, path(PAE, [P, pde, 0]))
    frame = 0x3000  # what the PDPTR points at
    expected = frame | OFFSET if pde else gva_of(PAE) & 0x1FFFFF  # 0x3000 rounds down to 0
    assert (pae.status, pae.gpa, pae.wrong) == ("mapped", expected, mapped)
    x32 = translate(AFTER, path(X32, [pde, 0]))
    assert (x32.status, x32.gpa, x32.wrong) == ("undefined", None, False)
    for mode, flags in ((PAE, [P, pde, 0]), (X32, [pde, 0])):
        assert translate(BEFORE, path(mode, flags)).status == "unmapped"
    assert translate(AFTER, path(PAE, [0x3000, pde, 0])).status == "unmapped"


def test_gva_to_gpa_asks_with_a_kernel_read():
    """Whatever the access was: a user write may be refused where the address is found."""
    scenario = path(X32, [ALL, P | A], user=True, write=True)
    assert result(AFTER, scenario).outcome is Outcome.ACCESS_ERROR
    assert translate(AFTER, scenario).gpa == PAGE | OFFSET


FETCH_CODES = [
    ({}, None, Outcome.MAPPED),
    ({"nxe": True}, Pferr.P | Pferr.U | Pferr.I, Outcome.ACCESS_ERROR),
    ({"smep": True}, None, Outcome.MAPPED),
]


@pytest.mark.parametrize(("registers", "code", "outcome"), FETCH_CODES)
def test_a_fetch_from_an_nx_page(registers, code, outcome):
    """NX counts with EFER.NXE; without, bit 63 is reserved."""
    nx = Pte.NX if registers.get("nxe") else 0
    found = result(
        HARDWARE, path(LONG, [ALL, ALL | nx, ALL, ALL], fetch=True, user=True, **registers)
    )
    assert (found.outcome, found.error_code) == (outcome, code)


def test_bit_63_without_nxe_is_reserved_in_a_present_entry_alone():
    """RSVD with P; after ignores it, and before too."""
    scenario = path(PAE, [P, ALL | Pte.NX, ALL])
    assert result(HARDWARE, scenario).error_code == Pferr.P | Pferr.RSVD
    assert result(AFTER, scenario).outcome is Outcome.MAPPED
    assert result(HARDWARE, path(PAE, [P, Pte.NX, ALL])).error_code == 0


@pytest.mark.parametrize(
    ("access", "registers", "refused"),
    [
        ({"fetch": True}, {"smep": True}, True),
        ({"fetch": True}, {"smap": True}, False),
        ({}, {"smep": True}, False),
        ({}, {"smap": True}, True),
        ({}, {"smap": True, "ac": True}, False),
        ({"user": True}, {"smap": True, "smep": True}, False),
    ],
)
def test_smep_and_smap(access, registers, refused):
    """Supervisor fetches from, and data accesses to, user pages."""
    found = result(HARDWARE, path(PAE, [P, ALL, ALL], **access, **registers))
    assert (found.outcome is Outcome.ACCESS_ERROR) is refused
    kernel = result(
        HARDWARE, path(PAE, [P, ALL & ~U, ALL], **{**access, "user": False}, **registers)
    )
    assert kernel.outcome is Outcome.MAPPED


def test_d_is_set_by_hardware_in_the_leaf_of_a_write_alone():
    """KVM's walker leaves D to the shadow side."""
    scenario = path(X32, [ALL, ALL], write=True)
    assert result(HARDWARE, scenario).entry & Pte.D
    assert not result(AFTER, scenario).entry & Pte.D
    assert not result(HARDWARE, path(X32, [ALL, ALL])).entry & Pte.D


def test_the_order_of_afters_checks():
    """a, b, c, then d: a refused entry is never marked accessed."""
    trace = record(AFTER, path(X32, [P, ALL], write=True, user=True))
    assert [event.anchor for event in trace.events if isinstance(event, Check)] == [
        *(Anchor.PRESENT, Anchor.WRITE),
    ]
    assert not any(isinstance(event, EntryWritten) for event in trace.events)
    assert trace.result.error_code == Pferr.P | Pferr.W | Pferr.U


def test_ram_may_lie_in_several_ranges():
    """A table in the upper one is as good as in the lower."""
    scenario = path(PAE, [P | 0x1_0000_0000, 0, 0])
    scenario = replace(scenario, ram=RamRanges((range(0x8000), range(1 << 32, 2 << 32))))
    entry = address_of(PAE, 2) - 0x3000 + (1 << 32)
    scenario = scenario.with_entry(entry, ALL | 0x4000).with_entry(address_of(PAE, 1), ALL | PAGE)
    assert result(AFTER, scenario).gpa == PAGE | OFFSET
