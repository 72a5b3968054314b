"""A state is a cell and a scenario, both ways; its columns are those that were recorded."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mmuviz.core.access import Access
from mmuviz.core.bits import Pte
from mmuviz.core.build import blank, map_page
from mmuviz.core.fixed_path import FIXED_PATHS
from mmuviz.core.paging import PagingMode
from mmuviz.sweep.space import STATE_SPACES, Place, SpaceName
from tests.core.paths import path

DATA = Path(__file__).parents[1] / "data" / "vectors"
X32, PAE, LONG = PagingMode.X32, PagingMode.PAE, PagingMode.LONG
WALK, ACCESS, ACCESS_ALL, HARDWARE = SpaceName
GVA = 0x403238


def space(mode, name=ACCESS):
    return STATE_SPACES[mode, name]


def state_of(scenario, name=ACCESS):
    """The flags that are 1 in the state of a scenario, `kind` with its value, and `unlike`."""
    found = space(scenario.cpu.mode, name)
    place = found.place(scenario)
    ones = [
        flag.name if flag.width == 1 else f"{flag.name}={flag.of(place.number)}"
        for flag in found.flags
        if flag.of(place.number)
    ]
    return " ".join(ones), place.unlike


@pytest.mark.parametrize("mode", PagingMode)
def test_the_rows_stand_in_the_recorded_order(mode):
    """The walk space is walk-*.npz row by row, the access space access-*.npz but for its sample.

    access-pae leaves large MMIO pages out.
    """
    with np.load(DATA / f"walk-{mode.value}.npz") as archive:
        states = space(mode, WALK).states()
        names = {one for one in archive.files if not one.startswith(("before_", "after_"))}
        assert set(states.names) == names
        assert all(np.array_equal(states[one], archive[one]) for one in names)
    with np.load(DATA / f"access-{mode.value}.npz") as archive:
        states = space(mode).states()
        there = (states["leaf_kind"] != 1) | (states["pde_ps"] == 0) | (mode is not PAE)
        rows = archive["sample"] == 0 if mode is LONG else np.s_[:]
        for one in states.names:
            assert np.array_equal(states[one][there], archive[one][rows]), one


def test_sizes_and_names():
    """As many states as were said; flags are called the same everywhere."""
    bits = {
        (mode.value, name.value): len(one).bit_length() - 1
        for (mode, name), one in STATE_SPACES.items()
    }
    assert bits == {
        ("x32", "walk"): 13, ("pae", "walk"): 13, ("long", "walk"): 20,
        ("x32", "access"): 17, ("pae", "access"): 17, ("long", "access"): 16,
        ("long", "access-all"): 24,
        ("x32", "hardware"): 16, ("pae", "hardware"): 19, ("long", "hardware"): 20,
    }  # fmt: skip
    flags = space(X32).flags
    assert " ".join(flag.name for flag in flags) == (
        "kind pde.p pde.w pde.u pde.a pde.d pde.ps pse pte.p pte.w pte.u pte.a pte.d wp write user"
    )
    assert [flag.shift for flag in flags] == [15, *range(14, -1, -1)]
    assert flags[0].of(0b10 << 15 | 0x7FFF) == 2
    assert [flag.column for flag in flags[-3:]] == ["cr0_wp", "write", "user"]


@settings(max_examples=300)
@given(st.sampled_from(list(STATE_SPACES)), st.data())
def test_a_state_is_found_again(key, data):
    """The scenario of a state is at that state; its columns say the same flags."""
    one = STATE_SPACES[key]
    number = data.draw(st.integers(0, len(one) - 1))
    states = one.states(np.array([number], np.uint32))
    assert all(states[flag.column][0] == flag.of(number) for flag in one.flags)
    if one.exists(states)[0]:
        assert one.place(one.scenario(number)) == Place(number, ())
    else:
        with pytest.raises(ValueError, match="a write or a fetch"):
            one.scenario(number)


def test_a_scenario_of_other_addresses_is_found():
    """Any tables, any address: the flags on the path count."""
    scenario = map_page(blank(PAE), GVA, 0x55000, Pte.W | Pte.A)
    scenario = replace(scenario, access=Access(GVA, write=True))
    flags = "pdpte.p pde.p pde.w pde.u pte.p pte.w pte.a wp write"
    assert state_of(scenario) == (flags, ("nxe",))
    assert state_of(scenario, HARDWARE) == (flags.replace("wp", "nxe wp"), ())
    assert space(LONG).place(scenario) is None, "another mode"
    off = replace(scenario, cpu=replace(scenario.cpu, pg=False))
    assert space(PAE).place(off) is None, "no walk"


def test_what_a_space_does_not_have_is_said():
    """Flags of a level that was read, where the state has another value."""
    scenario = path(LONG, [0x7, 0x5, 0x7, 0x1 | Pte.D | Pte.NX], fetch=True, smap=True, ac=True)
    assert state_of(scenario, WALK)[1] == ("smap", "ac", "fetch", "pte.nx", "pte.d")
    assert state_of(scenario)[1] == ("smap", "ac", "fetch", "pdpte.w", "pte.nx")
    absent = path(LONG, [0x7, 0x6, 0, 0])
    assert state_of(absent) == ("", ("pdpte.p",)), "of an absent entry nothing else is looked at"


@pytest.mark.parametrize(
    ("frame", "kind"),
    [(0x99000, ""), (0xE0007000, "kind=1 "), (0x3000, "kind=2 "), (0x4000, "kind=3 ")],
)
def test_what_a_leaf_maps_is_its_kind(frame, kind):
    """RAM, a device, the directory that leads to it, its own page table."""
    scenario = path(LONG, [0x7, 0x7, 0x7, frame | Pte.P])
    assert state_of(scenario) == (f"{kind}pde.p pde.w pde.u pte.p", ())


def test_a_leaf_that_maps_a_table_above_the_directory():
    """No kind stands for it: the space of accesses says so, a walk does not care."""
    scenario = path(LONG, [0x7, 0x7, 0x7, 0x2000 | Pte.P])
    assert state_of(scenario)[1] == ("kind",)
    assert state_of(scenario, WALK)[1] == ()


def test_an_edit_of_a_state_is_found_where_it_leads():
    """On the fixed path an entry that leads elsewhere is followed; PAT makes no large PTE."""
    scenario = space(X32).scenario(0b111100_0_11110_000)
    pde, pte = FIXED_PATHS[X32].addresses
    moved = scenario.with_entry(pde, 0x99000 | Pte.P)
    assert state_of(moved)[0] == "pde.p"
    assert state_of(scenario.with_entry(pte, Pte.P | Pte.PS))[0].endswith("pte.p")
