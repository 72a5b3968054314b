"""A storyline as text: the page, Markdown and LaTeX, over slides of every kind."""

import json
import re
import xml.etree.ElementTree as ET
from dataclasses import replace

import pytest

from mmuviz.core.storyline import SlideView, Storyline
from mmuviz.present.export_page import whole_page
from mmuviz.present.export_picture import step_svg
from mmuviz.present.export_state import state_record
from mmuviz.present.export_story import story_document
from mmuviz.present.export_story_html import story_page
from mmuviz.present.export_story_markdown import story_markdown
from mmuviz.present.export_story_picture import Pictures
from mmuviz.present.export_story_tikz import story_tikz
from mmuviz.present.frame import Frame
from mmuviz.present.story_spot import Spot
from mmuviz.present.story_table import Come, slide_rows
from mmuviz.resources import storylines
from mmuviz.sources.storyline_file import read_storyline
from tests.conftest import DATA
from tests.present.tex import check_tex

XHTML = "{http://www.w3.org/1999/xhtml}"
SVG = "{http://www.w3.org/2000/svg}"
SHIPPED = next(path for path in storylines() if path.stem == "the-change")


@pytest.fixture(scope="module", params=[DATA / "short-story.toml", SHIPPED], ids=["short", "long"])
def story(request):
    """A short storyline, and the one that ships."""
    return read_storyline(request.param)


@pytest.fixture(scope="module")
def short():
    """Slides of every kind."""
    return read_storyline(DATA / "short-story.toml")


def words(element):
    """Return all text in an element."""
    return " ".join("".join(element.itertext()).split())


def sections(page, kind):
    """Return the slides, or the steps."""
    found = ET.fromstring(page).iter(f"{XHTML}section")
    return [one for one in found if one.get("class").split()[0] == kind]


def test_every_slide_of_the_page_says_what_its_walk_holds(story):
    """Caption, state, notes; the page is well formed, and asks for nothing."""
    page = story_page(story, notes=True)
    shown = sections(page, "slide")
    assert len(shown) == len(story.slides)
    for number, (section, slide) in enumerate(zip(shown, story.slides, strict=True)):
        spot, state = Spot(story, number), json.loads(section.get("data-state"))
        assert section.get("id") == f"slide-{number + 1}"
        assert (state["slide"], state["view"]) == (number + 1, slide.view.value)
        assert words(section.find(f"{XHTML}h2")) == " ".join(slide.caption.split())
        notes = section.find(f"{XHTML}aside")
        assert ("" if notes is None else words(notes)) == "".join(
            " ".join(part.split()) for part in slide.notes.split("\n\n")
        )
        if spot.frame is not None:
            record = state_record(spot.frame)
            assert {key: state[key] for key in record} == json.loads(json.dumps(record))
            assert spot.frame.headline.title in words(section)
        if slide.view is SlideView.EXITS:
            chains = {chain.version.value: chain for chain in spot.exits.chains}
            for told in state["chains"]:
                boxes = [[box.heading, *box.said] for box in chains[told["version"]].boxes]
                assert told["boxes"] == boxes
                said = [" ".join(line.split()) for box in boxes for line in box]
                assert [line for line in said if line not in words(section)] == []
            assert f"hardware: {spot.exits.truth}" in words(section)
        if slide.view is SlideView.COMPARE:
            rows = section.find(f"{XHTML}table").findall(f"{XHTML}tr")[1:]
            for row, found in zip(spot.compared, rows, strict=True):
                assert [words(cell) for cell in found][1:] == [one.judged for one in row.values]
    assert not re.search(r"@import|url\(|https?://(?!www\.w3\.org)", page)
    assert story_page(story, notes=True) == page


def test_a_page_has_the_notes_only_where_they_are_wished(story):
    """Else no word of them, and no button or key that would show none."""
    silent = replace(story, slides=tuple(replace(slide, notes="") for slide in story.slides))
    assert silent != story
    assert story_page(story) == story_page(silent) == story_page(silent, notes=True)
    for page, count in ((story_page(story), 0), (story_page(story, notes=True), 1)):
        root = ET.fromstring(page)
        buttons = [one.get("id") for one in root.iter(f"{XHTML}button")]
        keys = [words(one) for one in root.find(f".//{XHTML}footer").iter(f"{XHTML}kbd")]
        assert buttons.count("notes") == keys.count("N") == count
        assert bool(list(root.iter(f"{XHTML}aside"))) == bool(count)


def test_every_walk_is_there_once_and_whole(story):
    """Slides on one walk share its steps; each step says what the trace holds."""
    page = story_page(story)
    walks = {}
    for number, section in enumerate(sections(page, "slide")):
        spot = Spot(story, number)
        assert (section.get("data-walk") is None) == (spot.frame is None)
        if spot.frame is not None:
            assert section.get("data-step") == str(spot.shown)
            walks[int(section.get("data-walk"))] = spot.frame.trace
    steps = sections(page, "step")
    assert len(steps) == sum(len(trace.events) + 1 for trace in walks.values())
    for section in steps:
        number, step = map(int, re.findall(r"\d+", section.get("id")))
        frame = Frame(walks[number], step)
        assert json.loads(section.get("data-state")) == json.loads(json.dumps(state_record(frame)))


def test_pictures_are_drawn_once(story):
    """What two steps show alike is there once; every use finds it."""
    root = ET.fromstring(story_page(story))
    ids = [one.get("id") for one in root.iter(f"{SVG}g") if one.get("id")]
    used = [one.get("href") for one in root.iter(f"{SVG}use")]
    assert len(set(ids)) == len(ids)
    assert {f"#{name}" for name in ids} == set(used)
    assert len(used) > 1.5 * len(ids)


def test_a_picture_of_chosen_parts_closes_up(short):
    """As high as its parts; all of them make the picture of a walk."""
    frame = Spot(short, 2).frame
    heights = {}
    for number in (1, 2, 3, 8):
        drawn = ET.fromstring(Pictures().step(frame, Spot(short, number).panels))
        heights[number] = float(drawn.get("viewBox").split()[3])
        assert drawn.get("aria-label") == ET.fromstring(step_svg(frame)).get("aria-label")
    assert heights[2] > heights[1] > heights[3] > heights[8]
    assert Pictures().step(frame, ()) == ""


def test_a_page_is_light_or_dark_where_that_is_wished(short):
    """Else as the reader's system says."""
    assert 'data-theme="dark"' in story_page(short, "dark")
    assert "data-theme=" not in story_page(short).partition("<head>")[0]
    assert "<title>a &amp; b</title>" in whole_page("a & b", "", ("page",))


def test_markdown_has_each_slide(short, golden):
    """Caption, path, code; notes only where they are wished."""
    text = story_markdown(short)
    golden("export-story.md", story_markdown(short, notes=True))
    assert "Ask first" not in text
    for table in re.findall(r"(?:^\|.*\n)+", text, re.MULTILINE):
        assert len({len(re.findall(r"(?<!\\)\|", row)) for row in table.splitlines()}) == 1


def test_latex_has_each_slide(story):
    """As many boxes as slides, balanced; notes only where they are wished."""
    plain, noted = story_tikz(story), story_tikz(story, notes=True)
    for text in (plain, noted):
        check_tex(text.replace(" & ", " "))
        assert text.count(r"\begin{minipage}") == len(story.slides)
    assert plain.count(r"\itshape") == 0
    assert noted.count(r"\itshape") == sum(
        len(slide.notes.split("\n\n")) for slide in story.slides if slide.notes
    )


def test_latex_pictures_have_the_chosen_parts(short):
    """A part below one that is left out moves up."""
    found = story_tikz(short).split(r"\begin{minipage}")[1:]
    assert "tikzpicture" not in found[0]
    assert "(check)" not in found[1]
    assert [re.findall(r"yshift=([\d.]+)cm", one) for one in found[2:5]] == [[], ["5.3"], ["2.7"]]
    assert re.findall(r"yshift=([\d.]+)cm", found[8]) == ["2.6"]


def test_the_table_says_who_comes_to_what(short):
    """A walk one, a comparison and exits all; what is not told stays open."""
    comes = [row.comes for row in slide_rows(short)]
    assert [len(one) for one in comes] == [0, 1, 1, 1, 1, 3, 3, 3, 1]
    assert comes[2] == (Come("◆ after", "access_error", "0x7 (P | W | U)"),)
    assert comes[5][1] == Come("◆ after", "#PF", "✗ 0x5")
    assert comes[6][0] == Come("◇ before", "not told yet", "?")
    assert comes[6][1] == Come("◆ after", "#PF 0x5, 1 vmexit", "0x5")
    assert comes[7][0] == Come("◇ before", "✗ #PF 0x5, 2 vmexits", "0x5")
    assert comes[7][1] == Come("◆ after", "✗ ∞, no end of vmexits", "none")
    assert comes[7][2] == Come("■ hardware", "done", "none")


def test_a_text_by_its_suffix(short):
    """Pictures and paper are none."""
    assert story_document(".html", short, "", notes=False) == story_page(short)
    assert story_document(".html", short, "", notes=True) == story_page(short, notes=True)
    assert story_document(".md", short, "", notes=True) == story_markdown(short, notes=True)
    assert story_document(".tex", short, "", notes=False) == story_tikz(short)
    for kind in (".pdf", ".gif", ""):
        assert story_document(kind, short, "", notes=False) is None


def test_exits_without_a_known_truth(monkeypatch, short):
    """Nothing is said of hardware then."""
    shown = replace(Spot(short, 6).exits, truth="")
    one = Storyline("T", (short.slides[6],))
    monkeypatch.setattr("mmuviz.present.story_spot.exit_chains", lambda _slide: shown)
    assert len(slide_rows(one)[0].comes) == 2
    assert "hardware" not in story_markdown(one)
    assert "hardware" not in story_tikz(one)
    assert 'class="hardware"' not in story_page(one)
