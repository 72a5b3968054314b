"""Find the files that ship with the program, in a checkout and in an installed wheel."""

import json
from functools import cache
from pathlib import Path
from typing import Any

_PACKAGE = Path(__file__).resolve().parent.parent


def _folder(name: str) -> Path:
    """Return the shipped folder `name`: inside the package in a wheel, beside it in a checkout."""
    installed = _PACKAGE / f"_{name}"
    return installed if installed.is_dir() else _PACKAGE.parent / name


def asset(name: str) -> Path:
    """Return the path of the asset `name`, such as `scenarios/plain-hit.toml`.

    Raises:
        FileNotFoundError: the program is not complete.
    """
    path = _folder("assets") / name
    if not path.exists():
        raise FileNotFoundError(f"the program is not complete: assets/{name} is missing")
    return path


def built_in_scenarios() -> dict[str, Path]:
    """Return the built-in scenarios by their names; `default` is the first."""
    files = sorted(asset("scenarios").glob("*.toml"))
    return {"default": asset("default.toml")} | {path.stem: path for path in files}


def is_shipped(path: Path) -> bool:
    """Whether `path` belongs to the program: the user's work is not written there."""
    folders = (_folder("assets").resolve(), _folder("tutorials").resolve())
    return any(path.resolve().is_relative_to(folder) for folder in folders)


def recorded_files() -> tuple[Path, ...]:
    """Return the files of recorded results that are here: all in a checkout, some in a wheel."""
    checkout = _PACKAGE.parent
    vectors = sorted((checkout / "tests" / "data" / "vectors").glob("*"))
    example = sorted((checkout / "docs").glob("vectors-example.jsonl"))
    return (*(vectors or sorted(asset("programs").glob("*"))), *example)


def tutorials() -> Path:
    """Return the folder of the tutorials."""
    return _folder("tutorials")


@cache
def theme_tokens() -> dict[str, Any]:
    """Return assets/theme.json: colours by role, fonts, sizes."""
    loaded: dict[str, Any] = json.loads(asset("theme.json").read_text(encoding="utf-8"))
    return loaded


def storylines() -> tuple[Path, ...]:
    """Return the storylines that ship with the program, in the order of their names."""
    return tuple(sorted((tutorials() / "storylines").glob("*.toml")))
