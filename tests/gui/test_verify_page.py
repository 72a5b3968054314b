"""The Verify view by mouse, keys and drops: files, a run one can watch and stop, what it opens."""

import gzip
import json
import os
import sys
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication

from mmuviz.core.operation import Touch
from mmuviz.core.trace import Semantics
from mmuviz.gui import checks as checks_module
from mmuviz.gui.dialogs.pick import PickDialog
from mmuviz.gui.views import verify_bar
from mmuviz.present.agreement_check import SWEEPS
from mmuviz.present.verify_picture import CHECK_COLUMNS, STATE_COLUMN, State
from mmuviz.present.verify_record import (
    Counted,
    Difference,
    Holds,
    Recorded,
    counted_record,
    file_record,
    mismatch_record,
)

LEFT = Qt.MouseButton.LeftButton
ALT = Qt.KeyboardModifier.AltModifier
ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "tests" / "data" / "vectors"
EXAMPLE = ROOT / "docs" / "vectors-example.jsonl"
WAIT_MS = 60_000


@pytest.fixture
def page(qtbot, window):
    """The Verify view, shown by its key."""
    qtbot.keyClick(window, Qt.Key.Key_8, ALT)
    shown = window.pages["view_verify"]
    assert shown.isVisible()
    return shown


def wrong_rows(path):
    """Write the example with two rows changed, in three values."""
    lines = [json.loads(line) for line in EXAMPLE.read_text().splitlines()]
    lines[3]["error_code"] ^= 1
    lines[20]["fault"] ^= 1
    lines[20]["pte_a_after"] ^= 1
    path.write_text("\n".join(map(json.dumps, lines)))
    return path


def changed(name, path, column, row, value):
    """Write a part of a vector file with one value changed."""
    with np.load(DATA / name) as archive:
        columns = {key: archive[key][row : row + 40] for key in archive.files}
    columns[column][0] = value
    np.savez(path, **columns)
    return path


def drop(widget, *paths):
    """Drag files over a widget and drop them."""
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    where = widget.rect().center()
    action, none = Qt.DropAction.CopyAction, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(where, action, mime, LEFT, none)
    QApplication.sendEvent(widget, enter)
    if enter.isAccepted():
        QApplication.sendEvent(widget, QDropEvent(QPointF(where), action, mime, LEFT, none))
    return enter.isAccepted()


def states(page):
    return [replay.state for replay in page.checks.replays]


def cells(table, row):
    model = table.rows
    return [model.index(row, column).data() for column in range(model.columnCount())]


def run(qtbot, page):
    """Press Start and wait for the end."""
    qtbot.mouseClick(page.bar.start, LEFT)
    assert page.checks.is_running
    qtbot.waitUntil(lambda: not page.checks.is_running, timeout=WAIT_MS)


def speaks(monkeypatch, *records, then=""):
    """Let every check be a program that writes `records` and then does something."""
    lines = "".join(f"{one if isinstance(one, str) else json.dumps(one)}\n" for one in records)
    code = f"import time; print({lines!r}, end='', flush=True)\n{then}"
    monkeypatch.setattr(checks_module, "PROGRAM", (sys.executable, "-c", code))


FILE = file_record(
    "a", Recorded("hardware, PAE, mine", Holds.HARDWARE, None, 100, "columns 9 (2 compared)"), 100
)
HALF = counted_record("progress", "a", Counted(50, 100, 1, 1))
RESULT = counted_record("result", "a", Counted(100, 100, 1, 1))
WRONG = mismatch_record("a", None, Difference(7, "", {}, (("fault", 0, 1),)))


# Files.


def test_a_tab_shows_it_without_the_question(qtbot, window):
    """Recorded results ask themselves."""
    tabs = window.tabs
    number = [tabs.tabText(at) for at in range(tabs.count())].index("Verify")
    qtbot.mouseClick(tabs, LEFT, pos=tabs.tabRect(number).center())

    assert window.pages["view_verify"].isVisible()
    assert not window.question.isVisible()
    assert not window.actions_by_name["step"].isEnabled()


def test_an_empty_list_tells_the_ways_in(qtbot, page, window, asker):
    """Heading, sentence, a button that has the keyboard; files that are here at a click."""
    assert page.empty.isVisible()
    assert window.focusWidget() is page.empty.way
    assert not page.bar.start.isEnabled()
    assert page.bar.start.toolTip() == "There is no file in the list"
    asker.paths = [EXAMPLE, DATA / "walk-pae.npz"]
    qtbot.keyClick(page.empty.way, Qt.Key.Key_Space)

    assert [job.title for job in page.checks.jobs] == ["vectors-example.jsonl", "walk-pae.npz"]
    assert not page.empty.isVisible()
    assert window.focusWidget() is page.list
    assert states(page) == [State.WAITING, State.WAITING]
    assert page.totals.text() == "2 files to check"


def test_recorded_files_are_a_click_away(qtbot, page):
    """From the empty list, and later from the button."""
    qtbot.mouseClick(page.empty.links[0], LEFT)
    assert [job.title for job in page.checks.jobs] == [
        *("walk-long.npz", "walk-pae.npz", "walk-x32.npz"),
    ]
    qtbot.mouseClick(page.bar.recorded, LEFT)
    dialog = page.window().findChild(PickDialog)
    qtbot.keyClicks(dialog.line, "test suite")
    qtbot.keyClick(dialog.line, Qt.Key.Key_Return)

    assert page.checks.jobs[-1].title == "testsuite.json"


def test_files_are_dropped(page, window, tmp_path):
    """All of them, each once; they do not replace the scenario."""
    title = window.document.title
    assert drop(page, EXAMPLE, DATA / "walk-pae.npz", EXAMPLE)
    assert drop(page, EXAMPLE, tmp_path)
    assert [job.path for job in page.checks.jobs] == [EXAMPLE, DATA / "walk-pae.npz", tmp_path]
    assert window.document.title == title


def test_what_is_no_file_is_not_taken(page):
    """Text that is dragged is left alone."""
    mime = QMimeData()
    mime.setText("hello")
    event = QDragEnterEvent(
        page.rect().center(), Qt.DropAction.CopyAction, mime, LEFT, Qt.KeyboardModifier.NoModifier
    )
    event.ignore()
    QApplication.sendEvent(page, event)
    assert not event.isAccepted()


def test_files_are_taken_out(qtbot, page):
    """Delete, Remove and Clear."""
    page.add_files([EXAMPLE, DATA / "walk-pae.npz", DATA / "walk-x32.npz", DATA / "testsuite.json"])
    qtbot.keyClick(page.list, Qt.Key.Key_Down)
    qtbot.keyClick(page.list, Qt.Key.Key_Delete)
    assert [job.title for job in page.checks.jobs][1] == "walk-x32.npz"
    qtbot.mouseClick(page.bar.remove, LEFT)
    assert [job.title for job in page.checks.jobs][1] == "testsuite.json"
    qtbot.mouseClick(page.bar.clear, LEFT)
    assert page.checks.jobs == []
    assert page.empty.isVisible()
    assert not page.bar.remove.isEnabled()


# A run.


def test_files_are_checked(qtbot, page, tmp_path):
    """Rows, columns, mismatches and a verdict of each; one that cannot be read stops no other."""
    broken = tmp_path / "broken.jsonl"
    lines = EXAMPLE.read_text().splitlines()
    broken.write_text("\n".join([*lines[:8], lines[8].replace('"pde_p": 1', '"pde_p": 2')]))
    page.add_files([wrong_rows(tmp_path / "mine.jsonl"), broken, DATA / "walk-pae.npz"])
    run(qtbot, page)

    assert states(page) == [State.DIFFERS, State.UNREADABLE, State.AGREES]
    wrong = dict(zip(CHECK_COLUMNS, cells(page.list, 0), strict=True))
    assert wrong == {
        "file": "mine.jsonl",
        "what it holds": "hardware, PAE, Bochs 2.7 cpu=broadwell_ult",
        "rows": "24",
        "columns": "8 of 24",
        "mismatches": "3",
        "state": "2 rows differ",
    }
    assert page.totals.text().startswith("3 files: 8,216 rows, 3 mismatches, 1 not read, in ")
    assert page.panel.heading.text() == "mine.jsonl: 3 values in 2 rows differ"
    assert page.panel.list.rows.rowCount() == 2
    qtbot.keyClick(page.list, Qt.Key.Key_Down)
    assert page.panel.heading.text().startswith("broken.jsonl cannot be read")
    assert "found 2, expected 0 or 1" in page.panel.text.text()
    assert page.panel.area.isVisible()
    qtbot.keyClick(page.list, Qt.Key.Key_Down)
    assert page.panel.heading.text() == "walk-pae.npz: every value of 8,192 rows agrees"


def test_a_file_that_is_wrong_in_many_places_says_so_line_by_line(qtbot, page, tmp_path):
    """Line, field, found, expected."""
    path = tmp_path / "programs"
    path.write_text('{"ops": 1, "table_gfns": 2}\n')
    page.add_files([path])
    run(qtbot, page)

    assert states(page) == [State.UNREADABLE]
    text = page.panel.text.text()
    assert "line 1  " in text
    assert "found" in text
    assert "expected" in text


def test_progress_is_seen_while_it_runs(qtbot, page, monkeypatch):
    """A share, the rows that differ so far; then Cancel ends the process and keeps them."""
    speaks(monkeypatch, FILE, WRONG, HALF, then="time.sleep(60)")
    page.add_files([EXAMPLE, DATA / "walk-pae.npz"])
    monkeypatch.setattr(checks_module, "AT_ONCE", 1)
    qtbot.mouseClick(page.bar.start, LEFT)
    qtbot.waitUntil(lambda: cells(page.list, 0)[STATE_COLUMN] == "50%")

    assert states(page) == [State.RUNNING, State.WAITING]
    assert page.totals.text() == "checking: 0 of 2 files done"
    assert page.panel.list.rows.rowCount() == 1
    assert not page.bar.start.isEnabled()
    process = page.checks.jobs[0].process_id
    assert process
    qtbot.mouseClick(page.bar.cancel, LEFT)

    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)
    assert not page.checks.is_running
    assert states(page) == [State.STOPPED, State.WAITING]
    assert cells(page.list, 0)[STATE_COLUMN] == "stopped at 50%"
    assert page.panel.list.rows.rowCount() == 1
    assert not page.bar.cancel.isEnabled()


def test_the_real_command_shows_its_progress(qtbot, page):
    """A large file, stopped after the first steps."""
    page.add_files([DATA / "walk-long.npz"])
    qtbot.mouseClick(page.bar.start, LEFT)
    seen = set()

    def several():
        seen.add(page.checks.replays[0].check.counted.done)
        return len(seen) > 3

    qtbot.waitUntil(several, timeout=WAIT_MS)
    process = page.checks.jobs[0].process_id
    qtbot.mouseClick(page.bar.cancel, LEFT)
    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)
    assert states(page) == [State.STOPPED]


def test_a_few_run_at_once_and_all_come_to_their_end(qtbot, page, monkeypatch):
    """One after the other takes its turn."""
    monkeypatch.setattr(checks_module, "AT_ONCE", 2)
    speaks(monkeypatch, FILE, RESULT)
    page.add_files([EXAMPLE, *sorted(DATA.glob("walk-*"))])
    page.list.rows.dataChanged.connect(
        lambda: most.append(sum(job.is_running for job in page.checks.jobs))
    )
    most = []
    run(qtbot, page)

    assert states(page) == [State.DIFFERS] * 4
    assert max(most) <= 2


def test_start_goes_on_where_it_was_stopped(qtbot, page, monkeypatch):
    """Files with a result are left; another sample asks all anew, and so does a second start."""
    begun = []
    begin = checks_module.Job.begin
    monkeypatch.setattr(
        checks_module.Job,
        "begin",
        lambda job, sample: (begun.append((job.title, sample)), begin(job, sample)),
    )
    speaks(monkeypatch, FILE, RESULT)
    page.add_files([EXAMPLE])
    run(qtbot, page)
    page.add_files([DATA / "walk-pae.npz"])
    run(qtbot, page)
    assert begun == [("vectors-example.jsonl", 1), ("walk-pae.npz", 1)]
    run(qtbot, page)
    assert len(begun) == 4
    page.bar.sample.setFocus()
    qtbot.keyClick(page.bar.sample, Qt.Key.Key_Up)
    run(qtbot, page)
    assert begun[4:] == [("vectors-example.jsonl", 2), ("walk-pae.npz", 2)]


def test_a_sample_is_said_to_be_one(qtbot, page):
    """One row of every so many, by the real command."""
    page.add_files([DATA / "walk-pae.npz"])
    page.bar.sample.setValue(100)
    assert page.bar.sample.text() == "one row of 100"
    run(qtbot, page)
    assert cells(page.list, 0)[2] == "82 of 8,192"
    assert page.panel.heading.text() == "walk-pae.npz: every value of 82 of its 8,192 rows agrees"


def test_files_join_a_run_and_leave_it(qtbot, page, monkeypatch):
    """Added while it runs: checked too. Taken out while it runs: its process ends."""
    speaks(monkeypatch, FILE, HALF, then="time.sleep(60)")
    monkeypatch.setattr(checks_module, "AT_ONCE", 1)
    page.add_files([EXAMPLE])
    qtbot.mouseClick(page.bar.start, LEFT)
    qtbot.waitUntil(lambda: states(page) == [State.RUNNING] and page.checks.replays[0].share > 0)
    page.add_files([DATA / "walk-pae.npz", DATA / "walk-x32.npz"])
    process = page.checks.jobs[0].process_id
    page.checks.remove(2)
    qtbot.mouseClick(page.bar.remove, LEFT)

    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)
    assert [job.title for job in page.checks.jobs] == ["walk-pae.npz"]
    assert states(page) == [State.RUNNING]
    qtbot.mouseClick(page.bar.clear, LEFT)
    assert not page.checks.is_running


@pytest.mark.parametrize(
    ("program", "sentence"),
    [
        ((FILE, "no record", ""), "The check wrote what nobody can read, and was ended."),
        ((FILE, {"kind": "progress"}, ""), "The check wrote what nobody can read, and was ended."),
        ((FILE, "raise SystemExit(9)"), "The check failed with exit status 9; "),
        ((FILE, ""), "The check ended without a result."),
    ],
)
def test_what_goes_wrong_is_a_sentence(qtbot, page, monkeypatch, program, sentence):
    """Below the table; the next file has its turn."""
    speaks(monkeypatch, *program[:-1], then=program[-1])
    page.add_files([EXAMPLE, DATA / "walk-pae.npz"])
    run(qtbot, page)
    assert states(page) == [State.FAILED, State.FAILED]
    assert page.panel.text.text().startswith(sentence)


def test_the_window_leaves_no_process(qtbot, page, window, monkeypatch):
    """Closed in the middle of a run."""
    speaks(monkeypatch, FILE, HALF, then="time.sleep(60)")
    page.add_files([EXAMPLE])
    qtbot.mouseClick(page.bar.start, LEFT)
    qtbot.waitUntil(lambda: page.checks.replays[0].share > 0)
    process = page.checks.jobs[0].process_id
    window.close()

    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)


def test_the_engine_is_one_more_row(qtbot, page):
    """Picked by its name, swept by the real command; how far it agrees, and its limits, below."""
    for _ in range(2):  # the second time it is there
        qtbot.mouseClick(page.bar.engine, LEFT)
        dialog = page.window().findChildren(PickDialog)[-1]
        qtbot.keyClicks(dialog.line, "PAE walk")
        qtbot.keyClick(dialog.line, Qt.Key.Key_Return)
    assert [job.title for job in page.checks.jobs] == ["Unicorn, PAE, walk"]
    page.bar.sample.setValue(16)
    run(qtbot, page)
    assert states(page) == [State.AGREES]
    assert cells(page.list, 0)[2:5] == ["512 of 8,192", "walk", "0"]
    lines = page.panel.text.text().splitlines()
    assert lines[0] == "outcome: 512 agree"
    assert "Known limits:" in lines


def test_a_state_in_which_the_engine_differs_opens(qtbot, window, page, monkeypatch):
    """Walked by hardware."""
    point = {"title": "outcome", "engine": "mapped", "hardware": "not present"}
    counts = {"same": 1, "open": 0, "limit": 0, "differs": 1}
    speaks(
        monkeypatch,
        *(
            {"kind": "space", "engine": "U 2", "mode": "pae", "space": "walk"}
            | {"states": 8192, "of": 2},
            {"kind": "difference", "state": 17, "points": [point | {"verdict": "differs"}]},
            {"kind": "point", "title": "outcome"} | counts,
            {"kind": "total", "states": 2, "differ": 1, "limits": [], "problem": None},
        ),
    )
    page.checks.add_sweep(SWEEPS[0])
    run(qtbot, page)
    page.list.setFocus()
    qtbot.keyClick(page.list, Qt.Key.Key_Return)
    qtbot.keyClick(page.panel.list, Qt.Key.Key_Return)
    assert window.walk.isVisible()
    assert window.document.title.endswith(", state 17")
    assert window.session.semantics is Semantics.HARDWARE


def test_an_engine_that_fails_says_so(qtbot, page, monkeypatch):
    """By the sentence that its process has written, exit status 3."""
    total = {"kind": "total", "states": 0, "differ": 0, "limits": [], "problem": "It crashed."}
    speaks(monkeypatch, total, then="raise SystemExit(3)")
    page.checks.add_sweep(SWEEPS[0])
    run(qtbot, page)
    assert states(page) == [State.FAILED]
    assert page.panel.text.text() == "It crashed."


def test_an_engine_that_is_not_there_is_not_offered(qtbot, monkeypatch):
    """The tip says what would install it."""
    monkeypatch.setattr(verify_bar, "is_installed", lambda: False)
    bar = verify_bar.VerifyBar()
    qtbot.addWidget(bar)
    assert not bar.engine.isEnabled()
    assert "pip install" in bar.engine.toolTip()


# What it opens.


def checked(qtbot, page, path):
    """Check a file; give the rows that differ the keyboard by Enter."""
    page.add_files([path])
    run(qtbot, page)
    page.list.setFocus()
    qtbot.keyClick(page.list, Qt.Key.Key_Return)
    assert page.window().focusWidget() is page.panel.list


def test_enter_opens_a_row_as_a_scenario(qtbot, window, page, tmp_path):
    """A hardware row is walked by the processor, to its end."""
    checked(qtbot, page, wrong_rows(tmp_path / "mine.jsonl"))
    qtbot.keyClick(page.panel.list, Qt.Key.Key_Down)
    qtbot.keyClick(page.panel.list, Qt.Key.Key_Return)

    assert window.walk.isVisible()
    assert window.document.title == "mine.jsonl, row 19"
    assert "fault recorded 1, got 0" in window.document.scenario.notes
    frame = window.session.frame
    assert frame.trace.semantics is Semantics.HARDWARE
    assert frame.step == frame.last_step
    assert not frame.trace.result.outcome.is_fault
    assert not window.document.is_modified


def test_a_double_click_opens_a_row(qtbot, window, page, tmp_path):
    """A walk is shown under the version whose column differs."""
    path = changed("walk-pae.npz", tmp_path / "walk.npz", "before_level", 4000, 9)
    page.add_files([path])
    run(qtbot, page)
    table = page.panel.list
    spot = table.visualRect(table.rows.index(0, 1)).center()
    qtbot.mouseClick(table.viewport(), LEFT, pos=spot)
    assert page.isVisible()
    qtbot.mouseDClick(table.viewport(), LEFT, pos=spot)

    assert window.walk.isVisible()
    assert window.session.semantics is Semantics.BEFORE
    assert window.document.title == "walk.npz, row 0"


def test_an_access_opens_with_its_exits(qtbot, window, page, tmp_path):
    """What KVM did with it is behind the walk."""
    checked(qtbot, page, changed("access-pae.npz", tmp_path / "a.npz", "after_vmexits", 99, 77))
    qtbot.keyClick(page.panel.list, Qt.Key.Key_Return)
    exits = window.pages["view_exits"]
    assert exits.isVisible()
    assert exits.face is exits.faces["exits"]
    assert exits.session.step == exits.session.last_step


def test_a_pair_opens_as_a_program(qtbot, window, page, tmp_path):
    """Of two operations."""
    path = changed("access2-pae.npz", tmp_path / "pairs.npz", "after_2_vmexits", 5, 77)
    checked(qtbot, page, path)
    qtbot.keyClick(page.panel.list, Qt.Key.Key_Return)
    exits = window.pages["view_exits"]
    assert exits.face is exits.faces["program"]
    kinds = [type(one) for one in window.document.scenario.operations]
    assert kinds == [Touch, Touch]


def test_an_operation_opens_its_program_there(qtbot, window, page, tmp_path):
    """The operation that differs; or the end, where the final memory does."""
    text = gzip.decompress((DATA / "sequences-directed.jsonl.gz").read_bytes()).decode()
    programs = [json.loads(line) for line in text.splitlines()]
    chosen = next(one for one in programs if len(one["ops"]) > 3)
    chosen["before"]["ops"][1]["vmexits"] = 77
    chosen["after"]["final"]["0x1a000"] = "0x1a003"
    path = tmp_path / "programs"
    path.write_text("\n".join(map(json.dumps, programs)))
    checked(qtbot, page, path)
    qtbot.keyClick(page.panel.list, Qt.Key.Key_Return)
    exits = window.pages["view_exits"]

    assert exits.face is exits.faces["program"]
    assert window.document.title == chosen["id"]
    assert exits.session.frame.operation == 1
    assert window.session.semantics is Semantics.BEFORE
    window.show_view("view_verify")
    page.panel.list.setFocus()
    qtbot.keyClick(page.panel.list, Qt.Key.Key_End)
    qtbot.keyClick(page.panel.list, Qt.Key.Key_Return)
    assert exits.session.step == exits.session.last_step


def test_a_case_of_the_suite_opens(qtbot, window, page, tmp_path):
    """As the guest that it was."""
    suite = json.loads((DATA / "testsuite.json").read_text())
    suite["cases"][97]["after_fresh"]["error_code"] = 31
    path = tmp_path / "suite"
    path.write_text(json.dumps(suite))
    checked(qtbot, page, path)
    qtbot.keyClick(page.panel.list, Qt.Key.Key_Return)
    assert window.walk.isVisible()
    assert window.document.title == "suite, case 97, after_fresh"


def test_unsaved_work_is_asked_about_before_a_row_opens(qtbot, window, page, asker, tmp_path):
    """Cancel keeps the scenario and the view."""
    scenario = window.document.scenario
    window.document.edit("an edit", scenario.with_pdptr(0, 0))
    asker.answers.append("Cancel")
    checked(qtbot, page, wrong_rows(tmp_path / "mine.jsonl"))
    qtbot.keyClick(page.panel.list, Qt.Key.Key_Return)
    assert asker.questions[-1].title == "Unsaved edits"
    assert page.isVisible()


def test_enter_stays_where_no_row_differs(qtbot, page, window):
    """There is nothing to go to."""
    page.add_files([EXAMPLE])
    page.list.setFocus()
    qtbot.keyClick(page.list, Qt.Key.Key_Return)
    assert window.focusWidget() is page.list


# The tables.


def test_the_models_are_good_ones(qtbot, page, qtmodeltester, tmp_path):
    """Qt's own checks, empty, filled, and after rows went."""
    for table in (page.list, page.panel.list):
        qtmodeltester.check(table.rows)
    page.add_files([wrong_rows(tmp_path / "mine.jsonl"), EXAMPLE])
    run(qtbot, page)
    for table in (page.list, page.panel.list):
        qtmodeltester.check(table.rows)
    page.checks.remove(0)
    qtmodeltester.check(page.list.rows)
    assert page.list.rows.rowCount() == 1
    assert page.list.rows.index(0, 0).data(Qt.ItemDataRole.ToolTipRole).startswith(str(EXAMPLE))


@pytest.mark.parametrize("look", [("light", 1.0), ("dark", 2.5)])
def test_every_state_is_drawn(qtbot, page, monkeypatch, look, tmp_path):
    """A picture of all of them, at any size of the text."""
    page.add_files([wrong_rows(tmp_path / "mine.jsonl"), tmp_path, EXAMPLE])
    run(qtbot, page)
    speaks(monkeypatch, FILE, HALF, then="time.sleep(60)")
    page.add_files([DATA / "walk-pae.npz"])
    qtbot.mouseClick(page.bar.start, LEFT)
    qtbot.waitUntil(lambda: page.checks.replays[-1].share > 0)
    window = page.window()
    window.look.set_scheme(look[0])
    window.look.set_scale(look[1])
    window.resize(1280, 720)
    assert not window.grab().isNull()
    assert states(page)[:3] == [State.DIFFERS, State.UNREADABLE, State.AGREES]
    least = window.minimumSizeHint()
    assert least.width() <= 1280
    assert least.height() <= 720


def test_tab_reaches_everything(qtbot, window, page, tmp_path):
    """From the files on to the rows that differ, and round."""
    page.add_files([wrong_rows(tmp_path / "mine.jsonl")])
    run(qtbot, page)
    page.bar.add.setFocus()
    reached = []
    while page.bar.add not in reached[1:]:
        reached.append(window.focusWidget())
        qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
    bar = page.bar
    order = [bar.add, bar.recorded, bar.engine, bar.sample, bar.start, bar.remove, bar.clear]
    assert [one for one in reached[:-1] if one in order] == order
    assert reached.index(page.list) < reached.index(page.panel.list)
