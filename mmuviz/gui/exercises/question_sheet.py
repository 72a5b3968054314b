"""A question as a worksheet prints it, and what stands beside it: the answers, or their marks."""

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractSlider, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from mmuviz.gui.exercises.table_cards import TableCards
from mmuviz.gui.lessons.markdown_text import MarkdownText
from mmuviz.gui.theme import FontKind, Theme
from mmuviz.gui.widgets.quiet_area import QuietArea
from mmuviz.present.sheet_page import QuestionText

_BESIDE, _SHARE, _WIDEST = 400.0, 0.34, 980.0
_SCROLLS = {
    Qt.Key.Key_Up: QAbstractSlider.SliderAction.SliderSingleStepSub,
    Qt.Key.Key_Down: QAbstractSlider.SliderAction.SliderSingleStepAdd,
}


class QuestionSheet(QWidget):
    """The question at the left, the rest at the right; each scrolls on its own."""

    def __init__(self, beside: QWidget, parent: QWidget) -> None:
        """Show `beside` at the side of the question."""
        super().__init__(parent)
        self._theme = Theme()
        question, side = QWidget(self), QWidget(self)
        self._content = side
        self.access = MarkdownText("", question, FontKind.HEADING)
        self.registers = MarkdownText("", question)
        self.tables = TableCards(question)
        self.given = MarkdownText("", question, FontKind.CAPTION)
        self._question, self._side = QVBoxLayout(question), QVBoxLayout(side)
        for part in (self.access, self.registers, self.tables, self.given):
            policy = part.sizePolicy()
            policy.setVerticalPolicy(QSizePolicy.Policy.Preferred)  # not a height of before
            part.setSizePolicy(policy)
            self._question.addWidget(part)
        self._question.addStretch(1)
        self._side.addWidget(beside)
        self._side.addStretch(1)
        self.left, self.right = QuietArea(question, self), QuietArea(side, self)
        self._both = QHBoxLayout(self)
        self._both.setContentsMargins(0, 0, 0, 0)
        self._both.setSpacing(0)
        for area in (self.left, self.right):
            area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._both.addWidget(self.left, 1)
        self._both.addWidget(self.right)
        self._both.addStretch(0)

    def set_theme(self, theme: Theme) -> None:
        """Draw in `theme`."""
        self._theme = theme
        margin, top = round(theme.px(20)), round(theme.px(14))
        self._question.setContentsMargins(margin, top, round(theme.px(12)), top)
        self._side.setContentsMargins(round(theme.px(12)), top, margin, top)
        self._question.setSpacing(round(theme.px(12)))
        for part in (self.access, self.registers, self.tables, self.given):
            part.set_theme(theme)
        self._share_out()

    def show_question(self, question: QuestionText, given: tuple[str, ...]) -> None:
        """Show a question, and what is given on its sheet."""
        self.access.set_text(question.access)
        self.registers.set_text(question.registers)
        self.tables.show_tables(question.tables)
        self.given.set_text(" ".join(given))
        for area in (self.left, self.right):
            area.verticalScrollBar().setValue(0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the new width out."""
        self._share_out()
        super().resizeEvent(event)

    def _share_out(self) -> None:
        px = self._theme.px
        self.left.setMaximumWidth(round(px(_WIDEST)))
        self.right.setFixedWidth(round(min(px(_BESIDE), self.width() * _SHARE)))

    def follow(self, part: QWidget) -> None:
        """Scroll until `part`, which is beside the question, is seen."""
        self.right.follow(QRect(part.mapTo(self._content, part.rect().topLeft()), part.size()))

    def take_key(self, event: QKeyEvent) -> bool:
        """Scroll with Up and Down: the marks, or with Control the tables; False for other keys."""
        action = _SCROLLS.get(Qt.Key(event.key()))
        if action is None:
            return False
        tables = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        (self.left if tables else self.right).verticalScrollBar().triggerAction(action)
        return True
