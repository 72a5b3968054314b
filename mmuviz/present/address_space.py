"""What the tables of a scenario map, looked at once for many questions."""

from functools import cached_property

from mmuviz.core.maps import RangeFilter, Survey, survey
from mmuviz.core.scenario import Label, Scenario
from mmuviz.present.maps_table import MapRow, map_rows

WINDOW_LIMIT = 1 << 21
"""Entries looked at for the window: below a second, where the command line may take longer."""


class AddressSpace:
    """The survey of a scenario's tables, kept for as long as the tables are the same."""

    def __init__(self, scenario: Scenario) -> None:
        """Look at the tables of `scenario`."""
        self._scenario = scenario
        self.survey: Survey = survey(scenario, WINDOW_LIMIT)

    def follow(self, scenario: Scenario) -> bool:
        """Take `scenario` where it has the same tables; False where it needs a new survey."""
        old = self._scenario
        if scenario.memory is not old.memory or (scenario.cpu, scenario.ram) != (old.cpu, old.ram):
            return False
        if scenario.labels != old.labels:
            self.__dict__.pop("rows", None)
        self._scenario = scenario
        return True

    @cached_property
    def rows(self) -> list[MapRow]:
        """All mapped ranges."""
        return map_rows(self.survey, RangeFilter(), self.labels)

    @property
    def labels(self) -> tuple[Label, ...]:
        """The scenario's labels."""
        return self._scenario.labels

    @property
    def gva(self) -> int:
        """The current address."""
        return self._scenario.access.gva

    @property
    def paging(self) -> bool:
        """Whether CR0.PG is set."""
        return self._scenario.cpu.pg

    @property
    def gpa(self) -> int | None:
        """The frame that the current address is in; None where it is not mapped."""
        leaf = self.survey.at(self.gva)
        return None if leaf is None else leaf.gpa + (self.gva - leaf.gva & ~0xFFF)
