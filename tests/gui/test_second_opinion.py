"""An independent processor is asked from the menu, as a child process, about what is open."""

import sys
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from mmuviz.gui import tools
from mmuviz.gui.dialogs.second_opinion import OpinionDialog
from mmuviz.gui.main_window import MainWindow
from mmuviz.gui.theme import Role
from mmuviz.sources.problems import BadInput
from mmuviz.sources.unicorn_extra import HOW_TO_INSTALL

LEFT = Qt.MouseButton.LeftButton
SLOW = 60_000  # a process of our own, on a machine that has others


def choose(qtbot, window):
    """Choose the entry of the menu; return the dialog."""
    (menu,) = [top.menu() for top in window.menuBar().actions() if top.text() == "&Tools"]
    action = window.actions_by_name["ask_unicorn"]
    menu.popup(window.pos())
    qtbot.mouseClick(menu, LEFT, pos=menu.actionGeometry(action).center())
    (dialog,) = [one for one in window.findChildren(OpinionDialog) if one.isVisible()]
    return dialog


def answered(qtbot, dialog):
    """Wait for the answer."""
    qtbot.waitUntil(lambda: dialog.opinion.is_done or bool(dialog.opinion.problem), timeout=SLOW)
    return dialog


@pytest.fixture
def dialog(qtbot, window):
    """The dialog with the answer about the default scenario."""
    return answered(qtbot, choose(qtbot, window))


def says(qtbot, dialog, script):
    """Ask again, a program of the test's own; return the conclusion."""
    dialog.opinion.program = (sys.executable, "-c", script)
    qtbot.mouseClick(dialog.again, LEFT)
    answered(qtbot, dialog)
    return dialog.conclusion.text()


def test_the_menu_asks_about_the_open_scenario(dialog):
    """Hardware's answer, the engine's, and what that comes to, beside the window."""
    texts = [label.text() for label in dialog.table.findChildren(QLabel)]

    assert not dialog.isModal()
    assert dialog.question.text() == "user write at 0xb7f61238, PAE paging"
    assert texts[1] == "■ hardware"
    assert texts[2].startswith("Unicorn 2.")
    assert texts[3:7] == ["outcome", "access_error", "access_error", "✓ agree"]
    assert dialog.conclusion.text() == "They agree in every point."
    assert "no silicon" in dialog.notes.text()
    assert not dialog.stale.isVisible()
    assert dialog.height() >= dialog.layout().totalHeightForWidth(dialog.width())


def test_it_is_asked_once_and_again(qtbot, window, dialog):
    """An edit makes the answer old; the menu and the button ask anew."""
    document = window.document
    access = replace(document.scenario.access, write=False)
    document.edit("read", replace(document.scenario, access=access))
    assert dialog.stale.isVisible()
    qtbot.mouseClick(dialog.again, LEFT)
    assert not dialog.again.isEnabled()
    assert dialog.conclusion.text() == "Asking Unicorn…"
    answered(qtbot, dialog)
    assert dialog.question.text().startswith("user read at ")
    assert not dialog.stale.isVisible()
    assert choose(qtbot, window) is dialog
    answered(qtbot, dialog)


def test_what_cannot_be_asked_is_said(qtbot, window, dialog):
    """Paging is off."""
    scenario = window.document.scenario
    window.document.edit("off", replace(scenario, cpu=replace(scenario.cpu, pg=False)))
    qtbot.mouseClick(dialog.again, LEFT)
    answered(qtbot, dialog)

    assert dialog.conclusion.text() == (
        "Unicorn cannot be asked: CR0.PG is clear, and nothing is walked."
    )
    assert not dialog.notes.isVisible()


def colour(label):
    return label.palette().color(label.foregroundRole())


@pytest.mark.parametrize(
    ("script", "sentence"),
    [
        ("import os; os.abort()", "Unicorn crashed"),
        ("print('no record')", "Unicorn wrote what nobody can read"),
        ('print(\'{"kind": "opinion"}\')', "Unicorn wrote what nobody can read"),
        ("raise SystemExit(5)", "Unicorn failed with exit status 5"),
    ],
)
def test_an_engine_that_fails_is_a_sentence(qtbot, window, dialog, script, sentence):
    """Nothing of the window is lost."""
    assert says(qtbot, dialog, script).startswith(sentence)
    assert colour(dialog.conclusion) == window.look.theme.color(Role.FAIL)
    assert dialog.again.isEnabled()


def test_a_scenario_that_cannot_be_written_is_a_sentence(qtbot, dialog, monkeypatch):
    """Such as one whose dump is gone."""

    def fail(_opinion):
        raise BadInput(None, "the dump is gone")

    monkeypatch.setattr(dialog, "_text", fail)
    qtbot.mouseClick(dialog.again, LEFT)
    assert dialog.conclusion.text() == "the dump is gone"


def test_it_follows_theme_and_text_size(window, dialog):
    """As every view does."""
    before = dialog.width()
    window.look.set_scheme("dark")
    window.look.set_scale(1.5)

    assert colour(dialog.notes) == window.look.theme.color(Role.MUTED)
    assert dialog.width() > before


def test_closing_ends_the_process(qtbot, window, dialog):
    """Escape closes the dialog; its process and its folder are gone."""
    opinion, folder = dialog.opinion, dialog.opinion.path.parent
    opinion.program = (sys.executable, "-c", "import time; time.sleep(60)")
    qtbot.mouseClick(dialog.again, LEFT)
    qtbot.waitUntil(lambda: opinion.is_running)
    with qtbot.waitSignal(opinion.destroyed):
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not folder.exists()
    answered(qtbot, choose(qtbot, window))


def test_the_window_closes_it(qtbot, window, dialog):
    """No process stays behind."""
    with qtbot.waitSignal(dialog.opinion.destroyed):
        window.close()


def test_without_the_extra_the_entry_says_how_to_install_it(
    qtbot, monkeypatch, asker, default, own_settings
):
    """It is grey, and its tip says why."""
    monkeypatch.setattr(tools, "is_installed", lambda: False)
    window = MainWindow(default, own_settings, asker, scheme="light")
    qtbot.addWidget(window, before_close_func=MainWindow.forget_settings)
    action = window.actions_by_name["ask_unicorn"]

    assert not action.isEnabled()
    assert action.toolTip().endswith(f"Not installed: {HOW_TO_INSTALL}")
