"""What the mail says of a guest, what of it could matter, and what is not known: drawn as such."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from mmuviz.gui import paint
from mmuviz.gui.theme import FontKind, Role, Theme
from mmuviz.present.netbsd import QUOTE, REMARKS, Remark

TITLE = "NetBSD, as the mail has it"
_HEADINGS = {True: "What of the change could matter to it", False: "What is not known"}
_MARGIN, _MARK, _LINE = 20.0, 44.0, 640.0


class RemarksBoard(QWidget):
    """The quotation, and two lists of sentences."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Say it."""
        super().__init__(parent)
        self._theme = Theme()
        self.setAccessibleName(TITLE)
        groups = (
            f"{heading}: {' '.join(one.text for one in REMARKS if one.known is known)}"
            for known, heading in _HEADINGS.items()
        )
        self.setAccessibleDescription(f"The mail says that it “{QUOTE}”. {' '.join(groups)}")

    def set_theme(self, theme: Theme) -> None:
        """Draw in `theme`."""
        self._theme = theme
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take the height of the words at this width."""
        super().resizeEvent(event)
        self._fit()

    def sizeHint(self) -> QSize:
        """As high as needed."""
        return QSize(0, self.minimumHeight())

    def _fit(self) -> None:
        self.setMinimumHeight(round(self._go(None)))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw everything."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._go(painter)

    def _go(self, painter: QPainter | None) -> float:
        """Go down the words, and draw them where there is a painter; return where they end."""
        theme, px = self._theme, self._theme.px
        left = px(_MARGIN)
        width = min(self.width() - 2 * left, px(_LINE))
        heading = theme.metrics(FontKind.HEADING).height()
        top = px(14)
        words = f"The mail says that the change “{QUOTE}”."
        if painter is not None:
            rect = QRectF(left, top, width, heading)
            paint.text(painter, rect, TITLE, theme, FontKind.HEADING)
        top = self._say(painter, QRectF(left, top + heading + px(6), width, 0), words, Role.TEXT)
        for known, title in _HEADINGS.items():
            top += px(16)
            if painter is not None:
                rect = QRectF(left, top, width, heading)
                paint.text(painter, rect, title, theme, FontKind.STRONG)
            top += heading + px(4)
            for remark in REMARKS:
                if remark.known is known:
                    top = self._remark(painter, QRectF(left, top, width, 0), remark) + px(6)
        return top + px(14)

    def _say(self, painter: QPainter | None, room: QRectF, words: str, role: Role) -> float:
        """Draw a wrapped sentence; return where it ends."""
        theme = self._theme
        high = QRectF(room.left(), room.top(), room.width(), 10_000)
        place = theme.metrics(FontKind.BODY).boundingRect(high, paint.WRAP, words)
        if painter is not None:
            painter.setFont(theme.font(FontKind.BODY))
            painter.setPen(theme.color(role))
            painter.drawText(high, paint.WRAP, words)
        return place.bottom()

    def _remark(self, painter: QPainter | None, room: QRectF, remark: Remark) -> float:
        """Draw a sentence behind its mark: a dot, or the dotted dash of what is not known."""
        theme, px = self._theme, self._theme.px
        middle = room.top() + theme.metrics(FontKind.BODY).height() / 2
        if painter is not None and remark.known:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.brush(Role.TEXT))
            painter.drawEllipse(QPointF(room.left() + px(15), middle), px(3), px(3))
        elif painter is not None:
            chip = QRectF(room.left(), middle - px(9), px(30), px(18))
            paint.term_chip(painter, chip, None, theme)
        role = Role.TEXT if remark.known else Role.MUTED
        return self._say(painter, room.adjusted(px(_MARK), 0, 0, 0), remark.text, role)
