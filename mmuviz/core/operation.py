"""The operations of a guest program.

Source: vectors/README, "Operations".
"""

from dataclasses import dataclass

from mmuviz.core.access import Access


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
