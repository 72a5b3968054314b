"""`mmuviz export`: every format, and what it refuses."""

import io
import os
import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ET

import pytest
from PIL import Image

from mmuviz.cli.main import run
from mmuviz.core.trace import Semantics, record
from mmuviz.present.export_html import walk_page
from mmuviz.present.export_markdown import walk_markdown
from mmuviz.present.export_tikz import walk_tikz
from mmuviz.present.narrate import headline
from mmuviz.resources import asset
from mmuviz.sources.open_file import open_file


def export(*words):
    """Run the command; return status and complaint."""
    err = io.StringIO()
    out = io.StringIO()
    status = run(["export", *map(str, words)], out, err)
    assert out.getvalue() == ""
    return status, err.getvalue()


@pytest.fixture
def trace():
    """The default walk."""
    return record(Semantics.AFTER, open_file(asset("default.toml")).scenario)


def test_texts_are_those_of_the_walk(tmp_path, trace):
    """Page, Markdown, TikZ; the theme and the step are heard."""
    wanted = {
        "a.html": (walk_page(trace), []),
        "b.html": (walk_page(trace, "dark"), ["--theme", "dark"]),
        "a.md": (walk_markdown(trace), []),
        "a.tex": (walk_tikz(trace), []),
        "b.TEX": (walk_tikz(trace, 13), ["--step", 13]),
    }
    for name, (text, options) in wanted.items():
        assert export("default", "--out", tmp_path / name, *options) == (0, "")
        assert (tmp_path / name).read_text("utf-8") == text


def test_another_access_by_other_rules(tmp_path):
    """The options of walk."""
    path = tmp_path / "a.md"
    words = ["--address", "0xb7f61238", "--semantics", "hardware", "--wp", "0"]
    assert export("default", "--out", path, *words) == (0, "")
    assert path.read_text("utf-8").startswith("# hardware: supervisor read at 0xb7f61238")
    assert "CR0.WP 0" in path.read_text("utf-8")


def test_a_folder_has_each_step_as_png_and_svg(tmp_path, trace):
    """All of one size, each another picture; an SVG says what its step says."""
    folder = tmp_path / "steps"
    assert export("default", "--out", folder, "--size", "1280x720") == (0, "")
    last = len(trace.events)
    names = {f"step-{step:02}.{kind}" for step in range(last + 1) for kind in ("png", "svg")}
    assert {path.name for path in folder.iterdir()} == names
    assert len({path.read_bytes() for path in folder.glob("*.png")}) == last + 1
    for step in range(last + 1):
        with Image.open(folder / f"step-{step:02}.png") as picture:
            assert picture.size == (1280, 720)
        drawn = ET.parse(folder / f"step-{step:02}.svg").getroot()
        text = "".join(drawn.itertext())
        assert f"Step {step} of {last}" in re.sub(r"\s+", " ", text)
    status, complaint = export("default", "--out", folder)
    assert status == 2
    assert 'found "steps", a folder with something in it, expected the name of a' in complaint


def test_an_animation_has_each_step(tmp_path):
    """The last one stays three times as long; light and dark differ."""
    grounds = set()
    for theme in ("light", "dark"):
        path = tmp_path / f"{theme}.gif"
        options = ["--size", "1280x720", "--seconds", "0.5", "--theme", theme]
        assert export("pae-pdptr-absent", "--out", path, *options) == (0, "")
        with Image.open(path) as picture:
            assert picture.size == (1280, 720)
            stay = []
            for number in range(picture.n_frames):
                picture.seek(number)
                stay.append(picture.info["duration"])
            grounds.add(picture.convert("RGB").getpixel((640, 300)))
        assert stay == [500] * (len(stay) - 1) + [1500]
    assert len(grounds) == 2


def pages(path):
    """Return the text of each page of a PDF, as another program reads it."""
    if not shutil.which("pdftotext"):
        pytest.skip("pdftotext is not installed")
    done = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, check=True)
    return done.stdout.decode().split("\f")[:-1]


@pytest.mark.poppler
def test_a_hand_out_has_a_page_a_step(tmp_path, trace):
    """Each says what the step does, and is not blank; the same walk gives the same bytes."""
    first, second = tmp_path / "a.pdf", tmp_path / "b.pdf"
    for path in (first, second):
        assert export("default", "--out", path) == (0, "")
    assert first.read_bytes() == second.read_bytes()
    found = pages(first)
    assert len(found) == len(trace.events) + 1
    for step, page in enumerate(found):
        said = " ".join(page.split())
        told = headline(trace, step)
        assert told.title in said
        assert " ".join(told.detail_text.split())[:60] in said
        assert f"{step} / {len(trace.events)}" in said
    subprocess.run(["pdftoppm", "-r", "30", first, tmp_path / "page"], check=True)
    drawn = sorted(tmp_path.glob("page*.ppm"))
    assert len(drawn) == len(found)
    for path in drawn:
        with Image.open(path) as picture:
            assert len(picture.getcolors(1 << 16)) > 50


@pytest.mark.poppler
def test_a_compact_hand_out_is_one_table(tmp_path, trace):
    """All steps on two pages, numbered."""
    path = tmp_path / "a.pdf"
    assert export("default", "--out", path, "--compact") == (0, "")
    found = pages(path)
    assert len(found) == 2
    assert [page.split()[-1] for page in found] == ["1", "2"]
    said = " ".join(" ".join(found).split())
    for step in range(len(trace.events) + 1):
        assert headline(trace, step).title in said
    assert b"D:20070101000000Z" in path.read_bytes()


@pytest.mark.poppler
def test_a_hand_out_is_the_same_in_any_time_zone(tmp_path):
    """And from any run of the program: Qt's own tables have another order in each."""
    found = set()
    for zone in ("UTC", "Asia/Kathmandu", "America/New_York"):
        path = tmp_path / "a.pdf"
        words = [sys.executable, "-m", "mmuviz", "export", "pae-hit", "--out", path]
        subprocess.run(words, check=True, env={**os.environ, "TZ": zone})
        found.add(path.read_bytes())
        assert len(pages(path)) == 18
    assert len(found) == 1


BAD = [
    (["--out", "a.docx"], '--out: found "a.docx", expected a name in .html, .pdf, .md, .tex,'),
    (["--out", "no/a.md"], "no/a.md: the folder does not exist"),
    (["--out", "a.tex", "--step", "99"], "--step 99: the walk has steps 0 to 18, not 99"),
    (["--out", "a.md", "--step", "9"], "--step is for a .tex; --out is a.md"),
    (["--out", "a.md", "--compact"], "--compact is for a .pdf; --out is a.md"),
    (["--out", "a.pdf", "--seconds", "1"], "--seconds is for a .gif; --out is a.pdf"),
    (["--out", "a.pdf", "--theme", "dark"], "--theme is for a .html, a .gif or a folder"),
    (["--out", "a.md", "--notes"], "--notes is for a storyline; default is none"),
    (
        ["--out", "a.gif", "--notes"],
        "--notes is for a .html, a .pdf, a .md or a .tex; --out is a.gif",
    ),
    (["--out", "a.html", "--size", "800x600"], "--size is for a .gif or a folder"),
    (["--out", "a.gif", "--seconds", "x"], "found 'x', expected seconds from 0.02 to 60"),
    (["--out", "a.gif", "--seconds", "61"], "found '61', expected seconds from 0.02 to 60"),
    (["--out", "a.md", "--addresses", "-"], "unrecognized arguments: --addresses"),
    (["--out", "a.md", "--address", "no+1"], 'found "no+1"'),
]


@pytest.mark.parametrize(("words", "said"), BAD, ids=[" ".join(words) for words, _ in BAD])
def test_what_cannot_be_written_is_told_in_a_sentence(tmp_path, monkeypatch, capsys, words, said):
    """Status 2, and nothing is written."""
    monkeypatch.chdir(tmp_path)
    status, complaint = export("default", *words)
    assert status == 2
    assert said in complaint + capsys.readouterr().err  # argparse tells by itself
    assert [one.name for one in tmp_path.iterdir()] == []


@pytest.mark.parametrize("name", ["a.html", "a.pdf", "a.gif", "steps"])
def test_a_place_that_cannot_be_written_is_told(name):
    """By the name that was given, whoever writes it."""
    status, complaint = export("pae-hit", "--out", f"/proc/{name}")
    assert (status, complaint) == (2, f"mmuviz: /proc/{name}: no such file or directory\n")
