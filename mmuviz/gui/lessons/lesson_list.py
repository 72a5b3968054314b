"""The list of lessons, with how far one has come in each."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from mmuviz.gui import paint
from mmuviz.gui.lessons.choice_row import ChoiceRow
from mmuviz.gui.lessons.session import LessonSession
from mmuviz.gui.theme import FontKind, Role, Theme
from mmuviz.gui.widgets.link import HERE, Link
from mmuviz.gui.widgets.quiet_area import QuietArea

_ENDS = {Qt.Key.Key_Home: 0, Qt.Key.Key_End: -1}
_ABOUT = "The window beside is live: what a lesson shows can be stepped through and edited."


class LessonList(QWidget):
    """A row a lesson; Up and Down go over them, Enter or a click opens one.

    Signals:
        lesson_wished: a lesson is to be opened (its number, from 1).
        forget_wished: all progress is to be forgotten.
        exercises_wished: the exercises are to be shown.
    """

    lesson_wished = Signal(int)
    forget_wished = Signal()
    exercises_wished = Signal()

    def __init__(self, session: LessonSession, parent: QWidget) -> None:
        """Follow `session`."""
        super().__init__(parent)
        self._session = session
        self._theme = Theme()
        self.rows: list[ChoiceRow] = []
        self.title = QLabel("Lessons", self)
        self.about = QLabel(_ABOUT, self)
        self.about.setWordWrap(True)
        self.forget = Link("Forget my progress", "in all lessons", self, way=HERE)
        self.forget.clicked.connect(self.forget_wished)
        self.exercises = Link("Exercises", "a set of questions, timed or not", self)
        self.exercises.clicked.connect(self.exercises_wished)
        self._content = QWidget(self)
        self._inside = QVBoxLayout(self._content)
        self._inside.addStretch(1)
        self.area = QuietArea(self._content, self)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._head = QVBoxLayout()
        top = QHBoxLayout()
        top.addWidget(self.title, 1)
        top.addWidget(self.exercises)
        self._head.addLayout(top)
        self._head.addWidget(self.about)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._head)
        column.addWidget(self.area, 1)
        column.addWidget(self.forget, 0, Qt.AlignmentFlag.AlignLeft)
        session.progress_changed.connect(self._show)

    def set_theme(self, theme: Theme) -> None:
        """Draw in `theme`."""
        self._theme = theme
        margin, gap = round(theme.px(20)), round(theme.px(8))
        self._head.setContentsMargins(margin, gap + gap, margin, gap)
        self._inside.setContentsMargins(round(theme.px(16)), 0, round(theme.px(16)), gap)
        self._inside.setSpacing(0)
        self.title.setFont(theme.font(FontKind.VERDICT))
        self.about.setFont(theme.font(FontKind.CAPTION))
        palette = self.about.palette()
        palette.setColor(self.about.foregroundRole(), theme.color(Role.MUTED))
        self.about.setPalette(palette)
        self.forget.set_theme(theme)
        self.exercises.set_theme(theme)
        for row in self.rows:
            row.set_theme(theme)

    def enter(self) -> None:
        """Make the rows at the first time, and give the keyboard to the lesson read last."""
        if not self.rows:
            self._make()
        self.rows[max(self._session.last, 1) - 1].setFocus(Qt.FocusReason.TabFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go to the first lesson and the last with Home and End; the window keeps the rest."""
        if event.key() in _ENDS:
            self.rows[_ENDS[Qt.Key(event.key())]].setFocus(Qt.FocusReason.TabFocusReason)
        else:
            event.ignore()

    def _make(self) -> None:
        for row in self._session.rows:
            shown = ChoiceRow(str(row.number), row.title, row.summary, self._content)
            shown.set_theme(self._theme)
            shown.clicked.connect(partial(self._on_row, row.number))
            shown.entered.connect(partial(self._on_entered, shown))
            self.rows.append(shown)
            self._inside.insertWidget(self._inside.count() - 1, shown)
            shown.show()  # at once: what is hidden cannot have the keyboard
        self._show()

    def _on_row(self, number: int, _checked: object = None) -> None:
        self.lesson_wished.emit(number)

    def _on_entered(self, row: ChoiceRow) -> None:
        """Follow the keyboard."""
        self.area.follow(row.geometry())

    def _show(self) -> None:
        """Follow what is remembered."""
        for row, shown in zip(self._session.rows, self.rows, strict=bool(self.rows)):
            disc = paint.Disc.PART if row.begun else None
            shown.judge(None, paint.Disc.PASSED if row.done else disc, row.told)
            shown.setToolTip(row.meaning)
            shown.setAccessibleDescription(row.meaning)
        self.forget.setVisible(self._session.has_progress)
