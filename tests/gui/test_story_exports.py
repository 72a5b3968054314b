"""Export… while a storyline plays: the storyline, with notes or without, or the slide's walk."""

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTreeWidget

from mmuviz.core.trace import Semantics
from mmuviz.gui.dialogs.pick import PickDialog
from mmuviz.present.export_html import walk_page
from mmuviz.present.export_story_html import story_page
from mmuviz.present.export_story_markdown import story_markdown
from mmuviz.present.export_tikz import walk_tikz
from tests.conftest import DATA

CTRL = Qt.KeyboardModifier.ControlModifier
STORY, NOTED, WALK = range(3)


@pytest.fixture
def story(window):
    """A short one, on the screen."""
    window.files.open(DATA / "short-story.toml")
    return window.stories.page


def offered(qtbot, window):
    """Press the key; return the dialog and what it offers."""
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.keyClick(window.stories.page, Qt.Key.Key_E, CTRL)
    (dialog,) = (one for one in window.findChildren(PickDialog) if one.isVisible())
    return dialog, dialog.shown()


@pytest.fixture
def export(qtbot, window, asker, story):
    """Return what exports to a file by the key and a choice, and waits for the end."""

    def to(path, choice):
        asker.paths = [path]
        dialog, _ = offered(qtbot, window)
        for _ in range(choice):
            qtbot.keyClick(dialog.focusWidget(), Qt.Key.Key_Down)
        qtbot.keyClick(dialog.focusWidget(), Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: not window.commands.exports.writer.is_writing)
        return path

    assert story.isVisible()
    return to


def test_the_storyline_or_the_walk_of_the_slide(qtbot, window, story, export, tmp_path):
    """Each as the command line writes it; the lecture goes on where it was."""
    whole = story.spot.storyline
    qtbot.keyClick(story, Qt.Key.Key_PageDown)
    qtbot.keyClick(story, Qt.Key.Key_PageDown)
    spot = story.spot
    assert export(tmp_path / "a.html", STORY).read_text("utf-8") == story_page(whole)
    assert export(tmp_path / "a.md", STORY).read_text("utf-8") == story_markdown(whole)
    noted = story_markdown(whole, notes=True)
    assert export(tmp_path / "n.md", NOTED).read_text("utf-8") == noted
    page = story_page(whole, notes=True)
    assert export(tmp_path / "n.html", NOTED).read_text("utf-8") == page != story_page(whole)
    trace = spot.frame.trace
    assert export(tmp_path / "w.html", WALK).read_text("utf-8") == walk_page(trace)
    told = export(tmp_path / "w.tex", WALK).read_text("utf-8")
    assert told == walk_tikz(trace, spot.shown)
    assert trace.semantics is Semantics.AFTER
    assert window.stories.page is story
    assert story.spot == spot
    qtbot.keyClick(story, Qt.Key.Key_PageDown)
    assert story.spot.number == 3


def test_each_is_offered_a_name_of_its_own(qtbot, asker, story, export, tmp_path):
    """The storyline's file, with its notes or without; the scenario of the walk."""
    qtbot.keyClick(story, Qt.Key.Key_PageDown)
    for choice in (STORY, NOTED, WALK):
        export(tmp_path / f"{choice}.md", choice)
    named = ["short-story.html", "short-story-notes.pdf", "not-writable-the-pte.html"]
    assert asker.starts == named


def test_a_slide_without_a_walk_offers_none(qtbot, window, story):
    """Words alone, a comparison, exits."""
    for key, number in ((Qt.Key.Key_Home, 0), (Qt.Key.Key_End, 8), (Qt.Key.Key_PageUp, 7)):
        qtbot.keyClick(story, key)
        dialog, shown = offered(qtbot, window)
        assert len(shown) == (3 if number == 8 else 2)
        assert shown[:2] == ["The storyline", "The storyline with your notes"]
        assert dialog.findChild(QTreeWidget).topLevelItem(0).text(1).startswith("What W means")
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)
        assert story.spot.number == number
        assert window.stories.page is story


def test_pictures_are_of_the_windows_theme(window, export, tmp_path):
    """An animation, dark in a dark window; a hand-out."""
    window.look.set_scheme("dark")
    with Image.open(export(tmp_path / "a.gif", STORY)) as picture:
        assert picture.n_frames == 9
        assert sum(picture.convert("RGB").getpixel((5, 5))) < 200
    assert export(tmp_path / "a.pdf", NOTED).read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize("name", ["a.png", "no/a.html", "no/a.gif"])
def test_what_cannot_be_written_is_told(export, asker, tmp_path, name):
    """With its reason, and nothing is left of it."""
    export(tmp_path / name, STORY)
    (question,) = asker.questions
    assert question.text == f"{name.removeprefix('no/')} was not written"
    assert [one.name for one in tmp_path.iterdir()] in ([], ["config"])
