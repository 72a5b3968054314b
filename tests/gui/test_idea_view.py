"""A wrong idea beside the truth in place of the algorithm, by keys and mouse, in both places."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QLabel

from mmuviz.core.models.smallest import smallest_state
from mmuviz.core.models.wrong import WRONG_MODELS
from mmuviz.core.trace import Semantics
from mmuviz.gui.main_window import MainWindow
from mmuviz.gui.theme import Role, Theme
from mmuviz.gui.views.idea_layout import Arranging
from mmuviz.present.idea_board import idea_board
from mmuviz.resources import asset
from mmuviz.sources.open_file import open_file

KEY, LEFT = Qt.Key, Qt.MouseButton.LeftButton
ALT = Qt.KeyboardModifier.AltModifier
BY_NAME = {model.name: model for model in WRONG_MODELS}


def press(qtbot, window, *keys):
    """Press keys where the keyboard is."""
    for key in keys:
        qtbot.keyClick(window.focusWidget() or window, key)


def is_shown(window):
    """Whether the board stands where the algorithm is else."""
    idea = window.walk.stage.idea
    shown = idea is not None and idea.isVisible()
    assert window.walk.algorithm.isVisible() is not shown
    return shown


def answered(qtbot, window, name):
    """Answer the predicted walk, right up to the first question where an idea is on offer."""
    press(qtbot, window, KEY.Key_P)
    while True:
        asked = window.predicting._round.asked
        ideas = [[model.name for model in choice.ideas] for choice in asked.choices]
        wrong = [number for number, names in enumerate(ideas) if name in names]
        if wrong:
            press(qtbot, window, KEY.Key_1 + wrong[0])
            return
        right = [repr(one.answer) for one in asked.choices].index(repr(asked.right))
        press(qtbot, window, KEY.Key_1 + right, KEY.Key_Return)


@pytest.fixture
def on_idea(qtbot, own_settings, asker):
    """A function that makes a window on the smallest state of an idea, and answers by it."""

    def make(name, size=(1440, 900), scale=1.0):
        model = BY_NAME[name]
        opened = open_file(asset("default.toml"))
        opened = replace(opened, scenario=smallest_state(model), semantics=model.semantics)
        window = MainWindow(opened, own_settings, asker, scheme="light")
        qtbot.addWidget(window, before_close_func=MainWindow.forget_settings)
        window.look.set_scale(scale)
        window.resize(*size)
        with qtbot.waitExposed(window):
            window.show()
        assert window.walk.stage.idea is None
        answered(qtbot, window, name)
        return window

    return make


@pytest.fixture
def lesson(qtbot, window):
    """The window beside the lesson on the order of checks, its first question answered wrong."""
    qtbot.keyClick(window, KEY.Key_9, ALT)
    panel = window.teaching.panel
    qtbot.mouseClick(panel.list.rows[10], LEFT)
    while panel.session.question is None:
        qtbot.mouseClick(panel.view.next, LEFT)
    assert not is_shown(window)
    options = panel.session.question.options
    number = max(number for number, one in enumerate(options) if one.models)
    press(qtbot, window, KEY.Key_1 + number)
    return panel


def image_of(widget):
    return widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)


def has_color(image, rect, color):
    return any(
        image.pixelColor(x, y) == color
        for x in range(round(rect.left()), round(rect.right()))
        for y in range(round(rect.top()), round(rect.bottom()))
    )


# Predict, then reveal.


def test_a_wrong_answer_shows_the_idea_beside_the_truth(on_idea):
    """In place of the algorithm; the path stays above and the question beside."""
    window = on_idea("level-by-level")
    assert is_shown(window)
    walk = window.walk
    (hint,) = [label.text() for label in walk.stage.idea.findChildren(QLabel)]
    assert hint.endswith("≠ is where the two part. The entries above are live.")
    assert walk.path.isVisible()
    assert walk.predict.isVisible()
    model = BY_NAME["level-by-level"]
    assert walk.stage.idea.board == idea_board(model, model.semantics, window.document.scenario)
    assert walk.stage.idea.accessibleDescription().startswith("The two part at PDE 3.")
    labels = walk.predict.findChildren(QLabel)
    words = [label.text() for label in labels if label.isVisible()]
    assert "Rights are judged level by level" in words
    assert "The rule" not in words, "it stands below the board"


def test_escape_goes_back_to_the_algorithm_and_only_then_leaves(qtbot, on_idea):
    """The board stays closed while the same answer is told."""
    window = on_idea("leaf-alone")
    step = window.session.step
    press(qtbot, window, KEY.Key_Escape)
    assert not is_shown(window)
    assert window.predicting.on
    assert window.walk.predict.panel.heading == "Not so"
    window.predicting._show()
    assert not is_shown(window)
    assert window.session.step == step
    press(qtbot, window, KEY.Key_Escape)
    assert not window.predicting.on


def test_the_link_goes_back_too(qtbot, on_idea):
    """By mouse; by Tab and Enter the keyboard is the window's again."""
    window = on_idea("leaf-alone")
    qtbot.mouseClick(window.walk.stage.idea.back, LEFT)
    assert not is_shown(window)
    window = on_idea("dirty-everywhere")
    window.walk.stage.idea.back.setFocus(Qt.FocusReason.TabFocusReason)
    press(qtbot, window, KEY.Key_Return)
    assert not is_shown(window)
    assert window.focusWidget() is window.walk.stage
    press(qtbot, window, KEY.Key_Escape)
    assert not window.predicting.on


@pytest.mark.parametrize("key", [KEY.Key_Return, KEY.Key_Right])
def test_the_next_question_and_a_step_clear_it(qtbot, on_idea, key):
    """The algorithm is there again."""
    window = on_idea("leaf-alone")
    press(qtbot, window, key)
    assert not is_shown(window)


def test_who_comes_back_to_the_step_is_told_again(qtbot, on_idea):
    """Home, and on to the step that showed the answer."""
    window = on_idea("dirty-everywhere")
    press(qtbot, window, KEY.Key_Home)
    assert not is_shown(window)
    reveals = window.predicting._round.answered[-1][0].reveals
    press(qtbot, window, *[KEY.Key_Right] * reveals)
    assert window.session.step == reveals
    assert is_shown(window)


def test_leaving_and_another_walk_clear_it(qtbot, on_idea):
    """An edit, other rules: nothing is told of them."""
    window = on_idea("leaf-alone")
    window.session.set_semantics(Semantics.AFTER)
    assert not is_shown(window)
    window = on_idea("leaf-alone")
    press(qtbot, window, KEY.Key_P)
    assert not is_shown(window)


def test_a_slip_and_a_right_answer_show_none(qtbot, window):
    """There is no idea to be drawn."""
    press(qtbot, window, KEY.Key_P, KEY.Key_2)
    assert window.walk.predict.panel.heading == "Not so"
    assert not is_shown(window)
    assert window.walk.stage.idea is None


# Drawn.


@pytest.mark.parametrize("name", BY_NAME)
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_every_board_is_drawn_with_its_marks(on_idea, name, dark):
    """The band where the two part, in amber; a red frame, and one that is green."""
    window = on_idea(name)
    if dark:
        window.look.set_scheme("dark")
    canvas, theme = window.walk.stage.idea.canvas, window.look.theme
    image = image_of(canvas)
    layout = canvas.layout_at(canvas.width(), canvas.height())
    assert has_color(image, layout.band, theme.tint(Role.CURRENT))
    assert has_color(image, layout.band, theme.color(Role.CURRENT))
    for place, role in zip(layout.columns, (Role.FAIL, Role.PASS), strict=True):
        assert has_color(image, place.result.frame, theme.tint(role))
        assert has_color(image, place.result.frame, theme.color(role))
        assert all(place.result.frame.contains(cell) for cell in place.result.cells)
    assert not has_color(image, layout.columns[1].head, theme.tint(Role.CURRENT))


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("width", [330, 480, 640, 960, 1900])
@pytest.mark.parametrize("name", ["accessed-when-read", "leaf-alone", "whole-path-first"])
def test_nothing_is_cut_or_covers_another(name, width):
    """At any width: words lie in their rows, rows below one another, results and rule below."""
    model = BY_NAME[name]
    board = idea_board(model, model.semantics, smallest_state(model))
    layout = Arranging(board, Theme()).layout(width, 0)
    for place in layout.columns:
        tops = [place.head.bottom(), *(row.whole.bottom() for row in place.rows)]
        for top, row in zip(tops, place.rows, strict=False):
            assert row.whole.top() == pytest.approx(top)
            assert row.words.top() >= row.whole.top()
            assert row.words.bottom() <= row.whole.bottom()
        frame = place.result.frame
        assert frame.top() >= tops[-1]
        assert frame.bottom() <= layout.rule.top()
        parts = (place.result.big, *place.result.cells, place.result.caption)
        assert all(frame.contains(part) for part in parts)
    assert layout.rule.bottom() <= layout.height
    high = Arranging(board, Theme()).layout(width, layout.height + 200)
    assert layout.height < high.height <= layout.height + 201


def test_large_text_in_the_smallest_window_scrolls(qtbot, on_idea):
    """At 150 %: where the two part is in sight, the rest by wheel or keys."""
    window = on_idea("leaf-alone", (1280, 720), 1.5)
    assert is_shown(window)
    QApplication.processEvents()
    idea = window.walk.stage.idea
    band = idea.canvas.layout_at(idea.canvas.width(), idea.canvas.height()).band
    assert not idea.back.visibleRegion().isEmpty()
    assert [label.text() for label in idea.findChildren(QLabel)] == ["Esc"], "no more has room"
    assert idea.canvas.visibleRegion().boundingRect().contains(band.center().toPoint())
    bar = idea.area.verticalScrollBar()
    assert bar.maximum() > 0
    assert bar.value() == 0
    idea.area.setFocus(Qt.FocusReason.TabFocusReason)
    assert window.focusWidget() is idea.area
    press(qtbot, window, KEY.Key_PageDown, KEY.Key_Down)
    assert bar.value() > 0
    press(qtbot, window, KEY.Key_PageUp, KEY.Key_Up)
    assert bar.value() == 0
    ring = image_of(idea.area.viewport())
    assert has_color(
        ring,
        ring.rect().adjusted(0, 40, 6 - ring.width(), -60),
        window.look.theme.color(Role.FOCUS),
    )
    press(qtbot, window, KEY.Key_Return)
    assert not is_shown(window)


def test_where_all_is_in_sight_the_keys_are_the_windows(qtbot, on_idea):
    """No scrolling, no stop for Tab; Up and Down go by levels."""
    window = on_idea("level-by-level")
    area = window.walk.stage.idea.area
    assert area.focusPolicy() == Qt.FocusPolicy.NoFocus
    area.setFocus()
    step = window.session.step
    press(qtbot, window, KEY.Key_Up)
    assert window.session.step < step


# Lessons.


def test_a_wrong_answer_of_a_lesson_shows_it_beside(qtbot, window, lesson):
    """The drawn picture: the idea, the processor, the rule below."""
    assert is_shown(window)
    board = window.walk.stage.idea.board
    assert board.idea.title == "Your idea"
    assert board.truth.title == "The processor"
    assert lesson.view.content.feedback.isVisible()
    press(qtbot, window, KEY.Key_Escape)
    assert not is_shown(window)
    assert lesson.view.isVisible(), "the lesson stays"
    assert lesson.session.feedback is not None


@pytest.mark.parametrize("key", [KEY.Key_Space, None])
def test_another_idea_that_says_the_same_is_shown_on_demand(qtbot, window, lesson, key):
    """Round and round; the link says what comes."""
    idea = window.walk.stage.idea
    question = lesson.session.question
    models = question.judged(lesson.session.chosen).models
    boards = [idea_board(model, question.subject.semantics, question.scenario) for model in models]
    assert len(boards) == 2
    for shown, following in ((0, 1), (1, 0), (0, 1)):
        assert idea.board == boards[shown]
        assert idea.other.text() == f"Or was it: {boards[following].idea.manner} →"
        if key is None:
            qtbot.mouseClick(idea.other, LEFT)
        else:
            idea.other.setFocus(Qt.FocusReason.TabFocusReason)
            press(qtbot, window, key)


@pytest.mark.usefixtures("lesson")
@pytest.mark.parametrize("key", [KEY.Key_R, KEY.Key_Return])
def test_another_try_and_the_next_screen_clear_it(qtbot, window, key):
    """As everything that was said."""
    press(qtbot, window, key)
    assert not is_shown(window)


def test_the_smallest_state_hides_it_and_the_way_back_shows_it(qtbot, window, lesson):
    """It tells of the question's state, and stands only above that."""
    content = lesson.view.content
    qtbot.mouseClick(content.feedback.link, LEFT)
    assert not is_shown(window)
    qtbot.mouseClick(content.back, LEFT)
    assert window.document.scenario == lesson.session.question.scenario
    assert is_shown(window)


@pytest.mark.usefixtures("lesson")
def test_an_edit_of_the_live_window_hides_it(window):
    """The entries above are live; what is told is of another state then."""
    scenario = window.document.scenario
    window.document.edit("WP", replace(scenario, cpu=replace(scenario.cpu, wp=not scenario.cpu.wp)))
    assert not is_shown(window)
    window.document.undo_stack.undo()
    assert is_shown(window)


@pytest.mark.usefixtures("lesson")
def test_the_mode_and_the_lesson_do_not_close_the_board_of_one_another(window):
    """A step of the predicted walk tells nothing; the lesson's board stays."""
    window.walk.show_panel(None)
    assert is_shown(window)


def test_an_idea_about_the_walk_beside_a_lesson_goes_with_the_way_back(qtbot, window):
    """A question of the walk stands in the lesson's place; its board in that of the algorithm."""
    qtbot.keyClick(window, KEY.Key_9, ALT)
    panel = window.teaching.panel
    qtbot.mouseClick(panel.list.rows[10], LEFT)
    while not is_shown(window):
        press(qtbot, window, KEY.Key_Right)
        asked = window.predicting._round.asked
        if asked.known == window.session.step:
            wrong = [number for number, one in enumerate(asked.choices) if one.ideas]
            right = [repr(one.answer) for one in asked.choices].index(repr(asked.right))
            press(qtbot, window, KEY.Key_1 + (wrong[0] if wrong else right))
    assert panel.walk.isVisible()
    assert window.walk.stage.idea.board.truth.title == "The processor"
    qtbot.mouseClick(panel.walk.predict.leave, LEFT)
    assert panel.view.isVisible()
    assert not is_shown(window)
