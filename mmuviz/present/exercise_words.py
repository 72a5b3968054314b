"""What the exercises in the window say: of a level, of a set, of the time, of what is missing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from mmuviz.core.exercises.difficulty import ABSENT, DIFFICULTIES, LARGE, PAGE, PDPTE, Part
from mmuviz.core.exercises.marking import Given
from mmuviz.core.exercises.spec import SheetSpec
from mmuviz.core.paging import PagingMode
from mmuviz.core.trace import Semantics
from mmuviz.present.sheet_words import TITLES, heading
from mmuviz.present.wording import amount, listed

MINUTES_EACH: Final = 2
"""The minutes a question that a timed set is given at first."""

LONGEST: Final = 600
"""The most minutes of a timed set."""

_NAMED: Final = 6  # questions in a sentence

_NEEDS: Final = {
    PAGE: "a page that is reached",
    ABSENT: "an absent entry",
    LARGE: "a large page that is reached",
    PDPTE: "a PDPTE has no rights",
    "leaf-alone": "rights across levels",
    "wp-frees-user": "CR0.WP for users",
    "wp-locks-all": "CR0.WP for the supervisor",
    "user-page-shut": "U and the supervisor",
    "code-describes-page": "W and U of the code",
    "accessed-when-read": "A of a refused access",
    "accessed-on-success": "A of passed entries",
    "dirty-everywhere": "D above the page",
    "level-by-level": "absent below refusing",
    "whole-path-first": "the first entry that refuses ends the walk",
    "last-entry-present": "P of the code",
    "absent-is-judged": "W and U of an absent entry",
}


@dataclass(frozen=True, slots=True)
class LevelRow:
    """A level of difficulty as one chooses it.

    Attributes:
        number: 1 (easy) to 4.
        title: what it is about.
        detail: what each question needs one of, and what is asked.
    """

    number: int
    title: str
    detail: str


def level_rows(mode: PagingMode, semantics: Semantics) -> tuple[LevelRow, ...]:
    """Return the levels, easiest first, for a mode and whose walk is asked about."""
    rows = []
    for difficulty, title in zip(DIFFICULTIES[semantics], TITLES, strict=True):
        needs = dict.fromkeys(_NEEDS[target] for target in difficulty.targets(mode))
        asked = listed([part.value for part in difficulty.parts(semantics)])
        detail = f"Needs one of: {', '.join(needs)}. Asked: {asked}."
        rows.append(LevelRow(difficulty.number, title, detail))
    return tuple(rows)


def set_name(spec: SheetSpec) -> str:
    """`PAE paging, level 2 · seed 7`; of another walk than hardware's, whose it is."""
    whose = "" if spec.semantics is Semantics.HARDWARE else " · walk_addr after the change"
    return f"{heading(spec)} · seed {spec.seed}{whose}"


def time_left(seconds: float) -> str:
    """Return how much time is left, calmly: minutes, and tens of seconds in the last one."""
    if seconds <= 0:
        return "time is up"
    if seconds > 60:
        return f"{amount(-int(-seconds // 60), 'minute')} left"
    if seconds > 10:
        return f"{-int(-seconds // 10) * 10} seconds left"
    return "a few seconds left"


def missing(spec: SheetSpec, given: Mapping[int, Mapping[Part, Given]]) -> str:
    """Say what is wrong with handing in now; empty where nothing is.

    Args:
        spec: what the set is made of.
        given: the answers by question and part, as the marking reads them.
    """
    said = []
    empty = spec.count * len(spec.parts) - sum(map(len, given.values()))
    garbled = [number for number, parts in given.items() for one in parts.values() if one.trouble]
    if empty:
        said.append(f"{amount(empty, 'answer')} {'is' if empty == 1 else 'are'} empty")
    if garbled:
        many = str(len(garbled)) if empty else amount(len(garbled), "answer")
        said.append(f"{many} cannot be read ({_questions(garbled)})")
    return f"{' and '.join(said)}. What is empty or cannot be read has no point." if said else ""


def _questions(numbers: Iterable[int]) -> str:
    """`question 4`, `questions 4 and 7`; of many, the first and how many more."""
    each = [str(number) for number in dict.fromkeys(numbers)]
    if len(each) > _NAMED:
        each[_NAMED:] = [f"{len(each) - _NAMED} more"]
    return f"question{'s' if len(each) > 1 else ''} {listed(each)}"
