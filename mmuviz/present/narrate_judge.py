"""Hardware's one judgement: the rights of the whole path against the access."""

from mmuviz.core.bits import Pte
from mmuviz.core.cursor import guest_walker, reads_until
from mmuviz.core.events import Anchor, Check, EntryRead, EntryWritten, Judged
from mmuviz.core.paging import PagingMode
from mmuviz.core.predict.veil import asked_of
from mmuviz.core.trace import Trace
from mmuviz.present.wording import Headline, Kind, entry_name, say

_READ_FIRST = {
    1: "Its one entry is read first.",
    2: "Both entries are read first.",
    3: "All three are read first.",
    4: "All four are read first.",
}


def judged(trace: Trace, step: int, event: Judged) -> Headline:
    """Say which check decides, and which entry made it so."""
    reads = [read for read in reads_until(trace, step) if read.level.has_rights]
    holding = [check for check in event.checks if check.holds]
    if not holding:
        return _allowed(trace, step, reads)
    title, reason = _refusal(trace, reads, holding[0])
    rest = ", ".join(check.anchor.value for check in holding[1:])
    also = f" Check {rest} holds too." if rest else ""
    return say(Kind.REFUSED, title, f"{_READ_FIRST[len(reads)]} Then, once: {reason}.{also}")


def _refusal(trace: Trace, reads: list[EntryRead], check: Check) -> tuple[str, str]:
    access = trace.scenario.access
    kind = access.kind.capitalize()
    match check.anchor:
        case Anchor.WRITE:
            who = "a write from user mode" if access.user else "a supervisor write, CR0.WP = 1"
            return (
                f"Write refused: {_first_without(reads, Pte.W)} takes W from the path",
                f"~{_product('W', reads, Pte.W)}~, and the access is {who}",
            )
        case Anchor.USER:
            return (
                f"{kind} refused: {_first_without(reads, Pte.U)} takes U from the path",
                f"~{_product('U', reads, Pte.U)}~, and the access is from user mode",
            )
        case Anchor.FETCH:
            return (
                f"Fetch refused: NX is set in {_first_with(reads, Pte.NX)}",
                f"~{_sum('NX', reads, Pte.NX)}~, and the access is a fetch",
            )
        case _:
            guard = "CR4.SMEP = 1"
            if not access.fetch:
                guard = "CR4.SMAP = 1, EFLAGS.AC = 0"
            return (
                f"{kind} refused: {guard[4:8]} guards this user page",
                f"~{_product('U', reads, Pte.U)}~, a supervisor {access.kind}, and {guard}",
            )


def _allowed(trace: Trace, step: int, reads: list[EntryRead]) -> Headline:
    access, cpu = trace.scenario.access, trace.scenario.cpu
    walker = guest_walker(trace, step)
    title = f"{access.kind.capitalize()} allowed: no check holds over the whole path"
    if access.write and not walker.writable:
        title = "Write allowed: CR0.WP = 0, and the supervisor asks"
    rights = [_product("W", reads, Pte.W), _product("U", reads, Pte.U)]
    if cpu.mode is not PagingMode.X32:
        rights.append(_sum("NX", reads, Pte.NX))
    if asked_of(trace):
        then = "A and D come next"
    elif any(isinstance(later, EntryWritten) for later in trace.events[step:]):
        then = "A and D are written next"
    else:
        then = "A and D need no write"
    return say(Kind.PASSED, title, f"Judged once: `{', '.join(rights)}`. {then}.")


def _bits(reads: list[EntryRead], bit: int) -> list[bool]:
    return [bool((read.value or 0) & bit) for read in reads]


def _joined(letter: str, sign: str, bits: list[bool], total: bool) -> str:  # noqa: FBT001  # the total of the bits
    if len(bits) == 1:
        return f"{letter} = {total:d}"
    return f"{letter} = {f' {sign} '.join(str(int(bit)) for bit in bits)} = {total:d}"


def _product(letter: str, reads: list[EntryRead], bit: int) -> str:
    """`W = 1 ∧ 1 ∧ 0 = 0`."""
    bits = _bits(reads, bit)
    return _joined(letter, "∧", bits, all(bits))


def _sum(letter: str, reads: list[EntryRead], bit: int) -> str:
    """`NX = 0 ∨ 1 = 1`."""
    bits = _bits(reads, bit)
    return _joined(letter, "∨", bits, any(bits))


def _first_without(reads: list[EntryRead], bit: int) -> str:
    return next(entry_name(read) for read in reads if not (read.value or 0) & bit)


def _first_with(reads: list[EntryRead], bit: int) -> str:
    return next(entry_name(read) for read in reads if (read.value or 0) & bit)
