"""The panel beside the table graph: the chosen table in words, and what can be done with it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from mmuviz.gui.theme import FontKind, Role, Theme
from mmuviz.present.table_words import TableWords

_TOP = Qt.AlignmentFlag.AlignTop


class TablesPanel(QScrollArea):
    """A title, terms with what they are, remarks, two buttons.

    Signals:
        walk_wished: the first address that the table serves is to be walked.
        fold_wished: what is unfolded under the table is to fold again.
    """

    walk_wished = Signal()
    fold_wished = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Start without words."""
        super().__init__(parent)
        self._theme = Theme()
        self._words: TableWords | None = None
        self._cells: list[QLabel] = []
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._inside = QWidget(self)
        self.title = QLabel(self._inside)
        self.remarks = QLabel(self._inside)
        for label in (self.title, self.remarks):
            label.setWordWrap(True)
        self.walk = QPushButton("Walk its first address", self._inside)
        self.walk.setToolTip("Walk the first address that this table serves")
        self.fold = QPushButton("Fold its tables", self._inside)
        self.walk.clicked.connect(self.walk_wished)
        self.fold.clicked.connect(self.fold_wished)
        self._grid = QGridLayout()
        self._grid.setColumnStretch(1, 1)
        self._column = QVBoxLayout(self._inside)
        self._column.addWidget(self.title)
        self._column.addLayout(self._grid)
        self._column.addWidget(self.remarks)
        self._column.addWidget(self.walk)
        self._column.addWidget(self.fold)
        self._column.addStretch(1)
        self.setWidget(self._inside)

    @property
    def text(self) -> str:
        """All that it says."""
        return "\n".join(label.text() for label in (self.title, *self._cells, self.remarks))

    def set_theme(self, theme: Theme) -> None:
        """Take the theme's fonts, colours and sizes."""
        self._theme = theme
        gap = round(theme.px(10))
        self._column.setContentsMargins(gap * 2, gap, gap * 2, gap)
        self._column.setSpacing(gap)
        self._grid.setVerticalSpacing(round(theme.px(5)))
        self._grid.setHorizontalSpacing(gap)
        self.title.setFont(theme.font(FontKind.HEADING))
        if self._words:
            self.show_words(self._words, unfolded=not self.fold.isHidden())

    def show_words(self, words: TableWords, *, unfolded: bool) -> None:
        """Say `words`; offer to fold where something is unfolded."""
        self._words = words
        self.title.setText(words.title)
        for label in self._cells:
            self._grid.removeWidget(label)
            label.hide()
            label.deleteLater()
        self._cells = []
        for row, (term, said) in enumerate(words.lines):
            for column, part in enumerate((term, said)):
                label = QLabel(part, self._inside)
                label.setWordWrap(bool(column))
                mono = column and "0x" in part
                label.setFont(self._theme.font(FontKind.MONO if mono else FontKind.BODY))
                if not column:
                    palette = label.palette()
                    palette.setColor(label.foregroundRole(), self._theme.color(Role.MUTED))
                    label.setPalette(palette)
                self._grid.addWidget(label, row, column, _TOP)
                self._cells.append(label)
        self.remarks.setText("\n\n".join(words.remarks))
        self.remarks.setVisible(bool(words.remarks))
        self.fold.setVisible(unfolded)
