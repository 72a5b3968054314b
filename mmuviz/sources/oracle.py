"""Ask the Unicorn engine what becomes of an access to a scenario's own tables."""

import struct
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from mmuviz.core.access import Access
from mmuviz.core.bits import PAGE_MASK, PAGE_SIZE, Pferr, Pte, bit_range
from mmuviz.core.cpu import CpuState
from mmuviz.core.entry import large_frame, pse36_bits
from mmuviz.core.grading import WalkAnswer
from mmuviz.core.memory import WORD
from mmuviz.core.paging import PagingMode
from mmuviz.core.result import Outcome
from mmuviz.core.scenario import Scenario
from mmuviz.core.second_opinion import ENGINE_MAXPHYADDR
from mmuviz.sources.problems import BadInput
from mmuviz.sources.unicorn_cpu import PAGE_FAULT, Processor
from mmuviz.sources.unicorn_pages import SPARE_PAGES

_PHYSICAL = bit_range(ENGINE_MAXPHYADDR - 1, 0)
_WORD_IN_PAGE = PAGE_MASK & ~(WORD - 1)
_LAST_WORD = PAGE_SIZE - WORD  # the engine looks at the page behind an instruction that ends here
_MOVE_TO_AL = b"\xb0"  # mov al,imm8: what a fetch executes
_BLOCK = 1 << 16


@dataclass(frozen=True, slots=True)
class Opinion:
    """What the engine did.

    Attributes:
        answer: the outcome, the physical address, the error code, and the entries it changed.
        touched: the linear address that was accessed: the one asked about, or, where an entry of
            the path stands in that very place, another one of the same page.
    """

    answer: WalkAnswer
    touched: int


class Guest:
    """The engine's guest: what an address leads to, every page of it with a mark of its own."""

    def __init__(
        self, processor: Processor, gva: int, entries: Sequence[int], pages: Iterable[int]
    ) -> None:
        """Choose the bytes that are accessed.

        Args:
            processor: makes the accesses.
            gva: the address that is asked about.
            entries: physical addresses of the entries of the path.
            pages: physical addresses in the pages that it may lead to.
        """
        self._processor = processor
        self._gva = gva
        self._addresses = tuple(entries)
        self._format = "<I" if processor.mode is PagingMode.X32 else "<Q"
        bases = sorted({page & ~PAGE_MASK for page in pages})
        taken = {at & _WORD_IN_PAGE for at in entries if at & ~PAGE_MASK in bases}
        self._places = _beside(gva, taken), _beside(gva & ~1, taken | {_LAST_WORD})
        self._marks = dict(enumerate(bases, 1))

    def lay(self, values: Iterable[int]) -> None:
        """Put `values` where the entries of the path stand."""
        for address, value in zip(self._addresses, values, strict=True):
            page = self._processor.page(address)
            struct.pack_into(self._format, page, address & PAGE_MASK, value)

    def read(self) -> list[int]:
        """Return the entries of the path as they are now."""
        page = self._processor.page
        return [
            struct.unpack_from(self._format, page(address), address & PAGE_MASK)[0]
            for address in self._addresses
        ]

    def ask(self, cpu: CpuState, access: Access) -> Opinion:
        """Make an access and say what became of it.

        Raises:
            BadInput: the engine stopped, and not for a fault of this access.
        """
        touched = self._places[access.fetch]
        self._mark(touched & PAGE_MASK, _MOVE_TO_AL if access.fetch else b"")
        before = self.read()
        done = self._processor.attempt(cpu, touched, access)
        written = {
            address: now
            for address, was, now in zip(self._addresses, before, self.read(), strict=True)
            if now != was
        }
        if done.vector is None:
            page = self._page_written(touched) if access.write else self._marks.get(done.al)
            gpa = None if page is None else page | self._gva & PAGE_MASK
            return Opinion(WalkAnswer(Outcome.MAPPED, gpa, None, written), touched)
        if done.vector == PAGE_FAULT and done.cr2 != touched:
            where = f"{done.cr2:#x}, and not at {touched:#x}"
            raise BadInput(None, f"Unicorn cannot be asked: it faulted at {where}")
        code = done.error_code
        outcome = _outcome(code) if done.vector == PAGE_FAULT else Outcome.NON_CANONICAL
        return Opinion(WalkAnswer(outcome, None, code, written), touched)

    def _mark(self, offset: int, instruction: bytes) -> None:
        """Put a byte into each page that names it, as an operand of an instruction to fetch."""
        for mark, base in self._marks.items():
            end = offset + len(instruction) + 1
            self._processor.page(base)[offset:end] = instruction + bytes((mark,))

    def _page_written(self, touched: int) -> int | None:
        """Return the page in which a write took the mark away; None for none of those there are."""
        for mark, base in self._marks.items():
            if self._processor.page(base)[touched & PAGE_MASK] != mark:
                return base
        return None


def ask(scenario: Scenario) -> Opinion:
    """Ask the engine about a scenario's access.

    Raises:
        BadInput: it is not installed, or cannot be asked this; one sentence says why.
    """
    cpu, access = scenario.cpu, scenario.access
    if not cpu.pg:
        raise BadInput(None, "Unicorn cannot be asked: CR0.PG is clear, and nothing is walked")
    entries, pages = _reached(scenario)
    needed = {address & ~PAGE_MASK for address in (*entries, *pages)}
    processor = Processor(cpu.mode, _spare(needed))
    for base in needed:
        _copy(scenario, base, processor.page(base))
    return Guest(processor, access.gva, entries, pages).ask(cpu, access)


def _reached(scenario: Scenario) -> tuple[list[int], list[int]]:
    """Return where the entries of the path stand, and the pages that it may end at.

    Nothing is judged here: an entry with PS is followed as a table and as a page.

    Raises:
        BadInput: an entry is not kept in the file.
    """
    cpu, gva = scenario.cpu, scenario.access.gva
    mode, table, levels = cpu.mode, cpu.root_table, cpu.mode.levels
    certain = True
    entries, pages = [], []
    if mode is PagingMode.PAE:
        table, levels = cpu.pdptrs[levels[0].select(gva)] & mode.frame_mask, levels[1:]
    for level in levels:
        address = (table & _PHYSICAL) + level.select(gva) * mode.entry_size
        value = scenario.entry(address)
        if value is None and certain:
            where = f"the {level.name} at {address:#x} is not kept in the file"
            raise BadInput(None, f"Unicorn cannot be asked: {where}")
        entries.append(address)
        if not value or not value & Pte.P:
            break
        table = value & mode.frame_mask
        if level.number == 1:
            pages.append(table & _PHYSICAL)
        if level.number in (2, 3) and value & Pte.PS:
            certain = False
            page = large_frame(value, mode, level) | gva & level.offset_mask
            if mode is PagingMode.X32:
                page |= pse36_bits(value, ENGINE_MAXPHYADDR)
            pages.append(page & _PHYSICAL)
    return entries, pages


def _copy(scenario: Scenario, base: int, page: memoryview) -> None:
    """Fill a page with what memory holds there; zeros where it is not kept, or no RAM."""
    for at in range(0, PAGE_SIZE, WORD):
        word = scenario.memory.read(base + at, WORD) if base + at in scenario.ram else 0
        struct.pack_into("<Q", page, at, word or 0)


def _spare(needed: set[int]) -> int:
    """Return where pages are that no entry of the path leads to."""
    size = SPARE_PAGES * PAGE_SIZE
    return next(
        base
        for base in range(_BLOCK, 1 << 32, _BLOCK)
        if not any(base <= page < base + size for page in needed)
    )


def _beside(gva: int, taken: set[int]) -> int:
    """Return `gva`, or an address of its page in whose place no entry of the path stands."""
    others = (gva ^ step for step in range(0, PAGE_SIZE, WORD))
    return next(other for other in others if other & _WORD_IN_PAGE not in taken)


def _outcome(code: int) -> Outcome:
    """Return what a page-fault code says."""
    if code & Pferr.RSVD:
        return Outcome.RESERVED_BIT
    return Outcome.ACCESS_ERROR if code & Pferr.P else Outcome.NOT_PRESENT
