"""The Claims view by mouse and keys: its faces, and what they open."""

import pytest
from PySide6.QtCore import Qt

from mmuviz.core.trace import Semantics

LEFT = Qt.MouseButton.LeftButton
ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def page(qtbot, window):
    """The Claims view, shown by its key."""
    qtbot.keyClick(window, Qt.Key.Key_6, ALT)
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


def test_arrows_choose_the_face(qtbot, page):
    """The heading follows."""
    choose(qtbot, page, "test suite")
    page.choice.setFocus()
    qtbot.keyClick(page.choice, Qt.Key.Key_Right)

    assert page.title.text() == page.face.title
    assert page.face is not page.faces["test suite"]


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
