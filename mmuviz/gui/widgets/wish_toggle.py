"""A right that is wished for: any, yes or no."""

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from mmuviz.gui import paint
from mmuviz.gui.theme import FontKind, Role
from mmuviz.gui.widgets.control import Control

_GAP = 7.0
_CELL = 18.0
_ORDER: tuple[bool | None, ...] = (None, True, False)
_WORDS = {None: "any", True: "yes", False: "no"}


class WishToggle(Control):
    """A click or Space goes from any to yes to no: dotted, filled, hollow.

    Signals:
        changed: another value is wished for (bool or None).
    """

    changed = Signal(object)

    def __init__(self, label: str, letter: str, parent: QWidget | None = None) -> None:
        """Show `label`, and `letter` in the cell."""
        super().__init__(parent)
        self._label = label
        self._letter = letter
        self._value: bool | None = None
        self.setAccessibleName(label)
        self.setToolTip(f"Only ranges that are {label}, or that are not; a click goes on")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._describe()

    @property
    def value(self) -> bool | None:
        """What is wished for; None where it does not matter."""
        return self._value

    def set_value(self, value: bool | None) -> None:  # noqa: FBT001  # a setter
        """Show `value` without a signal."""
        self._value = value
        self._describe()
        self.update()

    def _describe(self) -> None:
        self.setAccessibleDescription(f"{self._label}: {_WORDS[self._value]}; Space changes it")

    def content_width(self) -> float:
        """Return the width of label, cell and the longest word."""
        return self._label_width() + self._theme.px(2 * _GAP + _CELL) + self._word_width()

    def _label_width(self) -> float:
        return self._theme.width(FontKind.BODY, self._label)

    def _word_width(self) -> float:
        return max(self._theme.width(FontKind.STRONG, word) for word in _WORDS.values())

    def cell(self) -> QRectF:
        """Return the rectangle of the cell."""
        body, side = self.body(), self._theme.px(_CELL)
        left = body.left() + self._label_width() + self._theme.px(_GAP)
        return QRectF(left, body.center().y() - side / 2, side, side)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw label, cell and word."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme, body, cell = self._theme, self.body(), self.cell()
        paint.text(painter, body, self._label, theme, FontKind.BODY, Role.MUTED)
        if self._value is None:
            paint.term_chip(painter, cell, None, theme)
        else:
            paint.bit_cell(painter, cell, self._letter, theme, value=self._value)
        chosen = self._value is not None
        kind = FontKind.STRONG if chosen else FontKind.BODY
        role = Role.TEXT if chosen else Role.MUTED
        word = QRectF(body)
        word.setLeft(cell.right() + theme.px(_GAP))
        paint.text(painter, word, _WORDS[self._value], theme, kind, role)
        self.draw_focus(painter, cell)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go on."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._go_on()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go on with Space."""
        if event.key() == Qt.Key.Key_Space:
            self._go_on()
        else:
            super().keyPressEvent(event)

    def _go_on(self) -> None:
        self.set_value(_ORDER[(_ORDER.index(self._value) + 1) % len(_ORDER)])
        self.changed.emit(self._value)
