"""The cache of shadow pages and the reverse map, with the host's own assertions.

Source: semantics.md, 4, "Pages", "Reverse map" and "zap a page".
"""

from collections.abc import Generator

from mmuviz.core.bits import PAGE_SHIFT, Pte
from mmuviz.core.events import Anchor
from mmuviz.core.memory import RamRanges
from mmuviz.core.shadow.disasters import HostBug
from mmuviz.core.shadow.events import AnyEvent, PageFreed, PageTaken, SlotSet
from mmuviz.core.shadow.pages import FRAME_MASK, Role, ShadowPage, Slot, Spte, linked


class ShadowCache:
    """All shadow pages of one vCPU.

    Attributes:
        ram: what is RAM: a frame outside has no reverse map.
        asserts: failed assertions of the host so far.
        rmap: host frame to the level-1 slots that map it writable, oldest first.
    """

    __slots__ = ("_by_gfn", "_frames", "_free", "asserts", "ram", "rmap")

    def __init__(self, ram: RamRanges) -> None:
        """Start with no page in the cache."""
        self.ram = ram
        self.asserts = 0
        self.rmap: dict[int, list[Slot]] = {}
        self._by_gfn: dict[int, list[ShadowPage]] = {}
        self._frames: list[ShadowPage] = []
        self._free: list[ShadowPage] = []

    @property
    def pages(self) -> list[ShadowPage]:
        """The pages in the cache, by gfn, newest first."""
        return [page for pages in self._by_gfn.values() for page in pages]

    def page(self, number: int) -> ShadowPage:
        """Return a page frame by its number, in the cache or not."""
        return self._frames[number]

    def pages_of(self, gfn: int) -> list[ShadowPage]:
        """Return the cached pages of `gfn`, newest first."""
        return self._by_gfn.get(gfn, [])

    def shadowing(self, gfn: int) -> ShadowPage | None:
        """Return the newest page that shadows `gfn` as a table; None where it is none."""
        for page in self._by_gfn.get(gfn, ()):
            if not page.role.metaphysical:
                return page
        return None

    # Slots.

    def set_slot(self, anchor: Anchor, slot: Slot, value: int) -> SlotSet:
        """Write a shadow entry."""
        slots, index = slot.page.slots, slot.number
        old = slots.get(index, 0)
        if value:
            slots[index] = value
        elif old:
            del slots[index]
        return SlotSet(anchor, slot.page.number, index, old, value)

    def add_rmap(self, slot: Slot) -> None:
        """Enter a present and writable entry into the reverse map."""
        value = slot.value
        if value & Spte.MAPPED == Spte.MAPPED:
            self.rmap.setdefault((value & FRAME_MASK) >> PAGE_SHIFT, []).append(slot)

    def remove_rmap(self, slot: Slot) -> None:
        """Take a present and writable entry out of the reverse map.

        Raises:
            HostBug: it is not in it.
        """
        value = slot.value
        if value & Spte.MAPPED != Spte.MAPPED:
            return
        frame = (value & FRAME_MASK) >> PAGE_SHIFT
        slots = self.rmap.get(frame, [])
        if slot not in slots:
            raise HostBug
        slots.remove(slot)
        if not slots:
            del self.rmap[frame]

    def write_protect(self, gfn: int) -> Generator[AnyEvent, None, None]:
        """Take W out of every entry that maps `gfn`.

        Raises:
            HostBug: `gfn` is outside RAM, or the reverse map is wrong.
        """
        if gfn << PAGE_SHIFT not in self.ram:
            raise HostBug
        while slots := self.rmap.get(gfn):
            slot, value = slots[0], slots[0].value
            if value & Spte.MAPPED != Spte.MAPPED or (value & FRAME_MASK) >> PAGE_SHIFT != gfn:
                raise HostBug
            self.remove_rmap(slot)
            yield self.set_slot(Anchor.WRITE_PROTECT, slot, value & ~Pte.W)

    # Pages.

    def get(
        self, gfn: int, role: Role, parent: Slot | None
    ) -> Generator[AnyEvent, None, ShadowPage]:
        """Find the page of `gfn` and `role`, or make it.

        Raises:
            HostBug: see `write_protect`.
        """
        above = None if parent is None else (parent.page.number, parent.number)
        for page in self._by_gfn.get(gfn, ()):
            if page.role == role:
                if parent is not None:
                    page.parents.append(parent)
                yield PageTaken(Anchor.GET_PAGE, page.number, gfn, role, True, above)
                return page
        page = self._take()
        page.gfn, page.role = gfn, role
        page.parents = [] if parent is None else [parent]
        page.root_count = 0
        self._by_gfn.setdefault(gfn, []).insert(0, page)
        yield PageTaken(Anchor.GET_PAGE, page.number, gfn, role, False, above)
        if not role.metaphysical:
            yield from self.write_protect(gfn)
        return page

    def _take(self) -> ShadowPage:
        if not self._free:
            self._frames.append(ShadowPage(len(self._frames)))
            return self._frames[-1]
        page = self._free.pop()
        if page.slots:
            self.asserts += 1
        return page

    def zap(self, page: ShadowPage) -> Generator[AnyEvent, None, None]:
        """Empty a page, unlink it, and free it unless it is a root in use.

        Raises:
            HostBug: a link or the reverse map is wrong.
        """
        while page.parents:
            parent = page.parents.pop(0)
            yield self.set_slot(Anchor.ZAP, parent, 0)
        for index in sorted(page.slots):
            yield from self.drop(Anchor.ZAP, Slot(page, index))
        if page.root_count:
            return
        pages = self._by_gfn[page.gfn]
        pages.remove(page)
        if not pages:
            del self._by_gfn[page.gfn]
        self._free.append(page)
        yield PageFreed(Anchor.FREE_PAGE, page.number, page.gfn, page.role)

    def drop(self, anchor: Anchor, slot: Slot) -> Generator[AnyEvent, None, None]:
        """Clear one slot: a leaf leaves the reverse map, a link its child's parents.

        Raises:
            HostBug: it is not there.
        """
        value = slot.value
        if value & Pte.P:
            if slot.page.role.level == 1:
                self.remove_rmap(slot)
            else:
                child = self._frames[linked(value)]
                if slot not in child.parents:
                    raise HostBug
                child.parents.remove(slot)
        yield self.set_slot(anchor, slot, 0)
