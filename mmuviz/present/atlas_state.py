"""One state of the atlas in words: what it asks, its entries as bits, what comes of it by rule."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from mmuviz.core.bits import pferr_text
from mmuviz.core.fixed_path import ENTRY_NAMES
from mmuviz.core.trace import Semantics
from mmuviz.present.atlas_why import why
from mmuviz.present.atlas_words import QUANTITY_NAMES, value_text
from mmuviz.sweep.colouring import Lens, colour
from mmuviz.sweep.columns import NONE
from mmuviz.sweep.space import StateSpace
from mmuviz.sweep.survey import Quantity, Survey

_LETTERS: Final = {"p": "P", "w": "W", "u": "U", "a": "A", "d": "D", "ps": "S", "nx": "X"}
_REGISTERS: Final = (("pse", "PSE"), ("nxe", "NXE"))
_KINDS: Final = ("RAM", "MMIO", "the page directory", "its page table")


@dataclass(frozen=True, slots=True)
class EntryBits:
    """An entry of the path, as cells.

    Attributes:
        level: number of its level, 1: PTE.
        name: `PDE`.
        bits: letter and whether it is set, of every flag that the space knows.
    """

    level: int
    name: str
    bits: tuple[tuple[str, bool], ...]

    @property
    def text(self) -> str:
        """`PDE P A`, `PTE 0`."""
        return f"{self.name} {' '.join(self.letters) or 0}"

    @property
    def letters(self) -> list[str]:
        """Those that are set."""
        return [letter for letter, is_set in self.bits if is_set]


@dataclass(frozen=True, slots=True)
class ResultWords:
    """What one rule makes of a state. What it has no result for is empty.

    Attributes:
        semantics: the rule.
        outcome: `not present`, `#PF`, `livelock`.
        code: `0x5`, `no fault`; of *before*'s walk, that it makes none.
        letters: the code's letters, `P | U`.
        check: which check refuses, and where.
        accessed: whose A is set, and was not.
        dirty: whose D.
        vmexits: how many.
        shadow: the leaf that is left.
        differs: it is the one that another is measured by, and is unlike it.
    """

    semantics: Semantics
    outcome: str
    code: str
    letters: str
    check: str
    accessed: str
    dirty: str
    vmexits: str
    shadow: str
    differs: bool


@dataclass(frozen=True, slots=True)
class StateWords:
    """A state in words.

    Attributes:
        number: its number in the space.
        title: `User read, WP 0`.
        entries: the entries of the path, root first.
        remarks: what else varies: `NXE 1`, `the leaf maps MMIO`.
        results: what the three rules make of it; none where nobody can ask it.
        differing: what the two that are compared differ in, all results taken.
        why: a sentence on what decides.
    """

    number: int
    title: str
    entries: tuple[EntryBits, ...]
    remarks: tuple[str, ...]
    results: tuple[ResultWords, ...]
    differing: tuple[str, ...]
    why: str


NO_CODE: Final = "none: its walk makes no code"
NOBODY: Final = "No access is a write and a fetch at once: nobody can ask this."


def state_words(survey: Survey, number: int, lens: Lens) -> StateWords:
    """Say all of a state.

    Args:
        survey: its space.
        number: which state.
        lens: through what it is looked at.
    """
    space = survey.space
    one = survey.one(number)
    is_asked = bool(one.exists[0])
    differs = is_asked and lens.against is not None and colour(one, lens).differing > 0
    return StateWords(
        number,
        access_text(space, number).capitalize().replace(" wp ", " WP "),
        entry_bits(space, number),
        tuple(_remarks(space, number)),
        tuple(
            _result(one, semantics, differs=differs and semantics is lens.pair[1])
            for semantics in Semantics
        )
        if is_asked
        else (),
        tuple(_differing(one, lens)) if is_asked and lens.against is not None else (),
        why(one, lens) if is_asked else NOBODY,
    )


def _differing(one: Survey, lens: Lens) -> Iterator[str]:
    """Yield the quantities in which the two differ."""
    found = colour(one, replace(lens, quantity=None))
    for group in found.marks:
        for place, quantity in enumerate(found.quantities):
            if group.values[0] >> place & 1:
                yield QUANTITY_NAMES[quantity]


def access_text(space: StateSpace, number: int) -> str:
    """`user read, WP 0`."""
    values = {flag.name: flag.of(number) for flag in space.flags}
    kind = "write" if values["write"] else "fetch" if values.get("fetch") else "read"
    return f"{'user' if values['user'] else 'supervisor'} {kind}, WP {values['wp']}"


def entry_bits(space: StateSpace, number: int) -> tuple[EntryBits, ...]:
    """Return the entries of the path, with the flags that vary and those that are always 1."""
    values = dict.fromkeys(space.space.ones, 1)
    values |= {flag.column: flag.of(number) for flag in space.flags}
    found = []
    for level in space.mode.levels:
        name = ENTRY_NAMES[level.number]
        bits = [
            (letter, bool(values[f"{name}_{suffix}"]))
            for suffix, letter in _LETTERS.items()
            if f"{name}_{suffix}" in values
        ]
        found.append(EntryBits(level.number, level.name, tuple(bits)))
    return tuple(found)


def state_line(space: StateSpace, number: int) -> str:
    """`user read, WP 0; PDPTR P, PDE P A, PTE 0`: a state on one line."""
    entries = ", ".join(entry.text for entry in entry_bits(space, number))
    return "; ".join([access_text(space, number), entries, *_remarks(space, number)])


def smallest_text(space: StateSpace, number: int) -> str:
    """`PDPTR P, PDE P · user read`: what is set in a small state, in short."""
    entries = entry_bits(space, number)
    there = [entry.text for entry in entries if entry.letters]
    access, _, wp = access_text(space, number).partition(", ")
    asked = [access, wp] if wp == "WP 1" else [access]
    remarks = [one for one in _remarks(space, number) if not one.endswith(("RAM", " 0"))]
    return " · ".join(filter(None, [", ".join(there), ", ".join([*asked, *remarks])]))


def _remarks(space: StateSpace, number: int) -> Iterator[str]:
    values = {flag.name: flag.of(number) for flag in space.flags}
    for name, title in _REGISTERS:
        if name in values:
            yield f"{title} {values[name]}"
    if "kind" in values:
        yield f"the leaf maps {_KINDS[values['kind']]}"


def _result(one: Survey, semantics: Semantics, *, differs: bool) -> ResultWords:
    texts = {
        quantity: value_text(one.space, quantity, int(one.values(semantics, quantity)[0]))
        for quantity in one.offers(semantics)
    }
    code = NONE
    if Quantity.ERROR_CODE in texts:
        code = int(one.values(semantics, Quantity.ERROR_CODE)[0])
    return ResultWords(
        semantics,
        texts[Quantity.OUTCOME],
        texts.get(Quantity.ERROR_CODE, NO_CODE),
        "" if code == NONE else pferr_text(code),
        texts[Quantity.CHECK],
        texts[Quantity.ACCESSED],
        texts.get(Quantity.DIRTY, ""),
        texts.get(Quantity.VMEXITS, ""),
        texts.get(Quantity.SHADOW, ""),
        differs,
    )
