"""fetch: build the shadow path of an address after a walk of the guest's tables.

Source: semantics.md, 4, "fetch".
"""

from collections.abc import Generator

from mmuviz.core.bits import PAGE_SHIFT, Pte
from mmuviz.core.entry import pse36_bits
from mmuviz.core.events import Anchor
from mmuviz.core.paging import PagingMode
from mmuviz.core.shadow.events import AnyEvent
from mmuviz.core.shadow.pages import ShadowPage, Slot, Spte, index_of, linked, role_of
from mmuviz.core.shadow.vcpu import GuestWalk, Vcpu

_COPIED = Pte.P | Pte.A | Pte.D | Pte.G


def fetch(vcpu: Vcpu, walk: GuestWalk) -> Generator[AnyEvent, None, Slot]:
    """Return the level-1 slot of the address, made where it is missing.

    Raises:
        HostBug: the reverse map is wrong.
    """
    gva, cache, last = walk.gva, vcpu.cache, walk.result.level
    page = vcpu.root(gva)
    for level in range(page.role.level, 1, -1):
        above = Slot(page, index_of(gva, level))
        value = above.value
        if not value & Pte.P:
            child = yield from _make_page(vcpu, walk, above, level - 1)
            value = child.link
            yield cache.set_slot(Anchor.LINK, above, value)
        page = cache.page(linked(value))
    slot = Slot(page, index_of(gva, 1))
    if not slot.value & (Pte.P | Spte.MMIO):
        if last is not None and last.number == 2:
            yield cache.set_slot(Anchor.LINK, above, above.value | Spte.LARGE)
        yield from _set_entry(vcpu, walk, slot)
    return slot


def _make_page(
    vcpu: Vcpu, walk: GuestWalk, parent: Slot, level: int
) -> Generator[AnyEvent, None, ShadowPage]:
    """Take the page of `level`: of a guest's table, or of a large page's parts."""
    mode, gfn = vcpu.cpu.mode, walk.table_gfns.get(level)
    large = gfn is None  # the walk ended above: at a large directory entry
    if gfn is None:
        gfn = (vcpu.entry(walk) & mode.frame_mask) >> PAGE_SHIFT
    role = role_of(mode, level, walk.gva, metaphysical=large)
    return (yield from vcpu.cache.get(gfn, role, parent))


def _set_entry(vcpu: Vcpu, walk: GuestWalk, slot: Slot) -> Generator[AnyEvent, None, None]:
    """Fill a level-1 slot from the guest's last entry."""
    cache, entry, result = vcpu.cache, vcpu.entry(walk), walk.result
    assert result.gfn is not None, "the walk gave a frame"
    assert result.inherited_ar is not None, "the walk collected rights"
    if slot.value:
        cache.asserts += 1
    wide = vcpu.cpu.mode is not PagingMode.X32
    access = result.inherited_ar & entry & (Pte.W | Pte.U)
    value = entry & (_COPIED | Pte.NX if wide else _COPIED)
    value |= access << Spte.GUEST_SHIFT
    if not entry & Pte.D:
        access &= ~Pte.W
    value |= access
    gaddr = result.gfn << PAGE_SHIFT
    if result.level is not None and result.level.number == 2 and not wide:
        gaddr |= pse36_bits(entry)
    if gaddr not in vcpu.ram:
        yield cache.set_slot(Anchor.SET_ENTRY, slot, (value | gaddr | Spte.MMIO) & ~Pte.P)
        return
    value |= gaddr
    if access & Pte.W and cache.shadowing(result.gfn) is not None:
        value &= ~Pte.W
    yield cache.set_slot(Anchor.SET_ENTRY, slot, value)
    cache.add_rmap(slot)
