"""Below the map: how many states stand out, by which rule, and the groups one by one."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from mmuviz.gui.atlas.group_table import GroupTable
from mmuviz.gui.atlas.swatches import Swatches
from mmuviz.gui.theme import FontKind, Role, Theme
from mmuviz.gui.widgets.link import Link
from mmuviz.present.atlas_groups import FootWords

_COPY = "Copy rule"
_NARROW = 560.0


class Foot(QWidget):
    """Title, rule, table; in their place the one sentence where nothing differs.

    Signals:
        state_wished: a state is to be opened (its number).
    """

    state_wished = Signal(int)

    def __init__(self, swatches: Swatches, parent: QWidget) -> None:
        """Start without words."""
        super().__init__(parent)
        self._theme = Theme()
        self._words = FootWords("", "", "", "", "", (), None)
        self.title, self.detail = QLabel(self), QLabel(self)
        self.rule, self.note = QLabel(self), QLabel(self)
        for label in (self.title, self.detail, self.rule, self.note):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        self.rule.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.copy = QPushButton(_COPY, self)
        self.copy.setToolTip("Copy the rule as a filter, and what it is the rule of")
        self.link = Link("Open the smallest", "the smallest of these states", self)
        self.table = GroupTable(swatches, self)
        self._ways = QHBoxLayout()
        self._ways.addWidget(self.copy)
        self._ways.addWidget(self.link)
        self._head = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._head.addWidget(self.title, 1)
        self._head.addLayout(self._ways)
        self._column = QVBoxLayout(self)
        self._column.setSpacing(0)
        self._column.addLayout(self._head)
        self._column.addWidget(self.detail)
        self._column.addWidget(self.rule)
        self._column.addWidget(self.note)
        self._column.addWidget(self.table, 1)
        self.copy.clicked.connect(self._on_copy)
        self.link.clicked.connect(self._on_link)
        self.table.row_wished.connect(self._on_row)

    def set_theme(self, theme: Theme) -> None:
        """Take the theme's fonts and sizes."""
        self._theme = theme
        margin, gap = round(theme.px(20)), round(theme.px(8))
        self._column.setContentsMargins(margin, gap, margin, gap)
        self._head.setSpacing(round(theme.px(12)))
        self._ways.setSpacing(round(theme.px(12)))
        self.title.setFont(theme.font(FontKind.HEADING))
        self.rule.setFont(theme.font(FontKind.MONO))
        self.copy.setFont(theme.font(FontKind.CAPTION))
        for label, kind in ((self.detail, FontKind.BODY), (self.note, FontKind.CAPTION)):
            label.setFont(theme.font(kind))
            palette = label.palette()
            palette.setColor(label.foregroundRole(), theme.color(Role.MUTED))
            label.setPalette(palette)
        self.link.set_theme(theme)
        self.table.set_theme(theme)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the ways on below the title where there is no room beside it."""
        super().resizeEvent(event)
        direction = QBoxLayout.Direction
        is_narrow = self.width() < self._theme.px(_NARROW)
        self._head.setDirection(direction.TopToBottom if is_narrow else direction.LeftToRight)
        self._head.setAlignment(self._ways, Qt.AlignmentFlag.AlignLeft)

    @property
    def words(self) -> FootWords:
        """What is said."""
        return self._words

    def wanted_height(self, width: int) -> int:
        """Return the height of title, rule and a few groups."""
        return self._column.heightForWidth(width)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Fill the ground."""
        QPainter(self).fillRect(event.rect(), self._theme.color(Role.SURFACE))

    def _fit(self) -> None:
        """Let the table ask for its room, where there is something in it."""
        self.table.setVisible(bool(self._words.rows))
        self.table.updateGeometry()

    def show_words(self, words: FootWords, problem: str = "") -> None:
        """Say `words`, or in the place of the rule what went wrong."""
        self._words = words
        self.title.setText(words.title)
        for label, text in (
            (self.detail, words.detail),
            (self.rule, problem or words.rule),
            (self.note, words.note),
        ):
            label.setText(text)
            label.setVisible(bool(text))
        self.copy.setVisible(bool(words.copied))
        self.link.setVisible(words.smallest is not None)
        self.table.show_rows(words.rows)
        self._fit()

    def _on_row(self, number: int) -> None:
        self.state_wished.emit(self.table.group(number).legend.smallest)

    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self._words.copied)

    def _on_link(self) -> None:
        assert self._words.smallest is not None, "the link is hidden else"
        self.state_wished.emit(self._words.smallest)
