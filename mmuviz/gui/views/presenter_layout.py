"""The presenter's canvas: where its zones stand, and text that is fitted instead of cut."""

from dataclasses import dataclass, replace

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QFontInfo, QPainter

from mmuviz.gui.theme import PRESENTER_FACTOR, FontKind, Role, Theme

HEIGHT = 900.0
_NARROWEST, _WIDEST = 1440.0, 1600.0
MARGIN = 47.0
_LINE = 15.7  # height of a line of the body text, as it was drawn
_SMALLER = 0.97
_LEAST = 20  # pixels: look.md, "Presenter"
WRAP = Qt.TextFlag.TextWordWrap
MIDDLE = Qt.AlignmentFlag.AlignCenter
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
TOP = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop


@dataclass(frozen=True, slots=True)
class Canvas:
    """The proportions that everything is drawn in, before it is magnified to the screen.

    Attributes:
        width: as wide as the screen is for its height, from 16:10 to 16:9.
    """

    width: float = _NARROWEST

    @classmethod
    def of(cls, size: QSizeF) -> "Canvas":
        """Return the canvas that fills a screen of `size` best."""
        wide = HEIGHT * size.width() / max(size.height(), 1)
        return cls(min(max(wide, _NARROWEST), _WIDEST))

    def factor(self, size: QSizeF) -> float:
        """Return how much the canvas is magnified on a screen of `size`."""
        return min(size.width() / self.width, size.height() / HEIGHT)

    def corner(self, size: QSizeF) -> QPointF:
        """Return the place of the canvas's corner on a screen of `size`."""
        factor = self.factor(size)
        return QPointF(size.width() - self.width * factor, size.height() - HEIGHT * factor) / 2

    def band(self, top: float, height: float) -> QRectF:
        """Return a zone from margin to margin."""
        return QRectF(MARGIN, top, self.width - 2 * MARGIN, height)

    @property
    def headline(self) -> QRectF:
        """The one sentence."""
        return self.band(34, 76)

    @property
    def path(self) -> QRectF:
        """The cards."""
        return self.band(150, 190)

    @property
    def check(self) -> QRectF:
        """The one check."""
        return self.band(384, 168)

    @property
    def asked(self) -> QRectF:
        """The open question of a predicted walk, instead of all between path and steps."""
        return self.band(366, 472)

    @property
    def pill(self) -> QRectF:
        """Where control went."""
        return QRectF(MARGIN, 604, 320, 58)

    @property
    def code(self) -> QRectF:
        """The error code's slots."""
        return self.band(699, 125)

    @property
    def steps(self) -> QRectF:
        """The bare timeline."""
        return self.band(848, 40)


def projector_theme(theme: Theme) -> Theme:
    """Return `theme` at the presenter's size, whatever a point measures on this screen."""
    line = Theme().metrics(FontKind.BODY).height()
    return Theme(theme.dark, PRESENTER_FACTOR * _LINE / line)


def fitted(  # noqa: PLR0913, PLR0917  # what, where and how a text is drawn
    painter: QPainter,
    room: QRectF,
    words: str,
    theme: Theme,
    kind: FontKind,
    role: Role = Role.TEXT,
    align: Qt.AlignmentFlag = LEFT,
) -> None:
    """Draw `words` in `room`: in one line or more, smaller where they need it, never cut."""
    used = theme
    while (
        not _fits(words, room, used, kind, align)
        and QFontInfo(used.font(kind)).pixelSize() > _LEAST
    ):
        used = replace(used, scale=used.scale * _SMALLER)
    painter.setFont(used.font(kind))
    painter.setPen(theme.color(role))
    painter.drawText(room, int(align | WRAP), words)


def _fits(words: str, room: QRectF, theme: Theme, kind: FontKind, align: Qt.AlignmentFlag) -> bool:
    metrics = theme.metrics(kind)
    longest = max((metrics.horizontalAdvance(word) for word in words.split()), default=0)
    needed = metrics.boundingRect(room, int(align | WRAP), words)
    return bool(needed.height() <= room.height() + 1 and longest <= room.width())
