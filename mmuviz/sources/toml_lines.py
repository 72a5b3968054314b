"""Find the line of each key of a TOML text, so that a problem can name it.

tomllib gives values without places. This scanner is for texts that tomllib has accepted.
"""

import re
from collections.abc import Iterator, Mapping

Key = tuple[str | int, ...]

_TOKEN = re.compile(
    r'"""(?:[^\\]|\\.)*?"{3,5}(?!")'
    r"|'''.*?'{3,5}(?!')"
    r'|"(?:[^"\\\n]|\\.)*"'
    r"|'[^'\n]*'"
    r"|\#[^\n]*"
    r"|[\[\]{}\n]"
    r"|[^\"'\#\[\]{}\n]+",
    re.DOTALL,
)
_PART = re.compile(
    r'\s*(?:"(?P<basic>(?:[^"\\]|\\.)*)"|\'(?P<literal>[^\']*)\'|(?P<bare>[\w-]+))\s*(?P<dot>\.)?'
)


def key_lines(text: str) -> dict[Key, int]:
    """Return the line (from 1) of every key and table header; array items count from 0."""
    lines: dict[Key, int] = {}
    counts: dict[Key, int] = {}
    table: Key = ()
    for line, statement in _statements(text):
        if statement.startswith("[["):
            path = _with_items(_key(statement[2:]), counts)
            number = counts.get(path, 0)
            counts[path] = number + 1
            table = (*path, number)
            lines.setdefault(path, line)
        elif statement.startswith("["):
            table = _with_items(_key(statement[1:]), counts)
        else:
            key = (*table, *_key(statement))
            for end in range(len(table) + 1, len(key) + 1):
                lines.setdefault(key[:end], line)
            continue
        lines.setdefault(table, line)
    return lines


def line_of(lines: Mapping[Key, int], key: Key) -> int | None:
    """Return the line of `key`, or of the nearest thing around it; None for the whole text."""
    while key:
        if key in lines:
            return lines[key]
        key = key[:-1]
    return None


def _statements(text: str) -> Iterator[tuple[int, str]]:
    """Yield (line, text) of each header and each `key = value`."""
    line, depth, start, begun = 1, 0, 1, ""
    for token in _TOKEN.findall(text + "\n"):
        if token == "\n" and not depth:
            if begun.strip():
                yield start, begun.strip()
            begun = ""
        elif not token.startswith("#"):
            if not begun.strip():
                start = line
            begun += token
            depth += (token in "[{") - (token in "]}")
        line += token.count("\n")


def _key(text: str) -> tuple[str, ...]:
    """Read the dotted key that `text` begins with."""
    parts: list[str] = []
    position, more = 0, True
    while more:
        match = _PART.match(text, position)
        assert match, "tomllib has accepted this key"
        parts.append(match["bare"] or match["literal"] or _unescaped(match["basic"]))
        position, more = match.end(), match["dot"] is not None
    return tuple(parts)


def _unescaped(basic: str | None) -> str:
    r"""Undo \" and \\; other escapes in a key are too rare to place exactly."""
    return re.sub(r"\\(.)", r"\1", basic or "")


def _with_items(path: tuple[str, ...], counts: Mapping[Key, int]) -> Key:
    """Insert the current item's number behind each array of tables that `path` goes through."""
    key: Key = ()
    for number, part in enumerate(path, 1):
        key = (*key, part)
        if number < len(path) and key in counts:
            key = (*key, counts[key] - 1)
    return key
