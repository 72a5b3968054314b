"""Guest memory that lies in a file: memory-mapped, so that only what a walk touches is read."""

import mmap
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of guest-physical memory in the file.

    Attributes:
        gpa: guest-physical address of its first byte.
        offset: where that byte lies in the file.
        size: bytes.
    """

    gpa: int
    offset: int
    size: int


class FileBacking:
    """The words of a dump. Segments may lie anywhere in the file, not aligned."""

    def __init__(self, path: Path, segments: Sequence[Segment]) -> None:
        """Map `path`; where segments overlap, the one that starts last wins.

        Raises:
            OSError: the file cannot be mapped.
        """
        self._segments = sorted((one for one in segments if one.size), key=lambda one: one.gpa)
        self._starts = [one.gpa for one in self._segments]
        with path.open("rb") as stream:
            self._map = mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)

    def word(self, gpa: int) -> int | None:
        """Return the 8 bytes at the 8-byte-aligned `gpa`, or None where they are not kept."""
        number = bisect_right(self._starts, gpa) - 1
        if number < 0:
            return None
        segment = self._segments[number]
        inside = gpa - segment.gpa
        if inside + 8 > segment.size:
            return None
        start = segment.offset + inside
        return int.from_bytes(self._map[start : start + 8], "little")

    def extents(self) -> Iterable[tuple[int, int]]:
        """Yield (start, end) of the kept bytes, ascending."""
        for segment in self._segments:
            yield segment.gpa, segment.gpa + segment.size
