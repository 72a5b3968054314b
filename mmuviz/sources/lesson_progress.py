"""The file that remembers how far somebody has come in the lessons: JSON, on this machine only."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from mmuviz.core.lessons.progress import Progress
from mmuviz.sources.replacing import replacing

_VERSION: Final = 1


def read_progress(path: Path) -> dict[str, Progress]:
    """Return what is remembered, by the lesson's name; what nobody can read is left out.

    Nothing of it is worth a message: who has lost it does a question again.
    """
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
        lessons = kept["lessons"] if kept["version"] == _VERSION else {}
        return {str(name): _progress(said) for name, said in lessons.items()}
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        return {}


def _progress(said: Mapping[str, Any]) -> Progress:
    """Read one lesson's part.

    Raises:
        ValueError: a number is none; so may be LookupError, TypeError and AttributeError.
    """
    items = (frozenset(map(_number, said[key])) for key in ("right", "missed"))
    return Progress(_number(said["screen"]), *items)


def _number(value: object) -> int:
    if not isinstance(value, int) or value < 1:
        raise ValueError("expected a number from 1 on")
    return value


def write_progress(path: Path, progress: Mapping[str, Progress]) -> None:
    """Remember `progress`: a crash leaves the old file or the new one. Nothing: no file.

    Raises:
        OSError: the folder cannot be written to.
    """
    if not progress:
        path.unlink(missing_ok=True)
        return
    lessons = {
        name: {"screen": one.screen, "right": sorted(one.right), "missed": sorted(one.missed)}
        for name, one in sorted(progress.items())
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    with replacing(path) as stream:
        stream.write(json.dumps({"version": _VERSION, "lessons": lessons}, indent=1).encode())
