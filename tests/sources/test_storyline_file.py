"""Storyline files: what they say, and what is told of one that is wrong."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from mmuviz.core.events import Anchor
from mmuviz.core.place import Place
from mmuviz.core.storyline import Edge, Panel, Slide, SlideView
from mmuviz.core.trace import Semantics
from mmuviz.resources import asset, storylines
from mmuviz.sources.open_file import is_storyline, open_file
from mmuviz.sources.problems import BadInput
from mmuviz.sources.storyline_file import read_storyline

HEAD = 'version = 1\ntitle = "A lecture"\n'


def write(tmp_path, slides, head=HEAD):
    path = tmp_path / "lecture.toml"
    path.write_text(head + slides, encoding="utf-8")
    return path


def problems(tmp_path, slides, head=HEAD):
    with pytest.raises(BadInput) as wrong:
        read_storyline(write(tmp_path, slides, head))
    return [str(problem) for problem in wrong.value.problems]


def test_a_slide_is_as_the_one_before_where_it_says_nothing(tmp_path):
    """Scenario and semantics go on; place, view, panels and time do not."""
    path = write(
        tmp_path,
        """
[[slide]]
caption = "One"
scenario = "pae-accessed-of-refused"
semantics = "before"
place = { level = "PTE", anchor = "d", occurrence = 1 }
panels = ["steps", "path"]
seconds = 30
notes = "Wait."
[[slide]]
caption = '''
Two
lines'''
""",
    )
    storyline = read_storyline(path)
    one, two = storyline.slides
    assert (storyline.title, storyline.seconds) == ("A lecture", 90)
    assert storyline.name == path.stem
    assert (one.place, one.step) == (Place(Anchor.ACCESSED, 1), 10)
    assert (one.panels, one.notes) == (frozenset({Panel.PATH, Panel.STEPS}), "Wait.")
    assert two.scenario is one.scenario
    assert two == Slide("Two\nlines", one.scenario, Semantics.BEFORE)
    assert (two.place, two.step) == (Edge.END, 12)
    assert two.continues(one)
    assert not one.continues(two)


def test_a_slide_changes_a_scenario_in_the_words_of_one(tmp_path):
    """Access, WP and entries of the path; the next slide is on what came of it."""
    path = write(
        tmp_path,
        """
[[slide]]
caption = "Changed"
scenario = "pae-hit"
wp = false
access = { kind = "write" }
map = [{ address = "0x40607238", pde = "P U -> 0x3000" }]
place = { level = "PDE", anchor = "b" }
[[slide]]
caption = "As before"
[[slide]]
caption = "The scenario itself"
scenario = "pae-hit"
""",
    )
    changed, same, plain = read_storyline(path).slides
    assert same.scenario is changed.scenario
    assert not changed.scenario.cpu.wp
    assert changed.scenario.access.write
    assert changed.scenario.entry(0x2018) == 0x3005
    assert plain.scenario == open_file(asset("scenarios/pae-hit.toml")).scenario


def test_a_slide_names_a_file_beside_it(tmp_path):
    """The storyline can be given away with its scenarios."""
    text = asset("scenarios/x32-wp-off.toml").read_text(encoding="utf-8")
    (tmp_path / "mine.toml").write_text(text, encoding="utf-8")
    path = write(tmp_path, '[[slide]]\ncaption = "Mine"\nscenario = "mine.toml"\n')
    assert (
        read_storyline(path).slides[0].scenario.title
        == open_file(asset("scenarios/x32-wp-off.toml")).scenario.title
    )


def test_without_a_scenario_it_is_the_default_one(tmp_path):
    """Words alone need none."""
    (slide,) = read_storyline(write(tmp_path, '[[slide]]\ncaption = "Hi"\npanels = []\n')).slides
    assert slide.scenario.title == open_file(asset("default.toml")).scenario.title
    assert not slide.panels


def test_exits_have_an_operation_and_places_of_their_own(tmp_path):
    """The second vmexit of the second operation."""
    path = write(
        tmp_path,
        """
[[slide]]
caption = "Exits"
scenario = "pae-shared-table"
view = "exits"
operation = 2
semantics = "before"
place = { anchor = "vmexit", occurrence = 2 }
""",
    )
    (slide,) = read_storyline(path).slides
    assert (slide.view, slide.operation) == (SlideView.EXITS, 1)
    assert slide.events[slide.step - 1].anchor is Anchor.VMEXIT


def test_a_judgement_is_found_by_its_checks(tmp_path):
    """Hardware judges b, c and x in one step."""
    path = write(
        tmp_path,
        '[[slide]]\ncaption = "J"\nscenario = "pae-nx-fetch"\nsemantics = "hardware"\n'
        'place = { anchor = "x" }\n',
    )
    (slide,) = read_storyline(path).slides
    assert slide.events[slide.step - 1].anchor is Anchor.JUDGE


SLIDE = '[[slide]]\ncaption = "C"\nscenario = "pae-hit"\n'
BAD = {
    'capton = "x"': 'line 6  slide 1.capton   found the unknown key "capton", expected "caption"',
    'semantics = "later"': 'line 6  slide 1.semantics   found "later", expected one of before, '
    "after, hardware",
    'view = "atlas"': 'line 6  slide 1.view   found "atlas", expected one of walk, compare, exits',
    "seconds = 0": "line 6  slide 1.seconds   found 0, expected a number from 1",
    'panels = ["picture"]': "line 6  slide 1.panels   found ['picture'], expected a list of path, "
    "check, code, steps",
    'panels = "path"': 'line 6  slide 1.panels   found "path", expected a list of path, check, '
    "code, steps",
    "place = 13": "line 6  slide 1.place   found 13, expected start, end, or a table "
    '{ level = "PTE", anchor = "b" }',
    'place = { level = "PTE" }': "line 6  slide 1.place.anchor   found no anchor, expected a point "
    "of the algorithm, such as b",
    'place = { level = "PTE", anchor = "b", step = 3 }': "line 6  slide 1.place.step   found the "
    'unknown key "step", expected one of level, anchor, occurrence',
    'place = { level = "PML4E", anchor = "a" }': 'line 6  slide 1.place.level   found "PML4E", '
    "expected one of PDPTR, PDE, PTE",
    'place = { level = "PTE", anchor = "access_error" }': "line 6  slide 1.place   found a place "
    "that is not come to, expected one of PDPTR read_pdptr, PDPTR a_pdptr, PDPTR g_pdptr, PDE "
    "read, PDE a, PDE b, PDE c, PDE d, PDE e, PDE g, PTE read, PTE a and 5 more",
    'view = "exits"\nsemantics = "hardware"': "line 7  slide 1.semantics   found hardware, which "
    "has no exits, expected before or after",
    'view = "exits"\noperation = 2': "line 7  slide 1.operation   found 2, expected 1 to 1, as the "
    "guest does",
    "operation = 1": 'line 6  slide 1.operation   found one of a walk, expected view = "exits" '
    "beside it",
    'view = "exits"\npanels = ["path"]': "line 7  slide 1.panels   found panels of exits, expected "
    'view = "walk" beside them',
    'view = "compare"\nplace = "start"': "line 7  slide 1.place   found a place to compare, "
    "expected none: it shows what all come to",
    'map = [{ pde = "P" }]': "line 6  slide 1.map 1.address   found no address, expected the "
    "address whose path this is",
    "wp = 2": "line 6  slide 1.wp   found 2, expected true or false",
}


@pytest.mark.parametrize("line", BAD)
def test_a_wrong_line_is_named(tmp_path, line):
    """File, line, field, what was found, what was expected."""
    (told,) = problems(tmp_path, f"{SLIDE}{line}\n")
    assert told == BAD[line]


@pytest.mark.parametrize(
    ("caption", "found"),
    [
        ("", "found no caption, expected what the audience reads"),
        ('caption = ""', "found no caption, expected what the audience reads"),
        (f'caption = "{"x" * 241}"', "found 241 characters, expected at most 240"),
    ],
)
def test_a_caption_is_there_and_can_be_read(tmp_path, caption, found):
    """Too long a one would be set too small."""
    (told,) = problems(tmp_path, f"[[slide]]\n{caption}\n")
    assert told.endswith(found)


def test_a_scenario_that_is_not_there_is_told_once(tmp_path):
    """The rest of the slide is read on."""
    (told,) = problems(tmp_path, '[[slide]]\ncaption = "C"\nscenario = "nowhere"\n')
    assert 'slide 1.scenario   found "nowhere", which does not exist, expected a built-in' in told


def test_version_title_and_slides_are_needed(tmp_path):
    """Each is asked for; keys beside them are not known."""
    assert problems(tmp_path, "", 'author = "me"\n') == [
        "version   found no version, expected version = 1 as the first line",
        "title   found no title, expected what the lecture is called",
        'line 1  author   found the unknown key "author", expected one of version, title, slide',
    ]
    assert problems(tmp_path, "") == ["slide   found no slide, expected at least one [[slide]]"]
    assert problems(tmp_path, SLIDE, HEAD.replace("1", "2"))[0].startswith("line 1  version")


def test_what_is_no_toml_or_no_file(tmp_path):
    """One sentence each."""
    with pytest.raises(BadInput, match="no well-formed TOML"):
        read_storyline(write(tmp_path, "[[slide]\n"))
    with pytest.raises(BadInput, match="does not exist"):
        read_storyline(tmp_path / "nowhere.toml")


def test_a_storyline_is_known_by_its_content(tmp_path):
    """Not by its name; a scenario, a dump, a folder, and nothing at all are none."""
    path = write(tmp_path, SLIDE)
    assert is_storyline(path)
    for other in (asset("default.toml"), asset("captures/linux-pae.core.gz"), tmp_path):
        assert not is_storyline(other)
    assert not is_storyline(tmp_path / "nowhere")
    with pytest.raises(BadInput, match="is a storyline, expected a scenario"):
        open_file(path)


@pytest.mark.parametrize("path", storylines(), ids=lambda path: path.stem)
def test_every_slide_that_ships_can_be_shown(path):
    """The reader checks each place; none is named by a step's number."""
    storyline = read_storyline(path)
    assert len(storyline.slides) >= 15
    assert storyline.seconds == 15 * 60
    for slide in storyline.slides:
        assert slide.step is not None
        assert slide.notes or slide.caption
    assert not re.search(r"^(place|step) = \d", path.read_text(encoding="utf-8"), re.MULTILINE)


def test_the_lecture_on_the_change_says_what_is_so():
    """Its pictures hold what its captions say, slide by slide (FINDINGS)."""
    path = next(path for path in storylines() if path.stem == "the-change")
    slides = read_storyline(path).slides

    def of(words):
        return next(slide for slide in slides if words in slide.caption)

    refused = of("the PTE gets its A")
    assert refused.events[refused.step - 1].new & 0x20
    after = of("Here check b refuses")
    assert after.events[after.step - 1].holds
    assert of("The refusal makes the error code").trace.result.error_code == 7
    stops = of("After stops at the entry")
    assert stops.trace.result.error_code == 5
    truth = of("No translation exists")
    assert (truth.semantics, truth.trace.result.error_code) == (Semantics.HARDWARE, 4)
    hit = of("All three rules agree")
    gpas = {replace(hit, semantics=who).trace.result.gpa for who in Semantics}
    assert gpas == {0x407238}


def test_an_occurrence_too_many_is_not_come_to(tmp_path):
    """A walk returns once."""
    (told,) = problems(tmp_path, f'{SLIDE}place = {{ anchor = "return_1", occurrence = 2 }}\n')
    assert "found a place that is not come to" in told


def test_the_page_on_storylines_is_right(tmp_path):
    """Its example is read, and every anchor that it names is one."""
    page = (Path(__file__).parents[2] / "docs" / "storylines.md").read_text(encoding="utf-8")
    example = re.search(r"```toml\n(.*?)```", page, re.DOTALL)[1]
    path = tmp_path / "example.toml"
    path.write_text(example, encoding="utf-8")
    assert [slide.seconds for slide in read_storyline(path).slides] == [45, 60, 60]
    assert read_storyline(path).slides[2].trace.result.gpa == 0x407238
    named = page[page.index("Anchors of a walk") : page.index("Where a place is not")]
    assert set(re.findall(r"`(\w+)`", named)) <= {one.value for one in Anchor}
