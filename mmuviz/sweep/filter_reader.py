"""Reads a filter word by word, so that at each place it is known what may follow.

The grammar is lark's; names and values are looked up here, at the word that is wrong.
"""

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from mmuviz.sweep.filter_tree import Word
from mmuviz.sweep.filter_words import Names, quoted

if TYPE_CHECKING:
    from lark import Lark, Token, Tree

_GRAMMAR: Final = r"""
?start: disjunction
?disjunction: conjunction (_OR conjunction)*
?conjunction: factor (_AND factor)*
?factor: NOT+ atom -> negation
       | atom
?atom: NAME -> flag
     | NAME COMPARE (NAME | NUMBER) -> comparison
     | _OPEN disjunction _CLOSE

_OR.2: /or(?![\w.])|\|\|?|∨/i
_AND.2: /and(?![\w.])|&&?|∧/i
NOT.2: /not(?![\w.])|!(?!=)|~|¬/i
COMPARE.2: /==?|!=|≠/
_OPEN: "("
_CLOSE: ")"
NAME: /[^\W\d][\w.]*/
NUMBER: /\d[\w.]*/
%ignore /\s+/
"""
_SPOKEN: Final = {
    "NAME": "a flag",
    "NUMBER": "a number",
    "NOT": '"not"',
    "_OPEN": '"("',
    "_AND": '"and"',
    "_OR": '"or"',
    "COMPARE": '"="',
    "_CLOSE": '")"',
    "$END": "the end",
}
MAX_DEPTH: Final = 100
"""How many brackets may be open at once: what is made of them is walked by recursion."""


class FilterError(ValueError):
    """A text is no filter.

    Attributes:
        start: where the fault starts, in characters from 0.
        end: where it ends; `start` where something is missing.
        found: what stands there; empty at the end of the text.
        expected: what may stand there.
        reason: what is wrong, in words.
    """

    def __init__(
        self, span: tuple[int, int], found: str, expected: Sequence[str], reason: str
    ) -> None:
        """Say what is wrong at `span`, and the column in the message, from 1."""
        super().__init__(f"column {span[0] + 1}: {reason}")
        self.start, self.end = span
        self.found = found
        self.expected = tuple(expected)
        self.reason = reason


@cache
def _grammar() -> "Lark":
    from lark import Lark  # noqa: PLC0415  # a filter is the first thing that needs it

    return Lark(_GRAMMAR, parser="lalr", lexer="basic")


class Reader:
    """A filter that is being read.

    Attributes:
        subject: the word that the next value is compared with; None: no value follows.
        operand: the word that was read last; None: something else was.
    """

    def __init__(self, text: str, names: Names) -> None:
        """Read all words of `text`, which may end early.

        Raises:
            FilterError: a word is wrong where it stands.
        """
        from lark import UnexpectedCharacters  # noqa: PLC0415  # as above

        self.operand: Word | None = None
        self.subject: Word | None = None
        self._text = text
        self._names = names
        self._depth = 0
        self._place = (0, 0)
        self._parser: Any = _grammar().parse_interactive(text)
        lexer: Any = self._parser.lexer_thread  # Any, here and above: lark types but a part
        try:
            for token in lexer.lex(self._parser.parser_state):
                self._read(token)
        except UnexpectedCharacters:
            at = lexer.state.line_ctr.char_pos
            raise self._unexpected((at, at + 1)) from None

    @property
    def expected(self) -> tuple[str, ...]:
        """What may follow: the keys of the grammar, `$END` for the end."""
        may = self._parser.accepts()
        if self.operand:
            may = may - {"COMPARE"} if self.operand.is_flag else {"COMPARE"}
        return tuple(one for one in _SPOKEN if one in may)

    def finish(self) -> "Tree[Token]":
        """Return the tree of the whole text.

        Raises:
            FilterError: it ends too early.
        """
        end = len(self._text.rstrip())
        self._check_alone()
        if "$END" not in self._parser.accepts():
            raise self._unexpected((end, end))
        tree: Tree[Token] = self._parser.feed_eof()
        return tree

    def _read(self, token: "Token") -> None:
        from lark import UnexpectedToken  # noqa: PLC0415  # as above

        span = (token.start_pos or 0, token.end_pos or 0)
        if token.type != "COMPARE":
            self._check_alone()
        before = self._parser.copy(deepcopy_values=False)
        try:
            self._parser.feed_token(token)
        except UnexpectedToken:
            self._parser = before  # a refused word has moved it on some way
            raise self._unexpected(span) from None
        self._depth += (token.type == "_OPEN") - (token.type == "_CLOSE")
        if self._depth > MAX_DEPTH:
            reason = f"more than {MAX_DEPTH} brackets are open at once"
            raise FilterError(span, str(token), (), reason)
        operand, subject = self.operand, self.subject
        self.operand = self.subject = None
        if token.type == "COMPARE":
            self.subject = operand
        elif subject:
            self._check_value(subject, str(token), span)
        elif token.type == "NAME":
            self.operand = self._word(str(token), span)
            self._place = span

    def _word(self, name: str, span: tuple[int, int]) -> Word:
        word = self._names.find(name)
        if word is None:
            known = [one.name for one in self._names.words]
            raise FilterError(span, name, known, self._names.why_not(name))
        return word

    def _check_alone(self) -> None:
        """Refuse a word that is no flag, unless it is compared."""
        word = self.operand
        if word and not word.is_flag:
            example = f"{word.name} = {word.value_name(1)}"
            reason = f'"{word.name}" has more than two values: say which, as in {example}'
            raise FilterError(self._place, word.name, ('"="', '"!="'), reason)

    def _check_value(self, subject: Word, found: str, span: tuple[int, int]) -> None:
        """Refuse a value that `subject` cannot have, and what is no flag like it."""
        if value_of(subject, found) is not None:
            return
        if not subject.is_flag or found[0].isdigit():
            names = "".join(f"{name}, " for name in subject.values)
            numbers = "0 or 1" if subject.is_flag else f"a number up to {subject.highest}"
            what = f"{names}or {numbers}" if names else numbers
            reason = f'"{subject.name}" is {what}, not {quoted(found)}'
            raise FilterError(span, found, values_of(subject), reason)
        if not self._word(found, span).is_flag:
            reason = f'"{subject.name}" is 0 or 1: it cannot be compared with "{found}"'
            raise FilterError(span, found, values_of(subject), reason)

    def _unexpected(self, span: tuple[int, int]) -> FilterError:
        expected = [_SPOKEN[one] for one in self.expected]
        *most, last = expected
        wanted = f"{', '.join(most)} or {last}" if most else last
        found = self._text[slice(*span)]
        what = f"{quoted(found)} stands" if found else "the filter ends"
        return FilterError(span, found, expected, f"{what} where {wanted} is expected")


def value_of(word: Word, text: str) -> int | None:
    """Return the value of `word` that `text` means, a number or a name; None: none."""
    if text.isascii() and text.isdigit():
        digits = text.lstrip("0") or "0"
        fits = len(digits) <= len(str(word.highest)) and int(digits) <= word.highest
        return int(digits) if fits else None
    names = [name.casefold() for name in word.values]
    return names.index(text.casefold()) if text.casefold() in names else None


def values_of(word: Word) -> tuple[str, ...]:
    """Return what the values of `word` are called; none where there are too many to list."""
    return word.values or (("0", "1") if word.is_flag else ())
