"""A word that leads somewhere: `open →`, `← Back`; or one that does something here."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from mmuviz.gui import paint
from mmuviz.gui.theme import FontKind, Role, Theme
from mmuviz.gui.widgets.control import RING

_PAD = 6.0

BACK, HERE = "← {}", "{}"
"""The ways of a link that does not lead on."""


class Link(QPushButton):
    """A flat button: a click, Enter or Space follows it."""

    def __init__(
        self,
        word: str,
        about: str,
        parent: QWidget | None = None,
        *,
        wraps: bool = False,
        way: str = "{} →",
    ) -> None:
        """Show `word`; `about` says for a screen reader what it opens.

        Args:
            word: what is read.
            about: what it opens.
            parent: the owner.
            wraps: go on in another line where the width ends.
            way: where it leads, round the word: on, `BACK`, or `HERE`.
        """
        super().__init__(parent)
        self._theme = Theme()
        self._wraps = wraps
        self.setText(way.format(word))
        self.setAccessibleName(f"{word}: {about}")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        if wraps:
            policy = QSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Minimum)
            policy.setHeightForWidth(True)
            self.setSizePolicy(policy)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def set_theme(self, theme: Theme) -> None:
        """Draw in `theme`."""
        self._theme = theme
        self.updateGeometry()
        self.update()

    @property
    def overhang(self) -> float:
        """How far the widget reaches over its word, in pixels."""
        return self._theme.px(RING + _PAD)

    def sizeHint(self) -> QSize:
        """As wide as the word, with room for the ring."""
        theme, kind = self._theme, FontKind.STRONG
        ring = 2 * theme.px(RING)
        width = theme.width(kind, self.text()) + 2 * theme.px(_PAD)
        return QSize(round(width + ring), round(theme.metrics(kind).height() + ring + theme.px(6)))

    def minimumSizeHint(self) -> QSize:
        """As the hint: nothing is cut; or as wide as a word or two."""
        if self._wraps:
            return QSize(round(self._theme.px(60)), self.sizeHint().height())
        return self.sizeHint()

    def hasHeightForWidth(self) -> bool:
        """Whether the height follows from the width."""
        return self._wraps

    def heightForWidth(self, width: int) -> int:
        """Return the height of the words in a width."""
        theme, kind = self._theme, FontKind.STRONG
        around = QRectF(0, 0, width - 2 * self.overhang + 2, 10_000)  # as it is drawn
        words = theme.metrics(kind).boundingRect(around, paint.WRAP, self.text())
        return round(words.height() + 2 * theme.px(RING) + theme.px(6))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the word, underlined while the pointer is on it, and the ring of the keyboard."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme, ring = self._theme, self._theme.px(RING)
        body = QRectF(self.rect()).adjusted(ring, ring, -ring, -ring)
        words = body.adjusted(theme.px(_PAD), 0, -theme.px(_PAD), 0)
        role = Role.ACCENT if self.isEnabled() else Role.MUTED
        if self._wraps:
            painter.setFont(theme.font(FontKind.STRONG))
            painter.setPen(theme.color(role))
            painter.drawText(words.adjusted(0, theme.px(3), 2, 2), paint.WRAP, self.text())
        else:
            paint.text(painter, words, self.text(), theme, FontKind.STRONG, role)
        if self.underMouse() and self.isEnabled():
            below = QRectF(words.left(), words.bottom() - theme.px(3), words.width(), theme.px(1))
            painter.fillRect(below, theme.color(role))
        if self.hasFocus():
            paint.focus_ring(painter, body.adjusted(1, 1, -1, -1), theme)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Follow with Enter too, as links do."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)
