"""Bars of a statistic for each operation: before and after side by side."""

from dataclasses import dataclass
from enum import Enum

from mmuviz.core.shadow.audit import DIED
from mmuviz.core.shadow.guest import MOST_EXITS, Ending
from mmuviz.core.trace import Semantics
from mmuviz.present.program_picture import audit_text
from mmuviz.present.program_verdict import FOR_EVER
from mmuviz.present.run_frame import VERSIONS, RunRecord
from mmuviz.present.run_timeline import short


class Statistic(Enum):
    """What is counted. The value is its word on the screen."""

    VMEXITS = "vmexits"
    PF_FIXED = "pf_fixed"
    AUDIT = "audit"


@dataclass(frozen=True, slots=True)
class Bar:
    """One version's count for an operation.

    Attributes:
        height: how high it is drawn.
        label: the number on top; `8 ∞` where it was given up.
        amiss: it stands for something that never ended, or died.
    """

    height: int
    label: str
    amiss: bool = False


@dataclass(frozen=True, slots=True)
class ChartGroup:
    """The bars of an operation.

    Attributes:
        number: the operation, from 1.
        title: what it does, short.
        before: its bar; None where the machine was dead.
        after: its bar; None where the machine was dead.
        differs: the versions answer differently.
    """

    number: int
    title: str
    before: Bar | None
    after: Bar | None
    differs: bool

    @property
    def text(self) -> str:
        """What a screen reader says of it: `1, user read: before 2, after 1`."""
        labels = [bar.label if bar else "dead" for bar in (self.before, self.after)]
        return f"{self.number}, {self.title}: before {labels[0]}, after {labels[1]}"


@dataclass(frozen=True, slots=True)
class Chart:
    """The bars of a program.

    Attributes:
        groups: one an operation.
        ticks: the heights at which a line is drawn.
        note: what the axis does not say; empty where it says all.
    """

    groups: tuple[ChartGroup, ...]
    ticks: tuple[int, ...]
    note: str


def program_chart(record: RunRecord, statistic: Statistic) -> Chart:
    """Return the bars of `statistic`."""
    bars = {version: _bars(record, version, statistic) for version in VERSIONS}
    highest = max((bar.height for column in bars.values() for bar in column if bar), default=0)
    step = max(2, -(-highest // 4))
    step += step % 2
    if any(bar.label == "dies" for column in bars.values() for bar in column if bar):
        note = "dies: of an undefined gva_to_gpa"
    else:
        note = f"{MOST_EXITS} = given up" if statistic is not Statistic.AUDIT else ""
    groups = tuple(
        ChartGroup(number + 1, short(operation), before, after, record.differs(number))
        for number, (operation, before, after) in enumerate(
            zip(record.operations, *bars.values(), strict=True)
        )
    )
    return Chart(groups, tuple(range(0, 4 * step + 1, step)), note)


def _bars(record: RunRecord, version: Semantics, statistic: Statistic) -> list[Bar | None]:
    run, count = record.runs[version], len(record.operations)
    found: list[Bar | None]
    if statistic is Statistic.AUDIT:
        complaints = record.audits[version]
        alive = max((one for one in complaints if one < DIED), default=0)
        found = [
            Bar(min(one, max(alive, MOST_EXITS)), audit_text(one), one >= DIED)
            for one in complaints
        ]
    elif statistic is Statistic.VMEXITS:
        found = [_exits(one.result.vmexits, one.result.ending) for one in run]
    else:
        found = [Bar(one.result.pf_fixed, str(one.result.pf_fixed)) for one in run]
    return found + [None] * (count - len(found))


def _exits(vmexits: int, ending: Ending) -> Bar:
    if ending is Ending.LIVELOCK:
        return Bar(vmexits, f"{vmexits} {FOR_EVER}", amiss=True)
    return Bar(vmexits, str(vmexits))
