"""The walk beside a lesson asks before each decision, by real keys and clicks."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from mmuviz.core.lessons.target import Stage
from mmuviz.core.trace import Semantics
from mmuviz.gui.theme import Role
from mmuviz.present.predict_panel import Mark

LEFT = Qt.MouseButton.LeftButton
ALT = Qt.KeyboardModifier.AltModifier
CONTROL = Qt.KeyboardModifier.ControlModifier
KEY = Qt.Key
ORDER, SHADOW, TASK = 11, 9, 5


def press(qtbot, window, *keys):
    """Press keys where the keyboard is."""
    for key in keys:
        qtbot.keyClick(window.focusWidget() or window, key)


def asked(window):
    """The walk's question that is open."""
    return window.predicting._round.asked


def right_key(window):
    answers = [choice.answer for choice in asked(window).choices]
    return KEY.Key_1 + [repr(one) for one in answers].index(repr(asked(window).right))


def lesson_key(session, *, right):
    options = session.question.options
    return KEY.Key_1 + next(at for at, one in enumerate(options) if one.right is right)


def to_question(qtbot, window):
    """Step on until the walk asks."""
    for _ in range(5):
        press(qtbot, window, KEY.Key_Right)
        if window.teaching.panel.asks:
            return
    raise AssertionError("the walk does not ask")


def test_a_lesson_asks_from_its_place_on(window, panel, at):
    """What lies before it is shown, and not asked; what comes is hidden."""
    at(ORDER)
    opening = panel.session.screen.opening
    assert window.predicting.on
    assert window.session.step == opening.step > 0
    assert window.session.frame.hides
    assert asked(window).known >= opening.step
    assert not panel.asks, "the lesson is read first"
    assert "step\N{NO-BREAK SPACE}and\N{NO-BREAK SPACE}predict" in panel.view.keys.text()


def test_a_step_to_a_decision_shows_its_question_instead_of_the_lesson(qtbot, window, panel, at):
    """One question is seen, and has the digits; Escape goes back, the next step forth again."""
    at(ORDER)
    to_question(qtbot, window)
    assert panel.walk.isVisible()
    assert not panel.view.isVisible()
    assert panel.walk.caption.text().startswith("Lesson 11")
    press(qtbot, window, KEY.Key_Escape)
    assert panel.view.isVisible()
    assert panel.session.is_open
    step = window.session.step
    press(qtbot, window, KEY.Key_Right)
    assert window.session.step == step
    assert panel.asks
    qtbot.mouseClick(panel.walk.predict.leave, LEFT)
    assert panel.view.isVisible()
    press(qtbot, window, lesson_key(panel.session, right=False))
    assert panel.session.feedback is not None
    (given,) = window.student.student.given
    assert given.asked == "error_code", "the digit was the lesson's"


def test_answers_lead_to_the_lessons_own_question(qtbot, window, panel, at):
    """The walk waits where it would tell the answer; there the lesson is shown again."""
    at(ORDER)
    to_question(qtbot, window)
    while panel.asks:
        press(qtbot, window, right_key(window))
        assert panel.walk.predict.panel.heading == "Right"
        press(qtbot, window, KEY.Key_Return)
    assert panel.view.isVisible()
    assert panel.session.is_open
    assert window.session.frame.hides
    assert window.session.step == panel.session.question.told_at - 1
    assert window.student.student.given
    press(qtbot, window, KEY.Key_Right)
    assert panel.view.isVisible()
    press(qtbot, window, lesson_key(panel.session, right=True))
    assert panel.session.feedback.right
    assert not window.session.frame.hides
    assert window.session.step == window.session.last_step
    press(qtbot, window, KEY.Key_R)
    assert window.session.frame.hides


def test_a_step_on_from_what_was_told_goes_on(qtbot, window, panel, at):
    """The lesson is read again where nothing is decided."""
    at(ORDER)
    to_question(qtbot, window)
    press(qtbot, window, right_key(window), KEY.Key_Right)
    while panel.asks:
        press(qtbot, window, right_key(window), KEY.Key_Right)
    assert panel.view.isVisible()


def test_the_mouse_alone(qtbot, window, panel, at):
    """The transport steps, the option answers, the button goes on."""
    at(ORDER)
    step = window.actions_by_name["step"]
    while not panel.asks:
        step.trigger()
    option = panel.walk.predict.options[right_key(window) - KEY.Key_1]
    qtbot.mouseClick(option, LEFT, pos=option.rect().center())
    assert any(one.option.mark is Mark.RIGHT for one in panel.walk.predict.options)
    qtbot.mouseClick(panel.walk.predict.following, LEFT)
    assert panel.view.isVisible()


def test_after_the_answer_the_round_begins_at_its_place(qtbot, window, panel, at):
    """A check: the walk goes on from it, and asks."""
    at(ORDER)
    session = panel.session
    while session.question is None or session.question.truth != "refuses":
        session.go(1)
    press(qtbot, window, lesson_key(session, right=True))
    assert window.session.step == session.question.told_at
    assert window.predicting.on
    assert all(one.known >= window.session.step for one in window.predicting._round.questions)


def test_arrows_step_while_nothing_is_typed(qtbot, window, at):
    """Then they move in what is typed."""
    content = at(1, 4)
    assert window.focusWidget() is content.line.edit
    press(qtbot, window, KEY.Key_Right)
    assert window.session.step == 1
    press(qtbot, window, KEY.Key_Escape)
    assert window.focusWidget() is content.line.edit
    qtbot.keyClicks(content.line.edit, "0x4")
    press(qtbot, window, KEY.Key_Left)
    assert (window.session.step, content.line.edit.cursorPosition()) == (1, 2)


def test_a_task_has_the_live_walk(qtbot, window, panel, at):
    """Nothing is hidden, and P changes nothing there."""
    at(TASK, 5)
    assert not window.predicting.on
    assert window.session.step == window.session.last_step
    press(qtbot, window, KEY.Key_P)
    assert not window.predicting.on
    assert not window.actions_by_name["predict"].isChecked()
    qtbot.mouseClick(panel.view.previous, LEFT)
    assert window.predicting.on


def test_p_is_remembered(qtbot, window, panel, at):
    """The walk of every lesson is stepped freely, until P."""
    at(ORDER)
    assert window.actions_by_name["predict"].isChecked()
    press(qtbot, window, KEY.Key_P)
    assert not window.predicting.on
    assert panel.view.isVisible()
    assert "P\N{NO-BREAK SPACE}\N{NO-BREAK SPACE}predict" in panel.view.keys.text()
    assert not window.session.frame.hides
    at(ORDER, 2)
    assert not window.predicting.on
    at(3)
    assert not window.predicting.on
    press(qtbot, window, KEY.Key_P)
    assert window.predicting.on
    assert panel.view.isVisible(), "P does not leave the lesson"
    at(ORDER)
    to_question(qtbot, window)
    press(qtbot, window, KEY.Key_P)
    assert panel.view.isVisible()


@pytest.mark.parametrize("was_on", [False, True])
def test_leaving_a_lesson_gives_back_what_was(qtbot, window, was_on):
    """Another view, or the list; and the lesson takes it over again."""
    if was_on:
        press(qtbot, window, KEY.Key_P)
    qtbot.keyClick(window, KEY.Key_9, ALT)
    panel = window.teaching.panel
    QApplication.sendPostedEvents()  # the rows of the list are seen
    assert window.predicting.on is was_on
    qtbot.mouseClick(panel.list.rows[ORDER - 1], LEFT)
    assert window.predicting.on
    begins = window.session.step
    press(qtbot, window, KEY.Key_Escape)
    assert window.predicting.on is was_on
    press(qtbot, window, KEY.Key_Return)
    assert window.predicting.on
    qtbot.keyClick(window, KEY.Key_1, ALT)
    assert window.predicting.on is was_on
    press(qtbot, window, KEY.Key_End)
    qtbot.keyClick(window, KEY.Key_9, ALT)
    assert window.predicting.on
    assert window.session.step == begins
    assert panel.view.isVisible()


def test_another_walk_leaves_the_lesson_and_asks_from_its_start(qtbot, window, panel, at):
    """Other rules, or an edit: the lesson is not turned over; a step does it."""
    at(ORDER)
    qtbot.keyClick(window, KEY.Key_2, CONTROL)
    assert window.session.semantics is Semantics.AFTER
    assert panel.view.isVisible()
    assert asked(window).known == window.session.step == 1
    qtbot.keyClick(window, KEY.Key_9, ALT)
    press(qtbot, window, KEY.Key_Right)
    assert panel.asks
    qtbot.keyClick(window, KEY.Key_1, ALT)
    qtbot.keyClick(window, KEY.Key_9, ALT)
    assert window.session.step == 0, "the lesson's place is in another walk"


def test_behind_the_walk_nothing_is_asked(qtbot, window, panel):
    """The exits show all."""
    qtbot.mouseClick(panel.list.rows[SHADOW - 1], LEFT)
    session = panel.session
    while session.screen.opening.stage is Stage.WALK:
        session.go(1)
    assert not window.predicting.on


def test_where_an_idea_fails_opens_beside_the_lesson(qtbot, window, panel, at):
    """The link in the walk's question; the way back is the lesson's."""
    content = at(ORDER)
    to_question(qtbot, window)
    names = [[model.name for model in choice.ideas] for choice in asked(window).choices]
    press(qtbot, window, KEY.Key_1 + next(at for at, ideas in enumerate(names) if ideas))
    qtbot.mouseClick(panel.walk.predict.ideas[0].link, LEFT)
    assert panel.view.isVisible()
    assert panel.session.has_left
    qtbot.mouseClick(content.back, LEFT)
    assert not panel.session.has_left


def test_the_presenter_keeps_the_question(qtbot, window, panel, at):
    """As much is hidden there."""
    at(ORDER)
    qtbot.keyClick(window, KEY.Key_F11)
    press(qtbot, window, KEY.Key_End)
    assert window.session.frame.hides
    press(qtbot, window, KEY.Key_Escape)
    assert panel.isVisible()


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_every_option_is_drawn_whole(qtbot, window, panel, at, scale):
    """On a small screen, at any text size."""
    window.look.set_scale(scale)
    window.resize(1280, 720)
    at(ORDER)
    to_question(qtbot, window)
    press(qtbot, window, KEY.Key_1)
    QApplication.sendPostedEvents()
    for option in panel.walk.predict.options:
        if option.isVisible():
            assert option.height() >= option.heightForWidth(option.width())


# Keys: H the rule, R once more.


def test_h_shows_the_rule_of_a_lessons_question(qtbot, window, panel, at):
    """Before the answer it is a hint; a second press hides it."""
    content = at(ORDER)
    assert not content.rule.isVisible()
    press(qtbot, window, KEY.Key_H)
    assert content.rule.isVisible()
    assert content.rule.head.text == "A hint: the rule"
    assert content.rule.rule.text.startswith("P is 1 where a translation exists")
    assert "Intel SDM vol. 3A, 4.6" in content.rule.source.text
    press(qtbot, window, KEY.Key_H)
    assert not content.rule.isVisible()
    qtbot.mouseClick(panel.view.rule, LEFT)
    assert content.rule.isVisible()
    press(qtbot, window, lesson_key(panel.session, right=True))
    assert not content.rule.isVisible(), "the hint goes with the question"
    press(qtbot, window, KEY.Key_H)
    assert content.rule.head.text == "The rule"


def test_h_tells_the_rule_of_a_wrong_idea_too(qtbot, window, panel, at):
    """It stands below the board, which may be closed."""
    content = at(ORDER)
    options = panel.session.question.options
    press(qtbot, window, KEY.Key_0 + max(n for n, one in enumerate(options, 1) if one.models))
    press(qtbot, window, KEY.Key_H)
    assert content.rule.isVisible()
    assert content.rule.head.text == "The rule"
    board = window.walk.stage.idea.board
    assert content.rule.rule.text == board.rule
    press(qtbot, window, KEY.Key_H)
    assert not content.rule.isVisible()


def test_h_means_nothing_where_nothing_is_asked(qtbot, window, panel):
    """A screen that is read, and a task."""
    qtbot.mouseClick(panel.list.rows[ORDER - 1], LEFT)
    assert panel.session.question is None
    press(qtbot, window, KEY.Key_H)
    assert not panel.view.rule.isVisible()
    assert not panel.view.content.rule.isVisible()


def test_h_and_r_of_the_walks_question(qtbot, window, panel, at):
    """The rule as a hint; an answer taken back is asked again, and both are remembered."""
    at(ORDER)
    to_question(qtbot, window)
    view, step = panel.walk.predict, window.session.step
    press(qtbot, window, KEY.Key_R)
    assert view.panel.is_open, "there is nothing to take back"
    press(qtbot, window, KEY.Key_H)
    assert view.panel.rule
    qtbot.mouseClick(view.hint, LEFT)
    assert not view.panel.rule
    press(qtbot, window, KEY.Key_H, KEY.Key_1)
    assert view.retry.isVisible()
    assert not view.hint.isVisible()
    press(qtbot, window, KEY.Key_H)
    assert view.panel.retry, "the rule is told already"
    press(qtbot, window, KEY.Key_R)
    assert view.panel.is_open
    assert not view.panel.rule
    assert window.session.step == step
    press(qtbot, window, right_key(window))
    qtbot.mouseClick(view.retry, LEFT)
    assert view.panel.is_open
    assert len(window.student.student.given) == 2


def test_a_place_that_tells_comes_with_the_answer(qtbot, window, at):
    """Lesson 5 points at the A that it asks for."""
    content = at(5)
    assert not any(row.isVisible() for row in content.points)
    assert window.session.step == 0
    qtbot.keyClicks(content.line.edit, "PDE PTE")
    press(qtbot, window, KEY.Key_Return)
    assert all(row.isVisible() for row in content.points)


# Places are pointed at.


def test_a_place_is_framed_and_said_under_its_bit(qtbot, window, panel, at):
    """As long as the walk stands there; the rows below make room, and nothing else moves."""
    content, path = at(ORDER), window.walk.path
    assert path.callout.words == "U = 0 is remembered"
    assert not content.points[1].isVisible(), "it tells the answer"
    press(qtbot, window, lesson_key(panel.session, right=True))
    assert window.session.step == window.session.last_step
    assert path.callout.words, "what decided is seen beside the answer too"
    assert [row.fill for row in content.points] == [None, Role.CURRENT]
    qtbot.mouseClick(content.points[1], LEFT)
    assert path.callout.words == "This decides: absent, so there is no translation"
    box = path.mapFromScene(path.callout.sceneBoundingRect()).boundingRect()
    bit = path.bit_center(1, 7, "P").toPoint()
    assert box.contains(bit)
    rows = [item.mapRectToScene(item.shape().boundingRect()) for item in path._rows.shown(1)]
    words = path.callout._room
    assert not any(words.intersects(row) for row in rows)
    press(qtbot, window, KEY.Key_Left)
    assert not path.callout.isVisible()


def test_where_there_is_no_room_the_frame_stays(qtbot, window, panel, at):
    """On a small screen; in a larger window the words are there."""
    window.resize(1280, 720)
    content, path = at(ORDER), window.walk.path
    press(qtbot, window, lesson_key(panel.session, right=True))
    qtbot.mouseClick(content.points[1], LEFT)
    assert path.callout.isVisible()
    assert path.callout.words == ""
    window.grab()
    window.resize(1440, 1100)
    assert path.callout.words
    window.actions_by_name["theme_dark"].trigger()
    assert not window.grab().isNull()


def test_leaving_the_lesson_points_at_nothing(qtbot, window, at):
    """The walk is the reader's own again."""
    at(ORDER)
    assert window.walk.path.callout.isVisible()
    qtbot.keyClick(window, KEY.Key_1, ALT)
    assert not window.walk.path.callout.isVisible()
    qtbot.keyClick(window, KEY.Key_9, ALT)
    assert window.walk.path.callout.isVisible()
