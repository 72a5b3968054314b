"""A state that a walker got wrong, in words: the entries, what it said, what is right and why."""

from collections.abc import Iterator

from mmuviz.core.bits import Pte
from mmuviz.core.events import EntryWritten
from mmuviz.core.fixed_path import FIXED_PATHS, Row
from mmuviz.core.grading import Difference, Part
from mmuviz.core.paging import Level
from mmuviz.core.result import Outcome
from mmuviz.core.trace import Semantics, Trace
from mmuviz.present.accessed import accessed_rows
from mmuviz.present.answer import question_text, registers_text, verdict
from mmuviz.present.answer_steps import code_reasons
from mmuviz.present.narrate import headline
from mmuviz.present.wording import (
    Line,
    Span,
    Style,
    code_sum,
    entry_hex,
    flag_letters,
    name,
)

_BITS = (("A", Pte.A), ("D", Pte.D))
_PARTS = {
    Part.ERROR_CODE: "error code",
    Part.GPA: "gpa",
    Part.ELSEWHERE: "a write where no entry stands",
}


def failure(number: int, row: Row, trace: Trace, wrong: tuple[Difference, ...]) -> list[Line]:
    """Return the lines that tell of one wrong answer.

    Args:
        number: the state's number in its space.
        row: the state.
        trace: the right walk.
        wrong: what of the answer differs; at least one.
    """
    lines: list[Line] = [
        (Span(f"state {number}  {question_text(trace)}", Style.STRONG),),
        (Span(f"  {registers_text(row.scenario)}"),),
    ]
    mode, gva = row.scenario.cpu.mode, row.scenario.access.gva
    for level, entry in zip(mode.levels, row.entries, strict=True):
        letters = flag_letters(entry, mode, level)
        title = f"{name(level, level.select(gva)):<11}"
        lines.append((Span(f"  {title}{entry_hex(entry)}  {letters}"),))
    lines.append((Span("  right is   "), *verdict(trace)))
    lines += ((Span("  wrong      "), *line) for each in wrong for line in _told(trace, each))
    return lines


def mistake(trace: Trace, wrong: tuple[Difference, ...]) -> str:
    """Return what kind of mistake it is: a wrong outcome, from which the rest follows, or parts."""
    first = wrong[0]
    if isinstance(first.said, Outcome) and isinstance(first.right, Outcome):
        return f"{first.said.value} for {first.right.value}"
    return ", ".join(dict.fromkeys(part for each in wrong for part in _parts(trace, each)))


def _parts(trace: Trace, wrong: Difference) -> Iterator[str]:
    match wrong:
        case Difference(Part.ENTRY, int() as said, int() as right, int() as address):
            changed, level = said ^ right, _level(trace, address).name
            yield from (f"{letter} of {level}" for letter, bit in _BITS if changed & bit)
            if changed & ~(Pte.A | Pte.D):
                yield level
        case _:
            yield _PARTS[wrong.part]


def _told(trace: Trace, wrong: Difference) -> Iterator[Line]:
    match wrong:
        case Difference(Part.OUTCOME, Outcome() as said, Outcome() as right):
            yield (Span(f"outcome: it said {said.value}, right is {right.value}"),)
        case Difference(Part.ERROR_CODE, said, right):
            text = f"error code: it said {_code(said)}, right is {_code(right)}"
            yield (Span(f"{text}{_reasons(trace, said, right)}"),)
        case Difference(Part.GPA, said, right):
            yield (Span(f"gpa: it said {_address(said)}, right is {_address(right)}"),)
        case Difference(Part.ELSEWHERE, said, _, address):
            text = f"it wrote {_address(said)} at {_address(address)}, where no entry of the path"
            yield (Span(f"{text} stands in memory"),)
        case Difference(_, int() as said, int() as right, int() as address):  # pragma: no branch
            yield from _entry(trace, address, said, right)


def _code(code: Outcome | int | None) -> str:
    return code_sum(code) if isinstance(code, int) else "none"


def _address(address: Outcome | int | None) -> str:
    return f"{address:#x}" if isinstance(address, int) else "none"


def _reasons(trace: Trace, said: Outcome | int | None, right: Outcome | int | None) -> str:
    """Say why the bits that differ are as they are; of *before*, why there are none."""
    if trace.semantics is Semantics.BEFORE:
        return " (walk_addr has no such field before)"
    if not isinstance(said, int) or not isinstance(right, int):
        return ""
    other = {letter: (said >> place & 1) for place, letter in enumerate(("P", "W", "U", "RSVD"))}
    other["I"] = said >> 4 & 1
    told = [
        f"{letter} is {bit}: {why}"
        for letter, bit, why in code_reasons(trace)
        if other[letter] != bit
    ]
    return f" ({'; '.join(told)})" if told else ""


def _entry(trace: Trace, address: int, said: int, right: int) -> Iterator[Line]:
    """Tell A and D apart, then whatever else of the entry differs."""
    level = _level(trace, address)
    title = name(level, level.select(trace.scenario.access.gva))
    for letter, bit in _BITS:
        if (said ^ right) & bit:
            values = f"it left {int(bool(said & bit))}, right is {int(bool(right & bit))}"
            yield (Span(f"{letter} of {title}: {values}. "), *_rule(trace, address, bit))
    if (said ^ right) & ~(Pte.A | Pte.D):
        yield (Span(f"{title}: it left {entry_hex(said)}, right is {entry_hex(right)}"),)


def _level(trace: Trace, address: int) -> Level:
    """Return the level whose table the entry stands in, by the path's own addresses."""
    mode = trace.scenario.cpu.mode
    return mode.levels[FIXED_PATHS[mode].addresses.index(address)]


def _rule(trace: Trace, address: int, bit: int) -> Line:
    """Return the rule by which the right walk wrote the bit, or why it did not."""
    for step, event in enumerate(trace.events, 1):
        if isinstance(event, EntryWritten) and event.address == address and event.new & bit:
            return headline(trace, step).detail
    rows = accessed_rows(trace, len(trace.events))
    number = _level(trace, address).number
    note = next((row.note for row in rows if row.level == number), "the walk does not come here")
    if bit == Pte.D:
        note = "neither version of walk_addr writes D"
        if trace.semantics is Semantics.HARDWARE:
            note = "D is set in the leaf of a write that is allowed, nowhere else"
    return (Span(f"{note[0].upper()}{note[1:]}."),)
