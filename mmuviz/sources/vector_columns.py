"""What the columns of a recorded file are called: what was asked, and what came out.

Source: vectors/README, hardware-README.
"""

from collections.abc import Collection
from enum import Enum

from mmuviz.core.fixed_path import (
    ACCESS_NAMES,
    CONTROL_NAMES,
    ENTRY_NAMES,
    LEAF_KIND,
    SECOND_NAMES,
    flag_bit,
)
from mmuviz.core.paging import PagingMode

_REMARK = "sample"  # how a row was chosen; nothing depends on it
_VERSIONS = ("before", "after")


class VectorKind(Enum):
    """What a vector file holds. The value is how the report says it."""

    WALK = "walk_addr and gva_to_gpa, before and after"
    HARDWARE = "hardware"
    ACCESS = "one access from a cold shadow, before and after"
    ACCESS_PAIR = "two accesses in a row, before and after"

    @property
    def has_shadow(self) -> bool:
        """Whether a guest ran on shadow tables."""
        return self in (VectorKind.ACCESS, VectorKind.ACCESS_PAIR)


def is_input(mode: PagingMode, kind: VectorKind, name: str) -> bool:
    """Whether the column says what was asked."""
    if name in CONTROL_NAMES or name in ACCESS_NAMES:
        return True
    if kind.has_shadow and name in (*SECOND_NAMES, LEAF_KIND, _REMARK):
        return True
    entry, _, suffix = name.partition("_")
    levels = [ENTRY_NAMES[level.number] for level in mode.levels]
    return entry in levels and flag_bit(suffix) is not None


def input_names(mode: PagingMode, kind: VectorKind, found: Collection[str]) -> tuple[str, ...]:
    """Return the input columns: those found and, but for hardware, those there have to be."""
    present = [name for name in found if is_input(mode, kind, name)]
    if kind is VectorKind.HARDWARE:
        return tuple(present)
    needed = [
        f"{ENTRY_NAMES[level.number]}_{suffix}"
        for level in mode.levels
        for suffix in ("pwua" if level.has_rights else "p")
    ]
    second = SECOND_NAMES if kind is VectorKind.ACCESS_PAIR else ()
    return tuple(dict.fromkeys([*present, *needed, "cr0_wp", "write", "user", *second]))


def output_names(mode: PagingMode, kind: VectorKind) -> tuple[str, ...]:
    """Return the output columns in the order in which a replay gives their values."""
    if kind is VectorKind.HARDWARE:
        return hardware_outputs(mode)
    names: list[str] = []
    for version in _VERSIONS:
        if kind is VectorKind.WALK:
            names += (f"{version}_{name}" for name in _walk_fields(mode, version))
            continue
        for turn in ("_1", "_2") if kind is VectorKind.ACCESS_PAIR else ("",):
            names += (f"{version}{turn}_{name}" for name in _access_fields(mode))
    return tuple(names)


def _walk_fields(mode: PagingMode, version: str) -> list[str]:
    """Return what a walk file says of one version."""
    fields = ["ret", "level", "gfn", "inherited_ar"]
    if version == "after":
        fields.insert(1, "error_code")
    fields += [f"{ENTRY_NAMES[level.number]}_a" for level in mode.levels if level.has_rights]
    return [*fields, "gva_to_gpa_status", "gva_to_gpa"]


def _access_fields(mode: PagingMode) -> list[str]:
    """Return what an access file says of one access under one version."""
    names = [ENTRY_NAMES[level.number] for level in mode.levels if level.has_rights]
    return [
        *("outcome", "error_code", "vmexits", "first_exit_error_code", "pf_fixed"),
        *(f"{name}_a" for name in names),
        *("pde_d", "pte_d", "shadow_leaf_reached", "shadow_leaf", "host_asserts", "audit"),
    ]


def hardware_outputs(mode: PagingMode) -> tuple[str, ...]:
    """Return the output columns that a hardware file can have, in the order of a replay."""
    bits = [
        f"{ENTRY_NAMES[level.number]}_{letter}_after" for level in mode.levels for letter in "ad"
    ]
    return ("fault", "error_code", *bits)
