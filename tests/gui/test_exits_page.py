"""The Exits view by mouse and keys: steps, walks that unfold, one half or both."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QApplication, QToolTip

from mmuviz.core.trace import Semantics
from mmuviz.gui.dialogs.change import ChangeDialog
from mmuviz.gui.main_window import MainWindow
from mmuviz.present.exit_items import BoxLine, End, Message
from mmuviz.sources.opened import Opened
from mmuviz.sources.program_file import read_programs

LEFT = Qt.MouseButton.LeftButton
ALT = Qt.KeyboardModifier.AltModifier
DIRECTED = Path(__file__).parents[1] / "data" / "vectors" / "sequences-directed.jsonl.gz"


@pytest.fixture
def exits(qtbot, window):
    """The Exits view of the default scenario, shown by its key."""
    qtbot.keyClick(window, Qt.Key.Key_3, ALT)
    page = window.pages["view_exits"]
    assert page.isVisible()
    return page


def spot(page, half, said):
    """Where something that begins with `said` is drawn, in the canvas."""
    layout = page.face.canvas.layouts[half]
    placed = next(one for one in layout.placed if one.item.words.startswith(said))
    return placed.rect.center().toPoint()


def click(qtbot, page, half, said):
    """Click on what begins with `said`."""
    qtbot.mouseClick(page.face.canvas, LEFT, pos=spot(page, half, said))


def said(page, half):
    """The words that a half shows."""
    return [one.item.words for one in page.face.canvas.layouts[half].placed if one.item.words]


def test_it_says_what_happens_and_what_it_comes_to(exits):
    """Heading, halves and tally of a refused write; both versions at the end of the run."""
    assert exits.title.text() == "One refused write, seen by the guest, the processor and KVM"
    assert exits.face.shown == (Semantics.BEFORE, Semantics.AFTER)
    assert not exits.face.choice.isVisible()
    assert "inject #PF 0x7, the processor's code" in said(exits, 0)
    assert "inject #PF 0x7, the walker's own code" in said(exits, 1)
    tally = exits.face.tally.accessibleDescription()
    assert "vmexits: before 2, after 1" in tally
    assert "Claim 3" in tally
    assert "2 vmexits" in exits.face.canvas.accessibleDescription()


def test_a_click_goes_to_the_step(qtbot, window, exits):
    """A message by mouse; then the window's keys go on from there."""
    click(qtbot, exits, 0, "#PF 0x6")
    assert exits.session.step == 3
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Right)
    assert exits.session.step == 4
    qtbot.mouseClick(exits.face.canvas, LEFT, pos=QPoint(2, 2))
    qtbot.mouseClick(exits.face.canvas, Qt.MouseButton.RightButton, pos=spot(exits, 0, "write"))
    assert exits.session.step == 4
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Home)
    assert exits.session.step == 0


def test_a_walk_unfolds_by_a_click_and_by_enter(qtbot, exits):
    """Before's first walk, then those of the try that is shown, in both halves."""
    assert "walk: PDE 447  d a" not in said(exits, 0)
    click(qtbot, exits, 0, "walk: no checks")
    assert said(exits, 0).count("walk: PDE 447  d a") == 1
    click(qtbot, exits, 0, "#PF 0x6")
    qtbot.keyClick(exits.face.canvas, Qt.Key.Key_Return)
    assert "walk: PDE 447  d a" not in said(exits, 0)
    assert "walk: PDE 447  a b c d" not in said(exits, 1)
    assert "walk: PTE 353  b → access_error" in said(exits, 1)


def test_the_pointer_tells_what_can_be_clicked_on(qtbot, exits):
    """A hand over an item, its full text as a tip."""
    canvas = exits.face.canvas
    place = spot(exits, 0, "leaf absent")
    qtbot.mouseMove(canvas, place)
    assert canvas.cursor().shape() is Qt.CursorShape.PointingHandCursor
    event = QHelpEvent(QHelpEvent.Type.ToolTip, place, canvas.mapToGlobal(place))
    QApplication.sendEvent(canvas, event)
    assert "shadow page 2, entry 447" in QToolTip.text()
    qtbot.mouseMove(canvas, QPoint(2, 2))
    assert canvas.cursor().shape() is Qt.CursorShape.ArrowCursor


def test_where_two_halves_do_not_fit_one_is_shown(qtbot, window, exits):
    """A choice says which; the tally still has both."""
    window.look.set_scale(1.5)
    assert exits.face.shown == (Semantics.BEFORE,)
    assert exits.face.choice.isVisible()
    qtbot.mouseClick(
        exits.face.choice, LEFT, pos=exits.face.choice.segment("after").center().toPoint()
    )
    assert exits.face.shown == (Semantics.AFTER,)
    assert "inject #PF 0x7, the walker's own code" in said(exits, 0)
    assert "after 1" in exits.face.tally.accessibleDescription()


def test_the_claim_leads_to_the_claims(qtbot, window, exits):
    """Its title is a link; where the window is narrow it stands below the numbers."""
    link = exits.face.tally.link
    assert link.text() == "Claim 3, one vmexit too many: borne out →"
    beside = link.x()
    window.resize(900, 700)
    assert link.x() < beside
    qtbot.mouseClick(link, LEFT)
    assert window.pages["view_claims"].isVisible()


def test_large_text_lets_the_tally_scroll(window, exits):
    """It goes where there is room, and comes back."""
    content = exits.face.area.widget()
    window.look.set_scale(2.5)
    assert content.isAncestorOf(exits.face.tally)
    assert exits.face.tally.isVisible()
    window.look.set_scale(1.0)
    assert not content.isAncestorOf(exits.face.tally)
    assert exits.face.tally.isVisible()


def test_the_change_stands_where_the_run_stands(qtbot, window, exits):
    """Fetch is lit in before's page_fault; after has answered already, then both wait in turn."""
    window.actions_by_name["change"].trigger()
    diff = window.findChild(ChangeDialog)
    qtbot.mouseClick(
        diff.function, LEFT, pos=diff.function.segment("page_fault").center().toPoint()
    )
    click(qtbot, exits, 0, "fetch: shadow leaf")
    assert [diff.lit(version) for version in exits.face.shown] == [{5}, set()]
    click(qtbot, exits, 1, "inject")
    assert [diff.lit(version) for version in exits.face.shown] == [{13}, {3, 4}]
    exits.session.go_to(1)
    assert [diff.lit(version) for version in exits.face.shown] == [set(), set()]
    diff.close()


@pytest.fixture
def program(qtbot, asker, own_settings):
    """The Exits view of a recorded program that ends in a livelock."""
    found = {one.name: one for one in read_programs(DIRECTED)}["shared-pt-ro-first"]
    window = MainWindow(Opened(found.scenario, "program"), own_settings, asker, scheme="dark")
    qtbot.addWidget(window, before_close_func=MainWindow.forget_settings)
    window.resize(1280, 720)
    with qtbot.waitExposed(window):
        window.show()
    window.show_view("view_exits")
    return window


def test_a_livelock_is_folded_and_followed(qtbot, program):
    """Up and down go from operation to operation; the picture scrolls to the step."""
    page = program.pages["view_exits"]
    for _ in range(3):
        qtbot.keyClick(program, Qt.Key.Key_Up)
    page.session.go_to(page.session.frame.record.last_step_of(1))
    assert "… 5 more the same, vmexits 3 to 7" in said(page, 1)
    bar = page.face.area.verticalScrollBar()
    assert bar.value() > 0
    page.session.go_to(page.session.starts()[1])
    assert bar.value() == 0
    click(qtbot, page, 1, "…")
    kinds = {type(one.item) for one in page.face.canvas.layouts[1].placed}
    assert {Message, BoxLine, End} <= kinds
    assert page.session.frame.moment.place[0] == 3


def test_a_window_made_lower_still_looks_at_the_step(qtbot, window, exits):
    """The picture scrolls once the view has its room, not a step later."""
    face = exits.face
    window.resize(1280, 720)
    current = face.canvas.current().toRect()
    qtbot.waitUntil(lambda: face.canvas.visibleRegion().boundingRect().contains(current))


def test_an_edit_runs_it_anew(window, exits):
    """Another access: the picture is the new one's, and no walk stays unfolded."""
    scenario = window.document.scenario
    window.document.edit("Read", replace(scenario, access=replace(scenario.access, write=False)))
    assert exits.title.text().startswith("One allowed read")
    assert "done" in said(exits, 1)
