"""The error code's slots follow the recorded walk, bit by bit."""

from dataclasses import replace
from itertools import product

import pytest

from mmuviz.core.access import Access
from mmuviz.core.bits import Pte
from mmuviz.core.memory import GuestMemory
from mmuviz.core.paging import PagingMode
from mmuviz.core.trace import Semantics, record
from mmuviz.present.error_strip import ErrorStrip, SlotState, error_strip
from tests.present.walks import RESERVED, Nothing, distinct_traces, guest

ALL = Pte.P | Pte.W | Pte.U | Pte.A
WRITE = Access(write=True, user=True)
AFTER_REFUSED = record(Semantics.AFTER, guest(PagingMode.PAE, (1, ALL, ALL & ~Pte.W), WRITE))


def _states(strip: ErrorStrip) -> list[SlotState]:
    return [slot.state for slot in strip.slots]


def test_nothing_is_known_before_a_refusal() -> None:
    """As long as no check has refused, all slots are not reached."""
    strip = error_strip(AFTER_REFUSED, 12)

    assert _states(strip) == [SlotState.NOT_REACHED] * 3
    assert [slot.truth for slot in strip.slots] == [None] * 3
    assert strip.total is not None
    assert (strip.total.text, strip.total.letters) == ("0x…", "not yet")


def test_causes_arm_the_slots_and_the_bits_join_one_by_one() -> None:
    """Check b refuses at step 13: armed; then P, W, U join at 15, 16, 17; 18 hands it back."""
    armed = error_strip(AFTER_REFUSED, 13)
    assert _states(armed) == [SlotState.ARMED] * 3
    assert [slot.note for slot in armed.slots] == [
        "joins at step 15",
        "joins at step 16",
        "joins at step 17",
    ]
    assert [slot.short_note for slot in armed.slots] == ["step 15", "step 16", "step 17"]

    two = error_strip(AFTER_REFUSED, 16)
    assert _states(two) == [SlotState.SET, SlotState.SET, SlotState.ARMED]
    assert [slot.current for slot in two.slots] == [False, True, False]
    assert two.slots[0].note == "set, step 15"

    whole = error_strip(AFTER_REFUSED, 18).total
    assert whole is not None
    assert (whole.text, whole.letters, whole.done, whole.current) == (
        "0x7",
        "P | W | U",
        True,
        True,
    )


def test_p_names_the_exit_that_decided_it() -> None:
    """not_present starts the code from 0: P stays 0, and says why."""
    trace = record(Semantics.AFTER, guest(PagingMode.X32, (0, 0), WRITE))
    slot = error_strip(trace, len(trace.events)).slots[0]

    assert (slot.cause, slot.meaning) == ("not_present", "an entry was absent")
    assert slot.state is SlotState.STAYS_0
    assert slot.truth is False


def test_a_read_from_the_kernel_sets_no_w_and_no_u() -> None:
    """What the access was not, stays 0 from the refusal on."""
    trace = record(Semantics.AFTER, guest(PagingMode.X32, (0, 0), Access()))

    assert _states(error_strip(trace, 2)) == [SlotState.STAYS_0] * 3
    total = error_strip(trace, len(trace.events)).total
    assert total is not None
    assert (total.text, total.letters) == ("0x0", "0")


def test_hardware_has_five_slots_decided_at_once() -> None:
    """P, W, U join in one step; RSVD and I stay 0 where they cannot come."""
    trace = record(Semantics.HARDWARE, guest(PagingMode.LONG, (ALL, ALL, ALL, ALL & ~Pte.W), WRITE))
    strip = error_strip(trace, 20)

    assert [slot.letter for slot in strip.slots] == ["P", "W", "U", "RSVD", "I"]
    assert _states(strip) == [SlotState.ARMED] * 3 + [SlotState.STAYS_0] * 2
    assert {slot.step for slot in strip.slots} == {21}
    assert _states(error_strip(trace, 21))[:3] == [SlotState.SET] * 3


def test_a_reserved_bit_is_named_at_p() -> None:
    """RSVD comes with P."""
    flags = (1, ALL, ALL | RESERVED[PagingMode.PAE])
    trace = record(Semantics.HARDWARE, guest(PagingMode.PAE, flags, Access()))
    strip = error_strip(trace, len(trace.events))

    assert strip.slots[0].cause == "reserved bit"
    assert strip.slots[3].state is SlotState.SET
    assert strip.total is not None
    assert strip.total.text == "0x9"


@pytest.mark.parametrize(
    ("mode", "semantics"), list(product(PagingMode, (Semantics.AFTER, Semantics.HARDWARE)))
)
def test_slots_add_up_to_the_walks_own_code(mode: PagingMode, semantics: Semantics) -> None:
    """In every state the set slots are exactly the bits of the code; without one, none is set."""
    for trace in distinct_traces(mode, semantics)[::5]:
        last = len(trace.events)
        strip = error_strip(trace, last)
        code = sum(slot.bit for slot in strip.slots if slot.state is SlotState.SET)

        assert code == (trace.result.error_code or 0)
        assert strip.total is not None
        assert strip.chain == ()
        if strip.total.done:
            assert int(strip.total.text, 16) == trace.result.error_code
        else:
            assert strip.total.text == "none"
        assert not error_strip(trace, 0).total.done


def test_before_says_whose_the_code_is_and_invents_none() -> None:
    """Before the change there are no slots, only what this walk hands back."""
    trace = record(Semantics.BEFORE, guest(PagingMode.X32, (Pte.P, Pte.P), WRITE))
    under_way = error_strip(trace, 3)
    ended = error_strip(trace, len(trace.events))

    assert (ended.slots, ended.total, ended.feeds) == ((), None, ())
    assert [box.kind for box in ended.chain] == ["processor", "here", "later"]
    assert under_way.chain[1].lines == ("this walk: on its way, at level 2",)
    assert error_strip(trace, 0).chain[1].lines == ("this walk: on its way",)
    assert ended.chain[1].lines == (
        "this walk: reached PTE 0",
        "ptep 0x2000 · level 1",
        "gfn 0x3",
    )
    assert not any("0x" in line for box in ended.chain[::2] for line in box.lines)


def test_before_hands_back_what_there_is() -> None:
    """An absent entry gives no gfn, a register no ptep; no walk gives nothing."""
    absent = record(Semantics.BEFORE, guest(PagingMode.PAE, (0, 0, 0), WRITE))
    assert error_strip(absent, 2).chain[1].lines == (
        "this walk: reached PDPTR 0",
        "ptep a register · level 3",
        "gfn unset: the entry is absent",
    )

    usual = guest(PagingMode.X32, (ALL, ALL))
    off = record(Semantics.BEFORE, replace(usual, cpu=replace(usual.cpu, pg=False)))
    assert error_strip(off, 1).chain[1].lines == ("this walk: none, paging is off",)

    lost = record(Semantics.BEFORE, replace(usual, memory=GuestMemory(Nothing())))
    assert error_strip(lost, 1).chain[1].lines[0] == "this walk: ends at PDE 0,"
