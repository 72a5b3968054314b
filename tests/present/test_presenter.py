"""What the projector shows: cards, the one check, the way out."""

from dataclasses import replace

import pytest

from mmuviz.core.bits import Pte
from mmuviz.core.memory import GuestMemory
from mmuviz.core.paging import PagingMode
from mmuviz.core.trace import Semantics, record
from mmuviz.present.bit_marks import BitMark
from mmuviz.present.frame import Frame
from mmuviz.present.presenter import Flag, cards, question, way_out
from tests.core.paths import PS, A, P, U, W, path

X32, PAE, LONG = PagingMode
BEFORE, AFTER, HARDWARE = Semantics
ALL = P | W | U | A


def frame(semantics, scenario, step=None):
    """Return the frame of a step; the last one where None."""
    trace = record(semantics, scenario)
    return Frame(trace, len(trace.events) if step is None else step)


REFUSED = path(PAE, [P, ALL, ALL & ~W], write=True, user=True)


def test_a_card_a_level_with_the_flags_that_count():
    """A register has P alone; the refused bit is marked, the ones before it passed."""
    register, pde, pte = cards(frame(AFTER, REFUSED))

    assert (register.title, [flag.letter for flag in register.flags]) == ("PDPTR 1", ["P"])
    assert pde.title == "PDE 3"
    assert pde.link == "walked"
    assert [(flag.letter, flag.value, flag.mark) for flag in pte.flags] == [
        ("P", True, BitMark.PASSED),
        ("W", False, BitMark.REFUSED),
        ("U", True, None),
        ("A", True, None),
    ]
    assert pte.link == "cut"


def test_a_bit_that_decides_joins_the_four_flags():
    """D where the walk wrote it; NX where it refuses a fetch."""
    written = path(PAE, [P, ALL, ALL], write=True, user=True)
    fetched = path(PAE, [P, ALL, ALL | Pte.NX], fetch=True, user=True, nxe=True)

    assert cards(frame(HARDWARE, written))[-1].flags[-1] == Flag("D", True, BitMark.WRITTEN)
    assert cards(frame(HARDWARE, fetched))[-1].flags[-1] == Flag("NX", True, BitMark.REFUSED)


def test_levels_not_come_to_have_no_number():
    """At the start nothing is read."""
    shown = cards(frame(AFTER, REFUSED, 0))

    assert [(card.title, card.value) for card in shown] == [("PDPTR", ""), ("PDE", ""), ("PTE", "")]


def test_a_large_page_leaves_the_last_level_out():
    """The line leads from the PDE to the page."""
    large = path(X32, [ALL | PS | 1 << 22, ALL], pse=True)

    assert [card.title for card in cards(frame(AFTER, large))] == ["PDE 3"]


def test_an_entry_that_the_file_does_not_keep_says_so():
    """No flags are made up."""

    class Nothing:
        """Keeps no byte."""

        def word(self, _gpa):
            return None

        def extents(self):
            return []

    lost = replace(path(X32, [ALL, ALL]), memory=GuestMemory(Nothing()))

    card = cards(frame(AFTER, lost))[0]
    assert (card.value, card.flags) == ("not kept", ())


def test_the_refusing_check_stays_to_the_end():
    """It is the one check, whatever step composes the code."""
    asked = question(frame(AFTER, REFUSED))

    assert (asked.title, asked.refused) == ("write allowed?", True)
    assert asked.verdict == "no: jump to access_error"
    assert asked.node.truths == (True, True, True, None)


@pytest.mark.parametrize(
    ("semantics", "flags", "title", "verdict"),
    [
        (AFTER, [P, ALL, ALL], "present?", "yes: goes on"),
        (AFTER, [P, ALL, 0x1000], "present?", "no: jump to not_present"),
        (AFTER, [P, ALL, ALL], "write allowed?", "yes: goes on"),
        (AFTER, [P, ALL, ALL & ~U], "user allowed?", "no: jump to access_error"),
        (AFTER, [P, ALL & ~A, ALL], "accessed?", "no: set A"),
        (AFTER, [P, ALL, ALL], "accessed?", "yes: goes on"),
        (AFTER, [P, ALL, ALL], "the last level, or a large page?", "yes: the page is found"),
        (AFTER, [P, ALL, ALL], "the last level, or a large page?", "no: goes on"),
        (BEFORE, [P, ALL, 0x1000], "present?", "no: the walk ends"),
        (BEFORE, [P, ALL, 0x1000], "accessed?", "not present: goes on"),
        (HARDWARE, [P, ALL, ALL & ~W], "write allowed?", "no: fault"),
        (HARDWARE, [P, ALL, ALL], "a reserved bit set?", "no: goes on"),
        (HARDWARE, [P, ALL | 1 << 51, ALL], "a reserved bit set?", "yes: fault"),
    ],
)
def test_each_check_has_its_title_and_what_follows(semantics, flags, title, verdict):
    """Found among the steps of the walk."""
    scenario = path(PAE, flags, write=True, user=True)
    last = len(record(semantics, scenario).events)
    shown = [question(frame(semantics, scenario, step)) for step in range(last + 1)]

    assert (title, verdict) in {(one.title, one.verdict) for one in shown if one}


def test_what_is_not_meant_is_not_called_allowed():
    """A user reads a page that is read-only: W is clear, and nobody asks for it."""
    scenario = path(PAE, [P, ALL, ALL & ~W], user=True)
    last = len(record(AFTER, scenario).events)
    shown = [question(frame(AFTER, scenario, step)) for step in range(last + 1)]

    said = {(one.title, one.verdict) for one in shown if one}
    assert ("write allowed?", "no write: goes on") in said
    assert ("write allowed?", "yes: goes on") not in said


def test_a_step_without_a_check_has_no_question():
    """Reading an entry asks nothing."""
    assert question(frame(AFTER, REFUSED, 1)) is None


def test_the_way_out_is_the_exit_taken():
    """None before control leaves."""
    assert way_out(frame(AFTER, REFUSED).flow).name == "access_error"
    assert way_out(frame(AFTER, REFUSED, 1).flow) is None
