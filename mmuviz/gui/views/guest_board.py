"""One guest kernel's story, drawn: what it does, and what its fault handler sees of it."""

from dataclasses import dataclass

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from mmuviz.core.trace import Semantics
from mmuviz.gui import paint
from mmuviz.gui.theme import FontKind, Role, Theme, semantics_role
from mmuviz.gui.widgets.link import Link
from mmuviz.present.guest_stories import Seen, Story, StoryRow
from mmuviz.present.wording import signed

_MARGIN = 20.0
_NUMBER = 48.0
_OPERATION = 300.0
_VERSION = 190.0
_DISC = 7.0
_WORD = 20.0
_CELL = 16.0
_LINE = 640.0
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, slots=True)
class _Places:
    """Where the parts stand.

    Attributes:
        title: the title.
        notes: what comes of it, wrapped.
        head: the heads of the columns.
        rows: the operations.
        versions: left edge and width of each version's column.
        stacked: an operation stands above what is seen of it.
    """

    title: QRectF
    notes: QRectF
    head: QRectF
    rows: tuple[QRectF, ...]
    versions: tuple[tuple[float, float], ...]
    stacked: bool


class GuestBoard(QWidget):
    """Shows a story.

    Signals:
        open_wished: the program is to be opened.
    """

    open_wished = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Show nothing yet."""
        super().__init__(parent)
        self._theme = Theme()
        self._story: Story | None = None
        self._places: _Places | None = None
        self.link = Link("open", "this guest program", self)
        self.link.clicked.connect(self.open_wished)

    def set_theme(self, theme: Theme) -> None:
        """Draw in `theme`."""
        self._theme = theme
        self.link.set_theme(theme)
        self._lay_out()

    def show_story(self, story: Story) -> None:
        """Show `story`."""
        self._story = story
        self.setAccessibleName(story.title)
        rows = " ".join(row.words for row in story.rows)
        self.setAccessibleDescription(f"{story.notes} {story.summary}. {rows}")
        self._lay_out()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay out anew."""
        super().resizeEvent(event)
        self._lay_out()

    def sizeHint(self) -> QSize:
        """As high as needed."""
        return QSize(0, self.minimumHeight())

    def _lay_out(self) -> None:
        theme, px, story = self._theme, self._theme.px, self._story
        if story is None:
            return
        left, right = px(_MARGIN), self.width() - px(_MARGIN)
        line, caption = (theme.metrics(kind).height() for kind in (FontKind.BODY, FontKind.CAPTION))
        self.link.resize(self.link.sizeHint())
        edge = right + self.link.overhang - self.link.width()
        title = QRectF(left, px(14), edge - left, theme.metrics(FontKind.HEADING).height())
        self.link.move(QPoint(round(edge), round(title.center().y() - self.link.height() / 2)))
        room = QRectF(left, title.bottom() + px(6), min(right - left, px(_LINE)), 10_000)
        notes = theme.metrics(FontKind.BODY).boundingRect(room, paint.WRAP, story.notes)
        notes.setWidth(room.width())
        stacked = right - left < px(_NUMBER + _OPERATION + 3 * _VERSION)
        first = left + px(_NUMBER) + (0 if stacked else px(_OPERATION))
        width = (right - first) / 3
        lines = 2 if story.watched else 1
        head = QRectF(left, notes.bottom() + px(14), right - left, lines * line + px(4))
        height = px(10) + line + caption + (line + px(3) if stacked else 0)
        rows = tuple(
            QRectF(left, head.bottom() + 1 + number * (height + 1), right - left, height)
            for number in range(len(story.rows))
        )
        versions = tuple((first + number * width, width) for number in range(3))
        self._places = _Places(title, notes, head, rows, versions, stacked)
        self.setMinimumHeight(round(rows[-1].bottom() + px(16)))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw everything but the link."""
        story, places, theme = self._story, self._places, self._theme
        if story is None or places is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint.text(painter, places.title, story.title, theme, FontKind.HEADING)
        painter.setFont(theme.font(FontKind.BODY))
        painter.setPen(theme.color(Role.MUTED))
        painter.drawText(places.notes, paint.WRAP, story.notes)
        self._draw_head(painter, story, places)
        for row, rect in zip(story.rows, places.rows, strict=True):
            self._draw_row(painter, places, row, rect)

    def _draw_head(self, painter: QPainter, story: Story, places: _Places) -> None:
        theme, px, head = self._theme, self._theme.px, places.head
        line = theme.metrics(FontKind.BODY).height()
        for semantics, (left, width) in zip(Semantics, places.versions, strict=True):
            rect = QRectF(left, head.top(), width - px(8), line)
            words, role = signed(semantics), semantics_role(semantics)
            paint.text(painter, rect, words, theme, FontKind.STRONG, role)
            if story.watched:
                below = rect.translated(0, line)
                kind = FontKind.CAPTION
                paint.text(painter, below, story.watched, theme, kind, Role.MUTED)
        width = places.versions[0][0] - head.left() - px(12)
        if not places.stacked:
            rect = QRectF(head.left() + px(_NUMBER), head.top(), width - px(_NUMBER), line)
            paint.text(painter, rect, story.summary, theme, FontKind.STRONG)
        edge = QRectF(head.left(), head.bottom(), head.width(), 1)
        painter.fillRect(edge, theme.color(Role.BORDER_STRONG))

    def _draw_row(self, painter: QPainter, places: _Places, row: StoryRow, rect: QRectF) -> None:
        theme, px = self._theme, self._theme.px
        line = theme.metrics(FontKind.BODY).height()
        if row.differs:
            painter.fillRect(rect, theme.tint(Role.CURRENT))
            painter.fillRect(
                QRectF(rect.left(), rect.top(), px(4), rect.height()), theme.color(Role.CURRENT)
            )
        top = rect.top() + px(5)
        number = QRectF(rect.left() + px(6), top, px(20), line)
        kind = FontKind.MONO_STRONG
        paint.text(painter, number, str(row.number), theme, kind, Role.TEXT, _RIGHT)
        if row.differs:
            sign = number.translated(px(25), 0)
            paint.text(painter, sign, "≠", theme, FontKind.STRONG, Role.CURRENT)
        first = places.versions[0][0]
        width = rect.width() - px(_NUMBER) if places.stacked else first - rect.left() - px(_NUMBER)
        words = QRectF(rect.left() + px(_NUMBER), top, width - px(12), line)
        paint.text(painter, words, row.operation, theme, FontKind.BODY)
        if places.stacked:
            top += line + px(3)
        for semantics, (left, room) in zip(Semantics, places.versions, strict=True):
            place = QRectF(left, top, room - px(8), rect.bottom() - top - px(4))
            self._draw_seen(painter, place, row.seen[semantics])
        edge = QRectF(rect.left(), rect.bottom(), rect.width(), 1)
        painter.fillRect(edge, theme.color(Role.BORDER))

    def _draw_seen(self, painter: QPainter, place: QRectF, seen: Seen) -> None:
        """Draw what the handler sees, what it costs below it, and the A bit behind it."""
        theme, px = self._theme, self._theme.px
        line = theme.metrics(FontKind.BODY).height()
        words = QRectF(place.left() + px(_WORD), place.top(), place.width() - px(_WORD), line)
        if seen.accessed is not None:
            side = px(_CELL)
            cell = QRectF(place.right() - side - px(12), place.top(), side, side)
            paint.bit_cell(painter, cell, "A", theme, value=seen.accessed)
            words.setRight(cell.left() - px(6))
        if seen.fault:
            at = QPointF(place.left() + px(_DISC), words.center().y())
            paint.disc(painter, at, px(_DISC), paint.Disc.REFUSED, theme)
        kind = FontKind.STRONG if seen.wrong else FontKind.BODY
        role = Role.TEXT if seen.fault or seen.wrong else Role.MUTED
        paint.text(painter, words, seen.text, theme, kind, role)
        if seen.wrong:
            bar = QRectF(words.left(), words.bottom(), theme.width(kind, seen.text), px(2))
            painter.fillRect(bar, theme.color(Role.FAIL))
        height = theme.metrics(FontKind.CAPTION).height()
        below = QRectF(words.left(), place.top() + line + px(1), words.width(), height)
        paint.text(painter, below, seen.cost, theme, FontKind.CAPTION, Role.MUTED)
