"""The walk as text: aligned, complete, and the same facts as the trace."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mmuviz.core.access import Access
from mmuviz.core.bits import Pte
from mmuviz.core.build import blank, map_page
from mmuviz.core.events import EntryRead
from mmuviz.core.memory import GuestMemory, RamRanges
from mmuviz.core.paging import PagingMode
from mmuviz.core.scenario import Label, Scenario
from mmuviz.core.trace import Semantics, record
from mmuviz.present.answer import (
    address_name,
    answer,
    gva_to_gpa,
    plain,
    step_text,
    steps,
    summary,
    walk_text,
)
from tests.strategies import scenarios

RIGHTS = Pte.W | Pte.U
GVA = 0x40607238


def page(mode: PagingMode = PagingMode.PAE, rights: int = RIGHTS, **access: bool) -> Scenario:
    """One page at 0x40607238 to frame 0x407."""
    scenario = map_page(blank(mode), GVA, 0x407000, rights)
    return replace(scenario, access=Access(GVA, **access))


def with_cpu(scenario: Scenario, **registers: bool) -> Scenario:
    """The scenario with registers changed."""
    return replace(scenario, cpu=replace(scenario.cpu, **registers))


def text(semantics: str, scenario: Scenario) -> str:
    """The answer as text."""
    return walk_text(record(Semantics(semantics), scenario))


@given(scenarios(), st.sampled_from(Semantics))
def test_every_walk_has_an_answer(scenario, semantics):
    """Whatever is walked: each entry read stands in the answer with its value, and the verdict."""
    trace = record(semantics, scenario)
    told = walk_text(trace)
    assert f"verdict      {'#GP' if 'canonical' in told else trace.result.outcome.value}" in told
    for event in trace.events:
        if isinstance(event, EntryRead):
            assert f"{event.level.name} {event.index}" in told
            assert f"{event.value:08x}"[-8:] in told
    assert ("error code" in told) is (
        semantics is Semantics.BEFORE or bool(trace.result.outcome.is_fault and "#GP" not in told)
    )
    assert all(line == line.rstrip() for line in told.splitlines())


@given(scenarios(), st.sampled_from(Semantics))
def test_every_step_stands_in_the_steps(scenario, semantics):
    """All steps as text are the single steps, one after the other."""
    trace = record(semantics, scenario)
    single = "".join(step_text(trace, step) for step in range(len(trace.events) + 1))
    assert plain(steps(trace)) == single


def test_refused_write():
    """The refusal shows its terms, and the code its causes."""
    told = text("after", page(rights=Pte.U, write=True, user=True))
    assert "b  write && !writable && (user || WP)  T && T && (T || –)" in told
    assert "REFUSES: goto access_error" in told
    assert "verdict      access_error: the write faults, PTE 7 refuses it (check b)" in told
    assert "error code   P | W | U = 0x7" in told


def test_hardware_names_the_entry_that_decides():
    """The verdict of hardware names the entry that took the right."""
    told = text("hardware", page(rights=Pte.U, write=True, user=True))
    assert "the write faults, PTE 7 takes W from the path (check b)" in told
    assert "P    1  the rights of the path failed" in told
    assert "PDE 3      0 → ±  may be set" in told


@pytest.mark.parametrize(
    ("registers", "fetch", "row"),
    [
        ({"nxe": True}, True, "I    1  a fetch"),
        ({"nxe": False}, True, "I    0  NXE and SMEP off"),
        ({}, False, "I    0  no fetch"),
    ],
)
def test_code_tells_a_fetch(registers, fetch, row):
    """I is explained in each of its three cases."""
    scenario = replace(page(), access=Access(0x80000000, fetch=fetch))
    assert row in text("hardware", with_cpu(scenario, **registers))


def test_reserved_bit():
    """A reserved bit has its own verdict and its own reason for P."""
    scenario = page()
    address = next(
        event.address
        for event in record(Semantics.AFTER, scenario).events
        if isinstance(event, EntryRead) and event.level.number == 1
    )
    scenario = scenario.with_entry(address, scenario.entry(address) | 1 << 60)
    told = text("hardware", scenario)
    assert "PTE 7 has a reserved bit set (check r)" in told
    assert "P    1  a present entry, with a reserved bit" in told
    assert "RSVD 1  a reserved bit" in told


def test_before_stops_without_a_code():
    """Before has no error code, and its verdict says what it did not look at."""
    assert "no right was looked at" in text("before", page())
    told = text("before", replace(page(), access=Access(0x80000000)))
    assert "verdict      not_present: the walk ends on PDPTR 2, which is absent" in told
    assert "none: walk_addr has no such field before" in told
    assert "stops" in told


def test_three_kinds_of_frame():
    """Outside RAM and not kept are told apart from an absent entry."""
    outside = replace(page(), ram=RamRanges((range(0x2000, 0x3000),)))
    assert "00000000  outside RAM, reads as 0" in text("after", outside)

    class Nothing:
        def word(self, _gpa):
            return None

        def extents(self):
            return ()

    told = text("after", replace(page(), memory=GuestMemory(Nothing())))
    assert "not kept in the file" in told
    assert "not_kept: the file does not hold PDE 3" in told


def test_no_walk():
    """Paging off and a non-canonical address need no table."""
    assert "CR0.PG is 0, no walk" in text("after", with_cpu(page(), pg=False))
    scenario = replace(blank(PagingMode.LONG), access=Access(1 << 47))
    assert "verdict      #GP: the address is not canonical" in text("hardware", scenario)


@pytest.mark.parametrize(
    ("mode", "gva", "semantics", "told"),
    [
        (PagingMode.PAE, GVA, "after", "0x407238"),
        (PagingMode.PAE, GVA + 0x1000, "before", "unmapped"),
        (PagingMode.PAE, GVA + 0x1000, "after", "0x2238, wrong: made of PDPTR 1, a defect"),
        (PagingMode.LONG, GVA + 0x1000, "after", "undefined: ptep was never set"),
    ],
)
def test_gva_to_gpa(mode, gva, semantics, told):
    """Right, unmapped, wrong and undefined are four different answers."""
    scenario = replace(page(mode), access=Access(gva))
    assert f"gva_to_gpa   {told}" in text(semantics, scenario)


def test_hardware_has_no_gva_to_gpa():
    """It is KVM that has it."""
    assert gva_to_gpa(record(Semantics.HARDWARE, page())) is None


def test_registers_that_matter():
    """PSE is told in 32-bit mode, AC with SMAP."""
    assert "CR4.PSE 1" in text("after", page(PagingMode.X32))
    assert "EFLAGS.AC 0" in text("hardware", with_cpu(page(), smap=True))


def test_address_with_its_label():
    """The nearest label below, within a page, names the address."""
    labels = (Label("page", 0x5000), Label("inside", 0x5100))
    scenario = replace(page(), labels=labels)
    assert address_name(scenario, 0x5100) == "0x5100 (inside)"
    assert address_name(scenario, 0x5104) == "0x5104 (inside + 0x4)"
    assert address_name(scenario, 0x5004) == "0x5004 (page + 0x4)"
    assert address_name(scenario, 0x8000) == "0x8000"


def test_summary_has_a_row_a_semantics():
    """In short: outcome, code, A bits."""
    traces = [record(semantics, page(rights=0, user=True)) for semantics in Semantics]
    rows = plain(summary(traces)).splitlines()
    assert rows[1].split()[:3] == ["before", "mapped", "none"]
    assert rows[2].split()[:3] == ["after", "access_error", "0x5"]
    assert rows[3].endswith("PDE 3 0 → ±, PTE 7 0 → 0")


def test_answer_is_styled():
    """What refuses is in the style of a failure."""
    lines = answer(record(Semantics.AFTER, page(rights=0, user=True)))
    failing = [span.text for line in lines for span in line if span.style.value == "fail"]
    assert failing == ["REFUSES: goto access_error", "access_error", "P | U = 0x5"]
