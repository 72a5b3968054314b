"""Hold what somebody else's walker says of a state against what is right.

Source: semantics.md, 2, 3 and 7: what a walk hands back, and what it writes to guest memory.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from mmuviz.core.bits import Pte
from mmuviz.core.events import EntryWritten
from mmuviz.core.fixed_path import FIXED_PATHS, Row
from mmuviz.core.result import Outcome
from mmuviz.core.trace import Trace


@dataclass(frozen=True, slots=True)
class WalkAnswer:
    """What a walker says of one state.

    Attributes:
        outcome: how the walk ended.
        gpa: guest-physical address of the byte asked for; None without one.
        error_code: the page-fault code; None without one, and always for *before*.
        written: guest-physical address of each entry that was written, to its new value.
    """

    outcome: Outcome
    gpa: int | None = None
    error_code: int | None = None
    written: Mapping[int, int] = field(default_factory=dict)


class Part(Enum):
    """What of an answer differs."""

    OUTCOME = "outcome"
    ERROR_CODE = "error_code"
    GPA = "gpa"
    ENTRY = "entry"
    ELSEWHERE = "elsewhere"


@dataclass(frozen=True, slots=True)
class Difference:
    """A part of an answer that is wrong.

    Attributes:
        part: which; ELSEWHERE is a write where no entry of the path stands.
        said: the value in the answer: of ENTRY the entry as the walker leaves it.
        right: the right value; None for none, and for ELSEWHERE.
        address: guest-physical address of the entry; None but for ENTRY and ELSEWHERE.
    """

    part: Part
    said: Outcome | int | None
    right: Outcome | int | None
    address: int | None = None


def entries_in_memory(row: Row) -> dict[int, int]:
    """Return the entries of the path by address, root first, those in registers left out."""
    mode = row.scenario.cpu.mode
    path = zip(mode.levels, FIXED_PATHS[mode].addresses, row.entries, strict=True)
    return {address: entry for level, address, entry in path if level.has_rights}


def right_answer(trace: Trace) -> WalkAnswer:
    """Return what a walker has to say of a walk."""
    result = trace.result
    written = {event.address: event.new for event in trace.events if type(event) is EntryWritten}
    return WalkAnswer(result.outcome, result.gpa, result.error_code, written)


def differences(row: Row, trace: Trace, said: WalkAnswer) -> tuple[Difference, ...]:
    """Return what is wrong with an answer; A where the manual leaves it open may be either."""
    right = right_answer(trace)
    if said == right:
        return ()
    found = [
        Difference(part, one, other)
        for part, one, other in (
            (Part.OUTCOME, said.outcome, right.outcome),
            (Part.ERROR_CODE, said.error_code, right.error_code),
            (Part.GPA, said.gpa, right.gpa),
        )
        if one != other
    ]
    entries = entries_in_memory(row)
    either = {address for _level, address in trace.result.may_set}
    for address, entry in entries.items():
        left, wanted = said.written.get(address, entry), right.written.get(address, entry)
        if (left ^ wanted) & ~(Pte.A if address in either else 0):
            found.append(Difference(Part.ENTRY, left, wanted, address))
    found += (
        Difference(Part.ELSEWHERE, value, None, address)
        for address, value in said.written.items()
        if address not in entries
    )
    return tuple(found)
