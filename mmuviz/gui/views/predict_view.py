"""The panel beside a walk that is predicted: the question, the answers, and what became of one."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from mmuviz.gui import paint
from mmuviz.gui.theme import FontKind, Role, Theme
from mmuviz.gui.views.predict_idea import Box, IdeaView, wrapped
from mmuviz.gui.views.predict_option import OptionButton
from mmuviz.gui.widgets.quiet_area import QuietArea
from mmuviz.gui.widgets.wrap_row import WrapRow
from mmuviz.present.predict_panel import Mark, Panel

_EMPTY = Panel("", ())
_WIDTH = 400.0


class PredictView(QWidget):
    """Shows a `Panel`.

    Signals:
        answer_wished: an answer is given (its number, from 1).
        next_wished: the next question is to be shown.
        leave_wished: the mode is to be left.
        retry_wished: the answer is to be taken back.
        hint_wished: the rule is to be shown before the answer, or hidden again.
        again_wished: the walk is to be asked from its start.
        fails_wished: the smallest state where an idea fails is to be opened (WrongModel).
    """

    answer_wished = Signal(int)
    next_wished = Signal()
    leave_wished = Signal()
    again_wished = Signal()
    retry_wished = Signal()
    hint_wished = Signal()
    fails_wished = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Start empty."""
        super().__init__(parent)
        self._theme = Theme()
        self.panel = _EMPTY
        self.options: list[OptionButton] = []
        self.ideas: list[IdeaView] = []
        self.setAccessibleName("Predict, then reveal")
        self.heading = QLabel(self)
        self._marks = _Marks(self)
        self._content = QWidget()
        self._column = QVBoxLayout(self._content)
        self.area = QuietArea(self._content, self)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.following = QPushButton(self)
        self.following.clicked.connect(self.next_wished)
        self.again = QPushButton("Again  R", self)
        self.again.setToolTip("Ask the same walk from its start")
        self.again.clicked.connect(self.again_wished)
        self.retry = QPushButton("Try again  R", self)
        self.retry.clicked.connect(self.retry_wished)
        self.hint = QPushButton("Rule  H", self)
        self.hint.setToolTip("The rule, and where it stands: a hint")
        self.hint.clicked.connect(self.hint_wished)
        self.leave = QPushButton("Leave  Esc", self)
        self.leave.setToolTip("Show all of the walk again")
        self.leave.clicked.connect(self.leave_wished)
        buttons = (self.following, self.again, self.retry, self.hint, self.leave)
        for button in buttons:
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the keys to the window
        foot = QWidget(self)
        self._head, self._foot = QHBoxLayout(), WrapRow(foot, last_right=True)
        self._head.addWidget(self.heading)
        self._head.addWidget(self._marks, 1)
        for button in buttons:
            self._foot.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._head)
        column.addWidget(self.area, 1)
        column.addWidget(foot)

    def set_theme(self, theme: Theme) -> None:
        """Draw in `theme`."""
        self._theme = theme
        side, gap = round(theme.px(16)), round(theme.px(6))
        self._head.setContentsMargins(side, round(theme.px(10)), side, gap)
        self._foot.setContentsMargins(side, gap, side, round(theme.px(10)))
        self._foot.setSpacing(round(theme.px(8)))
        self._foot.between = round(theme.px(4))
        self._column.setContentsMargins(side, 0, side, 0)
        self._column.setSpacing(gap)
        self.heading.setFont(theme.font(FontKind.HEADING))
        self._marks.set_theme(theme)
        self._fill()

    def sizeHint(self) -> QSize:
        """As wide as it was drawn."""
        return QSize(round(self._theme.px(_WIDTH)), round(self._theme.px(300)))

    def minimumSizeHint(self) -> QSize:
        """Room for a question; what is longer scrolls."""
        return QSize(round(self._theme.px(280)), round(self._theme.px(200)))

    def show_panel(self, panel: Panel) -> None:
        """Show `panel`; what had the keyboard hands it to the page where it is gone."""
        if panel != self.panel:
            self.panel = panel
            self._fill()

    def _fill(self) -> None:
        """Lay the parts out anew: they are few."""
        theme, panel = self._theme, self.panel
        had_keyboard = self._content.isAncestorOf(self.window().focusWidget())
        while item := self._column.takeAt(0):
            if (part := item.widget()) is not None:
                part.hide()
                part.deleteLater()
        self.heading.setText(panel.heading)
        self._marks.show_marks(panel.marks)
        self.options = [OptionButton(option, theme) for option in panel.options]
        self.ideas = [IdeaView(idea, theme) for idea in panel.ideas]
        for line in panel.situation:
            self._add(wrapped(line, theme, FontKind.CAPTION, Role.MUTED))
        if panel.text:
            self._add(wrapped(panel.text, theme, FontKind.STRONG))
        if self.options:
            self._add(self._offered())
        if panel.told:
            self._add(wrapped(panel.told, theme))
        for idea in self.ideas:
            idea.fails_wished.connect(self.fails_wished)
            self._add(idea)
        if panel.rule and not panel.boards:  # else it stands below the board
            self._add(self._rule())
        self._column.addStretch(1)
        self._show_foot()
        self._fit()
        self.area.verticalScrollBar().setValue(0)
        if had_keyboard:
            is_open = self.options and self.options[0].isEnabled()
            (self.options[0] if is_open else self).setFocus()
        self.setAccessibleDescription(panel.spoken)

    def _add(self, part: QWidget) -> None:
        """Add a part at the foot, and count it at once: a layout shows what is new only later."""
        self._column.addWidget(part)
        part.show()

    def _offered(self) -> QWidget:
        """Return the options, with nothing between them."""
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for option in self.options:
            option.given.connect(self.answer_wished)
            column.addWidget(option)
        return holder

    def _rule(self) -> Box:
        theme, panel = self._theme, self.panel
        box = Box(theme, None)
        word = "A hint: the rule" if panel.is_open else "The rule"
        box.column.addWidget(wrapped(word, theme, FontKind.STRONG))
        box.column.addWidget(wrapped(panel.rule, theme))
        box.column.addWidget(wrapped(panel.source, theme, FontKind.CAPTION, Role.MUTED))
        return box

    def _show_foot(self) -> None:
        panel = self.panel
        self.following.setVisible(bool(panel.following))
        self.following.setText(f"{panel.following}  Enter")
        self.again.setVisible(panel.done)
        self.retry.setVisible(panel.retry)
        self.hint.setVisible(panel.is_open)

    def _fit(self) -> None:
        side = self._column.contentsMargins().left()
        for idea in self.ideas:
            idea.fit(self.width() - 2 * side)
        others = [one for one in self.options if one.option.mark is Mark.OTHER]
        for option in others:
            option.show()
        if self._column.heightForWidth(self.area.viewport().width()) > self.area.height():
            for option in others:  # what was neither right nor given gives way to why
                option.hide()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let the links fit."""
        super().resizeEvent(event)
        self._fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Fill the ground."""
        QPainter(self).fillRect(event.rect(), self._theme.color(Role.SUNKEN))


class _Marks(QWidget):
    """A small disc for each of the last answers, right or wrong, as many as there is room for."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = Theme()
        self._marks: tuple[bool, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def set_theme(self, theme: Theme) -> None:
        """Draw in `theme`."""
        self._theme = theme
        self.update()

    def show_marks(self, marks: tuple[bool, ...]) -> None:
        """Show `marks`."""
        self._marks = marks
        right = sum(marks)
        self.setAccessibleName(f"{right} of {len(marks)} right" if marks else "no answer yet")
        self.setToolTip(self.accessibleName())
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the discs from the right edge on, the latest last."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pitch, radius = self._theme.px(15), self._theme.px(5.5)
        count = min(len(self._marks), int((self.width() - pitch) / pitch))
        for place, mark in enumerate(reversed(self._marks[len(self._marks) - count :])):
            center = QPointF(
                self.width() - radius - 1 - place * pitch, QRectF(self.rect()).center().y()
            )
            disc = paint.Disc.PASSED if mark else paint.Disc.REFUSED
            paint.disc(painter, center, radius, disc, self._theme)
