"""A row of a table, as text."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TextRow:
    """A row of a table.

    Attributes:
        cells: a text a column.
        tip: what stands beside the pointer.
    """

    cells: tuple[str, ...]
    tip: str
