"""A place in a walk or a run: by point of the algorithm, level and occurrence."""

from collections.abc import Sequence
from dataclasses import dataclass

from mmuviz.core.events import Anchor, Judged
from mmuviz.core.shadow.events import AnyEvent


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a walk or in an operation's run, whatever its step's number.

    Attributes:
        anchor: the point of the algorithm; a judgement is found by each of its checks too.
        level: number of the level; None: at any.
        occurrence: which of several, from 1.
    """

    anchor: Anchor
    level: int | None = None
    occurrence: int = 1

    def step(self, events: Sequence[AnyEvent]) -> int | None:
        """Return the step, from 1, at which `events` come to the place; None: they do not."""
        left = self.occurrence
        for step, event in enumerate(events, 1):
            left -= self._is_at(event)
            if not left:
                return step
        return None

    def _is_at(self, event: AnyEvent) -> bool:
        level = getattr(event, "level", None)
        if self.level is not None and getattr(level, "number", None) != self.level:
            return False
        checks = event.checks if isinstance(event, Judged) else ()
        return self.anchor in (event.anchor, *(check.anchor for check in checks))
