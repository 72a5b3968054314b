"""The path of a comparison as boxes: an entry a level, its bits marked by what any walk did."""

from dataclasses import dataclass, replace

from mmuviz.core.bits import Pte
from mmuviz.core.entry import Flag, flags_of
from mmuviz.core.events import EntryRead, Event, Source
from mmuviz.core.paging import Level
from mmuviz.core.result import Outcome
from mmuviz.core.trace import Semantics, Trace
from mmuviz.present.bit_marks import BitMark, marks_of
from mmuviz.present.compare_frame import CompareFrame
from mmuviz.present.entry_edit import Slot
from mmuviz.present.wording import entry_hex, name

_SHOWN = Pte.P | Pte.W | Pte.U | Pte.A | Pte.D | Pte.NX
_STRONGER = (BitMark.MAY, BitMark.WRITTEN, BitMark.REFUSED)
_PAGE = {
    Outcome.NOT_PRESENT: "no translation",
    Outcome.ACCESS_ERROR: "refused",
    Outcome.RESERVED_BIT: "reserved bit",
    Outcome.NON_CANONICAL: "no walk: #GP",
    Outcome.NOT_KEPT: "not known",
}


@dataclass(frozen=True, slots=True)
class StripBit:
    """A bit that can be flipped.

    Attributes:
        flag: which one.
        value: 1 or 0, as the walks have left it so far.
        mark: what a walk did to it: refused by it, or wrote it.
    """

    flag: Flag
    value: bool
    mark: BitMark | None


@dataclass(frozen=True, slots=True)
class StripEntry:
    """A level's entry.

    Attributes:
        level: the level.
        title: `PDE 3`.
        text: its value, or why there is none.
        slot: where it stands; None where no walk comes to it.
        bits: its flags; none where it is not known.
        present: P is set.
        reached: a walk has come to it by this step.
    """

    level: Level
    title: str
    text: str
    slot: Slot | None
    bits: tuple[StripBit, ...]
    present: bool
    reached: bool


@dataclass(frozen=True, slots=True)
class Strip:
    """The path.

    Attributes:
        cr3: the register as text.
        entries: a box a level, root first.
        page: what the processor comes to.
        mapped: it comes to a page.
    """

    cr3: str
    entries: tuple[StripEntry, ...]
    page: str
    mapped: bool


def strip(frame: CompareFrame) -> Strip:
    """Return the path as it stands at `frame`."""
    scenario, comparison = frame.record.scenario, frame.record.comparison
    rows = comparison.rows[: frame.step]
    seen = {row.level for row in rows}
    reads = {entry.read.level: entry.read for entry in comparison.entries}
    entries = tuple(
        _entry(frame, level, reads.get(level), reached=level in seen)
        for level in scenario.cpu.mode.levels
    )
    result = frame.record.whole.traces[Semantics.HARDWARE].result
    page = _PAGE.get(result.outcome, f"gpa {result.gpa or 0:#x}")
    return Strip(
        f"{scenario.cpu.cr3:#010x}",
        entries,
        page if frame.ended else "not reached yet",
        frame.ended and result.gpa is not None,
    )


def _entry(
    frame: CompareFrame, level: Level, read: EntryRead | None, *, reached: bool
) -> StripEntry:
    title = name(level, level.select(frame.record.scenario.access.gva))
    if read is None:
        return StripEntry(level, title, "not read", None, (), present=False, reached=False)
    slot = Slot(level, read.index, read.address)
    if read.value is None or read.source is Source.OUTSIDE:
        text = "not kept" if read.value is None else "outside RAM: 0"
        return StripEntry(level, title, text, slot, (), present=False, reached=reached)
    marks = _marks(frame, level)
    bits = []
    for flag in flags_of(frame.record.scenario.cpu.mode, level):
        if flag.bit & _SHOWN or (flag.bit == Pte.PS and level.number in (2, 3)):
            mark = marks.get(flag.bit)
            value = bool(read.value & flag.bit) or mark is BitMark.WRITTEN
            bits.append(StripBit(flag, value, mark))
    present = bool(read.value & Pte.P)
    text = entry_hex(read.value)
    return StripEntry(level, title, text, slot, tuple(bits), present, reached)


def _marks(frame: CompareFrame, level: Level) -> dict[int, BitMark]:
    """Return the strongest mark of each bit, over the walks that are shown."""
    found: dict[int, BitMark] = {}
    rows = frame.record.comparison.rows
    for who, trace in frame.record.comparison.traces.items():
        walked, step = _in_rows(trace, [row.cells[who].events for row in rows], frame.step)
        for bit, mark in marks_of(walked, step, level).items():
            if mark in _STRONGER:
                found[bit] = max(found.get(bit, mark), mark, key=_STRONGER.index)
    return found


def _in_rows(trace: Trace, cells: list[tuple[Event, ...]], step: int) -> tuple[Trace, int]:
    """Return the walk in the order of the rows, and how far it is at `step`."""
    events = tuple(event for cell in cells for event in cell)
    return replace(trace, events=events), sum(len(cell) for cell in cells[:step])
