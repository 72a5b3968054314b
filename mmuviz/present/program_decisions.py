"""How page_fault of each version decided, in a few words: read off what the run recorded."""

from dataclasses import dataclass

from mmuviz.core.bits import PAGE_SHIFT
from mmuviz.core.events import Anchor
from mmuviz.core.operation import LoadCr3, SetWp
from mmuviz.core.shadow.emulate import FLOOD
from mmuviz.core.shadow.events import (
    Answer,
    Answered,
    AnyEvent,
    Fixed,
    PageFreed,
    PageTaken,
    VmExit,
)
from mmuviz.core.shadow.guest import Ending
from mmuviz.core.shadow.phases import PhaseKind, phases
from mmuviz.core.shadow.program import Executed
from mmuviz.core.trace import Semantics
from mmuviz.present.program_case import Case, of_type
from mmuviz.present.program_verdict import Wrong, wrong


@dataclass(frozen=True, slots=True)
class Decision:
    """What a version did.

    Attributes:
        version: BEFORE or AFTER.
        title: the decision.
        detail: what follows, one or two sentences.
    """

    version: Semantics
    title: str
    detail: str


def decision(case: Case, version: Semantics) -> Decision:
    """Return what `version` decided on an operation."""
    executed = case.executed(version)
    if executed is None:
        died = len(case.record.runs[version])
        return Decision(version, "the machine is dead", f"It died in operation {died}.")
    return Decision(version, *_said(case, version, executed))


_Said = tuple[str, str]


def _said(case: Case, version: Semantics, executed: Executed) -> _Said:
    ending = executed.result.ending
    if ending in _ENDED:
        return _ENDED[ending]
    if ending is Ending.HOST_BUG:
        return "the host hits BUG_ON", _bug(case, executed)
    if ending is Ending.LIVELOCK:
        return _livelock(executed)
    if isinstance(case.operation, SetWp | LoadCr3):
        return _RELOADED
    if not executed.result.vmexits:
        return _no_exit(case, version)
    return _answered(case, version, executed)


def _answered(case: Case, version: Semantics, executed: Executed) -> _Said:
    result, answered = executed.result, of_type(executed, Answered)
    amiss, last = wrong(case, version), answered[-1]
    title, detail = _ANSWERED[last.anchor, last.answer]
    code = f"{result.error_code or 0:#x}"
    said = [detail.format(code=code, exit=f"{of_type(executed, VmExit)[-1].error_code:#x}")]
    if len(answered) > 1:
        said.insert(0, "The exit before it counted as fixed, and the processor refused again.")
    if amiss is Wrong.SPURIOUS and case.access is not None:
        said.append(f"A fault for a {case.access.kind} that the guest's tables allow: spurious.")
    if last.answer is Answer.EMULATE and amiss is Wrong.MISSED:
        said.append("On the guest's own tables the processor refuses it.")
    if _zapped(executed):
        row = case.states[version].last_write[1]
        reason = f"Write {row} in a row to this table" if row >= FLOOD else "A misaligned write"
        said.append(f"{reason}: its shadow is zapped.")
    if last.anchor is Anchor.REFUSED:
        title = f"{title} {code}"
    return title, " ".join(said)


_HANGS = (
    "The page that is written is a root in use. A user's write zaps every shadow of it; a root "
    "stays in the cache, is found again, and the loop has no end."
)
_RELOADED = (
    "the roots are taken anew",
    "They are freed and looked for again. The shadow pages stay in the cache.",
)
_ENDED = {
    Ending.PAGING_OFF: ("no walk", "Paging is off."),
    Ending.GP: ("no walk", "#GP, the registers stay, and no page table is looked at."),
    Ending.NOT_KEPT: ("no answer", "The file does not keep an entry that has to be read."),
    Ending.HOST_HANG: ("the host hangs", _HANGS),
}
_ANSWERED = {
    (Anchor.REFUSED, Answer.INJECT): (
        "its walk refuses, so inject",
        "The walk checks the rights itself and makes the code. Nothing is built.",
    ),
    (Anchor.NONE_BUILT, Answer.INJECT): (
        "an absent entry, so inject",
        "Nothing is built. The processor's own code, {exit}, goes on to the guest.",
    ),
    (Anchor.MMIO, Answer.EMULATE): (
        "the leaf is marked MMIO, so emulate",
        "There is no memory behind it: the instruction is emulated.",
    ),
    (Anchor.MMIO, Answer.INJECT): (
        "MMIO whose leaf refuses, so inject",
        "may_access looks at the leaf: the processor's code with P, {code}.",
    ),
    (Anchor.NOT_FIXED, Answer.INJECT): (
        "no check, not fixed, so inject",
        "The leaf refuses and cannot be mended: the processor's code {exit} goes on to the guest.",
    ),
    (Anchor.PF_FIXED, Answer.RESUME): (
        "fixed, so try again",
        "The shadow is made or mended; the next try goes through.",
    ),
    (Anchor.PF_FIXED, Answer.EMULATE): (
        "a write to a shadowed table, so emulate",
        "The shadow of that table drops what is written; then memory is written.",
    ),
}


def _no_exit(case: Case, version: Semantics) -> tuple[str, str]:
    if wrong(case, version) is Wrong.MISSED:
        return "no exit, so nobody is asked", "The processor finds a shadow leaf that allows it."
    return "no exit", "The shadow allows it; KVM is not asked."


def _livelock(executed: Executed) -> _Said:
    answered, fixed = of_type(executed, Answered), of_type(executed, Fixed)
    counted = f"pf_fixed counts {len(answered)} repairs"
    if fixed[-1].fixed:
        detail = f"What makes the leaf writable zaps the page that it stands in. {counted}."
        return "fixed, and undone by the fix itself", detail
    detail = (
        "Its walk allows the access, so nothing is injected; the leaf stays as it is, and the next "
        f"try exits again. {counted} that mended nothing."
    )
    return "check passes, not fixed, so try again", detail


def _zapped(executed: Executed) -> bool:
    """Whether an emulated write has zapped the shadow of its table."""
    return any(
        isinstance(event, PageFreed)
        for phase in phases(executed.events)
        if phase.kind is PhaseKind.EMULATE
        for event in phase.events
    )


def _bug(case: Case, executed: Executed) -> str:
    """Say what the host stumbles over, as far as its last event tells."""
    last: AnyEvent | None = executed.events[-1] if executed.events else None
    if isinstance(last, PageTaken) and last.gfn << PAGE_SHIFT not in case.record.scenario.ram:
        return f"A table outside RAM, gfn {last.gfn:#x}, cannot be write-protected."
    return "The reverse map, or a link between shadow pages, is not as it has to be."
