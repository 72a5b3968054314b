r"""A storyline as a LaTeX document: slide by slide the caption, and below it a picture or a table.

The class and the packages it needs are `article` and TikZ alone. Each slide is a `minipage`: it
can be copied into a document of one's own, with the lines above `\begin{document}`.
"""

from collections.abc import Iterator

from mmuviz.core.storyline import Storyline
from mmuviz.core.trace import Semantics
from mmuviz.present.compare_table import EndRow
from mmuviz.present.export_state import step_state
from mmuviz.present.export_tikz import picture, preamble, tex
from mmuviz.present.frame import Frame
from mmuviz.present.story_exits import ExitChains
from mmuviz.present.story_spot import Spot
from mmuviz.present.story_text import clock, flowing, where
from mmuviz.present.wording import amount


def story_tikz(storyline: Storyline, *, notes: bool = False) -> str:
    """Return the storyline as a LaTeX document.

    Args:
        storyline: the lecture.
        notes: with what the lecturer says.
    """
    slides = storyline.slides
    lines = [
        "% Made by mmuviz.",
        r"\documentclass[a4paper]{article}",
        r"\usepackage[margin=25mm]{geometry}",
        *preamble(),
        r"\setlength{\parindent}{0pt}\setlength{\parskip}{6pt}",
        r"\begin{document}",
        rf"\section*{{{tex(storyline.title)}}}",
        f"{amount(len(slides), 'slide')}, {clock(storyline.seconds)} minutes.",
    ]
    for number in range(len(slides)):
        lines += ["", *_slide(Spot(storyline, number), notes=notes)]
    return "\n".join([*lines, r"\end{document}"]) + "\n"


def _slide(spot: Spot, *, notes: bool) -> Iterator[str]:
    slide = spot.slide
    caption = r"\\".join(tex(line) for line in slide.caption.splitlines())
    yield r"\begin{minipage}{\linewidth}\setlength{\parskip}{6pt}\raggedright"
    yield rf"{{\sffamily\bfseries {spot.number + 1}\quad {caption}}}"
    yield ""
    if spot.frame or spot.compared or spot.exits:
        yield rf"{{\small\color{{muted}} {tex(where(slide))}.}}"
        yield ""
    if spot.frame is not None:
        yield from _walk(spot.frame, spot)
    if spot.compared:
        yield from _compared(spot.compared)
    if spot.exits is not None:
        yield from _exits(spot.exits)
    if notes and slide.notes:
        for paragraph in flowing(slide.notes):
            yield ""
            yield rf"{{\itshape {tex(paragraph)}}}"
    yield r"\end{minipage}\par\bigskip"


def _walk(frame: Frame, spot: Spot) -> Iterator[str]:
    yield from picture(frame, spot.panels)
    code = tex(step_state(frame).error_code)
    yield ""
    yield rf"{{\small Step {frame.step} of {frame.last_step}. \texttt{{error\_code}}: {code}.}}"


def _compared(rows: tuple[EndRow, ...]) -> Iterator[str]:
    yield r"\begin{tabular}{l" + "l" * len(Semantics) + "}"
    yield " & ".join(["", *(rf"\textbf{{{who.value}}}" for who in Semantics)]) + r" \\ \hline"
    for row in rows:
        title = f"{'≠ ' if row.differs else ''}{row.title}"
        cells = (rf"\texttt{{{tex(value.judged)}}}" for value in row.values)
        yield " & ".join([tex(title), *cells]) + r" \\"
    yield r"\end{tabular}"


def _exits(shown: ExitChains) -> Iterator[str]:
    truth = f" {Semantics.HARDWARE.value}: {shown.truth}." if shown.truth else ""
    yield tex(f"{shown.access}.{truth}")
    for chain in shown.chains:
        cost = f", {chain.summary}" if chain.summary else ""
        yield ""
        yield rf"\textbf{{{chain.version.value}}}{cost}"
        yield r"\begin{enumerate}\setlength{\itemsep}{0pt}\setlength{\parskip}{0pt}"
        for box in chain.boxes:
            said = f": {tex('; '.join(box.said))}" if box.said else ""
            yield rf"\item {tex(box.heading)}{said}"
        yield r"\end{enumerate}"
