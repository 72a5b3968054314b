"""page_fault before the change: the shadow entry tells what the walk did not (semantics.md, 5)."""

from collections.abc import Generator

from mmuviz.core.access import Access
from mmuviz.core.bits import Pferr, Pte
from mmuviz.core.events import Anchor
from mmuviz.core.shadow.events import Answer, Answered, AnyEvent
from mmuviz.core.shadow.fetch import fetch
from mmuviz.core.shadow.fix import fix_read_pf, fix_write_pf
from mmuviz.core.shadow.pages import Spte
from mmuviz.core.shadow.vcpu import Vcpu
from mmuviz.core.walk.before import walk


def page_fault(vcpu: Vcpu, gva: int, error_code: int) -> Generator[AnyEvent, None, Answered]:
    """Answer a #PF that the processor raised against the shadow tables.

    Raises:
        Disaster: the host's code does not come to an end.
    """
    write_fault, user_fault = bool(error_code & Pferr.W), bool(error_code & Pferr.U)
    walked = yield from vcpu.walk(walk, Access(gva))  # it does not ask what the access is
    if not vcpu.entry(walked) & Pte.P:
        return Answered(Anchor.NONE_BUILT, Answer.INJECT, error_code)
    slot = yield from fetch(vcpu, walked)
    if write_fault:
        fixed = yield from fix_write_pf(vcpu, walked, slot, user=user_fault)
    else:
        fixed = yield from fix_read_pf(vcpu, slot)
    if slot.value & Spte.MMIO:
        if _may_access(slot.value, write_fault=write_fault, user_fault=user_fault):
            return Answered(Anchor.MMIO, Answer.EMULATE)
        return Answered(Anchor.MMIO, Answer.INJECT, error_code | Pferr.P)
    if error_code & Pferr.P and not fixed.fixed and not fixed.write_pt:
        return Answered(Anchor.NOT_FIXED, Answer.INJECT, error_code)
    vcpu.pf_fixed += 1
    return Answered(Anchor.PF_FIXED, Answer.EMULATE if fixed.write_pt else Answer.RESUME)


def _may_access(value: int, *, write_fault: bool, user_fault: bool) -> bool:
    return not (user_fault and not value & Pte.U) and not (write_fault and not value & Pte.W)
