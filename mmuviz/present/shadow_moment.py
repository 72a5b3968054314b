"""A moment of a run as one version's shadow has it: what stands, and what this step changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from mmuviz.core.access import Access
from mmuviz.core.bits import Pte
from mmuviz.core.cpu import CpuState
from mmuviz.core.events import EntryRead, EntryWritten
from mmuviz.core.operation import TableWrite, Touch
from mmuviz.core.paging import PagingMode
from mmuviz.core.shadow.events import AnyEvent, GuestStored, SlotSet
from mmuviz.core.shadow.pages import Role, index_of, linked, role_of
from mmuviz.core.shadow.phases import Phase
from mmuviz.core.shadow.state import ShadowState, shadow_state
from mmuviz.core.trace import Semantics
from mmuviz.present.run_frame import RunFrame

_HALF = 512


class Part(NamedTuple):
    """What a shadow page can stand for: a guest's table, or a part of a 32-bit one.

    Attributes:
        role: as what; `metaphysical` where there is no guest table.
        gfn: the guest frame.
    """

    role: Role
    gfn: int

    @property
    def shared(self) -> int:
        """How many shadow pages one guest table takes: 4 a 32-bit directory, 2 a table."""
        return 1 << self.role.level if self.role.levels == 2 else 1

    @property
    def entries(self) -> range:
        """The guest's entries that it stands for."""
        size = 1024 // self.shared if self.role.levels == 2 else _HALF
        return range(self.role.quadrant * size, (self.role.quadrant + 1) * size)

    @property
    def _slots_each(self) -> int:
        """Shadow entries that one entry of the guest takes: 2 in a 32-bit directory."""
        return _HALF // len(self.entries)

    def entry_of(self, slot: int) -> int:
        """Return the number of the guest's entry that a shadow entry stands for."""
        return self.entries.start + slot // self._slots_each

    def slot_of(self, entry: int) -> int:
        """Return the number of the first shadow entry that stands for a guest's entry."""
        return (entry - self.entries.start) * self._slots_each


@dataclass(frozen=True)
class ShadowMoment:
    """A frame of a run, seen from one version.

    Attributes:
        frame: the moment.
        version: BEFORE or AFTER.
    """

    frame: RunFrame
    version: Semantics

    @cached_property
    def events(self) -> tuple[AnyEvent, ...]:
        """All events up to and with this step."""
        return self.frame.events(self.version)

    @property
    def phase(self) -> Phase | None:
        """What happens at this very step; None where the version waits."""
        return self.frame.current(self.version)

    @property
    def latest(self) -> tuple[AnyEvent, ...]:
        """The events of this very step."""
        return self.phase.events if self.phase else ()

    @cached_property
    def now(self) -> ShadowState:
        """What stands at this step."""
        return shadow_state(self.frame.record.scenario, self.events)

    @cached_property
    def earlier(self) -> ShadowState:
        """What stood before this step."""
        count = len(self.events) - len(self.latest)
        return shadow_state(self.frame.record.scenario, self.events[:count])

    @property
    def cpu(self) -> CpuState:
        """The registers as they stand."""
        run = self.frame.record.runs[self.version]
        started = self.frame.done(self.version) > 0 or self.frame.operation >= len(run)
        known = run[: self.frame.operation + started]
        return known[-1].cpu if known else self.frame.record.scenario.cpu

    @property
    def mode(self) -> PagingMode:
        """The guest's paging mode, which no operation changes."""
        return self.frame.record.scenario.cpu.mode

    @property
    def access(self) -> Access | None:
        """The access of the operation; None where it loads a register."""
        operation = self.frame.record.operations[self.frame.operation]
        return operation.access if isinstance(operation, Touch | TableWrite) else None

    @cached_property
    def changed(self) -> Mapping[tuple[int, int], SlotSet]:
        """(page, entry) to its last change, where this step made it another; `old` is the first."""
        found: dict[tuple[int, int], SlotSet] = {}
        for event in self.latest:
            if isinstance(event, SlotSet):
                at = event.page, event.index
                old = found[at].old if at in found else event.old
                found[at] = SlotSet(event.anchor, *at, old, event.new)
        return {at: change for at, change in found.items() if change.old != change.new}

    @cached_property
    def written(self) -> Mapping[int, int]:
        """Guest-physical address of an entry to what stood there, where this step changed it."""
        found: dict[int, int] = {}
        for event in self.latest:
            if isinstance(event, EntryWritten):
                found.setdefault(event.address, event.old)
            elif isinstance(event, GuestStored):
                found.setdefault(event.gpa, event.old)
        return {gpa: old for gpa, old in found.items() if self.entry(gpa) != old}

    def entry(self, gpa: int) -> int | None:
        """Return the guest's entry at `gpa`: 0 outside RAM, None where it is not kept."""
        if gpa not in self.frame.record.scenario.ram:
            return 0
        return self.now.memory.read(gpa, self.mode.entry_size)

    @cached_property
    def shadow_path(self) -> frozenset[tuple[int, int]]:
        """(page, entry) of the access in the shadow as it stands, as far as it leads."""
        state, access = self.now, self.access
        if access is None or not state.roots or not self.cpu.pg:
            return frozenset()
        number = state.roots[0 if len(state.roots) == 1 else access.gva >> 30 & 3]
        found: set[tuple[int, int]] = set()
        for level in range(state.pages[number].role.level, 0, -1):  # pragma: no branch  # ends at 1
            at = number, index_of(access.gva, level)
            found.add(at)
            if level == 1 or not state.slot(*at) & Pte.P:
                break
            number = linked(state.slot(*at))
        return frozenset(found)

    @cached_property
    def guest_path(self) -> Mapping[Part, int]:
        """What the operation's walks read, with the number of the shadow entry beside it."""
        executed, access = self.frame.executed(self.version), self.access
        if executed is None or access is None:
            return {}
        found: dict[Part, int] = {}
        for event in executed.events:
            if isinstance(event, EntryRead) and event.address is not None:
                number = event.level.number
                part = Part(role_of(self.mode, number, access.gva), event.table >> 12)
                found[part] = index_of(access.gva, number)
        return found
