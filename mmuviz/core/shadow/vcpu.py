"""The state of one virtual CPU: registers, guest memory, shadow pages, roots.

Source: semantics.md, 4 and 5.
"""

from collections.abc import Callable, Generator
from typing import NamedTuple, TypeVar

from mmuviz.core.access import Access
from mmuviz.core.bits import PAGE_SHIFT
from mmuviz.core.events import Anchor, EntryRead, EntryWritten, Event
from mmuviz.core.memory import GuestMemory, spliced
from mmuviz.core.paging import PagingMode
from mmuviz.core.result import Outcome, WalkResult
from mmuviz.core.scenario import Scenario
from mmuviz.core.shadow.cache import ShadowCache
from mmuviz.core.shadow.disasters import NotKept
from mmuviz.core.shadow.events import AnyEvent, GuestStored
from mmuviz.core.shadow.pages import ShadowPage, role_of

_Result = TypeVar("_Result")
Walker = Callable[[Scenario], Generator[Event, None, _Result]]


class GuestWalk(NamedTuple):
    """What a walk of the guest's tables left for the handler.

    Attributes:
        gva: the address that was walked.
        result: what the walk handed back.
        table_gfns: level number to the frame of the guest's table.
    """

    gva: int
    result: WalkResult
    table_gfns: dict[int, int]


class Vcpu:
    """A virtual CPU whose shadow is cold, and has no roots yet.

    Attributes:
        cpu: the registers.
        memory: guest memory as it stands; it changes as the guest runs.
        ram: what is RAM.
        cache: the shadow pages.
        roots: the roots in use: one in long mode, four otherwise.
        pf_fixed: the statistic.
        last_write: gfn of the last emulated write, and how many came in a row.
    """

    __slots__ = ("_words", "cache", "cpu", "last_write", "memory", "pf_fixed", "ram", "roots")

    def __init__(self, scenario: Scenario) -> None:
        """Start from the registers and the memory of `scenario`."""
        self.cpu = scenario.cpu
        self._words = dict(scenario.memory.words)
        self.memory = GuestMemory(scenario.memory.backing, self._words)
        self.ram = scenario.ram
        self.cache = ShadowCache(scenario.ram)
        self.roots: list[ShadowPage] = []
        self.pf_fixed = 0
        self.last_write = (0, 0)

    def scenario(self, access: Access) -> Scenario:
        """Return the guest as it stands, with `access` to be asked. It follows later changes."""
        return Scenario(self.cpu, self.memory, self.ram, access)

    # Guest memory.

    def read(self, gpa: int) -> int:
        """Return the entry at `gpa`, 0 where it is outside RAM.

        Raises:
            NotKept: the file does not keep it.
        """
        if gpa not in self.ram:
            return 0
        value = self.memory.read(gpa, self.cpu.mode.entry_size)
        if value is None:
            raise NotKept
        return value

    def write(self, gpa: int, value: int) -> None:
        """Store an entry.

        Raises:
            NotKept: the file does not keep what is beside it.
        """
        if self.cpu.mode.entry_size == 4:
            word = self.memory.read(gpa & ~7, 8)
            if word is None:
                raise NotKept
            value = spliced(word, gpa, value)
        self._words[gpa & ~7] = value

    def store(self, anchor: Anchor, gpa: int, value: int) -> GuestStored:
        """Store an entry, and say so.

        Raises:
            NotKept: see `write`.
        """
        old = self.read(gpa)
        self.write(gpa, value)
        return GuestStored(anchor, gpa, old, value)

    # Walks of the guest's tables.

    def walk(
        self, walker: Walker[WalkResult], access: Access
    ) -> Generator[AnyEvent, None, GuestWalk]:
        """Walk the guest's tables for `access`; what the walk writes is written.

        Raises:
            NotKept: an entry on the path is not kept in the file.
        """
        table_gfns: dict[int, int] = {}
        result = yield from self.applied(walker(self.scenario(access)), table_gfns)
        if result.outcome is Outcome.NOT_KEPT:
            raise NotKept
        return GuestWalk(access.gva, result, table_gfns)

    def applied(
        self, events: Generator[Event, None, _Result], table_gfns: dict[int, int]
    ) -> Generator[AnyEvent, None, _Result]:
        """Pass `events` on, do their writes to guest memory, and note the tables they read."""
        while True:
            try:
                event = next(events)
            except StopIteration as end:
                result: _Result = end.value
                return result
            if type(event) is EntryRead:
                table_gfns[event.level.number] = event.table >> PAGE_SHIFT
            elif type(event) is EntryWritten:
                self.write(event.address, event.new)
            yield event

    def entry(self, walk: GuestWalk) -> int:
        """Return the guest's last entry as it stands now.

        Raises:
            NotKept: the file does not keep it.
        """
        ptep = walk.result.ptep
        return (walk.result.entry or 0) if ptep is None else self.read(ptep)

    # Roots.

    def root(self, gva: int) -> ShadowPage:
        """Return the shadow table at which the processor begins for `gva`."""
        return self.roots[0 if len(self.roots) == 1 else gva >> 30 & 3]

    def take_roots(self) -> Generator[AnyEvent, None, None]:
        """Find or make the roots of the guest's CR3; all four of PAE, present or not.

        Raises:
            HostBug: a root is outside RAM.
        """
        cpu, mode = self.cpu, self.cpu.mode
        gfn = cpu.root_table >> PAGE_SHIFT
        if mode is PagingMode.LONG:
            wanted = [(gfn, 4, 0)]
        elif mode is PagingMode.PAE:
            wanted = [(pdptr >> PAGE_SHIFT, 2, 0) for pdptr in cpu.pdptrs]
        else:
            wanted = [(gfn, 2, quadrant << 30) for quadrant in range(4)]
        for root_gfn, level, gva in wanted:
            page = yield from self.cache.get(root_gfn, role_of(mode, level, gva), None)
            page.root_count += 1
            self.roots.append(page)

    def free_roots(self) -> None:
        """Let the roots go; the pages stay in the cache."""
        for page in self.roots:
            page.root_count -= 1
        self.roots = []
