"""Whose rules are looked at, and against whose: two lists with the signs of the semantics."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QIcon, QPainter, QPixmap, QStandardItemModel
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QWidget

from mmuviz.core.trace import Semantics
from mmuviz.gui.paint_signs import semantics_sign
from mmuviz.gui.theme import FontKind, Theme

_SIDE, _LEAST = 14, 84
NOTHING = "nothing"


class RulesBox(QWidget):
    """`after ≠ hardware`, or `after` and nothing.

    Signals:
        chosen: others are to be compared (Semantics, Semantics or None).
    """

    chosen = Signal(object, object)

    def __init__(self, parent: QWidget) -> None:
        """Offer all."""
        super().__init__(parent)
        self.first, self.second = QComboBox(self), QComboBox(self)
        self.sign = QLabel("≠", self)
        self.first.setAccessibleName("Whose result")
        self.second.setAccessibleName("Compared with whose result")
        self.second.setToolTip("nothing: the first one as it is, with no comparison")
        for semantics in Semantics:
            for box in (self.first, self.second):
                box.addItem(semantics.value, semantics)
        self.second.addItem(NOTHING, None)
        for box in (self.first, self.second):
            box.setMinimumContentsLength(4)
            box.setSizeAdjustPolicy(
                QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
            )
            box.activated.connect(self._on_activated)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.addWidget(self.first, 1)
        self._row.addWidget(self.sign)
        self._row.addWidget(self.second, 1)
        self.show_rules(Semantics.AFTER, Semantics.HARDWARE)

    def show_rules(self, semantics: Semantics, against: Semantics | None) -> None:
        """Show who is compared; nobody is with itself."""
        for box, value, other in (
            (self.first, semantics, against),
            (self.second, against, semantics),
        ):
            box.setCurrentIndex(box.findData(value))
            model = box.model()
            assert isinstance(model, QStandardItemModel), "a combo box makes one"
            for number in range(box.count()):
                model.item(number).setEnabled(other is None or box.itemData(number) is not other)
        self.sign.setVisible(against is not None)

    def _on_activated(self, _index: int) -> None:
        self.chosen.emit(self.first.currentData(), self.second.currentData())

    def set_theme(self, theme: Theme) -> None:
        """Draw the signs in `theme`."""
        self._row.setSpacing(round(theme.px(6)))
        self.sign.setFont(theme.font(FontKind.STRONG))
        side = round(theme.px(_SIDE))
        for box in (self.first, self.second):
            box.setIconSize(QSize(side, side))
            box.setFont(theme.font(FontKind.BODY))
            box.setMinimumSize(_LEAST, 1)  # else its least height stays that of its first font
            for number, semantics in enumerate(Semantics):
                box.setItemIcon(number, _icon(semantics, theme, side))
        self.second.setItemIcon(self.second.findText(NOTHING), _icon(None, theme, side))


def _icon(semantics: Semantics | None, theme: Theme, side: int) -> QIcon:
    """Return the sign of a semantics; of none, its room."""
    pixmap = QPixmap(side * 2, side * 2)
    pixmap.fill(Qt.GlobalColor.transparent)
    if semantics is not None:
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(2, 2)
        semantics_sign(painter, QRectF(0, 0, side, side), semantics, theme)
        painter.end()
    return QIcon(pixmap)
