"""walk_addr before the change: it finds the entry, and judges nothing (semantics.md, 3 and 6)."""

from collections.abc import Generator

from mmuviz.core.bits import Pte
from mmuviz.core.events import Anchor, Descended, Event, Translated
from mmuviz.core.paging import PagingMode
from mmuviz.core.result import Outcome, WalkResult
from mmuviz.core.scenario import Scenario
from mmuviz.core.walk import _steps as steps


def walk(scenario: Scenario) -> Generator[Event, None, WalkResult]:
    """Walk the guest's tables to the entry that maps the address, or to the first absent one."""
    cpu, gva = scenario.cpu, scenario.access.gva
    if not cpu.pg:
        event, result = steps.paging_off(scenario)
        yield event
        return result
    mode, table, levels = cpu.mode, cpu.root_table, cpu.mode.levels
    if mode is PagingMode.PAE:
        read = steps.read_pdptr(scenario)
        yield read
        entry = cpu.pdptrs[read.index]
        absent = not entry & Pte.P
        yield steps.check(Anchor.PDPTR_PRESENT, read.level, (absent,), absent)
        if absent:
            return WalkResult(Outcome.NOT_PRESENT, read.level, entry=entry)
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
        present = bool(entry & Pte.P)
        if present and not entry & Pte.A:
            yield tables.set_bits(read, Pte.A)
            entry |= Pte.A
        else:
            terms = (True, False) if present else (False, None)
            yield steps.check(Anchor.ACCESSED, level, terms, False)
        yield steps.check(Anchor.PRESENT, level, (not present,), not present)
        if not present:
            return WalkResult(
                Outcome.NOT_PRESENT, level, read.address, entry, inherited_ar=inherited_ar
            )
        ps = level.number == 2 and bool(entry & Pte.PS)
        leaf = steps.leaf_check(mode, level, ps, cpu.pse)
        yield leaf
        if leaf.holds:
            return steps.mapped(scenario, read, entry, inherited_ar)
        inherited_ar &= entry
        table = entry & mode.frame_mask
        yield Descended(Anchor.NEXT, level, inherited_ar, table)
    return steps.not_kept(read)


def gva_to_gpa(scenario: Scenario) -> Generator[Event, None, Translated]:
    """Translate the address for KVM itself: the entry it ended on absent means unmapped."""
    result = yield from walk(scenario)
    status = "unmapped" if result.gpa is None else "mapped"
    translated = Translated(Anchor.GVA_TO_GPA, status, result.gpa, wrong=False)
    yield translated
    return translated
