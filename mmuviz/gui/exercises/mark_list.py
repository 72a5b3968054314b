"""What became of each answer to a question: said, right or not, and what is right."""

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from mmuviz.gui import paint
from mmuviz.gui.theme import FontKind, Role
from mmuviz.gui.widgets.drawn import Drawn
from mmuviz.present.exercise_report import PartRow

_DISC, _LEFT, _GAP = 9.0, 30.0, 12.0
_Line = tuple[QRectF, str, FontKind, Role]


class MarkList(Drawn):
    """A disc a part, what was said, and below it what is right where it was not."""

    def __init__(self, parent: QWidget) -> None:
        """Start empty."""
        super().__init__(parent)
        self.rows: Sequence[PartRow] = ()

    def show_rows(self, rows: Sequence[PartRow]) -> None:
        """Show `rows`."""
        self.rows = rows
        said = [
            f"{row.part}: {row.said}, {'right' if row.right else f'wrong; right is {row.truth}'}"
            for row in rows
        ]
        self.setAccessibleName(f"Answers. {'; '.join(said)}")
        self._measure_again()

    def _lines(self, row: PartRow) -> Iterator[tuple[str, FontKind, Role]]:
        yield row.part, FontKind.STRONG, Role.TEXT
        yield row.said, FontKind.MONO, Role.TEXT if row.right else Role.FAIL
        if not row.right:
            yield f"right is {row.truth}", FontKind.MONO_STRONG, Role.TEXT
        if row.note:
            yield f"{row.note[0].upper()}{row.note[1:]}.", FontKind.CAPTION, Role.MUTED

    def _places(self, width: float) -> list[list[_Line]]:
        """Return where each line of each row stands."""
        theme, px, top, found = self._theme, self._theme.px, 1.0, []
        for row in self.rows:
            lines: list[_Line] = []
            for words, kind, role in self._lines(row):
                around = QRectF(px(_LEFT), top, max(width - px(_LEFT), px(40)), 10_000)
                rect = theme.metrics(kind).boundingRect(around, paint.WRAP, words)
                lines.append((rect, words, kind, role))
                top = rect.bottom() + px(2)
            found.append(lines)
            top += px(_GAP)
        return found

    def heightForWidth(self, width: int) -> int:
        """Return the height that the rows need."""
        places = self._places(width)
        return round(places[-1][-1][0].bottom() + 2) if places else 0

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the rows."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme, px = self._theme, self._theme.px
        half = theme.metrics(FontKind.STRONG).height() / 2
        for row, lines in zip(self.rows, self._places(self.width()), strict=True):
            at = QPointF(px(_DISC + 1), max(lines[0][0].top() + half, px(_DISC) + 1))
            what = paint.Disc.PASSED if row.right else paint.Disc.REFUSED
            paint.disc(painter, at, px(_DISC), what, theme)
            for rect, words, kind, role in lines:
                painter.setFont(theme.font(kind))
                painter.setPen(theme.color(role))
                painter.drawText(rect.adjusted(0, 0, 2, 2), paint.WRAP, words)
