"""How far the Unicorn engine and hardware's rules agree over a space, as text and as records.

The only place that knows the fields of `mmuviz verify --against`; docs/cli.md describes them.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from mmuviz.core.agreement import Agreement, Unlike
from mmuviz.core.second_opinion import Verdict
from mmuviz.core.trace import Semantics, record
from mmuviz.present.answer import answer, plain
from mmuviz.present.second_opinion import ENGINE, LIMITS, OPEN, point_title, point_value
from mmuviz.present.wording import Line, Span, Style, amount

if TYPE_CHECKING:  # NumPy: only those who sweep load it
    from mmuviz.sweep.space import StateSpace

VERSION: Final = 1

Record = dict[str, object]

_ABOUT: Final = (
    OPEN,
    *LIMITS.values(),
    f"{ENGINE} is QEMU's processor as a library: a model by other people, and no silicon",
    "Each state is one access of one byte from an empty TLB: stale translations never show",
)


def space_record(space: "StateSpace", engine: str, of: int) -> Record:
    """Return the record of what is going to be asked, `of` the states of the space."""
    return {
        "version": VERSION,
        "kind": "space",
        "engine": engine,
        "mode": space.mode.value,
        "space": space.name.value,
        "states": space.asked,
        "of": of,
    }


def progress_record(done: int, of: int) -> Record:
    """Return the record of how far it has come."""
    return {"version": VERSION, "kind": "progress", "done": done, "of": of}


def difference_record(space: "StateSpace", unlike: Unlike) -> Record:
    """Return the record of a state that differs and is not explained."""
    mode = space.mode
    return {
        "version": VERSION,
        "kind": "difference",
        "state": unlike.number,
        "points": [
            {
                "what": point.what,
                "title": point_title(point.what, mode),
                "hardware": point_value(point.what, point.ours),
                "engine": point_value(point.what, point.theirs),
                "verdict": point.verdict.value,
            }
            for point in unlike.points
        ],
        "text": plain(unlike_lines(space, unlike)),
    }


def total_records(space: "StateSpace", found: Agreement, seconds: float) -> Iterator[Record]:
    """Yield a record a point, and one of all states together."""
    for what in found.whats(space.mode):
        counts = {verdict.value: found.counts.get((what, verdict), 0) for verdict in Verdict}
        yield {
            "version": VERSION,
            "kind": "point",
            "what": what,
            "title": point_title(what, space.mode),
            **counts,
            "open_set": found.open_set.get(what, 0),
        }
    yield {
        "version": VERSION,
        "kind": "total",
        "states": found.states,
        "explained": {limit.value: number for limit, number in found.limits.items()},
        "differ": found.unlike,
        "problem": found.problem or None,
        "limits": list(_ABOUT),
        "seconds": round(seconds, 3),
    }


def heading(space: "StateSpace", engine: str, of: int) -> str:
    """Say what is asked of whom."""
    return (
        f"{engine} against hardware: {space.mode.title} paging, space {space.name.value}, "
        f"{of} of {amount(space.asked, 'state')}"
    )


def agreement_lines(space: "StateSpace", found: Agreement, seconds: float) -> Iterator[Line]:
    """Yield what came of it, as styled lines.

    Args:
        space: what was asked.
        found: what came of it.
        seconds: how long it took.
    """
    rows: list[tuple[str, ...]] = [("", "agree", "left open", "limit", "differ")]
    for what in found.whats(space.mode):
        counts = (str(found.counts.get((what, verdict), 0)) for verdict in Verdict)
        rows.append((point_title(what, space.mode), *counts))
    widths = [max(len(row[column]) for row in rows) for column in range(5)]
    for title, *numbers in rows:
        cells = (f"{cell:>{width}}" for cell, width in zip(numbers, widths[1:], strict=True))
        yield (Span(f"  {title:<{widths[0]}}   {'   '.join(cells)}"),)
    for unlike in found.first:
        yield ()
        yield from unlike_lines(space, unlike)
    if left := found.unlike - len(found.first):
        yield ()
        yield (Span(f"and {amount(left, 'more state')}"),)
    yield ()
    if opened := sum(found.open_set.values()):
        every = sum(found.counts.get((what, Verdict.OPEN), 0) for what in found.open_set)
        yield (Span(f"Left open by the manual: {ENGINE} set A in {opened} of {every} cases."),)
    for limit, number in found.limits.items():
        yield (Span(f"Explained in {amount(number, 'state')}: {LIMITS[limit]}."),)
    speed = f"{found.states / seconds:.0f}"
    yield (
        Span(f"{amount(found.states, 'state')} asked", Style.STRONG),
        Span(f" ({speed} a second), {found.unlike} differ and are not explained", Style.STRONG),
    )
    if found.problem:
        yield (Span(found.problem, Style.FAIL),)
    yield ()
    yield (Span("Known limits:"),)
    for sentence in _ABOUT:
        yield (Span(f"- {sentence}."),)


def unlike_lines(space: "StateSpace", unlike: Unlike) -> Iterator[Line]:
    """Yield a state that differs: the right walk, and the points in which they part."""
    yield (Span(f"state {unlike.number}", Style.STRONG),)
    for line in answer(record(Semantics.HARDWARE, space.scenario(unlike.number))):
        yield (Span("  "), *line) if line else ()
    for point in unlike.points:
        if point.verdict is Verdict.DIFFERS:
            ours, theirs = (point_value(point.what, one) for one in (point.ours, point.theirs))
            title = point_title(point.what, space.mode)
            yield (Span(f"  {title}: hardware {ours}, {ENGINE} {theirs}", Style.FAIL),)
