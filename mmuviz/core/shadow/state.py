"""The shadow as it stands after some events, made of the events alone.

Who has a run's events can show any moment of it without running it again.
Source: semantics.md, 4.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from mmuviz.core.bits import PAGE_SHIFT, Pte
from mmuviz.core.events import Anchor, EntryWritten
from mmuviz.core.memory import GuestMemory
from mmuviz.core.scenario import Scenario
from mmuviz.core.shadow.events import (
    Answer,
    Answered,
    AnyEvent,
    GuestStored,
    Looked,
    PageFreed,
    PageTaken,
    SlotSet,
)
from mmuviz.core.shadow.pages import FRAME_MASK, Role, Spte, linked

_LONG_LEVELS = 4
_ENTERS = (Anchor.SET_ENTRY, Anchor.FIX_WRITE)
_LEAVES = (Anchor.WRITE_PROTECT, Anchor.ZAP, Anchor.PRE_WRITE)


@dataclass(frozen=True, slots=True)
class PageState:
    """A page frame of the shadow MMU.

    Attributes:
        number: which frame it is, counted from 0.
        gfn: the guest frame it shadows, or shadowed last.
        role: as what.
        cached: it is in the cache; else it is free.
        slots: entry number to value, where it is not 0.
    """

    number: int
    gfn: int
    role: Role
    cached: bool
    slots: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class ShadowState:
    """All that stands in the shadow, and in guest memory.

    Attributes:
        pages: page frames by number, the one that was made last at the end.
        roots: the numbers of the pages the processor begins at: one in long mode, else four.
        rmap: host frame to the number of entries that its reverse map has.
        last_write: gfn of the last emulated write, and how many came in a row.
        memory: guest memory.
    """

    pages: Mapping[int, PageState]
    roots: tuple[int, ...]
    rmap: Mapping[int, int]
    last_write: tuple[int, int]
    memory: GuestMemory

    @property
    def cached(self) -> tuple[PageState, ...]:
        """The pages in the cache, oldest first."""
        return tuple(page for page in self.pages.values() if page.cached)

    def slot(self, page: int, index: int) -> int:
        """Return a shadow entry; 0 in a page that nobody has taken."""
        known = self.pages.get(page)
        return known.slots.get(index, 0) if known else 0

    def shadowing(self, gfn: int) -> PageState | None:
        """Return the newest page that shadows `gfn` as a table; None where it is none."""
        for page in reversed(self.cached):
            if page.gfn == gfn and not page.role.metaphysical:
                return page
        return None

    def links_to(self, number: int) -> tuple[tuple[int, int], ...]:
        """Return (page, entry) of every cached entry that links to the page `number`."""
        return tuple(
            (page.number, index)
            for page in self.cached
            if page.role.level > 1
            for index, value in sorted(page.slots.items())
            if value & Pte.P and linked(value) == number
        )


def shadow_state(scenario: Scenario, events: Iterable[AnyEvent]) -> ShadowState:
    """Return what `events` have made of a cold shadow and of the memory of `scenario`."""
    folding = _Folding(scenario.memory, scenario.cpu.mode.entry_size)
    for event in events:
        folding.add(event)
    pages = folding.pages.values()
    return ShadowState(
        {page.number: replace(page, slots=dict(page.slots)) for page in pages},
        tuple(folding.roots),
        +folding.rmap,
        folding.last_write,
        folding.memory,
    )


@dataclass
class _Folding:
    """The state in the making."""

    memory: GuestMemory
    entry_size: int
    pages: dict[int, PageState] = field(default_factory=dict)
    roots: list[int] = field(default_factory=list)
    rmap: Counter[int] = field(default_factory=Counter)
    last_write: tuple[int, int] = (0, 0)
    _slots: dict[int, dict[int, int]] = field(default_factory=dict)
    _emulating: bool = False

    def add(self, event: AnyEvent) -> None:
        """Let an event happen."""
        match event:
            case PageTaken():
                self._take(event)
            case PageFreed(page=number):
                self.pages[number] = replace(self.pages[number], cached=False)
            case SlotSet():
                self._set(event)
            case EntryWritten(address=gpa, new=value):
                self.memory = self.memory.write(gpa, self.entry_size, value)
            case GuestStored():
                self._store(event)
            case Looked():
                self._emulating = False
            case Answered(answer=answer):
                self._emulating = answer is Answer.EMULATE
            case _:
                pass

    def _take(self, taken: PageTaken) -> None:
        number = taken.page
        if not taken.found:
            self.pages.pop(number, None)  # the newest stands last
            slots = self._slots.setdefault(number, {})
            self.pages[number] = PageState(number, taken.gfn, taken.role, True, slots)
        if taken.parent is None:
            if len(self.roots) == (1 if taken.role.levels == _LONG_LEVELS else 4):
                self.roots = []  # CR0 or CR3 is loaded: they are taken anew
            self.roots.append(number)

    def _set(self, change: SlotSet) -> None:
        slots = self._slots[change.page]
        slots.pop(change.index, None)
        if change.new:
            slots[change.index] = change.new
        if self.pages[change.page].role.level > 1:
            return
        if change.anchor in _ENTERS and change.new & Spte.MAPPED == Spte.MAPPED:
            self.rmap[(change.new & FRAME_MASK) >> PAGE_SHIFT] += 1
        if change.anchor in _LEAVES and change.old & Spte.MAPPED == Spte.MAPPED:
            self.rmap[(change.old & FRAME_MASK) >> PAGE_SHIFT] -= 1

    def _store(self, stored: GuestStored) -> None:
        self.memory = self.memory.write(stored.gpa, self.entry_size, stored.new)
        if stored.anchor is Anchor.STORE and self._emulating:
            gfn, (last, count) = stored.gpa >> PAGE_SHIFT, self.last_write
            self.last_write = gfn, count + 1 if gfn == last else 1
