"""`mmuviz compare`: the opinions of before, after and hardware on one access, side by side."""

import argparse
import json
from typing import Any, TextIO

from mmuviz.cli.inputs import FILE_HELP, add_dump_options, open_named, write_lines
from mmuviz.cli.walk import add_access, questions
from mmuviz.core.trace import Semantics
from mmuviz.present.compare_frame import CompareRecord
from mmuviz.present.compare_text import compare_lines

VERSION = 1
_EXAMPLES = """\
examples:
  mmuviz compare pae-denied-above-absent-below
  mmuviz compare default --address cow_shared+0x238 --write --user
  mmuviz compare default --semantics before after --json

The two versions of KVM run the access on the shadow MMU, from a cold shadow. The JSON fields are
described in docs/cli.md.
"""


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Register `compare`."""
    parser = subparsers.add_parser(
        "compare",
        help="walk before, after and hardware in lockstep, and say where they part",
        description="Walk an address by several rules, step by step side by side; say where the "
        "walks first part, and what differs in the end.",
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("file", metavar="FILE", help=FILE_HELP)
    add_access(parser)
    parser.add_argument(
        "--semantics",
        nargs="+",
        choices=[semantics.value for semantics in Semantics],
        help="only these (default: all three)",
    )
    parser.add_argument("--json", action="store_true", help="one JSON object an access, one a line")
    add_dump_options(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, out: TextIO, err: TextIO) -> int:
    """Compare, write the answers, and return the exit status."""
    opened = open_named(args.file, args)
    if not args.json:
        err.writelines(f"note: {remark}\n" for remark in opened.remarks)
    words = args.semantics or [semantics.value for semantics in Semantics]
    shown = tuple(semantics for semantics in Semantics if semantics.value in words)
    for number, scenario in enumerate(questions(args, opened.scenario)):
        record = CompareRecord(scenario, shown)
        if args.json:
            out.write(json.dumps(compare_record(record)) + "\n")
            continue
        if number:
            out.write("\n")
        write_lines(compare_lines(record), out)
    return 0


def compare_record(record: CompareRecord) -> dict[str, Any]:
    """Return a comparison as JSON fields."""
    access = record.scenario.access
    names = [semantics.value for semantics in record.shown]
    return {
        "version": VERSION,
        "gva": f"{access.gva:#x}",
        "access": access.kind,
        "privilege": access.privilege,
        "semantics": names,
        "diverges": record.banner.diverges,
        "first_divergence": record.banner.step,
        "sentence": f"{record.banner.title}. {record.banner.text}",
        "rows": [
            {
                "step": row.step,
                "entry": row.station or None,
                "level": row.level,
                "check": row.letter or row.title,
                "differs": row.differs,
                "said": {line.semantics.value: line.said.text for line in row.lines},
            }
            for row in record.rows
        ],
        "ends": {
            who.value: {
                "outcome": end.ending.value,
                "error_code": end.error_code,
                "vmexits": end.vmexits,
                "pf_fixed": end.pf_fixed,
                "shadow_leaf": None if end.leaf is None else f"{end.leaf:#x}",
            }
            for who, end in record.comparison.ends.items()
        },
        "end_table": [
            {
                "result": " ".join(row.title.split()),
                "differs": row.differs,
                **dict(zip(names, (value.text for value in row.values), strict=True)),
            }
            for row in record.end_rows
        ],
        "verdicts": [f"{verdict.title}. {verdict.text}" for verdict in record.verdicts],
    }
