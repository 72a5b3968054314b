"""A storyline by keys and mouse: from the first slide to the last, and back to the window."""

import subprocess
import sys
from dataclasses import replace
from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, QPointF, QSize, Qt
from PySide6.QtGui import QFontInfo, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QTreeWidget

from mmuviz.core.storyline import Panel, Storyline
from mmuviz.core.trace import Semantics
from mmuviz.gui import app as application
from mmuviz.gui.dialogs.pick import PickDialog
from mmuviz.gui.theme import Role, Theme
from mmuviz.gui.views import presenter_layout
from mmuviz.gui.views.presenter_page import PresenterPage
from mmuviz.gui.views.story_page import StoryPage
from mmuviz.present.story_spot import Spot
from mmuviz.resources import asset, storylines
from mmuviz.sources.storyline_file import read_storyline

LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton
PATH = next(path for path in storylines() if path.stem == "the-change")


@pytest.fixture(scope="module")
def change():
    """The lecture that ships."""
    return read_storyline(PATH)


@pytest.fixture
def story(window):
    """The lecture, opened as any file is."""
    window.files.open(PATH)
    assert window.stories.page is not None
    return window.stories.page


def press(qtbot, story, *keys):
    for key in keys:
        qtbot.keyClick(story, key)


def test_the_page_keys_go_through_the_whole_story(qtbot, window, story):
    """Every slide looks different; Escape brings back the window, and the document as it was."""
    before = window.document.opened, window.session.frame
    assert window.isFullScreen()
    assert not window.menuBar().isVisible()
    assert not window.question.isVisible()
    pictures = [story.grab().toImage()]
    for number in range(1, 20):
        press(qtbot, story, Qt.Key.Key_PageDown)
        assert story.spot.number == number
        pictures.append(story.grab().toImage())
    assert all(one != other for one, other in pairwise(pictures))
    press(qtbot, story, Qt.Key.Key_PageDown)
    assert story.spot.number == 19

    press(qtbot, story, Qt.Key.Key_Escape)

    assert not window.isFullScreen()
    assert window.menuBar().isVisible()
    assert window.walk.isVisible()
    assert window.question.isVisible()
    assert (window.document.opened, window.session.frame) == before
    assert not window.document.is_modified


def test_the_other_keys(qtbot, story):
    """PgUp, Home, End, F5, Space, Backspace; any other is nobody's."""
    for key, number in (
        (Qt.Key.Key_End, 19),
        (Qt.Key.Key_PageUp, 18),
        (Qt.Key.Key_Home, 0),
        (Qt.Key.Key_Space, 1),
        (Qt.Key.Key_PageDown, 2),
        (Qt.Key.Key_Backspace, 1),
        (Qt.Key.Key_Up, 1),
        (Qt.Key.Key_D, 1),
        (Qt.Key.Key_F5, 0),
    ):
        press(qtbot, story, key)
        assert story.spot.number == number


def test_the_arrows_walk_between_two_slides(qtbot, story):
    """From the second slide to the third in eight steps, and back."""
    press(qtbot, story, Qt.Key.Key_Right)
    assert (story.spot.number, story.spot.shown) == (1, 0)
    for step in range(1, 8):
        press(qtbot, story, Qt.Key.Key_Right)
        assert (story.spot.number, story.spot.shown) == (1, step)
        assert story.accessibleDescription() == f"slide 2 of 20: {story.spot.words}"
    press(qtbot, story, Qt.Key.Key_Right)
    assert (story.spot.number, story.spot.shown) == (2, 8)
    press(qtbot, story, Qt.Key.Key_Left, Qt.Key.Key_Left)
    assert (story.spot.number, story.spot.shown) == (1, 6)


def test_the_mouse_shows_slides_and_its_wheel_steps(qtbot, story):
    """Right half on, left half back; another button nothing; a fine wheel adds up."""
    right, left = QPoint(story.width() - 9, 60), QPoint(9, 60)
    for button, place, number in (
        (LEFT, right, 1),
        (LEFT, right, 2),
        (RIGHT, right, 2),
        (LEFT, left, 1),
    ):
        qtbot.mouseClick(story, button, pos=place)
        assert story.spot.number == number
    for turn, shown in ((-120, 1), (-60, 1), (-60, 2), (120, 1)):
        turn_wheel(story, turn)
        assert (story.spot.number, story.spot.shown) == (1, shown)


def turn_wheel(story, by):
    middle = QPointF(story.rect().center())
    event = QWheelEvent(
        middle,
        story.mapToGlobal(middle),
        QPoint(),
        QPoint(0, by),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,  # not inverted
    )
    QApplication.sendEvent(story, event)


@pytest.mark.parametrize("key", [Qt.Key.Key_B, Qt.Key.Key_Period])
def test_a_clicker_darkens_the_screen(qtbot, story, key):
    """Until the same key, or the next slide."""
    lit = story.grab().toImage()
    press(qtbot, story, key)
    assert story.is_blank
    dark = story.grab().toImage()
    assert dark.pixelColor(5, 5) == dark.pixelColor(500, 300) == Qt.GlobalColor.black
    press(qtbot, story, key)
    assert story.grab().toImage() == lit
    press(qtbot, story, key, Qt.Key.Key_PageDown)
    assert not story.is_blank


@pytest.mark.parametrize("where", ["story", "presenter"])
def test_a_ring_follows_the_mouse(qtbot, change, where):
    """L shows it, and hides the arrow; L takes it away. Clicks go through it."""
    if where == "story":
        page = StoryPage(Spot(change))
    else:
        page = PresenterPage()
        page.show_frame(Spot(change, 3).frame)
    qtbot.addWidget(page)
    page.set_theme(Theme())
    page.resize(1440, 900)
    with qtbot.waitExposed(page):
        page.show()
    plain = page.grab().toImage()
    qtbot.keyClick(page, Qt.Key.Key_L)
    assert page.cursor().shape() is Qt.CursorShape.BlankCursor
    pictures = []
    for place in (QPoint(300, 300), QPoint(700, 420)):
        QTest.mouseMove(page, place)
        assert page.pointer.ring.contains(place)
        pictures.append(page.grab().toImage())
        on_the_ring = place + QPoint(round(page.height() * 0.07), 0)
        assert pictures[-1].pixelColor(on_the_ring) == Theme().color(Role.ACCENT)
        assert pictures[-1].pixelColor(place) == plain.pixelColor(place)
    assert pictures[0] != pictures[1]
    page.resize(1280, 720)
    assert page.pointer.size() == page.size()
    page.resize(1440, 900)
    qtbot.keyClick(page, Qt.Key.Key_L)
    assert page.grab().toImage() == plain
    assert page.cursor().shape() is Qt.CursorShape.ArrowCursor
    qtbot.keyClick(page, Qt.Key.Key_L)
    if where == "story":
        qtbot.mouseClick(page, LEFT, pos=QPoint(1400, 60))
        assert page.spot.number == 1
    else:
        with qtbot.waitSignal(page.step_wished):
            qtbot.mouseClick(page, LEFT, pos=QPoint(1400, 60))
    page.hide()
    page.show()
    assert not page.pointer.isVisible()


def test_a_walk_without_its_steps_says_whose_rules_they_are(qtbot, change):
    """In the foot, where the timeline says it else."""
    slide = replace(change.slides[7], panels=frozenset({Panel.CODE}))
    pictures = []
    for semantics in (Semantics.AFTER, Semantics.HARDWARE):
        one = replace(slide, semantics=semantics)
        page = StoryPage(Spot(Storyline("T", (one,))))
        qtbot.addWidget(page)
        page.set_theme(Theme())
        page.resize(1440, 900)
        foot = page.canvas().steps.toRect()
        pictures.append(page.grab(foot).toImage())
    assert pictures[0] != pictures[1]


def test_nothing_of_the_document_can_be_changed_meanwhile(qtbot, window, default):
    """Undo, other rules, other views wait; they are there again afterwards."""
    wp = replace(default.scenario.cpu, wp=not default.scenario.cpu.wp)
    window.document.edit("WP", replace(default.scenario, cpu=wp))
    able = {name: action.isEnabled() for name, action in window.actions_by_name.items()}
    window.files.open(PATH)
    story = window.stories.page
    for key, modifier in (
        (Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier),
        (Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier),
        (Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier),
    ):
        qtbot.keyClick(story, key, modifier)
    assert window.stories.page is story
    qtbot.keyClick(story, Qt.Key.Key_F11)
    assert window.stories.page is None
    assert window.document.is_modified or window.document.undo_stack.canUndo()
    assert window.document.scenario.cpu == wp
    assert {name: one.isEnabled() for name, one in window.actions_by_name.items()} == able
    assert window.walk.isVisible()


def test_the_view_that_was_shown_comes_back(qtbot, window):
    """Compare, at its step; the presenter is left for the story."""
    window.show_view("view_compare")
    page = window.pages["view_compare"]
    page.stepper.go_to(3)
    qtbot.keyClick(window, Qt.Key.Key_F11)
    window.files.open(PATH)
    qtbot.keyClick(window.stories.page, Qt.Key.Key_Escape)
    assert page.isVisible()
    assert page.stepper.step == 3
    assert not window.actions_by_name["presenter"].isChecked()


def test_one_that_ships_is_picked_from_the_menu(qtbot, window):
    """Ctrl+Shift+O, Return."""
    keys = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    qtbot.keyClick(window, Qt.Key.Key_O, keys)
    dialog = window.findChild(PickDialog)
    assert dialog.findChild(QTreeWidget).topLevelItemCount() == len(storylines()) + 1
    qtbot.keyClick(dialog.focusWidget(), Qt.Key.Key_Return)
    assert window.stories.page.spot.storyline.title.startswith("Access checks in walk_addr")


def test_one_of_ones_own_is_opened(qtbot, window, asker, tmp_path):
    """The last choice; a bad file changes nothing, a good one takes the other's place."""
    path = tmp_path / "mine.toml"
    path.write_text('version = 1\n[[slide]]\ncaption = "C"\n', encoding="utf-8")
    asker.paths = [path]
    window.actions_by_name["storyline"].trigger()
    dialog = window.findChild(PickDialog)
    qtbot.keyClicks(dialog.focusWidget(), "your own")
    qtbot.keyClick(dialog.focusWidget(), Qt.Key.Key_Return)
    assert window.stories.page is None
    assert "found no title" in asker.questions[-1].detail
    path.write_text('version = 1\ntitle = "T"\n[[slide]]\ncaption = "C"\n', encoding="utf-8")
    window.files.open(PATH)
    window.files.open(path)
    assert window.stories.page.spot.storyline.title == "T"
    assert window.settings.recent()[0] == path
    qtbot.keyClick(window.stories.page, Qt.Key.Key_Escape)
    assert window.walk.isVisible()


def test_another_document_ends_the_story(window, story):
    """A scenario that is dropped on the screen is what is looked at then."""
    window.files.open(asset("scenarios/pae-hit.toml"))
    assert window.stories.page is None
    assert window.document.title == "A plain hit"
    assert story is not None


def test_the_theme_changes_under_the_story(window, story):
    """Light to dark, as the system does it in the evening."""
    light = story.grab().toImage()
    window.look.set_scheme("dark")
    assert story.grab().toImage() != light


def test_a_window_that_is_closed_is_no_full_screen_the_next_time(window, story):
    """It is left first."""
    assert story is not None
    window.close()
    assert window.stories.page is None
    assert not window.isFullScreen()


def test_the_program_starts_with_a_story(qtbot, monkeypatch, default, change, own_settings):
    """`mmuviz FILE`."""
    shown = []
    monkeypatch.setattr(application, "config_folder", lambda: own_settings)
    monkeypatch.setattr(application, "settle", lambda: None)

    class Window(application.MainWindow):
        def __init__(self, *given):
            super().__init__(*given)
            shown.append(self)
            qtbot.addWidget(self, before_close_func=application.MainWindow.forget_settings)

    monkeypatch.setattr(application, "MainWindow", Window)
    monkeypatch.setattr(QApplication, "exec", lambda *_: 0)
    assert application.run(default, change) == 0
    assert shown[0].stories.page.spot == Spot(change)


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("size", [(1280, 720), (1440, 900), (1920, 1080)])
def test_every_text_of_every_slide_fits(qtbot, monkeypatch, change, size, dark):
    """No word is cut, and none is under 20 px at 1440."""
    cut, small = [], []
    fits = presenter_layout._fits

    def noting(words, room, theme, kind, align):
        fitting = fits(words, room, theme, kind, align)
        pixels = QFontInfo(theme.font(kind)).pixelSize()
        if not fitting and pixels <= 20:
            cut.append(words)
        if fitting and pixels < 20:
            small.append(words)
        return fitting

    monkeypatch.setattr(presenter_layout, "_fits", noting)
    page = StoryPage(Spot(change))
    qtbot.addWidget(page)
    page.set_theme(Theme(dark))
    page.resize(*size)
    for number in range(len(change.slides)):
        page.show_spot(Spot(change, number))
        picture = page.grab().toImage()
        assert picture.size() == QSize(*size)
    assert (cut, small) == ([], [])


def test_the_window_starts_without_what_plays_a_storyline():
    """Few starts are a lecture's."""
    code = (
        "import sys, mmuviz.gui.app\n"
        "print([name for name in sys.modules if 'story_page' in name or 'storyline_file' in name])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.strip() == "[]"
