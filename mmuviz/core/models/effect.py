"""What an access comes to, as a student says it: a code, and the A and D bits that it sets."""

from collections.abc import Iterable
from dataclasses import dataclass

from mmuviz.core.bits import Pte
from mmuviz.core.events import EntryWritten
from mmuviz.core.models.path import Step
from mmuviz.core.scenario import Scenario
from mmuviz.core.trace import Semantics, Trace, record


@dataclass(frozen=True, slots=True)
class Effect:
    """What an access comes to.

    Attributes:
        error_code: the page-fault code; None: the access is made.
        accessed: the numbers of the levels whose A it sets, and that had it clear.
        dirty: the same for D.
        either: levels whose A the manual leaves open.
    """

    error_code: int | None
    accessed: frozenset[int]
    dirty: frozenset[int]
    either: frozenset[int] = frozenset()

    def agrees(self, other: "Effect") -> bool:
        """Whether both say the same, but for what the manual leaves open."""
        either = self.either | other.either
        return (
            self.error_code == other.error_code
            and self.accessed - either == other.accessed - either
            and self.dirty == other.dirty
        )


def right_effect(semantics: Semantics, scenario: Scenario) -> Effect:
    """Return what really happens in the walk of *after* or of hardware."""
    return effect_of(record(semantics, scenario))


def effect_of(trace: Trace) -> Effect:
    """Return what a recorded walk comes to."""
    written = [event for event in trace.events if isinstance(event, EntryWritten)]
    fresh = [(one.level.number, one.new & ~one.old) for one in written]
    return Effect(
        trace.result.error_code,
        frozenset(number for number, bits in fresh if bits & Pte.A),
        frozenset(number for number, bits in fresh if bits & Pte.D),
        frozenset(level.number for level, _address in trace.result.may_set),
    )


def newly(bit: int, steps: Iterable[Step]) -> frozenset[int]:
    """Return the levels of `steps` that have rights and `bit` clear."""
    return frozenset(
        step.level.number for step in steps if step.level.has_rights and not step.entry & bit
    )
