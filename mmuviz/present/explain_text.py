"""Read what a kernel or an emulator prints about a page fault, and say it in words.

Recognised: `error_code(0x0003)`, `Oops: 0003 [#1]`, `#PF: supervisor write access in kernel mode`,
`PGD .. P4D .. PUD .. PMD .. PTE ..`, `*pdpt = ..  *pde = ..  *pte = ..`, the faulting address, and
registers as QEMU's `info registers` or an oops print them.
"""

import re

from mmuviz.core.bits import Pferr, Pte
from mmuviz.core.entry import Entry
from mmuviz.core.paging import PagingMode
from mmuviz.present.explain_code import access_words, explain_code
from mmuviz.present.explain_entry import explain_entry, is_leaf, level_named
from mmuviz.present.explain_registers import explain_registers, mode_of
from mmuviz.present.wording import Line, Span, Style, address_bits, listed

_CODE = re.compile(r"error_code\(0x([0-9a-fA-F]+)\)|Oops:\s+(?:0x)?([0-9a-fA-F]{4})\b")
_ACCESS = re.compile(
    r"#PF: (supervisor|user) (read access|write access|instruction fetch) in (kernel|user) mode"
)
_TABLES = re.compile(r"\b(PGD|P4D|PUD|PMD|PTE)\s+([0-9a-fA-F]+)\b")
_STARRED = re.compile(r"\*(pdpt|pde|pte)\s*=\s*([0-9a-fA-F]+)")
_REGISTERS = re.compile(r"\b(CR[0234]|EFER|EFL|EFLAGS|CPL)\s*[=:]\s*(?:0x)?([0-9a-fA-F]+)")
_ADDRESS = re.compile(
    r"(?:page fault for address:|paging request at|NULL pointer dereference[,:]? (?:at|address:))"
    r"\s*(?:virtual address\s+)?(?:0x)?([0-9a-fA-F]+)"
)
_WIDE = re.compile(r"\bCR[23]: [0-9a-fA-F]{16}\b")
_LINUX = {"PGD": "pml4e", "PUD": "pdpte", "PMD": "pde", "PTE": "pte"}
_STARS = {"pdpt": "pdpte", "pde": "pde", "pte": "pte"}
_RIGHTS = ((Pferr.W, Pte.W, "W"), (Pferr.U, Pte.U, "U"))


def explain_text(text: str) -> list[Line]:
    """Return what is recognised in `text`, in words; empty where nothing is."""
    registers = {name.replace("EFLAGS", "EFL"): int(value, 16) for name, value in
                 _REGISTERS.findall(text)}  # fmt: skip
    entries = _entries(text)
    code = _code(text)
    mode = _mode(text, registers, entries)
    sections = [
        _access(text),
        [] if code is None else explain_code(code),
        _address(text, mode),
        *(explain_entry(entry.value, entry.mode, entry.level) for entry in entries),
        _who_refused(entries, code),
        explain_registers(registers, mode) if registers else [],
    ]
    lines: list[Line] = []
    for section in filter(None, sections):
        lines += [(), *section] if lines else section
    return lines


def _mode(text: str, registers: dict[str, int], entries: list[Entry]) -> PagingMode | None:
    """Return the paging mode; an oops has no EFER, but prints 64-bit registers in long mode."""
    if entries:
        return entries[0].mode
    if "EFER" not in registers and _WIDE.search(text):
        return PagingMode.LONG
    return mode_of(registers)


def _code(text: str) -> int | None:
    found = _CODE.search(text)
    return int(found[1] or found[2], 16) if found else None


def _access(text: str) -> list[Line]:
    found = _ACCESS.search(text)
    if found is None:
        return []
    who, what, mode = found.groups()
    words = f"a {what} with {who} rights, made while the processor ran in {mode} mode"
    lines: list[Line] = [(Span(f"In words: {words}."),)]
    if (who == "supervisor") != (mode == "kernel"):
        lines.append((Span("The processor's own access (to a descriptor table, say): U is 0."),))
    return lines


def _entries(text: str) -> list[Entry]:
    """Return the entries of a page-table line, root first; a folded P4D repeats the PGD."""
    linux = [(_LINUX[name], value) for name, value in _TABLES.findall(text) if name in _LINUX]
    if linux:
        return [_entry(PagingMode.LONG, word, value) for word, value in linux]
    starred = _STARRED.findall(text)
    wide = any(name == "pdpt" or len(value) > 8 for name, value in starred)
    mode = PagingMode.PAE if wide else PagingMode.X32
    return [_entry(mode, _STARS[name], value) for name, value in starred]


def _entry(mode: PagingMode, word: str, value: str) -> Entry:
    return Entry(int(value, 16), mode, level_named(mode, word))


def _address(text: str, mode: PagingMode | None) -> list[Line]:
    found = _ADDRESS.search(text)
    if found is None:
        return []
    gva = int(found[1], 16)
    lines: list[Line] = [(Span(f"address {gva:#x}", Style.STRONG),)]
    lines += [
        (Span(f"  bits {address_bits(level):<7} select {level.name} {level.select(gva)}"),)
        for level in (mode.levels if mode else ())
    ]
    if gva < 0x1000:
        lines.append((Span("  in the first page: most often a null pointer plus an offset"),))
    return lines


def _who_refused(entries: list[Entry], code: int | None) -> list[Line]:
    """Put entries and code together: which of them explains the fault?"""
    if not entries or code is None:
        return []
    absent = [entry.level.name for entry in entries if not entry.present]
    if not code & Pferr.P or absent:
        why = f"{listed(absent)} is absent" if absent else "none of these entries is absent"
        if bool(absent) == bool(code & Pferr.P):
            why += f", but the code has P = {code & Pferr.P}: the tables have changed since"
        return _together(why)
    if code & Pferr.RSVD:
        return _together("P and RSVD: look for the reserved bit above")
    reasons = []
    for asked, bit, letter in _RIGHTS:
        lacking = [e.level.name for e in entries if e.level.has_rights and not e.value & bit]
        if code & asked and lacking:
            reasons.append(f"{letter} is 0 in {listed(lacking)}")
    refused_fetch = [e.level.name for e in entries if e.level.has_rights and e.value & Pte.NX]
    if code & Pferr.I and refused_fetch:
        reasons.append(f"NX is set in {listed(refused_fetch)}")
    if reasons:
        return _together(f"the {access_words(code)} was refused, as {' and '.join(reasons)}")
    if not code & Pferr.U and all(e.value & Pte.U for e in entries if e.level.has_rights):
        return _together("all levels allow it, but it is a user page: SMEP or SMAP, most likely")
    ends = "" if is_leaf(entries[-1]) else "; the last entries are missing here"
    return _together(f"every entry printed allows this access{ends}")


def _together(words: str) -> list[Line]:
    return [(Span("together", Style.STRONG),), (Span(f"  {words}"),)]
