"""Opening, saving, recovering: nothing the user made is lost."""

import os
import re
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication

from mmuviz.core.operation import Touch
from mmuviz.core.trace import Semantics
from mmuviz.gui.ask import QtAsker
from mmuviz.gui.dialogs.dump import DumpDialog
from mmuviz.gui.dialogs.pick import PickDialog
from mmuviz.gui.export_image import export_image
from mmuviz.gui.main_window import MainWindow
from mmuviz.resources import asset
from mmuviz.sources.open_file import open_file
from mmuviz.sources.opened import OpenOptions
from tests.sources import elf_files

PROGRAMS = Path(__file__).parents[1] / "data" / "vectors" / "sequences-directed.jsonl.gz"


def edited(window):
    """Make an edit, and return the scenario with it."""
    scenario = window.document.scenario.with_entry(0x1CD4B08, 0x05E75067)
    window.document.edit("Set W in PTE 353", scenario)
    return scenario


def drop(window, path):
    """Drop a file on the window, as a file manager does."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(window.rect().center(), Qt.DropAction.CopyAction, data, buttons, keys)
    QApplication.sendEvent(window, enter)
    assert enter.isAccepted()
    here = QPointF(window.rect().center())
    QApplication.sendEvent(window, QDropEvent(here, Qt.DropAction.CopyAction, data, buttons, keys))


def test_edits_of_a_dump_are_saved_as_a_scenario(window, asker, tmp_path):
    """The file names the dump, holds the changed word, and reads back the same."""
    scenario = edited(window)
    asker.paths = [tmp_path / "cow"]
    assert window.isWindowModified()
    window.actions_by_name["save_as"].trigger()

    saved = open_file(tmp_path / "cow.toml")
    assert saved.scenario.entry(0x1CD4B08) == 0x05E75067
    assert saved.scenario.access == scenario.access
    assert saved.semantics is Semantics.AFTER
    assert not window.isWindowModified()
    assert window.settings.recent()[0] == tmp_path / "cow.toml"


def test_save_writes_to_the_files_own_name(qtbot, window, asker, tmp_path):
    """After Save as, Save asks nothing; comments stay."""
    path = tmp_path / "own.toml"
    text = asset("scenarios/pae-hit.toml").read_text(encoding="utf-8")
    path.write_text(f"# mine\n{text}", encoding="utf-8")
    window.files.open(path)
    window.document.edit("off", window.document.scenario.with_pdptr(0, 0x5001))
    qtbot.keyClick(window, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)

    assert path.read_text(encoding="utf-8").startswith("# mine")
    assert open_file(path).scenario.cpu.pdptrs[0] == 0x5001
    assert asker.questions == []


def test_a_bad_file_changes_nothing(window, asker, tmp_path):
    """A broken scenario is told with line and field; the work stays."""
    bad = tmp_path / "bad.toml"
    bad.write_text('version = 1\nmode = "pea"\nnonsense = 3\n', encoding="utf-8")
    scenario = edited(window)
    window.files.open(bad)

    assert window.document.scenario is scenario
    assert asker.questions[-1].serious
    assert "line 2" in asker.questions[-1].detail
    assert "nonsense" in asker.questions[-1].detail


def test_a_file_that_cannot_be_written_is_told(window, asker, tmp_path):
    """Saving into a folder that is not there loses nothing."""
    edited(window)
    asker.paths = [tmp_path / "no" / "such.toml"]
    window.actions_by_name["save_as"].trigger()

    assert asker.questions[-1].serious
    assert window.isWindowModified()


@pytest.mark.parametrize(
    ("answer", "opened"), [("Cancel", False), ("Discard", True), ("Save", True)]
)
def test_unsaved_edits_are_asked_about(window, asker, tmp_path, answer, opened):
    """Opening another file asks first; Save saves, then opens."""
    edited(window)
    asker.answers = [answer]
    asker.paths = [asset("scenarios/pae-hit.toml"), tmp_path / "kept.toml"]
    window.actions_by_name["open"].trigger()

    assert (window.document.title != "Linux, a copy-on-write page") is opened
    assert (tmp_path / "kept.toml").exists() is (answer == "Save")


def test_closing_with_unsaved_edits_asks(qtbot, window, asker):
    """Cancel keeps the window, Discard leaves."""
    edited(window)
    asker.answers = ["Cancel", "Discard"]
    window.close()
    assert window.isVisible()
    window.close()
    qtbot.waitUntil(lambda: not window.isVisible())


def test_a_file_is_dropped(window):
    """Drag and drop opens it."""
    drop(window, asset("scenarios/x32-large-page.toml"))

    assert window.document.opened.path == asset("scenarios/x32-large-page.toml")
    assert window.document.path is None, "the program's own files are not written to"


def test_remarks_of_a_dump_are_told(window, asker):
    """What was guessed when a dump was opened is said."""
    window.files.open(asset("captures/linux-pae.core.gz"))

    assert "EFER" in asker.questions[-1].detail


def test_recent_files_are_listed(window):
    """The menu names what was opened, and opens it again."""
    window.recent_menu.aboutToShow.emit()
    assert not window.recent_menu.actions()[0].isEnabled()
    window.files.open(asset("scenarios/pae-hit.toml"))
    window.files.open(asset("scenarios/long-hit.toml"))
    window.recent_menu.aboutToShow.emit()
    names = [action.text() for action in window.recent_menu.actions()]
    assert names == ["long-hit.toml", "pae-hit.toml"]
    window.recent_menu.actions()[1].trigger()
    assert window.document.opened.path.name == "pae-hit.toml"


def test_unsaved_work_survives_a_kill(qtbot, window, asker, default, own_settings):
    """What a killed run left is offered at the next start, and taken up."""
    edited(window)
    window.files.write_recovery()
    left = own_settings / f"recovery-{os.getpid()}.toml"
    assert left.exists()
    left.rename(own_settings / "recovery-999999999.toml")

    again = MainWindow(default, own_settings, asker, scheme="light")
    qtbot.addWidget(again, before_close_func=MainWindow.forget_settings)
    asker.answers = ["Take them up"]
    again.files.offer_recovery()
    assert again.document.scenario.entry(0x1CD4B08) == 0x05E75067
    assert again.isWindowModified()
    assert not (own_settings / "recovery-999999999.toml").exists()


def test_a_recovery_that_cannot_be_read_is_told(window, asker, own_settings):
    """A broken recovery file is no trap: it is told, and a running one's is left alone."""
    own_settings.mkdir(parents=True, exist_ok=True)
    (own_settings / "recovery-999999998.toml").write_text("version = [", encoding="utf-8")
    (own_settings / f"recovery-{os.getppid()}.toml").write_text("", encoding="utf-8")
    asker.answers = ["Take them up"]
    window.files.offer_recovery()
    assert asker.questions[-1].serious


def test_saving_forgets_the_recovery(window, asker, tmp_path, own_settings):
    """Saved work needs no recovery; undoing everything neither."""
    edited(window)
    window.files.write_recovery()
    asker.paths = [tmp_path / "safe.toml"]
    window.actions_by_name["save"].trigger()
    assert not list(own_settings.glob("recovery-*.toml"))


def test_an_svg_is_drawn_not_photographed(window, tmp_path):
    """The scenes are lines and letters; only the style's own buttons are pixels."""
    path = tmp_path / "walk.svg"
    export_image(window, path)

    widths = re.findall(r'<image [^>]*width="(\d+)"', path.read_text("utf-8"))
    assert all(int(width) <= 200 for width in widths)


def test_a_raw_dump_asks_for_its_registers(qtbot, window, tmp_path):
    """The form opens over the window; a bad CR3 is told, a good one shows the dump."""
    path = tmp_path / "mem.bin"
    path.write_bytes(elf_files.memory(elf_files.PAE_WORDS))
    window.files._asker = QtAsker(window)
    window.files.open(path)
    (form,) = window.findChildren(DumpDialog)
    form.mode.setCurrentIndex(1)
    qtbot.keyClicks(form.cr3, "here")
    qtbot.keyClick(form.cr3, Qt.Key.Key_Return)
    assert form.problem.text() == 'CR3: found "here", expected a number'
    form.cr3.clear()
    qtbot.keyClicks(form.cr3, "0x1000")
    qtbot.keyClick(form.cr3, Qt.Key.Key_Return)

    scenario = window.document.scenario
    assert scenario.cpu.pdptrs == (0x2001, 0, 0, 0)
    assert window.session.frame.trace.result.gfn == 4
    assert (scenario.cpu.wp, scenario.cpu.nxe) == (True, True)


def test_a_raw_dump_whose_registers_nobody_gives_changes_nothing(window, tmp_path):
    """Cancel leaves everything as it was."""
    path = tmp_path / "mem.bin"
    path.write_bytes(bytes(0x2000))
    before = window.document.scenario
    window.files.open(path)

    assert window.document.scenario is before


def test_an_edited_raw_dump_is_saved_and_opened_again(window, asker, tmp_path):
    """The scenario holds registers, hash and the changed word."""
    path = tmp_path / "mem.bin"
    path.write_bytes(elf_files.memory(elf_files.PAE_WORDS))
    asker.options = [OpenOptions(cr3=0x1000, mode="pae")]
    window.files.open(path)
    edited = window.document.scenario.with_entry(0x3000, 0x4065)
    window.document.edit("Clear W in PTE 0", edited)
    asker.paths = [tmp_path / "case.toml"]
    window.actions_by_name["save"].trigger()
    window.files.open(tmp_path / "case.toml")

    assert window.document.scenario.cpu == edited.cpu
    assert window.document.scenario.entry(0x3000) == 0x4065
    assert "sha256" in (tmp_path / "case.toml").read_text("utf-8")


def test_a_recorded_program_is_picked_and_opened(qtbot, window):
    """The list narrows while one types; the program is a document like any other."""
    window.files._asker = QtAsker(window)
    window.files.open(PROGRAMS)
    (picker,) = window.findChildren(PickDialog)
    qtbot.keyClicks(picker.line, "shared-pt first")
    assert picker.shown() == [f"shared-pt-{way}-first" for way in ("ro", "kernel", "rw")]
    assert (
        picker.list.currentItem().text(1).startswith("PAE, 4 operations · one page table reached")
    )
    qtbot.keyClick(picker.line, Qt.Key.Key_Return)

    opened = window.document.opened
    assert (opened.kind, window.document.path) == ("guest program", None)
    assert window.document.title == "shared-pt-ro-first"
    scenario = opened.scenario
    assert [type(one) for one in scenario.operations] == [Touch] * 4
    assert window.settings.recent()[0] == PROGRAMS
    page = window.pages["view_exits"]
    assert (window.page, page.choice.value) == (page, "program"), "one sees what was opened"


def test_one_access_opened_stays_in_the_view(window):
    """Only a program has its own."""
    window.show_view("view_compare")
    window.files.open(asset("scenarios/pae-hit.toml"))
    assert window.page is window.pages["view_compare"]


def test_a_recorded_program_is_saved_as_a_scenario_of_its_own(window, asker, tmp_path):
    """Memory as words, the loaded PDPTRs, the operations."""
    asker.names, asker.paths = ["pdpte-not-present-alias"], [tmp_path / "alias.toml"]
    window.files.open(PROGRAMS)
    assert len(asker.programs) == 18
    scenario = window.document.scenario
    window.actions_by_name["save"].trigger()

    saved = open_file(tmp_path / "alias.toml")
    assert saved.scenario == scenario
    assert window.document.path == tmp_path / "alias.toml"
    assert asker.questions == []


def test_a_program_that_nobody_picks_changes_nothing(window):
    """Cancel leaves everything as it was."""
    before = window.document.scenario
    window.files.open(PROGRAMS)
    assert window.document.scenario is before
