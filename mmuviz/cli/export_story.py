"""`mmuviz export` of a storyline: what it takes, and what is of a walk alone."""

import argparse
from pathlib import Path
from typing import Final

from mmuviz.cli.inputs import gui_module
from mmuviz.present.export_story import story_document
from mmuviz.sources.problems import BadInput
from mmuviz.sources.replacing import replacing
from mmuviz.sources.storyline_file import read_storyline

_OF_A_WALK: Final = (
    "semantics", "step", "address", "write", "fetch", "user", "wp",
    "program", "cr0", "cr3", "cr4", "efer", "mode", "ram", "max_size",
)  # fmt: skip
"""The options that say which walk: a storyline says it slide by slide."""

_OF_PICTURES: Final = ("theme", "size", "compact", "notes", "seconds")


def write_story(path: Path, kind: str, args: argparse.Namespace) -> None:
    """Write the storyline of the file `path`.

    Raises:
        BadInput: it is not well, or an option is not for storylines.
    """
    for option in _OF_A_WALK:
        given = getattr(args, option)
        if given is not None and given is not False:  # --wp 0 is given
            name = option.replace("_", "-")
            raise BadInput(None, f"--{name} is for a walk; {path.name} is a storyline")
    storyline = read_storyline(path)
    text = story_document(kind, storyline, args.theme or "", notes=bool(args.notes))
    if text is None:
        exporting = gui_module("export_snapshot")
        given = {name: getattr(args, name) for name in _OF_PICTURES}
        wish = {name: value for name, value in given.items() if value is not None}
        exporting.take(args.out, exporting.StoryWish(storyline, **wish))
        return
    with replacing(args.out) as stream:
        stream.write(text.encode())
