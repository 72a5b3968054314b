"""What the Maps view shows, without a window: lists, counts in words, and empty states."""

from dataclasses import replace

import pytest

from mmuviz.core.maps import RangeFilter
from mmuviz.core.paging import PagingMode
from mmuviz.core.scenario import Label
from mmuviz.present.address_space import AddressSpace
from mmuviz.present.maps_picture import Asked, Topic, maps_picture
from mmuviz.resources import asset
from mmuviz.sources.open_file import open_file
from tests.core.paths import PAGE, A, P, U, W, path

X32, PAE, LONG = PagingMode
ALL = P | W | U | A
FRAME, SHARED = Asked(Topic.FRAME), Asked(Topic.SHARED)


def full(mode=PAE):
    """A path with every right."""
    return path(mode, [ALL if level.has_rights else P for level in mode.levels], nxe=True)


def ranges_of(scenario, **wanted):
    """The picture of the ranges that are wanted."""
    return maps_picture(AddressSpace(scenario), Asked(wanted=RangeFilter(**wanted)))


def default():
    """The capture that the program opens with."""
    return open_file(asset("default.toml")).scenario


def test_the_capture_is_listed_and_the_current_range_is_known():
    """Every line has a cell a column; the current one holds the address."""
    picture = ranges_of(default())

    assert picture.count == "74 ranges · 135.0 MiB mapped"
    assert {len(line.cells) for line in picture.lines} == {len(picture.columns)}
    assert picture.lines[picture.current].cells == (
        "0xb7f60000", "0xb7f62fff", "12 KiB", "3 × 4 KiB", "ur-x", "0x5e6e000",
        "cow_shared, cow_child_wrote and 1 more",
    )  # fmt: skip
    assert str(picture.lines[picture.current].rights) == "ur-x"
    assert (picture.heading, picture.advice, picture.caveats) == ("", "", "")


def test_a_filter_says_how_much_is_left():
    """Of all ranges; the current one may be left out."""
    picture = ranges_of(default(), user=False)

    assert picture.count == "34 of 74 ranges · 128.2 MiB mapped · 0xb7f61238 is in none of them"
    assert picture.current is None
    assert ranges_of(full()).count == "1 range · 4 KiB mapped"


@pytest.mark.parametrize(
    ("wanted", "advice"),
    [
        ({"user": False}, "Set user to any."),
        (
            {"user": False, "writable": False, "executable": False},
            "Set user, writable or executable to any.",
        ),
        ({"address": 0x5000}, "Clear the address 0x5000: no page is mapped there."),
        (
            {"address": 0x5000, "writable": True},
            "Clear the address 0x5000, or set writable to any.",
        ),
    ],
)
def test_where_no_range_is_left_it_says_what_to_loosen(wanted, advice):
    """Only what was asked for is named."""
    picture = ranges_of(full(), **wanted)

    assert picture.lines == ()
    assert (picture.heading, picture.advice) == ("No range is like that", advice)
    assert picture.count == "0 of 1 range"


def test_nothing_mapped_and_paging_off_are_told_apart():
    """Neither is a matter of the filter."""
    empty = path(PAE, [P, 0, 0])
    off = replace(empty, cpu=replace(empty.cpu, pg=False))

    assert ranges_of(empty, user=True).heading == "Nothing is mapped"
    for asked in (Asked(), FRAME, SHARED):
        picture = maps_picture(AddressSpace(off), asked)
        assert picture.heading == "Paging is off"
        assert picture.columns
        assert picture.lines == ()


def test_who_maps_a_frame_lists_pages_and_tables():
    """The page that is walked to where no other is asked for; entries that use it as a table."""
    picture = maps_picture(AddressSpace(full()), FRAME)
    (line,) = picture.lines
    assert picture.count == f"1 page shows {PAGE:#x}"
    assert line.cells[1:3] == ("4 KiB page", "urwx")
    assert picture.current == 0

    space = AddressSpace(default())
    both = maps_picture(space, replace(FRAME, gpa=0x1CD4000))
    assert both.count == "1 page shows 0x1cd4000 · 1 entry uses it as a table"
    assert [line.cells[1] for line in both.lines] == ["2 MiB page", "page table"]
    assert both.lines[1].cells == ("0xb7e00000", "page table", "", "PDE 447")
    assert both.lines[1].rights is None
    assert (both.lines[1].start, both.lines[1].end) == (0xB7E00000, 0xB7FFFFFF)
    assert both.current == 1


def test_a_frame_that_only_tables_use_or_nobody():
    """The words say which; an address that is not mapped has no frame of its own."""
    table = maps_picture(AddressSpace(full(X32)), replace(FRAME, gpa=0x4000))
    nobody = maps_picture(AddressSpace(full()), replace(FRAME, gpa=0xABC000))
    unmapped = maps_picture(AddressSpace(path(PAE, [P, 0, 0])), FRAME)

    assert table.count == "No page shows 0x4000 · 1 entry uses it as a table"
    assert nobody.heading == "Nothing leads to 0xabc000"
    assert unmapped.heading == "Which frame?"
    assert "is not mapped" in unmapped.advice


def test_shared_tables_are_counted_once_and_their_entries_each():
    """Two entries that lead to one table; without any, it says how many tables there are."""
    scenario = full(X32)
    directory = scenario.cpu.root_table
    index = scenario.access.gva >> 22
    entry = scenario.entry(directory + 4 * index)
    twice = maps_picture(AddressSpace(scenario.with_entry(directory + 4 * 9, entry)), SHARED)
    none = maps_picture(AddressSpace(scenario), SHARED)

    assert twice.count == "1 table is led to by more than one entry"
    assert [line.cells[2] for line in twice.lines] == sorted(
        ["PDE 9", f"PDE {index}"], key=lambda name: int(name[4:])
    )
    assert none.heading == "No table is shared"
    assert none.advice == "2 tables are in use, and no table is led to twice."


def test_the_survey_is_kept_while_the_tables_are_the_same():
    """Another address or label needs none; another entry or register does."""
    scenario = full()
    space = AddressSpace(scenario)
    rows, kept = space.rows, space.survey

    assert space.follow(replace(scenario, access=replace(scenario.access, gva=0)))
    assert space.gva == 0
    assert space.gpa is None
    assert space.rows is rows
    assert space.follow(replace(scenario, labels=(Label("here", scenario.access.gva),)))
    assert space.rows[0].note == "here"
    assert space.survey is kept
    assert not space.follow(replace(scenario, cpu=replace(scenario.cpu, wp=not scenario.cpu.wp)))
    assert not space.follow(scenario.with_entry(0x4000, ALL))


def test_what_is_not_known_is_said():
    """Tables that the file does not keep."""
    scenario = full()
    pdpe = scenario.cpu.pdptrs.index(next(filter(None, scenario.cpu.pdptrs)))
    lost = scenario.with_pdptr(pdpe, 0x7FFFF000 | P)

    assert "outside RAM" in ranges_of(lost).caveats
