"""The account of a recorded walk: what is held against that of a wrong idea."""

from mmuviz.core.bits import Pte
from mmuviz.core.events import Anchor, Check, EntryRead, EntryWritten, Judged
from mmuviz.core.models.account import Account, Judgement, Look, Verdict
from mmuviz.core.models.effect import effect_of
from mmuviz.core.models.path import Path, Step
from mmuviz.core.trace import Semantics, Trace

_ABSENT = (Anchor.PRESENT, Anchor.PDPTR_PRESENT)
_RIGHTS = {Anchor.WRITE: Pte.W, Anchor.USER: Pte.U}


def account_of(trace: Trace, path: Path) -> Account:
    """Tell of a walk of *after* or of hardware, event by event.

    Args:
        trace: the walk.
        path: the entries on its way, those that it does not come to as well.
    """
    collects = trace.semantics is Semantics.HARDWARE
    looks: list[Look] = []
    judged = Judgement(Verdict.LEFT_OUT) if collects else None
    for event in trace.events:
        match event:
            case EntryRead(level=level, value=value):
                step = Step(level, value or 0)
                looks.append(Look(step, Verdict.PASSES, path.lacking(step) if collects else 0))
            case Check(anchor=anchor, holds=True) if anchor in _ABSENT:
                looks[-1] = Look(looks[-1].step, Verdict.REFUSES)
            case Check(anchor=anchor, holds=True) if anchor in _RIGHTS:
                looks[-1] = Look(looks[-1].step, Verdict.REFUSES, _RIGHTS[anchor])
            case EntryWritten() if not collects:
                looks[-1] = Look(looks[-1].step, Verdict.PASSES, accessed=True)
            case Judged(refused=refused):
                against = tuple((look.step, look.against) for look in looks if look.against)
                judged = Judgement(Verdict.REFUSES if refused else Verdict.PASSES, against)
            case _:
                pass
    below = [*path.present, *([path.absent] if path.absent else [])][len(looks) :]
    looks += [Look(step, Verdict.LEFT_OUT) for step in below]
    return Account(tuple(looks), judged, effect_of(trace))
