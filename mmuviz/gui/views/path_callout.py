"""A gold frame round what a lesson points at, and its words under it."""

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from mmuviz.gui import paint
from mmuviz.gui.theme import FontKind, Role, Theme

_STEM, _BELOW, _MOST_LINES = 9.0, 5.0, 3


class PathCallout(QGraphicsItem):
    """Lies over the rows; the words stand where the rows have made room for them."""

    def __init__(self) -> None:
        """Start hidden."""
        super().__init__()
        self._theme = Theme()
        self._frame, self._room, self._words = QRectF(), QRectF(), ""
        self.setZValue(1)
        self.setVisible(False)

    @property
    def words(self) -> str:
        """What is said, as far as there is room for it."""
        return self._words if self.isVisible() else ""

    def needs(self, words: str, width: float, theme: Theme) -> float | None:
        """Return the height that `words` take below a row, in pixels; None for too many lines."""
        metrics = theme.metrics(FontKind.STRONG)
        height = metrics.boundingRect(QRectF(0, 0, width, 9999), paint.WRAP, words).height()
        if not words or height > (_MOST_LINES + 0.5) * metrics.lineSpacing():
            return None
        return height + theme.px(_STEM + _BELOW)

    def show_at(self, frame: QRectF, room: QRectF, words: str, theme: Theme) -> None:
        """Frame `frame`, and say `words` in `room` below its row; nothing where they are empty."""
        self.prepareGeometryChange()
        self._frame, self._words, self._theme = frame, words, theme
        self._room = room.adjusted(0, theme.px(_STEM), 0, -theme.px(_BELOW))
        self.setToolTip(words)
        self.setVisible(True)
        self.update()

    def boundingRect(self) -> QRectF:
        """Frame and words."""
        edge = self._theme.px(4)
        return self._frame.united(self._room).adjusted(-edge, -edge, edge, edge)

    def paint(
        self,
        painter: QPainter,
        _option: QStyleOptionGraphicsItem,
        _widget: QWidget | None = None,
    ) -> None:
        """Draw the frame, the stem and the words."""
        theme, px, frame = self._theme, self._theme.px, self._frame
        painter.setPen(theme.pen(Role.CURRENT, 3))
        painter.drawRoundedRect(frame, px(4), px(4))
        if not self._words:
            return
        x = frame.center().x()
        painter.setPen(theme.pen(Role.CURRENT, 2))
        painter.drawLine(QPointF(x, frame.bottom()), QPointF(x, self._room.top()))
        painter.setFont(theme.font(FontKind.STRONG))
        painter.setPen(theme.color(Role.CURRENT))
        words = theme.metrics(FontKind.STRONG).boundingRect(self._room, paint.WRAP, self._words)
        left = max(min(x - words.width() / 2, self._room.right() - words.width()), words.left())
        room = QRectF(self._room)
        room.moveLeft(left)  # below the stem, as far as the column has room
        painter.drawText(room, paint.WRAP, self._words)
