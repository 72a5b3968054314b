"""kvm_mmu_audit: the historical self-check, whose walks write nothing here (semantics.md, 4)."""

from collections.abc import Iterator

from mmuviz.core.access import Access
from mmuviz.core.bits import PAGE_SHIFT, Pte
from mmuviz.core.events import Translated
from mmuviz.core.operation import Operation
from mmuviz.core.scenario import Scenario
from mmuviz.core.shadow.guest import Guest
from mmuviz.core.shadow.pages import FRAME_MASK, ShadowPage, Spte, linked
from mmuviz.core.shadow.program import execute
from mmuviz.core.shadow.vcpu import Vcpu
from mmuviz.core.shadow.version import VERSIONS
from mmuviz.core.trace import Semantics

DIED = 1000
"""Added to the complaints so far where the audit itself dies, of an undefined gva_to_gpa."""


def audit(guest: Guest) -> int:
    """Return the number of complaints about the shadow as it stands; the guest is left alone."""
    vcpu, version = guest.vcpu, VERSIONS[guest.semantics]
    complaints = _reverse_map(vcpu) + _write_protection(vcpu)
    for number, root in enumerate(vcpu.roots):
        for gva, value in _leaves(vcpu, root, number << 30):
            *_, translated = version.gva_to_gpa(vcpu.scenario(Access(gva)))
            assert isinstance(translated, Translated), "gva_to_gpa ends with its answer"
            if translated.status == "undefined":
                return DIED + complaints
            gpa = translated.gpa
            same = gpa is not None and gpa in vcpu.ram and not (gpa ^ value) & FRAME_MASK
            complaints += gpa is None
            complaints += bool(value & Pte.P) and not same
    return complaints


def audits(
    semantics: Semantics, scenario: Scenario, operations: tuple[Operation, ...]
) -> tuple[int, ...]:
    """Run `operations` and return the complaints after each; none after one that killed."""
    guest = Guest(semantics, scenario)
    found: list[int] = []
    for operation in operations:
        execute(guest, operation)
        if guest.ending is not None:
            break
        found.append(audit(guest))
    return tuple(found)


def _leaves(vcpu: Vcpu, page: ShadowPage, gva: int) -> Iterator[tuple[int, int]]:
    """Yield address and value of every level-1 entry under `page` that is not zero."""
    level = page.role.level
    for index, value in sorted(page.slots.items()):
        at = gva + (index << PAGE_SHIFT + 9 * (level - 1))
        if level == 1:
            yield at, value
        else:
            yield from _leaves(vcpu, vcpu.cache.page(linked(value)), at)


def _reverse_map(vcpu: Vcpu) -> int:
    """Complain if it has not as many entries as there are writable leaves."""
    mapped = sum(len(slots) for slots in vcpu.cache.rmap.values())
    writable = sum(
        value & Spte.MAPPED == Spte.MAPPED
        for page in vcpu.cache.pages
        if page.role.level == 1
        for value in page.slots.values()
    )
    return int(mapped != writable)


def _write_protection(vcpu: Vcpu) -> int:
    """Complain of every shadowed table that is mapped writable."""
    return sum(
        page.gfn in vcpu.cache.rmap for page in vcpu.cache.pages if not page.role.metaphysical
    )
