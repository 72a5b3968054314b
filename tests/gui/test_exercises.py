"""Exercises in the window, by keys and mouse: set, answered, timed, marked, kept, opened."""

import io
import json
import subprocess
import sys

import pytest
from PySide6.QtCore import Qt

from mmuviz.cli.main import run
from mmuviz.core.exercises.difficulty import Part
from mmuviz.core.exercises.make import make_questions
from mmuviz.core.exercises.marking import Given
from mmuviz.core.exercises.spec import SheetSpec
from mmuviz.core.models.smallest import smallest_state
from mmuviz.core.paging import PagingMode
from mmuviz.core.trace import Semantics
from mmuviz.gui.actions import ACTIONS
from mmuviz.gui.exercises.session import Stage
from mmuviz.gui.exercises.strip import Standing
from mmuviz.present.sheet_markdown import sheet_markdown
from mmuviz.present.sheet_page import sheet_text, value_text
from mmuviz.present.student import load_student

LEFT = Qt.MouseButton.LeftButton
ALT, CTRL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier
KEY = Qt.Key
SPEC = SheetSpec(PagingMode.PAE, 3, 7, 10)


def press(qtbot, window, *keys, modifier=Qt.KeyboardModifier.NoModifier):
    """Press keys where the keyboard is."""
    for key in keys:
        qtbot.keyClick(window.focusWidget() or window, key, modifier)


def type_in(qtbot, window, text):
    qtbot.keyClicks(window.focusWidget(), text)


class Time:
    """A clock that goes when it is told to."""

    def __init__(self):
        self.seconds = 1000.0

    def __call__(self):
        return self.seconds


@pytest.fixture
def time():
    return Time()


@pytest.fixture
def page(qtbot, window, time):
    """The exercises, shown by their key; the seed is 7 at first, 8 then."""
    seeds = [8, 7]
    exercising = window.commands.exercising
    exercising.now, exercising.draw = time, seeds.pop
    qtbot.keyClick(window, KEY.Key_0, ALT)
    assert exercising.page.isVisible()
    return exercising.page


@pytest.fixture
def asked(qtbot, window, page):
    """The first question of ten, level 3, PAE, seed 7, by keys alone."""
    press(qtbot, window, KEY.Key_3)
    qtbot.keyClick(page.setup.name, KEY.Key_Return)
    assert page.session.drill.spec == SPEC
    return page.asked


def right_texts(question):
    mode = question.scenario.cpu.mode
    values = question.answer.values
    return {part: value_text(mode, part, values[part]) for part in question.parts}


def is_fault(question):
    return question.answer.values[Part.RESULT] is None


def idea_texts(question, idea):
    mode = question.scenario.cpu.mode
    wrong = {part: value_text(mode, part, value) for part, value in idea.wrong.items()}
    return right_texts(question) | wrong


def answer(qtbot, window, texts):
    """Type a line a part, Enter after each."""
    for text in texts.values():
        type_in(qtbot, window, text)
        press(qtbot, window, KEY.Key_Return)


def hand_in_all(qtbot, window, asker, wrong=None):
    """Answer every question; of those in `wrong` as told there; hand in."""
    for question in window.commands.exercising.page.session.drill.questions:
        answer(qtbot, window, (wrong or {}).get(question.number) or right_texts(question))
    press(qtbot, window, KEY.Key_Return)
    assert asker.questions == []
    return window.commands.exercising.page.told


def with_one_idea():
    """A question on which one idea alone fails, and the idea."""
    return next(
        (question, question.ideas[0])
        for question in make_questions(SPEC)
        if len(question.ideas) == 1
    )


# Where they are found.


def test_the_list_of_lessons_leads_to_them(qtbot, window):
    """And Escape back to it."""
    qtbot.keyClick(window, KEY.Key_9, ALT)
    panel = window.teaching.panel
    qtbot.waitUntil(panel.list.rows[0].isVisible)
    qtbot.mouseClick(panel.list.exercises, LEFT)
    page = window.commands.exercising.page
    assert page.isVisible()
    assert not panel.isVisible()
    assert not window.walk.isVisible()
    assert not window.question.isVisible()
    assert window.tabs.tabText(window.tabs.currentIndex()) == "Lessons"
    press(qtbot, window, KEY.Key_Escape)
    assert not page.isVisible()
    assert panel.isVisible()
    assert window.walk.isVisible()
    assert window.focusWidget() is panel.list.rows[0]


def test_the_start_of_the_window_loads_none_of_it():
    """Neither the page, nor what makes a set and marks it."""
    code = (
        "import sys; import mmuviz.gui.main_window;"
        "heavy = {'mmuviz.gui.exercises', 'mmuviz.gui.exercises.page', 'mmuviz.present.marked',"
        " 'mmuviz.core.exercises.make', 'mmuviz.core.exercises.drill',"
        " 'mmuviz.present.sheet_page', 'mmuviz.present.exercise_report',"
        " 'mmuviz.sources.answer_file'} & set(sys.modules);"
        "sys.exit(str(heavy) if heavy else 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr


def test_no_walk_can_be_reached_while_a_question_is_open(qtbot, window, asked):
    """What walks, steps or opens is off; a view's tab shows it, and the set waits."""
    able = {spec.name for spec in ACTIONS if window.actions_by_name[spec.name].isEnabled()}
    assert not able & {"open", "step", "last", "map_page", "explain", "ask_unicorn", "presenter"}
    step = window.session.step
    press(qtbot, window, KEY.Key_Left, KEY.Key_P)
    window.focusNextChild()
    press(qtbot, window, KEY.Key_Left, KEY.Key_P)
    assert (window.session.step, window.predicting.on) == (step, False)
    text = asked.fields[0].edit.text()
    tabs = window.tabs
    qtbot.mouseClick(tabs, LEFT, pos=tabs.tabRect(0).center())
    assert window.walk.isVisible()
    assert not asked.isVisible()
    assert window.actions_by_name["step"].isEnabled()
    assert window.actions_by_name["back"].isEnabled()
    qtbot.keyClick(window, KEY.Key_0, ALT)
    assert asked.isVisible()
    assert asked.fields[0].edit.text() == text
    qtbot.keyClick(window, KEY.Key_0, ALT)
    assert asked.isVisible()
    qtbot.keyClick(window, KEY.Key_6, ALT)
    assert window.atlas.isVisible()
    assert not asked.isVisible()


# The setup.


def test_a_set_is_chosen_by_keys(qtbot, window, page):
    """Mode, walk, level, count, seed; the same set on paper is named."""
    setup = page.setup
    assert window.focusWidget() is setup.levels[0]
    assert setup.spec == SheetSpec(PagingMode.PAE, 1, 7, 10)
    press(qtbot, window, KEY.Key_Down, KEY.Key_Return)
    assert setup.spec.level == 2
    assert setup.levels[1].accessibleName().endswith("chosen")
    press(qtbot, window, KEY.Key_X, KEY.Key_4)
    assert window.focusWidget() is setup.levels[3]
    assert "a PDPTE has no rights" in setup.levels[3].detail
    qtbot.keyClick(setup.mode, KEY.Key_Right)
    assert "PDPTE" not in setup.levels[3].detail
    qtbot.mouseClick(
        setup.walk, LEFT, pos=setup.walk.segment("walk_addr after the change").center().toPoint()
    )
    assert setup.levels[3].detail.endswith("Asked: path, result, code and accessed.")
    qtbot.mouseClick(setup.another, LEFT)
    setup.count.setFocus()
    press(qtbot, window, KEY.Key_Escape)
    type_in(qtbot, window, "3")
    spec = SheetSpec(PagingMode.LONG, 4, 8, 3, Semantics.AFTER)
    assert setup.spec == spec
    assert setup.foot.keys.text() == (
        "The same set on paper: mmuviz sheet --mode long --level 4 --seed 8 --count 3"
        " --semantics after --out DIR"
    )
    press(qtbot, window, KEY.Key_Return)
    assert page.session.stage is Stage.ASKED
    assert page.session.drill.questions == tuple(make_questions(spec))
    assert len(page.asked.fields) == 4


@pytest.mark.parametrize(
    ("field", "text", "said"),
    [
        ("count", "0", "Questions: found “0”, expected 1 to 100."),
        ("count", "", "Questions: found nothing, expected 1 to 100."),
        ("seed", "x", "Seed: found “x”, expected 0 to 18446744073709551615."),
        ("minutes", "601", "Minutes: found “601”, expected 1 to 600."),
    ],
)
def test_a_number_that_is_none_is_said(qtbot, window, page, *, field, text, said):
    """Nothing begins, nothing is lost, and the keyboard is there."""
    setup = page.setup
    qtbot.keyClick(setup.timed, KEY.Key_Right)
    edit = getattr(setup, field)
    edit.setFocus()
    edit.selectAll()
    press(qtbot, window, KEY.Key_Delete)
    type_in(qtbot, window, text)
    qtbot.mouseClick(setup.begin, LEFT)
    assert setup.problem.isVisible()
    assert setup.problem.text() == said
    assert window.focusWidget() is edit
    assert page.session.stage is Stage.SETUP
    type_in(qtbot, window, "1")
    assert not setup.problem.isVisible()


def test_the_minutes_follow_the_questions_until_they_are_chosen(qtbot, page):
    """Two each at first."""
    setup = page.setup
    assert not setup.minutes.isVisible()
    qtbot.keyClick(setup.timed, KEY.Key_Right)
    assert setup.minutes.isVisible()
    assert setup.minutes.text() == "20"
    for text, minutes in (("5", "10"), ("x", "10"), ("100", "200")):
        setup.count.setText(text)
        assert setup.minutes.text() == minutes
    setup.minutes.setText("9")
    setup.count.setText("10")
    assert setup.minutes.text() == "9"


def test_a_worksheet_gives_its_set(qtbot, window, page, asker, tmp_path):
    """One that `mmuviz sheet` wrote; another file changes nothing."""
    spec = SheetSpec(PagingMode.X32, 2, 99, 4, Semantics.AFTER)
    file, other = tmp_path / "sheet.md", tmp_path / "other.md"
    file.write_text(sheet_markdown(spec, sheet_text(spec, ())), encoding="utf-8")
    other.write_text("# Notes", encoding="utf-8")
    asker.paths = [other, file]
    qtbot.mouseClick(page.setup.open, LEFT)
    assert asker.questions[-1].text == "other.md cannot be opened; nothing was changed"
    assert page.setup.spec == SheetSpec(PagingMode.PAE, 1, 7, 10)
    qtbot.mouseClick(page.setup.open, LEFT)
    assert page.setup.spec == spec
    assert window.focusWidget() is page.setup.begin
    press(qtbot, window, KEY.Key_Return)
    assert page.session.drill.questions == tuple(make_questions(spec))


# Answering.


def test_enter_leads_through_lines_and_questions(qtbot, window, page, asked):
    """Up and Down between lines, PgUp and PgDn between questions; what is written stays."""
    fields = asked.fields
    assert [field.part for field in fields] == list(Part)
    assert asked.head.title.text() == "Question 1 of 10"
    assert window.focusWidget() is fields[0].edit
    assert not asked.back.isVisible()
    assert not asked.time.isVisible()
    first = page.session.drill.question
    answer(qtbot, window, right_texts(first))
    assert asked.head.title.text() == "Question 2 of 10"
    assert asked.strip.standings[:2] == (Standing.ANSWERED, Standing.EMPTY)
    assert [field.edit.text() for field in fields] == [""] * 5
    type_in(qtbot, window, "1")
    press(qtbot, window, KEY.Key_Down, KEY.Key_Down)
    assert window.focusWidget() is fields[2].edit
    press(qtbot, window, KEY.Key_Up)
    assert window.focusWidget() is fields[1].edit
    assert asked.strip.standings[1] is Standing.BEGUN
    press(qtbot, window, KEY.Key_PageUp)
    assert [field.edit.text() for field in fields] == list(right_texts(first).values())
    press(qtbot, window, KEY.Key_PageDown)
    assert fields[0].edit.text() == "1"
    qtbot.mouseClick(asked.next, LEFT)
    assert page.session.drill.at == 2
    qtbot.mouseClick(asked.back, LEFT)
    assert page.session.drill.at == 1
    assert window.focusWidget() is fields[1].edit


def test_the_boxes_lead_to_questions(qtbot, page, asked):
    """By click and by arrow."""
    strip = asked.strip
    boxes = strip.boxes(strip.width())
    qtbot.mouseClick(strip, LEFT, pos=boxes[9].center().toPoint())
    assert page.session.drill.is_last
    assert asked.next.text() == "Hand in"
    assert not asked.hand_in.isVisible()
    strip.setFocus()
    qtbot.keyClick(strip, KEY.Key_Right)
    assert page.session.drill.at == 9
    qtbot.keyClick(strip, KEY.Key_Left)
    qtbot.keyClick(strip, KEY.Key_A)
    qtbot.mouseClick(strip, LEFT, pos=strip.rect().bottomRight())
    assert page.session.drill.at == 8
    assert strip.accessibleDescription().startswith("question 9 of 10: empty")


def test_what_cannot_be_read_is_said_in_place(qtbot, window, asked):
    """The first Enter says it, the second goes on; the text stays, and what mark takes is taken."""
    path, result = asked.fields[:2]
    meaning = path.note.text()
    assert meaning.startswith("The index of each entry")
    type_in(qtbot, window, "1 x 3")
    press(qtbot, window, KEY.Key_Return)
    assert window.focusWidget() is path.edit
    assert path.note.text() == 'Found "1 x 3", expected indices, root first, with spaces between.'
    assert path.edit.text() == "1 x 3"
    press(qtbot, window, KEY.Key_Return)
    assert window.focusWidget() is result.edit
    assert path.is_bad
    press(qtbot, window, KEY.Key_Up, KEY.Key_End, KEY.Key_Backspace, KEY.Key_Backspace)
    assert not path.is_bad
    press(qtbot, window, KEY.Key_Backspace, KEY.Key_Backspace)
    type_in(qtbot, window, ", PDE 0x3 -> 7  # sure")
    press(qtbot, window, KEY.Key_Return)
    assert window.focusWidget() is result.edit
    assert path.note.text() == meaning


def test_a_box_says_what_cannot_be_read(qtbot, window, page, asked):
    """Once the line says it, not while it is typed; elsewhere all the time."""
    strip = asked.strip
    type_in(qtbot, window, "1 x")
    assert strip.standings[0] is Standing.BEGUN
    plain = strip.grab().toImage()
    press(qtbot, window, KEY.Key_Return)
    assert strip.standings[0] is Standing.GARBLED
    assert strip.accessibleDescription().startswith("question 1 of 10: cannot all be read")
    assert strip.grab().toImage() != plain
    press(qtbot, window, KEY.Key_PageDown)
    assert strip.standings[:2] == (Standing.GARBLED, Standing.EMPTY)
    press(qtbot, window, KEY.Key_PageUp)
    assert strip.standings[0] is Standing.GARBLED
    asked.fields[0].edit.setFocus()
    press(qtbot, window, KEY.Key_End, KEY.Key_Backspace)
    assert strip.standings[0] is Standing.BEGUN
    press(qtbot, window, KEY.Key_Return)
    assert strip.standings[0] is Standing.BEGUN
    assert page.session.given == {1: {Part.PATH: Given((1,))}}


def test_a_page_fault_may_be_written_by_its_sign(qtbot, window, page, asked, asker):
    """`#PF` is a result; in another line it is a remark, and the line counts as empty."""
    question = next(one for one in page.session.drill.questions if is_fault(one))
    page.session.go_to(question.number - 1)
    texts = right_texts(question) | {Part.RESULT: "#PF"}
    answer(qtbot, window, texts)
    assert asked.strip.standings[question.number - 1] is Standing.ANSWERED
    page.session.go_to(question.number % 10)
    type_in(qtbot, window, "#PF")
    assert asked.strip.standings[question.number % 10] is Standing.EMPTY
    asker.answers = ["Hand in"]
    page.asked.hand_in_wished.emit()
    assert asker.questions[-1].text.startswith("45 answers are empty. ")
    assert page.session.report.headline == "5 of 50 points"


def test_tables_and_marks_scroll_by_keys(qtbot, window, asked, asker):
    """Control with Up and Down the tables; in a report Up and Down the marks."""
    window.look.set_scale(1.5)
    window.resize(1000, 600)
    sheet = asked.sheet
    qtbot.waitUntil(lambda: sheet.left.verticalScrollBar().maximum() > 0)
    press(qtbot, window, KEY.Key_Down, modifier=CTRL)
    assert sheet.left.verticalScrollBar().value() > 0
    press(qtbot, window, KEY.Key_Up, modifier=CTRL)
    assert sheet.left.verticalScrollBar().value() == 0
    told = hand_in_all(qtbot, window, asker)
    assert not told.foot.keys.isVisible()
    bar = told.sheet.right.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    press(qtbot, window, KEY.Key_Down)
    assert bar.value() > 0


def test_a_click_beside_the_lines_leaves_the_keyboard(qtbot, window, asked):
    """On a table, or on the ground."""
    press(qtbot, window, KEY.Key_Down, KEY.Key_Down)
    line = asked.fields[2].edit
    for part in (asked.sheet.tables, asked.sheet.left.viewport(), asked, asked.head):
        qtbot.mouseClick(part, LEFT)
        assert window.focusWidget() is line
    assert asked.foot.keys.text().endswith("the set waits")


def test_tab_goes_as_one_reads(qtbot, window, page, asked, asker):
    """The boxes, the lines, the button; in a report the links, then the button. Enter goes on."""
    stops = [asked.strip, *(field.edit for field in asked.fields), asked.next, asked.hand_in]
    asked.strip.setFocus()
    for stop in stops:
        assert window.focusWidget() is stop
        press(qtbot, window, KEY.Key_Tab)
    asked.strip.setFocus()
    press(qtbot, window, KEY.Key_Return)
    assert window.focusWidget() is asked.fields[0].edit
    question, idea = with_one_idea()
    told = hand_in_all(qtbot, window, asker, {question.number: idea_texts(question, idea)})
    told.walk.setFocus()
    for stop in (told.walk, told.boxes[0].link, told.next, told.again):
        assert window.focusWidget() is stop
        press(qtbot, window, KEY.Key_Tab)
    told.strip.setFocus()
    press(qtbot, window, KEY.Key_Return)
    assert page.session.drill.at == question.number


# Handing in.


def test_what_is_empty_is_said_before_it_is_handed_in(qtbot, window, page, asked, asker):
    """Going on loses nothing."""
    type_in(qtbot, window, "rubbish")
    asker.answers = ["Go on answering", "Hand in"]
    qtbot.mouseClick(asked.hand_in, LEFT)
    assert asker.questions[-1].text == (
        "49 answers are empty and 1 cannot be read (question 1)."
        " What is empty or cannot be read has no point."
    )
    assert page.session.stage is Stage.ASKED
    assert asked.fields[0].edit.text() == "rubbish"
    qtbot.mouseClick(asked.hand_in, LEFT)
    assert page.session.report.headline == "0 of 50 points"
    told = page.told
    assert told.isVisible()
    assert (
        told.marks.rows[0].said
        == 'found "rubbish", expected indices, root first, with spaces between'
    )
    assert set(told.strip.standings) == {Standing.NONE}


@pytest.mark.usefixtures("asked")
def test_a_whole_set_by_keyboard(qtbot, window, page, asker):
    """All right; the answer to the question about unsaved answers is never asked."""
    told = hand_in_all(qtbot, window, asker)
    assert told.head.title.text() == "50 of 50 points"
    assert set(told.strip.standings) == {Standing.FULL}
    assert window.focusWidget() is told.next
    assert [box.headline.text() for box in told.boxes] == ["5 of 5 points."]
    for place in (*range(1, 10), 0):
        press(qtbot, window, KEY.Key_Return)
        assert page.session.drill.at == place
    press(qtbot, window, KEY.Key_PageDown, KEY.Key_PageDown, KEY.Key_PageUp, KEY.Key_F)
    assert page.session.drill.at == 1


@pytest.mark.usefixtures("asked")
def test_an_idea_is_named_and_its_state_opens(qtbot, window, page, asker):
    """And the student's own record knows of it."""
    question, idea = with_one_idea()
    told = hand_in_all(qtbot, window, asker, {question.number: idea_texts(question, idea)})
    assert page.session.drill.at == question.number - 1
    assert told.strip.standings[page.session.drill.at] is Standing.PART
    (box,) = told.boxes
    assert box.idea.text() in told.head.below.text()
    student = window.student.student
    assert len(student.given) == 10
    assert [row.name for row in student.rows()] == [idea.model.name]
    qtbot.waitUntil(lambda: box.link.height() > 0)
    qtbot.mouseClick(box.link, LEFT)
    assert window.walk.isVisible()
    assert not told.isVisible()
    assert window.document.scenario.memory == smallest_state(idea.model).memory
    qtbot.keyClick(window, KEY.Key_0, ALT)
    assert told.isVisible()


@pytest.mark.usefixtures("asked")
def test_the_record_is_a_file(qtbot, window, asker, own_settings):
    """Written once, when the set is handed in."""
    assert not (own_settings / "student.json").exists()
    hand_in_all(qtbot, window, asker)
    student = load_student((own_settings / "student.json").read_text(encoding="utf-8"))
    assert [(one.asked, one.right) for one in student.given] == [("exercise", True)] * 10


def test_a_record_that_cannot_be_written_is_told(qtbot, window, asked, asker, own_settings):
    """The report is there all the same."""
    assert window.student.student.given == ()
    (own_settings / "student.json" / "in the way").mkdir(parents=True)
    asker.answers = ["Hand in"]
    type_in(qtbot, window, "1")
    qtbot.mouseClick(asked.hand_in, LEFT)
    assert asker.questions[-1].text == "The answers are not kept in the record"
    assert window.commands.exercising.page.told.isVisible()


def test_a_set_without_an_answer_leaves_no_record(qtbot, asked, asker, own_settings):
    """Nothing was said, so nothing is known."""
    asker.answers = ["Hand in"]
    qtbot.mouseClick(asked.hand_in, LEFT)
    assert not (own_settings / "student.json").exists()


@pytest.mark.usefixtures("asked")
def test_a_question_opens_in_the_walk_view(qtbot, window, page, asker):
    """At its end, by the rules that were asked about; unsaved work is asked for first."""
    told = hand_in_all(qtbot, window, asker)
    press(qtbot, window, KEY.Key_Return)
    document = window.document
    before = document.scenario
    document.edit("label", page.session.report.questions[0].scenario)
    asker.answers = ["Cancel", "Discard"]
    qtbot.mouseClick(told.walk, LEFT)
    assert asker.questions[-1].title == "Unsaved edits"
    assert told.isVisible()
    qtbot.mouseClick(told.walk, LEFT)
    assert window.walk.isVisible()
    assert document.scenario == page.session.report.questions[1].scenario != before
    assert document.title == "Question 2 of PAE paging, level 3, seed 7"
    assert window.session.semantics is Semantics.HARDWARE
    assert window.session.step == window.session.last_step
    assert not window.actions_by_name["undo"].isEnabled()


@pytest.mark.usefixtures("asked")
def test_the_idea_stands_beside_the_walk(qtbot, window, page, asker):
    """Each time the question is opened, until another state is shown."""
    question, idea = with_one_idea()
    told = hand_in_all(qtbot, window, asker, {question.number: idea_texts(question, idea)})
    stage = window.walk.stage
    for _ in range(2):
        qtbot.waitUntil(told.walk.isVisible)
        qtbot.mouseClick(told.walk, LEFT)
        assert stage.currentWidget() is stage.idea
        assert stage.idea.isVisible()
        stage.idea.back_wished.emit()
        assert stage.currentWidget() is window.walk.algorithm
        qtbot.keyClick(window, KEY.Key_0, ALT)
    press(qtbot, window, KEY.Key_PageDown)
    qtbot.mouseClick(told.walk, LEFT)
    assert window.document.scenario == page.session.report.questions[question.number].scenario
    assert stage.currentWidget() is window.walk.algorithm
    assert window.walk.isVisible()


def test_the_boxes_of_a_large_set_leave_room(qtbot, window, page):
    """Four lines at the most; one where there is little room: that of the open question."""
    page.setup.count.setText("100")
    qtbot.mouseClick(page.setup.begin, LEFT)
    strip = page.asked.strip
    qtbot.waitUntil(lambda: strip.width() > 1000)

    def lines():
        return {box.top() for box in strip.boxes(strip.width()) if not box.isEmpty()}

    assert len(lines()) == 4
    window.look.set_scale(1.5)
    window.resize(1280, 720)
    qtbot.waitUntil(lambda: len(lines()) == 1)
    strip.grab()
    boxes = strip.boxes(strip.width())
    assert not boxes[0].isEmpty()
    assert boxes[99].isEmpty()
    page.session.go_to(99)
    assert not strip.boxes(strip.width())[99].isEmpty()


def test_the_same_again_and_a_new_set(qtbot, window, page, asked, asker):
    """The same questions with nothing written; or the setup as it was."""
    told = hand_in_all(qtbot, window, asker)
    questions = page.session.drill.questions
    qtbot.mouseClick(told.again, LEFT)
    assert page.session.stage is Stage.ASKED
    assert page.session.drill.questions == questions
    assert page.session.given == {}
    assert window.focusWidget() is asked.fields[0].edit
    hand_in_all(qtbot, window, asker)
    qtbot.mouseClick(told.new, LEFT)
    assert page.setup.isVisible()
    assert page.setup.spec == SPEC


def test_a_set_is_dropped_when_that_is_sure(qtbot, window, page, asked, asker):
    """Nothing is asked where nothing is written."""
    qtbot.mouseClick(asked.other, LEFT)
    assert asker.questions == []
    assert page.setup.isVisible()
    press(qtbot, window, KEY.Key_1)
    qtbot.mouseClick(page.setup.begin, LEFT)
    assert len(asked.fields) == 2
    type_in(qtbot, window, "1 2 3")
    asker.answers = ["Keep it", "Drop it"]
    qtbot.mouseClick(asked.other, LEFT)
    assert page.session.stage is Stage.ASKED
    qtbot.mouseClick(asked.other, LEFT)
    assert page.setup.isVisible()


def test_leaving_asks_about_a_set_that_is_not_handed_in(qtbot, window, asked, asker):
    """It would be lost with the program."""
    type_in(qtbot, window, "1 2 3")
    asker.answers = ["Keep it", "Drop it"]
    window.close()
    assert window.isVisible()
    assert asked.isVisible()
    window.close()
    assert asker.questions[-1].title == "Quit"
    qtbot.waitUntil(lambda: not window.isVisible())


# The time.


@pytest.fixture
def timed(qtbot, page):
    """Ten questions in twenty minutes."""
    qtbot.keyClick(page.setup.timed, KEY.Key_Right)
    qtbot.mouseClick(page.setup.begin, LEFT)
    assert page.session.clock.runs
    return page.asked


def test_the_time_is_shown_and_ends_the_set(qtbot, window, page, timed, time):
    """In words and as a bar; what stands in the lines is handed in, the open one too."""
    clock, bar = page.session.clock, timed.time
    assert bar.isVisible()
    assert (bar.words, bar.share) == ("20 minutes left", 1.0)
    assert timed.foot.keys.text().endswith("the time goes on")
    full = bar.grab().toImage()
    time.seconds += 615
    clock.tick()
    assert (bar.words, bar.share) == ("10 minutes left", 585 / 1200)
    assert bar.accessibleName() == "Time: 10 minutes left"
    assert bar.grab().toImage() != full
    type_in(qtbot, window, right_texts(page.session.drill.question)[Part.PATH])
    time.seconds += 584
    clock.tick()
    assert page.session.stage is Stage.ASKED
    time.seconds += 2
    clock.tick()
    assert bar.grab().toImage() != full
    assert page.session.report.headline == "1 of 20 points; the time was up"
    assert page.told.head.below.text().startswith("The set was handed in as it stood.")
    assert not clock.runs
    clock.tick()
    assert page.told.isVisible()


@pytest.mark.parametrize("answer", ["Later", "See the report"])
@pytest.mark.usefixtures("timed")
def test_the_time_goes_on_elsewhere(qtbot, window, page, *, time, asker, answer):
    """That it is up is said there, and the report waits."""
    press(qtbot, window, KEY.Key_Escape)
    assert not page.isVisible()
    time.seconds += 1201
    asker.answers = [answer]
    page.session.clock.tick()
    assert asker.questions[-1].text == "The time is up: the set was handed in as it stood."
    assert page.isVisible() is (answer != "Later")
    qtbot.keyClick(window, KEY.Key_0, ALT)
    assert page.told.isVisible()
    assert window.focusWidget() is page.told.next


def test_who_is_asked_when_the_time_ends_is_not_marked_twice(
    qtbot, window, page, *, timed, time, asker
):
    """The question about empty answers, or about another set, may stand there still."""
    waiting = []
    asker.ask = lambda _question, on_answer: waiting.append(on_answer)
    type_in(qtbot, window, "1")
    qtbot.mouseClick(timed.hand_in, LEFT)
    qtbot.mouseClick(timed.other, LEFT)
    time.seconds += 1201
    page.session.clock.tick()
    late = page.session.report
    waiting[0]("Hand in")
    waiting[1]("Drop it")
    assert page.session.report is late
    page.session.type(Part.PATH, "2")
    assert page.session.drill.text(Part.PATH) == "1"


def test_a_timed_set_is_timed_again(qtbot, page, timed, time, asker):
    """With all of its time."""
    asker.answers = ["Hand in"]
    qtbot.mouseClick(timed.hand_in, LEFT)
    assert not page.session.clock.runs
    time.seconds += 5000
    qtbot.mouseClick(page.told.again, LEFT)
    assert page.session.clock.left == 1200


# The files.


def test_the_marks_are_those_of_mmuviz_mark(qtbot, window, page, *, asked, asker, tmp_path):
    """Right, wrong, garbled and empty answers: the same report in all three forms."""
    qtbot.mouseClick(asked.other, LEFT)
    page.setup.name.setFocus()
    type_in(qtbot, window, "Ann, B")
    press(qtbot, window, KEY.Key_Return)
    asker.answers = ["Hand in"]
    question, idea = with_one_idea()
    session = page.session
    texts = [right_texts(one) for one in session.drill.questions]
    texts[question.number - 1] = idea_texts(question, idea)
    texts[(question.number + 1) % 10] = {Part.PATH: "7 8 9 # maybe", Part.CODE: "P | x"}
    texts[(question.number + 2) % 10] = {}
    for place, one in enumerate(texts):
        session.go_to(place)
        for field in asked.fields:
            field.edit.setFocus()
            type_in(qtbot, window, one.get(field.part, ""))
    qtbot.mouseClick(asked.next, LEFT)
    assert session.stage is Stage.REPORT
    sheet, answers = tmp_path / "sheet.md", tmp_path / "answers.txt"
    sheet.write_text(sheet_markdown(SPEC, sheet_text(SPEC, ())), encoding="utf-8")
    reports = [tmp_path / f"report.{kind}" for kind in ("txt", "json", "csv")]
    asker.paths = [answers, *reports]
    qtbot.mouseClick(page.told.save_answers, LEFT)
    assert window.notice.accessibleName() == f"answers.txt written to {tmp_path}"
    for path in reports:
        qtbot.mouseClick(page.told.save_report, LEFT)
        assert window.notice.isVisible()
        assert window.notice.accessibleName().startswith(path.name)
    assert "name: Ann, B\n" in answers.read_text(encoding="utf-8")
    text, record, table = (path.read_text(encoding="utf-8") for path in reports)
    assert json.loads(record)["score"] == session.marked.score < 45
    for arguments, expected in (((), text), (("--json",), record)):
        out = io.StringIO()
        marked = tmp_path / "class.csv"
        options = ["--csv", str(marked), *arguments]
        assert run(["mark", str(sheet), str(answers), *options], out, io.StringIO()) == 0
        assert out.getvalue() == expected
        assert marked.read_text(encoding="utf-8") == table


@pytest.mark.usefixtures("asked")
def test_a_file_that_cannot_be_written_is_told(qtbot, window, asker, tmp_path):
    """And the report stays."""
    told = hand_in_all(qtbot, window, asker)
    asker.paths = [tmp_path / "none" / "answers.txt"]
    qtbot.mouseClick(told.save_answers, LEFT)
    assert asker.questions[-1].text == "answers.txt was not written"
    assert not window.notice.isVisible()
    assert told.isVisible()


# The look.


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    ("size", "scale"), [((1280, 720), 1.0), ((1280, 720), 1.5), ((2560, 1440), 1.5)]
)
def test_nothing_is_cut(qtbot, window, page, *, asked, asker, scheme, size, scale):
    """The window keeps its size, every card its width, whatever page is shown."""
    window.look.set_scheme(scheme)
    window.look.set_scale(scale)
    window.resize(*size)
    page.grab()
    cards = asked.sheet.tables
    assert all(place.right() <= cards.width() for place in cards.places(cards.width()))
    told = hand_in_all(qtbot, window, asker)
    page.grab()
    assert (window.width(), window.height()) == size
    assert told.next.width() >= told.next.sizeHint().width()
    press(qtbot, window, KEY.Key_Escape)
    assert not page.isVisible()
