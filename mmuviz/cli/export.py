"""`mmuviz export`: a walk or a storyline as a page, a hand-out, pictures or text."""

import argparse
from pathlib import Path
from typing import TextIO

from mmuviz.cli.inputs import (
    FILE_HELP,
    add_dump_options,
    gui_module,
    number,
    open_named,
    storyline_path,
)
from mmuviz.cli.snapshot import picture_size
from mmuviz.cli.walk import add_access, questions
from mmuviz.core.trace import Semantics, Trace, record
from mmuviz.present.export_kinds import FOLDER, GIF, PDF, document, kind_of
from mmuviz.sources.open_file import is_storyline
from mmuviz.sources.problems import BadInput
from mmuviz.sources.replacing import replacing

_EXAMPLES = """\
examples:
  mmuviz export default --out walk.html                  one page, stepped by keys, no network
  mmuviz export default --out walk.pdf                   a hand-out, a page a step
  mmuviz export default --out walk.pdf --compact         a hand-out, one table
  mmuviz export default --out walk.tex --step 13         a TikZ picture of a step
  mmuviz export default --out walk.gif --theme dark      an animation
  mmuviz export default --out steps                      a folder: PNG and SVG of each step
  mmuviz export default --out walk.md --address cow_shared --user
  mmuviz export the-change --out lecture.html            a storyline: a slide at a time
  mmuviz export my-lecture.toml --out notes.pdf --notes  a page a slide, with the notes

'mmuviz snapshot' writes one picture of any view.
"""
_ONLY = {
    "step": ({".tex"}, "a .tex"),
    "compact": ({PDF}, "a .pdf"),
    "notes": ({".html", PDF, ".md", ".tex"}, "a .html, a .pdf, a .md or a .tex"),
    "seconds": ({GIF}, "a .gif"),
    "size": ({GIF, FOLDER}, "a .gif or a folder"),
    "theme": ({".html", GIF, FOLDER}, "a .html, a .gif or a folder"),
}
"""What an option is for: elsewhere it would go unheard."""


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Register `export`."""
    parser = subparsers.add_parser(
        "export",
        help="write a walk or a storyline as a page, a hand-out, pictures or text",
        description="Write a walk, step by step, or a storyline, slide by slide, in the format "
        "that the name of --out says.",
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("file", metavar="FILE", help=f"{FILE_HELP}; or a storyline")
    parser.add_argument(
        "--out",
        type=Path,
        required=True,
        metavar="OUT",
        help="a name in .html, .pdf, .md, .tex or .gif; one without a suffix is a new folder",
    )
    add_access(parser, several=False)
    parser.add_argument(
        "--semantics",
        choices=[semantics.value for semantics in Semantics],
        help="whose rules (default: what the scenario names, else after)",
    )
    parser.add_argument(
        "--theme",
        choices=("light", "dark"),
        help="of a page (default: the reader's own) or of pictures (default: light)",
    )
    parser.add_argument(
        "--step", type=number, metavar="N", help="of a .tex: the step (default: the last)"
    )
    parser.add_argument(
        "--compact", action="store_true", default=None, help="of a .pdf: one table of all"
    )
    parser.add_argument(
        "--notes",
        action="store_true",
        default=None,
        help="of a storyline's .html, .pdf, .md or .tex: with what the lecturer says",
    )
    parser.add_argument(
        "--size",
        type=picture_size,
        metavar="WxH",
        help="of a .gif or a folder: pixels of a picture (default: 1440x900)",
    )
    parser.add_argument(
        "--seconds",
        type=seconds,
        metavar="S",
        help="of a .gif: how long a picture stays (default: a step 1.5, the last one three times "
        "as long; a slide as long as it takes to read)",
    )
    add_dump_options(parser)
    parser.set_defaults(run=run)


def seconds(text: str) -> float:
    """Read how long a step stays: `1.5`."""
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not 0.02 <= value <= 60:  # what browsers show, and what somebody waits for
        raise argparse.ArgumentTypeError(f"found {text!r}, expected seconds from 0.02 to 60")
    return value


def run(args: argparse.Namespace, _out: TextIO, _err: TextIO) -> int:
    """Write the walk, or the storyline."""
    kind = _kind(args)
    storyline = storyline_path(args.file)
    if is_storyline(storyline):
        from mmuviz.cli.export_story import write_story  # noqa: PLC0415  # a walk is more common

        write_story(storyline, kind, args)
        return 0
    if args.notes:
        raise BadInput(None, f"--notes is for a storyline; {args.file} is none")
    opened = open_named(args.file, args)
    scenario = next(questions(args, opened.scenario))
    semantics = Semantics(args.semantics) if args.semantics else opened.semantics
    trace = record(semantics, scenario)
    try:
        text = document(kind, trace, args.step, args.theme or "")
    except IndexError as problem:
        raise BadInput(None, f"--step {args.step}: {problem}") from problem
    if text is None:
        _write_by_window(args, trace)
        return 0
    with replacing(args.out) as stream:
        stream.write(text.encode())
    return 0


def _kind(args: argparse.Namespace) -> str:
    """Return what is to be written, once it is known that it can be."""
    try:
        kind = kind_of(args.out)
    except OSError as problem:
        raise BadInput(None, f"--out: {problem}") from problem
    if not args.out.parent.is_dir():
        raise BadInput(args.out, "the folder does not exist")
    for option, (kinds, what) in _ONLY.items():
        if getattr(args, option) is not None and kind not in kinds:
            raise BadInput(None, f"--{option} is for {what}; --out is {args.out.name}")
    return kind


def _write_by_window(args: argparse.Namespace, trace: Trace) -> None:
    """Write what the window draws."""
    exporting = gui_module("export_snapshot")
    given = {"theme": args.theme, "size": args.size, "compact": args.compact}
    given["seconds"] = args.seconds
    wish = {name: value for name, value in given.items() if value is not None}
    exporting.take(args.out, exporting.Wish(trace, **wish))
