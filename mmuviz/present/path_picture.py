"""The path of the walk: CR3, registers, tables and page, as far as the step has come."""

from dataclasses import dataclass

from mmuviz.core.cursor import event_at, reads_until, written_until
from mmuviz.core.events import EntryRead, Judged, RightsNarrowed, Source
from mmuviz.core.paging import Level
from mmuviz.core.scenario import Scenario
from mmuviz.core.trace import Trace
from mmuviz.present.accessed import AccessedRow, accessed_rows
from mmuviz.present.bit_marks import BitMark, marks_of
from mmuviz.present.entry_edit import Slot
from mmuviz.present.page_box import PageBox, page_box
from mmuviz.present.register_note import register_note
from mmuviz.present.split_address import AddressField, split_address

DEFAULT_ROWS = 7


@dataclass(frozen=True, slots=True)
class Row:
    """An entry of a table, or a run of absent ones that is folded.

    Attributes:
        slot: the (first) entry.
        value: the entry as it stands at this step; None where the file does not keep it.
        note: `absent`, `P 0 · rest ignored`, ...; empty for a present entry.
        on_path: the walk's address selects it.
        marks: bit to what the walk has tested or written there.
        fold_end: number of the last entry of a folded run; None for a single entry.
        was: the value before the walk wrote to it; None where it did not.
    """

    slot: Slot
    value: int | None
    note: str
    on_path: bool
    marks: tuple[tuple[int, BitMark], ...] = ()
    fold_end: int | None = None
    was: int | None = None

    @property
    def entries(self) -> range:
        """The numbers of the entries that it stands for."""
        last = self.slot.index if self.fold_end is None else self.fold_end
        return range(self.slot.index, last + 1)


@dataclass(frozen=True, slots=True)
class TablePicture:
    """One table as a column.

    Attributes:
        level: its level.
        title: `Page directory`.
        where: its guest-physical address, or `loaded`.
        rows: the rows round the entry of the path; empty while the walk has not come here.
        note: remarks below the rows, a line each.
        note_kind: `plain`, `written` or `warning`.
        link: what leads on from the entry: `none`, `walked` or `cut`.
        current: the step stands in this table.
    """

    level: Level
    title: str
    where: str
    rows: tuple[Row, ...]
    note: str
    note_kind: str
    link: str
    current: bool


@dataclass(frozen=True, slots=True)
class PathPicture:
    """The whole path.

    Attributes:
        gva: the address as text.
        fields: the address's bits by table.
        cr3: the register as text.
        tables: a column a level.
        page: the box at the end.
        accessed: A of every entry of the path, then and now.
        judging: the step judges the whole path: all its rows are current.
    """

    gva: str
    fields: tuple[AddressField, ...]
    cr3: str
    tables: tuple[TablePicture, ...]
    page: PageBox
    accessed: tuple[AccessedRow, ...]
    judging: bool


@dataclass(frozen=True, slots=True)
class PathView:
    """What the reader chose to see of the tables.

    Attributes:
        rows: rows a table.
        centers: level number to the entry that its rows stand round, instead of the path's.
    """

    rows: int = DEFAULT_ROWS
    centers: tuple[tuple[int, int], ...] = ()

    def center(self, level: Level) -> int | None:
        """Return the entry chosen for `level`; None for the path's."""
        return dict(self.centers).get(level.number)


_DEFAULT_VIEW = PathView()


def path_picture(trace: Trace, step: int, view: PathView = _DEFAULT_VIEW) -> PathPicture:
    """Return the path of `trace` as it stands at `step`."""
    scenario = trace.scenario
    reads = {read.level.number: read for read in reads_until(trace, step)}
    judging = isinstance(event_at(trace, step), Judged)
    tables = tuple(
        _table(trace, step, level, reads.get(level.number), view)
        for level in scenario.cpu.mode.levels
    )
    return PathPicture(
        f"{scenario.access.gva:#x}",
        split_address(scenario, _large_leaf(trace)),
        f"{scenario.cpu.cr3:#010x}",
        tables,
        page_box(trace, step),
        accessed_rows(trace, step),
        judging,
    )


def _large_leaf(trace: Trace) -> Level | None:
    level = trace.result.level
    mapped = trace.result.gpa is not None and level is not None and level.number > 1
    return level if mapped else None


def _table(
    trace: Trace, step: int, level: Level, read: EntryRead | None, view: PathView
) -> TablePicture:
    title = level.table_name
    if read is None:
        return TablePicture(level, title, "", (), "", "plain", "none", current=False)
    where = "loaded" if read.address is None else f"{read.table:#010x}"
    written = written_until(trace, step)
    center = view.center(level)
    rows = _rows(trace.scenario, read, written, read.index if center is None else center, view.rows)
    marks = marks_of(trace, step, level)
    rows = tuple(_with_marks(row, marks) for row in rows)
    note, kind = _note(trace.scenario, read, rows)
    event = event_at(trace, step)
    here = getattr(event, "level", None) == level or isinstance(event, Judged)
    current = (here and not isinstance(event, RightsNarrowed)) or _is_last_read(trace, step, level)
    return TablePicture(
        level, title, where, rows, note, kind, _link(trace, step, level), current=current
    )


def _is_last_read(trace: Trace, step: int, level: Level) -> bool:
    """Whether the step's event belongs to what is done with `level`'s entry."""
    event = event_at(trace, step)
    return isinstance(event, RightsNarrowed) and event.level == level


def _link(trace: Trace, step: int, level: Level) -> str:
    """Return whether the walk has gone on from `level`, or was cut there."""
    later = reads_until(trace, step)
    numbers = [read.level.number for read in later]
    if level.number != numbers[-1]:
        return "walked"
    result = trace.result
    ended = result.level == level and step == len(trace.events)
    if result.outcome.is_fault or result.gpa is None:
        refused = any(
            getattr(event, "holds", False) or getattr(event, "refused", False)
            for event in trace.events[:step]
            if getattr(event, "level", level) in (level, None)
            and getattr(event, "anchor", None) is not None
            and event.anchor.value in {"a", "b", "c", "r", "a_pdptr", "judge"}
        )
        return "cut" if refused or ended else "none"
    leaf_seen = any(
        getattr(event, "anchor", None) is not None
        and event.anchor.value in {"e", "f"}
        and getattr(event, "holds", False)
        for event in trace.events[:step]
    )
    return "walked" if leaf_seen else "none"


def _rows(
    scenario: Scenario, read: EntryRead, written: dict[int, int], center: int, count: int
) -> tuple[Row, ...]:
    """Return `count` rows round the entry `center`; runs of absent entries take one row."""
    table = _Table(scenario, read, written)
    above: list[Row] = []
    below: list[Row] = []
    up, down = center - 1, center + 1
    while len(above) + len(below) < count - 1 and (up >= 0 or down < read.level.entries):
        upwards = up >= 0 and (len(above) <= len(below) or down >= read.level.entries)
        if upwards:
            row = table.run(up, -1)
            above.append(row)
            up = row.slot.index - 1
        else:
            row = table.run(down, 1)
            below.append(row)
            down = (row.slot.index if row.fold_end is None else row.fold_end) + 1
    return (*reversed(above), table.row(center), *below)


class _Table:
    """Reads rows of one table as the step has them."""

    def __init__(self, scenario: Scenario, read: EntryRead, written: dict[int, int]) -> None:
        self._scenario = scenario
        self._read = read
        self._written = written

    def slot(self, index: int) -> Slot:
        size = self._scenario.cpu.mode.entry_size
        register = self._read.address is None
        address = None if register else self._read.table + index * size
        return Slot(self._read.level, index, address)

    def value(self, index: int) -> int | None:
        slot = self.slot(index)
        before = slot.value(self._scenario)
        return before if slot.address is None else self._written.get(slot.address, before)

    def row(self, index: int) -> Row:
        slot, value = self.slot(index), self.value(index)
        before = slot.value(self._scenario)
        was = before if before != value else None
        return Row(slot, value, _row_note(value), index == self._read.index, was=was)

    def run(self, start: int, step: int) -> Row:
        """Return the row at `start`, or the fold of the run of zero entries that begins there."""
        end = start
        if self._read.address is not None and start != self._read.index and not self.value(start):
            if self.value(start) is None:
                return self.row(start)
            following = start + step
            while (
                0 <= following < self._read.level.entries
                and following != self._read.index
                and self.value(following) == 0
            ):
                end = following
                following += step
        if end == start:
            return self.row(start)
        first, last = sorted((start, end))
        return Row(self.slot(first), 0, "absent", on_path=False, fold_end=last)


def _row_note(value: int | None) -> str:
    if value is None:
        return "not kept in the file"
    if value & 1:
        return ""
    return "P 0 · rest ignored" if value else "absent"


def _with_marks(row: Row, marks: dict[int, BitMark]) -> Row:
    if row.on_path:
        return Row(row.slot, row.value, row.note, row.on_path, tuple(marks.items()), was=row.was)
    return row


def _note(scenario: Scenario, read: EntryRead, rows: tuple[Row, ...]) -> tuple[str, str]:
    """Return the remark below a table and its kind."""
    if read.source is Source.OUTSIDE:
        return "outside RAM, reads as 0", "warning"
    if read.source is Source.NOT_KEPT:
        return "this table is not kept in the file", "warning"
    if read.address is None:
        return register_note(scenario, read.index)
    row = next((row for row in rows if row.on_path), None)
    if row is not None and row.was is not None:
        digits = 8 if row.was < 1 << 32 else 16
        return f"was {row.was:0{digits}x}: written back", "written"
    return "", "plain"
