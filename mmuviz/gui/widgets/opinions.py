"""Which of the three opinions are shown: a toggle each, of which at least one stays on."""

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from mmuviz.core.trace import Semantics
from mmuviz.gui import paint
from mmuviz.gui.paint_signs import semantics_sign
from mmuviz.gui.theme import FontKind, Role, Theme, semantics_role
from mmuviz.gui.widgets.control import Control

_PAD, _SIGN = 6.0, 12.0


class Opinions(QWidget):
    """showing ◇ before ◆ after ■ hardware.

    Signals:
        shown_changed: another choice was made (tuple of Semantics, in their order).
    """

    shown_changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Show all."""
        super().__init__(parent)
        self.label = QLabel("showing", self)
        self.toggles = {semantics: _Toggle(semantics, self) for semantics in Semantics}
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.addWidget(self.label)
        for toggle in self.toggles.values():
            self._row.addWidget(toggle)
            toggle.toggled.connect(self._on_toggled)

    @property
    def shown(self) -> tuple[Semantics, ...]:
        """The opinions that are on."""
        return tuple(semantics for semantics, toggle in self.toggles.items() if toggle.on)

    def set_theme(self, theme: Theme) -> None:
        """Draw in `theme`."""
        self._row.setSpacing(round(theme.px(2)))
        self.label.setFont(theme.font(FontKind.BODY))
        for toggle in self.toggles.values():
            toggle.set_theme(theme)

    def _on_toggled(self) -> None:
        shown = self.shown
        for semantics, toggle in self.toggles.items():
            toggle.set_last(last=shown == (semantics,))
        self.shown_changed.emit(shown)


class _Toggle(Control):
    """One opinion: its sign and its name, crossed out of ink while it is off.

    Signals:
        toggled: it was switched.
    """

    toggled = Signal()

    def __init__(self, semantics: Semantics, parent: QWidget) -> None:
        """Start switched on."""
        super().__init__(parent)
        self._semantics = semantics
        self.on = True
        self._last = False
        self.setAccessibleName(f"Show {semantics.value}")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._describe()

    def set_last(self, *, last: bool) -> None:
        """Take that it is the only one that is on, and has to stay."""
        self._last = last
        self._describe()

    def _describe(self) -> None:
        state = "shown" if self.on else "hidden"
        words = "the only one shown: it stays" if self._last else f"{state}; Space switches it"
        self.setAccessibleDescription(words)
        self.setToolTip(f"{self._semantics.value}: {words}")

    def content_width(self) -> float:
        """Return the width of sign and name."""
        word = self._theme.width(FontKind.STRONG, self._semantics.value)
        return word + self._theme.px(3 * _PAD + _SIGN)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw frame, sign and name; off is muted and has no frame."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme, body = self._theme, self.body()
        if self.on or self.underMouse():
            ground = theme.tint(semantics_role(self._semantics)) if self.on else None
            painter.setPen(theme.pen(Role.BORDER_STRONG if self.on else Role.BORDER, 1))
            painter.setBrush(ground or theme.color(Role.SUNKEN))
            frame = body.adjusted(0.5, 0.5, -0.5, -0.5)
            painter.drawRoundedRect(frame, theme.px(4), theme.px(4))
        side = theme.px(_SIGN)
        sign = QRectF(body.left() + theme.px(_PAD), body.center().y() - side / 2, side, side)
        role = semantics_role(self._semantics) if self.on else Role.MUTED
        semantics_sign(painter, sign, self._semantics, theme, role)
        words = body.adjusted(theme.px(2 * _PAD) + side, 0, 0, 0)
        kind = FontKind.STRONG if self.on else FontKind.BODY
        ink = Role.TEXT if self.on else Role.MUTED
        paint.text(painter, words, self._semantics.value, theme, kind, ink)
        self.draw_focus(painter, body)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Switch."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._switch()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Switch with Space."""
        if event.key() == Qt.Key.Key_Space:
            self._switch()
        else:
            super().keyPressEvent(event)

    def _switch(self) -> None:
        if self._last:
            return
        self.on = not self.on
        self._describe()
        self.update()
        self.toggled.emit()
