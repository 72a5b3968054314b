"""The presenter by keys and mouse, as a lecturer with a clicker has it."""

from dataclasses import replace
from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, QPointF, QSizeF, Qt
from PySide6.QtGui import QFontInfo, QImage, QWheelEvent
from PySide6.QtWidgets import QApplication

from mmuviz.core.trace import Semantics
from mmuviz.gui.main_window import MainWindow
from mmuviz.gui.theme import FontKind, Theme
from mmuviz.gui.views import presenter_steps
from mmuviz.gui.views.presenter_layout import HEIGHT, Canvas, projector_theme
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


@pytest.mark.parametrize("name", ["view_compare", "view_exits"])
def test_another_view_fills_the_screen_itself(qtbot, window, name):
    """A host that hangs is not shown as a walk that returns 1: the lecturer goes on in the view."""
    window.show_view(name)
    page = window.pages[name]
    qtbot.keyClick(window, Qt.Key.Key_F11)
    assert window.isFullScreen()
    assert page.isVisible()
    assert not window.presenter.isVisible()
    assert not window.menuBar().isVisible()
    last = page.stepper.step
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Left)
    assert page.stepper.step == last - 1
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Escape)
    assert not window.isFullScreen()
    assert window.menuBar().isVisible()
    assert page.isVisible()


def test_the_arrows_step_at_the_start_and_after_the_presenter(qtbot, window):
    """No zone that takes arrows for itself has the keyboard unasked."""
    window.session.first()
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Right)
    assert window.session.frame.step == 1
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_F11)
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Right)
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Escape)
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Right)
    assert window.session.frame.step == 3


def test_a_maximized_window_is_maximized_again(qtbot, window):
    """The presenter borrows the screen."""
    window.showMaximized()
    qtbot.keyClick(window, Qt.Key.Key_F11)
    qtbot.keyClick(window, Qt.Key.Key_Escape)

    assert window.isMaximized()
    assert not window.isFullScreen()


def test_leaving_from_the_presenter_remembers_the_window(qtbot, asker, own_settings):
    """The next start is not a full screen without a presenter."""
    opened = open_file(asset("scenarios/pae-hit.toml"))
    first = MainWindow(opened, own_settings, asker, scheme="light")
    qtbot.addWidget(first, before_close_func=MainWindow.forget_settings)
    with qtbot.waitExposed(first):
        first.show()
    qtbot.keyClick(first, Qt.Key.Key_F11)
    assert first.isFullScreen()
    first.close()
    second = MainWindow(opened, own_settings, asker, scheme="light")
    qtbot.addWidget(second, before_close_func=MainWindow.forget_settings)
    second.show()

    assert not second.isFullScreen()
    assert second.menuBar().isVisible()


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
    """The bar of step 5."""
    frame, canvas, size = window.session.frame, presenter.canvas(), QSizeF(presenter.size())
    points = [QPointF(x, 868) for x in range(47, 1107)]
    at = next(point for point in points if presenter_steps.step_at(frame, point, canvas) == 5)

    place = (at + QPointF(15, 0)) * canvas.factor(size) + canvas.corner(size)
    qtbot.mouseClick(presenter, LEFT, pos=place.toPoint())

    assert window.session.frame.step == 5


def test_a_click_steps_on_and_in_the_left_half_back(qtbot, window, presenter):
    """As slides do; it ends at the ends, and the right button does nothing."""
    right, left = QPoint(presenter.width() - 9, 60), QPoint(9, 60)
    qtbot.keyClick(presenter, Qt.Key.Key_Home)
    for button, place, step in (
        (LEFT, left, 0),
        (LEFT, right, 1),
        (LEFT, right, 2),
        (Qt.MouseButton.RightButton, right, 2),
        (LEFT, left, 1),
    ):
        qtbot.mouseClick(presenter, button, pos=place)
        assert window.session.frame.step == step


def test_the_wheel_steps_a_notch_at_a_time(window, presenter):
    """A fine wheel adds up first."""
    window.session.first()
    for turn, step in ((-120, 1), (-60, 1), (-60, 2), (-240, 4), (120, 3)):
        _turn(presenter, turn)
        assert window.session.frame.step == step


def _turn(presenter, by):
    """Turn the wheel over the presenter by eighths of a degree."""
    middle = QPointF(presenter.rect().center())
    event = QWheelEvent(
        middle,
        presenter.mapToGlobal(middle),
        QPoint(),
        QPoint(0, by),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,  # not inverted
    )
    QApplication.sendEvent(presenter, event)


def test_no_paging_leads_from_the_address_to_the_page(qtbot, asker, own_settings):
    """There are no tables then, in any semantics."""
    opened = open_file(asset("scenarios/pae-hit.toml"))
    cpu = replace(opened.scenario.cpu, pg=False)
    opened = replace(opened, scenario=replace(opened.scenario, cpu=cpu))
    window = MainWindow(opened, own_settings, asker, scheme="light")
    qtbot.addWidget(window, before_close_func=MainWindow.forget_settings)
    window.show()
    window.present(on=True)
    for semantics in Semantics:
        window.session.set_semantics(semantics)
        pictures = []
        for step in (0, 1):
            window.session.go_to(step)
            pictures.append(window.presenter.grab().toImage())
        assert pictures[0] != pictures[1]


@pytest.mark.parametrize(
    ("width", "height", "shown"), [(1280, 720, 1600), (1440, 900, 1440), (1024, 768, 1440)]
)
def test_the_canvas_is_as_wide_as_the_screen(width, height, shown):
    """From 16:10 to 16:9; nothing of it is outside, and it stands in the middle."""
    size = QSizeF(width, height)
    canvas = Canvas.of(size)

    assert canvas.width == shown
    corner, factor = canvas.corner(size), canvas.factor(size)
    assert corner.x() >= 0
    assert corner.y() >= 0
    assert corner.x() * 2 + canvas.width * factor == pytest.approx(width)
    assert corner.y() * 2 + HEIGHT * factor == pytest.approx(height)


@pytest.mark.parametrize("scale", [1.0, 2.5])
def test_the_text_size_of_the_window_does_not_matter(window, presenter, scale):
    """The step fills the screen anyway."""
    before = presenter.grab().toImage()
    window.look.set_scale(scale)

    assert presenter.grab().toImage() == before


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("kind", list(FontKind))
def test_nothing_is_under_20_px_at_1440(kind):
    """Every kind of text, at the projector's size."""
    font = projector_theme(Theme(scale=1.5)).font(kind)

    assert QFontInfo(font).pixelSize() >= 20


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
