"""The sentence of a step is right in every state: it names level, entry and rule, and fits."""

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mmuviz.core.access import Access
from mmuviz.core.bits import Pte
from mmuviz.core.build import blank, map_page
from mmuviz.core.cursor import reads_until
from mmuviz.core.events import (
    Check,
    Composed,
    Descended,
    EntryRead,
    EntryWritten,
    Event,
    Judged,
    Jumped,
    Returned,
)
from mmuviz.core.memory import GuestMemory, RamRanges
from mmuviz.core.paging import PagingMode
from mmuviz.core.scenario import Scenario
from mmuviz.core.trace import Semantics, Trace, record
from mmuviz.core.walk import after, before
from mmuviz.present.narrate import Headline, Kind, Span, Style, headline
from mmuviz.present.wording import styled
from mmuviz.resources import asset
from mmuviz.sources.open_file import open_file
from tests.strategies import scenarios

RIGHTS = Pte.W | Pte.U
GVA = 0x40607238
LAST = -1


def say(trace: Trace, step: int = LAST) -> Headline:
    """The headline of a step; from the end where it is negative."""
    return headline(trace, step if step >= 0 else len(trace.events) + 1 + step)


def said(trace: Trace) -> list[tuple[Event, Headline]]:
    """Every event with what is said of it."""
    return [(event, headline(trace, step)) for step, event in enumerate(trace.events, 1)]


def of(trace: Trace, anchor: str, level: int | None = None) -> Headline:
    """What is said at an anchor, the last time it is met (at a level)."""
    return [
        line
        for event, line in said(trace)
        if event.anchor.value == anchor
        and level in (None, getattr(event, "level", None) and event.level.number)
    ][-1]


def pae(rights: int = RIGHTS, **access: bool) -> Scenario:
    """One page at 0x40607238 to frame 0x407 with the leaf's rights, and an access to it."""
    scenario = map_page(blank(PagingMode.PAE), GVA, 0x407000, rights)
    return replace(scenario, access=Access(GVA, **access))


def edited(scenario: Scenario, level: int, change: int) -> Scenario:
    """The scenario with bits of the entry of a level flipped."""
    trace = record(Semantics.BEFORE, scenario)
    read = next(
        event
        for event in trace.events
        if isinstance(event, EntryRead) and event.level.number == level
    )
    return scenario.with_entry(read.address, read.value ^ change)


def walk(semantics: str, scenario: Scenario) -> Trace:
    """Record a walk."""
    return record(Semantics(semantics), scenario)


class TestEveryState:
    """What holds whatever is walked."""

    @given(scenarios(), st.sampled_from(Semantics))
    def test_sentence_is_right(self, scenario, semantics):
        """Each step has a sentence that fits, names its entry, and quotes only its own numbers."""
        trace = record(semantics, scenario)
        for step in range(len(trace.events) + 1):
            line = headline(trace, step)
            check_wording(line)
            if step:
                check_against(trace, step, line)

    @given(scenarios(), st.sampled_from((before, after)))
    def test_gva_to_gpa_is_told(self, scenario, walks):
        """The translation for KVM itself is told with its address, or as undefined."""
        events = tuple(walks.gva_to_gpa(scenario))
        trace = replace(record(Semantics.AFTER, scenario), events=events)
        line = say(trace)
        check_wording(line)
        told = events[-1]
        assert told.gpa is None or f"{told.gpa:#x}" in line.title
        assert (line.kind is Kind.REFUSED) is (told.wrong or told.status == "undefined")

    @pytest.mark.parametrize(
        "path", sorted(asset("scenarios").glob("*.toml")), ids=lambda p: p.stem
    )
    def test_built_in_scenarios_fit(self, path):
        """The sentences of the built-in scenarios fit the window's two lines."""
        for semantics in Semantics:
            trace = record(semantics, open_file(path).scenario)
            for step in range(len(trace.events) + 1):
                line = headline(trace, step)
                assert len(line.title) <= 64, line.title
                assert len(line.detail_text) <= 118, line.detail_text


def check_wording(line: Headline) -> None:
    """Hold a sentence against the rules of look.md, "Do and don't"."""
    text = f"{line.title} {line.detail_text}"
    assert "page is there" not in text
    assert "None" not in text
    assert not line.title.endswith(".")
    assert line.detail_text[-1] in ".?"
    assert len(line.title) <= 76, line.title
    assert len(line.detail_text) <= 150, line.detail_text
    assert not set("`~*") & set(text)


def check_against(trace: Trace, step: int, line: Headline) -> None:
    """Hold a sentence against the event that it tells."""
    event = trace.events[step - 1]
    reads = reads_until(trace, step)
    if reads and not isinstance(event, Judged):
        read = reads[-1]
        at = (event.level.name, event.index) if isinstance(event, EntryWritten) else None
        name, index = at or (read.level.name, read.index)
        exempt = isinstance(event, Composed | Returned)
        assert exempt or f"{name} {index}" in line.title
    numbers = {int(number, 16) for number in re.findall(r"0x([0-9a-f]+)", line.title)}
    assert numbers <= allowed_numbers(trace, event)
    refuses = (
        isinstance(event, Jumped | Composed)
        or (isinstance(event, Check) and event.holds and event.anchor.value in "a a_pdptr b c r")
        or (isinstance(event, Judged) and event.refused)
        or (isinstance(event, Returned) and event.error_code is not None)
    )
    if trace.semantics is not Semantics.BEFORE and trace.scenario.cpu.pg:
        assert (line.kind is Kind.REFUSED) is refuses
    assert (line.kind is Kind.WRITTEN) is isinstance(event, EntryWritten)
    if "may be set" in line.detail_text:
        assert trace.semantics is Semantics.HARDWARE
        assert trace.result.may_set


def allowed_numbers(trace: Trace, event: Event) -> set[int]:
    """The numbers that a title may quote."""
    result = trace.result
    numbers = {trace.scenario.access.gva, result.gfn, result.gpa}
    match event:
        case Descended(table=table):
            return {table}
        case Composed(error_code=code) | Returned(error_code=int(code)):
            return {code}
        case Check() if trace.semantics is Semantics.HARDWARE and event.holds:
            entry = [e.value for e in trace.events if isinstance(e, EntryRead)][-1]
            mask = trace.scenario.cpu.mode.frame_mask
            base = (entry & mask) >> event.level.shift << event.level.shift
            return (
                numbers
                | {base, base >> 12, (result.gpa or 0) & ~event.level.offset_mask}
                | {base | (entry >> 13 & 0xFF) << 32}
            )
        case Check():
            entry = result.entry or 0
            return numbers | {entry & ~event.level.offset_mask & 0xFFFFFFFFFF000}
    return numbers


class TestQuestion:
    """Step 0 stands before the first event and asks."""

    def test_after_asks_for_permission(self):
        """After is asked whether the access is allowed."""
        line = say(walk("after", pae(write=True, user=True)), 0)
        assert (line.kind, line.title) == (Kind.INFO, "May user mode write to 0x40607238?")
        assert line.detail_text == (
            "PAE mode, 3 levels from CR3 = 0x1000. Checks a, b and c at each level, in this order."
        )

    def test_before_is_not_told_the_access(self):
        """Before only finds the entry."""
        line = say(walk("before", pae(user=True)), 0)
        assert line.title == "Which entry maps 0x40607238?"
        assert "It is not told that this is a user read." in line.detail_text

    def test_hardware_judges_at_the_end(self):
        """Hardware reads the path first."""
        line = say(walk("hardware", pae(fetch=True)), 0)
        assert line.title == "May supervisor mode fetch from 0x40607238?"
        assert line.detail_text.endswith("rights are judged once, at its end.")

    def test_after_knows_no_fetch(self):
        """The walker of 2007 treats a fetch as a read, and says so."""
        assert "It knows no fetch" in say(walk("after", pae(fetch=True)), 0).detail_text

    @pytest.mark.parametrize("semantics", ["before", "after", "hardware"])
    def test_paging_off(self, semantics):
        """With CR0.PG clear there is no walk, and the address is what was given."""
        scenario = pae(user=True)
        scenario = replace(scenario, cpu=replace(scenario.cpu, pg=False))
        trace = walk(semantics, scenario)
        assert say(trace, 0).detail_text == "CR0.PG = 0: paging is off."
        assert say(trace).title == "No walk: CR0.PG is 0"
        assert say(trace).kind is Kind.DONE


class TestAfter:
    """The sentences of the walk after the change."""

    def test_refused_user_write(self):
        """The headline of the drawn target, word for word."""
        trace = walk("after", pae(Pte.U, write=True, user=True))
        assert of(trace, "b").title == "Write refused: PTE 7 is not writable"
        assert of(trace, "b").detail == (
            Span(
                "Check b is true: a write, W = 0 in this entry, and the access is from user mode. "
                "Next: jump to "
            ),
            Span("access_error", Style.FAIL),
            Span("."),
        )
        assert of(trace, "access_error").title == "Jump to access_error: PTE 7 refused"
        assert of(trace, "code_p").title == "access_error sets P: PTE 7 is present and refused"
        assert of(trace, "code_w").title == "err adds W: the access was a write"
        assert of(trace, "code_u").title == "err adds U: the access came from user mode"
        assert of(trace, "code_u").detail == (
            Span("error_code = P | W | U = 0x7.", Style.FAIL),
            Span(" The code does not tell whether check b or check c refused: both give it."),
        )
        assert say(trace).title == "walk_addr returns 0 with error_code 0x7"
        assert say(trace).detail_text.endswith("A of PDE 3 was set on the way and stays set.")

    def test_refused_supervisor_write(self):
        """WP set, the supervisor is refused too, by b alone."""
        trace = walk("after", pae(Pte.U, write=True))
        assert "CR0.WP = 1 binds the supervisor" in of(trace, "b").detail_text
        assert of(trace, "code_u").title == "err adds no U: the access came from supervisor mode"
        assert "Only check b refuses a supervisor write" in of(trace, "code_u").detail_text

    def test_wp_off(self):
        """WP clear, a supervisor write passes b though W is 0."""
        scenario = pae(Pte.U, write=True)
        scenario = replace(scenario, cpu=replace(scenario.cpu, wp=False))
        assert of(walk("after", scenario), "b").title == "Check b passes at PTE 7: CR0.WP is 0"

    def test_refused_above_says_lower_ones_were_not_looked_at(self):
        """P of a refusal in the PDE says nothing of the PTE."""
        trace = walk("after", edited(pae(user=True), 2, Pte.U))
        assert of(trace, "c").title == "Read refused: PDE 3 is for the supervisor only"
        assert "lower ones were never looked at" in of(trace, "code_p").detail_text
        assert of(trace, "code_w").title == "err adds no W: the access was a read"
        assert "Only check c refuses a user read" in of(trace, "code_u").detail_text
        assert say(trace).detail_text.endswith("No A bit was written on the way.")

    def test_absent_entry(self):
        """What stands in an absent entry means nothing; the code does not tell where it was."""
        trace = walk("after", edited(pae(user=True), 1, Pte.P))
        assert of(trace, "a").title == "Not present: P is 0 in PTE 7"
        assert "the rest of 00407006 means nothing" in of(trace, "a").detail_text
        assert of(trace, "not_present").title == "Jump to not_present: P is 0 in PTE 7"
        assert of(trace, "code_p").title == "not_present leaves P at 0: PTE 7 is absent"
        assert "at which level the absent entry is" in of(trace, "code_u").detail_text

    def test_absent_and_empty(self):
        """An entry of zeros has nothing to ignore."""
        scenario = replace(pae(), access=Access(0x40608000))
        assert "P = 0 in this entry" in of(walk("after", scenario), "a").detail_text

    def test_table_outside_ram(self):
        """A table outside RAM reads as zeros, and the reader is told."""
        scenario = replace(pae(), ram=RamRanges((range(0x2000, 0x3000),)))
        trace = walk("after", scenario)
        assert of(trace, "read").title == "PTE 7 is outside RAM and reads as 0"
        assert "KVM maps a page of zeros" in of(trace, "read").detail_text
        assert "the table is outside RAM" in of(trace, "a").detail_text
        assert "0 is taken" in of(walk("hardware", scenario), "read").detail_text

    def test_not_kept(self):
        """An entry that the file lacks stops the walk, and is no fault."""

        class Nothing:
            def word(self, _gpa):
                return None

            def extents(self):
                return ()

        line = say(walk("after", replace(pae(), memory=GuestMemory(Nothing()))))
        assert (line.kind, line.title) == (
            Kind.STOP,
            "PDE 3 is in RAM, but not kept in this file",
        )

    def test_success(self):
        """A walk that returns 1 gives gfn, gpa and inherited_ar."""
        line = say(walk("after", pae(write=True, user=True)))
        assert (line.kind, line.title) == (Kind.DONE, "walk_addr returns 1: PTE 7 gives gfn 0x407")
        assert "gpa = 0x407238. inherited_ar = U | W" in line.detail_text

    def test_accessed_already(self):
        """A set A is not written again."""
        trace = walk("after", edited(pae(), 1, Pte.A))
        assert of(trace, "d", 1).title == "A of PTE 7 is set already: nothing is written"

    def test_pse36_is_left_out(self):
        """The walker's gfn of a 4 MiB page leaves PDE[16:13] out, and the reader is told."""
        scenario = map_page(blank(PagingMode.X32), 0xC07238, 0x400000, RIGHTS, large=True)
        scenario = replace(scenario, access=Access(0xC07238))
        assert "left out" not in of(walk("after", scenario), "f").detail_text
        scenario = edited(scenario, 2, 1 << 13)
        line = of(walk("after", scenario), "f")
        assert line.title == "PDE 3 maps a 4 MiB page at 0x400000"
        assert "gfn = 0x407, PDE[16:13] left out" in line.detail_text
        assert of(walk("hardware", scenario), "f").title == "PDE 3 maps a 4 MiB page at 0x100400000"
        off = replace(scenario, cpu=replace(scenario.cpu, pse=False))
        assert "PS = 1, but CR4.PSE = 0" in of(walk("after", off), "e", 2).detail_text


class TestBefore:
    """The sentences of the walk before the change."""

    def test_end_of_a_refused_access(self):
        """The headline of the drawn target: what before did not look at."""
        trace = walk("before", edited(pae(0, user=True), 2, Pte.U))
        assert of(trace, "e") == say(trace)
        assert say(trace).kind is Kind.STOP
        assert say(trace).title == "The walk ends at PTE 7: two A bits written, no right looked at"
        assert say(trace).detail_text == (
            "U is 0 in PDE 3 and PTE 7, and the access is from user mode. "
            "before has no check that would see it."
        )

    def test_end_of_a_write(self):
        """A write names the entries without W, for user and supervisor."""
        text = say(walk("before", pae(Pte.U, write=True, user=True))).detail_text
        assert text.startswith("W is 0 in PTE 7, and the access is a write from user mode.")
        text = say(walk("before", pae(Pte.U, write=True))).detail_text
        assert "a write with CR0.WP = 1" in text

    def test_many_entries_without_a_right(self):
        """More than two entries are counted."""
        scenario = map_page(blank(PagingMode.LONG), GVA, 0x407000, 0)
        scenario = replace(scenario, access=Access(GVA, user=True))
        for level in (2, 3):
            scenario = edited(scenario, level, Pte.U)
        assert "U is 0 in PDPTE 1 and in 2 more" in say(walk("before", scenario)).detail_text

    def test_end_of_an_allowed_access(self):
        """Where all levels allow it, that is said."""
        text = say(walk("before", pae(write=True, user=True))).detail_text
        assert text == "gfn = 0x407. W and U of every entry on the path allow this access."

    def test_absent(self):
        """An absent entry ends it: no code, and d leaves the entry alone."""
        trace = walk("before", edited(pae(), 1, Pte.P))
        assert of(trace, "d", 1).title == "A of PTE 7 is left alone: not present"
        assert say(trace).title == "The walk ends at PTE 7: not present, one A bit written"
        trace = walk("before", replace(pae(), access=Access(0x80000000)))
        assert say(trace).title == "The walk ends at PDPTR 2: not present, no A bit written"


class TestHardware:
    """The sentences of the processor."""

    def test_refused_write(self):
        """The headline of the drawn target: which entry took W, in a product."""
        trace = walk("hardware", pae(Pte.U, write=True, user=True))
        line = of(trace, "judge")
        assert line.title == "Write refused: PTE 7 takes W from the path"
        assert Span("W = 1 ∧ 0 = 0", Style.FAIL) in line.detail
        assert of(trace, "collect").title == "PTE 7 takes W from the path"
        assert of(trace, "code").title == "The processor makes the error code: P | W | U = 0x7"
        assert say(trace).title == "Page fault (#PF) with error code 0x7"
        assert "A of PDE may be set or not" in say(trace).detail_text

    def test_two_refusals(self):
        """Where two checks hold, the second is named too."""
        line = of(walk("hardware", pae(0, write=True, user=True)), "judge")
        assert line.detail_text.endswith("from user mode. Check c holds too.")

    def test_supervisor_write_refused(self):
        """WP set, the supervisor write is refused by the AND of W."""
        line = of(walk("hardware", pae(0, write=True)), "judge")
        assert "a supervisor write, CR0.WP = 1" in line.detail_text

    def test_user_read_refused(self):
        """U of one level is enough."""
        line = of(walk("hardware", edited(pae(user=True), 2, Pte.U)), "judge")
        assert line.title == "Read refused: PDE 3 takes U from the path"

    def test_fetch(self):
        """NX in any level forbids the fetch; the code has I."""
        trace = walk("hardware", pae(RIGHTS | Pte.NX, user=True, fetch=True))
        assert of(trace, "collect").title == "PTE 7 forbids fetches"
        assert of(trace, "judge").title == "Fetch refused: NX is set in PTE 7"
        assert "I: a fetch." in of(trace, "code").detail_text

    @pytest.mark.parametrize("fetch", [True, False])
    def test_supervisor_on_a_user_page(self, fetch):
        """SMEP and SMAP are named with what they guard."""
        scenario = pae(RIGHTS, fetch=fetch)
        scenario = replace(scenario, cpu=replace(scenario.cpu, smep=True, smap=True))
        line = of(walk("hardware", scenario), "judge")
        assert line.title in (
            "Fetch refused: SMEP guards this user page",
            "Read refused: SMAP guards this user page",
        )
        assert ("SMEP" in line.title) is fetch

    def test_allowed(self):
        """An allowed access: judged once, A and D written, the address given."""
        trace = walk("hardware", pae(write=True, user=True))
        assert of(trace, "judge").title == "Write allowed: no check holds over the whole path"
        assert "W = 1 ∧ 1 = 1" in of(trace, "judge").detail_text
        assert of(trace, "judge").detail_text.endswith("A and D are written next.")
        assert of(trace, "d", 1).title == "A and D set in PTE 7, in guest memory"
        assert say(trace).title == "Translated by PTE 7: gpa 0x407238"

    def test_allowed_without_wp(self):
        """WP clear: the page has no W, and the supervisor writes."""
        scenario = edited(edited(pae(Pte.A | Pte.D, write=True), 2, Pte.A), 1, 0)
        scenario = replace(scenario, cpu=replace(scenario.cpu, wp=False))
        line = of(walk("hardware", scenario), "judge")
        assert line.title == "Write allowed: CR0.WP = 0, and the supervisor asks"
        assert line.detail_text.endswith("A and D need no write.")

    def test_fault_that_leaves_nothing_open(self):
        """Where every upper A is set already, nothing may be set."""
        line = say(walk("hardware", edited(pae(Pte.U, write=True, user=True), 2, Pte.A)))
        assert line.detail_text == "CR2 = 0x40607238. No A bit is written."

    @pytest.mark.parametrize(
        ("bits", "nxe", "words"),
        [
            (1 << 62, True, "bit 62"),
            (1 << 62 | 1 << 50, True, "bit 50 and 62"),
            (7 << 44, True, "3 bits of 44 to 46"),
            (1 << 63, False, "bit 63"),
        ],
    )
    def test_reserved(self, bits, nxe, words):
        """Reserved bits are named, and their reason."""
        scenario = edited(pae(), 1, bits)
        scenario = replace(scenario, cpu=replace(scenario.cpu, nxe=nxe))
        trace = walk("hardware", scenario)
        assert of(trace, "r").title == f"Reserved in PTE 7, and set: {words}"
        assert ("EFER.NXE = 0" in of(trace, "r").detail_text) is not nxe
        assert "P and RSVD: a reserved bit was set." in of(trace, "code").detail_text

    def test_reserved_in_a_pml4e(self):
        """Bit 7 of a PML4E is no page size."""
        scenario = map_page(blank(PagingMode.LONG), GVA, 0x407000, RIGHTS)
        scenario = edited(replace(scenario, access=Access(GVA)), 4, Pte.PS)
        assert "a PML4E has no PS" in of(walk("hardware", scenario), "r").detail_text

    def test_reserved_in_a_large_page(self):
        """Below a large frame bits are reserved because of PS."""
        scenario = map_page(blank(PagingMode.PAE), GVA, 0x400000, RIGHTS, large=True)
        scenario = edited(replace(scenario, access=Access(GVA)), 2, 1 << 14)
        line = of(walk("hardware", scenario), "r")
        assert line.title == "Reserved in PDE 3, and set: bit 14"
        assert "PS = 1" in line.detail_text

    def test_non_canonical(self):
        """#GP, no walk."""
        scenario = replace(blank(PagingMode.LONG), access=Access(1 << 47))
        assert say(walk("hardware", scenario)).title == "#GP: 0x800000000000 is not canonical"


def test_wrong_translation():
    """The defect that the change brought in: an address made of the PDPTR."""
    scenario = replace(pae(), access=Access(GVA + 0x1000))
    trace = replace(walk("after", scenario), events=tuple(after.gva_to_gpa(scenario)))
    line = say(trace)
    assert line.kind is Kind.REFUSED
    assert line.title == "gva_to_gpa gives 0x2238, made of PDPTR 1"


def test_marks_become_styles():
    """The marks of a detail are its styles."""
    assert styled("a `b` ~c~ *d*") == (
        Span("a "),
        Span("b", Style.MONO),
        Span(" "),
        Span("c", Style.FAIL),
        Span(" "),
        Span("d", Style.STRONG),
    )


def test_step_must_exist():
    """A step that the trace does not have is an IndexError."""
    with pytest.raises(IndexError):
        headline(walk("after", pae()), 999)
