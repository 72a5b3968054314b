"""What a trace says up to a step, told by folding its events."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mmuviz.core.bits import Pferr, Pte
from mmuviz.core.cursor import (
    GuestWalker,
    event_at,
    guest_walker,
    reads_until,
    station_of,
    stations,
    written_until,
)
from mmuviz.core.events import Anchor
from mmuviz.core.paging import PagingMode
from mmuviz.core.result import Outcome
from mmuviz.core.trace import Semantics, record
from tests.core.paths import PAGE, PS, A, P, U, W, path
from tests.strategies import scenarios

ALL = P | W | U | A
SEMANTICS = st.sampled_from(Semantics)


def test_step_0_stands_before_the_first_event():
    """Nothing was read, nothing is known."""
    trace = record(Semantics.AFTER, path(PagingMode.PAE, [P, ALL, ALL]))
    assert event_at(trace, 0) is None
    assert guest_walker(trace, 0) == GuestWalker()
    assert station_of(trace, 0) is None
    assert event_at(trace, len(trace.events)) is trace.events[-1]
    for step in (-1, len(trace.events) + 1):
        with pytest.raises(IndexError):
            event_at(trace, step)


@given(scenarios(), SEMANTICS)
def test_the_last_step_says_what_the_result_says(scenario, semantics):
    """The folded fields end where the walk ended."""
    trace = record(semantics, scenario)
    walker = guest_walker(trace, len(trace.events))
    result = trace.result
    is_gp = result.outcome is Outcome.NON_CANONICAL
    assert walker.error_code == (None if is_gp else result.error_code)
    if semantics is not Semantics.HARDWARE or result.gfn is not None:
        assert walker.gfn == result.gfn
    if result.level is not None:
        assert (walker.level, walker.ptep) == (result.level, result.ptep)
        assert result.entry is None or walker.entry == result.entry
        if semantics is not Semantics.HARDWARE and result.inherited_ar is not None:
            assert walker.inherited_ar & (Pte.W | Pte.U) == result.inherited_ar


@given(scenarios(), SEMANTICS)
def test_stations_cover_every_step_once_in_order(scenario, semantics):
    """Each step belongs to one station, and neighbours to neighbours."""
    trace = record(semantics, scenario)
    found = stations(trace)
    steps = [step for station in found for step in range(station.first, station.last + 1)]
    assert steps == list(range(1, len(trace.events) + 1))
    for step in steps:
        station = found[station_of(trace, step)]
        assert station.first <= step <= station.last
        assert station.title
        assert (station.kind == "level") == (station.level is not None)


@given(scenarios(), SEMANTICS)
def test_reads_and_writes_only_grow(scenario, semantics):
    """A later step knows all that an earlier one knew."""
    trace = record(semantics, scenario)
    for step in range(len(trace.events)):
        assert (
            reads_until(trace, step)
            == reads_until(trace, step + 1)[: len(reads_until(trace, step))]
        )
        assert written_until(trace, step).keys() <= written_until(trace, step + 1).keys()


def test_the_stations_of_a_refused_walk():
    """One for each entry, then the way out."""
    trace = record(
        Semantics.AFTER, path(PagingMode.PAE, [P, ALL, P | U | A], write=True, user=True)
    )
    assert [station.kind for station in stations(trace)] == ["level", "level", "level", "err"]
    assert stations(trace)[-1].title == "err"
    assert [station.title.split()[0] for station in stations(trace)[:3]] == ["PDPTR", "PDE", "PTE"]
    assert guest_walker(trace, len(trace.events)).error_code == Pferr.P | Pferr.W | Pferr.U


def test_hardware_has_a_station_for_its_judgement():
    """Rights are collected on the way and judged once; A and D are written there."""
    trace = record(Semantics.HARDWARE, path(PagingMode.X32, [P | W, P | W], write=True))
    assert [station.kind for station in stations(trace)] == ["level", "level", "rights"]
    walker = guest_walker(trace, len(trace.events))
    assert (walker.writable, walker.user, walker.no_execute) == (True, False, False)


def test_no_walk_is_one_station():
    """Paging off."""
    trace = record(Semantics.AFTER, path(PagingMode.X32, [0, 0], pg=False))
    assert [(station.kind, station.title) for station in stations(trace)] == [
        ("outside", "outside")
    ]


def test_inherited_ar_starts_at_the_root_table():
    """U and W, once there is one: with PAE, after the register."""
    trace = record(Semantics.AFTER, path(PagingMode.PAE, [P, ALL, ALL]))
    rights = [guest_walker(trace, step).inherited_ar for step in range(4)]
    assert rights == [None, None, None, W | U]
    absent = record(Semantics.AFTER, path(PagingMode.PAE, [0x3000, ALL, ALL]))
    assert guest_walker(absent, len(absent.events)).inherited_ar is None
    x32 = record(Semantics.BEFORE, path(PagingMode.X32, [P, P]))
    assert guest_walker(x32, 1).inherited_ar == W | U


@pytest.mark.parametrize(
    ("mode", "flags", "gfn"),
    [
        (PagingMode.PAE, (P, P | W | PS | 0x400000, 0), 0x402),
        (PagingMode.X32, (P | W | PS | 3 << 13 | 0x400000, 0), 0x300402),
        (PagingMode.PAE, (P, P | W, P | W), PAGE >> 12),
    ],
)
def test_hardware_knows_the_frame_before_it_refuses_it(mode, flags, gfn):
    """From the leaf on, large or not, PSE-36 included; not before."""
    trace = record(Semantics.HARDWARE, path(mode, flags, user=True, pse=True))
    leaf = next(
        step
        for step, event in enumerate(trace.events, 1)
        if event.anchor in (Anchor.LEAF, Anchor.LARGE) and event.holds
    )
    assert trace.result.gfn is None
    assert guest_walker(trace, leaf - 1).gfn is None
    assert {guest_walker(trace, step).gfn for step in range(leaf, len(trace.events) + 1)} == {gfn}
