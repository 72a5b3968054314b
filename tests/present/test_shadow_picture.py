"""The guest's tables beside the shadow: what is paired, what is said, what has just changed."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mmuviz.core.bits import Pte
from mmuviz.core.memory import GuestMemory
from mmuviz.core.operation import LoadCr3, SetWp, Touch
from mmuviz.core.paging import PagingMode
from mmuviz.core.shadow.pages import Role
from mmuviz.present.run_frame import VERSIONS, RunFrame, RunRecord
from mmuviz.present.shadow_moment import Part, ShadowMoment
from mmuviz.present.shadow_picture import shadow_picture
from mmuviz.present.shadow_words import Tone, letters
from mmuviz.resources import asset
from mmuviz.sources.open_file import open_file
from tests.core.paths import PS, TABLES, D, P, U, W, path
from tests.present.shadow_programs import AFTER, BEFORE, at, phase_of, programs
from tests.strategies import scenarios

ALL = P | W | U
NX = Pte.NX


def pairs(picture):
    """Return the pairs by the page's title, or by the guest's facts where there is none."""
    return {p.page.title if p.page.real else p.guest.facts: p for p in picture.pairs}


def rows(pair):
    """Return the rows of a pair by the number of the shadow entry."""
    return {row.slot.index: row for row in pair.rows}


def bits(cells):
    """Return cells as text: `P·U` with `*` before what was written, `!` before what is unequal."""
    return "".join(
        "*" * cell.written + "!" * cell.unequal + (cell.letter if cell.value else "·")
        for cell in cells
    )


def of(scenario, *operations, version=AFTER, step=None):
    """Return the picture of a program made here."""
    record = RunRecord(replace(scenario, operations=operations))
    return shadow_picture(RunFrame(record, len(record.moments) if step is None else step), version)


def test_a_write_to_a_table_as_it_is_drawn():
    """The drawing of the look: the leaf dropped, W withheld on the leaf that maps the table."""
    picture = shadow_picture(phase_of("pt-write-emulated", 1, "emulate"), AFTER)
    found = pairs(picture)
    assert [pair.page.title for pair in picture.pairs] == ["S0", "S2", "S3"]
    assert picture.roots.registers[0][2] == "00011001"
    assert picture.roots.remark == "empty: S1 (gfn 0x0)"
    assert picture.roots.roots[1] == ("root 1", "S1")
    assert not picture.roots.changed
    row = rows(found["S2"])[0]
    assert row.changed
    assert (row.guest.value, row.guest.was) == ("00080003", "was 00080067")
    assert bits(row.guest.cells) == "PW*·*·*·"
    assert bits(row.slot.real) == "*·*·*·*·*··"
    assert bits(row.slot.remembered) == "*·*·"
    assert row.slot.remark == "now: dropped by the write. Was P W U A D, remembered W U"
    assert row.slot.tone is Tone.NOW
    assert row.slot.tone.is_loud
    row = rows(found["S3"])[2]
    assert row.on_path
    assert row.slot.unequal
    assert bits(row.slot.real) == "P!··A··"
    assert bits(row.slot.remembered) == "!W·"
    assert row.slot.remark == "W withheld: gfn 0x12 is shadowed by S2"
    assert "PTE 2 at 0x14010" in row.guest.full
    assert "S3 entry 2 = 0x12421" in row.slot.full
    row = rows(found["S0"])[510]
    assert (row.slot.leads, row.slot.mmio, row.slot.remembered) == ("→ S3", None, ())
    assert row.slot.remark == "link: always P W U A, rights are in the leaves"
    assert found["S2"].guest.locked
    assert found["S0"].page.remark == "a root"
    assert picture.spoken.startswith("after, PAE mode, CR0.WP 1; S0 stands for Page directory")


def test_a_flood_zaps_the_page_whole():
    """The freed page is still there for the step that frees it; its table is free to write."""
    frame = phase_of("pt-write-emulated", 5, "emulate")
    pair = pairs(shadow_picture(frame, AFTER))["S2"]
    assert pair.page.remark == "zapped and freed by this step"
    assert pair.page.changed
    assert not pair.guest.locked
    assert rows(pair)[0].slot.remark.startswith("now: zapped")
    later = shadow_picture(RunFrame(frame.record, frame.step + 1), AFTER)
    assert "S2" not in pairs(later)


def test_the_first_step_takes_the_roots():
    """Before it there are none, and nothing is built."""
    picture = shadow_picture(at("pt-write-emulated", 0), AFTER)
    assert picture.roots.shadow_title == "No roots yet"
    assert picture.roots.roots == ()
    assert [pair.page.real for pair in picture.pairs] == [False, False]
    assert picture.pairs[0].page.remark == "none stands for this table"
    assert shadow_picture(at("pt-write-emulated", 1), AFTER).roots.changed


def test_what_each_step_says():
    """Linked, built, W given, used by the processor."""
    said = [
        rows(pairs(shadow_picture(frame, AFTER))["S2"])[0].slot.remark
        for frame in (
            phase_of("pt-write-emulated", 4, "fetch"),
            phase_of("pt-write-emulated", 4, "fix"),
            phase_of("pt-write-emulated", 4, "lookup", occurrence=1),
        )
    ]
    assert said == [
        "now: D was clear: W waits for the first write",
        "now: W given by fix_write_pf",
        "now: D set by the processor",
    ]
    frame = phase_of("pt-write-emulated", 0, "fetch")
    found = pairs(shadow_picture(frame, AFTER))
    assert rows(found["S0"])[0].slot.remark == "now: linked by fetch"
    assert rows(found["S2"])[0].slot.remark == "now: built by fetch"
    assert found["S2"].page.remark == "made by this step"


def test_write_protection_takes_w_from_a_leaf():
    """The last operation makes a page of a table that is mapped writable."""
    frame = phase_of("pt-write-emulated", 8, "fetch")
    row = rows(pairs(shadow_picture(frame, AFTER))["S3"])[2]
    assert row.slot.remark == "now: W withheld: gfn 0x12 is shadowed by S2"
    assert bits(row.slot.real) == "P*!··AD·"


def test_a_shared_table_keeps_the_rights_of_the_first_path():
    """The read-only path built the leaf, the writable one finds it; two entries link to it."""
    picture = shadow_picture(at("shared-pt-ro-first"), AFTER)
    pair = pairs(picture)["S2"]
    assert pair.page.remark == "shared: 2 entries link to it"
    row = rows(pair)[0]
    assert row.slot.remark == "user, read only: the path that built it allowed no more"
    frame = phase_of("shared-pt-ro-first", 1, "fetch")
    assert pairs(shadow_picture(frame, AFTER))["S2"].page.remark == (
        "found in the cache by this step"
    )


def test_the_wp_0_trick():
    """W for the kernel alone; U remembered and not real; a user's read turns it back."""
    frames = [at("wp0-kernel-write-trick", step) for step in range(1, 33)]
    said = {
        row.slot.remark: bits(row.slot.real)
        for frame in frames
        for pair in shadow_picture(frame, AFTER).pairs
        for row in pair.rows
        if row.slot and pair.level == 1
    }
    assert said["the WP=0 trick: W for the kernel, U withheld"] == "PW!·AD·"
    assert "now: U given back, W taken; the reverse map is not told" in said
    assert "user, read only" in said


def test_a_32_bit_directory_takes_four_pages_and_a_table_two():
    """Each part is paired with its own page; half of a directory's entry may be stale."""
    picture = shadow_picture(at("x32-pde-half-stale"), AFTER)
    found = pairs(picture)
    assert picture.roots.title == "CR3"
    assert picture.roots.facts == "Page directory gfn 0x11"
    assert picture.roots.remark == "empty: S1 (gfn 0x11), S2 (gfn 0x11)"
    assert found["S3"].guest.facts == "gfn 0x11 · 768–1023"
    assert dict(found["S3"].page.facts)["quadrant"] == "3 of 4"
    assert found["S5"].guest.facts == "gfn 0x12 · 512–1023"
    row = rows(found["S0"])[1]
    assert row.guest.index == 0
    assert row.slot.remark == "stale: the guest's entry is absent"
    assert rows(found["S5"])[0].guest.index == 512
    assert found["S4"].page.remark == "nothing links to it: kept to be found again"


def test_both_halves_of_a_directory_entry_show_it_once():
    """The second row has no guest's entry of its own."""
    frame = at("x32-pde-half-stale")
    moments = [at("x32-pde-half-stale", step) for step in range(1, frame.last_step)]
    halves = [
        [row.guest for row in pair.rows[:2]]
        for moment in moments
        for pair in shadow_picture(moment, AFTER).pairs
        if pair.page.title == "S0" and len(pair.rows) > 1
    ]
    assert any(first is not None and second is None for first, second in halves)


def test_parts_of_tables():
    """A role and a frame say which entries are meant, and where each stands."""
    directory = Part(Role(2, 2, metaphysical=False, quadrant=3), 0x11)
    assert (directory.shared, directory.entries) == (4, range(768, 1024))
    assert directory.entry_of(509) == 1022
    assert directory.slot_of(1022) == 508
    table = Part(Role(2, 1, metaphysical=False, quadrant=1), 0x12)
    assert (table.shared, table.entry_of(0), table.slot_of(513)) == (2, 512, 1)
    wide = Part(Role(3, 2, metaphysical=False, quadrant=0), 0x11)
    assert (wide.shared, wide.entry_of(511), wide.slot_of(7)) == (1, 511, 7)


def large(mode=PagingMode.PAE, frame=0x400000, **registers):
    """A large page, read by a user."""
    flags = {
        PagingMode.PAE: (P, ALL | PS | D | frame, 0),
        PagingMode.LONG: (ALL, ALL, ALL | PS | frame, 0),
    }
    flags[PagingMode.X32] = (ALL | PS | D | frame, 0)
    return path(mode, flags[mode], user=True, **registers)


def test_a_large_page_has_small_leaves_and_no_table():
    """The metaphysical page is invented; its directory entry says what it maps."""
    scenario = large()
    found = pairs(of(scenario, Touch(scenario.access)))
    title, pair = next((t, p) for t, p in found.items() if p.relation == "invented")
    assert pair.guest.title == "no guest table here"
    assert pair.guest.facts.endswith("maps 2 MiB itself")
    assert not pair.guest.real
    assert pair.page.remark == "small leaves for one large page"
    assert dict(pair.page.facts)["metaphysical"] == "1"
    (row,) = pair.rows
    assert row.guest is None
    assert row.slot.leads.startswith("→ page 0x40")
    link = next(row for p in found.values() for row in p.rows if row.slot.leads == f"→ {title}")
    assert link.slot.remark == "link to a page with no guest table behind it"
    assert link.guest.leads == "→ 2 MiB page 0x400"
    assert bits(link.guest.cells).endswith("S")


def test_a_large_page_that_is_split_leaves_a_stale_link():
    """The guest's entry is another now, and of its two halves the shadow drops the wrong one."""
    scenario = programs()["x32-pde-half-stale"]
    scenario = replace(scenario, cpu=replace(scenario.cpu, pse=True))
    *first, write, _, _ = scenario.operations
    for value, said in (
        (0x400087, "stale: the guest's entry maps a large page"),
        (0x13007, "stale: the guest's entry leads to gfn 0x13"),
    ):
        picture = of(scenario, *first, replace(write, value=value))
        assert rows(pairs(picture)["S0"])[1].slot.remark == said
    scenario = large(PagingMode.X32, pse=True)
    picture = of(scenario, Touch(scenario.access))
    assert any(p.guest.facts.endswith("maps 4 MiB itself") for p in picture.pairs)


def test_a_link_that_was_made_for_a_large_page_is_stale_over_a_table():
    """The other way round: the half that stays leads to small leaves of the old page."""
    scenario = programs()["x32-pde-half-stale"]
    scenario = replace(scenario, cpu=replace(scenario.cpu, pse=True))
    *first, write, _, _ = scenario.operations
    scenario = scenario.with_entry(0x11000, 0x400067 | PS)
    picture = of(scenario, *first, replace(write, value=0x12027))
    assert rows(pairs(picture)["S0"])[1].slot.remark == "stale: the guest's entry leads to a table"


def test_a_device_keeps_its_address_and_no_p():
    """Bit 9: every access is emulated."""
    scenario = path(PagingMode.PAE, (P, ALL, ALL | D | 0xE0007000), user=True)
    found = pairs(of(scenario, Touch(scenario.access)))
    row = next(
        row for p in found.values() for row in p.rows if row.slot.mmio and row.slot.mmio.value
    )
    assert row.slot.leads == "→ 0xe0007, IO"
    assert row.slot.remark.startswith("outside RAM: P stays 0")
    assert row.guest.leads == "→ 0xe0007, not RAM"
    assert letters(1 << 9 | W) == "W, IO"
    assert letters(0) == "no bit"


def test_long_mode_has_one_root_and_a_no_execute_bit():
    """X is among the real bits where the processor knows it."""
    scenario = path(PagingMode.LONG, (ALL, ALL, ALL, ALL | D | NX), user=True, nxe=True)
    picture = of(scenario, Touch(scenario.access))
    assert picture.roots.shadow_title == "One root"
    assert picture.roots.facts == "PML4 gfn 0x1"
    assert [pair.level for pair in picture.pairs] == [4, 3, 2, 1]
    row = next(row for row in picture.pairs[-1].rows if row.on_path)
    assert bits(row.slot.real) == "PWUAD·X"
    assert bits(row.guest.cells) == "PWUADX"
    assert row.slot.remark == "user, writable, no fetches"


def test_the_own_table_of_a_user_is_zapped_under_its_feet():
    """fix_write_pf writes W into what it has just emptied."""
    frame = phase_of("livelock-user-own-table", 0, "fix")
    pair = pairs(shadow_picture(frame, AFTER))["S2"]
    row = rows(pair)[0]
    assert row.slot.remark.startswith("now: W given by fix_write_pf") or "zapped" in row.slot.remark
    later = shadow_picture(at("livelock-user-own-table"), AFTER)
    assert "S2" not in pairs(later)


def test_a_dead_machine_and_paging_off_are_said():
    """After the hang nothing more happens; without paging nothing is built."""
    scenario = path(PagingMode.PAE, (P, ALL, ALL | TABLES[2]), user=True, write=True)
    touch = Touch(scenario.access)
    assert of(scenario, touch, touch).state.endswith("the machine is dead")
    off = replace(scenario, cpu=replace(scenario.cpu, pg=False))
    picture = of(off, touch)
    assert picture.state == "paging is off"
    assert picture.spoken.endswith("nothing is built")


def test_the_registers_are_those_of_the_step():
    """CR0.WP is the old one until its load is shown; a refused load changes nothing."""
    scenario = path(PagingMode.PAE, (P, ALL, ALL))
    touch = Touch(scenario.access)
    assert of(scenario, touch, LoadCr3(1 << 31)).roots.facts == "loaded from 0x2000"
    assert of(scenario, touch, LoadCr3(0x5000)).roots.facts == "loaded from 0x5000"
    picture = of(scenario, touch, LoadCr3(0x5000), step=1)
    assert picture.roots.facts == "loaded from 0x2000"
    assert of(scenario, SetWp(wp=True), step=0).state == "PAE mode, CR0.WP 0"
    assert of(scenario, SetWp(wp=True), step=1).state == "PAE mode, CR0.WP 1"


def test_full_tables_show_what_matters():
    """The default scenario: the path, and how many more there are."""
    scenario = open_file(asset("default.toml")).scenario
    picture = of(scenario, Touch(scenario.access), version=BEFORE)
    directory, table = picture.pairs
    assert [row.slot.index for row in directory.rows] == [447]
    assert directory.more == "7 more present, not in the shadow"
    assert table.more == "21 more present, not in the shadow"


def test_a_table_outside_ram_reads_as_zeros():
    """It is said where it is; nothing can stand for it."""
    scenario = path(PagingMode.PAE, (P, ALL | 0x900000, 0))
    pair = of(scenario, Touch(scenario.access)).pairs[-1]
    assert pair.guest.facts == "gfn 0x900 · outside RAM"
    assert pair.rows[0].guest.leads == "absent"


def test_w_that_was_withheld_for_a_table_that_is_gone():
    """The flood has zapped the page; nobody gives W back before the next write."""
    scenario = programs()["pt-write-emulated"].with_entry(0x14010, 0x12063)
    picture = of(scenario, *scenario.operations[:6])
    row = rows(pairs(picture)["S3"])[2]
    assert row.slot.remark == "W withheld earlier; the next write gives it back"


class Holes:
    """A memory of which one table is not kept."""

    def word(self, gpa):
        return None if gpa >> 12 == 4 else 0

    def extents(self):
        return ()


def test_what_is_not_kept_is_not_made_up():
    """A trimmed dump: the entry has no value, and no shadow page stands for its table."""
    scenario = path(PagingMode.PAE, (P, ALL, 0))
    words = {gpa: word for gpa, word in scenario.memory.words.items() if gpa >> 12 != 4}
    scenario = replace(scenario, memory=GuestMemory(Holes(), words))
    pair = of(scenario, Touch(scenario.access)).pairs[-1]
    (row,) = pair.rows
    assert (row.guest.value, row.guest.cells) == ("", ())
    assert row.guest.leads == "not kept in the file"
    assert not pair.page.real


def test_a_leaf_without_w_waits_for_the_first_write():
    """D of the guest's entry is clear when it is built."""
    scenario = path(PagingMode.PAE, (P, ALL, ALL), user=True)
    row = of(scenario, Touch(scenario.access)).pairs[-1].rows[0]
    assert row.slot.remark == "D was clear: W waits for the first write"


@pytest.mark.parametrize("name", sorted(programs()))
def test_every_moment_of_the_recorded_programs_can_be_drawn(name):
    """Both versions: every cached page has its place; a right withheld has its reason."""
    for step in range(0, at(name).last_step + 1, 3):
        frame = at(name, step)
        for version in VERSIONS:
            check(frame, version)


@settings(max_examples=40)
@given(scenarios(), st.sampled_from(VERSIONS))
def test_any_moment_of_any_program_can_be_drawn(scenario, version):
    """Whatever the guest does."""
    record = RunRecord(scenario)
    for step in range(0, len(record.moments) + 1, 2):
        check(RunFrame(record, step), version)


def check(frame, version):
    """Assert what holds of every picture."""
    picture = shadow_picture(frame, version)
    state = ShadowMoment(frame, version).now
    shown = {pair.page.title for pair in picture.pairs if pair.page.real}
    for page in state.cached:
        assert f"S{page.number}" in shown or (page.number in state.roots and not page.slots)
    for pair in picture.pairs:
        for row in pair.rows:
            assert row.guest is None or row.guest.full
            if row.slot is not None and row.slot.unequal:
                assert row.slot.tone.is_loud
