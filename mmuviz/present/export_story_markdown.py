"""A storyline as Markdown: slide by slide the caption, the path and the error code."""

from collections.abc import Iterator

from mmuviz.core.storyline import Storyline
from mmuviz.core.trace import Semantics
from mmuviz.present.compare_table import EndRow
from mmuviz.present.export_markdown import path_table, plain, spans_text, table
from mmuviz.present.export_state import step_state
from mmuviz.present.frame import Frame
from mmuviz.present.story_exits import ExitChain, ExitChains
from mmuviz.present.story_spot import Spot
from mmuviz.present.story_text import clock, flowing, where
from mmuviz.present.wording import amount, signed


def story_markdown(storyline: Storyline, *, notes: bool = False) -> str:
    """Return the storyline as a Markdown document (GitHub's tables).

    Args:
        storyline: the lecture.
        notes: with what the lecturer says.
    """
    slides = storyline.slides
    blocks = [
        f"# {plain(storyline.title)}",
        f"{amount(len(slides), 'slide')}, {clock(storyline.seconds)} minutes.",
    ]
    for number, slide in enumerate(slides):
        blocks.append(f"## Slide {number + 1}")
        blocks.append("  \n".join(f"**{plain(line)}**" for line in slide.caption.splitlines()))
        blocks += _shown(Spot(storyline, number))
        if notes and slide.notes:
            blocks.append("\n>\n".join(f"> {plain(one)}" for one in flowing(slide.notes)))
    return "\n\n".join(blocks) + "\n"


def _shown(spot: Spot) -> Iterator[str]:
    if not (spot.frame or spot.compared or spot.exits):
        return
    yield f"{plain(where(spot.slide))}."
    if spot.frame is not None:
        yield from _walk(spot.frame)
    if spot.compared:
        yield _compared(spot.compared)
    if spot.exits is not None:
        yield from _exits(spot.exits)


def _walk(frame: Frame) -> Iterator[str]:
    told = frame.headline
    step = f"Step {frame.step} of {frame.last_step}: **{plain(told.title)}**"
    yield f"{step} {spans_text(told.detail)}".rstrip()
    if path := path_table(frame):
        yield path
    yield f"`error_code`: {plain(step_state(frame).error_code)}."


def _compared(rows: tuple[EndRow, ...]) -> str:
    head = ("", *(signed(who) for who in Semantics))
    return table(
        head,
        (
            (
                f"{'≠ ' if row.differs else ''}{plain(row.title)}",
                *(plain(value.judged) for value in row.values),
            )
            for row in rows
        ),
    )


def _exits(shown: ExitChains) -> Iterator[str]:
    truth = f" {signed(Semantics.HARDWARE)}: {plain(shown.truth)}." if shown.truth else ""
    yield f"{plain(shown.access)}.{truth}"
    for chain in shown.chains:
        yield "\n".join(_chain(chain))


def _chain(chain: ExitChain) -> Iterator[str]:
    cost = f", {chain.summary}" if chain.summary else ""
    yield f"**{signed(chain.version)}**{cost}\n"
    for number, box in enumerate(chain.boxes, 1):
        said = f": {'; '.join(plain(line) for line in box.said)}" if box.said else ""
        yield f"{number}. {plain(box.heading)}{said}"
