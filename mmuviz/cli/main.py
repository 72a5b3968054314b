"""The command line: pick the command, run it, and turn what goes wrong into one sentence."""

import argparse
import importlib
import io
import os
import sys
from collections.abc import Callable, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import NoReturn, TextIO

import mmuviz
from mmuviz.cli import window
from mmuviz.sources.problems import BadInput

_INTERRUPTED, _PIPE_CLOSED, _BAD = 130, 141, 2
_COMMANDS = (
    "walk",
    "compare",
    "maps",
    "scenarios",
    "explain",
    "snapshot",
    "export",
    "run",
    "suite",
    "claims",
    "verify",
    "grade",
    "oracle",
    "atlas",
    "sheet",
    "mark",
    "lesson",
    "story",
)
_MODULES = {"run": "run_program"}
"""Where a command is not called as its module."""
_EXAMPLES = """\
examples:
  mmuviz                                     open the window on the default scenario
  mmuviz guest.core                          open the window on a dump
  mmuviz walk default --semantics all        answer as text, by all three rules
  mmuviz walk pae-hit --address 0x40607238 --write --user
  mmuviz explain 0x7                         a page-fault error code in words

Exit status: 0 (a page fault is an answer, not an error), 1 verify or
oracle found a difference or grade a wrong answer, 2 bad input, 3 a graded
walker, or the engine of verify --against, failed.
'mmuviz COMMAND --help' tells more of a command.
"""


class Parser(argparse.ArgumentParser):
    """A parser whose complaint is one sentence."""

    def error(self, message: str) -> NoReturn:
        """Say what is wrong and where help is, and leave with status 2."""
        self.exit(_BAD, f"{self.prog}: {message} (see {self.prog} --help)\n")


_Run = Callable[[argparse.Namespace, TextIO, TextIO], int]


def _command_parser(names: Sequence[str]) -> Parser:
    """Return the parser of some commands. What a command needs is loaded with it: NumPy, say."""
    parser = Parser(
        prog="mmuviz",
        description="See an x86 page walk: KVM's software MMU of January 2007 before and after a "
        "change, and the processor.",
        usage="mmuviz [FILE] [options]  |  mmuviz COMMAND ...",
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"mmuviz {mmuviz.__version__}")
    commands = parser.add_subparsers(
        title="commands", metavar="COMMAND", required=True, prog="mmuviz"
    )
    for name in names:
        module = importlib.import_module(f"mmuviz.cli.{_MODULES.get(name, name)}")
        module.add_parser(commands)
    return parser


def _parse(arguments: Sequence[str]) -> argparse.Namespace:
    """Parse a command, or what the window is to open."""
    if arguments and arguments[0] in _COMMANDS:
        return _command_parser(arguments[:1]).parse_args(arguments)
    if arguments and arguments[0] in {"-h", "--help", "--version"}:
        return _command_parser(_COMMANDS).parse_args(arguments)
    if arguments and (near := _misspelt(arguments[0])):
        raise BadInput(None, f'"{arguments[0]}" is no file and no command; did you mean "{near}"?')
    parser = Parser(prog="mmuviz", usage="mmuviz [FILE] [options]")
    window.add_arguments(parser)
    return parser.parse_args(arguments)


def _misspelt(word: str) -> str:
    """Return the command that `word` may stand for; empty where it is a file, or like none."""
    if Path(word).exists():
        return ""
    return next(iter(get_close_matches(word, _COMMANDS, n=1, cutoff=0.7)), "")


def run(arguments: Sequence[str], out: TextIO, err: TextIO) -> int:
    """Run the command line and return the exit status.

    Args:
        arguments: the words after the program's name.
        out: where answers go.
        err: where complaints go.
    """
    try:
        _tolerate(out)
        args = _parse(arguments)
        command: _Run = args.run
        status = command(args, out, err)
        out.flush()
    except SystemExit as leave:  # argparse has said what there is to say
        return leave.code if isinstance(leave.code, int) else _BAD
    except BadInput as problem:
        err.write(f"mmuviz: {problem}\n")
        return _BAD
    except BrokenPipeError:
        _silence(out)
        return _PIPE_CLOSED
    except OSError as problem:
        err.write(f"mmuviz: {_system_sentence(problem)}\n")
        return _BAD
    except KeyboardInterrupt:
        return _INTERRUPTED
    return status


def _tolerate(out: TextIO) -> None:
    """Let a terminal that cannot show a sign show a question mark instead of failing."""
    if isinstance(out, io.TextIOWrapper):
        out.reconfigure(errors="replace")


def _silence(out: TextIO) -> None:
    """Give Python's own flush at exit nowhere to fail."""
    if out is sys.stdout:
        os.dup2(os.open(os.devnull, os.O_WRONLY), out.fileno())


def _system_sentence(problem: OSError) -> str:
    where = f"{problem.filename}: " if problem.filename else ""
    return f"{where}{(problem.strerror or str(problem)).lower()}"
