"""The formats a walk is written in, told apart by the suffix of the name."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from mmuviz.core.trace import Trace
from mmuviz.present.export_html import walk_page
from mmuviz.present.export_markdown import walk_markdown
from mmuviz.present.export_tikz import walk_tikz

_TEXTS: Mapping[str, Callable[[Trace, int | None, str], str]] = {
    ".html": lambda trace, _step, theme: walk_page(trace, theme),
    ".md": lambda trace, _step, _theme: walk_markdown(trace),
    ".tex": lambda trace, step, _theme: walk_tikz(trace, step),
}
PDF, GIF, FOLDER = ".pdf", ".gif", ""
SUFFIXES: Final = (".html", PDF, ".md", ".tex", GIF)


def kind_of(path: Path) -> str:
    """Return the suffix that says how `path` is to be written; `FOLDER` for a folder.

    Raises:
        OSError: it says nothing that is known.
    """
    kind = FOLDER if path.is_dir() else path.suffix.lower()
    if kind not in {*SUFFIXES, FOLDER}:
        known = ", ".join(SUFFIXES)
        raise OSError(f'found "{path.name}", expected a name in {known}, or a folder')
    return kind


def document(kind: str, trace: Trace, step: int | None, theme: str) -> str | None:
    """Return a walk as a text of `kind`; None where the kind is no text.

    Args:
        kind: a suffix.
        trace: the walk.
        step: the step of what shows a single one; None: the last.
        theme: `light` or `dark`; empty: the reader's own, where the kind knows it.

    Raises:
        IndexError: the walk has no such step.
    """
    make = _TEXTS.get(kind)
    return None if make is None else make(trace, step, theme)
