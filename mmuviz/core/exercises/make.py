"""Make the questions of a sheet: by chance, until one needs the rules that its level asks for.

Source: core/exercises/difficulty.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from mmuviz.core.exercises.decoys import printed_tables
from mmuviz.core.exercises.dice import Dice
from mmuviz.core.exercises.difficulty import LARGE, PAGE, Part
from mmuviz.core.exercises.draft import Draft, throw
from mmuviz.core.exercises.question import Question, scenario_of
from mmuviz.core.exercises.spec import GENERATOR, SheetSpec

_REACHED: Final = (PAGE, LARGE)


def make_questions(spec: SheetSpec) -> Iterator[Question]:
    """Yield the questions of a sheet; no two alike."""
    name = f"{GENERATOR} {spec.mode.value} {spec.level} {spec.semantics.value} {spec.seed}"
    order = Dice(f"mmuviz sheet {name}")
    seen: set[tuple[int, ...]] = set()
    targets: list[str] = []
    for number in range(1, spec.count + 1):
        targets = targets or order.shuffled(spec.difficulty.targets(spec.mode))
        dice = Dice(f"mmuviz question {name} {number}")
        draft = _draft(dice, spec, targets.pop(), seen)
        seen.add(draft.situation)
        yield _question(dice, spec, number, draft)


def _draft(dice: Dice, spec: SheetSpec, target: str, seen: set[tuple[int, ...]]) -> Draft:
    """Throw until a path does for `target`, and is not like one before."""
    while True:
        draft = throw(dice, spec.mode, target)
        if draft.situation not in seen and _suits(draft, spec, target):
            return draft


def _suits(draft: Draft, spec: SheetSpec, target: str) -> bool:
    """Whether the path needs what it is to need and nothing that the level leaves out."""
    question = Question(0, spec.semantics, spec.parts, draft.scenario, ())
    if target in _REACHED and question.answer.values[Part.RESULT] is None:
        return False
    needed = frozenset(idea.model.name for idea in question.ideas)
    return spec.difficulty.allows(needed, target)


def _question(dice: Dice, spec: SheetSpec, number: int, draft: Draft) -> Question:
    tables = printed_tables(dice, draft, decoy_tables=spec.difficulty.decoy_tables)
    scenario = replace(scenario_of(draft.cpu, tables), access=draft.access)
    return Question(number, spec.semantics, spec.parts, scenario, tables)
