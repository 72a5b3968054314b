"""Rules of comparisons are those that are known; every rule is proved on every state."""

from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mmuviz.core.paging import PagingMode
from mmuviz.core.trace import Semantics
from mmuviz.sweep import rule, twin
from mmuviz.sweep.columns import where
from mmuviz.sweep.filter import parse
from mmuviz.sweep.filter_words import names_of
from mmuviz.sweep.rule import rule_of
from mmuviz.sweep.space import STATE_SPACES, SpaceName

BEFORE, AFTER, HARDWARE = Semantics.BEFORE, Semantics.AFTER, Semantics.HARDWARE
X32, PAE, LONG = PagingMode.X32, PagingMode.PAE, PagingMode.LONG
REFUSED = "(user ∧ ¬pde.u ∨ write ∧ ¬pde.w ∧ (user ∨ wp))"
"""The PDE refuses."""


def space_of(mode, name=SpaceName.WALK):
    return STATE_SPACES[mode, name]


@cache
def results(mode, name, semantics):
    """The results of a space, of a walk or of an access."""
    reckon = twin.access if name is SpaceName.ACCESS else twin.walk
    return reckon(semantics, space_of(mode, name).states())


def differs(mode, name, one, other, *columns):
    """Where two semantics differ in one of some columns."""
    left, right = results(mode, name, one), results(mode, name, other)
    return where(np.any([left[column] != right[column] for column in columns], axis=0))


def column_of(space, said):
    """A column that is 1 in the states of which something is said."""
    states = space.states()
    return where(np.broadcast_to(said(lambda name: states[name].astype(bool)), len(space)))


def holds(found, number):
    """What a rule says of a state, by its terms."""
    return any(
        all(literal.flag.of(number) in literal.values for literal in term) for term in found.terms
    )


PRESENT = "pdpte.p ∧ pde.p"
LEAF = "(pde.ps ∨ pte.p)"
BY_PTE = "user ∧ ¬pte.u ∨ write ∧ ¬pte.w ∧ (user ∨ wp)"
ANY_UPPER = (
    "(user ∧ (¬pml4e.u ∨ ¬pdpte.u ∨ ¬pde.u ∨ ¬pte.u) ∨ "
    "write ∧ (user ∨ wp) ∧ (¬pml4e.w ∨ ¬pdpte.w ∨ ¬pde.w ∨ ¬pte.w))"
)
ANY_OF_TWO = "(user ∧ (¬pde.u ∨ ¬pte.u) ∨ write ∧ (user ∨ wp) ∧ (¬pde.w ∨ ¬pte.w))"


@pytest.mark.parametrize(
    ("asked", "columns", "count", "text"),
    [
        ((PAE, SpaceName.WALK, AFTER, HARDWARE), "error_code", 192,
         f"pdpte.p ∧ pde.p ∧ ¬pde.ps ∧ ¬pte.p ∧ {REFUSED}"),
        ((X32, SpaceName.WALK, AFTER, HARDWARE), "error_code", 576,
         f"pde.p ∧ ¬pte.p ∧ {REFUSED} ∧ (¬pde.ps ∨ ¬pse)"),
        ((PAE, SpaceName.ACCESS, BEFORE, AFTER), "error_code", 3072,
         f"pdpte.p ∧ pde.p ∧ ¬pde.ps ∧ ¬pte.p ∧ {REFUSED}"),
        ((PAE, SpaceName.ACCESS, BEFORE, AFTER), "pde_a", 6144,
         f"pdpte.p ∧ pde.p ∧ ¬pde.a ∧ {REFUSED}"),
        ((PAE, SpaceName.ACCESS, BEFORE, AFTER), "pde_a pte_a", 7488,
         f"pdpte.p ∧ pde.p ∧ (¬pde.a ∧ {REFUSED} ∨ ¬pde.ps ∧ pte.p ∧ ¬pte.a ∧ {ANY_OF_TWO})"),
        ((PAE, SpaceName.ACCESS, BEFORE, AFTER), "vmexits", 7776,
         f"kind ≠ mmio ∧ {PRESENT} ∧ ({REFUSED} ∧ {LEAF} ∨ ¬pde.ps ∧ pte.p ∧ ({BY_PTE}))"),
        ((PAE, SpaceName.ACCESS, BEFORE, AFTER), "outcome", 0, "never"),
        ((LONG, SpaceName.WALK, BEFORE, AFTER), "pte_a", 9840,
         f"pml4e.p ∧ pdpte.p ∧ pde.p ∧ ¬pde.ps ∧ pte.p ∧ ¬pte.a ∧ {ANY_UPPER}"),
    ],
)  # fmt: skip
def test_the_rules_of_comparisons(asked, columns, count, text):
    """Counts as in FINDINGS, where it has them; the rule says where."""
    column = differs(*asked, *columns.split())
    assert int(column.sum()) == count
    found = rule_of(space_of(*asked[:2]), column)
    assert found.text == text
    assert found.proved_minimal
    assert found.states == len(column)


def test_the_rule_of_wrong_error_codes_in_long_mode():
    """2^20 states: an upper entry refuses, and a lower one is absent."""
    space = space_of(LONG)
    states = space.states()
    column = differs(LONG, SpaceName.WALK, AFTER, HARDWARE, "error_code")
    found = rule_of(space, column, states)
    assert (len(found.terms), len(found.flags_left), found.states) == (18, 14, 1 << 20)
    assert found.proved_minimal
    said = column_of(
        space,
        lambda of: (
            _refused_above(of, ("pml4e", "pdpte", "pde"), ~of("pde_ps") & ~of("pte_p"))
            & of("pml4e_p")
        ),
    )
    assert np.array_equal(column, said)


def _refused_above(of, entries, below):
    """Whether one of the entries refuses and a later one, or what is `below`, is absent."""
    first, *others = entries
    refuses = of("user") & ~of(f"{first}_u") | (
        of("write") & ~of(f"{first}_w") & (of("user") | of("cr0_wp"))
    )
    if not others:
        return refuses & below
    absent = ~of(f"{others[0]}_p")
    for other in others[1:]:
        absent = absent | ~of(f"{other}_p")
    return refuses & (absent | below) | of(f"{others[0]}_p") & _refused_above(of, others, below)


def filtered(space, found):
    """The column of a rule's expression, read back as a filter."""
    return parse(found.expression, names_of(space)).evaluate(space.states())


def test_a_rule_as_a_filter():
    """The same in words, which the filter reads."""
    column = differs(PAE, SpaceName.WALK, AFTER, HARDWARE, "error_code")
    found = rule_of(space_of(PAE), column)
    assert np.array_equal(filtered(space_of(PAE), found), column)
    assert found.expression == (
        "pdpte.p and pde.p and not pde.ps and not pte.p and "
        "(user and not pde.u or write and not pde.w and (user or wp))"
    )
    assert " ".join(flag.name for flag in found.flags_left) == (
        "pdpte.p pde.p pde.w pde.u pde.ps pte.p wp write user"
    )


@pytest.mark.parametrize(
    ("said", "text", "expression"),
    [
        (lambda of: of("user") & False, "never", "never"),
        (lambda of: of("user") | True, "always", "always"),
        (lambda of: of("pde_u"), "pde.u", "pde.u"),
        (lambda of: ~of("cr0_wp"), "¬wp", "not wp"),
        (lambda of: of("user") ^ of("write"),
         "user ∧ ¬write ∨ ¬user ∧ write", "user and not write or not user and write"),
    ],
)  # fmt: skip
def test_simple_rules(said, text, expression):
    """Constants, single literals, xor."""
    found = rule_of(space_of(PAE), column_of(space_of(PAE), said))
    assert (found.text, found.expression, found.proved_minimal) == (text, expression, True)


@pytest.mark.parametrize(
    ("kinds", "text", "expression"),
    [
        ({1}, "kind = mmio", "kind = mmio"),
        ({1, 2, 3}, "kind ≠ ram", "not kind = ram"),
        ({2, 3}, "kind in (directory, table)", "(kind = directory or kind = table)"),
        ({1, 2}, "kind in (mmio, directory)", "(kind = mmio or kind = directory)"),
        ({0, 2}, "kind in (ram, directory)", "(kind = ram or kind = directory)"),
    ],
)
def test_a_flag_of_two_bits_is_one_literal(kinds, text, expression):
    """Of `kind` a rule names values, and not bits."""
    space = space_of(PAE, SpaceName.ACCESS)
    states = space.states()
    kind = where(np.isin(states["leaf_kind"], list(kinds)))
    found = rule_of(space, kind, states)
    assert (found.text, found.expression) == (text, expression)
    found = rule_of(space, kind & states["user"], states)
    assert (found.text, found.expression) == (f"user ∧ {text}", f"user and {expression}")
    assert np.array_equal(filtered(space, found), kind & states["user"])
    assert found.proved_minimal


def test_a_rule_says_what_it_likes_of_states_that_nobody_can_ask():
    """A write and a fetch at once: a third of what is left out."""
    space = space_of(X32, SpaceName.HARDWARE)
    states = space.states()
    fetches = states["fetch"] & (states["write"] ^ 1)
    found = rule_of(space, fetches, states)
    assert (found.text, found.states) == ("fetch", 49152)
    noise = np.random.default_rng(1).integers(0, 2, len(space), np.uint8)
    noisy = states["user"] & space.exists(states) | noise & (space.exists(states) ^ 1)
    assert rule_of(space, noisy, states).text == "user"
    reads = (states["write"] | states["fetch"]) ^ 1
    assert rule_of(space, reads, states).text == "¬write ∧ ¬fetch"


@settings(max_examples=40)
@given(st.integers(1, 6), st.integers(0, 7), st.data())
def test_any_rule_is_the_column(bits, shift, data):
    """Columns of a few flags that stand side by side."""
    space = space_of(X32)
    tables = st.lists(st.integers(0, 1), min_size=1 << bits, max_size=1 << bits)
    table = np.array(data.draw(tables), np.uint8)
    found = rule_of(space, table[np.arange(len(space)) >> shift & (1 << bits) - 1])
    for value, wanted in enumerate(table):
        assert holds(found, value << shift) == wanted


def test_shared_sums_are_written_once():
    """What saves most is pulled out first, and sums are parts like any other."""
    space = space_of(PAE)
    column = column_of(space, lambda of: (of("user") | of("write")) & (of("pde_p") | of("pte_p")))
    found = rule_of(space, column)
    assert len(found.terms) == 4
    assert found.text == "(user ∨ write) ∧ (pde.p ∨ pte.p)"


def test_a_wild_column_has_no_rule():
    """More than ten flags at random: nothing short is true."""
    space = space_of(PAE)
    assert rule_of(space, np.random.default_rng(1).integers(0, 2, len(space), np.uint8)) is None


def test_a_wrong_rule_is_never_returned(monkeypatch):
    """Should the search err, the proof finds it."""
    monkeypatch.setattr(rule, "minimum", lambda _: ([], True))
    space = space_of(PAE)
    with pytest.raises(AssertionError, match="the rule never is wrong"):
        rule_of(space, space.states()["user"])
