"""What an access comes to, as a student says it: a code, and the A and D bits that it sets."""

from collections.abc import Iterable
from dataclasses import dataclass

from mmuviz.core.bits import Pferr, Pte
from mmuviz.core.events import EntryWritten
from mmuviz.core.models.path import Path, Step
from mmuviz.core.scenario import Scenario
from mmuviz.core.trace import Semantics, record


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
    trace = record(semantics, scenario)
    written = [event for event in trace.events if isinstance(event, EntryWritten)]
    fresh = [(one.level.number, one.new & ~one.old) for one in written]
    return Effect(
        trace.result.error_code,
        frozenset(number for number, bits in fresh if bits & Pte.A),
        frozenset(number for number, bits in fresh if bits & Pte.D),
        frozenset(level.number for level, _address in trace.result.may_set),
    )


def allowed(path: Path) -> Effect:
    """Return what an access that is made comes to: A all the way, D in the leaf of a write."""
    dirty = [path.present[-1]] if path.access.write else []
    return Effect(None, newly(Pte.A, path.present), newly(Pte.D, dirty))


def fault(path: Path, *, present: bool, used: Iterable[Step] = ()) -> Effect:
    """Return a fault of the access, with P where `present`, and A set in `used`."""
    code = Pferr.P if present else 0
    code |= (Pferr.W if path.access.write else 0) | (Pferr.U if path.access.user else 0)
    return Effect(int(code), newly(Pte.A, used), frozenset())


def newly(bit: int, steps: Iterable[Step]) -> frozenset[int]:
    """Return the levels of `steps` that have rights and `bit` clear."""
    return frozenset(
        step.level.number for step in steps if step.level.has_rights and not step.entry & bit
    )
