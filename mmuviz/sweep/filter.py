"""Filters: which states of a space are meant, typed as `user and not pde.u and pte.p`.

`and`, `or`, `not` (or `&`, `|`, `!`, or their signs), brackets, flags by name, `kind = mmio`,
`pde.u != pte.u`.
"""

from typing import TYPE_CHECKING

from mmuviz.sweep.filter_reader import Reader, value_of
from mmuviz.sweep.filter_tree import (
    Equal,
    Expression,
    Flag,
    Not,
    Same,
    Word,
    all_of,
    any_of,
    negated,
)
from mmuviz.sweep.filter_words import Names

if TYPE_CHECKING:
    from lark import Token, Tree


def parse(text: str, names: Names) -> Expression:
    """Read a filter.

    Args:
        text: what was typed.
        names: what it may speak of: `names_of(space)`, and more.

    Raises:
        FilterError: it is none.
    """
    return _built(Reader(text, names).finish(), names)


def _built(tree: "Tree[Token]", names: Names) -> Expression:
    """Return what a tree means. It is no deeper than its brackets are, and these are limited."""
    if tree.data == "flag":
        return Flag(_word(tree.children[0], names))
    if tree.data == "comparison":
        left, sign, right = map(str, tree.children)
        return _compared(left, sign, right, names)
    parts = [_built(part, names) for part in tree.children if not isinstance(part, str)]
    if tree.data == "negation":
        nots = len(tree.children) - 1
        return negated(parts[0]) if nots % 2 else parts[0]
    return (all_of if tree.data == "conjunction" else any_of)(parts)


def _compared(left: str, sign: str, right: str, names: Names) -> Expression:
    word = _word(left, names)
    value = value_of(word, right)
    found: Expression
    if value is None:
        found = Same(word, _word(right, names))
    elif word.is_flag:
        found = Flag(word) if value else Not(Flag(word))
    else:
        found = Equal(word, value)
    return found if sign.startswith("=") else negated(found)


def _word(name: object, names: Names) -> Word:
    word = names.find(str(name))
    assert word is not None, "the reader has found it"
    return word
