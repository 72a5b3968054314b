"""Moves that all three semantics share: reading entries, setting bits, testing terms.

Checks are made once and reused: they are immutable, few, and made at every step of every walk.
"""

from functools import cache

from mmuviz.core.bits import PAGE_MASK, PAGE_SHIFT, Pte
from mmuviz.core.entry import large_frame, pse36_bits
from mmuviz.core.events import Anchor, Check, EntryRead, EntryWritten, Jumped, Source
from mmuviz.core.paging import Level, PagingMode
from mmuviz.core.result import Outcome, WalkResult
from mmuviz.core.scenario import Scenario

Terms = tuple[bool | None, ...]

WRITE_TERMS: dict[tuple[bool, bool, bool, bool], Terms] = {
    (write, writable, user, wp): (
        (False, None, None, None)
        if not write
        else (True, False, None, None)
        if writable
        else (True, True, True, None)
        if user
        else (True, True, False, wp)
    )
    for write in (False, True)
    for writable in (False, True)
    for user in (False, True)
    for wp in (False, True)
}
"""Terms of check b, `write && !writable && (user || WP)`, evaluated left to right."""


@cache
def check(anchor: Anchor, level: Level | None, terms: Terms, holds: bool) -> Check:  # noqa: FBT001  # positional: the key of a cache asked at every step
    """Return the one `Check` of these values."""
    return Check(anchor, level, terms, holds)


@cache
def write_check(level: Level | None, write: bool, writable: bool, user: bool, wp: bool) -> Check:  # noqa: FBT001  # the condition's own terms, in its order
    """Test b: a write, W clear, and (a user access or CR0.WP)."""
    holds = write and not writable and (user or wp)
    return check(Anchor.WRITE, level, WRITE_TERMS[write, writable, user, wp], holds)


@cache
def user_check(level: Level | None, user: bool, allowed: bool) -> Check:  # noqa: FBT001  # the condition's own terms, in its order
    """Test c: a user access, U clear."""
    if not user:
        return check(Anchor.USER, level, (False, None), False)
    return check(Anchor.USER, level, (True, not allowed), not allowed)


class Tables:
    """Guest memory as one walk sees it: what it wrote itself included.

    Attributes:
        scenario: the scenario that is walked.
        written: gpa of an entry to the value that this walk stored there.
    """

    __slots__ = ("_memory", "_ram", "_size", "scenario", "written")

    def __init__(self, scenario: Scenario) -> None:
        """Start with nothing written."""
        self.scenario = scenario
        self.written: dict[int, int] = {}
        self._memory = scenario.memory
        self._ram = scenario.ram
        self._size = scenario.cpu.mode.entry_size

    def read(self, level: Level, table: int, gva: int) -> EntryRead:
        """Read the entry of `table` that `gva` selects at `level`.

        A table outside RAM reads as zeros (semantics.md, 1).
        """
        index = level.select(gva)
        address = table + index * self._size
        value = self.written.get(address)
        if value is None:
            if address not in self._ram:
                return EntryRead(Anchor.READ, level, index, table, address, 0, Source.OUTSIDE)
            value = self._memory.read(address, self._size)
            if value is None:
                return EntryRead(Anchor.READ, level, index, table, address, None, Source.NOT_KEPT)
        return EntryRead(Anchor.READ, level, index, table, address, value, Source.RAM)

    def set_bits(self, read: EntryRead, bits: int) -> EntryWritten:
        """Set `bits` in the entry that `read` found, as it stands now, in guest memory."""
        address = read.address
        assert address is not None, "a register has no A and no D"
        assert read.value is not None, "an entry that is not kept ends the walk"
        old = self.written.get(address, read.value)
        self.written[address] = old | bits
        return EntryWritten(Anchor.ACCESSED, read.level, read.index, address, old, old | bits)


def read_pdptr(scenario: Scenario) -> EntryRead:
    """Read the loaded PDPTR that the address selects: a register, not memory."""
    cpu = scenario.cpu
    level = cpu.mode.levels[0]
    index = level.select(scenario.access.gva)
    return EntryRead(
        Anchor.READ_PDPTR, level, index, cpu.root_table, None, cpu.pdptrs[index], Source.REGISTER
    )


def paging_off(scenario: Scenario) -> tuple[Jumped, WalkResult]:
    """CR0.PG clear: no walk, the address is the guest-physical one."""
    gpa = scenario.access.gva
    return (
        Jumped(Anchor.PAGING_OFF, None, None),
        WalkResult(Outcome.PAGING_OFF, gfn=gpa >> PAGE_SHIFT, gpa=gpa),
    )


def not_kept(read: EntryRead) -> WalkResult:
    """The entry is not in the file: nobody can say how the walk goes on."""
    return WalkResult(Outcome.NOT_KEPT, read.level, read.address)


@cache
def leaf_check(mode: PagingMode, level: Level, ps: bool, pse: bool) -> Check:  # noqa: FBT001  # positional: the key of a cache asked at every level
    """Test e (level 1) and f (a large entry): does the walk end here?

    Terms: level == 1; PS, at a level where it counts; and CR4.PSE in 32-bit mode.
    """
    if level.number == 1:
        return Check(Anchor.LEAF, level, (True, None), True)
    terms: Terms = (False, ps)
    if mode is PagingMode.X32:
        terms = (False, ps, pse if ps else None)
    large = ps and (pse or mode is not PagingMode.X32)
    return Check(Anchor.LARGE if large else Anchor.LEAF, level, terms, large)


def mapped(scenario: Scenario, read: EntryRead, entry: int, inherited_ar: int) -> WalkResult:
    """Give the frame of a leaf as walk_addr of before and after does (semantics.md, 2, e and f)."""
    mode, gva, level = scenario.cpu.mode, scenario.access.gva, read.level
    if level.number == 1:
        base = entry & mode.frame_mask
        gfn = base >> PAGE_SHIFT
        gpa = base | gva & PAGE_MASK
    else:
        offset = gva & level.offset_mask
        base = large_frame(entry, mode, level)
        gfn = (base | offset) >> PAGE_SHIFT
        gpa = base | offset
        if mode is PagingMode.X32:
            gpa |= pse36_bits(entry)
    return WalkResult(
        Outcome.MAPPED, level, read.address, entry, gfn, gpa, inherited_ar & (Pte.W | Pte.U)
    )
