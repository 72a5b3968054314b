"""Guest-physical memory: a read-only backing under a small overlay of changed words.

Three kinds of frame are kept apart everywhere (semantics.md, 1): in RAM and known, in RAM but
not kept in the file, and outside RAM.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from types import MappingProxyType
from typing import Protocol

WORD = 8
_WORD_MASK = WORD - 1


class Frame(Enum):
    """What is known of a guest frame."""

    KNOWN = "known"
    NOT_KEPT = "not kept"
    OUTSIDE = "outside RAM"


class Backing(Protocol):
    """Where the words that nobody changed come from. Read-only."""

    def word(self, gpa: int) -> int | None:
        """Return the 8 bytes at the 8-byte-aligned `gpa`, or None where they are not kept."""

    def extents(self) -> Iterable[tuple[int, int]]:
        """Yield (start, end) of the kept bytes that may be other than zero, ascending."""


class Zeros:
    """A backing in which every word is known and zero: a scenario made by hand."""

    def word(self, gpa: int) -> int | None:  # noqa: ARG002  # the protocol's signature
        """Return 0."""
        return 0

    def extents(self) -> Iterable[tuple[int, int]]:
        """Yield nothing: all is zero."""
        return ()


ZEROS = Zeros()
_NOTHING: Mapping[int, int] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class RamRanges:
    """The guest-physical ranges that are RAM.

    Attributes:
        ranges: disjoint ascending ranges of bytes.
    """

    ranges: tuple[range, ...]

    def __contains__(self, gpa: int) -> bool:
        """Whether the byte at `gpa` is RAM."""
        for span in self.ranges:  # noqa: SIM110  # any() is slower, and every step asks this
            if gpa in span:
                return True
        return False

    @property
    def size(self) -> int:
        """The bytes of RAM in all."""
        return sum(len(span) for span in self.ranges)


def spliced(word: int, gpa: int, value: int) -> int:
    """Return the 64-bit word at `gpa` with the 32-bit entry `value` in its half of it."""
    shift = (gpa & 4) * 8
    return word & ~(0xFFFFFFFF << shift) | (value & 0xFFFFFFFF) << shift


@dataclass(frozen=True, slots=True)
class GuestMemory:
    """The bytes of guest memory that are known.

    Attributes:
        backing: the words nobody changed.
        words: 8-byte-aligned gpa to the 64-bit word that stands there instead.
    """

    backing: Backing = ZEROS
    words: Mapping[int, int] = field(default_factory=lambda: _NOTHING)

    def read(self, gpa: int, size: int) -> int | None:
        """Return the little-endian entry of `size` (4 or 8) bytes at the aligned `gpa`.

        None where the file does not keep these bytes.
        """
        word = self.words.get(gpa & ~_WORD_MASK)
        if word is None:
            word = self.backing.word(gpa & ~_WORD_MASK)
        if size == WORD or word is None:
            return word
        return word >> (gpa & 4) * 8 & 0xFFFFFFFF

    def write(self, gpa: int, size: int, value: int) -> "GuestMemory":
        """Return memory with the entry of `size` bytes at `gpa` changed.

        Raises:
            LookupError: the bytes at `gpa` are not kept, so nothing can be changed there.
        """
        base = gpa & ~_WORD_MASK
        old = self.read(base, WORD)
        if old is None:
            raise LookupError(f"the word at {base:#x} is not kept in the file")
        if size != WORD:
            value = spliced(old, gpa, value)
        words = dict(self.words)
        if value == self.backing.word(base):
            words.pop(base, None)
        else:
            words[base] = value
        return GuestMemory(self.backing, MappingProxyType(words))
