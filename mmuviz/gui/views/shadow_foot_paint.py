"""How the columns below the cards are drawn: writes, write protection, flood count, what next."""

from collections.abc import Sequence

from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QPainter

from mmuviz.gui import paint
from mmuviz.gui.theme import FontKind, Role, Theme
from mmuviz.present.shadow_foot import Foot

LINES = 4
"""As many lines has a column below its title."""
_TITLES = ("Written by this step", "Write protection took away", "", "The same again, after this")


def draw_foot(painter: QPainter, foot: Foot, columns: Sequence[QRectF], theme: Theme) -> None:
    """Draw the four columns in their places."""
    px = theme.px
    title = theme.metrics(FontKind.STRONG).height() + px(4)
    for number, rect in enumerate(columns):
        if number == 3 and not foot.again:
            continue
        if number:
            x = rect.left() - px(16)
            painter.setPen(theme.pen(Role.BORDER, 1))
            painter.drawLine(QLineF(x, rect.top() + px(2), x, rect.bottom()))
        head = QRectF(rect.left(), rect.top(), rect.width(), title)
        words = _TITLES[number] or foot.flood_title
        paint.text(painter, head, words, theme, FontKind.STRONG)
    body = [rect.adjusted(0, title, 0, 0) for rect in columns]
    _draw_written(painter, foot, body[0], theme)
    draw_words(painter, foot.protection, body[1], theme)
    _draw_flood(painter, foot, body[2], theme)
    draw_words(painter, (foot.again,), body[3], theme)


def _draw_written(painter: QPainter, foot: Foot, rect: QRectF, theme: Theme) -> None:
    px = theme.px
    high = theme.metrics(FontKind.CAPTION).height() + px(2)
    line = QRectF(rect.left(), rect.top(), rect.width(), high)
    if not foot.written:
        paint.text(painter, line, "nothing", theme, FontKind.CAPTION, Role.MUTED)
        return
    shown = foot.written if len(foot.written) <= LINES else foot.written[: LINES - 1]
    middle = rect.left() + rect.width() * 0.52
    for one in shown:
        paint.text(painter, line, "✎", theme, FontKind.CAPTION, Role.WRITTEN)
        area = QRectF(line.left() + px(18), line.top(), middle - line.left() - px(22), high)
        paint.text(painter, area, one.what, theme, FontKind.CAPTION)
        area = QRectF(middle, line.top(), rect.right() - middle, high)
        paint.text(painter, area, one.change, theme, FontKind.MONO_CAPTION, Role.WRITTEN)
        line.translate(0, high)
    if len(shown) < len(foot.written):
        words = f"and {len(foot.written) - len(shown)} more"
        line.setLeft(line.left() + px(18))
        paint.text(painter, line, words, theme, FontKind.CAPTION, Role.MUTED)


def draw_words(
    painter: QPainter,
    sentences: Sequence[str],
    rect: QRectF,
    theme: Theme,
    first: Role = Role.TEXT,
) -> None:
    """Draw sentences below one another, wrapped; the tip tells what does not fit."""
    painter.setFont(theme.font(FontKind.CAPTION))
    wrap = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignTop
    top = rect.top()
    for number, words in enumerate(sentences):
        painter.setPen(theme.color(Role.MUTED if number else first))
        area = QRectF(rect.left(), top, rect.width(), rect.bottom() - top)
        painter.save()
        painter.setClipRect(rect)
        painter.drawText(area, wrap, words)
        painter.restore()
        metrics = theme.metrics(FontKind.CAPTION)
        top += metrics.boundingRect(area, wrap, words).height() + theme.px(2)


def _draw_flood(painter: QPainter, foot: Foot, rect: QRectF, theme: Theme) -> None:
    px = theme.px
    high = theme.metrics(FontKind.CAPTION).height()
    for number in range(foot.boxes):
        box = QRectF(rect.left() + number * px(30), rect.top() + px(1), px(26), high)
        filled = number < foot.flood
        painter.setPen(theme.pen(Role.TEXT if filled else Role.BORDER_STRONG, 1))
        painter.setBrush(theme.brush(Role.TEXT if filled else Role.SURFACE))
        painter.drawRoundedRect(box, px(2), px(2))
    left = rect.left() + foot.boxes * px(30) + px(6)
    area = QRectF(left, rect.top(), rect.right() - left, high + px(2))
    words = f"{foot.flood} of {foot.boxes}"
    paint.text(painter, area, words, theme, FontKind.MONO_STRONG)
    draw_words(painter, (foot.flood_words,), rect.adjusted(0, high + px(6), 0, 0), theme)
