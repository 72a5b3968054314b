"""fix_write_pf and fix_read_pf: let an entry of the shadow allow what the guest's allows.

Source: semantics.md, 4.
"""

from collections.abc import Generator

from mmuviz.core.bits import Pte
from mmuviz.core.events import Anchor
from mmuviz.core.shadow.disasters import HostHang
from mmuviz.core.shadow.events import AnyEvent, Fixed, GuestStored
from mmuviz.core.shadow.pages import Slot, Spte
from mmuviz.core.shadow.vcpu import GuestWalk, Vcpu


def fix_read_pf(vcpu: Vcpu, slot: Slot) -> Generator[AnyEvent, None, Fixed]:
    """Make a read possible where the WP=0 trick had taken U away.

    W goes, and the reverse map is not told: a fault of the historical code.
    """
    value = slot.value
    fixed = bool(value & Spte.GUEST_U and not value & Pte.U)
    if fixed:
        yield vcpu.cache.set_slot(Anchor.FIX_READ, slot, (value | Pte.U) & ~Pte.W)
    done = Fixed(Anchor.FIX_READ, fixed)
    yield done
    return done


def fix_write_pf(
    vcpu: Vcpu, walk: GuestWalk, slot: Slot, *, user: bool
) -> Generator[AnyEvent, None, Fixed]:
    """Make a write possible, or find that it is one to a shadowed table.

    Raises:
        HostBug: the reverse map is wrong.
        HostHang: the target is a root in use, which no zap makes unfindable.
    """
    fixed, write_pt = yield from _fix_write_pf(vcpu, walk, slot, user=user)
    done = Fixed(Anchor.FIX_WRITE, fixed, write_pt)
    yield done
    return done


def _fix_write_pf(
    vcpu: Vcpu, walk: GuestWalk, slot: Slot, *, user: bool
) -> Generator[AnyEvent, None, tuple[bool, bool]]:
    cache, value = vcpu.cache, slot.value
    if value & Pte.W:
        return not user or bool(value & Pte.U), False
    if user:
        if not value & Spte.GUEST_U or not value & Spte.GUEST_W:
            return False, False
    elif not value & Spte.GUEST_W:
        if vcpu.cpu.wp:
            return False, False
        yield cache.set_slot(Anchor.FIX_WRITE, slot, value & ~Pte.U)
    if not vcpu.entry(walk) & Pte.P:
        yield cache.set_slot(Anchor.FIX_WRITE, slot, 0)
        return False, False
    gfn = walk.result.gfn
    assert gfn is not None, "the walk gave a frame"
    if user:
        yield from _zap_all(vcpu, gfn)
    elif cache.shadowing(gfn) is not None:
        yield _set_dirty(vcpu, walk)
        return False, True
    yield cache.set_slot(Anchor.FIX_WRITE, slot, slot.value | Pte.W)
    yield _set_dirty(vcpu, walk)
    cache.add_rmap(slot)
    return True, False


def _zap_all(vcpu: Vcpu, gfn: int) -> Generator[AnyEvent, None, None]:
    """Zap while the frame is shadowed; a root in use stays findable."""
    while (page := vcpu.cache.shadowing(gfn)) is not None:
        yield from vcpu.cache.zap(page)
        if page.root_count:
            raise HostHang


def _set_dirty(vcpu: Vcpu, walk: GuestWalk) -> GuestStored:
    ptep = walk.result.ptep
    assert ptep is not None, "the last entry is in memory"
    return vcpu.store(Anchor.DIRTY, ptep, vcpu.entry(walk) | Pte.D)
