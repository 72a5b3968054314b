"""The questions of a set as a row of boxes: which is open, answered, right."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from mmuviz.gui import paint
from mmuviz.gui.theme import FontKind, Role
from mmuviz.gui.widgets.control import RING
from mmuviz.gui.widgets.drawn import Drawn

_HIGH, _GAP, _PAD, _BAR = 26.0, 4.0, 9.0, 3.0
_LINES, _LEAST_LINES = 4, 1


class Standing(Enum):
    """How a question stands. The value is what a screen reader says."""

    EMPTY = "empty"
    BEGUN = "begun"
    ANSWERED = "answered"
    GARBLED = "cannot all be read"
    FULL = "all points"
    PART = "some points"
    NONE = "no point"


_SIGNS = {
    Standing.BEGUN: "…",
    Standing.GARBLED: "?",
    Standing.FULL: "✓",
    Standing.PART: "◐",
    Standing.NONE: "✗",
}
_TINTS = {
    Standing.GARBLED: Role.FAIL,
    Standing.FULL: Role.PASS,
    Standing.PART: Role.PASS,
    Standing.NONE: Role.FAIL,
}
_MOVES = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}


@dataclass(frozen=True, slots=True)
class _Box:
    words: str
    standing: Standing


class QuestionStrip(Drawn):
    """A click or the arrows go to a question; the boxes go on in another line.

    Signals:
        chosen: a question is to be shown (its place, from 0).
    """

    chosen = Signal(int)

    def __init__(self, parent: QWidget) -> None:
        """Start empty."""
        super().__init__(parent)
        self._boxes: tuple[_Box, ...] = ()
        self._at = 0
        self._most = _LINES
        self.setAccessibleName("Questions")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def show_lines(self, *, low: bool) -> None:
        """Take less room where there is little: the lines round the open question."""
        self._most = _LEAST_LINES if low else _LINES
        self._measure_again()

    def show_standings(self, standings: Sequence[Standing], at: int) -> None:
        """Show how the questions stand; the one at place `at` is open."""
        changed = len(standings) != len(self._boxes)
        self._boxes = tuple(
            _Box(f"{number} {_SIGNS.get(one, '')}".rstrip(), one)
            for number, one in enumerate(standings, 1)
        )
        self._at = at
        self.setAccessibleDescription(
            f"question {at + 1} of {len(standings)}: {standings[at].value}; arrow keys change it"
        )
        if changed:
            self.updateGeometry()
        self.update()

    @property
    def standings(self) -> tuple[Standing, ...]:
        """How the questions stand."""
        return tuple(box.standing for box in self._boxes)

    # Places.

    def boxes(self, width: float) -> list[QRectF]:
        """Return the place of each box; of the lines that are not shown it is an empty one."""
        theme, px, found = self._theme, self._theme.px, []
        wide = theme.width(FontKind.STRONG, f"{len(self._boxes)} {_SIGNS[Standing.BEGUN]}")
        wide, high, ring = max(wide + 2 * px(_PAD), px(32)), px(_HIGH), px(RING)
        each = max(int((width - 2 * ring + px(_GAP)) // (wide + px(_GAP))), 1)
        lines, here = -(-len(self._boxes) // each), self._at // each
        first = min(max(here - self._most // 2, 0), max(lines - self._most, 0))
        for number in range(len(self._boxes)):
            line, column = divmod(number, each)
            if not first <= line < first + self._most:
                found.append(QRectF())
                continue
            left, top = column * (wide + px(_GAP)), (line - first) * (high + px(_GAP) * 2)
            found.append(QRectF(ring + left, ring + top, wide, high))
        return found

    def heightForWidth(self, width: int) -> int:
        """Return the height of all lines."""
        bottom = max((box.bottom() for box in self.boxes(width)), default=0)
        return round(bottom + self._theme.px(RING + _BAR))

    # Drawing.

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the boxes."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for place, (box, rect) in enumerate(
            zip(self._boxes, self.boxes(self.width()), strict=True)
        ):
            if not rect.isEmpty():
                self._draw(painter, rect, box, is_here=place == self._at)

    def _draw(self, painter: QPainter, rect: QRectF, box: _Box, *, is_here: bool) -> None:
        theme, px = self._theme, self._theme.px
        tint, filled = _TINTS.get(box.standing), box.standing is Standing.ANSWERED
        frame = Role.ACCENT if filled else tint or Role.BORDER_STRONG
        painter.setPen(theme.pen(frame, 1))
        painter.setBrush(theme.color(Role.ACCENT if filled else Role.SURFACE))
        if tint is not None:
            painter.setBrush(theme.tint(tint))
        painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), px(3), px(3))
        kind = FontKind.STRONG if is_here else FontKind.BODY
        ink = Role.ON_FILL if filled else Role.TEXT
        paint.text(painter, rect, box.words, theme, kind, ink, Qt.AlignmentFlag.AlignCenter)
        if is_here:
            below = QRectF(rect.left(), rect.bottom() + px(2), rect.width(), px(_BAR))
            painter.fillRect(below, theme.color(Role.CURRENT))
            if self.hasFocus():
                paint.focus_ring(painter, rect.adjusted(1, 1, -1, -1), theme)

    # Mouse and keyboard.

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go to the question of the box."""
        for place, box in enumerate(self.boxes(self.width())):
            if box.contains(QPointF(event.position())):
                self.chosen.emit(place)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go to the neighbour."""
        way = _MOVES.get(Qt.Key(event.key()))
        if way is None:
            super().keyPressEvent(event)
        elif 0 <= self._at + way < len(self._boxes):
            self.chosen.emit(self._at + way)
