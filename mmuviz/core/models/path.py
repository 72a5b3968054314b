"""The entries on the path of an access, read down to the page or the first absent one.

Source: semantics.md, 7: what a processor collects before it judges.
"""

from dataclasses import dataclass

from mmuviz.core.access import Access
from mmuviz.core.bits import Pte
from mmuviz.core.events import EntryRead
from mmuviz.core.paging import Level
from mmuviz.core.result import Outcome
from mmuviz.core.scenario import Scenario
from mmuviz.core.trace import Semantics, record


@dataclass(frozen=True, slots=True)
class Step:
    """An entry on the path.

    Attributes:
        level: its level.
        entry: its value, 64 bits.
    """

    level: Level
    entry: int

    @property
    def writable(self) -> bool:
        """W, or that the entry has none: a PAE PDPTR takes no part."""
        return not self.level.has_rights or bool(self.entry & Pte.W)

    @property
    def user(self) -> bool:
        """U, or that the entry has none."""
        return not self.level.has_rights or bool(self.entry & Pte.U)


@dataclass(frozen=True, slots=True)
class Path:
    """What is on the way of an access.

    Attributes:
        present: the present entries, root first.
        absent: the first absent one; None: the last present one maps the page.
        access: what is asked.
        wp: CR0.WP.
    """

    present: tuple[Step, ...]
    absent: Step | None
    access: Access
    wp: bool

    @property
    def leaf(self) -> Step | None:
        """The entry that maps the page."""
        return None if self.absent else self.present[-1]

    @property
    def due(self) -> int:
        """The rights (as entry bits) that the access needs."""
        access = self.access
        needs_w = access.write and (access.user or self.wp)
        return (Pte.W if needs_w else 0) | (Pte.U if access.user else 0)

    def lacking(self, step: Step) -> int:
        """Return those that it needs and that an entry lacks; a PAE PDPTR lacks none."""
        return self.due & ~step.entry if step.level.has_rights else 0


def read_path(scenario: Scenario) -> Path | None:
    """Read the path; None where more than P, W and U decide, or nothing is walked.

    That is: a reserved bit is set, NX refuses a fetch, SMEP or SMAP is on, an entry is not kept
    in the file, the address is not canonical, or paging is off.
    """
    trace = record(Semantics.HARDWARE, scenario)
    cpu, access = scenario.cpu, scenario.access
    known = {Outcome.MAPPED, Outcome.NOT_PRESENT, Outcome.ACCESS_ERROR}
    if trace.result.outcome not in known or access.fetch or cpu.smep or cpu.smap:
        return None
    reads = [event for event in trace.events if isinstance(event, EntryRead)]
    steps = tuple(Step(read.level, read.value or 0) for read in reads)
    if trace.result.outcome is Outcome.NOT_PRESENT:
        return Path(steps[:-1], steps[-1], access, cpu.wp)
    return Path(steps, None, access, cpu.wp)
