"""The shadow MMU of both versions: the stories that it is there to tell, and what always holds."""

from dataclasses import FrozenInstanceError, fields, replace
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mmuviz.core.access import Access
from mmuviz.core.events import Anchor
from mmuviz.core.memory import GuestMemory, RamRanges
from mmuviz.core.operation import LoadCr3, SetWp, TableWrite, Touch
from mmuviz.core.paging import PagingMode
from mmuviz.core.shadow.audit import DIED, audit
from mmuviz.core.shadow.events import (
    Answer,
    Answered,
    GuestStored,
    Looked,
    PageFreed,
    PageTaken,
    ShadowEvent,
    SlotSet,
    VmExit,
)
from mmuviz.core.shadow.fix import fix_write_pf
from mmuviz.core.shadow.guest import Ending, Guest, GuestResult
from mmuviz.core.shadow.lookup import leaf_of, slots_of
from mmuviz.core.shadow.pages import Spte
from mmuviz.core.shadow.program import execute, run_program
from mmuviz.core.trace import Semantics
from tests.core.paths import OFFSET, PAGE, PS, TABLES, D, P, U, W, address_of, gva_of, path
from tests.strategies import accesses, scenarios

BEFORE, AFTER = Semantics.BEFORE, Semantics.AFTER
BOTH = (BEFORE, AFTER)
X32, PAE, LONG = PagingMode
ALL = P | W | U
NX = 1 << 63
MMIO = 0xE0000000


def pae(pde=ALL, pte=ALL, **more):
    """A PAE guest whose path has these flags."""
    return path(PAE, (P, pde, pte), **more)


def run(semantics, scenario, *operations):
    """Run the scenario's own access and `operations` after it."""
    return run_program(semantics, scenario, (Touch(scenario.access), *operations))


def kinds(executed, kind):
    """Return the events of one kind."""
    return [event for event in executed.events if isinstance(event, kind)]


@pytest.mark.parametrize("semantics", BOTH)
@pytest.mark.parametrize("mode", PagingMode)
def test_a_first_access_exits_once_and_the_second_not_at_all(semantics, mode):
    """The shadow is cold, then it is warm."""
    flags = (P, ALL, ALL) if mode is PAE else (ALL,) * len(mode.levels)
    scenario = path(mode, flags, user=True)
    first, second = run(semantics, scenario, Touch(scenario.access))

    assert first.result == GuestResult(Ending.DONE, None, 1, 1, 4, 0)
    assert second.result == GuestResult(Ending.DONE)
    assert [type(event) for event in second.events] == [Looked]
    assert kinds(first, Answered) == [Answered(Anchor.PF_FIXED, Answer.RESUME)]


def test_before_fixes_in_vain_what_after_refuses_at_once():
    """Claim 3: a user's read of a kernel's page exits twice before the change."""
    scenario = pae(pte=P | W, user=True)
    (before,), (after,) = run(BEFORE, scenario), run(AFTER, scenario)

    assert before.result == GuestResult(Ending.INJECTED, 5, 2, 1, 4, 0)
    assert after.result == GuestResult(Ending.INJECTED, 5, 1, 0, 4, 0)
    assert [event.error_code for event in kinds(before, VmExit)] == [4, 5]
    assert kinds(before, Answered)[-1].anchor is Anchor.NOT_FIXED
    assert kinds(after, Answered) == [Answered(Anchor.REFUSED, Answer.INJECT, 5)]


def test_after_reports_p_where_a_lower_entry_is_absent():
    """Claim 4 is not borne out: before passes the processor's own code on."""
    scenario = pae(pde=P | W, pte=0, user=True)
    (before,), (after,) = run(BEFORE, scenario), run(AFTER, scenario)

    assert (before.result.error_code, after.result.error_code) == (4, 5)
    assert kinds(before, Answered)[-1].anchor is Anchor.NONE_BUILT


@pytest.mark.parametrize(
    ("semantics", "code", "ending", "exits"),
    [(BEFORE, 0x15, Ending.INJECTED, 2), (AFTER, None, Ending.LIVELOCK, 8)],
)
def test_a_fetch_from_a_no_execute_page_livelocks_after(semantics, code, ending, exits):
    """The new walk knows no fetch, so nobody injects what the processor refuses."""
    scenario = pae(pte=ALL | NX, user=True, fetch=True, nxe=True)
    (executed,) = run(semantics, scenario)

    assert executed.result.ending is ending
    assert (executed.result.error_code, executed.result.vmexits) == (code, exits)
    off = replace(scenario, cpu=replace(scenario.cpu, nxe=False))
    assert run(semantics, off)[0].result.ending is Ending.DONE


@pytest.mark.parametrize("semantics", BOTH)
def test_the_wp_0_trick_and_its_flip(semantics):
    """A kernel's write makes the page kernel-writable; a user's read flips it back, unmapped."""
    scenario = pae(pte=P | U | D, write=True)
    write, read = scenario.access, replace(scenario.access, write=False, user=True)
    guest = Guest(semantics, scenario)

    execute(guest, Touch(write))
    assert leaf_of(guest.vcpu, write.gva) & (W | U) == W
    assert audit(guest) == 0
    assert execute(guest, Touch(read)).result.vmexits == 1
    assert leaf_of(guest.vcpu, write.gva) & (W | U) == U
    assert audit(guest) == 1, "the reverse map was not told"


@pytest.mark.parametrize("semantics", BOTH)
def test_a_reverse_map_that_is_wrong_kills_the_host(semantics):
    """The frame of the flipped page becomes a table: its entry is neither writable nor mapped."""
    scenario = pae(pte=P | U | D, write=True).with_entry(TABLES[2], PAGE | ALL)
    scenario = scenario.with_entry(PAGE, 0x55000 | ALL)
    read = replace(scenario.access, write=False, user=True)
    table = Touch(Access(1 << 30))
    *_, last = run(semantics, scenario, Touch(read), table, table)

    assert last.result.ending is Ending.HOST_BUG
    assert len(run(semantics, scenario, Touch(read), table, table)) == 3, "the machine is dead"


@pytest.mark.parametrize("semantics", BOTH)
def test_mmio_is_emulated(semantics):
    """Outside RAM the shadow keeps the address and a mark, and is never present."""
    scenario = pae(pte=MMIO | ALL | D, user=True, write=True)
    guest = Guest(semantics, scenario)
    result = execute(guest, Touch(scenario.access)).result

    assert (result.ending, result.pf_fixed) == (Ending.EMULATE, 0)
    leaf = leaf_of(guest.vcpu, scenario.access.gva)
    assert leaf & (Spte.MMIO | P) == Spte.MMIO
    assert leaf & ~0xFFF == MMIO


def test_before_looks_at_the_shadow_for_what_mmio_allows():
    """A user's read of a kernel's device: refused with P, by the entry, not by the walk."""
    scenario = pae(pte=MMIO | P | W, user=True)
    (before,), (after,) = run(BEFORE, scenario), run(AFTER, scenario)

    assert before.result.error_code == after.result.error_code == 5
    assert kinds(before, Answered)[-1] == Answered(Anchor.MMIO, Answer.INJECT, 5)


@pytest.mark.parametrize("semantics", BOTH)
def test_a_kernel_write_to_a_shadowed_table_is_emulated(semantics):
    """It is write-protected, gets D, goes through the emulator, and drops the shadow entry."""
    scenario = pae(pte=TABLES[1] | ALL)
    gva, entry = gva_of(PAE), address_of(PAE, 1)
    operation = TableWrite(gva - OFFSET + (entry & 0xFFF), PAGE | ALL)
    guest = Guest(semantics, scenario)
    written = execute(guest, operation)

    assert written.result.ending is Ending.EMULATE
    stores = kinds(written, GuestStored)
    assert [event.anchor for event in stores] == [Anchor.DIRTY, Anchor.STORE]
    assert guest.vcpu.read(entry) == PAGE | ALL
    assert leaf_of(guest.vcpu, gva) == 0
    assert execute(guest, Touch(Access(gva, user=True))).result.ending is Ending.DONE


@pytest.mark.parametrize("semantics", BOTH)
def test_an_allowed_table_write_is_stored(semantics):
    """In a frame that nobody shadows."""
    scenario = pae(pte=ALL | D)
    guest = Guest(semantics, scenario)
    written = execute(guest, TableWrite(gva_of(PAE), 0x1234))

    assert written.result.ending is Ending.DONE
    assert guest.vcpu.read(PAGE + OFFSET) == 0x1234
    assert kinds(written, GuestStored)[-1].anchor is Anchor.STORE


@pytest.mark.parametrize("semantics", BOTH)
@pytest.mark.parametrize("misaligned", [False, True])
def test_a_flood_of_writes_zaps_the_shadow(semantics, misaligned):
    """The third one in a row to a table, or one that is not aligned to an entry."""
    scenario = pae(pte=TABLES[1] | ALL)
    there = gva_of(PAE) - OFFSET
    operations = [TableWrite(there + 0x808, 0)] * 3
    if misaligned:
        operations = [Touch(Access(there + 0x804, write=True))]
    guest = Guest(semantics, scenario)
    executed = [execute(guest, operation) for operation in operations]

    assert all(one.result.ending is Ending.EMULATE for one in executed)
    assert [bool(kinds(one, PageFreed)) for one in executed][-1]
    assert not any(kinds(one, PageFreed) for one in executed[:-1])


@pytest.mark.parametrize("semantics", BOTH)
def test_a_users_write_to_the_root_hangs_the_host(semantics):
    """A root in use stays findable however often it is zapped."""
    (executed,) = run(semantics, pae(pte=TABLES[2] | ALL, user=True, write=True))

    assert executed.result.ending is Ending.HOST_HANG
    assert executed.result.vmexits == 1


@pytest.mark.parametrize("semantics", BOTH)
def test_a_users_write_to_its_own_page_table_livelocks(semantics):
    """Zapped, rebuilt, zapped; and what is written into a freed page fails assertions."""
    (executed,) = run(semantics, pae(pte=TABLES[1] | ALL, user=True, write=True))

    assert executed.result.ending is Ending.LIVELOCK
    assert executed.result.host_asserts == 14


@pytest.mark.parametrize("semantics", BOTH)
def test_a_table_that_two_entries_share_keeps_the_first_ones_rights(semantics):
    """The lax path after the strict one: before refuses what is allowed, after exits for ever."""
    scenario = pae(pde=P | W, user=True)
    lax = scenario.access.gva + (1 << 21)
    scenario = scenario.with_entry(address_of(PAE, 2) + 8, TABLES[1] | ALL)
    strict = replace(scenario.access, user=False)
    _, after_it = run_program(semantics, scenario, (Touch(strict), Touch(Access(lax, user=True))))

    wanted = Ending.INJECTED if semantics is BEFORE else Ending.LIVELOCK
    assert after_it.result.ending is wanted


@pytest.mark.parametrize("semantics", BOTH)
def test_an_absent_register_whose_frame_is_outside_ram_kills_the_host(semantics):
    """All four PDPTRs are shadowed, present or not."""
    scenario = pae(user=True).with_pdptr(3, MMIO)
    assert run(semantics, scenario)[0].result.ending is Ending.HOST_BUG


@pytest.mark.parametrize("semantics", BOTH)
def test_control_registers_take_the_roots_anew(semantics):
    """The pages stay in the cache and are found again; a bad CR3 changes nothing."""
    scenario = path(LONG, (ALL,) * 4, user=True)
    touch, wp = Touch(scenario.access), SetWp(wp=True)
    operations = (wp, touch, LoadCr3(scenario.cpu.cr3), touch, LoadCr3(1 << 40), touch)
    first, *rest = run(semantics, scenario, *operations)

    assert first.result.vmexits == 1
    assert [one.result.ending for one in rest] == [Ending.DONE] * 4 + [Ending.GP, Ending.DONE]
    assert not any(one.result.vmexits for one in rest)
    assert [event.found for event in kinds(rest[0], PageTaken)] == [True]


@pytest.mark.parametrize("semantics", BOTH)
def test_a_root_outside_ram_kills_the_host_when_it_is_loaded(semantics):
    """The table passes CR3's own check: its absent entry is not looked at."""
    scenario = pae(user=True).with_entry(0x6000, TABLES[2] | P).with_entry(0x6008, MMIO)
    *_, loaded = run(semantics, scenario, LoadCr3(0x6000))
    assert loaded.result == GuestResult(Ending.HOST_BUG)


@pytest.mark.parametrize("semantics", BOTH)
def test_a_32_bit_table_is_shadowed_in_parts(semantics):
    """Bit 21 of the address tells which half of the page table; a large page has quadrants too."""
    scenario = path(X32, (ALL, ALL), user=True)
    scenario = scenario.with_entry(address_of(X32, 1) ^ 0x200 * 4, 0x55000 | ALL)
    other = Touch(replace(scenario.access, gva=scenario.access.gva ^ 1 << 21))
    first, second = run(semantics, scenario, other)
    roots = [event.role for event in kinds(first, PageTaken)][:4]
    assert [role.quadrant for role in roots] == [0, 1, 2, 3]
    quadrants = [kinds(one, PageTaken)[-1].role.quadrant for one in (first, second)]
    assert sorted(quadrants) == [0, 1]

    large = path(X32, (ALL | PS | 3 << 13 | 0x400000, 0), user=True, pse=True)
    guest = Guest(semantics, large)
    made = kinds(execute(guest, Touch(large.access)), PageTaken)[-1]
    assert made.role.metaphysical
    assert leaf_of(guest.vcpu, large.access.gva) >> 32 & 0xF == 3, "PSE-36 is in the shadow"


@pytest.mark.parametrize("semantics", BOTH)
def test_a_large_page_is_shadowed_by_a_page_of_small_ones(semantics):
    """The link is marked, and the key is the directory entry's own frame field."""
    scenario = pae(pde=ALL | PS | 0x400000, user=True)
    (executed,) = run(semantics, scenario)

    taken = kinds(executed, PageTaken)[-1]
    assert (taken.gfn, taken.role.metaphysical) == (0x400, True)
    links = [event for event in kinds(executed, SlotSet) if event.anchor is Anchor.LINK]
    assert links[-1].new & Spte.LARGE


@pytest.mark.parametrize("semantics", BOTH)
def test_what_the_file_does_not_keep_ends_the_run(semantics):
    """On the path, beside a 32-bit entry, or under a write."""

    class Missing:
        """Keeps nothing above a word's address."""

        def __init__(self, first):
            self.first = first

        def word(self, gpa):
            return None if gpa >= self.first else 0

        def extents(self):
            return ()

    scenario = path(X32, (ALL, ALL), user=True)
    lost = replace(scenario, memory=GuestMemory(Missing(0), {}))
    assert run(semantics, lost)[0].result.ending is Ending.NOT_KEPT
    partly = GuestMemory(Missing(PAGE), dict(scenario.memory.words))
    guest = Guest(semantics, replace(scenario, memory=partly))
    execute(guest, Touch(scenario.access))
    written = execute(guest, TableWrite(scenario.access.gva, 5))
    assert (written.result.ending, guest.ending) == (Ending.NOT_KEPT, Ending.NOT_KEPT)
    with pytest.raises(Exception, match=r"^$"):
        guest.vcpu.write(PAGE, 1)


@pytest.mark.parametrize("semantics", BOTH)
def test_without_paging_and_beyond_the_canonical_addresses_nothing_exits(semantics):
    """The one is another machine, the other a #GP of the processor's own."""
    scenario = path(LONG, (ALL,) * 4)
    off = replace(scenario, cpu=replace(scenario.cpu, pg=False))
    assert run(semantics, off)[0].result == GuestResult(Ending.PAGING_OFF)
    wild = replace(scenario, access=Access(1 << 47))
    assert run(semantics, wild)[0].result == GuestResult(Ending.GP)


def test_an_entry_that_goes_away_under_the_handler_is_dropped():
    """Nothing in the run loop does that; the historical code provides for it."""
    scenario = pae(user=True)
    guest = Guest(AFTER, scenario)
    execute(guest, Touch(scenario.access))
    vcpu, gva = guest.vcpu, scenario.access.gva
    running = vcpu.walk(AFTER.walk, scenario.access)
    while True:
        try:
            next(running)
        except StopIteration as end:
            walked = end.value
            break
    vcpu.write(address_of(PAE, 1), 0)
    slot = slots_of(vcpu, gva)[-1]
    *_, fixed = fix_write_pf(vcpu, walked, slot, user=True)
    assert (fixed.fixed, slot.value) == (False, 0)


def test_hardware_has_no_shadow():
    """It walks the guest's own tables."""
    with pytest.raises(KeyError):
        Guest(Semantics.HARDWARE, pae())


def test_the_audit_dies_of_an_undefined_translation():
    """Only after's gva_to_gpa is ever undefined: the table is gone, the shadow is not."""
    scenario = path(LONG, (ALL,) * 4, user=True)
    for semantics, complaints in ((BEFORE, 2), (AFTER, DIED)):
        guest = Guest(semantics, scenario)
        execute(guest, Touch(scenario.access))
        guest.vcpu.write(address_of(LONG, 2), 0)
        assert audit(guest) == complaints


def test_the_audit_sees_a_table_that_is_mapped_writable():
    """And a leaf that leads elsewhere than the guest's entry."""
    scenario = pae(pte=ALL | D, user=True)
    guest = Guest(AFTER, scenario)
    execute(guest, Touch(scenario.access))
    guest.vcpu.write(address_of(PAE, 1), 0x77000 | ALL)
    assert audit(guest) == 1
    guest.vcpu.cache.rmap[TABLES[1] >> 12] = []
    assert audit(guest) == 2


def test_links_and_maps_that_are_wrong_are_the_hosts_bugs():
    """What the historical code would meet in its own structures."""
    scenario = pae(pte=ALL | D, user=True)
    for spoil in ("parents", "rmap", "frame"):
        guest = Guest(AFTER, scenario)
        execute(guest, Touch(scenario.access))
        cache = guest.vcpu.cache
        if spoil == "parents":
            cache.pages_of(TABLES[1] >> 12)[0].parents.clear()
            root = guest.vcpu.root(scenario.access.gva)
            running = cache.zap(root)
        elif spoil == "rmap":
            cache.rmap.clear()
            running = cache.zap(cache.pages_of(TABLES[1] >> 12)[0])
        else:
            (slots,) = cache.rmap.values()
            cache.rmap = {0x33: slots}
            running = cache.write_protect(0x33)
        with pytest.raises(Exception, match=r"^$"):
            list(running)


@st.composite
def programs(draw):
    """A guest and a handful of operations."""
    scenario = draw(scenarios())
    mode = scenario.cpu.mode
    operation = st.one_of(
        st.builds(Touch, accesses(mode)),
        st.builds(
            TableWrite,
            accesses(mode).map(lambda access: access.gva & ~7),
            st.sampled_from((0, 0x1027, 0x2007, 0x3001, 0x900007)),
        ),
        st.builds(SetWp, st.booleans()),
        st.builds(LoadCr3, st.sampled_from((0, 0x1000, 0x2020, 0x900000))),
    )
    return scenario, tuple(draw(st.lists(operation, min_size=1, max_size=8)))


@settings(max_examples=150)
@given(programs(), st.sampled_from(BOTH))
def test_every_program_comes_to_an_end_and_its_events_tell_all(program, semantics):
    """No exception, no hang; and who has only the events knows what stands in the shadow."""
    scenario, operations = program
    guest = Guest(semantics, scenario)
    shadow = {}
    for operation in operations:
        executed = execute(guest, operation)
        assert executed.result.vmexits <= 8
        for event in executed.events:
            if isinstance(event, SlotSet):
                slots = shadow.setdefault(event.page, {})
                assert slots.get(event.index, 0) == event.old
                slots[event.index] = event.new
        if guest.ending is not None:
            break
    for page in guest.vcpu.cache.pages:
        known = {index: value for index, value in shadow.get(page.number, {}).items() if value}
        assert known == page.slots
    assert run_program(semantics, scenario, operations)[-1] == executed


@settings(max_examples=60)
@given(programs())
def test_running_leaves_the_scenario_alone(program):
    """Values are immutable: the guest writes to a memory of its own."""
    scenario, operations = program
    words = dict(scenario.memory.words)
    run_program(AFTER, scenario, operations)
    assert dict(scenario.memory.words) == words


def test_every_kind_of_event_begins_with_its_anchor_and_is_frozen():
    """One vocabulary, as for a walk."""
    (executed,) = run(BEFORE, pae(pte=P | W, user=True))
    for kind in get_args(ShadowEvent):
        assert fields(kind)[0].name == "anchor", kind
    for event in executed.events:
        assert hash(event) is not None
        with pytest.raises(FrozenInstanceError):
            event.anchor = Anchor.READ


def test_ram_has_an_end():
    """A frame just beyond it is a device's."""
    scenario = replace(pae(pte=ALL | 0x40000, user=True), ram=RamRanges((range(0x40000),)))
    assert run(AFTER, scenario)[0].result.ending is Ending.EMULATE
