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
examples:
  mmuviz snapshot default --out walk.png --theme dark --step 13 --size 1440x900
  mmuviz snapshot --out lesson.png --lesson 11 --answer 0x5
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
    parser.add_argument("file", nargs="?", default="default", metavar="FILE", help=FILE_HELP)
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
    lesson = parser.add_argument_group("lessons", "the Lessons view, whatever FILE holds")
    lesson.add_argument("--lesson", type=int, metavar="N", help="this lesson")
    lesson.add_argument("--screen", type=int, metavar="K", help="this screen of it (default: 1)")
    lesson.add_argument(
        "--answer",
        metavar="VALUE",
        help="answer what is asked there (default screen: the first question)",
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
    if args.lesson is None and (args.screen, args.answer) != (None, None):
        raise BadInput(None, "--screen and --answer: expected --lesson N with them")
    opened = open_named(args.file, args)
    snapshot, lesson = gui_module("snapshot"), None
    if args.lesson is not None:
        wish = gui_module("lessons.pictured").LessonWish
        lesson = wish(args.lesson, args.screen, args.answer)
    try:
        snapshot.take(opened, args.out, args.theme, args.step, args.size, args.view, lesson)
    except IndexError as problem:
        raise BadInput(None, f"--step {args.step}: {problem}") from problem
    except LookupError as problem:
        raise BadInput(None, f"--view: {problem}") from problem
    return 0
