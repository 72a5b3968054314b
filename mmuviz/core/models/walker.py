"""The right walk, in parts of which an idea spoils one.

Source: semantics.md, 2 (*after*: level by level) and 7 (hardware: the whole path first).
"""

from collections.abc import Iterator, Sequence

from mmuviz.core.bits import Pferr, Pte
from mmuviz.core.models.account import Account, Judgement, Look, Verdict
from mmuviz.core.models.effect import Effect, newly
from mmuviz.core.models.path import Path, Step
from mmuviz.core.trace import Semantics


class Walker:
    """A walk by the rules of hardware or of *after*.

    Attributes:
        path: what is on its way.
        semantics: by whose rules.
        collects: it judges the rights of the whole path, not of each entry in turn.
        marks: it sets A in passing.
        at: number of the level at which it refuses by itself what `over_all` refuses; that of the
            leaf where nothing is said.
    """

    def __init__(self, path: Path, semantics: Semantics, at: int | None = None) -> None:
        """Walk along `path`."""
        self.path = path
        self.semantics = semantics
        self.collects = semantics is Semantics.HARDWARE
        self.marks = semantics is Semantics.AFTER
        leaf = path.leaf
        self.at = leaf.level.number if leaf and at is None else at

    # What an idea may spoil.

    def against(self, step: Step) -> int:
        """Return the flags of a present entry that tell against the access."""
        return self.path.lacking(step)

    def against_absent(self, _step: Step) -> int:
        """Return the flags of an absent entry that do: none."""
        return 0

    def over_all(self) -> int:
        """Return the flags of the complete path that do though no entry lacks them: none."""
        return 0

    def code(self, *, present: bool) -> int:
        """Return the error code of a fault; `present`: what refuses is there."""
        access = self.path.access
        code = Pferr.P if present else 0
        return code | (Pferr.W if access.write else 0) | (Pferr.U if access.user else 0)

    def accessed(self, passed: Sequence[Step], *, made: bool) -> frozenset[int]:
        """Return the levels whose A is set; `passed`: the entries that refuse nothing."""
        return newly(Pte.A, passed) if made or self.marks else frozenset()

    def dirty(self, *, made: bool) -> frozenset[int]:
        """Return the levels whose D is set: KVM's walk sets none."""
        by_walk = made and self.path.access.write and self.semantics is Semantics.HARDWARE
        return newly(Pte.D, self.path.present[-1:]) if by_walk else frozenset()

    def either(self) -> frozenset[int]:
        """Return the levels of whose A nothing is said."""
        return frozenset()

    # The walk.

    def account(self) -> Account:
        """Walk, and tell of it."""
        looks = tuple(self._collected() if self.collects else self._in_turn())
        judged = self._judged() if self.collects else None
        refusing = [look for look in looks if look.verdict is Verdict.REFUSES]
        by_rights = judged is not None and judged.verdict is Verdict.REFUSES
        present = by_rights or any(look.against for look in refusing)
        made = not refusing and not by_rights
        passed = [look.step for look in looks if look.verdict is Verdict.PASSES]
        effect = Effect(
            None if made else int(self.code(present=present)),
            self.accessed(passed, made=made),
            self.dirty(made=made),
            self.either(),
        )
        return Account(looks, judged, effect)

    def _collected(self) -> Iterator[Look]:
        for step in self.path.present:
            found = self.against(step)
            yield Look(step, Verdict.PASSES, found, self.path.lacking(step) & ~found)
        yield from self._absent()

    def _in_turn(self) -> Iterator[Look]:
        path = self.path
        for place, step in enumerate(path.present):
            found = self.against(step)
            if step.level.number == self.at:
                found |= self.over_all()
            if found:
                yield Look(step, Verdict.REFUSES, found & -found)  # W is checked before U
                below = [*path.present[place + 1 :], *([path.absent] if path.absent else [])]
                yield from (Look(one, Verdict.LEFT_OUT) for one in below)
                return
            marked = self.marks and bool(newly(Pte.A, [step]))
            yield Look(step, Verdict.PASSES, 0, path.lacking(step), marked)
        yield from self._absent()

    def _absent(self) -> Iterator[Look]:
        absent = self.path.absent
        if absent is not None:
            yield Look(absent, Verdict.REFUSES, self.against_absent(absent))

    def _judged(self) -> Judgement:
        if self.path.absent is not None:
            return Judgement(Verdict.LEFT_OUT)
        over_all = self.over_all()
        found = [
            (step, self.against(step) | (over_all if step.level.has_rights else 0))
            for step in self.path.present
        ]
        against = tuple(pair for pair in found if pair[1])
        return Judgement(Verdict.REFUSES if against else Verdict.PASSES, against)
