"""What another processor did is held against hardware's walk, point by point."""

from dataclasses import replace

import pytest

from mmuviz.core.access import Access
from mmuviz.core.agreement import KEPT, Agreement, Unlike, compared_points
from mmuviz.core.bits import Pte
from mmuviz.core.build import blank, map_page
from mmuviz.core.grading import WalkAnswer, right_answer
from mmuviz.core.paging import PagingMode
from mmuviz.core.result import Outcome
from mmuviz.core.second_opinion import Limit, Point, Verdict, points
from mmuviz.core.trace import Semantics, record

GVA = 0x40607238


def traced(mode=PagingMode.PAE, rights=Pte.W | Pte.U, **access):
    """Return hardware's walk of a page that is mapped with `rights`."""
    scenario = map_page(blank(mode), GVA & ~0xFFF, 0x407000, rights)
    return record(Semantics.HARDWARE, replace(scenario, access=Access(GVA, **access)))


def by_what(found):
    return {point.what: point for point in found}


@pytest.mark.parametrize("mode", PagingMode)
def test_the_right_answer_agrees_in_every_point(mode):
    """Outcome, code, address, A of each entry, D of the leaf."""
    trace = traced(mode, write=True, user=True)
    found = points(trace, right_answer(trace))

    assert {point.verdict for point in found} == {Verdict.SAME}
    assert {point.what for point in found} <= {*compared_points(mode)}
    assert by_what(found)["pte.d"] == Point("pte.d", 1, 1, Verdict.SAME)
    assert "pde.d" not in by_what(found)  # it leads on, and has none


def test_a_wrong_answer_differs_where_it_is_wrong():
    """Each part by itself."""
    trace = traced(write=True, user=True)
    right = right_answer(trace)
    pde, pte = right.written
    wrong = WalkAnswer(
        Outcome.ACCESS_ERROR, None, 7, {pde: right.written[pde] ^ Pte.G, 0x123000: 1}
    )
    found = by_what(points(trace, wrong))

    assert found["outcome"].theirs is Outcome.ACCESS_ERROR
    assert found["error_code"] == Point("error_code", None, 7, Verdict.DIFFERS)
    assert found["gpa"] == Point("gpa", 0x407238, None, Verdict.DIFFERS)
    assert found["pde.a"].verdict is Verdict.SAME
    assert found["pde"].verdict is Verdict.DIFFERS
    assert found["pte.a"] == Point("pte.a", 1, 0, Verdict.DIFFERS)
    assert found["pte.d"] == Point("pte.d", 1, 0, Verdict.DIFFERS)
    assert found["elsewhere"] == Point("elsewhere", None, 1, Verdict.DIFFERS)
    assert pte


@pytest.mark.parametrize("sets", [False, True])
def test_an_a_that_the_manual_leaves_open_is_counted_apart(sets):
    """Set or not, of an entry that was passed by an access that faults."""
    trace = traced(PagingMode.X32, Pte.W, user=True)
    scenario = trace.scenario
    directory = scenario.cpu.root_table + 4 * (GVA >> 22)
    link = scenario.entry(directory) & ~Pte.A
    trace = record(Semantics.HARDWARE, scenario.with_entry(directory, link))
    written = {directory: link | Pte.A} if sets else {}
    found = by_what(points(trace, replace(right_answer(trace), written=written)))

    assert found["pde.a"] == Point("pde.a", 0, int(sets), Verdict.OPEN)


def gigabyte(**access):
    """Return hardware's walk of a 1 GiB page for the supervisor alone."""
    scenario = map_page(blank(PagingMode.LONG), GVA & ~0xFFF, 0x407000, Pte.W)
    trace = record(Semantics.HARDWARE, replace(scenario, access=Access(GVA)))
    address = next(event.address for event in trace.events if event.level.number == 3)
    scenario = trace.scenario.with_entry(address, 0x40000000 | Pte.P | Pte.W | Pte.PS)
    return address, record(Semantics.HARDWARE, replace(scenario, access=Access(GVA, **access)))


def test_a_of_a_gigabyte_page_that_is_refused_is_a_known_limit():
    """QEMU's error, which is the engine's too."""
    address, trace = gigabyte(user=True)
    entry = trace.scenario.entry(address) | Pte.A
    found = by_what(points(trace, replace(right_answer(trace), written={address: entry})))

    assert found["pdpte.a"] == Point("pdpte.a", 0, 1, Verdict.LIMIT, Limit.GIGABYTE)
    wrong = replace(right_answer(trace), error_code=0, written={address: entry})
    assert by_what(points(trace, wrong))["error_code"].verdict is Verdict.DIFFERS


def test_another_maxphyaddr_explains_what_it_changes():
    """Bit 38 is reserved for 36 bits, and no bit of an address that the engine minds."""
    said = right_answer(traced())

    def told(gpa):
        scenario = map_page(traced().scenario, 0x40608000, gpa, 0)
        cpu = replace(scenario.cpu, maxphyaddr=36)
        asked = replace(scenario, cpu=cpu, access=Access(0x40608000))
        return by_what(points(record(Semantics.HARDWARE, asked), said))

    assert told(1 << 38)["outcome"].limit is Limit.WIDTH
    assert told(0x999000)["gpa"].verdict is Verdict.DIFFERS  # nothing is reserved there
    assert told(1 << 38)["gpa"].verdict is Verdict.DIFFERS  # nor is that the page


def test_a_pdptr_with_high_bits_is_a_known_limit():
    """The engine looks for reserved bits when it walks."""
    trace = traced()
    scenario = trace.scenario.with_pdptr(1, trace.scenario.cpu.pdptrs[1] | 1 << 45)
    trace = record(Semantics.HARDWARE, scenario)
    said = WalkAnswer(Outcome.RESERVED_BIT, None, 9)

    assert by_what(points(trace, said))["outcome"].limit is Limit.PDPTE


def test_agreements_add_up():
    """Counts are sums; the first states that differ are kept, the first problem too."""
    one = Agreement(
        2,
        {("outcome", Verdict.SAME): 2},
        {"pde.a": 1},
        {Limit.WIDTH: 1},
        1,
        (Unlike(7, ()),),
    )
    both = one + Agreement(1, {("pde", Verdict.DIFFERS): 1}, problem="It fell.") + one

    assert (both.states, both.unlike, both.problem) == (5, 2, "It fell.")
    assert both.counts == {("outcome", Verdict.SAME): 4, ("pde", Verdict.DIFFERS): 1}
    assert (both.open_set, both.limits) == ({"pde.a": 2}, {Limit.WIDTH: 2})
    assert both.whats(PagingMode.X32)[-2:] == ("pte.d", "pde")
    assert len(sum([one] * 9, start=Agreement()).first) == KEPT


def test_what_is_compared_of_every_state():
    """No A or D of a register, no D of a PML4E."""
    assert compared_points(PagingMode.PAE) == (
        *("outcome", "error_code", "gpa", "pde.a", "pte.a", "pde.d", "pte.d"),
    )
    assert "pml4e.d" not in compared_points(PagingMode.LONG)
