"""An operation step by step as cards, and below them what the step did."""

from PySide6.QtCore import QEvent, QLineF, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QHelpEvent, QMouseEvent, QPainter, QPaintEvent, QPolygonF, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from mmuviz.gui import paint
from mmuviz.gui.theme import FontKind, Role, Theme
from mmuviz.gui.views.shadow_foot_paint import LINES, draw_foot, draw_words
from mmuviz.gui.views.shadow_layout import MARGIN
from mmuviz.gui.views.shadow_paint import RIGHT
from mmuviz.present.shadow_foot import Foot
from mmuviz.present.shadow_steps import Stage, StepCard, StepStrip

_CARD = (102.0, 320.0)
_GAP = 12.0
_SHARES = (0.30, 0.30, 0.20, 0.20)


class ShadowStrip(QWidget):
    """The cards of a try and the four columns.

    Signals:
        step_wished: a card was clicked on (int).
    """

    step_wished = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Start empty."""
        super().__init__(parent)
        self._theme = Theme()
        self._strip = StepStrip("", "", ())
        self._foot: Foot | None = None
        self._low = False
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self.setAccessibleName("Operation step by step")

    def show_strip(self, strip: StepStrip, foot: Foot, theme: Theme) -> None:
        """Show the cards of an operation, and what its step did."""
        self._strip, self._foot, self._theme = strip, foot, theme
        written = "; ".join(f"{one.what} {one.change}" for one in foot.written)
        now = next((c.word for c in strip.cards if c.stage is Stage.CURRENT), "")
        self.setAccessibleDescription(
            f"{strip.title}: {strip.caption}; {now or 'no step'}; written: {written or 'nothing'}"
        )
        self.updateGeometry()
        self.update()

    def set_low(self, *, low: bool) -> None:
        """Leave the columns out: there is no room for them."""
        if low != self._low:
            self._low = low
            self.updateGeometry()
            self.update()

    # Places.

    def _heights(self) -> tuple[float, float, float]:
        """Return the heights of the title, of a row of cards, and of the columns."""
        theme, px = self._theme, self._theme.px
        caption = theme.metrics(FontKind.CAPTION).height()
        title = theme.metrics(FontKind.HEADING).height() + px(22)
        card = theme.metrics(FontKind.MONO_STRONG).height() + 2 * caption + px(16)
        foot = theme.metrics(FontKind.STRONG).height() + LINES * (caption + px(2)) + px(16)
        return title, card, foot

    def _across(self) -> int:
        """Return how many cards fit beside one another."""
        px = self._theme.px
        room = self.width() - 2 * px(MARGIN) + px(_GAP)
        return max(min(len(self._strip.cards), int(room // px(_CARD[0] + _GAP))), 1)

    def sizeHint(self) -> QSize:
        """A title, the cards, the columns."""
        foot = 0.0 if self._low else self._heights()[2]
        return QSize(600, round(self._foot_top() + foot))

    def minimumSizeHint(self) -> QSize:
        """The columns may give way."""
        return QSize(320, round(self._foot_top()))

    def _foot_top(self) -> float:
        title, card, _ = self._heights()
        rows = max(-(-len(self._strip.cards) // self._across()), 1)
        return title + rows * (card + self._theme.px(_GAP))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """As many cards in a row as fit."""
        super().resizeEvent(event)
        self.updateGeometry()

    def card_rect(self, number: int) -> QRectF:
        """Return the place of a card by its place in the strip, from 0."""
        px = self._theme.px
        title, high, _ = self._heights()
        across = self._across()
        width = (self.width() - 2 * px(MARGIN) + px(_GAP)) / across - px(_GAP)
        width = min(width, px(_CARD[1]))
        row, column = divmod(number, across)
        left = px(MARGIN) + column * (width + px(_GAP))
        return QRectF(left, title + row * (high + px(_GAP)), width, high)

    def _card_at(self, position: QPointF) -> StepCard | None:
        for number, card in enumerate(self._strip.cards):
            if self.card_rect(number).contains(position):
                return card
        return None

    # Events.

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go to the step of the card under the pointer."""
        card = self._card_at(event.position())
        if card is not None and event.button() == Qt.MouseButton.LeftButton:
            self.step_wished.emit(card.step)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Say by the pointer that a card can be clicked on."""
        over = self._card_at(event.position()) is not None
        shape = Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor
        self.setCursor(shape)

    def event(self, event: QEvent) -> bool:
        """Tell a card, or all that was written, in full."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), self._tip(QPointF(event.pos())), self)
            return True
        return super().event(event)

    def _tip(self, position: QPointF) -> str:
        card = self._card_at(position)
        if card is not None:
            head = f"{card.word}: {card.result}" if card.result else card.word
            return "\n".join((head, *filter(None, card.lines)))
        if self._foot is None or position.y() < self._foot_top():
            return ""
        if position.x() < self._column(1).left():
            return "\n".join(f"{one.what}: {one.change}" for one in self._foot.written)
        if position.x() < self._column(2).left():
            return "\n".join(self._foot.protection)
        return ""

    # Drawing.

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw title, cards and columns."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme, px = self._theme, self._theme.px
        painter.fillRect(self.rect(), theme.color(Role.SUNKEN))
        title, _, _ = self._heights()
        area = QRectF(px(MARGIN), 0, self.width() - 2 * px(MARGIN), title - px(6))
        paint.text(painter, area, self._strip.title, theme, FontKind.HEADING)
        area.setLeft(area.left() + theme.width(FontKind.HEADING, self._strip.title) + px(14))
        paint.text(painter, area, self._strip.caption, theme, FontKind.BODY, Role.MUTED)
        for number, card in enumerate(self._strip.cards):
            self._draw_card(painter, card, self.card_rect(number))
            if (number + 1) % self._across() and number + 1 < len(self._strip.cards):
                rect = self.card_rect(number)
                start = QPointF(rect.right(), rect.center().y())
                end = start + QPointF(px(_GAP), 0)
                painter.setPen(theme.pen(Role.BORDER_STRONG, 1))
                painter.drawLine(QLineF(start, end))
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(theme.brush(Role.BORDER_STRONG))
                painter.drawPolygon(paint.arrow_head(end, QPointF(1, 0), px(6)))
        if self._foot is not None and not self._low:
            draw_foot(painter, self._foot, [self._column(number) for number in range(4)], theme)

    def _draw_card(self, painter: QPainter, card: StepCard, rect: QRectF) -> None:
        theme, px = self._theme, self._theme.px
        now, ahead = card.stage is Stage.CURRENT, card.stage is Stage.AHEAD
        pen = theme.pen(Role.CURRENT if now else Role.BORDER_STRONG, 2 if now else 1)
        painter.setPen(theme.dashed(Role.BORDER_STRONG, 1, (4, 3)) if ahead else pen)
        painter.setBrush(theme.tint(Role.CURRENT) if now else theme.color(Role.SURFACE))
        painter.drawRoundedRect(rect, px(4), px(4))
        if now:
            tip = QPointF(rect.center().x(), rect.top() - px(1))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.brush(Role.CURRENT))
            sides = QPointF(px(-6), px(-7)), QPointF(px(6), px(-7))
            painter.drawPolygon(QPolygonF([tip, tip + sides[0], tip + sides[1]]))
        head = theme.metrics(FontKind.MONO_STRONG).height()
        line = QRectF(rect.left() + px(9), rect.top() + px(6), rect.width() - px(18), head)
        ink = Role.MUTED if ahead else Role.TEXT
        kind = FontKind.MONO if ahead else FontKind.MONO_STRONG
        words = f"{card.number}  {card.word}"
        if theme.width(kind, words) > line.width():
            words, kind = card.word, FontKind.MONO_CAPTION  # the number gives way first
        paint.text(painter, line, words, theme, kind, ink)
        used = theme.width(kind, words) + px(6)
        result = line.adjusted(used, 0, 0, 0)
        ink = Role.FAIL if card.fault and not now else Role.TEXT
        caption = theme.metrics(FontKind.CAPTION).height()
        line = QRectF(line.left(), line.bottom() + px(2), line.width(), caption)
        lines = [(words, Role.TEXT if now else Role.MUTED) for words in card.lines if words]
        fitting = [
            kind
            for kind in (FontKind.STRONG if card.fault else FontKind.CAPTION, FontKind.CAPTION)
            if theme.width(kind, card.result) <= result.width()
        ]
        if fitting:
            paint.text(painter, result, card.result, theme, fitting[0], ink, RIGHT)
        else:
            lines.insert(0, (card.result, ink))  # the last line gives way: the tip has it
        if len(lines) == 1:
            line.setHeight(2 * caption)
            draw_words(painter, (lines[0][0],), line, theme, lines[0][1])
            return
        for words, role in lines[:2]:
            paint.text(painter, line, words, theme, FontKind.CAPTION, role)
            line.translate(0, caption)

    def _column(self, number: int) -> QRectF:
        """Return the place of one of the four columns."""
        px = self._theme.px
        _, _, high = self._heights()
        room = self.width() - 2 * px(MARGIN)
        left = px(MARGIN) + sum(_SHARES[:number]) * room
        inset = px(16) if number else 0.0
        top = self._foot_top()
        return QRectF(left + inset, top, _SHARES[number] * room - inset - px(12), high - px(8))
