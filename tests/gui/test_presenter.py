"""The presenter by keys and mouse, as a lecturer with a clicker has it."""

from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QImage

from mmuviz.core.trace import Semantics
from mmuviz.gui.main_window import MainWindow
from mmuviz.gui.views import presenter_steps
from mmuviz.resources import asset
from mmuviz.sources.open_file import open_file

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def presenter(qtbot, window):
    """The presenter on the default scenario, entered by its key."""
    qtbot.keyClick(window, Qt.Key.Key_F11)
    assert window.presenter.isVisible()
    return window.presenter


def test_f11_shows_the_step_alone_and_escape_brings_the_window_back(qtbot, window, presenter):
    """No menu, no question; full screen; then all as it was."""
    assert window.isFullScreen()
    assert not window.menuBar().isVisible()
    assert not window.question.isVisible()

    qtbot.keyClick(presenter, Qt.Key.Key_Escape)

    assert not window.isFullScreen()
    assert window.menuBar().isVisible()
    assert window.walk.isVisible()
    assert not window.actions_by_name["presenter"].isChecked()


def test_f11_leaves_to_the_view_that_was_there(qtbot, window):
    """The Maps view comes back."""
    window.show_view("view_maps")
    qtbot.keyClick(window, Qt.Key.Key_F11)
    qtbot.keyClick(window, Qt.Key.Key_F11)

    assert window.pages["view_maps"].isVisible()


def test_a_view_key_leaves_the_presenter(qtbot, window, presenter):
    """Alt+1 shows the walk in the window."""
    qtbot.keyClick(presenter, Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)

    assert window.walk.isVisible()
    assert window.menuBar().isVisible()


def test_the_keys_of_a_clicker_step(qtbot, window, presenter):
    """Page keys and arrows; the semantics keys too."""
    last = window.session.frame.last_step
    for key, step in (
        (Qt.Key.Key_Home, 0),
        (Qt.Key.Key_PageDown, 1),
        (Qt.Key.Key_Right, 2),
        (Qt.Key.Key_PageUp, 1),
        (Qt.Key.Key_End, last),
    ):
        qtbot.keyClick(presenter, key)
        assert window.session.frame.step == step
    qtbot.keyClick(presenter, Qt.Key.Key_3, Qt.KeyboardModifier.ControlModifier)
    assert window.session.semantics is Semantics.HARDWARE


def test_a_click_on_the_timeline_goes_there(qtbot, window, presenter):
    """And a click elsewhere does nothing."""
    frame = window.session.frame
    points = [QPointF(x, 868) for x in range(47, 1107)]
    at = next(point for point in points if presenter_steps.step_at(frame, point) == 5)
    factor = presenter.factor()
    corner = QPointF(presenter.width() - 1440 * factor, presenter.height() - 900 * factor) / 2
    qtbot.mouseClick(presenter, LEFT, pos=(at * factor + corner).toPoint())
    assert window.session.frame.step == 5
    qtbot.mouseClick(presenter, LEFT, pos=QPoint(3, 3))
    assert window.session.frame.step == 5


@pytest.mark.parametrize("name", ["long-smap", "x32-large-page", "pae-pdptr-absent", "long-hit"])
@pytest.mark.parametrize("semantics", list(Semantics))
def test_every_step_of_every_walk_can_be_presented(qtbot, asker, own_settings, name, semantics):
    """Nothing warns, and each step looks different from the one before."""
    window = MainWindow(
        open_file(asset(f"scenarios/{name}.toml")), own_settings, asker, scheme="dark"
    )
    qtbot.addWidget(window, before_close_func=MainWindow.forget_settings)
    window.session.set_semantics(semantics)
    window.show()
    window.present(on=True)
    pictures: list[QImage] = []
    for step in range(window.session.frame.last_step + 1):
        window.session.go_to(step)
        pictures.append(window.presenter.grab().toImage())

    assert all(one != other for one, other in pairwise(pictures))
