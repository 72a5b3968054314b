"""The one translation path that recorded vectors walk, and a scenario for each of their rows.

Source: vectors/README, "Fixed path". The hardware files leave the addresses open: the same will do.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from mmuviz.core.access import Access
from mmuviz.core.bits import Pte
from mmuviz.core.cpu import CpuState
from mmuviz.core.memory import WORD, GuestMemory
from mmuviz.core.paging import Level, PagingMode
from mmuviz.core.scenario import DEFAULT_RAM, Scenario

Column = npt.NDArray[np.uint64]

ENTRY_NAMES: Final = {4: "pml4e", 3: "pdpte", 2: "pde", 1: "pte"}
"""What the columns call an entry of a level."""

CONTROL_NAMES: Final = ("cr0_wp", "cr4_pse", "smep", "smap", "nxe", "ac")
ACCESS_NAMES: Final = ("write", "user", "fetch")
SECOND_NAMES: Final = ("write2", "user2")
LEAF_KIND: Final = "leaf_kind"

_LETTERS: Final = {
    "p": Pte.P,
    "w": Pte.W,
    "u": Pte.U,
    "a": Pte.A,
    "d": Pte.D,
    "ps": Pte.PS,
    "nx": Pte.NX,
}
_NUMBERED = re.compile(r"b([0-9]|[1-5][0-9]|6[0-3])")
_LEAF_FRAMES = (0x407000, 0xE0007000, 0x7000, 0x5000)
"""What the last entry maps by leaf_kind: RAM, MMIO, the directory, the page table itself."""
_LARGE_FRAMES = {2: (0x400000, 0xE0000000, 0, 0), 3: (0x40000000,) * 4}
_MAXPHYADDR = 40  # both recorded processors have fewer than 51 bits: bit 51 is reserved


@dataclass(frozen=True, slots=True)
class FixedPath:
    """Where the entries of the one path stand.

    Attributes:
        mode: the paging mode.
        gva: the address that is asked for, in bytes.
        tables: guest-physical address of the table of each level, root first.
    """

    mode: PagingMode
    gva: int
    tables: tuple[int, ...]

    @property
    def addresses(self) -> tuple[int, ...]:
        """Guest-physical address of the entry of each level, root first."""
        return tuple(
            table + level.select(self.gva) * self.mode.entry_size
            for level, table in zip(self.mode.levels, self.tables, strict=True)
        )

    def words(self, values: Sequence[int]) -> dict[int, int]:
        """Return guest memory that holds the entry `values`, root first, and zeros."""
        return {
            address & ~(WORD - 1): value << (address & 4) * 8
            for address, value in zip(self.addresses, values, strict=True)
        }


FIXED_PATHS: Final = {
    PagingMode.X32: FixedPath(PagingMode.X32, 3 << 22 | 7 << 12 | 0x238, (0x7000, 0x5000)),
    PagingMode.PAE: FixedPath(
        PagingMode.PAE, 1 << 30 | 3 << 21 | 7 << 12 | 0x238, (0x3000, 0x7000, 0x5000)
    ),
    PagingMode.LONG: FixedPath(
        PagingMode.LONG,
        2 << 39 | 1 << 30 | 3 << 21 | 7 << 12 | 0x238,
        (0x3000, 0x4000, 0x7000, 0x5000),
    ),
}


def flag_bit(suffix: str) -> int | None:
    """Return the entry bit that a column's suffix names (`w`, `nx`, `b51`); None for none."""
    if numbered := _NUMBERED.fullmatch(suffix):
        return 1 << int(numbered[1])
    return _LETTERS.get(suffix)


def entry_values(path: FixedPath, inputs: Mapping[str, Column], rows: int) -> list[Column]:
    """Return the raw entries of each level, root first: flags, and the address that belongs there.

    A large entry holds the base of a large frame, any other the next table, or the page.
    """
    kinds = inputs.get(LEAF_KIND, np.zeros(rows, np.uint64))
    found = []
    for level, following in zip(path.mode.levels, (*path.tables[1:], None), strict=True):
        name = ENTRY_NAMES[level.number]
        values = np.zeros(rows, np.uint64)
        for column, flags in inputs.items():
            entry, _, suffix = column.partition("_")
            if entry == name:
                values |= flags * np.uint64(flag_bit(suffix) or 0)
        large = _is_large(path.mode, level, values, inputs.get("cr4_pse"))
        frames = _LARGE_FRAMES.get(level.number, (0,) * 4)
        targets = _LEAF_FRAMES if following is None else (following,) * 4
        chosen = np.array((targets, frames), np.uint64)[large.astype(np.intp), kinds]
        found.append(values | chosen)
    return found


def _is_large(
    mode: PagingMode, level: Level, values: Column, pse: Column | None
) -> npt.NDArray[np.bool_]:
    size: npt.NDArray[np.bool_] = (values & np.uint64(Pte.PS)).astype(np.bool_)
    if level.number == 2:
        if mode is not PagingMode.X32:
            return size
        return size & pse.astype(np.bool_) if pse is not None else np.zeros_like(size)
    return size if level.number == 3 and mode is PagingMode.LONG else np.zeros_like(size)


class Row(NamedTuple):
    """What a row asks.

    Attributes:
        scenario: the guest and its access.
        entries: the raw entries of its path, root first.
        second: the access after it, in a file of pairs.
    """

    scenario: Scenario
    entries: tuple[int, ...]
    second: Access | None


def asked_rows(path: FixedPath, inputs: Mapping[str, Column], rows: int) -> Iterator[Row]:
    """Yield what each row asks.

    Rows share processors, accesses and memories: there are few distinct ones, and making them
    would otherwise cost as much as the walk.
    """
    values = [column.tolist() for column in entry_values(path, inputs, rows)]
    controls = _packed(CONTROL_NAMES, inputs, rows)
    asks = _packed(ACCESS_NAMES, inputs, rows)
    seconds = _packed(SECOND_NAMES, inputs, rows)
    is_pair = SECOND_NAMES[0] in inputs
    has_registers = path.mode is PagingMode.PAE
    cpus: dict[tuple[int, int], CpuState] = {}
    accesses: dict[int, Access] = {}
    memories: dict[tuple[int, ...], GuestMemory] = {}
    entries_of = zip(*values, strict=True)
    for control, ask, after, entries in zip(controls, asks, seconds, entries_of, strict=True):
        register = entries[0] if has_registers else 0
        cpu = cpus.get((control, register))
        if cpu is None:
            cpu = cpus[control, register] = _cpu(path, control, register)
        for number in (ask, after):
            if number not in accesses:
                write, user, fetch = _flags(number, ACCESS_NAMES)
                accesses[number] = Access(path.gva, write=write, user=user, fetch=fetch)
        memory = memories.get(entries)
        if memory is None:
            memory = memories[entries] = GuestMemory(words=path.words(entries))
        scenario = Scenario(cpu, memory, DEFAULT_RAM, accesses[ask])
        yield Row(scenario, entries, accesses[after] if is_pair else None)


def _packed(names: Sequence[str], inputs: Mapping[str, Column], rows: int) -> list[int]:
    """Return the columns `names` as one integer a row, the first name the lowest bit."""
    packed = np.zeros(rows, np.uint64)
    for position, name in enumerate(names):
        if name in inputs:
            packed |= inputs[name] << np.uint64(position)
    numbers: list[int] = packed.tolist()
    return numbers


def _flags(packed: int, names: Sequence[str]) -> Iterator[bool]:
    return (bool(packed >> position & 1) for position in range(len(names)))


def _cpu(path: FixedPath, control: int, register: int) -> CpuState:
    wp, pse, smep, smap, nxe, ac = _flags(control, CONTROL_NAMES)
    pdptrs = [0, 0, 0, 0]
    pdptrs[path.mode.levels[0].select(path.gva) & 3] = register
    first, second, third, fourth = pdptrs
    return CpuState(
        cr3=path.tables[0],
        wp=wp,
        pse=pse,
        smep=smep,
        smap=smap,
        nxe=nxe,
        ac=ac,
        pae=path.mode is not PagingMode.X32,
        lma=path.mode is PagingMode.LONG,
        maxphyaddr=_MAXPHYADDR,
        pdptrs=(first, second, third, fourth),
    )
