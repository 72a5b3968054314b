"""One plain sentence for each step: what it does, to which entry, by which rule."""

from mmuviz.core.bits import Pte
from mmuviz.core.cursor import event_at, guest_walker, reads_until
from mmuviz.core.events import (
    Anchor,
    Asked,
    Check,
    Composed,
    Descended,
    EntryRead,
    EntryWritten,
    Judged,
    Jumped,
    Returned,
    RightsNarrowed,
    Source,
    Translated,
)
from mmuviz.core.paging import Level, PagingMode
from mmuviz.core.trace import Semantics, Trace
from mmuviz.present.narrate_checks import check_headline
from mmuviz.present.narrate_code import composed, jumped, returned
from mmuviz.present.narrate_judge import judged
from mmuviz.present.wording import (
    Headline,
    Kind,
    Span,
    Style,
    address_bits,
    entry_hex,
    entry_name,
    listed,
    mode_of_user,
    name,
    rights_text,
    say,
    table_noun,
)

__all__ = ["Headline", "Kind", "Span", "Style", "headline"]

_PREPOSITION = {"read": "read from", "write": "write to", "fetch": "fetch from"}


def headline(trace: Trace, step: int) -> Headline:  # noqa: C901, PLR0911  # a case a kind of event
    """Say what `step` does; step 0 is the question.

    Raises:
        IndexError: the trace has no such step.
    """
    match event_at(trace, step):
        case None:
            return _question(trace)
        case EntryRead() as event:
            return _entry_read(trace, event)
        case Check() as event:
            return check_headline(trace, step, event)
        case EntryWritten() as event:
            return _entry_written(trace, event)
        case Descended() as event:
            return _descended(trace, step, event)
        case RightsNarrowed() as event:
            return _rights_narrowed(trace, step, event)
        case Judged() as event:
            return judged(trace, step, event)
        case Jumped() as event:
            return jumped(trace, step, event)
        case Composed() as event:
            return composed(trace, step, event)
        case Returned() as event:
            return returned(trace, step, event)
        case Asked():
            return say(Kind.INFO, "What comes next?", "A question is open.")
        case event:
            return _translated(trace, event)


def _question(trace: Trace) -> Headline:
    access, cpu = trace.scenario.access, trace.scenario.cpu
    gva = f"{access.gva:#x}"
    mode = f"{cpu.mode.title.capitalize() if cpu.mode is PagingMode.LONG else cpu.mode.title}"
    where = f"{mode} mode, {len(cpu.mode.levels)} levels from CR3 = `{cpu.cr3:#x}`."
    if not cpu.pg:
        where = "CR0.PG = 0: paging is off."
    if trace.semantics is Semantics.BEFORE:
        return say(
            Kind.INFO,
            f"Which entry maps {gva}?",
            f"{where} It is not told that this is a {access.privilege} {access.kind}."
            if cpu.pg
            else where,
        )
    title = f"May {mode_of_user(access)} {_PREPOSITION[access.kind]} {gva}?"
    rule = "The path is read first, rights are judged once, at its end."
    if trace.semantics is Semantics.AFTER:
        rule = "Checks a, b and c at each level, in this order."
        if access.fetch:
            rule = "It knows no fetch: checks a, b and c treat it as a read."
    return say(Kind.INFO, title, f"{where} {rule}" if cpu.pg else where)


def _entry_read(trace: Trace, event: EntryRead) -> Headline:
    entry = entry_name(event)
    title = f"Bits {address_bits(event.level)} of the address select {entry}"
    if event.address is None:
        value = entry_hex(event.value or 0)
        return say(
            Kind.INFO,
            title,
            f"{entry} = `{value}`, a loaded register: the table in memory is not read.",
        )
    if event.value is None:
        return say(
            Kind.STOP,
            f"{entry} is in RAM, but not kept in this file",
            f"The file has no bytes at `{event.address:#x}`: the walk cannot go on. No fault.",
        )
    if event.source is Source.OUTSIDE:
        why = "KVM maps a page of zeros there"
        if trace.semantics is Semantics.HARDWARE:
            why = "what answers a processor there is not known, 0 is taken"
        return say(
            Kind.INFO,
            f"{entry} is outside RAM and reads as 0",
            f"{title} at `{event.address:#x}`; {why}.",
        )
    return say(
        Kind.INFO,
        title,
        f"{entry} = `{entry_hex(event.value)}`, at `{event.address:#x}` in the "
        f"{table_noun(event.level)} at `{event.table:#x}`.",
    )


def _entry_written(trace: Trace, event: EntryWritten) -> Headline:
    bits = listed(
        [letter for letter, bit in (("A", Pte.A), ("D", Pte.D)) if event.new & ~event.old & bit]
    )
    entry = name(event.level, event.index)
    change = f"At `{event.address:#x}`: `{entry_hex(event.old)}` → `{entry_hex(event.new)}`."
    match trace.semantics:
        case Semantics.BEFORE:
            rule = "Step d comes first: no right of this entry is looked at."
        case Semantics.AFTER:
            rule = "Step d: a, b, c have passed. It stays, whatever comes below."
        case _:
            rule = "Only now, as the access is allowed: A in each entry, D if written."
    return say(Kind.WRITTEN, f"{bits} set in {entry}, in guest memory", f"{change} {rule}")


def _level_below(trace: Trace, level: Level) -> Level:
    return trace.scenario.cpu.mode.level(level.number - 1)


def _descended(trace: Trace, step: int, event: Descended) -> Headline:
    entry = entry_name(reads_until(trace, step)[-1])
    below = _level_below(trace, event.level)
    title = f"{entry} leads to the {table_noun(below)} at {event.table:#x}"
    drops = f"Step g: level drops to {below.number}."
    if event.anchor is Anchor.PDPTR_NEXT:
        rights = "`inherited_ar` starts as `U | W`"
        if trace.semantics is Semantics.HARDWARE:
            rights = "W and U start as 1"
        return say(Kind.INFO, title, f"{drops} {rights}: a PDPTR has no rights of its own.")
    rights = rights_text(event.inherited_ar)
    return say(
        Kind.INFO, title, f"{drops} `inherited_ar` = `{rights}`: what the levels so far all have."
    )


def _rights_narrowed(trace: Trace, step: int, event: RightsNarrowed) -> Headline:
    entry = entry_name(reads_until(trace, step)[-1])
    before = guest_walker(trace, step - 1)
    taken = [
        letter
        for letter, was, now in (
            ("W", before.writable, event.writable),
            ("U", before.user, event.user),
        )
        if was is not False and not now
    ]
    parts = [f"takes {listed(taken)} from the path"] if taken else []
    if event.no_execute and not before.no_execute:
        parts.append("forbids fetches")
    title = f"{entry} {' and '.join(parts) or 'takes nothing from the path'}"
    so_far = f"W = {event.writable:d}, U = {event.user:d}"
    if trace.scenario.cpu.mode is not PagingMode.X32:
        so_far += f", NX = {event.no_execute:d}"
    return say(
        Kind.INFO, title, f"Collected so far: `{so_far}`. Nothing is judged before the path ends."
    )


def _translated(trace: Trace, event: Translated) -> Headline:
    if event.status == "unmapped":
        return say(
            Kind.STOP,
            "gva_to_gpa says UNMAPPED",
            "The walk ended on an absent entry, and gva_to_gpa looks at it.",
        )
    if event.status == "undefined" or event.gpa is None:
        return say(
            Kind.REFUSED,
            "gva_to_gpa is undefined",
            "The walk failed, nobody looks at its result, and `ptep` was never set: a defect.",
        )
    if event.wrong:
        mode = trace.scenario.cpu.mode
        pdptr = name(mode.levels[0], mode.levels[0].select(trace.scenario.access.gva))
        return say(
            Kind.REFUSED,
            f"gva_to_gpa gives {event.gpa:#x}, made of {pdptr}",
            "The walk failed, nobody looks at its result, and `ptep` is still the PDPTR: a defect.",
        )
    return say(
        Kind.DONE,
        f"gva_to_gpa gives {event.gpa:#x}",
        "Made of the entry that the walk ended on, for a kernel read.",
    )
