"""The Tables view by mouse and keys: choose, unfold, zoom, drag, walk."""

import subprocess
import sys
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication

from mmuviz.gui.main_window import MainWindow
from mmuviz.gui.theme import FontKind
from mmuviz.resources import asset
from mmuviz.sources.open_file import open_file

LEFT = Qt.MouseButton.LeftButton
ALT = Qt.KeyboardModifier.AltModifier
CTRL = Qt.KeyboardModifier.ControlModifier
LEAF = ((1, 0x1CD4000), "")


@pytest.fixture
def tables(qtbot, window):
    """The Tables view of the default scenario, shown by its key."""
    qtbot.keyClick(window, Qt.Key.Key_4, ALT)
    page = window.pages["view_tables"]
    assert page.isVisible()
    return page


def place(page, spot):
    """Return where a card is in the viewport."""
    return page.view.mapFromScene(page.view.card_item(spot).rect.center())


def click(qtbot, page, spot):
    """Click on a card."""
    qtbot.mouseClick(page.view.viewport(), LEFT, pos=place(page, spot))


def test_it_shows_the_walk_and_describes_its_last_table(tables):
    """The path is drawn, its last table chosen and described, the keyboard there."""
    assert tables.count.text() == "37 tables"
    assert tables.view.hasFocus()
    assert tables.view.current.spot == LEAF
    assert "PDE 447" in tables.panel.text
    assert "0xb7e00000 – 0xb7ffffff" in tables.panel.text
    assert "22 of 512 entries" in tables.panel.text
    assert not tables.panel.fold.isVisible()


def test_a_click_chooses_and_the_button_walks(qtbot, window, tables):
    """A table by mouse, then its first address."""
    click(qtbot, tables, ((2, 0x1CD8000), ""))
    assert tables.view.current.selected
    assert "0x40000000 – 0x7fffffff" in tables.panel.text
    qtbot.mouseClick(tables.panel.walk, LEFT)

    assert window.walk.isVisible()
    assert window.session.frame.scenario.access.gva == 0x40000000


def test_a_click_beside_the_cards_or_by_another_button_chooses_nothing(qtbot, tables):
    """The ground is no card."""
    qtbot.mouseClick(tables.view.viewport(), LEFT, pos=QPoint(3, 3))
    where = place(tables, ((2, 0x1CD8000), ""))
    qtbot.mouseClick(tables.view.viewport(), Qt.MouseButton.RightButton, pos=where)

    assert tables.view.current.spot == LEAF


def test_a_click_unfolds_and_the_panel_folds(qtbot, tables):
    """A fold gives way to its tables; the parent is chosen and can fold them again."""
    number = len(tables.view.scene().items())
    click(qtbot, tables, ((2, 0x5E94000), "16 tables"))
    assert len(tables.view.scene().items()) > number
    assert tables.view.current.spot == ((2, 0x5E94000), "")
    assert tables.panel.fold.isVisible()
    qtbot.mouseClick(tables.panel.fold, LEFT)

    assert len(tables.view.scene().items()) == number
    assert not tables.panel.fold.isVisible()


def test_the_keyboard_goes_everywhere(qtbot, window, tables):
    """Arrows go along columns and rows, Enter unfolds or walks; the walk does not step."""
    step, view = window.session.frame.step, tables.view
    qtbot.keyClick(view, Qt.Key.Key_Left)
    assert view.current.spot == ((2, 0x1CD7000), "")
    qtbot.keyClick(view, Qt.Key.Key_Down)
    assert view.current.spot == ((2, 0x5E94000), "")
    qtbot.keyClick(view, Qt.Key.Key_Down)
    assert view.current.spot == ((2, 0x5E94000), "")
    qtbot.keyClick(view, Qt.Key.Key_Right)
    assert view.current.folded == 16
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert view.current.spot == ((2, 0x5E94000), "")
    qtbot.keyClick(view, Qt.Key.Key_Up)
    qtbot.keyClick(view, Qt.Key.Key_Up)
    assert view.current.spot == ((2, 0x1CD8000), "")
    assert window.session.frame.step == step
    qtbot.keyClick(view, Qt.Key.Key_Enter)

    assert window.walk.isVisible()
    assert window.session.frame.scenario.access.gva == 0x40000000


def test_keys_and_buttons_zoom(qtbot, window, tables):
    """+, - and 0 zoom the picture; with Ctrl they stay the text's."""
    view = tables.view
    fitted = view.zoom
    qtbot.keyClick(view, Qt.Key.Key_Plus)
    assert view.zoom > fitted
    qtbot.keyClick(view, Qt.Key.Key_0)
    assert view.zoom == pytest.approx(fitted)
    qtbot.keyClick(view, Qt.Key.Key_Minus)
    assert view.zoom < fitted
    qtbot.mouseClick(tables.buttons["+"], LEFT)
    qtbot.mouseClick(tables.buttons["+"], LEFT)
    assert view.zoom > fitted
    qtbot.mouseClick(tables.buttons["\N{MINUS SIGN}"], LEFT)
    qtbot.mouseClick(tables.buttons["Fit"], LEFT)
    assert view.zoom == pytest.approx(fitted)
    qtbot.keyClick(view, Qt.Key.Key_Equal, CTRL)
    assert window.look.theme.scale > 1
    for _ in range(20):
        qtbot.keyClick(view, Qt.Key.Key_Plus)
    assert view.zoom == 3.0


def test_the_wheel_zooms(tables):
    """One notch is one step, at the pointer; a sideways turn is none."""
    view, before = tables.view, tables.view.zoom
    for turned in (QPoint(0, 120), QPoint(120, 0)):
        middle = QPointF(view.viewport().rect().center())
        event = QWheelEvent(
            middle,
            QPointF(view.viewport().mapToGlobal(middle.toPoint())),
            QPoint(),
            turned,
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(view.viewport(), event)

    assert view.zoom == pytest.approx(before * 1.2)


def test_a_drag_moves_the_picture_and_chooses_nothing(qtbot, tables):
    """Pressed on a card, moved and let go: the picture has moved."""
    view = tables.view
    for _ in range(5):
        qtbot.keyClick(view, Qt.Key.Key_Plus)
    before, port = view.horizontalScrollBar().value(), view.viewport()
    start = port.rect().center()
    qtbot.mousePress(port, LEFT, pos=start)
    for way in (20, 60, 120):
        qtbot.mouseMove(port, start + QPoint(way, 0))
    qtbot.mouseRelease(port, LEFT, pos=start + QPoint(120, 0))

    assert view.horizontalScrollBar().value() < before
    assert view.current.spot == LEAF


def test_other_keys_are_left_to_the_window(qtbot, window, tables):
    """Home goes to the walk's start, as everywhere; the picture stays."""
    qtbot.keyClick(tables.view, Qt.Key.Key_Home)
    assert window.session.frame.step == 0
    assert tables.view.current.spot == LEAF


def test_paging_off_is_said_and_tables_come_back(qtbot, window, tables):
    """No graph, no hint; setting CR0.PG again brings it."""
    scenario = window.document.scenario
    window.document.edit("Clear CR0.PG", replace(scenario, cpu=replace(scenario.cpu, pg=False)))
    assert tables.empty.isVisible()
    assert tables.empty.heading.text() == "Paging is off"
    assert tables.empty.geometry().right() < tables.rect().right() - tables.hint.height()
    assert not tables.buttons["Fit"].isVisible()
    qtbot.keyClick(window, Qt.Key.Key_Z, CTRL)

    assert tables.view.isVisible()
    assert tables.view.current.spot == LEAF


def test_another_address_draws_another_path(window, tables):
    """The walk's new tables are drawn, with what was unfolded left as it was."""
    window.document.edit(
        "Address",
        replace(
            window.document.scenario,
            access=replace(window.document.scenario.access, gva=0x40000000),
        ),
    )
    walked = [card.level for card in tables.view._picture.cards if card.walked]

    assert walked[:2] == [3, 2]
    assert tables.view.current.selected


def test_a_self_map_is_explained(qtbot, asker, own_settings):
    """The chosen table says in a sentence what a self-map is; the other levels are named."""
    opened = open_file(asset("scenarios/x32-self-map.toml"))
    window = MainWindow(opened, own_settings, asker, scheme="dark")
    qtbot.addWidget(window, before_close_func=MainWindow.forget_settings)
    window.show()
    window.show_view("view_tables")
    page = window.pages["view_tables"]

    assert page.panel.remarks.isVisible()
    assert "leads to the page itself" in page.panel.text
    assert page.view.card_item(((2, 0x1000), "")).card.looping
    window.grab()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("scale", [1.0, 2.5])
def test_text_fits_its_card(window, tables, scheme, scale):
    """Cards grow with the text, in both themes."""
    window.look.set_scheme(scheme)
    window.look.set_scale(scale)
    theme = window.look.theme
    for card in tables.view._picture.cards:
        item = tables.view.card_item(card.spot)
        room = item.rect.width() - theme.px(46)
        assert theme.width(FontKind.CAPTION, card.caption) <= room
        assert theme.width(FontKind.STRONG, card.title) <= room
    window.grab()


def test_the_window_starts_without_networkx():
    """It is loaded with the first graph only: it takes longer than the window."""
    code = "import sys, mmuviz.gui.main_window; sys.exit('networkx' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], check=False)

    assert done.returncode == 0
