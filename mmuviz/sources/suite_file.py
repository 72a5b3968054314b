"""Read what the MMU test suite of January 2007 came to, and run it again.

Source: testsuite.json, which describes itself.
"""

import json
from collections.abc import Iterator, Mapping
from concurrent.futures import Executor
from pathlib import Path
from typing import Any

from mmuviz.core.bits import Pte
from mmuviz.core.shadow.guest import Ending
from mmuviz.core.suite import CASES, Case, CaseResult, run_case, run_original
from mmuviz.core.trace import Semantics
from mmuviz.sources.problems import BadInput
from mmuviz.sources.tally import Place, Tally, compared, sample_rows

MAX_BYTES = 64 << 20
_VERSIONS = (Semantics.BEFORE, Semantics.AFTER)
_ENDINGS = {Ending.DONE: "ok", Ending.INJECTED: "inject"}
_NOT_COMPARED = ("setup_vmexits", "setup_emulated_writes", "audit", "host_asserts")
"""Of the run in one guest: where its pages stood is not recorded."""

Recorded = Mapping[str, Any]


def read_suite(path: Path) -> tuple[Recorded, ...]:
    """Read the 256 cases.

    Raises:
        BadInput: it is not the suite.
    """
    try:
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
        said = json.loads(content[:MAX_BYTES])
    except OSError as error:
        raise BadInput(path, f"cannot be read ({error.strerror})") from error
    except (ValueError, RecursionError) as error:
        raise BadInput(path, f"not JSON ({error})") from error
    cases = said.get("cases") if isinstance(said, dict) else None
    if not isinstance(cases, list) or not all(isinstance(case, dict) for case in cases):
        raise BadInput(path, "not the MMU test suite: it has no list of cases")
    numbers = [case.get("case") for case in cases]
    if numbers != [case.number for case in CASES]:
        raise BadInput(path, f"not the MMU test suite: {len(numbers)} cases, expected 0 to 255")
    needed = ("expected", *(f"{version.value}_fresh" for version in _VERSIONS))
    for case in cases:
        for key in needed:
            if not isinstance(case.get(key), dict):
                raise BadInput(path, f"case {case['case']} has no object {key}")
    return tuple(cases)


def suite_rows(cases: tuple[Recorded, ...]) -> int:
    """Return how many rows a full replay compares: a rule and runs for each case."""
    kinds = [f"{version.value}_{run}" for version in _VERSIONS for run in ("fresh", "sequential")]
    return len(cases) + sum(kind in case for case in cases for kind in kinds)


def replay_suite(
    cases: tuple[Recorded, ...], *, sample: int = 1, executor: Executor | None = None
) -> Iterator[Tally]:
    """Run the cases again; a row is a case, in a guest of its own or in the one of them all."""
    del executor  # two seconds' work
    chosen = [CASES[number] for number in sample_rows(len(CASES), sample)]
    yield from _rows(cases, chosen)


def _rows(cases: tuple[Recorded, ...], chosen: list[Case]) -> Iterator[Tally]:
    for case in chosen:
        yield compared(_place(case), _rule(cases[case.number]), _expected(case))
    for semantics in _VERSIONS:
        for case in chosen:
            key = f"{semantics.value}_fresh"
            got = _fields(run_case(semantics, case))
            yield compared(_place(case, semantics, key), cases[case.number][key], got)
        key = f"{semantics.value}_sequential"
        for result in run_original(semantics):
            number = result.case.number
            if result.case in chosen and key in cases[number]:
                got = {k: v for k, v in _fields(result).items() if k != "upper_a"}
                said = {k: v for k, v in cases[number][key].items() if k not in _NOT_COMPARED}
                yield compared(_place(result.case, semantics, key), said, got)


def _place(case: Case, semantics: Semantics | None = None, run: str = "") -> Place:
    text = ", ".join(filter(None, [f"case {case.number}", run]))
    return Place(text, case.number, semantics=semantics)


def _rule(recorded: Recorded) -> Recorded:
    """Return what stands beside the runs of a case."""
    return {key: recorded.get(key) for key in ("flags", "run_by_original", "initial_pte")} | {
        "expected": recorded["expected"]
    }


def _expected(case: Case) -> Recorded:
    expected = case.expected
    return {
        "flags": list(case.flags),
        "run_by_original": case.run_by_original,
        "initial_pte": hex(case.pte),
        "expected": {
            "fault": expected.fault,
            "error_code": expected.error_code,
            "pte": hex(expected.pte),
        },
    }


def _fields(result: CaseResult) -> Recorded:
    """Return what the file says of one case under one version."""
    upper = zip(("pml4e", "pdpte", "pde"), result.upper, strict=True)
    return {
        "verdict": result.verdict.value,
        "outcome": _ENDINGS.get(result.ending, result.ending.value),
        "error_code": result.error_code,
        "pte": hex(result.pte),
        "vmexits": result.vmexits,
        "pf_fixed": result.pf_fixed,
        "upper_a": {name: value // Pte.A & 1 for name, value in upper},
    }
