"""The error codes below the lifelines: what the guest gets from each opinion."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from mmuviz.core.events import Anchor
from mmuviz.gui import paint
from mmuviz.gui.paint_signs import step_marker
from mmuviz.gui.theme import FontKind, Role, Theme
from mmuviz.gui.views.compare_columns import LEFT, columns, least_width
from mmuviz.present.bit_marks import BitMark
from mmuviz.present.compare_frame import CompareFrame
from mmuviz.present.compare_table import CodeCard

_PAD, _CELL = 12.0, 23.0
_HERE = (Anchor.CODE, Anchor.RETURN_OK)


class CompareCards(QWidget):
    """A card an opinion: the code, its bits, and where they come from.

    Signals:
        step_wished: the end is to be shown (int).
    """

    step_wished = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Start empty."""
        super().__init__(parent)
        self._theme = Theme()
        self._frame: CompareFrame | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Error codes")

    def set_theme(self, theme: Theme) -> None:
        """Draw in `theme`."""
        self._theme = theme
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """The code, and two lines of causes."""
        theme = self._theme
        code = theme.metrics(FontKind.SLOT).height()
        causes = 2 * theme.metrics(FontKind.CAPTION).height()
        count = len(self._frame.record.shown) if self._frame else 1
        return QSize(least_width(count, theme), round(code + causes + theme.px(28)))

    def show_comparison(self, frame: CompareFrame) -> None:
        """Show the codes, once the guest has them."""
        self._frame = frame
        told = ", ".join(f"{card.semantics.value} {card.text}" for card in frame.record.cards)
        self.setAccessibleDescription(told if frame.ended else "not yet")
        self.updateGeometry()
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the label and the cards."""
        if self._frame is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme, px, cards = self._theme, self._theme.px, self._frame.record.cards
        area = columns(self.width(), len(cards), theme)
        right = area[-1].right() + px(8)
        painter.fillRect(QRectF(px(LEFT), 0, right - px(LEFT), 1), theme.color(Role.BORDER))
        line = theme.metrics(FontKind.STRONG).height()
        title = QRectF(px(LEFT), px(16), px(160), line)
        faults = any(card.bits for card in cards)
        words = ("error code", "as injected") if faults else ("result", "for the guest")
        paint.text(painter, title, words[0], theme, FontKind.STRONG)
        below = title.translated(0, line)
        paint.text(painter, below, words[1], theme, FontKind.CAPTION, Role.MUTED)
        row = self._frame.row
        if row is not None and row.level is None and row.anchor in _HERE:
            tip = QPointF(px(LEFT) - px(4), title.center().y())
            step_marker(painter, tip, theme)
        for card, column in zip(cards, area, strict=True):
            rect = QRectF(column.left(), px(10), column.width(), self.height() - px(16))
            self._draw_card(painter, rect, card, known=self._frame.ended)

    def _draw_card(self, painter: QPainter, rect: QRectF, card: CodeCard, *, known: bool) -> None:
        theme, px = self._theme, self._theme.px
        wrong = card.wrong and known
        pen = theme.pen(Role.FAIL, 2) if wrong else theme.pen(Role.BORDER_STRONG, 1)
        painter.setPen(pen if known else theme.dashed(Role.BORDER_STRONG, 1, (5, 3)))
        painter.setBrush(theme.tint(Role.FAIL) if wrong else theme.color(Role.SUNKEN))
        painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), px(4), px(4))
        kind = FontKind.SLOT if card.bits else FontKind.VERDICT
        text = card.text if known else "0x…" if card.bits else "…"
        line = theme.metrics(FontKind.SLOT).height()
        area = QRectF(rect.left() + px(_PAD), rect.top() + px(4), rect.width() - px(_PAD), line)
        role = Role.MUTED if not known else Role.TEXT
        paint.text(painter, area, text, theme, kind, role)
        if not known:
            return
        left = area.left() + max(theme.width(kind, text) + px(14), px(72))
        for letter, value, odd in card.bits:
            width = max(px(_CELL), theme.width(FontKind.MONO_STRONG, letter) + px(8))
            cell = QRectF(left, area.center().y() - px(12), width, px(24))
            mark = BitMark.REFUSED if odd else None
            paint.bit_cell(painter, cell, letter, theme, value=value, mark=mark)
            left = cell.right() + px(5)
        line = theme.metrics(FontKind.CAPTION).height()
        area = QRectF(area.left(), area.bottom() + px(3), rect.width() - px(2 * _PAD), line)
        ink = Role.TEXT if wrong else Role.MUTED
        for cause in card.causes:
            paint.text(painter, area, cause, theme, FontKind.CAPTION, ink)
            area = area.translated(0, line)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go to the end, where the codes are known."""
        if event.button() == Qt.MouseButton.LeftButton and self._frame is not None:
            self.step_wished.emit(self._frame.last_step)
