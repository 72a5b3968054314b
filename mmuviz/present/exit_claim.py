"""Which claim of the change an operation bears on, and what it says about it."""

from collections.abc import Callable
from dataclasses import dataclass

from mmuviz.core.shadow.guest import Ending
from mmuviz.present.exit_notes import extra_accessed, extra_exits
from mmuviz.present.program_case import Case
from mmuviz.present.program_causes import ABOVE_ABSENT, NO_EXECUTE, OLD_CODE, cause
from mmuviz.present.program_decisions import decision
from mmuviz.present.program_leaf import TWO_ENTRIES
from mmuviz.present.program_verdict import Wrong, wrong
from mmuviz.present.run_frame import VERSIONS, RunRecord
from mmuviz.present.wording import listed

BEFORE, AFTER = VERSIONS


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
    case = Case(record, operation)
    first, *others = [one for rule in _RULES if (one := rule(case)) is not None] or [_same(case)]
    more = "".join(f" Also: {other.title[0].lower()}{other.title[1:]}." for other in others)
    return Bearing(first.title, first.text + more, first.good)


def _same(case: Case) -> Bearing:
    if case.executed(BEFORE) is None:
        return Bearing("Nothing runs", "An operation before this one has ended the machine.")
    if wrong(case, BEFORE) is not None:
        text = "Old behaviour, which the change leaves as it was."
        return Bearing("Both are wrong, alike", text)
    return Bearing("No claim is touched", "Both versions answer the same, with as many exits.")


def _decisions(case: Case) -> str:
    """Say how each version came to its answer."""
    before, after = (decision(case, version).title for version in VERSIONS)
    return f"Before: {before}; after: {after}."


def _dead(case: Case) -> Bearing | None:
    """Only one of the machines still runs."""
    dead = [version.value for version in VERSIONS if case.executed(version) is None]
    if len(dead) != 1:
        return None
    return Bearing("One machine is dead", f"An operation before this one has ended {dead[0]}'s.")


def _ending(case: Case) -> Bearing | None:
    """The versions end differently."""
    before, after = (case.executed(version) for version in VERSIONS)
    if before is None or after is None or before.result.ending is after.result.ending:
        return None
    before_wrong, after_wrong = (wrong(case, version) for version in VERSIONS)
    if before_wrong is None and after_wrong is None:
        text = "One lets the access run, the other emulates it."
        return Bearing("Another way to the same end", text)
    why = cause(case)
    text = _decisions(case) if why is None else f"{why.strong} {_decisions(case)}"
    if after_wrong is None:
        return Bearing("Mended: a wrong answer of before", text, good=True)
    kind = "a wrong answer of after"
    if after_wrong is Wrong.LIVELOCK:
        kind = _LIVELOCKS.get("" if why is None else why.title, "a livelock")
    elif before_wrong is not None:
        return Bearing("Both are wrong, each in its way", text)
    return Bearing(f"Brought in: {kind}", text, good=False)


_LIVELOCKS = {NO_EXECUTE: "the NX livelock", TWO_ENTRIES: "a livelock on a shared table"}


def _code(case: Case) -> Bearing | None:
    """The versions inject different codes."""
    before, after, hardware = case.executed(BEFORE), case.executed(AFTER), case.hardware
    if before is None or after is None or before.result.ending is not after.result.ending:
        return None
    if before.result.error_code == after.result.error_code:
        return None
    was, now = f"{before.result.error_code:#x}", f"{after.result.error_code:#x}"
    why = cause(case)
    before_wrong, after_wrong = (wrong(case, version) for version in VERSIONS)
    if after_wrong is not None and before_wrong is None:
        text = f"After says {now}; a processor says {was}, as before does"
        text += f": {why.strong}" if why is not None and why.title == ABOVE_ABSENT else "."
        return Bearing("Claim 4, the code is now right: not borne out", text, good=False)
    if before_wrong is not None and after_wrong is None:
        text = f"Before says {was}; a processor says {now}, as after does."
        text += f" {why.strong}" if why is not None and why.title == OLD_CODE else ""
        return Bearing("Claim 4, the code is now right: so it is here", text, good=True)
    code = None if hardware is None else hardware.result.error_code
    right = "is not known" if code is None else f"is {code:#x}"
    return Bearing("The codes differ", f"Before says {was}, after {now}; the right one {right}.")


def _exits(case: Case) -> Bearing | None:
    """One version needs more exits for the same answer."""
    before = case.executed(BEFORE)
    more = [version for version in VERSIONS if extra_exits(case.record, case.number, version)]
    if before is None or not more:
        return None
    if more == [BEFORE] and before.result.ending is Ending.INJECTED:
        text = (
            "Before counts the fault as fixed and lets the guest try again, in vain. After's own "
            "walk refuses at once."
        )
        return Bearing("Claim 3, one vmexit too many: borne out", text, good=True)
    if more == [AFTER] and _left_behind(case):
        text = "A refused access before this one has left a shadow leaf in before: useful here."
        return Bearing("The other side of claim 3: after exits more", text)
    return Bearing(f"The guest gets the same; {more[0].value} exits more", _decisions(case))


def _left_behind(case: Case) -> bool:
    """Whether a refused access has built the leaf that before finds."""
    number = case.builder(BEFORE)
    built = None if number is None else case.other(number).executed(BEFORE)
    return built is not None and built.result.ending is Ending.INJECTED


def _accessed(case: Case) -> Bearing | None:
    """Before sets an A bit that after does not, for what the processor refuses."""
    before, after, hardware = case.executed(BEFORE), case.executed(AFTER), case.hardware
    if before is None or after is None or hardware is None:
        return None
    extra = extra_accessed(before, after)
    endings = {before.result.ending, hardware.result.ending}
    if not extra or endings != {Ending.INJECTED}:
        return None
    text = f"Before sets A in {listed(extra)} although the access is refused; after does not."
    return Bearing("Claim 1, no A for what is refused: borne out", text, good=True)


_RULES: tuple[Callable[[Case], Bearing | None], ...] = (_dead, _ending, _code, _exits, _accessed)
