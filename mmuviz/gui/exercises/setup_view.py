"""What a set is to be: mode, whose walk, level, how many, seed, and the time."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from mmuviz.core.exercises.spec import MOST, SheetSpec
from mmuviz.core.paging import PagingMode
from mmuviz.core.trace import Semantics
from mmuviz.gui.exercises.foot import Foot
from mmuviz.gui.exercises.form import Form
from mmuviz.gui.exercises.head import Head
from mmuviz.gui.lessons.choice_row import ChoiceRow
from mmuviz.gui.lessons.next_button import NextButton
from mmuviz.gui.theme import FontKind, Role, Theme
from mmuviz.gui.widgets.framed_edit import FramedEdit
from mmuviz.gui.widgets.ground import Hairline
from mmuviz.gui.widgets.link import Link
from mmuviz.gui.widgets.number_edit import NumberEdit
from mmuviz.gui.widgets.quiet_area import QuietArea
from mmuviz.gui.widgets.segmented import Segmented
from mmuviz.present.exercise_words import LONGEST, MINUTES_EACH, level_rows
from mmuviz.present.sheet_words import command

_ABOUT = (
    "Tables and an access, as on a worksheet: say where the walk goes and what becomes of it. "
    "What is handed in is marked, and the ideas behind wrong answers are named."
)
_MODES = {mode.title: mode for mode in PagingMode}
_WALKS = {
    "the processor": Semantics.HARDWARE,
    "walk_addr after the change": Semantics.AFTER,
}
_UNTIMED, _TIMED = "no limit", "timed"
_LARGEST_SEED = (1 << 64) - 1
_COUNT, _LEVEL, _LEVELS = 10, 1, range(1, 5)
_NUMBER, _NAME, _LONGEST_NAME = 110.0, 300.0, 80


class SetupView(QWidget):
    """Everything that makes a set, and the way to begin it.

    Signals:
        begin_wished: a set is to be begun (SheetSpec, minutes as int, name as str).
        sheet_wished: a worksheet's file is to give all this.
    """

    begin_wished = Signal(object, int, str)
    sheet_wished = Signal()

    def __init__(self, draw: Callable[[], int], parent: QWidget) -> None:
        """Offer a set of the seed that `draw` gives."""
        super().__init__(parent)
        self._draw = draw
        self._level = _LEVEL
        self._drawn_minutes = MINUTES_EACH * _COUNT
        self.head = Head(self)
        self.head.say("", "Exercises", _ABOUT)
        self.form = form = Form(self)
        walks = [(word, "whose walk is asked about") for word in _WALKS]
        limits = [(_UNTIMED, "take your time"), (_TIMED, "the set is handed in when time is up")]
        self.mode = Segmented("Paging", [(title, title) for title in _MODES], form)
        self.walk = Segmented("Asked is", walks, form)
        self.levels = [ChoiceRow(str(number), "", "", form) for number in _LEVELS]
        self.count = NumberEdit("Questions", partial(_number, 1, MOST), form)
        self.seed = NumberEdit("Seed", partial(_number, 0, _LARGEST_SEED), form)
        self.another = Link("Another", "draw another seed", form)
        self.timed = Segmented("Time", limits, form)
        self.minutes = NumberEdit("Minutes", partial(_number, 1, LONGEST), form)
        self.name = FramedEdit(form)
        self.name.setAccessibleName("Name")
        self.name.setMaxLength(_LONGEST_NAME)
        self.problem = QLabel(self)
        self.problem.setWordWrap(True)
        self.problem.setAccessibleName("Problem")
        self.begin = NextButton(self)
        self.begin.show_way("Begin", quiet=False)
        self.open = Link("Open a worksheet…", "sheet.md, as mmuviz sheet writes it", self)
        self.foot = Foot((self.begin, self.open), self)
        self._lay_out()
        self._connect()
        self.mode.set_value(PagingMode.PAE.title)
        self.count.setText(str(_COUNT))
        self.minutes.setText(str(self._drawn_minutes))
        self.draw()

    def _lay_out(self) -> None:
        add = self.form.add
        add("Paging", self.mode)
        add("Asked is", self.walk)
        self.form.add_list("Level", [*self.levels])
        add("Questions", self.count, note=f"1 to {MOST}")
        add("Seed", self.seed, self.another, note="the same seed makes the same set, for a class")
        self._for_all = add("Time", self.timed, self.minutes, note="minutes for the whole set")
        add("Name", self.name, note="stands in the files that you save; may stay empty")
        self.area = QuietArea(self.form, self)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(Hairline(self))
        column.addWidget(self.area, 1)
        column.addWidget(self.problem)
        column.addWidget(Hairline(self))
        column.addWidget(self.foot)

    def _connect(self) -> None:
        for choice in (self.mode, self.walk, self.timed):
            choice.chosen.connect(self._follow)
        for number, row in zip(_LEVELS, self.levels, strict=True):
            row.clicked.connect(partial(self._on_level, number))
            row.entered.connect(partial(self._on_entered, row))
        for edit in (self.count, self.seed, self.minutes):
            edit.changed.connect(self._follow)
            edit.returnPressed.connect(self._on_begin)
        self.count.changed.connect(self._on_count)
        self.name.returnPressed.connect(self._on_begin)
        self.another.clicked.connect(self.draw)
        self.begin.clicked.connect(self._on_begin)
        self.open.clicked.connect(self.sheet_wished)

    def set_theme(self, theme: Theme) -> None:
        """Draw in `theme`."""
        for row in self.levels:
            row.set_theme(theme)
        for choice in (self.mode, self.walk, self.timed):
            choice.set_theme(theme)
        for edit in (self.count, self.seed, self.minutes):
            edit.set_theme(theme)
        for part in (self.head, self.form, self.another, self.name, self.foot):
            part.set_theme(theme)
        for edit in (self.count, self.minutes):
            edit.setFixedWidth(round(theme.px(_NUMBER)))
        self.name.setFixedWidth(round(theme.px(_NAME)))
        self.problem.setFont(theme.font(FontKind.STRONG))
        side, below = round(theme.px(20)), round(theme.px(8))
        self.problem.setContentsMargins(side, 0, side, below)
        palette = self.problem.palette()
        palette.setColor(self.problem.foregroundRole(), theme.color(Role.FAIL))
        self.problem.setPalette(palette)
        self._follow()

    # What is chosen.

    @property
    def spec(self) -> SheetSpec | None:
        """What is chosen; None where a number is none."""
        count, seed = self.count.value, self.seed.value
        if count is None or seed is None:
            return None
        mode, semantics = _MODES[self.mode.value], _WALKS[self.walk.value]
        return SheetSpec(mode, self._level, seed, count, semantics)

    @property
    def is_timed(self) -> bool:
        """Whether the set has a limit."""
        return self.timed.value == _TIMED

    def enter(self) -> None:
        """Give the keyboard to the level that is chosen."""
        self.levels[self._level - 1].setFocus(Qt.FocusReason.TabFocusReason)

    def draw(self) -> None:
        """Draw another seed."""
        self.seed.setText(str(self._draw()))

    def take(self, spec: SheetSpec) -> None:
        """Choose what a worksheet says."""
        self.mode.set_value(spec.mode.title)
        self.walk.set_value(next(word for word, one in _WALKS.items() if one is spec.semantics))
        self._level = spec.level
        self.count.setText(str(spec.count))
        self.seed.setText(str(spec.seed))
        self._follow()
        self.begin.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_level(self, number: int, _checked: object = None) -> None:
        self._level = number
        self._follow()

    def _on_entered(self, row: ChoiceRow) -> None:
        """Follow the keyboard."""
        self.area.follow(row.geometry())

    def _on_count(self) -> None:
        """Let the time follow the questions, until somebody has chosen it."""
        count = self.count.value
        if count is not None and self.minutes.value == self._drawn_minutes:
            self._drawn_minutes = min(MINUTES_EACH * count, LONGEST)
            self.minutes.setText(str(self._drawn_minutes))

    def _follow(self) -> None:
        """Say what the levels need, and how the set comes to paper."""
        mode, semantics = _MODES[self.mode.value], _WALKS[self.walk.value]
        for row, level in zip(self.levels, level_rows(mode, semantics), strict=True):
            chosen = level.number == self._level
            row.label, row.detail = level.title, level.detail
            row.judge(Role.ACCENT if chosen else None, None, "chosen" if chosen else "")
        for part in (self.minutes, self._for_all):
            part.setVisible(self.is_timed)
        self._complain("")
        spec = self.spec
        self.foot.say(f"The same set on paper: {command(spec)} --out DIR" if spec else "")

    # What is done.

    def _on_begin(self) -> None:
        ranges = {self.count: f"1 to {MOST}", self.seed: f"0 to {_LARGEST_SEED}"}
        if self.is_timed:
            ranges[self.minutes] = f"1 to {LONGEST}"
        for edit, expected in ranges.items():
            if edit.value is None:
                found = f"“{edit.text()}”" if edit.text() else "nothing"
                self._complain(f"{edit.accessibleName()}: found {found}, expected {expected}.")
                edit.setFocus(Qt.FocusReason.OtherFocusReason)
                self.area.ensureWidgetVisible(edit)
                return
        minutes = self.minutes.value if self.is_timed else 0
        self.begin_wished.emit(self.spec, minutes, self.name.text().strip())

    def _complain(self, words: str) -> None:
        self.problem.setText(words)
        self.problem.setVisible(bool(words))

    def take_key(self, event: QKeyEvent) -> bool:
        """Choose a level by its digit; False for any other key."""
        if event.text() not in {str(number) for number in _LEVELS}:
            return False
        self._on_level(int(event.text()))
        self.enter()
        return True


def _number(least: int, most: int, text: str) -> int | None:
    """Read a decimal number in a range."""
    text = text.strip()
    number = int(text) if text.isascii() and text.isdecimal() and len(text) <= 20 else -1
    return number if least <= number <= most else None
