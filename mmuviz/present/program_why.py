"""The panel beside a guest program: what explains the operation that is shown, and the tables."""

from dataclasses import dataclass, replace

from mmuviz.core.bits import PAGE_SHIFT, Pte
from mmuviz.core.entry import Entry
from mmuviz.core.events import EntryRead
from mmuviz.core.shadow.pages import Spte
from mmuviz.core.trace import Semantics
from mmuviz.present.program_case import Case, ShadowEntry
from mmuviz.present.program_causes import cause
from mmuviz.present.program_decisions import Decision, decision
from mmuviz.present.program_leaf import TWO_ENTRIES, Cause
from mmuviz.present.program_table import operation_text
from mmuviz.present.program_way import BitState
from mmuviz.present.run_frame import VERSIONS
from mmuviz.present.wording import entry_hex, entry_name, table_noun

_LINK = (("P", Pte.P), ("W", Pte.W), ("U", Pte.U), ("A", Pte.A))
_LEAF = (*_LINK, ("D", Pte.D))


@dataclass(frozen=True, slots=True)
class GuestEntry:
    """An entry of the guest as the processor read it.

    Attributes:
        level: its level's number.
        name: `PDE 0`.
        value: its hexadecimal digits.
        note: which operation came through it, where there are two.
        bits: (letter, value).
    """

    level: int
    name: str
    value: str
    note: str
    bits: tuple[BitState, ...]


@dataclass(frozen=True, slots=True)
class ShadowLeaf:
    """The level-1 entry that the shadow ends in.

    Attributes:
        versions: which versions have it.
        title: where it stands.
        links: the slots above that lead to it: that of the operation, and of who built it.
        real: (letter, value) of the bits that the processor sees.
        remembered: (letter, value) of the guest's rights, in bits 10 and 11.
        mmio: it is marked as MMIO.
    """

    versions: tuple[Semantics, ...]
    title: str
    links: tuple[str, ...]
    real: tuple[BitState, ...]
    remembered: tuple[BitState, ...]
    mmio: bool


@dataclass(frozen=True, slots=True)
class Why:
    """What is said of one operation.

    Attributes:
        title: the heading.
        strong: the fact that decides; empty where nothing special does.
        detail: what follows from it.
        upper: the guest's entries that lead to `lower`; two where two operations share it.
        lower: the guest's last entry; None where there is none below `upper`.
        below: what is said under `lower`.
        leaves: the shadow's leaf, one for each version that has another.
        key: by what the shadow's page is found; empty without one.
        letter: the right that is amiss, marked in the leaf; empty where none is.
        decisions: how each version decided.
        swap: the numbers of two operations that tell something the other way round; None: none do.
    """

    title: str
    strong: str
    detail: str
    upper: tuple[GuestEntry, ...]
    lower: GuestEntry | None
    below: str
    leaves: tuple[ShadowLeaf, ...]
    key: str
    letter: str
    decisions: tuple[Decision, ...]
    swap: tuple[int, int] | None


def why(case: Case) -> Why:
    """Return what is said of an operation."""
    found = cause(case)
    if found is None:
        title = f"Operation {case.number + 1}: {operation_text(case.operation)}"
        found = Cause(title, "", "")
    others = () if found.builder is None else (case.other(found.builder),)
    upper, lower = _guest((*others, case), found.level)
    return Why(
        found.title,
        found.strong,
        found.detail,
        upper,
        lower,
        _below(case, lower),
        _leaves(case, *others),
        _key(case),
        found.letter,
        tuple(decision(case, version) for version in VERSIONS),
        (found.builder, case.number)
        if found.title == TWO_ENTRIES and found.builder is not None
        else None,
    )


def _guest(
    cases: tuple[Case, ...], level: int | None
) -> tuple[tuple[GuestEntry, ...], GuestEntry | None]:
    """Return the entries to draw: those of `level`, where paths part, and the last one below."""
    ours = cases[-1].path
    if not ours:
        return (), None
    if level is None:
        last = _entry(cases[-1], ours[-1], "")
        return ((_entry(cases[-1], ours[-2], ""),), last) if len(ours) > 1 else ((last,), None)
    upper = tuple(
        _entry(case, read, f"op {case.number + 1}")
        for case in cases
        for read in case.path
        if read.level.number == level
    )
    if ours[-1].level.number == level:
        return upper, None
    return upper, _entry(cases[-1], ours[-1], "")


def _entry(case: Case, read: EntryRead, note: str) -> GuestEntry:
    value = read.value or 0
    mode = case.record.scenario.cpu.mode
    large = Entry(value, mode, read.level).is_large(pse=case.record.scenario.cpu.pse)
    letters: tuple[tuple[str, int], ...] = _LEAF if read.level.number == 1 or large else _LINK
    if not read.level.has_rights:
        letters = _LINK[:1]
    bits = tuple((letter, bool(value & bit)) for letter, bit in letters)
    if value & Pte.NX:
        bits = (*bits, ("X", True))
    return GuestEntry(read.level.number, entry_name(read), entry_hex(value), note, bits)


def _below(case: Case, lower: GuestEntry | None) -> str:
    if lower is None:
        return ""
    last = case.path[-1]
    return f"{table_noun(last.level)} gfn {last.table >> PAGE_SHIFT:#x}"


def _leaves(*cases: Case) -> tuple[ShadowLeaf, ...]:
    """Return the leaf of each version; one, where both have the same."""
    drawn: dict[tuple[object, ...], ShadowLeaf] = {}
    for version in VERSIONS:
        leaf = cases[0].leaf(version)
        if leaf is None:
            continue
        links = dict.fromkeys(_link(case, version) for case in reversed(cases))
        picture = _leaf(version, leaf, tuple(filter(None, links)))
        key = (picture.links, picture.real, picture.remembered, picture.mmio)
        versions = (*drawn[key].versions, version) if key in drawn else (version,)
        drawn[key] = replace(picture, versions=versions)
    return tuple(drawn.values())


def _link(case: Case, version: Semantics) -> str:
    """Return the shadow's slot above the leaf of an operation."""
    above = [entry for entry in case.shadow(version) if entry.level == 2]
    return f"S{above[0].page} slot {above[0].index}" if above else ""


def _leaf(version: Semantics, leaf: ShadowEntry, links: tuple[str, ...]) -> ShadowLeaf:
    real = tuple((letter, bool(leaf.value & bit)) for letter, bit in _LEAF)
    if leaf.value & Pte.NX:
        real = (*real, ("X", True))
    remembered = (
        ("W", bool(leaf.value & Spte.GUEST_W)),
        ("U", bool(leaf.value & Spte.GUEST_U)),
    )
    title = f"S{leaf.page} slot {leaf.index}"
    return ShadowLeaf((version,), title, links, real, remembered, bool(leaf.value & Spte.MMIO))


def _key(case: Case) -> str:
    """Say by what the leaf's page is found in the cache."""
    for version in VERSIONS:
        leaf = case.leaf(version)
        if leaf is not None:
            page = case.states[version].pages[leaf.page]
            metaphysical = ", metaphysical" if page.role.metaphysical else ""
            return f"key: gfn {page.gfn:#x}, level 1{metaphysical}. Rights are not in it."
    return ""
