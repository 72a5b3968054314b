"""Lessons beside the live window, by keys and mouse: read, answered, constructed, remembered."""

import json
import re
import subprocess
import sys

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QWidget

from mmuviz.core.lessons.target import Stage
from mmuviz.core.trace import Semantics
from mmuviz.gui.actions import ACTIONS, LESSONS
from mmuviz.gui.lessons.choice_row import ChoiceRow
from mmuviz.gui.lessons.markdown_text import MarkdownText
from mmuviz.gui.lessons.pictured import LessonWish, show_lesson
from mmuviz.gui.lessons.session import FILE
from mmuviz.gui.main_window import MainWindow
from mmuviz.gui.paint import Disc
from mmuviz.gui.settings import config_folder
from mmuviz.gui.theme import Role
from mmuviz.present.failing import failing_state
from mmuviz.present.lesson_page import QuestionBlock
from mmuviz.resources import asset, storylines
from mmuviz.sources.open_file import open_file
from mmuviz.sources.opened import LESSON
from mmuviz.sources.problems import BadInput

LEFT = Qt.MouseButton.LeftButton
ALT = Qt.KeyboardModifier.AltModifier
KEY = Qt.Key
ADDRESS, ORDER, SHADOW = 1, 11, 9


def press(qtbot, window, key, modifier=Qt.KeyboardModifier.NoModifier):
    """Press a key where the keyboard is."""
    qtbot.keyClick(window.focusWidget() or window, key, modifier)


def type_in(qtbot, window, text):
    qtbot.keyClicks(window.focusWidget(), text)


def wrong_key(session):
    """The key of the last option that is wrong and somebody's idea."""
    options = session.question.options
    return KEY.Key_0 + max(number for number, one in enumerate(options, 1) if one.models)


def right_key(session):
    options = session.question.options
    return KEY.Key_0 + next(number for number, one in enumerate(options, 1) if one.right)


# The list.


def test_a_tab_shows_the_list_beside_the_walk(qtbot, window):
    """The last tab; the question and the walk stay."""
    tabs = window.tabs
    number = tabs.count() - 1
    assert tabs.tabText(number) == "Lessons"
    qtbot.mouseClick(tabs, LEFT, pos=tabs.tabRect(number).center())

    assert window.teaching.panel.isVisible()
    assert window.walk.isVisible()
    assert window.question.isVisible()
    left = window.walk.mapTo(window, window.rect().topLeft()).x()
    assert window.teaching.panel.geometry().right() < left
    assert len(window.teaching.panel.list.rows) == 13
    qtbot.keyClick(window, KEY.Key_1, ALT)
    assert not window.teaching.panel.isVisible()
    assert window.walk.listing.isVisible()


def test_arrows_go_over_the_list_and_enter_opens(qtbot, window, panel):
    """The row that has the keyboard is in sight."""
    rows = panel.list.rows
    assert window.focusWidget() is rows[0]
    assert rows[0].accessibleName().startswith("1, What an address is made of, ")
    press(qtbot, window, KEY.Key_Up)
    assert window.focusWidget() is rows[0]
    for _ in range(12):
        press(qtbot, window, KEY.Key_Down)
    assert window.focusWidget() is rows[12]
    assert not rows[12].visibleRegion().isEmpty()
    press(qtbot, window, KEY.Key_Return)

    assert panel.session.number == 13
    assert panel.view.isVisible()
    assert window.focusWidget() is panel.view.next


def test_home_and_end_go_to_the_ends_of_the_list(qtbot, window, panel):
    """The walk beside is not stepped."""
    step, rows = window.session.step, panel.list.rows
    press(qtbot, window, KEY.Key_End)
    assert window.focusWidget() is rows[12]
    press(qtbot, window, KEY.Key_Home)
    assert window.focusWidget() is rows[0]
    assert window.session.step == step
    press(qtbot, window, KEY.Key_PageUp)
    assert window.session.step == step - 1, "the others are the window's"


def test_arrows_on_the_tabs_show_the_views(qtbot, window):
    """The keyboard stays there, until the lessons take it."""
    window.tabs.setFocus(Qt.FocusReason.TabFocusReason)
    press(qtbot, window, KEY.Key_Left)
    assert window.pages["view_walk"].isVisible(), "there is none at the left"
    press(qtbot, window, KEY.Key_Right)
    assert window.pages["view_compare"].isVisible()
    assert window.tabs.currentIndex() == 1
    assert window.focusWidget() is window.tabs
    press(qtbot, window, KEY.Key_H)
    assert QApplication.activePopupWidget() is None, "a letter opens no menu"


@pytest.mark.usefixtures("panel")
def test_another_view_takes_the_keyboard_from_the_lessons(qtbot, window):
    """It was left on the tabs, which keep keys to themselves."""
    qtbot.keyClick(window, KEY.Key_1, ALT)
    assert window.focusWidget() is not window.tabs


def test_tab_goes_from_top_to_bottom(qtbot, window, panel, at):
    """Over what is asked, the answer to it, and the way on."""
    content = at(ORDER)
    press(qtbot, window, wrong_key(panel.session))
    view = panel.view
    view.area.setFocus(Qt.FocusReason.TabFocusReason)
    want = [*content.points, content.feedback.link, view.next, view.retry, view.rule, view.previous]
    for stop in want:
        press(qtbot, window, KEY.Key_Tab)
        assert window.focusWidget() is stop
    view.all.setFocus()
    press(qtbot, window, KEY.Key_Tab)
    assert window.focusWidget() is view.area


def test_a_task_has_the_keyboard_in_sight(qtbot, window, panel, at):
    """A line stands beside the text that has it."""
    at(5, 5)
    area = panel.view.area
    assert window.focusWidget() is area
    at_left = area.viewport().rect().center()
    at_left.setX(1)
    ring = window.look.theme.color(Role.FOCUS)
    assert area.grab().toImage().pixelColor(at_left) == ring
    press(qtbot, window, KEY.Key_Tab)
    assert area.grab().toImage().pixelColor(at_left) != ring


def test_links_point_where_they_lead(panel, at):
    """Back is back; what happens here has no arrow."""
    view = panel.view
    content = at(5, 5)
    links = (view.all, view.previous, view.retry, content.task.hint, content.task.restart)
    words = ["← All lessons", "← Back", "Try again", "Hint", "Start again"]
    assert [link.text() for link in links] == words
    assert content.task.solution.text() == "Show the solution →"


def test_the_lessons_are_read_when_they_are_first_shown():
    """The start of the window loads neither the lessons nor what only they need of the big ones."""
    code = (
        "import sys; import mmuviz.gui.main_window;"
        "heavy = {'numpy', 'pyqtgraph', 'sympy', 'lark', 'pyarrow', 'unicorn',"
        " 'mmuviz.gui.lessons.panel', 'mmuviz.sources.lesson_file'} & set(sys.modules);"
        "sys.exit(str(heavy) if heavy else 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr


def test_no_key_of_a_lesson_is_a_shortcut():
    """Digits, Enter, R and Escape mean nothing else in the window."""
    taken = {key for spec in ACTIONS for key in (*spec.keys, *spec.plain)}
    assert not taken & {*"123456789", "H", "R", "Return", "Enter", "Esc", "Escape"}


# A whole lesson.


def test_a_whole_lesson_by_keyboard(qtbot, window, panel):
    """Numbers, typed answers and Enter lead through all screens; the task is done on the path."""
    for _ in range(ORDER - 1):
        press(qtbot, window, KEY.Key_Down)
    press(qtbot, window, KEY.Key_Return)
    session, seen = panel.session, []
    while session.task is None:
        seen.append(session.screen.number)
        if session.question is not None:
            assert session.is_open
            press(qtbot, window, right_key(session))
            assert session.feedback.right
        press(qtbot, window, KEY.Key_Return)
    assert seen == list(range(1, session.screen.number))
    assert session.progress.right == frozenset(session.lesson.ids[:7])
    assert session.is_last

    path = window.walk.path
    path.setFocus(Qt.FocusReason.TabFocusReason)
    press(qtbot, window, KEY.Key_P)  # the PTE, where the walk ends
    for _ in range(4):
        press(qtbot, window, KEY.Key_Left)
    press(qtbot, window, KEY.Key_W)
    assert session.is_met, [goal for goal in session.goals if not goal.met]
    assert panel.view.content.feedback.headline.text() == "Solved."
    qtbot.keyClick(window, KEY.Key_9, ALT)
    assert window.focusWidget() is panel.view.next
    assert panel.view.next.text() == "Next lesson"
    press(qtbot, window, KEY.Key_Escape)
    assert panel.list.rows[ORDER - 1].disc is Disc.PASSED
    assert panel.list.rows[ORDER - 1].note == "8 of 8"


def test_next_leads_to_the_next_lesson_and_at_last_to_the_list(qtbot, panel, at):
    """Behind the last screen."""
    at(ORDER, 8)
    qtbot.mouseClick(panel.view.next, LEFT)
    assert panel.session.number == ORDER + 1
    at(13, 8)
    assert panel.view.next.text() == "All lessons"
    qtbot.mouseClick(panel.view.next, LEFT)
    assert panel.list.isVisible()


@pytest.mark.parametrize("number", range(1, 14))
def test_every_screen_of_every_lesson_is_drawn(window, panel, number):
    """Without a Qt warning; the window stands where the screen says."""
    panel.list.rows[number - 1].click()
    session = panel.session
    while True:
        window.grab()
        opening = session.screen.opening
        assert window.document.scenario == opening.scenario
        assert window.session.semantics is opening.semantics
        if session.is_last:
            break
        session.go(1)


# Questions.


def test_a_wrong_answer_is_diagnosed(qtbot, window, panel, at):
    """The idea, where it goes wrong here, the rule with its source; the window shows the truth."""
    content, session = at(ORDER), panel.session
    assert window.session.frame.step == session.screen.opening.target.step(window.document.scenario)
    key = wrong_key(session)
    press(qtbot, window, key)

    box = content.feedback
    assert box.isVisible()
    assert box.headline.text() == "Not 0x5: it is 0x4."
    assert box.idea.text() == "Rights are judged level by level"
    assert "PDE 3" in box.text.text()
    assert "P in the error code answers one question" in box.accessibleName()
    assert "Intel SDM" in window.walk.stage.idea.board.source
    chosen = content.options[key - KEY.Key_1]
    right = next(row for row in content.options if row.fill is Role.PASS)
    assert (chosen.fill, chosen.disc, chosen.note) == (Role.FAIL, Disc.REFUSED, "your answer")
    assert (right.disc, right.note) == (Disc.PASSED, "the processor")
    assert not any(row.isEnabled() for row in content.options)
    assert window.session.frame.step == window.session.frame.last_step
    assert window.focusWidget() is panel.view.next
    assert not box.link.visibleRegion().isEmpty(), "it was scrolled to"
    assert session.progress.missed == {session.lesson.ids[0]}


def test_the_smallest_state_of_an_idea_is_opened_and_left_again(qtbot, window, panel, at):
    """It has a title, and is told: the keyboard is on the way back."""
    content, session = at(ORDER), panel.session
    press(qtbot, window, wrong_key(session))
    state, step = window.document.scenario, window.session.step
    assert not content.back.isVisible()
    assert content.feedback.times.text() == "This idea came up once in the last answer."
    model = session.feedback.model
    qtbot.mouseClick(content.feedback.link, LEFT)

    assert window.document.scenario == failing_state(model)
    assert model.is_caught(window.document.scenario)
    assert "the smallest state where it fails" in window.windowTitle()
    assert content.here.text.startswith("Here: a user read, CR0.WP 0. The idea says 0x5 (P | U);")
    assert content.state.text.endswith("CR0.WP 0")
    assert window.focusWidget() is content.back
    assert content.back.text() == "← Back to the question  Backspace"
    assert panel.view.keys.text().startswith("Backspace")
    press(qtbot, window, KEY.Key_Return)
    assert (window.document.scenario, window.session.step) == (state, step)
    assert not content.back.isVisible()
    assert not content.here.isVisible()
    assert window.focusWidget() is panel.view.next
    assert session.feedback is not None

    qtbot.mouseClick(content.feedback.link, LEFT)
    window.walk.path.setFocus(Qt.FocusReason.OtherFocusReason)
    press(qtbot, window, KEY.Key_Backspace)
    assert window.document.scenario == state
    assert panel.view.content is content, "it is the same screen"


def test_an_answer_is_there_again_when_one_comes_back(qtbot, window, panel, at):
    """As long as the program runs; R takes it back for good."""
    at(ORDER)
    session = panel.session
    press(qtbot, window, wrong_key(session))
    chosen, step = session.chosen, window.session.step
    press(qtbot, window, KEY.Key_Return)
    press(qtbot, window, KEY.Key_Backspace)
    assert session.chosen == chosen
    assert panel.view.content.feedback.isVisible()
    assert window.session.step == step
    assert not window.session.frame.hides
    at(1)
    panel.show_list()
    panel.list.rows[ORDER - 1].click()
    assert session.chosen == chosen
    assert window.session.step == step
    press(qtbot, window, KEY.Key_R)
    press(qtbot, window, KEY.Key_Backspace)
    press(qtbot, window, KEY.Key_Return)
    assert session.is_open


def test_backspace_on_the_first_screen_leads_to_the_list(qtbot, window, panel):
    """Not into another lesson."""
    press(qtbot, window, KEY.Key_Return)
    assert panel.session.is_first
    press(qtbot, window, KEY.Key_Backspace)
    assert panel.list.isVisible()


def test_an_answer_goes_into_the_students_record(qtbot, window, panel, at):
    """With the idea behind it, and what was on offer."""
    at(ORDER)
    press(qtbot, window, wrong_key(panel.session))
    (given,) = window.student.student.given
    assert not given.right
    assert panel.session.feedback.model.name in given.ideas
    assert set(given.ideas) <= set(given.offered)
    assert {row.name for row in window.student.student.rows()} == set(given.ideas)
    press(qtbot, window, KEY.Key_R)
    press(qtbot, window, right_key(panel.session))
    assert [one.right for one in window.student.student.given] == [False, True]


def test_r_takes_an_answer_back(qtbot, window, panel, at):
    """Once more; both answers are remembered."""
    content, session = at(ORDER), panel.session
    press(qtbot, window, KEY.Key_R)
    assert session.is_open, "there was nothing to take back"
    press(qtbot, window, wrong_key(session))
    press(qtbot, window, KEY.Key_R)

    assert session.is_open
    assert not content.feedback.isVisible()
    assert all(row.isEnabled() and row.fill is None for row in content.options)
    press(qtbot, window, right_key(session))
    assert session.feedback.right
    assert content.feedback.headline.text() == "Right."
    assert not content.feedback.link.isVisible()
    first = {session.lesson.ids[0]}
    assert (session.progress.right, session.progress.missed) == (first, first)
    qtbot.mouseClick(panel.view.retry, LEFT)
    assert session.is_open


def test_rows_are_chosen_by_arrows_and_by_mouse(qtbot, window, panel, at):
    """Down leaves the text for the first row; Enter chooses."""
    content = at(ORDER, 2)
    assert window.focusWidget() is panel.view.area
    press(qtbot, window, KEY.Key_Down)
    press(qtbot, window, KEY.Key_Down)
    assert window.focusWidget() is content.options[1]
    press(qtbot, window, KEY.Key_Return)
    assert panel.session.chosen == panel.session.question.options[1].value

    content = at(ORDER, 3)
    qtbot.mouseClick(content.options[0], LEFT)
    assert panel.session.feedback is not None
    press(qtbot, window, KEY.Key_2)
    assert panel.session.chosen == panel.session.question.options[0].value


def test_a_number_that_no_option_has_is_nothing(qtbot, window, panel, at):
    """Nor is a number with Ctrl: that chooses the rules."""
    at(ORDER)
    press(qtbot, window, KEY.Key_9)
    press(qtbot, window, KEY.Key_1, Qt.KeyboardModifier.ControlModifier)

    assert panel.session.is_open
    assert window.session.semantics is Semantics.BEFORE


def test_an_answer_is_typed(qtbot, window, panel, at):
    """What is no answer is said, and costs nothing; digits and R go into the line."""
    content, session = at(1), panel.session
    line = content.line
    assert window.focusWidget() is line.edit
    assert line.note.text() == "Type a number, in decimal or as 0x and hexadecimal"
    type_in(qtbot, window, "Rx")
    press(qtbot, window, KEY.Key_Return)
    assert session.is_open
    assert line.note.text() == "expected a number"
    line.edit.selectAll()
    type_in(qtbot, window, "5")
    assert line.note.text() == "Type a number, in decimal or as 0x and hexadecimal"
    press(qtbot, window, KEY.Key_Return)
    assert not session.feedback.right
    assert content.feedback.headline.text() == "Not 5: it is 4."
    assert not content.feedback.idea.isVisible(), "a slip is no idea"
    press(qtbot, window, KEY.Key_R)
    assert window.focusWidget() is line.edit
    type_in(qtbot, window, "4")  # in the place of what was there
    qtbot.mouseClick(line.button, LEFT)
    assert session.feedback.right


def test_places_are_shown_in_the_window(qtbot, window, panel, at):
    """A click, or Enter on the row, steps there; the row is marked."""
    at(ADDRESS)
    qtbot.mouseClick(panel.view.previous, LEFT)
    content, session = panel.view.content, panel.session
    assert [row.fill for row in content.points] == [Role.CURRENT, None]
    qtbot.mouseClick(content.points[1], LEFT)
    target = session.screen.blocks[-1].target
    assert window.session.frame.step == target.step(window.document.scenario)
    assert [row.fill for row in content.points] == [None, Role.CURRENT]
    content.points[0].setFocus()
    press(qtbot, window, KEY.Key_Space)
    assert [row.fill for row in content.points] == [Role.CURRENT, None]


def test_arrows_step_the_window_while_the_lesson_has_the_keyboard(qtbot, window, at):
    """Left and Right, as everywhere."""
    at(ORDER)
    step = window.session.frame.step
    press(qtbot, window, KEY.Key_Right)
    assert window.session.frame.step == step + 1
    press(qtbot, window, KEY.Key_Left)
    assert window.session.frame.step == step


def test_what_happens_behind_the_walk_is_shown_by_the_exits(qtbot, window, panel):
    """The place's version, at the moment it comes to the place; then the walk again."""
    panel.show_list()
    qtbot.mouseClick(panel.list.rows[SHADOW - 1], LEFT)
    session = panel.session
    while session.screen.opening.stage is Stage.WALK:
        press(qtbot, window, KEY.Key_Return)
    page = window.pages["view_exits"]
    assert page.isVisible()
    assert panel.isVisible()
    assert page.face is page.faces["exits"]
    assert page.face.choice.value == "after"
    assert page.session.step == 3
    qtbot.mouseClick(panel.view.content.points[2], LEFT)
    assert page.session.step == page.session.last_step
    qtbot.mouseClick(panel.view.next, LEFT)
    assert window.walk.isVisible()
    type_in(qtbot, window, "1")
    press(qtbot, window, KEY.Key_Return)
    assert page.isVisible(), "the answer is behind the walk"


def test_back_leads_to_the_screen_before(qtbot, panel, at):
    """Not on the first one."""
    at(ORDER, 2)
    number = panel.session.screen.number
    qtbot.mouseClick(panel.view.previous, LEFT)
    assert panel.session.screen.number == number - 1
    press(qtbot, panel.window(), KEY.Key_Backspace)
    assert panel.session.screen.number == number - 2
    while not panel.session.is_first:
        qtbot.mouseClick(panel.view.previous, LEFT)
    assert not panel.view.previous.isVisible()


# Tasks.


def test_a_task_is_solved_by_editing_bits_in_the_live_window(qtbot, window, panel, at):
    """Goals follow every edit, and its undoing."""
    content, session = at(5, 5), panel.session
    goals = content.task.goals
    assert [goal.met for goal in session.goals] == [True, False]
    assert goals.accessibleName().endswith("outcome = not_present: not met")
    assert not content.task.restart.isVisible()
    where = window.walk.path.bit_center(1, 7, "P").toPoint()
    qtbot.mouseClick(window.walk.path.viewport(), LEFT, pos=where)

    assert session.is_met
    assert goals.accessibleName().endswith("outcome = not_present: met")
    assert content.feedback.headline.text() == "Solved."
    assert session.progress.right == {session.lesson.ids[4]}
    window.actions_by_name["undo"].trigger()
    assert not session.is_met
    assert not content.feedback.isVisible()
    assert session.progress.right == {session.lesson.ids[4]}, "it was solved"


def test_enter_in_the_address_solves_and_does_not_go_on(qtbot, window, panel, at):
    """The same press went on to the next lesson, and nobody saw that it was solved."""
    content = at(1, 5)
    window.setFocus()
    address = window.question.address
    address.setFocus()
    address.selectAll()
    type_in(qtbot, window, "0x00c07000")
    press(qtbot, window, KEY.Key_Return)

    assert panel.session.number == 1
    assert content.feedback.headline.text() == "Solved."
    qtbot.mouseClick(content.task.solution, LEFT)
    assert panel.session.progress.missed == frozenset(), "it was solved before it was looked at"


def test_a_solved_task_says_so_when_one_comes_back(qtbot, window, panel, at):
    """And it can be solved again; the foot says what takes one on."""
    content, session = at(5, 5), panel.session
    window.actions_by_name["go_to_entry"].trigger()
    assert window.focusWidget() is window.walk.path
    press(qtbot, window, KEY.Key_P)
    assert session.is_met
    assert panel.view.keys.text().startswith("Alt+9,\N{NO-BREAK SPACE}Enter")
    qtbot.keyClick(window, KEY.Key_9, ALT)
    assert panel.view.keys.text().startswith("Enter")
    press(qtbot, window, KEY.Key_Backspace)
    press(qtbot, window, KEY.Key_Return)
    while session.task is None:
        qtbot.mouseClick(panel.view.next, LEFT)
    content = panel.view.content
    assert not session.is_met
    assert content.feedback.headline.text() == "You solved this before."
    assert not session.is_open
    window.actions_by_name["go_to_entry"].trigger()
    press(qtbot, window, KEY.Key_P)
    assert content.feedback.headline.text() == "Solved."


@pytest.mark.parametrize("view", ["view_lessons", "view_exits"])
def test_a_key_leads_to_the_entries(qtbot, window, panel, at, view):
    """Beside a lesson also from the exits; from another view to the walk."""
    at(5, 5)
    window.show_beside("view_exits")
    window.show_view(view)
    qtbot.keyClick(window, KEY.Key_T, Qt.KeyboardModifier.ControlModifier)
    assert window.walk.path.isVisible()
    assert window.focusWidget() is window.walk.path
    assert panel.isVisible() is (view == LESSONS)


def test_hint_solution_and_another_start(qtbot, window, panel, at):
    """Who looks at the solution has not solved it; the edits can be undone, or begun anew."""
    content, session = at(5, 5), panel.session
    task, part = session.task, content.task
    qtbot.mouseClick(part.hint, LEFT)
    assert part.hint_text.isVisible()
    assert part.hint_text.text == task.hint
    qtbot.mouseClick(part.hint, LEFT)
    assert not part.hint_text.isVisible()
    qtbot.mouseClick(part.solution, LEFT)

    assert window.document.scenario == task.solved
    assert window.document.undo_stack.undoText() == "Solution"
    assert part.solution_text.text.split() == ["Solution:", "pte.p", "=", "0"]
    assert content.feedback.headline.text() == "That is the solution."
    assert (session.progress.right, session.progress.missed) == (
        frozenset(),
        {session.lesson.ids[4]},
    )
    qtbot.mouseClick(part.restart, LEFT)
    assert window.document.scenario == task.scenario
    assert not content.feedback.isVisible()
    assert part.solution.isVisible()


# The user's own work.


def test_unsaved_work_is_asked_about_and_kept(qtbot, window, panel, asker):
    """Cancel: the list stays, and the work; Discard: the lesson."""
    path = window.walk.path
    where = path.bit_center(1, 353, "W").toPoint()
    qtbot.mouseClick(path.viewport(), LEFT, pos=where)
    mine = window.document.scenario
    assert window.document.is_modified
    asker.answers = ["Cancel"]
    qtbot.mouseClick(panel.list.rows[0], LEFT)
    assert asker.questions[-1].title == "Unsaved edits"
    assert window.document.scenario == mine
    assert panel.list.isVisible()
    asker.answers = ["Discard"]
    qtbot.mouseClick(panel.list.rows[0], LEFT)
    assert panel.view.isVisible()
    assert window.document.opened.kind == LESSON


def test_a_lessons_own_state_makes_way(qtbot, window, panel, at, asker):
    """What was tried there is not asked about; a file that was opened meanwhile is."""
    at(5, 5)
    where = window.walk.path.bit_center(1, 7, "W").toPoint()
    qtbot.mouseClick(window.walk.path.viewport(), LEFT, pos=where)
    assert not window.document.is_modified, "closing asks nothing either"
    at(ORDER)
    assert asker.questions == []
    window.document.open(open_file(asset("scenarios/pae-hit.toml")))
    assert panel.view.content.back.isVisible()
    scenario = window.document.scenario
    window.document.edit("W", scenario.with_entry(0x3038, 0x407005))
    asker.answers = ["Cancel"]
    qtbot.mouseClick(panel.view.content.back, LEFT)
    assert len(asker.questions) == 1


def test_other_views_leave_the_lesson_as_it_is(qtbot, window, panel, at):
    """Esc and Enter, another tab and back: the same screen, the same answer."""
    content = at(ORDER)
    press(qtbot, window, right_key(panel.session))
    press(qtbot, window, KEY.Key_Escape)
    assert window.focusWidget() is panel.list.rows[ORDER - 1]
    press(qtbot, window, KEY.Key_Return)
    assert panel.view.content is content
    assert content.feedback.isVisible()
    qtbot.keyClick(window, KEY.Key_4, ALT)
    press(qtbot, window, KEY.Key_Return)
    qtbot.keyClick(window, KEY.Key_9, ALT)
    assert panel.view.content is content
    assert window.focusWidget() is panel.view.next


def test_the_presenter_shows_the_step_alone(qtbot, window, panel, at):
    """And comes back to the lesson."""
    at(ORDER)
    qtbot.keyClick(window, KEY.Key_F11)
    assert not panel.isVisible()
    qtbot.keyClick(window, KEY.Key_Escape)
    assert panel.isVisible()
    assert panel.view.isVisible()


def test_a_storyline_covers_the_lesson(qtbot, window, panel, at):
    """Its keys are its own; the lesson is there again behind it."""
    at(ORDER)
    window.stories.open(storylines()[0])
    assert not panel.isVisible()
    press(qtbot, window, KEY.Key_1)
    assert panel.session.is_open
    press(qtbot, window, KEY.Key_Escape)  # forgets the number of a slide
    press(qtbot, window, KEY.Key_Escape)
    assert panel.isVisible()
    assert panel.view.isVisible()


# Progress.


def test_progress_is_kept_over_a_restart(qtbot, panel, at, default, asker):
    """Where one was, and what was right."""
    at(ORDER, 3)
    window = panel.window()
    press(qtbot, window, right_key(panel.session))
    number = panel.session.screen.number
    own_settings = config_folder()
    kept = json.loads((own_settings / FILE).read_text(encoding="utf-8"))
    assert kept["lessons"]["11-the-order-of-checks"]["right"] == [panel.session.lesson.ids[2]]

    window.close()
    other = MainWindow(default, own_settings, asker, scheme="dark")
    qtbot.addWidget(other, before_close_func=MainWindow.forget_settings)
    with qtbot.waitActive(other):
        other.show()
    qtbot.keyClick(other, KEY.Key_9, ALT)
    row = other.teaching.panel.list.rows[ORDER - 1]
    assert (row.note, row.disc) == ("1 of 8", Disc.PART)
    assert other.focusWidget() is row, "it was read last"
    other.teaching.panel.list.rows[ORDER - 1].click()
    assert other.teaching.panel.session.screen.number == number
    assert other.document.scenario == other.teaching.panel.session.screen.opening.scenario


def test_progress_by_numbers_is_still_read(qtbot, window, own_settings):
    """As an earlier version wrote it; what no lesson has any more is kept, and not counted."""
    kept = {"screen": 3, "right": [1, 2, 77], "missed": [2]}
    lessons = {"11-the-order-of-checks": kept, "no-lesson": kept}
    own_settings.mkdir(exist_ok=True)
    (own_settings / FILE).write_text(json.dumps({"version": 1, "lessons": lessons}))
    qtbot.keyClick(window, KEY.Key_9, ALT)
    panel = window.teaching.panel
    assert panel.list.rows[ORDER - 1].note == "2 of 8"
    panel.list.rows[ORDER - 1].click()
    assert panel.session.progress.missed == {panel.session.lesson.ids[1]}
    assert panel.session.screen.number == 3


def test_the_marks_of_progress_are_told(qtbot, window, panel, at):
    """What a stroke and a disc mean, by the pointer and to a screen reader."""
    at(ORDER)
    press(qtbot, window, wrong_key(panel.session))
    bar, color = panel.view.bar, window.look.theme.color
    assert bar.accessibleDescription().startswith("1: wrong so far, here; 2: not answered;")
    hollow = bar.grab().toImage()
    press(qtbot, window, KEY.Key_R)
    press(qtbot, window, right_key(panel.session))
    assert "1: right after a wrong answer, here" in bar.toolTip()
    assert "A broken one had a wrong answer" in bar.toolTip()
    at_first = bar.rect().center()
    at_first.setX(5)
    assert hollow.pixelColor(at_first) == color(Role.SURFACE)
    assert bar.grab().toImage().pixelColor(at_first) == color(Role.CURRENT)
    press(qtbot, window, KEY.Key_Escape)
    row = panel.list.rows[ORDER - 1]
    assert row.toolTip() == row.accessibleDescription() == "Begun: 1 of 8 answered rightly"


def test_progress_is_forgotten_on_demand(qtbot, panel, at, asker, own_settings):
    """Once that is sure."""
    window = panel.window()
    assert not panel.list.forget.isVisible()
    at(ORDER)
    press(qtbot, window, right_key(panel.session))
    press(qtbot, window, KEY.Key_Escape)
    asker.answers = ["Cancel", "Forget"]
    qtbot.mouseClick(panel.list.forget, LEFT)
    assert (own_settings / FILE).exists()
    qtbot.mouseClick(panel.list.forget, LEFT)

    assert not (own_settings / FILE).exists()
    assert panel.list.rows[ORDER - 1].note == "0 of 8"
    assert not panel.list.forget.isVisible()


def test_a_folder_that_cannot_be_written_disturbs_nobody(qtbot, window, panel, at, own_settings):
    """The lesson goes on; this run remembers."""
    own_settings.mkdir(exist_ok=True)
    (own_settings / FILE).mkdir()
    at(ORDER)
    press(qtbot, window, right_key(panel.session))

    assert panel.session.progress.right == {panel.session.lesson.ids[0]}


# The look.


@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0, 2.5])
def test_it_fits_a_small_screen_at_any_text_size(qtbot, window, panel, at, scale):
    """With a long answer, and with the exits beside it; words are never wider than the panel."""
    window.look.set_scale(scale)
    content = at(ORDER)
    press(qtbot, window, wrong_key(panel.session))
    for name in ("view_walk", "view_exits"):
        window.show_beside(name)
        window.resize(1280, 720)
        QApplication.sendPostedEvents()  # what asks for more room widens the window now
        assert (window.width(), window.height()) == (1280, 720), name
    room = panel.view.area.viewport().width()
    assert (content.width(), content.minimumSizeHint().width()) <= (room, room)
    assert panel.view.area.height() > 100
    for row in content.findChildren(ChoiceRow):
        assert row.height() >= row.heightForWidth(row.width())
    for part in content.feedback.findChildren(QWidget):
        if part.isVisible() and part.hasHeightForWidth():
            assert part.height() >= part.heightForWidth(part.width()), "a line of it is cut"
    assert panel.width() < window.width() / 2


@pytest.mark.parametrize("number", [2, 8, 12])
def test_what_fits_does_not_scroll(window, panel, number):
    """Its height was that at a width which it once had."""
    panel.list.rows[number - 1].click()
    session, area = panel.session, panel.view.area
    bar = area.verticalScrollBar()
    while True:
        for answers in (False, True):
            if answers and session.question is not None:
                session.answer(session.question.options[0].value)
            window.grab()
            QApplication.processEvents()
            wide = area.viewport().width() + (bar.width() if bar.isVisible() else 0)
            fits = panel.view.content.heightForWidth(wide) <= area.viewport().height()
            assert bar.isVisible() is not fits, session.screen.number
        if session.is_last:
            break
        session.go(1)


def test_the_panel_is_as_wide_as_the_user_makes_it(qtbot, window, panel):
    """Also when the window gets another size."""
    beside = panel.parentWidget()
    handle = beside.handle(1)
    start = handle.rect().center()
    qtbot.mousePress(handle, LEFT, pos=start)
    qtbot.mouseMove(handle, pos=start)
    before = panel.width()
    beside.moveSplitter(before + 60, 1)
    qtbot.mouseRelease(handle, LEFT, pos=start)
    wide = panel.width()
    assert wide >= before
    window.resize(1300, 900)
    assert abs(panel.width() - wide) <= 60


def test_a_lesson_looks_at_no_picture_and_no_link_of_a_text(panel):
    """HTML is shown as it stands, and nothing is loaded."""
    words = "<b>bold</b> ![x](/etc/passwd) `code`\n\n| a | b |\n|---|---|\n| 1 | 2 |"
    shown = MarkdownText(words, panel)
    assert "<b>bold</b>" in shown.text
    image = QImage(200, 200, QImage.Format.Format_ARGB32)
    shown.resize(200, 200)
    shown.render(image)
    assert QApplication.activeModalWidget() is None


def test_the_live_check_speaks_of_what_is_asked(panel, at):
    """Each question has its answers in sight: options, or a line."""
    for number in (1, ORDER):
        content = at(number)
        asked = panel.session.screen.asked
        assert isinstance(asked, QuestionBlock)
        assert bool(content.options) is not bool(content.line)


# Pictures from the command line.


def test_a_lesson_is_shown_for_a_picture(window):
    """A screen, or the first question with its answer."""
    session = window.teaching.panel.session
    show_lesson(window, LessonWish(2))
    assert (session.number, session.screen.number) == (2, 1)
    show_lesson(window, LessonWish(2, 3))
    assert session.screen.number == 3
    show_lesson(window, LessonWish(ORDER, answer="0x5"))
    assert session.screen.item == 1
    assert not session.feedback.right
    show_lesson(window, LessonWish(1, 3, "4"))
    assert session.feedback.right


@pytest.mark.parametrize(
    ("wish", "says"),
    [
        (LessonWish(0), "--lesson 0: there are lessons 1 to 13"),
        (LessonWish(14), "--lesson 14: there are"),
        (LessonWish(1, 0), "--screen 0: the lesson has screens 1 to"),
        (LessonWish(1, 99), "--screen 99: the lesson has screens 1 to"),
        (LessonWish(1, 1, "4"), "--answer: screen 1 asks nothing"),
        (LessonWish(ORDER, answer="much"), "--answer much: expected an error code"),
    ],
)
def test_what_no_lesson_has_is_said(window, wish, says):
    """By the option that asks for it."""
    with pytest.raises(BadInput, match=re.escape(says)):
        show_lesson(window, wish)


def test_a_picture_of_a_lesson_leaves_progress_alone(tmp_path, own_settings):
    """In a process of its own, as the command line takes it."""
    out = tmp_path / "lesson.png"
    command = ["snapshot", "--out", str(out), "--lesson", "11", "--answer", "0x5"]
    subprocess.run([sys.executable, "-m", "mmuviz", *command], check=True)
    assert QImage(str(out)).width() == 1440
    assert not (own_settings / FILE).exists()
