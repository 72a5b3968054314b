"""The picture of the algorithm is proved against the recorded walks."""

from itertools import product

import pytest

from mmuviz.core.access import Access
from mmuviz.core.bits import Pte
from mmuviz.core.events import Anchor, EntryWritten
from mmuviz.core.paging import PagingMode
from mmuviz.core.trace import Semantics, Trace, record
from mmuviz.present.flow_columns import columns
from mmuviz.present.flow_edges import END, START, Edge, Place, edges, edges_walked
from mmuviz.present.flow_exits import ExitState
from mmuviz.present.flow_graph import FlowPicture, flow_picture
from mmuviz.present.flow_nodes import NodeState
from tests.present.walks import RESERVED, distinct_traces, guest, odd_ends, space

ALL = Pte.P | Pte.W | Pte.U | Pte.A
BOTH = list(product(PagingMode, Semantics))
IDS = [f"{mode.value}-{semantics.value}" for mode, semantics in BOTH]
WRITE = Access(write=True, user=True)


def _walk(
    semantics: Semantics, mode: PagingMode, flags: tuple[int, ...], access: Access = WRITE
) -> Trace:
    return record(semantics, guest(mode, flags, access))


def _states(picture: FlowPicture, number: int) -> dict[str, NodeState]:
    row = next(row for row in picture.rows if row.level.number == number)
    return {node.column.letter: node.state for node in row.nodes}


@pytest.mark.parametrize(("mode", "semantics"), BOTH, ids=IDS)
def test_edges_walked_are_the_edges_drawn(mode: PagingMode, semantics: Semantics) -> None:
    """Over every state of the space no edge is missing in the picture, and none is unused."""
    walked: set[Edge] = set()
    for scenario in space(mode):
        trace = record(semantics, scenario)
        walked.update(edges_walked(trace, len(trace.events)))

    assert walked == edges(mode, semantics)


@pytest.mark.parametrize(("mode", "semantics"), BOTH, ids=IDS)
def test_every_step_of_every_walk_agrees_with_the_walk(
    mode: PagingMode, semantics: Semantics
) -> None:
    """Each picture's line is one way from the start, and a check leaves by the edge it says."""
    for trace in distinct_traces(mode, semantics)[::7]:
        last = len(trace.events)
        whole = edges_walked(trace, last)
        for step in range(last + 1):
            picture = flow_picture(trace, step)

            assert picture.edges == edges(mode, semantics)
            assert picture.walked == whole[: len(picture.walked)]
            starts = [START, *(edge.end for edge in picture.walked)]
            assert [edge.start for edge in picture.walked] == starts[:-1]
            if picture.leaving is not None:
                assert picture.leaving in whole
                assert picture.leaving.start == picture.current
            taken = [exit_ for exit_ in picture.exits if exit_.taken]
            assert len(taken) <= 1
            assert picture.refused == any(exit_.refusal for exit_ in taken)
        assert picture.walked[-1].end == END
        mapped = trace.result.outcome.value == "mapped"
        assert mapped == any(exit_.taken and not exit_.refusal for exit_ in picture.exits) or (
            semantics is Semantics.BEFORE
        )


def test_step_0_has_nothing_walked() -> None:
    """Before the first event all rows stand there and nothing is walked."""
    picture = flow_picture(_walk(Semantics.AFTER, PagingMode.PAE, (1, ALL, ALL)), 0)

    assert [row.label for row in picture.rows] == ["PDPTR 0", "PDE 0", "PTE 0"]
    assert picture.walked == ()
    assert picture.current is None
    assert picture.current_row is None
    assert {node.state for row in picture.rows for node in row.nodes} == {NodeState.NOT_WALKED}
    assert not any(exit_.taken for exit_ in picture.exits)


def test_after_refuses_in_the_pte() -> None:
    """Check b refuses at the PTE: its terms, its exit, and what was not asked any more."""
    trace = _walk(Semantics.AFTER, PagingMode.PAE, (1, ALL, ALL & ~Pte.W))
    picture = flow_picture(trace, 13)

    assert _states(picture, 2) == dict.fromkeys(["a", "b", "c", "d", "e f"], NodeState.PASSED)
    assert _states(picture, 1) == {
        "a": NodeState.PASSED,
        "b": NodeState.REFUSES_NOW,
        "c": NodeState.NOT_WALKED,
        "d": NodeState.NOT_WALKED,
        "e f": NodeState.NOT_WALKED,
    }
    check = picture.rows[2].nodes[1]
    assert check.truths == (True, True, True, None)
    assert check.step == 13
    assert "WP not evaluated" in check.tip
    assert picture.leaving == Edge(Place(Anchor.WRITE, 1), Place(Anchor.ACCESS_ERROR))
    assert [exit_.state for exit_ in picture.exits] == [
        ExitState.POSSIBLE,
        ExitState.TAKEN_NOW,
        ExitState.POSSIBLE,
    ]
    assert picture.exits[1].cause == Place(Anchor.WRITE, 1)
    assert picture.refused
    assert [row.left for row in picture.rows] == [True, True, False]

    later = flow_picture(trace, 15)
    assert _states(later, 1)["b"] is NodeState.REFUSED_EARLIER
    assert later.exits[1].state is ExitState.TAKEN
    assert later.leaving is None


def test_check_c_hangs_under_the_exit_of_b() -> None:
    """A refusal by c leaves to access_error, under b."""
    trace = _walk(Semantics.AFTER, PagingMode.X32, (ALL & ~Pte.U, ALL))
    picture = flow_picture(trace, 4)

    assert _states(picture, 2)["c"] is NodeState.REFUSES_NOW
    assert picture.exits[1].taken
    assert picture.leaving == Edge(Place(Anchor.USER, 2), Place(Anchor.ACCESS_ERROR))


def test_writing_of_a_is_a_state_of_d() -> None:
    """A clear: d is shown as written, its term true."""
    trace = _walk(Semantics.AFTER, PagingMode.X32, (ALL & ~Pte.A, ALL))
    picture = flow_picture(trace, 5)

    assert isinstance(trace.events[4], EntryWritten)
    assert _states(picture, 2)["d"] is NodeState.WRITTEN
    assert picture.rows[0].nodes[3].truths == (True,)


def test_leaf_ends_the_walk_without_a_refusal() -> None:
    """Level 1 reached: e holds, f is not evaluated, the walk leaves to return 1."""
    trace = _walk(Semantics.AFTER, PagingMode.X32, (ALL, ALL))
    picture = flow_picture(trace, len(trace.events))

    node = picture.rows[1].nodes[-1]
    assert node.state is NodeState.STOPS
    assert node.truths == (True, None, None)
    assert picture.exits[2].taken
    assert not picture.refused
    assert picture.current == Place(Anchor.RETURN_OK)


def test_before_has_the_checks_in_its_own_order() -> None:
    """d comes first, b and c keep an empty place, nothing ever refuses."""
    trace = _walk(Semantics.BEFORE, PagingMode.PAE, (1, Pte.P, Pte.P))
    picture = flow_picture(trace, len(trace.events))

    assert [column.letter for column in picture.columns] == ["d", "a", "b", "c", "e f", "g"]
    assert _states(picture, 1) == {
        "d": NodeState.WRITTEN,
        "a": NodeState.PASSED,
        "b": NodeState.ABSENT_CHECK,
        "c": NodeState.ABSENT_CHECK,
        "e f": NodeState.STOPS,
    }
    assert picture.exits[1].taken
    assert not picture.exits[0].taken
    assert not picture.refused


def test_before_stops_at_an_absent_entry() -> None:
    """P clear is an end, not a refusal."""
    trace = _walk(Semantics.BEFORE, PagingMode.X32, (0, 0))
    picture = flow_picture(trace, len(trace.events))

    assert _states(picture, 2)["a"] is NodeState.STOPS
    assert picture.rows[0].nodes[0].truths == (False, None)
    assert picture.exits[0].state is ExitState.TAKEN_NOW


@pytest.mark.parametrize(
    ("semantics", "word"),
    [
        (Semantics.BEFORE, "no A to set"),
        (Semantics.AFTER, "no W, U or A to look at"),
        (Semantics.HARDWARE, "no W, U or NX to collect"),
    ],
)
def test_a_register_has_its_own_words(semantics: Semantics, word: str) -> None:
    """Of a PDPTR only P is looked at; absent, the level does not drop."""
    there = flow_picture(_walk(semantics, PagingMode.PAE, (1, ALL, ALL)), 3).rows[0]
    absent = flow_picture(_walk(semantics, PagingMode.PAE, (0, ALL, ALL)), 2).rows[0]

    assert there.note == f"a register: {word}; level drops to 2"
    assert absent.note == f"a register: {word}"
    assert [node.column.letter for node in there.nodes] == ["a"]
    assert there.nodes[0].place == Place(Anchor.PDPTR_PRESENT, 3)


def test_hardware_judges_the_whole_path_once() -> None:
    """W taken by the PTE: b refuses in the frame, the rail is hollow from there."""
    trace = _walk(Semantics.HARDWARE, PagingMode.LONG, (ALL, ALL, ALL, ALL & ~Pte.W))
    picture = flow_picture(trace, 20)

    assert picture.judgement is not None
    assert picture.judgement.state is NodeState.REFUSES_NOW
    assert [node.state for node in picture.judgement.nodes] == [
        NodeState.REFUSES_NOW,
        NodeState.PASSED,
        NodeState.PASSED,
        NodeState.PASSED,
    ]
    assert picture.judgement.step == 20
    assert picture.judgement.written.state is NodeState.NOT_WALKED
    writable, user, no_execute = picture.rails
    assert [crossing.bit for crossing in writable.crossings] == [True, True, True, False]
    assert [crossing.decides for crossing in writable.crossings] == [False, False, False, True]
    assert writable.collected is False
    assert user.collected is True
    assert no_execute.collected is False
    assert not any(crossing.decides for crossing in user.crossings)
    assert picture.leaving == Edge(Place(Anchor.JUDGE), Place(Anchor.CODE))
    assert [row.left for row in picture.rows] == [True] * 4
    assert [node.column.letter for node in picture.rows[0].nodes] == ["a", "r"]
    assert flow_picture(trace, 21).judgement.state is NodeState.REFUSED_EARLIER


def test_rails_begin_empty_and_know_no_nx_in_32_bit_mode() -> None:
    """Nothing is collected before the first entry; 32-bit entries have no NX."""
    trace = _walk(Semantics.HARDWARE, PagingMode.X32, (ALL, ALL))
    writable, user = flow_picture(trace, 0).rails

    assert (writable.letter, user.letter) == ("W", "U")
    assert writable.collected is None
    assert {crossing.bit for crossing in writable.crossings} == {None}
    assert flow_picture(trace, 0).judgement.state is NodeState.NOT_WALKED


def test_hardware_writes_only_if_allowed() -> None:
    """A and D are one node behind the judgement, whatever number of entries is written."""
    trace = _walk(Semantics.HARDWARE, PagingMode.LONG, (Pte.P | Pte.W | Pte.U,) * 4)
    picture = flow_picture(trace, len(trace.events))

    assert picture.judgement.written.state is NodeState.WRITTEN
    assert picture.judgement.state is NodeState.PASSED
    assert Edge(Place(Anchor.JUDGE), Place(Anchor.ACCESSED)) in picture.walked
    assert picture.exits[3].taken


def test_hardware_faults_on_a_reserved_bit_at_once() -> None:
    """r refuses in its row, and the exit is its own."""
    flags = (ALL, ALL | RESERVED[PagingMode.PAE])
    trace = _walk(Semantics.HARDWARE, PagingMode.PAE, (1, *flags))
    picture = flow_picture(trace, len(trace.events))

    assert _states(picture, 1)["r"] is NodeState.REFUSED_EARLIER
    assert picture.exits[1].taken
    assert picture.exits[1].cause == Place(Anchor.RESERVED, 1)


def test_ends_without_a_walk_are_sentences() -> None:
    """Paging off and a non-canonical address have a message, and no row is walked."""
    for scenario in odd_ends(PagingMode.LONG):
        trace = record(Semantics.HARDWARE, scenario)
        picture = flow_picture(trace, len(trace.events))
        outside = picture.current is not None and picture.current.point in (
            Anchor.PAGING_OFF,
            Anchor.NON_CANONICAL,
        )

        assert bool(picture.message) is outside
        assert flow_picture(trace, 0).message == ""


def test_rows_say_where_an_entry_is_not_to_be_had() -> None:
    """Not kept in the file, and outside RAM, are two different things."""
    captions = set()
    for scenario in odd_ends(PagingMode.X32):
        trace = record(Semantics.AFTER, scenario)
        for row in flow_picture(trace, len(trace.events)).rows:
            captions.add((row.caption, row.note))

    assert captions == {
        ("", ""),
        ("outside RAM", ""),
        ("not kept", "not kept in the file: nobody can say how the walk goes on"),
    }


def test_columns_say_what_32_bit_mode_needs_for_a_large_page() -> None:
    """CR4.PSE is a term of f in 32-bit mode alone."""
    terms = {mode: columns(mode, Semantics.AFTER)[-2].terms for mode in PagingMode}

    assert terms[PagingMode.X32] == ("L1", "PS", "PSE")
    assert terms[PagingMode.PAE] == terms[PagingMode.LONG] == ("L1", "PS")


def test_no_such_step() -> None:
    """A step behind the last one is refused."""
    with pytest.raises(IndexError):
        flow_picture(_walk(Semantics.AFTER, PagingMode.X32, (0, 0)), 99)
