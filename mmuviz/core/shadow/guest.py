"""The run loop: guest access, shadow lookup, vmexit, page_fault, and what comes of it.

Source: semantics.md, 5.
"""

from collections.abc import Generator
from dataclasses import dataclass, replace
from enum import Enum

from mmuviz.core.access import Access
from mmuviz.core.bits import PAGE_MASK
from mmuviz.core.cpu import CpuState
from mmuviz.core.events import Anchor
from mmuviz.core.load import LoadFault, load_cr3
from mmuviz.core.scenario import Scenario
from mmuviz.core.shadow.disasters import Disaster, HostBug, HostHang, NotKept
from mmuviz.core.shadow.emulate import emulated_write
from mmuviz.core.shadow.events import Answer, AnyEvent, VmExit
from mmuviz.core.shadow.lookup import leaf_of, look_up
from mmuviz.core.shadow.pages import FRAME_MASK
from mmuviz.core.shadow.vcpu import Vcpu
from mmuviz.core.shadow.version import VERSIONS
from mmuviz.core.trace import Semantics

MOST_EXITS = 8


class Ending(Enum):
    """How an operation of the guest ended. The value is its word in files and on the screen."""

    DONE = "done"
    INJECTED = "injected"
    EMULATE = "emulate"
    LIVELOCK = "livelock"
    HOST_BUG = "host_bug"
    HOST_HANG = "host_hang"
    GP = "gp"
    NOT_KEPT = "not_kept"
    PAGING_OFF = "paging_off"

    @property
    def is_fatal(self) -> bool:
        """Whether nothing can run after it."""
        return self in _DISASTERS.values()


ALLOWED = frozenset({Ending.DONE, Ending.EMULATE, Ending.PAGING_OFF})
"""The guest gets what it asked for, by the processor or by KVM's emulator."""

_DISASTERS = {
    HostBug: Ending.HOST_BUG,
    HostHang: Ending.HOST_HANG,
    NotKept: Ending.NOT_KEPT,
}
_ANSWERS = {
    Answer.INJECT: Ending.INJECTED,
    Answer.EMULATE: Ending.EMULATE,
}


@dataclass(frozen=True, slots=True)
class GuestResult:
    """What one operation of the guest came to.

    Attributes:
        ending: how it ended.
        error_code: the injected code; None without one.
        vmexits: how many it needed, the fatal one included.
        pf_fixed: increments of the statistic.
        first_exit_code: the processor's code at the first vmexit; None without one.
        host_asserts: assertions of the host that failed.
    """

    ending: Ending
    error_code: int | None = None
    vmexits: int = 0
    pf_fixed: int = 0
    first_exit_code: int | None = None
    host_asserts: int = 0

    @property
    def answer(self) -> tuple[Ending, int | None]:
        """What the guest notices: allowed, however, or how not, and the code."""
        return (Ending.DONE if self.ending in ALLOWED else self.ending), self.error_code

    @property
    def told(self) -> tuple[Ending, int | None, int, int]:
        """All that is told of it: how it ended, with what code, and what it cost."""
        return self.ending, self.error_code, self.vmexits, self.pf_fixed


class Guest:
    """A guest on the shadow MMU of one version, from a cold shadow on.

    Every operation is a generator of events that returns a `GuestResult`. Once an operation has
    ended fatally the machine is dead, and none may follow.

    Attributes:
        semantics: BEFORE or AFTER.
        vcpu: its state.
        ending: the fatal ending; None while it lives.
    """

    __slots__ = ("_exits", "_version", "ending", "semantics", "vcpu")

    def __init__(self, semantics: Semantics, scenario: Scenario) -> None:
        """Start from `scenario`; the roots are taken by the first operation.

        Raises:
            KeyError: hardware has no shadow MMU.
        """
        self._version = VERSIONS[semantics]
        self.semantics = semantics
        self.vcpu = Vcpu(scenario)
        self.ending: Ending | None = None
        self._exits: list[int] = []

    def access(
        self, access: Access, value: int | None = None, *, emulator: bool = True
    ) -> Generator[AnyEvent, None, GuestResult]:
        """Access memory; a write stores `value`, or the bytes that are there already.

        Args:
            access: what the guest does.
            value: the entry that a write stores; None leaves memory as it is.
            emulator: let the emulator run where KVM asks for it.
        """
        cpu = self.vcpu.cpu
        if not cpu.pg:
            return GuestResult(Ending.PAGING_OFF)  # KVM's tables for that are another matter
        if not cpu.mode.is_canonical(access.gva):
            return GuestResult(Ending.GP)
        return (yield from self._counted(self._access(access, value, emulator=emulator)))

    def set_wp(self, *, wp: bool) -> Generator[AnyEvent, None, GuestResult]:
        """Write CR0.WP: the roots are freed and taken anew."""
        return (yield from self._counted(self._reload(replace(self.vcpu.cpu, wp=wp))))

    def load_cr3(self, cr3: int) -> Generator[AnyEvent, None, GuestResult]:
        """Load CR3, in PAE mode the PDPTRs too."""
        loaded = load_cr3(self.vcpu.scenario(Access()), cr3)
        if isinstance(loaded, LoadFault):
            return GuestResult(Ending.GP)
        return (yield from self._counted(self._reload(loaded.cpu)))

    def _counted(
        self, operation: Generator[AnyEvent, None, tuple[Ending, int | None]]
    ) -> Generator[AnyEvent, None, GuestResult]:
        """Run an operation to its end or disaster, and count what it cost."""
        assert self.ending is None, "nothing runs on a dead machine"
        vcpu = self.vcpu
        exits: list[int] = []
        self._exits = exits
        fixed, asserts = vcpu.pf_fixed, vcpu.cache.asserts
        code: int | None = None
        try:
            if not vcpu.roots:
                yield from vcpu.take_roots()
            ending, code = yield from operation
        except Disaster as disaster:
            ending = self.ending = _DISASTERS[type(disaster)]
        return GuestResult(
            ending,
            code,
            len(exits),
            vcpu.pf_fixed - fixed,
            exits[0] if exits else None,
            vcpu.cache.asserts - asserts,
        )

    def _access(
        self, access: Access, value: int | None, *, emulator: bool
    ) -> Generator[AnyEvent, None, tuple[Ending, int | None]]:
        """Go round until the access is done or answered, or has exited too often."""
        vcpu, exits = self.vcpu, self._exits
        page_fault = self._version.page_fault
        while (error_code := (yield from look_up(vcpu, access))) is not None:
            if len(exits) == MOST_EXITS:
                return Ending.LIVELOCK, None
            exits.append(error_code)
            yield VmExit(Anchor.VMEXIT, len(exits), error_code)
            answered = yield from page_fault(vcpu, access.gva, error_code)
            yield answered
            if answered.answer is Answer.EMULATE and emulator:
                yield from self._emulate(access, value)
            if answered.answer is not Answer.RESUME:
                return _ANSWERS[answered.answer], answered.error_code
        if value is not None:
            leaf = leaf_of(vcpu, access.gva)
            assert leaf is not None, "the processor has just used it"
            gpa = leaf & FRAME_MASK | access.gva & PAGE_MASK
            yield vcpu.store(Anchor.STORE, gpa, value)
        return Ending.DONE, None

    def _emulate(self, access: Access, value: int | None) -> Generator[AnyEvent, None, None]:
        """Let the emulator do the access; what it has no RAM for goes to a device."""
        vcpu = self.vcpu
        translated = yield from self._version.translate(vcpu, access.gva)
        gpa = translated.gpa
        if access.write and gpa is not None and gpa in vcpu.ram:
            yield from emulated_write(vcpu, gpa, vcpu.read(gpa) if value is None else value)

    def _reload(self, cpu: CpuState) -> Generator[AnyEvent, None, tuple[Ending, int | None]]:
        """Take the registers, free the roots and take them anew."""
        self.vcpu.cpu = cpu
        self.vcpu.free_roots()
        yield from self.vcpu.take_roots()
        return Ending.DONE, None
