"""Tell from a file's first bytes what was recorded in it, or why it can be nothing of the kind."""

import zipfile
import zlib
from enum import Enum
from pathlib import Path

from mmuviz.sources.problems import BadInput

_HEAD = 4096


class Content(Enum):
    """What a recorded file holds."""

    COLUMNS = "an npz file of columns"
    ROWS = "rows of columns as JSON Lines"
    PROGRAMS = "guest programs"
    SUITE = "the MMU test suite as JSON"


def content_of(path: Path) -> Content:
    """Say what a recorded file holds.

    Raises:
        BadInput: it cannot be one; one sentence says why.
    """
    try:
        if not path.is_file():
            raise BadInput(path, _no_file(path))
        with path.open("rb") as file:
            head = file.read(_HEAD)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise BadInput(path, f"cannot be read ({reason})") from error
    if head.startswith(b"PK"):
        if not zipfile.is_zipfile(path):
            raise BadInput(path, "a zip archive that is cut short")
        return Content.COLUMNS
    if head.startswith(b"\x1f\x8b"):
        return _packed(path, head)
    found = _text(head)
    if found is None:
        raise BadInput(path, _named(head) if head else "an empty file")
    return found


def holds_programs(path: Path) -> bool:
    """Whether a file holds recorded guest programs."""
    try:
        return content_of(path) is Content.PROGRAMS
    except BadInput:
        return False


def _no_file(path: Path) -> str:
    if path.is_dir():
        return "a directory, expected a vector file"
    return "not a regular file, expected a vector file" if path.exists() else "no such file"


def _text(head: bytes) -> Content | None:
    """Say what a text is; None where it is nothing known."""
    if not head.lstrip().startswith(b"{"):
        return None
    if b'"mmuviz_vectors"' in head.split(b"\n")[0]:
        return Content.ROWS
    if b'"enumeration"' in head or b'"flag_names"' in head:
        return Content.SUITE
    return Content.PROGRAMS if b'"ops"' in head or b'"table_gfns"' in head else None


def _named(head: bytes) -> str:
    if head.startswith(b"\x93NUMPY"):
        return "a single NumPy array, expected an npz file of columns"
    if head.startswith(b"\x7fELF"):
        return "an ELF file, expected a vector file"
    if head.lstrip().startswith(b"{"):
        return 'not a vector file: its first line is no header with "mmuviz_vectors"'
    return "not a vector file: neither npz nor JSON Lines"


def _packed(path: Path, head: bytes) -> Content:
    """Look into a gzip file, at no more than its first bytes."""
    try:
        start = zlib.decompressobj(wbits=16 + zlib.MAX_WBITS).decompress(head, _HEAD)
    except zlib.error as error:
        raise BadInput(path, "a gzip file that is damaged") from error
    if _text(start) is not Content.PROGRAMS:
        raise BadInput(path, "a gzip file, expected one of guest programs")
    return Content.PROGRAMS
