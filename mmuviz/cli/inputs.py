"""What the commands share: naming a file, registers for a dump, addresses, terminal colours."""

import argparse
import importlib
import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from types import ModuleType
from typing import TextIO

from mmuviz.core.paging import PagingMode
from mmuviz.core.scenario import Scenario
from mmuviz.present.wording import Line, Style
from mmuviz.resources import built_in_scenarios, storylines
from mmuviz.sources.entry_text import parse_number
from mmuviz.sources.open_file import open_file
from mmuviz.sources.opened import SCENARIO, Opened, OpenOptions
from mmuviz.sources.problems import BadInput, Problem
from mmuviz.sources.scenario_question import resolve_address

DEFAULT = "default"
FILE_HELP = (
    "a scenario file, a dump, guest programs, 'default', or a built-in scenario (see mmuviz "
    "scenarios)"
)
_REGISTERS = ("cr0", "cr3", "cr4", "efer")
_ESCAPES = {Style.BODY: "", Style.MONO: "", Style.FAIL: "\x1b[31m", Style.STRONG: "\x1b[1m"}
_UNITS = {"K": 10, "M": 20, "G": 30, "T": 40}


def number(text: str) -> int:
    """Read a number of an option: decimal, `0x...` or `0b...`, of 64 bits and not negative."""
    value = parse_number(text)
    if value is None or value < 0:
        raise argparse.ArgumentTypeError(f"found {text!r}, expected a number such as 0x1000")
    if value >> 64:
        raise argparse.ArgumentTypeError(f"found {text!r}, expected at most 64 bits")
    return value


def positive(text: str) -> int:
    """Read an option that is a whole number from 1."""
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"found {text!r}, expected a whole number from 1")
    return int(text)


def size(text: str) -> int:
    """Read a size in bytes: a number, or one with K, M, G or T."""
    unit = _UNITS.get(text[-1:].upper())
    value = parse_number(text[:-1] if unit else text)
    if value is None or value <= 0:
        raise argparse.ArgumentTypeError(f"found {text!r}, expected a size such as 128M")
    return value << (unit or 0)


def add_dump_options(parser: argparse.ArgumentParser) -> None:
    """Add the options that say about a dump what it does not say itself, or choose a program."""
    parser.add_argument("--program", metavar="ID", help="this one of a file of guest programs")
    group = parser.add_argument_group("for dumps", "what the file does not say, or says wrongly")
    for register in _REGISTERS:
        group.add_argument(
            f"--{register}", type=number, metavar="N", help=f"value of {register.upper()}"
        )
    group.add_argument("--mode", choices=("x32", "pae", "long"), help="the paging mode")
    group.add_argument("--ram", type=size, metavar="SIZE", help="RAM from address 0, such as 128M")
    group.add_argument(
        "--max-size", type=size, metavar="SIZE", help="what a .gz may unpack to (default: 4G)"
    )


def dump_options(args: argparse.Namespace) -> OpenOptions:
    """Return what the options say about a dump, or about a file of programs."""
    given = {key: getattr(args, key) for key in (*_REGISTERS, "mode", "ram", "program")}
    options = OpenOptions(**given)
    return options if args.max_size is None else OpenOptions(**given, max_size=args.max_size)


def paging_mode(text: str) -> PagingMode:
    """Read a mode by its name, or by its word in files."""
    for mode in PagingMode:
        if text.casefold() in {mode.value, mode.title.casefold()}:
            return mode
    raise argparse.ArgumentTypeError(f"found {text!r}, expected 32-bit, pae or long")


def open_named(name: str, args: argparse.Namespace) -> Opened:
    """Open a file, or the built-in scenario of that name.

    Raises:
        BadInput: there is neither, or it cannot be used.
    """
    path = Path(name)
    if not path.exists():
        path = _built_in(name)
    opened = open_file(path, dump_options(args))
    if opened.backing_file is None or opened.kind == SCENARIO:
        _refuse_registers(path, args)
    return opened


def storyline_path(name: str) -> Path:
    """Return the file of that name, or the storyline that ships under it."""
    shipped = {path.stem: path for path in storylines()}
    named = Path(name)
    return named if named.exists() else shipped.get(name, named)


def _built_in(name: str) -> Path:
    """Return the file of a built-in scenario."""
    files = built_in_scenarios()
    if name not in files:
        raise BadInput(Path(name), "does not exist, and no built-in scenario has this name")
    return files[name]


def _refuse_registers(path: Path, args: argparse.Namespace) -> None:
    """A scenario file says them itself, over a dump too: no option goes unheard, or half heard."""
    for option in (*_REGISTERS, "mode", "ram"):
        if getattr(args, option) is not None:
            raise BadInput(path, f"--{option} is for dumps; this scenario has its own registers")


def gui_module(name: str) -> ModuleType:
    """Load a module of the window, and Qt: only those who want a window have to have it.

    Raises:
        BadInput: Qt cannot be loaded.
    """
    try:
        return importlib.import_module(f"mmuviz.gui.{name}")
    except ImportError as problem:
        raise BadInput(
            None, f"the window needs Qt ({problem}); 'python3 run.py' installs what it needs"
        ) from problem


def read_address(text: str, scenario: Scenario, *, line: int | None = None) -> int:
    """Read an address: a number, a label, or `label+0x238`.

    Raises:
        BadInput: it is none of these, or too wide for the mode.
    """
    gva = resolve_address(text, scenario.labels)
    if gva is None:
        expected = "a number such as 0xb7f61238"
        if scenario.labels:
            expected += f", or a label of this file such as {scenario.labels[0].name}"
        raise _bad_address(f'"{text}"', expected, line)
    mode = scenario.cpu.mode
    if gva < 0 or gva >> mode.address_bits:
        expected = f"an address of {mode.address_bits} bits in {mode.title} mode"
        raise _bad_address(text if gva < 0 else f"{gva:#x}", expected, line)
    return gva


def _bad_address(found: str, expected: str, line: int | None) -> BadInput:
    if line is None:
        return BadInput(None, f"address: found {found}, expected {expected}")
    return BadInput(None, str(Problem(found, expected, line, "address")))


def write_columns(rows: Sequence[Sequence[str]], out: TextIO) -> None:
    """Write rows of equal length as columns; the first one, of numbers, stands to the right."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for number, *cells in rows:
        padded = [f"{cell:<{width}}" for cell, width in zip(cells, widths[1:], strict=True)]
        out.write("  ".join([f"{number:>{widths[0]}}", *padded]).rstrip() + "\n")


def write_lines(lines: Iterable[Line], out: TextIO) -> None:
    """Write styled lines, coloured where `out` is a terminal and NO_COLOR is not set."""
    coloured = out.isatty() and not os.environ.get("NO_COLOR")
    for line in lines:
        spans = [
            f"{_ESCAPES[span.style]}{span.text}\x1b[0m"
            if coloured and _ESCAPES[span.style]
            else span.text
            for span in line
        ]
        out.write("".join(spans).rstrip() + "\n")
