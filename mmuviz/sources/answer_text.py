"""Turn the bytes of a handed-in file into text: what editors save, on whichever system."""

import codecs
from typing import Final

NOT_UTF8: Final = "not UTF-8: read as Windows-1252"
"""What is said of a file with a line that is not UTF-8."""

_MARKS: Final = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}


def text_of(data: bytes) -> tuple[str, str]:
    """Return the text of a file, and what is to be said of how it was read; empty if nothing.

    A line that is not UTF-8 is Windows-1252, each for itself: a bad byte costs no other line. What
    has no meaning becomes U+FFFD.
    """
    if encoding := _wide(data):
        return data.decode(encoding, "replace").removeprefix("\ufeff"), ""
    lines = data.removeprefix(codecs.BOM_UTF8).splitlines(keepends=True)
    said, texts = "", []
    for line in lines:
        try:
            texts.append(line.decode())
        except UnicodeDecodeError:
            said = NOT_UTF8
            texts.append(line.decode("cp1252", "replace"))
    return "".join(texts), said


def _wide(data: bytes) -> str | None:
    """Return which UTF-16 it is: by its mark, or else by the 0 in its first letter."""
    if data[:2] in _MARKS:
        return _MARKS[data[:2]]
    if len(data) > 1 and 0 in data[:2] and data[0] != data[1]:
        return "utf-16-be" if data[0] == 0 else "utf-16-le"
    return None
