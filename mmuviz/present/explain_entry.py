"""A paging-structure entry in words: each bit under its mode and level, and what it maps.

Source: Intel SDM vol. 3A, tables 4-4 to 4-20; semantics.md, 1.
"""

from mmuviz.core.bits import PAGE_SHIFT, Pte
from mmuviz.core.cpu import PDPTR_RESERVED
from mmuviz.core.entry import Entry, large_frame, pse36_bits, reserved_mask
from mmuviz.core.paging import Level, PagingMode
from mmuviz.present.wording import Line, Span, Style, entry_hex, listed, page_size, table_noun

_WIDTH = 40  # MAXPHYADDR where nothing else is said
_SOFTWARE = range(9, 12)
_WORDS: dict[str, tuple[str, str]] = {
    "P": ("present", "not present"),
    "W": ("writable, if all levels above are too", "not writable"),
    "U": ("open to user mode, if all levels above are too", "for the supervisor only"),
    "T": ("write-through (PWT)", "no write-through"),
    "C": ("cache disabled (PCD)", "cached"),
    "A": ("accessed: used by a walk since it was cleared", "not accessed yet"),
    "D": ("dirty: written to since it was cleared", "not dirty"),
    "S": ("page size: maps a large page", "page size: leads to a table"),
    "G": ("global: stays in the TLB over a load of CR3", "not global"),
    "X": ("no-execute (NX), with EFER.NXE", "instruction fetch allowed"),
}


def level_named(mode: PagingMode, word: str) -> Level:
    """Return the level whose entry is called `word` (pml4e, pdpte, pde, pte; pdptr is a PDPTE).

    Raises:
        ValueError: the mode has no such entry.
    """
    wanted = "PDPTE" if word.upper() == "PDPTR" else word.upper()
    for level in mode.levels:
        if level.name.replace("PDPTR", "PDPTE") == wanted:
            return level
    names = ", ".join(level.name.lower() for level in mode.levels)
    raise ValueError(f"found level {word}, expected one of {names} in {mode.title} mode")


def explain_entry(value: int, mode: PagingMode, level: Level) -> list[Line]:
    """Return an entry in words.

    Raises:
        ValueError: the value is wider than an entry of the mode.
    """
    if value < 0 or value >> mode.entry_size * 8:
        bits = mode.entry_size * 8
        raise ValueError(f"found {value:#x}, expected an entry of {bits} bits in {mode.title} mode")
    title = f"{entry_hex(value)} as a {level.name} in {mode.title} mode"
    lines: list[Line] = [(Span(title, Style.STRONG),)]
    entry = Entry(value, mode, level)
    if not entry.present:
        lines.append((Span("  P  0  not present"),))
        rest = "all its bits are 0" if not value else "the other bits mean nothing to a processor"
        lines.append((Span(f"In words: an absent entry; {rest}."),))
        if value:
            lines.append((Span("The operating system may keep notes of its own in them."),))
        return lines
    lines += [(Span(f"  {letter}  {bit}  {words}"),) for letter, bit, words in _flag_rows(entry)]
    lines += [(Span(f"  {text}"),) for text in _other_bits(entry)]
    lines.append((Span(f"In words: {sentence(entry)}."),))
    return lines


def _flag_rows(entry: Entry) -> list[tuple[str, int, str]]:
    rows = []
    leaf = is_leaf(entry)
    for flag in entry.flags:
        is_set = bool(entry.value & flag.bit)
        words = _WORDS[flag.letter][not is_set]
        if flag.letter == "S" and entry.level.number == 1:
            words = "PAT: selects a memory type; a PTE has no page size"
        elif flag.letter == "S" and entry.level.number == 4:
            words = "reserved: a PML4E maps no page"
        elif flag.letter in "DG" and not leaf:
            words = "ignored: this entry maps no page"
        rows.append((flag.letter, int(is_set), words))
    return rows


def is_leaf(entry: Entry) -> bool:
    """Whether the entry maps a page itself, CR4.PSE taken as set."""
    return entry.level.number == 1 or entry.is_large(pse=True, gigabyte_pages=True)


def _other_bits(entry: Entry) -> list[str]:
    value, level, mode = entry.value, entry.level, entry.mode
    texts = []
    software = [str(bit) for bit in _SOFTWARE if value >> bit & 1]
    if software:
        plural = "bits" if len(software) > 1 else "bit"
        texts.append(f"{plural} {listed(software)} set: software's own, no rule looks at them")
    mask = reserved_mask(mode, level, is_leaf(entry) and level.number > 1, _WIDTH, True)
    if not level.has_rights:
        mask = PDPTR_RESERVED
    if reserved := [str(bit) for bit in range(64) if value & mask & 1 << bit]:
        when = f"in use: a fault with RSVD), with M = {_WIDTH}"
        if not level.has_rights:
            when = "when CR3 is loaded: #GP)"
        texts.append(f"bit {listed(reserved)} set: reserved ({when}")
    if not level.has_rights and value & Pte.A:
        texts.append("bit 5 is what QEMU sets when it walks; a CPU has no accessed bit there")
    return texts


def sentence(entry: Entry) -> str:
    """Say in words what a present entry does."""
    value, level, mode = entry.value, entry.level, entry.mode
    if not is_leaf(entry):
        below = mode.level(level.number - 1)
        what = f"leads to the {table_noun(below)} at {entry.frame:#x}"
        if not level.has_rights:
            return f"{what}; a PAE PDPTE has no rights, and only its loaded copy counts"
    else:
        base = entry.frame if level.number == 1 else large_frame(value, mode, level)
        if mode is PagingMode.X32 and level.number == 2:
            base |= pse36_bits(value)
        what = f"maps the {page_size(level)} page at {base:#x} (gfn {base >> PAGE_SHIFT:#x})"
    who = "user and supervisor" if value & Pte.U else "the supervisor only"
    writes = "reads and writes" if value & Pte.W else "reads, no writes"
    fetches = ", no fetches" if mode is not PagingMode.X32 and value & Pte.NX else ""
    return f"{what}; {writes}{fetches}, by {who}, as far as this level decides"
