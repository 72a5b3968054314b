"""Formulas over the flags of a space: literals, products and sums of them, and their texts."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import and_, or_
from typing import Final

from mmuviz.sweep.columns import YES, Column, States, where
from mmuviz.sweep.filter_words import value_name
from mmuviz.sweep.space import Flag

_ACCESS: Final = ("user", "write", "fetch")
"""Flags that a term names first: who asks for what."""


@dataclass(frozen=True, slots=True)
class Literal:
    """A flag has one of some values.

    Attributes:
        flag: the flag.
        mask: bit `v` is 1 if the value `v` is one of them. Of a flag of one bit: 2 says that it
            is set, 1 that it is not.
    """

    flag: Flag
    mask: int

    @property
    def values(self) -> tuple[int, ...]:
        """The values, ascending."""
        return tuple(value for value in range(1 << self.flag.width) if self.mask >> value & 1)

    def holds(self, states: States) -> Column:
        """Return 1 where it is so."""
        column = states[self.flag.column]
        if self.flag.width == 1:
            return column if self.mask == 2 else column ^ YES
        return reduce(or_, (where(column == value) for value in self.values))


@dataclass(frozen=True, slots=True)
class Product:
    """All parts hold. Without parts: always."""

    parts: tuple["Formula", ...]

    def holds(self, states: States) -> Column:
        """Return 1 where all hold; a single 1 without parts."""
        return reduce(and_, (part.holds(states) for part in self.parts), YES)


@dataclass(frozen=True, slots=True)
class Sum:
    """Some part holds. Without parts: never."""

    parts: tuple["Formula", ...]

    def holds(self, states: States) -> Column:
        """Return 1 where one holds; a single 0 without parts."""
        return reduce(or_, (part.holds(states) for part in self.parts), YES ^ YES)


Formula = Literal | Product | Sum


def product(parts: Iterable[Formula]) -> Formula:
    """Return the product of parts, literals first; a single part is itself."""
    ordered = sorted(parts, key=lambda part: (not isinstance(part, Literal), _ranks(part)))
    return ordered[0] if len(ordered) == 1 else Product(tuple(ordered))


def total(parts: Iterable[Formula]) -> Formula:
    """Return the sum of parts; a single part is itself."""
    ordered = sorted(parts, key=_ranks)
    return ordered[0] if len(ordered) == 1 else Sum(tuple(ordered))


def _ranks(formula: Formula) -> list[tuple[int, int]]:
    """Return what formulas are ordered by: the access first, then as the space has its flags."""
    if isinstance(formula, Literal):
        flag = formula.flag
        place = _ACCESS.index(flag.name) if flag.name in _ACCESS else 64 - flag.shift
        return [(place, -formula.mask)]
    return [rank for part in formula.parts for rank in _ranks(part)]


def size(formula: Formula) -> int:
    """Return how many literals are written."""
    return 1 if isinstance(formula, Literal) else sum(map(size, formula.parts))


def text(formula: Formula) -> str:
    """Return it in signs: `pde.p ∧ ¬pte.p ∧ (user ∨ kind ≠ ram)`."""
    return _joined(formula, _signs, (" ∧ ", " ∨ "))


def expression(formula: Formula) -> str:
    """Return it as a filter: `pde.p and not pte.p and (user or not kind = ram)`."""
    return _joined(formula, _words, (" and ", " or "))


def _joined(formula: Formula, said: Callable[[Literal], str], signs: tuple[str, str]) -> str:
    if isinstance(formula, Literal):
        return said(formula)
    parts = [_joined(part, said, signs) for part in formula.parts]
    if isinstance(formula, Sum):
        return signs[1].join(parts) or "never"
    pairs = zip(formula.parts, parts, strict=True)
    closed = (f"({part})" if isinstance(one, Sum) else part for one, part in pairs)
    return signs[0].join(closed) or "always"


def _signs(literal: Literal) -> str:
    name, values = literal.flag.name, literal.values
    if literal.flag.width == 1:
        return name if literal.mask == 2 else f"¬{name}"
    said = [value_name(literal.flag, value) for value in values]
    if len(said) == 1:
        return f"{name} = {said[0]}"
    rest = _others(literal)
    return f"{name} ≠ {rest[0]}" if len(rest) == 1 else f"{name} in ({', '.join(said)})"


def _words(literal: Literal) -> str:
    name, values = literal.flag.name, literal.values
    if literal.flag.width == 1:
        return name if literal.mask == 2 else f"not {name}"
    said = [f"{name} = {value_name(literal.flag, value)}" for value in values]
    rest = _others(literal)
    if len(rest) == 1:
        return f"not {name} = {rest[0]}"
    return said[0] if len(said) == 1 else f"({' or '.join(said)})"


def _others(literal: Literal) -> Sequence[str]:
    """Return the values of the flag that a literal excludes."""
    flag = literal.flag
    excluded = (value for value in range(1 << flag.width) if not literal.mask >> value & 1)
    return [value_name(flag, value) for value in excluded]
