"""Rows of recorded files in words: what was asked, and what a column holds.

The columns are those of docs/vector-format.md.
"""

from collections.abc import Mapping
from typing import Final

from mmuviz.core.fixed_path import ENTRY_NAMES, LEAF_KIND
from mmuviz.core.paging import PagingMode

_LEAVES: Final = ("RAM", "MMIO", "the page directory", "its page table")
_REGISTERS: Final = {
    "cr0_wp": "CR0.WP",
    "cr4_pse": "CR4.PSE",
    "smep": "CR4.SMEP",
    "smap": "CR4.SMAP",
    "nxe": "EFER.NXE",
    "ac": "EFLAGS.AC",
}


def asked_words(mode: PagingMode, flags: Mapping[str, int]) -> str:
    """Say what a row asked: `user write, PDPTE P, PDE P W U A PS, PTE P W U A, CR0.WP 1`."""
    parts = [_access(*(flags.get(name, 0) for name in ("user", "write", "fetch")))]
    for level in mode.levels:
        name = ENTRY_NAMES[level.number]
        letters = [
            column.partition("_")[2].upper()
            for column, value in flags.items()
            if value and column.startswith(f"{name}_")
        ]
        parts.append(f"{name.upper()} {' '.join(letters) or '0'}")
    parts += [f"{text} {flags[name]}" for name, text in _REGISTERS.items() if name in flags]
    if LEAF_KIND in flags:
        parts.append(f"the leaf maps {_LEAVES[flags[LEAF_KIND]]}")
    if "write2" in flags:
        parts.append(f"then {_access(flags['user2'], flags['write2'], 0)}")
    return ", ".join(parts)


def value_words(column: str, value: object) -> str:
    """Say what a column holds: addresses in hexadecimal, nothing as a word."""
    is_address = "gfn" in column or column.endswith("gpa") or column.startswith("0x")
    if is_address and isinstance(value, int):
        return f"{value:#x}"
    return "nothing" if value is None else str(value)


def differing_words(column: str, was: object, got: object) -> str:
    """Say what differs: `after_error_code recorded 4, got 255`."""
    return f"{column} recorded {value_words(column, was)}, got {value_words(column, got)}"


def _access(user: int, write: int, fetch: int) -> str:
    kind = "write" if write else "fetch" if fetch else "read"
    return f"{'user' if user else 'supervisor'} {kind}"
