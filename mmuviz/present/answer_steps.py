"""The checks of a walk as rows of an answer: the condition, its terms, what came of it."""

from mmuviz.core.bits import Pferr
from mmuviz.core.events import (
    Anchor,
    Check,
    Descended,
    EntryRead,
    EntryWritten,
    Event,
    Judged,
    RightsNarrowed,
)
from mmuviz.core.trace import Semantics, Trace
from mmuviz.present.wording import Line, Span, Style, entry_hex, rights_text

_CONDITION, _TERMS = 36, 21

_FORMS: dict[tuple[Anchor, int], tuple[str, str]] = {
    (Anchor.PDPTR_PRESENT, 1): ("!present", "{}"),
    (Anchor.PRESENT, 1): ("!present", "{}"),
    (Anchor.WRITE, 4): ("write && !writable && (user || WP)", "{} && {} && ({} || {})"),
    (Anchor.USER, 2): ("from user mode && !user", "{} && {}"),
    (Anchor.ACCESSED, 1): ("!accessed", "{}"),
    (Anchor.ACCESSED, 2): ("present && !accessed", "{} && {}"),
    (Anchor.LEAF, 2): ("level 1 || large", "{} || {}"),
    (Anchor.LARGE, 2): ("level 1 || large", "{} || {}"),
    (Anchor.LEAF, 3): ("level 1 || (large && CR4.PSE)", "{} || ({} && {})"),
    (Anchor.LARGE, 3): ("level 1 || (large && CR4.PSE)", "{} || ({} && {})"),
    (Anchor.RESERVED, 1): ("reserved bit set", "{}"),
    (Anchor.FETCH, 2): ("fetch && NX", "{} && {}"),
    (Anchor.SUPERVISOR, 4): ("supervisor && U && (SMEP || SMAP)", "{} && {} && ({} || {})"),
}
_LETTERS = {True: "T", False: "F", None: "–"}
_ASKS = frozenset({Anchor.LEAF, Anchor.LARGE})


def step_lines(trace: Trace) -> list[tuple[EntryRead | None, list[Line]]]:
    """Return the rows of the checks, grouped by the entry that was read; None for what is after."""
    groups: list[tuple[EntryRead | None, list[Line]]] = []
    for event in trace.events:
        if isinstance(event, EntryRead):
            groups.append((event, []))
            continue
        if isinstance(event, Judged) or not groups:
            groups.append((None, []))
        groups[-1][1].extend(_rows(trace, event))
    return groups


def _rows(trace: Trace, event: Event) -> list[Line]:
    match event:
        case Check():
            return [_check_row(trace, event)]
        case Judged(checks=checks):
            return [_check_row(trace, check) for check in checks]
        case EntryWritten(level=level, index=index, old=old, new=new):
            change = f"{entry_hex(old)} → {entry_hex(new)}"
            what = f"written: {level.name} {index}"
            return [_row("d", _condition_of_write(trace), change, Span(what, Style.STRONG))]
        case Descended():
            return [_descended(trace, event)]
        case RightsNarrowed(writable=writable, user=user, no_execute=no_execute):
            bits = f"W {writable:d}  U {user:d}  NX {no_execute:d}"
            return [_row("", "W and U ANDed, NX ORed so far", bits, Span(""))]
        case _:
            return []


def _descended(trace: Trace, event: Descended) -> Line:
    rule, rights = "inherited_ar &= entry", rights_text(event.inherited_ar)
    if event.anchor is Anchor.PDPTR_NEXT:
        rule = "inherited_ar = U | W"
    if trace.semantics is Semantics.HARDWARE:
        rule, rights = "before the tables: all allowed", "W 1  U 1  NX 0"
    return _row("g", rule, rights, Span(f"next table at {event.table:#x}"))


def _condition_of_write(trace: Trace) -> str:
    return {
        Semantics.BEFORE: "present && !accessed",
        Semantics.AFTER: "!accessed",
        Semantics.HARDWARE: "allowed: A, and D if written",
    }[trace.semantics]


def _check_row(trace: Trace, check: Check) -> Line:
    condition, form = _FORMS[check.anchor, len(check.terms)]
    letter = check.anchor.value[0]
    terms = form.format(*(_LETTERS[term] for term in check.terms))
    return _row(letter, condition, terms, _came_of_it(trace, check))


def _came_of_it(trace: Trace, check: Check) -> Span:
    if check.anchor in _ASKS:
        return Span("ends here, maps the page" if check.holds else "goes on")
    if check.anchor is Anchor.ACCESSED:
        return Span("nothing to write")
    if not check.holds:
        return Span("passes")
    if trace.semantics is Semantics.BEFORE:
        return Span("stops", Style.STRONG)
    target = "fault"
    if trace.semantics is Semantics.AFTER:
        absent = check.anchor in (Anchor.PRESENT, Anchor.PDPTR_PRESENT)
        target = "goto not_present" if absent else "goto access_error"
    return Span(f"REFUSES: {target}", Style.FAIL)


def _row(letter: str, condition: str, terms: str, came: Span) -> Line:
    lead = f"    {letter:1}  {condition:<{_CONDITION}}{terms:<{_TERMS}}  "
    return (Span(lead), came) if came.text else (Span(lead.rstrip()),)


def code_reasons(trace: Trace) -> list[tuple[str, int, str]]:
    """Return letter, bit (0 or 1) and cause of each bit that the semantics can set."""
    code, access = trace.result.error_code or 0, trace.scenario.access
    reserved = bool(code & Pferr.RSVD)
    present = "a present entry refused" if code & Pferr.P else "an entry was not present"
    if trace.semantics is Semantics.HARDWARE and code & Pferr.P:
        present = "the rights of the path failed"
    if reserved:
        present = "a present entry, with a reserved bit"
    rows = [
        ("P", code & Pferr.P, present),
        ("W", code >> 1 & 1, f"the access was a {access.kind}"),
        ("U", code >> 2 & 1, f"the access came from {access.privilege} mode"),
    ]
    if trace.semantics is Semantics.HARDWARE:
        fetch = (
            "a fetch" if code & Pferr.I else "no fetch" if not access.fetch else "NXE and SMEP off"
        )
        rows.append(("RSVD", int(reserved), "a reserved bit" if reserved else "no reserved bit"))
        rows.append(("I", code >> 4 & 1, fetch))
    return rows
