"""Name the bits of paging-structure entries, error codes and registers.

Plain integers, not `IntFlag`: a walk tests them thousands of times a second.
Source: Intel SDM vol. 3A, 4.3 to 4.7; semantics.md, 1 and 4.
"""

from typing import Final

PAGE_SHIFT: Final = 12
PAGE_SIZE: Final = 1 << PAGE_SHIFT
PAGE_MASK: Final = PAGE_SIZE - 1


class Pte:
    """Flag bits of an entry, the same at every level that has them."""

    P: Final = 1 << 0
    W: Final = 1 << 1
    U: Final = 1 << 2
    PWT: Final = 1 << 3
    PCD: Final = 1 << 4
    A: Final = 1 << 5
    D: Final = 1 << 6
    PS: Final = 1 << 7
    G: Final = 1 << 8
    NX: Final = 1 << 63


class Pferr:
    """Bits of a page-fault error code."""

    P: Final = 0x1
    W: Final = 0x2
    U: Final = 0x4
    RSVD: Final = 0x8
    I: Final = 0x10  # noqa: E741  # the field's own letter for "instruction fetch"


PFERR_LETTERS: Final = (
    (Pferr.P, "P"),
    (Pferr.W, "W"),
    (Pferr.U, "U"),
    (Pferr.RSVD, "RSVD"),
    (Pferr.I, "I"),
)


def bit_range(high: int, low: int) -> int:
    """Return the mask of the bits `high` down to `low`, 0 where there are none."""
    return ((1 << (high + 1)) - (1 << low)) if high >= low else 0


def pferr_text(code: int) -> str:
    """Spell an error code as its letters: 7 is `P | W | U`, 0 is `0`."""
    return " | ".join(letter for bit, letter in PFERR_LETTERS if code & bit) or "0"
