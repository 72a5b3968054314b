"""`mmuviz oracle`: let the Unicorn engine make a scenario's access, beside hardware's rules."""

import argparse
import json
from typing import TextIO

from mmuviz.cli.inputs import FILE_HELP, add_dump_options, open_named, write_lines
from mmuviz.cli.walk import add_access, questions
from mmuviz.core.second_opinion import Verdict, points
from mmuviz.core.trace import Semantics, record
from mmuviz.present.second_opinion import (
    opinion_lines,
    opinion_page,
    opinion_record,
    refusal_record,
)
from mmuviz.sources.oracle import ask
from mmuviz.sources.problems import BadInput
from mmuviz.sources.unicorn_extra import engine_version

_EXAMPLE = """\
examples:
  mmuviz oracle pae-denied-above-absent-below
  mmuviz oracle default --address cow_shared+0x238 --write --user --json

The engine is an optional extra: pip install "mmuviz[oracle]". What it is, and what it cannot tell:
docs/oracle.md.
Exit status: 0 they agree, known limits apart; 1 they differ; 2 bad input, or it cannot be asked.
"""


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Register `oracle`."""
    parser = subparsers.add_parser(
        "oracle",
        help="ask an independent processor, the Unicorn engine",
        description="Let the Unicorn engine make the access on the scenario's own page tables, and "
        "hold what it does against hardware's rules: outcome, error code, address, A and D.",
        epilog=_EXAMPLE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("file", metavar="FILE", help=FILE_HELP)
    add_access(parser)
    parser.add_argument("--json", action="store_true", help="one JSON object an access")
    add_dump_options(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, out: TextIO, err: TextIO) -> int:
    """Ask, write the answers, and return the exit status."""
    version = engine_version()
    opened = open_named(args.file, args)
    if not args.json:
        err.writelines(f"note: {remark}\n" for remark in opened.remarks)
    status = 0
    for number, scenario in enumerate(questions(args, opened.scenario)):
        try:
            opinion = ask(scenario)
        except BadInput as problem:
            if not args.json:
                raise
            out.write(json.dumps(refusal_record(f"{problem}.")) + "\n")
            return 2
        compared = points(record(Semantics.HARDWARE, scenario), opinion.answer)
        page = opinion_page(scenario, compared, opinion.touched, version)
        if any(point.verdict is Verdict.DIFFERS for point in compared):
            status = 1
        if args.json:
            out.write(json.dumps(opinion_record(page, compared)) + "\n")
        else:
            out.write("\n" if number else "")
            write_lines(opinion_lines(page), out)
    return status
