"""The guest's tables, each beside the shadow page that stands for it."""

from collections.abc import Iterator
from dataclasses import dataclass

from mmuviz.core.bits import PAGE_SHIFT, Pte
from mmuviz.core.paging import PagingMode
from mmuviz.core.shadow.events import PageFreed, PageTaken
from mmuviz.core.shadow.state import PageState
from mmuviz.core.trace import Semantics
from mmuviz.present.run_frame import RunFrame
from mmuviz.present.shadow_moment import Part, ShadowMoment
from mmuviz.present.shadow_rows import Cell, PairRow, pair_rows
from mmuviz.present.wording import entry_hex, listed, page_size


@dataclass(frozen=True, slots=True)
class GuestTable:
    """A guest's table, or the empty place opposite a page that stands for none.

    Attributes:
        title: `Page table`, or `no guest table here`.
        facts: where it is; which entries, of a 32-bit table; what is instead.
        locked: it is write-protected.
        real: there is a table.
    """

    title: str
    facts: str
    locked: bool
    real: bool


@dataclass(frozen=True, slots=True)
class ShadowCard:
    """A shadow page, or the empty place opposite a table that has none.

    Attributes:
        title: `S3`, or `no shadow page`.
        facts: (name, value) pairs: gfn, level, quadrant, metaphysical.
        remark: what is special.
        changed: this step took or freed it.
        real: there is a page.
    """

    title: str
    facts: tuple[tuple[str, str], ...]
    remark: str
    changed: bool
    real: bool


@dataclass(frozen=True, slots=True)
class Pair:
    """A guest table and the shadow page that stands for it, in one band.

    Attributes:
        level: the level of both.
        guest: the left side.
        page: the right side.
        relation: the word between them.
        rows: the entries that matter.
        more: what is said of those left out; empty where none are.
    """

    level: int
    guest: GuestTable
    page: ShadowCard
    relation: str
    rows: tuple[PairRow, ...]
    more: str


@dataclass(frozen=True, slots=True)
class Roots:
    """Where the guest begins, beside where the processor begins.

    Attributes:
        level: the level of the guest's root; 0 for a register that is no table.
        title: `PDPTRs`, or `CR3`.
        facts: where they come from.
        registers: (number, P, value) of each PDPTR; empty in the other modes.
        shadow_title: `Four roots`.
        shadow_facts: what is always true of them.
        roots: (name, page) of each.
        remark: which of them are empty.
        changed: this step took them.
    """

    level: int
    title: str
    facts: str
    registers: tuple[tuple[int, Cell, str], ...]
    shadow_title: str
    shadow_facts: str
    roots: tuple[tuple[str, str], ...]
    remark: str
    changed: bool


@dataclass(frozen=True, slots=True)
class ShadowPicture:
    """All of it at one moment, of one version.

    Attributes:
        version: whose shadow it is.
        state: the guest's mode and CR0.WP; that the machine is dead, where it is.
        roots: the first band.
        pairs: the others, upper levels first.
    """

    version: Semantics
    state: str
    roots: Roots
    pairs: tuple[Pair, ...]

    @property
    def spoken(self) -> str:
        """What a screen reader says of it."""
        pairs = "; ".join(
            f"{pair.page.title} {pair.relation} {pair.guest.title} {pair.guest.facts}"
            for pair in self.pairs
        )
        return f"{self.version.value}, {self.state}; {pairs or 'nothing is built'}"


def shadow_picture(frame: RunFrame, version: Semantics) -> ShadowPicture:
    """Return the picture of a run at a step, as `version` has it."""
    moment = ShadowMoment(frame, version)
    pairs = list(_pairs(moment))
    shown = {pair.page.title for pair in pairs}
    state = state_text(frame, version)
    return ShadowPicture(version, state, _roots(moment, shown), tuple(pairs))


def state_text(frame: RunFrame, version: Semantics) -> str:
    """`PAE mode, CR0.WP 1`; that paging is off, or the machine dead."""
    cpu = ShadowMoment(frame, version).cpu
    state = f"{cpu.mode.title} mode, CR0.WP {int(cpu.wp)}" if cpu.pg else "paging is off"
    return state if frame.executed(version) else f"{state} · the machine is dead"


def _pairs(moment: ShadowMoment) -> Iterator[Pair]:
    freed = {event.page for event in moment.latest if isinstance(event, PageFreed)}
    places: dict[Part, PageState | None] = {}
    for page in sorted(moment.now.pages.values(), key=lambda page: page.number):
        if page.cached or page.number in freed:
            places[Part(page.role, page.gfn)] = page
    for part in moment.guest_path:
        places.setdefault(part, None)
    for part in sorted(places, key=lambda part: -part.role.level):
        place = places[part]
        rows, left_out = pair_rows(moment, part, place)
        if place is None or place.number not in moment.now.roots or _matters(place, rows):
            yield _pair(moment, part, place, rows, left_out)


def _matters(page: PageState, rows: tuple[PairRow, ...]) -> bool:
    """Whether a root has anything to show; else the band of the roots says that it is empty."""
    return bool(page.slots) or any(row.on_path or row.changed for row in rows)


def _pair(
    moment: ShadowMoment,
    part: Part,
    page: PageState | None,
    rows: tuple[PairRow, ...],
    left_out: int,
) -> Pair:
    more = f"{left_out} more present, not in the shadow" if left_out else ""
    guest = _nobody(moment, page) if part.role.metaphysical else _guest_table(moment, part)
    if page is None:
        card = ShadowCard("no shadow page", (), "none stands for this table", False, False)
        return Pair(part.role.level, guest, card, "", rows, more)
    relation = "invented" if part.role.metaphysical else "stands for"
    return Pair(part.role.level, guest, _card(moment, part, page), relation, rows, more)


def _guest_table(moment: ShadowMoment, part: Part) -> GuestTable:
    level = moment.mode.level(part.role.level)
    facts = f"gfn {part.gfn:#x}"
    if part.shared > 1:
        facts += f" · {part.entries.start}–{part.entries.stop - 1}"
    if part.gfn << PAGE_SHIFT not in moment.frame.record.scenario.ram:
        facts += " · outside RAM"
    return GuestTable(level.table_name, facts, moment.now.shadowing(part.gfn) is not None, True)


def _nobody(moment: ShadowMoment, page: PageState | None) -> GuestTable:
    assert page is not None, "nobody walks a table that is not there"
    level = moment.mode.level(page.role.level + 1)
    entries = [
        f"{level.name} {Part(parent.role, parent.gfn).entry_of(index)}"
        for number, index in moment.now.links_to(page.number)
        for parent in (moment.now.pages[number],)
    ]
    verb = "map" if len(entries) > 1 else "maps"
    facts = f"{listed(entries)} {verb} {page_size(level)} itself"
    facts = facts if entries else "nothing links to it"
    return GuestTable("no guest table here", facts, False, False)


def _card(moment: ShadowMoment, part: Part, page: PageState) -> ShadowCard:
    quadrant = f"{part.role.quadrant} of {part.shared}" if part.shared > 1 else "–"
    facts = (
        ("gfn", f"{part.gfn:#x}"),
        ("level", str(part.role.level)),
        ("quadrant", quadrant),
        ("metaphysical", str(int(part.role.metaphysical))),
    )
    taken = [event for event in moment.latest if isinstance(event, PageTaken)]
    now = [event for event in taken if event.page == page.number and event.parent is not None]
    made = [event for event in now if not event.found]
    if not page.cached:
        return ShadowCard(f"S{page.number}", facts, "zapped and freed by this step", True, True)
    if now:
        remark = "made by this step" if made else "found in the cache by this step"
        return ShadowCard(f"S{page.number}", facts, remark, True, True)
    return ShadowCard(f"S{page.number}", facts, _place(moment, page), False, True)


def _place(moment: ShadowMoment, page: PageState) -> str:
    if page.number in moment.now.roots:
        return "a root"
    links = moment.now.links_to(page.number)
    if not links:
        return "nothing links to it: kept to be found again"
    if len(links) > 1:
        return f"shared: {len(links)} entries link to it"
    return "small leaves for one large page" if page.role.metaphysical else ""


def _roots(moment: ShadowMoment, shown: set[str]) -> Roots:
    cpu, mode, state = moment.cpu, moment.mode, moment.now
    registers: tuple[tuple[int, Cell, str], ...] = ()
    level, title = 0, "CR3"
    facts = f"{mode.levels[0].table_name} gfn {cpu.root_table >> PAGE_SHIFT:#x}"
    if mode is PagingMode.PAE:
        level, title, facts = 3, "PDPTRs", f"loaded from {cpu.root_table:#x}"
        registers = tuple(
            (number, Cell("P", bool(value & Pte.P)), entry_hex(value))
            for number, value in enumerate(cpu.pdptrs)
        )
    names = [f"S{number}" for number in state.roots]
    roots = tuple((f"root {number}", name) for number, name in enumerate(names))
    said = {
        PagingMode.PAE: "always present to the processor, whether or not the PDPTR is",
        PagingMode.X32: "always present to the processor: quadrants 0 to 3 of one directory",
        PagingMode.LONG: "the PML4's page, where the processor begins",
    }[mode]
    shadow_title = "One root" if mode is PagingMode.LONG else "Four roots"
    if not roots:
        shadow_title, said = "No roots yet", "the first operation takes them"
    empty = dict.fromkeys(number for number in state.roots if f"S{number}" not in shown)
    words = [f"S{number} (gfn {state.pages[number].gfn:#x})" for number in empty]
    remark = f"empty: {', '.join(words)}" if words else ""
    changed = any(isinstance(event, PageTaken) and event.parent is None for event in moment.latest)
    return Roots(level, title, facts, registers, shadow_title, said, roots, remark, changed)
