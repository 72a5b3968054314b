"""What comes out of a wrong idea, and of the truth: a code, an address, A and D bits."""

from collections.abc import Iterator
from dataclasses import dataclass

from mmuviz.core.bits import PFERR_LETTERS, Pferr, Pte
from mmuviz.core.models.account import Account, Verdict
from mmuviz.core.models.path import Path
from mmuviz.core.trace import Semantics
from mmuviz.present.wording import name

FALSE = "not what happens"
_FAULTS = {Semantics.AFTER: "injected", Semantics.HARDWARE: "raised"}
_MADE = {
    Semantics.AFTER: "walk_addr returns 1",
    Semantics.HARDWARE: "the access is made",
}
_DECIDED = Pferr.P | Pferr.W | Pferr.U  # no idea is about RSVD and I


@dataclass(frozen=True, slots=True)
class Cell:
    """A bit of what comes out.

    Attributes:
        letter: its name.
        value: whether it is 1.
        of: the entry; empty for a bit of the error code.
        differs: the truth has it the other way; only said of an idea.
        written: it is set by this access.
        either: the manual leaves it open.
    """

    letter: str
    value: bool
    of: str = ""
    differs: bool = False
    written: bool = False
    either: bool = False


@dataclass(frozen=True, slots=True)
class Result:
    """What comes out.

    Attributes:
        big: an error code, an address, or where control goes; empty where only flags differ.
        cells: bits; may be empty.
        caption: what becomes of it.
        right: it is what happens.
        in_words: `big` is not a number.
    """

    big: str
    cells: tuple[Cell, ...]
    caption: str
    right: bool
    in_words: bool = False

    @property
    def spoken(self) -> str:
        """It, as a screen reader says it."""
        flags = [f"{cell.letter} of {cell.of} {cell.value:d}" for cell in self.cells if cell.of]
        return ", ".join(filter(None, (self.big, *flags, self.caption)))


def said_result(said: Account, right: Account, path: Path, gpa: int | None) -> Result:
    """Return what comes out of an idea; `gpa`: where it makes the access, None for a fault."""
    big = _big(said, right, gpa)
    return Result(big, tuple(_cells(said, right, path, marks=True)), FALSE, right=False)


def right_result(
    right: Account, said: Account, path: Path, gpa: int | None, semantics: Semantics
) -> Result:
    """Return what happens, beside what an idea says; `gpa` as in `said_result`."""
    code, big = right.effect.error_code, _big(right, said, gpa)
    caption = f"physical address; {_MADE[semantics]}" if big else _MADE[semantics]
    if code is not None:
        caption = f"{_FAULTS[semantics]}, with CR2 = {path.access.gva:#x}"
        caption = caption if big else f"{code:#x} {caption}"
    return Result(big, tuple(_cells(right, said, path, marks=False)), caption, right=True)


def _big(own: Account, other: Account, gpa: int | None) -> str:
    code = own.effect.error_code
    if code == other.effect.error_code:
        return ""
    return f"{gpa or 0:#x}" if code is None else f"{code:#x}"


def _cells(own: Account, other: Account, path: Path, *, marks: bool) -> Iterator[Cell]:
    """Yield the bits of the code; or, where both have the same, the flags in which they differ."""
    code, others = own.effect.error_code, other.effect.error_code
    if code == others:
        yield from _flags(own, other, path, marks=marks)
    elif code is not None:
        wrong = code ^ others if marks and others is not None else 0
        for bit, letter in PFERR_LETTERS:
            if bit & _DECIDED:
                yield Cell(letter, bool(code & bit), differs=bool(wrong & bit))


def _flags(own: Account, other: Account, path: Path, *, marks: bool) -> Iterator[Cell]:
    one, two = own.effect, other.effect
    either = one.either | two.either
    steps = [
        look.step
        for look in own.looks
        if look.step.level.has_rights
        and look.step.entry & Pte.P
        and look.verdict is not Verdict.LEFT_OUT
    ]
    for letter, bit, mine, theirs, is_open in (
        ("A", Pte.A, one.accessed, two.accessed, either),
        ("D", Pte.D, one.dirty, two.dirty, frozenset[int]()),
    ):
        wrong = (mine ^ theirs) - is_open
        for step in steps if wrong else ():
            number = step.level.number
            yield Cell(
                letter,
                bool(step.entry & bit) or number in mine,
                name(step.level, step.level.select(path.access.gva)),
                differs=marks and number in wrong,
                written=number in mine,
                either=not marks and number in one.either,
            )
