"""Translation paths made entry by entry, for the tests of the walks."""

from itertools import product

from mmuviz.core.access import Access
from mmuviz.core.bits import Pte
from mmuviz.core.cpu import CpuState
from mmuviz.core.memory import GuestMemory
from mmuviz.core.paging import PagingMode
from mmuviz.core.scenario import DEFAULT_RAM, Scenario

P, W, U, A, D, PS = Pte.P, Pte.W, Pte.U, Pte.A, Pte.D, Pte.PS
TABLES = {4: 0x1000, 3: 0x2000, 2: 0x3000, 1: 0x4000}
PAGE = 0x99000
OFFSET = 0x238


def address_of(mode, number):
    """Where the entry of level `number` stands."""
    level = mode.level(number)
    return TABLES[number] + level.select(gva_of(mode)) * level.entry_size


def gva_of(mode):
    """An address with another index at each level."""
    return sum(
        (level.number + 1) << level.shift for level in mode.levels[mode is PagingMode.PAE :]
    ) | ((1 << 30 if mode is PagingMode.PAE else 0) | OFFSET)


def path(mode, flags, *, write=False, user=False, fetch=False, **registers):
    """A scenario whose path has `flags` (with frame bits, where given) at each level, root first.

    An entry without frame bits points at the next table, or at PAGE.
    """
    cpu = CpuState(
        cr3=TABLES[mode.levels[0].number],
        pae=mode is not PagingMode.X32,
        lma=mode is PagingMode.LONG,
        **registers,
    )
    access = Access(gva_of(mode), write=write, user=user, fetch=fetch)
    scenario = Scenario(cpu, GuestMemory(), DEFAULT_RAM, access)
    for level, value in zip(mode.levels, flags, strict=True):
        frame = TABLES.get(level.number - 1, PAGE)
        entry = value if value & mode.frame_mask else value | frame
        if level.has_rights:
            scenario = scenario.with_entry(address_of(mode, level.number), entry)
        else:
            scenario = scenario.with_pdptr(level.select(access.gva), entry)
    return scenario


def two_level_space(mode=PagingMode.PAE):
    """All 2048 states of two levels with P, W, U, A, an access, CPL and CR0.WP."""
    for pde, pte in product(range(16), repeat=2):
        flags = [
            sum(bit for place, bit in enumerate((P, W, U, A)) if number >> place & 1)
            for number in (pde, pte)
        ]
        if mode is PagingMode.PAE:
            flags.insert(0, P)
        if mode is PagingMode.LONG:
            flags[:0] = [P | W | U | A] * 2
        for write, user, wp in product((False, True), repeat=3):
            yield path(mode, flags, write=write, user=user, wp=wp)
