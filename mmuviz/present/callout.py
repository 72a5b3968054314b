"""What a lesson points at, on the path: the entry, the bit that counts, and a few words."""

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from mmuviz.core.bits import Pte
from mmuviz.core.events import Anchor, EntryRead, Event, RightsNarrowed
from mmuviz.core.lessons.target import Stage
from mmuviz.core.scenario import Scenario
from mmuviz.core.trace import Semantics, Trace, record

if TYPE_CHECKING:
    from mmuviz.present.lesson_screens import Place  # no lesson, no callout

_LETTERS: Final = {
    Anchor.PDPTR_PRESENT: "P",
    Anchor.PRESENT: "P",
    Anchor.WRITE: "W",
    Anchor.USER: "U",
    Anchor.ACCESSED: "A",
    Anchor.LARGE: "S",
}
_END: Final = re.compile(r"([.!]|(?<=\?))(?= |$)")


@dataclass(frozen=True, slots=True)
class Callout:
    """A place on the path, as long as the walk stands there.

    Attributes:
        scenario: of whose path.
        semantics: in whose walk.
        step: the step that is pointed at, from 1.
        level: the number of the entry's level.
        index: the number of the entry.
        letter: the bit; empty where it is the whole entry.
        words: what is to be seen there, a short sentence.
    """

    scenario: Scenario
    semantics: Semantics
    step: int
    level: int
    index: int
    letter: str
    words: str

    def is_at(self, trace: Trace, step: int) -> bool:
        """Whether a walk stands there."""
        here = (step, trace.semantics) == (self.step, self.semantics)
        return here and trace.scenario == self.scenario


def callout(place: "Place") -> Callout | None:
    """Return what to point at for a place of a lesson; None where it is no entry of the path.

    From the end it is what decided.
    """
    if place.decides is not None:
        decided = callout(place.decides)
        return None if decided is None else replace(decided, step=place.step)
    if not place.say or not place.step or place.stage is not Stage.WALK:
        return None
    events = record(place.semantics, place.scenario).events[: place.step]
    event = events[-1]
    level = getattr(event, "level", None)
    if level is None:
        return None
    index = level.select(place.scenario.access.gva)
    letter = _LETTERS.get(event.anchor, "") or _taken(events)
    words = _first_sentence(place.say)
    return Callout(place.scenario, place.semantics, place.step, level.number, index, letter, words)


def _taken(events: tuple[Event, ...]) -> str:
    """Return the right that an entry takes from the path, where hardware collects just one."""
    read = next(one for one in reversed(events) if isinstance(one, EntryRead))
    value = read.value or 0
    taken = [letter for letter, bit in (("W", Pte.W), ("U", Pte.U)) if not value & bit]
    is_collected = isinstance(events[-1], RightsNarrowed) and read.level.has_rights
    return taken[0] if is_collected and len(taken) == 1 else ""


def _first_sentence(markdown: str) -> str:
    """Return the first sentence of a text, without its marks and its full stop."""
    text = " ".join(re.sub(r"[*`]", "", markdown).split())
    end = _END.search(text)
    return text[: end.start()] if end else text
