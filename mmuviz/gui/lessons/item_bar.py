"""The questions and tasks of a lesson as a row of strokes: right, missed, here, to come."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from mmuviz.core.lessons.progress import Progress
from mmuviz.gui.theme import Role, Theme

_HEIGHT, _STROKE, _GAP, _WIDEST = 12.0, 5.0, 4.0, 32.0


_LEGEND = (
    "A full stroke is answered rightly, a hollow one is not.",
    "A broken one had a wrong answer. The high one is here.",
)


class ItemBar(QWidget):
    """A full stroke is right, a broken one had a wrong answer; the high one is here."""

    def __init__(self, parent: QWidget) -> None:
        """Start empty."""
        super().__init__(parent)
        self._theme = Theme()
        self._items: Sequence[str] = ()
        self._current = ""
        self._progress = Progress()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_theme(self, theme: Theme) -> None:
        """Draw in `theme`."""
        self._theme = theme
        self.updateGeometry()
        self.update()

    def show_progress(self, items: Sequence[str], current: str, progress: Progress) -> None:
        """Show `items`, of which `current` is on the screen; empty for none."""
        self._items, self._current, self._progress = items, current, progress
        right = sum(item in progress.right for item in items)
        self.setAccessibleName(f"Progress: {right} of {len(items)} right")
        here = {current: ", here"}
        lines = [
            f"{number}: {progress.told(item)}{here.get(item, '')}"
            for number, item in enumerate(items, 1)
        ]
        self.setAccessibleDescription("; ".join(lines))
        self.setToolTip("\n".join([f"{right} of {len(items)} right", *lines, "", *_LEGEND]))
        self.update()

    def sizeHint(self) -> QSize:
        """As high as the stroke of the item that is here."""
        return QSize(round(self._theme.px(_WIDEST)), round(self._theme.px(_HEIGHT)))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the strokes."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        px, count = self._theme.px, max(len(self._items), 1)
        width = min((self.width() + px(_GAP)) / count - px(_GAP), px(_WIDEST))
        for place, item in enumerate(self._items):
            high = px(_HEIGHT - 2 if item == self._current else _STROKE)
            left = place * (width + px(_GAP))
            self._draw(painter, QRectF(left, (self.height() - high) / 2, width, high), item)

    def _draw(self, painter: QPainter, rect: QRectF, item: str) -> None:
        theme, px = self._theme, self._theme.px
        role = Role.CURRENT if item == self._current else Role.ACCENT
        right, missed = item in self._progress.right, item in self._progress.missed
        marked = right or missed or role is Role.CURRENT
        painter.setPen(theme.pen(role if marked else Role.BORDER_STRONG))
        painter.setBrush(theme.brush(role if right else Role.SURFACE))
        inner = rect.adjusted(0.5, 0.5, -0.5, -0.5)
        radius = px(2)
        if not missed:
            painter.drawRoundedRect(inner, radius, radius)
            return
        half = inner.width() / 2 - px(1.5)
        for left in (inner.left(), inner.right() - half):
            painter.drawRoundedRect(QRectF(left, inner.top(), half, inner.height()), radius, radius)
