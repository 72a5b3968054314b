"""`mmuviz story`: list the storylines, print one with times and notes, check one."""

import argparse
from typing import TextIO

from mmuviz.cli.inputs import storyline_path, write_lines
from mmuviz.present.story_text import clock, story_lines
from mmuviz.present.wording import amount
from mmuviz.resources import storylines
from mmuviz.sources.problems import BadInput
from mmuviz.sources.storyline_file import read_storyline

_EXAMPLES = """\
examples:
  mmuviz story                              the storylines that ship
  mmuviz story the-change                   one of them, with times and notes
  mmuviz story --check my-lecture.toml      check one of your own (docs/storylines.md)
  mmuviz my-lecture.toml                    play it
"""


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Register `story`."""
    parser = subparsers.add_parser(
        "story",
        help="list the lectures, print or check one",
        description="List the storylines, print one slide by slide with its times and the "
        "lecturer's notes, or check a file. 'mmuviz FILE' plays one.",
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("file", nargs="?", metavar="FILE", help="a storyline, or the name of one")
    parser.add_argument("--check", action="store_true", help="only say whether all is well")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, out: TextIO, _err: TextIO) -> int:
    """List, print or check."""
    if args.file is None and args.check:
        raise BadInput(None, "--check: found no file, expected the storyline to check")
    if args.file is None:
        for path in storylines():
            storyline = read_storyline(path)
            out.write(f"{path.stem}  {clock(storyline.seconds)} minutes  {storyline.title}\n")
        return 0
    path = storyline_path(args.file)
    storyline = read_storyline(path)
    if args.check:
        slides = amount(len(storyline.slides), "slide")
        out.write(f"{path}: {slides}, {clock(storyline.seconds)} minutes. All is well.\n")
    else:
        write_lines(story_lines(storyline), out)
    return 0
