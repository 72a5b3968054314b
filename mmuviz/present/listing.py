"""The pseudo-code of each semantics, with the line that a step stands on."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache

from mmuviz.core.cursor import event_at
from mmuviz.core.events import Anchor, Judged, Jumped
from mmuviz.core.trace import Semantics, Trace
from mmuviz.resources import asset

WALK, TRANSLATE = "walk_addr", "gva_to_gpa"
FUNCTIONS = {
    WALK: "The walk judges now, level by level, and makes the error code. A is set behind the "
    "checks.",
    "page_fault": "A refused access is injected at once, with the walk's own code; it was the "
    "processor's. Whether the shadow was fixed no longer counts: where it cannot be, the guest "
    "exits for ever.",
    TRANSLATE: "Nobody looks whether the walk found anything. Where it did not, ptep was never "
    "set: an undefined answer, in PAE mode an address made of the PDPTR. Mended on 24 January "
    "2007.",
}
"""What the change has changed, and what it comes to."""

_TITLES = {
    Semantics.BEFORE: "walk_addr",
    Semantics.AFTER: "walk_addr",
    Semantics.HARDWARE: "translate",
}


@dataclass(frozen=True, slots=True)
class Line:
    """A line of pseudo-code.

    Attributes:
        number: from 1.
        letter: the check's letter, empty where the line is none.
        text: the code, indented by two spaces a depth.
        anchors: the points of the algorithm that stand on it.
    """

    number: int
    letter: str
    text: str
    anchors: frozenset[Anchor]


@dataclass(frozen=True, slots=True)
class ListingPicture:
    """A listing at a step.

    Attributes:
        title: the function's name.
        semantics: whose listing it is.
        lines: all lines, first to last.
        current: numbers of the lines that the step stands on; empty where it is on none.
        walked: numbers of the lines that the walk has been on.
        jump: (from, to) line numbers of the jump that this step takes or is about to take.
        refuses: the current line's check holds and refuses.
    """

    title: str
    semantics: Semantics
    lines: tuple[Line, ...]
    current: tuple[int, ...]
    walked: frozenset[int]
    jump: tuple[int, int] | None
    refuses: bool


@dataclass(frozen=True, slots=True)
class DiffRow:
    """A row of before's and after's listings side by side; None where a side has no line.

    Attributes:
        before: the line before the change.
        after: the line after it.
        same: both sides say the same.
    """

    before: Line | None
    after: Line | None
    same: bool


@cache
def listing(semantics: Semantics, function: str = WALK) -> tuple[Line, ...]:
    """Return the lines of a function of `semantics`: before and after have all of `FUNCTIONS`."""
    name = semantics.value if function == WALK else f"{semantics.value}-{function}"
    rows = asset(f"listings/{name}.txt").read_text(encoding="utf-8").splitlines()
    lines: list[Line] = []
    for row in rows:
        if row.startswith("#"):
            continue
        anchors, letter, text = row.split("|", 2)
        lines.append(Line(len(lines) + 1, letter.strip(), text[1:], _named(semantics, anchors)))
    return tuple(lines)


def _named(semantics: Semantics, words: str) -> frozenset[Anchor]:
    """Return the anchors of a line; `walk` is a call of walk_addr, with all its points."""
    if words.split() == ["walk"]:
        return frozenset().union(*(line.anchors for line in listing(semantics)))
    return frozenset(Anchor(word) for word in words.split())


def lines_of(semantics: Semantics, trace: Trace, step: int) -> tuple[int, ...]:
    """Return the numbers of the lines of `semantics`' listing that the step's event stands on.

    Where an anchor stands on several separate lines, the event before it says which one.
    """
    event = event_at(trace, step)
    if event is None:
        return ()
    found = [line for line in listing(semantics) if event.anchor in line.anchors]
    before = event_at(trace, step - 1)
    if before is not None:
        narrowed = [line for line in found if before.anchor in line.anchors]
        found = narrowed or found
    return tuple(line.number for line in found)


def listing_picture(trace: Trace, step: int) -> ListingPicture:
    """Return the listing of the trace's own semantics at `step`."""
    semantics = trace.semantics
    walked = frozenset(
        number for at in range(1, step + 1) for number in lines_of(semantics, trace, at)
    )
    event = event_at(trace, step)
    holds = event.refused if isinstance(event, Judged) else getattr(event, "holds", False)
    jump = _jump(trace, step)
    return ListingPicture(
        _TITLES[semantics],
        semantics,
        listing(semantics),
        lines_of(semantics, trace, step),
        walked,
        jump,
        bool(holds) and jump is not None,
    )


def _jump(trace: Trace, step: int) -> tuple[int, int] | None:
    """Return the jump from the check at `step`, or the one that `step` itself has made."""
    for at in (step + 1, step):
        if not 2 <= at <= len(trace.events):
            continue
        leaves = isinstance(trace.events[at - 1], Jumped)
        judged = trace.events[at - 2]
        if leaves or (isinstance(judged, Judged) and judged.refused):
            source = lines_of(trace.semantics, trace, at - 1)
            target = lines_of(trace.semantics, trace, at)
            return (source[-1], target[0]) if source and target else None
    return None


@cache
def change(function: str = WALK) -> tuple[DiffRow, ...]:
    """Return before's and after's listings side by side: the change that is taught."""
    before, after = listing(Semantics.BEFORE, function), listing(Semantics.AFTER, function)
    matcher = SequenceMatcher(
        None,
        # A check is the same check on both sides, whatever its text became.
        [line.letter or line.text for line in before],
        [line.letter or line.text for line in after],
        autojunk=False,
    )
    rows: list[DiffRow] = []
    for _, first, last, start, end in matcher.get_opcodes():
        left, right = list(before[first:last]), list(after[start:end])
        for number in range(max(len(left), len(right))):
            old = left[number] if number < len(left) else None
            new = right[number] if number < len(right) else None
            same = old is not None and new is not None and old.text == new.text
            rows.append(DiffRow(old, new, same))
    return tuple(rows)


def lit_lines(trace: Trace, step: int) -> dict[Semantics, frozenset[int]]:
    """Return, for before and after, the lines on which `step` stands.

    On the side that is not walked they are the lines of the same anchor, where it has them.
    """
    event = event_at(trace, step)
    lit: dict[Semantics, frozenset[int]] = {}
    for semantics in (Semantics.BEFORE, Semantics.AFTER):
        if semantics is trace.semantics:
            lit[semantics] = frozenset(lines_of(semantics, trace, step))
        elif event is not None:
            lines = (line for line in listing(semantics) if event.anchor in line.anchors)
            lit[semantics] = frozenset(line.number for line in lines)
    return lit


def lines_at(
    function: str, anchors: Mapping[Semantics, Collection[Anchor]]
) -> dict[Semantics, frozenset[int]]:
    """Return, for before and after, the lines that stand for any of the points given.

    A walk that ends in gva_to_gpa is its own; any other is called by page_fault.
    """
    lit: dict[Semantics, frozenset[int]] = {}
    for semantics in (Semantics.BEFORE, Semantics.AFTER):
        at = frozenset(anchors.get(semantics, ()))
        ends_there = Anchor.GVA_TO_GPA in at
        if ends_there != (function == TRANSLATE) and function != WALK:
            at = frozenset()
        lines = (line for line in listing(semantics, function) if line.anchors & at)
        lit[semantics] = frozenset(line.number for line in lines)
    return lit
