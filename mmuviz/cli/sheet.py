"""`mmuviz sheet`: a worksheet, its key and a file for the answers, made from a seed."""

import argparse
from pathlib import Path
from typing import TextIO

from mmuviz.cli.inputs import number
from mmuviz.core.exercises.difficulty import DIFFICULTIES
from mmuviz.core.exercises.make import make_questions
from mmuviz.core.exercises.spec import MODE_WORDS, MOST, SheetSpec
from mmuviz.core.trace import Semantics
from mmuviz.present.sheet_markdown import answer_template, key_markdown, sheet_markdown
from mmuviz.present.sheet_page import key_text, sheet_text
from mmuviz.present.sheet_pdf import key_pdf, sheet_pdf
from mmuviz.present.sheet_words import TITLES
from mmuviz.sources.problems import BadInput

_MODES = {word: mode for mode, word in MODE_WORDS.items()}
_LEVELS = "\n".join(f"  {level}  {title}" for level, title in enumerate(TITLES, 1))
_EPILOG = f"""\
examples:
  mmuviz sheet --seed 7 --mode pae --level 2 --out week-3
  mmuviz sheet --seed 7 --mode long --level 4 --count 20 --semantics after --out week-4

levels:
{_LEVELS}

files: sheet.md, sheet.pdf, key.md, key.pdf, and answers.txt to write the answers into
('mmuviz mark' marks them). The same options give the same bytes.
"""


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Register `sheet`."""
    parser = subparsers.add_parser(
        "sheet",
        help="make a worksheet with its key",
        description="Make a worksheet: page tables and an access, asked are the path, the physical "
        "address or the error code, A and D. As Markdown and PDF, with a separate key.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add = parser.add_argument
    add("--mode", choices=list(_MODES), default="pae", help="paging mode (default: %(default)s)")
    levels = range(1, len(TITLES) + 1)
    add("--level", type=int, choices=levels, default=1, help="difficulty (default: %(default)s)")
    add("--seed", type=number, required=True, metavar="N", help="chooses the questions")
    add("--count", type=_count, default=10, metavar="N", help="questions (default: %(default)s)")
    add(
        "--semantics",
        choices=[semantics.value for semantics in DIFFICULTIES],
        default=Semantics.HARDWARE.value,
        help="whose walk is asked about (default: %(default)s)",
    )
    add("--out", required=True, type=Path, metavar="DIR", help="the folder to write into")
    parser.set_defaults(run=run)


def _count(text: str) -> int:
    value = number(text)
    if not 1 <= value <= MOST:
        raise argparse.ArgumentTypeError(f"found {text!r}, expected 1 to {MOST}")
    return value


def run(args: argparse.Namespace, out: TextIO, _err: TextIO) -> int:
    """Make the sheet and return the exit status."""
    semantics = Semantics(args.semantics)
    spec = SheetSpec(_MODES[args.mode], args.level, args.seed, args.count, semantics)
    questions = tuple(make_questions(spec))
    sheet, key = sheet_text(spec, questions), key_text(questions)
    files = {
        "sheet.md": sheet_markdown(spec, sheet).encode(),
        "sheet.pdf": sheet_pdf(spec, sheet),
        "key.md": key_markdown(spec, sheet, key).encode(),
        "key.pdf": key_pdf(spec, sheet, key),
        "answers.txt": answer_template(spec).encode(),
    }
    folder: Path = args.out
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in files.items():
        _check_free(folder / name, data)
    for name, data in files.items():
        (folder / name).write_bytes(data)
        out.write(f"{folder / name}\n")
    return 0


def _check_free(path: Path, data: bytes) -> None:
    """Refuse to write over a file that holds something else: somebody's answers, maybe."""
    if path.exists() and (not path.is_file() or path.read_bytes() != data):
        raise BadInput(path, "is there already, with something else in it")
