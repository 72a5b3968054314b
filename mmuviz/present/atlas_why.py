"""Why a state comes out as it does, or why two rules part in it: in one sentence.

Source: semantics.md, 2, 3, 5 and 7; FINDINGS, "The groups" and "Surprises".
"""

from dataclasses import dataclass
from typing import Final

from mmuviz.core.bits import Pferr
from mmuviz.core.paging import Level
from mmuviz.core.shadow.guest import Ending
from mmuviz.core.trace import Semantics
from mmuviz.present.atlas_words import levels_of
from mmuviz.present.wording import listed
from mmuviz.sweep.colouring import Lens, offered
from mmuviz.sweep.columns import ENDINGS, Refusal
from mmuviz.sweep.survey import LEVEL_SHIFT, Quantity, Survey

_DISASTERS: Final = {
    Ending.LIVELOCK: "The leaf maps a table in use: KVM zaps its shadow and builds it again,"
    " for ever.",
    Ending.HOST_HANG: "The leaf maps the root table in use: the host zaps its shadow for ever.",
}
_LAST: Final = 0


@dataclass(frozen=True, slots=True)
class _End:
    """How the walk of one rule ended.

    Attributes:
        checks: the checks that refuse, bits of Refusal; 0: the page was found.
        level: the entry that refuses alone; None: none, or the path as a whole.
    """

    checks: int
    level: Level | None

    @property
    def is_right(self) -> bool:
        """Whether a right is missing: the path is there."""
        return self.checks & (Refusal.PRESENT | Refusal.RESERVED) == 0

    def said(self) -> str:
        """`PDE refuses`, `PTE is absent`, `The path refuses`."""
        who = self.level.name if self.level else "The path"
        if self.checks & Refusal.PRESENT:
            return f"{who} is absent"
        if self.checks & Refusal.RESERVED:
            return f"{who} has a reserved bit set"
        return f"{who} {'forbids fetches' if self.checks == Refusal.FETCH else 'refuses'}"


def why(one: Survey, lens: Lens) -> str:
    """Return a sentence on a state.

    Args:
        one: the survey of the state alone (`Survey.one`).
        lens: through what it is looked at.
    """
    pair = lens.pair if lens.against is not None else (lens.semantics,)
    ends = {semantics: _end(one, semantics) for semantics in pair}
    refusing = [semantics for semantics in pair if ends[semantics].checks]
    if not refusing:
        return _found(one, pair)
    said = _refused([ends[semantics] for semantics in refusing])
    blind = next((semantics for semantics in pair if semantics not in refusing), None)
    if blind is not None and not ends[refusing[0]].is_right:
        return f"{said}; {blind.value}'s walk does not look at that."
    if blind is not None and ends[refusing[0]].checks == Refusal.FETCH:
        return f"{said}; {blind.value}'s walk does not look at NX."
    if Semantics.BEFORE in pair and len(pair) > 1 and (deeds := _deeds(one, lens)):
        return f"{said}; before walks on: it {listed(deeds)}."
    if blind is not None:
        return f"{said}; {blind.value}'s walk does not judge."
    return f"{said}{_fetch(one, pair)}."


def _end(one: Survey, semantics: Semantics) -> _End:
    value = _value(one, semantics, Quantity.CHECK)
    number = value >> LEVEL_SHIFT
    level = one.space.mode.level(number) if number else None
    return _End(value & (1 << LEVEL_SHIFT) - 1, level)


def _value(one: Survey, semantics: Semantics, quantity: Quantity) -> int:
    return int(one.values(semantics, quantity)[0])


def _found(one: Survey, pair: tuple[Semantics, ...]) -> str:
    """Say what becomes of an access whose page every walk finds."""
    if not one.is_access:
        return "The page is found, and allowed."
    outcomes = [ENDINGS[_value(one, semantics, Quantity.OUTCOME)] for semantics in pair]
    disaster = next((_DISASTERS[end] for end in outcomes if end in _DISASTERS), "")
    if disaster:
        return disaster
    if Ending.INJECTED in outcomes:
        return "The page is found; the rights are judged after the walk, and refuse."
    return "The page is found, and the access allowed."


def _refused(ends: list[_End]) -> str:
    """Say who refuses, the upper entry first, each once: `PDE refuses, PTE is absent`.

    A single entry says more than the path as a whole.
    """
    placed = [end for end in ends if end.level is not None] or ends
    ordered = sorted(placed, key=lambda end: -end.level.number if end.level else _LAST)
    return ", ".join(dict.fromkeys(end.said() for end in ordered))


def _deeds(one: Survey, lens: Lens) -> list[str]:
    """Say what *before* does behind the entry that refuses, and the other of the pair does not."""
    other = next(semantics for semantics in lens.pair if semantics is not Semantics.BEFORE)
    deeds = []
    mine, its = (_value(one, who, Quantity.ACCESSED) for who in (Semantics.BEFORE, other))
    more = levels_of(one.space.mode, mine & ~(its | its >> 4))
    if more:
        deeds.append(f"sets A of {listed([level.name for level in more])}")
    if other is Semantics.AFTER and one.is_access:
        exits = [_value(one, who, Quantity.VMEXITS) for who in lens.pair]
        leaves = [_value(one, who, Quantity.SHADOW) for who in lens.pair]
        if exits[0] > exits[1]:
            deeds.append("takes a second vmexit")
        if leaves[0] and not leaves[1]:
            deeds.append("leaves a shadow leaf behind")
    return deeds


def _fetch(one: Survey, pair: tuple[Semantics, ...]) -> str:
    """Add that only the processor's code tells a fetch, where that is so."""
    if len(pair) == 1 or Quantity.ERROR_CODE not in offered(one, *pair):
        return ""
    codes = [_value(one, semantics, Quantity.ERROR_CODE) for semantics in pair]
    if codes[0] ^ codes[1] != Pferr.I:
        return ""
    return "; only the processor's code says that it is a fetch (I)"
