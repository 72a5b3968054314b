"""The MMU test suite of January 2007: one entry's flags, an access, and what has to come of it.

Source: testsuite.json, "enumeration", "setup", "expected_rule", "verdict_order"; semantics.md, 8.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum
from typing import Final

from mmuviz.core.access import Access
from mmuviz.core.bits import Pferr, Pte
from mmuviz.core.cpu import CpuState
from mmuviz.core.events import EntryWritten
from mmuviz.core.memory import GuestMemory, RamRanges
from mmuviz.core.operation import Operation, SetWp, TableWrite, Touch
from mmuviz.core.scenario import Scenario
from mmuviz.core.shadow.guest import Ending, Guest
from mmuviz.core.shadow.program import execute
from mmuviz.core.trace import Semantics, record

GVA: Final = 0x1234_0000_0000
FRAME: Final = 0x200_0000
FLAG_NAMES: Final = (
    "pte.p",
    "pte.rw",
    "pte.user",
    "pte.a",
    "pte.d",
    "user",
    "write",
    "cr0.wp",
)
"""Flag number k is bit k of a case's number."""

FIRST_OF_ORIGINAL: Final = 65
"""The original counts up from here until its counter wraps: 191 of the 256 cases."""

_FLAGS: Final = (Pte.P, Pte.W, Pte.U, Pte.A, Pte.D)
_LINK: Final = Pte.P | Pte.W | Pte.U
_TABLES: Final = (0x1000, 0x2000, 0x3000, 0x4000)  # of the tested path, root first
_IDENTITY: Final = (0x5000, 0x6000)  # the directory pointers and the directory of the mapping
_RAM: Final = RamRanges((range(128 << 20),))
_CPU: Final = CpuState(cr3=_TABLES[0], pae=True, lma=True)


class Verdict(Enum):
    """What is wrong with a case, the first that applies. The value is its word in files."""

    UNEXPECTED_FAULT = "unexpected fault"
    UNEXPECTED_ACCESS = "unexpected access"
    WRONG_CODE = "wrong error code"
    WRONG_PTE = "wrong pte"
    PASS = "pass"  # no password


@dataclass(frozen=True, slots=True)
class Expected:
    """What an x86 does.

    Attributes:
        fault: the access is refused.
        error_code: the code, looked at only where a fault was expected and happened.
        pte: the entry afterwards.
    """

    fault: bool
    error_code: int
    pte: int


@dataclass(frozen=True, slots=True)
class Case:
    """One combination of flags.

    Attributes:
        number: 0 to 255: the flags as bits, in the order of FLAG_NAMES.
    """

    number: int

    @property
    def flags(self) -> tuple[str, ...]:
        """The names of the flags that are set."""
        return tuple(name for bit, name in enumerate(FLAG_NAMES) if self.number >> bit & 1)

    @property
    def run_by_original(self) -> bool:
        """Whether the original runs it."""
        return self.number >= FIRST_OF_ORIGINAL

    @property
    def pte(self) -> int:
        """The entry before the access."""
        return FRAME | sum(flag for bit, flag in enumerate(_FLAGS) if self.number >> bit & 1)

    @property
    def access(self) -> Access:
        """The access."""
        return Access(GVA, write=bool(self.number >> 6 & 1), user=bool(self.number >> 5 & 1))

    @property
    def wp(self) -> bool:
        """CR0.WP."""
        return bool(self.number >> 7 & 1)

    @property
    def expected(self) -> Expected:
        """What the original expects."""
        pte, access = self.pte, self.access
        fault = (
            not pte & Pte.P
            or (access.user and not pte & Pte.U)
            or (access.write and not pte & Pte.W and (self.wp or access.user))
        )
        code = (Pferr.W if access.write else 0) | (Pferr.U if access.user else 0)
        if pte & Pte.P:
            code |= Pferr.P
        if not fault:
            pte |= Pte.A | (Pte.D if access.write else 0)
        return Expected(fault, code, pte)

    @property
    def scenario(self) -> Scenario:
        """The case as a guest of its own, with cold shadow tables."""
        scenario = _scenario(self.pte)
        return replace(scenario, cpu=replace(scenario.cpu, wp=self.wp), access=self.access)


CASES: Final = tuple(Case(number) for number in range(256))


@dataclass(frozen=True, slots=True)
class CaseResult:
    """What a case came to.

    Attributes:
        case: the case.
        verdict: what is wrong; PASS where nothing is.
        ending: DONE, INJECTED or whatever else the machine came to.
        error_code: the injected code; None without one.
        pte: the entry afterwards.
        vmexits: of the tested access; 0 for hardware.
        pf_fixed: of the tested access; 0 for hardware.
        upper: the entries above it afterwards, root first.
    """

    case: Case
    verdict: Verdict
    ending: Ending
    error_code: int | None
    pte: int
    vmexits: int
    pf_fixed: int
    upper: tuple[int, ...]


def run_case(semantics: Semantics, case: Case) -> CaseResult:
    """Run a case in a guest of its own."""
    if semantics is Semantics.HARDWARE:
        return _run_on_hardware(case)
    return _run(Guest(semantics, case.scenario), case)


def run_original(semantics: Semantics) -> Iterator[CaseResult]:
    """Run the original's cases in one guest, as it did: its kernel writes the four entries anew.

    Raises:
        KeyError: hardware has no guest to keep.
    """
    guest = Guest(semantics, _scenario(FRAME))
    wp = False
    for case in CASES[FIRST_OF_ORIGINAL:]:
        operations: list[Operation] = [SetWp(case.wp)] if case.wp != wp else []
        wp = case.wp
        addresses = _entry_addresses()
        values = [*(guest.vcpu.read(address) for address in addresses[:3]), case.pte]
        operations += (TableWrite(*pair) for pair in zip(addresses, values, strict=True))
        for operation in operations:
            execute(guest, operation)
        yield _run(guest, case)


def _run(guest: Guest, case: Case) -> CaseResult:
    result = execute(guest, Touch(case.access)).result
    *upper, pte = (guest.vcpu.read(address) for address in _entry_addresses())
    verdict = judge(case, result.ending is Ending.INJECTED, result.error_code, pte)
    return CaseResult(
        case,
        verdict,
        result.ending,
        result.error_code,
        pte,
        result.vmexits,
        result.pf_fixed,
        tuple(upper),
    )


def _run_on_hardware(case: Case) -> CaseResult:
    scenario = case.scenario
    trace = record(Semantics.HARDWARE, scenario)
    written = {event.address: event.new for event in trace.events if type(event) is EntryWritten}
    addresses = _entry_addresses()
    *upper, pte = (written.get(address, scenario.entry(address) or 0) for address in addresses)
    code = trace.result.error_code
    verdict = judge(case, code is not None, code, pte)
    ending = Ending.DONE if code is None else Ending.INJECTED
    return CaseResult(case, verdict, ending, code, pte, 0, 0, tuple(upper))


def judge(case: Case, fault: bool, error_code: int | None, pte: int) -> Verdict:  # noqa: FBT001  # what was seen, in the original's order
    """Return the first thing that is wrong, in the original's order."""
    expected = case.expected
    if fault and not expected.fault:
        return Verdict.UNEXPECTED_FAULT
    if expected.fault and not fault:
        return Verdict.UNEXPECTED_ACCESS
    if fault and error_code != expected.error_code:
        return Verdict.WRONG_CODE
    return Verdict.PASS if pte == expected.pte else Verdict.WRONG_PTE


def _entry_addresses() -> list[int]:
    levels = _CPU.mode.levels
    return [table + 8 * level.select(GVA) for table, level in zip(_TABLES, levels, strict=True)]


def _scenario(pte: int) -> Scenario:
    """Return the guest: the tested path, and all RAM mapped at its own address for the kernel."""
    following = (*(table | _LINK for table in _TABLES[1:]), pte)
    words = dict(zip(_entry_addresses(), following, strict=True))
    words[_TABLES[0]], words[_IDENTITY[0]] = (table | Pte.P | Pte.W for table in _IDENTITY)
    for number in range(_RAM.size >> 21):
        words[_IDENTITY[1] + 8 * number] = number << 21 | Pte.P | Pte.W | Pte.PS | Pte.G
    return Scenario(_CPU, GuestMemory(words=words), _RAM)
