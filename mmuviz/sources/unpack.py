"""Unpack a .gz file to a temporary one, its beginning looked at first, up to a limit."""

import gzip
import os
import tempfile
import weakref
import zlib
from pathlib import Path
from typing import BinaryIO

from mmuviz.sources.problems import BadInput

_CHUNK = 1 << 20


class Unpacked:
    """A temporary file that lives as long as this object does.

    Attributes:
        path: where the unpacked bytes are.
    """

    def __init__(self, path: Path, limit: int) -> None:
        """Unpack `path`.

        Raises:
            BadInput: it is no whole gzip file, unpacks to more than `limit` bytes, or there is
                no room for it.
        """
        try:
            handle, name = tempfile.mkstemp(prefix="mmuviz-")
        except OSError as problem:
            raise _no_room(path, problem) from problem
        self.path = Path(name)
        remove = weakref.finalize(self, self.path.unlink, missing_ok=True)
        try:
            with os.fdopen(handle, "wb") as unpacked:
                _unpack(path, unpacked, limit)
        except BadInput:
            remove()  # a traceback that somebody keeps would keep this object
            raise


def _unpack(path: Path, unpacked: BinaryIO, limit: int) -> None:
    try:
        with gzip.open(path, "rb") as packed:
            while chunk := packed.read(_CHUNK):
                if unpacked.tell() + len(chunk) > limit:
                    raise _too_large(path, limit)
                _write(path, unpacked, chunk)
    except (OSError, EOFError, zlib.error) as problem:
        raise _broken(path, problem) from problem


def _write(path: Path, unpacked: BinaryIO, chunk: bytes) -> None:
    """Write a chunk; a full disk is no fault of the packed file."""
    try:
        unpacked.write(chunk)
        unpacked.flush()
    except OSError as problem:
        raise _no_room(path, problem) from problem


def _no_room(path: Path, problem: OSError) -> BadInput:
    return BadInput(path, f"cannot be unpacked to a temporary file: {problem.strerror}")


def _too_large(path: Path, limit: int) -> BadInput:
    return BadInput(path, f"unpacks to more than {limit:,} bytes; --max-size SIZE allows more")


def _broken(path: Path, problem: Exception) -> BadInput:
    return BadInput(path, f"is a broken or truncated gzip file: {problem}")


def first_bytes(path: Path, count: int) -> bytes:
    """Return the first bytes of what `path` unpacks to.

    Raises:
        BadInput: it is no gzip file.
    """
    try:
        with gzip.open(path, "rb") as packed:
            return packed.read(count)
    except (OSError, EOFError, zlib.error) as problem:
        raise _broken(path, problem) from problem
