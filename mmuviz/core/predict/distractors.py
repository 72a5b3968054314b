"""What a wrong idea says of a decision, and the plain alternatives beside it.

No distractor is typed: each is the output of a wrong idea that fails on the access, or is made of
the entries on the path.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from mmuviz.core.bits import Pferr, Pte
from mmuviz.core.events import Anchor, EntryRead
from mmuviz.core.exercises.answer import failing_ideas
from mmuviz.core.models.effect import Effect, right_effect
from mmuviz.core.models.wrong import WrongModel
from mmuviz.core.predict.question import MOST_CHOICES, Answer, Bits, Choice, Way
from mmuviz.core.trace import Semantics, Trace

ABOUT: Final = {
    "leaf-alone": frozenset({Anchor.WRITE, Anchor.USER, Anchor.JUDGE}),
    "level-by-level": frozenset({Anchor.CODE}),
    "absent-is-judged": frozenset({Anchor.PDPTR_PRESENT, Anchor.PRESENT, Anchor.CODE}),
    "pdpte-has-rights": frozenset({Anchor.PDPTR_PRESENT, Anchor.JUDGE}),
    "code-describes-page": frozenset({Anchor.CODE}),
    "last-entry-present": frozenset({Anchor.CODE}),
    "whole-path-first": frozenset({Anchor.WRITE, Anchor.USER, Anchor.CODE}),
    "wp-frees-user": frozenset({Anchor.WRITE, Anchor.JUDGE}),
    "wp-locks-all": frozenset({Anchor.WRITE, Anchor.JUDGE}),
    "user-page-shut": frozenset({Anchor.USER, Anchor.JUDGE}),
    "accessed-when-read": frozenset({Anchor.ACCESSED}),
    "accessed-on-success": frozenset({Anchor.ACCESSED}),
    "dirty-everywhere": frozenset({Anchor.ACCESSED}),
}
"""The decisions at which somebody who has the idea goes wrong; CODE, ACCESSED: what comes of it."""

Said = tuple[WrongModel, Effect]


class Ideas:
    """The wrong ideas that fail on a walk's access, with what they say of it.

    Attributes:
        right: what is right.
    """

    def __init__(self, trace: Trace) -> None:
        """Ask them all."""
        self.right = right_effect(trace.semantics, trace.scenario)
        self._trace = trace
        self._said: list[Said] = []
        if trace.semantics is not Semantics.BEFORE:  # of its walk no idea says anything
            for idea in failing_ideas(trace.semantics, trace.scenario):
                effect = idea.model.effect(trace.scenario)
                assert effect is not None, "an idea that fails has something to say"
                self._said.append((idea.model, effect))

    def about(self, anchor: Anchor) -> Iterator[Said]:
        """Yield those that go wrong at `anchor`."""
        return (said for said in self._said if anchor in ABOUT[said[0].name])

    def ways(self, anchor: Anchor, way: Way, *, ends: bool) -> Iterator[tuple[Way, WrongModel]]:
        """Yield where control goes from a check by an idea, where that is another way.

        Args:
            anchor: the check, or hardware's judgement.
            way: where it goes.
            ends: the walk ends there.
        """
        for model, effect in self.about(anchor):
            said = self._way(anchor, effect.error_code, way, ends=ends)
            if said is not way:
                yield said, model

    def _way(self, anchor: Anchor, code: int | None, way: Way, *, ends: bool) -> Way:
        if ends:
            if code is None:
                return Way.ON
            if code & Pferr.P:
                return Way.ACCESS_ERROR
            return way if way is Way.NOT_PRESENT else Way.ON  # it reads on, to what is absent
        judged_here = self._trace.semantics is Semantics.AFTER or anchor is Anchor.JUDGE
        refuses = code is not None and bool(code & Pferr.P) and self.right.error_code is None
        return Way.ACCESS_ERROR if judged_here and refuses else way

    def codes(self) -> Iterator[tuple[int, WrongModel]]:
        """Yield the error codes that differ from the right one, with who says them."""
        for model, effect in self.about(Anchor.CODE):
            if effect.error_code is not None:  # else it sees no fault, as in a page of 1 GiB
                yield effect.error_code, model

    def bits(self) -> Iterator[tuple[Bits, WrongModel]]:
        """Yield other A and D bits than are set; who is wrong about them agrees on the code."""
        for model, effect in self.about(Anchor.ACCESSED):
            yield Bits(effect.accessed - self.right.either, effect.dirty), model


def plain_bits(trace: Trace, right: Effect) -> Iterator[Bits]:
    """Yield sets of A and D bits that are not the right one: of the present entries, read off."""
    reads = [event for event in trace.events if isinstance(event, EntryRead)]
    clear = [
        read.level.number
        for read in reads
        if read.level.has_rights and (read.value or 0) & (Pte.P | Pte.A) == Pte.P
    ]
    last = reads[-1].level.number if reads else 0
    levels = [number for number in clear if number not in right.either]
    alternatives = [
        Bits(frozenset(levels), right.dirty),
        Bits(frozenset(levels) - {last}, right.dirty),
        Bits(frozenset(levels) & {last}, right.dirty),
        Bits(right.accessed, frozenset()),
        Bits(frozenset(), frozenset()),
    ]
    return (bits for bits in alternatives if bits != Bits(right.accessed, right.dirty))


def choices(
    right: Answer,
    wrong: Iterable[tuple[Answer, WrongModel]],
    plain: Iterable[Answer],
    weights: Mapping[str, int],
) -> tuple[Choice, ...]:
    """Return the right answer and at most three others, in no order.

    Others that an idea says come first, and of them those of the ideas that weigh most; where two
    weigh the same, the order of WRONG_MODELS holds.

    Args:
        right: the right answer.
        wrong: other answers, with the idea that says them.
        plain: other answers that no idea has to say; they fill up.
        weights: how weak the student is in an idea, by its name; 0 where it has none.
    """
    by_answer: dict[Answer, list[WrongModel]] = {}
    for answer, model in wrong:
        by_answer.setdefault(answer, []).append(model)

    def weight(answer: Answer) -> int:
        return max(weights.get(model.name, 0) for model in by_answer[answer])

    ranked: list[Answer] = sorted(by_answer, key=weight, reverse=True)
    others = [answer for answer in dict.fromkeys([*ranked, *plain]) if answer != right]
    found = [Choice(answer, tuple(by_answer.get(answer, ()))) for answer in others]
    return Choice(right), *found[: MOST_CHOICES - 1]
