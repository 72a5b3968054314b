"""The Compare view by mouse and keys: steps, edits, opinions, widths."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QToolTip

from mmuviz.core.trace import Semantics
from mmuviz.gui.dialogs.change import ChangeDialog
from mmuviz.resources import asset
from mmuviz.sources.open_file import open_file

LEFT = Qt.MouseButton.LeftButton
ALT = Qt.KeyboardModifier.AltModifier
KEY = Qt.Key
BEFORE, AFTER, HARDWARE = Semantics


def opened(name):
    """A built-in scenario."""
    return open_file(asset(f"scenarios/{name}.toml"))


@pytest.fixture
def compare(qtbot, window):
    """The Compare view, shown by its key, on the drawn scenario."""
    window.document.open(opened("pae-denied-above-absent-below"))
    qtbot.keyClick(window, KEY.Key_2, ALT)
    page = window.pages["view_compare"]
    assert page.isVisible()
    window._body.setFocus()
    return page


def press(qtbot, window, *keys):
    """Press keys where the window has its focus."""
    for key in keys:
        qtbot.keyClick(window, key)


def click_bit(qtbot, page, title, letter):
    """Click a bit of the path."""
    qtbot.mouseClick(page.strip, LEFT, pos=page.strip.cell(title, letter).center().toPoint())


def tip_at(widget, at):
    """The tip at a point of a widget."""
    where = QPointF(at).toPoint()
    widget.event(QHelpEvent(QEvent.Type.ToolTip, where, widget.mapToGlobal(where)))
    return QToolTip.text()


def test_it_stands_at_the_end_and_says_the_divergence(compare):
    """The drawn values."""
    assert compare.session.step == 9
    assert compare.banner.title.text() == "First divergence: PDE 3, check c"
    assert "0x5" in compare.body.cards.accessibleDescription()
    assert "error code: 0x4, 0x5, 0x4" in compare.end.table.accessibleDescription()
    shown = [label.text() for label in compare.end.verdicts if label.isVisible()]
    assert shown[0] == "✗ Claim 4 on this path: not borne out"


def test_the_keys_step_all_three(qtbot, window, compare):
    """Arrows, Home, End, up and down, and D from divergence to divergence."""
    press(qtbot, window, KEY.Key_Home)
    assert compare.session.step == 0
    assert compare.body.cards.accessibleDescription() == "not yet"
    press(qtbot, window, KEY.Key_Right, KEY.Key_Right)
    assert compare.session.step == 2
    assert compare.body.lines.accessibleDescription().startswith("PDE 3 present: before: P = 1")
    press(qtbot, window, KEY.Key_Down)
    assert compare.session.step == 7
    press(qtbot, window, KEY.Key_Up)
    assert compare.session.step == 2
    press(qtbot, window, KEY.Key_D)
    assert compare.session.step == 4
    press(qtbot, window, KEY.Key_D)
    assert compare.session.step == 9
    press(qtbot, window, KEY.Key_D)
    assert compare.session.step == 4
    assert compare.transport.place.text() == "Step 4 of 9"
    assert compare.transport.hint.text() == "D next divergence"
    walk = window.session.step
    press(qtbot, window, KEY.Key_Left)
    assert window.session.step == walk, "the walk's own place stays"


def test_a_click_on_a_row_the_banner_the_cards_or_the_timeline_steps(qtbot, compare):
    """Whatever is a step can be pointed at."""
    lines = compare.body.lines
    qtbot.mouseClick(lines, LEFT, pos=lines.row_rect(3).center().toPoint())
    assert compare.session.step == 3
    qtbot.mouseClick(compare.banner, LEFT)
    assert compare.session.step == 4
    qtbot.mouseClick(compare.timeline, LEFT, pos=compare.timeline.step_rect(6).center().toPoint())
    assert compare.session.step == 6
    qtbot.mouseClick(compare.body.cards, LEFT)
    assert compare.session.step == 9
    qtbot.mouseMove(lines, lines.row_rect(3).center().toPoint())
    assert lines.cursor().shape() is Qt.CursorShape.PointingHandCursor
    qtbot.mouseMove(lines, QPoint(5, lines.height() + 40))
    lines.leaveEvent(QEvent(QEvent.Type.Leave))


def test_one_click_on_a_bit_runs_all_three_again(qtbot, window, compare):
    """U of the directory set: after reads on, and all agree; undo takes it back."""
    click_bit(qtbot, compare, "PDE 3", "U")

    assert compare.banner.title.text() == "No divergence"
    assert window.document.undo_stack.undoText() == "Set U in PDE 3"
    codes = [card.text for card in compare.session.frame.record.cards]
    assert codes == ["0x4", "0x4", "0x4"]
    assert compare.session.step == compare.session.last_step
    window.actions_by_name["undo"].trigger()
    assert compare.banner.title.text() == "First divergence: PDE 3, check c"


def test_an_edit_keeps_the_row(qtbot, compare):
    """Who looks at a row wants to see it again, where it still is."""
    compare.session.go_to(5)
    click_bit(qtbot, compare, "PTE 7", "P")
    assert compare.session.frame.text.startswith("PDE 3 accessed")
    compare.session.go_to(compare.session.last_step - 2)
    click_bit(qtbot, compare, "PDE 3", "P")
    assert compare.session.step <= compare.session.last_step


def test_tab_reaches_toggles_and_bits_and_space_flips(qtbot, window, compare):
    """From the toggles into the bits, through them, and back."""
    compare.opinions.toggles[HARDWARE].setFocus()
    qtbot.keyClick(compare.opinions.toggles[HARDWARE], KEY.Key_Tab)
    assert compare.strip.hasFocus()
    assert compare.strip.accessibleDescription() == "P of PDPTR 1 is 1; Space flips it"
    for _ in range(3):
        qtbot.keyClick(compare.strip, KEY.Key_Tab)
    told = "U of PDE 3 is 0, refuses the access; Space flips it"
    assert compare.strip.accessibleDescription() == told
    step = compare.session.step
    qtbot.keyClick(compare.strip, KEY.Key_Left)
    assert compare.session.step == step - 1, "the arrows step here too"
    qtbot.keyClick(compare.strip, KEY.Key_Space)
    assert window.document.undo_stack.undoText() == "Set U in PDE 3"
    for _ in range(4):
        qtbot.keyClick(compare.strip, KEY.Key_Backtab)
    assert compare.opinions.toggles[HARDWARE].hasFocus()


def test_any_subset_can_be_shown_but_not_none(qtbot, compare):
    """By mouse and by Space; the last one stays."""
    toggles = compare.opinions.toggles
    qtbot.mouseClick(toggles[HARDWARE], LEFT)
    assert compare.session.frame.record.shown == (BEFORE, AFTER)
    toggles[BEFORE].setFocus()
    qtbot.keyClick(toggles[BEFORE], KEY.Key_Space)
    assert compare.session.frame.record.shown == (AFTER,)
    assert compare.banner.title.text() == "One opinion alone"
    qtbot.mouseClick(toggles[AFTER], LEFT)
    assert compare.session.frame.record.shown == (AFTER,)
    assert "it stays" in toggles[AFTER].accessibleDescription()
    qtbot.keyClick(toggles[BEFORE], KEY.Key_Right)
    qtbot.mouseClick(toggles[HARDWARE], LEFT)
    assert compare.session.frame.record.shown == (AFTER, HARDWARE)
    assert compare.end.table.accessibleDescription().startswith("outcome: #PF, #PF;")


def test_the_choice_of_rules_gives_way_and_comes_back(qtbot, window, compare):
    """Here all three are walked; elsewhere one is."""
    assert compare.opinions.isVisible()
    assert not window.question.semantics.isVisible()
    qtbot.keyClick(window, KEY.Key_1, ALT)
    assert window.question.semantics.isVisible()
    assert not compare.opinions.isVisible()


def test_tips_say_what_bits_and_results_are(compare):
    """A bit, a result, and the empty ground."""
    tip = tip_at(compare.strip, compare.strip.cell("PDE 3", "U").center())
    assert tip.startswith("U of PDE 3 is 0, refuses the access")
    tip = tip_at(compare.end.table, compare.end.table.row_rect(1).center())
    assert "after: 0x5 (not what the processor does)" in tip
    tip_at(compare.strip, QPoint(1, 1))
    tip_at(compare.end.table, QPoint(1, 1))


@pytest.mark.parametrize(
    "name",
    ["long-not-user-pdpte", "long-non-canonical", "long-gigabyte-page", "x32-large-page",
     "x32-wp-off", "pae-pdptr-absent", "pae-nx-fetch", "pae-mmio-leaf"],
)  # fmt: skip
@pytest.mark.parametrize("size", [(1280, 720), (1440, 900), (900, 620)])
def test_every_kind_of_path_is_shown_at_every_size(window, compare, name, size):
    """All rows can be stepped through, and the current one is in sight."""
    window.resize(*size)
    window.document.open(opened(name))
    compare.session.go_to(0)
    rows = compare.body.rows
    while compare.session.step < compare.session.last_step:
        compare.session.forward()
        rect = compare.body.lines.row_rect(compare.session.step)
        if not rect.isEmpty():
            top = rect.top() - rows.verticalScrollBar().value()
            assert top >= -1
            assert top + rect.height() <= rows.viewport().height() + 1
    window.grab()


def test_a_narrow_window_puts_the_ends_below(qtbot, window, compare):
    """Beside at 1440 and at 1280; below where three columns leave no room."""
    assert compare.panel.x() > 0
    window.resize(1280, 720)
    assert compare.panel.x() > 0, "two and three lifelines fit at 1280"
    window.resize(960, 720)
    qtbot.waitUntil(lambda: compare.panel.x() == 0)
    assert compare.panel.y() > compare.body.y()
    window.grab()
    compare.opinions.toggles[BEFORE].setFocus()
    qtbot.mouseClick(compare.opinions.toggles[BEFORE], LEFT)
    qtbot.mouseClick(compare.opinions.toggles[AFTER], LEFT)
    qtbot.waitUntil(lambda: compare.panel.x() > 0)


def test_memory_that_cannot_be_edited_says_so(qtbot, window, compare):
    """Paging off has no bits to flip; Space does nothing then."""
    scenario = window.document.scenario
    window.document.edit("off", replace(scenario, cpu=replace(scenario.cpu, pg=False)))
    assert [row.title for row in compare.session.frame.record.rows] == ["paging"]
    compare.strip.setFocus()
    qtbot.keyClick(compare.strip, KEY.Key_Space)
    assert window.document.undo_stack.undoText() == "off"


def test_dark_and_large_text(window, compare):
    """Every colour and size is the theme's."""
    window.look.set_scheme("dark")
    window.look.set_scale(1.5)
    window.grab()
    assert compare.body.lines.row_height >= compare.strip.fontMetrics().height()


def test_running_plays_the_rows(qtbot, window, compare):
    """Space runs, and stops at the end."""
    press(qtbot, window, KEY.Key_Home)
    compare.session.run(1000)
    qtbot.waitUntil(lambda: compare.session.step == 9)
    assert not compare.session.running


def test_large_text_scrolls_and_the_step_stays_in_sight(qtbot, window, compare):
    """At 250 % the zones scroll; the row of the step is seen."""
    window.resize(1280, 720)
    window.look.set_scale(2.5)

    def in_sight():
        current = compare.body.current().translated(compare.body.pos())
        middle = current.center().y() - compare.zones.verticalScrollBar().value()
        return 0 <= middle <= compare.zones.viewport().height()

    for step in (0, 4, 9):
        compare.session.go_to(step)
        qtbot.waitUntil(in_sight)


def test_the_change_follows_the_comparison(qtbot, window, compare):
    """Both sides are lit at the aligned row; back in the walk it follows the walk again."""
    window.actions_by_name["change"].trigger()
    diff = window.findChild(ChangeDialog)
    compare.session.go_to(2)
    assert diff.lit(BEFORE) == {8, 10}
    assert diff.lit(AFTER) == {8, 9}
    press(qtbot, window, KEY.Key_D)
    assert (diff.lit(BEFORE), diff.lit(AFTER)) == (set(), {12})
    qtbot.keyClick(window, KEY.Key_1, ALT)
    window.session.go_to(4)
    assert diff.lit(AFTER) == {8}
    diff.close()


def test_the_counts_are_in_the_claims_view(qtbot, window, compare):
    """The link leads there; a path that says nothing of a claim has none."""
    qtbot.mouseClick(compare.end.counts, LEFT)
    assert window.pages["view_claims"].isVisible()
    qtbot.keyClick(window, KEY.Key_2, ALT)
    window.document.open(opened("pae-hit"))
    assert not compare.end.counts.isVisible()
