"""What guest programs add to the counts: operations on shadows that are stale or shared."""

from dataclasses import dataclass, fields

from mmuviz.core.claims.machine import Machine, machine, operate
from mmuviz.core.drain import drain
from mmuviz.core.operation import Operation, TableWrite, Touch
from mmuviz.core.scenario import Scenario
from mmuviz.core.shadow.guest import Ending, GuestResult
from mmuviz.core.trace import Semantics


@dataclass(frozen=True, slots=True)
class ProgramTally:
    """What was counted over guest programs.

    Attributes:
        programs: programs run.
        operations: their accesses and table writes that ran under both versions.
        before_wrong: faults that before injects with a wrong code.
        after_right_of_those: of these, injected with the right code by after.
        after_wrong: faults that after injects with a wrong code.
        before_right_of_those: of these, injected with the right code by before.
        new_livelocks: livelocks of after alone.
        spurious_before: of these, faults of before though the guest's tables allow the access.
        before_spurious: all such faults of before.
        after_spurious: all such faults of after.
    """

    programs: int = 0
    operations: int = 0
    before_wrong: int = 0
    after_right_of_those: int = 0
    after_wrong: int = 0
    before_right_of_those: int = 0
    new_livelocks: int = 0
    spurious_before: int = 0
    before_spurious: int = 0
    after_spurious: int = 0

    def __add__(self, other: "ProgramTally") -> "ProgramTally":
        """Join what was counted over other programs."""
        names = [field.name for field in fields(self)]
        return ProgramTally(*(getattr(self, name) + getattr(other, name) for name in names))


def count_program(
    scenario: Scenario, operations: tuple[Operation, ...], before: Semantics, after: Semantics
) -> ProgramTally:
    """Run a program under the reference and the candidate, and count.

    What is right is what the processor's walk of the guest's own tables says at that moment.
    """
    guests = machine(before, scenario), machine(after, scenario)
    tally = ProgramTally(programs=1)
    for operation in operations:
        was, now = (_Answer(guest, operation) for guest in guests)
        if isinstance(operation, Touch | TableWrite):
            tally += _compared(was, now)
        if any(guest.ending is not None for guest in guests):
            break
    return tally


class _Answer:
    """What a guest's operation came to, and what the processor would have said."""

    __slots__ = ("result", "right_code")

    def __init__(self, guest: Machine, operation: Operation) -> None:
        self.right_code = None
        if isinstance(operation, Touch | TableWrite):
            asked = guest.vcpu.scenario(operation.access)
            self.right_code = drain(Semantics.HARDWARE.walk(asked)).error_code
        self.result: GuestResult = operate(guest, operation)

    @property
    def injects(self) -> bool:
        """Whether a fault is injected that is due."""
        return self.result.ending is Ending.INJECTED and self.right_code is not None

    @property
    def is_right(self) -> bool:
        """Whether that fault has the right code."""
        return self.injects and self.result.error_code == self.right_code

    @property
    def is_wrong(self) -> bool:
        """Whether it has not."""
        return self.injects and not self.is_right

    @property
    def is_spurious(self) -> bool:
        """Whether a fault is injected that is not due."""
        return self.result.ending is Ending.INJECTED and self.right_code is None

    @property
    def is_livelock(self) -> bool:
        """Whether it exits for ever."""
        return self.result.ending is Ending.LIVELOCK


def _compared(was: _Answer, now: _Answer) -> ProgramTally:
    new_livelock = now.is_livelock and not was.is_livelock
    return ProgramTally(
        operations=1,
        before_wrong=was.is_wrong,
        after_right_of_those=was.is_wrong and now.is_right,
        after_wrong=now.is_wrong,
        before_right_of_those=now.is_wrong and was.is_right,
        new_livelocks=new_livelock,
        spurious_before=new_livelock and was.is_spurious,
        before_spurious=was.is_spurious,
        after_spurious=now.is_spurious,
    )
