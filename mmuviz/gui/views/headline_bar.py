"""The headline: what the step does, in one sentence, with its verdict disc."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from mmuviz.gui import paint
from mmuviz.gui.spans import words_of
from mmuviz.gui.theme import FontKind, Role, Theme
from mmuviz.gui.views.flow_items import FlowItem
from mmuviz.present.wording import Headline, Kind

DISCS = {
    Kind.INFO: paint.Disc.INFO,
    Kind.PASSED: paint.Disc.PASSED,
    Kind.WRITTEN: paint.Disc.WRITTEN,
    Kind.REFUSED: paint.Disc.REFUSED,
    Kind.STOP: paint.Disc.STOP,
    Kind.DONE: paint.Disc.PASSED,
}
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class HeadlineItem(FlowItem):
    """The one headline: two lines, or one where the room is short."""

    def __init__(self, theme: Theme, rect: QRectF, *, compact: bool) -> None:
        """Stand at `rect`."""
        super().__init__(theme, rect, 6)
        self._compact = compact
        self._headline: Headline | None = None

    def show_headline(self, headline: Headline) -> None:
        """Show `headline`."""
        if headline == self._headline:
            return
        self._headline = headline
        self.show_tip(plain(headline))
        self.update()

    def paint(
        self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None
    ) -> None:
        """Draw disc, title and detail."""
        headline, theme = self._headline, self.theme
        if headline is None:
            return
        if self._compact:
            self._paint_compact(painter, headline)
            return
        px, kind = theme.px, FontKind.VERDICT
        height = theme.metrics(kind).height()
        top = self.rect.top() + px(16)
        left = self.rect.left() + px(36)
        room = QRectF(left, top, self.rect.right() - left, self.rect.bottom() - top)
        title = theme.metrics(kind).boundingRect(room, paint.WRAP, headline.title)
        line = theme.metrics(FontKind.BODY).height()
        if title.bottom() + line > self.rect.bottom():
            title = QRectF(left, top, room.width(), height)
            paint.text(painter, title, headline.title, theme, kind)
        else:
            painter.setFont(theme.font(kind))
            painter.setPen(theme.color(Role.TEXT))
            painter.drawText(room, paint.WRAP, headline.title)
        start = title.bottom() + px(3)
        lines = max(1, int((self.rect.bottom() - start) / line))
        self._detail(painter, QPointF(left, start + line / 2), lines)
        disc = QPointF(self.rect.left() + px(12), top + height / 2)
        paint.disc(painter, disc, px(12), DISCS[headline.kind], theme)

    def _paint_compact(self, painter: QPainter, headline: Headline) -> None:
        """Draw title and detail side by side, or close together where that is too long."""
        theme, px, kind = self.theme, self.theme.px, FontKind.HEADING
        line = theme.metrics(kind).height()
        left, right = self.rect.left() + px(30), self.rect.right()
        beside = left + theme.width(kind, headline.title) + px(14)
        length = sum(theme.width(font, word) for word, font, _ in words_of(headline.detail))
        fits = beside + length <= right
        top = self.rect.top() + px(9 if fits else 3)
        paint.text(painter, QRectF(left, top, right - left, line), headline.title, theme, kind)
        disc = QPointF(self.rect.left() + px(12), top + line / 2)
        paint.disc(painter, disc, px(9), DISCS[headline.kind], theme)
        under = theme.metrics(FontKind.BODY).height() / 2
        start = QPointF(beside, top + line / 2) if fits else QPointF(left, top + line + under)
        self._detail(painter, start, 1)

    def _detail(self, painter: QPainter, start: QPointF, lines: int) -> None:
        """Draw the spans from `start` on, at most `lines` of them; the last one is elided."""
        assert self._headline is not None, "drawn only with a headline"
        theme, right = self.theme, self.rect.right()
        height = theme.metrics(FontKind.BODY).height()
        x, y, line = start.x(), start.y(), 1
        words = words_of(self._headline.detail)
        for number, (word, kind, role) in enumerate(words):
            width = theme.width(kind, word)
            if x + theme.width(kind, word.rstrip()) > right:
                if line == lines:
                    rest = "".join(text for text, _, _ in words[number:])
                    room = QRectF(x, y - height / 2, max(right - x, 0.0), height)
                    _elided(painter, theme, room, rest)
                    return
                x, y, line = start.x(), y + height, line + 1
            painter.setFont(theme.font(kind))
            painter.setPen(theme.color(role))
            painter.drawText(QRectF(x, y - height, width + 1, 2 * height), _LEFT, word)
            x += width


def _elided(painter: QPainter, theme: Theme, room: QRectF, words: str) -> None:
    """Draw the beginning of `words`: all of them are in the tip."""
    metrics = theme.metrics(FontKind.BODY)
    shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, room.width())
    painter.setFont(theme.font(FontKind.BODY))
    painter.setPen(theme.color(Role.MUTED))
    painter.drawText(room, _LEFT, shown)


def plain(headline: Headline) -> str:
    """Return the headline as plain text."""
    return f"{headline.title}. {headline.detail_text}".strip()
