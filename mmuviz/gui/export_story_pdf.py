"""A storyline as a PDF hand-out: a page a slide, with or without notes, or one table of all."""

from collections.abc import Generator, Iterator
from functools import partial
from html import escape
from pathlib import Path

from PySide6.QtCore import QSizeF
from PySide6.QtGui import QPageLayout, QPainter

from mmuviz.core.storyline import Storyline
from mmuviz.gui.export_paper import pdf
from mmuviz.gui.export_pdf import CANVAS, Below, draw_page, told_below
from mmuviz.gui.theme import Theme
from mmuviz.gui.views import story_slide
from mmuviz.gui.views.presenter_layout import HEIGHT
from mmuviz.present.story_spot import Spot
from mmuviz.present.story_table import Come, SlideRow, slide_rows
from mmuviz.present.story_text import clock, flowing, where
from mmuviz.present.wording import amount

_GAP = 14.0  # pixels
_WIDTHS = 6, 46, 14, 18, 16
_HEADS = "slide", "what", "who", "outcome", "error code"


def slides_parts(path: Path, storyline: Storyline, *, notes: bool) -> Generator[float]:
    """Write `path`, a page a slide; with `notes` they stand below it, and when it comes.

    The page is upright then.

    The same storyline gives the same bytes. It is printed on white paper, so the theme is light.

    Raises:
        OSError: it cannot be written.
    """
    kinds = QPageLayout.Orientation
    count = len(storyline.slides)
    with pdf(path, storyline.title, kinds.Portrait if notes else kinds.Landscape) as paper:
        for number in range(count):
            spot = Spot(storyline, number)
            if number:
                paper.turn()
            draw = partial(_draw, spot=spot, counted=_timed(spot) if notes else spot.counted)
            bottom = draw_page(paper, draw, _lines(spot))
            if notes:
                said = flowing(spot.slide.notes)
                paper.write(
                    (f'<p class="note">{escape(one)}</p>' for one in said), bottom, ruled=False
                )
            yield (number + 1) / (count + 1)
    yield 1.0


def outline_parts(path: Path, storyline: Storyline) -> Generator[float]:
    """Write `path`: a table with a row a slide, on as few pages as it needs.

    Raises:
        OSError: it cannot be written.
    """
    with pdf(path, storyline.title, QPageLayout.Orientation.Portrait) as paper:
        paper.write(_outline(storyline))
    yield 1.0


def _timed(spot: Spot) -> str:
    """`3 of 20 · 2:30`: the time at which it comes, as `mmuviz story` prints it."""
    time = clock(spot.storyline.start(spot.number))
    return f"{spot.number + 1} of {len(spot.storyline.slides)} · {time}"


def _draw(painter: QPainter, theme: Theme, spot: Spot, counted: str) -> None:
    canvas = story_slide.canvas_of(spot, QSizeF(CANVAS.width, HEIGHT))
    story_slide.draw(painter, spot, theme, canvas, counted)


def _lines(spot: Spot) -> tuple[Below, ...]:
    """Return what stands below a slide: of a walk what the step does, and whence it is."""
    source, frame = where(spot.slide), spot.frame
    if frame is not None:
        return told_below(frame, f"{frame.headline.title}. {frame.headline.detail_text}", source)
    return (Below(source),) if spot.compared or spot.exits else ()


def _outline(storyline: Storyline) -> Iterator[str]:
    count = amount(len(storyline.slides), "slide")
    time = clock(storyline.seconds)
    yield f"<body><h1>{escape(storyline.title)}</h1>{count}, {time} minutes.</body>"
    heads = "".join(
        f'<th width="{width}%" align="left">{words}</th>'
        for words, width in zip(_HEADS, _WIDTHS, strict=True)
    )
    yield _table(f"<tr>{heads}</tr>")
    for row in slide_rows(storyline):
        yield _table(_row(row))


def _table(rows: str) -> str:
    return f'<body><table width="100%" cellpadding="2">{rows}</table></body>'


def _row(row: SlideRow) -> str:
    """Return a slide: its caption once, and a line for each of the rules that it shows."""
    caption = escape(row.caption).replace("\n", "<br/>")
    lines = [_come(come) for come in row.comes] or [_come(Come("", "", ""))]
    span = f'rowspan="{len(lines)}"'
    first = (
        f'<td width="{_WIDTHS[0]}%" {span}>{row.number}</td><td width="{_WIDTHS[1]}%" {span}>'
        f'<b>{caption}</b><br/><span class="detail">{escape(row.where)}</span></td>'
    )
    return "".join(f"<tr>{first if not at else ''}{line}</tr>" for at, line in enumerate(lines))


def _come(come: Come) -> str:
    cells = zip((come.who, come.outcome, come.code), _WIDTHS[2:], strict=True)
    return "".join(f'<td width="{width}%">{escape(words)}</td>' for words, width in cells)
