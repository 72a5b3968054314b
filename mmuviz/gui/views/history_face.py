"""The history face of the Claims page: the days around the change, drawn to scale."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPolygonF, QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mmuviz.gui import paint
from mmuviz.gui.theme import FontKind, Role, Theme
from mmuviz.gui.views.story_face import StoryFace
from mmuviz.gui.widgets.scroller import Scroller
from mmuviz.present import history
from mmuviz.present.history import HISTORY, Lane, Mark, Moment, Span

_MARGIN = 20.0
_WORDS = 0.42
_GAP = 44.0
_AXIS = 30.0
_PAD = 13.0
_SPARE = 18.0
_DOT = 5.0
_BAR = 12.0
_TOP_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
_ENDS = {
    -1: Qt.AlignmentFlag.AlignRight,
    0: Qt.AlignmentFlag.AlignHCenter,
    1: Qt.AlignmentFlag.AlignLeft,
}


class HistoryFace(StoryFace):
    """The timeline, with a sentence for each of its moments."""

    title = history.TITLE
    subtitle = history.SUBTITLE

    def __init__(self, parent: QWidget | None = None) -> None:
        """Draw it."""
        super().__init__(parent)
        self.timeline = _Timeline(self)
        self.area = Scroller(self.timeline, self.title, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.area)
        self.entrance = self.area

    def set_theme(self, theme: Theme) -> None:
        """Draw in `theme`."""
        self.timeline.set_theme(theme)


@dataclass(frozen=True, slots=True)
class _Row:
    """Where a lane is drawn.

    Attributes:
        lane: what it shows.
        rect: its place, words and all.
        title: where its title stands.
        places: where each moment's sentence stands.
    """

    lane: Lane
    rect: QRectF
    title: QRectF
    places: tuple[QRectF, ...]


class _Timeline(QWidget):
    """The lanes, one below the other: words on the left, their days on the right."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = Theme()
        self._rows: tuple[_Row, ...] = ()
        self.setAccessibleName(history.TITLE)
        self.setAccessibleDescription("\n".join(lane.words for lane in HISTORY))

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self._lay_out()
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()

    def _lay_out(self) -> None:
        """Give each lane the height of its words, and a share of the height that is left."""
        px = self._theme.px
        self._rows = self._lanes(px(_PAD))
        needed = self._rows[-1].rect.bottom() + px(_PAD)
        self.setMinimumHeight(round(needed))
        share = (self.height() - needed) / len(HISTORY) / 2
        if share > 0:
            self._rows = self._lanes(px(_PAD) + min(share, px(_SPARE)))

    def _lanes(self, pad: float) -> tuple[_Row, ...]:
        """Place the lanes, with `pad` above and below their words."""
        theme, px = self._theme, self._theme.px
        metrics, line = theme.metrics(FontKind.BODY), theme.metrics(FontKind.HEADING).height()
        left = px(_MARGIN) + self._date_width()
        width = self.width() * _WORDS - left
        top, rows = px(_AXIS), []
        for lane in HISTORY:
            y, places = top + pad + line + px(2), []
            for moment in lane.moments:
                room = QRectF(left, y, width, 10_000)
                place = metrics.boundingRect(room, paint.WRAP, moment.sentence)
                places.append(QRectF(left, y, width, place.height()))
                y += place.height() + px(2)
            rect = QRectF(0, top, self.width(), y + pad - top)
            title = QRectF(px(_MARGIN), top + pad, left + width - px(_MARGIN), line)
            rows.append(_Row(lane, rect, title, tuple(places)))
            top = rect.bottom()
        return tuple(rows)

    def sizeHint(self) -> QSize:
        return QSize(0, self.minimumHeight())

    def _date_width(self) -> float:
        return self._theme.width(FontKind.MONO_STRONG, "00 Jan") + self._theme.px(12)

    def _x(self, along: float) -> float:
        """Return where a place on the timeline is drawn."""
        left = self.width() * _WORDS + self._theme.px(_GAP)
        right = self.width() - self._theme.px(_MARGIN + 24)
        return left + along * (right - left)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._draw_axis(painter)
        self._draw_since(painter)
        for row in self._rows:
            self._draw_words(painter, row)
            self._draw_days(painter, row)

    def _draw_axis(self, painter: QPainter) -> None:
        """Draw a line a week, and its Monday above it."""
        theme, px, bottom = self._theme, self._theme.px, self._rows[-1].rect.bottom()
        for day in history.weeks():
            x = self._x(history.along(day))
            painter.fillRect(QRectF(x, px(_AXIS), 1, bottom - px(_AXIS)), theme.color(Role.BORDER))
            rect = QRectF(x - px(40), px(4), px(80), px(_AXIS - 6))
            words, align = history.day_text(day), Qt.AlignmentFlag.AlignCenter
            paint.text(painter, rect, words, theme, FontKind.CAPTION, Role.MUTED, align)
        line = QRectF(px(_MARGIN), px(_AXIS), self.width() - 2 * px(_MARGIN), 1)
        painter.fillRect(line, theme.color(Role.BORDER_STRONG))

    def _draw_since(self, painter: QPainter) -> None:
        """Draw how the defects start where the change went in."""
        rows = [row for row in self._rows if row.lane.spans]
        change = next(row for row in self._rows if row.lane.moments[0].mark is Mark.CHANGE)
        x = self._x(history.along(change.lane.moments[0].day))
        painter.setPen(self._theme.dashed(Role.AFTER, 1.5, (2, 3)))
        painter.drawLine(QPointF(x, _middle(change)), QPointF(x, _middle(rows[-1])))

    def _draw_words(self, painter: QPainter, row: _Row) -> None:
        theme, left = self._theme, self._theme.px(_MARGIN)
        paint.text(painter, row.title, row.lane.title, theme, FontKind.HEADING)
        for moment, place in zip(row.lane.moments, row.places, strict=True):
            date = QRectF(left, place.top(), place.left() - left, place.height())
            kind = FontKind.MONO_STRONG
            paint.text(painter, date, moment.date_text, theme, kind, Role.TEXT, _TOP_LEFT)
            painter.setFont(theme.font(FontKind.BODY))
            painter.setPen(theme.color(Role.MUTED))
            painter.drawText(place, paint.WRAP, moment.sentence)
        if row is not self._rows[-1]:
            line = QRectF(left, row.rect.bottom(), self.width() - 2 * left, 1)
            painter.fillRect(line, theme.color(Role.BORDER))

    def _draw_days(self, painter: QPainter, row: _Row) -> None:
        """Draw the bars, what joins the moments, and the moments."""
        y, moments = _middle(row), row.lane.moments
        for span in row.lane.spans:
            self._draw_span(painter, span, y)
        if not row.lane.spans:
            first, last = (self._x(history.along(one.day)) for one in (moments[0], moments[-1]))
            painter.setPen(self._theme.pen(Role.BORDER_STRONG, 2))
            painter.drawLine(QPointF(first, y), QPointF(last, y))
        for moment in moments:
            point = QPointF(self._x(history.along(moment.day)), y)
            self._draw_mark(painter, moment, point)
            self._draw_date(painter, moment, point, moments)

    def _draw_span(self, painter: QPainter, span: Span, y: float) -> None:
        """Draw how long a defect was there; hollow and dashed where only elsewhere."""
        theme, half = self._theme, self._theme.px(_BAR) / 2
        left, right = (self._x(history.along(day)) for day in (span.first, span.last))
        rect = QRectF(left, y - half, right - left, 2 * half)
        painter.setPen(theme.pen(Role.AFTER, 1.5))
        painter.setBrush(theme.tint(Role.AFTER))
        if span.elsewhere:
            painter.setPen(theme.dashed(Role.AFTER, 1.5, (4, 3)))
            painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(rect)
        if span.elsewhere:
            words = QRectF(left, y + half, right - left, theme.metrics(FontKind.CAPTION).height())
            align = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter
            kind = FontKind.CAPTION
            paint.text(painter, words, "still in Linux", theme, kind, Role.MUTED, align)

    def _draw_mark(self, painter: QPainter, moment: Moment, at: QPointF) -> None:
        theme, px = self._theme, self._theme.px
        if moment.mark is Mark.MENDED:
            paint.disc(painter, at, px(8), paint.Disc.PASSED, theme)
            return
        painter.setPen(Qt.PenStyle.NoPen)
        if moment.mark is Mark.CHANGE:
            painter.setBrush(theme.brush(Role.AFTER))
            ways = ((0, -8), (8, 0), (0, 8), (-8, 0))
            painter.drawPolygon(QPolygonF([at + QPointF(px(x), px(y)) for x, y in ways]))
        else:
            painter.setBrush(theme.brush(Role.TEXT))
            painter.drawEllipse(at, px(_DOT), px(_DOT))

    def _draw_date(
        self, painter: QPainter, moment: Moment, at: QPointF, moments: tuple[Moment, ...]
    ) -> None:
        """Write the date above its mark, aside where a neighbour is near."""
        theme, px, kind = self._theme, self._theme.px, FontKind.STRONG
        width = theme.width(kind, moment.date_text)
        others = [self._x(history.along(one.day)) - at.x() for one in moments if one is not moment]
        near = [distance for distance in others if abs(distance) < width + px(16)]
        side = -1 if near and near[0] > 0 else len(near)
        height = theme.metrics(kind).height()
        left = {-1: at.x() + px(8) - width, 0: at.x() - width / 2, 1: at.x() - px(8)}[side]
        rect = QRectF(left, at.y() - px(12) - height, width + 1, height)
        align = _ENDS[side] | Qt.AlignmentFlag.AlignVCenter
        painter.fillRect(rect.adjusted(-px(3), 0, px(3), 0), theme.color(Role.SURFACE))
        paint.text(painter, rect, moment.date_text, theme, kind, Role.TEXT, align)


def _middle(row: _Row) -> float:
    """Return the height at which a lane's days are drawn."""
    return row.rect.center().y() + row.rect.height() * 0.06
