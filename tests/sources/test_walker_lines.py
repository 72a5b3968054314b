"""The lines of the walker protocol: what is asked, and what an answer may look like."""

import pytest

from mmuviz.core.claims.space import SPACES, SpaceKind
from mmuviz.core.grading import WalkAnswer
from mmuviz.core.paging import PagingMode
from mmuviz.core.result import Outcome
from mmuviz.sources.walker_lines import BadAnswer, read_answer, state_line


def test_a_state_has_every_register_and_the_entries_in_memory():
    """The documented order; PAE's root entry is a register."""
    (row,) = SPACES[PagingMode.PAE, SpaceKind.WALK].rows([0x1FFF])
    assert state_line(8191, row) == (
        "8191 mode=pae gva=0x40607238 write=1 user=1 fetch=0 cr3=0x3000 wp=1 pse=0 nxe=0 smep=0 "
        "smap=0 ac=0 maxphyaddr=40 pdptrs=0x0,0x7001,0x0,0x0 0x7018=0x4000a7 0x5038=0x407027"
    )
    (row,) = SPACES[PagingMode.X32, SpaceKind.WALK].rows([0])
    assert state_line(0, row).endswith(" pdptrs=0x0,0x0,0x0,0x0 0x700c=0x5000 0x501c=0x407000")


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        ("7 mapped gpa=0x407238", WalkAnswer(Outcome.MAPPED, 0x407238)),
        (" 7  not_present code=4 \r", WalkAnswer(Outcome.NOT_PRESENT, None, 4)),
        ("7 reserved_bit 5038=27 code=D", WalkAnswer(Outcome.RESERVED_BIT, None, 13, {0x5038: 39})),
        ("7 access_error", WalkAnswer(Outcome.ACCESS_ERROR)),
    ],
)
def test_answers(line, answer):
    """Hexadecimal with or without 0x, in any order behind the outcome."""
    assert read_answer(line, 7) == answer


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("", "found '', expected an answer that starts with 7"),
        ("8 mapped", "found '8 mapped', expected an answer that starts with 7"),
        ("7", "found '7', expected 7 and one of mapped, not_present, access_error, reserved_bit"),
        ("7 fault", "found '7 fault', expected 7 and one of mapped"),
        ("7 mapped gpa", r"found 'gpa' in '7 mapped gpa', expected NUMBER OUTCOME \[gpa=0x"),
        ("7 mapped gpa=-1", "found 'gpa=-1' in"),
        ("7 mapped gpa=0x1ffffffffffffffff", "found 'gpa=0x1f"),
        ("7 mapped size=1", "found 'size=1' in"),
        ("7 mapped 5038=1 0x5038=2", "found '0x5038' twice in"),
        ("7 \x1b[2J" + "x" * 99, r"found '7 \\x1b\[2Jx{51}\.\.\.', expected"),
    ],
)
def test_what_is_no_answer(line, says):
    """What was found and expected, short, and nothing that a terminal obeys."""
    with pytest.raises(BadAnswer, match=says):
        read_answer(line, 7)
