"""Cells and states, both ways; nothing that stands alone is lost where cells become one."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mmuviz.core.paging import PagingMode
from mmuviz.sweep.arrangement import Arrangement, Grid, Zone, names_of, shrunk, usual
from mmuviz.sweep.space import STATE_SPACES, SpaceName

X32, PAE, LONG = PagingMode.X32, PagingMode.PAE, PagingMode.LONG
SPACES = [
    STATE_SPACES[key]
    for key in ((PAE, SpaceName.WALK), (X32, SpaceName.WALK), (X32, SpaceName.HARDWARE))
]


@st.composite
def arrangements(draw):
    """A space, and any layout of its flags."""
    space = draw(st.sampled_from([*SPACES, STATE_SPACES[PAE, SpaceName.ACCESS]]))
    names = draw(st.permutations([flag.name for flag in space.flags]))
    cuts = sorted(draw(st.lists(st.integers(0, len(names)), min_size=3, max_size=3)))
    rows, columns, fixed, ignored = (
        tuple(names[start:stop])
        for start, stop in zip([0, *cuts], [*cuts, len(names)], strict=True)
    )
    widths = {flag.name: flag.width for flag in space.flags}
    pinned = tuple((name, draw(st.integers(0, (1 << widths[name]) - 1))) for name in fixed)
    return space, Arrangement(rows, columns, pinned, ignored)


def test_the_usual_layout_of_the_drawn_map():
    """Who asks and the leaf run across; the upper entries run down, what decides most first."""
    walk = usual(STATE_SPACES[PAE, SpaceName.WALK])

    assert walk.rows == ("pdpte.p", "pde.p", "pde.ps", "pde.u", "pde.w", "pde.a")
    assert walk.columns == ("user", "write", "wp", "pte.p", "pte.u", "pte.w", "pte.a")


def test_a_layout_that_is_too_tall_lends_to_the_columns():
    """Rows are at most one flag more than columns."""
    for space in STATE_SPACES.values():
        found = usual(space)
        assert sorted(found.flags) == sorted(flag.name for flag in space.flags)
        assert len(found.rows) <= len(found.columns) + 1


def test_flags_of_an_entry():
    """In the order in which they decide; `write` is no flag of an entry."""
    assert names_of(["pte.w", "write", "pte.p", "pde.p"], "pte") == ["pte.p", "pte.w"]
    assert names_of(["write"], "write") == []


def test_a_flag_has_a_zone():
    """Or it is none."""
    layout = Arrangement(("a",), ("b",), (("c", 1),), ("d",))

    assert [layout.zone(name) for name in "abcd"] == list(Zone)
    with pytest.raises(ValueError, match="e is no flag of this map"):
        layout.zone("e")
    with pytest.raises(ValueError, match="no flag"):
        layout.moved("e", Zone.ROWS)


def test_a_fixed_flag_gets_another_value():
    """The others keep theirs."""
    layout = Arrangement((), (), (("a", 1), ("b", 1)))
    assert layout.fixed_at("b", 0).fixed == (("a", 1), ("b", 0))


def test_a_move_names_a_place_and_a_value():
    """Innermost without one; the value counts where it is fixed."""
    layout = Arrangement(("a", "b"), ("c",), (("d", 0),))

    assert layout.moved("c", Zone.ROWS, 0).rows == ("c", "a", "b")
    assert layout.moved("c", Zone.ROWS).rows == ("a", "b", "c")
    assert layout.moved("a", Zone.ROWS, 1).rows == ("b", "a")
    assert layout.moved("a", Zone.FIXED, value=0).fixed == (("d", 0), ("a", 0))
    assert layout.moved("d", Zone.IGNORED).ignored == ("d",)


@given(arrangements(), st.data())
def test_a_move_keeps_all_flags(made, data):
    """Wherever a flag goes."""
    space, layout = made
    flag = data.draw(st.sampled_from(layout.flags))
    zone = data.draw(st.sampled_from(Zone))
    moved = layout.moved(flag, zone)

    assert sorted(moved.flags) == sorted(layout.flags)
    assert moved.zone(flag) is zone
    Grid(space, moved)


def test_a_grid_needs_just_the_flags():
    """One too few, or one twice, is no layout."""
    space = SPACES[0]
    names = tuple(flag.name for flag in space.flags)
    for rows in (names[1:], (*names, names[0]), (*names[1:], "kind")):
        with pytest.raises(ValueError, match="just the flags"):
            Grid(space, Arrangement(rows, ()))


def test_one_stands_before_nought():
    """The first cell has all flags set; values of kind stand in their order."""
    space = STATE_SPACES[PAE, SpaceName.ACCESS]
    names = tuple(flag.name for flag in space.flags if flag.name != "kind")
    grid = Grid(space, Arrangement(("kind",), names))
    (kind,) = [flag for flag in space.flags if flag.name == "kind"]

    assert [kind.of(int(grid.states(row, 0)[0])) for row in range(4)] == [0, 1, 2, 3]
    assert grid.states(0, 0)[0] == (1 << kind.shift) - 1


@settings(deadline=None)
@given(arrangements(), st.data())
def test_place_and_states_are_inverse(made, data):
    """A state is in the cell where it is placed, and has no place where a fixed flag is other."""
    space, layout = made
    grid = Grid(space, layout)
    at = data.draw(st.integers(0, len(space) - 1))
    place = grid.place(at)
    flags = {flag.name: flag for flag in space.flags}

    fits = all(flags[name].of(at) == value for name, value in layout.fixed)
    assert (place is not None) == fits
    if place:
        assert at in grid.states(*place)
    row = data.draw(st.integers(0, grid.rows - 1))
    column = data.draw(st.integers(0, grid.columns - 1))
    there = grid.states(row, column)
    assert len(there) == grid.depth
    assert all(grid.place(int(one)) == (row, column) for one in there[:: max(1, len(there) // 8)])


@settings(max_examples=40, deadline=None)
@given(arrangements())
def test_every_state_stands_in_one_cell(made):
    """And the cell shows the highest of its states, and whether they agree."""
    space, layout = made
    grid = Grid(space, layout)
    numbers = np.arange(len(space), dtype=np.uint32)
    seen = np.zeros(len(space), np.uint8)
    places = np.full((grid.rows, grid.columns), 0, np.int64)
    for deep in range(grid.depth):
        layer = grid._numbers_of(deep)
        seen[layer] += 1
        places = np.maximum(places, layer)

    fixed = np.ones(len(space), np.bool_)
    flags = {flag.name: flag for flag in space.flags}
    for name, value in layout.fixed:
        fixed &= (numbers >> flags[name].shift & (1 << flags[name].width) - 1) == value
    assert np.array_equal(seen, fixed)
    assert np.array_equal(grid.cells(numbers), places)
    assert np.array_equal(grid.mixed(numbers), np.full(places.shape, grid.depth > 1))
    assert not grid.mixed(np.zeros(len(space), np.uint8)).any()


@settings(deadline=None)
@given(
    st.tuples(st.integers(1, 60), st.integers(1, 60)),
    st.integers(1, 70),
    st.integers(1, 70),
    st.data(),
)
def test_a_single_cell_stays_visible(shape, rows, columns, data):
    """However small the map."""
    cells = np.zeros(shape, np.uint8)
    row = data.draw(st.integers(0, shape[0] - 1))
    column = data.draw(st.integers(0, shape[1] - 1))
    cells[row, column] = 9
    small = shrunk(cells, rows, columns)

    assert small.shape == (min(shape[0], rows), min(shape[1], columns))
    assert np.count_nonzero(small) == 1
    assert small.max() == 9
    assert np.flatnonzero(small.max(axis=1))[0] == pytest.approx(
        row * small.shape[0] / shape[0], abs=1
    )


def test_the_state_that_a_cell_shows_is_told():
    """Of those that give it its value the one with the fewest flags set."""
    space = STATE_SPACES[PagingMode.PAE, SpaceName.WALK]
    layout = usual(space).moved("pte.a", Zone.IGNORED).moved("pte.w", Zone.IGNORED)
    grid = Grid(space, layout)
    numbers = [int(number) for number in grid.states(3, 5)]
    values = np.zeros(len(space), np.uint8)
    assert grid.telling(values, 3, 5) == min(numbers, key=lambda one: (one.bit_count(), one))
    values[numbers[0]] = 7
    assert grid.telling(values, 3, 5) == numbers[0]


def test_the_flags_of_a_zone():
    """The outermost first."""
    layout = usual(STATE_SPACES[PagingMode.PAE, SpaceName.WALK]).moved("wp", Zone.FIXED)
    assert layout.in_zone(Zone.ROWS) == list(layout.rows)
    assert layout.in_zone(Zone.FIXED) == ["wp"]
    assert layout.in_zone(Zone.IGNORED) == []
