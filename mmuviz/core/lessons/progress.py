"""How far somebody has come in a lesson."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace


@dataclass(frozen=True, slots=True)
class Progress:
    """What is remembered of one lesson.

    A question or a task goes by its id (`Lesson.ids`): another one before it changes nothing.

    Attributes:
        screen: the screen that was read last, from 1.
        right: what was answered rightly, or solved.
        missed: what was answered wrong, or whose solution was looked at.
    """

    screen: int = 1
    right: frozenset[str] = frozenset()
    missed: frozenset[str] = frozenset()

    def told(self, item: str) -> str:
        """What became of a question or a task, in words."""
        if item in self.right:
            return "right after a wrong answer" if item in self.missed else "right"
        return "wrong so far" if item in self.missed else "not answered"

    def at(self, screen: int) -> "Progress":
        """Return it with another place in the lesson."""
        return replace(self, screen=screen)

    def named(self, ids: Sequence[str]) -> "Progress":
        """Return it with ids instead of numbers, from 1, by which things went once."""
        known = {str(number): name for number, name in enumerate(ids, 1)}
        right, missed = (
            frozenset(known.get(item, item) for item in items)
            for items in (self.right, self.missed)
        )
        return replace(self, right=right, missed=missed)

    def answered(self, item: str, *, right: bool) -> "Progress":
        """Return it with an answer: a wrong one is remembered, also when a right one follows."""
        if right:
            return replace(self, right=self.right | {item})
        return replace(self, missed=self.missed | {item})


@dataclass(frozen=True, slots=True)
class Course:
    """What is remembered of all lessons.

    Attributes:
        lessons: how far one has come in each, by its name.
        last: the name of the lesson that was read last; empty for none.
    """

    lessons: Mapping[str, Progress] = field(default_factory=dict)
    last: str = ""
