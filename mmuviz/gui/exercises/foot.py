"""The foot of a page of the exercises: the ways on, and what the keys do."""

from collections.abc import Sequence

from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from mmuviz.gui.lessons.next_button import NextButton
from mmuviz.gui.theme import FontKind, Role, Theme
from mmuviz.gui.widgets.link import Link
from mmuviz.gui.widgets.wrap_row import WrapRow


class Foot(QWidget):
    """A row of buttons that wraps, over a line of small words."""

    def __init__(self, ways: Sequence[NextButton | Link], parent: QWidget) -> None:
        """Show `ways` from the left."""
        super().__init__(parent)
        self._ways = ways
        buttons = QWidget(self)
        self._row = WrapRow(buttons)
        for way in ways:
            self._row.addWidget(way)
        self.keys = QLabel(self)
        self.keys.setWordWrap(True)
        self._column = QVBoxLayout(self)
        self._column.addWidget(buttons)
        self._column.addWidget(self.keys)

    def set_theme(self, theme: Theme) -> None:
        """Draw in `theme`."""
        gap = round(theme.px(8))
        self._column.setContentsMargins(round(theme.px(16)), gap, round(theme.px(20)), gap)
        self._column.setSpacing(round(theme.px(2)))
        self.keys.setFont(theme.font(FontKind.CAPTION))
        self.keys.setIndent(round(theme.px(4)))
        palette = self.keys.palette()
        palette.setColor(self.keys.foregroundRole(), theme.color(Role.MUTED))
        self.keys.setPalette(palette)
        for way in self._ways:
            way.set_theme(theme)

    def show_keys(self, *, shown: bool) -> None:
        """Show what the keys do where there is room for it."""
        self.keys.setVisible(shown)

    def say(self, keys: str) -> None:
        """Say what the keys do."""
        self.keys.setText(keys)
