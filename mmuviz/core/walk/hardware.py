"""The processor: collect the whole path, judge rights once, write A and D last.

Source: semantics.md, 7; Intel SDM vol. 3A, 4.6 to 4.8.
"""

from collections.abc import Generator
from functools import cache

from mmuviz.core.access import Access
from mmuviz.core.bits import PAGE_MASK, PAGE_SHIFT, Pferr, Pte
from mmuviz.core.cpu import CpuState
from mmuviz.core.entry import large_frame, pse36_bits, reserved_mask
from mmuviz.core.events import (
    Anchor,
    Check,
    Composed,
    Descended,
    EntryRead,
    Event,
    Judged,
    Jumped,
    Returned,
    RightsNarrowed,
)
from mmuviz.core.paging import Level, PagingMode
from mmuviz.core.result import Outcome, WalkResult
from mmuviz.core.scenario import Scenario
from mmuviz.core.walk import _steps as steps


def walk(scenario: Scenario) -> Generator[Event, None, WalkResult]:
    """Translate the address as the CPU does, or fault."""
    cpu, access = scenario.cpu, scenario.access
    mode, table, levels = cpu.mode, cpu.root_table, cpu.mode.levels
    if not cpu.pg:
        event, result = steps.paging_off(scenario)
        yield event
        return result
    if not mode.is_canonical(access.gva):
        yield Jumped(Anchor.NON_CANONICAL, None, None)
        return WalkResult(Outcome.NON_CANONICAL, error_code=0)
    if mode is PagingMode.PAE:
        read = steps.read_pdptr(scenario)
        yield read
        entry = cpu.pdptrs[read.index]
        absent = not entry & Pte.P
        yield steps.check(Anchor.PDPTR_PRESENT, read.level, (absent,), absent)
        if absent:
            error_code = yield from _fault(cpu, access, 0)
            return WalkResult(Outcome.NOT_PRESENT, read.level, entry=entry, error_code=error_code)
        table, levels = entry & mode.frame_mask, levels[1:]
        yield Descended(Anchor.PDPTR_NEXT, read.level, Pte.W | Pte.U, table)
    tables = steps.Tables(scenario)
    writable = user = True
    no_execute = False
    path: list[EntryRead] = []
    for level in levels:  # pragma: no branch  # level 1 ends every walk
        read = tables.read(level, table, access.gva)
        yield read
        if read.value is None:
            return steps.not_kept(read)
        entry = read.value
        absent = not entry & Pte.P
        yield steps.check(Anchor.PRESENT, level, (absent,), absent)
        if absent:
            return (yield from _refuse(scenario, Outcome.NOT_PRESENT, 0, read, path))
        ps = level.number in (2, 3) and bool(entry & Pte.PS)  # level 3: a 1 GiB page
        leaf = steps.leaf_check(mode, level, ps, cpu.pse)
        large = leaf.holds and level.number > 1
        reserved = bool(entry & reserved_mask(mode, level, large, cpu.maxphyaddr, cpu.nxe))
        yield steps.check(Anchor.RESERVED, level, (reserved,), reserved)
        if reserved:
            code = Pferr.P | Pferr.RSVD
            return (yield from _refuse(scenario, Outcome.RESERVED_BIT, code, read, path))
        writable = writable and bool(entry & Pte.W)
        user = user and bool(entry & Pte.U)
        no_execute = no_execute or bool(mode is not PagingMode.X32 and entry & Pte.NX)
        yield _narrowed(level, writable, user, no_execute)
        if level.number < 4:  # a PML4E never maps a page
            yield leaf
        if leaf.holds:
            break
        path.append(read)
        table = entry & mode.frame_mask
    judged = _judge(
        (access.write, access.user, access.fetch),
        (cpu.wp, cpu.smep, cpu.smap and not cpu.ac),
        (writable, user, no_execute),
    )
    yield judged
    if judged.refused:
        return (yield from _refuse(scenario, Outcome.ACCESS_ERROR, Pferr.P, read, path))
    for used in path:
        if not tables.written.get(_address(used), used.value or 0) & Pte.A:
            yield tables.set_bits(used, Pte.A)
    bits = Pte.A | Pte.D if access.write else Pte.A
    entry = tables.written.get(_address(read), entry)
    if entry & bits != bits:
        written = tables.set_bits(read, bits)
        entry = written.new
        yield written
    yield _RETURN_OK
    rights = (Pte.W if writable else 0) | (Pte.U if user else 0)
    gpa = _gpa(cpu, access.gva, level, entry)
    return WalkResult(Outcome.MAPPED, level, read.address, entry, gpa >> PAGE_SHIFT, gpa, rights)


_RETURN_OK = Returned(Anchor.RETURN_OK, None)


def _address(read: EntryRead) -> int:
    assert read.address is not None, "hardware collects entries of tables, not registers"
    return read.address


@cache
def _narrowed(level: Level, writable: bool, user: bool, no_execute: bool) -> RightsNarrowed:  # noqa: FBT001  # positional: the key of a cache asked at every level
    """Return the one `RightsNarrowed` of these values."""
    return RightsNarrowed(Anchor.COLLECT, level, writable, user, no_execute)


_Bits = tuple[bool, bool, bool]


@cache
def _judge(access: _Bits, cpu: _Bits, path: _Bits) -> Judged:
    """Judge b, c, x and s over the whole path; no order among them.

    Args:
        access: write, user, fetch.
        cpu: CR0.WP; CR4.SMEP; CR4.SMAP with EFLAGS.AC clear.
        path: W, U and NX as collected.
    """
    write, user, fetch = access
    wp, smep, smap = cpu
    page_writable, page_user, no_execute = path
    checks = (
        steps.write_check(None, write, page_writable, user, wp),
        steps.user_check(None, user, page_user),
        _fetch_check(fetch, no_execute),
        _supervisor_check(user, page_user, fetch and smep, not fetch and smap),
    )
    return Judged(Anchor.JUDGE, checks, any(check.holds for check in checks))


def _fetch_check(fetch: bool, no_execute: bool) -> Check:  # noqa: FBT001  # the condition's terms
    """Test x: a fetch, NX set."""
    terms = (True, no_execute) if fetch else (False, None)
    return steps.check(Anchor.FETCH, None, terms, fetch and no_execute)


def _supervisor_check(user: bool, page_user: bool, smep: bool, smap: bool) -> Check:  # noqa: FBT001  # the condition's terms
    """Test s: a supervisor access to a user page that SMEP or SMAP forbids.

    Terms: supervisor, U, (a fetch and SMEP), (data and SMAP and EFLAGS.AC clear).
    """
    terms: steps.Terms = (True, True, smep, None if smep else smap)
    if user:
        terms = (False, None, None, None)
    elif not page_user:
        terms = (True, False, None, None)
    return steps.check(Anchor.SUPERVISOR, None, terms, not user and page_user and (smep or smap))


def _refuse(
    scenario: Scenario, outcome: Outcome, code: int, read: EntryRead, path: list[EntryRead]
) -> Generator[Event, None, WalkResult]:
    """Fault. Whether the levels passed get A, the manual leaves open: say so, write nothing."""
    error_code = yield from _fault(scenario.cpu, scenario.access, code)
    may_set = tuple((used.level, _address(used)) for used in path if not (used.value or 0) & Pte.A)
    return WalkResult(
        outcome, read.level, read.address, read.value, error_code=error_code, may_set=may_set
    )


def _fault(cpu: CpuState, access: Access, error_code: int) -> Generator[Event, None, int]:
    """Compose the code at once and raise #PF.

    I tells a fetch apart only where the CPU could forbid one: SMEP, or NXE in PAE and long mode.
    """
    if access.write:
        error_code |= Pferr.W
    if access.user:
        error_code |= Pferr.U
    if access.fetch and (cpu.smep or (cpu.nxe and cpu.mode is not PagingMode.X32)):
        error_code |= Pferr.I
    bits = Pferr.P | Pferr.W | Pferr.U | Pferr.RSVD | Pferr.I
    yield Composed(Anchor.CODE, bits, error_code)
    yield Returned(Anchor.PAGE_FAULT, error_code)
    return error_code


def _gpa(cpu: CpuState, gva: int, level: Level, entry: int) -> int:
    """Return the physical address of the byte, large pages and PSE-36 included."""
    if level.number == 1:
        return entry & cpu.mode.frame_mask | gva & PAGE_MASK
    base = large_frame(entry, cpu.mode, level)
    if cpu.mode is PagingMode.X32:
        base |= pse36_bits(entry, cpu.maxphyaddr)
    return base | gva & level.offset_mask
