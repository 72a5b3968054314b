"""The recorded files that are here, in groups that a reader knows."""

from collections.abc import Iterable
from fnmatch import fnmatch
from pathlib import Path
from typing import Final

_GROUPS: Final = (
    ("walks, before and after", "walk-*.npz"),
    ("accesses on the shadow MMU", "access*.npz"),
    ("hardware as Bochs answers", "hardware-bochs-*.npz"),
    ("hardware as QEMU answers", "hardware-*.npz"),
    ("guest programs", "sequences-*"),
    ("the test suite of January 2007", "testsuite.json"),
    ("an example in JSON Lines", "vectors-example.jsonl"),
)

Group = tuple[str, tuple[Path, ...]]


def recorded_groups(paths: Iterable[Path]) -> tuple[Group, ...]:
    """Return the groups that have files, each with them; a file stands in the first that fits."""
    left = list(paths)
    found: list[Group] = []
    for title, pattern in _GROUPS:
        files = tuple(path for path in left if fnmatch(path.name, pattern))
        left = [path for path in left if path not in files]
        if files:
            found.append((title, files))
    return tuple(found)
