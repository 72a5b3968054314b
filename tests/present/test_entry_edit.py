"""Edits of entries: names of the undo steps, new scenarios, and what is refused."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mmuviz.core.bits import Pte
from mmuviz.core.entry import FLAGS
from mmuviz.core.memory import GuestMemory
from mmuviz.core.paging import PagingMode
from mmuviz.present.entry_edit import (
    Slot,
    copied,
    flag_of,
    pasted,
    set_frame,
    through,
    toggle,
    typed,
)
from tests.present.walks import Nothing, guest

ALL = Pte.P | Pte.W | Pte.U | Pte.A
PAE = guest(PagingMode.PAE, (Pte.P, ALL, ALL))
DIRECTORY, TABLE = PAE.cpu.mode.level(2), PAE.cpu.mode.level(1)
PDE = Slot(DIRECTORY, 0, 0x2000)
REGISTER = Slot(PAE.cpu.mode.level(3), 2, None)


@pytest.mark.parametrize(
    ("letter", "text"),
    [
        ("U", "Clear U in PDE 0"),
        ("D", "Set D in PDE 0"),
        ("X", "Set NX in PDE 0"),
        ("S", "Set PS in PDE 0"),
    ],
)
def test_a_toggle_has_a_name(letter, text):
    """The undo step names flag, level and entry."""
    said, scenario = toggle(PAE, PDE, flag_of(letter.lower()))

    assert said == text
    assert PDE.value(scenario) == PDE.value(PAE) ^ flag_of(letter).bit


def test_a_register_is_edited_as_a_register():
    """A toggle in the PDPTR column changes the register, memory stays."""
    text, scenario = toggle(PAE, REGISTER, flag_of("P"))

    assert text == "Set P in PDPTR 2"
    assert scenario.cpu.pdptrs[2] == Pte.P
    assert scenario.memory is PAE.memory
    assert REGISTER.refusal(PAE) == ""


@given(st.sampled_from(FLAGS))
def test_a_toggle_twice_changes_nothing(flag):
    """Flipping a bit back gives the scenario it came from."""
    _, there = toggle(PAE, PDE, flag)
    _, back = toggle(there, PDE, flag)

    assert PDE.value(back) == PDE.value(PAE)


def test_values_and_frames_are_typed():
    """Hexadecimal digits give the value, an arrow the frame alone."""
    text, scenario = typed(PAE, PDE, " 9067 ")
    assert (text, PDE.value(scenario)) == ("PDE 0 = 0x9067", 0x9067)

    for arrow in ("-> 0x8000", "→8000"):
        text, scenario = typed(PAE, PDE, arrow)
        assert text == "PDE 0 to frame 0x8000"
        assert PDE.value(scenario) == 0x8000 | ALL


@pytest.mark.parametrize("text", ["", "xyz", "-> 8001", "1" * 17, "-1", f"-> {1 << 60:x}"])
def test_what_is_no_value_is_refused(text):
    """The message says what was found and expected."""
    with pytest.raises(ValueError, match="found"):
        typed(PAE, PDE, text)


def test_what_cannot_be_written_is_refused():
    """Outside RAM and not kept are two different reasons."""
    outside = Slot(TABLE, 0, 0xF0000000)
    lost = replace(PAE, memory=GuestMemory(Nothing(), {}))

    assert "outside RAM" in outside.refusal(PAE)
    assert "not kept" in PDE.refusal(lost)
    assert PDE.refusal(PAE) == ""
    with pytest.raises(LookupError, match="not kept"):
        toggle(lost, PDE, FLAGS[0])
    with pytest.raises(LookupError, match="not kept"):
        set_frame(lost, PDE, 0x3000)
    with pytest.raises(LookupError, match="PDE 0 is not kept"):
        copied(lost, PDE, 0)
    with pytest.raises(LookupError, match=r"line 1, PDE 0: .* not kept"):
        pasted(lost, PDE, "0x1")


def test_rows_are_copied_and_pasted():
    """What was copied pastes back, elsewhere too."""
    text = copied(PAE, PDE, 0)
    assert text == f"0\t{PDE.value(PAE):#x}"

    said, scenario = pasted(PAE, Slot(DIRECTORY, 4, 0x2020), f"{text}\n1\t0x5067")
    assert said == "Paste 2 rows at PDE 4"
    assert Slot(DIRECTORY, 4, 0x2020).value(scenario) == PDE.value(PAE)
    assert Slot(DIRECTORY, 5, 0x2028).value(scenario) == 0x5067

    said, scenario = pasted(PAE, REGISTER, "0x7001")
    assert said == "Paste a row at PDPTR 2"
    assert scenario.cpu.pdptrs[2] == 0x7001


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "line 1"),
        ("1 2 3", "line 1"),
        ("1 5067\nx", "line 2"),
        ("0 1\n1 " + "f" * 17, "line 2, PDE 1"),
        ("1 1\n900 1", "line 2"),
    ],
)
def test_what_is_no_rows_is_refused(text, message):
    """The message gives the line."""
    with pytest.raises(ValueError, match=message):
        pasted(PAE, PDE, text)


def test_only_flag_letters_are_flags():
    """A letter that names no flag is none."""
    assert flag_of("q") is None


@pytest.mark.parametrize(
    ("mode", "level", "index", "gva", "reached"),
    [
        (PagingMode.PAE, 2, 5, 0xC0123456, 0xC0B23456),
        (PagingMode.X32, 1, 0, 0xFFFFF123, 0xFFC00123),
        (PagingMode.LONG, 4, 256, 0x1123, 0xFFFF800000001123),
        (PagingMode.LONG, 4, 0, 0xFFFF800000001123, 0x1123),
    ],
)
def test_a_walk_leads_through_the_entry(mode, level, index, gva, reached):
    """Only the bits that select the entry change; long mode stays canonical."""
    start = guest(mode, (ALL,) * len(mode.levels))
    start = replace(start, access=replace(start.access, gva=gva))
    text, scenario = through(start, Slot(mode.level(level), index, None))

    assert text == f"Address {reached:#x}"
    assert scenario.access.gva == reached
