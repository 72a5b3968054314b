"""`mmuviz walk`: translate an address and say how it went, as text or JSON."""

import argparse
import json
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TextIO

from mmuviz.cli.inputs import (
    FILE_HELP,
    add_dump_options,
    open_named,
    read_address,
    write_lines,
)
from mmuviz.cli.record import walk_record
from mmuviz.core.access import Access
from mmuviz.core.scenario import Scenario
from mmuviz.core.trace import Semantics, Trace, record
from mmuviz.present.answer import answer, steps, summary
from mmuviz.sources.opened import Opened
from mmuviz.sources.problems import BadInput

_ALL = "all"
_EXAMPLES = """\
examples:
  mmuviz walk default                                    the default question
  mmuviz walk default --address cow_shared+0x238 --write --user --semantics all
  mmuviz walk guest.core --address 0xc0100000 --steps
  mmuviz walk guest.core --addresses list.txt --json > answers.jsonl

A page fault is an answer: the exit status is 0. The JSON fields are described in docs/cli.md.
"""


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Register `walk`."""
    parser = subparsers.add_parser(
        "walk",
        help="walk an address and say how it went",
        description="Walk the page tables for an address, step by step, and give the outcome, the "
        "error code and the accessed bits.",
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("file", metavar="FILE", help=FILE_HELP)
    add_access(parser)
    parser.add_argument(
        "--semantics",
        choices=(*(semantics.value for semantics in Semantics), _ALL),
        help="whose rules (default: what the scenario names, else after)",
    )
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--steps", action="store_true", help="a sentence for every step")
    form.add_argument("--json", action="store_true", help="one JSON object a walk, one a line")
    add_dump_options(parser)
    parser.set_defaults(run=run)


def add_access(parser: argparse.ArgumentParser, *, several: bool = True) -> None:
    """Add the options that ask about another access than the scenario's own, or about several."""
    which = parser.add_mutually_exclusive_group()
    which.add_argument(
        "--address",
        metavar="A",
        help="hexadecimal, a label or label+offset: a supervisor read unless --user, --write or "
        "--fetch say otherwise (default: the scenario's own access)",
    )
    if several:
        which.add_argument(
            "--addresses", metavar="LIST", help="a file with one address a line, or - for the input"
        )
    else:
        parser.set_defaults(addresses=None)
    kind = parser.add_mutually_exclusive_group()
    kind.add_argument("--write", action="store_true", help="the access is a write")
    kind.add_argument("--fetch", action="store_true", help="the access is an instruction fetch")
    parser.add_argument("--user", action="store_true", help="it comes from user mode")
    parser.add_argument("--wp", type=int, choices=(0, 1), help="CR0.WP instead of the file's")


def run(args: argparse.Namespace, out: TextIO, err: TextIO) -> int:
    """Walk, write the answers, and return the exit status."""
    opened = open_named(args.file, args)
    if not args.json:
        err.writelines(f"note: {remark}\n" for remark in opened.remarks)
    chosen = _semantics(args, opened)
    first = True
    for scenario in questions(args, opened.scenario):
        traces = [record(semantics, scenario) for semantics in chosen]
        if args.json:
            out.writelines(json.dumps(walk_record(trace)) + "\n" for trace in traces)
            continue
        if not first:
            out.write("\n")
        first = False
        _write_text(traces, out, with_steps=args.steps)
    return 0


def _semantics(args: argparse.Namespace, opened: Opened) -> list[Semantics]:
    if args.semantics is None:
        return [opened.semantics]
    return list(Semantics) if args.semantics == _ALL else [Semantics(args.semantics)]


def questions(args: argparse.Namespace, scenario: Scenario) -> Iterator[Scenario]:
    """Yield the scenario with each access that is asked about."""
    if args.wp is not None:
        scenario = replace(scenario, cpu=replace(scenario.cpu, wp=bool(args.wp)))
    asked = args.address is not None or args.addresses is not None
    if not asked and not (args.write or args.fetch or args.user):
        yield scenario
        return
    access = Access(scenario.access.gva, write=args.write, user=args.user, fetch=args.fetch)
    if args.addresses is None:
        gva = read_address(args.address, scenario) if asked else access.gva
        yield replace(scenario, access=replace(access, gva=gva))
        return
    for line, text in enumerate(_lines(args.addresses), 1):
        word = text.partition("#")[0].strip()
        if word:
            gva = read_address(word, scenario, line=line)
            yield replace(scenario, access=replace(access, gva=gva))


def _lines(name: str) -> Iterator[str]:
    """Yield the lines of the list as they come, so that a pipe gets its answers at once."""
    try:
        if name == "-":
            yield from sys.stdin
            return
        with Path(name).open(encoding="utf-8") as stream:
            yield from stream
    except UnicodeDecodeError as problem:
        raise BadInput(Path(name), "is not text, expected one address a line") from problem


def _write_text(traces: list[Trace], out: TextIO, *, with_steps: bool) -> None:
    for number, trace in enumerate(traces):
        if number:
            out.write("\n")
        write_lines(answer(trace), out)
        if with_steps:
            out.write("\n")
            write_lines(steps(trace), out)
    if len(traces) > 1:
        out.write("\n")
        write_lines(summary(traces), out)
