"""The goals of a task as a check list that follows every edit."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from mmuviz.gui import paint
from mmuviz.gui.theme import FontKind, Role
from mmuviz.gui.widgets.drawn import Drawn
from mmuviz.present.lesson_page import GoalRow

_DISC, _LEFT, _GAP = 8.0, 28.0, 8.0


class GoalList(Drawn):
    """A line a goal: a green disc where it is met, a ring where it is not."""

    def __init__(self, parent: QWidget) -> None:
        """Start empty."""
        super().__init__(parent)
        self._rows: tuple[GoalRow, ...] = ()

    def show_goals(self, rows: Sequence[GoalRow]) -> None:
        """Show `rows`."""
        self._rows = tuple(rows)
        said = "; ".join(f"{row.text}: {'met' if row.met else 'not met'}" for row in rows)
        self.setAccessibleName(f"Goals: {said}")
        self._measure_again()

    def _places(self, width: float) -> list[QRectF]:
        px, top, found = self._theme.px, 0.0, []
        for row in self._rows:
            around = QRectF(px(_LEFT), top, max(width - px(_LEFT), px(40)), 10_000)
            rect = self._theme.metrics(FontKind.MONO).boundingRect(around, paint.WRAP, row.text)
            found.append(rect)
            top = rect.bottom() + px(_GAP)
        return found

    def heightForWidth(self, width: int) -> int:
        """Return the height that the goals need."""
        places = self._places(width)
        return round(places[-1].bottom() + 1) if places else 0

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the goals."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme, px = self._theme, self._theme.px
        line = theme.metrics(FontKind.MONO).height()
        for row, rect in zip(self._rows, self._places(self.width()), strict=True):
            at = QPointF(px(_DISC + 1), rect.top() + line / 2)
            if row.met:
                paint.disc(painter, at, px(_DISC), paint.Disc.PASSED, theme)
            else:
                painter.setPen(theme.pen(Role.BORDER_STRONG, 1.5))
                painter.setBrush(theme.brush(Role.SURFACE))
                painter.drawEllipse(at, px(_DISC), px(_DISC))
            painter.setFont(theme.font(FontKind.MONO))
            painter.setPen(theme.color(Role.TEXT))
            painter.drawText(rect.adjusted(0, 0, 2, 2), paint.WRAP, row.text)
