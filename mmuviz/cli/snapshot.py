"""`mmuviz snapshot`: a picture of the real window, made without a screen."""

import argparse
import re
from pathlib import Path
from typing import TextIO

from mmuviz.cli.inputs import FILE_HELP, add_dump_options, gui_module, number, open_named
from mmuviz.sources.problems import BadInput

_SIZE = re.compile(r"(\d{3,5})x(\d{3,5})")
_LARGEST = 8192
FORMATS = (".png", ".svg")
BAD_NAME = "found this name for a picture, expected one in .png or .svg"
_EXAMPLE = """\
example:
  mmuviz snapshot default --out walk.png --theme dark --step 13 --size 1440x900
"""


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Register `snapshot`."""
    parser = subparsers.add_parser(
        "snapshot",
        help="write a picture of the window",
        description="Write a picture of the real window to a PNG or SVG file. No screen is needed.",
        epilog=_EXAMPLE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("file", metavar="FILE", help=FILE_HELP)
    parser.add_argument("--out", type=Path, required=True, help="the picture: .png or .svg")
    parser.add_argument("--theme", choices=("light", "dark"), default="light")
    parser.add_argument(
        "--step", type=number, metavar="N", help="the step to show (default: the last)"
    )
    parser.add_argument(
        "--size", type=picture_size, default=(1440, 900), metavar="WxH", help="default: 1440x900"
    )
    parser.add_argument(
        "--view", default="walk", metavar="NAME", help="walk (default), compare, exits, …"
    )
    add_dump_options(parser)
    parser.set_defaults(run=run)


def picture_size(text: str) -> tuple[int, int]:
    """Read a size in pixels: `1440x900`."""
    match = _SIZE.fullmatch(text)
    if match is None or max(int(match[1]), int(match[2])) > _LARGEST:
        raise argparse.ArgumentTypeError(f"found {text!r}, expected a size such as 1440x900")
    return int(match[1]), int(match[2])


def run(args: argparse.Namespace, _out: TextIO, _err: TextIO) -> int:
    """Write the picture."""
    if args.out.suffix.lower() not in FORMATS:
        raise BadInput(args.out, BAD_NAME)
    if not args.out.parent.is_dir():
        raise BadInput(args.out, "the folder does not exist")
    opened = open_named(args.file, args)
    snapshot = gui_module("snapshot")
    try:
        snapshot.take(opened, args.out, args.theme, args.step, args.size, args.view)
    except IndexError as problem:
        raise BadInput(None, f"--step {args.step}: {problem}") from problem
    except LookupError as problem:
        raise BadInput(None, f"--view: {problem}") from problem
    return 0
