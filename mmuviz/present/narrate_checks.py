"""What a single check asks of an entry, why it passes or refuses, and what comes next."""

from mmuviz.core.access import Access
from mmuviz.core.bits import PAGE_SHIFT, Pte
from mmuviz.core.cursor import reads_until
from mmuviz.core.entry import large_frame, pse36_bits
from mmuviz.core.events import Anchor, Check, EntryRead, EntryWritten, Source
from mmuviz.core.paging import PagingMode
from mmuviz.core.trace import Semantics, Trace
from mmuviz.present.bit_marks import must_be_zero
from mmuviz.present.wording import (
    Headline,
    Kind,
    count,
    entry_hex,
    entry_name,
    listed,
    page_size,
    say,
    table_noun,
)


def check_headline(trace: Trace, step: int, check: Check) -> Headline:  # noqa: PLR0911  # a case a check
    """Say what `check` found in the entry that `step` looks at."""
    read = reads_until(trace, step)[-1]
    match check.anchor:
        case Anchor.PDPTR_PRESENT:
            return _pdptr_present(trace, step, read, check)
        case Anchor.PRESENT:
            return _present(trace, step, read, check)
        case Anchor.WRITE:
            return _write(read, check)
        case Anchor.USER:
            return _user(trace, read, check)
        case Anchor.ACCESSED:
            return _accessed(read, check)
        case Anchor.RESERVED:
            return _reserved(trace, read, check)
        case _:
            return _leaf(trace, step, read, check)


def _pdptr_present(trace: Trace, step: int, read: EntryRead, check: Check) -> Headline:
    if check.holds:
        return _absent(trace, step, read)
    return say(
        Kind.PASSED,
        f"Check a passes: {entry_name(read)} is present",
        "P = 1. Of a PDPTR only P is looked at: it has no W, U or A.",
    )


def _present(trace: Trace, step: int, read: EntryRead, check: Check) -> Headline:
    if check.holds:
        return _absent(trace, step, read)
    following = {
        Semantics.BEFORE: "check e: does the walk end here?",
        Semantics.AFTER: "check b: is a write refused here?",
        Semantics.HARDWARE: "check r: is a reserved bit set?",
    }[trace.semantics]
    return say(
        Kind.PASSED,
        f"Check a passes: {entry_name(read)} is present",
        f"P = 1 in `{entry_hex(read.value or 0)}`. Next: {following}",
    )


def _absent(trace: Trace, step: int, read: EntryRead) -> Headline:
    entry = entry_name(read)
    why = "P = 0 in this entry"
    if read.source is Source.OUTSIDE:
        why = "P = 0, as the table is outside RAM"
    elif read.value:
        why = f"P = 0, so the rest of `{entry_hex(read.value)}` means nothing"
    if trace.semantics is Semantics.BEFORE:
        return say(
            Kind.STOP,
            f"The walk ends at {entry}: not present, {_written(trace, step)}",
            f"Check a is true: {why}. There is no code: the caller has to look.",
        )
    then = "jump to ~not_present~"
    if trace.semantics is Semantics.HARDWARE:
        then = "a page fault with P = 0"
    return say(
        Kind.REFUSED,
        f"Not present: P is 0 in {entry}",
        f"Check a is true: {why}. Next: {then}.",
    )


def _written(trace: Trace, step: int) -> str:
    writes = sum(isinstance(event, EntryWritten) for event in trace.events[:step])
    return f"{count(writes, 'A bit')} written"


def _write(read: EntryRead, check: Check) -> Headline:
    """Check b: a write, W clear, and (a user access or CR0.WP)."""
    entry = entry_name(read)
    write, not_writable, user, _wp = check.terms
    if check.holds:
        who = "the access is from user mode"
        if not user:
            who = "CR0.WP = 1 binds the supervisor"
        return say(
            Kind.REFUSED,
            f"Write refused: {entry} is not writable",
            f"Check b is true: a write, W = 0 in this entry, and {who}. "
            "Next: jump to ~access_error~.",
        )
    if not write:
        return say(
            Kind.PASSED,
            f"Check b passes at {entry}: not a write",
            "The first term is false, so W of this entry and CR0.WP are not looked at.",
        )
    if not not_writable:
        return say(
            Kind.PASSED,
            f"Check b passes: {entry} is writable",
            "A write, and W = 1 in this entry. Who asks, and CR0.WP, are not looked at.",
        )
    return say(
        Kind.PASSED,
        f"Check b passes at {entry}: CR0.WP is 0",
        "W = 0 in this entry, but a supervisor write heeds W only while CR0.WP is set.",
    )


def _user(trace: Trace, read: EntryRead, check: Check) -> Headline:
    """Check c: a user access, U clear."""
    entry = entry_name(read)
    user, _not_user = check.terms
    if check.holds:
        kind = _capital(trace.scenario.access)
        return say(
            Kind.REFUSED,
            f"{kind} refused: {entry} is for the supervisor only",
            "Check c is true: the access is from user mode, U = 0 in this entry. "
            "Next: jump to ~access_error~.",
        )
    if not user:
        return say(
            Kind.PASSED,
            f"Check c passes at {entry}: not from user mode",
            "The first term is false, so U of this entry is not looked at.",
        )
    return say(
        Kind.PASSED,
        f"Check c passes: {entry} is open to user mode",
        "The access is from user mode, and U = 1 in this entry.",
    )


def _capital(access: Access) -> str:
    return access.kind.capitalize()


def _accessed(read: EntryRead, check: Check) -> Headline:
    """Step d, where it writes nothing."""
    entry = entry_name(read)
    if check.terms[0] is False and len(check.terms) > 1:
        return say(
            Kind.PASSED,
            f"A of {entry} is left alone: not present",
            "Step d sets A in a present entry only. Next: check a.",
        )
    return say(
        Kind.PASSED,
        f"A of {entry} is set already: nothing is written",
        f"Step d: A = 1 in `{entry_hex(read.value or 0)}`, so guest memory stays as it is.",
    )


def _reserved(trace: Trace, read: EntryRead, check: Check) -> Headline:
    """Check r of hardware."""
    cpu, value = trace.scenario.cpu, read.value or 0
    mask = must_be_zero(trace, read)
    if not check.holds:
        return say(
            Kind.PASSED,
            f"Check r passes: no reserved bit in {entry_name(read)}",
            f"Must be 0 here: `{mask:#x}`, with M = {cpu.maxphyaddr} bits of physical address."
            if mask
            else "No bit of this entry is reserved in 32-bit mode.",
        )
    bits = [bit for bit in range(64) if (value & mask) >> bit & 1]
    what = f"bit {listed([str(bit) for bit in bits])}"
    if len(bits) > 2:
        what = f"{len(bits)} bits of {bits[0]} to {bits[-1]}"
    why = f"M = {cpu.maxphyaddr}"
    if bits == [63]:
        why = "EFER.NXE = 0"
    elif bits[0] < PAGE_SHIFT and read.level.number == 4:
        why = "a PML4E has no PS"
    elif bits[0] < 32:
        why = f"PS = 1, M = {cpu.maxphyaddr}"
    return say(
        Kind.REFUSED,
        f"Reserved in {entry_name(read)}, and set: {what}",
        f"Check r is true ({why}). Next: a page fault with P and RSVD at once, "
        "no lower level is read.",
    )


def _leaf(trace: Trace, step: int, read: EntryRead, check: Check) -> Headline:
    """Checks e and f: does the walk end at this entry?"""
    if not check.holds:
        return _no_leaf(trace, read)
    if trace.semantics is Semantics.BEFORE:
        return _before_ends(trace, step, read)
    value, mode = read.value or 0, trace.scenario.cpu.mode
    entry = entry_name(read)
    if check.anchor is Anchor.LEAF:
        title = f"{entry} maps the page: frame {(value & mode.frame_mask) >> PAGE_SHIFT:#x}"
        rule = "Check e is true: level 1."
    else:
        base = large_frame(value, mode, read.level)
        if trace.semantics is Semantics.HARDWARE and mode is PagingMode.X32:
            base |= pse36_bits(value, trace.scenario.cpu.maxphyaddr)
        title = f"{entry} maps a {page_size(read.level)} page at {base:#x}"
        pse = " and CR4.PSE = 1" if mode is PagingMode.X32 else ""
        rule = f"Check f is true: PS = 1{pse}."
    if trace.semantics is Semantics.HARDWARE:
        return say(Kind.PASSED, title, f"{rule} The path is complete: now rights are judged, once.")
    gfn = trace.result.gfn or 0
    note = ""
    if check.anchor is Anchor.LARGE and mode is PagingMode.X32 and pse36_bits(value):
        note = ", PDE[16:13] left out"
    return say(Kind.PASSED, title, f"{rule} `gfn` = `{gfn:#x}`{note}. Next: return 1.")


def _no_leaf(trace: Trace, read: EntryRead) -> Headline:
    cpu, level, value = trace.scenario.cpu, read.level, read.value or 0
    below = cpu.mode.level(level.number - 1)
    table = f"{table_noun(below)} at {value & cpu.mode.frame_mask:#x}"
    why = "PS = 0"
    if level.number == 4:
        why = "a PML4E never maps a page"
    elif value & Pte.PS and level.number == 3:
        why = "PS ignored (no 1 GiB pages yet)"
    elif value & Pte.PS:
        why = "PS = 1, but CR4.PSE = 0"
    return say(
        Kind.PASSED,
        f"{entry_name(read)} maps no page itself: the walk goes on",
        f"Checks e and f are false: level {level.number}, {why}. It leads to the {table}.",
    )


def _before_ends(trace: Trace, step: int, read: EntryRead) -> Headline:
    """The end of a walk that judges nothing: say what it did not look at."""
    title = f"The walk ends at {entry_name(read)}: {_written(trace, step)}, no right looked at"
    access, cpu = trace.scenario.access, trace.scenario.cpu
    reads = [each for each in reads_until(trace, step) if each.level.has_rights]
    if access.write and (access.user or cpu.wp) and (without := _without(reads, Pte.W)):
        who = "from user mode" if access.user else "with CR0.WP = 1"
        return say(
            Kind.STOP,
            title,
            f"W is 0 in {without}, and the access is a write {who}. "
            "*before* has no check that would see it.",
        )
    if access.user and (without := _without(reads, Pte.U)):
        return say(
            Kind.STOP,
            title,
            f"U is 0 in {without}, and the access is from user mode. "
            "*before* has no check that would see it.",
        )
    gfn = f"`gfn` = `{trace.result.gfn or 0:#x}`"
    return say(Kind.STOP, title, f"{gfn}. W and U of every entry on the path allow this access.")


def _without(reads: list[EntryRead], bit: int) -> str:
    names = [entry_name(read) for read in reads if not (read.value or 0) & bit]
    if len(names) > 2:
        return f"{names[0]} and in {len(names) - 1} more"
    return listed(names)
