"""What a filter means: a tree of flags, `and`, `or`, `not`, that works on whole columns."""

import operator
from abc import ABC, abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from typing import Protocol, TypeVar

from mmuviz.sweep.columns import YES, Column, where

_Part = TypeVar("_Part", bound="And | Or")


class Columns(Protocol):
    """Columns by name: `States`, `Results`, or any mapping of them."""

    def __getitem__(self, name: str, /) -> Column:
        """Return a column, uint8 or uint16."""
        ...


@dataclass(frozen=True, slots=True)
class Word:
    """A name that a filter may use.

    Attributes:
        name: how it is written: `pde.p`.
        meaning: what it says of a state, in a few words.
        columns: the columns that it reads, one or more.
        none: it holds where all its columns are 0 (`read`), else where one of them is not.
        highest: its largest value; 1: it is a flag, and stands alone.
        values: what its values are called, from 0 on; none: by their numbers alone.
        others: how else it may be written: `cr0.wp`.
    """

    name: str
    meaning: str
    columns: tuple[str, ...]
    none: bool = False
    highest: int = 1
    values: tuple[str, ...] = ()
    others: tuple[str, ...] = ()

    @property
    def is_flag(self) -> bool:
        """Whether it is true or false."""
        return self.highest == 1

    def value_name(self, value: int) -> str:
        """Return what a filter calls a value."""
        return self.values[value] if value < len(self.values) else str(value)

    def of(self, columns: Columns) -> Column:
        """Return its value in every state."""
        found = reduce(operator.or_, (columns[one] for one in self.columns))
        return found ^ YES if self.none else found


class Expression(ABC):
    """A filter. `str` writes it the one normal way, which reads back as an equal one."""

    __slots__ = ()

    @abstractmethod
    def evaluate(self, columns: Columns) -> Column:
        """Return 1 where it holds, else 0: uint8, a byte a state; not to be written to."""


@dataclass(frozen=True, slots=True)
class Flag(Expression):
    """A flag is 1."""

    word: Word

    def evaluate(self, columns: Columns) -> Column:
        """The flag's own column."""
        return self.word.of(columns)

    def __str__(self) -> str:
        return self.word.name


@dataclass(frozen=True, slots=True)
class Equal(Expression):
    """A word that is no flag has a value."""

    word: Word
    value: int

    def evaluate(self, columns: Columns) -> Column:
        """Where it has it."""
        return where(self.word.of(columns) == self.value)

    def __str__(self) -> str:
        return self.written("=")

    def written(self, sign: str) -> str:
        """Write it with `=`, or what stands for `=` where it is negated."""
        return f"{self.word.name} {sign} {self.word.value_name(self.value)}"


@dataclass(frozen=True, slots=True)
class Same(Expression):
    """Two flags are equal."""

    left: Word
    right: Word

    def evaluate(self, columns: Columns) -> Column:
        """Where both are 1 or both are 0."""
        return self.left.of(columns) ^ self.right.of(columns) ^ YES

    def __str__(self) -> str:
        return self.written("=")

    def written(self, sign: str) -> str:
        """Write it with `=`, or what stands for `=` where it is negated."""
        return f"{self.left.name} {sign} {self.right.name}"


@dataclass(frozen=True, slots=True)
class Not(Expression):
    """Something does not hold."""

    part: Expression

    def evaluate(self, columns: Columns) -> Column:
        """Where the part is 0."""
        return self.part.evaluate(columns) ^ YES

    def __str__(self) -> str:
        if isinstance(self.part, Equal | Same):
            return self.part.written("!=")
        return f"not {_within(self.part, And, Or)}"


@dataclass(frozen=True, slots=True)
class And(Expression):
    """All of two or more things hold."""

    parts: tuple[Expression, ...]

    def evaluate(self, columns: Columns) -> Column:
        """Where all parts are 1."""
        found = (part.evaluate(columns) for part in self.parts)
        return reduce(operator.and_, found)

    def __str__(self) -> str:
        return " and ".join(_within(part, Or) for part in self.parts)


@dataclass(frozen=True, slots=True)
class Or(Expression):
    """At least one of two or more things holds."""

    parts: tuple[Expression, ...]

    def evaluate(self, columns: Columns) -> Column:
        """Where a part is 1."""
        found = (part.evaluate(columns) for part in self.parts)
        return reduce(operator.or_, found)

    def __str__(self) -> str:
        return " or ".join(map(str, self.parts))


def _within(part: Expression, *weaker: type[Expression]) -> str:
    return f"({part})" if isinstance(part, weaker) else str(part)


def negated(part: Expression) -> Expression:
    """Return what holds where `part` does not; never a `not` of a `not`."""
    return part.part if isinstance(part, Not) else Not(part)


def all_of(parts: Iterable[Expression]) -> Expression:
    """Join one or more parts by `and`; those that are joined so already become one."""
    return _joined(And, parts)


def any_of(parts: Iterable[Expression]) -> Expression:
    """Join one or more parts by `or`; those that are joined so already become one."""
    return _joined(Or, parts)


def _joined(kind: type[_Part], parts: Iterable[Expression]) -> Expression:
    flat: list[Expression] = []
    for part in parts:
        flat += part.parts if isinstance(part, kind) else (part,)
    return kind(tuple(flat)) if len(flat) > 1 else flat[0]
