"""`mmuviz atlas`: every state of a space at once, as text, JSON, a table or a picture."""

import argparse
import importlib
from pathlib import Path
from typing import TextIO

from mmuviz.cli.inputs import number, paging_mode
from mmuviz.cli.snapshot import picture_size
from mmuviz.core.paging import PagingMode
from mmuviz.core.trace import Semantics

SPACES = ("walk", "access", "hardware")
QUANTITIES = (
    "outcome",
    "code",
    "check",
    "a-bits",
    "d-bits",
    "vmexits",
    "shadow",
    "anything",
)
_EXAMPLES = """\
examples:
  mmuviz atlas                          where after's code differs from hardware's: PAE walk
  mmuviz atlas --mode long --compare before after --by a-bits
  mmuviz atlas --space access --of after --by outcome --where "user and not pde.u"
  mmuviz atlas --space access --compare before after --by anything --differing --csv all.csv
  mmuviz atlas --state 6145 --open      a state in the window, ready to step
  mmuviz atlas --space hardware --flags the flags of a space

A filter joins flags with and, or, not and brackets: "write and kind = mmio". The spaces, the
filter and the JSON fields are described in docs/atlas.md and docs/cli.md.
"""


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Register `atlas`."""
    parser = subparsers.add_parser(
        "atlas",
        help="every state of a space at once: where the rules differ, how often, exactly where",
        description="Look at every combination of flags of a mode at once: what one rule does, or "
        "where two differ, with counts, smallest examples and proved rules.",
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add = parser.add_argument
    rules = [semantics.value for semantics in Semantics]
    add(
        "--mode",
        type=paging_mode,
        choices=list(PagingMode),
        default=PagingMode.PAE,
        metavar="{32-bit,pae,long}",
        help="the paging mode (default: pae)",
    )
    add(
        "--space",
        choices=SPACES,
        default=SPACES[0],
        help="what is asked of a state: a walk, one access from a cold shadow, or a walk with D, "
        "NX and fetches, which KVM's walks do not look at (default: %(default)s)",
    )
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--of", choices=rules, help="what this rule does")
    what.add_argument(
        "--compare",
        nargs=2,
        choices=rules,
        default=("after", "hardware"),
        metavar="RULE",
        help="where two rules differ (default: after hardware)",
    )
    add("--by", choices=QUANTITIES, help="in what (default: code, else outcome)")
    add("--where", metavar="EXPR", help="only states for which this holds")
    add("--state", type=number, metavar="N", help="tell of this state alone")
    add("--flags", action="store_true", help="list the flags of the space, and stop")
    add("--json", action="store_true", help="JSON objects, one a line")
    files = parser.add_argument_group("files")
    files.add_argument("--csv", type=Path, metavar="FILE", help="the states as rows of text")
    files.add_argument("--parquet", type=Path, metavar="FILE", help="the states as Parquet")
    files.add_argument(
        "--differing", action="store_true", help="in these files, only states that stand out"
    )
    files.add_argument("--image", type=Path, metavar="FILE", help="the map: .png or .svg")
    files.add_argument(
        "--size",
        type=picture_size,
        default=(1440, 900),
        metavar="WxH",
        help="of the image (default: 1440x900; a PNG is twice as fine)",
    )
    files.add_argument("--theme", choices=("light", "dark"), default="light", help="of the image")
    files.add_argument("--save", type=Path, metavar="FILE", help="--state as a scenario file")
    files.add_argument("--open", action="store_true", help="--state in the window")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, out: TextIO, err: TextIO) -> int:
    """Answer, and return the exit status. NumPy is loaded here: other commands do without."""
    status: int = importlib.import_module("mmuviz.cli.atlas_run").run(args, out, err)
    return status
