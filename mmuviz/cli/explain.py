"""`mmuviz explain`: error codes, entries, oops texts and registers in words."""

import argparse
import sys
from typing import TextIO

from mmuviz.cli.inputs import write_lines
from mmuviz.core.paging import PagingMode
from mmuviz.present.explain_code import explain_code
from mmuviz.present.explain_entry import explain_entry, level_named
from mmuviz.present.explain_text import explain_text
from mmuviz.present.wording import Line
from mmuviz.sources.problems import BadInput

_LEVELS = ("pml4e", "pdpte", "pdptr", "pde", "pte")
_EXAMPLES = """\
examples:
  mmuviz explain 0x7                                      an error code
  mmuviz explain error_code 0003
  mmuviz explain entry 0x05e75065 --mode pae --level pte  an entry
  mmuviz explain 'PGD 2a5d067 P4D 2a5d067 PUD 0'          a line of a kernel oops
  dmesg | mmuviz explain -                                the whole oops
  (QEMU) info registers, pasted into: mmuviz explain -

Codes and entries are hexadecimal, with or without 0x.
"""
_WIDEST_CODE = 0xFFFF
_EXPECTED = (
    "an error code such as 0x7, 'entry 0x05e75065 --mode pae --level pte', a kernel oops, "
    "or QEMU's info registers"
)


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Register `explain`."""
    parser = subparsers.add_parser(
        "explain",
        help="say an error code, an entry, an oops or registers in words",
        description="Say in words what a page-fault error code, a paging entry, the text of a "
        "kernel oops or QEMU's 'info registers' means.",
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "what", nargs="*", metavar="WHAT", help="what to explain; - or nothing reads the input"
    )
    parser.add_argument("--mode", choices=tuple(mode.value for mode in PagingMode))
    parser.add_argument("--level", choices=_LEVELS, help="the kind of entry")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, out: TextIO, _err: TextIO) -> int:
    """Explain, and return the exit status."""
    words: list[str] = args.what
    try:
        write_lines(_explained(words, args), out)
    except ValueError as problem:
        raise BadInput(None, str(problem)) from problem
    return 0


def _explained(words: list[str], args: argparse.Namespace) -> list[Line]:
    if words[:1] == ["entry"] or args.level is not None:
        return _entry(words[1:] if words[:1] == ["entry"] else words, args)
    if len(words) == 2 and words[0] == "error_code":
        return explain_code(_hexadecimal(words[1]))
    if len(words) == 1 and _is_hexadecimal(words[0]):
        number = _hexadecimal(words[0])
        if number > _WIDEST_CODE:
            raise BadInput(None, f"{words[0]} is too wide for an error code; for an entry say "
                           f"'entry {words[0]} --mode pae --level pte'")  # fmt: skip
        return explain_code(number)
    text = sys.stdin.read() if words in ([], ["-"]) else " ".join(words)
    lines = explain_text(text)
    if not lines:
        raise BadInput(None, f"found nothing to explain, expected {_EXPECTED}")
    return lines


def _entry(words: list[str], args: argparse.Namespace) -> list[Line]:
    if len(words) != 1 or args.mode is None or args.level is None:
        raise BadInput(None, "an entry needs its value, --mode and --level, such as "
                       "'entry 0x05e75065 --mode pae --level pte'")  # fmt: skip
    mode = PagingMode(args.mode)
    return explain_entry(_hexadecimal(words[0]), mode, level_named(mode, args.level))


def _is_hexadecimal(word: str) -> bool:
    digits = word.lower().removeprefix("0x")
    return bool(digits) and set(digits) <= set("0123456789abcdef")


def _hexadecimal(word: str) -> int:
    if not _is_hexadecimal(word):
        raise ValueError(f'found "{word}", expected a hexadecimal number such as 0x7')
    return int(word, 16)
