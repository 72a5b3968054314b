"""A row of joined choices of which one is pressed: read | write | fetch."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QToolTip, QWidget

from mmuviz.gui.theme import FontKind, Role
from mmuviz.gui.widgets.control import Control

_PAD = 13.0


class Segmented(Control):
    """An exclusive choice.

    Signals:
        chosen: another choice was pressed (str).
    """

    chosen = Signal(str)

    def __init__(
        self, name: str, options: Sequence[tuple[str, str]], parent: QWidget | None = None
    ) -> None:
        """Offer `options` as (word, tip); `name` is what a screen reader says."""
        super().__init__(parent)
        self._options = tuple(options)
        self._value = self._options[0][0]
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self._describe()

    @property
    def value(self) -> str:
        """The choice that is pressed."""
        return self._value

    def set_value(self, value: str) -> None:
        """Press `value` without a signal."""
        if value != self._value:
            self._value = value
            self._describe()
            self.update()

    def _describe(self) -> None:
        self.setAccessibleDescription(f"{self._value} is chosen; arrow keys change it")

    def content_width(self) -> float:
        """Return the width of all segments."""
        return sum(self._width(word) for word, _ in self._options)

    def _width(self, word: str) -> float:
        return self._theme.width(FontKind.STRONG, word) + 2 * self._theme.px(_PAD)

    def segment(self, value: str) -> QRectF:
        """Return the rectangle of the choice `value`."""
        body = self.body()
        left = body.left()
        for word, _ in self._options:
            width = self._width(word)
            if word == value:
                return QRectF(left, body.top(), width, body.height())
            left += width
        raise KeyError(value)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the joined segments, the pressed one filled with the accent."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme, body = self._theme, self.body().adjusted(0.5, 0.5, -0.5, -0.5)
        shape = QPainterPath()
        shape.addRoundedRect(body, theme.px(4), theme.px(4))
        painter.fillPath(shape, theme.color(Role.SURFACE))
        pointer = QPointF(self.mapFromGlobal(self.cursor().pos()))
        for number, (word, _) in enumerate(self._options):
            rect = self.segment(word)
            pressed = word == self._value
            if pressed:
                painter.save()
                painter.setClipPath(shape)
                painter.fillRect(rect, theme.color(Role.ACCENT))
                painter.restore()
            elif self.underMouse() and rect.contains(pointer):
                painter.save()
                painter.setClipPath(shape)
                painter.fillRect(rect, theme.color(Role.SUNKEN))
                painter.restore()
            if number and self._value not in (word, self._options[number - 1][0]):
                painter.setPen(theme.pen(Role.BORDER, 1))
                inset = theme.px(7)
                painter.drawLine(
                    QPointF(rect.left(), body.top() + inset),
                    QPointF(rect.left(), body.bottom() - inset),
                )
            painter.setFont(theme.font(FontKind.STRONG if pressed else FontKind.BODY))
            painter.setPen(theme.color(Role.ON_FILL if pressed else Role.TEXT))
            painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, word)
        painter.setPen(theme.pen(self.frame_role(), 1))
        painter.drawPath(shape)
        self.draw_focus(painter, body)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Press the segment under the pointer."""
        if event.button() != Qt.MouseButton.LeftButton:
            return
        for word, _ in self._options:
            if self.segment(word).contains(event.position()):
                self._choose(word)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move the hover wash."""
        super().mouseMoveEvent(event)
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the choice with the arrow keys."""
        words = [word for word, _ in self._options]
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        step = steps.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
            return
        number = words.index(self._value) + step
        if 0 <= number < len(words):
            self._choose(words[number])

    def event(self, event: QEvent) -> bool:
        """Show the tip of the segment under the pointer."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            for word, tip in self._options:
                if self.segment(word).contains(QPointF(event.pos())):
                    QToolTip.showText(event.globalPos(), tip, self)
            return True
        return super().event(event)

    def _choose(self, word: str) -> None:
        if word != self._value:
            self.set_value(word)
            self.chosen.emit(word)
