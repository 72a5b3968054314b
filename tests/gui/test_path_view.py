"""The path by mouse and keys: find any row, edit it, take it along."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QMenu, QToolTip

from mmuviz.core.result import Outcome

LEFT = Qt.MouseButton.LeftButton
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def path(window):
    """The path of the default scenario, on screen."""
    return window.walk.path


def click_value(qtbot, path, level, index):
    """Click on a row's value."""
    item = path._rows.find(level, index)
    where = path.mapFromScene(item.value_rect().center())
    qtbot.mouseClick(path.viewport(), LEFT, pos=where)


def jump(qtbot, window, text):
    """Ask for an index by its key, and type `text`."""
    qtbot.keyClick(window.focusWidget() or window, Qt.Key.Key_J, CONTROL)
    editor = window.walk.path._editing.index_editor
    assert editor.isVisible()
    qtbot.keyClicks(editor, text)
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    return editor


def shown(path, level):
    """Return the indexes of the rows in sight."""
    return [item.row.slot.index for item in path._rows.shown(level)]


@pytest.mark.parametrize(("text", "index"), [("17", 17), ("0x1ff", 511), ("0", 0)])
def test_any_index_can_be_jumped_to(qtbot, window, path, text, index):
    """The table of the last entry scrolls there; the row has the keyboard."""
    editor = jump(qtbot, window, text)

    assert not editor.isVisible()
    assert index in shown(path, 1)
    assert path.focused_item().row.slot.index == index


def test_the_table_with_the_keyboard_is_the_one_that_jumps(qtbot, window, path):
    """After a click in the page directory it is that one."""
    click_value(qtbot, path, 2, 447)
    jump(qtbot, window, "3")

    assert 3 in shown(path, 2)
    assert 353 in shown(path, 1)


@pytest.mark.parametrize("text", ["512", "-1", "abc", ""])
def test_a_bad_index_is_told_and_nothing_moves(qtbot, window, path, text):
    """The editor keeps what was typed; Escape leaves."""
    before = shown(path, 1)
    editor = jump(qtbot, window, text)

    assert editor.isVisible()
    assert "expected an index from 0 to 511" in QToolTip.text()
    qtbot.keyClick(editor, Qt.Key.Key_Escape)
    assert not editor.isVisible()
    assert shown(path, 1) == before


def test_the_arrows_scroll_the_table_at_its_edge(qtbot, path):
    """Beyond the last row in sight comes the next one."""
    click_value(qtbot, path, 1, 353)
    last = shown(path, 1)[-1]
    for _ in range(6):
        qtbot.keyClick(path, Qt.Key.Key_Down)

    assert path.focused_item().row.slot.index == 359
    assert shown(path, 1)[-1] > last


def test_a_row_off_the_walk_is_edited_too(qtbot, window, path):
    """Its letter flips the flag; the edit has a name, and the walk is as it was."""
    click_value(qtbot, path, 1, 355)
    step = window.session.frame.step
    qtbot.keyClick(path, Qt.Key.Key_U)

    assert window.actions_by_name["undo"].text() == "&Undo Clear U in PTE 355"
    assert window.session.frame.step == step


def test_a_row_is_copied_and_pasted_as_one_edit(qtbot, window, path):
    """The writable neighbour's row over the refused one: the write is allowed."""
    click_value(qtbot, path, 1, 355)
    qtbot.keyClick(path, Qt.Key.Key_C, CONTROL)
    assert "5e56067" in QGuiApplication.clipboard().text()
    click_value(qtbot, path, 1, 353)
    qtbot.keyClick(path, Qt.Key.Key_V, CONTROL)

    assert window.session.frame.trace.result.outcome is Outcome.MAPPED
    assert window.session.frame.trace.result.gfn == 0x5E56
    qtbot.keyClick(path, Qt.Key.Key_Z, CONTROL)
    assert window.session.frame.trace.result.error_code == 7


def test_what_is_no_row_is_not_pasted(qtbot, window, path):
    """One sentence says why; nothing changed."""
    QGuiApplication.clipboard().setText("no entry at all")
    click_value(qtbot, path, 1, 353)
    qtbot.keyClick(path, Qt.Key.Key_V, CONTROL)

    assert QToolTip.text().startswith("Nothing was pasted: ")
    assert not window.actions_by_name["undo"].isEnabled()


def test_the_menu_of_a_row_does_what_it_says(qtbot, path):
    """Right click: the row has the keyboard, and each entry acts on it."""
    item = path._rows.find(1, 355)
    where = path.mapFromScene(item.value_rect().center())
    event = QContextMenuEvent(
        QContextMenuEvent.Reason.Mouse, where, path.viewport().mapToGlobal(where)
    )
    QApplication.sendEvent(path.viewport(), event)
    (menu,) = [menu for menu in path.findChildren(QMenu) if menu.isVisible()]
    entries = {entry.text().partition("\t")[0].replace("&", ""): entry for entry in menu.actions()}

    entries["Copy row"].trigger()
    assert "5e56067" in QGuiApplication.clipboard().text()
    entries["Edit value"].trigger()
    assert path._editing.editor.text() == "5e56067"
    qtbot.keyClick(path._editing.editor, Qt.Key.Key_Escape)
    entries["Jump to an index…"].trigger()
    qtbot.keyClicks(path._editing.index_editor, "12")
    qtbot.keyClick(path._editing.index_editor, Qt.Key.Key_Return)
    assert 12 in shown(path, 1)
    entries["Back to the walk"].trigger()
    assert 353 in shown(path, 1)
    menu.close()


def test_beside_the_rows_the_menu_offers_what_needs_none(path):
    """Copy and paste are greyed."""
    corner = QPoint(3, 3)
    event = QContextMenuEvent(
        QContextMenuEvent.Reason.Mouse, corner, path.viewport().mapToGlobal(corner)
    )
    QApplication.sendEvent(path.viewport(), event)
    (menu,) = [menu for menu in path.findChildren(QMenu) if menu.isVisible()]

    assert [entry.isEnabled() for entry in menu.actions()] == [False, False, False, True, True]
    menu.close()
