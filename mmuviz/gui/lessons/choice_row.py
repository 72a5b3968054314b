"""A row that is chosen: key, label, detail; a wash under the pointer, a ring for the keyboard."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from mmuviz.gui import paint
from mmuviz.gui.theme import FontKind, Role, Theme
from mmuviz.gui.widgets.control import RING

_PAD, _CAP, _DISC = 12.0, 24.0, 9.0
_MOVES = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class ChoiceRow(QAbstractButton):
    """A click, Enter or Space chooses it; Up and Down go to its neighbours.

    Attributes:
        fill: the role of ground and frame; None for a plain row.
        disc: a verdict at the right end.
        note: words before the disc.

    Signals:
        entered: it has got the keyboard.
    """

    entered = Signal()

    def __init__(self, key: str, label: str, detail: str, parent: QWidget) -> None:
        """Offer `label`; `key` stands in a cap before it."""
        super().__init__(parent)
        self._theme = Theme()
        self._around = parent
        self.key, self.label, self.detail = key, label, detail
        self.kind = FontKind.STRONG
        self.fill: Role | None = None
        self.disc: paint.Disc | None = None
        self.note = ""
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setText(label)
        self.describe()

    def set_theme(self, theme: Theme) -> None:
        """Draw in `theme`."""
        self._theme = theme
        self.updateGeometry()
        self.update()

    def judge(self, fill: Role | None, disc: paint.Disc | None, note: str) -> None:
        """Show a verdict on it, or none."""
        self.fill, self.disc, self.note = fill, disc, note
        self.describe()
        self.updateGeometry()
        self.update()

    def describe(self) -> None:
        """Say the row to a screen reader."""
        words = (self.key, self.label, self.detail, self.note)
        self.setAccessibleName(", ".join(filter(None, words)))

    # Places.

    def _body(self, width: float) -> QRectF:
        ring = self._theme.px(RING)
        return QRectF(ring, ring, width - 2 * ring, self.heightForWidth(round(width)) - 2 * ring)

    def _words(self, width: float) -> tuple[QRectF, QRectF, QRectF]:
        """Return where label, detail and note stand; the detail goes below where it must."""
        theme, px = self._theme, self._theme.px
        left = px(RING + 2 * _PAD + _CAP) if self.key else px(RING + _PAD)
        right = width - px(RING + _PAD) - (px(2 * _DISC + 8) if self.disc else 0)
        note = theme.width(FontKind.STRONG, self.note)
        room = max(right - left - (note + px(10) if note else 0), px(40))
        label = self._wrapped(self.kind, self.label, left, px(RING + 8), room)
        beside = label.right() + px(18)
        wide = theme.width(FontKind.BODY, self.detail)
        if self.detail and beside + wide <= left + room:
            detail = QRectF(beside, label.top(), wide + 2, label.height())
        else:
            detail = self._wrapped(FontKind.BODY, self.detail, left, label.bottom(), room)
        return label, detail, QRectF(right - note - 1, label.top(), note + 1, label.height())

    def _wrapped(self, kind: FontKind, words: str, left: float, top: float, room: float) -> QRectF:
        if not words:
            return QRectF(left, top, 0, 0)
        around = QRectF(left, top, room, 10_000)
        return self._theme.metrics(kind).boundingRect(around, paint.WRAP, words)

    def hasHeightForWidth(self) -> bool:
        """The height follows from the width."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height that the words need."""
        label, detail, _note = self._words(width)
        return round(max(label.bottom(), detail.bottom()) + self._theme.px(8 + RING))

    def sizeHint(self) -> QSize:
        """As the words at the width there is."""
        width = max(self.width(), self.minimumSizeHint().width())
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """As wide as a word or two."""
        return QSize(round(self._theme.px(90)), 0)

    # Drawing.

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw frame, cap, words, verdict and ring."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme, px, body = self._theme, self._theme.px, self._body(self.width())
        self._draw_ground(painter, body)
        label, detail, note = self._words(self.width())
        open_ = self.isEnabled() or self.fill is not None
        ink = Role.TEXT if open_ else Role.MUTED
        if self.key:
            cap = QRectF(body.left() + px(_PAD), 0, px(_CAP), px(_CAP))
            cap.moveCenter(QPointF(cap.center().x(), label.center().y()))
            painter.setPen(theme.pen(Role.BORDER_STRONG, 1))
            painter.setBrush(theme.brush(Role.SURFACE))
            painter.drawRoundedRect(cap, px(4), px(4))
            center = Qt.AlignmentFlag.AlignCenter
            paint.text(painter, cap, self.key, theme, FontKind.CAPTION, Role.MUTED, center)
        painter.setFont(theme.font(self.kind))
        painter.setPen(theme.color(ink))
        painter.drawText(label.adjusted(0, 0, 2, 2), paint.WRAP, self.label)
        painter.setFont(theme.font(FontKind.BODY))
        painter.setPen(theme.color(Role.TEXT if self.fill else Role.MUTED))
        beside = detail.top() == label.top()
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(
            detail.adjusted(0, 0, 2, 2), int(left) if beside else paint.WRAP, self.detail
        )
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        paint.text(painter, note, self.note, theme, FontKind.STRONG, self.fill or Role.MUTED, right)
        if self.disc is not None:
            at = QPointF(body.right() - px(_PAD + _DISC), label.center().y())
            paint.disc(painter, at, px(_DISC), self.disc, theme)
        if self.hasFocus():
            paint.focus_ring(painter, body.adjusted(1, 1, -1, -1), theme)

    def _draw_ground(self, painter: QPainter, body: QRectF) -> None:
        theme = self._theme
        painter.setPen(theme.pen(self.fill or Role.BORDER, 2 if self.fill else 1))
        ground = theme.tint(self.fill) if self.fill else theme.color(Role.SURFACE)
        if self.underMouse() and self.isEnabled():
            ground = theme.color(Role.SUNKEN)
        painter.setBrush(ground)
        painter.drawRoundedRect(body, theme.px(4), theme.px(4))

    # Keys.

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Tell it: what scrolls is to follow."""
        super().focusInEvent(event)
        self.entered.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose with Enter too; Up and Down go on."""
        key = Qt.Key(event.key())
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        elif key in _MOVES:
            self._go(_MOVES[key])
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            event.ignore()  # the window steps with them
        else:
            super().keyPressEvent(event)

    def _go(self, way: int) -> None:
        """Give the keyboard to the next row up or down."""
        siblings = self._around.findChildren(ChoiceRow)
        rows = [one for one in siblings if one.isEnabled() and not one.isHidden()]
        place = rows.index(self) + way
        if 0 <= place < len(rows):
            rows[place].setFocus(Qt.FocusReason.TabFocusReason)
