"""The time that is left, in words and as a bar."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from mmuviz.gui import paint
from mmuviz.gui.exercises.clock import Clock
from mmuviz.gui.theme import FontKind, Role
from mmuviz.gui.widgets.control import Control
from mmuviz.present.exercise_words import LONGEST, time_left

_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_BAR, _HIGH, _GAP = 120.0, 6.0, 12.0


class TimeBar(Control):
    """The words at the left, the bar at the right; it never blinks."""

    def __init__(self, clock: Clock, parent: QWidget) -> None:
        """Follow `clock`."""
        super().__init__(parent)
        self._clock = clock
        self.words = ""
        self.share = 0.0
        clock.ticked.connect(self._follow)

    def content_width(self) -> float:
        """Return the width of the longest words and the bar."""
        longest = max((time_left(60.0 * LONGEST), time_left(60)), key=len)
        return self._theme.width(FontKind.BODY, longest) + self._theme.px(_GAP + _BAR)

    def _follow(self) -> None:
        self.share, words = self._clock.share, time_left(self._clock.left)
        if words != self.words:
            self.words = words
            self.setAccessibleName(f"Time: {words}")
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw words and bar."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme, px, body = self._theme, self._theme.px, self.body()
        words = body.adjusted(0, 0, -px(_BAR + _GAP), 0)
        paint.text(painter, words, self.words, theme, align=_RIGHT)
        bar = QRectF(
            body.right() - px(_BAR), body.center().y() - px(_HIGH) / 2, px(_BAR), px(_HIGH)
        )
        radius = px(_HIGH) / 2
        painter.setPen(theme.pen(Role.BORDER_STRONG, 1))
        painter.setBrush(theme.brush(Role.SURFACE))
        painter.drawRoundedRect(bar, radius, radius)
        full = QRectF(bar.left(), bar.top(), bar.width() * self.share, bar.height())
        painter.setPen(theme.pen(Role.ACCENT, 1))
        painter.setBrush(theme.brush(Role.ACCENT))
        if full.width() > 2 * radius:
            painter.drawRoundedRect(full, radius, radius)
