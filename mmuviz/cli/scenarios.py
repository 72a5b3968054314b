"""`mmuviz scenarios`: list the built-in scenarios."""

import argparse
from typing import TextIO

from mmuviz.resources import built_in_scenarios
from mmuviz.sources.open_file import open_file

_EXAMPLE = """\
example:
  mmuviz scenarios
  mmuviz walk pae-gva-to-gpa --semantics all
"""


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Register `scenarios`."""
    parser = subparsers.add_parser(
        "scenarios",
        help="list the built-in scenarios",
        description="List the built-in scenarios: their name, paging mode and what each shows.",
        epilog=_EXAMPLE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.set_defaults(run=run)


def run(_args: argparse.Namespace, out: TextIO, _err: TextIO) -> int:
    """Write a line a scenario."""
    files = built_in_scenarios()
    width = max(map(len, files))
    for name, path in files.items():
        scenario = open_file(path).scenario
        out.write(f"{name:<{width}}  {scenario.cpu.mode.title:<6}  {scenario.title}\n")
    return 0
