"""A line to type an answer into, with the frame of the program's other ones."""

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from mmuviz.gui import paint
from mmuviz.gui.theme import FontKind, Theme


class FramedEdit(QLineEdit):
    """As high as a button; red round what is wrong, a ring where the keyboard is."""

    def __init__(self, parent: QWidget) -> None:
        """Start empty."""
        super().__init__(parent)
        self._theme = Theme()
        self._bad = False
        self.setFrame(False)

    def set_theme(self, theme: Theme) -> None:
        """Take the theme's font and sizes."""
        self._theme = theme
        self.setFont(theme.font(FontKind.MONO))
        self.setTextMargins(round(theme.px(8)), 0, round(theme.px(8)), 0)
        self.setFixedHeight(round(theme.metrics(FontKind.BODY).height() + theme.px(12)))

    def mark(self, *, is_bad: bool) -> None:
        """Show whether something is wrong with what is typed."""
        self._bad = is_bad
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the line and its frame."""
        super().paintEvent(event)
        paint.edit_frame(QPainter(self), self, self._theme, is_bad=self._bad)
