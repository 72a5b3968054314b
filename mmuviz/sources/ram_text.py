"""Write ranges of RAM as text, `8M` or `0x0-0x800000`, and read them back."""

import re
from itertools import pairwise

from mmuviz.core.bits import PAGE_SIZE
from mmuviz.core.memory import RamRanges
from mmuviz.sources.entry_text import parse_number

_UNITS = {"K": 10, "M": 20, "G": 30}
_SIZE = re.compile(r"(\d{1,15})\s*([KMG])(?:i?B)?")
_WIDEST = 52


def parse_size(text: str) -> int | None:
    """Read a size in bytes: `8M`, `64K`, `4G` or a plain number; None for anything else."""
    size = _SIZE.fullmatch(text.strip())
    return int(size[1]) << _UNITS[size[2]] if size else parse_number(text.strip())


def parse_span(text: str) -> range | None:
    """Read one range, `0x0-0x800000` (the end is not part of it) or a size from 0.

    None for anything else, for no bytes at all, and for parts of pages.
    """
    start_text, dash, end_text = text.partition("-")
    start = parse_size(start_text) if dash else 0
    end = parse_size(end_text if dash else text)
    if start is None or end is None or not 0 <= start < end <= 1 << _WIDEST:
        return None
    return None if (start | end) % PAGE_SIZE else range(start, end)


def joined(spans: list[range]) -> RamRanges | None:
    """Sort the ranges; None where two of them overlap."""
    spans = sorted(spans, key=lambda span: span.start)
    for lower, upper in pairwise(spans):
        if upper.start < lower.stop:
            return None
    return RamRanges(tuple(spans))


def size_text(size: int) -> str:
    """Write a size with the largest unit that divides it: `8M`."""
    for unit, shift in reversed(_UNITS.items()):
        if size and not size % (1 << shift):
            return f"{size >> shift}{unit}"
    return f"{size:#x}"


def span_texts(ram: RamRanges) -> list[str]:
    """Write each range so that `parse_span` gives it again."""
    return [
        f"{span.start:#x}-{span.stop:#x}" if span.start else size_text(span.stop)
        for span in ram.ranges
    ]
