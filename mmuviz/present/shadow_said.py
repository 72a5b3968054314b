"""What a phase came to: a word or two, and two short lines."""

from collections.abc import Callable, Mapping, Sequence

from mmuviz.core.bits import Pte
from mmuviz.core.events import (
    Anchor,
    Check,
    EntryRead,
    EntryWritten,
    Returned,
    Translated,
)
from mmuviz.core.shadow.events import (
    Answer,
    Answered,
    AnyEvent,
    Fixed,
    GuestStored,
    Looked,
    PageFreed,
    PageTaken,
    SlotSet,
    VmExit,
)
from mmuviz.core.shadow.guest import MOST_EXITS
from mmuviz.core.shadow.phases import PhaseKind
from mmuviz.present.shadow_words import letters
from mmuviz.present.wording import code_text, entry_hex, entry_name, listed

Said = tuple[str, tuple[str, ...]]
_NAMED = 2  # frames that a card has room to name


def _roots(events: Sequence[AnyEvent]) -> Said:
    taken = [event for event in events if isinstance(event, PageTaken)]
    made = sum(not event.found for event in taken)
    names = dict.fromkeys(f"S{event.page}" for event in taken)
    return f"{made} made" if made else "found again", (listed(list(names)), _protected(events))


def _lookup(events: Sequence[AnyEvent]) -> Said:
    looked = next(event for event in events if isinstance(event, Looked))
    page, index, value = looked.path[-1]
    if looked.error_code is None:
        used = [f"S{e.page} entry {e.index}" for e in events if isinstance(e, SlotSet)]
        return "allowed", ("no exit", f"A, D: {listed(used)}" if used else "A and D stand already")
    code = f"#PF {code_text(looked.error_code)}"
    if not value & Pte.P:
        return code, (f"S{page} entry {index} absent",)
    return code, ("the path does not allow it", f"S{page} entry {index}: {letters(value)}")


def _store(events: Sequence[AnyEvent]) -> Said:
    stored = [event for event in events if isinstance(event, GuestStored)]
    return "stored", _stores(stored)


def _exit(events: Sequence[AnyEvent]) -> Said:
    out = next(event for event in events if isinstance(event, VmExit))
    return f"#PF {code_text(out.error_code)}", (
        f"vmexit {out.number}, of {MOST_EXITS} at most",
        "the processor's own code",
    )


_ABSENT = (Anchor.PRESENT, Anchor.PDPTR_PRESENT)


def _walk(events: Sequence[AnyEvent]) -> Said:
    names = [entry_name(event) for event in events if isinstance(event, EntryRead)]
    written = [
        f"{event.level.name} {event.index}" for event in events if isinstance(event, EntryWritten)
    ]
    lines = (", ".join(names), f"A set in {listed(written)}" if written else "no A bit to set")
    for event in events:
        if isinstance(event, Returned):
            code = event.error_code
            return "allowed" if code is None else f"refused {code_text(code)}", lines
    absent = any(isinstance(e, Check) and e.holds and e.anchor in _ABSENT for e in events)
    return "absent" if absent else "no verdict", lines


def _fetch(events: Sequence[AnyEvent]) -> Said:
    made = [f"S{e.page}" for e in events if isinstance(e, PageTaken) and not e.found]
    found = [f"S{e.page}" for e in events if isinstance(e, PageTaken) and e.found]
    result = f"{listed(made)} made" if made else f"{listed(found)} found" if found else "leaf set"
    leaf = [e for e in events if isinstance(e, SlotSet) and e.anchor is Anchor.SET_ENTRY]
    lines = tuple(f"S{e.page} entry {e.index}: {letters(e.new)}" for e in leaf)
    return result, tuple(filter(None, (*lines, _protected(events))))


def _protected(events: Sequence[AnyEvent]) -> str:
    lost = sum(isinstance(e, SlotSet) and e.anchor is Anchor.WRITE_PROTECT for e in events)
    if lost:
        return f"write protection: {lost} {'entries lose' if lost > 1 else 'entry loses'} W"
    gfns = [e.gfn for e in events if isinstance(e, PageTaken) and not e.found]
    tables = [
        e.gfn
        for e in events
        if isinstance(e, PageTaken) and not e.found and not e.role.metaphysical
    ]
    if not gfns:
        return ""
    frames = [f"{gfn:#x}" for gfn in dict.fromkeys(tables)]
    if len(frames) > _NAMED:  # the foot names them all
        return f"{len(frames)} guest frames write-protected"
    return f"gfn {listed(frames)} write-protected" if tables else "no guest frame to protect"


def _fix(events: Sequence[AnyEvent]) -> Said:
    fixed = next((event for event in events if isinstance(event, Fixed)), None)
    stored = [event for event in events if isinstance(event, GuestStored)]
    slots = [
        event
        for event in events
        if isinstance(event, SlotSet) and event.anchor in (Anchor.FIX_WRITE, Anchor.FIX_READ)
    ]
    zapped = dict.fromkeys(f"S{event.page}" for event in events if isinstance(event, PageFreed))
    lines = [f"zaps {listed(list(zapped))}"] if zapped else []
    if fixed is not None and fixed.write_pt:
        lines.append("the target is a shadowed table")
    lines += [f"S{e.page} entry {e.index}: {letters(e.new)}" for e in slots[-1:]]
    if any(event.old != event.new for event in stored):
        lines.append("D set in the guest's entry")
    if fixed is None:
        return "", tuple(lines)
    return "fixed" if fixed.fixed else "not fixed", tuple(lines or ["nothing to change"])


_WHY = {
    Anchor.REFUSED: "the walk has refused",
    Anchor.NONE_BUILT: "the guest's entry is absent",
    Anchor.MMIO: "the entry is marked IO",
    Anchor.NOT_FIXED: "P in the code, and not fixed",
    Anchor.PF_FIXED: "counted in pf_fixed",
}


def _answer(events: Sequence[AnyEvent]) -> Said:
    answered = next(event for event in events if isinstance(event, Answered))
    why = (_WHY[answered.anchor],)
    if answered.answer is Answer.INJECT:
        return f"injected {code_text(answered.error_code or 0)}", why
    then = (
        "the access is tried again" if answered.answer is Answer.RESUME else "KVM does it instead"
    )
    return answered.answer.value, (*why, then)


def _emulate(events: Sequence[AnyEvent]) -> Said:
    stored = [event for event in events if isinstance(event, GuestStored)]
    dropped = [f"S{e.page} entry {e.index}" for e in events if isinstance(e, SlotSet) and e.old]
    zapped = [f"S{event.page}" for event in events if isinstance(event, PageFreed)]
    where = tuple(
        f"gva_to_gpa: {event.gpa:#x}"
        for event in events
        if isinstance(event, Translated) and event.gpa is not None
    )
    lines = [f"{listed(dropped)} dropped"] if dropped and not zapped else []
    lines += [f"{listed(zapped)} zapped"] if zapped else []
    result = "written" if stored else "" if lines else "by the device"
    return result, (*lines, *(_stores(stored) or where))


def _stores(stored: Sequence[GuestStored]) -> tuple[str, ...]:
    return tuple(
        f"{entry_hex(event.old)} → {entry_hex(event.new)}"
        if event.old != event.new
        else f"gpa {event.gpa:#x}: the same bytes"
        for event in stored
    )


_SAYS: Mapping[PhaseKind, Callable[[Sequence[AnyEvent]], Said]] = {
    PhaseKind.ROOTS: _roots,
    PhaseKind.LOOKUP: _lookup,
    PhaseKind.STORE: _store,
    PhaseKind.EXIT: _exit,
    PhaseKind.WALK: _walk,
    PhaseKind.FETCH: _fetch,
    PhaseKind.FIX: _fix,
    PhaseKind.ANSWER: _answer,
    PhaseKind.EMULATE: _emulate,
}


def said(kind: PhaseKind, events: Sequence[AnyEvent]) -> Said:
    """Return what the events of a phase of `kind` came to; an empty word where it never ended."""
    return _SAYS[kind](events)
