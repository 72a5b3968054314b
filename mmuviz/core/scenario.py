"""The whole question: processor, memory, RAM, access. An edit makes a new one."""

from dataclasses import dataclass, field, replace

from mmuviz.core.cpu import CpuState
from mmuviz.core.memory import Frame, GuestMemory, RamRanges

DEFAULT_RAM = RamRanges((range(8 << 20),))


@dataclass(frozen=True, slots=True)
class Access:
    """One access to a linear address.

    Attributes:
        gva: guest virtual (linear) address in bytes.
        write: a data write.
        user: made at CPL 3.
        fetch: an instruction fetch; never together with `write`.
    """

    gva: int = 0
    write: bool = False
    user: bool = False
    fetch: bool = False

    def __post_init__(self) -> None:
        """Refuse what no processor does.

        Raises:
            ValueError: the access is a write and a fetch at once.
        """
        if self.write and self.fetch:
            raise ValueError("an access is a write or a fetch, not both")

    @property
    def kind(self) -> str:
        """`read`, `write` or `fetch`."""
        return "write" if self.write else "fetch" if self.fetch else "read"

    @property
    def privilege(self) -> str:
        """`user` or `supervisor`."""
        return "user" if self.user else "supervisor"


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
    """

    cpu: CpuState = field(default_factory=CpuState)
    memory: GuestMemory = field(default_factory=GuestMemory)
    ram: RamRanges = DEFAULT_RAM
    access: Access = field(default_factory=Access)
    title: str = ""
    notes: str = ""
    labels: tuple[Label, ...] = ()

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

    def with_pdptr(self, number: int, value: int) -> "Scenario":
        """Return the scenario with the loaded register PDPTR `number` (0 to 3) changed."""
        pdptrs = self.cpu.pdptrs
        first, second, third, fourth = (
            value if index == number else old for index, old in enumerate(pdptrs)
        )
        return replace(self, cpu=replace(self.cpu, pdptrs=(first, second, third, fourth)))
