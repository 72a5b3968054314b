"""A map's headers and names: nested, only as deep as there is room, folded rows named."""

import numpy as np
import pytest

from mmuviz.core.paging import PagingMode
from mmuviz.core.trace import Semantics
from mmuviz.present.atlas_axes import (
    cell_text,
    fold_label,
    fold_texts,
    header,
    place_texts,
)
from mmuviz.present.atlas_legend import LegendRow
from mmuviz.present.atlas_map import flag_text, map_picture
from mmuviz.sweep.arrangement import Zone, usual
from mmuviz.sweep.colouring import Lens, Sort, colour
from mmuviz.sweep.map_ground import Fold, folds
from mmuviz.sweep.space import STATE_SPACES, Flag, SpaceName
from mmuviz.sweep.survey import Quantity, Survey

PAE = STATE_SPACES[PagingMode.PAE, SpaceName.WALK]


def picture(against=Semantics.HARDWARE, **moves):
    """Return a map of the PAE walk's error codes by *after*."""
    arrangement = usual(PAE)
    for flag, zone in moves.items():
        arrangement = arrangement.moved(flag.replace("_", "."), zone)
    coloured = colour(Survey(PAE), Lens(Semantics.AFTER, against, Quantity.ERROR_CODE))
    letters = {group.number: "abcdefghi"[n] for n, group in enumerate(coloured.marks)}
    groups = [
        LegendRow(
            one.number,
            one.sort,
            letters.get(one.number, ""),
            one.place,
            "name",
            "note",
            one.count,
            one.smallest,
        )
        for one in coloured.groups
    ]
    return map_picture(PAE, coloured, arrangement, groups, "title", "caption")


@pytest.fixture(scope="module")
def pae():
    return picture()


def everything(_text, _cells):
    return True


def test_a_picture_knows_its_flags_and_groups(pae):
    """In the order in which they are nested."""
    assert [flag.name for flag in pae.down][:3] == ["pdpte.p", "pde.p", "pde.ps"]
    assert [flag.name for flag in pae.across][:3] == ["user", "write", "wp"]
    assert pae.cells.shape == pae.mixed.shape == (64, 128)
    assert pae.group(4).count == 96
    assert pae.group(0) is None
    assert pae.compared


@pytest.mark.parametrize(
    ("name", "value", "short", "text"),
    [
        ("user", 1, False, "user"),
        ("user", 0, True, "supervisor"),
        ("write", 0, False, "read"),
        ("fetch", 0, False, "no fetch"),
        ("kind", 1, True, "MMIO"),
        ("kind", 2, False, "leaf directory"),
        ("wp", 0, False, "WP 0"),
        ("pte.p", 1, True, "PTE P"),
        ("pte.p", 0, True, "absent"),
        ("pte.p", 0, False, "PTE absent"),
        ("pdpte.p", 0, False, "PDPTR 0"),
        ("pdpte.p", 1, False, "PDPTR P"),
        ("pde.nx", 1, False, "PDE NX 1"),
        ("pde.ps", 0, True, "PS 0"),
    ],
)
def test_what_a_flag_says(name, value, short, text):
    """Presence keeps its entry's name; the loaded entries of PAE are called PDPTR."""
    flag = Flag(name, name, 0, 2 if name == "kind" else 1)
    assert flag_text(flag, value, PagingMode.PAE, short=short) == text


def test_in_long_mode_the_third_entry_is_a_pdpte():
    """It is read from memory there."""
    assert flag_text(Flag("pdpte.p", "pdpte_p", 0, 1), 0, PagingMode.LONG) == "PDPTE absent"


def test_a_header_nests_its_flags(pae):
    """The outermost has the fewest spans; all of them cover the axis."""
    found = header(pae.across, PagingMode.PAE, [(0, 128)], everything, 4)
    assert found.context == ()
    assert [len(strip) for strip in found.strips] == [2, 4, 8, 16]
    assert [span.text for span in found.strips[0]] == ["user", "supervisor"]
    assert [span.text for span in found.strips[3]][:2] == ["PTE P", "absent"]
    assert (found.strips[1][1].start, found.strips[1][1].stop) == (32, 64)


def test_a_header_ends_where_there_is_no_room(pae):
    """Each level has half the room of the one above it."""
    found = header(pae.across, PagingMode.PAE, [(0, 128)], lambda _text, cells: cells > 16, 4)
    assert len(found.strips) == 2


def test_what_is_the_same_everywhere_is_context(pae):
    """Only the outer flags: those further in are beside others."""
    found = header(pae.down, PagingMode.PAE, [(0, 16)], everything, 3)
    assert found.context == ("PDPTR P", "PDE P")
    assert [span.text for span in found.strips[0]] == ["PS 1", "PS 0"]
    assert [span.text for span in found.strips[1]] == ["U 1", "U 0"] * 2
    deep = header(pae.down, PagingMode.PAE, [(4, 5)], everything, 3)
    assert deep.context[-1] == "PDE A 1"
    assert deep.strips == ()


def test_what_is_folded_between_is_not_named(pae):
    """Ranges apart have their own spans."""
    found = header(pae.down, PagingMode.PAE, [(0, 2), (40, 41)], everything, 2)
    assert [span.start for span in found.strips[1]] == [0, 32]


def test_an_entry_is_named_where_its_flags_begin():
    """Two entries across have flags of the same letters."""
    long = STATE_SPACES[PagingMode.LONG, SpaceName.WALK]
    flags = [flag for flag in long.flags if flag.name in {"pde.u", "pde.w", "pte.u"}]
    found = header(flags, PagingMode.LONG, [(0, 8)], everything, 3)
    assert [strip[0].text for strip in found.strips] == ["PDE W 1", "U 1", "PTE U 1"]


def test_the_values_of_kind_stand_in_their_order():
    """Not the highest first."""
    flag = Flag("kind", "leaf_kind", 0, 2)
    texts = [place_texts([flag], PagingMode.PAE, cell, 1) for cell in range(4)]
    assert texts == [["leaf RAM"], ["leaf MMIO"], ["leaf directory"], ["leaf page table"]]


def test_folds_are_named_by_what_is_missing(pae):
    """An entry that is there is not said, unless there is nothing else to say."""
    found = folds(pae.cells, [flag.width for flag in pae.down])
    assert [fold_label(pae, fold) for fold in found[-2:]] == ["PDE absent", "PDPTR 0"]
    assert fold_texts(pae, found[-2]) == (
        "2,048 states that never differ, folded",
        "2,048, folded",
    )
    assert fold_label(pae, Fold(0, 16, 2, 2)) == "PDE P"


def test_only_what_is_compared_never_differs(pae):
    """Of one rule's colours they are alike; a mark does differ."""
    alone = picture(against=None)
    assert "all alike" in fold_texts(alone, Fold(0, 2, 5, 2))[0]
    assert "all alike" in fold_texts(pae, Fold(0, 2, 5, 6))[0]
    assert "rows that are all alike" in fold_texts(pae, Fold(0, 2, 5, None))[0]


def test_folds_count_all_states_of_a_cell():
    """Also those that share one."""
    shared = picture(pte_a=Zone.IGNORED)
    found = folds(shared.cells, [flag.width for flag in shared.down])
    assert fold_texts(shared, found[-1])[1] == "4,096, folded"


def test_a_cell_in_words(pae):
    """For those who do not see the map."""
    row, column = np.argwhere(pae.cells == 6)[0]
    text = cell_text(pae, int(row), int(column))
    assert text.startswith("a name: supervisor, write, WP 1, PTE absent")
    assert "PDE W 0" in text
    left_out = picture()
    left_out.cells[0, 0] = 0
    assert cell_text(left_out, 0, 0).startswith("left out: user, write")
    assert pae.group(6).sort is Sort.MARK
