"""One named bit of a register: a label and a cell, filled for 1."""

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from mmuviz.gui import paint
from mmuviz.gui.theme import FontKind, Role
from mmuviz.gui.widgets.control import Control

_GAP = 9.0
_CELL = 18.0


class BitToggle(Control):
    """A bit that a click or Space flips.

    Signals:
        toggled: the bit was flipped (bool).
    """

    toggled = Signal(bool)

    def __init__(self, label: str, tip: str, parent: QWidget | None = None) -> None:
        """Show `label` before the cell."""
        super().__init__(parent)
        self._label = label
        self._value = False
        self.setAccessibleName(label)
        self._describe()
        self.setToolTip(tip)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    @property
    def value(self) -> bool:
        """The bit."""
        return self._value

    def set_value(self, value: bool) -> None:  # noqa: FBT001  # a setter
        """Show `value` without a signal."""
        if value == self._value:
            return
        self._value = value
        self._describe()
        self.update()

    def _describe(self) -> None:
        self.setAccessibleDescription(f"{self._label} is {int(self._value)}; Space flips it")

    def content_width(self) -> float:
        """Return the width of label and cell."""
        return self._theme.width(FontKind.BODY, self._label) + self._theme.px(_GAP + _CELL)

    def cell(self) -> QRectF:
        """Return the rectangle of the bit."""
        body, side = self.body(), self._theme.px(_CELL)
        return QRectF(body.right() - side - 1, body.center().y() - side / 2, side, side)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw label and cell."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        role = Role.MUTED
        paint.text(painter, self.body(), self._label, self._theme, FontKind.BODY, role)
        cell = self.cell()
        paint.bit_cell(painter, cell, str(int(self._value)), self._theme, value=self._value)
        self.draw_focus(painter, cell)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Flip the bit."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._flip()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Flip the bit with Space."""
        if event.key() == Qt.Key.Key_Space:
            self._flip()
        else:
            super().keyPressEvent(event)

    def _flip(self) -> None:
        self.set_value(not self._value)
        self.toggled.emit(self._value)
