"""The conformance lab as tables: a row a replay, and a row a case that differs."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Final

from mmuviz.core.paging import PagingMode
from mmuviz.present.text_row import TextRow
from mmuviz.present.vector_words import value_words
from mmuviz.present.verify_record import Check, Difference, Holds
from mmuviz.present.wording import amount

CHECK_COLUMNS: Final = ("file", "what it holds", "rows", "columns", "mismatches", "state")
STATE_COLUMN: Final = CHECK_COLUMNS.index("state")
MISMATCH_COLUMNS: Final = ("row", "what was asked", "column", "recorded", "this program")

_COLUMNS: Final = re.compile(r"columns (\d+) \((\d+) compared\)")

EMPTY_HEADING: Final = "No recorded results yet"
EMPTY_ADVICE: Final = (
    "Drop files here, or add them: vectors (npz, or JSON Lines of your own, as in "
    "docs/vector-format.md), guest programs, the test suite. Each row is asked again, and every "
    "value that differs is told."
)


class State(Enum):
    """Where a replay stands. The value is its word."""

    WAITING = "waiting"
    RUNNING = "running"
    AGREES = "agrees"
    DIFFERS = "differs"
    UNREADABLE = "cannot be read"
    STOPPED = "stopped"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Replay:
    """A replay as the window knows it.

    Attributes:
        title: the file's name, or what is checked.
        where: the file with its folder; empty where it is none.
        check: what its process has said.
        running: the process runs.
        problem: what went wrong with the process; empty where nothing did.
    """

    title: str
    where: str
    check: Check
    running: bool = False
    problem: str = ""

    @property
    def state(self) -> State:
        """Where it stands."""
        check = self.check
        if self.problem or check.failure:
            return State.FAILED
        if check.problem:
            return State.UNREADABLE
        if self.running:
            return State.RUNNING
        if check.is_complete:
            return State.DIFFERS if check.counted.values else State.AGREES
        return State.STOPPED if check.counted.of else State.WAITING

    @property
    def is_sweep(self) -> bool:
        """Whether an engine is asked, and no file."""
        recorded = self.check.recorded
        return recorded is not None and recorded.holds is Holds.SPACE

    @property
    def share(self) -> float:
        """How far it has come, 0 to 1."""
        counted = self.check.counted
        return counted.done / counted.of if counted.of else 0.0


@dataclass(frozen=True, slots=True)
class CheckRow(TextRow):
    """A replay as a row.

    Attributes:
        state: where it stands.
        share: how far it has come, 0 to 1.
    """

    state: State
    share: float


@dataclass(frozen=True, slots=True)
class Detail:
    """What stands below the table of one replay.

    Attributes:
        heading: what came of it, in a sentence.
        text: the rest; a line a fault.
        mode: the paging mode of the rows that differ.
        rows: these rows.
    """

    heading: str
    text: str = ""
    mode: PagingMode | None = None
    rows: tuple[TextRow, ...] = ()


def check_row(replay: Replay) -> CheckRow:
    """Return the row of a replay."""
    check, state = replay.check, replay.state
    recorded, counted = check.recorded, check.counted
    title, rows, contents, found = "", "", "", ""
    if recorded is not None:
        title, contents = recorded.title, _amount_of(recorded.contents)
        rows = f"{recorded.rows:,}"
        if counted.of < recorded.rows:
            rows = f"{counted.of:,} of {rows}"
        found = f"{counted.values:,}"
    words = _state_words(replay)
    tip = "\n".join(filter(None, (replay.where, title, words)))
    return CheckRow((replay.title, title, rows, contents, found, words), tip, state, replay.share)


def _amount_of(contents: str) -> str:
    """Say shorter how much is in a file: `8 of 24` columns are compared; `18 programs`."""
    columns = _COLUMNS.fullmatch(contents)
    if columns:
        return f"{columns[2]} of {columns[1]}"
    noun, _, number = contents.partition(" ")
    return f"{number} {noun}".strip()


def _state_words(replay: Replay) -> str:
    state, bad = replay.state, replay.check.counted.bad_rows
    if state is State.RUNNING:
        return f"{replay.share:.0%}"
    if state is State.DIFFERS:
        return f"{bad:,} row{' differs' if bad == 1 else 's differ'}"
    if state is State.AGREES and replay.is_sweep:
        return "none differs"
    if state is State.STOPPED:
        return f"stopped at {replay.share:.0%}"
    return str(state.value)


def mismatch_row(mode: PagingMode | None, found: Difference) -> TextRow:
    """Return a case that differs as a row: each column, and what both say of it."""
    number = "" if found.row is None else f"{found.row:,}"
    columns = ", ".join(column for column, _, _ in found.differing)
    recorded = ", ".join(value_words(column, was) for column, was, _ in found.differing)
    got = ", ".join(value_words(column, is_) for column, _, is_ in found.differing)
    return TextRow((number, found.case(mode), columns, recorded, got), found.text(mode))


def detail(replay: Replay) -> Detail:
    """Return what is to be said of a replay."""
    check, state, name = replay.check, replay.state, replay.title
    counted, known = check.counted, check.differences
    if state is State.FAILED:
        return Detail(f"{name} was not checked to its end", replay.problem or check.failure)
    if state is State.UNREADABLE:
        return Detail(f"{name} cannot be read; the other files are not concerned", check.problem)
    if known:
        mode = None if check.recorded is None else check.recorded.mode
        values = amount(counted.values, "value")
        verb = "differs" if counted.values == 1 else "differ"
        first = (
            "" if counted.bad_rows <= len(known) else f"; the first {len(known)} rows are listed"
        )
        heading = f"{name}: {values} in {amount(counted.bad_rows, 'row')} {verb}{first}"
        return Detail(
            heading, "\n".join(check.notes), mode, tuple(mismatch_row(mode, one) for one in known)
        )
    if state is State.AGREES:
        return Detail(f"{name}: {_agreement(replay)}", "\n".join(check.notes))
    if state is State.WAITING:
        return Detail(f"{name} is not checked yet", "Start checks every file of the list.")
    return Detail(f"{name}: no difference in {counted.done:,} of {_rows(replay)}")


def _agreement(replay: Replay) -> str:
    """Say that all agree; of an engine, that nothing is left unexplained."""
    if replay.is_sweep:
        return f"nothing in {_rows(replay)} differs but what is left open or a known limit"
    return f"every value of {_rows(replay)} agrees"


def _rows(replay: Replay) -> str:
    """`24 rows`; of a sample `2 of its 24 rows`; `8,192 states`."""
    recorded, of = replay.check.recorded, replay.check.counted.of
    noun = "state" if replay.is_sweep else "row"
    if recorded is None or of >= recorded.rows:
        return f"{of:,} {noun}{'' if of == 1 else 's'}"
    return f"{of:,} of its {recorded.rows:,} {noun}s"


def totals_text(replays: Sequence[Replay], *, running: bool, seconds: float) -> str:
    """Say what came of all replays: `3 files: 24,576 rows, no mismatch, in 2 s`."""
    noun, verb = ("file", "check") if all(one.where for one in replays) else ("check", "run")
    files = amount(len(replays), noun)
    ended = [one for one in replays if one.state in _ENDED]
    if running:
        return f"checking: {len(ended)} of {files} done"
    if not ended:
        return f"{files} to {verb}" if replays else ""
    rows = sum(one.check.counted.done for one in replays)
    values = sum(one.check.counted.values for one in replays)
    parts = [f"{rows:,} rows", f"{values:,} mismatches" if values != 1 else "1 mismatch"]
    states = [one.state for one in replays]
    parts += [f"{states.count(state)} {word}" for state, word in _NOT.items() if state in states]
    whole = seconds and not {State.STOPPED, State.WAITING} & set(states)
    took = f", in {max(round(seconds), 1)} s" if whole else ""
    return f"{files}: {', '.join(parts)}{took}"


_ENDED: Final = (State.AGREES, State.DIFFERS, State.UNREADABLE, State.FAILED)
_NOT: Final = {
    State.UNREADABLE: "not read",
    State.STOPPED: "stopped",
    State.FAILED: "failed",
    State.WAITING: "waiting",
}
