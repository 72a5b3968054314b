"""walk_addr after the change: it checks rights level by level (semantics.md, 2 and 6)."""

from collections.abc import Generator
from dataclasses import replace

from mmuviz.core.access import Access
from mmuviz.core.bits import PAGE_MASK, Pferr, Pte
from mmuviz.core.entry import large_frame
from mmuviz.core.events import (
    Anchor,
    Check,
    Composed,
    Descended,
    Event,
    Jumped,
    Returned,
    Translated,
)
from mmuviz.core.paging import PagingMode
from mmuviz.core.result import Outcome, WalkResult
from mmuviz.core.scenario import Scenario
from mmuviz.core.walk import _steps as steps


def walk(scenario: Scenario) -> Generator[Event, None, WalkResult]:
    """Walk the guest's tables, refuse what they refuse, and make the error code."""
    cpu, gva = scenario.cpu, scenario.access.gva
    if not cpu.pg:
        event, result = steps.paging_off(scenario)
        yield event
        return result
    write_fault, user_fault = scenario.access.write, scenario.access.user
    mode, table, levels = cpu.mode, cpu.root_table, cpu.mode.levels
    if mode is PagingMode.PAE:
        read = steps.read_pdptr(scenario)
        yield read
        entry = cpu.pdptrs[read.index]
        absent = not entry & Pte.P
        check = steps.check(Anchor.PDPTR_PRESENT, read.level, (absent,), absent)
        yield check
        if absent:
            error_code = yield from _not_present(check, scenario.access)
            return WalkResult(Outcome.NOT_PRESENT, read.level, entry=entry, error_code=error_code)
        table, levels = entry & mode.frame_mask, levels[1:]
        yield Descended(Anchor.PDPTR_NEXT, read.level, Pte.W | Pte.U, table)
    tables = steps.Tables(scenario)
    inherited_ar = Pte.W | Pte.U
    for level in levels:  # pragma: no branch  # level 1 ends every walk
        read = tables.read(level, table, gva)
        yield read
        if read.value is None:
            break
        entry = read.value
        absent = not entry & Pte.P
        check = steps.check(Anchor.PRESENT, level, (absent,), absent)
        yield check
        if absent:
            error_code = yield from _not_present(check, scenario.access)
            return WalkResult(
                Outcome.NOT_PRESENT,
                level,
                read.address,
                entry,
                inherited_ar=inherited_ar,
                error_code=error_code,
            )
        check = steps.write_check(level, write_fault, bool(entry & Pte.W), user_fault, cpu.wp)
        yield check
        if not check.holds:
            check = steps.user_check(level, user_fault, bool(entry & Pte.U))
            yield check
        if check.holds:
            error_code = yield from _access_error(check, scenario.access)
            return WalkResult(
                Outcome.ACCESS_ERROR,
                level,
                read.address,
                entry,
                inherited_ar=inherited_ar,
                error_code=error_code,
            )
        if entry & Pte.A:
            yield steps.check(Anchor.ACCESSED, level, (False,), False)
        else:
            yield tables.set_bits(read, Pte.A)
            entry |= Pte.A
        ps = level.number == 2 and bool(entry & Pte.PS)
        leaf = steps.leaf_check(mode, level, ps, cpu.pse)
        yield leaf
        if leaf.holds:
            yield _RETURN_OK
            return steps.mapped(scenario, read, entry, inherited_ar)
        inherited_ar &= entry
        table = entry & mode.frame_mask
        yield Descended(Anchor.NEXT, level, inherited_ar, table)
    return steps.not_kept(read)


_RETURN_OK = Returned(Anchor.RETURN_OK, None)


def _not_present(check: Check, access: Access) -> Generator[Event, None, int]:
    """`not_present`: the code starts from 0."""
    yield Jumped(Anchor.NOT_PRESENT, check.anchor, check.level)
    yield Composed(Anchor.CODE_P, Pferr.P, 0)
    return (yield from _err(0, access))


def _access_error(check: Check, access: Access) -> Generator[Event, None, int]:
    """`access_error`: the code starts from P."""
    yield Jumped(Anchor.ACCESS_ERROR, check.anchor, check.level)
    yield Composed(Anchor.CODE_P, Pferr.P, Pferr.P)
    return (yield from _err(Pferr.P, access))


def _err(error_code: int, access: Access) -> Generator[Event, None, int]:
    """`err`: add what the access was, whatever refused it."""
    if access.write:
        error_code |= Pferr.W
    yield Composed(Anchor.CODE_W, Pferr.W, error_code)
    if access.user:
        error_code |= Pferr.U
    yield Composed(Anchor.CODE_U, Pferr.U, error_code)
    yield Returned(Anchor.RETURN_FAULT, error_code)
    return error_code


def gva_to_gpa(scenario: Scenario) -> Generator[Event, None, Translated]:
    """Translate the address for KVM itself, by a kernel read whose result nobody looks at.

    The defect that the change brought in: after a walk that failed inside the loop the entry
    pointer was never set, but for PAE, where it still points at the PDPTR (semantics.md, 6).
    """
    result = yield from walk(replace(scenario, access=Access(scenario.access.gva)))
    translated = _translate(scenario, result)
    yield translated
    return translated


def _translate(scenario: Scenario, result: WalkResult) -> Translated:
    if result.gpa is not None:
        return Translated(Anchor.GVA_TO_GPA, "mapped", result.gpa, wrong=False)
    level, mode, gva = result.level, scenario.cpu.mode, scenario.access.gva
    if level is None or not level.has_rights:
        return Translated(Anchor.GVA_TO_GPA, "unmapped", None, wrong=False)
    if mode is not PagingMode.PAE or result.outcome is Outcome.NOT_KEPT:
        return Translated(Anchor.GVA_TO_GPA, "undefined", None, wrong=False)
    pdptr = scenario.cpu.pdptrs[mode.levels[0].select(gva)]
    if level.number == 1:
        gpa = pdptr & mode.frame_mask | gva & PAGE_MASK
    else:
        gpa = large_frame(pdptr, mode, level) | gva & level.offset_mask
    return Translated(Anchor.GVA_TO_GPA, "mapped", gpa, wrong=True)
