"""The path by mouse and keys: find any row, edit it, take it along."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QMenu, QToolTip

from mmuviz.core.result import Outcome
from mmuviz.gui.views.row_pool import Focus

LEFT = Qt.MouseButton.LeftButton
CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


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


def marked(path):
    """Return the indexes of the marked rows in sight, by level."""
    rows = [item for level in (3, 2, 1) for item in path._rows.shown(level) if item.marked]
    return [(item.row.slot.level.number, item.row.slot.index) for item in rows]


def test_shift_marks_rows_that_are_copied_together(qtbot, window, path):
    """Down with Shift, then back; a plain key marks nothing any more."""
    click_value(qtbot, path, 1, 352)
    for _ in range(3):
        qtbot.keyClick(path, Qt.Key.Key_Down, SHIFT)
    qtbot.keyClick(path, Qt.Key.Key_Up, SHIFT)
    assert marked(path) == [(1, 352), (1, 353), (1, 354)]

    qtbot.keyClick(path, Qt.Key.Key_C, CONTROL)
    lines = QGuiApplication.clipboard().text().splitlines()
    assert [line.split("\t")[0] for line in lines] == ["352", "353", "354"]
    qtbot.keyClick(path, Qt.Key.Key_Down)
    assert not marked(path)

    qtbot.keyClick(path, Qt.Key.Key_V, CONTROL)
    assert window.actions_by_name["undo"].text() == "&Undo Paste 3 rows at PTE 355"


def test_a_click_with_shift_marks_up_to_the_row(qtbot, window, path):
    """Also over a fold, whose entries all go along; no bit is flipped."""
    click_value(qtbot, path, 2, 447)
    item = path._rows.find(2, 415)
    where = path.mapFromScene(item.mapToScene(item.bit_rect(1).center()))
    qtbot.mouseClick(path.viewport(), LEFT, SHIFT, where)

    assert marked(path) == [(2, 415), (2, 416), (2, 447)]
    assert not window.actions_by_name["undo"].isEnabled()
    qtbot.keyClick(path, Qt.Key.Key_C, CONTROL)
    assert len(QGuiApplication.clipboard().text().splitlines()) == 447 - 415 + 1


def test_shift_end_marks_the_rest_of_the_table(qtbot, path):
    """The table scrolls to its end."""
    click_value(qtbot, path, 1, 353)
    qtbot.keyClick(path, Qt.Key.Key_End, SHIFT)
    qtbot.keyClick(path, Qt.Key.Key_C, CONTROL)

    lines = QGuiApplication.clipboard().text().splitlines()
    assert (lines[0][:3], lines[-1][:3], len(lines)) == ("353", "511", 159)


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

    entries["Copy rows"].trigger()
    assert "5e56067" in QGuiApplication.clipboard().text()
    entries["Edit value…"].trigger()
    assert path._editing.editor.text() == "05e56067"
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

    assert [entry.isEnabled() for entry in menu.actions()] == [False] * 5 + [True, True]
    menu.close()


def press(qtbot, path, *keys):
    """Press keys one after the other."""
    for key in keys:
        qtbot.keyClick(path, key)


def named(window, name):
    """Return what the menu says of an action."""
    return window.actions_by_name[name].text()


def test_a_click_on_the_head_of_a_table_asks_for_an_index(qtbot, path):
    """It is that table that jumps."""
    head = path.mapFromScene(path._layout.head_rect(2).center())
    qtbot.mouseClick(path.viewport(), LEFT, pos=head)
    editor = path._editing.index_editor
    assert editor.accessibleName() == "Index in the Page directory"
    qtbot.keyClicks(editor, "0x10")
    qtbot.keyClick(editor, Qt.Key.Key_Return)

    assert path.focused_item().row.slot.name == "PDE 16"
    assert path.hasFocus()


def test_pages_and_ends_are_the_table_s_while_it_has_the_keyboard(qtbot, window, path):
    """Without the keyboard they step, as the key list says."""
    step = window.session.frame.step
    click_value(qtbot, path, 1, 353)
    for key, index in (
        (Qt.Key.Key_End, 511),
        (Qt.Key.Key_PageDown, 511),
        (Qt.Key.Key_Home, 0),
        (Qt.Key.Key_PageUp, 0),
    ):
        press(qtbot, path, key)
        assert path.focused_item().row.slot.index == index
    press(qtbot, path, Qt.Key.Key_PageDown)
    assert path.focused_item().row.slot.index == path._choice.rows
    assert window.session.frame.step == step

    press(qtbot, path, Qt.Key.Key_Escape, Qt.Key.Key_Home)
    assert window.session.frame.step == 0


def test_a_flag_flips_by_click_space_and_letter(qtbot, window, path):
    """Each is a step of undo with the same name; all are undone and redone."""
    first = window.document.scenario
    qtbot.mouseClick(path.viewport(), LEFT, pos=path.bit_center(1, 353, "U").toPoint())
    assert named(window, "undo") == "&Undo Clear U in PTE 353"
    press(qtbot, path, Qt.Key.Key_Space)
    assert named(window, "undo") == "&Undo Set U in PTE 353"
    assert window.document.scenario == first
    press(qtbot, path, Qt.Key.Key_U)
    assert named(window, "undo") == "&Undo Clear U in PTE 353"

    for _ in range(3):
        qtbot.keyClick(path, Qt.Key.Key_Z, CONTROL)
    assert named(window, "redo") == "&Redo Clear U in PTE 353"
    assert window.document.scenario == first
    qtbot.keyClick(path, Qt.Key.Key_Y, CONTROL)
    assert window.document.scenario != first


def test_values_and_frames_have_names_too(qtbot, window, path):
    """The first digit opens the editor; an arrow gives the frame alone."""
    click_value(qtbot, path, 1, 353)
    press(qtbot, path, Qt.Key.Key_7)
    editor = path._editing.editor
    qtbot.keyClicks(editor, "067")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert named(window, "undo") == "&Undo PTE 353 = 0x7067"

    path.edit_frame()
    assert editor.text() == "-> 7000"
    editor.selectAll()
    qtbot.keyClicks(editor, "-> 9000")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert named(window, "undo") == "&Undo PTE 353 to frame 0x9000"
    assert path.focused_item().row.value == 0x9067


def test_an_edit_keeps_the_reader_s_place(qtbot, window, path):
    """A step in the middle is the same event of the new walk."""
    read = next(
        number
        for number, event in enumerate(window.session.frame.trace.events, 1)
        if getattr(getattr(event, "level", None), "number", 0) == 1
    )
    window.session.go_to(read)
    event = type(window.session.frame.trace.events[read - 1])
    qtbot.mouseClick(path.viewport(), LEFT, pos=path.bit_center(2, 447, "A").toPoint())

    frame = window.session.frame
    assert type(frame.trace.events[frame.step - 1]) is event
    assert frame.trace.events[frame.step - 1].level.number == 1


def test_the_walk_goes_through_a_row(qtbot, window, path):
    """Its entry is the one that the address selects."""
    click_value(qtbot, path, 1, 355)
    path.walk_through_row()

    read = [row for row in shown_rows(path, 1) if row.on_path]
    assert [row.slot.index for row in read] == [355]
    assert named(window, "undo").startswith("&Undo Address 0x")


def shown_rows(path, level):
    """Return the rows in sight."""
    return [item.row for item in path._rows.shown(level)]


def test_a_screen_reader_hears_the_row(qtbot, path):
    """Its name, its value and its flags; the headline when no row has the keyboard."""
    headline = path.accessibleDescription()
    click_value(qtbot, path, 1, 355)
    assert path.accessibleDescription() == "PTE 355, 5e56067, P W U A D set"
    press(qtbot, path, Qt.Key.Key_Escape)
    assert path.accessibleDescription() == headline


def test_a_note_makes_way_for_a_wide_value(path):
    """A swapped-out entry of 64 bits beside a lesson: the note must not run into the value."""
    item = path._rows.find(1, 351)
    assert item.row.value >> 32
    assert item.note_for(item.row, room=500) == "P 0 · rest ignored"
    assert item.note_for(item.row, room=60) == "P 0"


def test_a_fold_is_opened_and_never_edited(qtbot, window, path):
    """Letters and digits mean nothing on it; Enter opens it."""
    window.document.edit("Clear", cleared(window.document.scenario))
    fold = next(item for item in path._rows.shown(1) if item.is_fold)
    level, index = 1, fold.row.slot.index
    click_value(qtbot, path, 1, 353)
    path._focus = Focus(level, index, -1)
    done = window.document.undo_stack.count()
    press(qtbot, path, Qt.Key.Key_P, Qt.Key.Key_7)
    qtbot.keyClick(path, Qt.Key.Key_V, CONTROL)
    assert window.document.undo_stack.count() == done
    assert path.focused_item().spoken.endswith("absent")

    press(qtbot, path, Qt.Key.Key_Return)
    assert not path.focused_item().is_fold


def cleared(scenario):
    """Make the neighbours 340 to 350 of the walk's page-table entry absent."""
    table = 0x1CD4000
    for index in range(340, 351):
        scenario = scenario.with_entry(table + index * 8, 0)
    return scenario


def test_a_register_is_edited_and_memory_is_not(qtbot, window, path):
    """The remark tells of the table in memory, which a load of CR3 would read."""
    before = window.document.scenario
    index = before.access.gva >> 30
    qtbot.mouseClick(path.viewport(), LEFT, pos=path.bit_center(3, index, "P").toPoint())

    after = window.document.scenario
    assert after.cpu.pdptrs[index] == before.cpu.pdptrs[index] ^ 1
    assert after.memory == before.memory
    assert named(window, "undo") == f"&Undo Clear P in PDPTR {index}"
    assert path._arrangement._made[0].tables[0].note.endswith("read on a CR3 load")
