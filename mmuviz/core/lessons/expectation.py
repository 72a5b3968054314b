"""What a task expects of a scenario: a closed vocabulary, nothing is evaluated."""

from dataclasses import dataclass
from typing import Protocol

from mmuviz.core.lessons.fact import Subject, Value
from mmuviz.core.scenario import Scenario


class Expectation(Protocol):
    """A condition on a scenario."""

    @property
    def text(self) -> str:
        """Its words, as an author wrote them."""
        ...

    def holds(self, scenario: Scenario) -> bool:
        """Whether it is so."""
        ...


@dataclass(frozen=True, slots=True)
class Says:
    """A walk, or a guest, comes to something.

    Attributes:
        text: its words.
        subject: what is looked at.
        value: what is expected.
    """

    text: str
    subject: Subject
    value: Value

    def holds(self, scenario: Scenario) -> bool:
        """Whether it comes to that."""
        return self.subject.truth(scenario) == self.value


@dataclass(frozen=True, slots=True)
class Compares:
    """Two of the semantics agree in something, or differ.

    Attributes:
        text: its words.
        one: what is looked at.
        other: the same of the other.
        agree: whether they have to agree.
    """

    text: str
    one: Subject
    other: Subject
    agree: bool

    def holds(self, scenario: Scenario) -> bool:
        """Whether they do."""
        return (self.one.truth(scenario) == self.other.truth(scenario)) is self.agree
