"""The step-by-step core and the columns, side by side over some states of a space."""

import numpy as np
from coverage import Coverage

from mmuviz.core.bits import Pte
from mmuviz.core.claims.machine import machine, operate
from mmuviz.core.events import Anchor, Check, EntryWritten, Judged
from mmuviz.core.fixed_path import ENTRY_NAMES, FIXED_PATHS
from mmuviz.core.operation import Touch
from mmuviz.core.result import Outcome
from mmuviz.core.shadow.lookup import leaf_of
from mmuviz.core.trace import Semantics, record
from mmuviz.sweep import twin
from mmuviz.sweep.columns import ENDINGS, NONE, OUTCOMES, Refusal
from mmuviz.sweep.space import STATE_SPACES, SpaceName

CHECKS = {
    Anchor.PRESENT: Refusal.PRESENT,
    Anchor.PDPTR_PRESENT: Refusal.PRESENT,
    Anchor.WRITE: Refusal.WRITE,
    Anchor.USER: Refusal.USER,
    Anchor.RESERVED: Refusal.RESERVED,
    Anchor.FETCH: Refusal.FETCH,
    Anchor.SUPERVISOR: Refusal.SUPERVISOR,
}


RIGHTS = {"all_w": Pte.W, "all_u": Pte.U}
"""Rights of the whole path, which the twin says where the address is mapped."""


def untraced():
    """Measure no coverage in a worker: millions of states cover no more than thousands do."""
    running = Coverage.current()
    if running is not None:
        running.stop()


def code_of(result):
    return NONE if result.error_code is None else result.error_code


def core_walk(semantics, row):
    """What the generator says, by the names of the twin's columns."""
    trace = record(semantics, row.scenario)
    result = trace.result
    written = {one.address: one.new for one in trace.events if isinstance(one, EntryWritten)}
    found = {
        "outcome": OUTCOMES.index(result.outcome),
        "level": result.level.number,
        "checks": refusals(trace.events),
    }
    if semantics is not Semantics.BEFORE:
        found["error_code"] = code_of(result)
    if semantics is not Semantics.HARDWARE:
        found |= dict.fromkeys(RIGHTS, 0)
        if result.outcome is Outcome.MAPPED:
            leaf = row.entries[row.scenario.cpu.mode.levels.index(result.level)]
            found |= {
                name: int(result.inherited_ar & leaf & bit != 0) for name, bit in RIGHTS.items()
            }
    path = FIXED_PATHS[row.scenario.cpu.mode]
    for level, address, entry in zip(path.mode.levels, path.addresses, row.entries, strict=True):
        if level.has_rights:
            name, now = ENTRY_NAMES[level.number], written.get(address, entry)
            found[f"{name}_a"] = int(now & Pte.A != 0)
            if semantics is Semantics.HARDWARE and level.number < 4:
                found[f"{name}_d"] = int(now & Pte.D != 0)
            if semantics is Semantics.HARDWARE and level.number > 1:
                found[f"{name}_may"] = int((level, address) in result.may_set)
    return found


def refusals(events):
    """The checks that refuse, as bits."""
    bits = 0
    for event in events:
        for check in event.checks if isinstance(event, Judged) else (event,):
            if isinstance(check, Check) and check.holds:
                bits |= CHECKS.get(check.anchor, 0)
    return bits


def core_access(semantics, row):
    """What a guest's access comes to, by the names of the twin's columns."""
    path = FIXED_PATHS[row.scenario.cpu.mode]
    guest = machine(semantics, row.scenario)
    result = operate(guest, Touch(row.scenario.access), emulator=False)
    found = {
        "outcome": ENDINGS.index(result.ending),
        "error_code": code_of(result),
        "vmexits": result.vmexits,
        "pf_fixed": result.pf_fixed,
    }
    for level, address in zip(path.mode.levels, path.addresses, strict=True):
        if level.has_rights:
            now = guest.vcpu.read(address)
            found[f"{ENTRY_NAMES[level.number]}_a"] = int(now & Pte.A != 0)
            if level.number < 3:
                found[f"{ENTRY_NAMES[level.number]}_d"] = int(now & Pte.D != 0)
    alive = guest.ending is None and semantics is not Semantics.HARDWARE
    leaf = leaf_of(guest.vcpu, path.gva) if alive else None
    found["shadow_leaf_reached"] = int(leaf is not None)
    found["shadow_leaf"] = (leaf or 0) & 0xFFF
    return found


def differing(mode, name, semantics, numbers, *, access=None):
    """The first states where the twin says something else than the core, with both answers.

    A cold access is made where the space is one of accesses, or `access` says so.
    """
    space = STATE_SPACES[mode, name]
    numbers = np.asarray(numbers, np.uint32)
    numbers = numbers[space.exists(space.states(numbers)) != 0]
    if access is None:
        access = name in (SpaceName.ACCESS, SpaceName.ACCESS_ALL)
    step, sweep = (core_access, twin.access) if access else (core_walk, twin.walk)
    swept = sweep(semantics, space.states(numbers))
    stepped = [step(semantics, row) for row in space.space.rows(numbers.tolist())]
    for right in RIGHTS.keys() & swept.keys():
        swept[right] = swept[right] & (swept["outcome"] == 0)
    walked = {one for one in swept if one.endswith(("checks", "level", "_may"))} | {"pdpte_d"}
    assert set(stepped[0]) == set(swept) - (walked if access else set())
    wrong = []
    for column in stepped[0]:
        core = np.array([one[column] for one in stepped])
        wrong += [
            (int(numbers[place]), column, int(core[place]), int(swept[column][place]))
            for place in np.flatnonzero(core != swept[column])[:3]
        ]
    return wrong


def differing_in(task):
    """The same for all three semantics over some states: what a worker is given."""
    mode, name, numbers, access = task
    return [
        (semantics, *one)
        for semantics in Semantics
        for one in differing(mode, name, semantics, numbers, access=access)
    ]
