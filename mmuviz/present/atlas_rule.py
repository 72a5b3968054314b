"""Where the states of a group are, as a rule: the formula, what is proved of it, its gist."""

from collections.abc import Iterable
from dataclasses import dataclass

from mmuviz.present.atlas_words import states_text
from mmuviz.sweep.colouring import Colouring, Group
from mmuviz.sweep.columns import Column, Refusal, where
from mmuviz.sweep.rule import Rule, rule_of
from mmuviz.sweep.survey import Quantity, Survey

_RIGHTS = Refusal.WRITE | Refusal.USER


@dataclass(frozen=True, slots=True)
class RuleWords:
    """A rule in words.

    Attributes:
        text: the formula in signs; empty where there is no short one.
        expression: the formula as a filter; empty where there is none.
        remark: what is proved of it, or that there is none.
        is_minimal: it is proved that no shorter sum says the same.
    """

    text: str
    expression: str
    remark: str
    is_minimal: bool


def rule_words(survey: Survey, colouring: Colouring, groups: Iterable[Group]) -> RuleWords:
    """Find where the states of some groups are; a filter is a part of the rule."""
    rule = rule_of(survey.space, members(colouring, groups), survey.states)
    if rule is None:
        return RuleWords("", "", "it depends on too many flags for a short rule", is_minimal=False)
    return RuleWords(rule.text, rule.expression, _proof(rule), rule.proved_minimal)


def members(colouring: Colouring, groups: Iterable[Group]) -> Column:
    """Return 1 where a state belongs to one of the groups."""
    found: Column = where(colouring.cells < 0)  # nowhere
    for group in groups:
        found = found | where(colouring.cells == group.number)
    return found


def _proof(rule: Rule) -> str:
    """`minimal, proved on all 8,192 states`."""
    how = "minimal, proved" if rule.proved_minimal else "short, not proved minimal; proved right"
    return f"{how} on all {states_text(rule.states)}"


def gist(survey: Survey, colouring: Colouring) -> str:
    """Say what all states that differ have in common, where it is the one thing that is known.

    Empty where it is not.
    """
    lens = colouring.lens
    marks = colouring.marks
    if lens.against is None or not marks:
        return ""
    here = members(colouring, marks)
    first, second = (survey.values(one, Quantity.CHECK) for one in lens.pair)
    absent = where((first & Refusal.PRESENT) != 0)
    refused = where((second & _RIGHTS) != 0)
    if (here & (absent & refused ^ 1)).any():
        return ""
    said = "an upper entry refuses and a lower one is absent"
    if lens.quantity is not Quantity.ERROR_CODE:
        return said
    names = [one.value for one in lens.pair]
    return f"{said}: {names[0]} says P = 0, {names[1]} says P = 1"
