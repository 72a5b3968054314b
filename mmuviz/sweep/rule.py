"""Rules: where a column is 1, as a formula over the flags that is proved on every state.

Up to ten boolean variables on which the column depends: a sum of fewest terms. More: a short one,
which often can be proved to have the fewest too.
"""

from dataclasses import dataclass

import numpy as np

from mmuviz.sweep.columns import YES, Column, States
from mmuviz.sweep.cover import SpentError
from mmuviz.sweep.factors import factored
from mmuviz.sweep.formula import Formula, Literal, Product, Sum, expression, text
from mmuviz.sweep.minimum import minimum
from mmuviz.sweep.space import Flag, StateSpace
from mmuviz.sweep.truth import truth

_BLOCK = 1 << 15
"""States on which a formula is tried at once: they fit a cache."""


@dataclass(frozen=True, slots=True)
class Rule:
    """Where a column is 1.

    Attributes:
        terms: it is where all literals of one of these hold. No term: never; an empty one:
            always.
        factored: the same with what terms share written once.
        proved_minimal: it is proved that no sum has fewer terms.
        states: on how many states both forms are proved: all that there are.
    """

    terms: tuple[tuple[Literal, ...], ...]
    factored: Formula
    proved_minimal: bool
    states: int

    @property
    def flags_left(self) -> tuple[Flag, ...]:
        """The flags on which it depends, as the space has them."""
        flags = {literal.flag for term in self.terms for literal in term}
        return tuple(sorted(flags, key=lambda flag: -flag.shift))

    @property
    def text(self) -> str:
        """The rule in signs: `pde.p ∧ ¬pte.p ∧ (user ∨ wp)`, `always`, `never`."""
        return text(self.factored)

    @property
    def expression(self) -> str:
        """The rule as a filter: `pde.p and not pte.p and (user or wp)`, `always`, `never`."""
        return expression(self.factored)


def rule_of(space: StateSpace, column: Column, states: States | None = None) -> Rule | None:
    """Find the rule of a column.

    Args:
        space: the space.
        column: 1 or 0 for each of its states; what it says of those that nobody can ask does
            not matter.
        states: all states of the space, for whom has them already.

    Returns:
        The rule; None where the column depends on more than ten boolean variables and has no
        short one.

    Raises:
        AssertionError: a rule was found that is wrong: the program's own fault.
    """
    states = states or space.states()
    exists = space.exists(states)
    table = truth(space.flags, column, exists)
    try:
        cover, proved = minimum(table)
    except SpentError:
        return None
    terms = table.terms(cover)
    plain, short_form = Sum(tuple(map(Product, terms))), factored(terms)
    for formula in (plain, short_form):
        _prove(formula, column, states, exists)
    return Rule(terms, short_form, proved, int(np.count_nonzero(exists)))


def _prove(formula: Formula, column: Column, states: States, exists: Column) -> None:
    """Raise AssertionError if a formula is another than the column on a state that exists."""
    for start in range(0, states.rows, _BLOCK):
        here = slice(start, start + _BLOCK)
        said = formula.holds(states.block(start, start + _BLOCK))
        if np.any((said ^ column[here]) & exists[here] & YES):
            raise AssertionError(f"the rule {text(formula)} is wrong near state {start}")
