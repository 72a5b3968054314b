"""The way out of a walk: jumps, the error code bit by bit, and what is handed back."""

from mmuviz.core.bits import PAGE_SHIFT, Pferr
from mmuviz.core.cursor import reads_until
from mmuviz.core.events import Anchor, Composed, EntryWritten, Jumped, Returned
from mmuviz.core.predict.veil import asked_of
from mmuviz.core.trace import Semantics, Trace
from mmuviz.present.wording import (
    Headline,
    Kind,
    code_sum,
    entry_name,
    listed,
    mode_of_user,
    name,
    rights_text,
    say,
)


def _last_entry(trace: Trace, step: int) -> str:
    return entry_name(reads_until(trace, step)[-1])


def jumped(trace: Trace, step: int, event: Jumped) -> Headline:
    """Say where control goes, and what sent it there."""
    gva = trace.scenario.access.gva
    match event.anchor:
        case Anchor.NOT_PRESENT:
            return say(
                Kind.REFUSED,
                f"Jump to not_present: P is 0 in {_last_entry(trace, step)}",
                _starts("a", "0", trace),
            )
        case Anchor.ACCESS_ERROR:
            letter = event.cause.value if event.cause else ""
            return say(
                Kind.REFUSED,
                f"Jump to access_error: {_last_entry(trace, step)} refused",
                _starts(letter, "P", trace),
            )
        case Anchor.PAGING_OFF:
            return say(
                Kind.DONE,
                "No walk: CR0.PG is 0",
                f"Without paging an address is physical already: gpa = gva = `{gva:#x}`.",
            )
        case _:
            return say(
                Kind.REFUSED,
                f"#GP: {gva:#x} is not canonical",
                "Bits 63:47 are not all equal: no entry is read, and #GP comes with the code 0.",
            )


def _starts(letter: str, code: str, trace: Trace) -> str:
    """Say how the code comes to be, but what it starts from only where that is not asked."""
    begins = "begins" if asked_of(trace) else f"starts from {code}"
    return f"Check {letter} is true. `error_code` {begins} here; `err` adds W and U."


def composed(trace: Trace, step: int, event: Composed) -> Headline:
    """Say which bit of the error code is decided, and why it is so."""
    entry, code = _last_entry(trace, step), event.error_code
    access = trace.scenario.access
    total = f"~error_code = {code_sum(code)}.~"
    match event.anchor:
        case Anchor.CODE_P if code & Pferr.P:
            return say(
                Kind.REFUSED,
                f"access_error sets P: {entry} is present and refused",
                f"{total} {_below(trace, step)}",
            )
        case Anchor.CODE_P:
            return say(
                Kind.REFUSED,
                f"not_present leaves P at 0: {entry} is absent",
                f"{total} P = 0 says that an entry on the path was not present.",
            )
        case Anchor.CODE_W:
            verb = "adds W" if access.write else "adds no W"
            return say(
                Kind.REFUSED,
                f"err {verb}: the access was a {access.kind}",
                f"{total} W tells what the access was, not what {entry} allows.",
            )
        case Anchor.CODE_U:
            verb = "adds U" if access.user else "adds no U"
            return say(
                Kind.REFUSED,
                f"err {verb}: the access came from {mode_of_user(access)}",
                f"{total} {_what_it_hides(code)}",
            )
        case _:
            return say(
                Kind.REFUSED,
                f"The processor makes the error code: {code_sum(code)}",
                f"{_hardware_causes(trace, code)} Nothing else goes in.",
            )


def _below(trace: Trace, step: int) -> str:
    if reads_until(trace, step)[-1].level.number == 1:
        return "P says that a present entry refused, not which one."
    return "P says that a present entry refused; lower ones were never looked at."


def _what_it_hides(code: int) -> str:
    if not code & Pferr.P:
        return "The code does not tell at which level the absent entry is."
    if code & Pferr.W and code & Pferr.U:
        return "The code does not tell whether check b or check c refused: both give it."
    letter, asked = ("b", "supervisor write") if code & Pferr.W else ("c", "user read")
    return f"Only check {letter} refuses a {asked}; at which level, the code does not tell."


def _hardware_causes(trace: Trace, code: int) -> str:
    access = trace.scenario.access
    causes = ["P = 0: an entry was absent."]
    if code & Pferr.RSVD:
        causes = ["P and RSVD: a reserved bit was set."]
    elif code & Pferr.P:
        causes = ["P: rights failed."]
    if code & Pferr.W:
        causes.append("W: a write.")
    if code & Pferr.U:
        causes.append("U: from CPL 3.")
    if access.fetch:
        told = "I: a fetch." if code & Pferr.I else "No I: neither NXE nor SMEP is on."
        causes.append(told)
    return " ".join(causes)


def returned(trace: Trace, step: int, event: Returned) -> Headline:
    """Say what is handed back, and what stays behind in guest memory."""
    result, gva = trace.result, trace.scenario.access.gva
    if event.error_code is None:
        return _allowed(trace, step)
    code = code_sum(event.error_code)
    if event.anchor is Anchor.RETURN_FAULT:
        return say(
            Kind.REFUSED,
            f"walk_addr returns 0 with error_code {event.error_code:#x}",
            f"`{code}`: {_last_entry(trace, step)} ended the walk. {_left_behind(trace, step)}",
        )
    open_bits = f"CR2 = `{gva:#x}`. "
    if result.may_set:
        names = ", ".join(level.name for level, _address in result.may_set)
        open_bits += f"A of {names} may be set or not: the manual leaves it open."
    else:
        open_bits += "No A bit is written."
    return say(Kind.REFUSED, f"Page fault (#PF) with error code {event.error_code:#x}", open_bits)


def _left_behind(trace: Trace, step: int) -> str:
    writes = [event for event in trace.events[:step] if isinstance(event, EntryWritten)]
    if not writes:
        return "No A bit was written on the way."
    names = listed([name(event.level, event.index) for event in writes])
    return f"A of {names} was set on the way and stays set."


def _allowed(trace: Trace, step: int) -> Headline:
    result, gva = trace.result, trace.scenario.access.gva
    entry = _last_entry(trace, step)
    rights = rights_text(result.inherited_ar or 0)
    if trace.semantics is Semantics.HARDWARE:
        return say(
            Kind.DONE,
            f"Translated by {entry}: gpa {result.gpa or 0:#x}",
            f"gva `{gva:#x}` → gpa `{result.gpa or 0:#x}`. The rights of the path: `{rights}`.",
        )
    title = f"walk_addr returns 1: {entry} gives gfn {result.gfn or 0:#x}"
    if (result.gpa or 0) >> PAGE_SHIFT != result.gfn:
        gpa = f"gpa = `{result.gpa or 0:#x}` has them"
        return say(Kind.DONE, title, f"KVM's gfn leaves PDE[16:13] out (PSE-36); {gpa}.")
    return say(
        Kind.DONE,
        title,
        f"Every check passed, gpa = `{result.gpa or 0:#x}`. "
        f"`inherited_ar` = `{rights}`, without this last entry.",
    )
