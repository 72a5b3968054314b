"""Chance that is the same on every machine and every Python: a stream of its own for each name."""

from collections.abc import Sequence
from random import Random
from typing import TypeVar

_Thing = TypeVar("_Thing")


class Dice:
    """Random choices made of `Random.random` alone, the one method that never changes."""

    __slots__ = ("_random",)

    def __init__(self, name: str) -> None:
        """Start the stream called `name`."""
        self._random = Random(name).random  # noqa: S311  # repeatable, no secret

    def below(self, end: int) -> int:
        """Return one of 0 to `end` - 1; `end` is at most 2^53."""
        return int(self._random() * end)

    def chance(self, likelihood: float) -> bool:
        """Return True with a likelihood of 0 to 1."""
        return self._random() < likelihood

    def pick(self, things: Sequence[_Thing]) -> _Thing:
        """Return one of `things`."""
        return things[self.below(len(things))]

    def shuffled(self, things: Sequence[_Thing]) -> list[_Thing]:
        """Return `things` in another order."""
        left = list(things)
        return [left.pop(self.below(len(left))) for _ in things]
