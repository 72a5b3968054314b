"""What is said of a shadow entry: where it leads, why a right is withheld, what just happened."""

from enum import Enum
from typing import NamedTuple

from mmuviz.core.bits import PAGE_SHIFT, Pte
from mmuviz.core.entry import Entry
from mmuviz.core.events import Anchor
from mmuviz.core.shadow.events import SlotSet
from mmuviz.core.shadow.pages import FRAME_MASK, Spte, is_link, linked
from mmuviz.core.shadow.state import PageState
from mmuviz.present.shadow_moment import ShadowMoment
from mmuviz.present.wording import listed

REAL = (("P", Pte.P), ("W", Pte.W), ("U", Pte.U), ("A", Pte.A), ("D", Pte.D), ("G", Pte.G))
NO_EXECUTE = ("X", Pte.NX)
REMEMBERED = (("W", Spte.GUEST_W), ("U", Spte.GUEST_U))
_CHANGES = {
    Anchor.LINK: "linked by fetch",
    Anchor.SET_ENTRY: "built by fetch",
    Anchor.WRITE_PROTECT: "W taken by the write protection",
    Anchor.FIX_WRITE: "changed by fix_write_pf",
    Anchor.FIX_READ: "U given back, W taken; the reverse map is not told",
    Anchor.ZAP: "zapped",
    Anchor.PRE_WRITE: "dropped by the write",
}


class Tone(Enum):
    """How loud a remark is."""

    QUIET = "quiet"
    STRONG = "strong"
    NOW = "now"

    @property
    def is_loud(self) -> bool:
        """Whether the remark is not to be missed."""
        return self is not Tone.QUIET


class SlotWords(NamedTuple):
    """What is said of a shadow entry.

    Attributes:
        leads: where it leads, `→ S3`, `→ page 0x12`, or `0`.
        remark: what is to be known of it.
        tone: how loud the remark is.
        withheld: the remembered rights that are not real.
    """

    leads: str
    remark: str
    tone: Tone
    withheld: tuple[str, ...] = ()


def frame_of(value: int) -> int:
    """Return the number of the frame that a shadow leaf maps."""
    return (value & FRAME_MASK) >> PAGE_SHIFT


def letters(value: int) -> str:
    """`P W U A, remembered W U`: the bits of a shadow entry that are 1."""
    real = " ".join(letter for letter, bit in (*REAL, NO_EXECUTE) if value & bit)
    kept = " ".join(letter for letter, bit in REMEMBERED if value & bit)
    mark = ("large" if is_link(value) else "IO") if value & Spte.MMIO else ""
    parts = [real or "no bit", f"remembered {kept}" if kept else "", mark]
    return ", ".join(filter(None, parts))


def withheld_rights(value: int) -> tuple[str, ...]:
    """Return the letters of the remembered rights that a present leaf does not give."""
    return tuple(
        letter
        for (letter, kept), real in zip(REMEMBERED, (Pte.W, Pte.U), strict=True)
        if value & kept and not value & real
    )


def slot_words(moment: ShadowMoment, page: PageState, index: int, entry: Entry | None) -> SlotWords:
    """Describe an entry of a shadow page.

    Args:
        moment: when.
        page: the page.
        index: the entry's number.
        entry: the guest's entry that it stands for; None where there is none, or nobody knows it.
    """
    value = moment.now.slot(page.number, index)
    change = moment.changed.get((page.number, index))
    large = value & Spte.LARGE if page.role.level > 1 else 0
    if change is not None and not value:
        return SlotWords("0", f"now: {_change(change)}. Was {letters(change.old)}", Tone.NOW)
    if not value:
        return SlotWords("0", "not built", Tone.QUIET)
    if page.role.level > 1:
        return _link_words(moment, value, change, entry, large=bool(large))
    words = _leaf_words(moment, value, entry)
    if change is not None:
        said = words.remark if words.withheld else _change(change)
        return words._replace(remark=f"now: {said}", tone=Tone.NOW)
    return words


def _change(change: SlotSet) -> str:
    if change.anchor is Anchor.USED:
        flips = change.old ^ change.new
        return f"{listed([letter for letter, bit in REAL if flips & bit])} set by the processor"
    if change.anchor is Anchor.FIX_WRITE and change.new & ~change.old & Pte.W:
        return "W given by fix_write_pf"
    return _CHANGES[change.anchor]


def _link_words(
    moment: ShadowMoment, value: int, change: SlotSet | None, entry: Entry | None, *, large: bool
) -> SlotWords:
    child = moment.now.pages[linked(value)]
    leads = f"→ S{child.number}"
    stale = "" if entry is None else _stale_link(moment, child, entry)
    if stale:
        return SlotWords(leads, f"stale: {stale}", Tone.STRONG)
    if change is not None:
        return SlotWords(leads, f"now: {_change(change)}", Tone.NOW)
    if large or child.role.metaphysical:
        return SlotWords(leads, "link to a page with no guest table behind it", Tone.QUIET)
    return SlotWords(leads, "link: always P W U A, rights are in the leaves", Tone.QUIET)


def _stale_link(moment: ShadowMoment, child: PageState, entry: Entry) -> str:
    if not entry.present:
        return "the guest's entry is absent"
    is_large = entry.is_large(pse=moment.cpu.pse)
    if is_large != child.role.metaphysical:
        return f"the guest's entry {'maps a large page' if is_large else 'leads to a table'}"
    gfn = entry.frame >> PAGE_SHIFT
    return "" if child.gfn == gfn else f"the guest's entry leads to gfn {gfn:#x}"


def _leaf_words(moment: ShadowMoment, value: int, entry: Entry | None) -> SlotWords:
    frame = frame_of(value)
    if value & Spte.MMIO:
        said = "outside RAM: P stays 0, address kept, each access is emulated"
        return SlotWords(f"→ {frame:#x}, IO", said, Tone.QUIET)
    leads = f"→ page {frame:#x}"
    if not value & Pte.P:
        said = "never present: fix_write_pf wrote into what it had just zapped"
        return SlotWords(leads if frame else "0", said, Tone.STRONG)
    withheld = withheld_rights(value)
    if value & Pte.W and not value & Spte.GUEST_W:
        said = f"the WP=0 trick: W for the kernel{', U withheld' if withheld else ' alone'}"
        return SlotWords(leads, said, Tone.STRONG, withheld)
    if withheld == ("U",):  # a table's write protection has come after the trick
        said = "the WP=0 trick took U; the W that it gave is taken since"
        return SlotWords(leads, said, Tone.STRONG, withheld)
    if withheld:
        return SlotWords(leads, _why_no_write(moment, value), Tone.STRONG, withheld)
    return SlotWords(leads, _plain(value, entry), Tone.QUIET)


def _why_no_write(moment: ShadowMoment, value: int) -> str:
    frame = frame_of(value)
    shadow = moment.now.shadowing(frame)
    if shadow is not None:
        return f"W withheld: gfn {frame:#x} is shadowed by S{shadow.number}"
    if not value & Pte.D:
        return "D was clear: W waits for the first write"
    return "W withheld earlier; the next write gives it back"


def _plain(value: int, entry: Entry | None) -> str:
    who = "user" if value & Pte.U else "kernel only"
    what = "writable" if value & Pte.W else "read only"
    said = f"{who}, {what}"
    if value & Pte.NX:
        said += ", no fetches"
    if entry is not None:
        narrower = any(
            entry.value & bit and not value & kept
            for (_, kept), bit in zip(REMEMBERED, (Pte.W, Pte.U), strict=True)
        )
        if narrower:
            said += ": the path that built it allowed no more"
    return said
