"""A question of a lesson: the truth is computed, and so are the options."""

from dataclasses import dataclass, replace
from enum import Enum
from typing import Final

from mmuviz.core.bits import Pferr
from mmuviz.core.events import Anchor, Check, Composed, EntryWritten, Event, Judged
from mmuviz.core.exercises.answer import Idea, failing_ideas, right_answer
from mmuviz.core.exercises.difficulty import Part
from mmuviz.core.lessons.fact import Subject, Topic, Value, Verdict
from mmuviz.core.models.wrong import WrongModel
from mmuviz.core.result import Outcome
from mmuviz.core.scenario import Scenario
from mmuviz.core.shadow.guest import Ending
from mmuviz.core.trace import Semantics, record

SELECTS: Final = frozenset({Topic.INDEX, Topic.PATH, Topic.OFFSET})
"""What the address alone tells: before the first step, and by the names of the entries."""
MOST_OPTIONS: Final = 5
_WORDS: Final = {
    Topic.OUTCOME: (
        Outcome.MAPPED.value,
        Outcome.NOT_PRESENT.value,
        Outcome.ACCESS_ERROR.value,
    ),
    Topic.CHECK: tuple(verdict.value for verdict in Verdict),
    Topic.ENDING: (Ending.DONE.value, Ending.EMULATE.value, Ending.LIVELOCK.value),
    Topic.TRANSLATION: ("unmapped", "undefined"),
}
"""What is answered by a word offers all that come up: two would be a guess."""
_REFUSING: Final = frozenset({
    Anchor.PDPTR_PRESENT, Anchor.PRESENT, Anchor.RESERVED, Anchor.WRITE, Anchor.USER,
})  # fmt: skip
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

    @property
    def decided_at(self) -> int:
        """The first step from which the answer follows: of a fault, where it is found."""
        if self.subject.topic not in {Topic.OUTCOME, Topic.ERROR_CODE}:
            return self.told_at
        events = record(self.subject.semantics, self.scenario).events
        deciding = (step for step, event in enumerate(events, 1) if _decides(event))
        return next(deciding, self.told_at)

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
            for value in self._said(idea):
                option = found.setdefault(value, Option(value, right=False))
                found[value] = replace(option, models=(*option.models, idea.model))
        for semantics, value in self._others():
            option = found.setdefault(value, Option(value, right=False))
            found[value] = replace(option, others=(*option.others, semantics))
        for word in _WORDS.get(self.subject.topic, ()):
            found.setdefault(word, Option(word, right=False))
        return [option for option in found.values() if not self.accepts(option.value)]

    def _ideas(self) -> tuple[Idea, ...]:
        """Return the wrong ideas that fail here; none is about the walk of *before*."""
        if self.subject.semantics is Semantics.BEFORE:
            return ()
        return failing_ideas(self.subject.semantics, self.scenario)

    def _said(self, idea: Idea) -> list[Value]:
        """Return what an idea says of the subject, where it is wrong about it.

        Who is wrong about the fault is wrong about A and D too, but only in what follows: then the
        idea is not about them, and is not named.
        """
        topic, code = self.subject.topic, idea.wrong.get(Part.CODE)
        assert code is None or isinstance(code, int), "a code is a number"
        if Part.CODE in idea.wrong:
            if topic is Topic.OUTCOME:
                return [_outcome(code).value]
            if topic is Topic.ENDING and code is not None and not self.scenario.operations:
                return [f"{Ending.INJECTED.value} {code:#x}"]
            if topic in {Topic.ACCESSED, Topic.DIRTY}:
                return []
        part = _PARTS.get(topic)
        return [idea.wrong[part]] if part and part in idea.wrong else []

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


def _decides(event: Event) -> bool:
    """Whether an event is where a walk finds its fault, or that there is none."""
    match event:
        case Check(anchor=anchor, holds=holds):
            return holds and anchor in _REFUSING
        case _:
            return isinstance(event, Judged)


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
