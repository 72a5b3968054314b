"""What each way out of a walk starts the error code from, and when that is veiled."""

import re
from collections.abc import Set as AbstractSet

from mmuviz.core.trace import Semantics

FEEDS: dict[Semantics, tuple[tuple[str, str], ...]] = {
    Semantics.AFTER: (("not_present", "P = 0"), ("access_error", "P = 1")),
    Semantics.HARDWARE: (
        ("not present", "P = 0"),
        ("reserved bit", "P, RSVD"),
        ("rights refused", "P = 1"),
    ),
}
"""(The exit's name, what it starts the code from), for each that leads to a code."""

_VEILED = "P = ?"


def fed(semantics: Semantics, asked: AbstractSet[str]) -> tuple[str, ...]:
    """Return what stands beside the ways to the code.

    Args:
        semantics: whose walk it is.
        asked: the letters of the bits that a question hides yet.
    """
    return tuple(
        _VEILED if asked & set(re.findall("[A-Z]+", words)) else words
        for _, words in FEEDS[semantics]
    )
