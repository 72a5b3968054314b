"""A line edit for a number that may be left empty, framed as the window's controls are."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from mmuviz.gui import paint
from mmuviz.gui.theme import FontKind, Theme


class NumberEdit(QLineEdit):
    """Reads as one types; Escape empties it.

    Signals:
        changed: another text stands there.
    """

    changed = Signal()

    def __init__(
        self, name: str, read: Callable[[str], int | None], parent: QWidget | None = None
    ) -> None:
        """Start empty.

        Args:
            name: what a screen reader says.
            read: the number that a text means; None where it means none.
            parent: the owner.
        """
        super().__init__(parent)
        self._theme = Theme()
        self._read = read
        self.setFrame(False)
        self.setAccessibleName(name)
        self.setClearButtonEnabled(True)
        self.textChanged.connect(self._on_changed)

    @property
    def value(self) -> int | None:
        """The number; None where there is none."""
        return self._read(self.text()) if self.text().strip() else None

    @property
    def is_bad(self) -> bool:
        """Whether there is a text that is no number."""
        return bool(self.text().strip()) and self.value is None

    def set_theme(self, theme: Theme) -> None:
        """Take the theme's font; the width is that of a long-mode address."""
        self._theme = theme
        self.setFont(theme.font(FontKind.MONO))
        margin = round(theme.px(6))
        self.setTextMargins(margin, 0, 0, 0)
        sample = max(self.placeholderText(), "0xffff888000000000", key=len)
        width = theme.width(FontKind.MONO, sample) + 3 * margin + theme.px(22)
        height = theme.metrics(FontKind.BODY).height() + theme.px(12)
        self.setFixedSize(round(width), round(height))

    def _on_changed(self, _text: str) -> None:
        self.update()
        self.changed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Empty the line on Escape."""
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the frame: red round what is no number, a ring where the keyboard is."""
        super().paintEvent(event)
        paint.edit_frame(QPainter(self), self, self._theme, is_bad=self.is_bad)
