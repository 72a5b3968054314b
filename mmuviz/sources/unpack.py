"""Unpack a .gz file to a temporary one, its beginning looked at first, up to a limit."""

import gzip
import tempfile
import zlib
from pathlib import Path

from mmuviz.sources.problems import BadInput

_CHUNK = 1 << 20


class Unpacked:
    """A temporary file that lives as long as this object does."""

    def __init__(self, path: Path, limit: int) -> None:
        """Unpack `path`.

        Raises:
            BadInput: it is no whole gzip file, or unpacks to more than `limit` bytes.
        """
        self._file = tempfile.NamedTemporaryFile(prefix="mmuviz-")  # noqa: SIM115  # lives with the object
        total = 0
        try:
            with gzip.open(path, "rb") as packed:
                while chunk := packed.read(_CHUNK):
                    total += len(chunk)
                    if total > limit:
                        raise BadInput(
                            path,
                            f"unpacks to more than {limit:,} bytes; --max-size SIZE allows more",
                        )
                    self._file.write(chunk)
        except BadInput:
            self._file.close()
            raise
        except (OSError, EOFError, zlib.error) as problem:
            self._file.close()
            raise BadInput(path, f"is a broken or truncated gzip file: {problem}") from problem
        self._file.flush()

    @property
    def path(self) -> Path:
        """Where the unpacked bytes are."""
        return Path(self._file.name)


def first_bytes(path: Path, count: int) -> bytes:
    """Return the first bytes of what `path` unpacks to.

    Raises:
        BadInput: it is no gzip file.
    """
    try:
        with gzip.open(path, "rb") as packed:
            return packed.read(count)
    except (OSError, EOFError, zlib.error) as problem:
        raise BadInput(path, f"is a broken or truncated gzip file: {problem}") from problem
