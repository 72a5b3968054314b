"""Slips of the pen: wrong paths and addresses that come of a known mistake in reckoning."""

from collections.abc import Iterator
from enum import Enum
from typing import Final

from mmuviz.core.bits import PAGE_MASK, PAGE_SHIFT
from mmuviz.core.exercises.answer import Value
from mmuviz.core.exercises.difficulty import Part
from mmuviz.core.exercises.question import Question
from mmuviz.core.models.path import read_path
from mmuviz.core.paging import PagingMode


class Slip(Enum):
    """A slip. The value is its word in results."""

    REVERSED = "reversed"
    OTHER_SPLIT = "other-split"
    TOO_SHORT = "too-short"
    TOO_LONG = "too-long"
    NO_OFFSET = "no-offset"
    FRAME_NUMBER = "frame-number"
    FLAGS_KEPT = "flags-kept"
    SMALL_OFFSET = "small-offset"


_OTHERS: Final = {
    PagingMode.X32: (PagingMode.PAE,),
    PagingMode.PAE: (PagingMode.X32, PagingMode.LONG),
    PagingMode.LONG: (PagingMode.PAE,),
}
"""The modes whose split of an address is taken for another's."""


def slip_of(question: Question, part: Part, said: Value) -> Slip | None:
    """Return the slip that a wrong answer comes of; None where none is known."""
    slips: Iterator[tuple[Slip, bool]] = iter(())
    if part is Part.PATH and isinstance(said, tuple):
        slips = _of_path(question, said)
    elif part is Part.RESULT and isinstance(said, int):
        slips = _of_address(question, said)
    return next((slip for slip, is_it in slips if is_it), None)


def _of_path(question: Question, said: tuple[int, ...]) -> Iterator[tuple[Slip, bool]]:
    right, mode = question.answer.values[Part.PATH], question.scenario.cpu.mode
    assert isinstance(right, tuple), "a path is a tuple of indices"
    gva = question.scenario.access.gva
    splits = [tuple(level.select(gva) for level in other.levels) for other in _OTHERS[mode]]
    yield Slip.REVERSED, said == right[::-1]
    yield Slip.TOO_SHORT, said == right[: len(said)]
    yield Slip.TOO_LONG, said[: len(right)] == right
    yield Slip.OTHER_SPLIT, said in {split[: len(said)] for split in splits}


def _of_address(question: Question, said: int) -> Iterator[tuple[Slip, bool]]:
    right, path = question.answer.values[Part.RESULT], read_path(question.scenario)
    if not isinstance(right, int) or path is None or path.leaf is None:
        return
    leaf, gva = path.leaf, question.scenario.access.gva
    mask = leaf.level.offset_mask
    yield Slip.NO_OFFSET, said == right & ~mask
    yield Slip.FRAME_NUMBER, said in {right >> PAGE_SHIFT, right >> leaf.level.shift}
    entry, offset = leaf.entry, gva & mask
    yield Slip.FLAGS_KEPT, said in {entry, entry + offset, entry | offset}
    yield Slip.SMALL_OFFSET, said == right & ~mask | gva & PAGE_MASK
