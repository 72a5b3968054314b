"""A scenario for each row of a file that was recorded over the fixed path."""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import numpy.typing as npt

from mmuviz.core.access import Access
from mmuviz.core.bits import Pte
from mmuviz.core.cpu import CpuState
from mmuviz.core.fixed_path import (
    ACCESS_NAMES,
    CONTROL_NAMES,
    ENTRY_NAMES,
    LEAF_KIND,
    SECOND_NAMES,
    FixedPath,
    Row,
    flag_bit,
)
from mmuviz.core.memory import GuestMemory
from mmuviz.core.paging import Level, PagingMode
from mmuviz.core.scenario import DEFAULT_RAM, Scenario

Column = npt.NDArray[np.uint64]


def entry_values(path: FixedPath, inputs: Mapping[str, Column], rows: int) -> list[Column]:
    """Return the raw entries of each level, root first: flags, and the address they point at."""
    kinds = inputs.get(LEAF_KIND, np.zeros(rows, np.uint64))
    found = []
    for level in path.mode.levels:
        name = ENTRY_NAMES[level.number]
        values = np.zeros(rows, np.uint64)
        for column, flags in inputs.items():
            entry, _, suffix = column.partition("_")
            if entry == name:
                values |= flags * np.uint64(flag_bit(suffix) or 0)
        large = _is_large(path.mode, level, values, inputs.get("cr4_pse"))
        chosen = np.array(path.targets(level), np.uint64)[large.astype(np.intp), kinds]
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
            flags = tuple(_flags(control, CONTROL_NAMES))
            cpu = cpus[control, register] = path.cpu(flags, register)
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
