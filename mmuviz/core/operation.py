"""The operations of a guest program.

Source: vectors/README, "Operations".
"""

from dataclasses import dataclass, replace

from mmuviz.core.access import Access
from mmuviz.core.paging import PagingMode


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


def access_of(operation: Operation) -> Access | None:
    """Return the access that an operation is; None for one that loads a register."""
    return operation.access if isinstance(operation, Touch | TableWrite) else None


def fitted(operation: Operation, mode: PagingMode) -> Operation:
    """Return the operation as far as `mode` has room for it: addresses and entries are cut."""
    mask = (1 << mode.address_bits) - 1
    match operation:
        case Touch(access):
            return Touch(replace(access, gva=access.gva & mask))
        case TableWrite(gva, value):
            size = mode.entry_size
            return TableWrite(gva & mask & -size, value & (1 << 8 * size) - 1)
        case _:
            return operation
