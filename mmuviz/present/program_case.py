"""One operation of a run, looked at from all sides: the guest's path, the shadow's leaf."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from mmuviz.core.access import Access
from mmuviz.core.bits import Pte
from mmuviz.core.events import Anchor, EntryRead
from mmuviz.core.operation import Operation, access_of
from mmuviz.core.shadow.events import AnyEvent, Looked, SlotSet
from mmuviz.core.shadow.pages import index_of, linked
from mmuviz.core.shadow.program import Executed
from mmuviz.core.shadow.state import ShadowState, shadow_state
from mmuviz.core.trace import Semantics
from mmuviz.present.run_frame import VERSIONS, RunRecord

_Event = TypeVar("_Event", bound=AnyEvent)


@dataclass(frozen=True, slots=True)
class ShadowEntry:
    """An entry of the shadow tables.

    Attributes:
        page: the number of its page.
        index: its number in the page.
        level: the level of the page.
        value: what stands there.
    """

    page: int
    index: int
    level: int
    value: int


def of_type(executed: Executed | None, kind: type[_Event]) -> tuple[_Event, ...]:
    """Return the events of one type; none of an operation that did not run."""
    events: tuple[AnyEvent, ...] = () if executed is None else executed.events
    return tuple(event for event in events if isinstance(event, kind))


@dataclass(frozen=True)
class Case:
    """An operation of a run.

    Attributes:
        record: the run.
        number: the operation's number, from 0.
    """

    record: RunRecord
    number: int

    @property
    def operation(self) -> Operation:
        """What the guest does."""
        return self.record.operations[self.number]

    @property
    def access(self) -> Access | None:
        """The access that it is; None for one that loads a register."""
        return access_of(self.operation)

    def executed(self, semantics: Semantics) -> Executed | None:
        """Return it as it was run; None where the machine was dead by then."""
        return self.record.executed(semantics, self.number)

    @cached_property
    def hardware(self) -> Executed | None:
        """As the bare processor ran it."""
        return self.executed(Semantics.HARDWARE)

    @cached_property
    def path(self) -> tuple[EntryRead, ...]:
        """The guest's entries that the bare processor read, from the root down."""
        return of_type(self.hardware, EntryRead)

    def other(self, number: int) -> "Case":
        """Return another operation of the run."""
        return Case(self.record, number)

    @cached_property
    def states(self) -> Mapping[Semantics, ShadowState]:
        """The shadow of each version as it stands after the operation."""
        found: dict[Semantics, ShadowState] = {}
        for version in VERSIONS:
            run = self.record.runs[version][: self.number + 1]
            events = (event for executed in run for event in executed.events)
            found[version] = shadow_state(self.record.scenario, events)
        return found

    def shadow(self, version: Semantics) -> tuple[ShadowEntry, ...]:
        """Return the shadow entries of the address after the operation, from the root down."""
        looked = of_type(self.executed(version), Looked)
        if not looked or self.access is None:
            return ()
        return _followed(self.states[version], looked[-1].path[0][0], self.access.gva)

    def leaf(self, version: Semantics) -> ShadowEntry | None:
        """Return the shadow's leaf after the operation; None where the tables lead to none."""
        found = self.shadow(version)
        return found[-1] if found and found[-1].level == 1 and found[-1].value else None

    def builder(self, version: Semantics) -> int | None:
        """Return the number of the operation that built the leaf; None without a leaf."""
        leaf = self.leaf(version)
        if leaf is None:
            return None
        place = Anchor.SET_ENTRY, leaf.page, leaf.index
        run = self.record.runs[version]
        return next(
            number
            for number in range(self.number, -1, -1)
            for event in of_type(run[number], SlotSet)
            if (event.anchor, event.page, event.index) == place
        )


def _followed(state: ShadowState, root: int, gva: int) -> tuple[ShadowEntry, ...]:
    """Follow `gva` through the shadow from its root's page on."""
    found: list[ShadowEntry] = []
    page: int | None = root
    while page is not None:
        level = state.pages[page].role.level
        index = index_of(gva, level)
        value = state.slot(page, index)
        found.append(ShadowEntry(page, index, level, value))
        page = linked(value) if level > 1 and value & Pte.P else None
    return tuple(found)
