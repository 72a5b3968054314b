"""Write a file, or a folder of them, so that nobody ever finds a part of it."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO


@contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """Give a stream whose contents become `path`: a crash leaves the old file or the new one.

    Raises:
        OSError: the folder cannot be written to.
    """
    with _naming(path):
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        mode = path.stat().st_mode if path.exists() else 0o644  # mkstemp's own is 0o600
        temporary.chmod(mode & 0o777)
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


@contextmanager
def new_folder(path: Path) -> Iterator[Path]:
    """Give a folder that becomes `path` when all is written: what the user has there stays.

    Raises:
        OSError: `path` is a file or has something in it, or nothing can be written beside it.
    """
    if path.exists() and (not path.is_dir() or any(path.iterdir())):
        what = "a folder with something in it" if path.is_dir() else "a file"
        raise OSError(f'found "{path.name}", {what}, expected the name of a new folder')
    with _naming(path):
        temporary = Path(tempfile.mkdtemp(dir=path.parent, prefix=f".{path.name}."))
    try:
        yield temporary
        temporary.chmod(0o755)  # mkdtemp's own is 0o700
        if path.exists():
            path.rmdir()
        temporary.replace(path)
    except BaseException:
        shutil.rmtree(temporary)
        raise


@contextmanager
def _naming(path: Path) -> Iterator[None]:
    """Let a complaint name what the user named."""
    try:
        yield
    except OSError as problem:
        raise OSError(problem.errno, problem.strerror, str(path)) from problem
