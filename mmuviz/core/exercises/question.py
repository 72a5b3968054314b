"""A question as it is printed: an access, and the tables that it walks."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from mmuviz.core.cpu import CpuState
from mmuviz.core.exercises.answer import Answer, Idea, failing_ideas, right_answer
from mmuviz.core.exercises.difficulty import Part
from mmuviz.core.memory import GuestMemory, RamRanges
from mmuviz.core.paging import Level
from mmuviz.core.scenario import Scenario
from mmuviz.core.trace import Semantics

RAM = RamRanges((range(256 << 20),))


@dataclass(frozen=True, slots=True)
class PrintedTable:
    """A table as a question prints it; what it does not print is 0.

    Attributes:
        level: its level.
        address: its guest-physical address; None for the registers of PAE mode.
        entries: index and value of each printed entry, ascending.
    """

    level: Level
    address: int | None
    entries: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Question:
    """One question.

    Attributes:
        number: from 1.
        semantics: whose walk is asked about.
        parts: what is asked.
        scenario: processor, memory and access.
        tables: what is printed, root first.
    """

    number: int
    semantics: Semantics
    parts: tuple[Part, ...]
    scenario: Scenario
    tables: tuple[PrintedTable, ...]

    @property
    def answer(self) -> Answer:
        """What is right."""
        return right_answer(self.semantics, self.scenario)

    @property
    def ideas(self) -> tuple[Idea, ...]:
        """The wrong ideas that fail on what is asked: the question needs the rules they ignore."""
        found = []
        for idea in failing_ideas(self.semantics, self.scenario):
            wrong = {part: value for part, value in idea.wrong.items() if part in self.parts}
            if wrong:
                found.append(Idea(idea.model, wrong))
        return tuple(found)


def scenario_of(cpu: CpuState, tables: Iterable[PrintedTable]) -> Scenario:
    """Return a scenario that holds the tables; PAE mode has the first one in registers too."""
    memory, size, pdptrs = GuestMemory(), cpu.mode.entry_size, list(cpu.pdptrs)
    for table in tables:
        base = cpu.root_table if table.address is None else table.address
        for index, value in table.entries:
            memory = memory.write(base + index * size, size, value)
            if table.address is None:
                pdptrs[index] = value
    first, second, third, fourth = pdptrs
    return Scenario(replace(cpu, pdptrs=(first, second, third, fourth)), memory, RAM)
