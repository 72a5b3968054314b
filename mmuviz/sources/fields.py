"""Read typed fields out of a parsed TOML table and note everything that is wrong with them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from mmuviz.sources.entry_text import parse_number
from mmuviz.sources.problems import Problem
from mmuviz.sources.toml_lines import Key, line_of

_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Fields:
    """One table of a file.

    Attributes:
        table: its keys and values.
        lines: the line of each key of the file.
        problems: the list that all tables of the file share; what is wrong is appended to it.
        path: the table's own key.
    """

    table: Mapping[str, Any]
    lines: Mapping[Key, int]
    problems: list[Problem]
    path: Key = ()

    def __contains__(self, key: str) -> bool:
        """Whether the file says anything about `key`."""
        return key in self.table

    def problem(self, key: str, found: str, expected: str) -> None:
        """Note that `key` is wrong; an empty key means the table itself."""
        path = (*self.path, key) if key else self.path
        self.problems.append(Problem(found, expected, line_of(self.lines, path), dotted(path)))

    def only(self, *known: str) -> None:
        """Note each key that is none of `known`, with the nearest one that is."""
        for key in self.table:
            if key not in known:
                near = get_close_matches(key, known, n=1, cutoff=0.5)
                expected = f'"{near[0]}"' if near else "one of " + ", ".join(known)
                self.problem(key, f'the unknown key "{key}"', expected)

    def sub(self, key: str) -> "Fields":
        """Return the table under `key`; an empty one where there is none."""
        value = self.table.get(key, {})
        if not isinstance(value, dict):
            self.problem(key, shown(value), f"a table [{key}]")
            value = {}
        return Fields(value, self.lines, self.problems, (*self.path, key))

    def subs(self, key: str) -> Iterator["Fields"]:
        """Yield the tables of the array `[[key]]`."""
        value = self.table.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            self.problem(key, shown(value), f"tables [[{key}]]")
            return
        for number, item in enumerate(value):
            yield Fields(item, self.lines, self.problems, (*self.path, key, number))

    def text(self, key: str) -> str | None:
        """Return a string, without white space around it."""
        value = self.table.get(key)
        if value is None or isinstance(value, str):
            return value if value is None else value.strip()
        self.problem(key, shown(value), "a text in quotes")
        return None

    def choice(self, key: str, words: Sequence[str]) -> str | None:
        """Return one of `words`."""
        value = self.table.get(key)
        if value is None or value in words:
            return value
        self.problem(key, shown(value), "one of " + ", ".join(words))
        return None

    def flag(self, key: str) -> bool | None:
        """Return a truth value; 0 and 1 will do."""
        value = self.table.get(key)
        if value is None or value in (0, 1):
            return None if value is None else bool(value)
        self.problem(key, shown(value), "true or false")
        return None

    def number(self, key: str, bits: int) -> int | None:
        """Return a number of at most `bits` bits, written as a number or as a text like 0x5000."""
        value = self.table.get(key)
        return None if value is None else self.as_number(key, value, bits)

    def as_number(self, key: str, value: object, bits: int) -> int | None:
        """Read `value`, which stands at or under `key`, as a number of at most `bits` bits."""
        number = parse_number(value) if isinstance(value, str) else value
        if isinstance(number, bool) or not isinstance(number, int):
            self.problem(key, shown(value), 'a number such as "0x5000"')
            return None
        if not 0 <= number < 1 << bits:
            self.problem(key, shown(value), f"a number of at most {bits} bits")
            return None
        return number


def shown(value: object) -> str:
    """Show a value as the file has it, cut where it is long."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict):
        return "a table"
    text = f'"{value}"' if isinstance(value, str) else str(value)
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"


def dotted(path: Key) -> str:
    """Spell a key: `registers.cr3`, `map 2.pde` (items count from 1)."""
    text = ""
    for part in path:
        if isinstance(part, int):
            text += f" {part + 1}"
        else:
            text += f".{part}" if text else part
    return text
