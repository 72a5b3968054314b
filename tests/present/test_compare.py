"""What the Compare view says: rows, banner, table, cards, claims, timeline."""

from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given

from mmuviz.core.access import Access
from mmuviz.core.bits import Pte
from mmuviz.core.cpu import CpuState
from mmuviz.core.events import Anchor
from mmuviz.core.memory import GuestMemory
from mmuviz.core.paging import PagingMode
from mmuviz.core.trace import Semantics
from mmuviz.present.bit_marks import BitMark
from mmuviz.present.compare_banner import ENDINGS
from mmuviz.present.compare_claims import Tone
from mmuviz.present.compare_frame import CompareFrame, CompareRecord
from mmuviz.present.compare_path import strip
from mmuviz.present.compare_text import compare_lines
from mmuviz.present.compare_words import Sign
from mmuviz.resources import asset
from mmuviz.sources.open_file import open_file
from tests.core.paths import TABLES, A, D, P, U, W, path, two_level_space
from tests.present.walks import Nothing
from tests.strategies import scenarios

BEFORE, AFTER, HARDWARE = Semantics
FULL = P | W | U | A | D
SUBSETS = [subset for size in (1, 2, 3) for subset in combinations(Semantics, size)]


def built_in(name):
    """The record of a built-in scenario."""
    return CompareRecord(open_file(asset(f"scenarios/{name}.toml")).scenario)


def said(record, letter, level=None):
    """The words of a row, an opinion each."""
    row = next(row for row in record.rows if row.letter == letter and level in (None, row.level))
    return [line.said.text for line in row.lines]


def table(record):
    """The end table by title: marks ≠, and the words."""
    return {
        " ".join(row.title.split()): (row.differs, [value.text for value in row.values])
        for row in record.end_rows
    }


def titles(record):
    """The titles of the verdicts."""
    return [verdict.title for verdict in record.verdicts]


def test_the_drawn_comparison():
    """look/compare.png: denied above, absent below."""
    record = built_in("pae-denied-above-absent-below")

    assert record.banner.title == "First divergence: PDE 3, check c"
    assert record.banner.text == (
        "after refuses at the page directory and never reads the PTE. before and hardware read on "
        "and find PTE 7 absent, so no translation exists and P must be 0."
    )
    assert said(record, "c") == [
        "no such check", "user, U = 0 → access_error", "judged at the end",
    ]  # fmt: skip
    assert said(record, "a", 1) == ["P = 0: the walk ends here", "not read", "P = 0: fault"]
    assert table(record)["error code"] == (True, ["0x4", "0x5", "0x4"])
    assert table(record)["walk ended at"] == (True, ["PTE 7", "PDE 3", "PTE 7"])
    assert table(record)["PDE 3 A"] == (False, ["1", "1", "1"])
    assert table(record)["vmexits"] == (False, ["1", "1", "–"])
    before, after, hardware = record.cards
    assert (before.text, after.text, hardware.text) == ("0x4", "0x5", "0x4")
    assert (before.wrong, after.wrong, hardware.wrong) == (False, True, False)
    assert after.bits == (("P", True, True), ("W", False, False), ("U", True, False))
    assert after.causes == ("P from access_error,", "U because of user_fault")
    assert titles(record)[0] == "Claim 4 on this path: not borne out"
    words = [[step.word for step in group.steps] for group in record.timeline]
    assert words == [["a"], ["a", "b", "c", "d", "g"], ["a"], ["err", "ret"]]
    marked = [step.number for group in record.timeline for step in group.steps if step.mark]
    assert marked == [4, 9]
    assert record.starts() == (1, 2, 7, 8)


def test_lifelines_end_where_the_walks_do():
    """after ends at c; before's line runs through its missing checks and stops at the PTE."""
    record = built_in("pae-denied-above-absent-below")
    ends = {
        who: [row.step for row in record.rows if row.lines[number].runs][-1]
        for number, who in enumerate(Semantics)
    }

    assert ends == {BEFORE: 7, AFTER: 4, HARDWARE: 7}
    last = record.rows[-1].lines
    assert [line.said.sign for line in last] == [Sign.STOP, Sign.NONE, Sign.REFUSED]
    assert [line.goes_on for line in last] == [False, False, False]


def test_hardware_goes_on_to_its_judgement():
    """A mapped write: the lines of KVM end at the page, the hardware's at A and D."""
    record = built_in("pae-hit")
    *_, page, rights, written = record.rows

    assert [line.goes_on for line in page.lines] == [False, False, True]
    assert [line.runs for line in rights.lines] == [False, False, True]
    assert [line.said.text for line in rights.lines] == [
        "no such check", "checked at each level", "the whole path allows it",
    ]  # fmt: skip
    assert [line.goes_on for line in written.lines] == [False, False, False]
    assert written.title == "A and D"
    assert record.banner.title == "No divergence"
    assert [card.text for card in record.cards] == ["allowed"] * 3
    titles = [group.title for group in record.timeline]
    assert titles == ["PDPTR 1", "PDE 3", "PTE 7", "rights", "end"]


@pytest.mark.parametrize(
    ("name", "shown", "title", "piece"),
    [
        ("long-non-canonical", None, "before the walk", "raises #GP before it walks"),
        ("long-reserved-bit", None, "PDE 3, check r", "before and after look at no reserved bit"),
        ("long-reserved-bit", (AFTER, HARDWARE), "PDE 3, check r", "after looks at no reserved"),
        ("long-gigabyte-page", None, "PDPTE 1, check f", "maps a 1 GiB page here"),
        ("pae-nx-fetch", None, "the rights of the path", "know nothing of NX"),
        ("pae-nx-fetch", (BEFORE, AFTER), "the answer to the guest", "after: livelock"),
        ("long-smap", (BEFORE, HARDWARE), "the rights of the path", "knows nothing of SMEP"),
        ("pae-not-user-pde", (BEFORE, HARDWARE), "the rights of the path", "judges nothing"),
        ("pae-not-user-pde", (AFTER, HARDWARE), "PDE 3, check c", "hardware refuses too"),
        ("pae-not-user-pde", (BEFORE, AFTER), "PDE 3, check c", "after a vmexit."),
        ("pae-denied-above-absent-below", (BEFORE, AFTER), "PDE 3, check c", "before reads on"),
    ],
)
def test_the_first_divergence_has_its_reason(name, shown, title, piece):
    """One sentence a kind of divergence."""
    record = CompareRecord(built_in(name).scenario, shown or tuple(Semantics))

    assert record.banner.title == f"First divergence: {title}"
    assert piece in record.banner.text


def test_a_walk_that_has_its_page_reads_nothing_below():
    """1 GiB: hardware is done where the others go on; many A bits are counted."""
    assert said(built_in("long-gigabyte-page"), "a", 2)[2] == "page found above"
    assert said(built_in("long-gigabyte-page"), "f")[:2] == ["PS is not looked at"] * 2
    assert said(built_in("long-non-canonical"), "")[2] == "not canonical: #GP"
    written = built_in("long-hit").rows[-1].lines[2].said.text
    assert written == "sets A in 4 entries, D in PTE 7"
    ends = [line.said.text for line in built_in("pae-hit").rows[-1].lines]
    assert ends[:2] == ["set on the way"] * 2


def test_pse36_beyond_36_bits_is_another_address():
    """A 4 MiB page whose bits reach above 2^36: KVM leaves them out."""
    pde = FULL | Pte.PS | 0x400000 | 1 << 17
    scenario = path(PagingMode.X32, [pde, 0], pse=True, maxphyaddr=40)
    record = CompareRecord(scenario)

    assert record.banner.title.endswith("check f")
    assert "MAXPHYADDR of 40" in record.banner.text


def test_what_the_file_does_not_keep():
    """after refuses above; the others come to a table that is not there."""
    whole = path(PagingMode.PAE, [P, P | A, FULL], user=True)
    known = {gpa: value for gpa, value in whole.memory.words.items() if gpa < TABLES[1]}
    record = CompareRecord(replace(whole, memory=GuestMemory(Nothing(), known)))

    assert "does not keep what comes next" in record.banner.text
    assert said(record, "a", 1) == ["not kept in the file", "not read", "not kept in the file"]
    assert table(record)["outcome"] == (True, ["not kept", "#PF", "not kept"])
    assert table(record)["PTE 2 A"] == (False, ["–"] * 3)


def test_paging_off_and_one_opinion():
    """No walk at all; and nobody to part from."""
    record = CompareRecord(path(PagingMode.PAE, [P, FULL, FULL], pg=False))

    assert [line.said.text for line in record.rows[0].lines] == ["CR0.PG = 0: gpa = gva"] * 3
    assert not any(line.goes_on for line in record.rows[0].lines)
    assert [group.title for group in record.timeline] == ["outside", "end"]
    assert table(record)["walk ended at"][1] == ["no walk"] * 3
    alone = CompareRecord(record.scenario, (HARDWARE,))
    assert alone.banner.title == "One opinion alone"


def test_rights_by_name():
    """Each check of the judgement, and b that WP lets pass."""
    fetch = CompareRecord(path(PagingMode.PAE, [P, FULL, FULL], fetch=True, smep=True))
    assert said(fetch, "b c x s")[2] == "supervisor, U = 1, SMEP: fault"
    write = CompareRecord(path(PagingMode.PAE, [P, FULL, P | U | A | D], write=True))
    assert said(write, "b", 1)[1] == "W = 0, but WP = 0"
    write = CompareRecord(replace(write.scenario, cpu=replace(write.scenario.cpu, wp=True)))
    assert said(write, "b", 1)[1] == "write, W = 0 → access_error"
    outside = CompareRecord(path(PagingMode.PAE, [P, FULL | 0x2000000, FULL]))
    assert said(outside, "a", 1)[1] == "reads as 0 → not_present"


def test_claims_that_a_path_bears_out():
    """pae-not-user-pte: A and the vain exit; the code was right all along."""
    record = built_in("pae-not-user-pte")

    assert titles(record) == [
        "Claim 4 on this path: nothing to mend",
        "Claim 1 on this path: borne out",
        "Claim 3 on this path: borne out",
    ]
    row = next(row for row in record.end_rows if row.title == "PTE 7  A")
    assert [value.wrong for value in row.values] == [True, False, False]
    assert "PTE 7" in record.verdicts[1].text


def test_what_the_change_brought_in():
    """The NX livelock, and gva_to_gpa: an address made of the PDPTR, or none at all."""
    nx = built_in("pae-nx-fetch")
    assert nx.verdicts[0].tone is Tone.BAD
    assert nx.verdicts[0].text.endswith("before injects 0x15, as the hardware does.")
    assert nx.cards[1].text == ENDINGS[nx.whole.ends[AFTER].ending] == "livelock"
    assert built_in("pae-not-present-pte").verdicts[1].text.endswith("0x2238, made of the PDPTR.")
    assert built_in("long-not-present-pml4e").verdicts[1].text.endswith("is undefined.")


def test_codes_that_kvm_cannot_know():
    """A reserved bit: neither version gives the processor's code."""
    record = built_in("long-reserved-bit")

    assert titles(record)[0] == "Claim 4 on this path: nothing mended"
    assert record.cards[2].causes == ("P, RSVD: a reserved bit is set,", "U: CPL = 3")


def test_dead_machines_have_a_card():
    """User writes to a root, and to the table that maps them; a root outside RAM."""
    scenario = path(PagingMode.PAE, [P, FULL, FULL | TABLES[2]], write=True, user=True)
    assert [card.text for card in CompareRecord(scenario).cards[:2]] == ["host hangs"] * 2
    scenario = path(PagingMode.PAE, [P, FULL, FULL | TABLES[1]], write=True, user=True)
    record = CompareRecord(scenario)
    assert record.cards[0].causes == ("8 vmexits, and no end:", "the access is tried for ever")
    assert record.banner.title == "First divergence: the answer to the guest"
    bug = replace(
        scenario, cpu=replace(scenario.cpu, pdptrs=(0x70000000, *scenario.cpu.pdptrs[1:]))
    )
    assert CompareRecord(bug).cards[0].text == "host BUG_ON"


def test_an_mmio_shadow_adds_p():
    """A refused access to a device: before's code is the processor's with P added."""
    scenario = path(PagingMode.PAE, [P, FULL, P | W | A | D | 0x2000000], user=True)
    record = CompareRecord(scenario)

    assert record.cards[0].causes[1] == "P added: the shadow is MMIO"
    assert record.cards[0].text == "0x5"


def test_causes_of_an_access_of_no_kind():
    """A supervisor read: P alone."""
    record = CompareRecord(path(PagingMode.PAE, [P, FULL, 0]))

    assert [card.causes for card in record.cards[1:]] == [
        ("P = 0 from not_present",),
        ("P = 0: no translation",),
    ]


def test_frames_step_through_the_rows():
    """Step 0, a row, the end; steps that there are not."""
    record = built_in("pae-denied-above-absent-below")
    assert CompareFrame(record, 0).row is None
    assert CompareFrame(record, 0).text == "before the first step"
    frame = CompareFrame(record, 4)
    assert frame.text == (
        "PDE 3 user: before: no such check; after: user, U = 0 → access_error; "
        "hardware: judged at the end"
    )
    assert frame.anchors == {BEFORE: set(), AFTER: {Anchor.USER}, HARDWARE: set()}
    assert not frame.ended
    end = CompareFrame(record, 9)
    assert end.ended
    assert end.text.startswith("result: before: #PF with 0x4 (U); after: #PF with 0x5 (P | U)")
    assert end.anchors == {
        BEFORE: set(),
        AFTER: {Anchor.RETURN_FAULT},
        HARDWARE: {Anchor.PAGE_FAULT},
    }
    assert CompareFrame(record, 0).anchors == {BEFORE: set(), AFTER: set(), HARDWARE: set()}
    hit = built_in("pae-large-page")
    end = CompareFrame(hit, len(hit.comparison.rows))
    assert end.anchors[AFTER] == {Anchor.LARGE}, "it returns from there, and not from e"
    for step in (-1, 10):
        with pytest.raises(IndexError, match="steps 0 to 9"):
            CompareFrame(record, step)


def strip_at(record, step=None):
    """The path at a step; at the end where none is given."""
    last = len(record.comparison.rows)
    return strip(CompareFrame(record, last if step is None else step))


def test_the_path_has_the_bits_of_its_entries():
    """The drawn path: U of the directory refuses, the PTE is absent, no page."""
    record = built_in("pae-denied-above-absent-below")
    path_ = strip_at(record)

    assert [entry.title for entry in path_.entries] == ["PDPTR 1", "PDE 3", "PTE 7"]
    letters = ["".join(bit.flag.letter for bit in entry.bits) for entry in path_.entries]
    assert letters == ["P", "PWUADSX", "PWUADX"]
    marks = {bit.flag.letter: bit.mark for bit in path_.entries[1].bits if bit.mark}
    assert marks == {"U": BitMark.REFUSED}
    assert [entry.present for entry in path_.entries] == [True, True, False]
    assert (path_.page, path_.mapped) == ("no translation", False)
    early = strip_at(record, 2)
    assert [entry.reached for entry in early.entries] == [True, True, False]
    assert not any(bit.mark for bit in early.entries[1].bits)
    assert early.page == "not reached yet"


def test_the_strongest_mark_of_all_walks_counts():
    """before writes A of the leaf; hardware may set it in the directory, after has not."""
    record = built_in("pae-not-user-pde")
    pde, pte = strip_at(record).entries[1:]
    marks = {bit.flag.letter: bit.mark for bit in pde.bits if bit.mark}
    assert marks == {"U": BitMark.REFUSED, "A": BitMark.WRITTEN}
    assert next(bit.value for bit in pte.bits if bit.flag.letter == "A")
    alone = CompareRecord(record.scenario, (HARDWARE,))
    marks = {bit.flag.letter: bit.mark for bit in strip_at(alone).entries[1].bits}
    assert marks["A"] is BitMark.MAY


def test_entries_that_nobody_reads_or_keeps():
    """After a 1 GiB page nothing is read; outside RAM nothing can be flipped."""
    record = CompareRecord(built_in("long-gigabyte-page").scenario, (HARDWARE,))
    entries = strip_at(record).entries
    assert [entry.text for entry in entries[2:]] == ["not read", "not read"]
    assert entries[2].slot is None
    assert "S" in [bit.flag.letter for bit in entries[1].bits]
    assert strip_at(record).mapped
    outside = CompareRecord(path(PagingMode.PAE, [P, FULL | 0x2000000, FULL]))
    assert strip_at(outside).entries[2].text == "outside RAM: 0"
    assert strip_at(outside).entries[2].bits == ()
    hollow = replace(outside.scenario, memory=GuestMemory(Nothing(), {}))
    assert strip_at(CompareRecord(hollow)).entries[1].text == "not kept"


@pytest.mark.parametrize("mode", PagingMode)
def test_all_states_of_two_levels_can_be_said(mode):
    """Every eighth of 2048 states: the texts are whole, and the marks agree with the core."""
    for number, scenario in enumerate(two_level_space(mode)):
        if number % 8:
            continue
        record = CompareRecord(scenario)
        marks = [row.step for row in record.rows if row.differs]
        last = len(record.comparison.rows)
        assert marks == [step for step in record.comparison.divergences if step != last]
        assert record.banner.diverges == bool(record.comparison.divergences)
        assert compare_lines(record)


@given(scenarios())
def test_anything_can_be_said(scenario):
    """No scenario and no subset is without words."""
    for shown in SUBSETS:
        record = CompareRecord(scenario, shown)
        assert compare_lines(record)
        for step in range(len(record.comparison.rows) + 1):
            assert CompareFrame(record, step).text
            assert strip(CompareFrame(record, step)).entries


def test_a_livelock_that_before_ends_with_a_wrong_code():
    """The words admit it where before's code is not the processor's."""
    cpu = CpuState(cr3=TABLES[2], pae=True, nxe=True, smep=True)
    scenario = path(PagingMode.PAE, [P, FULL, FULL | Pte.NX | 1 << 52], fetch=True, user=True)
    cpu = replace(cpu, cr3=scenario.cpu.cr3, pdptrs=scenario.cpu.pdptrs)
    access = Access(scenario.access.gva, fetch=True, user=True)
    record = CompareRecord(replace(scenario, cpu=cpu, access=access))

    assert record.verdicts[0].title == "Brought in by the change: a livelock"
    assert record.verdicts[0].text.endswith("as the hardware does, but for its code.")
