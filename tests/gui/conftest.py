"""A window on the default scenario, and somebody who answers its questions."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from mmuviz.gui.ask import Question
from mmuviz.gui.fonts import load_fonts
from mmuviz.gui.main_window import MainWindow
from mmuviz.resources import asset
from mmuviz.sources.open_file import open_file
from mmuviz.sources.opened import OpenOptions
from mmuviz.sources.problems import ProgramSummary


class FakeAsker:
    """Answers at once with what the test laid out; remembers what was asked."""

    def __init__(self):
        self.questions: list[Question] = []
        self.answers: list[str] = []
        self.paths: list[Path] = []
        self.starts: list[str] = []
        self.options: list[OpenOptions] = []
        self.programs: tuple[ProgramSummary, ...] = ()
        self.names: list[str] = []

    def ask(self, question, on_answer):
        self.questions.append(question)
        if len(question.answers) > 1 and self.answers:
            on_answer(self.answers.pop(0))

    def open_path(self, _title, _kinds, on_path):
        if self.paths:
            on_path(self.paths.pop(0))

    def open_paths(self, _title, _kinds, on_paths):
        if self.paths:
            on_paths(self.paths)
            self.paths = []

    def registers(self, _path, on_options):
        if self.options:
            on_options(self.options.pop(0))

    def program(self, _path, programs, on_name):
        self.programs = programs
        if self.names:
            on_name(self.names.pop(0))

    def save_path(self, _title, start, kinds, on_path):
        self.starts.append(start)
        assert Path(start).suffix in kinds.partition(";;")[0], "the first kind is the one proposed"
        if self.paths:
            on_path(self.paths.pop(0))


@pytest.fixture(scope="session", autouse=True)
def own_look(qapp):
    """Give all tests the program's style and fonts."""
    qapp.setStyle("Fusion")
    load_fonts()


@pytest.fixture
def asker():
    return FakeAsker()


@pytest.fixture
def default():
    """The default scenario, opened."""
    return open_file(asset("default.toml"))


@pytest.fixture
def window(qtbot, asker, default, own_settings):
    """The window on the default scenario, shown at 1440x900."""
    shown = MainWindow(default, own_settings, asker, scheme="light")
    qtbot.addWidget(shown, before_close_func=MainWindow.forget_settings)
    shown.resize(1440, 900)
    with qtbot.waitExposed(shown):
        shown.show()
    return shown


@pytest.fixture
def panel(qtbot, window):
    """The list of lessons, shown by its key."""
    qtbot.keyClick(window, Qt.Key.Key_9, Qt.KeyboardModifier.AltModifier)
    assert window.teaching.panel.isVisible()
    return window.teaching.panel


@pytest.fixture
def at(qtbot, panel):
    """A function that opens a lesson, and goes to the screen that asks item `item`."""

    def go(number, item=1):
        panel.show_list()
        qtbot.mouseClick(panel.list.rows[number - 1], Qt.MouseButton.LeftButton)
        while panel.session.screen.item != item:
            qtbot.mouseClick(panel.view.next, Qt.MouseButton.LeftButton)
        return panel.view.content

    return go
