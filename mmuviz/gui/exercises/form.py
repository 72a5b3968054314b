"""Rows of a form: a label, controls beside it, and small words behind them."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from mmuviz.gui.theme import FontKind, Role, Theme
from mmuviz.gui.widgets.control import RING

_WIDEST, _LAST = 860.0, 100


class Form(QWidget):
    """Labels stand in one column, all controls begin at the same place."""

    def __init__(self, parent: QWidget) -> None:
        """Start empty."""
        super().__init__(parent)
        self._theme = Theme()
        self._labels: list[QLabel] = []
        self._notes: list[QLabel] = []
        self._lines: list[tuple[QHBoxLayout, bool]] = []
        self._grid = QGridLayout(self)
        self._grid.setColumnStretch(1, 1)
        self._grid.setRowStretch(_LAST, 1)  # the room that is left

    def add(self, words: str, *parts: QWidget, note: str = "") -> QLabel:
        """Append a row; return the label of its note."""
        line, small = QHBoxLayout(), QLabel(note, self)
        for part in (*parts, small):
            line.addWidget(part)
        line.addStretch(1)
        self._notes.append(small)
        self._lines.append((line, isinstance(parts[0], QLineEdit)))
        place = len(self._labels)
        self._grid.addWidget(self._label(words), place, 0)
        self._grid.addLayout(line, place, 1)
        return small

    def add_list(self, words: str, rows: list[QWidget]) -> None:
        """Append a row of widgets one below the other."""
        column, place = QVBoxLayout(), len(self._labels)
        column.setSpacing(0)
        for row in rows:
            column.addWidget(row)
        self._grid.addWidget(self._label(words), place, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addLayout(column, place, 1)

    def _label(self, words: str) -> QLabel:
        label = QLabel(words, self)
        self._labels.append(label)
        return label

    def set_theme(self, theme: Theme) -> None:
        """Take the theme's fonts and sizes."""
        px, gap, ring = theme.px, round(theme.px(8)), round(theme.px(RING))
        side = round(px(20))
        self._grid.setContentsMargins(side, gap, side, gap)
        self._grid.setHorizontalSpacing(side)
        self._grid.setVerticalSpacing(gap)
        self.setMaximumWidth(round(px(_WIDEST)))
        for line, is_edit in self._lines:
            line.setSpacing(gap)
            line.setContentsMargins(ring if is_edit else 0, 0, 0, 0)  # the others bring theirs
        for label in self._labels:
            label.setFont(theme.font(FontKind.BODY))
            label.setMinimumHeight(round(px(32)))
        for note in self._notes:
            note.setFont(theme.font(FontKind.CAPTION))
            palette = note.palette()
            palette.setColor(note.foregroundRole(), theme.color(Role.MUTED))
            note.setPalette(palette)
