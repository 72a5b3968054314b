"""How far somebody has come in a lesson."""

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Progress:
    """What is remembered of one lesson.

    An item is a question or a task; they are numbered through the lesson, from 1.

    Attributes:
        screen: the screen that was read last, from 1.
        right: the items that were answered rightly, or solved.
        missed: the items with a wrong answer, or whose solution was looked at.
    """

    screen: int = 1
    right: frozenset[int] = frozenset()
    missed: frozenset[int] = frozenset()

    def at(self, screen: int) -> "Progress":
        """Return it with another place in the lesson."""
        return replace(self, screen=screen)

    def answered(self, item: int, *, right: bool) -> "Progress":
        """Return it with an answer: a wrong one is remembered, also when a right one follows."""
        if right:
            return replace(self, right=self.right | {item})
        return replace(self, missed=self.missed | {item})
