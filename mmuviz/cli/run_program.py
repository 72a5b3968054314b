"""`mmuviz run`: let a guest run on the shadow MMU of both versions, and on the bare processor."""

import argparse
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TextIO

from mmuviz.cli.inputs import FILE_HELP, add_dump_options, open_named, write_columns
from mmuviz.core.scenario import Scenario
from mmuviz.core.trace import Semantics
from mmuviz.present.guest_writes import guest_writes, writes_text
from mmuviz.present.program_table import (
    DEAD,
    operation_text,
    result_text,
    statistics_text,
)
from mmuviz.present.run_frame import VERSIONS, RunRecord
from mmuviz.sources.program_file import read_programs
from mmuviz.sources.vector_kinds import holds_programs

VERSION = 1
_EXAMPLES = """\
examples:
  mmuviz run default                                    one access, from a cold shadow
  mmuviz run guest-copy-on-write                        a guest program, operation by operation
  mmuviz run guest-page-ageing --writes                 with the A bits that it set and cleared
  mmuviz run sequences-directed.jsonl.gz                recorded guest programs
  mmuviz run sequences-pae.jsonl.gz --program pae-100003 --json

The JSON fields are described in docs/cli.md.
"""


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Register `run`."""
    parser = subparsers.add_parser(
        "run",
        help="run a guest on the shadow MMU of both versions",
        description="Let a guest run on KVM's shadow MMU, before and after the change, and on the "
        "bare processor: a program operation by operation, a scenario's own access once. Each "
        "begins with a cold shadow.",
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("file", metavar="FILE", help=FILE_HELP)
    parser.add_argument(
        "--semantics", choices=[one.value for one in Semantics], help="only this version"
    )
    parser.add_argument(
        "--writes", action="store_true", help="also what each operation changed in guest memory"
    )
    parser.add_argument("--json", action="store_true", help="one JSON object an operation")
    add_dump_options(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, out: TextIO, err: TextIO) -> int:
    """Run the programs, write what came of them, and return the exit status."""
    chosen = tuple(Semantics) if args.semantics is None else (Semantics(args.semantics),)
    for number, (name, scenario) in enumerate(_programs(args, err)):
        if args.json:
            _write_json(name, RunRecord(scenario), chosen, out)
            continue
        if number:
            out.write("\n")
        _write_text(name, RunRecord(scenario), chosen, out, writes=args.writes)
    return 0


def _programs(args: argparse.Namespace, err: TextIO) -> Iterable[tuple[str, Scenario]]:
    """Return name and scenario of all programs of a file, of one, or of a scenario's own."""
    path = Path(args.file)
    if args.program is None and holds_programs(path):
        return [(program.name, program.scenario) for program in read_programs(path)]
    opened = open_named(args.file, args)
    err.writelines(f"note: {remark}\n" for remark in opened.remarks)
    return [(opened.scenario.title or path.name, opened.scenario)]


def _write_text(
    name: str, record: RunRecord, chosen: Sequence[Semantics], out: TextIO, *, writes: bool
) -> None:
    scenario = record.scenario
    out.write(f"{name}: {scenario.cpu.mode.title} paging, CR3 {scenario.cpu.cr3:#x}\n")
    if scenario.operations and scenario.notes:
        out.write(f"{scenario.notes}\n")
    rows = [("", "operation", *(semantics.value for semantics in chosen))]
    for number, operation in enumerate(record.operations):
        cells = [_said(record, semantics, number) for semantics in chosen]
        differs = record.differs(number) and set(VERSIONS).issubset(chosen)
        rows.append((f"{number + 1} {'≠' if differs else ' '}", operation_text(operation), *cells))
        changed = [_changed(record, semantics, number) for semantics in chosen]
        if writes and any(changed):
            rows.append(("", "  changed", *changed))
    write_columns(rows, out)
    for semantics in chosen:
        said = statistics_text(record.runs[semantics], bare=semantics is Semantics.HARDWARE)
        unlike = sum(
            record.unlike_hardware(semantics, number) for number in range(len(record.operations))
        )
        out.write(
            f"{semantics.value:<8}  {said}{f', {unlike} unlike hardware' if unlike else ''}\n"
        )


def _said(record: RunRecord, semantics: Semantics, number: int) -> str:
    executed = record.executed(semantics, number)
    if executed is None:
        return DEAD
    mark = " ×" if record.unlike_hardware(semantics, number) else ""
    return result_text(executed.result, bare=semantics is Semantics.HARDWARE) + mark


def _changed(record: RunRecord, semantics: Semantics, number: int) -> str:
    executed = record.executed(semantics, number)
    return "" if executed is None else writes_text(guest_writes(executed))


def _write_json(name: str, record: RunRecord, chosen: Sequence[Semantics], out: TextIO) -> None:
    for semantics in chosen:
        for number, one in enumerate(record.runs[semantics], 1):
            result = one.result
            said = {
                "version": VERSION,
                "program": name,
                "semantics": semantics.value,
                "number": number,
                "operation": operation_text(one.operation),
                "outcome": result.ending.value,
                "error_code": result.error_code,
                "vmexits": result.vmexits,
                "pf_fixed": result.pf_fixed,
                "first_exit_error_code": result.first_exit_code,
                "host_asserts": result.host_asserts,
                "unlike_hardware": record.unlike_hardware(semantics, number - 1),
                "changed": [
                    {"gpa": f"{write.gpa:#x}", "old": f"{write.old:#x}", "new": f"{write.new:#x}"}
                    for write in guest_writes(one)
                ],
            }
            out.write(json.dumps(said) + "\n")
