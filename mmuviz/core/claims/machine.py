"""A guest under any of the three rules, run for results alone: on a shadow MMU, or on none."""

from mmuviz.core.drain import drain
from mmuviz.core.operation import Operation
from mmuviz.core.processor import Processor
from mmuviz.core.scenario import Scenario
from mmuviz.core.shadow.guest import Guest, GuestResult
from mmuviz.core.shadow.program import start
from mmuviz.core.trace import Semantics

Machine = Guest | Processor


def machine(semantics: Semantics, scenario: Scenario) -> Machine:
    """Return a guest that starts from `scenario`, with a cold shadow where there is one."""
    if semantics is Semantics.HARDWARE:
        return Processor(scenario)
    return Guest(semantics, scenario)


def operate(guest: Machine, operation: Operation, *, emulator: bool = True) -> GuestResult:
    """Run an operation on a living guest and return what it came to.

    Args:
        guest: the guest; the operation changes it.
        operation: what it does.
        emulator: let the emulator run where KVM asks for it.
    """
    if isinstance(guest, Processor):
        return guest.execute(operation).result
    return drain(start(guest, operation, emulator=emulator))
