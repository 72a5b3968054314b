"""The window, driven as a person does: mouse and keys."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QToolTip

from mmuviz.core.bits import Pte
from mmuviz.core.result import Outcome
from mmuviz.core.trace import Semantics
from mmuviz.gui.actions import VIEWS
from mmuviz.gui.dialogs.explain import ExplainDialog
from mmuviz.gui.dialogs.page import PageDialog
from mmuviz.gui.dialogs.pick import PickDialog
from mmuviz.gui.dialogs.registers import RegistersDialog
from mmuviz.gui.dialogs.text import TextDialog
from mmuviz.gui.main_window import MainWindow
from mmuviz.gui.theme import Role
from mmuviz.resources import asset
from mmuviz.sources.open_file import open_file

LEFT = Qt.MouseButton.LeftButton


def click_bit(qtbot, window, level, index, letter):
    path = window.walk.path
    where = path.bit_center(level, index, letter).toPoint()
    qtbot.mouseClick(path.viewport(), LEFT, pos=where)


def dialog_of(window, kind):
    found = [child for child in window.findChildren(kind) if child.isVisible()]
    assert len(found) == 1
    return found[0]


def test_it_opens_on_a_copy_on_write_fault(window):
    """The default scenario ends in access_error with P, W and U."""
    frame = window.session.frame

    assert frame.trace.result.outcome is Outcome.ACCESS_ERROR
    assert frame.trace.result.error_code == 7
    assert frame.step == frame.last_step == 18
    assert window.question.address.text() == "0xb7f61238"


def test_a_click_on_a_bit_walks_again_at_once(qtbot, window):
    """Setting W in the PTE turns the refusal into a hit; undo brings it back by name."""
    click_bit(qtbot, window, 1, 353, "W")
    assert window.session.frame.trace.result.outcome is Outcome.MAPPED
    assert window.actions_by_name["undo"].text() == "&Undo Set W in PTE 353"

    qtbot.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert window.session.frame.trace.result.error_code == 7
    qtbot.keyClick(window, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    assert window.session.frame.trace.result.outcome is Outcome.MAPPED


def test_an_edit_keeps_the_readers_place(qtbot, window):
    """Standing at check c of the PDE, the reader stays there."""
    window.session.go_to(7)
    before = window.session.frame.trace.events[6]
    click_bit(qtbot, window, 2, 447, "G")

    after = window.session.frame.trace.events[window.session.frame.step - 1]
    assert (after.anchor, after.level) == (before.anchor, before.level)


def test_the_plain_keys_step(qtbot, window):
    """Arrows, Home and End step; F7, F8, F12 too."""
    window.walk.setFocus()
    keys = [
        (Qt.Key.Key_Home, 0),
        (Qt.Key.Key_Right, 1),
        (Qt.Key.Key_Right, 2),
        (Qt.Key.Key_Left, 1),
        (Qt.Key.Key_Down, 4),
        (Qt.Key.Key_Up, 1),
        (Qt.Key.Key_End, 18),
        (Qt.Key.Key_F8, 17),
        (Qt.Key.Key_F7, 18),
        (Qt.Key.Key_F12, 0),
    ]
    for key, step in keys:
        qtbot.keyClick(window, key)
        assert window.session.frame.step == step


def test_the_plain_keys_leave_an_editor_alone(qtbot, window):
    """In the address line an arrow moves the cursor."""
    window.session.go_to(5)
    window.question.address.setFocus()
    qtbot.keyClick(window.question.address, Qt.Key.Key_Home)
    qtbot.keyClick(window.question.address, Qt.Key.Key_Right)

    assert window.session.frame.step == 5
    assert window.question.address.cursorPosition() == 1


def test_running_steps_by_itself_and_pauses(qtbot, window):
    """Space runs from the start; again it pauses."""
    window.walk.setFocus()
    for _ in range(5):
        qtbot.keyClick(window, Qt.Key.Key_Period, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(window, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: window.session.frame.step > 2)
    qtbot.keyClick(window, Qt.Key.Key_Space)
    assert not window.session.running
    stopped = window.session.frame.step
    assert 2 < stopped < 18

    qtbot.keyClick(window, Qt.Key.Key_F5)
    qtbot.waitUntil(lambda: not window.session.running, timeout=10_000)
    assert window.session.frame.step == 18


def test_the_question_is_asked_with_the_mouse(qtbot, window):
    """Access, privilege, CR0.WP and semantics are a click each; every edit can be undone."""
    bar = window.question
    for control, word in ((bar.kind, "read"), (bar.privilege, "supervisor")):
        qtbot.mouseClick(control, LEFT, pos=control.segment(word).center().toPoint())
    access = window.document.scenario.access
    assert (access.kind, access.privilege) == ("read", "supervisor")

    qtbot.mouseClick(bar.wp, LEFT)
    assert not window.document.scenario.cpu.wp
    qtbot.mouseClick(bar.semantics, LEFT, pos=bar.semantics.segment("hardware").center().toPoint())
    assert window.session.semantics is Semantics.HARDWARE
    names = [window.document.undo_stack.text(n) for n in range(window.document.undo_stack.count())]
    assert names == ["Access: user read", "Access: supervisor read", "Clear CR0.WP"]


def test_an_address_is_typed_or_picked(qtbot, window):
    """Hexadecimal, label plus offset, and the list; a wrong one says why and changes nothing."""
    line = window.question.address
    qtbot.keyClick(window, Qt.Key.Key_G, Qt.KeyboardModifier.ControlModifier)
    assert line.hasFocus()
    qtbot.keyClicks(line, "cow_shared + 0x10")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert window.document.scenario.access.gva == 0xB7F61010

    line.selectAll()
    qtbot.keyClicks(line, "nonsense")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert "nonsense" in line.accessibleDescription()
    assert window.document.scenario.access.gva == 0xB7F61010
    qtbot.keyClick(line, Qt.Key.Key_Escape)
    assert line.text() == "0xb7f61010"

    line.selectAll()
    qtbot.keyClicks(line, "0x1b7f61238")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert "too wide" in line.accessibleDescription()
    window.question.label_list.setFocus()
    row = window.question.label_list.findText("anon_first")
    assert row > 0 or window.question.label_list.count() > 10


def test_the_timeline_is_clicked_and_scrubbed(qtbot, window):
    """A click shows that step; dragging scrubs; the wheel steps."""
    line = window.walk.timeline
    qtbot.mouseClick(line, LEFT, pos=line.step_rect(13).center().toPoint())
    assert window.session.frame.step == 13
    qtbot.mousePress(line, LEFT, pos=line.step_rect(13).center().toPoint())
    qtbot.mouseMove(line, line.step_rect(5).center().toPoint())
    qtbot.mouseRelease(line, LEFT, pos=line.step_rect(5).center().toPoint())
    assert window.session.frame.step in {5, 13}


def test_transport_buttons_step(qtbot, window):
    """Back and first are buttons too."""
    for name, step in (("back", 17), ("first", 0), ("step", 1), ("last", 18)):
        qtbot.mouseClick(window.walk.transport._buttons[name], LEFT)
        assert window.session.frame.step == step


def test_bits_are_flipped_by_key(qtbot, window):
    """With a bit focused, Space and letters flip; arrows move; Enter edits the value."""
    path = window.walk.path
    click_bit(qtbot, window, 2, 447, "U")
    assert window.document.undo_stack.undoText() == "Clear U in PDE 447"
    qtbot.keyClick(path, Qt.Key.Key_Space)
    assert window.document.undo_stack.undoText() == "Set U in PDE 447"
    qtbot.keyClick(path, Qt.Key.Key_Left)
    qtbot.keyClick(path, Qt.Key.Key_Space)
    assert window.document.undo_stack.undoText() == "Clear W in PDE 447"
    qtbot.keyClick(path, "a")
    assert window.document.undo_stack.undoText() == "Clear A in PDE 447"

    qtbot.keyClick(path, Qt.Key.Key_Return)
    editor = path.findChild(QLineEdit)
    assert editor.isVisible()
    editor.selectAll()
    qtbot.keyClicks(editor, "zz")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert "found" in editor.accessibleDescription()
    editor.selectAll()
    qtbot.keyClicks(editor, "-> 1cd4000")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert not editor.isVisible()


def test_rows_are_copied_and_pasted(qtbot, window):
    """Ctrl+C and Ctrl+V carry an entry over."""
    path = window.walk.path
    click_bit(qtbot, window, 1, 355, "G")
    qtbot.keyClick(path, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "355\t0x5e56167"
    qtbot.keyClick(path, Qt.Key.Key_Up)
    qtbot.keyClick(path, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert window.document.undo_stack.undoText() == "Paste a row at PTE 354"


def test_a_fold_opens_by_click(qtbot, window):
    """The run of absent entries becomes rows."""
    path = window.walk.path
    fold = next(item for item in path._rows.shown(2) if item.row.fold_end == 446)
    place = path.mapFromScene(fold.mapToScene(fold.boundingRect().center()))
    qtbot.mouseClick(path.viewport(), LEFT, pos=place)

    assert path._rows.find(2, 431) is not None


def test_an_entry_that_is_not_kept_is_not_edited(qtbot, window, default):
    """A leaf frame's own words are not in the file: nothing happens but a reason."""
    scenario = default.scenario.with_entry(0x1CD7DF8, 0x05E75067)  # a page that is not kept
    window.document.edit("a table elsewhere", scenario)
    assert window.session.frame.trace.result.outcome is Outcome.NOT_KEPT
    path = window.walk.path
    count = window.document.undo_stack.count()
    item = path._rows.find(1, 353)
    place = path.mapFromScene(item.mapToScene(item.value_rect().center()))
    qtbot.mouseDClick(path.viewport(), LEFT, pos=place)

    assert window.document.undo_stack.count() == count
    assert "not kept" in path.viewport().accessibleDescription()


def test_registers_are_edited_in_one_step(qtbot, window):
    """A wrong number is refused by field; a right form is one undo step."""
    qtbot.keyClick(window, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    form = dialog_of(window, RegistersDialog)
    form.cr3.setText("xyz")
    qtbot.keyClick(form, Qt.Key.Key_Return)
    assert "CR3" in form.problem.text()
    form.cr3.setText("0x12090a0")
    form.bits["wp"].setChecked(False)
    form.take()

    assert not window.document.scenario.cpu.wp
    assert window.document.undo_stack.undoText() == "Registers"


def test_reloading_cr3_runs_the_check(qtbot, window, asker):
    """On a dump from QEMU loading CR3 gives #GP, explained; the registers stay."""
    pdptrs = window.document.scenario.cpu.pdptrs
    qtbot.keyClick(window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)

    assert "QEMU" in asker.questions[-1].detail
    assert window.document.scenario.cpu.pdptrs == pdptrs

    clean = open_file(asset("scenarios/pae-pdpte-not-reloaded.toml"))
    window.document.open(clean)
    qtbot.keyClick(window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert window.document.undo_stack.undoText() == "Reload CR3"
    qtbot.keyClick(window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert "Nothing changed" in asker.questions[-1].text


def test_new_page_tables_are_built(qtbot, window):
    """File > New: a mode, an address, a frame and rights give tables that can be walked."""
    qtbot.keyClick(window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    form = dialog_of(window, PageDialog)
    form.mode.setCurrentIndex(2)
    form.address.setText("nowhere")
    form.take()
    assert "address" in form.problem.text()
    form.address.setText("0x7f0000001000")
    form.frame.setText("0x5001")
    form.take()
    assert form.problem.text()
    form.frame.setText("0x5000")
    form.take()

    assert window.session.frame.trace.result.gpa == 0x5000
    assert window.document.scenario.cpu.lma
    qtbot.keyClick(window, Qt.Key.Key_M, Qt.KeyboardModifier.ControlModifier)
    more = dialog_of(window, PageDialog)
    more.address.setText("0x7f0000002000")
    more.frame.setText("0x6000")
    more.take()
    assert window.document.undo_stack.undoText() == "Map 0x7f0000002000 to 0x6000"


def test_the_palette_finds_actions(qtbot, window):
    """Typing a part of a name and Enter runs the action."""
    qtbot.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    pick = dialog_of(window, PickDialog)
    qtbot.keyClicks(pick.line, "to the st")
    assert pick.shown() == ["To the start"]
    qtbot.keyClick(pick.line, Qt.Key.Key_Return)
    assert window.session.frame.step == 0


def test_the_palette_picks_what_is_called_so(qtbot, window):
    """Not "Export atlas", which stands before it."""
    qtbot.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    pick = dialog_of(window, PickDialog)
    qtbot.keyClicks(pick.line, "atlas")
    assert len(pick.shown()) > 1
    assert pick.list.currentItem().text(0) == "Atlas"


def test_built_in_scenarios_open(qtbot, window):
    """The list names them; arrow keys and Enter pick one."""
    qtbot.keyClick(window, Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)
    pick = dialog_of(window, PickDialog)
    assert len(pick.shown()) >= 14
    qtbot.keyClicks(pick.line, "pae-nx-fetch")
    qtbot.keyClick(pick.line, Qt.Key.Key_Down)
    qtbot.keyClick(pick.line, Qt.Key.Key_Return)
    assert window.document.scenario.access.fetch


@pytest.mark.parametrize("name", ["glossary", "keys", "about"])
def test_help_texts_open(window, name):
    """Each help text has something to read."""
    window.actions_by_name[name].trigger()
    shown = dialog_of(window, TextDialog)
    assert len(shown.browser.toPlainText()) > 100


def test_codes_entries_and_texts_are_explained(qtbot, window):
    """A number is a code, several words are a text, and an entry is one of the open mode."""
    qtbot.keyClick(window, Qt.Key.Key_I, Qt.KeyboardModifier.ControlModifier)
    dialog = dialog_of(window, ExplainDialog)
    qtbot.keyClicks(dialog.asked, "7")
    assert "P | W | U" in dialog.answer.toPlainText()
    dialog.kind.setCurrentIndex(dialog.kind.findText("a PTE of PAE mode"))
    assert "not user" in dialog.answer.toPlainText() or "U" in dialog.answer.toPlainText()
    dialog.kind.setCurrentIndex(0)
    dialog.asked.setPlainText("zzz")
    assert "expected a hexadecimal number" in dialog.answer.toPlainText()
    dialog.asked.setPlainText("1ffffffffffffffff")
    assert "expected" in dialog.answer.toPlainText()
    dialog.asked.setPlainText("BUG: error_code(0x0003) - permissions violation")
    assert dialog.kind.currentIndex() == 1
    assert "0x3" in dialog.answer.toPlainText()
    dialog.kind.setCurrentIndex(0)
    dialog.asked.setPlainText("error_code(0x0015)")
    assert dialog.kind.currentIndex() == 1
    assert "0x15" in dialog.answer.toPlainText()
    dialog.asked.setPlainText("nothing at all")
    assert "Nothing" in dialog.answer.toPlainText()


def test_the_change_follows_the_walk(qtbot, window):
    """The diff opens, and is lit on both sides."""
    window.actions_by_name["change"].trigger()
    window.session.go_to(4)
    diff = next(d for d in window.findChildren(QDialog) if "before and after" in d.windowTitle())
    assert diff.isVisible()
    assert diff.lit(Semantics.BEFORE) == {8}
    where = diff.function.segment("page_fault").center().toPoint()
    qtbot.mouseClick(diff.function, LEFT, pos=where)
    assert diff.lit(Semantics.AFTER) == {2}, "it calls the walk"
    assert "exits for ever" in diff.remark.text()
    diff.grab()
    where = diff.function.segment("gva_to_gpa").center().toPoint()
    qtbot.mouseClick(diff.function, LEFT, pos=where)
    assert diff.lit(Semantics.AFTER) == set()
    diff.close()
    assert not window.actions_by_name["change"].isChecked()


def test_text_grows_live_and_nothing_breaks(window):
    """Up to 250 % and back; both themes."""
    for _ in range(10):
        window.actions_by_name["larger"].trigger()
    assert window.look.theme.scale == 2.5
    window.actions_by_name["theme_dark"].trigger()
    assert window.look.theme.dark
    window.actions_by_name["smaller"].trigger()
    window.actions_by_name["normal_size"].trigger()
    assert window.look.theme.scale == 1.0
    window.actions_by_name["theme_light"].trigger()


def test_steps_and_walks_are_copied_as_text(window):
    """The clipboard holds what the command line prints."""
    window.actions_by_name["copy_step"].trigger()
    assert "18" in QGuiApplication.clipboard().text()
    window.actions_by_name["copy_walk"].trigger()
    assert "REFUSES" in QGuiApplication.clipboard().text()


def test_looks_are_remembered(qtbot, window, default, own_settings):
    """Theme and text size come back at the next start."""
    window.look.set_scheme("dark")
    window.look.set_scale(1.25)
    window.close()
    assert not window.isVisible()
    again = MainWindow(default, own_settings)
    qtbot.addWidget(again, before_close_func=MainWindow.forget_settings)

    assert again.look.theme.dark
    assert again.look.theme.scale == 1.25
    again.look.set_scale(1.0)


def test_every_step_of_every_scenario_paints(window):
    """All built-in scenarios, all semantics: each step is drawn without a Qt warning."""
    for path in sorted(asset("scenarios").glob("*.toml")):
        window.document.open(open_file(path))
        for semantics in Semantics:
            window.session.set_semantics(semantics)
            for step in (0, 3, window.session.frame.last_step):
                window.session.go_to(step)
                window.grab()
    assert QApplication.activeModalWidget() is None


def test_hovering_tells_what_a_bit_means(qtbot, window):
    """The tip names flag and value."""
    path = window.walk.path
    where = path.bit_center(1, 353, "W").toPoint()
    qtbot.mouseMove(path.viewport(), where - QPoint(30, 0))
    qtbot.mouseMove(path.viewport(), where)
    item = path._rows.find(1, 353)
    assert item is not None
    assert item.row.value & Pte.W == 0


@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0, 2.5])
def test_the_window_fits_a_small_screen_at_any_text_size(window, scale):
    """The bars go on in another line, the rest scrolls; nothing asks for more than 1280x720."""
    window.look.set_scale(scale)

    for name in VIEWS:
        window.show_view(name)
        least = window.minimumSizeHint()
        assert least.width() <= 1280, name
        assert least.height() <= 720, name


def test_the_question_goes_on_in_another_line(qtbot, window):
    """In a narrow window every control of the question is still whole and can be clicked."""
    window.resize(900, 720)
    bar = window.question
    controls = (bar.address, bar.kind, bar.privilege, bar.wp, bar.semantics)
    qtbot.waitUntil(lambda: bar.height() > bar.kind.height() * 1.8)
    for control in controls:
        corner = control.mapTo(bar, control.rect().bottomRight())
        assert bar.rect().contains(corner)
    where = bar.semantics.segment("before").center().toPoint()
    qtbot.mouseClick(bar.semantics, LEFT, pos=where)
    assert window.session.semantics is Semantics.BEFORE


@pytest.mark.parametrize(("size", "path"), [((1440, 900), 290), ((1280, 720), 234)])
def test_the_zones_have_their_drawn_shares(window, size, path):
    """The path is as high as it was drawn; the algorithm has the rest."""
    window.resize(*size)

    assert abs(window.walk.path.height() - path) <= 2


def test_the_title_follows_the_file_at_once(window):
    """Not at the next edit."""
    window.files.open(asset("scenarios/x32-pse36.toml"))
    assert window.windowTitle() == f"{window.document.scenario.title}[*] – mmuviz"


def test_another_question_is_no_work_to_lose(qtbot, window, asker):
    """Nobody is asked about addresses that were tried on a shipped scenario; an edit is work."""
    window.question.kind.setFocus()
    qtbot.keyClick(window.question.kind, Qt.Key.Key_Left)
    assert window.actions_by_name["undo"].isEnabled()
    assert not window.isWindowModified()
    window.files.open(asset("scenarios/pae-hit.toml"))
    assert not asker.questions

    where = window.walk.path.bit_center(2, 3, "U").toPoint()
    qtbot.mouseClick(window.walk.path.viewport(), LEFT, pos=where)
    assert window.isWindowModified()


def test_a_result_leads_to_the_next_result(qtbot, window):
    """At the end of one rule's walk, the other rule's end is what one wants to see."""
    for key in (Qt.Key.Key_1, Qt.Key.Key_3, Qt.Key.Key_2):
        window.session.last()
        qtbot.keyClick(window, key, Qt.KeyboardModifier.ControlModifier)
        assert window.session.frame.step == window.session.frame.last_step


def test_the_text_size_changes_what_is_painted_only_once(window):
    """The strip of the address is drawn anew at every size, and the tabs keep their titles."""
    wanted = window.walk.path.grab().toImage()
    for scale in (1.1, 1.4, 2.0, 1.0):
        window.look.set_scale(scale)
        QApplication.processEvents()
        tabs = window.tabs
        assert tabs.width() >= sum(tabs.tabSizeHint(n).width() for n in range(tabs.count()))
    assert window.walk.path.grab().toImage() == wanted


def test_the_dark_scheme_inks_the_registers_too(window):
    """The style sheet of a button does not follow a palette."""
    for scheme in ("dark", "light"):
        window.look.set_scheme(scheme)
        assert window.look.theme.color(Role.TEXT).name() in window.question.registers.styleSheet()


def test_a_step_shows_its_entry_again(qtbot, window):
    """Rows that were jumped to stay until the next step."""
    window.session.go_to(12)
    qtbot.keyClick(window, Qt.Key.Key_J, Qt.KeyboardModifier.ControlModifier)
    editor = window.walk.path._editing.index_editor
    qtbot.keyClicks(editor, "17")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert window.walk.path._rows.find(1, 353) is None
    qtbot.keyClick(window, Qt.Key.Key_F8)
    assert window.walk.path._rows.find(1, 353) is not None


def test_a_wrong_address_is_forgotten_with_its_bubble(qtbot, window):
    """The reason goes as soon as the address is another one."""
    line = window.question.address
    line.setFocus()
    line.selectAll()
    qtbot.keyClicks(line, "zz")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert "is no address" in QToolTip.text()
    qtbot.keyClick(line, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not QToolTip.isVisible())


def test_a_page_is_mapped_from_the_keyboard_and_walked(qtbot, window):
    """The form begins at the address, blames the right field, and shows what it has mapped."""
    window.files.open(asset("scenarios/pae-hit.toml"))
    window.actions_by_name["map_page"].trigger()
    (dialog,) = window.findChildren(PageDialog)
    assert dialog.focusWidget() is dialog.address
    qtbot.keyClicks(dialog.address, "12345")
    dialog.frame.setText("0x99")
    qtbot.keyClick(dialog.address, Qt.Key.Key_Return)
    assert "0x99 is not a multiple" in dialog.problem.text()
    assert dialog.focusWidget() is dialog.frame
    qtbot.keyClicks(dialog.frame, "99000")
    qtbot.keyClick(dialog.frame, Qt.Key.Key_Return)
    assert window.session.frame.trace.result.gpa == 0x99345
