"""What the atlas calls things: spaces, what they are coloured by, values, groups of states."""

from collections.abc import Mapping
from typing import Final

from mmuviz.core.paging import Level, PagingMode
from mmuviz.core.result import Outcome
from mmuviz.core.shadow.guest import Ending
from mmuviz.present.compare_banner import ENDINGS as ENDING_WORDS
from mmuviz.present.shadow_words import letters as leaf_letters
from mmuviz.present.wording import amount, listed
from mmuviz.sweep.colouring import Group, Lens
from mmuviz.sweep.columns import ENDINGS, NONE, OUTCOMES, check_letters
from mmuviz.sweep.space import SpaceName, StateSpace
from mmuviz.sweep.survey import ACCESSES, LEVEL_SHIFT, MAY, Quantity

QUANTITY_NAMES: Final[Mapping[Quantity | None, str]] = {
    Quantity.OUTCOME: "outcome",
    Quantity.ERROR_CODE: "error code",
    Quantity.CHECK: "check",
    Quantity.ACCESSED: "A bits",
    Quantity.DIRTY: "D bits",
    Quantity.VMEXITS: "vmexits",
    Quantity.SHADOW: "shadow leaf",
    None: "anything",
}
"""What a map is coloured by, in the words of its buttons."""

_OUTCOME_WORDS: Final = {
    Outcome.MAPPED: "mapped",
    Outcome.NOT_PRESENT: "not present",
    Outcome.ACCESS_ERROR: "access error",
    Outcome.RESERVED_BIT: "reserved bit",
}
_NONE_REFUSES: Final = "none refuses"
_DECIMAL: Final = 10
_LETTERS: Final = 26


def title(lens: Lens) -> str:
    """`Where after differs from hardware`, `What after does`."""
    if lens.against is None:
        return f"What {lens.semantics.value} does"
    first, second = lens.pair
    return f"Where {second.value} differs from {first.value}"


def direction(lens: Lens) -> str:
    """In which order a group tells its two values: `hardware → after`; empty for one rule."""
    return " → ".join(semantics.value for semantics in lens.pair) if lens.against else ""


def mode_name(mode: PagingMode) -> str:
    """`PAE`, `32-bit`, `long-mode`: before a noun."""
    return "long-mode" if mode is PagingMode.LONG else mode.title


def space_title(space: StateSpace) -> str:
    """`PAE walk`, `32-bit access from a cold shadow`: always said beside a number of states."""
    name = mode_name(space.mode)
    match space.name:
        case SpaceName.WALK:
            return f"{name} walk"
        case SpaceName.ACCESS if space.mode is PagingMode.LONG:
            return f"{name} access from a cold shadow with upper entries P W U"
        case SpaceName.HARDWARE:
            nx = "D and" if space.mode is PagingMode.X32 else "D, NX and"
            return f"{name} walk with {nx} fetches"
        case _:
            return f"{name} access from a cold shadow"


def states_text(number: int) -> str:
    """`8,192 states`, `1 state`."""
    return f"{number:,} state{'' if number == 1 else 's'}"


def subtitle(space: StateSpace, quantity: Quantity | None) -> str:
    """`PAE walk, 8,192 states, error code`."""
    return f"{space_title(space)}, {states_text(space.asked)}, {QUANTITY_NAMES[quantity]}"


def map_caption(space: StateSpace, lens: Lens, condition: str = "", layout: str = "") -> str:
    """Say in a written map, which has no window round it, what else has to be known.

    Args:
        space: the space.
        lens: through what it is looked at: in its legend the first of the two comes first.
        condition: the filter, as it is written; empty without one.
        layout: what the map does not tell apart; empty where it shows each state.
    """
    what = ", ".join(filter(None, (subtitle(space, lens.quantity), direction(lens))))
    where = f"only where {condition}" if condition else ""
    return "; ".join(filter(None, (what, where, layout)))


def value_text(space: StateSpace, quantity: Quantity, value: int) -> str:
    """A value of a state in short: `0x7`, `no fault`, `b in the PDE`, `A of PDE, PTE`."""
    match quantity:
        case Quantity.OUTCOME:
            return outcome_text(space, value)
        case Quantity.ERROR_CODE:
            return "no fault" if value == NONE else f"{value:#x}"
        case Quantity.CHECK:
            return _check_text(space.mode, value)
        case Quantity.ACCESSED | Quantity.DIRTY:
            letter = "A" if quantity is Quantity.ACCESSED else "D"
            return _bits_text(space.mode, letter, value)
        case Quantity.VMEXITS:
            return amount(value, "vmexit")
        case Quantity.SHADOW:  # pragma: no branch  # there is no other
            return leaf_letters(value) if value else "no leaf"


def outcome_text(space: StateSpace, value: int) -> str:
    """How it ended: `not present` of a walk, `livelock` of an access."""
    if space.name in ACCESSES:
        ending = ENDINGS[value]
        return "done" if ending is Ending.DONE else ENDING_WORDS[ending]
    return _OUTCOME_WORDS[OUTCOMES[value]]


def _check_text(mode: PagingMode, value: int) -> str:
    """`b in the PDE`; of rights that are judged at the end, `b c`."""
    said = check_letters(value)
    number = value >> LEVEL_SHIFT
    if number:
        return f"{said} in the {mode.level(number).name}"
    return said or _NONE_REFUSES


def _bits_text(mode: PagingMode, letter: str, value: int) -> str:
    """`A of PDE, PTE`, `± A of PML4E left open`, `no A bit`."""
    is_set, is_open = levels_of(mode, value), levels_of(mode, value >> MAY)
    parts = []
    if is_set:
        parts.append(f"{letter} of {', '.join(level.name for level in is_set)}")
    if is_open:
        parts.append(f"± {letter} of {', '.join(level.name for level in is_open)} left open")
    return "; ".join(parts) or f"no {letter} bit"


def levels_of(mode: PagingMode, bits: int) -> list[Level]:
    """Return the levels of which bit `n - 1` is set, root first."""
    return [level for level in mode.levels if bits >> level.number - 1 & 1]


def group_title(space: StateSpace, lens: Lens, group: Group, parts: tuple[Quantity, ...]) -> str:
    """What a group is: `2 → 3`, `mapped`; of all quantities at once, those that differ.

    Args:
        space: the space.
        lens: by what it is coloured.
        group: the group; the ground of a comparison is `same`.
        parts: `Colouring.quantities`.
    """
    if not group.values:
        return "same"
    if lens.quantity is None:
        bits = group.values[0]
        return listed([QUANTITY_NAMES[one] for place, one in enumerate(parts) if bits >> place & 1])
    quantity = lens.quantity
    if quantity is Quantity.ERROR_CODE and lens.against is not None:
        return " → ".join(map(_bare_code, group.values))
    texts = (value_text(space, quantity, value) for value in group.values)
    if quantity is Quantity.CHECK:  # a mark has a letter of its own beside it
        texts = (text if text == _NONE_REFUSES else f"check {text}" for text in texts)
    return " → ".join(texts)


def _bare_code(code: int) -> str:
    """A code as short as can be: where digits mean the same in every base, no base is told."""
    return "no fault" if code == NONE else f"{code:#x}" if code >= _DECIMAL else str(code)


def mark_letter(place: int) -> str:
    """The letter of a mark by its place: `a` to `z`, then `aa`."""
    first, last = divmod(place, _LETTERS)
    letter = chr(ord("a") + last)
    return mark_letter(first - 1) + letter if first else letter
