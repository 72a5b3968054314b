"""A walk as a PDF hand-out: a page a step, or one table of all steps."""

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from functools import partial
from html import escape
from pathlib import Path
from typing import Final

from PySide6.QtGui import QPageLayout, QPainter

from mmuviz.gui.export_paper import Paper, PrintTheme, pdf
from mmuviz.gui.theme import FontKind, Role, Theme
from mmuviz.gui.views import presenter_code, presenter_path, presenter_steps, presenter_verdict
from mmuviz.gui.views.presenter_layout import HEIGHT, Canvas, fitted, projector_theme
from mmuviz.present.answer import question_text, registers_text, walk_text
from mmuviz.present.export_state import step_state
from mmuviz.present.frame import Frame

CANVAS: Final = Canvas(1600.0)
_BELOW: Final = 168.0  # what is left of a landscape page
_DRAWN = (
    presenter_verdict.headline,
    presenter_path.path,
    presenter_verdict.question,
    presenter_code.code,
    presenter_steps.timeline,
)


@dataclass(frozen=True, slots=True)
class Below:
    """A line, or two, below a picture.

    Attributes:
        words: what it says.
        kind: how it is set.
        role: its colour.
        share: its part of the room.
    """

    words: str
    kind: FontKind = FontKind.CAPTION
    role: Role = Role.MUTED
    share: float = 0.3


def pages_parts(path: Path, frames: Sequence[Frame]) -> Generator[float]:
    """Write `path`, a landscape page a step: its picture, and what the step does.

    The same walk gives the same bytes. It is printed on white paper, so the theme is light.

    Raises:
        OSError: it cannot be written.
    """
    title, landscape = question_text(frames[0].trace), QPageLayout.Orientation.Landscape
    with pdf(path, title, landscape) as paper:
        for number, frame in enumerate(frames, 1):
            if number > 1:
                paper.turn()
            asked = f"{question_text(frame.trace)} · {registers_text(frame.scenario)}"
            below = told_below(frame, frame.headline.detail_text, asked)
            draw_page(paper, partial(_draw, frame=frame), below)
            yield number / (len(frames) + 1)
    yield 1.0


def table_parts(path: Path, frames: Sequence[Frame]) -> Generator[float]:
    """Write `path`: the answer, and a table with a row a step, on as few pages as it needs.

    Raises:
        OSError: it cannot be written.
    """
    title, portrait = question_text(frames[0].trace), QPageLayout.Orientation.Portrait
    with pdf(path, title, portrait) as paper:
        paper.write([*_answer(frames[-1]), *(_row(frame) for frame in frames)])
    yield 1.0


def _draw(painter: QPainter, theme: Theme, frame: Frame) -> None:
    for draw in _DRAWN:
        draw(painter, frame, theme, CANVAS)


def told_below(frame: Frame, told: str, source: str) -> tuple[Below, ...]:
    """Return what stands below a step: what it does, the walker's fields, and whence it is."""
    fields = " · ".join(f"{field.name} {field.value}" for field in step_state(frame).walker)
    return (
        Below(told, FontKind.BODY, Role.TEXT, 0.4),
        Below(fields, FontKind.MONO_CAPTION),
        Below(source),
    )


def draw_page(
    paper: Paper, draw: Callable[[QPainter, Theme], None], lines: Sequence[Below]
) -> float:
    """Draw a picture as wide as the page, and lines below it.

    Args:
        paper: draws it.
        draw: draws on the canvas.
        lines: what stands below a rule.

    Returns:
        Where they end, in pixels.
    """
    painter, factor = paper.painter, paper.size.width() / CANVAS.width
    theme = PrintTheme(scale=projector_theme(Theme()).scale)
    painter.save()
    painter.scale(factor, factor)
    draw(painter, theme)
    rule = CANVAS.band(HEIGHT + 14, 0)
    painter.setPen(theme.pen(Role.BORDER_STRONG, 1))
    painter.drawLine(rule.topLeft(), rule.topRight())
    y = rule.top() + 8
    for line in lines:
        room = CANVAS.band(y, line.share * _BELOW)
        fitted(painter, room, line.words, theme, line.kind, line.role)
        y = room.bottom()
    painter.restore()
    return y * factor


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
