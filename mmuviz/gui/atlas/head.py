"""The head of the Atlas view: what is seen, of how many states, and what it is coloured by."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from mmuviz.gui.theme import FontKind, Role, Theme
from mmuviz.gui.widgets.control import RING
from mmuviz.gui.widgets.segmented import Segmented
from mmuviz.present.atlas_words import QUANTITY_NAMES
from mmuviz.sweep.survey import Quantity

_TIPS: Mapping[Quantity | None, str] = {
    Quantity.OUTCOME: "How the walk or the access ends",
    Quantity.ERROR_CODE: "The page-fault error code",
    Quantity.CHECK: "Which check refuses, and in which entry",
    Quantity.ACCESSED: "Whose A bit is set, and was not",
    Quantity.DIRTY: "Whose D bit is set, and was not",
    Quantity.VMEXITS: "How many vmexits the access costs",
    Quantity.SHADOW: "The leaf that is left in the shadow",
    None: "Whatever differs between the two",
}
_ORDER = (
    Quantity.OUTCOME,
    Quantity.ERROR_CODE,
    Quantity.CHECK,
    Quantity.ACCESSED,
    Quantity.DIRTY,
    Quantity.VMEXITS,
    Quantity.SHADOW,
    None,
)


_MARGINS = 80.0


class Head(QWidget):
    """Title, subtitle and a note; on the right, or below, the choice of colours.

    Signals:
        quantity_wished: another result is to be looked at (Quantity, or None for all).
    """

    quantity_wished = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        """Offer all quantities."""
        super().__init__(parent)
        self._theme = Theme()
        self.title, self.subtitle, self.note = QLabel(self), QLabel(self), QLabel(self)
        for label in (self.title, self.subtitle, self.note):
            label.setWordWrap(True)
        self.note.hide()
        self.label = QLabel("Colour by", self)
        options = [(QUANTITY_NAMES[one], _TIPS[one]) for one in _ORDER]
        self.choice = Segmented("Colour by", options, self, wraps=True)
        self._words = QVBoxLayout()
        self._words.setSpacing(0)
        for label in (self.title, self.subtitle):
            self._words.addWidget(label)
        self._colour = QHBoxLayout()
        self._colour.addWidget(self.label, 0, Qt.AlignmentFlag.AlignVCenter)
        self._colour.addWidget(self.choice, 1, Qt.AlignmentFlag.AlignLeft)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._row.addLayout(self._words, 1)
        self._row.addLayout(self._colour)
        self._column = QVBoxLayout(self)
        self._column.setSpacing(0)
        self._column.addLayout(self._row)
        self._column.addWidget(self.note)
        self.choice.chosen.connect(self._on_chosen)

    def set_theme(self, theme: Theme) -> None:
        """Take the theme's fonts and sizes."""
        self._theme = theme
        margin, gap, ring = (round(theme.px(size)) for size in (20, 8, RING))
        self._column.setContentsMargins(margin, gap, margin - ring, gap)
        self._row.setSpacing(round(theme.px(10)))
        self._colour.setSpacing(round(theme.px(10)))
        self.title.setFont(theme.font(FontKind.VERDICT))
        self.label.setFont(theme.font(FontKind.BODY))
        self.note.setFont(theme.font(FontKind.BODY))
        self.subtitle.setFont(theme.font(FontKind.CAPTION))
        for label in (self.subtitle, self.label):
            palette = label.palette()
            palette.setColor(label.foregroundRole(), theme.color(Role.MUTED))
            label.setPalette(palette)
        self.choice.set_theme(theme)
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the choice of colours below the title where there is no room beside it."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        theme = self._theme
        wanted = theme.width(FontKind.VERDICT, self.title.text()) + theme.px(_MARGINS)
        for part in (self.label, self.choice):
            wanted += part.sizeHint().width()
        beside = wanted <= self.width()
        direction = QBoxLayout.Direction
        self._row.setDirection(direction.LeftToRight if beside else direction.TopToBottom)

    def show_words(self, title: str, subtitle: str) -> None:
        """Say what is seen."""
        self.title.setText(title)
        self._arrange()
        self.subtitle.setText(subtitle)

    def show_note(self, note: str) -> None:
        """Say something of the scenario that was looked for; nothing: take it away."""
        self.note.setText(note)
        self.note.setVisible(bool(note))

    def show_quantity(
        self, quantity: Quantity | None, reasons: Mapping[Quantity | None, str]
    ) -> None:
        """Press a choice; those with a reason cannot be chosen."""
        self.choice.withhold({QUANTITY_NAMES[one]: why for one, why in reasons.items() if why})
        self.choice.set_value(QUANTITY_NAMES[quantity])

    def _on_chosen(self, word: str) -> None:
        self.quantity_wished.emit(next(one for one in _ORDER if QUANTITY_NAMES[one] == word))
