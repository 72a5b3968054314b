"""File, Export…: by its key, to every format; the window and the user's work stay as they are."""

from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QFileDialog, QProgressDialog

from mmuviz.core.trace import Semantics
from mmuviz.gui.ask import QtAsker
from mmuviz.present.export_html import walk_page
from mmuviz.present.export_markdown import walk_markdown
from mmuviz.present.export_tikz import walk_tikz

CTRL = Qt.KeyboardModifier.ControlModifier


def press_export(qtbot, window):
    """Press the key, in the window that is active: this platform gives the dialog the keys."""
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.keyClick(window, Qt.Key.Key_E, CTRL)


@pytest.fixture
def export(qtbot, window, asker):
    """Return what exports to a file by the menu's key, and waits for the end."""

    def to(path):
        asker.paths = [path]
        press_export(qtbot, window)
        qtbot.waitUntil(lambda: not window.commands.exports.writer.is_writing)
        return path

    return to


@pytest.mark.parametrize("name", ["walk.png", "walk.SVG"])
def test_a_picture_of_the_window(export, asker, tmp_path, name):
    """As it stands there."""
    assert export(tmp_path / name).stat().st_size > 10_000
    assert asker.questions == []


def test_the_walk_that_is_shown_as_text(qtbot, window, export, tmp_path):
    """By the rules that are chosen, and of one step the one that is shown."""
    qtbot.keyClick(window, Qt.Key.Key_3, CTRL)
    qtbot.keyClick(window, Qt.Key.Key_Left)
    frame = window.session.frame
    assert frame.trace.semantics is Semantics.HARDWARE
    assert export(tmp_path / "a.html").read_text("utf-8") == walk_page(frame.trace)
    assert export(tmp_path / "a.md").read_text("utf-8") == walk_markdown(frame.trace)
    told = export(tmp_path / "a.tex").read_text("utf-8")
    assert told == walk_tikz(frame.trace, frame.step)
    assert frame.step == frame.last_step - 1


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_pictures_leave_the_window_and_the_work_alone(qtbot, window, export, tmp_path, theme):
    """They are of the window's own theme; step, edits, palette and windows are as before."""
    window.actions_by_name[f"theme_{theme}"].trigger()
    qtbot.keyClick(window, Qt.Key.Key_1, CTRL)
    qtbot.keyClick(window, Qt.Key.Key_Home)
    access = window.document.scenario.access
    window.commands.walk_to(access.gva + 8)
    state = (window.session.frame.step, window.document.is_modified, window.document.scenario)
    palette, shown = QApplication.palette(), set(QApplication.topLevelWidgets())
    folder, animation = export(tmp_path / "steps"), export(tmp_path / "walk.gif")
    last = window.session.frame.last_step
    assert len(list(folder.iterdir())) == 2 * (last + 1)
    with Image.open(animation) as picture:
        assert picture.n_frames == last + 1
        assert (sum(picture.convert("RGB").getpixel((700, 330))) > 500) == (theme == "light")
    assert QApplication.palette() == palette
    assert (window.session.frame.step, window.document.is_modified, window.document.scenario) == (
        state
    )
    qtbot.waitUntil(lambda: set(QApplication.topLevelWidgets()) <= shown)


def test_a_hand_out(export, tmp_path):
    """A PDF."""
    assert export(tmp_path / "walk.pdf").read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize("name", ["walk.html", "walk.pdf", "walk.png", "walk.svg", "steps"])
def test_what_is_written_is_told(monkeypatch, window, export, tmp_path, name):
    """With its place, in a line that is read aloud and goes by itself."""
    notice, heard = window.notice, []
    monkeypatch.setattr(
        QAccessible, "updateAccessibility", lambda event: heard.append(event.message())
    )
    keyboard = window.focusWidget()
    export(tmp_path / name)
    assert notice.isVisible()
    assert heard == [f"{name} written to {tmp_path}"]
    assert notice.accessibleName() == heard[0]
    assert window.focusWidget() is keyboard
    assert notice.timer.isActive()
    notice.timer.timeout.emit()
    assert not notice.isVisible()
    assert not notice.timer.isActive()


def test_the_line_is_in_no_picture(window, export, tmp_path):
    """Neither its own nor that of the file before."""
    first = export(tmp_path / "a.png").read_bytes()
    assert window.notice.isVisible()
    assert export(tmp_path / "b.png").read_bytes() == first


@pytest.mark.parametrize("scale", [1.0, 1.5])
def test_the_line_stays_within_the_window(qtbot, window, scale):
    """In its corner at any size, however long the place; it takes no click."""
    notice = window.notice
    window.look.set_scale(scale)
    notice.tell_written(Path("/", *["a-folder"] * 40, "walk.html"))
    for width, height in ((1600, 1000), (1280, 720)):
        window.resize(width, height)
        qtbot.waitUntil(lambda wide=width: window.width() == wide)
        page = notice.parentWidget().rect()
        assert page.contains(notice.geometry())
        assert page.bottomRight() - notice.geometry().bottomRight() == QPoint(
            *[round(window.look.theme.px(16))] * 2
        )
    under = window.childAt(notice.mapTo(window, notice.rect().center()))
    assert under is not None
    assert under is not notice


@pytest.mark.parametrize("name", ["walk.bmp", "no/walk.html", "no/walk.gif", "no/walk.png"])
def test_what_cannot_be_written_is_told(window, export, asker, tmp_path, name):
    """With its reason, and nothing is left of it."""
    window.notice.tell_written(tmp_path / "another.md")
    export(tmp_path / name)
    assert not window.notice.isVisible()
    (question,) = asker.questions
    assert question.serious
    assert question.text == f"{name.removeprefix('no/')} was not written"
    assert [one.name for one in tmp_path.iterdir()] in ([], ["config"])


def test_a_long_export_can_be_given_up(qtbot, window, asker, tmp_path):
    """By the dialog that comes up: nothing is left of it, and the next export is written."""
    exports = window.commands.exports
    asker.paths = [tmp_path / "steps", tmp_path / "a.md"]
    qtbot.keyClick(window, Qt.Key.Key_E, CTRL)
    dialog = window.findChild(QProgressDialog)
    assert dialog.labelText() == "Writing steps"
    qtbot.waitUntil(lambda: dialog.value() > 0)
    assert exports.writer.is_writing
    dialog.canceled.emit()
    assert not window.notice.isVisible()
    assert not exports.writer.is_writing
    assert not list(tmp_path.glob("*steps*"))
    press_export(qtbot, window)
    qtbot.waitUntil(lambda: not exports.writer.is_writing)
    assert (tmp_path / "a.md").exists()
    qtbot.waitUntil(lambda: window.findChild(QProgressDialog) is None)


def test_leaving_gives_up_what_is_not_written(qtbot, window, asker, tmp_path):
    """Nothing is left of it."""
    asker.paths = [tmp_path / "walk.gif"]
    qtbot.keyClick(window, Qt.Key.Key_E, CTRL)
    dialog = window.findChild(QProgressDialog)
    qtbot.waitUntil(lambda: dialog.value() > 0)
    window.close()
    assert not window.commands.exports.writer.is_writing
    assert not list(tmp_path.glob("*walk*"))


def test_the_name_that_is_offered_is_that_of_the_scenario(qtbot, window, asker, tmp_path):
    """By its title; one's own file by the name that it was given."""
    press_export(qtbot, window)
    asker.paths = [tmp_path / "My exam 2.toml"]
    window.files.save_as()
    press_export(qtbot, window)
    assert asker.starts[::2] == ["linux-a-copy-on-write-page.html", "My exam 2.html"]


def test_the_dialogs_name_follows_the_kind_of_file(qtbot, window, tmp_path):
    """Another kind, another suffix; a folder has none."""
    window.commands.exports._asker = QtAsker(window)
    qtbot.keyClick(window, Qt.Key.Key_E, CTRL)
    (dialog,) = window.findChildren(QFileDialog)
    dialog.setDirectory(str(tmp_path))
    dialog.selectFile("mine.html")
    for kind, name in (("*.pdf", "mine.pdf"), ("*.png", "mine.png"), ("*)", "mine")):
        chosen = next(one for one in dialog.nameFilters() if kind in one.rpartition("(")[2])
        dialog.selectNameFilter(chosen)
        dialog.filterSelected.emit(chosen)
        assert dialog.selectedFiles() == [str(tmp_path / name)]
    dialog.close()
