"""Styled pieces of text on a painter: cut into words, wrapped into lines, drawn."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter

from mmuviz.gui.theme import FontKind, Role, Theme
from mmuviz.present.wording import Span, Style

_STYLES = {
    Style.BODY: (FontKind.BODY, Role.MUTED),
    Style.MONO: (FontKind.MONO, Role.TEXT),
    Style.FAIL: (FontKind.MONO_STRONG, Role.FAIL),
    Style.STRONG: (FontKind.STRONG, Role.TEXT),
}
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter

Word = tuple[str, FontKind, Role]


def words_of(spans: tuple[Span, ...]) -> list[Word]:
    """Cut the spans where a line may break: behind each blank."""
    found: list[Word] = []
    for span in spans:
        kind, role = _STYLES[span.style]
        pieces = span.text.split(" ")
        found += [(f"{piece} ", kind, role) for piece in pieces[:-1]]
        if pieces[-1]:
            found.append((pieces[-1], kind, role))
    return found


def lines_of(spans: tuple[Span, ...], theme: Theme, width: float) -> list[list[Word]]:
    """Wrap the spans into lines of at most `width` pixels."""
    lines: list[list[Word]] = [[]]
    x = 0.0
    for word, kind, role in words_of(spans):
        if lines[-1] and x + theme.width(kind, word.rstrip()) > width:
            lines.append([])
            x = 0.0
        lines[-1].append((word, kind, role))
        x += theme.width(kind, word)
    return lines


def draw_lines(painter: QPainter, theme: Theme, start: QPointF, lines: list[list[Word]]) -> None:
    """Draw wrapped lines; `start` is the upper left corner of the first."""
    height = theme.metrics(FontKind.BODY).height()
    for number, line in enumerate(lines):
        x, y = start.x(), start.y() + number * height
        for word, kind, role in line:
            width = theme.width(kind, word)
            painter.setFont(theme.font(kind))
            painter.setPen(theme.color(role))
            painter.drawText(QRectF(x, y, width + 1, height), _LEFT, word)
            x += width
