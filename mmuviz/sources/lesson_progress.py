"""The file that remembers how far somebody has come in the lessons: JSON, on this machine only."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

from mmuviz.core.lessons.progress import Course, Progress
from mmuviz.sources.replacing import replacing

_VERSION: Final = 2
_BY_NUMBER: Final = 1
"""The version in which questions went by their numbers."""


def read_progress(path: Path) -> Course:
    """Return what is remembered; what nobody can read is left out.

    What an earlier version wrote goes by numbers (`Progress.named`).
    Nothing of it is worth a message: who has lost it does a question again.
    """
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
        read = {_VERSION: _name, _BY_NUMBER: _digits}[kept["version"]]
        lessons = {str(name): _progress(said, read) for name, said in kept["lessons"].items()}
        return Course(lessons, _name(kept.get("last", "")))
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        return Course()


def _progress(said: Mapping[str, Any], read: Callable[[object], str]) -> Progress:
    """Read one lesson's part.

    Raises:
        ValueError: a number is none; what else is wrong: LookupError, TypeError, AttributeError.
    """
    items = (frozenset(map(read, said[key])) for key in ("right", "missed"))
    return Progress(_number(said["screen"]), *items)


def _name(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("expected a name")
    return value


def _digits(value: object) -> str:
    """Return a number's digits: whoever knows the lesson puts its name there."""
    return str(_number(value))


def _number(value: object) -> int:
    if not isinstance(value, int) or value < 1:
        raise ValueError("expected a number from 1 on")
    return value


def write_progress(path: Path, course: Course) -> None:
    """Remember `course`: a crash leaves the old file or the new one. Nothing: no file.

    Raises:
        OSError: the folder cannot be written to.
    """
    if course == Course():
        path.unlink(missing_ok=True)
        return
    lessons = {
        name: {"screen": one.screen, "right": sorted(one.right), "missed": sorted(one.missed)}
        for name, one in sorted(course.lessons.items())
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    with replacing(path) as stream:
        kept = {"version": _VERSION, "last": course.last, "lessons": lessons}
        stream.write(json.dumps(kept, indent=1).encode())
