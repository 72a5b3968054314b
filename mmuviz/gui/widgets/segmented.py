"""A row of joined choices of which one is pressed: read | write | fetch."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from mmuviz.gui.theme import FontKind, Role
from mmuviz.gui.widgets.control import RING, Control

_PAD = 13.0


class Segmented(Control):
    """An exclusive choice.

    Signals:
        chosen: another choice was pressed (str).
    """

    chosen = Signal(str)

    def __init__(
        self,
        name: str,
        options: Sequence[tuple[str, str]],
        parent: QWidget | None = None,
        *,
        wraps: bool = False,
    ) -> None:
        """Offer `options` as (word, tip).

        Args:
            name: what a screen reader says.
            options: the choices.
            parent: the owner.
            wraps: go on in another line where the width ends.
        """
        super().__init__(parent)
        self._wraps = wraps
        self._options = tuple(options)
        self._value = self._options[0][0]
        self._withheld: Mapping[str, str] = {}
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        if wraps:
            policy = QSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
            policy.setHeightForWidth(True)
            self.setSizePolicy(policy)
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

    def withhold(self, reasons: Mapping[str, str]) -> None:
        """Offer all choices but these, each with the sentence that says why not."""
        self._withheld = dict(reasons)
        self.update()

    def _describe(self) -> None:
        self.setAccessibleDescription(f"{self._value} is chosen; arrow keys change it")

    def content_width(self) -> float:
        """Return the width of all segments."""
        return sum(self._width(word) for word, _ in self._options)

    def _width(self, word: str) -> float:
        return self._theme.width(FontKind.STRONG, word) + 2 * self._theme.px(_PAD)

    def _lines(self, width: float) -> list[list[str]]:
        """Return the words by line, in `width` pixels."""
        lines: list[list[str]] = [[]]
        room = width
        for word, _ in self._options:
            room -= self._width(word)
            if self._wraps and room < 0 and lines[-1]:
                lines.append([])
                room = width - self._width(word)
            lines[-1].append(word)
        return lines

    def _line_height(self) -> float:
        return self._theme.metrics(FontKind.BODY).height() + self._theme.px(12)

    def hasHeightForWidth(self) -> bool:
        """Whether a smaller width makes it higher."""
        return self._wraps

    def heightForWidth(self, width: int) -> int:
        """Return the height of its lines at `width`."""
        ring = 2 * self._theme.px(RING)
        return round(len(self._lines(width - ring + 1)) * self._line_height() + ring)

    def minimumSizeHint(self) -> QSize:
        """As the hint, or as the widest segment where it wraps."""
        hint = super().minimumSizeHint()
        if self._wraps:
            widest = max(self._width(word) for word, _ in self._options)
            hint.setWidth(round(widest + 2 * self._theme.px(RING)))
        return hint

    def segment(self, value: str) -> QRectF:
        """Return the rectangle of the choice `value`."""
        body = self.body()
        lines = self._lines(body.width() + 1)
        height = self._line_height() if self._wraps else body.height()
        for number, line in enumerate(lines):
            left = body.left()
            for word in line:
                width = self._width(word)
                if word == value:
                    return QRectF(left, body.top() + number * height, width, height)
                left += width
        raise KeyError(value)

    def _frame(self) -> QPainterPath:
        """Return the outline: a rounded box a line."""
        shape, half = QPainterPath(), 0.5
        radius = self._theme.px(4)
        for line in self._lines(self.body().width() + 1):
            box = self.segment(line[0]).united(self.segment(line[-1]))
            shape.addRoundedRect(box.adjusted(half, half, -half, -half), radius, radius)
        return shape

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the joined segments, the pressed one filled with the accent."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme, body = self._theme, self.body().adjusted(0.5, 0.5, -0.5, -0.5)
        shape = self._frame()
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
            elif self.underMouse() and rect.contains(pointer) and word not in self._withheld:
                painter.save()
                painter.setClipPath(shape)
                painter.fillRect(rect, theme.color(Role.SUNKEN))
                painter.restore()
            if number and self._value not in (word, self._options[number - 1][0]):
                painter.setPen(theme.pen(Role.BORDER, 1))
                inset = theme.px(7)
                painter.drawLine(
                    QPointF(rect.left(), rect.top() + inset),
                    QPointF(rect.left(), rect.bottom() - inset),
                )
            painter.setFont(theme.font(FontKind.STRONG if pressed else FontKind.BODY))
            ink = Role.MUTED if word in self._withheld else Role.TEXT
            painter.setPen(theme.color(Role.ON_FILL if pressed else ink))
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
        while 0 <= number < len(words) and words[number] in self._withheld:
            number += step
        if 0 <= number < len(words):
            self._choose(words[number])

    def event(self, event: QEvent) -> bool:
        """Show the tip of the segment under the pointer."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            for word, tip in self._options:
                if self.segment(word).contains(QPointF(event.pos())):
                    QToolTip.showText(event.globalPos(), self._withheld.get(word, tip), self)
            return True
        return super().event(event)

    def _choose(self, word: str) -> None:
        if word != self._value and word not in self._withheld:
            self.set_value(word)
            self.chosen.emit(word)
