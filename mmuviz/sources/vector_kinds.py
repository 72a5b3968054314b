"""Tell from a file's first bytes why it cannot be a file of columns, and what it is instead."""

import zipfile
import zlib
from pathlib import Path

_HEAD = 4096


def foreign_kind(path: Path) -> str:
    """Return one sentence on why `path` is no npz file; empty where it may be one."""
    try:
        if not path.is_file():
            return _no_file(path)
        with path.open("rb") as file:
            head = file.read(_HEAD)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        return f"cannot be read ({reason})"
    if head.startswith(b"PK"):
        return "" if zipfile.is_zipfile(path) else "a zip archive that is cut short"
    return _named(head) if head else "an empty file"


def _no_file(path: Path) -> str:
    if path.is_dir():
        return "a directory, expected a vector file"
    return "not a regular file, expected a vector file" if path.exists() else "no such file"


def _named(head: bytes) -> str:
    if head.startswith(b"\x1f\x8b"):
        return _unpacked(head)
    if head.startswith(b"\x93NUMPY"):
        return "a single NumPy array, expected an npz file of columns"
    if head.startswith(b"\x7fELF"):
        return "an ELF file, expected a vector file"
    text = head.lstrip()
    if text.startswith(b"{"):
        if b'"enumeration"' in head or b'"flag_names"' in head:
            return "the MMU test suite as JSON: not readable yet"
        if b'"ops"' in head or b'"table_gfns"' in head:
            return "a file of guest programs (sequences): not readable yet"
    return "not a vector file: it is no npz archive"


def _unpacked(head: bytes) -> str:
    """Look into a gzip file, at no more than its first bytes."""
    try:
        start = zlib.decompressobj(wbits=16 + zlib.MAX_WBITS).decompress(head, _HEAD)
    except zlib.error:
        return "a gzip file that is damaged"
    if b'"ops"' in start or b'"table_gfns"' in start:
        return "a file of guest programs (sequences): not readable yet"
    return "a gzip file, expected an npz file of columns"
