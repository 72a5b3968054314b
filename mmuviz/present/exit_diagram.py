"""A run as a sequence: guest, processor and KVM, from top to bottom, for one version."""

from collections.abc import Collection, Iterator, Sequence
from itertools import groupby

from mmuviz.core.bits import pferr_text
from mmuviz.core.events import Anchor
from mmuviz.core.operation import LoadCr3, SetWp, Touch
from mmuviz.core.shadow.events import Answer, Answered, Fixed, Looked, VmExit
from mmuviz.core.shadow.guest import Ending
from mmuviz.core.shadow.phases import Phase, PhaseKind
from mmuviz.core.trace import Semantics
from mmuviz.present import exit_words
from mmuviz.present.exit_items import (
    Box,
    BoxLine,
    Diagram,
    End,
    Fold,
    Item,
    Lane,
    Message,
    Remark,
    Statistic,
    Way,
)
from mmuviz.present.exit_notes import notes, stretch, summary
from mmuviz.present.exit_walk import refuses, walk_lines
from mmuviz.present.program_table import operation_text
from mmuviz.present.run_frame import RunRecord

_ENDS = {
    Ending.INJECTED: End(0, "guest's fault handler runs", lane=Lane.GUEST),
    Ending.HOST_BUG: End(0, "BUG_ON: the host's own kernel stops"),
    Ending.HOST_HANG: End(0, "zaps a root in use for ever: the host hangs", sign="∞"),
    Ending.NOT_KEPT: End(0, "the file does not keep what comes next", serious=False),
    Ending.GP: End(0, "#GP: no walk, no vmexit for a #PF", lane=Lane.GUEST),
    Ending.PAGING_OFF: End(0, "paging is off: no walk", lane=Lane.GUEST, serious=False),
}


def diagram(
    record: RunRecord, operation: int, version: Semantics, turned: Collection[int] = ()
) -> Diagram:
    """Return a version's half.

    Args:
        record: the run of both versions.
        operation: the operation's number, from 0.
        version: BEFORE or AFTER.
        turned: the tries whose walks are shown the other way: folded where they refuse, step by
            step where they do not.
    """
    half = _Half(record, operation, version, turned)
    items = tuple(half.items())
    return Diagram(
        summary(record, operation, version),
        _guest(record, operation),
        items,
        stretch(record, operation, version, items),
        notes(record, operation, version),
    )


def _guest(record: RunRecord, operation: int) -> str:
    done = record.operations[operation]
    return "user program" if isinstance(done, Touch) and done.access.user else "its kernel"


class _Half:
    """Builds the items of one operation under one version."""

    def __init__(
        self, record: RunRecord, operation: int, version: Semantics, turned: Collection[int]
    ) -> None:
        self._version, self._turned = version, turned
        self._operation = record.operations[operation]
        self._executed = record.executed(version, operation)
        self._dead_since = len(record.runs[version])
        self._phases = record.phases_of(version, operation)
        self._steps = {
            moment.place: step
            for step, moment in enumerate(record.moments, 1)
            if moment.operation == operation
        }
        self._first = min(self._steps.values())
        self._last = max((self._at(phase) for phase in self._phases), default=self._first)
        self._fixed = 0
        self._ending: Ending | None = None

    def _at(self, phase: Phase) -> int:
        return self._steps[phase.place]

    def items(self) -> Iterator[Item]:
        """Everything, from top to bottom."""
        if self._executed is None:
            words = f"the machine is dead since operation {self._dead_since}"
            yield End(self._first, words, lane=Lane.GUEST)
            return
        tries = {
            number: tuple(found)
            for number, found in groupby(self._phases, key=lambda phase: phase.round)
        }
        asks = isinstance(self._operation, SetWp | LoadCr3)
        if asks:
            words = operation_text(self._operation)
            yield Message(self._first, words, target=Lane.KVM)
        for phase in tries.pop(0, ()):
            step = self._at(phase)
            yield Box(step, "", lines=exit_words.roots_lines(step, phase.events))
        self._ending = ending = self._executed.result.ending
        if not tries and not asks:
            yield self._asked(self._last)
        rounds = [tuple(self._round(number, found, tries)) for number, found in tries.items()]
        yield from _folded(rounds)
        if ending in _ENDS:
            end = _ENDS[ending]
            yield End(self._last, end.words, lane=end.lane, sign=end.sign, serious=end.serious)
        elif asks:
            yield Message(self._last, "done", source=Lane.KVM, target=Lane.GUEST, way=Way.RESUME)

    def _asked(self, step: int) -> Message:
        """What the guest does."""
        operation = self._operation
        words = operation.access.kind if isinstance(operation, Touch) else "table write"
        return Message(step, words, operation_text(operation))

    def _round(
        self, number: int, found: Sequence[Phase], tries: dict[int, tuple[Phase, ...]]
    ) -> Iterator[Item]:
        """One try of the access."""
        by_kind = {phase.kind: phase for phase in found}
        yield from self._lookup(number, by_kind)
        if PhaseKind.EXIT not in by_kind:
            return
        phase = by_kind[PhaseKind.EXIT]
        (left,) = phase.events
        assert isinstance(left, VmExit)
        code = left.error_code
        spelled = f" = {pferr_text(code)}" if code else ""
        yield Message(
            self._at(phase),
            f"#PF {code:#x}{spelled}",
            f"vmexit {left.number}: the processor's #PF, error code {code:#x}{spelled}",
            phase.events,
            source=Lane.CPU,
            target=Lane.KVM,
            way=Way.FAULT,
            number=left.number,
        )
        following = tries[number + 1][0].events[0] if number + 1 in tries else None
        again = isinstance(following, Looked) and following.error_code is not None
        lines = tuple(self._handler(number, by_kind, again=again))
        refused = refuses(by_kind[PhaseKind.WALK].events)
        yield Box(lines[0].step, "", lines=lines, round=number, refuses=refused)
        answered = _answered(by_kind)
        if answered is not None:
            yield from self._answer(by_kind, answered)

    def _lookup(self, number: int, by_kind: dict[PhaseKind, Phase]) -> Iterator[Item]:
        phase = by_kind[PhaseKind.LOOKUP]
        step, looked = self._at(phase), phase.events[0]
        assert isinstance(looked, Looked)
        if number == 1:
            yield self._asked(step)
        words, tip = exit_words.lookup_words(looked)
        if looked.error_code is not None and PhaseKind.EXIT not in by_kind:
            yield End(step, "and so on, for ever", tip, phase.events, lane=Lane.CPU, sign="∞")
            return
        words = f"retry: {words}" if number > 1 else words
        yield Remark(step, words, tip, phase.events, lane=Lane.CPU)
        if PhaseKind.STORE in by_kind:
            stored = by_kind[PhaseKind.STORE]
            line = exit_words.emulate_lines(self._at(stored), stored.events)[0]
            yield Remark(line.step, line.words, line.tip, line.events, lane=Lane.CPU)
        if looked.error_code is None:
            last = self._at(by_kind.get(PhaseKind.STORE, phase))
            yield Message(last, "done", source=Lane.CPU, target=Lane.GUEST)

    def _handler(
        self, number: int, by_kind: dict[PhaseKind, Phase], *, again: bool
    ) -> Iterator[BoxLine]:
        """page_fault, line by line."""
        answered = _answered(by_kind)
        walk = by_kind[PhaseKind.WALK]
        unfolded = refuses(walk.events) is not (number in self._turned)
        yield from walk_lines(self._version, self._at(walk), walk.events, unfolded=unfolded)
        fixed = None
        if PhaseKind.FETCH in by_kind:
            yield exit_words.fetch_line(
                self._at(by_kind[PhaseKind.FETCH]), by_kind[PhaseKind.FETCH].events
            )
        elif PhaseKind.FIX in by_kind:
            step = self._at(by_kind[PhaseKind.FIX])
            yield BoxLine(step, "fetch: nothing new", "The shadow entry is there already.")
        if PhaseKind.FIX in by_kind:
            phase = by_kind[PhaseKind.FIX]
            fixed = next((one for one in phase.events if isinstance(one, Fixed)), None)
            in_vain = again or (answered is not None and answered.answer is Answer.INJECT)
            yield from exit_words.fix_lines(self._at(phase), phase.events, in_vain=in_vain)
        if answered is not None:
            step = self._at(by_kind[PhaseKind.ANSWER])
            done = fixed is not None and fixed.fixed
            line = exit_words.why_line(self._version, step, answered, fixed=done)
            if line is not None:
                yield line

    def _answer(self, by_kind: dict[PhaseKind, Phase], answered: Answered) -> Iterator[Item]:
        step = self._at(by_kind[PhaseKind.ANSWER])
        counts = answered.anchor is Anchor.PF_FIXED
        old = self._fixed
        self._fixed += counts
        said = f"pf_fixed {old} → {self._fixed}" if counts else f"pf_fixed stays {old}"
        yield Statistic(step, said, "The statistic of faults that KVM fixed.", counted=counts)
        if answered.answer is Answer.RESUME:
            yield Message(step, "resume", source=Lane.KVM, way=Way.RESUME)
        elif answered.answer is Answer.INJECT:
            yield _injection(step, answered)
        else:
            emulating = by_kind[PhaseKind.EMULATE]
            step = self._at(emulating)
            yield Box(step, "", lines=exit_words.emulate_lines(step, emulating.events))
            if self._ending is Ending.EMULATE:
                words = "emulated, goes on"
                yield Message(step, words, source=Lane.KVM, target=Lane.GUEST, way=Way.RESUME)


def _answered(by_kind: dict[PhaseKind, Phase]) -> Answered | None:
    """Return what page_fault asks for; None where it does not come to it."""
    if PhaseKind.ANSWER not in by_kind:
        return None
    answered = by_kind[PhaseKind.ANSWER].events[0]
    assert isinstance(answered, Answered), "the phase is that event"
    return answered


def _injection(step: int, answered: Answered) -> Message:
    whose = {
        Anchor.REFUSED: "the walker's own code",
        Anchor.MMIO: "the processor's code | P",
    }.get(answered.anchor, "the processor's code")
    words = f"inject #PF {answered.error_code:#x}, {whose}"
    events = (answered,) if answered.anchor is Anchor.REFUSED else ()
    return Message(step, words, words, events, source=Lane.KVM, target=Lane.GUEST, way=Way.INJECT)


def _folded(rounds: Sequence[tuple[Item, ...]]) -> Iterator[Item]:
    """Draw tries that are all the same once, say how many more there are, and draw the last."""
    for _, found in groupby(rounds, key=_signature):
        alike = list(found)
        if len(alike) < 4:
            for items in alike:
                yield from items
            continue
        yield from alike[0]
        yield _fold(alike[1:-1])
        yield from alike[-1]


def _signature(items: Sequence[Item]) -> tuple[object, ...]:
    """What a try looks like, apart from the numbers that count."""
    return tuple(
        tuple(line.words for line in item.lines) if isinstance(item, Box) else item.words
        for item in items
        if not isinstance(item, Statistic)
    )


def _fold(alike: Sequence[tuple[Item, ...]]) -> Fold:
    items = [item for one in alike for item in one]
    numbers = [item.number for item in items if isinstance(item, Message) and item.number]
    words = f"… {len(alike)} more the same, vmexits {numbers[0]} to {numbers[-1]}"
    events = Diagram("", "", tuple(items)).events
    first, last = min(item.step for item in items), max(item.last for item in items)
    return Fold(first, words, words, events, until=last)
