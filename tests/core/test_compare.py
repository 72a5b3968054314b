"""The alignment of three walks, and the ends of three opinions."""

from itertools import combinations

import pytest
from hypothesis import given

from mmuviz.core.bits import Pte
from mmuviz.core.compare import Course, align, placed
from mmuviz.core.comparison import Comparison
from mmuviz.core.events import Anchor, EntryRead
from mmuviz.core.memory import GuestMemory, RamRanges
from mmuviz.core.paging import PagingMode
from mmuviz.core.result import Outcome
from mmuviz.core.scenario import Scenario
from mmuviz.core.shadow.guest import Ending
from mmuviz.core.trace import Semantics
from tests.core.paths import A, D, P, U, W, path, two_level_space
from tests.strategies import scenarios

BEFORE, AFTER, HARDWARE = Semantics
FULL = P | W | U | A | D
SUBSETS = [subset for size in (1, 2, 3) for subset in combinations(Semantics, size)]


def check_rows(comparison):
    """Rows hold every event once, in the order of each walk; before's d stands behind its a."""
    rows = comparison.rows
    assert len({row.place for row in rows}) == len(rows)
    assert rows[-1].is_end
    for who, trace in comparison.traces.items():
        shown = [(row.place, event) for row in rows for event in row.cells[who].events]
        own = placed(trace)
        if who is BEFORE:
            key = [row.place for row in rows].index
            moved = [place for place, _ in own if place[1] is Anchor.ACCESSED]
            assert all(place[0] is not None for place in moved)
            own.sort(key=lambda item: key(item[0]))
            left = [event for place, event in placed(trace) if place not in moved]
            assert [event for place, event in own if place not in moved] == left
        assert shown == own
        courses = [row.cells[who].course for row in rows]
        assert sum(course in {Course.MAPS, Course.REFUSES} for course in courses) in {1, 2}


def check_divergence(comparison):
    """No divergence exactly where the walks go the same way and the guest gets the same answer."""
    gpas = {trace.result.gpa for trace in comparison.traces.values()} - {None}
    ways = set()
    for who, trace in comparison.traces.items():
        lasts = [e for e in trace.events if isinstance(e, EntryRead)]
        outcome = trace.result.outcome
        ways.add((lasts[-1].level if lasts else None, outcome is Outcome.MAPPED))
        assert comparison.ends[who].last == (lasts[-1] if lasts else None)
    answers = {end.answer for end in comparison.ends.values()}
    agree = len(ways) == 1 and len(gpas) < 2 and len(answers) == 1
    if agree and comparison.divergences:
        # the same entry refuses: after by b or c as it comes to it, hardware when all is read
        first = comparison.rows[comparison.divergences[0] - 1]
        assert first.anchor in {Anchor.WRITE, Anchor.USER, Anchor.RESERVED}
        assert {AFTER, HARDWARE} <= set(comparison.shown)
    else:
        assert agree == (not comparison.divergences)


@pytest.mark.parametrize("mode", [PagingMode.PAE, PagingMode.X32])
def test_every_state_of_two_levels_aligns(mode):
    """2048 states: rows and divergences of all three, and of before and after alone."""
    for scenario in two_level_space(mode):
        comparison = Comparison(scenario)
        check_rows(comparison)
        check_divergence(comparison)
        both = Comparison(scenario, (BEFORE, AFTER))
        refused = both.traces[AFTER].result.outcome is Outcome.ACCESS_ERROR
        assert bool(both.divergences) == refused, "after parts from before where it refuses"


@given(scenarios())
def test_any_scenario_aligns(scenario):
    """Random tables, registers and accesses; every subset of the opinions."""
    for shown in SUBSETS:
        comparison = Comparison(scenario, shown)
        check_rows(comparison)
        check_divergence(comparison)


def test_denied_above_absent_below():
    """The drawn path: after refuses at the directory, the two others read on."""
    scenario = path(PagingMode.PAE, [P, P | A, 0], user=True)
    comparison = Comparison(scenario)

    assert [(row.level and row.level.number, row.anchor.value) for row in comparison.rows] == [
        (3, "a"), (2, "a"), (2, "b"), (2, "c"), (2, "d"), (2, "g"), (1, "a"),
        (None, "code"), (None, "return_1"),
    ]  # fmt: skip
    assert [row.cells[AFTER].course for row in comparison.rows[3:5]] == [
        Course.REFUSES,
        Course.OVER,
    ]
    assert comparison.divergences == (4, 9)
    ends = comparison.ends
    assert [end.error_code for end in ends.values()] == [4, 5, 4]
    assert [end.last.level.number for end in ends.values()] == [1, 2, 1]
    assert [end.vmexits for end in ends.values()] == [1, 1, None]
    assert [end.leaf for end in ends.values()] == [0, 0, None]


def test_claim_1_and_3_on_a_leaf():
    """A refused leaf: before sets A, fixes in vain, exits twice, and leaves a shadow entry."""
    comparison = Comparison(path(PagingMode.PAE, [P, FULL, P | W], user=True))
    before, after, hardware = comparison.ends.values()

    assert [entry.is_leaf for entry in comparison.entries] == [False, False, True]
    assert [end.entries[2].accessed for end in (before, after, hardware)] == [True, False, False]
    assert (before.vmexits, before.pf_fixed) == (2, 1)
    assert (after.vmexits, after.pf_fixed) == (1, 0)
    assert before.leaf & Pte.P
    assert before.entries[0].accessed is None, "a PDPTR has no A"
    assert (before.reason, after.reason) == (Anchor.NOT_FIXED, Anchor.REFUSED)


def test_an_emulated_access_is_an_allowed_one():
    """MMIO: KVM emulates what the processor does; nobody parts from anybody."""
    scenario = path(PagingMode.PAE, [P, FULL, FULL | 0x2000000], user=True)
    comparison = Comparison(scenario)

    assert comparison.ends[AFTER].ending is Ending.EMULATE
    assert comparison.ends[HARDWARE].ending is Ending.DONE
    assert comparison.divergences == ()


def test_hardware_leaves_a_of_passed_levels_open():
    """May be set: neither way counts."""
    comparison = Comparison(path(PagingMode.PAE, [P, P | W | U, 0], user=True))

    assert comparison.ends[HARDWARE].entries[1].may
    assert comparison.ends[AFTER].entries[1].accessed is True


def test_a_large_page_of_hardware_alone():
    """1 GiB: hardware finds the page where the others go on."""
    comparison = Comparison(path(PagingMode.LONG, [FULL, FULL | Pte.PS | 0x40000000, 0, 0]))
    first = comparison.rows[comparison.divergences[0] - 1]

    assert (first.level.number, first.anchor) == (3, Anchor.LARGE)
    assert first.cells[HARDWARE].course is Course.MAPS
    assert first.cells[AFTER].course is Course.SKIPS


def test_paging_off_is_agreed_upon():
    """No walk, no exit, no shadow."""
    comparison = Comparison(path(PagingMode.PAE, [P, FULL, FULL], pg=False))

    assert comparison.divergences == ()
    assert {end.ending for end in comparison.ends.values()} == {Ending.PAGING_OFF}
    assert comparison.entries == ()


def test_the_file_does_not_keep_a_table():
    """Nobody knows how it goes on; A of what is not kept is not known."""

    class Hollow:
        def word(self, gpa):
            return None if gpa >= 0x4000 else 0

        def extents(self):
            return ()

    whole = path(PagingMode.PAE, [P, FULL, FULL], user=True)
    known = {gpa: value for gpa, value in whole.memory.words.items() if gpa < 0x4000}
    scenario = Scenario(
        whole.cpu, GuestMemory(Hollow(), known), RamRanges((range(8 << 20),)), whole.access
    )
    comparison = Comparison(scenario)

    assert {end.ending for end in comparison.ends.values()} == {Ending.NOT_KEPT}
    assert comparison.ends[AFTER].entries[2].accessed is None
    assert comparison.ends[AFTER].leaf == 0


def test_a_comparison_is_of_something_and_in_order():
    """Nothing, or before behind after, is refused."""
    for shown in ((), (AFTER, BEFORE)):
        with pytest.raises(ValueError, match="in their order"):
            Comparison(Scenario(), shown)


def test_align_takes_one_walk_too():
    """A lone walk is its own rows, and has nothing to part from."""
    comparison = Comparison(path(PagingMode.X32, [FULL, FULL]), (HARDWARE,))

    assert comparison.divergences == ()
    assert align(tuple(comparison.traces.values())) == comparison.rows
    assert Anchor.WRITE not in {row.anchor for row in comparison.rows}
