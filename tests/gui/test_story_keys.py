"""Leaving a storyline for a slide's walk and going on; a slide's number; the list of keys."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from mmuviz.core.trace import Semantics
from mmuviz.gui.actions import STORY_KEYS
from mmuviz.gui.dialogs.pick import PickDialog
from mmuviz.resources import storylines

PATH = next(path for path in storylines() if path.stem == "the-change")
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
NONE = Qt.KeyboardModifier.NoModifier
Key = Qt.Key


@pytest.fixture
def story(window):
    """The lecture, opened as any file is."""
    window.files.open(PATH)
    return window.stories.page


def press(qtbot, story, *keys, with_=NONE):
    for key in keys:
        qtbot.keyClick(story, key, with_)


def play_again(qtbot, window):
    """Ctrl+Shift+O, Return; return the page."""
    qtbot.keyClick(window, Key.Key_O, CTRL | SHIFT)
    (dialog,) = (one for one in window.findChildren(PickDialog) if one.isVisible())
    qtbot.keyClick(dialog.focusWidget(), Key.Key_Return)
    return window.stories.page


def test_the_slides_walk_is_tried_and_the_storyline_goes_on(qtbot, window, story):
    """E opens scenario, rules and step in the Walk view; the lecture is where it was left."""
    window.stories.page.show_spot(story.spot.at(4))
    spot = story.spot
    press(qtbot, story, Key.Key_E)
    assert window.stories.page is None
    assert window.page is window.walk
    assert not window.isFullScreen()
    assert window.document.scenario == spot.slide.scenario
    assert window.session.semantics is Semantics.BEFORE
    assert window.session.step == spot.shown < window.session.last_step
    assert not window.document.is_modified
    again = play_again(qtbot, window)
    assert again.spot.number == 4
    press(qtbot, again, Key.Key_PageDown, Key.Key_Escape)
    assert play_again(qtbot, window).spot.number == 5


def test_between_two_slides_the_step_that_is_shown_is_tried(qtbot, window, story):
    """Three steps after the second slide."""
    press(qtbot, story, Key.Key_PageDown, Key.Key_Right, Key.Key_Right, Key.Key_Right)
    press(qtbot, story, Key.Key_E)
    assert window.session.step == 3


def test_of_exits_and_of_a_comparison_the_whole_walk_is_tried(qtbot, window, story):
    """Their steps are not the walk's; a guest's program is still shown as a walk."""
    for number in (8, 15):
        story.show_spot(story.spot.at(number))
        slide = story.spot.slide
        press(qtbot, story, Key.Key_E)
        assert window.page is window.walk
        assert window.document.scenario == slide.scenario
        assert window.session.semantics is slide.semantics
        assert window.session.step == window.session.last_step
        story = play_again(qtbot, window)
        assert story.spot.number == number


@pytest.mark.parametrize("answer", ["Cancel", "Discard"])
def test_unsaved_work_is_asked_for_first(qtbot, window, asker, default, answer):
    """Cancel: the storyline is still there, and the work."""
    wp = replace(default.scenario.cpu, wp=not default.scenario.cpu.wp)
    window.document.edit("WP", replace(default.scenario, cpu=wp))
    window.files.open(PATH)
    story = window.stories.page
    asker.answers = [answer]
    press(qtbot, story, Key.Key_PageDown, Key.Key_E)
    assert asker.questions[-1].title == "Unsaved edits"
    stays = answer == "Cancel"
    assert (window.stories.page is story) is stays
    assert window.document.is_modified is stays


def test_another_storyline_starts_at_its_first_slide(qtbot, window, story, tmp_path):
    """The place is the lecture's own; where slides were taken out it is the last one."""
    path = tmp_path / "mine.toml"
    slides = '[[slide]]\ncaption = "C"\n' * 3
    path.write_text(f'version = 1\ntitle = "T"\n{slides}', encoding="utf-8")
    press(qtbot, story, Key.Key_End)
    window.files.open(path)
    mine = window.stories.page
    assert mine.spot.number == 0
    press(qtbot, mine, Key.Key_End, Key.Key_Escape)
    path.write_text('version = 1\ntitle = "T"\n[[slide]]\ncaption = "C"\n', encoding="utf-8")
    window.files.open(path)
    assert window.stories.page.spot.number == 0
    window.files.open(PATH)
    assert window.stories.page.spot.number == 19


@pytest.mark.parametrize(
    ("keys", "number"),
    [
        ([Key.Key_1, Key.Key_5, Key.Key_Return], 14),
        ([Key.Key_7, Key.Key_Enter], 6),
        ([Key.Key_9, Key.Key_9, Key.Key_Return], 19),
        ([Key.Key_0, Key.Key_Return], 0),
        ([Key.Key_1, Key.Key_5, Key.Key_Backspace, Key.Key_2, Key.Key_Return], 11),
        ([Key.Key_5, Key.Key_Backspace, Key.Key_Return], 3),
        ([Key.Key_1, Key.Key_2, Key.Key_Escape], 3),
        ([Key.Key_1, Key.Key_2, Key.Key_PageDown], 4),
    ],
)
def test_a_number_goes_to_its_slide(qtbot, window, story, keys, number):
    """From the fourth; the digits stand in the foot; what is no number ends them."""
    story.show_spot(story.spot.at(3))
    plain = story.grab().toImage()
    press(qtbot, story, keys[0])
    assert story.typed == keys[0].name[-1]
    assert story.accessibleDescription() == f"go to {story.typed}_"
    assert story.grab().toImage() != plain
    press(qtbot, story, *keys[1:])
    assert story.typed is None
    assert story.spot.number == number
    assert window.stories.page is story


def test_a_number_is_asked_for_too(qtbot, window, story):
    """Ctrl+G; on a black screen it is seen; Escape twice leaves."""
    press(qtbot, story, Key.Key_B)
    press(qtbot, story, Key.Key_G, with_=CTRL)
    assert not story.is_blank
    assert story.typed == ""
    press(qtbot, story, Key.Key_1, Key.Key_2, Key.Key_Return)
    assert story.spot.number == 11
    press(qtbot, story, Key.Key_G)
    assert story.typed is None
    press(qtbot, story, Key.Key_1, Key.Key_Escape)
    assert window.stories.page is story
    press(qtbot, story, Key.Key_Escape)
    assert window.stories.page is None


@pytest.mark.parametrize("key", [Key.Key_Question, Key.Key_F1])
def test_the_keys_are_told_over_the_slide(qtbot, window, story, key):
    """The same key or Escape takes them away; any other does what it does."""
    plain = story.grab().toImage()
    press(qtbot, story, Key.Key_B, key)
    assert story.helps
    assert not story.is_blank
    assert story.grab().toImage() != plain
    for keys, what in STORY_KEYS:
        assert f"{keys}: {what}" in story.accessibleDescription()
    press(qtbot, story, key)
    assert story.grab().toImage() == plain
    press(qtbot, story, key, Key.Key_Escape)
    assert not story.helps
    assert window.stories.page is story
    press(qtbot, story, key, Key.Key_PageDown)
    assert not story.helps
    assert story.spot.number == 1
