"""A question of a lesson: the truth is computed, and so are the options."""

from dataclasses import dataclass, replace
from enum import Enum
from typing import Final

from mmuviz.core.bits import Pferr
from mmuviz.core.events import Check, Composed, EntryWritten, Event, Judged
from mmuviz.core.exercises.answer import Idea, failing_ideas, right_answer
from mmuviz.core.exercises.difficulty import Part
from mmuviz.core.lessons.fact import Subject, Topic, Value, Verdict
from mmuviz.core.models.wrong import WrongModel
from mmuviz.core.result import Outcome
from mmuviz.core.scenario import Scenario
from mmuviz.core.trace import Semantics, record

SELECTS: Final = frozenset({Topic.INDEX, Topic.PATH, Topic.OFFSET})
"""What the address alone tells: before the first step, and by the names of the entries."""
MOST_OPTIONS: Final = 5
_WORDS: Final = {
    Topic.OUTCOME: (Outcome.MAPPED, Outcome.NOT_PRESENT, Outcome.ACCESS_ERROR),
    Topic.CHECK: tuple(Verdict),
}
"""What has few answers offers all of them: two would be a guess."""
_PARTS: Final = {
    Topic.ERROR_CODE: Part.CODE,
    Topic.GPA: Part.RESULT,
    Topic.ACCESSED: Part.ACCESSED,
    Topic.DIRTY: Part.DIRTY,
}


class Form(Enum):
    """How a question is answered. The value is its word in lesson files."""

    CHOICE = "choice"
    VALUE = "value"


@dataclass(frozen=True, slots=True)
class Option:
    """One answer to choose.

    Attributes:
        value: the answer.
        right: whether it is true.
        models: the wrong ideas that say so.
        others: of whom it would be true.
    """

    value: Value
    right: bool
    models: tuple[WrongModel, ...] = ()
    others: tuple[Semantics, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """A question.

    Attributes:
        ask: the question, a sentence.
        body: more of it, Markdown; may be empty.
        subject: what is asked.
        form: how it is answered.
        scenario: of which state.
        why: what is said after the answer, Markdown; may be empty.
        id: by what it is remembered; empty: by its heading.
    """

    ask: str
    body: str
    subject: Subject
    form: Form
    scenario: Scenario
    why: str = ""
    id: str = ""

    @property
    def truth(self) -> Value:
        """The right answer."""
        return self.subject.truth(self.scenario)

    @property
    def told_at(self) -> int:
        """The first step of the subject's walk that tells the answer; 0 where its start does."""
        if self.subject.topic in SELECTS:
            return 0
        events = record(self.subject.semantics, self.scenario).events
        telling = (step for step, event in enumerate(events, 1) if self._is_told_by(event))
        return next(telling, len(events))

    def _is_told_by(self, event: Event) -> bool:
        """Whether an event before the last one tells the answer."""
        match self.subject.topic, event:
            case Topic.ERROR_CODE, Composed():
                return True
            case Topic.ACCESSED | Topic.DIRTY, EntryWritten():
                return True
            case Topic.CHECK, Check(anchor=anchor, level=level):
                number = level.number if level else None
                return (anchor, number) == (self.subject.anchor, self.subject.level)
            case Topic.CHECK, Judged(checks=checks):
                return any(self._is_told_by(check) for check in checks)
            case _:
                return False

    def accepts(self, value: Value) -> bool:
        """Whether an answer is right; A that the manual leaves open may be said or not."""
        if self.subject.topic is Topic.ACCESSED and isinstance(value, frozenset):
            return right_answer(self.subject.semantics, self.scenario).accepts(Part.ACCESSED, value)
        return value == self.truth

    def judged(self, value: Value) -> Option:
        """Return an answer with who would be right to give it: nobody, where it is a slip."""
        if self.accepts(value):
            return Option(value, right=True)
        same = (option for option in self._wrong() if option.value == value)
        return next(same, Option(value, right=False))

    @property
    def options(self) -> tuple[Option, ...]:
        """The truth and the wrong answers of those who differ; in an order that tells nothing."""
        wrong = self._wrong()[: MOST_OPTIONS - 1]
        return tuple(sorted([Option(self.truth, right=True), *wrong], key=_order))

    def _wrong(self) -> list[Option]:
        """Return the wrong answers: first those of an idea, then those true of another walk."""
        found: dict[Value, Option] = {}
        for idea in self._ideas():
            for value in _said(idea, self.subject):
                option = found.setdefault(value, Option(value, right=False))
                found[value] = replace(option, models=(*option.models, idea.model))
        for semantics, value in self._others():
            option = found.setdefault(value, Option(value, right=False))
            found[value] = replace(option, others=(*option.others, semantics))
        for word in _WORDS.get(self.subject.topic, ()):
            found.setdefault(word.value, Option(word.value, right=False))
        return [option for option in found.values() if not self.accepts(option.value)]

    def _ideas(self) -> tuple[Idea, ...]:
        """Return the wrong ideas that fail here; none is about the walk of *before*."""
        if self.subject.semantics is Semantics.BEFORE:
            return ()
        return failing_ideas(self.subject.semantics, self.scenario)

    def _others(self) -> list[tuple[Semantics, Value]]:
        """Return what is true of the others, where they are asked such a thing."""
        found = []
        for semantics in Semantics:
            if self.subject.topic is not Topic.CHECK and semantics is not self.subject.semantics:
                try:
                    subject = replace(self.subject, semantics=semantics)
                except ValueError:  # hardware has no such thing
                    continue
                found.append((semantics, subject.truth(self.scenario)))
        return found


def _said(idea: Idea, subject: Subject) -> list[Value]:
    """Return what an idea says of the subject, where it is wrong about it."""
    if subject.topic is Topic.OUTCOME and Part.CODE in idea.wrong:
        code = idea.wrong[Part.CODE]
        assert code is None or isinstance(code, int), "a code is a number"
        return [_outcome(code).value]
    part = _PARTS.get(subject.topic)
    return [idea.wrong[part]] if part and part in idea.wrong else []


def _outcome(code: int | None) -> Outcome:
    if code is None:
        return Outcome.MAPPED
    return Outcome.ACCESS_ERROR if code & Pferr.P else Outcome.NOT_PRESENT


def _order(option: Option) -> tuple[bool, int, str]:
    """Sort numbers by size, sets by how many they hold, words as in a dictionary; no fault last."""
    value = option.value
    if isinstance(value, frozenset):
        return False, len(value), str(sorted(value))
    if isinstance(value, int):
        return False, value, ""
    return value is None, 0, str(value)
