"""What an exit diagram says about itself: in a few words, what was in vain, what did not happen."""

from collections.abc import Sequence

from mmuviz.core.bits import Pte
from mmuviz.core.events import Anchor, EntryRead, EntryWritten, Jumped
from mmuviz.core.shadow.events import Answered
from mmuviz.core.shadow.guest import Ending
from mmuviz.core.shadow.phases import PhaseKind
from mmuviz.core.shadow.program import Executed
from mmuviz.core.trace import Semantics
from mmuviz.present.exit_items import Item, Message, Stretch, Way
from mmuviz.present.run_frame import RunRecord
from mmuviz.present.wording import amount, entry_name, listed

_OTHER = {Semantics.BEFORE: Semantics.AFTER, Semantics.AFTER: Semantics.BEFORE}
_SUMMARIES = {
    Ending.EMULATE: "emulates",
    Ending.LIVELOCK: "fixes in vain, for ever",
    Ending.HOST_BUG: "the host hits BUG_ON",
    Ending.HOST_HANG: "the host hangs",
    Ending.GP: "#GP",
    Ending.NOT_KEPT: "cannot be followed",
    Ending.PAGING_OFF: "paging is off",
}
_INJECTIONS = {
    Anchor.REFUSED: "checks first",
    Anchor.NONE_BUILT: "walks, finds nothing",
    Anchor.MMIO: "walks, builds, asks the leaf",
}


def summary(record: RunRecord, operation: int, version: Semantics) -> str:
    """Say in a few words what a version does: `walks, builds, tries again: 2 vmexits`."""
    executed = record.executed(version, operation)
    if executed is None:
        return "the machine is dead"
    result = executed.result
    if result.ending is Ending.DONE:
        said = _done(record, operation, version)
    elif result.ending is Ending.INJECTED:
        anchor = [event.anchor for event in executed.events if isinstance(event, Answered)][-1]
        again = "tries again" if result.vmexits > 1 else "cannot fix"
        said = _INJECTIONS.get(anchor, f"walks, builds, {again}")
    else:
        said = _SUMMARIES[result.ending]
    return f"{said}: {amount(result.vmexits, 'vmexit')}" if result.vmexits else said


def _done(record: RunRecord, operation: int, version: Semantics) -> str:
    kinds = {phase.kind for phase in record.phases_of(version, operation)}
    if kinds <= {PhaseKind.ROOTS}:
        return "takes the roots anew"
    return "builds and resumes" if PhaseKind.EXIT in kinds else "the shadow allows it: no vmexit"


def extra_exits(record: RunRecord, operation: int, version: Semantics) -> int:
    """Return how many exits more than the other a version needs for the same answer."""
    mine = record.executed(version, operation)
    other = record.executed(_OTHER[version], operation)
    if mine is None or other is None:
        return 0
    answers = {(one.result.ending, one.result.error_code) for one in (mine, other)}
    return max(mine.result.vmexits - other.result.vmexits, 0) if len(answers) == 1 else 0


def stretch(
    record: RunRecord, operation: int, version: Semantics, items: Sequence[Item]
) -> Stretch | None:
    """Return the part of a half that the other version does without: its last exits."""
    extra = extra_exits(record, operation, version)
    if not extra:
        return None
    executed = record.executed(version, operation)
    assert executed is not None
    needed = executed.result.vmexits - extra
    exits = [
        number for number, item in enumerate(items) if isinstance(item, Message) and item.number
    ]
    if executed.result.ending is Ending.INJECTED and needed:
        resumes = [
            number
            for number, item in enumerate(items)
            if isinstance(item, Message) and item.way is Way.RESUME
        ]
        words = "the extra exit, in vain" if extra == 1 else f"{extra} extra exits, in vain"
        return Stretch(words, resumes[needed - 1])
    other = _OTHER[version].value
    words = amount(extra, "exit")
    return Stretch(f"{words} that {other} does not need here", exits[needed])


def notes(record: RunRecord, operation: int, version: Semantics) -> tuple[str, ...]:
    """Say what a version leaves out that the other one does, and what follows from it."""
    mine = record.executed(version, operation)
    other = record.executed(_OTHER[version], operation)
    if mine is None or other is None or mine.result.ending is not Ending.INJECTED:
        return ()
    kinds = {phase.kind for phase in record.phases_of(version, operation)}
    others = {phase.kind for phase in record.phases_of(_OTHER[version], operation)}
    said = []
    if PhaseKind.FETCH in others - kinds:
        said += ["no fetch", "no shadow leaf"]
    if extra_exits(record, operation, _OTHER[version]):
        more = other.result.vmexits - mine.result.vmexits
        said.append("no second exit" if (mine.result.vmexits, more) == (1, 1) else "no more exits")
    found = []
    if said:
        text = ", ".join(said)
        found.append(f"{text[0].upper()}{text[1:]}.")
    if version is Semantics.AFTER:
        found += _accessed(mine, other)
    return tuple(found)


def accessed(executed: Executed) -> dict[int, str]:
    """Return the entries in which an operation's walks set A: address to name."""
    return {
        event.address: f"{event.level.name} {event.index}"
        for event in executed.events
        if isinstance(event, EntryWritten)
    }


def extra_accessed(before: Executed, after: Executed) -> list[str]:
    """Return the entries in which before set A and after did not."""
    kept = accessed(after)
    return [name for gpa, name in accessed(before).items() if gpa not in kept]


def _accessed(after: Executed, before: Executed) -> list[str]:
    """What the refusal means for A of the entry that refused."""
    refused = next((event for event in after.events if isinstance(event, Jumped)), None)
    if refused is None or refused.anchor is not Anchor.ACCESS_ERROR:
        return []
    if before.result.ending is not Ending.INJECTED:
        return []
    extra = extra_accessed(before, after)
    if extra:
        return [f"Before set A in {listed(extra)} for an access it then refuses; after did not."]
    read = [event for event in after.events if isinstance(event, EntryRead)][-1]
    if not (read.value or 0) & Pte.A:
        return []
    name = entry_name(read)
    text = f"Had A been clear in {name}, before would have set it for an access it then refuses"
    return [f"{text}; after would not."]
