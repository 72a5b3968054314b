"""Surveys: ranges of equal rights, who maps a frame, which tables are shared."""

import pytest

from mmuviz.core.bits import Pte
from mmuviz.core.maps import RangeFilter, info_mem, ranges, survey
from mmuviz.core.memory import Frame
from mmuviz.core.paging import PagingMode
from mmuviz.core.tables import leaves
from tests.core.paths import PAGE, A, P, U, W, path

X32, PAE, LONG = PagingMode
ALL = P | W | U | A
BASE = 2 << 21 | 1 << 30


def space():
    """PAE pages in a row from index 2 on: two equal, one read-only, a gap, one not executable."""
    scenario = path(PAE, [P, ALL, ALL], nxe=True)
    base = (scenario.access.gva & ~0x1FFFFF, 0x4000)
    for index, value in {
        2: 0x50000 | ALL, 3: 0x51000 | ALL & ~W, 5: 0x52000 | ALL | Pte.NX,
        6: 0x53000 | ALL | Pte.NX, 7: 0x99000 | ALL,
    }.items():  # fmt: skip
        scenario = scenario.with_entry(base[1] + 8 * index, value)
    return scenario, base[0]


def test_neighbours_of_equal_rights_are_one_range():
    """Rights and size decide; a hole ends a range; info mem looks at U and W alone."""
    scenario, base = space()
    own = {leaf.gva - base: leaf for leaf in leaves(scenario)}

    found = [
        (one.start - base, one.end - base, str(one.rights), one.pages)
        for one in ranges(own.values())
    ]
    as_qemu = [(one.start - base, one.end - base, one.pages) for one in info_mem(own.values())]

    assert found == [
        (0x2000, 0x3000, "urwx", 1),
        (0x3000, 0x4000, "ur-x", 1),
        (0x5000, 0x7000, "urw-", 2),
        (0x7000, 0x8000, "urwx", 1),
    ]
    assert as_qemu == [(0x2000, 0x3000, 1), (0x3000, 0x4000, 1), (0x5000, 0x8000, 3)]
    assert list(ranges([])) == []


def test_a_survey_answers_by_address_and_by_frame():
    """The page at an address; every page that shows a frame; none where nothing is mapped."""
    scenario, base = space()
    found = survey(scenario)

    assert found.at(base + 0x3FFF).gpa == 0x51000
    assert found.at(base + 0x4000) is None
    assert found.at(base) is None
    assert found.at(0) is None
    assert [leaf.gva - base for leaf in found.who_maps(PAGE + 8)] == [0x7000]
    assert found.who_maps(0x3000) == ()
    (use,) = found.who_uses(0x4018)
    assert (use.link.target, use.level.number, use.is_self_map) == (0x4000, 1, False)
    assert found.complete
    assert found.unread == ()


def test_shared_tables_and_self_maps_are_named():
    """A page table under two PDEs, and a directory that is its own page table."""
    scenario = path(X32, [ALL, ALL])
    scenario = scenario.with_entry(0x3000, 0x4000 | ALL).with_entry(0x3FFC, 0x3000 | ALL)

    root, table = sorted(survey(scenario).shared_tables(), key=lambda one: one.gpa)

    assert (root.gpa, [use.is_self_map for use in root.uses]) == (0x3000, [True])
    assert (table.gpa, [use.is_self_map for use in table.uses]) == (0x4000, [False, False])


def test_without_tables_nothing_is_shared():
    """Paging off: an empty survey."""
    assert survey(path(X32, [ALL, ALL], pg=False)).shared_tables() == ()


def test_a_survey_that_gives_up_says_so():
    """Few entries are allowed: what was found is there, and it is not complete."""
    found = survey(path(LONG, [ALL, ALL, ALL, ALL]), 1100)

    assert not found.complete
    assert [table.level.number for table in found.tables] == [4, 3]


def test_tables_outside_ram_are_unread():
    """They are named, as nothing can be said of what is below."""
    scenario = path(PAE, [P, 1 << 40 | ALL, ALL])

    (table,) = survey(scenario).unread
    assert table.frame is Frame.OUTSIDE


@pytest.mark.parametrize(
    ("wanted", "admitted"),
    [
        (RangeFilter(), [2, 3, 5, 7]),
        (RangeFilter(writable=False), [3]),
        (RangeFilter(executable=False), [5]),
        (RangeFilter(user=False), []),
        (RangeFilter(writable=True, executable=True), [2, 7]),
        (RangeFilter(address=0x6FFF), [5]),
        (RangeFilter(address=0x4000), []),
    ],
)
def test_a_filter_admits_what_it_says(wanted, admitted):
    """By address and by rights, all of them at once."""
    scenario, base = space()
    if wanted.address is not None:
        wanted = RangeFilter(address=base + wanted.address)

    found = [one.start - base >> 12 for one in ranges(leaves(scenario)) if wanted.admits(one)]

    assert found == admitted


def test_a_reserved_bit_gives_no_right():
    """What faults on every access is neither user nor writable."""
    scenario = path(PAE, [P, ALL, ALL | 1 << 51])
    (only,) = ranges(leaves(scenario))

    assert not RangeFilter(user=True).admits(only)
    assert RangeFilter(user=False, writable=False, executable=False).admits(only)
