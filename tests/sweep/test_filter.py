"""Filters: what is typed means what it says, and what is wrong is said where it is."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mmuviz.core.paging import PagingMode
from mmuviz.sweep.filter import parse
from mmuviz.sweep.filter_completion import completions
from mmuviz.sweep.filter_reader import FilterError
from mmuviz.sweep.filter_tree import (
    And,
    Equal,
    Flag,
    Not,
    Or,
    Same,
    Word,
    all_of,
    any_of,
    negated,
)
from mmuviz.sweep.filter_words import names_of
from mmuviz.sweep.space import STATE_SPACES, SpaceName

X32, PAE, LONG = PagingMode.X32, PagingMode.PAE, PagingMode.LONG
WALK, ACCESS, ACCESS_ALL, HARDWARE = SpaceName
SPACE = STATE_SPACES[PAE, ACCESS]
NAMES = names_of(SPACE)
STATES = SPACE.states()
FLAGS = [word for word in NAMES.words if word.is_flag]
KIND = NAMES.find("kind")


def count(text, mode=PAE, name=ACCESS):
    """In how many states a filter holds."""
    space = STATE_SPACES[mode, name]
    return int(parse(text, names_of(space)).evaluate(space.states()).sum())


def refusal(text, names=NAMES):
    """The error of a text; None where it is a filter."""
    try:
        parse(text, names)
    except FilterError as error:
        return error
    return None


def wrong(text, names=NAMES):
    """What is said of a wrong filter."""
    with pytest.raises(FilterError) as raised:
        parse(text, names)
    return raised.value


_LEAVES = st.one_of(
    st.builds(Flag, st.sampled_from(FLAGS)),
    st.builds(Equal, st.just(KIND), st.integers(0, 3)),
    st.builds(Same, st.sampled_from(FLAGS), st.sampled_from(FLAGS)),
)
EXPRESSIONS = st.recursive(
    _LEAVES,
    lambda inner: st.one_of(
        inner.map(negated),
        st.lists(inner, min_size=1, max_size=4).map(all_of),
        st.lists(inner, min_size=1, max_size=4).map(any_of),
    ),
    max_leaves=20,
)


_PIECES = [*"()!&|=~ 01.xπ\n", "kind ", "pde.u ", "wp ", "and ", "not ", "or "]


def holds(expression, flag):
    """Say in plain Python whether it holds in the state of which `flag` gives the flags."""
    match expression:
        case Flag(word):
            return truth(word, flag)
        case Equal(word, value):
            return flag(word.columns[0]) == value
        case Same(left, right):
            return truth(left, flag) == truth(right, flag)
        case Not(part):
            return not holds(part, flag)
        case And(parts):
            return all(holds(part, flag) for part in parts)
        case Or(parts):
            return any(holds(part, flag) for part in parts)


def truth(word, flag):
    return any(flag(column) for column in word.columns) != word.none


@settings(max_examples=200)
@given(EXPRESSIONS, st.lists(st.integers(0, len(SPACE) - 1), min_size=1, max_size=8))
def test_what_is_written_reads_back_and_means_the_same(expression, numbers):
    """Written and read, a tree is the same, and holds where plain Python says that it does."""
    assert parse(str(expression), NAMES) == expression
    states = SPACE.states(np.array(numbers, np.uint32))
    column = expression.evaluate(states)
    assert column.dtype == np.uint8
    assert column.shape == (len(numbers),)
    assert column.tolist() == [
        holds(expression, lambda name, row=row: int(states[name][row]))
        for row in range(len(numbers))
    ]


@settings(max_examples=200)
@given(st.lists(st.sampled_from(_PIECES)).map("".join))
def test_any_text_is_a_filter_or_is_refused_in_place(text):
    """No other error; the place lies in the text; completions come or do not."""
    error = refusal(text)
    if error:
        assert 0 <= error.start <= error.end <= len(text)
        assert str(error) == f"column {error.start + 1}: {error.reason}"
    for one in completions(text, len(text) // 2, NAMES):
        assert one.start <= len(text) // 2 <= one.end


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("USER and Not pde.U AND pte.p", "user and not pde.u and pte.p"),
        ("user&!pde.u|~wp", "user and not pde.u or not wp"),
        ("user && pde.u || wp", "user and pde.u or wp"),
        ("¬user ∧ (pde.U ∨ WP)", "not user and (pde.u or wp)"),
        ("not (user and wp)", "not (user and wp)"),
        ("not not ! user", "not user"),
        ("~~user", "user"),
        ("((user)) and (wp and write)", "user and wp and write"),
        ("wp = 0 or user == 1", "not wp or user"),
        ("wp != 0 and user ≠ 01", "wp and not user"),
        ("kind = 1 or kind != TABLE", "kind = mmio or kind != table"),
        ("not kind=ram", "kind != ram"),
        ("pde.u != pte.u", "pde.u != pte.u"),
        ("not pde.u = pte.u", "pde.u != pte.u"),
        ("cr0.wp and kernel and pdptr.p", "wp and supervisor and pdpte.p"),
        ("pde_p and cr0_wp and leaf_kind = 2", "pde.p and wp and kind = directory"),
        ("read = 0", "not read"),
    ],
)
def test_it_is_written_the_normal_way(text, written):
    """Capitals, signs and other names are taken; brackets and double negation go."""
    assert str(parse(text, NAMES)) == written


def test_the_examples_of_the_page_are_filters():
    """What docs/filters.md shows can be typed."""
    page = (Path(__file__).parents[2] / "docs" / "filters.md").read_text(encoding="utf-8")
    examples = [line for block in page.split("```")[1::2] for line in block.split("\n") if line]
    assert [str(parse(text, NAMES)) for text in examples] == examples
    assert len(examples) == 3


def test_it_counts():
    """By hand: every flag halves, `read` holds in half of them, a kind in a quarter."""
    assert count("user and not pde.u and pte.p", name=WALK) == 1 << 10
    assert count("pde.u != pte.u") == 1 << 16
    assert count("kind = mmio") == count("kind = 1") == 1 << 15
    assert count("read") == 1 << 16
    assert count("read", LONG, HARDWARE) == 1 << 18, "not write and not fetch"
    assert count("read or supervisor or user", X32) == 1 << 17


def test_it_speaks_of_results_too():
    """Whoever has more columns names them, and any mapping will do."""
    code = Word("after.code", "the error code of after", ("code",), highest=255)
    names = NAMES.with_words([code])
    expression = parse("after.code = 7 and AFTER.CODE != 255", names)
    assert str(expression) == "after.code = 7 and after.code != 255"
    columns = {"code": np.array([7, 255, 0, 7], np.uint16)}
    assert expression.evaluate(columns).tolist() == [1, 0, 0, 1]
    assert wrong("after.code = 256", names).reason == (
        '"after.code" is a number up to 255, not "256"'
    )
    assert wrong("after.code", names).reason == (
        '"after.code" has more than two values: say which, as in after.code = 1'
    )
    assert completions("after.code = ", 13, names) == ()


@pytest.mark.parametrize(
    ("text", "span", "reason"),
    [
        ("", (0, 0), 'the filter ends where a flag, "not" or "(" is expected'),
        ("user and  ", (8, 8), 'the filter ends where a flag, "not" or "(" is expected'),
        ("(user", (5, 5), 'the filter ends where "and", "or" or ")" is expected'),
        ("kind =", (6, 6), "the filter ends where a flag or a number is expected"),
        ("user pte.p", (5, 10), '"pte.p" stands where "and", "or" or the end is expected'),
        ("user )", (5, 6), '")" stands where "and", "or" or the end is expected'),
        ("user $", (5, 6), '"$" stands where "and", "or" or the end is expected'),
        ("user and 1", (9, 10), '"1" stands where a flag, "not" or "(" is expected'),
        ("wp = (user)", (5, 6), '"(" stands where a flag or a number is expected'),
        ("wp = 1 = 1", (7, 8), '"=" stands where "and", "or" or the end is expected'),
        ("wp = 2", (5, 6), '"wp" is 0 or 1, not "2"'),
        ("wp = kind", (5, 9), '"wp" is 0 or 1: it cannot be compared with "kind"'),
        ("wp = usr", (5, 8), '"usr" is no flag of this space; did you mean user?'),
        (
            "kind = 4",
            (7, 8),
            '"kind" is ram, mmio, directory, table, or a number up to 3, not "4"',
        ),
        (
            "kind = wp",
            (7, 9),
            '"kind" is ram, mmio, directory, table, or a number up to 3, not "wp"',
        ),
        (
            "not (kind)",
            (5, 9),
            '"kind" has more than two values: say which, as in kind = mmio',
        ),
        ("kind", (0, 4), '"kind" has more than two values: say which, as in kind = mmio'),
        (
            "pde.y",
            (0, 5),
            '"pde.y" is no flag here: there are pde.p, pde.w, pde.u, pde.a, pde.d and pde.ps',
        ),
        (
            "PTE",
            (0, 3),
            '"PTE" is an entry: say which flag of it, pte.p, pte.w, pte.u, pte.a or pte.d',
        ),
        ("pdpte", (0, 5), '"pdpte" is an entry: say which flag of it, pdpte.p'),
        ("pet.p", (0, 5), '"pet.p" is no flag of this space; did you mean pte.p?'),
        ("xyzzy", (0, 5), '"xyzzy" is no flag of this space'),
        (
            "pte.nx",
            (0, 6),
            (
                '"pte.nx" does not vary in this space: it is 0 in every state;'
                " the space hardware has it vary"
            ),
        ),
        ("smep", (0, 4), '"smep" does not vary in this space: it is 0 in every state'),
        ("pml4e.p", (0, 7), '"pml4e.p" is a flag of long mode, not of PAE mode'),
        ("cr4.pse", (0, 7), '"cr4.pse" is a flag of 32-bit mode, not of PAE mode'),
    ],
)
def test_what_is_wrong_is_said_where_it_is(text, span, reason):
    """The first fault, its place, and what would be right."""
    error = wrong(text)
    assert error.reason == reason
    assert (error.start, error.end) == span
    assert error.found in text
    assert error.expected


def test_what_another_space_varies_is_said():
    """A flag may be 1 in every state, and there may be several spaces and modes that have it."""
    long_access = names_of(STATE_SPACES[LONG, ACCESS])
    assert wrong("pml4e.w", long_access).reason == (
        '"pml4e.w" does not vary in this space: it is 1 in every state;'
        " the space walk or access-all has it vary"
    )
    x32 = names_of(STATE_SPACES[X32, WALK])
    assert wrong("pdptr.P", x32).reason == (
        '"pdptr.p" is a flag of PAE and long mode, not of 32-bit mode'
    )


@pytest.mark.parametrize("key", STATE_SPACES, ids=lambda key: f"{key[0].value}-{key[1].value}")
def test_every_flag_of_every_space_has_a_name(key):
    """The flags in order, then what is made of them; each is explained."""
    space = STATE_SPACES[key]
    words = names_of(space).words
    assert [word.name for word in words] == [
        *(flag.name for flag in space.flags),
        "read",
        "supervisor",
    ]
    assert all(word.meaning for word in words)


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("(" * 5000, "column 101: more than 100 brackets are open at once"),
        ("(" * 100 + "user" + ")" * 100, "user"),
        ("not " * 2501 + "user", "not user"),
        ("user = " * 1400, 'column 13: "=" stands where "and", "or" or the end'),
        ("x" * 10000, f'column 1: "{"x" * 20}…xxxx" is no flag of this space'),
        ("wp = " + "9" * 10000, f'column 6: "wp" is 0 or 1, not "{"9" * 20}…9999"'),
        ("wp = " + "0" * 10000 + "1", "wp"),
        ("user or wp and " * 660 + "user", "user or wp and user" + " or wp and user" * 659),
        ("(user or not (wp and " * 50 + "user" + "))" * 50, "user or not (wp and (user or"),
    ],
)
def test_long_and_deep_texts_are_answered(text, result):
    """Ten thousand characters give a filter or an error: nothing is walked without a bound."""
    found = str(refusal(text) or parse(text, NAMES))
    assert found.startswith(result[:40])
    completions(text, len(text), NAMES)


def test_the_grammar_comes_with_the_first_filter():
    """Whoever needs the names alone does not load lark."""
    code = "import sys, mmuviz.sweep.filter_completion; sys.exit('lark' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], check=False)
    assert done.returncode == 0


def words(text, cursor=None, names=NAMES):
    """What is offered at a place, by default the end."""
    found = completions(text, len(text) if cursor is None else cursor, names)
    return " ".join(one.word for one in found)


def test_what_may_follow_is_offered():
    """Flags, keywords and values, where each may stand, the likeliest first."""
    every = " ".join(word.name for word in NAMES.words)
    assert words("") == words("(") == words("user and ") == f"{every} not ("
    assert words("user and not ") == f"{every} not ("
    assert words("user ") == "and or"
    assert words("(user ") == "and or )"
    assert words("(user or wp = 1 ") == "and or )"
    assert words("kind ") == "= !="
    assert words("kind = ") == "ram mmio directory table"
    assert words("kind != m") == words("kind = 1") == "mmio"
    assert words("wp = ").startswith("0 1 pdpte.p pde.p")
    assert "wp" not in words("wp = ").split()


def test_what_was_typed_narrows_it():
    """The start of the name counts most, then another name of it, then the letter of an entry."""
    assert words("u") == "user pde.u pte.u"
    assert words("PDE.") == "pde.p pde.w pde.u pde.a pde.d pde.ps"
    assert words("pde.p") == "pde.ps"
    assert words("user") == "", "it is whole"
    assert words("ker") == "supervisor"
    assert words("cr") == "wp"
    assert words("user a") == "and"
    assert words("user x and wp", 6) == ""
    assert words("user x and wp") == words("usr and ") == words("user $ ") == "", "wrong before"


def test_a_completion_takes_the_place_of_the_word():
    """What is left of the word goes; one types on behind a space."""
    (found,) = (one for one in completions("us and wp", 1, NAMES) if one.word == "user")
    assert (found.start, found.end, found.meaning) == (0, 2, "user mode accesses")
    assert found.applied("us and wp") == ("user and wp", 5)
    (found,) = completions("(sup)", 4, NAMES)
    assert found.applied("(sup)") == ("(supervisor )", 12)


SAMPLE = "not (user and kind = mmio or pde.u != wp) and pte.p | read"


@pytest.mark.parametrize("cursor", range(len(SAMPLE) + 1))
def test_what_is_offered_reads_further(cursor):
    """At any place of a text, each completion is right where it stands."""
    for one in completions(SAMPLE, cursor, NAMES):
        text, at = one.applied(SAMPLE)
        error = refusal(text[:at])
        assert error is None or not error.found or error.expected[0] == '"="', text[:at]
        assert completions(text, at, NAMES), "and it goes on from there"
