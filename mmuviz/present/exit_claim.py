"""Which claim of the change an operation bears on, and what it says about it."""

from dataclasses import dataclass

from mmuviz.core.operation import Operation, Touch
from mmuviz.core.shadow.guest import Ending
from mmuviz.core.trace import Semantics
from mmuviz.present.exit_notes import accessed, executed_by, extra_exits
from mmuviz.present.exit_tally import is_wrong
from mmuviz.present.run_frame import RunRecord
from mmuviz.present.wording import listed


@dataclass(frozen=True, slots=True)
class Bearing:
    """What an operation says about the change.

    Attributes:
        title: the claim and the verdict.
        text: why, in a sentence or two.
        good: it speaks for the change; None where it speaks neither way.
    """

    title: str
    text: str
    good: bool | None = None


def bearing(record: RunRecord, operation: int) -> Bearing:
    """Return the weightiest thing in which the versions differ, with the lesser ones after it."""
    found = [
        one
        for one in (
            _ending(record, operation),
            _code(record, operation),
            _exits(record, operation),
            _accessed(record, operation),
        )
        if one is not None
    ]
    if not found:
        return _same(record, operation)
    first, *others = found
    more = "".join(f" Also: {other.title[0].lower()}{other.title[1:]}." for other in others)
    return Bearing(first.title, first.text + more, first.good)


def _same(record: RunRecord, operation: int) -> Bearing:
    dead = executed_by(record, operation, Semantics.BEFORE) is None
    if dead:
        return Bearing("Nothing runs", "An operation before this one has ended the machine.")
    if record.differs(operation):
        return Bearing("A small difference", "The guest gets the same; the counts differ.")
    if all(is_wrong(record, operation, version) for version in _BOTH):
        text = "Old behaviour, which the change leaves as it was."
        return Bearing("Both are wrong, alike", text)
    return Bearing("No claim is touched", "Both versions do the same here, exit by exit.")


_BOTH = (Semantics.BEFORE, Semantics.AFTER)


def _ending(record: RunRecord, operation: int) -> Bearing | None:
    """The versions end differently."""
    before, after = (executed_by(record, operation, version) for version in _BOTH)
    if before is None or after is None:
        if before is after:
            return None
        who = "before" if before is None else "after"
        return Bearing("One machine is dead", f"An operation before this one has ended {who}'s.")
    if before.result.ending is after.result.ending:
        return None
    if after.result.ending is Ending.LIVELOCK:
        return _livelock(record.operations[operation])
    before_wrong, after_wrong = (is_wrong(record, operation, version) for version in _BOTH)
    return _WRONG[before_wrong, after_wrong]


_WRONG = {
    (False, False): Bearing(
        "Another way to the same end", "One lets the access run, the other emulates it."
    ),
    (True, False): Bearing(
        "Mended: a wrong answer of before",
        "The shadow is stale or shared here: before follows it, after asks the guest's tables.",
        good=True,
    ),
    (False, True): Bearing(
        "Brought in: a wrong answer of after",
        "The shadow is stale or shared here: after follows it, before asks the guest's tables.",
        good=False,
    ),
    (True, True): Bearing(
        "Both are wrong, each in its way", "The shadow is stale or shared here, and both follow it."
    ),
}


def _livelock(done: Operation) -> Bearing:
    """Only after goes round for ever."""
    if isinstance(done, Touch) and done.access.fetch:
        text = (
            "Its walk knows only P, W and U: it allows the fetch, the shadow does not, and "
            "nothing is injected. Mended two days later."
        )
        return Bearing("Brought in: the NX livelock", text, good=False)
    text = (
        "Its walk allows what the shadow leaf, made for another entry's rights, does not: "
        "nothing is fixed, nothing is injected."
    )
    return Bearing("Brought in: a livelock on a shared table", text, good=False)


def _code(record: RunRecord, operation: int) -> Bearing | None:
    """The versions inject different codes."""
    before, after = (executed_by(record, operation, version) for version in _BOTH)
    if before is None or after is None or before.result.error_code == after.result.error_code:
        return None
    if before.result.ending is not after.result.ending:
        return None
    if is_wrong(record, operation, Semantics.AFTER):
        text = (
            "After stops at the entry that refuses and reports P = 1; a lower entry is absent, so "
            "a processor reports P = 0, as before does."
        )
        return Bearing("Claim 4, the code is now right: not borne out", text, good=False)
    text = (
        "The shadow is stale or shared here, and the processor's code with it; the walk's is not."
    )
    return Bearing("Claim 4, the code is now right: so it is here", text, good=True)


def _exits(record: RunRecord, operation: int) -> Bearing | None:
    """One version needs more exits for the same answer."""
    if extra_exits(record, operation, Semantics.BEFORE):
        text = (
            "Before counts the fault as fixed and lets the guest try again, in vain. After's own "
            "walk refuses at once."
        )
        return Bearing("Claim 3, one vmexit too many: borne out", text, good=True)
    if extra_exits(record, operation, Semantics.AFTER):
        text = "A refused access before this one has left a shadow leaf in before: useful here."
        return Bearing("The other side of claim 3: after exits more", text)
    return None


def _accessed(record: RunRecord, operation: int) -> Bearing | None:
    """Before sets an A bit that after does not."""
    before, after = (executed_by(record, operation, version) for version in _BOTH)
    if before is None or after is None or before.result.ending is not Ending.INJECTED:
        return None
    extra = [name for gpa, name in accessed(before).items() if gpa not in accessed(after)]
    if not extra:
        return None
    text = f"Before sets A in {listed(extra)} although the access is refused; after does not."
    return Bearing("Claim 1, no A for what is refused: borne out", text, good=True)
