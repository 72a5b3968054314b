"""What an operation changed in guest memory: A and D that were set, entries that were written."""

from collections.abc import Sequence
from dataclasses import dataclass

from mmuviz.core.bits import Pte
from mmuviz.core.events import EntryWritten
from mmuviz.core.shadow.events import GuestStored
from mmuviz.core.shadow.program import Executed

_MARKS = (("A", Pte.A), ("D", Pte.D))


@dataclass(frozen=True, slots=True)
class GuestWrite:
    """A changed entry in guest memory.

    Attributes:
        gpa: its guest-physical address.
        old: the entry before the operation.
        new: the entry after it.
    """

    gpa: int
    old: int
    new: int

    @property
    def text(self) -> str:
        """`A set at 0x4008`, `A and D cleared at 0x4008`, `0x4008 = 0x501003`."""
        changed = self.old ^ self.new
        if changed & ~(Pte.A | Pte.D) or self.new & changed not in (0, changed):
            return f"{self.gpa:#x} = {self.new:#x}"
        letters = " and ".join(letter for letter, bit in _MARKS if changed & bit)
        return f"{letters} {'set' if self.new & changed else 'cleared'} at {self.gpa:#x}"


def guest_writes(executed: Executed) -> tuple[GuestWrite, ...]:
    """Return what an operation changed in the end, in the order of the first write of each."""
    found: dict[int, GuestWrite] = {}
    for event in executed.events:
        if isinstance(event, EntryWritten | GuestStored):
            gpa = event.address if isinstance(event, EntryWritten) else event.gpa
            first = found.get(gpa)
            found[gpa] = GuestWrite(gpa, event.old if first is None else first.old, event.new)
    return tuple(write for write in found.values() if write.old != write.new)


def writes_text(writes: Sequence[GuestWrite]) -> str:
    """`A set at 0x1080, 0x4008 = 0x501003`; empty without any."""
    return ", ".join(write.text for write in writes)
