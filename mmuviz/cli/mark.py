"""`mmuviz mark`: mark the answers to a worksheet, one file or a class."""

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from typing import TextIO

from mmuviz.cli.inputs import write_lines
from mmuviz.core.exercises.make import make_questions
from mmuviz.core.exercises.question import Question
from mmuviz.core.exercises.spec import SheetSpec
from mmuviz.present.marked import (
    Marked,
    csv_text,
    mark_answers,
    marked_lines,
    marked_record,
)
from mmuviz.sources.answer_file import read_answers
from mmuviz.sources.answer_values import printable
from mmuviz.sources.problems import BadInput
from mmuviz.sources.sheet_head import read_head

_SUFFIXES = {".txt", ".json"}
_EXAMPLES = """\
examples:
  mmuviz mark sheets/sheet.md answers.txt
  mmuviz mark sheets/sheet.md answers.txt --json > results.json
  mmuviz mark sheets/sheet.md handed-in/ --csv class.csv

A point a part. Garbled answers lose their points, and a line says why. The sheet is made again
from its head; what else the file holds does not count. Files: docs/exercises.md
"""


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Register `mark`."""
    parser = subparsers.add_parser(
        "mark",
        help="mark the answers to a worksheet",
        description="Mark the answers to a worksheet, part by part, and name the wrong idea that "
        "an answer comes from.",
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("sheet", type=Path, metavar="SHEET", help="the sheet (sheet.md)")
    parser.add_argument(
        "answers",
        type=Path,
        metavar="ANSWERS",
        help="a file of answers, as text or JSON, or a folder of them (*.txt, *.json)",
    )
    parser.add_argument(
        "--json", action="store_true", help="results as autograders read them, a line a file"
    )
    parser.add_argument("--csv", type=Path, metavar="FILE", help="write a row a file as well")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, out: TextIO, _err: TextIO) -> int:
    """Mark, and return the exit status."""
    spec = read_head(args.sheet)
    questions = tuple(make_questions(spec))
    marked = [_marked(path, spec, questions) for path in _files(args.answers)]
    if args.csv is not None:
        args.csv.write_text(csv_text(marked), encoding="utf-8", newline="")
    for place, each in enumerate(marked):
        if args.json:
            json.dump(marked_record(each), out)
            out.write("\n")
        else:
            out.write("\n" if place else "")
            write_lines(marked_lines(each), out)
    return 0


def _files(path: Path) -> list[Path]:
    """Return the files of answers, in the order of their names.

    Raises:
        BadInput: there is none.
    """
    if not path.exists():
        raise BadInput(path, "does not exist")
    if not path.is_dir():
        return [path]
    found = sorted(each for each in path.iterdir() if each.suffix.lower() in _SUFFIXES)
    if not found:
        raise BadInput(path, "holds no answers: expected *.txt or *.json")
    return found


def _marked(path: Path, spec: SheetSpec, questions: Sequence[Question]) -> Marked:
    answers = read_answers(path, spec)
    name = printable(path.name)[1:-1]
    return mark_answers(name, answers.name, answers.troubles, questions, answers.given)
