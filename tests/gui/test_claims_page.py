"""The Claims view by mouse and keys: its faces, and what they open."""

import json
import sys

import pytest
from PySide6.QtCore import Qt

from mmuviz.core.claims.counts import Item
from mmuviz.core.paging import PagingMode
from mmuviz.core.trace import Semantics
from mmuviz.gui.counting import COMMAND
from mmuviz.gui.views.counting_bar import AGAIN, STOP
from mmuviz.present.claims import CLAIMS, DEFECTS

LEFT = Qt.MouseButton.LeftButton
ALT = Qt.KeyboardModifier.AltModifier
ROWS = (*CLAIMS, *DEFECTS)
COUNT = {
    "version": 1,
    "kind": "count",
    "item": "1",
    "mode": "pae",
    "count": 7488,
    "states": 131072,
    "what": "accesses where before set a wrong A",
}
PROGRESS = {"version": 1, "kind": "progress", "done": 42, "of": 100}


def speaks(*records, then=""):
    """Return a command that writes `records` and then does something."""
    lines = "".join(
        f"{record if isinstance(record, str) else json.dumps(record)}\n" for record in records
    )
    return sys.executable, "-c", f"import time; print({lines!r}, end='', flush=True)\n{then}"


@pytest.fixture
def page(qtbot, window):
    """The Claims view, shown by its key; its counting ends at once."""
    window.claims.board.counting.command = speaks()
    qtbot.keyClick(window, Qt.Key.Key_7, ALT)
    shown = window.pages["view_claims"]
    assert shown.isVisible()
    return shown


def choose(qtbot, page, word):
    """Click on a face; return it."""
    qtbot.mouseClick(page.choice, LEFT, pos=page.choice.segment(word).center().toPoint())
    assert page.faces[word].isVisible()
    return page.faces[word]


def test_a_tab_shows_it_without_the_question(qtbot, window):
    """The story asks nothing."""
    tabs = window.tabs
    number = [tabs.tabText(at) for at in range(tabs.count())].index("Claims")
    qtbot.mouseClick(tabs, LEFT, pos=tabs.tabRect(number).center())

    assert window.pages["view_claims"].isVisible()
    assert not window.question.isVisible()


def test_nothing_is_stepped_through_unseen(qtbot, window, page):
    """The keys that step do nothing here, on the whole screen neither."""
    assert not page.steps
    step = window.session.step
    for key in (Qt.Key.Key_F8, Qt.Key.Key_Home, Qt.Key.Key_Space):
        qtbot.keyClick(window.focusWidget(), key)
    assert window.session.step == step
    assert not window.actions_by_name["step"].isEnabled()
    window.present(on=True)
    qtbot.keyClick(window, Qt.Key.Key_F8)
    assert window.session.step == step
    window.present(on=False)
    window.show_view("view_walk")
    qtbot.keyClick(window, Qt.Key.Key_F8)
    assert window.session.step == step - 1


def test_arrows_choose_the_face(qtbot, page):
    """The heading follows."""
    choose(qtbot, page, "test suite")
    page.choice.setFocus()
    qtbot.keyClick(page.choice, Qt.Key.Key_Right)

    assert page.title.text() == page.face.title
    assert page.face is not page.faces["test suite"]


# The claims.


@pytest.fixture
def count(window):
    """Return what shows the claims while a command counts."""

    def start(*command):
        face = window.claims.board
        face.counting.command = command
        window.show_view("view_claims")
        assert face.isVisible()
        return face

    return start


def told(face, item):
    """Return what a screen reader says of a row."""
    place = [claim.item for claim in ROWS].index(item)
    return face.board.links[place].accessibleDescription()


def test_numbers_appear_as_they_are_counted(qtbot, count):
    """Before a number is known there is none; in the end the words say how long it took."""
    face = count(*speaks(PROGRESS, COUNT))
    assert "PAE not counted yet, 32-bit not counted yet" in told(face, Item.ACCESSED)
    assert "borne out" not in told(face, Item.ACCESSED)
    assert face.bar.button.text() == STOP
    assert face.bar.line.isVisible()
    qtbot.waitUntil(lambda: face.counting.is_done)

    assert "PAE 7,488, 32-bit not counted yet" in told(face, Item.ACCESSED)
    assert "borne out" in told(face, Item.ACCESSED)
    assert "7,488" in face.board.accessibleDescription()
    assert face.bar.words.text().startswith("counted by this program in ")
    assert not face.bar.button.isVisible()
    assert not face.bar.line.isVisible()


def test_stop_and_count_again(qtbot, count):
    """What was counted stays; counting again begins anew."""
    face = count(*speaks(PROGRESS, COUNT, then="time.sleep(60)"))
    qtbot.waitUntil(lambda: bool(face.counting.results.counts))
    assert face.bar.words.text() == "counting, 42%"
    assert face.bar.line.accessibleDescription() == "42%"
    qtbot.mouseClick(face.bar.button, LEFT)
    assert not face.counting.is_running
    assert face.bar.words.text() == "stopped; what has a dotted dash is not counted"
    assert face.bar.button.text() == AGAIN
    assert "PAE 7,488" in told(face, Item.ACCESSED)

    face.counting.command = speaks()
    qtbot.mouseClick(face.bar.button, LEFT)
    assert "PAE not counted yet" in told(face, Item.ACCESSED)
    qtbot.waitUntil(lambda: face.counting.is_done)


def test_the_results_stay_for_the_session(qtbot, window, count):
    """Another view and back: nothing is counted a second time."""
    face = count(*speaks(COUNT))
    qtbot.waitUntil(lambda: face.counting.is_done)
    window.show_view("view_walk")
    window.show_view("view_claims")

    assert face.counting.is_done
    assert "PAE 7,488" in told(face, Item.ACCESSED)


NO_COUNT = "The counting wrote what nobody can read, and was ended."


@pytest.mark.parametrize(
    ("command", "sentence"),
    [
        (speaks(COUNT, "no count"), NO_COUNT),
        (speaks(COUNT, {"kind": "progress"}), NO_COUNT),
        (speaks(COUNT, "[]", then="time.sleep(60)"), NO_COUNT),
        (
            speaks(COUNT, then="import os, signal; os.kill(os.getpid(), signal.SIGKILL)"),
            "The counting crashed; what was found before stays.",
        ),
        (
            speaks(COUNT, then="raise SystemExit(3)"),
            "The counting failed with exit status 3; what was found before stays.",
        ),
    ],
)
def test_what_goes_wrong_is_a_sentence(qtbot, count, command, sentence):
    """What was counted before it stays, and it can be counted again."""
    face = count(*command)
    qtbot.waitUntil(lambda: bool(face.counting.problem))

    assert face.bar.words.text() == sentence
    assert face.bar.button.text() == AGAIN
    assert not face.counting.is_running
    assert "PAE 7,488" in told(face, Item.ACCESSED)


def test_a_program_that_is_not_there(qtbot, count):
    """A sentence too."""
    face = count("/no/such/program")
    qtbot.waitUntil(lambda: bool(face.counting.problem))

    assert face.bar.words.text() == "The counting could not be started."


def test_the_counting_ends_with_the_window(qtbot, window, count):
    """Nothing is left running."""
    face = count(*speaks(COUNT, then="time.sleep(60)"))
    qtbot.waitUntil(lambda: bool(face.counting.results.counts))
    window.close()

    assert not face.counting.is_running


def test_the_command_line_counts(qtbot, count):
    """The real command, on the cheapest item."""
    face = count(*COMMAND, "--mode", "pae", "--item", "a")
    qtbot.waitUntil(lambda: face.counting.is_done, timeout=60_000)

    counted = face.counting.results.counts[Item.ORDER, PagingMode.PAE]
    assert counted.states == 8192
    assert "PAE 192, 32-bit not counted yet" in told(face, Item.ORDER)


def test_tab_reaches_everything(qtbot, window, count):
    """From what has the keyboard when the view is shown: forward to the links, back to the rest."""
    face = count(*speaks(COUNT, then="time.sleep(60)"))
    assert window.focusWidget() is face.area
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
    assert window.focusWidget() is face.board.links[0]
    for part in (face.area, face.bar.button, window.claims.choice):
        qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Backtab)
        assert window.focusWidget() is part


def test_tab_goes_from_link_to_link_and_scrolls(qtbot, page, window):
    """In reading order; the one that has the keyboard is in view."""
    window.look.set_scale(2.0)
    window.resize(1280, 720)
    board, area = page.board.board, page.board.area
    bar = area.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    board.links[0].setFocus()
    for link in board.links[1:]:
        qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
        assert window.focusWidget() is link
        place = link.mapTo(area.viewport(), link.rect().center())
        assert area.viewport().rect().contains(place)
    assert bar.value() > 0


def test_every_link_opens_what_it_says(qtbot, page, window):
    """Each scenario by one key, in another view; nothing is unsaved."""
    for claim, link in zip(ROWS, page.board.board.links, strict=True):
        window.show_view("view_claims")
        link.setFocus()
        qtbot.keyClick(link, Qt.Key.Key_Return)
        if claim.opening.scenario:
            assert not page.isVisible()
            assert window.document.opened.path.stem == claim.opening.scenario
            assert window.session.semantics is claim.opening.semantics
            assert not window.document.is_modified
        else:
            assert page.isVisible()
            assert window.actions_by_name["change"].isChecked()


def test_a_walk_opens_at_the_step_that_tells(qtbot, page, window):
    """gva_to_gpa uses what the failed walk left: the step is where it returns."""
    number = [claim.item for claim in ROWS].index(Item.TRANSLATION)
    qtbot.mouseClick(page.board.board.links[number], LEFT)

    assert window.walk.isVisible()
    frame = window.session.frame
    assert frame.trace.events[frame.step - 1].anchor is ROWS[number].opening.anchor


@pytest.mark.parametrize("item", [Item.EXITS, Item.NO_EXECUTE, Item.SHARED, Item.SECOND])
def test_a_run_opens_in_its_face_at_the_moment_that_tells(qtbot, page, window, item):
    """The exits, or the program; at the operation and the phase that are meant."""
    claim = next(claim for claim in ROWS if claim.item is item)
    qtbot.mouseClick(page.board.board.links[ROWS.index(claim)], LEFT)
    exits, opening = window.pages["view_exits"], claim.opening

    assert exits.faces[opening.view.value].isVisible()
    frame = exits.session.frame
    assert frame.operation == opening.operation
    if exits.face.by_operation:
        assert frame.step == frame.record.last_step_of(opening.operation)
        return
    events = frame.current(opening.semantics).events
    assert opening.anchor in {event.anchor for event in events}


@pytest.mark.parametrize("item", [Item.ACCESSED, Item.CODES, Item.ORDER])
def test_a_comparison_opens_at_the_row_that_tells(qtbot, page, window, item):
    """The row in which the walk that is meant comes to the anchor."""
    number = [claim.item for claim in ROWS].index(item)
    qtbot.mouseClick(page.board.board.links[number], LEFT)
    opening, compared = ROWS[number].opening, window.pages["view_compare"]

    assert compared.isVisible()
    events = compared.stepper.frame.row.cells[opening.semantics].events
    assert opening.anchor in {event.anchor for event in events}


def test_the_diff_stays_open(qtbot, page, window):
    """A second click does not close it."""
    link = page.board.board.links[1]
    for _ in range(2):
        qtbot.mouseClick(link, LEFT)
        assert window.actions_by_name["change"].isChecked()


def test_unsaved_work_is_asked_about_before_a_claim_opens(qtbot, window, page, asker):
    """Cancel keeps the scenario and the view."""
    scenario = window.document.scenario
    window.document.edit("an edit", scenario.with_pdptr(0, 0))
    asker.answers.append("Cancel")
    qtbot.mouseClick(page.board.board.links[-1], LEFT)

    assert asker.questions[-1].title == "Unsaved edits"
    assert page.isVisible()


# The test suite.


def texts(face, column):
    """Return a column's texts."""
    model = face.list.cases
    return [model.index(row, column).data() for row in range(model.rowCount())]


def place(face, row):
    """Return the middle of a row's first cell."""
    return face.list.visualRect(face.list.cases.index(row, 0)).center()


def test_the_model_of_the_suite_is_a_good_one(qtbot, page, qtmodeltester):
    """Qt's own checks of an item model, filled and empty."""
    face = choose(qtbot, page, "test suite")
    qtmodeltester.check(face.list.cases)
    face.list.cases.show_rows(())
    qtmodeltester.check(face.list.cases)


def test_the_suite_is_run_and_counted(qtbot, page):
    """All cases, with the totals of the three; a filter shows fewer."""
    face = choose(qtbot, page, "test suite")
    assert face.totals.text() == "before fails 20 of 191 (24 of 256), after 0, hardware 0"
    assert len(texts(face, 0)) == 256
    for word, number in (("the original's 191", 191), ("failures", 24), ("all 256", 256)):
        spot = face.filter.segment(word).center().toPoint()
        qtbot.mouseClick(face.filter, LEFT, pos=spot)
        assert len(texts(face, 0)) == number
        assert face.list.currentIndex().row() == 0


def test_enter_opens_a_case_as_a_scenario(qtbot, window, page):
    """A case that before fails is walked by before, to its end."""
    face = choose(qtbot, page, "test suite")
    qtbot.mouseClick(face.filter, LEFT, pos=face.filter.segment("failures").center().toPoint())
    face.list.setFocus()
    qtbot.keyClick(face.list, Qt.Key.Key_Down)
    qtbot.keyClick(face.list, Qt.Key.Key_Return)

    assert window.walk.isVisible()
    frame = window.session.frame
    assert frame.trace.semantics is Semantics.BEFORE
    assert frame.step == frame.last_step
    number = face.list.cases.row(1).case.number
    assert window.document.title.startswith(f"test case {number}: ")
    assert not window.document.is_modified


def test_a_double_click_opens_a_case(qtbot, window, page):
    """A case that all pass is walked by after."""
    face = choose(qtbot, page, "test suite")
    qtbot.mouseClick(face.list.viewport(), LEFT, pos=place(face, 3))
    assert page.isVisible()
    qtbot.mouseDClick(face.list.viewport(), LEFT, pos=place(face, 3))

    assert window.walk.isVisible()
    assert window.session.semantics is Semantics.AFTER
    assert window.document.title == "test case 3: P W, supervisor read, WP 0"


def test_unsaved_work_is_asked_about_before_a_case_opens(qtbot, window, page, asker):
    """Cancel keeps the scenario and the view."""
    scenario = window.document.scenario
    window.document.edit("an edit", scenario.with_pdptr(0, 0))
    asker.answers.append("Cancel")
    face = choose(qtbot, page, "test suite")
    face.list.setFocus()
    qtbot.keyClick(face.list, Qt.Key.Key_Return)

    assert asker.questions[-1].title == "Unsaved edits"
    assert page.isVisible()
    assert window.document.title != "test case 0: no flag set, supervisor read, WP 0"


# The guests.


def test_the_guests_are_listed_with_what_differs(qtbot, page):
    """Arrows choose; what is drawn is told too."""
    face = choose(qtbot, page, "guests")
    titles = [face.list.item(row).text() for row in range(face.list.count())]
    assert titles[0] == "Copy-on-write after fork"
    assert titles[-1] == "NetBSD, as the mail has it"
    assert len(titles) == 7
    face.list.setFocus()
    qtbot.keyClick(face.list, Qt.Key.Key_Down)

    assert face.story.accessibleName() == titles[1]
    assert (
        "before #PF 0x6 (W | U) 1 vmexit, after #PF 0x7 (P | W | U) 1 vmexit, "
        "hardware #PF 0x6 (W | U)."
    ) in face.story.accessibleDescription()


def test_what_is_not_known_stands_last(qtbot, page):
    """By End; it opens nothing."""
    face = choose(qtbot, page, "guests")
    face.list.setFocus()
    qtbot.keyClick(face.list, Qt.Key.Key_End)

    assert face.remarks.isVisible()
    assert not face.story.isVisible()
    assert "What is not known: Which NetBSD" in face.remarks.accessibleDescription()
    qtbot.keyClick(face.list, Qt.Key.Key_Return)
    assert page.isVisible()


def test_a_guest_opens_by_its_link_and_by_enter(qtbot, window, page):
    """As a program in the Exits view."""
    face = choose(qtbot, page, "guests")
    qtbot.mouseClick(face.story.link, LEFT)
    assert window.document.opened.path.stem == "guest-copy-on-write"
    assert window.pages["view_exits"].faces["program"].isVisible()

    window.show_view("view_claims")
    assert page.face is face
    face.list.setFocus()
    qtbot.keyClick(face.list, Qt.Key.Key_Down)
    qtbot.keyClick(face.list, Qt.Key.Key_Return)
    assert window.document.opened.path.stem == "guest-demand-paging-below-read-only"
    assert window.pages["view_exits"].session.frame.operation == 1  # the first that differs


def test_large_text_puts_an_operation_above_what_is_seen_of_it(qtbot, window, page):
    """Nothing is wider than the window; the rest is scrolled to."""
    face = choose(qtbot, page, "guests")
    height = face.story.minimumHeight()
    window.look.set_scale(1.5)
    window.resize(1280, 720)
    qtbot.waitUntil(lambda: window.width() == 1280)

    assert face.story.minimumHeight() > height * 1.5
    assert face.story.width() <= face.stack.width()


# The history.


def test_the_history_is_drawn_and_told(qtbot, page, window):
    """All of it is in the description; what does not fit is scrolled to by keys."""
    face = choose(qtbot, page, "history")
    assert "12 Feb: Mended in Linux" in face.timeline.accessibleDescription()
    window.look.set_scale(2.0)
    window.resize(1280, 720)
    bar = face.area.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    face.area.setFocus()
    for key, value in (
        (Qt.Key.Key_End, bar.maximum()),
        (Qt.Key.Key_Home, 0),
        (Qt.Key.Key_Space, min(bar.pageStep(), bar.maximum())),
        (Qt.Key.Key_PageUp, 0),
        (Qt.Key.Key_Down, bar.singleStep()),
    ):
        qtbot.keyClick(face.area, key)
        assert bar.value() == value
