"""`mmuviz suite`: run the MMU test suite of January 2007 on both versions and on hardware."""

import argparse
import json
from collections.abc import Sequence
from typing import TextIO

from mmuviz.cli.inputs import write_columns
from mmuviz.core.suite import CASES, FIRST_OF_ORIGINAL, CaseResult, Verdict, run_case
from mmuviz.core.trace import Semantics
from mmuviz.present.suite_table import HEADINGS, cells, reason, total

VERSION = 1
_ALL = "all"
_EXAMPLES = """\
examples:
  mmuviz suite                          the failures of before, after and hardware
  mmuviz suite --semantics after --every
  mmuviz suite --json > cases.jsonl

A failed case is an answer: the exit status is 0. The JSON fields are described in docs/cli.md.
"""


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Register `suite`."""
    parser = subparsers.add_parser(
        "suite",
        help="run the MMU test suite of January 2007",
        description="Run the test suite that KVM's author wrote in January 2007: one page-table "
        "entry's flags, an access and CR0.WP, 256 cases, of which the original ran 191.",
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "--semantics",
        choices=(*(semantics.value for semantics in Semantics), _ALL),
        default=_ALL,
        help="whose rules (default: %(default)s)",
    )
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--every", action="store_true", help="list the cases that pass too")
    form.add_argument("--json", action="store_true", help="one JSON object a case and rules")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, out: TextIO, _err: TextIO) -> int:
    """Run the cases, write what came of them, and return the exit status."""
    chosen = list(Semantics) if args.semantics == _ALL else [Semantics(args.semantics)]
    results = {semantics: [run_case(semantics, case) for case in CASES] for semantics in chosen}
    if args.json:
        for semantics, cases in results.items():
            out.writelines(json.dumps(_record(semantics, result)) + "\n" for result in cases)
        return 0
    for semantics, cases in results.items():
        _write_table(semantics, cases, out, every=args.every)
    for semantics, cases in results.items():
        failed, ran = total(cases), len(CASES) - FIRST_OF_ORIGINAL
        out.write(
            f"{semantics.value:<9}{failed.original:>3} of the {ran} cases that the original ran "
            f"fail, {failed.every:>3} of all {len(CASES)}\n"
        )
    return 0


def _write_table(
    semantics: Semantics, results: Sequence[CaseResult], out: TextIO, *, every: bool
) -> None:
    """Write the cases that fail, or all, in the original's order."""
    shown = [one for one in results if every or one.verdict is not Verdict.PASS]
    if not shown:
        return
    rows = [(*HEADINGS, semantics.value), *((*cells(one.case), reason(one)) for one in shown)]
    write_columns(rows, out)
    out.write("\n")


def _record(semantics: Semantics, result: CaseResult) -> dict[str, object]:
    case, expected = result.case, result.case.expected
    return {
        "version": VERSION,
        "semantics": semantics.value,
        "case": case.number,
        "flags": list(case.flags),
        "run_by_original": case.run_by_original,
        "pte": f"{case.pte:#x}",
        "expected": {
            "fault": expected.fault,
            "error_code": expected.error_code if expected.fault else None,
            "pte": f"{expected.pte:#x}",
        },
        "verdict": result.verdict.value,
        "outcome": result.ending.value,
        "error_code": result.error_code,
        "pte_after": f"{result.pte:#x}",
        "vmexits": result.vmexits,
        "pf_fixed": result.pf_fixed,
    }
