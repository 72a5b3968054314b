"""A storyline as a table: a row a slide, with who comes to what, and to which error code."""

from collections.abc import Iterator
from dataclasses import dataclass

from mmuviz.core.storyline import Storyline
from mmuviz.core.trace import Semantics
from mmuviz.present.export_state import step_state
from mmuviz.present.frame import Frame
from mmuviz.present.story_exits import ExitChains
from mmuviz.present.story_spot import Spot
from mmuviz.present.story_text import where
from mmuviz.present.wording import signed

_FAULT = "#PF "


@dataclass(frozen=True, slots=True)
class Come:
    """What one of the rules comes to.

    Attributes:
        who: `◆ after`.
        outcome: `access error`, `#PF 0x5, 2 vmexits`.
        code: the error code in the end, or why there is none.
    """

    who: str
    outcome: str
    code: str


@dataclass(frozen=True, slots=True)
class SlideRow:
    """A slide.

    Attributes:
        number: from 1.
        caption: what it says.
        where: what it shows.
        comes: what that comes to; empty for words alone.
    """

    number: int
    caption: str
    where: str
    comes: tuple[Come, ...]


def slide_rows(storyline: Storyline) -> tuple[SlideRow, ...]:
    """Return the row of each slide."""
    return tuple(
        SlideRow(number, slide.caption, where(slide), tuple(_comes(Spot(storyline, number - 1))))
        for number, slide in enumerate(storyline.slides, 1)
    )


def _comes(spot: Spot) -> Iterator[Come]:
    if spot.frame is not None:
        trace = spot.frame.trace
        state = step_state(Frame(trace, spot.frame.last_step))
        yield Come(signed(trace.semantics), trace.result.outcome.value, state.error_code)
    if spot.compared:
        outcomes, codes = spot.compared[:2]
        for who, outcome, code in zip(Semantics, outcomes.values, codes.values, strict=True):
            yield Come(signed(who), outcome.judged, code.judged)
    if spot.exits is not None:
        yield from _exits(spot.exits)


def _exits(shown: ExitChains) -> Iterator[Come]:
    """Yield what both versions come to, as far as it is told, and the processor."""
    for chain in shown.chains:
        end = chain.boxes[-1].heading
        outcome = f"{end}, {chain.summary}" if chain.summary else "not told yet"
        yield Come(signed(chain.version), outcome, _code(end))
    if shown.truth:
        yield Come(signed(Semantics.HARDWARE), shown.truth, _code(shown.truth))


def _code(end: str) -> str:
    return "?" if end == "?" else end.partition(_FAULT)[2] or "none"
