"""What KVM and the processor do, in the words of the exit diagram: one line a deed."""

from collections.abc import Sequence

from mmuviz.core.bits import Pte
from mmuviz.core.events import Anchor, Translated
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
)
from mmuviz.core.shadow.pages import Spte
from mmuviz.core.trace import Semantics
from mmuviz.present.exit_items import BoxLine, Mark
from mmuviz.present.wording import amount

_RIGHTS = (("W", Pte.W), ("U", Pte.U))
_WITHOUT_P = "code has no P: counted as fixed"
_LETTERS = (("P", Pte.P), *_RIGHTS, ("A", Pte.A), ("D", Pte.D))


def leaf_text(value: int) -> str:
    """The flags of a level-1 shadow entry that are set: `P U A D`, `MMIO`, `none`."""
    if not value & (Pte.P | Spte.MMIO):
        return "none"
    if value & Spte.MMIO:
        return "MMIO"
    return " ".join(letter for letter, bit in _LETTERS if value & bit)


def rights_of(value: int) -> str:
    """What a level-1 shadow entry allows: `P U, W 0`, `P W U`, `MMIO`."""
    if value & Spte.MMIO:
        return "MMIO"
    there = " ".join(["P", *(letter for letter, bit in _RIGHTS if value & bit)])
    missing = " ".join(f"{letter} 0" for letter, bit in _RIGHTS if not value & bit)
    return f"{there}, {missing}" if missing else there


def lookup_words(looked: Looked) -> tuple[str, str]:
    """Say what the processor finds in the shadow: in short, and in full."""
    value = looked.path[-1][2]
    path = "\n".join(
        f"shadow page {page}, entry {index}: {value:#x}" for page, index, value in looked.path
    )
    if looked.error_code is None:
        return "allowed", path
    if value & Spte.MMIO and not value & Pte.P:
        return "leaf MMIO", path
    if not value & Pte.P:
        return "leaf absent", path
    above = [f"{letter} 0" for letter, bit in _RIGHTS if not value & bit]
    if value & Pte.NX and looked.error_code & 0x10:
        above.append("NX")
    return f"leaf there, {' '.join(above)}" if above else "leaf there, refused", path


def roots_lines(step: int, events: Sequence[AnyEvent]) -> tuple[BoxLine, ...]:
    """The roots that are taken, and what that write-protects."""
    taken = [event for event in events if isinstance(event, PageTaken)]
    found = sum(event.found for event in taken)
    words = f"roots: {amount(len(taken), 'page')} taken"
    if found:
        words += f", {found} found in the cache"
    return (BoxLine(step, words, _pages(taken) + _protected(events), tuple(events)),)


def fetch_line(step: int, events: Sequence[AnyEvent]) -> BoxLine:
    """What fetch builds."""
    leaf = next(
        (
            event.new
            for event in events
            if isinstance(event, SlotSet) and event.anchor is Anchor.SET_ENTRY
        ),
        None,
    )
    words = "links a page of the cache" if leaf is None else f"shadow leaf {rights_of(leaf)}"
    taken = [event for event in events if isinstance(event, PageTaken)]
    tip = f"fetch builds the shadow path: {words}\n{_pages(taken)}{_protected(events)}"
    return BoxLine(step, f"fetch: {words}", tip, tuple(events), mark=Mark.PASSED)


def fix_lines(step: int, events: Sequence[AnyEvent], *, in_vain: bool) -> tuple[BoxLine, ...]:
    """What fix_write_pf or fix_read_pf does; without a verdict where it does not come to one.

    Args:
        step: the step.
        events: its events.
        in_vain: the access is refused all the same.
    """
    fixed = next((event for event in events if isinstance(event, Fixed)), None)
    zapped = [event for event in events if isinstance(event, PageFreed)]
    cleared = [
        event for event in events if isinstance(event, SlotSet) and event.anchor is Anchor.ZAP
    ]
    zaps = ""
    if cleared or zapped:
        zaps = f"zaps {amount(len(zapped), 'page')}, {amount(len(cleared), 'entry', 'entries')}"
    if fixed is None:
        return (BoxLine(step, f"fix_write_pf: {zaps or 'begins'}", _slots(events), tuple(events)),)
    dirty = any(isinstance(event, GuestStored) for event in events)
    if fixed.write_pt:
        said, mark = "a shadowed table", Mark.NOTE
    elif fixed.fixed:
        said, mark = "fixed", Mark.PASSED
    elif in_vain:
        said, mark = "not fixed", Mark.REFUSED
    else:
        said, mark = "nothing to fix", Mark.NOTE
    more = [zaps] if zaps else []
    more += ["D 0 → 1"] if dirty else []
    words = ", ".join([f"{fixed.anchor.value}: {said}", *more])
    return (BoxLine(step, words, f"{words}\n{_slots(events)}".strip(), tuple(events), mark=mark),)


def why_line(version: Semantics, step: int, answered: Answered, *, fixed: bool) -> BoxLine | None:
    """Why page_fault answers as it does; None where its walk has said it.

    Args:
        version: whose page_fault it is.
        step: the step.
        answered: the answer.
        fixed: fix_write_pf or fix_read_pf has made the access possible.
    """
    words = _reason(version, answered, fixed=fixed)
    return BoxLine(step, words, words, (answered,)) if words else None


def _reason(version: Semantics, answered: Answered, *, fixed: bool) -> str:
    emulates = answered.answer is Answer.EMULATE
    counted = "counted as fixed" if fixed or version is Semantics.AFTER else _WITHOUT_P
    return {
        Anchor.NONE_BUILT: "none built: inject",
        Anchor.NOT_FIXED: "P set and not fixed: inject",
        Anchor.MMIO: "MMIO: emulate" if emulates else "MMIO, may_access says no: inject",
        Anchor.PF_FIXED: "counted as fixed: emulate" if emulates else counted,
    }.get(answered.anchor, "")


def emulate_lines(step: int, events: Sequence[AnyEvent]) -> tuple[BoxLine, ...]:
    """What the emulator does: translate, drop shadow entries, store."""
    parts: tuple[list[AnyEvent], ...] = ([], [], [])
    for event in events:
        part = 1 if isinstance(event, SlotSet | PageFreed) else 2
        parts[part if isinstance(event, SlotSet | PageFreed | GuestStored) else 0].append(event)
    translating, dropping, storing = (tuple(part) for part in parts)
    lines = []
    if translating:
        lines.append(
            BoxLine(
                step,
                _translation(translating),
                "The emulator asks where the address leads.",
                translating,
            )
        )
    if dropping:
        slots = sum(isinstance(event, SlotSet) for event in dropping)
        freed = sum(isinstance(event, PageFreed) for event in dropping)
        words = f"drops {amount(slots, 'shadow entry', 'shadow entries')}"
        if freed:
            words += f", {amount(freed, 'page')} zapped"
        lines.append(
            BoxLine(step, words, f"{words}\n{_slots(dropping)}", dropping, mark=Mark.WRITTEN)
        )
    lines += (
        BoxLine(
            step,
            f"stores {event.new:#x}",
            f"at {event.gpa:#x}: {event.old:#x} → {event.new:#x}",
            (event,),
            mark=Mark.WRITTEN,
        )
        for event in storing
        if isinstance(event, GuestStored)
    )
    return tuple(lines)


def _translation(events: Sequence[AnyEvent]) -> str:
    last = events[-1]
    assert isinstance(last, Translated), "page_fault has just walked there"
    return "gva_to_gpa: " + (last.status if last.gpa is None else f"{last.gpa:#x}")


def _pages(taken: Sequence[PageTaken]) -> str:
    return "\n".join(
        f"shadow page {event.page} for gfn {event.gfn:#x}, level {event.role.level}, "
        f"{'found in the cache' if event.found else 'new'}"
        for event in taken
    )


def _protected(events: Sequence[AnyEvent]) -> str:
    number = sum(
        isinstance(event, SlotSet) and event.anchor is Anchor.WRITE_PROTECT for event in events
    )
    return f"\nwrite protection takes W from {amount(number, 'entry', 'entries')}" if number else ""


def _slots(events: Sequence[AnyEvent]) -> str:
    return "\n".join(
        f"shadow page {event.page}, entry {event.index}: {event.old:#x} → {event.new:#x}"
        for event in events
        if isinstance(event, SlotSet)
    )
