"""A run of a guest program on the shadow MMU: its operations, one after the other."""

from collections.abc import Generator
from dataclasses import dataclass

from mmuviz.core.cpu import CpuState
from mmuviz.core.operation import LoadCr3, Operation, SetWp, TableWrite, Touch
from mmuviz.core.scenario import Scenario
from mmuviz.core.shadow.events import AnyEvent
from mmuviz.core.shadow.guest import Guest, GuestResult
from mmuviz.core.shadow.vcpu import Vcpu
from mmuviz.core.trace import Semantics


@dataclass(frozen=True, slots=True)
class Executed:
    """One operation as it was run.

    Attributes:
        operation: what the guest did.
        events: what happened, a walk's own events among them.
        result: what it came to.
        cpu: the registers after it.
    """

    operation: Operation
    events: tuple[AnyEvent, ...]
    result: GuestResult
    cpu: CpuState


def start(
    guest: Guest, operation: Operation, *, emulator: bool = True
) -> Generator[AnyEvent, None, GuestResult]:
    """Return the events of one operation on a living guest."""
    match operation:
        case Touch(access):
            return guest.access(access, emulator=emulator)
        case TableWrite(value=value):
            return guest.access(operation.access, value, emulator=emulator)
        case SetWp(wp):
            return guest.set_wp(wp=wp)
        case LoadCr3(cr3):  # pragma: no branch  # there is no other
            return guest.load_cr3(cr3)


def execute(guest: Guest, operation: Operation, *, emulator: bool = True) -> Executed:
    """Run one operation on a living guest, and keep every event.

    Args:
        guest: the guest; the operation changes it.
        operation: what it does.
        emulator: let the emulator run where KVM asks for it.
    """
    return recorded(operation, start(guest, operation, emulator=emulator), guest.vcpu)


def recorded(
    operation: Operation, running: Generator[AnyEvent, None, GuestResult], vcpu: Vcpu
) -> Executed:
    """Run an operation that was started on `vcpu` to its end, and keep every event."""
    events: list[AnyEvent] = []
    while True:
        try:
            events.append(next(running))
        except StopIteration as end:
            return Executed(operation, tuple(events), end.value, vcpu.cpu)


def run_program(
    semantics: Semantics, scenario: Scenario, operations: tuple[Operation, ...]
) -> tuple[Executed, ...]:
    """Run `operations` from a cold shadow on; they end where the machine dies."""
    guest = Guest(semantics, scenario)
    executed: list[Executed] = []
    for operation in operations:
        executed.append(execute(guest, operation))
        if guest.ending is not None:
            break
    return tuple(executed)
