"""The decisions of a walk, each as a question that stands before the step that shows it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from mmuviz.core.bits import Pferr
from mmuviz.core.events import (
    Anchor,
    Check,
    Composed,
    EntryRead,
    EntryWritten,
    Event,
    Judged,
    Returned,
)
from mmuviz.core.models.wrong import WrongModel
from mmuviz.core.operation import Touch
from mmuviz.core.paging import Level
from mmuviz.core.predict.distractors import Ideas, choices, plain_bits
from mmuviz.core.predict.question import Answer, Asks, Bits, Choice, More, Question, Way
from mmuviz.core.shadow.guest import Ending
from mmuviz.core.shadow.program import run_program
from mmuviz.core.trace import Semantics, Trace

_PRESENT: Final = frozenset({Anchor.PDPTR_PRESENT, Anchor.PRESENT})
_CHECKS: Final = {
    Semantics.BEFORE: _PRESENT,
    Semantics.AFTER: _PRESENT | {Anchor.WRITE, Anchor.USER},
    Semantics.HARDWARE: _PRESENT,
}
_BIT_ANCHORS: Final = {
    Pferr.P: Anchor.CODE_P,
    Pferr.W: Anchor.CODE_W,
    Pferr.U: Anchor.CODE_U,
}
_ENOUGH_CODES: Final = 3
"""A choice of codes needs two that are wrong; with fewer it is asked bit by bit."""

_Wrong = list[tuple[Answer, WrongModel]]


def questions(trace: Trace, weights: Mapping[str, int] | None = None) -> tuple[Question, ...]:
    """Return what to ask of a walk, in the order of its steps.

    Args:
        trace: the whole walk.
        weights: how weak the student is in a wrong idea, by its name.
    """
    return tuple(_Asking(trace, Ideas(trace), weights or {}).all())


@dataclass(frozen=True, slots=True)
class _Asking:
    trace: Trace
    ideas: Ideas
    weights: Mapping[str, int]

    def all(self) -> Iterator[Question]:
        """Yield every question."""
        for known, event in enumerate(self.trace.events):
            yield from self._before(known, event)
        yield from self._exit()

    def _before(self, known: int, event: Event) -> Iterator[Question]:
        """Yield what to ask before `event`, of which step `known` is the one before."""
        hardware = self.trace.semantics is Semantics.HARDWARE
        match event:
            case Check(anchor=anchor) if anchor in _CHECKS[self.trace.semantics]:
                yield self._check(known, event)
            case Check(anchor=Anchor.ACCESSED, level=level):
                yield self._accessed(known, level, is_set=False)
            case EntryWritten(level=level) if not hardware:
                yield self._accessed(known, level, is_set=True)
            case Judged(refused=refused):
                way = Way.ACCESS_ERROR if refused else Way.ON
                yield self._way(known, Anchor.JUDGE, None, way, ends=refused)
                if not refused:
                    yield from self._bits(known + 1)
            case Composed(anchor=anchor):
                yield from self._code(known, anchor)
            case Returned(anchor=Anchor.RETURN_FAULT):
                yield from self._kept(known)
            case Returned(anchor=Anchor.PAGE_FAULT):
                yield from self._bits(known)
            case _:
                pass

    def _check(self, known: int, check: Check) -> Question:
        way = Way.ON
        if check.holds:
            way = Way.NOT_PRESENT if check.anchor in _PRESENT else Way.ACCESS_ERROR
        return self._way(known, check.anchor, check.level, way, ends=check.holds)

    def _way(
        self, known: int, anchor: Anchor, level: Level | None, way: Way, *, ends: bool
    ) -> Question:
        ways = list(Way)
        if self.trace.semantics is Semantics.BEFORE:
            ways.remove(Way.ACCESS_ERROR)  # its code knows no such label
        wrong: _Wrong = [*self.ideas.ways(anchor, way, ends=ends)]
        found = choices(way, wrong, ways, self.weights)
        ordered = tuple(sorted(found, key=lambda choice: ways.index(_as_way(choice.answer))))
        return self._question(Asks.CHECK, known, anchor, level, way, ordered)

    def _accessed(self, known: int, level: Level | None, *, is_set: bool) -> Question:
        found = tuple(Choice(answer) for answer in (True, False))
        return self._question(Asks.ACCESSED, known, Anchor.ACCESSED, level, is_set, found)

    def _code(self, known: int, anchor: Anchor) -> Iterator[Question]:
        """Ask for the code among those of wrong ideas, or else for the bits that come next."""
        code = self.ideas.right.error_code
        assert code is not None, "what composes a code faults"
        wrong: _Wrong = [*self.ideas.codes()]
        found = choices(code, wrong, (), self.weights)
        if len(found) >= _ENOUGH_CODES:
            if anchor in (Anchor.CODE, Anchor.CODE_P):
                ordered = tuple(sorted(found, key=lambda choice: int(_as_code(choice.answer))))
                yield self._question(Asks.CODE, known, anchor, None, code, ordered)
            return
        for bit in self._bits_of(anchor):
            yield self._bit(known, anchor, bit, code)

    def _bits_of(self, anchor: Anchor) -> tuple[int, ...]:
        """Return the bits of the code that a step decides, but those that nothing suggests."""
        if anchor is not Anchor.CODE:
            return tuple(bit for bit, at in _BIT_ANCHORS.items() if at is anchor)
        bits = [Pferr.P, Pferr.W, Pferr.U]
        if any(
            isinstance(event, Check) and event.anchor is Anchor.RESERVED and event.holds
            for event in self.trace.events
        ):
            bits.append(Pferr.RSVD)
        if self.trace.scenario.access.fetch:
            bits.append(Pferr.I)
        return tuple(bits)

    def _bit(self, known: int, anchor: Anchor, bit: int, code: int) -> Question:
        right = bool(code & bit)
        wrong: _Wrong = [(bool(said & bit), model) for said, model in self.ideas.codes()]
        found = choices(
            right, [pair for pair in wrong if pair[0] is not right], (not right,), self.weights
        )
        ordered = tuple(sorted(found, key=lambda choice: bool(choice.answer)))
        return self._question(Asks.BIT, known, anchor, None, right, ordered, bit)

    def _bits(self, known: int) -> Iterator[Question]:
        """Ask which A and D bits the processor sets, where anything else could be thought."""
        right = self.ideas.right
        answer = Bits(right.accessed, right.dirty)
        plain = plain_bits(self.trace, right)
        found = choices(answer, [*self.ideas.bits()], plain, self.weights)
        if len(found) > 1:
            ordered = tuple(sorted(found, key=_size))
            yield self._question(Asks.BITS, known, Anchor.ACCESSED, None, answer, ordered)

    def _kept(self, known: int) -> Iterator[Question]:
        """Ask which of the A bits that a refused walk has set stay set."""
        answer = Bits(self.ideas.right.accessed)
        if answer.accessed:
            read = {
                event.level.number
                for event in self.trace.events
                if isinstance(event, EntryRead) and event.level.has_rights
            }
            wrong: _Wrong = [*self.ideas.bits()]
            plain = (Bits(frozenset()), Bits(answer.accessed | {min(read)}))
            found = choices(answer, wrong, plain, self.weights)
            ordered = tuple(sorted(found, key=_size))
            yield self._question(Asks.KEPT, known, Anchor.RETURN_FAULT, None, answer, ordered)

    def _exit(self) -> Iterator[Question]:
        """Ask whether the access leaves the guest once more, where KVM walks for it."""
        trace = self.trace
        if trace.semantics is Semantics.HARDWARE:
            return
        (done,) = run_program(trace.semantics, trace.scenario, (Touch(trace.scenario.access),))
        result = done.result
        if not result.vmexits or result.ending.is_fatal:
            return
        right = More.SOME if result.vmexits > 1 else More.NONE
        if result.ending is Ending.LIVELOCK:
            right = More.ENDLESS
        found = tuple(Choice(answer) for answer in More)
        known = len(trace.events)
        yield Question(
            Asks.EXIT, trace.semantics, known, known, Anchor.VMEXIT, None, 0, right, found
        )

    def _question(  # noqa: PLR0913, PLR0917  # the parts of a question
        self,
        asks: Asks,
        known: int,
        anchor: Anchor,
        level: Level | None,
        right: Answer,
        found: tuple[Choice, ...],
        bit: int = 0,
    ) -> Question:
        reveals = min(known + 1, len(self.trace.events))
        semantics = self.trace.semantics
        return Question(asks, semantics, known, reveals, anchor, level, bit, right, found)


def _as_way(answer: Answer) -> Way:
    assert isinstance(answer, Way), "a check is answered with a way"
    return answer


def _as_code(answer: Answer) -> int:
    assert isinstance(answer, int), "a code is a number"
    return answer


def _size(choice: Choice) -> tuple[int, list[int], list[int]]:
    bits = choice.answer
    assert isinstance(bits, Bits), "A and D bits are sets of levels"
    return len(bits.accessed) + len(bits.dirty), sorted(bits.accessed), sorted(bits.dirty)
