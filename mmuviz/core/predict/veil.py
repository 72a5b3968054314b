"""A walk without its future: the one place that hides what a question must not give away.

Everything that is drawn is made of a trace. One that ends where the question stands cannot show
more than that, whoever draws it.
"""

from dataclasses import replace
from typing import Final

from mmuviz.core.events import Anchor, Asked
from mmuviz.core.paging import Level
from mmuviz.core.result import Outcome, WalkResult
from mmuviz.core.trace import Trace

_UNKNOWN: Final = WalkResult(Outcome.NOT_KEPT)
"""Nobody can say how the walk goes on: as where the file does not keep an entry."""


def veil(
    trace: Trace,
    known: int,
    anchor: Anchor,
    level: Level | None,
    bits: tuple[tuple[int, bool], ...] = (),
) -> Trace:
    """Return the walk up to step `known`, with one step behind it of which nothing is known.

    Args:
        trace: the whole walk.
        known: the last step that may be shown. Nothing is hidden where it is the walk's last.
        anchor: what that one step is about.
        level: at which level.
        bits: what is known of the error code although no step shows it, as in `Asked`.
    """
    if known >= len(trace.events):
        return trace
    events = (*trace.events[:known], Asked(anchor, level, bits))
    return replace(trace, events=events, result=_UNKNOWN)


def asked_of(trace: Trace) -> Asked | None:
    """Return the step of which nothing is known; None for a whole walk."""
    last = trace.events[-1] if trace.events else None
    return last if isinstance(last, Asked) else None


def asked_at(trace: Trace, step: int) -> Asked | None:
    """Return what the question that is open at `step` is about; None where none is."""
    return asked_of(trace) if step == len(trace.events) - 1 else None
