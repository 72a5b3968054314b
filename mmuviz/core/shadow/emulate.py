"""The emulator's way to memory: a kernel write into a shadowed table (semantics.md, 4)."""

from collections.abc import Generator

from mmuviz.core.bits import PAGE_MASK, PAGE_SHIFT
from mmuviz.core.events import Anchor
from mmuviz.core.paging import PagingMode
from mmuviz.core.shadow.events import AnyEvent
from mmuviz.core.shadow.pages import Slot
from mmuviz.core.shadow.vcpu import Vcpu

FLOOD = 3
"""From this many writes to one frame in a row on, its pages are zapped."""


def emulated_write(vcpu: Vcpu, gpa: int, value: int) -> Generator[AnyEvent, None, None]:
    """Drop the shadow entries of what is written, then write one entry's bytes at `gpa`.

    Raises:
        HostBug: a link or the reverse map is wrong.
    """
    yield from _pre_write(vcpu, gpa)
    yield vcpu.store(Anchor.STORE, gpa, value)


def _pre_write(vcpu: Vcpu, gpa: int) -> Generator[AnyEvent, None, None]:
    cache, mode, gfn = vcpu.cache, vcpu.cpu.mode, gpa >> PAGE_SHIFT
    last, count = vcpu.last_write
    count = count + 1 if gfn == last else 1
    vcpu.last_write = gfn, count
    misaligned = bool(gpa & mode.entry_size - 1)
    offset = gpa & PAGE_MASK
    if mode is PagingMode.X32:
        offset = offset << 1 & PAGE_MASK
    for page in list(cache.pages_of(gfn)):
        if page.role.metaphysical:
            continue
        if misaligned or count >= FLOOD:
            yield from cache.zap(page)
        else:
            yield from cache.drop(Anchor.PRE_WRITE, Slot(page, offset // 8))
