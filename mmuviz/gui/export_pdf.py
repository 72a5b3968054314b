"""A walk as a PDF hand-out: a page a step, or one table of all steps."""

import re
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Final

from PySide6.QtCore import (
    QBuffer,
    QByteArray,
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
from mmuviz.gui.views import presenter_code, presenter_path, presenter_steps, presenter_verdict
from mmuviz.gui.views.presenter_layout import HEIGHT, Canvas, fitted, projector_theme
from mmuviz.present.answer import question_text, registers_text, walk_text
from mmuviz.present.export_state import step_state
from mmuviz.present.frame import Frame
from mmuviz.sources.replacing import replacing

_MARGIN: Final = 12.0  # millimetres
_FOOT: Final = 22.0  # pixels
_DPI: Final = 96  # what the fonts' metrics are made for
_CANVAS: Final = Canvas(1600.0)
_DRAWN = (
    presenter_verdict.headline,
    presenter_path.path,
    presenter_verdict.question,
    presenter_code.code,
    presenter_steps.timeline,
)
_MOMENT: Final = "20070101000000", "2007-01-01T00:00:00"
_DATES = re.compile(rb"(Date(?: \(D:|=\"))(\d{14}|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)")


@dataclass(frozen=True)
class _Print(Theme):
    """The light theme with one sign a letter: what is copied from the paper is what was said."""

    def font(self, kind: FontKind) -> QFont:
        """Return a font that joins no letters and bends none to its neighbours."""
        font = QFont(super().font(kind))
        font.setFeature(QFont.Tag("calt"), 0)
        return font


def pages_parts(path: Path, frames: Sequence[Frame]) -> Generator[float]:
    """Write `path`, a landscape page a step: its picture, and what the step does.

    The same walk gives the same bytes. It is printed on white paper, so the theme is light.

    Raises:
        OSError: it cannot be written.
    """
    with _pdf(path, frames[0], QPageLayout.Orientation.Landscape) as (writer, painter):
        for number, frame in enumerate(frames, 1):
            if number > 1:
                writer.newPage()
            _page(painter, frame, QSizeF(writer.width(), writer.height()))
            yield number / (len(frames) + 1)
    yield 1.0


def table_parts(path: Path, frames: Sequence[Frame]) -> Generator[float]:
    """Write `path`: the answer, and a table with a row a step, on as few pages as it needs.

    Raises:
        OSError: it cannot be written.
    """
    with _pdf(path, frames[0], QPageLayout.Orientation.Portrait) as (writer, painter):
        _blocks(writer, painter, [*_answer(frames[-1]), *(_row(frame) for frame in frames)])
    yield 1.0


@contextmanager
def _pdf(
    path: Path, frame: Frame, orientation: QPageLayout.Orientation
) -> Iterator[tuple[QPdfWriter, QPainter]]:
    """Give what is drawn on; `path` is written when all of it is."""
    data = QByteArray()
    writer = _writer(data, frame, orientation)
    painter = QPainter(writer)
    try:
        yield writer, painter
    finally:
        painter.end()
    _write(path, data)


def _writer(data: QByteArray, frame: Frame, orientation: QPageLayout.Orientation) -> QPdfWriter:
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    buffer.setParent(writer)
    writer.setTitle(question_text(frame.trace))
    writer.setCreator("mmuviz")
    writer.setDocumentId(QUuid(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0))
    margins = QMarginsF(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
    size = QPageSize(QPageSize.PageSizeId.A4)
    unit = QPageLayout.Unit.Millimeter
    writer.setPageLayout(QPageLayout(size, orientation, margins, unit))
    writer.setResolution(_DPI)
    return writer


def _write(path: Path, data: QByteArray) -> None:
    """Write without the moment at which it was made; as long as before, so its offsets hold."""
    text = _DATES.sub(_timeless, data.data())
    with replacing(path) as stream:
        stream.write(text)


def _timeless(found: re.Match[bytes]) -> bytes:
    moment = next(one for one in _MOMENT if len(one) == len(found[2]))
    return found[1] + moment.encode()


def _page(painter: QPainter, frame: Frame, size: QSizeF) -> None:
    theme = _Print(scale=projector_theme(Theme()).scale)
    factor = size.width() / _CANVAS.width
    painter.save()
    painter.scale(factor, factor)
    for draw in _DRAWN:
        draw(painter, frame, theme, _CANVAS)
    below = QRectF(47, HEIGHT + 14, _CANVAS.width - 94, size.height() / factor - HEIGHT - 14)
    painter.setPen(theme.pen(Role.BORDER_STRONG, 1))
    painter.drawLine(below.topLeft(), below.topRight())
    top, height = below.top() + 8, below.height() - 8
    told = QRectF(below.left(), top, below.width(), height * 0.4)
    fitted(painter, told, frame.headline.detail_text, theme, FontKind.BODY)
    state = step_state(frame)
    fields = " · ".join(f"{field.name} {field.value}" for field in state.walker)
    room = QRectF(below.left(), told.bottom(), below.width(), height * 0.3)
    fitted(painter, room, fields, theme, FontKind.MONO_CAPTION, Role.MUTED)
    words = f"{question_text(frame.trace)} · {registers_text(frame.scenario)}"
    room = QRectF(below.left(), room.bottom(), below.width(), height * 0.3)
    fitted(painter, room, words, theme, FontKind.CAPTION, Role.MUTED)
    painter.restore()


def _blocks(writer: QPdfWriter, painter: QPainter, blocks: Sequence[str]) -> None:
    """Draw blocks of Qt's HTML below one another; none is cut by the end of a page."""
    theme, y, page = _Print(), 0.0, 1
    low = writer.height() - _FOOT
    _number(painter, page, writer, theme)
    for block in blocks:
        document = QTextDocument()
        document.setDocumentMargin(3)
        document.setDefaultFont(theme.font(FontKind.CAPTION))
        document.setDefaultStyleSheet(_style(theme))
        document.setHtml(block)
        document.setTextWidth(writer.width())
        if y + document.size().height() > low:
            writer.newPage()
            y, page = 0.0, page + 1
            _number(painter, page, writer, theme)
        painter.save()
        painter.translate(0, y)
        document.drawContents(painter)
        painter.restore()
        y += document.size().height()
        painter.setPen(theme.pen(Role.BORDER, 0.5))
        painter.drawLine(QPointF(0, y), QPointF(writer.width(), y))


def _number(painter: QPainter, page: int, writer: QPdfWriter, theme: Theme) -> None:
    foot = QRectF(0, writer.height() - _FOOT, writer.width(), _FOOT)
    painter.setFont(theme.font(FontKind.CAPTION))
    painter.setPen(theme.color(Role.MUTED))
    painter.drawText(
        foot, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom), f"{page}"
    )


def _style(theme: Theme) -> str:
    text, muted = (theme.color(role).name() for role in (Role.TEXT, Role.MUTED))
    mono = theme.font(FontKind.MONO).families()[0]
    return (
        f"body {{ color: {text}; }} h1 {{ font-size: 15pt; }}"
        f"pre {{ font-family: '{mono}'; }} .detail {{ color: {muted}; }}"
    )


def _answer(frame: Frame) -> tuple[str, str]:
    """Return the question, and the whole answer as the command line gives it."""
    question, _, answer = walk_text(frame.trace).partition("\n")
    return f"<body><h1>{escape(question)}</h1></body>", f"<body><pre>{escape(answer)}</pre></body>"


def _row(frame: Frame) -> str:
    """Return a step: its number, the entry that it stands at, and what it does."""
    groups = (
        group.title for group in frame.timeline for step in group.steps if step.number == frame.step
    )
    told, where = frame.headline, next(groups, "")
    return (
        '<body><table width="100%" cellpadding="2"><tr>'
        f'<td width="6%" align="right">{frame.step}</td>'
        f'<td width="14%">{escape(where)}</td>'
        f'<td width="80%"><b>{escape(told.title)}</b><br/>'
        f'<span class="detail">{escape(told.detail_text)}</span></td>'
        "</tr></table></body>"
    )
