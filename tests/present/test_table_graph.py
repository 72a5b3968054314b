"""The graph of all tables, what folds in its picture, and what is said of a table."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mmuviz.core.access import Access
from mmuviz.core.bits import Pte
from mmuviz.core.cpu import CpuState
from mmuviz.core.memory import GuestMemory, RamRanges
from mmuviz.core.paging import PagingMode
from mmuviz.core.scenario import DEFAULT_RAM, Scenario
from mmuviz.core.trace import Semantics, record
from mmuviz.present.table_graph import TableGraph, walked_tables
from mmuviz.present.table_picture import table_picture
from mmuviz.present.table_words import table_words
from mmuviz.resources import asset
from mmuviz.sources.open_file import open_file
from tests.conftest import DATA

P = Pte.P | Pte.W | Pte.U


def space(mode, entries, **registers):
    """A scenario whose root stands at 0x1000, with `entries` as address: value."""
    cpu = CpuState(
        cr3=0x1000, pae=mode is not PagingMode.X32, lma=mode is PagingMode.LONG, **registers
    )
    scenario = Scenario(cpu, GuestMemory(), DEFAULT_RAM, Access(0))
    for gpa, value in entries.items():
        scenario = scenario.with_entry(gpa, value)
    return scenario


def two_levels(numbers, targets):
    """A 32-bit directory whose entries `numbers` lead to `targets`."""
    pairs = zip(numbers, targets, strict=True)
    return space(PagingMode.X32, {0x1000 + 4 * at: gpa | P for at, gpa in pairs})


def drawn(scenario, **choices):
    graph = TableGraph(scenario)
    walked = walked_tables(graph, record(Semantics.AFTER, scenario))
    return graph, table_picture(graph, walked, **choices)


@pytest.fixture(scope="module")
def capture():
    return open_file(asset("default.toml")).scenario


def test_the_capture_folds_to_a_screen(capture):
    """37 tables of a real kernel take 8 rows; the walk's three are drawn, in order."""
    graph, picture = drawn(capture)

    assert picture.count == "37 tables"
    assert picture.rows == 8
    assert [card.level for card in picture.cards if card.walked] == [3, 2, 1]
    assert [card.folded for card in picture.cards if card.folded] == [6, 5, 16]
    assert [wire.level for wire in picture.wires if wire.walked] == [3, 2]
    assert picture.columns == ((3, "PDPTRs"), (2, "Page directory"), (1, "Page table"))
    assert graph.below(graph.root) == 36


def test_a_fold_opens_and_says_what_is_below(capture):
    """Unfolded, all tables under the parent are drawn."""
    graph, picture = drawn(capture, unfolded={(2, 0x5E94000)})
    assert sum(not card.folded for card in picture.cards) == 10 + 16

    opened = open_file(DATA / "captures" / "linux-amd64-nopti.core.gz").scenario
    graph, picture = drawn(opened)
    big = next(card for card in picture.cards if card.folded == 71)
    assert big.caption == "click to unfold · 40 below them"
    assert big.spot == (graph.root, "71 tables")
    assert picture.rows < 12
    assert picture.cards[0].spot == (graph.root, "")


def test_the_selected_table_does_not_fold(capture):
    """What the reader chose stays in sight, with the way to it."""
    graph = TableGraph(capture)
    key = graph.children((2, 0x5E94000))[3].key
    picture = table_picture(graph, (), key)

    assert [card.key for card in picture.cards if card.selected] == [key]


def test_a_walk_that_ends_early_and_a_scenario_with_the_same_tables(capture):
    """Another address needs no new graph; another memory or register does."""
    graph = TableGraph(capture)
    other = replace(capture, access=replace(capture.access, gva=0x7FFFF000))
    assert graph.follow(other)
    assert walked_tables(graph, record(Semantics.AFTER, other))[0] == (3, None)
    assert not graph.follow(replace(capture, cpu=replace(capture.cpu, wp=not capture.cpu.wp)))


def test_no_paging_is_said():
    """Without CR0.PG there is no table."""
    graph = TableGraph(space(PagingMode.X32, {}, pg=False))
    assert graph.root is None
    assert table_picture(graph).heading == "Paging is off"


def test_a_self_map_loops_and_is_explained():
    """The directory's last entry leads to itself."""
    scenario = two_levels([1023], [0x1000])
    graph, picture = drawn(scenario)

    assert [card.looping for card in picture.cards] == [True, False]
    assert [card.badges for card in picture.cards] == [("2 levels",), ("self-map",)]
    assert picture.count == "2 tables · 1 self-map"
    words = table_words(graph, (1, 0x1000))
    assert words.gva == 0xFFC00000
    assert words.remarks[0].startswith("Self-map: an entry of this page leads to the page itself")
    assert words.remarks[1] == "The same page is used as page directory and page table."
    assert dict(table_words(graph, graph.root).lines)["led to by"] == "CR3"


def test_shared_tables_stay_in_sight_and_name_who_leads_to_them():
    """Two directories' worth of entries lead to one table; plain ones fold beside it."""
    plain = [0x10000 + 0x1000 * at for at in range(6)]
    scenario = two_levels(range(12), [*plain, *[0x5000] * 6])
    graph, picture = drawn(scenario)

    shared = next(card for card in picture.cards if card.key == (1, 0x5000))
    assert shared.badges == ("6 lead here",)
    assert [card.title for card in picture.cards if card.folded] == ["5 tables"]
    assert picture.count == "8 tables · 1 shared"
    words = table_words(graph, (1, 0x5000))
    assert dict(words.lines)["led to by"] == "PDE 6, PDE 7, PDE 8, PDE 9 and 2 more"
    assert words.remarks[0].startswith("Shared: 6 entries lead here.")


def test_many_shared_tables_fold_as_well():
    """Nine tables that two entries each lead to are one fold of shared tables."""
    targets = [0x10000 + 0x1000 * (at // 2) for at in range(20)]
    _, picture = drawn(two_levels(range(20), targets))

    assert [card.title for card in picture.cards if card.folded] == ["9 shared tables"]


def test_a_table_that_two_directories_share_has_two_lines():
    """The second line is marked; one that leaves a fold is drawn once."""
    entries = {0x2000: 0x8000 | P, 0x3000: 0x8000 | P, 0x3008: 0x9000 | P}
    scenario = space(PagingMode.PAE, entries)
    for number, gpa in enumerate((0x2000, 0x3000)):
        scenario = scenario.with_pdptr(number, gpa | Pte.P)
    _, picture = drawn(scenario)

    assert sorted(wire.second for wire in picture.wires) == [False] * 4 + [True]


def test_a_line_on_the_walk_wins_over_another_between_the_same_cards():
    """An address whose walk takes the second way to a shared table."""
    scenario = two_levels([0, 1], [0x5000, 0x5000])
    scenario = replace(scenario, access=Access(1 << 22))
    _, picture = drawn(scenario)

    assert [wire.walked for wire in picture.wires] == [True]


def test_what_a_file_does_not_hold_is_told():
    """A table outside RAM, one that is not kept, and tables that go on and on."""

    class Nothing:
        def word(self, gpa):
            return P | 0x5000 if gpa == 0x1000 else None if gpa >= 0x5000 else 0

        def extents(self):
            return ()

    kept = replace(space(PagingMode.X32, {}), memory=GuestMemory(Nothing()))
    graph, picture = drawn(kept)
    assert picture.cards[1].badges == ("not kept whole",)
    assert table_words(graph, (1, 0x5000)).remarks == (
        "The file does not keep all of its entries: what they lead to is not known.",
    )
    outside = replace(two_levels([0], [0x5000]), ram=RamRanges((range(0x5000),)))
    graph, picture = drawn(outside)
    assert picture.cards[1].badges == ("outside RAM",)
    assert picture.count == "2 tables · 1 not kept or outside RAM"
    assert "outside RAM" in table_words(graph, (1, 0x5000)).remarks[0]
    few = TableGraph(two_levels([0, 1], [0x5000, 0x6000]), limit=1500)
    assert "they go on" in table_picture(few).count


def test_words_of_registers_and_large_levels(capture):
    """The PDPTRs have no address; a PML4's entry has no page size to name."""
    lines = dict(table_words(TableGraph(capture), (3, None)).lines)
    assert lines["at"] == "registers"
    assert lines["below it"] == "36 tables"
    long = TableGraph(space(PagingMode.LONG, {}))
    assert ("", "256 TiB") in table_words(long, (4, 0x1000)).lines


_LINKS = st.lists(st.tuples(st.integers(1, 6), st.integers(0, 511), st.integers(1, 6)), max_size=14)


@pytest.mark.parametrize("mode", PagingMode)
@given(links=_LINKS)
def test_every_table_is_drawn_or_folded_and_every_line_spans_a_column(mode, links):
    """Six pages that lead to one another at random, in all three modes."""
    entries = {
        0x1000 * page + number * mode.entry_size: 0x1000 * target | P
        for page, number, target in links
    }
    scenario = space(mode, entries)
    if mode is PagingMode.PAE:
        scenario = scenario.with_pdptr(0, 0x1000 | Pte.P).with_pdptr(3, 0x2000 | Pte.P)
    graph, picture = drawn(scenario)
    cards = [card for card in picture.cards if not card.folded]

    assert len({card.key for card in cards}) == len(cards)
    assert {card.key for card in cards} <= graph.nodes.keys()
    assert any(card.folded for card in picture.cards) or len(cards) == len(graph.nodes)
    for wire in picture.wires:
        assert picture.cards[wire.source].column + 1 == picture.cards[wire.target].column
    places = {(card.column, card.row) for card in picture.cards}
    assert len(places) == len(picture.cards)
    assert max(card.row for card in picture.cards) < picture.rows
    everything = table_picture(graph, unfolded=graph.nodes)
    assert len(everything.cards) == len(graph.nodes)
    for key in graph.nodes:
        assert table_words(graph, key).title
