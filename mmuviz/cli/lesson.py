"""`mmuviz lesson`: list the lessons, print one, check one that somebody writes."""

import argparse
from pathlib import Path
from typing import TextIO

from mmuviz.cli.inputs import write_lines
from mmuviz.core.lessons.lesson import Lesson
from mmuviz.present.lesson_text import lesson_lines
from mmuviz.present.wording import amount
from mmuviz.resources import tutorials
from mmuviz.sources.lesson_file import lesson_files, read_lesson
from mmuviz.sources.problems import BadInput

_EXAMPLES = """\
examples:
  mmuviz lesson                          the lessons
  mmuviz lesson 11                       one of them, as text
  mmuviz lesson cr0-wp --solution        with the answers, and the ideas behind the wrong ones
  mmuviz lesson --check my-lesson.md     check one of your own (docs/lessons.md)
"""


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Register `lesson`."""
    parser = subparsers.add_parser(
        "lesson",
        help="list the lessons, print or check one",
        description="List the lessons, print one as text, or check a lesson file.",
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    which = parser.add_mutually_exclusive_group()
    which.add_argument("lesson", nargs="?", metavar="N|NAME", help="its number or name")
    which.add_argument("--check", type=Path, metavar="FILE", help="check this lesson file")
    parser.add_argument("--solution", action="store_true", help="with the answers")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, out: TextIO, _err: TextIO) -> int:
    """List, print or check."""
    files = lesson_files(tutorials() / "lessons")
    if args.check is not None:
        lesson = read_lesson(args.check)
        out.write(f"{args.check}: {_counts(lesson)}. All is well.\n")
    elif args.lesson is not None:
        number = _number(files, args.lesson)
        lines = lesson_lines(read_lesson(files[number - 1]), number, solution=args.solution)
        write_lines(lines, out)
    else:
        for number, path in enumerate(files, 1):
            lesson = read_lesson(path)
            out.write(f"{number:>2}  {lesson.title}\n    {lesson.summary}\n")
    return 0


def _number(files: tuple[Path, ...], word: str) -> int:
    """Return the number of the lesson that is meant: `11`, `11-order-of-checks`, `order-of-checks`.

    Raises:
        BadInput: there is none.
    """
    for number, path in enumerate(files, 1):
        if word in {str(number), path.stem, path.stem.partition("-")[2]}:
            return number
    raise BadInput(None, f'found no lesson "{word}", expected 1 to {len(files)} or a name')


def _counts(lesson: Lesson) -> str:
    """`5 pages, 4 questions, 1 task`."""
    return ", ".join(
        [
            amount(len(lesson.pages), "page"),
            amount(len(list(lesson.questions)), "question"),
            amount(len(list(lesson.tasks)), "task"),
        ]
    )
