"""What a walk hands back."""

from dataclasses import dataclass
from enum import Enum

from mmuviz.core.paging import Level


class Outcome(Enum):
    """How a walk ended. The value is its word in files and on the command line."""

    MAPPED = "mapped"
    NOT_PRESENT = "not_present"
    ACCESS_ERROR = "access_error"
    RESERVED_BIT = "reserved_bit"
    NON_CANONICAL = "non_canonical"
    PAGING_OFF = "paging_off"
    NOT_KEPT = "not_kept"

    @property
    def is_fault(self) -> bool:
        """Whether the outcome is a page fault or #GP."""
        return self in _FAULTS


_FAULTS = frozenset(
    {Outcome.NOT_PRESENT, Outcome.ACCESS_ERROR, Outcome.RESERVED_BIT, Outcome.NON_CANONICAL}
)


@dataclass(frozen=True, slots=True)
class WalkResult:
    """The outputs of a walk (semantics.md, 2, 3 and 7).

    Attributes:
        outcome: how it ended. NOT_PRESENT for *before* means: ended on an absent entry.
        level: the level at which it ended; None where there was no walk.
        ptep: guest-physical address of the entry it ended on; None for a register.
        entry: that entry's value as last read or written; None where it is not known.
        gfn: guest frame number that the walker gives; None where none was written. PSE-36
            bits are left out, as the historical walker leaves them out.
        gpa: guest-physical address of the byte asked for, PSE-36 included; None without one.
        inherited_ar: AND of W and U (as entry bits) of the non-leaf entries; None where it
            was never written.
        error_code: the page-fault code; None without a fault, and always None for *before*,
            whose walk has no such field. 0 for #GP.
        may_set: (level, address) of the non-leaf entries whose A a faulting walk of hardware
            may or may not have set: the manual leaves it open.
    """

    outcome: Outcome
    level: Level | None = None
    ptep: int | None = None
    entry: int | None = None
    gfn: int | None = None
    gpa: int | None = None
    inherited_ar: int | None = None
    error_code: int | None = None
    may_set: tuple[tuple[Level, int], ...] = ()
