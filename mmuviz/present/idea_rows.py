"""What a wrong idea and the truth do with each entry, a row each, in words."""

from dataclasses import dataclass, replace
from enum import Enum
from typing import Final

from mmuviz.core.bits import Pferr, Pte
from mmuviz.core.models.account import Judgement, Look, Verdict
from mmuviz.core.models.effect import Effect
from mmuviz.core.models.path import Path, Step
from mmuviz.core.trace import Semantics
from mmuviz.present.wording import listed, name

_RIGHTS: Final = (("W", Pte.W), ("U", Pte.U))
_ABSENT: Final = {
    Semantics.AFTER: "P = 0: not_present",
    Semantics.HARDWARE: "P = 0: no translation",
}


class Sign(Enum):
    """What stands before the words of a row."""

    PASSED = "passed"
    REFUSED = "refused"
    LEFT_OUT = "left out"
    WRITTEN = "written"
    SAID = "said"
    OPEN = "open"


_SIGNS: Final = {
    Verdict.PASSES: Sign.PASSED,
    Verdict.REFUSES: Sign.REFUSED,
    Verdict.LEFT_OUT: Sign.LEFT_OUT,
}


@dataclass(frozen=True, slots=True)
class Row:
    """A row.

    Attributes:
        level: number of the entry's level; 0 for what follows the walk.
        name: the entry, or what follows: `rights`, `code`, `A bits`, `D bits`.
        sign: what comes of it.
        text: why, in a few words.
    """

    level: int
    name: str
    sign: Sign
    text: str


def look_row(look: Look, path: Path, semantics: Semantics, *, marks: bool) -> Row:
    """Return the row of an entry.

    Args:
        look: what is made of it.
        path: the way that it lies on.
        semantics: whose walk is told of, or spoiled.
        marks: tell of an A that is set in passing.
    """
    step = look.step
    match look.verdict:
        case Verdict.LEFT_OUT:
            text = "never read"
        case Verdict.REFUSES if look.against and not step.entry & Pte.P:
            text = f"{_values(look.against, step)} refuses, though P = 0"
        case Verdict.REFUSES if look.against:
            text = f"{_cause(look.against, step, path)}: refuse"
        case Verdict.REFUSES:
            text = _ABSENT[semantics]
        case Verdict.PASSES:  # pragma: no branch  # there is no other
            parts = ["P = 1"]
            if look.against:
                parts.append(f"{_values(look.against, step)} {_verb(look.against)} remembered")
            if look.overlooked:
                does = "does" if look.overlooked.bit_count() == 1 else "do"
                parts.append(f"{_values(look.overlooked, step)} {does} not count")
            if look.accessed and marks:
                parts.append("A is set")
            text = "; ".join(parts)
    return Row(step.level.number, _entry(step, path), _SIGNS[look.verdict], text)


def rights_row(judged: Judgement | None, path: Path) -> Row:
    """Return the row of the rights of the whole path."""
    if judged is None:
        return Row(0, "rights", Sign.LEFT_OUT, "judged at each entry")
    text = {Verdict.PASSES: "no entry refuses", Verdict.LEFT_OUT: "never judged"}.get(
        judged.verdict, ""
    )
    if judged.against:
        step, against = judged.against[0]
        lacks = not step.entry & against
        where = f" in {_entry(step, path)}" if lacks else ""
        cause = _values(against, step) if lacks else _cause(against, step, path)
        text = f"{cause}{where}: refuse"
    return Row(0, "rights", _SIGNS[judged.verdict], text)


def code_rows(said: Effect, right: Effect, path: Path, bit: int = 0) -> list[tuple[Row, Row]]:
    """Return how an idea and the truth make different codes of the same walk.

    Args:
        said: what the idea makes.
        right: what is right.
        path: the entries.
        bit: the bit that is asked about; 0: all that differ are told.
    """
    one, other = said.error_code or 0, right.error_code or 0
    differs = (one ^ other) & (bit or one ^ other)
    access = path.access
    whys = ("what the entries allow", f"a {access.privilege} {access.kind}")
    letters = [pair for pair in (("W", Pferr.W), ("U", Pferr.U)) if differs & pair[1]]
    if differs & Pferr.P:
        letters = [("P", Pferr.P)]
        whys = (_last(path), "a present entry refused")
    rows = []
    for code, why in zip((one, other), whys, strict=True):
        bits = ", ".join(f"{letter} = {bool(code & each):d}" for letter, each in letters)
        rows.append(Row(0, "code", Sign.SAID, f"{bits}: {why}"))
    return [(rows[0], rows[1])]


def flag_rows(said: Effect, right: Effect, path: Path, _bit: int = 0) -> list[tuple[Row, Row]]:
    """Return in which entries an idea and the truth set A and D, where they differ in that."""
    found = []
    if not said.accessed ^ right.accessed <= said.either | right.either:
        pair = said.accessed, right.accessed
        rows = [_flag_row("A bits", levels, path) for levels in pair]
        if right.either:
            rows[1] = replace(
                rows[1], text=f"{rows[1].text}; {_names(right.either, path)} left open"
            )
        found.append((rows[0], rows[1]))
    if said.dirty != right.dirty:
        found.append(
            (_flag_row("D bits", said.dirty, path), _flag_row("D bits", right.dirty, path))
        )
    return found


def _flag_row(title: str, levels: frozenset[int], path: Path) -> Row:
    text = f"set in {_names(levels, path)}" if levels else "set nowhere"
    return Row(0, title, Sign.WRITTEN if levels else Sign.LEFT_OUT, text)


def _names(levels: frozenset[int], path: Path) -> str:
    return listed([_entry(step, path) for step in path.present if step.level.number in levels])


def _entry(step: Step, path: Path) -> str:
    return name(step.level, step.level.select(path.access.gva))


def _last(path: Path) -> str:
    last = path.absent or path.present[-1]
    return f"{_entry(last, path)} is {'absent' if path.absent else 'present'}"


def _values(flags: int, step: Step) -> str:
    """`U = 0`, `W = 0 and U = 0`."""
    return listed(
        [f"{letter} = {bool(step.entry & bit):d}" for letter, bit in _RIGHTS if flags & bit]
    )


def _verb(flags: int) -> str:
    return "is" if flags.bit_count() == 1 else "are"


def _cause(flags: int, step: Step, path: Path) -> str:
    """Who is refused, and by what: `user, and U = 0`; W = 1 refuses nobody, but a lock may."""
    bit = flags & -flags
    if bit == Pte.U:
        return f"{path.access.privilege}, and {_values(bit, step)}"
    return f"write, and {'WP = 1' if step.entry & bit else _values(bit, step)}"
