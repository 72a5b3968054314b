"""`mmuviz run`: let a guest run on the shadow MMU of both versions."""

import argparse
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from mmuviz.cli.inputs import FILE_HELP, add_dump_options, open_named, write_columns
from mmuviz.core.operation import Operation, Touch
from mmuviz.core.scenario import Scenario
from mmuviz.core.shadow.program import Executed, run_program
from mmuviz.core.trace import Semantics
from mmuviz.present.program_table import DEAD, operation_text, result_text, statistics_text
from mmuviz.sources.problems import BadInput
from mmuviz.sources.program_file import read_programs
from mmuviz.sources.vector_kinds import Content, content_of

VERSION = 1
_BOTH = (Semantics.BEFORE, Semantics.AFTER)
_EXAMPLES = """\
examples:
  mmuviz run default                                    one access, from a cold shadow
  mmuviz run sequences-directed.jsonl.gz                recorded guest programs
  mmuviz run sequences-pae.jsonl.gz --program pae-100003 --json

The JSON fields are described in docs/cli.md.
"""


@dataclass(frozen=True, slots=True)
class _Program:
    name: str
    note: str
    scenario: Scenario
    operations: tuple[Operation, ...]


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Register `run`."""
    parser = subparsers.add_parser(
        "run",
        help="run a guest on the shadow MMU of both versions",
        description="Let a guest run on KVM's shadow MMU, before and after the change: recorded "
        "programs operation by operation, a scenario's own access once. Each begins with a cold "
        "shadow.",
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("file", metavar="FILE", help=f"guest programs, or {FILE_HELP}")
    parser.add_argument("--program", metavar="ID", help="only this one of the programs")
    parser.add_argument(
        "--semantics", choices=[one.value for one in _BOTH], help="only this version"
    )
    parser.add_argument("--json", action="store_true", help="one JSON object an operation")
    add_dump_options(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, out: TextIO, err: TextIO) -> int:
    """Run the programs, write what came of them, and return the exit status."""
    versions = _BOTH if args.semantics is None else (Semantics(args.semantics),)
    for number, program in enumerate(_programs(args, err)):
        runs = {
            version: run_program(version, program.scenario, program.operations)
            for version in versions
        }
        if args.json:
            _write_json(program, runs, out)
            continue
        if number:
            out.write("\n")
        _write_text(program, runs, out)
    return 0


def _programs(args: argparse.Namespace, err: TextIO) -> list[_Program]:
    """Read the file: its programs, or its one access."""
    path = Path(args.file)
    if not _holds_programs(path):
        opened = open_named(args.file, args)
        err.writelines(f"note: {remark}\n" for remark in opened.remarks)
        if args.program is not None:
            raise BadInput(path, "holds one access, no programs to choose from")
        scenario = opened.scenario
        name = scenario.title or path.name
        return [_Program(name, "", scenario, (Touch(scenario.access),))]
    programs = [
        _Program(one.name, one.note, one.scenario, one.operations) for one in read_programs(path)
    ]
    chosen = [one for one in programs if args.program in (None, one.name)]
    if not chosen:
        raise BadInput(
            path, f'found no program "{args.program}", expected one such as {programs[0].name}'
        )
    return chosen


def _holds_programs(path: Path) -> bool:
    try:
        return content_of(path) is Content.PROGRAMS
    except BadInput:
        return False


_Runs = dict[Semantics, tuple[Executed, ...]]


def _write_text(program: _Program, runs: _Runs, out: TextIO) -> None:
    mode = program.scenario.cpu.mode.title
    out.write(f"{program.name}: {mode} paging, CR3 {program.scenario.cpu.cr3:#x}\n")
    if program.note:
        out.write(f"{program.note}\n")
    rows = [("", "operation", *(version.value for version in runs))]
    for number, operation in enumerate(program.operations):
        results = [_said(executed, number) for executed in runs.values()]
        differs = " ≠" if len(set(results)) > 1 else "  "
        rows.append((f"{number + 1}{differs}", operation_text(operation), *results))
    write_columns(rows, out)
    out.writelines(
        f"{version.value:<8}{statistics_text(executed)}\n" for version, executed in runs.items()
    )


def _said(executed: Sequence[Executed], number: int) -> str:
    return result_text(executed[number].result) if number < len(executed) else DEAD


def _write_json(program: _Program, runs: _Runs, out: TextIO) -> None:
    for version, executed in runs.items():
        for number, one in enumerate(executed, 1):
            result = one.result
            record = {
                "version": VERSION,
                "program": program.name,
                "semantics": version.value,
                "number": number,
                "operation": operation_text(one.operation),
                "outcome": result.ending.value,
                "error_code": result.error_code,
                "vmexits": result.vmexits,
                "pf_fixed": result.pf_fixed,
                "first_exit_error_code": result.first_exit_code,
                "host_asserts": result.host_asserts,
            }
            out.write(json.dumps(record) + "\n")
