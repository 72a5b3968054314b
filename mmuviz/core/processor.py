"""A bare processor that runs a guest program on the guest's own tables, with no KVM below.

The third opinion on a program: what the two versions of KVM ought to come to.
Source: semantics.md, 7; vectors/README, "arch_error_code".
"""

from collections.abc import Generator
from dataclasses import replace

from mmuviz.core.access import Access
from mmuviz.core.cpu import CpuState
from mmuviz.core.events import Anchor
from mmuviz.core.load import LoadFault, load_cr3
from mmuviz.core.operation import LoadCr3, Operation, SetWp, TableWrite, Touch
from mmuviz.core.result import Outcome
from mmuviz.core.scenario import Scenario
from mmuviz.core.shadow.disasters import NotKept
from mmuviz.core.shadow.events import AnyEvent
from mmuviz.core.shadow.guest import Ending, GuestResult
from mmuviz.core.shadow.program import Executed, recorded
from mmuviz.core.shadow.vcpu import Vcpu
from mmuviz.core.walk import hardware

_ENDINGS = {
    Outcome.MAPPED: Ending.DONE,
    Outcome.PAGING_OFF: Ending.DONE,
    Outcome.NON_CANONICAL: Ending.GP,
    Outcome.NOT_PRESENT: Ending.INJECTED,
    Outcome.ACCESS_ERROR: Ending.INJECTED,
    Outcome.RESERVED_BIT: Ending.INJECTED,
}


class Processor:
    """A guest on the bare processor. A fault ends an operation, never the machine.

    Attributes:
        vcpu: registers and guest memory; its shadow pages stay unused.
        ending: NOT_KEPT once the file did not keep what had to be read; nothing runs after it.
    """

    __slots__ = ("ending", "vcpu")

    def __init__(self, scenario: Scenario) -> None:
        """Start from `scenario`."""
        self.vcpu = Vcpu(scenario)
        self.ending: Ending | None = None

    def execute(self, operation: Operation) -> Executed:
        """Run one operation, and keep every event. INJECTED means that #PF is raised."""
        assert self.ending is None, "nothing runs on a dead machine"
        return recorded(operation, self._start(operation), self.vcpu)

    def _start(self, operation: Operation) -> Generator[AnyEvent, None, GuestResult]:
        match operation:
            case Touch(access):
                return self._access(access, None)
            case TableWrite(value=value):
                return self._access(operation.access, value)
            case SetWp(wp):
                return self._take(replace(self.vcpu.cpu, wp=wp))
            case LoadCr3(cr3):  # pragma: no branch  # there is no other
                loaded = load_cr3(self.vcpu.scenario(Access()), cr3)
                return self._take(None if isinstance(loaded, LoadFault) else loaded.cpu)

    def _access(self, access: Access, value: int | None) -> Generator[AnyEvent, None, GuestResult]:
        vcpu = self.vcpu
        try:
            result = (yield from vcpu.walk(hardware.walk, access)).result
            if value is not None and result.gpa is not None and result.gpa in vcpu.ram:
                yield vcpu.store(Anchor.STORE, result.gpa, value)
        except NotKept:
            self.ending = Ending.NOT_KEPT
            return GuestResult(Ending.NOT_KEPT)
        ending = _ENDINGS[result.outcome]
        return GuestResult(ending, result.error_code if ending is Ending.INJECTED else None)

    def _take(self, cpu: CpuState | None) -> Generator[AnyEvent, None, GuestResult]:
        """Take new registers; None: loading them was refused with #GP."""
        if cpu is None:
            return GuestResult(Ending.GP)
        self.vcpu.cpu = cpu
        yield from ()
        return GuestResult(Ending.DONE)


def run_on_processor(scenario: Scenario, operations: tuple[Operation, ...]) -> tuple[Executed, ...]:
    """Run `operations`; they end where the file does not keep what is read."""
    processor = Processor(scenario)
    executed: list[Executed] = []
    for operation in operations:
        executed.append(processor.execute(operation))
        if processor.ending is not None:
            break
    return tuple(executed)
