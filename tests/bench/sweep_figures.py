"""Figures of the sweep: whole spaces as columns, against the generators and one pass of NumPy."""

import re
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np

from mmuviz.core.claims.machine import machine, operate
from mmuviz.core.drain import drain
from mmuviz.core.operation import Touch
from mmuviz.core.paging import PagingMode
from mmuviz.core.trace import Semantics
from mmuviz.sweep import twin
from mmuviz.sweep.space import STATE_SPACES, Numbers, SpaceName, StateSpace

ROOT = Path(__file__).resolve().parents[2]
RUNS = 7
STEPPED = 3000
LEAST_TIMES, MOST_PASSES, MOST_MEMORY = 300, 20, 200
FEWEST_WALKS, FEWEST_ACCESSES = 10_000_000, 1_000_000
LONG_WALK = STATE_SPACES[PagingMode.LONG, SpaceName.WALK]


def figures() -> list[str]:
    """Measure, and return one line a figure."""
    return [*_whole(), *_rates()]


def sweep(space: StateSpace = LONG_WALK, numbers: Numbers | None = None) -> int:
    """Walk every state by all three semantics, its columns made anew; return how many columns."""
    states = space.states(numbers)
    found = [twin.walk(semantics, states) for semantics in Semantics]
    return len(states.names) + sum(map(len, found))


def _whole() -> list[str]:
    """Measure the long walk space as a whole."""
    states, columns = len(LONG_WALK), sweep()
    swept, touched = [], []
    source = np.zeros(columns * states, np.uint8)
    target = np.empty_like(source)
    for _ in range(RUNS):  # by turns
        swept.append(_seconds(sweep))
        touched.append(_seconds(partial(np.bitwise_xor, source, 1, out=target)))
    ours = min(swept)
    times = _stepped() / (ours / states)
    passes = ours / min(touched)
    memory = _memory()
    return [
        f"long walk space, {states:,} states, before, after and hardware, one core, best of {RUNS}",
        f"  columns made and walked     {ours * 1000:8.1f} ms, {columns} columns",
        f"  as fast as the generators   {times:8,.0f} times"
        + _note(times >= LEAST_TIMES, LEAST_TIMES),
        f"  one xor over all columns    {passes:8.1f} times as long"
        + _note(passes <= MOST_PASSES, MOST_PASSES),
        f"  four times as many states   {_four_times() / ours:8.1f} times as long",
        f"  peak memory of a process    {memory:8.0f} MB"
        + _note(memory <= MOST_MEMORY, MOST_MEMORY),
    ]


def _note(is_met: bool, bound: float) -> str:
    return "" if is_met else f"   misses {bound}"


def _seconds(action: Callable[[], object]) -> float:
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def _stepped() -> float:
    """Return what a state costs the generators: all three, their events not kept."""
    rows = list(LONG_WALK.space.rows(range(0, len(LONG_WALK), len(LONG_WALK) // STEPPED | 1)))

    def run() -> None:
        for row in rows:
            for semantics in Semantics:
                drain(semantics.walk(row.scenario))

    return min(_seconds(run) for _ in range(3)) / len(rows)


def _four_times() -> float:
    """Return the seconds that four times as many states take."""
    numbers = np.tile(np.arange(len(LONG_WALK), dtype=np.uint32), 4)
    return min(_seconds(partial(sweep, LONG_WALK, numbers)) for _ in range(RUNS))


def _memory() -> float:
    """Return the most that a fresh process, Python and NumPy included, had for a sweep, in MB."""
    command = [sys.executable, "-m", "tests.bench.sweep_figures", "memory"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return float(done.stdout)


def _high_water() -> float:
    """Return the most that this process has had, in MB; ru_maxrss would count its parent's too."""
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    (kilobytes,) = re.findall(r"^VmHWM:\s+(\d+) kB$", status, re.MULTILINE)
    return int(kilobytes) / 1024


def _rates() -> list[str]:
    """Measure walks and cold accesses a second of each version, and of the shadow MMU itself."""
    lines = ["walks and cold accesses a second, one core, columns at hand; cold: and step by step"]
    for mode in PagingMode:
        walked = STATE_SPACES[mode, SpaceName.WALK].states()
        cold = STATE_SPACES[mode, SpaceName.ACCESS]
        asked = cold.states()
        for semantics in Semantics:
            walks = _rate(partial(twin.walk, semantics, walked), walked.rows)
            line = f"  {mode.title:6} {semantics.value:8} {walks:12,.0f} walks"
            line += _note(walks >= FEWEST_WALKS, FEWEST_WALKS)
            if semantics is not Semantics.HARDWARE:
                accesses = _rate(partial(twin.access, semantics, asked), asked.rows)
                line += f" {accesses:12,.0f} accesses ({_accesses(semantics, cold):,.0f})"
                line += _note(accesses >= FEWEST_ACCESSES, FEWEST_ACCESSES)
            lines.append(line)
    return lines


def _rate(action: Callable[[], object], states: int) -> float:
    return states / min(_seconds(action) for _ in range(RUNS))


def _accesses(semantics: Semantics, space: StateSpace) -> float:
    """Return how many cold accesses the shadow MMU itself makes a second."""
    rows = list(space.space.rows(range(0, len(space), len(space) // STEPPED | 1)))

    def run() -> None:
        for row in rows:
            guest = machine(semantics, row.scenario)
            operate(guest, Touch(row.scenario.access), emulator=False)

    return len(rows) / _seconds(run)


if __name__ == "__main__":
    if sys.argv[1:] == ["memory"]:
        sweep()
        sys.stdout.write(f"{_high_water():.1f}\n")
    else:
        sys.stdout.write("\n".join(figures()) + "\n")
