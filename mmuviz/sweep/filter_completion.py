"""What may stand at a place of a filter that is being typed."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from mmuviz.sweep.filter_reader import FilterError, Reader, values_of
from mmuviz.sweep.filter_tree import Word
from mmuviz.sweep.filter_words import Names

_BEFORE: Final = re.compile(r"[\w.]*\Z")
_AFTER: Final = re.compile(r"[\w.]*")
_SIGNS: Final = {
    "NOT": (("not", "what follows does not hold"),),
    "_OPEN": (("(", "opens a bracket"),),
    "_AND": (("and", "both hold"),),
    "_OR": (("or", "at least one holds"),),
    "_CLOSE": ((")", "closes the bracket"),),
    "COMPARE": (("=", "has the value"), ("!=", "has another value")),
}


@dataclass(frozen=True, slots=True)
class Completion:
    """A word that may stand at a place.

    Attributes:
        word: the word.
        meaning: what it means, in a few words.
        start: the first character that it replaces, from 0.
        end: the first that stays.
    """

    word: str
    meaning: str
    start: int
    end: int

    def applied(self, text: str) -> tuple[str, int]:
        """Return `text` with the word in it, and where one types on: a space behind the word."""
        rest = text[self.end :]
        gap = "" if rest[:1].isspace() else " "
        at = self.start + len(self.word) + 1
        return text[: self.start] + self.word + gap + rest, at


def completions(text: str, cursor: int, names: Names) -> tuple[Completion, ...]:
    """Return what may stand at the cursor, those that start as the word there first.

    None where the text is wrong before that word, or the word is whole and nothing else starts so.

    Args:
        text: what was typed.
        cursor: the place, in characters from 0; what stands of a word before it is kept.
        names: what the filter may speak of.
    """
    typed = _BEFORE.search(text[:cursor])
    rest = _AFTER.match(text, cursor)
    assert typed is not None, "the patterns match nothing at all too"
    assert rest is not None, "the same"
    try:
        reader = Reader(text[: typed.start()], names)
    except FilterError:
        return ()
    start = typed.group().casefold()
    ranked = [(_rank(start, offered), *offered) for offered in _offered(reader, names)]
    return tuple(
        Completion(word, meaning, typed.start(), rest.end())
        for rank, word, meaning, _ in sorted(ranked, key=lambda one: one[0])
        if rank < _NOT_SO
    )


_Offered = tuple[str, str, tuple[str, ...]]
_NOT_SO: Final = 3


def _rank(typed: str, offered: _Offered) -> int:
    """Return how well a word fits what was typed of it: 0 best, _NOT_SO not at all."""
    word, _, others = offered
    if word.startswith(typed):
        return 3 if word == typed else 0
    if any(other.startswith(typed) for other in others):
        return 1
    return 2 if word.partition(".")[2].startswith(typed) and "." in word else _NOT_SO


def _offered(reader: Reader, names: Names) -> Iterator[_Offered]:
    """Yield what may follow: the word, its meaning, and how else it may be written."""
    subject = reader.subject
    if subject:
        for number, value in enumerate(values_of(subject)):
            yield value, f"{subject.name} is {number}", (str(number),)
        if subject.is_flag:
            yield from (_of(word) for word in names.words if word.is_flag and word != subject)
        return
    expected = reader.expected
    if "NAME" in expected:
        yield from map(_of, names.words)
    for one in expected:
        for word, meaning in _SIGNS.get(one, ()):
            yield word, meaning, ()


def _of(word: Word) -> _Offered:
    return word.name, word.meaning, word.others
