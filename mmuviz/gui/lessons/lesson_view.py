"""A lesson as it is read: title and progress, the screen that scrolls, and the way on."""

from itertools import pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from mmuviz.gui.lessons.foot_keys import foot_keys
from mmuviz.gui.lessons.item_bar import ItemBar
from mmuviz.gui.lessons.lesson_area import LessonArea
from mmuviz.gui.lessons.next_button import NextButton
from mmuviz.gui.lessons.screen_content import ScreenContent
from mmuviz.gui.lessons.session import LessonSession
from mmuviz.gui.theme import FontKind, Role, Theme
from mmuviz.gui.widgets.ground import Hairline
from mmuviz.gui.widgets.link import BACK, HERE, Link
from mmuviz.gui.widgets.wrap_row import WrapRow

_LOW = 420.0
_DOWN = Qt.Key.Key_Down
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class LessonView(QWidget):
    """One screen of a lesson at a time.

    Signals:
        list_wished: the list of lessons is to be shown.
        lesson_wished: another lesson is to be opened (its number).
    """

    list_wished = Signal()
    lesson_wished = Signal(int)

    def __init__(self, session: LessonSession, parent: QWidget) -> None:
        """Follow `session`."""
        super().__init__(parent)
        self._session = session
        self._theme = Theme()
        self._seen: QWidget | None = None
        self._asks = False
        self.content: ScreenContent | None = None
        self.all = Link("All lessons", "the list", self, way=BACK)
        self.title, self.number, self.progress = QLabel(self), QLabel(self), QLabel(self)
        self.title.setWordWrap(True)
        self.bar = ItemBar(self)
        self.area = LessonArea(QWidget(self), self)
        self.next = NextButton(self)
        self.retry = Link("Try again", "the question", self, way=HERE)
        self.rule = Link("Rule", "in the manual", self, way=HERE)
        self.previous = Link("Back", "to the screen before", self, way=BACK)
        self.keys = QLabel(self)
        self.keys.setWordWrap(True)
        for label in (self.title, self.number, self.progress, self.keys):
            label.setTextFormat(Qt.TextFormat.PlainText)
        self._lay_out()
        self.all.clicked.connect(self.list_wished)
        self.next.clicked.connect(self._on_next)
        self.previous.clicked.connect(self._on_previous)
        self.retry.clicked.connect(self._on_retry)
        self.rule.clicked.connect(self._on_rule)
        self.area.verticalScrollBar().rangeChanged.connect(self._on_range_changed)
        app = QApplication.instance()
        assert isinstance(app, QApplication), "there is a window"
        app.focusChanged.connect(self._on_focus_changed)
        session.screen_changed.connect(self._on_screen_changed)
        session.answer_changed.connect(self._on_answer_changed)

    def _lay_out(self) -> None:
        top, below = QHBoxLayout(), QHBoxLayout()
        top.addWidget(self.number, 1)
        top.addWidget(self.all)
        below.addWidget(self.bar, 1)
        below.addWidget(self.progress)
        self._below = below
        self._head = QVBoxLayout()
        self._head.addLayout(top)
        self._head.addWidget(self.title)
        self._head.addLayout(below)
        buttons = QWidget(self)
        self._buttons = WrapRow(buttons)
        for part in (self.next, self.retry, self.rule, self.previous):
            self._buttons.addWidget(part)
        self._foot = QVBoxLayout()
        self._foot.addWidget(buttons)
        self._foot.addWidget(self.keys)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._head)
        column.addWidget(self.area, 1)
        column.addWidget(Hairline(self))
        column.addLayout(self._foot)

    def set_theme(self, theme: Theme) -> None:
        """Draw in `theme`."""
        self._theme = theme
        margin, gap = round(theme.px(20)), round(theme.px(8))
        self._head.setContentsMargins(margin, gap, margin, gap)
        self._head.setSpacing(round(theme.px(4)))
        self._below.setSpacing(gap)
        self._foot.setContentsMargins(round(theme.px(16)), gap, margin, gap)
        self._foot.setSpacing(round(theme.px(4)))
        fonts = {
            self.number: FontKind.CAPTION,
            self.title: FontKind.VERDICT,
            self.progress: FontKind.CAPTION,
            self.keys: FontKind.CAPTION,
        }
        for label, kind in fonts.items():
            label.setFont(theme.font(kind))
            if kind is FontKind.CAPTION:
                palette = label.palette()
                palette.setColor(label.foregroundRole(), theme.color(Role.MUTED))
                label.setPalette(palette)
        self.area.set_theme(theme)
        for part in (self.all, self.bar, self.next, self.previous, self.retry, self.rule):
            part.set_theme(theme)
        if self.content is not None:
            self.content.set_theme(theme)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave to the text what room there is."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Hide what keys do as well where there is little room: the list, back, try again."""
        session, low = self._session, self.height() < self._theme.px(_LOW)
        for part in (self.keys, self.number, self.all):
            part.setVisible(not low)
        self.title.setFont(self._theme.font(FontKind.HEADING if low else FontKind.VERDICT))
        if session.number:
            self.retry.setVisible(not low and session.feedback is not None)
            self.rule.setVisible(not low and session.question is not None)
            self.previous.setVisible(not (low or session.is_first))

    # What is shown.

    def _on_screen_changed(self) -> None:
        session = self._session
        self.number.setText(f"Lesson {session.number}")
        self.title.setText(session.lesson.title)
        old = self.area.takeWidget()
        self.content = ScreenContent(session, self.area)
        self.content.set_theme(self._theme)
        self.content.sight_wished.connect(self._see)
        self.area.show_content(self.content)
        for one, then in pairwise((self.area, *self.content.stops(), self.next)):
            self.setTabOrder(one, then)
        old.deleteLater()
        self._seen = None
        self._follow()

    def _on_answer_changed(self) -> None:
        if self.content is None:
            return
        was_open, was_failing = self.next.is_quiet, not self.content.here.isHidden()
        self.content.show_answer()
        self._follow()
        is_open = self._session.is_open
        inside = self.isAncestorOf(self.window().focusWidget())
        if self._session.failing and not was_failing:
            self.content.back.setFocus(Qt.FocusReason.TabFocusReason)
            self._see(self.content.back)
        elif was_failing and not self._session.failing and inside:
            self.enter()
        elif was_open and not is_open and inside:
            self.next.setFocus(Qt.FocusReason.OtherFocusReason)
        elif is_open and not was_open:
            self.enter()

    def _follow(self) -> None:
        """Say how far one is, and what the keys do."""
        session = self._session
        screen = session.screen
        items = [one.id for one in session.items]
        self.bar.show_progress(items, screen.id, session.progress)
        self.progress.setText(screen.progress)
        self.next.show_way(self._way(), quiet=session.is_open)
        self._fit()
        self._show_keys()

    def _show_keys(self) -> None:
        inside = self.isAncestorOf(self.window().focusWidget())
        self.keys.setText(
            foot_keys(self._session, asks=self._asks, types=self._types, inside=inside)
        )

    def _on_focus_changed(self, _old: QWidget | None, now: QWidget | None) -> None:
        """Say how to come back to who is beside."""
        if self.content is not None and now is not None and self.isVisible():
            self._show_keys()

    @property
    def _types(self) -> bool:
        """Whether letters go into a line."""
        return self.content is not None and self.content.line is not None

    def show_asks(self, *, asks: bool) -> None:
        """Say whether the walk beside asks before each decision."""
        self._asks = asks
        if self.content is not None:
            self._follow()

    def _way(self) -> str:
        """Return what the button says."""
        session = self._session
        if not session.is_last:
            return "Skip" if session.is_open else "Next"
        return "All lessons" if session.number == len(session.rows) else "Next lesson"

    def _see(self, part: QWidget) -> None:
        """Let `part` be seen, now and when the content has its height."""
        self._seen = part
        self._on_range_changed()

    def _on_range_changed(self) -> None:
        part, bar = self._seen, self.area.verticalScrollBar()
        margin = round(self._theme.px(12))
        if part is not None and part.height() > self.area.viewport().height():
            bar.setValue(part.y() - margin)  # of what is too high, the beginning
        elif part is not None:
            self.area.ensureWidgetVisible(part, 0, margin)

    def enter(self) -> None:
        """Give the keyboard to what comes first: the line, the way on, or what scrolls."""
        content = self.content
        if content is not None and self._session.failing:
            content.back.setFocus(Qt.FocusReason.TabFocusReason)
        elif content is not None and content.line is not None and self._session.is_open:
            content.line.edit.setFocus()
        elif self._session.is_open:
            self.area.setFocus()
        else:
            self.next.setFocus(Qt.FocusReason.OtherFocusReason)

    # What is done.

    def _on_next(self) -> None:
        session = self._session
        if not session.is_last:
            session.go(1)
        elif session.number < len(session.rows):
            self.lesson_wished.emit(session.number + 1)
        else:
            self.list_wished.emit()

    def _on_previous(self) -> None:
        self._session.go(-1)

    def _on_retry(self) -> None:
        self._session.retry()

    def _on_rule(self) -> None:
        if self.content is not None:
            self.content.turn_rule()

    def take_key(self, event: QKeyEvent) -> bool:
        """Act on a key that nobody else wanted; False where it means nothing here."""
        key, session, content = Qt.Key(event.key()), self._session, self.content
        if content is None:
            return False
        if event.text().isdigit() and content.choose(int(event.text())):
            return True
        if key is Qt.Key.Key_R and session.feedback is not None:
            session.retry()
        elif key is Qt.Key.Key_H and content.turn_rule():
            pass
        elif key is Qt.Key.Key_Backspace and session.failing:
            session.show_state()
        elif key is Qt.Key.Key_Backspace and not session.is_first:
            session.go(-1)
        elif key in _ENTER and not session.is_open:
            self._on_next()
        elif key in (Qt.Key.Key_Escape, Qt.Key.Key_Backspace):
            self.list_wished.emit()
        elif key is _DOWN and self.area.hasFocus() and self._rows():
            self._rows()[0].setFocus(Qt.FocusReason.TabFocusReason)
        else:
            return False
        return True

    def _rows(self) -> list[QWidget]:
        """Return the rows that can be chosen, from top to bottom."""
        if self.content is None:
            return []
        rows = (*self.content.points, *self.content.options)
        return [row for row in rows if row.isEnabled() and row.isVisible()]
