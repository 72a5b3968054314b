"""The rights that hardware collects on its way down: one rail a right, one crossing a level."""

from dataclasses import dataclass

from mmuviz.core.bits import Pte
from mmuviz.core.events import Anchor, EntryRead, Judged, RightsNarrowed
from mmuviz.core.paging import Level, PagingMode
from mmuviz.core.trace import Semantics, Trace


@dataclass(frozen=True, slots=True)
class Crossing:
    """Where the walked line crosses a rail.

    Attributes:
        level: the level.
        bit: the entry's own bit; None where it is not collected yet.
        collected: the right after this level; None likewise.
        decides: the judgement refused for this entry's bit.
    """

    level: Level
    bit: bool | None
    collected: bool | None
    decides: bool


@dataclass(frozen=True, slots=True)
class Rail:
    """A right on its way down.

    Attributes:
        letter: W, U or X (no-execute).
        title: how it is collected: `W and`.
        check: the judged check that asks for it.
        start: what it is before the first entry.
        crossings: one a level that has rights, root first.
        judged: the judgement has looked at it: nothing more is collected.
    """

    letter: str
    title: str
    check: Anchor
    start: bool
    crossings: tuple[Crossing, ...]
    judged: bool

    @property
    def collected(self) -> bool | None:
        """The right as far as it is collected; None before the first entry."""
        known = [crossing.collected for crossing in self.crossings if crossing.bit is not None]
        return known[-1] if known else None


_RAILS = (
    ("W", "W and", Anchor.WRITE, Pte.W, True),
    ("U", "U and", Anchor.USER, Pte.U, True),
    ("X", "NX or", Anchor.FETCH, Pte.NX, False),
)


def rails(trace: Trace, step: int) -> tuple[Rail, ...]:
    """Return the rails at `step`; none for semantics that collect nothing to judge."""
    if trace.semantics is not Semantics.HARDWARE:
        return ()
    mode = trace.scenario.cpu.mode
    values: dict[Level, int] = {}
    collected: dict[Level, RightsNarrowed] = {}
    refusing: frozenset[Anchor] = frozenset()
    judged = False
    for event in trace.events[:step]:
        if isinstance(event, EntryRead):
            values[event.level] = event.value or 0
        elif isinstance(event, RightsNarrowed):
            collected[event.level] = event
        elif isinstance(event, Judged):
            judged = True
            refusing = frozenset(check.anchor for check in event.checks if check.holds)
    found = []
    for letter, title, check, bit, start in _RAILS:
        if letter == "X" and mode is PagingMode.X32:
            continue  # 32-bit entries have no NX
        crossings = _crossings(mode, (letter, bit, start), values, collected, check in refusing)
        found.append(Rail(letter, title, check, start, crossings, judged))
    return tuple(found)


def _crossings(
    mode: PagingMode,
    rail: tuple[str, int, bool],
    values: dict[Level, int],
    collected: dict[Level, RightsNarrowed],
    refused: bool,  # noqa: FBT001  # the rail's own verdict, one of five things it is made of
) -> tuple[Crossing, ...]:
    letter, mask, right = rail
    crossings = []
    for level in mode.levels:
        if not level.has_rights:
            continue
        narrowed = collected.get(level)
        if narrowed is None:
            crossings.append(Crossing(level, None, None, decides=False))
            continue
        after = {"W": narrowed.writable, "U": narrowed.user, "X": narrowed.no_execute}[letter]
        decides = refused and after != right
        crossings.append(Crossing(level, bool(values[level] & mask), after, decides))
        right = after
    return tuple(crossings)
