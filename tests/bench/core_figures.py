"""Figures of the core: recorded walks a second, and recorded rows verified a second."""

import io
import sys
import time
from argparse import Namespace
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from mmuviz.cli import verify
from mmuviz.core.access import Access
from mmuviz.core.bits import Pte
from mmuviz.core.cpu import CpuState
from mmuviz.core.fixed_path import FIXED_PATHS
from mmuviz.core.memory import GuestMemory
from mmuviz.core.operation import Touch
from mmuviz.core.paging import PagingMode
from mmuviz.core.scenario import DEFAULT_RAM, Scenario
from mmuviz.core.shadow.program import run_program
from mmuviz.core.trace import Semantics, record

DATA = Path(__file__).resolve().parents[1] / "data" / "vectors"
WALKS = 4000
RUNS = 7
FEWEST_WALKS = 50_000
FEWEST_ACCESSES = 10_000
_FLAGS = Pte.P | Pte.W | Pte.U | Pte.A


def figures(*, verify_files: bool = True) -> list[str]:
    """Measure, and return one line a figure."""
    lines = [f"recorded walks a second, one core, best of {RUNS} runs of {WALKS} (user write, hit)"]
    for mode in PagingMode:
        scenario = hit(mode)
        for semantics in Semantics:
            rate = walks_per_second(semantics, scenario)
            note = "" if rate >= FEWEST_WALKS else f"   below {FEWEST_WALKS:,}"
            steps = len(record(semantics, scenario).events)
            name = f"{mode.title:6} {semantics.value:8}"
            lines.append(f"  {name} {steps:2} steps {rate:8,.0f}{note}")
    lines.append(f"cold accesses a second, every event kept, one core, best of {RUNS} (user write)")
    for mode in PagingMode:
        versions = (Semantics.BEFORE, Semantics.AFTER)
        lines += (_cold(semantics, hit(mode), mode) for semantics in versions)
    if verify_files:
        lines.append("rows verified, all cores, processes started included")
        lines += [_verified(pattern) for pattern in ("walk-*", "access-*", "hardware-bochs-pae*")]
    return lines


def hit(mode: PagingMode) -> Scenario:
    """A user write that is allowed at every level, A set already but in the leaf."""
    path = FIXED_PATHS[mode]
    following = (*path.tables[1:], 0x407000)
    values = [frame | _FLAGS for frame in following]
    values[-1] &= ~Pte.A
    pdptrs = (0, path.tables[1] | Pte.P, 0, 0)
    cpu = CpuState(
        cr3=path.tables[0],
        pae=mode is not PagingMode.X32,
        lma=mode is PagingMode.LONG,
        pdptrs=pdptrs if mode is PagingMode.PAE else (0, 0, 0, 0),
    )
    access = Access(path.gva, write=True, user=True)
    return Scenario(cpu, GuestMemory(words=path.words(values)), DEFAULT_RAM, access)


def walks_per_second(semantics: Semantics, scenario: Scenario) -> float:
    """Record the walk again and again; return the best rate."""
    return max(_rate(partial(record, semantics, scenario)) for _ in range(RUNS))


def _cold(semantics: Semantics, scenario: Scenario, mode: PagingMode) -> str:
    """Let a new guest make the access again and again, and say how fast."""
    run = partial(run_program, semantics, scenario, (Touch(scenario.access),))
    (executed,) = run()
    rate = max(_rate(run) for _ in range(RUNS))
    note = "" if rate >= FEWEST_ACCESSES else f"   below {FEWEST_ACCESSES:,}"
    name = f"{mode.title:6} {semantics.value:8}"
    return f"  {name} {len(executed.events):2} steps {rate:8,.0f}{note}"


def _rate(action: Callable[[], object]) -> float:
    with _seconds() as elapsed:
        for _ in range(WALKS):
            action()
    return WALKS / elapsed[0]


def _verified(pattern: str) -> str:
    files = sorted(DATA.glob(f"{pattern}.npz"))
    out = io.StringIO()
    with _seconds() as elapsed:
        verify.run(Namespace(files=files, sample=1, jobs=verify.cores()), out, out)
    total = out.getvalue().splitlines()[-1].removeprefix("total: ")
    rows = int(total.split()[2])
    rate = rows / elapsed[0]
    return f"  mmuviz verify {pattern}.npz: {total}; {elapsed[0]:.1f} s, {rate:,.0f} rows a second"


@contextmanager
def _seconds() -> Iterator[list[float]]:
    """Give a list that holds the seconds when the block has ended."""
    elapsed: list[float] = []
    start = time.perf_counter()
    yield elapsed
    elapsed.append(time.perf_counter() - start)


if __name__ == "__main__":
    sys.stdout.write("\n".join(figures()) + "\n")
