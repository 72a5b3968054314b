"""An answer on offer: a key, the answer, and after it was given what it is."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from mmuviz.gui import paint
from mmuviz.gui.theme import FontKind, Role, Theme
from mmuviz.present.predict_panel import Mark, Option

_PAD, _KEY, _GAP, _DISC, _RING = 9.0, 20.0, 10.0, 8.0, 4.0
TINTS = {Mark.RIGHT: (Role.PASS, paint.Disc.PASSED), Mark.WRONG: (Role.FAIL, paint.Disc.REFUSED)}


class OptionButton(QAbstractButton):
    """A click, Space, Enter or its number's key gives the answer.

    Signals:
        given: the answer is given (its number, from 1).
    """

    given = Signal(int)

    def __init__(self, option: Option, theme: Theme, parent: QWidget | None = None) -> None:
        """Show `option`."""
        super().__init__(parent)
        self.option = option
        self._theme = theme
        said = ", ".join(filter(None, (option.text, option.detail, option.tag)))
        self.setAccessibleName(f"{option.key}: {said}")
        # Not Fixed: that would bound the height by a hint made for another width.
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        is_open = option.mark is Mark.OPEN
        self.setEnabled(is_open)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if is_open else Qt.FocusPolicy.NoFocus)
        if is_open:
            self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.clicked.connect(self._on_clicked)

    def _on_clicked(self) -> None:
        self.given.emit(int(self.option.key))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Answer with Enter too; the arrows step, as everywhere."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        elif event.key() == Qt.Key.Key_Space:
            super().keyPressEvent(event)
        else:
            event.ignore()

    def hasHeightForWidth(self) -> bool:
        """Whether a smaller width makes it higher: yes."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height of its lines at `width`."""
        return round(self._draw(None, width))

    def sizeHint(self) -> QSize:
        """As the width that it gets."""
        width = max(self.width(), round(self._theme.px(240)))
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """As narrow as it may be."""
        return QSize(round(self._theme.px(120)), self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw frame, key, words and disc."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._draw(painter, self.width())

    def _draw(self, painter: QPainter | None, width: float) -> float:
        """Draw all of it, or only measure; return the height."""
        theme, option, px = self._theme, self.option, self._theme.px
        left, right = px(_PAD + _KEY + _GAP), width - px(_PAD)
        top = px(_RING + 6)
        if option.mark in TINTS:
            right -= px(2 * _DISC + 6)
        kind, small = FontKind.STRONG, FontKind.CAPTION
        line = theme.metrics(kind).height()
        tag = theme.width(small, option.tag) + px(_GAP) if option.tag else 0.0
        room = QRectF(left, top, right - left - tag, 9999)
        words = theme.metrics(kind).boundingRect(room, paint.WRAP, option.text)
        beside = words.right() + px(_GAP) + theme.width(small, option.detail) <= right - tag
        beside = beside and words.height() < 1.5 * line
        detail = QRectF(words.right() + px(_GAP), top, right - tag - words.right(), line)
        height = words.height()
        if option.detail and not beside:
            space = QRectF(left, words.bottom(), right - left, 9999)
            detail = theme.metrics(small).boundingRect(space, paint.WRAP, option.detail)
            detail.setWidth(right - left + 1)
            height += detail.height()
        total = max(height, px(_KEY)) + 2 * px(_RING + 6)
        if painter is not None:
            self._frame(painter, QRectF(0, 0, width, total))
            words.setWidth(room.width())
            muted = Role.MUTED if option.mark is Mark.OTHER else Role.TEXT
            self._wrapped(painter, words, option.text, kind, muted)
            role = Role.TEXT if option.mark in TINTS else Role.MUTED
            self._wrapped(painter, detail, option.detail, small, role, middle=beside)
            end = QRectF(right - tag, top, tag, line)
            align = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            paint.text(painter, end, option.tag, theme, small, role, align)
        return total

    def _wrapped(  # noqa: PLR0913, PLR0917  # what, where and how a text is drawn
        self,
        painter: QPainter,
        rect: QRectF,
        words: str,
        kind: FontKind,
        role: Role,
        middle: bool = False,  # noqa: FBT001, FBT002  # how it is drawn
    ) -> None:
        painter.setFont(self._theme.font(kind))
        painter.setPen(self._theme.color(role))
        align = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(rect, int(align) if middle else paint.WRAP, words)

    def _frame(self, painter: QPainter, whole: QRectF) -> None:
        theme, option, px = self._theme, self.option, self._theme.px
        ring = px(_RING)
        rect = whole.adjusted(1, ring, -1, -ring).adjusted(0.5, 0.5, -0.5, -0.5)
        pen, ground = theme.pen(Role.BORDER_STRONG, 1), theme.color(Role.SURFACE)
        if option.mark in TINTS:
            role, disc = TINTS[option.mark]
            pen, ground = theme.pen(role, 2), theme.tint(role)
        elif option.mark is Mark.OTHER:
            pen = theme.pen(Role.BORDER, 1)
        elif self.underMouse() or self.isDown():
            ground = theme.color(Role.SUNKEN)
        painter.setPen(pen)
        painter.setBrush(ground)
        painter.drawRoundedRect(rect, px(5), px(5))
        side = px(_KEY)
        key = QRectF(rect.left() + px(_PAD), rect.top() + px(5.5), side, side)
        painter.setPen(theme.pen(Role.BORDER_STRONG, 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(key, px(4), px(4))
        painter.setFont(theme.font(FontKind.MONO))
        painter.setPen(theme.color(Role.TEXT if option.mark in TINTS else Role.MUTED))
        painter.drawText(key, Qt.AlignmentFlag.AlignCenter, option.key)
        if option.mark in TINTS:
            center = QPointF(rect.right() - px(_PAD + _DISC), key.center().y())
            paint.disc(painter, center, px(_DISC), disc, theme)
        if self.hasFocus():
            off = px(4)  # inside: the frame stands in line with the words round it
            paint.focus_ring(painter, rect.adjusted(off, off, -off, -off), theme)
