"""A filter is typed by keys: words are offered, faults are said, the last good one stays."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QToolButton, QVBoxLayout, QWidget

from mmuviz.core.paging import PagingMode
from mmuviz.gui.theme import Role, Theme
from mmuviz.gui.widgets.filter_edit import FilterEdit
from mmuviz.sweep.space import STATE_SPACES, SpaceName

PAE_ACCESS = STATE_SPACES[PagingMode.PAE, SpaceName.ACCESS]
X32_WALK = STATE_SPACES[PagingMode.X32, SpaceName.WALK]
KEY = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier


class Bench:
    """The field over another one, and what it said."""

    def __init__(self, qtbot):
        self.bot = qtbot
        self.window = QWidget()
        self.edit = FilterEdit(self.window)
        self.other = QLineEdit(self.window)
        column = QVBoxLayout(self.window)
        column.addWidget(self.edit)
        column.addWidget(self.other)
        column.addStretch(1)
        self.edit.set_theme(Theme())
        self.edit.set_space(PAE_ACCESS)
        self.said = []
        self.edit.filter_changed.connect(lambda one: self.said.append(one and str(one)))
        self.window.resize(300, 300)
        qtbot.addWidget(self.window)
        with qtbot.waitActive(self.window):
            self.window.show()
        self.edit.setFocus()

    def keys(self, text):
        """Type, each key to whatever has the keyboard."""
        for letter in text:
            self.bot.keyClicks(
                QApplication.activePopupWidget() or QApplication.focusWidget(), letter
            )

    def key(self, key, modifier=Qt.KeyboardModifier.NoModifier):
        self.bot.keyClick(
            QApplication.activePopupWidget() or QApplication.focusWidget(), key, modifier
        )

    @property
    def text(self):
        return self.edit.line.text()

    @property
    def offered(self):
        """The words in the open list; none where it is closed."""
        words = self.edit.line.popup.words
        rows = range(words.rowCount()) if self.edit.line.popup.isVisible() else ()
        return [words.item(row).text() for row in rows]

    @property
    def problem(self):
        return self.edit.problem.text() if self.edit.problem.isVisible() else ""

    @property
    def still(self):
        return self.edit.still.text() if self.edit.still.isVisible() else ""


@pytest.fixture
def bench(qtbot):
    return Bench(qtbot)


def red(bench):
    """The columns in which the lowest third of the line has the colour of a fault."""
    line = bench.edit.line
    image = line.grab().toImage()
    fail = Theme().color(Role.FAIL)
    rows = range(line.height() - 9, line.height() - 3)
    return [
        x for x in range(5, line.width() - 5) if any(image.pixelColor(x, y) == fail for y in rows)
    ]


def test_each_good_text_is_in_force(bench):
    """While one types, as often as the text means something else."""
    bench.keys("user and not pde.u")
    bench.key(KEY.Key_Return)
    assert bench.text == "user and not pde.u"
    assert bench.said == ["user", "user and not pde.u"]
    assert str(bench.edit.expression) == "user and not pde.u"
    assert (bench.problem, bench.still) == ("", "")


def test_what_only_has_to_go_on_is_no_fault_yet(bench):
    """It says what is shown meanwhile; Enter, or leaving, makes a fault of it."""
    bench.keys("user and ")
    assert (bench.problem, bench.still) == ("", "still shown: user")
    bench.key(KEY.Key_Return)
    assert bench.problem == '✗ column 9: the filter ends where a flag, "not" or "(" is expected'
    assert bench.edit.line.accessibleDescription() == bench.problem
    assert red(bench), "the place is marked"
    bench.keys("w")
    assert bench.problem == "", "wp, or write"
    bench.key(KEY.Key_Escape)
    bench.key(KEY.Key_Tab)
    assert bench.other.hasFocus()
    assert bench.problem == '✗ column 10: "w" is no flag of this space; did you mean wp?'
    assert bench.said == ["user"]


def test_a_fault_is_said_and_marked_at_once(bench):
    """Where nothing can make it right; the text is kept, and the filter before."""
    bench.keys("user and not xyz or wp")
    assert bench.problem == '✗ column 14: "xyz" is no flag of this space'
    assert bench.still == "still shown: user"
    letter = bench.edit.line.fontMetrics().horizontalAdvance("0")
    marks = red(bench)
    assert marks[-1] - marks[0] == pytest.approx(3 * letter, abs=5), "under the word, no further"
    for _ in range(9):
        bench.key(KEY.Key_Backspace)
    bench.keys("wp")
    assert (bench.problem, bench.still, red(bench)) == ("", "", [])
    assert bench.said == ["user", "user and not wp"]


def test_a_long_filter_is_shortened_where_it_is_still_shown(bench):
    """The line below stays a line or two."""
    bench.edit.line.setText("user or " * 20 + "wp")
    bench.edit.line.setText("?")
    assert bench.still == "still shown: " + ("user or " * 20)[:60] + "…"


def test_enter_and_tab_take_the_marked_word(bench):
    """The arrows choose, one types on behind a space, and it can be undone."""
    bench.keys("us")
    assert bench.offered == ["user"]
    bench.key(KEY.Key_Return)
    assert (bench.text, bench.offered, bench.said) == ("user ", [], ["user"])
    bench.keys("a")
    bench.key(KEY.Key_Tab)
    assert bench.text == "user and "
    assert bench.edit.line.hasFocus()
    bench.keys("pde.")
    bench.key(KEY.Key_Down)
    bench.key(KEY.Key_Down)
    bench.key(KEY.Key_Enter)
    assert bench.text == "user and pde.u "
    bench.key(KEY.Key_Z, CTRL)
    assert bench.text.startswith("user and pde.")
    assert not bench.text.startswith("user and pde.u")


def test_enter_does_not_lengthen_a_whole_word(bench):
    """pde.p may become pde.ps, if one asks for it."""
    bench.keys("pde.p")
    assert bench.offered == ["pde.ps"]
    bench.key(KEY.Key_Return)
    assert (bench.text, bench.offered) == ("pde.p", [])


@pytest.mark.parametrize(("key", "modifier"), [("Key_Down", None), ("Key_Space", CTRL)])
def test_a_key_lists_all_that_may_stand_there(bench, key, modifier):
    """Also in an empty field; a click takes a word."""
    bench.key(KEY[key], modifier or Qt.KeyboardModifier.NoModifier)
    assert bench.offered[:3] == ["kind", "pdpte.p", "pde.p"]
    popup = bench.edit.line.popup
    place = popup.visualRect(popup.model().index(1, 0)).center()
    bench.bot.mouseClick(popup.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert bench.text == "pdpte.p "
    assert not popup.isVisible()
    bench.key(KEY.Key_Down)
    assert bench.offered == ["and", "or"]


def test_a_word_is_completed_within_a_text(bench):
    """What follows stays."""
    bench.keys("us and wp")
    bench.key(KEY.Key_Home)
    bench.key(KEY.Key_Right)
    bench.key(KEY.Key_Down)
    assert bench.offered == ["user", "pde.u", "pte.u"]
    bench.key(KEY.Key_Return)
    assert (bench.text, bench.edit.line.cursorPosition()) == ("user and wp", 5)
    assert bench.said == ["user and wp"]


def test_escape_closes_the_list_and_then_empties(bench):
    """So does the button in the field; then all states are meant."""
    bench.keys("user or p")
    bench.key(KEY.Key_Escape)
    assert (bench.text, bench.offered) == ("user or p", [])
    bench.key(KEY.Key_Escape)
    assert (bench.text, bench.still, bench.said) == ("", "", ["user", None])
    bench.key(KEY.Key_Escape)
    bench.keys("wp")
    (button,) = bench.edit.line.findChildren(QToolButton)
    bench.bot.mouseClick(button, Qt.MouseButton.LeftButton, pos=QPoint(5, 5))
    assert (bench.text, bench.said[-2:]) == ("", ["wp", None])


def test_another_space_has_other_flags(bench):
    """A text that means nothing there leaves no filter in force, and the reason is said."""
    bench.keys("user and pdpte.p")
    bench.edit.set_space(X32_WALK)
    assert bench.problem == (
        '✗ column 10: "pdpte.p" is a flag of PAE and long mode, not of 32-bit mode'
    )
    assert bench.still == "still shown: all states"
    assert bench.edit.expression is None
    bench.edit.set_space(PAE_ACCESS)
    assert bench.problem == ""
    assert bench.said == ["user", "user and pdpte.p", None, "user and pdpte.p"]


def test_the_dark_theme_at_twice_the_size(bench):
    """Everything grows, and takes the dark colours."""
    small = bench.edit.line.height()
    bench.edit.set_theme(Theme(dark=True, scale=2.0))
    assert bench.edit.line.height() > 1.7 * small
    bench.keys("p")
    popup = bench.edit.line.popup
    rect = popup.visualRect(popup.model().index(0, 0))
    image = popup.viewport().grab().toImage()
    assert image.pixelColor(1, rect.center().y()) == Theme(dark=True).color(Role.ACCENT)
