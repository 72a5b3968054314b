"""A guest program run on both versions and on the bare processor, and one moment of it.

Moments line the versions up: the same phase of the same try of the same operation is one moment.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from mmuviz.core.events import Anchor
from mmuviz.core.operation import Operation
from mmuviz.core.processor import run_on_processor
from mmuviz.core.scenario import Scenario
from mmuviz.core.shadow.audit import audits
from mmuviz.core.shadow.events import AnyEvent
from mmuviz.core.shadow.guest import Ending
from mmuviz.core.shadow.phases import Phase, PhaseKind, phases
from mmuviz.core.shadow.program import Executed, run_program
from mmuviz.core.trace import Semantics

VERSIONS = (Semantics.BEFORE, Semantics.AFTER)
"""What has a shadow MMU."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A step of the run.

    Attributes:
        operation: the operation's number, from 0.
        place: (round, rank) of the phase; (0, -1) for an operation without phases.
    """

    operation: int
    place: tuple[int, int]


@dataclass(frozen=True)
class RunRecord:
    """The program of a scenario, run from a cold shadow by all three.

    Attributes:
        scenario: the guest and its program.
    """

    scenario: Scenario

    @property
    def operations(self) -> tuple[Operation, ...]:
        """What the guest does."""
        return self.scenario.program

    @cached_property
    def runs(self) -> Mapping[Semantics, tuple[Executed, ...]]:
        """The operations as run, by semantics; shorter than the program where a machine died."""
        scenario, program = self.scenario, self.operations
        versions = {version: run_program(version, scenario, program) for version in VERSIONS}
        return versions | {Semantics.HARDWARE: run_on_processor(scenario, program)}

    @cached_property
    def phases(self) -> Mapping[Semantics, tuple[tuple[Phase, ...], ...]]:
        """The phases of each operation that ran, by version."""
        return {
            version: tuple(phases(executed.events) for executed in self.runs[version])
            for version in VERSIONS
        }

    @cached_property
    def audits(self) -> Mapping[Semantics, tuple[int, ...]]:
        """The complaints of KVM's self-check after each operation that left a living machine."""
        scenario, program = self.scenario, self.operations
        return {version: audits(version, scenario, program) for version in VERSIONS}

    @cached_property
    def moments(self) -> tuple[Moment, ...]:
        """All moments in order; every operation has at least one."""
        found: list[Moment] = []
        for number in range(len(self.operations)):
            places = {
                phase.place for version in VERSIONS for phase in self.phases_of(version, number)
            }
            found += (Moment(number, place) for place in sorted(places or {(0, -1)}))
        return tuple(found)

    def executed(self, semantics: Semantics, operation: int) -> Executed | None:
        """Return an operation as it was run; None where that machine was dead by then."""
        run = self.runs[semantics]
        return run[operation] if operation < len(run) else None

    def phases_of(self, version: Semantics, operation: int) -> tuple[Phase, ...]:
        """Return the phases of an operation; none where that machine was dead by then."""
        run = self.phases[version]
        return run[operation] if operation < len(run) else ()

    @cached_property
    def starts(self) -> tuple[int, ...]:
        """The first step of each operation, from 1."""
        return tuple(
            step
            for step, moment in enumerate(self.moments, 1)
            if step == 1 or self.moments[step - 2].operation != moment.operation
        )

    def last_step_of(self, operation: int) -> int:
        """Return the last step of an operation."""
        later = self.starts[operation + 1 :]
        return later[0] - 1 if later else len(self.moments)

    def differs(self, operation: int) -> bool:
        """Whether the versions answer an operation differently: by what is told of it."""
        executed = [self.executed(version, operation) for version in VERSIONS]
        before, after = (None if one is None else one.result.told for one in executed)
        return before != after

    @property
    def differing(self) -> tuple[int, ...]:
        """The numbers of the operations that the versions answer differently."""
        return tuple(number for number in range(len(self.operations)) if self.differs(number))

    def unlike_hardware(self, version: Semantics, operation: int) -> bool:
        """Whether a version lets an operation end otherwise than the bare processor does.

        What it costs does not count, and emulated is as good as done. False where either has
        nothing to say: its machine is dead, the file does not keep what is needed.
        """
        mine, right = (self.executed(who, operation) for who in (version, Semantics.HARDWARE))
        if mine is None or right is None:
            return False
        answers = mine.result.answer, right.result.answer
        return answers[0] != answers[1] and all(
            ending is not Ending.NOT_KEPT for ending, _ in answers
        )


@dataclass(frozen=True)
class RunFrame:
    """What the screen says of a run at step `step`.

    Attributes:
        record: the run.
        step: 0 stands before the first moment; step k shows the effect of moment k.
    """

    record: RunRecord
    step: int

    def __post_init__(self) -> None:
        """Refuse a step that the run does not have."""
        if not 0 <= self.step <= self.last_step:
            raise IndexError(f"the run has steps 0 to {self.last_step}, not {self.step}")

    @property
    def last_step(self) -> int:
        """The number of the last step."""
        return len(self.record.moments)

    @property
    def moment(self) -> Moment:
        """The moment that is shown; at step 0 the one that comes first."""
        return self.record.moments[max(self.step - 1, 0)]

    @property
    def operation(self) -> int:
        """The number of the operation that is shown, from 0."""
        return self.moment.operation

    def executed(self, semantics: Semantics) -> Executed | None:
        """Return the operation as it was run; None where that machine was dead by then."""
        return self.record.executed(semantics, self.operation)

    def phases(self, version: Semantics) -> tuple[Phase, ...]:
        """Return all phases of the operation that is shown."""
        return self.record.phases_of(version, self.operation)

    def done(self, version: Semantics) -> int:
        """Return how many of those phases have happened by now."""
        if not self.step:
            return 0
        return sum(phase.place <= self.moment.place for phase in self.phases(version))

    def current(self, version: Semantics) -> Phase | None:
        """Return the phase that happens at this very step; None where the version waits."""
        done = self.done(version)
        phase = self.phases(version)[done - 1] if done else None
        return phase if phase is not None and phase.place == self.moment.place else None

    def events(self, version: Semantics) -> tuple[AnyEvent, ...]:
        """Return all events of a version up to and with this step, from the cold shadow on."""
        earlier = self.record.runs[version][: self.operation]
        shown = self.phases(version)[: self.done(version)]
        return (
            *(event for executed in earlier for event in executed.events),
            *(event for phase in shown for event in phase.events),
        )

    @property
    def anchors(self) -> Mapping[Semantics, frozenset[Anchor]]:
        """Where each version stands in its functions at this very step.

        The roots are taken before any of them is called.
        """
        current = {version: self.current(version) for version in VERSIONS}
        return {
            version: frozenset(event.anchor for event in phase.events)
            for version, phase in current.items()
            if phase is not None and phase.kind is not PhaseKind.ROOTS
        }

    @property
    def kind(self) -> PhaseKind | None:
        """What is being done at this step; None before the first, and where nothing happens."""
        rank = self.moment.place[1]
        return list(PhaseKind)[rank] if self.step and rank >= 0 else None
