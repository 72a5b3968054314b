"""Pixels of a map: nothing that matters is lost, and cell and pixel convert both ways."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mmuviz.sweep.map_axis import Axis, Stretch
from mmuviz.sweep.map_ground import GAP, INKED, Block, Fold, Ground, folds, tile

DIAGONAL = tile(["#.......|.#......|..#.....|...#....|....#...|.....#..|......#.|.......#"])
PLAIN = tile([])


def even(cells, length):
    return Axis([Stretch(0, cells)], length)


def gapped(length=100):
    """Ten cells, a gap of 10, ten cells in a strip of 8, a gap of 2, ten cells."""
    return Axis([Stretch(0, 10), Stretch(10, 20, 10, 8), Stretch(20, 30, 2)], length)


def test_what_is_not_folded_shares_the_room():
    """The gaps and the strip are paid first."""
    axis = gapped()
    assert axis.scale == 4.0
    assert [(piece.low, piece.high) for piece in axis.pieces] == [(0, 40), (50, 58), (60, 100)]
    assert (axis.cells, axis.length) == (30, 100)


def test_cell_and_pixel():
    """A gap is no cell; a strip is its first one."""
    axis = gapped()
    assert [axis.cell(pixel) for pixel in (-1, 0, 3, 4, 39, 45, 52, 59, 60, 99, 100)] == [
        None, 0, 0, 1, 9, None, 10, None, 20, 29, None
    ]  # fmt: skip
    assert axis.span(0, 2) == (0, 8)
    assert axis.span(8, 21) == (32, 64)
    assert axis.at(20) == 60
    assert axis.at(30) == 100
    assert axis.piece_at(45) is None
    assert axis.piece_of(15).folded


def test_a_coordinate_comes_back():
    """Whatever pixel is asked, gaps go to their edge."""
    axis = gapped()
    assert axis.at(axis.coordinate(63.5)) == 63.5
    assert axis.coordinate(-5) == 0
    assert axis.coordinate(45) == 10
    assert axis.coordinate(200) == 30


def test_the_cells_between_two_pixels():
    """Whole cells, none that is folded."""
    axis = gapped()
    assert axis.shown(0, 100) == [(0, 10), (20, 30)]
    assert axis.shown(6, 38) == [(1, 10)]
    assert axis.shown(50, 62) == [(20, 21)]


def test_steps_pass_a_strip_at_once():
    """And cells too small to be told apart in one go."""
    axis = gapped()
    assert axis.stepped(9, 1, 1) == 10
    assert axis.stepped(10, 1, 1) == 20
    assert axis.stepped(20, -1, 1) == 10
    assert axis.stepped(10, -1, 1) == 9
    assert axis.stepped(2, 1, 12) == 5
    assert axis.stepped(0, -1, 1) == 0
    assert axis.stepped(29, 1, 1) == 29
    assert axis.stepped(7, 0, 1) == 7


@given(cells=st.integers(1, 400), length=st.integers(1, 500), data=st.data())
def test_every_cell_has_a_pixel(cells, length, data):
    """Its own where there is room; else one that shows it if it is the highest."""
    column = np.full((cells, 1), 2, np.uint8)
    row = data.draw(st.integers(0, cells - 1))
    column[row] = 9
    pixels = Ground(column, {}, {}).pixels(
        even(cells, length), even(1, 1), (0, 0, 1, length), PLAIN
    )
    low, high = even(cells, length).span(row, row + 1)
    assert (pixels[low:high] == 9).all()
    assert (pixels == 9).sum() == high - low


@pytest.mark.parametrize("size", [3, 40, 90, 128, 700, 1024, 1500])
def test_a_single_cell_of_a_million_is_seen(size):
    """However small the map is drawn."""
    cells = np.full((1024, 1024), 2, np.uint8)
    cells[517, 803] = 3
    axis = even(1024, size)
    pixels = Ground(cells, {3: 1}, {}).pixels(axis, axis, (0, 0, size, size), DIAGONAL)
    assert ((pixels & ~np.uint8(INKED)) == 3).sum() >= 1


def test_a_window_is_a_part_of_all():
    """Whatever is seen, the pixels are those of the whole."""
    cells = np.random.default_rng(1).integers(0, 9, (30, 30)).astype(np.uint8)
    ground = Ground(cells, {5: 1, 7: 1}, {})
    axis = gapped(331)
    whole = ground.pixels(axis, axis, (0, 0, 331, 331), DIAGONAL)
    part = ground.pixels(axis, axis, (90, 33, 150, 200), DIAGONAL)
    assert (part == whole[33:233, 90:240]).all()
    beyond = ground.pixels(axis, axis, (300, 300, 60, 60), DIAGONAL)
    assert (beyond[:31, :31] == whole[300:, 300:]).all()
    assert (beyond[31:] == GAP).all()


def test_many_cells_a_pixel_keep_gaps_and_strips():
    """The way that is taken where a pixel has many cells gives the same."""
    cells = np.random.default_rng(2).integers(0, 9, (3000, 3)).astype(np.uint8)
    axis = Axis([Stretch(0, 1000), Stretch(1000, 2000, 5, 6), Stretch(2000, 3000, 5)], 60)
    pixels = Ground(cells, {}, {}).pixels(axis, even(3, 3), (0, 0, 3, 60), PLAIN)
    for piece in axis.pieces:
        if not piece.folded:
            seen = pixels[piece.low : piece.high].max(axis=0)
            assert (seen == cells[piece.start : piece.stop].max(axis=0)).all()
    assert (pixels[axis.pieces[0].high : axis.pieces[1].low] == GAP).all()


def test_patterns_have_ink_in_their_group_alone():
    """And stand still when the map is moved."""
    cells = np.full((1, 1), 3, np.uint8)
    axis = even(1, 16)
    inked = Ground(cells, {3: 1}, {}).pixels(axis, axis, (0, 0, 16, 16), DIAGONAL)
    assert (inked == 3 + INKED).sum() == 32
    moved = Ground(cells, {3: 1}, {}).pixels(axis, axis, (3, 0, 13, 16), DIAGONAL)
    assert (moved == inked[:, 3:]).all()
    assert (Ground(cells, {}, {}).pixels(axis, axis, (0, 0, 16, 16), DIAGONAL) == 3).all()


def test_with_too_many_groups_there_are_no_patterns():
    """Numbers and ink do not fit a byte together."""
    cells = np.array([[3, 200]], np.uint8)
    ground = Ground(cells, {3: 1, 200: 1}, {})
    pixels = ground.pixels(even(1, 8), even(2, 16), (0, 0, 16, 8), DIAGONAL)
    assert ground.gap == 255
    assert set(pixels.ravel().tolist()) == {3, 200}


def test_rows_that_are_alike_fold():
    """The largest subtrees; of several groups where columns differ; none of a single row."""
    cells = np.array([[2, 3], [2, 3], [2, 2], [2, 2], [2, 2], [2, 2], [4, 2], [2, 2]], np.uint8)
    assert folds(cells, [1, 1, 1]) == [Fold(0, 2, 2, None), Fold(2, 4, 2, 2), Fold(4, 6, 2, 2)]
    assert folds(np.full((4, 4), 2, np.uint8), [1, 1]) == []


def test_blocks_are_rectangles_of_one_group():
    """Rows that are alike are joined; a gap parts them, and so does another row."""
    cells = np.array(
        [[5, 5, 2, 2], [5, 5, 2, 2], [5, 5, 2, 6], [2, 2, 2, 6], [5, 5, 2, 6]], np.uint8
    )
    ground = Ground(cells, {5: 1, 6: 1}, {})
    found = ground.blocks(even(5, 50), even(4, 40))
    assert len(found) == 3
    assert sorted(found.large(1, 1)) == [
        Block(0, 3, 0, 2, 5), Block(2, 5, 3, 4, 6), Block(4, 5, 0, 2, 5)
    ]  # fmt: skip
    assert found.large(3, 2) == [Block(0, 3, 0, 2, 5)]
    parted = ground.blocks(
        Axis([Stretch(0, 2), Stretch(2, 5, 3)], 50), Axis([Stretch(0, 1), Stretch(1, 4, 2)], 40)
    )
    assert Block(0, 2, 0, 1, 5) in parted.large(1, 1)
    assert Block(0, 2, 1, 2, 5) in parted.large(1, 1)
    assert len(Ground(cells, {}, {}).blocks(even(5, 5), even(4, 4))) == 0
