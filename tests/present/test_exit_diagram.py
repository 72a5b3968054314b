"""The exit diagram: every event in one place, the extra exit, the ends, what repeats."""

from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given

from mmuviz.core.memory import GuestMemory
from mmuviz.core.operation import LoadCr3, SetWp, Touch
from mmuviz.core.paging import PagingMode
from mmuviz.core.trace import Semantics
from mmuviz.present.exit_diagram import diagram
from mmuviz.present.exit_items import Box, End, Fold, Lane, Mark, Message, Statistic
from mmuviz.present.run_frame import VERSIONS, RunRecord
from mmuviz.resources import asset
from mmuviz.sources.open_file import open_file
from mmuviz.sources.program_file import read_programs
from tests.core.paths import OFFSET, TABLES, A, P, U, W, address_of, path
from tests.strategies import scenarios

ALL = P | W | U
BEFORE, AFTER, _ = Semantics
DIRECTED = Path(__file__).parents[1] / "data" / "vectors" / "sequences-directed.jsonl.gz"


@cache
def directed(name):
    """The run of a recorded program."""
    programs = {program.name: program for program in read_programs(DIRECTED)}
    return RunRecord(programs[name].scenario)


@cache
def default():
    """The run of the default scenario: a refused write."""
    return RunRecord(open_file(asset("default.toml")).scenario)


def words(half):
    """All that a half says, line by line."""
    found = []
    for item in half.items:
        found += [line.words for line in item.lines] if isinstance(item, Box) else [item.words]
    return found


def items(half, kind):
    """The items of one kind."""
    return [item for item in half.items if isinstance(item, kind)]


def test_the_extra_exit_of_before_is_in_vain():
    """Before fixes, resumes, exits again, and injects the processor's code."""
    half = diagram(default(), 0, BEFORE)
    assert half.summary == "walks, builds, tries again: 2 vmexits"
    assert half.guest == "user program"
    assert words(half) == [
        "roots: 4 pages taken",
        "write",
        "leaf absent",
        "#PF 0x6 = W | U",
        "walk: no checks, reaches PTE 353",
        "fetch: shadow leaf P U, W 0",
        "fix_write_pf: not fixed",
        "code has no P: counted as fixed",
        "pf_fixed 0 → 1",
        "resume",
        "retry: leaf there, W 0",
        "#PF 0x7 = P | W | U",
        "walk: no checks, reaches PTE 353",
        "fetch: nothing new",
        "fix_write_pf: not fixed",
        "P set and not fixed: inject",
        "pf_fixed stays 1",
        "inject #PF 0x7, the processor's code",
        "guest's fault handler runs",
    ]
    assert half.stretch.words == "the extra exit, in vain"
    assert half.items[half.stretch.first].words == "resume"


def test_after_refuses_in_its_walk_which_is_unfolded():
    """The refusing check is a line of its own, with its jump."""
    half = diagram(default(), 0, AFTER)
    assert half.summary == "checks first: 1 vmexit"
    assert words(half)[4:] == [
        "walk: PDPTR 2  a",
        "walk: PDE 447  a b c d",
        "walk: PTE 353  a",
        "walk: PTE 353  b → access_error",
        "error_code = P | W | U = 0x7",
        "pf_fixed stays 0",
        "inject #PF 0x7, the walker's own code",
        "guest's fault handler runs",
    ]
    assert half.stretch is None
    assert half.notes[0] == "No fetch, no shadow leaf, no second exit."
    assert half.notes[1].startswith("Had A been clear in PTE 353, before would have set it")


def test_a_walk_folds_and_unfolds():
    """What is turned is shown the other way: after's refusal in a line, before's walk in steps."""
    (line, *_) = items(diagram(default(), 0, AFTER, {1}), Box)[1].lines
    assert line.words == "walk: PTE 353  b → access_error"
    assert (line.unfolds, line.unfolded, line.mark) == (True, False, Mark.REFUSED)
    lines = items(diagram(default(), 0, BEFORE, {1}), Box)[1].lines
    assert [line.words for line in lines[:3]] == [
        "walk: PDPTR 2  a",
        "walk: PDE 447  d a",
        "walk: PTE 353  d a",
    ]
    assert lines[0].unfolded
    assert not lines[1].unfolds


def test_steps_are_those_of_the_run():
    """What happens at the same step in both halves has the same number."""
    before, after = (diagram(default(), 0, version) for version in VERSIONS)
    assert [item.step for item in before.items[:4]] == [item.step for item in after.items[:4]]
    box = items(before, Box)[1]
    assert (box.step, box.last, box.round) == (4, 7, 1)


def test_exits_that_are_the_same_are_folded():
    """A livelock of eight exits: the first, the second, those between, the last, and no end."""
    half = diagram(directed("shared-pt-ro-first"), 1, AFTER)
    assert half.summary == "fixes in vain, for ever: 8 vmexits"
    numbers = [item.number for item in items(half, Message) if item.number]
    assert numbers == [1, 2, 8]
    (fold,) = items(half, Fold)
    assert fold.words == "… 5 more the same, vmexits 3 to 7"
    assert fold.step < fold.last
    (end,) = items(half, End)
    assert (end.sign, end.lane, end.words) == ("∞", Lane.CPU, "and so on, for ever")
    assert items(half, Statistic)[-1].words == "pf_fixed 7 → 8"


def test_the_emulator_translates_drops_and_stores():
    """A write to a shadowed table, and the third in a row, which zaps the page."""
    half = diagram(directed("pt-write-emulated"), 1, BEFORE)
    assert half.summary == "emulates: 1 vmexit"
    assert half.guest == "its kernel"
    assert words(half)[-5:] == [
        "pf_fixed 0 → 1",
        "gva_to_gpa: 0x12000",
        "drops 1 shadow entry",
        "stores 0x80003",
        "emulated, goes on",
    ]
    third = diagram(directed("pt-write-emulated"), 5, AFTER)
    assert "drops 2 shadow entries, 1 page zapped" in words(third)


def test_a_write_that_the_processor_does_is_stored_by_it():
    """After before's emulation: after's table is no longer shadowed."""
    half = diagram(directed("pt-write-emulated"), 7, AFTER)
    assert words(half)[-3:] == ["retry: allowed", "stores 0x80007", "done"]


@pytest.mark.parametrize(
    ("name", "operation", "summary", "end"),
    [
        (
            "host-bug-rmap",
            3,
            "the host hits BUG_ON: 1 vmexit",
            "BUG_ON: the host's own kernel stops",
        ),
        (
            "host-hang-root",
            1,
            "the host hangs: 1 vmexit",
            "zaps a root in use for ever: the host hangs",
        ),
        (
            "pdpte-mmio-not-present-host-bug",
            1,
            "the host hits BUG_ON",
            "BUG_ON: the host's own kernel stops",
        ),
        (
            "pdpte-mmio-not-present-host-bug",
            2,
            "the machine is dead",
            "the machine is dead since operation 2",
        ),
    ],
)
def test_disasters_are_the_hosts_own(name, operation, summary, end):
    """They are named, in red, where they happen; after them nothing runs."""
    half = diagram(directed(name), operation, BEFORE)
    assert half.summary == summary
    assert half.items[-1].words == end
    assert half.items[-1].serious


def test_a_zap_of_the_root_never_ends():
    """The links are cleared, and the page is found again and again."""
    record = RunRecord(path(PagingMode.PAE, (P, ALL, ALL | TABLES[2]), user=True, write=True))
    half = diagram(record, 0, AFTER)
    assert words(half)[-2:] == [
        "fix_write_pf: zaps 0 pages, 1 entry",
        "zaps a root in use for ever: the host hangs",
    ]


def test_nothing_is_said_of_bits_that_are_as_they_were():
    """Before has set A in an operation before; or has not walked at all."""
    assert diagram(directed("a-bit-leaf"), 1, AFTER).notes == ()
    assert diagram(directed("shared-pt-rw-first"), 1, AFTER).notes == ("No fetch, no shadow leaf.",)


def test_loads_take_the_roots():
    """CR0.WP and CR3 ask KVM; a CR3 outside RAM is #GP; an access that is not canonical too."""
    scenario = path(PagingMode.PAE, (P, ALL, ALL), user=True)
    program = (SetWp(False), LoadCr3(scenario.cpu.cr3), LoadCr3(1 << 31))
    record = RunRecord(replace(scenario, operations=program))
    half = diagram(record, 1, AFTER)
    assert words(half) == ["CR3 = 0x2000", "roots: 4 pages taken, 4 found in the cache", "done"]
    assert half.summary == "takes the roots anew"
    assert words(diagram(record, 0, AFTER))[0] == "CR0.WP = 0"
    refused = diagram(record, 2, BEFORE)
    assert words(refused) == ["CR3 = 0x80000000", "#GP: no walk, no vmexit for a #PF"]
    long = path(PagingMode.LONG, (ALL, ALL, ALL, ALL))
    away = replace(long, access=replace(long.access, gva=1 << 60))
    assert words(diagram(RunRecord(away), 0, AFTER)) == [
        "read",
        "#GP: no walk, no vmexit for a #PF",
    ]
    off = replace(scenario, cpu=replace(scenario.cpu, pg=False))
    half = diagram(RunRecord(off), 0, AFTER)
    assert half.summary == "paging is off"
    assert not half.items[-1].serious


class Missing:
    """Keeps nothing of one word."""

    def __init__(self, gone):
        self.gone = gone

    def word(self, gpa):
        return None if gpa == self.gone else 0

    def extents(self):
        return ()


def without(scenario, gone):
    """The scenario without the word at `gone`, which it has not written."""
    words = {gpa: word for gpa, word in scenario.memory.words.items() if gpa != gone}
    return replace(scenario, memory=GuestMemory(Missing(gone), words))


def test_what_the_file_does_not_keep_ends_it():
    """The walk meets an entry that nobody knows, or the emulator does."""
    scenario = path(PagingMode.PAE, (P, ALL, ALL), user=True)
    record = RunRecord(without(scenario, address_of(PagingMode.PAE, 1)))
    for version, turned in ((BEFORE, ()), (AFTER, {1})):
        half = diagram(record, 0, version, turned)
        assert half.summary == "cannot be followed: 1 vmexit"
        assert words(half)[-2:] == [
            "walk: PTE 2 is not kept in the file",
            "the file does not keep what comes next",
        ]
        assert not half.items[-1].serious
    itself = path(PagingMode.PAE, (P, ALL, P | W | TABLES[1]), write=True)
    record = RunRecord(without(itself, TABLES[1] + OFFSET))
    assert words(diagram(record, 0, AFTER))[-2:] == [
        "gva_to_gpa: 0x4238",
        "the file does not keep what comes next",
    ]


def test_absent_entries_end_a_walk():
    """After jumps to not_present; before finds nothing to build, and asks no further."""
    record = RunRecord(path(PagingMode.PAE, (P, ALL, 0x4000), user=True))
    after, before = (diagram(record, 0, version, {1}) for version in (AFTER, BEFORE))
    assert "walk: PTE 2  a → not_present" in words(after)
    assert "walk: PTE 2  d a: absent" in words(before)
    assert words(before)[-4:-1] == [
        "none built: inject",
        "pf_fixed stays 0",
        "inject #PF 0x4, the processor's code",
    ]
    assert before.summary == "walks, finds nothing: 1 vmexit"
    assert "walk: ends at PTE 2, absent" in words(diagram(record, 0, BEFORE))
    kernel = RunRecord(path(PagingMode.PAE, (P, 0x3000, ALL)))
    assert "#PF 0x0" in words(diagram(kernel, 0, AFTER))
    assert "error_code = 0" in words(diagram(kernel, 0, AFTER))


def test_a_device_is_emulated_or_refused_by_its_leaf():
    """An MMIO leaf: after checks in its walk, before asks the leaf."""
    device = P | U | 0x7FFFF000
    read = path(PagingMode.PAE, (P, ALL, device), user=True)
    touch = Touch(read.access)
    record = RunRecord(replace(read, operations=(touch, touch)))
    half = diagram(record, 0, AFTER)
    assert "fetch: shadow leaf MMIO" in words(half)
    assert "MMIO: emulate" in words(half)
    assert words(half)[-2:] == ["gva_to_gpa: 0x7ffff238", "emulated, goes on"]
    assert "leaf MMIO" in words(diagram(record, 1, AFTER))
    write = path(PagingMode.PAE, (P, ALL, device), user=True, write=True)
    half = diagram(RunRecord(write), 0, BEFORE)
    assert "MMIO, may_access says no: inject" in words(half)
    assert words(half)[-2] == "inject #PF 0x7, the processor's code | P"
    assert half.summary == "walks, builds, asks the leaf: 1 vmexit"


def test_write_protection_and_nx_are_said():
    """A page that becomes a table loses its W; a fetch that NX refuses finds its leaf there."""
    half = diagram(directed("nx-fetch-long"), 1, BEFORE)
    assert "leaf there, W 0 NX" in words(half)
    tips = [
        line.tip
        for name, operation in (("host-bug-rmap", 3), ("livelock-user-own-table", 0))
        for box in items(diagram(directed(name), operation, AFTER), Box)
        for line in box.lines
    ]
    assert any("shadow page" in tip for tip in tips)


def test_a_leaf_that_before_left_behind_saves_it_an_exit():
    """After's second access exits, before's does not: not in vain, but more."""
    scenario = path(PagingMode.PAE, (P, ALL, P | W | A), user=True)
    program = (Touch(scenario.access), Touch(replace(scenario.access, user=False)))
    record = RunRecord(replace(scenario, operations=program))
    half = diagram(record, 1, AFTER)
    assert half.stretch.words == "1 exit that before does not need here"
    assert half.items[half.stretch.first].number == 1
    assert diagram(record, 1, BEFORE).stretch is None
    assert diagram(record, 1, BEFORE).summary == "the shadow allows it: no vmexit"


@given(scenarios())
def test_every_event_is_in_one_place(scenario):
    """Whatever runs, folded or not: in order, once."""
    record = RunRecord(scenario)
    for number in range(len(record.operations)):
        for version in VERSIONS:
            run = record.runs[version]
            expected = run[number].events if number < len(run) else ()
            for turned in ((), (1, 2)):
                half = diagram(record, number, version, turned)
                assert half.events == expected
                steps = range(1, len(record.moments) + 1)
                assert all(item.step in steps and item.last in steps for item in half.items)
