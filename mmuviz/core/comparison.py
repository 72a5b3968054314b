"""A scenario as several opinions see it: walks side by side, and what each comes to."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from mmuviz.core.compare import Row, align, parts
from mmuviz.core.compare_ends import End, PathEntry, end_of, path_entries
from mmuviz.core.scenario import Scenario
from mmuviz.core.trace import Semantics, Trace, record


@dataclass(frozen=True)
class Comparison:
    """The opinions on the access of one scenario; each part is made when it is asked for.

    Attributes:
        scenario: what is asked.
        shown: whose opinions, in the order of `Semantics`; at least one.
    """

    scenario: Scenario
    shown: tuple[Semantics, ...] = tuple(Semantics)

    def __post_init__(self) -> None:
        """Refuse a comparison of nothing, or one out of order."""
        if not self.shown or list(self.shown) != [one for one in Semantics if one in self.shown]:
            raise ValueError(f"found {self.shown}, expected semantics in their order")

    @cached_property
    def traces(self) -> Mapping[Semantics, Trace]:
        """The walks."""
        return {semantics: record(semantics, self.scenario) for semantics in self.shown}

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """The walks aligned; a step is a row, step k shows what row k - 1 says."""
        return align(tuple(self.traces.values()))

    @cached_property
    def entries(self) -> tuple[PathEntry, ...]:
        """The entries on the path of any of the walks."""
        return path_entries(tuple(self.traces.values()))

    @cached_property
    def ends(self) -> Mapping[Semantics, End]:
        """What each opinion comes to."""
        return {who: end_of(trace, self.entries) for who, trace in self.traces.items()}

    @cached_property
    def divergences(self) -> tuple[int, ...]:
        """The steps, from 1, at which walks part, or at which the guest gets different answers."""
        gpas = {who: trace.result.gpa for who, trace in self.traces.items()}
        answers = {end.answer for end in self.ends.values()}
        return tuple(
            step
            for step, row in enumerate(self.rows, 1)
            if (len(answers) > 1 if row.is_end else parts(row, gpas))
        )
