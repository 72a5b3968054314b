"""The Atlas view by mouse and keys: lens, layout, filter, legend, card, openings, rules."""

import json
import os
import subprocess
import sys
from dataclasses import replace

import pytest
from pyarrow import parquet
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from mmuviz.core.paging import PagingMode
from mmuviz.core.trace import Semantics
from mmuviz.gui.atlas import rule_finder
from mmuviz.gui.atlas.rules_box import RulesBox
from mmuviz.gui.main_window import MainWindow
from mmuviz.gui.theme import Theme
from mmuviz.present.atlas_groups import SEARCHING
from mmuviz.sweep.arrangement import Zone, usual
from mmuviz.sweep.colouring import LEFT_OUT
from mmuviz.sweep.space import STATE_SPACES, SpaceName
from mmuviz.sweep.survey import Quantity

LEFT = Qt.MouseButton.LeftButton
ALT = Qt.KeyboardModifier.AltModifier
SHIFT_CTRL = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
BEFORE, AFTER, HARDWARE = Semantics


def speaks(*records, then=""):
    """Return a program that writes `records`, whatever it is asked, and then does something."""
    lines = "".join(f"{json.dumps(record)}\n" for record in records)
    return sys.executable, "-c", f"print({lines!r}, end='', flush=True)\n{then}"


RULE = {"text": "pde.p ∧ ¬pte.p", "expression": "pde.p and not pte.p", "remark": "minimal"}
MAP = {"version": 1, "kind": "map", "gist": "an upper entry refuses", "rule": RULE}
GROUPS = [
    {"version": 1, "kind": "group", "letter": letter, "rule": RULE | {"text": text}}
    for letter, text in (("a", "¬user"), ("b", "user ∧ ¬write"), ("c", "user ∧ write"))
]


@pytest.fixture
def says(monkeypatch):
    """Let the search say what a test lays out; nothing unless it does."""

    def say(*records, then=""):
        monkeypatch.setattr(rule_finder, "PROGRAM", speaks(*records, then=then))

    say()
    return say


@pytest.fixture
def board(qtbot, window, says):
    """The Atlas view, shown by its key."""
    assert says
    qtbot.keyClick(window, Qt.Key.Key_6, ALT)
    assert window.atlas.isVisible()
    return window.atlas.board


def choose(qtbot, segmented, word):
    """Click on a choice."""
    qtbot.mouseClick(segmented, LEFT, pos=segmented.segment(word).center().toPoint())


def cell_of(board, number):
    """Return the point of the cell of a state."""
    row, column = board.session.grid.place(number)
    return board.map.cell_rect(row, column).center().toPoint()


def group(board, letter):
    """Return the row of the legend that has a letter."""
    return next(row for row in board.session.answer.legend.rows if row.letter == letter)


def drag(qtbot, chip, to):
    """Carry a chip to a point of its zones."""
    start = chip.rect().center()
    way = chip.mapFromParent(to)
    qtbot.mousePress(chip, LEFT, pos=start)
    qtbot.mouseMove(chip, start + QPoint(QApplication.startDragDistance() + 1, 0))
    qtbot.mouseMove(chip, way)
    assert chip.held
    qtbot.mouseRelease(chip, LEFT, pos=way)


# What is seen first.


def test_it_shows_the_walk_that_was_drawn(window, board):
    """192 of 8,192 states, in three groups; the question stands not above it."""
    assert not window.question.isVisible()
    assert board.head.title.text() == "Where after differs from hardware"
    assert board.head.subtitle.text() == "PAE walk, 8,192 states, error code"
    assert [row.accessibleName() for row in board.panel.legend.rows] == [
        "a 2 → 3 supervisor write: 32 states",
        "b 4 → 5 user read: 64 states",
        "c 6 → 7 user write: 96 states",
        "same both fault, same code: 7,112 states",
        "same both allow: 888 states",
    ]
    assert board.foot.words.title == "192 states differ"


STARTS = """
import sys
from pathlib import Path
from mmuviz.gui.app import make_application
from mmuviz.gui.main_window import MainWindow
from mmuviz.resources import asset
from mmuviz.sources.open_file import open_file
application = make_application()
window = MainWindow(open_file(asset("default.toml")), Path(sys.argv[1]))
window.show()
heavy = ("numpy", "pyqtgraph", "sympy", "lark", "pyarrow", "unicorn")
print([name for name in heavy if name in sys.modules])
window.show_view("view_atlas")
print("numpy" in sys.modules)
window.forget_settings()
window.close()
"""


def test_the_window_starts_without_it(tmp_path):
    """NumPy, and what else counts, is loaded with the view."""
    command = [sys.executable, "-c", STARTS, str(tmp_path)]
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    said = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)

    assert said.stdout.splitlines() == ["[]", "True"]


def test_full_screen_shows_it_alone(qtbot, window, board):
    """As every other view."""
    qtbot.keyClick(window, Qt.Key.Key_F11)
    assert board.isVisible()
    assert not window.menuBar().isVisible()
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert window.menuBar().isVisible()


# The lens.


def test_another_colouring(qtbot, board):
    """By clicks and arrows; what the rules do not have is skipped."""
    choose(qtbot, board.head.choice, "check")
    assert board.session.lens.quantity is Quantity.CHECK
    choose(qtbot, board.head.choice, "vmexits")
    assert board.session.lens.quantity is Quantity.CHECK
    choose(qtbot, board.head.choice, "A bits")
    qtbot.keyClick(board.head.choice, Qt.Key.Key_Right)
    assert board.session.lens.quantity is None
    assert "anything" in board.head.subtitle.text()


def pick(qtbot, box, text):
    """Choose an entry of a list by keys."""
    box.setFocus()
    qtbot.keyClick(box, Qt.Key.Key_Home)
    while box.currentText() != text:
        qtbot.keyClick(box, Qt.Key.Key_Down)


def test_another_comparison(qtbot, board):
    """Nothing leaves one alone; what it is coloured by comes back where it is offered."""
    rules = board.panel.rules
    pick(qtbot, rules.second, "before")
    assert board.session.lens.pair == (BEFORE, AFTER)
    assert board.session.lens.quantity is Quantity.OUTCOME
    pick(qtbot, rules.second, "nothing")
    assert board.session.lens.against is None
    assert board.session.lens.quantity is Quantity.ERROR_CODE
    assert board.head.title.text() == "What after does"
    assert not rules.sign.isVisible()
    pick(qtbot, rules.first, "hardware")
    assert (board.session.lens.semantics, board.session.lens.against) == (HARDWARE, None)


def test_nobody_is_compared_with_itself(qtbot, board):
    """The list passes over it."""
    rules = board.panel.rules
    rules.second.setFocus()
    qtbot.keyClick(rules.second, Qt.Key.Key_Up)
    assert rules.second.currentText() == "before"
    qtbot.keyClick(rules.first, Qt.Key.Key_Up)
    assert rules.first.currentText() == "after"


def test_nothing_differs_in_outcome(qtbot, board):
    """FINDINGS: no access of a cold shadow ends otherwise; it is said, not left empty."""
    choose(qtbot, board.panel.space, "access")
    pick(qtbot, board.panel.rules.second, "before")
    choose(qtbot, board.head.choice, "outcome")
    assert board.foot.words.title == (
        "before and after never differ in outcome: "
        "0 of 131,072 states of the PAE access from a cold shadow"
    )
    assert not board.foot.link.isVisible()
    assert not board.foot.table.isVisible()


def test_another_space(qtbot, board):
    """Its flags, its filter words, its numbers."""
    choose(qtbot, board.panel.mode, "32-bit")
    choose(qtbot, board.panel.space, "access")
    assert "32-bit access" in board.head.subtitle.text()
    assert set(board.panel.zones.chips) == {flag.name for flag in board.session.space.flags}
    choose(qtbot, board.panel.mode, "long")
    choose(qtbot, board.panel.space, "walk")
    assert board.session.colouring.shown == 1 << 20


# The layout.


def test_a_chip_is_dragged_to_another_zone(qtbot, board):
    """The map lies the other way."""
    zones = board.panel.zones
    drag(qtbot, zones.chips["pde.a"], zones.chips["user"].geometry().center() - QPoint(15, 0))
    assert board.session.arrangement.columns[0] == "pde.a"
    assert board.session.grid.columns == 256
    assert board.panel.usual.isVisible()
    qtbot.mouseClick(board.panel.usual, LEFT)
    assert board.session.arrangement == usual(board.session.space)
    assert not board.panel.usual.isVisible()


def test_a_chip_is_dragged_within_its_zone_and_into_an_empty_one(qtbot, board):
    """Behind another, and where nothing is."""
    zones = board.panel.zones
    drag(qtbot, zones.chips["pdpte.p"], zones.chips["pde.p"].geometry().center() + QPoint(15, 0))
    assert board.session.arrangement.rows[:2] == ("pde.p", "pdpte.p")
    where = zones._places.empty[Zone.FIXED].center()
    drag(qtbot, zones.chips["wp"], where)
    assert board.session.arrangement.fixed == (("wp", 1),)
    assert zones.chips["wp"].words == "wp = 1"
    qtbot.mouseClick(zones.chips["wp"], LEFT)
    assert board.session.arrangement.fixed == (("wp", 0),)


def test_a_drag_can_be_given_up(qtbot, board):
    """By Escape, or beside the zones."""
    zones, before = board.panel.zones, board.session.arrangement
    chip = zones.chips["pde.a"]
    qtbot.mousePress(chip, LEFT, pos=chip.rect().center())
    qtbot.mouseMove(chip, QPoint(0, 60))
    assert chip.held
    qtbot.keyClick(chip, Qt.Key.Key_R)
    qtbot.keyClick(chip, Qt.Key.Key_Escape)
    assert not chip.held
    qtbot.mouseRelease(chip, LEFT)
    drag(qtbot, chip, QPoint(900, 40))
    drag(qtbot, chip, QPoint(20, 4000))
    assert board.session.arrangement == before


def test_a_drag_scrolls_the_controls(qtbot, window, board):
    """Where the zone to drop it in is out of sight."""
    window.resize(1280, 720)
    window.look.set_scale(2.0)
    zones, bar = board.panel.zones, board.area.verticalScrollBar()
    bar.setValue(0)
    chip = zones.chips["pdpte.p"]
    qtbot.mousePress(chip, LEFT, pos=chip.rect().center())
    qtbot.mouseMove(chip, chip.rect().center() + QPoint(0, 40))
    qtbot.mouseMove(chip, chip.mapFromParent(zones._places.empty[Zone.IGNORED].center()))
    assert bar.value() > 0
    assert not board.map.grab().isNull()
    qtbot.mouseRelease(chip, LEFT)
    assert board.session.arrangement.ignored == ("pdpte.p",)


def test_keys_move_a_chip(qtbot, board):
    """Within its zone by arrows, to another by a letter."""
    zones = board.panel.zones
    chip = zones.chips["user"]
    chip.setFocus()
    qtbot.keyClick(chip, Qt.Key.Key_Right)
    qtbot.keyClick(chip, Qt.Key.Key_Right)
    assert board.session.arrangement.columns[:3] == ("write", "wp", "user")
    qtbot.keyClick(chip, Qt.Key.Key_Up)
    assert board.session.arrangement.columns[1] == "user"
    qtbot.keyClick(chip, Qt.Key.Key_R)
    assert board.session.arrangement.rows[-1] == "user"
    qtbot.keyClick(chip, Qt.Key.Key_F)
    qtbot.keyClick(chip, Qt.Key.Key_Space)
    assert board.session.arrangement.fixed == (("user", 0),)
    qtbot.keyClick(chip, Qt.Key.Key_I)
    assert board.session.arrangement.ignored == ("user",)
    assert board.session.grid.depth == 2
    assert board.head.subtitle.text().endswith("; a cell is all states that differ in user alone")
    assert chip.toolTip().startswith("user: user mode accesses\n")
    assert chip.hasFocus()
    assert chip is zones.chips["user"]
    assert "in ignored" in chip.accessibleDescription()


def test_a_menu_moves_a_chip(qtbot, board):
    """For who has no drag and knows no letter."""
    chip = board.panel.zones.chips["wp"]
    middle = chip.rect().center()
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, middle, chip.mapToGlobal(middle))
    QApplication.sendEvent(chip, event)
    menu = board.panel.zones.findChild(QMenu)
    names = [action.text().split("\t")[0] for action in menu.actions()]
    assert names == ["Rows", "Columns", "Fixed", "Ignored"]
    assert not menu.actions()[1].isEnabled()
    qtbot.keyClick(menu, Qt.Key.Key_Down)
    qtbot.keyClick(menu, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: board.session.arrangement.rows[-1] == "wp")


# The filter and the legend.


def test_a_filter_is_typed(qtbot, board):
    """What it leaves is counted."""
    board.panel.filter.line.setFocus()
    qtbot.keyClicks(board.panel.filter.line, "user and write")
    qtbot.keyClick(board.panel.filter.line, Qt.Key.Key_Return)
    assert board.session.colouring.shown == 2048
    assert board.foot.words.title == "96 states differ"
    assert "2,048" in board.panel.legend.sum.accessibleName()


def test_a_group_is_shown_alone_and_all_again(qtbot, board):
    """By a click on its row of the legend, and by Enter."""
    row = board.panel.legend.rows[1]
    qtbot.mouseClick(row, LEFT)
    number = group(board, "b").number
    assert set(board.session.shown.cells.tolist()) == {LEFT_OUT, number}
    assert row.isChecked()
    assert board.foot.words.title == "64 states: 4 → 5"
    row.setFocus()
    qtbot.keyClick(row, Qt.Key.Key_Return)
    assert board.session.alone is None
    assert not row.isChecked()
    qtbot.keyClick(row, Qt.Key.Key_Down)
    assert board.panel.legend.rows[2].hasFocus()


# Pointing and opening.


def test_the_card_tells_of_the_cell_under_the_pointer(qtbot, board):
    """The state, and what the three make of it."""
    number = group(board, "b").smallest
    qtbot.mouseMove(board.map, cell_of(board, number))
    assert board.card.isVisible()
    assert board.card.words.number == number
    assert "after 0x5 P | U" in board.card.accessibleName()
    assert "hardware 0x4 U" in board.card.accessibleName()


def test_a_click_opens_the_state_ready_to_step(qtbot, window, board):
    """In the Walk view, where after parts from hardware; nothing is asked, for nothing is lost."""
    number = group(board, "b").smallest
    qtbot.mouseClick(board.map, LEFT, pos=cell_of(board, number))
    assert window.walk.isVisible()
    space = board.session.space
    assert space.place(window.document.scenario).number == number
    assert window.session.semantics is AFTER
    assert 0 < window.session.step < window.session.last_step
    assert not window.document.is_modified


def test_the_smallest_of_a_group_opens(qtbot, window, board):
    """By Enter in the table, and by the link; with one rule alone at the walk's end."""
    board.foot.table.setFocus()
    qtbot.keyClick(board.foot.table, Qt.Key.Key_Down)
    qtbot.keyClick(board.foot.table, Qt.Key.Key_Return)
    number = board.session.space.place(window.document.scenario).number
    assert number == group(board, "b").smallest
    window.show_view("view_atlas")
    pick(qtbot, board.panel.rules.second, "nothing")
    qtbot.mouseClick(board.foot.link, LEFT)
    assert window.walk.isVisible()
    assert window.session.step == window.session.last_step


def test_unsaved_work_is_asked_for(qtbot, window, board, asker, tmp_path):
    """As everywhere."""
    asker.paths = [tmp_path / "mine.toml"]
    window.files.save_as()
    scenario = window.document.scenario
    window.document.edit("an edit", replace(scenario, cpu=replace(scenario.cpu, wp=False)))
    asker.answers = ["Cancel"]
    qtbot.mouseClick(board.foot.link, LEFT)
    assert asker.questions[-1].title == "Unsaved edits"
    assert window.atlas.isVisible()


# From a scenario.


def test_a_scenario_is_shown_among_all_states(qtbot, window, board):
    """Its cell is marked; what its space lacks is said."""
    state = STATE_SPACES[PagingMode.X32, SpaceName.WALK].scenario(4321)
    window.document.edit("another", state)
    window.show_view("view_walk")
    qtbot.keyClick(window, Qt.Key.Key_A, SHIFT_CTRL)
    assert window.atlas.isVisible()
    assert board.session.space.mode is PagingMode.X32
    assert board.session.marked == 4321
    assert board.head.note.text() == "The marked cell asks what the open scenario asks."
    choose(qtbot, board.panel.mode, "32-bit")  # it is there already
    assert board.head.note.text()
    choose(qtbot, board.panel.mode, "PAE")
    assert (board.session.marked, board.head.note.text()) == (None, "")
    qtbot.keyClick(window, Qt.Key.Key_A, SHIFT_CTRL)
    window.document.edit("another", STATE_SPACES[PagingMode.X32, SpaceName.WALK].scenario(4))
    window.show_view("view_atlas")
    assert board.session.marked is None
    assert board.head.note.text() == ""


def test_a_fixed_flag_follows_the_scenario(qtbot, window, board):
    """Else its cell would not be there; a filter is taken away."""
    choose(qtbot, board.panel.mode, "32-bit")
    qtbot.keyClick(board.panel.zones.chips["user"], Qt.Key.Key_F)
    board.panel.filter.line.setText("pse")
    window.document.edit("another", board.session.space.scenario(0))
    qtbot.keyClick(window, Qt.Key.Key_A, SHIFT_CTRL)
    assert board.session.arrangement.fixed == (("user", 0),)
    assert board.session.where is None
    assert board.panel.filter.line.text() == ""


def test_a_scenario_that_is_nowhere_says_why(qtbot, window, board):
    """And the map stays."""
    scenario = window.document.scenario
    window.document.edit("off", replace(scenario, cpu=replace(scenario.cpu, pg=False)))
    qtbot.keyClick(window, Qt.Key.Key_A, SHIFT_CTRL)
    assert board.head.note.text() == "The open scenario is in no cell: its paging is off."
    assert board.session.marked is None


# The rules.


def test_rules_appear_as_they_are_found(qtbot, window, says):
    """The whole, and each group's own; the rule can be copied, and is known the next time."""
    says(MAP, *GROUPS)
    window.show_view("view_atlas")
    board = window.atlas.board
    foot = board.foot
    assert foot.rule.text() == SEARCHING
    qtbot.waitUntil(lambda: board.finder.is_done)
    assert foot.words.title == "192 states, one rule"
    assert foot.words.detail == "an upper entry refuses"
    assert foot.rule.text() == "pde.p ∧ ¬pte.p"
    assert foot.note.text() == "minimal"
    assert [foot.table.group(row).cells[-1] for row in range(3)] == [
        "¬user",
        "user ∧ ¬write",
        "user ∧ write",
    ]
    qtbot.mouseClick(foot.copy, LEFT)
    assert QGuiApplication.clipboard().text().startswith("pde.p and not pte.p\n# PAE walk")
    choose(qtbot, board.head.choice, "check")
    assert board.finder.found.whole is None
    choose(qtbot, board.head.choice, "error code")
    assert foot.rule.text() == "pde.p ∧ ¬pte.p"
    assert not board.finder.is_searching


def test_a_search_that_fails_says_so(qtbot, window, says):
    """In the place of the rule."""
    says(then="raise SystemExit(3)")
    window.show_view("view_atlas")
    board = window.atlas.board
    qtbot.waitUntil(lambda: bool(board.finder.problem))
    assert board.foot.rule.text().startswith("The search for the rule failed")


def test_a_picture_waits_for_the_rule(window, says):
    """It is looked for at once, and is there."""
    says(MAP, *GROUPS)
    window.show_view("view_atlas")
    window.page.settle()
    assert window.atlas.board.foot.words.title == "192 states, one rule"
    window.page.settle()
    window.show_view("view_maps")
    window.page.settle()


def test_leaving_ends_the_search(qtbot, window, says):
    """No process outlives the window."""
    says(MAP, then="import time; time.sleep(60)")
    window.show_view("view_atlas")
    finder = window.atlas.board.finder
    qtbot.waitUntil(lambda: finder.found.whole is not None)
    assert finder.is_running
    window.close()
    assert not finder.is_running


def test_the_command_line_understands_what_it_is_asked(board):
    """The options are those of `mmuviz atlas`."""
    assert rule_finder.options(board.session) == (
        "atlas", "--mode", "pae", "--space", "walk", "--compare", "after", "hardware",
        "--by", "code", "--json",
    )  # fmt: skip


# Export.


@pytest.fixture
def export(qtbot, window, board, asker):
    """Return what exports the atlas to a file, by the menu's key, and waits for the end."""

    def to(path):
        asker.paths = [path]
        qtbot.keyClick(window, Qt.Key.Key_E, SHIFT_CTRL)
        qtbot.waitUntil(lambda: not board.exporter.is_writing)
        return path

    return to


@pytest.mark.parametrize(("suffix", "start"), [("png", b"\x89PNG"), ("svg", b"<?xml")])
def test_the_map_is_written_as_a_picture(board, export, tmp_path, suffix, start):
    """With its legend."""
    path = export(tmp_path / f"map.{suffix}")
    assert path.read_bytes().startswith(start)
    assert board.head.note.text() == f"The map is written to map.{suffix}."


def test_the_states_are_written_as_a_table(qtbot, board, export, tmp_path):
    """Those that the map shows: of a filter, of a group alone."""
    rows = export(tmp_path / "all.csv").read_text().splitlines()
    assert len(rows) == 1 + 8192
    assert rows[0].startswith('"state","pdpte.p",')
    board.panel.filter.line.setText("user")
    qtbot.mouseClick(board.panel.legend.rows[0], LEFT)
    rows = export(tmp_path / "b.csv").read_text().splitlines()
    assert len(rows) == 1 + 64
    assert board.head.note.text() == "64 states of the PAE walk written to b.csv."
    found = parquet.read_table(export(tmp_path / "b.parquet"))
    assert found.num_rows == 64


def test_an_export_that_fails_says_why(board, export, asker, tmp_path):
    """A name without a kind, a folder that is not there."""
    export(tmp_path / "map.txt")
    assert asker.questions[-1].text == "map.txt was not written"
    assert ".csv, .parquet" in asker.questions[-1].detail
    export(tmp_path / "no" / "x.csv")
    assert asker.questions[-1].text == "x.csv was not written"
    assert not (tmp_path / "no").exists()
    assert board.head.note.text() == ""


def test_an_export_is_given_up_with_the_window(qtbot, window, board, asker, tmp_path):
    """Nothing is left behind."""
    choose(qtbot, board.panel.mode, "long")
    asker.paths = [tmp_path / "x.csv"]
    qtbot.keyClick(window, Qt.Key.Key_E, SHIFT_CTRL)
    qtbot.waitUntil(lambda: board.head.note.text().startswith("Writing x.csv"))
    window.close()
    assert not list(tmp_path.glob("*x.csv*"))


# Remembering.


def test_the_next_window_asks_the_same(qtbot, window, board, default, own_settings):
    """Space, lens, layout and filter."""
    choose(qtbot, board.panel.mode, "32-bit")
    choose(qtbot, board.panel.space, "access")
    choose(qtbot, board.head.choice, "A bits")
    qtbot.keyClick(board.panel.zones.chips["kind"], Qt.Key.Key_F)
    board.panel.filter.line.setText("pse")
    window.close()
    second = MainWindow(default, own_settings, scheme="light")
    qtbot.addWidget(second, before_close_func=MainWindow.forget_settings)
    second.show()
    second.show_view("view_atlas")
    session = second.atlas.board.session
    assert session.space is STATE_SPACES[PagingMode.X32, SpaceName.ACCESS]
    assert session.lens.quantity is Quantity.ACCESSED
    assert session.arrangement.fixed == (("kind", 1),)
    assert str(session.where) == "pse"
    assert second.atlas.board.panel.filter.line.text() == "pse"


@pytest.mark.parametrize(
    "text",
    ["{", "[]", '{"mode": "PAE"}', '{"mode": "OFF", "space": "walk"}'],
)
def test_what_does_not_fit_is_forgotten(window, says, text):
    """A settings file is anybody's."""
    assert says
    window.atlas.restore(text)
    window.show_view("view_atlas")
    assert window.atlas.board.session.space is STATE_SPACES[PagingMode.PAE, SpaceName.WALK]


def test_a_layout_of_other_flags_is_forgotten(board):
    """Flags that there are not, values that a flag has not."""
    good = json.loads(board.remembered())
    for change in ({"rows": ["nonsense"]}, {"fixed": [["wp", 2]], "columns": good["columns"][:]}):
        told = good | change
        if "fixed" in change:
            told["columns"] = [flag for flag in told["columns"] if flag != "wp"]
        board.session.set_rules(BEFORE, HARDWARE)
        board.restore(json.dumps(told))
        assert board.session.lens.semantics is BEFORE


def test_it_fits_a_small_window(qtbot, window, board):
    """Controls and groups scroll by themselves."""
    window.resize(1280, 720)
    window.look.set_scale(2.5)
    assert board.map.width() > 200
    assert board.map.height() > 100
    assert board.area.verticalScrollBar().maximum() > 0
    assert board.panel.width() <= board.area.viewport().width()
    choose(qtbot, board.panel.space, "hardware")
    window.look.set_scale(1.5)
    window.resize(1440, 900)
    table = board.foot.table
    assert table.horizontalHeader().length() <= table.viewport().width()  # no heading is cut


def test_controls_shrink_with_the_text(qtbot):
    """A combo box would keep the least height of the first font it has."""
    holder = QWidget()
    qtbot.addWidget(holder)
    box = RulesBox(holder)
    heights = []
    for scale in (1.5, 1.0):
        box.set_theme(Theme(scale=scale))
        box.ensurePolished()
        heights.append(max(box.minimumSizeHint().height(), box.second.sizeHint().height()))
    assert heights[1] <= heights[0] * 0.8
