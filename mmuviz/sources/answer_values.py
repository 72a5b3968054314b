"""Read one answer of a worksheet: a path, an address, a code, levels."""

import re
from collections.abc import Callable
from typing import Final

from mmuviz.core.bits import PFERR_LETTERS
from mmuviz.core.exercises.answer import Value
from mmuviz.core.exercises.difficulty import Part
from mmuviz.core.exercises.marking import Given
from mmuviz.core.paging import PagingMode

_LONGEST: Final = 200  # letters of an answer
_ENTRY: Final = re.compile(r"\b(PML4E|PDPTE|PDPTR|PDE|PTE)\b", re.IGNORECASE)
_BETWEEN: Final = re.compile(r"[\s,;:>→-]+")
_FAULT: Final = re.compile(r"(#PF|(page[ -]?)?fault)\b", re.IGNORECASE)
_HEX: Final = re.compile(r"(0x)?[0-9a-f]{1,16}", re.IGNORECASE)
_BEHIND: Final = re.compile(r"\s*\([^()]*\)\s*$")  # a remark in brackets, as the key has them
_NONE: Final = {"none", "no", "-", "–"}
_LETTERS: Final = {letter: bit for bit, letter in PFERR_LETTERS}


def read_answer(mode: PagingMode, part: Part, text: str) -> Given:
    """Read the answer to a part. What cannot be read has a line that says what was expected."""
    if len(text) > _LONGEST:
        return Given(trouble=f"found {len(text)} letters, expected a short answer")
    try:
        return Given(_READERS[part](mode, _BEHIND.sub("", text).strip()))
    except ValueError as problem:
        return Given(trouble=f"found {printable(text)}, expected {problem}")


def printable(text: str) -> str:
    """Return text between quotes, short, and without what a terminal would obey."""
    shown = "".join(letter if letter.isprintable() else "?" for letter in text)
    return f'"{shown[:40]}…"' if len(shown) > 40 else f'"{shown}"'


def _path(_mode: PagingMode, text: str) -> Value:
    words = [word for word in _BETWEEN.split(_ENTRY.sub(" ", text)) if word]
    numbers = [_index(word) for word in words]
    if not numbers or None in numbers:
        raise ValueError("indices, root first, with spaces between")
    return tuple(number for number in numbers if number is not None)


def _index(word: str) -> int | None:
    """Read a decimal number, or a hexadecimal one with 0x."""
    if word.lower().startswith("0x") and _HEX.fullmatch(word):
        return int(word, 16)
    return int(word) if word.isascii() and word.isdecimal() else None


def _result(_mode: PagingMode, text: str) -> Value:
    if _FAULT.match(text):
        return None
    if not _HEX.fullmatch(text):
        raise ValueError("a physical address in hexadecimal, or fault")
    return int(text, 16)


def _code(_mode: PagingMode, text: str) -> Value:
    if text.lower() in _NONE:
        return None
    letters = [word.strip().upper() for word in text.split("|")]
    if all(letter in _LETTERS for letter in letters):
        return sum({_LETTERS[letter] for letter in letters})
    if not _HEX.fullmatch(text):
        raise ValueError("an error code, in hexadecimal or as letters with | between, or none")
    return int(text, 16)


def _levels(mode: PagingMode, text: str) -> Value:
    if text.lower() in _NONE:
        return frozenset()
    names = [level.name for level in mode.levels]
    numbers = {level.name: level.number for level in mode.levels}
    if mode is not PagingMode.X32:
        numbers |= {"PDPTE": 3, "PDPTR": 3}  # whichever the mode calls it
    words = [word.upper() for word in _BETWEEN.split(text) if word and not word.isdecimal()]
    if not words or any(word not in numbers for word in words):
        raise ValueError(f"entries among {' '.join(names)}, or none")
    return frozenset(numbers[word] for word in words)


_READERS: Final[dict[Part, Callable[[PagingMode, str], Value]]] = {
    Part.PATH: _path,
    Part.RESULT: _result,
    Part.CODE: _code,
    Part.ACCESSED: _levels,
    Part.DIRTY: _levels,
}
