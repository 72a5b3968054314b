"""The head of a page of the exercises: small words, the title, and something at the right."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from mmuviz.gui.theme import FontKind, Role, Theme


class Head(QWidget):
    """What the page is about.

    Attributes:
        above: small words over the title.
        title: the title.
        below: small words under it.
    """

    def __init__(self, parent: QWidget, right: QWidget | None = None) -> None:
        """Show `right` at the end of the title."""
        super().__init__(parent)
        self.above, self.title, self.below = QLabel(self), QLabel(self), QLabel(self)
        for label in (self.above, self.title, self.below):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        line, self._column = QHBoxLayout(), QVBoxLayout(self)
        line.addWidget(self.title, 1)
        if right is not None:
            line.addWidget(right, 0, Qt.AlignmentFlag.AlignRight)
        self._column.addWidget(self.above)
        self._column.addLayout(line)
        self._column.addWidget(self.below)

    def set_theme(self, theme: Theme) -> None:
        """Take the theme's fonts and colours."""
        margin, gap = round(theme.px(20)), round(theme.px(8))
        self._column.setContentsMargins(margin, gap, margin, gap)
        self._column.setSpacing(round(theme.px(2)))
        self.title.setFont(theme.font(FontKind.VERDICT))
        for label in (self.above, self.below):
            label.setFont(theme.font(FontKind.CAPTION))
            palette = label.palette()
            palette.setColor(label.foregroundRole(), theme.color(Role.MUTED))
            label.setPalette(palette)

    def say(self, above: str, title: str, below: str = "") -> None:
        """Show other words; empty ones take no room."""
        for label, words in ((self.above, above), (self.title, title), (self.below, below)):
            label.setText(words)
            label.setVisible(bool(words))
