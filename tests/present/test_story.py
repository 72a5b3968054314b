"""A storyline as it is shown: where the lecturer goes, the chains of exits, the text."""

from dataclasses import replace

import pytest

from mmuviz.core.events import Anchor
from mmuviz.core.place import Place
from mmuviz.core.storyline import Edge, Panel, Slide, SlideView, Storyline
from mmuviz.core.trace import Semantics
from mmuviz.present.story_compare import compare_rows
from mmuviz.present.story_exits import exit_chains
from mmuviz.present.story_spot import Spot
from mmuviz.present.story_text import clock, story_lines, where
from mmuviz.resources import asset, storylines
from mmuviz.sources.open_file import open_file
from mmuviz.sources.storyline_file import read_storyline

BEFORE, AFTER, HARDWARE = Semantics
EXITS = SlideView.EXITS


def scenario(name):
    return open_file(asset(f"scenarios/{name}.toml")).scenario


@pytest.fixture(scope="module")
def change():
    """The lecture that ships."""
    return read_storyline(next(path for path in storylines() if path.stem == "the-change"))


def test_page_keys_go_from_slide_to_slide(change):
    """To the ends and not beyond."""
    spot = Spot(change)
    assert spot.previous_slide == spot.first == spot
    assert spot.next_slide == Spot(change, 1)
    assert spot.last.next_slide == spot.last == Spot(change, 19)
    assert spot.last.counted == "slide 20 of 20"
    assert spot.words == spot.slide.caption


def test_arrows_walk_between_two_slides_on_one_walk():
    """Step 0 to step 3: two steps between; what they do stands for the caption."""
    shared = scenario("pae-hit")
    slides = (
        Slide("Start", shared, place=Edge.START),
        Slide("There", shared, place=Place(Anchor.PDPTR_NEXT, 3)),
        Slide("Other rules", shared, HARDWARE),
    )
    spot = Spot(Storyline("T", slides))
    steps = [spot]
    for _ in range(4):
        steps.append(steps[-1].forward)
    assert [(one.number, one.shown) for one in steps[:4]] == [(0, 0), (0, 1), (0, 2), (1, 3)]
    assert steps[1].words == steps[1].frame.headline.title
    assert (steps[4].number, steps[4].step) == (2, None)
    back = steps[4].back
    assert back == steps[3]
    assert back.back == steps[2]
    assert back.back.back == steps[1]
    assert back.back.back.back == spot
    assert spot.back == spot
    assert steps[2].next_slide == steps[3]
    assert steps[2].previous_slide == spot


def test_slides_a_step_apart_have_nothing_between():
    """The arrow does what the page key does, both ways."""
    shared = scenario("pae-hit")
    first = Slide("0", shared, place=Edge.START)
    second = Slide("1", shared, place=Place(Anchor.READ_PDPTR))
    spot = Spot(Storyline("T", (first, second)))
    assert spot.forward == spot.next_slide
    assert spot.forward.back == spot


@pytest.mark.parametrize(
    "other",
    [
        {"view": SlideView.COMPARE},
        {"panels": frozenset()},
        {"semantics": BEFORE},
        {"scenario": scenario("pae-hit")},
        {"place": Edge.START},
    ],
)
def test_only_the_same_walk_is_walked_on(other):
    """Another view, rules, scenario, words alone, or a step that is not later."""
    first = Slide("0", scenario("pae-hit"), place=Edge.START)
    assert replace(first, place=Edge.END).continues(first)
    assert not replace(replace(first, place=Edge.END), **other).continues(first)


def test_a_slide_shows_one_thing(change):
    """A walk, a table, chains, or words alone."""
    for number in range(len(change.slides)):
        spot = Spot(change, number)
        shown = [spot.frame is not None, bool(spot.compared), spot.exits is not None]
        assert sum(shown) == (0 if spot.slide.panels == frozenset() else 1)
        assert bool(spot.panels) == shown[0]


def test_the_table_has_the_guest_s_answer_and_what_differs():
    """A row that all agree in stays only where the guest notices it; D, leaf, pf_fixed never."""
    rows = compare_rows(scenario("pae-accessed-of-refused"))
    assert [row.title for row in rows] == ["outcome", "error code", "PTE 7  A", "vmexits"]
    assert [value.wrong for value in rows[2].values] == [True, False, False]


def test_chains_tell_as_far_as_the_place():
    """The first vmexit of before; after is through by then."""
    place = Place(Anchor.PF_FIXED)
    slide = Slide("C", scenario("pae-vain-exit"), BEFORE, EXITS, place)
    before, after = exit_chains(slide).chains
    assert [(box.title, box.told) for box in before.boxes] == [
        ("vmexit 1", True), ("vmexit 2", False), ("#PF 0x5", False),
    ]  # fmt: skip
    assert before.summary == ""
    assert after.summary == "1 vmexit"
    whole = exit_chains(replace(slide, place=Edge.END))
    assert whole.chains[0].summary == "2 vmexits"
    assert whole.truth == "#PF 0x5"
    nothing = exit_chains(replace(slide, place=Edge.START))
    assert not any(box.told for chain in nothing.chains for box in chain.boxes)


def test_a_livelock_is_folded_and_wrong():
    """Neither end is what the processor does; only the ends are marked."""
    slide = Slide("C", scenario("pae-shared-table"), view=EXITS, operation=1)
    chains = exit_chains(slide)
    before, after = chains.chains
    assert chains.access == "Operation 2 of 2: user read 0x40600000"
    assert chains.truth == "done"
    assert [box.title for box in after.boxes] == ["vmexit 1", "vmexit 2", "vmexit 3, 4, …", "∞"]
    assert after.summary == "no end of vmexits"
    for chain in (before, after):
        assert [box.wrong for box in chain.boxes] == [False] * (len(chain.boxes) - 1) + [True]


def test_a_host_that_hangs_ends_the_chain_and_what_comes_after():
    """The machine is dead: the next operation has no vmexits to count."""
    hang = scenario("pae-host-hang")
    chains = exit_chains(Slide("C", hang, view=EXITS))
    assert chains.chains[1].boxes[-1].is_end
    again = replace(hang, operations=hang.program * 2)
    dead = exit_chains(Slide("C", again, view=EXITS, operation=1))
    assert [chain.summary for chain in dead.chains] == ["", ""]
    assert "dead" in dead.chains[0].boxes[-1].lines[0]
    assert Slide("C", again, view=EXITS, operation=1).events == ()


def test_every_operation_of_every_scenario_can_be_told():
    """Each chain has an end, and one alone."""
    for path in sorted(asset("scenarios").glob("guest-*.toml")):
        guest = open_file(path).scenario
        for number in range(len(guest.program)):
            for chain in exit_chains(Slide("C", guest, view=EXITS, operation=number)).chains:
                assert [box.is_end for box in chain.boxes].count(True) == 1
                assert chain.boxes[-1].is_end


def test_the_text_has_times_and_notes(change):
    """All captions and notes, word by word; the last time is the whole."""
    text = "\n".join("".join(span.text for span in line) for line in story_lines(change))
    flat = " ".join(text.replace("| ", "").split())
    for slide in change.slides:
        assert " ".join(slide.caption.split()) in flat
        assert " ".join(slide.notes.split()) in flat
    assert text.startswith(f"{change.title}\n20 slides, 15:00 minutes\n")
    assert text.endswith("15:00  the end")
    assert max(map(len, text.splitlines())) <= 110


def test_a_slide_is_described_by_what_it_shows():
    """In the words of the screen."""
    hit = scenario("pae-hit")
    assert where(Slide("C", hit)) == "A plain hit · ◆ after · walk, end"
    assert where(Slide("C", hit, panels=frozenset())) == "words alone"
    assert where(Slide("C", hit, view=SlideView.COMPARE)) == "A plain hit · compare"
    place = Place(Anchor.ACCESSED, None, 2)
    few = Slide("C", hit, BEFORE, place=place, panels=frozenset({Panel.STEPS, Panel.CODE}))
    assert where(few) == "A plain hit · ◇ before · walk, d (2) (code, steps)"
    shared = Slide("C", scenario("pae-shared-table"), view=EXITS, operation=1)
    assert where(shared).endswith("· ◆ after · exits of operation 2, end")
    assert clock(65) == "1:05"


def test_the_walk_to_try_is_at_the_step_that_is_shown(change):
    """Of exits and a comparison, whose steps are others, it is the whole walk."""
    walked = Spot(change, 1, 3)
    assert walked.walk_step == 3
    for number in (8, 15):
        spot = Spot(change, number)
        assert spot.walk_step == len(spot.slide.trace.events)
