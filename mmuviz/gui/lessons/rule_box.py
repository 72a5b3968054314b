"""The rule that a question is about, and where it stands: shown on demand."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mmuviz.gui.lessons.markdown_text import MarkdownText
from mmuviz.gui.theme import FontKind, Role, Theme


class RuleBox(QWidget):
    """Text in a thin frame; empty and hidden at first."""

    def __init__(self, parent: QWidget) -> None:
        """Tell nothing yet."""
        super().__init__(parent)
        self._theme = Theme()
        self.head = MarkdownText("", self, FontKind.CAPTION)
        self.rule = MarkdownText("", self)
        self.source = MarkdownText("", self, FontKind.CAPTION)
        self._column = QVBoxLayout(self)
        for part in (self.head, self.rule, self.source):
            self._column.addWidget(part)
        self.setVisible(False)

    def set_theme(self, theme: Theme) -> None:
        """Take the theme's fonts, colours and sizes."""
        self._theme = theme
        side = round(theme.px(14))
        self._column.setContentsMargins(side, round(theme.px(10)), side, round(theme.px(10)))
        self._column.setSpacing(round(theme.px(4)))
        for part in (self.head, self.rule, self.source):
            part.set_theme(theme)

    def show_rule(self, rule: str, source: str, *, is_hint: bool) -> None:
        """Tell `rule`, which is a hint while its question is open."""
        head = "A hint: the rule" if is_hint else "The rule"
        for part, words in ((self.head, head), (self.rule, rule), (self.source, source)):
            part.set_text(words)
        self.setAccessibleName(f"{head}. {rule} {source}")
        self.setVisible(True)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw ground and frame."""
        painter = QPainter(self)
        painter.setPen(self._theme.pen(Role.BORDER))
        painter.setBrush(self._theme.brush(Role.SURFACE))
        painter.drawRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))
