"""The paper of hand-outs: a PDF that is written whole, in a theme for print, and text in blocks."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PySide6.QtCore import (
    QBuffer,
    QByteArray,
    QHashSeed,
    QIODevice,
    QMarginsF,
    QPointF,
    QRectF,
    QSizeF,
    Qt,
    QUuid,
)
from PySide6.QtGui import QFont, QPageLayout, QPageSize, QPainter, QPdfWriter, QTextDocument

from mmuviz.gui.theme import FontKind, Role, Theme
from mmuviz.sources.pdf_dates import timeless
from mmuviz.sources.replacing import replacing

_MARGIN: Final = 12.0  # millimetres
_FOOT: Final = 22.0  # pixels
_NOTE: Final = 18  # pixels beside a note: it stands below what is drawn with a margin
_DPI: Final = 96  # what the fonts' metrics are made for


@dataclass(frozen=True)
class PrintTheme(Theme):
    """The light theme with one sign a letter: what is copied from the paper is what was said."""

    def font(self, kind: FontKind) -> QFont:
        """Return a font that joins no letters and bends none to its neighbours."""
        font = QFont(super().font(kind))
        font.setFeature(QFont.Tag("calt"), 0)
        return font


class Paper:
    """Pages of A4, one after the other.

    Attributes:
        painter: draws on the page at hand, in pixels.
    """

    def __init__(self, writer: QPdfWriter, painter: QPainter) -> None:
        """Begin on the first page."""
        self.painter = painter
        self._writer = writer
        self._page = 1

    @property
    def size(self) -> QSizeF:
        """Width and height of a page within its margins."""
        return QSizeF(self._writer.width(), self._writer.height())

    def turn(self) -> None:
        """Go on on a new page."""
        self._writer.newPage()
        self._page += 1

    def write(self, blocks: Iterable[str], top: float = 0.0, *, ruled: bool = True) -> None:
        """Write blocks of Qt's HTML below one another; none is cut by the end of a page.

        Args:
            blocks: what to write.
            top: where the first one stands.
            ruled: with a line below each.
        """
        theme, y, painter = PrintTheme(), top, self.painter
        self._number(theme)
        for block in blocks:
            document = _document(block, self.size.width(), theme)
            height = document.size().height()
            if y + height > self.size.height() - _FOOT:
                self.turn()
                self._number(theme)
                y = 0.0
            painter.save()
            painter.translate(0, y)
            document.drawContents(painter)
            painter.restore()
            y += height
            if ruled:
                painter.setPen(theme.pen(Role.BORDER, 0.5))
                painter.drawLine(QPointF(0, y), QPointF(self.size.width(), y))

    def _number(self, theme: Theme) -> None:
        foot = QRectF(0, self.size.height() - _FOOT, self.size.width(), _FOOT)
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom
        self.painter.setFont(theme.font(FontKind.CAPTION))
        self.painter.setPen(theme.color(Role.MUTED))
        self.painter.drawText(foot, int(right), f"{self._page}")


@contextmanager
def pdf(path: Path, title: str, orientation: QPageLayout.Orientation) -> Iterator[Paper]:
    """Give the paper; `path` is written when all is on it.

    The same pages give the same bytes, at any time and in any time zone.
    """
    data = QByteArray()
    QHashSeed.setDeterministicGlobalSeed()  # Qt writes the fonts in the order of a hash table
    writer = _writer(data, title, orientation)
    painter = QPainter(writer)
    try:
        yield Paper(writer, painter)
    finally:
        painter.end()
        QHashSeed.resetRandomGlobalSeed()
    with replacing(path) as stream:
        stream.write(timeless(bytes(data.data())))


def _writer(data: QByteArray, title: str, orientation: QPageLayout.Orientation) -> QPdfWriter:
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    buffer.setParent(writer)
    writer.setTitle(title)
    writer.setCreator("mmuviz")
    writer.setDocumentId(QUuid(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0))
    margins = QMarginsF(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
    size = QPageSize(QPageSize.PageSizeId.A4)
    unit = QPageLayout.Unit.Millimeter
    writer.setPageLayout(QPageLayout(size, orientation, margins, unit))
    writer.setResolution(_DPI)
    return writer


def _document(block: str, width: float, theme: Theme) -> QTextDocument:
    document = QTextDocument()
    document.setDocumentMargin(3)
    document.setDefaultFont(theme.font(FontKind.CAPTION))
    document.setDefaultStyleSheet(_style(theme))
    document.setHtml(block)
    document.setTextWidth(width)
    return document


def _style(theme: Theme) -> str:
    text, muted = (theme.color(role).name() for role in (Role.TEXT, Role.MUTED))
    mono = theme.font(FontKind.MONO).families()[0]
    return (
        f"body {{ color: {text}; }} h1 {{ font-size: 15pt; }}"
        f"pre, .mono {{ font-family: '{mono}'; }} .detail {{ color: {muted}; }}"
        f".note {{ font-size: 11pt; margin: 8px {_NOTE}px; }}"
    )
