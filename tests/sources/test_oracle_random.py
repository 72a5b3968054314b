"""Tables by chance, aliased, self-mapped, with reserved bits: engine and hardware agree."""

import random
from collections import Counter

import pytest

from mmuviz.core.access import Access
from mmuviz.core.bits import Pte
from mmuviz.core.cpu import CpuState
from mmuviz.core.memory import RamRanges
from mmuviz.core.paging import PagingMode
from mmuviz.core.result import Outcome
from mmuviz.core.scenario import Scenario
from mmuviz.core.second_opinion import Limit, Verdict, points
from mmuviz.core.trace import Semantics, record
from mmuviz.sources.oracle import ask

SCENARIOS = 200
TABLES = (0x1000, 0x2000, 0x3000, 0x4000)
TARGETS = (*TABLES, *TABLES, 0x200000, 0x40000000, 0x80000000)
LIKELY = ((Pte.P, 0.95), (Pte.W, 0.7), (Pte.U, 0.7), (Pte.A, 0.5), (Pte.D, 0.5), (Pte.G, 0.2))


class Chance(random.Random):
    """Makes scenarios."""

    def flag(self, likelihood=0.5):
        return self.random() < likelihood

    def entry(self, mode, level):
        """An entry that mostly leads on, at times with a reserved bit."""
        value = self.choice(TARGETS)
        value |= sum(bit for bit, likelihood in LIKELY if self.flag(likelihood))
        value |= Pte.PS * self.flag(0.25 if level.number > 1 else 0.1)
        value |= (1 << self.randrange(13, 22)) * self.flag(0.1)
        if mode is not PagingMode.X32:
            value |= Pte.NX * self.flag(0.15)
            value |= (1 << self.randrange(36, 63)) * self.flag(0.1)
        return value

    def access(self, mode):
        """An access; often one whose indices are all the same, as a self-map has them."""
        same = self.choice((None, self.randrange(512)))
        gva = self.randrange(0x1000) if same is None else same * 8 + self.randrange(8)
        for level in mode.levels:
            wide = same is None or level.index_bits != 9
            gva |= (self.randrange(level.entries) if wide else same) << level.shift
        if mode is PagingMode.LONG and gva >> 47:
            gva |= 0xFFFF << 48
        kind = self.choice(("read", "write", "fetch"))
        return Access(gva, write=kind == "write", fetch=kind == "fetch", user=self.flag())

    def scenario(self, mode):
        """A path through few tables, some of them twice."""
        cpu = CpuState(
            cr3=self.choice(TABLES),
            wp=self.flag(),
            pse=self.flag(),
            smep=self.flag(),
            smap=self.flag(),
            nxe=self.flag(),
            ac=self.flag(),
            pae=mode is not PagingMode.X32,
            lma=mode is PagingMode.LONG,
            maxphyaddr=self.choice((36, 40, 40, 52)),
        )
        ram = RamRanges((range(0x7000), range(0x200000, 0x400000)))
        scenario = Scenario(cpu, ram=ram, access=self.access(mode))
        table, levels, gva = cpu.cr3, mode.levels, scenario.access.gva
        if mode is PagingMode.PAE:
            register = self.choice(TABLES) | Pte.P | self.choice((0, 0, Pte.A, 1 << 45))
            scenario = scenario.with_pdptr(levels[0].select(gva), register)
            table, levels = register & 0xFFFFF000, levels[1:]
        for level in levels:
            address = table + level.select(gva) * mode.entry_size
            if address in ram:
                if not scenario.entry(address):
                    scenario = scenario.with_entry(address, self.entry(mode, level))
                table = scenario.entry(address) & mode.frame_mask
        return scenario


@pytest.mark.parametrize("mode", PagingMode)
def test_tables_by_chance_agree(mode):
    """Whatever differs is a known limit of the engine."""
    chance = Chance(2007)
    outcomes: Counter[Outcome] = Counter()
    limits = set()
    for _ in range(SCENARIOS):
        scenario = chance.scenario(mode)
        opinion = ask(scenario)
        found = points(record(Semantics.HARDWARE, scenario), opinion.answer)
        assert Verdict.DIFFERS not in {point.verdict for point in found}, scenario
        outcomes[opinion.answer.outcome] += 1
        limits |= {point.limit for point in found}

    assert {*outcomes} == {
        *(Outcome.MAPPED, Outcome.NOT_PRESENT, Outcome.ACCESS_ERROR, Outcome.RESERVED_BIT)
    }
    if mode is not PagingMode.X32:
        assert Limit.WIDTH in limits
