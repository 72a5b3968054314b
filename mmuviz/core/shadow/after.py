"""page_fault after the change: the walk judges, and makes the code (semantics.md, 5)."""

from collections.abc import Generator

from mmuviz.core.access import Access
from mmuviz.core.bits import Pferr
from mmuviz.core.events import Anchor
from mmuviz.core.shadow.events import Answer, Answered, AnyEvent
from mmuviz.core.shadow.fetch import fetch
from mmuviz.core.shadow.fix import fix_read_pf, fix_write_pf
from mmuviz.core.shadow.pages import Spte
from mmuviz.core.shadow.vcpu import Vcpu
from mmuviz.core.walk.after import walk


def page_fault(vcpu: Vcpu, gva: int, error_code: int) -> Generator[AnyEvent, None, Answered]:
    """Answer a #PF that the processor raised against the shadow tables.

    Raises:
        Disaster: the host's code does not come to an end.
    """
    write_fault, user_fault = bool(error_code & Pferr.W), bool(error_code & Pferr.U)
    walked = yield from vcpu.walk(walk, Access(gva, write_fault, user_fault))
    if walked.result.error_code is not None:
        return Answered(Anchor.REFUSED, Answer.INJECT, walked.result.error_code)
    slot = yield from fetch(vcpu, walked)
    if write_fault:
        fixed = yield from fix_write_pf(vcpu, walked, slot, user=user_fault)
    else:
        fixed = yield from fix_read_pf(vcpu, slot)
    if slot.value & Spte.MMIO:
        return Answered(Anchor.MMIO, Answer.EMULATE)
    vcpu.pf_fixed += 1
    return Answered(Anchor.PF_FIXED, Answer.EMULATE if fixed.write_pt else Answer.RESUME)
