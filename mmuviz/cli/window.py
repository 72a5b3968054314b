"""`mmuviz [FILE]`: open the window."""

import argparse
from pathlib import Path
from types import ModuleType
from typing import TextIO

from mmuviz.cli.inputs import DEFAULT, FILE_HELP, add_dump_options, gui_module, open_named
from mmuviz.sources.open_file import is_storyline
from mmuviz.sources.opened import Opened
from mmuviz.sources.problems import BadInput


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what the window can be opened with."""
    parser.add_argument("file", nargs="?", default=DEFAULT, metavar="FILE", help=FILE_HELP)
    add_dump_options(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, _out: TextIO, err: TextIO) -> int:
    """Open the window and return when it is closed."""
    app = _app()
    path = Path(args.file)
    if is_storyline(path):
        from mmuviz.sources.storyline_file import read_storyline  # noqa: PLC0415  # few play one

        played: int = app.run(open_named(DEFAULT, args), read_storyline(path))
        return played
    opened = open_named(args.file, args)
    err.writelines(f"note: {remark}\n" for remark in opened.remarks)
    status: int = app.run(opened)
    return status


def show(opened: Opened) -> int:
    """Open the window on what is no file."""
    status: int = _app().run(opened)
    return status


def _app() -> ModuleType:
    """Load the application.

    Raises:
        BadInput: there is no Qt, or no display.
    """
    app = gui_module("app")
    if not app.has_display():
        raise BadInput(
            None,
            "there is no display to open a window on; 'mmuviz walk default' answers as text, "
            "'mmuviz snapshot default --out walk.png' makes a picture",
        )
    return app
