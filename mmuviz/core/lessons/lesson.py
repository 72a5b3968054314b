"""A lesson: pages of text, places to look at, questions and tasks."""

from collections.abc import Iterator
from dataclasses import dataclass

from mmuviz.core.lessons.expectation import Expectation
from mmuviz.core.lessons.question import Question
from mmuviz.core.lessons.setting import Setting, edited
from mmuviz.core.lessons.target import Target
from mmuviz.core.scenario import Scenario
from mmuviz.core.slug import slug


@dataclass(frozen=True, slots=True)
class Text:
    """A piece of Markdown."""

    markdown: str


@dataclass(frozen=True, slots=True)
class Point:
    """A place to look at.

    Attributes:
        target: the place.
        say: what is to be seen there.
    """

    target: Target
    say: str


@dataclass(frozen=True, slots=True)
class Task:
    """A state to construct.

    Attributes:
        ask: the task, a sentence.
        body: more of it, Markdown; may be empty.
        scenario: where it starts.
        goals: what has to be so in the end.
        solution: edits that do it.
        hint: a sentence for who is stuck; may be empty.
        id: by what it is remembered; empty: by its heading.
    """

    ask: str
    body: str
    scenario: Scenario
    goals: tuple[Expectation, ...]
    solution: tuple[Setting, ...]
    hint: str = ""
    id: str = ""

    @property
    def solved(self) -> Scenario:
        """The start with the solution made."""
        return edited(self.scenario, self.solution)

    def unmet(self, scenario: Scenario) -> tuple[Expectation, ...]:
        """Return the goals that a scenario does not reach."""
        return tuple(goal for goal in self.goals if not goal.holds(scenario))


Block = Text | Point | Question | Task


@dataclass(frozen=True, slots=True)
class Page:
    """What is read at a time.

    Attributes:
        title: its heading; empty for what stands before the first one.
        scenario: what the window shows beside it.
        blocks: what is on it, from top to bottom.
    """

    title: str
    scenario: Scenario
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Lesson:
    """A lesson.

    Attributes:
        name: its file's name, without the ending.
        title: its heading.
        summary: a sentence for the list.
        pages: in their order; at least one.
    """

    name: str
    title: str
    summary: str
    pages: tuple[Page, ...]

    @property
    def ids(self) -> tuple[str, ...]:
        """By what the questions and tasks are remembered, in their order; no two are the same.

        What is asked under the same words as something before it gets a number behind them.
        """
        found: list[str] = []
        for page in self.pages:
            for block in page.blocks:
                if isinstance(block, Question | Task):
                    name = block.id or slug(block.ask)
                    count = sum(one == name or one.startswith(f"{name}#") for one in found)
                    found.append(f"{name}#{count + 1}" if count else name)
        return tuple(found)

    @property
    def questions(self) -> Iterator[Question]:
        """Yield all questions, in their order."""
        return (
            block for page in self.pages for block in page.blocks if isinstance(block, Question)
        )

    @property
    def tasks(self) -> Iterator[Task]:
        """Yield all tasks, in their order."""
        return (block for page in self.pages for block in page.blocks if isinstance(block, Task))
