"""Edits of a guest program: each gives the undo step's name and the new scenario.

A scenario without operations has its one access as the first: an edit makes it a program.
"""

from dataclasses import replace

from mmuviz.core.access import Access
from mmuviz.core.maps import survey
from mmuviz.core.operation import LoadCr3, Operation, SetWp, TableWrite, Touch, access_of
from mmuviz.core.scenario import Scenario
from mmuviz.core.trace import Semantics, record
from mmuviz.present.run_timeline import short

Edit = tuple[str, Scenario]
_MOST_ENTRIES = 1 << 18  # looked at for a mapping: what a press of a button may take


def inserted(scenario: Scenario, after: int, operation: Operation) -> Edit:
    """Add an operation behind the one of number `after` (from 0)."""
    program = list(scenario.program)
    program.insert(after + 1, operation)
    return f"Add {short(operation)} as operation {after + 2}", _with(scenario, program)


def duplicated(scenario: Scenario, number: int) -> Edit:
    """Add the same operation once more behind it."""
    _, edited = inserted(scenario, number, scenario.program[number])
    return f"Duplicate operation {number + 1}", edited


def removed(scenario: Scenario, number: int) -> Edit:
    """Take an operation away; without any, the scenario is its one access again."""
    program = list(scenario.program)
    del program[number]
    return f"Remove operation {number + 1}", _with(scenario, program)


def moved(scenario: Scenario, number: int, places: int) -> Edit | None:
    """Move an operation down by `places`, up where it is negative; None beyond the ends."""
    program = list(scenario.program)
    target = number + places
    if not 0 <= target < len(program):
        return None
    program.insert(target, program.pop(number))
    way = "up" if places < 0 else "down"
    return f"Move operation {number + 1} {way}", _with(scenario, program)


def replaced(scenario: Scenario, number: int, operation: Operation) -> Edit:
    """Let an operation be another one."""
    program = list(scenario.program)
    program[number] = operation
    return f"Change operation {number + 1}", _with(scenario, program)


def swapped(scenario: Scenario, first: int, second: int) -> Edit:
    """Put two operations each in the other's place."""
    program = list(scenario.program)
    program[first], program[second] = program[second], program[first]
    return f"Swap operations {first + 1} and {second + 1}", _with(scenario, program)


def _with(scenario: Scenario, program: list[Operation]) -> Scenario:
    return replace(scenario, operations=tuple(program))


def fresh(kind: str, scenario: Scenario, near: int) -> Operation:
    """Return an operation to start from.

    Args:
        kind: `access`, `table write`, `set WP` or `load CR3`.
        scenario: the guest.
        near: the number of the operation beside it, whose address it takes.

    Raises:
        KeyError: there is no such kind.
    """
    access = access_of(scenario.program[near]) or scenario.access
    made: dict[str, Operation] = {
        "access": Touch(access),
        "table write": _table_write(scenario, access),
        "set WP": SetWp(not _wp(scenario, near)),
        "load CR3": LoadCr3(scenario.cpu.cr3),
    }
    return made[kind]


def _table_write(scenario: Scenario, access: Access) -> TableWrite:
    """Write to the last entry on the path of `access` what stands there at the start.

    Through a mapping of its table that can be written; without one, to the access's own address.
    """
    at = record(Semantics.HARDWARE, replace(scenario, access=access)).result.ptep
    mapped = () if at is None else survey(scenario, _MOST_ENTRIES).who_maps(at)
    kernel = sorted(
        (leaf.rights.user, leaf.gva, leaf.gpa) for leaf in mapped if leaf.rights.writable
    )
    if not kernel or at is None:
        return TableWrite(access.gva & -scenario.cpu.mode.entry_size, 0)
    _, gva, gpa = kernel[0]
    return TableWrite(gva + at - gpa, scenario.entry(at) or 0)


def _wp(scenario: Scenario, number: int) -> bool:
    """Return CR0.WP after an operation."""
    set_before = [one.wp for one in scenario.program[: number + 1] if isinstance(one, SetWp)]
    return set_before[-1] if set_before else scenario.cpu.wp


def of_kind(title: str, scenario: Scenario, number: int) -> Operation:
    """Return operation `number` as one of another kind, its address kept where it has one.

    Args:
        title: what KINDS calls it.
        scenario: the guest.
        number: the operation, from 0.
    """
    privilege, _, kind = title.partition(" ")
    if title not in ACCESSES:
        return fresh(title, scenario, number)
    access = access_of(scenario.program[number]) or scenario.access
    user, write, fetch = privilege == "user", kind == "write", kind == "fetch"
    return Touch(replace(access, user=user, write=write, fetch=fetch))


ACCESSES = tuple(
    f"{privilege} {kind}"
    for privilege in ("user", "supervisor")
    for kind in ("read", "write", "fetch")
)
KINDS = (*ACCESSES, "table write", "set WP", "load CR3")
"""What an operation can be."""
