"""Hold the Unicorn engine against hardware's rules over the states of a space, part by part.

Equal answers are counted as columns; a state that is not equal is walked step by step and judged
point by point, so that there is one rule of what explains a difference.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Final

import numpy as np
import numpy.typing as npt

from mmuviz.core.agreement import Agreement, Unlike, compared_points
from mmuviz.core.bits import Pte
from mmuviz.core.fixed_path import ENTRY_NAMES, FIXED_PATHS, LARGE_FRAMES, LEAF_FRAMES, Row
from mmuviz.core.grading import WalkAnswer
from mmuviz.core.paging import PagingMode
from mmuviz.core.second_opinion import Verdict, points
from mmuviz.core.trace import Semantics, record
from mmuviz.sources.oracle import Guest
from mmuviz.sources.problems import BadInput
from mmuviz.sources.tally import sample_rows
from mmuviz.sources.unicorn_cpu import Processor
from mmuviz.sweep import twin
from mmuviz.sweep.columns import NONE, OUTCOMES, Results
from mmuviz.sweep.space import STATE_SPACES, SpaceName, StateSpace

PART: Final = 1 << 11
"""States that are asked at once: about a tenth of a second, so that one sees how far it is."""

_SPARE = 1 << 20  # the fixed path has nothing there
_OUTCOME_NUMBERS = {outcome: number for number, outcome in enumerate(OUTCOMES)}
_NO_PAGE = (1 << 64) - 1

Numbers = npt.NDArray[np.uint32]
Table = npt.NDArray[np.uint64]


def parts(space: StateSpace, sample: int = 1) -> list[Numbers]:
    """Return the states to ask, of every `sample` one, those left out that nobody can ask."""
    numbers = sample_rows(len(space), sample).astype(np.uint32)
    numbers = numbers[space.exists(space.states(numbers)).astype(np.bool_)]
    return [numbers[start : start + PART] for start in range(0, len(numbers), PART)]


def compare(mode: PagingMode, name: SpaceName, numbers: Numbers) -> Agreement:
    """Ask the engine about some states, and hardware's rules too."""
    space = STATE_SPACES[mode, name]
    rows = list(space.space.rows(numbers.tolist()))
    try:
        answers = [ask_row(row) for row in rows]
    except BadInput as problem:
        return Agreement(problem=f"{problem}.")
    want = twin.walk(Semantics.HARDWARE, space.states(numbers))
    got_columns = _columns(mode, rows, answers)
    want_columns = _wanted(mode, rows, want)
    either = {f"{entry}.a": want[f"{entry}_may"] for entry in _upper(mode)}
    bad = _other_bits(mode, rows, answers)
    for what, column in got_columns.items():
        bad |= (column != want_columns[what]) & ~_flags(either.get(what, np.zeros(1, np.uint8)))
    good = ~bad
    counts: Counter[tuple[str, Verdict]] = Counter()
    open_set: Counter[str] = Counter()
    for what, column in got_columns.items():
        may = good & _flags(either[what]) if what in either else np.zeros_like(good)
        counts[what, Verdict.OPEN] = int(may.sum())
        counts[what, Verdict.SAME] = int(good.sum()) - int(may.sum())
        open_set[what] = int(column[may].sum())
    found = Agreement(len(rows), +counts, +open_set)
    for place in np.flatnonzero(bad).tolist():
        found += _judged(int(numbers[place]), rows[place], answers[place])
    return found


def _judged(number: int, row: Row, answer: WalkAnswer) -> Agreement:
    """Judge a state that is not equal, point by point."""
    told = points(record(Semantics.HARDWARE, row.scenario), answer)
    by_what = {point.what: point for point in told}
    counts = Counter((what, Verdict.SAME) for what in compared_points(row.scenario.cpu.mode))
    for what, point in by_what.items():
        del counts[what, Verdict.SAME]
        counts[what, point.verdict] = 1
    open_set = Counter(
        point.what for point in told if point.verdict is Verdict.OPEN and point.theirs
    )
    limits = Counter({point.limit for point in told if point.limit})
    unlike = any(point.verdict is Verdict.DIFFERS for point in told)
    first = (Unlike(number, told),) if unlike else ()
    return Agreement(0, counts, open_set, limits, int(unlike), first)


@cache
def _guest(mode: PagingMode) -> Guest:
    """Return the guest of the fixed path, one a process."""
    path = FIXED_PATHS[mode]
    pages = list(LEAF_FRAMES)
    for level in mode.levels:
        bases = LARGE_FRAMES.get(level.number, ())
        pages += [base | path.gva & level.offset_mask for base in bases]
    return Guest(Processor(mode, _SPARE), path.gva, _addresses(mode), pages)


@cache
def _addresses(mode: PagingMode) -> tuple[int, ...]:
    """Return where the entries of the path stand that are in memory."""
    return FIXED_PATHS[mode].addresses[_registers(mode) :]


def _registers(mode: PagingMode) -> int:
    """Return how many entries of the path are registers."""
    return sum(not level.has_rights for level in mode.levels)


def ask_row(row: Row) -> WalkAnswer:
    """Let the engine make the access of a state of the fixed path."""
    cpu = row.scenario.cpu
    guest = _guest(cpu.mode)
    guest.lay(row.entries[_registers(cpu.mode) :])
    return guest.ask(cpu, row.scenario.access).answer


def _upper(mode: PagingMode) -> list[str]:
    return [ENTRY_NAMES[one.number] for one in mode.levels[:-1] if one.has_rights]


def _flags(column: npt.NDArray[np.uint8]) -> npt.NDArray[np.bool_]:
    return column.astype(np.bool_)


def _entries(mode: PagingMode, rows: Sequence[Row]) -> Table:
    """Return the entries in memory of each state, a column a level."""
    skipped = _registers(mode)
    return np.array([row.entries[skipped:] for row in rows], np.uint64)


def _left(mode: PagingMode, rows: Sequence[Row], answers: Sequence[WalkAnswer]) -> Table:
    """Return the same entries as the engine left them."""
    skipped, addresses = _registers(mode), _addresses(mode)
    return np.array(
        [
            [
                answer.written.get(address, entry)
                for address, entry in zip(addresses, row.entries[skipped:], strict=True)
            ]
            for row, answer in zip(rows, answers, strict=True)
        ],
        np.uint64,
    )


def _other_bits(
    mode: PagingMode, rows: Sequence[Row], answers: Sequence[WalkAnswer]
) -> npt.NDArray[np.bool_]:
    """Return the states in which another bit than A or D changed."""
    changed = _entries(mode, rows) ^ _left(mode, rows, answers)
    other: npt.NDArray[np.bool_] = np.any(changed & ~np.uint64(Pte.A | Pte.D), axis=1)
    return other


def _columns(
    mode: PagingMode, rows: Sequence[Row], answers: Sequence[WalkAnswer]
) -> dict[str, Table]:
    """Return what the engine says, a column a point."""
    general = [
        (
            _OUTCOME_NUMBERS.get(answer.outcome, NONE),
            NONE if answer.error_code is None else answer.error_code,
            _NO_PAGE if answer.gpa is None else answer.gpa,
        )
        for answer in answers
    ]
    found = dict(zip(compared_points(mode), np.array(general, np.uint64).T, strict=False))
    for bits, name in zip(_left(mode, rows, answers).T, _names(mode), strict=True):
        found[f"{name}.a"] = bits >> np.uint64(5) & np.uint64(1)
        found[f"{name}.d"] = bits >> np.uint64(6) & np.uint64(1)
    return {what: found[what] for what in compared_points(mode)}


def _names(mode: PagingMode) -> Iterator[str]:
    return (ENTRY_NAMES[level.number] for level in mode.levels if level.has_rights)


def _wanted(mode: PagingMode, rows: Sequence[Row], want: Results) -> dict[str, Table]:
    """Return what hardware says, a column a point."""
    found = {what: want[what.replace(".", "_")] for what in compared_points(mode) if what != "gpa"}
    gpa = np.full(len(rows), _NO_PAGE, np.uint64)
    gva = FIXED_PATHS[mode].gva
    levels = [level for level in mode.levels if level.has_rights]
    for entry, level in zip(_entries(mode, rows).T, levels, strict=True):
        page = entry & np.uint64(mode.frame_mask & ~level.offset_mask)
        ended = (want["level"] == level.number) & (want["outcome"] == 0)
        gpa = np.where(ended, page | np.uint64(gva & level.offset_mask), gpa)
    return {what: column.astype(np.uint64) for what, column in (found | {"gpa": gpa}).items()}
