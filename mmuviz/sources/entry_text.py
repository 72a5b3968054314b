"""Write an entry as the screen does, `P W U -> 0x5000`, and read it back."""

import re

from mmuviz.core.bits import PAGE_MASK, Pte, bit_range
from mmuviz.core.entry import flags_of, large_frame
from mmuviz.core.paging import Level, PagingMode

_ARROW = "->"
_BIT = re.compile(r"bit(\d{1,2})")
_PAGING_STRUCTURE = {"pml4e": 4, "pdpte": 3, "pde": 2, "pte": 1}


class EntryTextError(ValueError):
    """A text that is no entry.

    Attributes:
        found: what stands there.
        expected: what should stand there.
    """

    def __init__(self, found: str, expected: str) -> None:
        """Keep both parts apart, as a problem tells them."""
        super().__init__(f"found {found}, expected {expected}")
        self.found = found
        self.expected = expected


def key_of(level: Level) -> str:
    """Return the key under which a scenario file holds an entry of `level`: `pde`."""
    return next(key for key, number in _PAGING_STRUCTURE.items() if number == level.number)


def parse_number(text: str) -> int | None:
    """Read `0x5000`, `4096` or `0b11`, underscores allowed; None for anything else."""
    try:
        return int(text, 0)
    except ValueError:
        return None


def parse_address(text: str) -> int | None:
    """Read an address, which is hexadecimal with or without 0x; None for anything else."""
    try:
        return int(text, 16)
    except ValueError:
        return None


def parse_entry(text: str, mode: PagingMode, level: Level) -> int:
    """Read an entry of `mode` and `level`: a raw number, or flags and a frame.

    `P W U bit9 -> 0x5000`: letters as on the screen, `bitN` for a bit without a letter, and after
    the arrow the frame's address. Without an arrow the frame is 0; an empty text is 0.

    Raises:
        EntryTextError: the text is no entry of this mode and level.
    """
    number = parse_number(text.strip())
    if number is not None:
        return _fitting(number, mode, text)
    head, arrow, tail = text.partition(_ARROW)
    value = _flags(head, mode, level, text)
    if arrow:
        value |= _frame(tail.strip(), value, mode, level)
    return value


def _fitting(number: int, mode: PagingMode, text: str) -> int:
    bits = mode.entry_size * 8
    if not 0 <= number < 1 << bits:
        raise EntryTextError(f'"{text}"', f"a value of {bits} bits")
    return number


def _flags(head: str, mode: PagingMode, level: Level, text: str) -> int:
    letters = {flag.letter: flag.bit for flag in flags_of(mode, level)}
    spelled = " ".join(letters)
    expected = f"letters of {spelled}, bitN, then -> and a frame, or a number"
    value = 0
    for word in head.split():
        bit = _BIT.fullmatch(word)
        if bit:
            if int(bit[1]) >= mode.entry_size * 8:
                raise EntryTextError(f'"{text}"', f"a bit below {mode.entry_size * 8}")
            value |= 1 << int(bit[1])
            continue
        for letter in word:
            if letter not in letters:
                raise EntryTextError(f'"{text}"', expected)
            value |= letters[letter]
    return value


def _frame(tail: str, flags: int, mode: PagingMode, level: Level) -> int:
    frame = parse_number(tail)
    if frame is None:
        raise EntryTextError(f'"{tail}" after ->', "a frame's address such as 0x5000")
    # In 32-bit mode CR4.PSE decides whether PS counts, and bits 20:13 are PSE-36's.
    large = level.number == 2 and bool(flags & Pte.PS) and mode is not PagingMode.X32
    unit = level.offset_mask if large else PAGE_MASK
    if frame & unit:
        raise EntryTextError(f"the frame {frame:#x}", f"a multiple of {unit + 1:#x}")
    if frame & ~mode.frame_mask:
        top = mode.frame_mask.bit_length()
        raise EntryTextError(f"the frame {frame:#x}", f"an address of at most {top} bits")
    return frame


def entry_text(value: int, mode: PagingMode, level: Level) -> str:
    """Write an entry so that `parse_entry` gives `value` again."""
    large = level.number == 2 and bool(value & Pte.PS)
    frame = large_frame(value, mode, level) if large else value & mode.frame_mask
    words: list[str] = []
    rest = value & ~frame
    for flag in flags_of(mode, level):
        if rest & flag.bit:
            words.append(flag.letter)
            rest &= ~flag.bit
    words += [f"bit{bit}" for bit in range(64) if rest & bit_range(bit, bit)]
    if frame or value & Pte.P:
        words += [_ARROW, f"{frame:#x}"]
    return " ".join(words)
