"""The rows of a guest table beside a shadow page: entries, and what stands for them."""

from dataclasses import dataclass
from typing import NamedTuple

from mmuviz.core.bits import PAGE_SHIFT, Pte
from mmuviz.core.entry import Entry, large_frame, pse36_bits
from mmuviz.core.paging import Level
from mmuviz.core.shadow.pages import Spte
from mmuviz.core.shadow.state import PageState
from mmuviz.present.shadow_moment import Part, ShadowMoment
from mmuviz.present.shadow_words import (
    NO_EXECUTE,
    REAL,
    REMEMBERED,
    Tone,
    letters,
    slot_words,
)
from mmuviz.present.wording import entry_hex, flag_letters, page_size

MOST_PRESENT = 6
"""A table with more entries than this shows only those that matter."""
_ENTRY_BITS = (*REAL[:5], ("S", Pte.PS), NO_EXECUTE)
_ALWAYS = 5


class Cell(NamedTuple):
    """A bit of an entry.

    Attributes:
        letter: its letter.
        value: whether it is 1.
        written: this step made it what it is.
        unequal: a remembered right that is not real, or the real one that is missing.
    """

    letter: str
    value: bool
    written: bool = False
    unequal: bool = False


@dataclass(frozen=True, slots=True)
class GuestEntry:
    """An entry of a guest's table.

    Attributes:
        index: its number.
        value: its value in hexadecimal digits; empty where it is not kept in the file.
        cells: its bits.
        leads: where it leads.
        was: the value before this step, where the step changed it.
        full: the entry in full.
    """

    index: int
    value: str
    cells: tuple[Cell, ...]
    leads: str
    was: str
    full: str


@dataclass(frozen=True, slots=True)
class SlotEntry:
    """A shadow entry.

    Attributes:
        index: its number.
        real: the bits that the processor obeys.
        remembered: bits 10 and 11; empty in a link.
        mmio: bit 9; None in a link.
        leads: where it leads.
        remark: what is to be known of it.
        tone: how loud.
        full: the entry in full.
    """

    index: int
    real: tuple[Cell, ...]
    remembered: tuple[Cell, ...]
    mmio: Cell | None
    leads: str
    remark: str
    tone: Tone
    full: str

    @property
    def unequal(self) -> bool:
        """Whether a remembered right is not real."""
        return any(cell.unequal for cell in self.remembered)


@dataclass(frozen=True, slots=True)
class PairRow:
    """A line of the picture.

    Attributes:
        guest: the guest's entry; None where there is none, or the line above has it.
        slot: the shadow entry; None where no page is there.
        on_path: the access goes through it.
        changed: this step changed one of the two.
    """

    guest: GuestEntry | None
    slot: SlotEntry | None
    on_path: bool
    changed: bool


def pair_rows(
    moment: ShadowMoment, part: Part, page: PageState | None
) -> tuple[tuple[PairRow, ...], int]:
    """Return the rows that matter, and how many present entries of the guest are left out.

    Args:
        moment: when.
        part: what is paired.
        page: the shadow page that stands for it; None where there is none.
    """
    path = moment.guest_path.get(part)
    must = set() if path is None else {path}
    if page is not None:
        must |= set(page.slots)
        must |= {index for number, index in moment.changed if number == page.number}
        must |= {index for number, index in moment.shadow_path if number == page.number}
    if part.role.metaphysical:
        return tuple(_row(moment, part, page, index, None) for index in sorted(must)), 0
    size = moment.mode.entry_size
    table = part.gfn << PAGE_SHIFT
    known = {part.entry_of(index) for index in must}
    changed = [gpa - table for gpa in moment.written if gpa >> PAGE_SHIFT == part.gfn]
    extra = {offset // size for offset in changed} & set(part.entries) - known
    present = {
        entry
        for entry in part.entries
        if (moment.entry(table + entry * size) or 0) & Pte.P and entry not in known | extra
    }
    if len(must) + len(extra) + len(present) <= MOST_PRESENT:
        extra |= present
        present = set()
    rows: list[PairRow] = []
    for index in sorted(must | {part.slot_of(entry) for entry in extra}):
        entry = part.entry_of(index)
        repeated = index - 1 in must and part.entry_of(index - 1) == entry
        rows.append(_row(moment, part, page, index, None if repeated else entry))
    return tuple(rows), len(present)


def _row(
    moment: ShadowMoment, part: Part, page: PageState | None, index: int, entry: int | None
) -> PairRow:
    """Make the row of a shadow entry, and of the guest's entry beside it where one is shown."""
    guest, slot, gpa = None, None, None
    known: Entry | None = None
    if not part.role.metaphysical:
        level = moment.mode.level(part.role.level)
        gpa = (part.gfn << PAGE_SHIFT) + part.entry_of(index) * moment.mode.entry_size
        value = moment.entry(gpa)
        known = None if value is None else Entry(value, moment.mode, level)
        if entry is not None:
            guest = _guest_entry(moment, entry, gpa, level, known)
    on_path = moment.guest_path.get(part) == index
    changed = guest is not None and gpa in moment.written
    if page is not None:
        slot = _slot_entry(moment, page, index, known)
        on_path = on_path or (page.number, index) in moment.shadow_path
        changed = changed or (page.number, index) in moment.changed
    return PairRow(guest, slot, on_path, changed)


def _guest_entry(
    moment: ShadowMoment, index: int, gpa: int, level: Level, entry: Entry | None
) -> GuestEntry:
    name = f"{level.name} {index} at {gpa:#x}"
    if entry is None:
        return GuestEntry(index, "", (), "not kept in the file", "", f"{name}: not kept")
    value, old = entry.value, moment.written.get(gpa)
    flips = 0 if old is None else old ^ value
    cells = tuple(
        Cell(letter, bool(value & bit), bool(flips & bit))
        for number, (letter, bit) in enumerate(_ENTRY_BITS)
        if number < _ALWAYS or (value & bit and (letter != "S" or level.number > 1))
    )
    was = "" if old is None else f"was {entry_hex(old)}"
    full = f"{name} = {value:#x}\n{flag_letters(value, moment.mode, level)}   {was}".rstrip()
    return GuestEntry(index, entry_hex(value), cells, _leads(moment, entry), was, full)


def _leads(moment: ShadowMoment, entry: Entry) -> str:
    if not entry.present:
        return "absent"
    if entry.level.number > 1 and not entry.is_large(pse=moment.cpu.pse):
        return f"→ table gfn {entry.frame >> PAGE_SHIFT:#x}"
    base, what = entry.frame, "page"
    if entry.level.number > 1:
        base, what = large_frame(entry.value, entry.mode, entry.level), page_size(entry.level)
        base |= pse36_bits(entry.value) if moment.mode.entry_size == 4 else 0
        what += " page"
    if base not in moment.frame.record.scenario.ram:
        return f"→ {base >> PAGE_SHIFT:#x}, not RAM"
    return f"→ {what} {base >> PAGE_SHIFT:#x}"


def _slot_entry(
    moment: ShadowMoment, page: PageState, index: int, entry: Entry | None
) -> SlotEntry:
    at = page.number, index
    value = moment.now.slot(*at)
    change = moment.changed.get(at)
    flips = 0 if change is None else change.old ^ value
    words = slot_words(moment, page, index, entry)
    wide = moment.mode.entry_size == 8 and moment.cpu.nxe
    bits = (*REAL, NO_EXECUTE) if wide else REAL
    real = tuple(
        Cell(letter, bool(value & bit), bool(flips & bit), letter in words.withheld)
        for letter, bit in bits
    )
    leaf = page.role.level == 1
    remembered = tuple(
        Cell(letter, bool(value & bit), bool(flips & bit), letter in words.withheld)
        for letter, bit in REMEMBERED
    )
    mmio = Cell("IO", bool(value & Spte.MMIO), bool(flips & Spte.MMIO))
    full = f"S{page.number} entry {index} = {value:#x}\n{letters(value) if leaf else 'link'}"
    return SlotEntry(
        index,
        real,
        remembered if leaf else (),
        mmio if leaf else None,
        words.leads,
        words.remark,
        words.tone,
        f"{full}\n{words.remark}",
    )
