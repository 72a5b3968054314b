"""Exports as text: the page, Markdown and TikZ, over every kind of walk."""

import json
import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from mmuviz.core.access import Access
from mmuviz.core.cursor import event_at, guest_walker, reads_until, written_until
from mmuviz.core.paging import PagingMode
from mmuviz.core.trace import Semantics, record
from mmuviz.present.export_html import walk_page
from mmuviz.present.export_kinds import FOLDER, document, kind_of
from mmuviz.present.export_markdown import walk_markdown
from mmuviz.present.export_picture import HIGH, code_lines, step_svg
from mmuviz.present.export_shapes import wrapped
from mmuviz.present.export_state import step_state
from mmuviz.present.export_tikz import walk_tikz
from mmuviz.present.frame import Frame
from mmuviz.present.narrate import headline
from mmuviz.resources import asset
from mmuviz.sources.open_file import open_file
from tests.present.tex import check_tex
from tests.present.walks import odd_ends

XHTML = "{http://www.w3.org/1999/xhtml}"
SVG = "{http://www.w3.org/2000/svg}"
NAMES = ["default", *sorted(path.stem for path in asset("scenarios").glob("*.toml"))]
VOID = {"meta", "br"}


def trace_of(name, semantics=Semantics.AFTER):
    """Return the walk of a built-in scenario."""
    path = asset("default.toml") if name == "default" else asset(f"scenarios/{name}.toml")
    return record(semantics, open_file(path).scenario)


def steps_of(page):
    """Return the elements of the steps."""
    return ET.fromstring(page).findall(f".//{XHTML}section")


def words(element):
    """Return all text in an element."""
    return " ".join("".join(element.itertext()).split())


@pytest.mark.parametrize("semantics", Semantics)
@pytest.mark.parametrize("name", NAMES)
def test_every_step_of_the_page_says_what_the_trace_holds(name, semantics):
    """The page is well formed; state and sentence of each step are the trace's."""
    trace = trace_of(name, semantics)
    sections = steps_of(walk_page(trace))
    assert len(sections) == len(trace.events) + 1
    for step, section in enumerate(sections):
        state = json.loads(section.get("data-state"))
        walker, event = guest_walker(trace, step), event_at(trace, step)
        assert section.get("id") == f"step-{step}"
        assert state["step"] == step
        assert state["event"] == (event.anchor.value if event else None)
        assert state["error_code"] == walker.error_code
        ended = step == len(trace.events)
        assert state["outcome"] == (trace.result.outcome.value if ended else None)
        values = {
            (
                f"PDPTR {read.index}" if read.address is None else f"{read.level.name} {read.index}"
            ): (written_until(trace, step).get(read.address, read.value))
            for read in reads_until(trace, step)
        }
        found = {
            entry: None if value == "not kept" else int(value, 16)
            for entry, value in state["entries"].items()
        }
        assert found == values
        told = headline(trace, step)
        assert words(section).startswith(f"{' '.join(told.title.split())}Step {step} of")
        assert " ".join(told.detail_text.split()) in words(section)


def test_the_tables_of_a_step_are_its_state():
    """Checks, fields and A bits stand there as text."""
    trace = trace_of("default")
    for step, section in enumerate(steps_of(walk_page(trace))):
        state = step_state(Frame(trace, step))
        tables = {
            table.get("class"): {
                words(row[0]): [words(cell) for cell in row[1:]] for row in table.iter(f"{XHTML}tr")
            }
            for table in section.iter(f"{XHTML}table")
        }
        assert tables["checks"] == {
            row.label: [f"{mark.letter} {mark.sign}{mark.word}" for mark in row.marks]
            for row in state.checks
        }
        assert list(tables["walker"]) == [field.name for field in state.walker]
        assert tables.get("accessed", {}) == {
            title: [change, note] for title, change, note in state.accessed
        }
        code = guest_walker(trace, step).error_code
        letters = (
            ""
            if code is None
            else " ".join(letter for letter, bit in (("P", 1), ("W", 2), ("U", 4)) if code & bit)
        )
        assert tables["walker"]["error_code"] == [letters or "unset"]


def test_the_picture_shows_each_entry_and_flag():
    """Values, letters and the code are text in the picture; it is told in words too."""
    trace = trace_of("default")
    picture = ET.fromstring(step_svg(Frame(trace, len(trace.events))))
    said = [text.text for text in picture.iter(f"{SVG}text")]
    for word in ("CR3", "PDE 447", "01cd4067", "PTE 353", "05e75065", "access_error", "= 0x7"):
        assert word in said
    assert picture.get("role") == "img"
    assert "PTE 353 05e75065" in picture.get("aria-label")
    assert "Check b, write allowed? no: jump to access_error." in picture.get("aria-label")


@pytest.mark.parametrize("mode", PagingMode)
@pytest.mark.parametrize("semantics", Semantics)
def test_odd_walks_are_exported_too(mode, semantics):
    """Paging off, tables that are not kept, outside RAM, not canonical."""
    for scenario in odd_ends(mode):
        trace = record(semantics, replace(scenario, title="a < b & c"))
        page = walk_page(trace, "dark")
        assert len(steps_of(page)) == len(trace.events) + 1
        assert 'data-theme="dark"' in page
        assert walk_markdown(trace).count("\n## ") >= 2
        check_tex(walk_tikz(trace))


def test_the_picture_has_room_for_all_that_it_holds():
    """Nothing stands outside the picture, or is smaller than can be read."""
    for name in ("default", "long-not-writable-pdpte", "pae-nx-fetch", "x32-pse36"):
        for semantics in Semantics:
            trace = trace_of(name, semantics)
            for step in range(len(trace.events) + 1):
                picture = ET.fromstring(step_svg(Frame(trace, step)))
                for text in picture.iter(f"{SVG}text"):
                    assert 0 < float(text.get("x")) < 1200
                    assert 0 < float(text.get("y")) < HIGH
                    assert float(text.get("font-size")) >= 10, text.text


class Tags(HTMLParser):
    """Holds open tags against closing ones, as an HTML parser reads them."""

    def __init__(self):
        super().__init__()
        self.open = []
        self.links = []

    def handle_starttag(self, tag, attrs):
        """Open it."""
        self.links += [value for name, value in attrs if name in {"src", "href"}]
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        """Nothing stays open."""

    def handle_endtag(self, tag):
        """Close it."""
        assert self.open.pop() == tag


def test_the_page_is_html_and_asks_for_nothing():
    """Tags nest as HTML too; all links lead into the page; the same walk gives the same bytes."""
    trace = trace_of("default")
    page = walk_page(trace)
    tags = Tags()
    tags.feed(page)
    assert tags.open == []
    assert {link[:6] for link in tags.links} == {"#step-"}
    assert not re.search(r"@import|url\(|https?://(?!www\.w3\.org)", page)
    assert walk_page(trace) == page


def test_the_question_is_escaped():
    """A name with signs of HTML stays a name."""
    trace = trace_of("default")
    scenario = trace.scenario
    labels = (replace(scenario.labels[0], name='<b>"&', gva=scenario.access.gva),)
    page = walk_page(record(Semantics.AFTER, replace(scenario, labels=labels)))
    assert words(ET.fromstring(page).find(f".//{XHTML}h1")).endswith('(<b>"&)')


def test_markdown_holds_the_walk(golden):
    """Path, checks, code and steps, as tables and a list."""
    golden("export-default.md", walk_markdown(trace_of("default")))
    golden("export-hardware.md", walk_markdown(trace_of("long-smap", Semantics.HARDWARE)))


def test_markdown_of_every_scenario_has_square_tables():
    """As many cells in each row as in its head, whatever stands in them."""
    for name in NAMES:
        for semantics in Semantics:
            text = walk_markdown(trace_of(name, semantics))
            for table in re.findall(r"(?:^\|.*\n)+", text, re.MULTILINE):
                assert len({len(re.findall(r"(?<!\\)\|", row)) for row in table.splitlines()}) == 1


def test_tikz_of_every_scenario_is_balanced():
    """Each step of some, the end of all."""
    for name in NAMES:
        for semantics in Semantics:
            check_tex(walk_tikz(trace_of(name, semantics)))
    for semantics in Semantics:
        trace = trace_of("default", semantics)
        for step in range(len(trace.events) + 1):
            check_tex(walk_tikz(trace, step))


def test_tikz_shows_the_step(golden):
    """The refusing check, armed slots; a step that the walk does not have is told."""
    golden("export-step-13.tex", walk_tikz(trace_of("default"), 13))
    with pytest.raises(IndexError, match="steps 0 to 18, not 19"):
        walk_tikz(trace_of("default"), 19)


def test_a_name_says_its_format(tmp_path):
    """By suffix, in any case; a name without one is a folder, and so is a folder."""
    assert kind_of(Path("Walk.HTML")) == ".html"
    assert kind_of(Path("steps")) == FOLDER
    (tmp_path / "steps.v2").mkdir()
    assert kind_of(tmp_path / "steps.v2") == FOLDER
    with pytest.raises(OSError, match=r'found "walk.docx", expected a name in \.html'):
        kind_of(Path("walk.docx"))


def test_a_document_is_text_or_none():
    """Pages, Markdown and TikZ are; what Qt draws is not."""
    trace = trace_of("default")
    assert document(".html", trace, None, "light").startswith("<!DOCTYPE html>")
    assert document(".md", trace, None, "").startswith("# after: user write")
    assert "step 3 of 18" in document(".tex", trace, 3, "")
    assert document(".pdf", trace, None, "") is None


def test_the_code_that_a_step_stands_on():
    """The function at step 0, and the lines of the listing."""
    trace = trace_of("default")
    assert code_lines(Frame(trace, 0)) == ("walk_addr(addr, write_fault, user_fault):",)
    assert code_lines(Frame(trace, 15)) == ("access_error:  error_code = P",)


def test_long_words_are_broken_between_words():
    """A line is as wide as its room."""
    assert wrapped("one two three", 80, 15) == ["one two", "three"]
    assert wrapped("", 80, 15) == []


def test_a_fetch_and_a_mapped_page():
    """A walk that is allowed ends on a page, without a code."""
    scenario = replace(trace_of("pae-hit").scenario, access=Access(0x40607238, user=True))
    trace = record(Semantics.HARDWARE, scenario)
    picture = step_svg(Frame(trace, len(trace.events)))
    assert "no fault, so no error code" in picture
    assert "no page-fault code" in walk_tikz(trace)
