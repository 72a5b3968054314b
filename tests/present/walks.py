"""Small guests in which every state of the flags can be walked, for the tests of the pictures."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import product

from mmuviz.core.access import Access
from mmuviz.core.bits import Pte
from mmuviz.core.cpu import CpuState
from mmuviz.core.memory import GuestMemory, RamRanges
from mmuviz.core.paging import PagingMode
from mmuviz.core.scenario import Scenario
from mmuviz.core.trace import Semantics, Trace, record

ROOT = 0x1000
RESERVED = {PagingMode.X32: 1 << 21, PagingMode.PAE: 1 << 45, PagingMode.LONG: 1 << 45}
_CPU = {
    PagingMode.X32: CpuState(cr3=ROOT),
    PagingMode.PAE: CpuState(cr3=ROOT, pae=True, nxe=True),
    PagingMode.LONG: CpuState(cr3=ROOT, pae=True, lma=True, nxe=True),
}


class Nothing:
    """A backing that keeps no byte."""

    def word(self, gpa: int) -> int | None:  # noqa: ARG002  # the protocol's signature
        """Return None."""
        return None

    def extents(self) -> tuple[tuple[int, int], ...]:
        """Return nothing."""
        return ()


def guest(
    mode: PagingMode,
    flags: tuple[int, ...],
    access: Access | None = None,
    cpu: CpuState | None = None,
) -> Scenario:
    """Return a guest whose tables lead to address 0 with `flags`, root first."""
    cpu = cpu or _CPU[mode]
    access = access or Access()
    words: dict[int, int] = {}
    table = ROOT
    flags_left = flags
    if mode is PagingMode.PAE:
        table += 0x1000
        cpu = replace(cpu, pdptrs=(table | flags[0], 0, 0, 0))
        flags_left = flags[1:]
    for flag in flags_left:
        words[table] = (table + 0x1000) & ~0x1FFFFF | flag if flag & Pte.PS else 0
        words[table] = words[table] or (table + 0x1000 | flag)
        table += 0x1000
    return Scenario(cpu, GuestMemory(words=words), RamRanges((range(1 << 22),)), access)


def accesses() -> tuple[Access, ...]:
    """Return every kind of access."""
    kinds = ({}, {"write": True}, {"fetch": True})
    return tuple(Access(user=user, **kind) for user in (False, True) for kind in kinds)


def flag_sets(*bits: int) -> list[int]:
    """Return every combination of `bits`."""
    return [sum(chosen) for chosen in product(*((0, bit) for bit in bits))]


def small_space(mode: PagingMode) -> Iterator[Scenario]:
    """Yield every state of a two-level guest: flags of both levels, PSE, WP, access."""
    upper = flag_sets(Pte.P, Pte.W, Pte.U, Pte.A, Pte.PS)
    upper += [Pte.P | Pte.PS | RESERVED[mode], Pte.P | RESERVED[mode]]
    lower = [*flag_sets(Pte.P, Pte.W, Pte.U, Pte.A), Pte.P | RESERVED[mode]]
    tops = [(0,), (Pte.P,)] if mode is PagingMode.PAE else [()]
    for wp, pse, access in product((False, True), (False, True), accesses()):
        cpu = replace(_CPU[mode], wp=wp, pse=pse)
        for top, pde, pte in product(tops, upper, lower):
            yield guest(mode, (*top, pde, pte), access, cpu)
        if mode is PagingMode.PAE and pse:
            return  # PSE means nothing there: half of the space is enough


def long_space() -> Iterator[Scenario]:
    """Yield a reduced space of four-level guests: one entry off the beaten track at a time."""
    common = Pte.P | Pte.W | Pte.U
    odd = [
        0,
        Pte.P,
        common,
        Pte.P | Pte.W,
        Pte.P | Pte.U | Pte.A,
        Pte.P | RESERVED[PagingMode.LONG],
    ]
    odd += [common | Pte.A, common | Pte.PS, common | Pte.PS | Pte.A]
    for access in accesses():
        for usual in (common, common | Pte.A):
            for level, flag in product(range(4), odd):
                flags = [usual] * 4
                flags[level] = flag
                if level < 3 or not flag & Pte.PS:
                    yield guest(PagingMode.LONG, tuple(flags), access)
            for flags in product((common, common | Pte.A), repeat=4):
                yield guest(PagingMode.LONG, flags, access)


def odd_ends(mode: PagingMode) -> Iterator[Scenario]:
    """Yield what is no ordinary walk: paging off, tables the file does not keep, outside RAM."""
    usual = guest(mode, (Pte.P | Pte.W | Pte.U,) * len(mode.levels))
    yield replace(usual, cpu=replace(usual.cpu, pg=False))
    yield replace(usual, ram=RamRanges((range(0x800),)))
    words = usual.memory.words
    for kept in range(len(words)):
        memory = GuestMemory(Nothing(), dict(list(words.items())[:kept]))
        yield replace(usual, memory=memory)
    if mode is PagingMode.LONG:
        yield replace(usual, access=Access(1 << 47))


def space(mode: PagingMode) -> Iterator[Scenario]:
    """Yield every state that the tests of `mode` walk."""
    yield from long_space() if mode is PagingMode.LONG else small_space(mode)
    yield from odd_ends(mode)


def distinct_traces(mode: PagingMode, semantics: Semantics) -> list[Trace]:
    """Return one recorded walk for every different sequence of events in the space."""
    found: dict[tuple[object, ...], Trace] = {}
    for scenario in space(mode):
        trace = record(semantics, scenario)
        found.setdefault(tuple(str(event) for event in trace.events), trace)
    return list(found.values())
