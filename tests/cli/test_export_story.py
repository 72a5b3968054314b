"""`mmuviz export` of a storyline: every format, and what it refuses."""

import io
import json
import re
import shutil
import subprocess
import xml.etree.ElementTree as ET
from itertools import pairwise

import pytest
from PIL import Image

from mmuviz.cli.main import run
from mmuviz.present.export_story_html import story_page
from mmuviz.present.export_story_markdown import story_markdown
from mmuviz.present.export_story_tikz import story_tikz
from mmuviz.present.story_spot import Spot
from mmuviz.present.story_table import slide_rows
from mmuviz.present.story_text import clock
from mmuviz.resources import storylines
from mmuviz.sources.storyline_file import read_storyline
from tests.conftest import DATA

SHORT = DATA / "short-story.toml"
SHIPPED = next(path for path in storylines() if path.stem == "the-change")


def export(*words):
    """Run the command; return status and complaint."""
    err = io.StringIO()
    out = io.StringIO()
    status = run(["export", *map(str, words)], out, err)
    assert out.getvalue() == ""
    return status, err.getvalue()


@pytest.fixture(scope="module")
def story():
    """Slides of every kind."""
    return read_storyline(SHORT)


def test_texts_are_those_of_the_storyline(tmp_path, story):
    """Page, Markdown, LaTeX; the theme and the notes are heard."""
    wanted = {
        "a.html": (story_page(story), []),
        "b.html": (story_page(story, "dark"), ["--theme", "dark"]),
        "n.html": (story_page(story, notes=True), ["--notes"]),
        "a.md": (story_markdown(story), []),
        "b.MD": (story_markdown(story, notes=True), ["--notes"]),
        "a.tex": (story_tikz(story), []),
        "b.tex": (story_tikz(story, notes=True), ["--notes"]),
    }
    for name, (text, options) in wanted.items():
        assert export(SHORT, "--out", tmp_path / name, *options) == (0, "")
        assert (tmp_path / name).read_text("utf-8") == text


def test_one_that_ships_by_its_name(tmp_path):
    """As `mmuviz story` takes it; its file is the same."""
    for number, name in enumerate(("the-change", SHIPPED)):
        assert export(name, "--out", tmp_path / f"{number}.html") == (0, "")
    page = (tmp_path / "0.html").read_text("utf-8")
    assert page == (tmp_path / "1.html").read_text("utf-8")
    assert page == story_page(read_storyline(SHIPPED))
    assert len(page) < 700_000  # what a mail takes: equal pictures are there once


def test_a_folder_has_each_slide_as_png_and_svg(tmp_path, story):
    """All of one size, each another picture; an SVG says what its slide says, and how wide."""
    folder = tmp_path / "slides"
    assert export(SHORT, "--out", folder, "--size", "1280x720") == (0, "")
    count = len(story.slides)
    names = {f"slide-{number + 1:02}.{kind}" for number in range(count) for kind in ("png", "svg")}
    assert {path.name for path in folder.iterdir()} == names
    assert len({path.read_bytes() for path in folder.glob("*.png")}) == count
    for number, slide in enumerate(story.slides, 1):
        with Image.open(folder / f"slide-{number:02}.png") as picture:
            assert picture.size == (1280, 720)
        drawn = ET.parse(folder / f"slide-{number:02}.svg").getroot()
        text = re.sub(r"\s+", "", "".join(drawn.itertext()))
        assert re.sub(r"\s+", "", slide.caption) in text
        assert f"slide{number}of{count}" in text
        written = [one for one in drawn.iter("{http://www.w3.org/2000/svg}text") if one.text]
        assert all(float(one.get("textLength")) > 0 for one in written if one.text.strip())
        for one in written:
            assert "Mono" not in one.get("font-family") or "monospace" in one.get("font-family")


def test_an_animation_has_each_slide(tmp_path, story):
    """As long as it takes to read, or as long as is wished; light and dark differ."""
    grounds = set()
    for theme, seconds in (("light", None), ("dark", "2.5")):
        path = tmp_path / f"{theme}.gif"
        options = ["--size", "960x600", "--theme", theme]
        options += ["--seconds", seconds] if seconds else []
        assert export(SHORT, "--out", path, *options) == (0, "")
        with Image.open(path) as picture:
            assert (picture.size, picture.n_frames) == ((960, 600), len(story.slides))
            stay = []
            for number in range(picture.n_frames):
                picture.seek(number)
                stay.append(picture.info["duration"])
            grounds.add(picture.convert("RGB").getpixel((5, 5)))
        words = [len(slide.caption.split()) for slide in story.slides]
        for (one, other), (some, more) in zip(pairwise(stay), pairwise(words), strict=True):
            assert (one < other) == (some < more and seconds is None)
        assert min(stay) >= 2500
    assert len(grounds) == 2


def pages(path):
    """Return the text of each page of a PDF, as another program reads it."""
    if not shutil.which("pdftotext"):
        pytest.skip("pdftotext is not installed")
    done = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, check=True)
    text = done.stdout.decode().replace("ˮ", "”")  # the font has one sign for both
    return [" ".join(page.split()) for page in text.split("\f")[:-1]]


@pytest.mark.poppler
def test_a_hand_out_has_a_page_a_slide(tmp_path, story):
    """Caption, step and source; the same bytes again. Notes and times only where wished."""
    first, second, noted = tmp_path / "a.pdf", tmp_path / "b.pdf", tmp_path / "n.pdf"
    for path in (first, second):
        assert export(SHORT, "--out", path) == (0, "")
    assert export(SHORT, "--out", noted, "--notes") == (0, "")
    assert first.read_bytes() == second.read_bytes()
    plain, full = pages(first), pages(noted)
    assert len(plain) == len(full) == len(story.slides)
    for number, (page, more) in enumerate(zip(plain, full, strict=True)):
        spot = Spot(story, number)
        caption, notes = (" ".join(text.split()) for text in (spot.slide.caption, spot.slide.notes))
        assert caption in page
        assert caption in more
        assert spot.counted in page
        time = f"{number + 1} of {len(story.slides)} · {clock(story.start(number))}"
        assert time in more
        assert time not in page
        if spot.frame is not None:
            assert spot.frame.headline.title in page
        assert notes in more
        assert not notes or notes not in page
    subprocess.run(["pdftoppm", "-r", "30", noted, tmp_path / "page"], check=True)
    drawn = sorted(tmp_path.glob("page*.ppm"))
    assert len(drawn) == len(story.slides)
    for path in drawn:
        with Image.open(path) as picture:
            assert picture.height > picture.width
            assert len(picture.getcolors(1 << 16)) > 10


@pytest.mark.poppler
def test_notes_that_are_long_go_on_on_the_next_page(tmp_path):
    """None is cut."""
    notes = "\n\n".join(f"Paragraph {number} of many. " + "Say it. " * 30 for number in range(20))
    path = tmp_path / "long.toml"
    path.write_text(
        'version = 1\ntitle = "T"\n[[slide]]\ncaption = "C"\npanels = []\n'
        f"notes = {json.dumps(notes)}\n",
        encoding="utf-8",
    )
    assert export(path, "--out", tmp_path / "a.pdf", "--notes") == (0, "")
    found = pages(tmp_path / "a.pdf")
    assert len(found) == 2
    for number in range(20):
        assert f"Paragraph {number} of many." in " ".join(found)


@pytest.mark.poppler
def test_a_compact_hand_out_is_one_table(tmp_path):
    """All slides of the lecture that ships on two pages: caption, who, outcome, code."""
    path = tmp_path / "a.pdf"
    assert export("the-change", "--out", path, "--compact") == (0, "")
    found = pages(path)
    assert len(found) == 2
    said = " ".join(found)
    assert said.count("hardware") >= 10
    for row in slide_rows(read_storyline(SHIPPED)):
        for come in row.comes:
            for word in f"{come.who} {come.outcome} {come.code}".replace("✗", "").split():
                assert word in said
        assert row.caption.split()[0] in said


BAD = [
    (["--semantics", "after"], "--semantics is for a walk; short-story.toml is a storyline"),
    (["--step", "3"], "--step is for a .tex; --out is a.html"),
    (["--user"], "--user is for a walk"),
    (["--wp", "0"], "--wp is for a walk"),
    (["--address", "0x1000"], "--address is for a walk"),
    (["--max-size", "1G"], "--max-size is for a walk"),
]


@pytest.mark.parametrize(("words", "said"), BAD, ids=[" ".join(words) for words, _ in BAD])
def test_what_is_of_a_walk_is_refused(tmp_path, words, said):
    """Status 2, and nothing is written."""
    status, complaint = export(SHORT, "--out", tmp_path / "a.html", *words)
    assert status == 2
    assert said in complaint
    assert list(tmp_path.iterdir()) == []


def test_one_with_a_mistake_is_not_written(tmp_path):
    """The mistake is told by line and field."""
    path = tmp_path / "mine.toml"
    path.write_text('version = 1\ntitle = "T"\n[[slide]]\nseconds = 3\n', encoding="utf-8")
    status, complaint = export(path, "--out", tmp_path / "a.html")
    assert status == 2
    assert "no caption" in complaint
    assert not (tmp_path / "a.html").exists()


@pytest.mark.parametrize("name", ["a.html", "a.pdf", "a.gif", "slides"])
def test_a_place_that_cannot_be_written_is_told(name):
    """By the name that was given, whoever writes it."""
    status, complaint = export(SHORT, "--out", f"/proc/{name}")
    assert (status, complaint) == (2, f"mmuviz: /proc/{name}: no such file or directory\n")
