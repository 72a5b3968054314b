"""An operation as cards, and what stands below them."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mmuviz.core.operation import LoadCr3, Touch
from mmuviz.core.paging import PagingMode
from mmuviz.core.shadow.phases import PhaseKind
from mmuviz.present.run_frame import VERSIONS, RunFrame, RunRecord
from mmuviz.present.shadow_foot import Written, shadow_foot
from mmuviz.present.shadow_steps import Stage, step_strip
from mmuviz.resources import asset
from mmuviz.sources.open_file import open_file
from tests.core.paths import PS, TABLES, D, P, U, W, path
from tests.present.shadow_programs import AFTER, BEFORE, at, phase_of, programs, record
from tests.strategies import scenarios

ALL = P | W | U


def cards(frame, version=AFTER):
    """Return what the cards say, as `word: result`."""
    return [f"{card.word}: {card.result}" for card in step_strip(frame, version).cards]


def last(scenario, *operations):
    """Return the last frame of a program made here."""
    run = RunRecord(replace(scenario, operations=operations))
    return RunFrame(run, len(run.moments))


def card_of(frame, word, version=AFTER):
    """Return the card of a word."""
    return next(card for card in step_strip(frame, version).cards if card.word == word)


def test_the_write_to_a_table_card_by_card():
    """As it is drawn: exit, walk, fetch, fix_write_pf, emulate."""
    frame = phase_of("pt-write-emulated", 1, "emulate")
    strip = step_strip(frame, AFTER)
    assert strip.title == "Operation 2, step by step"
    assert strip.caption == "table write 0x3fc02000 = 0x80003 · emulated, 1 vmexit, 1 fixed"
    assert cards(frame) == [
        "CPU: #PF 0x2 (W)",
        "exit: #PF 0x2 (W)",
        "walk: allowed",
        "fetch: S3 made",
        "fix_write_pf: not fixed",
        "page_fault: emulate",
        "emulate: written",
    ]
    assert strip.cards[0].fault
    assert strip.cards[0].lines == ("S0 entry 510 absent",)
    assert strip.cards[2].lines == ("PDPTR 0, PDE 510, PTE 2", "A set in PDE 510 and PTE 2")
    assert strip.cards[3].lines == ("S3 entry 2: P A, remembered W", "gfn 0x14 write-protected")
    assert strip.cards[4].lines == ("the target is a shadowed table", "D set in the guest's entry")
    assert strip.cards[6].lines == ("S2 entry 0 dropped", "00080067 → 00080003")
    assert strip.cards[6].stage is Stage.CURRENT
    assert [card.step for card in strip.cards] == list(range(frame.step - 6, frame.step + 1))


def test_many_frames_are_counted():
    """A card has no room to name four."""
    run = RunRecord(open_file(asset("default.toml")).scenario)
    assert card_of(RunFrame(run, 1), "roots").lines[-1] == "4 guest frames write-protected"


def test_what_is_ahead_is_not_told():
    """Its card has a name and no result."""
    strip = step_strip(phase_of("pt-write-emulated", 1, "walk"), AFTER)
    assert strip.caption == "table write 0x3fc02000 = 0x80003"
    assert [card.stage for card in strip.cards[1:4]] == [Stage.DONE, Stage.CURRENT, Stage.AHEAD]
    assert (strip.cards[3].result, strip.cards[3].lines) == ("", ())


def test_tries_are_shown_one_at_a_time():
    """A livelock has nine; the roots belong to the first."""
    frame = phase_of("livelock-user-own-table", 0, "fix", occurrence=6)
    strip = step_strip(frame, AFTER)
    assert strip.caption == "user write 0x0 · try 7 of 9"
    assert len(strip.cards) == 6
    assert card_of(frame, "fix_write_pf").lines == ("zaps S2", "S2 entry 0: W")
    first = step_strip(at("livelock-user-own-table", 1), AFTER)
    assert first.cards[0].result == "2 made"
    assert first.cards[0].lines == ("S0 and S1", "gfn 0x11 and 0x0 write-protected")
    assert len(first.cards) == 7


def test_a_version_that_is_done_waits_for_the_other():
    """Its tries stay shown."""
    run = record("extra-vmexit")
    strips = [step_strip(RunFrame(run, step), AFTER) for step in range(len(run.moments) + 1)]
    assert any("waits for the other version" in strip.caption for strip in strips)
    assert strips[-1].caption == "user read 0x0 · injected 0x5 (P | U), 1 vmexit"
    assert strips[-1].cards[-1].result == "injected 0x5 (P | U)"
    assert strips[-1].cards[-1].fault
    before = step_strip(RunFrame(run, len(run.moments)), BEFORE)
    assert before.caption.startswith("user read 0x0 · try 2 of 2 · injected")
    assert card_of(RunFrame(run, len(run.moments)), "walk", BEFORE).result == "no verdict"


def test_the_second_access_and_a_plain_store():
    """No exit; the path does not allow it; bytes that change and bytes that do not."""
    frame = phase_of("pt-write-emulated", 7, "store")
    assert card_of(frame, "store").lines == ("00080001 → 00080007",)
    assert card_of(frame, "CPU").result == "allowed"
    frame = phase_of("pt-write-emulated", 3, "emulate")
    assert card_of(frame, "CPU").lines[0] == "the path does not allow it"
    scenario = path(PagingMode.PAE, (P, ALL, ALL | D | TABLES[1]), write=True)
    frame = last(scenario, Touch(scenario.access))
    assert card_of(frame, "emulate").lines[-1].endswith("the same bytes")
    scenario = path(PagingMode.PAE, (P, ALL, ALL | D), user=True)
    frame = last(scenario, Touch(scenario.access), Touch(scenario.access))
    (card,) = step_strip(frame, AFTER).cards
    assert card.lines == ("no exit", "A and D stand already")


def test_fetch_finds_and_fills():
    """A page of the cache is linked; a leaf alone is set; a large page protects nothing."""
    assert card_of(phase_of("shared-pt-ro-first", 1, "fetch"), "fetch").result == "S2 found"
    assert card_of(phase_of("pt-write-emulated", 4, "fetch"), "fetch").result == "leaf set"
    frame = phase_of("pt-write-emulated", 8, "fetch")
    assert card_of(frame, "fetch").lines[-1] == "write protection: 1 entry loses W"
    scenario = path(PagingMode.PAE, (P, ALL | PS | D | 0x400000, 0), user=True)
    frame = last(scenario, Touch(scenario.access))
    run = frame.record
    frames = [RunFrame(run, step) for step in range(len(run.moments))]
    frame = next(frame for frame in frames if frame.kind is PhaseKind.FETCH)
    assert card_of(frame, "fetch").lines[-1] == "no guest frame to protect"


def test_devices_and_absent_entries():
    """KVM does it by the device; an absent entry is injected; before says absent in its walk."""
    scenario = path(PagingMode.PAE, (P, ALL, ALL | D | 0xE0007000), user=True)
    frame = last(scenario, Touch(scenario.access))
    assert card_of(frame, "emulate").result == "by the device"
    assert card_of(frame, "page_fault").lines[0] == "the entry is marked IO"
    scenario = path(PagingMode.PAE, (P, ALL, 0), user=True)
    run = last(scenario, Touch(scenario.access)).record
    frame = RunFrame(run, len(run.moments))
    assert card_of(frame, "walk", BEFORE).result == "absent"
    assert card_of(frame, "page_fault", BEFORE).lines == ("the guest's entry is absent",)
    assert card_of(frame, "walk").result == "refused 0x4 (U)"


def test_disasters_and_refused_loads():
    """The last card says how the host ends; a refused load has no cards; the dead do nothing."""
    frame = at("host-bug-rmap")
    ends = [
        step_strip(at("host-bug-rmap", step), AFTER).caption for step in range(frame.last_step + 1)
    ]
    assert any("the host hits BUG_ON" in caption for caption in ends)
    frame = at("host-hang-root")
    assert "the host hangs" in step_strip(frame, AFTER).caption
    scenario = path(PagingMode.PAE, (P, ALL, ALL))
    strip = step_strip(last(scenario, LoadCr3(1 << 31)), AFTER)
    assert (strip.cards, strip.caption) == ((), "CR3 = 0x80000000 · #GP")
    scenario = path(PagingMode.PAE, (P, ALL, ALL | TABLES[2]), user=True, write=True)
    touch = Touch(scenario.access)
    strip = step_strip(last(scenario, touch, touch), AFTER)
    assert strip.caption.endswith("does not happen: the machine is dead")
    foot = shadow_foot(last(scenario, touch, touch), AFTER)
    assert foot.again == ""
    assert shadow_foot(last(scenario, touch), AFTER).again == ""


def test_a_zap_without_end():
    """The root has an entry, which the zap clears before it finds the root again."""
    scenario = path(PagingMode.PAE, (P, ALL, ALL | D | TABLES[2]), user=True)
    write = replace(scenario.access, write=True)
    frame = last(scenario, Touch(scenario.access), Touch(write))
    assert card_of(frame, "fix_write_pf").result == "no end"
    host = card_of(frame, "host")
    assert (host.result, host.fault, host.stage) == ("hangs", True, Stage.DONE)
    assert host.lines == ("zap while shadowed: a root in use stays findable",)
    run = frame.record
    assert all(
        card.word != "host" for card in step_strip(RunFrame(run, len(run.moments) - 1), AFTER).cards
    )


def test_the_foot_of_the_drawing():
    """What the emulated write did: memory, entry, reverse map; the flood count."""
    foot = shadow_foot(phase_of("pt-write-emulated", 1, "emulate"), AFTER)
    assert foot.written == (
        Written("guest memory 0x12000", "80067 → 80003"),
        Written("S2 entry 0", "80c67 → 0"),
        Written("reverse map of 0x80", "1 → 0 entries"),
    )
    assert foot.protection == (
        "W of S3 entry 2: withheld, S2 shadows what it maps.",
        "Protected frames: 0x0, 0x11, 0x12, 0x14.",
    )
    assert (foot.flood_title, foot.flood, foot.boxes) == ("Flood count for gfn 0x12", 1, 3)
    assert foot.flood_words.startswith("The third write in a row")
    assert foot.again == "emulated, 1 vmexit, 1 fixed."


def test_the_flood_count_goes_to_three():
    """The next write, then flooded."""
    foot = shadow_foot(phase_of("pt-write-emulated", 3, "emulate"), AFTER)
    assert (foot.flood, foot.flood_words.split(" in")[0]) == (2, "The next write")
    foot = shadow_foot(phase_of("pt-write-emulated", 5, "emulate"), AFTER)
    assert foot.flood == 3
    assert foot.flood_words.startswith("Flooded")
    assert Written("page S2", "freed") in foot.written
    assert Written("S0 entry 0", "S2 → 0") in foot.written


def test_the_foot_at_the_start():
    """Nothing written, nothing protected, nothing counted, nothing to say of the next."""
    foot = shadow_foot(at("pt-write-emulated", 0), AFTER)
    assert foot.written == ()
    assert foot.protection == ("Nothing: no leaf maps a shadowed table.",)
    assert (foot.flood_title, foot.flood, foot.again) == ("Flood count", 0, "")
    foot = shadow_foot(at("pt-write-emulated", 1), AFTER)
    assert Written("page S0", "taken for gfn 0x11") in foot.written
    assert foot.protection[-1] == "Protected frames: 0x0, 0x11."


def test_metaphysical_pages_protect_nothing():
    """And a link to one is a large one; the same access again needs no exit."""
    scenario = path(PagingMode.PAE, (P, ALL | PS | D | 0x400000, 0), user=True)
    touch = Touch(scenario.access)
    foot = shadow_foot(last(scenario, touch), AFTER)
    assert foot.protection[-1].startswith("Metaphysical S")
    assert foot.protection[-1].endswith(" protects nothing.")
    assert foot.again == "done, no vmexit."
    run = last(scenario, touch).record
    feet = [shadow_foot(RunFrame(run, step), AFTER) for step in range(len(run.moments))]
    assert any(one.change.endswith(", large") for foot in feet for one in foot.written)
    other = replace(scenario.access, gva=scenario.access.gva ^ 1 << 22)
    assert shadow_foot(last(scenario, Touch(other)), AFTER).protection[-1].startswith("Protected")


def test_entries_of_the_reverse_map_are_counted():
    """One more is an entry."""
    foot = shadow_foot(phase_of("pt-write-emulated", 4, "fix"), AFTER)
    assert Written("reverse map of 0x80", "0 → 1 entry") in foot.written


@pytest.mark.parametrize("name", sorted(programs()))
def test_every_moment_of_the_recorded_programs_has_its_cards(name):
    """One card is current where the version acts, none where it waits."""
    for step in range(0, at(name).last_step + 1, 2):
        for version in VERSIONS:
            check(at(name, step), version)


@settings(max_examples=40)
@given(scenarios(), st.sampled_from(VERSIONS))
def test_any_moment_of_any_program_has_its_cards(scenario, version):
    """Whatever the guest does."""
    run = RunRecord(scenario)
    for step in range(0, len(run.moments) + 1, 2):
        check(RunFrame(run, step), version)


def check(frame, version):
    """Assert what holds of every strip and foot."""
    strip = step_strip(frame, version)
    current = [card for card in strip.cards if card.stage is Stage.CURRENT]
    assert len(current) == (frame.current(version) is not None)
    assert all(card.step == frame.step for card in current)
    assert all(not card.result for card in strip.cards if card.stage is Stage.AHEAD)
    foot = shadow_foot(frame, version)
    assert 0 <= foot.flood <= foot.boxes
