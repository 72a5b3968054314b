"""Predict, then reveal, by keys and clicks, as a student has it."""

import json
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QPointF, QSizeF, Qt
from PySide6.QtWidgets import QApplication, QDialogButtonBox

from mmuviz.core.models.smallest import smallest_state
from mmuviz.core.models.wrong import WRONG_MODELS
from mmuviz.core.trace import Semantics
from mmuviz.gui.dialogs.student import StudentDialog
from mmuviz.gui.main_window import MainWindow
from mmuviz.present.flow_nodes import NodeState
from mmuviz.present.predict_panel import Mark
from mmuviz.present.student import load_student
from mmuviz.resources import asset
from mmuviz.sources.open_file import open_file

LEFT = Qt.MouseButton.LeftButton
DIGITS = (Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_3, Qt.Key.Key_4)


def press(qtbot, window, *keys):
    """Press keys where the keyboard is."""
    for key in keys:
        qtbot.keyClick(window.focusWidget() or window, key)


@pytest.fixture
def asking(qtbot, window):
    """The window on the default scenario, asking."""
    press(qtbot, window, Qt.Key.Key_P)
    return window


@pytest.fixture
def above_absent(qtbot, own_settings, asker):
    """The window on a path that is denied above and absent below, by the processor's rules."""
    opened = open_file(asset("scenarios/pae-denied-above-absent-below.toml"))
    opened = replace(opened, semantics=Semantics.HARDWARE)
    window = MainWindow(opened, own_settings, asker, scheme="light")
    qtbot.addWidget(window, before_close_func=MainWindow.forget_settings)
    with qtbot.waitExposed(window):
        window.show()
    press(qtbot, window, Qt.Key.Key_P)
    return window


def view_of(window):
    return window.walk.predict


def right_key(window):
    """The key of the right answer, looked up behind the panel."""
    asked = window.predicting._round.asked
    answers = [choice.answer for choice in asked.choices]
    return DIGITS[[repr(one) for one in answers].index(repr(asked.right))]


def on_panel(window):
    return view_of(window).panel


def test_p_asks_and_escape_leaves(qtbot, window):
    """The code gives way to the question; what comes is hidden; then all is as it was."""
    last = window.session.step
    assert not view_of(window).isVisible()
    press(qtbot, window, Qt.Key.Key_P)
    assert view_of(window).isVisible()
    assert not window.walk.listing.isVisible()
    assert window.actions_by_name["predict"].isChecked()
    assert on_panel(window).heading == "Question 1"
    assert window.session.step == 1
    assert window.walk.transport.place.text() == "Step 1 of ?"
    assert window.session.frame.timeline[-1].steps[-1].word == "?"
    press(qtbot, window, Qt.Key.Key_Escape)
    assert not view_of(window).isVisible()
    assert window.walk.listing.isVisible()
    assert not window.actions_by_name["predict"].isChecked()
    assert (window.session.step, window.session.last_step) == (1, last)
    assert window.walk.transport.place.text() == f"Step 1 of {last}"


def test_escape_leaves_wherever_the_keyboard_is(qtbot, window):
    """On the tabs the menu bar took it; the address gave back what nobody had changed."""
    address = window.question.address
    for stop in (window.tabs, address, window.walk.algorithm, view_of(window).leave):
        press(qtbot, window, Qt.Key.Key_P)
        assert window.predicting.on
        stop.setFocus(Qt.FocusReason.TabFocusReason)
        press(qtbot, window, Qt.Key.Key_Escape)
        assert not window.predicting.on, stop
        window.setFocus()
    press(qtbot, window, Qt.Key.Key_P)
    address.setFocus()
    qtbot.keyClicks(address, "12")
    press(qtbot, window, Qt.Key.Key_Escape)
    assert window.predicting.on, "first the address is given back"
    press(qtbot, window, Qt.Key.Key_Escape)
    assert not window.predicting.on


def test_p_again_leaves_too_and_so_does_the_button(qtbot, asking):
    """A toggle."""
    press(qtbot, asking, Qt.Key.Key_P)
    assert not asking.predicting.on
    press(qtbot, asking, Qt.Key.Key_P)
    qtbot.mouseClick(view_of(asking).leave, LEFT)
    assert not asking.predicting.on


def test_no_key_goes_past_a_question(qtbot, asking):
    """Steps, levels, the end, the wheel of time: the walk ends at what is asked."""
    held = (Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_End, Qt.Key.Key_Return)
    for key in held:
        press(qtbot, asking, key)
        assert asking.session.step == 1
        assert on_panel(asking).heading == "Question 1"
    press(qtbot, asking, Qt.Key.Key_Left)
    assert asking.session.step == 0
    assert on_panel(asking).text.startswith("Nothing is decided here")
    press(qtbot, asking, Qt.Key.Key_Return)
    assert asking.session.step == 1


def test_a_key_answers_and_the_step_is_shown(qtbot, asking):
    """Right: the option turns green, the rule stands below, the walk goes one step on."""
    press(qtbot, asking, Qt.Key.Key_4)  # there is no fourth
    assert on_panel(asking).heading == "Question 1"
    press(qtbot, asking, Qt.Key.Key_1)
    assert on_panel(asking).heading == "Right"
    assert asking.session.step == 2
    assert view_of(asking).options[0].option.mark is Mark.RIGHT
    assert on_panel(asking).rule.startswith("a: is P clear?")
    press(qtbot, asking, Qt.Key.Key_2)  # nothing is asked now
    assert on_panel(asking).heading == "Right"
    press(qtbot, asking, Qt.Key.Key_Return)
    assert (asking.session.step, on_panel(asking).heading) == (4, "Question 2")


def test_the_check_is_marked(asking):
    """Dashed amber in the row of the PDPTR."""
    (node,) = asking.session.frame.flow.rows[0].nodes
    assert node.state is NodeState.ASKED


def test_a_click_answers_and_next_goes_on(qtbot, asking):
    """The mouse alone."""
    qtbot.mouseClick(view_of(asking).options[1], LEFT, pos=QPoint(20, 12))
    assert on_panel(asking).heading == "Not so"
    assert [one.option.mark for one in view_of(asking).options][:2] == [Mark.RIGHT, Mark.WRONG]
    assert not view_of(asking).options[0].isEnabled()
    qtbot.mouseClick(view_of(asking).following, LEFT)
    assert on_panel(asking).heading == "Question 2"


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Space])
def test_an_option_that_has_the_keyboard(qtbot, asking, key):
    """Enter and Space give it; the arrows still step."""
    option = view_of(asking).options[0]
    option.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(option, Qt.Key.Key_Left)
    assert asking.session.step == 0
    press(qtbot, asking, Qt.Key.Key_Right)
    option = view_of(asking).options[0]
    option.setFocus(Qt.FocusReason.TabFocusReason)
    asking.grab()
    qtbot.keyClick(option, key)
    assert on_panel(asking).heading == "Right"
    press(qtbot, asking, Qt.Key.Key_Return)  # the keyboard is not lost with the option
    assert on_panel(asking).heading == "Question 2"


def test_stepping_back_asks_nothing_again(qtbot, asking):
    """An answered question shows what was answered; the next one still waits."""
    press(qtbot, asking, Qt.Key.Key_2, Qt.Key.Key_Return, Qt.Key.Key_1)
    assert (asking.session.step, on_panel(asking).heading) == (5, "Right")
    for _ in range(3):
        press(qtbot, asking, Qt.Key.Key_Left)
    assert (asking.session.step, on_panel(asking).heading) == (2, "Not so")
    press(qtbot, asking, Qt.Key.Key_1)
    assert on_panel(asking).marks == (False, True)
    press(qtbot, asking, Qt.Key.Key_End)
    assert (asking.session.step, on_panel(asking).heading) == (5, "Question 3")


def test_a_step_on_from_an_answer_shows_the_question_that_stands_there(qtbot, asking):
    """Right behind a check comes the next one: the answer is read, then it is asked."""
    press(qtbot, asking, Qt.Key.Key_1, Qt.Key.Key_Return, Qt.Key.Key_1)
    assert (asking.session.step, on_panel(asking).heading) == (5, "Right")
    press(qtbot, asking, Qt.Key.Key_Right)
    assert (asking.session.step, on_panel(asking).heading) == (5, "Question 3")


def test_to_the_end_and_again(qtbot, asking):
    """All answered: the whole walk is there; once more from the start."""
    while asking.predicting._round.asked:
        press(qtbot, asking, right_key(asking))
        assert on_panel(asking).heading == "Right"
        press(qtbot, asking, Qt.Key.Key_Return)
    assert asking.session.step == asking.session.last_step == 18
    assert not asking.session.frame.hides
    assert on_panel(asking).done
    qtbot.mouseClick(view_of(asking).again, LEFT)
    assert (asking.session.step, on_panel(asking).heading) == (1, "Question 1")
    assert on_panel(asking).marks == ()


def test_another_walk_is_asked_from_its_start(qtbot, asking):
    """An edit, or other rules: other questions."""
    press(qtbot, asking, Qt.Key.Key_1)
    qtbot.keyClick(asking, Qt.Key.Key_3, Qt.KeyboardModifier.ControlModifier)
    assert asking.session.semantics is Semantics.HARDWARE
    assert on_panel(asking).heading == "Question 1"
    assert asking.session.step == 1


def test_other_views_have_their_keys(qtbot, asking):
    """The digits answer in the Walk view alone; P leads back there."""
    qtbot.keyClick(asking, Qt.Key.Key_4, Qt.KeyboardModifier.AltModifier)
    press(qtbot, asking, Qt.Key.Key_1, Qt.Key.Key_Escape)
    assert asking.predicting.on
    assert asking.predicting._round.answers == ()
    press(qtbot, asking, Qt.Key.Key_P, Qt.Key.Key_P)
    assert asking.page is asking.walk
    assert view_of(asking).isVisible()


def test_the_presenter_hides_as_much(qtbot, asking):
    """F11 shows the step, not the end; its bars end where the question stands."""
    press(qtbot, asking, Qt.Key.Key_F11, Qt.Key.Key_End)
    assert asking.session.step == 1
    asking.presenter.grab()
    press(qtbot, asking, Qt.Key.Key_Escape)
    assert asking.predicting.on, "Escape leaves the presenter first"
    assert asking.page is asking.walk


def test_the_presenter_asks_and_takes_the_answers(qtbot, asking):
    """The question in large type; its keys, a click, and the steps that everybody knows."""
    press(qtbot, asking, Qt.Key.Key_F11)
    page = asking.presenter
    assert page.question.text == "Check a of PDPTR 2: what follows?"
    assert "1: It passes" in page.accessibleDescription()
    page.grab()
    press(qtbot, asking, Qt.Key.Key_H)
    assert page.question.why.startswith("a: is P clear?")
    press(qtbot, asking, Qt.Key.Key_1)
    assert (page.question.heading, asking.session.step) == ("Right", 2)
    page.grab()
    press(qtbot, asking, Qt.Key.Key_Return)
    assert page.question.heading == "Question 2"
    click_option(qtbot, page, 1)
    assert page.question.heading == "Not so"
    assert page.question.keys.startswith("Enter: next · R: try again")
    page.grab()
    click_option(qtbot, page, 1)  # what is answered is no button: it steps on
    assert page.question.heading == "Question 3"
    press(qtbot, asking, Qt.Key.Key_Left)
    assert page.question is None, "nothing is asked there"
    page.grab()
    press(qtbot, asking, Qt.Key.Key_P)
    assert not asking.predicting.on
    assert asking.page is None, "the presenter stays"
    press(qtbot, asking, Qt.Key.Key_P)
    assert page.question.heading == "Question 1"


def click_option(qtbot, page, number):
    """Click at the right end of an option on the presenter."""
    canvas, size = page.canvas(), QSizeF(page.size())
    row = canvas.asked.topRight() + QPointF(-30, 80 + 76 * number)
    point = row * canvas.factor(size) + canvas.corner(size)
    qtbot.mouseClick(page, LEFT, pos=point.toPoint())


def answer_wrong(qtbot, window, idea):
    """Answer rightly until an idea is on offer, then with it."""
    while idea not in (asked := window.predicting._round.asked).ideas:
        press(qtbot, window, right_key(window), Qt.Key.Key_Return)
    names = [[model.name for model in choice.ideas] for choice in asked.choices]
    press(qtbot, window, DIGITS[next(at for at, ideas in enumerate(names) if idea in ideas)])


def test_a_wrong_idea_is_named_and_where_it_fails_opens(qtbot, above_absent):
    """The link opens the smallest state by the rules that the idea is wrong about."""
    window = above_absent
    answer_wrong(qtbot, window, "absent-is-judged")
    (idea,) = view_of(window).ideas
    assert "W and U count in an absent entry too" in view_of(window).accessibleDescription()
    model = next(one for one in WRONG_MODELS if one.name == "absent-is-judged")
    view_of(window).area.ensureWidgetVisible(idea.link)
    qtbot.mouseClick(idea.link, LEFT)
    assert window.document.scenario.memory == smallest_state(model).memory
    assert window.document.scenario.title.startswith("“W and U count")
    assert window.session.semantics is Semantics.HARDWARE
    assert on_panel(window).heading == "Question 1"


def test_a_narrow_panel_keeps_what_matters(qtbot, above_absent):
    """What was neither right nor given gives way; the link takes its short word; all is drawn."""
    window = above_absent
    window.resize(1280, 720)
    answer_wrong(qtbot, window, "absent-is-judged")
    shown = [one.option.mark for one in view_of(window).options if not one.isHidden()]
    assert shown == [Mark.RIGHT, Mark.WRONG]
    assert view_of(window).ideas[0].link.text() == "Open where it fails →"
    QApplication.processEvents()
    for one in view_of(window).options:
        assert one.isHidden() or one.height() >= one.heightForWidth(one.width())
    window.resize(1900, 1300)
    assert all(not one.isHidden() for one in view_of(window).options)
    assert view_of(window).ideas[0].link.text().startswith("Open the smallest state")
    for action in ("theme_dark", "larger", "larger", "larger"):
        window.actions_by_name[action].trigger()
    assert not window.grab().isNull()


def test_the_panel_at_every_step_is_drawn(qtbot, above_absent):
    """Hardware's judgement, the bits, the code: no picture of the round fails."""
    window = above_absent
    for model in WRONG_MODELS:
        window.commands.predicting.open_smallest(model)
        while window.predicting._round.asked:
            window.grab()
            press(qtbot, window, Qt.Key.Key_1)
            window.grab()
            press(qtbot, window, Qt.Key.Key_Return)


def opened_dialog(window):
    window.actions_by_name["student"].trigger()
    return window.findChild(StudentDialog)


def test_what_i_got_wrong(qtbot, above_absent, asker, tmp_path, own_settings):
    """The dialog counts; the answers are exported, and deleted once that is confirmed."""
    window = above_absent
    answer_wrong(qtbot, window, "absent-is-judged")
    kept = load_student((own_settings / "student.json").read_text(encoding="utf-8"))
    assert kept.given[-1].ideas == ("absent-is-judged",)
    dialog = opened_dialog(window)
    assert dialog.summary.text().startswith(f"{len(kept.given) - 1} of {len(kept.given)} answers")
    assert dialog.table.item(0, 0).text() == "W and U count in an absent entry too"
    assert dialog.table.item(0, 1).text() == "1 of 1 times"
    for name in ("a.json", "a.csv"):
        asker.paths.append(tmp_path / name)
        qtbot.mouseClick(dialog.export, LEFT)
        assert window.notice.accessibleName() == f"{name} written to {tmp_path}"
    assert json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))["answers"]
    assert (tmp_path / "a.csv").read_text(encoding="utf-8").startswith("time,")
    asker.paths.append(tmp_path / "none" / "a.csv")
    qtbot.mouseClick(dialog.export, LEFT)
    assert asker.questions[-1].text == "a.csv was not written"
    asker.answers = ["Keep them", "Delete them"]
    qtbot.mouseClick(dialog.delete, LEFT)
    assert window.student.student.given
    qtbot.mouseClick(dialog.delete, LEFT)
    assert not window.student.student.given
    assert not (own_settings / "student.json").exists()
    assert dialog.summary.text() == "No answer yet."
    assert not dialog.delete.isEnabled()
    qtbot.mouseClick(dialog.findChild(QDialogButtonBox).buttons()[0], LEFT)


def test_from_the_dialog_to_where_an_idea_fails(qtbot, above_absent):
    """Enter on the row."""
    window = above_absent
    answer_wrong(qtbot, window, "absent-is-judged")
    dialog = opened_dialog(window)
    qtbot.mouseClick(dialog.open_state, LEFT)
    assert window.document.scenario.title.startswith("“W and U count")


def test_an_empty_picture(window):
    """Nothing to export, nothing to delete."""
    dialog = opened_dialog(window)
    assert dialog.summary.text() == "No answer yet."
    assert not dialog.export.isEnabled()
    assert not dialog.open_state.isEnabled()
    dialog.reject()


def test_right_answers_alone(qtbot, asking):
    """They are said, and no idea stands in the table."""
    press(qtbot, asking, right_key(asking))
    dialog = opened_dialog(asking)
    assert dialog.summary.text().endswith("No wrong idea has come up.")
    assert dialog.table.rowCount() == 0
    dialog.reject()


def test_the_record_outlives_the_window(qtbot, asking, default, own_settings, asker):
    """The next window knows; what is no record is put aside, never written over."""
    press(qtbot, asking, Qt.Key.Key_1)
    second = MainWindow(default, own_settings, asker, scheme="light")
    qtbot.addWidget(second, before_close_func=MainWindow.forget_settings)
    assert len(second.student.student.given) == 1
    (own_settings / "student.json").write_text("{", encoding="utf-8")
    third = MainWindow(default, own_settings, asker, scheme="light")
    qtbot.addWidget(third, before_close_func=MainWindow.forget_settings)
    assert third.student.student.given == ()
    assert (own_settings / "student-unreadable.json").read_text(encoding="utf-8") == "{"


def test_an_answer_that_cannot_be_kept_is_told(qtbot, asking, asker, own_settings):
    """The question goes on all the same."""
    assert asking.student.student.given == ()
    (own_settings / "student.json" / "in the way").mkdir(parents=True)
    press(qtbot, asking, Qt.Key.Key_1)
    assert asker.questions[-1].text == "The answer is not kept in the record"
    assert on_panel(asking).heading == "Right"
    asker.answers = ["Delete them"]
    dialog = opened_dialog(asking)
    qtbot.mouseClick(dialog.delete, LEFT)
    assert asker.questions[-1].text == "The record was not deleted"
    dialog.reject()


def test_copying_a_step_copies_no_more_than_is_shown(qtbot, asking):
    """The place is a question mark there too."""
    qtbot.keyClick(
        asking,
        Qt.Key.Key_C,
        Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier,
    )
    assert QApplication.clipboard().text().startswith("Step 1 of ? ")
