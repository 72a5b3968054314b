"""The smallest state where a wrong idea fails: what to call it, and what is to be seen there."""

from dataclasses import replace

from mmuviz.core.models.effect import Effect, right_effect
from mmuviz.core.models.smallest import smallest_state
from mmuviz.core.models.wrong import WrongModel
from mmuviz.core.scenario import Scenario
from mmuviz.present.lesson_words import WALKER
from mmuviz.present.misconceptions import MISCONCEPTIONS, explain
from mmuviz.present.wording import code_text, listed, name


def failing_state(model: WrongModel) -> Scenario:
    """Return the smallest state that catches an idea, with a title that says so."""
    words = MISCONCEPTIONS[model.name]
    title = f"“{words.title}”: the smallest state where it fails"
    return replace(smallest_state(model), title=title, notes=f"{words.wrong} {words.rule}")


def failing_text(model: WrongModel) -> str:
    """Say what is to be seen there: the access, what the idea says, what is true, and why."""
    scenario = smallest_state(model)
    said, right = model.effect(scenario), right_effect(model.semantics, scenario)
    assert said is not None, "the state catches the idea"
    access, code = scenario.access, said.error_code != right.error_code
    idea, truth = (
        _code(one) if code else _flags(one, other, scenario)
        for one, other in ((said, right), (right, said))
    )
    return (
        f"Here: a {access.privilege} {access.kind}, CR0.WP {int(scenario.cpu.wp)}. "
        f"The idea says {idea}; {WALKER[model.semantics]}: {truth}. {explain(model, scenario)}"
    )


def _code(effect: Effect) -> str:
    return "no fault" if effect.error_code is None else code_text(effect.error_code)


def _flags(one: Effect, other: Effect, scenario: Scenario) -> str:
    """`A set in PDE 3`: the flag in which two differ that make the same access, or fault alike."""
    either = one.either | other.either
    is_a = one.accessed - either != other.accessed - either
    numbers = one.accessed if is_a else one.dirty
    levels = [level for level in scenario.cpu.mode.levels if level.number in numbers]
    names = listed([name(level, level.select(scenario.access.gva)) for level in levels])
    return f"{'A' if is_a else 'D'} set in {names or 'no entry'}"
