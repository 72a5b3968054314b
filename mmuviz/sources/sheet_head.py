"""The head of a worksheet, from which the sheet can be made again."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final, TypeVar

from mmuviz.core.exercises.difficulty import DIFFICULTIES
from mmuviz.core.exercises.spec import GENERATOR, HEAD, MODE_WORDS, MOST, SheetSpec
from mmuviz.sources.problems import BadInput, Problem

_FENCE: Final = "---"
_LONGEST: Final = 4096  # bytes of a head, and more
_MODES: Final = {word: mode for mode, word in MODE_WORDS.items()}
_SEMANTICS: Final = {semantics.value: semantics for semantics in DIFFICULTIES}
_NUMBERS: Final = {"level": (1, 4), "seed": (0, (1 << 64) - 1), "count": (1, MOST)}


def read_head(path: Path) -> SheetSpec:
    """Return the spec in a sheet's head. The rest of the sheet does not count.

    Raises:
        BadInput: it is no sheet of this program, or of another version of the generator.
        OSError: it cannot be read.
    """
    with path.open("rb") as file:
        lines = file.read(_LONGEST).decode("utf-8", "replace").splitlines()
    fields: dict[str, tuple[str, int]] = {}
    if lines[:1] == [_FENCE] and _FENCE in lines[1:]:
        for number, line in enumerate(lines[1 : lines.index(_FENCE, 1)], 2):
            field, _, value = line.partition(":")
            fields[field.strip()] = value.strip(), number
    version, _line = fields.get(HEAD, ("", 0))
    if not version:
        raise BadInput(path, f"is no worksheet: expected a head that begins with {HEAD}: 1")
    if version != str(GENERATOR):
        raise BadInput(path, f"is of generator {version}, expected {GENERATOR}: make it anew")
    problems: list[Problem] = []
    mode = _word(fields, "mode", _MODES, problems)
    semantics = _word(fields, "semantics", _SEMANTICS, problems)
    level, seed, count = (_number(fields, field, problems) for field in _NUMBERS)
    if mode is None or semantics is None or problems:
        raise BadInput(path, "its head cannot be used", tuple(problems))
    return SheetSpec(mode, level, seed, count, semantics)


_Fields = Mapping[str, tuple[str, int]]
_Thing = TypeVar("_Thing")


def _word(
    fields: _Fields, field: str, words: Mapping[str, _Thing], problems: list[Problem]
) -> _Thing | None:
    """Return what a field's word stands for; None, and a problem, where it stands for nothing."""
    value, line = fields.get(field, ("", None))
    if value not in words:
        problems.append(Problem(_found(value), f"one of {', '.join(words)}", line, field))
    return words.get(value)


def _number(fields: _Fields, field: str, problems: list[Problem]) -> int:
    """Return a field's number; 0, and a problem, where it is none that may stand there."""
    value, line = fields.get(field, ("", None))
    least, most = _NUMBERS[field]
    number = int(value) if value.isascii() and value.isdecimal() and len(value) <= 20 else -1
    if not least <= number <= most:
        problems.append(Problem(_found(value), f"a number from {least} to {most}", line, field))
    return number


def _found(value: str) -> str:
    return f'"{value[:40]}"' if value else "nothing"
