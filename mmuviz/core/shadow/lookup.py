"""What the processor does: it walks the shadow tables, with CR0.WP = 1 (semantics.md, 4 and 5)."""

from collections.abc import Generator

from mmuviz.core.access import Access
from mmuviz.core.bits import Pferr, Pte
from mmuviz.core.events import Anchor
from mmuviz.core.shadow.events import AnyEvent, Looked
from mmuviz.core.shadow.pages import Slot, index_of, linked
from mmuviz.core.shadow.vcpu import Vcpu


def slots_of(vcpu: Vcpu, gva: int) -> list[Slot]:
    """Return the shadow entries of `gva` from the root's table down, as far as they lead."""
    page = vcpu.root(gva)
    slots: list[Slot] = []
    for level in range(page.role.level, 0, -1):  # pragma: no branch  # level 1 ends it
        slots.append(Slot(page, index_of(gva, level)))
        value = slots[-1].value
        if level == 1 or not value & Pte.P:
            break
        page = vcpu.cache.page(linked(value))
    return slots


def leaf_of(vcpu: Vcpu, gva: int) -> int | None:
    """Return the level-1 shadow entry of `gva`; None where the tables lead to none."""
    slot = slots_of(vcpu, gva)[-1]
    return slot.value if slot.page.role.level == 1 else None


def look_up(vcpu: Vcpu, access: Access) -> Generator[AnyEvent, None, int | None]:
    """Walk, and set A and D where the access is allowed; else return the code of the #PF."""
    slots = slots_of(vcpu, access.gva)
    error_code = _refusal(vcpu, access, [slot.value for slot in slots])
    path = tuple((slot.page.number, slot.number, slot.value) for slot in slots)
    yield Looked(Anchor.LOOKUP, path, error_code)
    if error_code is None:
        for slot in slots:
            dirty = Pte.D if access.write and slot is slots[-1] else 0
            if slot.value & (Pte.A | dirty) != Pte.A | dirty:
                yield vcpu.cache.set_slot(Anchor.USED, slot, slot.value | Pte.A | dirty)
    return error_code


def _refusal(vcpu: Vcpu, access: Access, path: list[int]) -> int | None:
    """Return the error code; None where every level allows the access."""
    nxe = vcpu.cpu.nxe
    code = (Pferr.W if access.write else 0) | (Pferr.U if access.user else 0)
    if access.fetch and nxe:
        code |= Pferr.I
    if not path[-1] & Pte.P:
        return code
    rights, no_execute = Pte.W | Pte.U, 0
    for value in path:
        rights &= value
        no_execute |= value & Pte.NX
    if (
        (access.user and not rights & Pte.U)
        or (access.write and not rights & Pte.W)
        or (access.fetch and nxe and no_execute)
    ):
        return code | Pferr.P
    return None
