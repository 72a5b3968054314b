"""The whole question: processor, memory, RAM, access. An edit makes a new one."""

from dataclasses import dataclass, field, replace

from mmuviz.core.access import Access
from mmuviz.core.cpu import CpuState
from mmuviz.core.memory import Frame, GuestMemory, RamRanges
from mmuviz.core.operation import Operation, Touch, fitted

DEFAULT_RAM = RamRanges((range(8 << 20),))


@dataclass(frozen=True, slots=True)
class Label:
    """A name for a linear address.

    Attributes:
        name: what to call it.
        gva: the address in bytes.
        meaning: what is there, in a few words; may be empty.
    """

    name: str
    gva: int
    meaning: str = ""


@dataclass(frozen=True, slots=True)
class Scenario:
    """Everything a file, an undo step or a lesson needs.

    Attributes:
        cpu: the processor's state.
        memory: the bytes of guest memory that are known.
        ram: the ranges that are RAM, apart from the bytes that are known.
        access: the access that is asked about.
        title: one line.
        notes: free text.
        labels: named addresses, in the author's order.
        operations: what the guest does, one after the other; empty: the access alone.
    """

    cpu: CpuState = field(default_factory=CpuState)
    memory: GuestMemory = field(default_factory=GuestMemory)
    ram: RamRanges = DEFAULT_RAM
    access: Access = field(default_factory=Access)
    title: str = ""
    notes: str = ""
    labels: tuple[Label, ...] = ()
    operations: tuple[Operation, ...] = ()

    @property
    def program(self) -> tuple[Operation, ...]:
        """What the guest does: its operations, or the one access that is asked about."""
        return self.operations or (Touch(self.access),)

    def frame(self, gpa: int) -> Frame:
        """Say what is known of the frame that holds `gpa`."""
        if gpa not in self.ram:
            return Frame.OUTSIDE
        return Frame.NOT_KEPT if self.memory.read(gpa & ~7, 8) is None else Frame.KNOWN

    def entry(self, gpa: int) -> int | None:
        """Return the entry at `gpa` as a walk reads it: 0 outside RAM, None where not kept."""
        if gpa not in self.ram:
            return 0
        return self.memory.read(gpa, self.cpu.mode.entry_size)

    def with_entry(self, gpa: int, value: int) -> "Scenario":
        """Return the scenario with the entry at `gpa` changed.

        Raises:
            LookupError: `gpa` is outside RAM, or its bytes are not kept in the file.
        """
        if gpa not in self.ram:
            raise LookupError(f"{gpa:#x} is outside RAM: nothing can be written there")
        return replace(self, memory=self.memory.write(gpa, self.cpu.mode.entry_size, value))

    def with_cpu(self, cpu: CpuState) -> "Scenario":
        """Return the scenario with another processor.

        Where its mode is another, what the guest does is cut to what the mode has room for.
        """
        access = replace(self.access, gva=self.access.gva & (1 << cpu.mode.address_bits) - 1)
        operations = tuple(fitted(operation, cpu.mode) for operation in self.operations)
        return replace(self, cpu=cpu, access=access, operations=operations)

    def with_pdptr(self, number: int, value: int) -> "Scenario":
        """Return the scenario with the loaded register PDPTR `number` (0 to 3) changed."""
        pdptrs = self.cpu.pdptrs
        first, second, third, fourth = (
            value if index == number else old for index, old in enumerate(pdptrs)
        )
        return replace(self, cpu=replace(self.cpu, pdptrs=(first, second, third, fourth)))
