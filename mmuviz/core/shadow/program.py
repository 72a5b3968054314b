"""A guest program: the operations that a guest does one after the other, and a run of them.

Source: vectors/README, "Operations".
"""

from collections.abc import Generator
from dataclasses import dataclass

from mmuviz.core.scenario import Access, Scenario
from mmuviz.core.shadow.events import AnyEvent
from mmuviz.core.shadow.guest import Guest, GuestResult
from mmuviz.core.trace import Semantics


@dataclass(frozen=True, slots=True)
class Touch:
    """The guest accesses memory; a write rewrites the bytes that are there."""

    access: Access


@dataclass(frozen=True, slots=True)
class TableWrite:
    """The guest's kernel writes an entry of a page table.

    Attributes:
        gva: where, through the guest's own mapping.
        value: the entry.
    """

    gva: int
    value: int

    @property
    def access(self) -> Access:
        """The access that it is."""
        return Access(self.gva, write=True)


@dataclass(frozen=True, slots=True)
class SetWp:
    """The guest's kernel writes CR0.WP."""

    wp: bool


@dataclass(frozen=True, slots=True)
class LoadCr3:
    """The guest's kernel loads CR3."""

    cr3: int


Operation = Touch | TableWrite | SetWp | LoadCr3


@dataclass(frozen=True, slots=True)
class Executed:
    """One operation as it was run.

    Attributes:
        operation: what the guest did.
        events: what happened, a walk's own events among them.
        result: what it came to.
    """

    operation: Operation
    events: tuple[AnyEvent, ...]
    result: GuestResult


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
    events: list[AnyEvent] = []
    running = start(guest, operation, emulator=emulator)
    while True:
        try:
            events.append(next(running))
        except StopIteration as end:
            return Executed(operation, tuple(events), end.value)


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
