"""Covers are right, and minimal where they say so; a wild function costs bounded work."""

import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mmuviz.sweep import minimum as searched
from mmuviz.sweep.cover import STEPS, TERMS, Search, SpentError, short
from mmuviz.sweep.minimum import minimum
from tests.sweep.tables import covers, fewest, shuffled, table

BITS = st.integers(0, 1)


def integer(states):
    """A table as an integer."""
    return sum(1 << int(place) for place in np.flatnonzero(states))


def parity(bits):
    return [number.bit_count() & 1 for number in range(1 << bits)]


@settings(max_examples=150)
@given(
    st.integers(0, 4).flatmap(lambda bits: st.lists(BITS, min_size=1 << bits, max_size=1 << bits)),
    st.data(),
)
def test_the_minimum_of_a_small_table_is_that_of_trying_all(column, data):
    """Four flags, or two and one of two bits, with open states too."""
    known = data.draw(st.lists(BITS, min_size=len(column), max_size=len(column)))
    kind = len(column) >= 4 and data.draw(st.booleans())
    made = table(column, known, kind)
    found, proved = minimum(made)
    assert proved
    assert covers(made, found)
    assert len(found) == fewest(made)


@settings(max_examples=40)
@given(st.integers(5, 7), st.integers(0, 1 << 30), st.sampled_from([0, 30, 60]), st.booleans())
def test_a_cover_is_right_whatever_it_covers(bits, seed, open_percent, kind):
    """Random tables are the worst there are."""
    made = shuffled(bits, seed, open_percent, kind)
    assert covers(made, minimum(made)[0])
    assert covers(made, short(made))


def test_the_library_finds_what_the_first_cover_misses():
    """Six terms in a ring, none of them essential, of which three do."""
    made = table([0, 1, 1, 1, 1, 1, 1, 0])
    found, proved = minimum(made)
    assert (len(found), proved) == (3, True)
    assert covers(made, searched._by_library(made))


def test_a_search_beats_both_greedy_covers():
    """A table found by trying: neither the recursion nor sympy's greedy choice has the fewest."""
    made = shuffled(5, 92)
    greedy = min(len(short(made)), len(searched._by_library(made)))
    found, proved = minimum(made)
    assert (len(found), proved) == (6, True)
    assert len(found) == fewest(made) < greedy
    assert covers(made, found)


def test_what_takes_too_long_to_prove_is_not_called_proved():
    """The search gives up, and the cover that is known is returned."""
    made = shuffled(7, 22)
    found, proved = minimum(made)
    assert not proved
    assert covers(made, found)


@pytest.mark.parametrize("bits", [3, 10])
def test_parity_has_half_as_many_terms_as_states(bits):
    """No two states are beside one another: every one is a term of its own, and essential."""
    assert [len(minimum(table(parity(bits)))[0]), minimum(table(parity(bits)))[1]] == [
        1 << bits - 1,
        True,
    ]


def test_a_wild_function_of_ten_variables_is_never_left_to_the_library(monkeypatch):
    """It took sympy minutes. The recursion is bounded, and so is the search."""

    def asked(_):
        raise AssertionError("minutes")

    monkeypatch.setattr(searched, "_by_library", asked)
    made = shuffled(10, 1)
    search = Search(1 << 10)
    search.between(*(integer(one) for one in (made.on, ~made.off)), 10)
    assert search.steps < STEPS / 4
    found, proved = minimum(made)
    assert len(found) > 100
    assert not proved
    assert covers(made, found)


def test_of_many_variables_a_wild_function_has_no_short_cover():
    """Too many terms, or too many divided tables."""
    with pytest.raises(SpentError):
        minimum(table(parity(11)))
    with pytest.raises(SpentError):
        short(shuffled(11, 1))
    coin = random.Random(1)  # noqa: S311
    wild = Search(1 << 20)
    with pytest.raises(SpentError):
        wild.between(number := coin.getrandbits(1 << 17), number, 17)
    assert wild.steps == STEPS + 1
    assert TERMS < 1 << 10


def test_of_many_variables_a_cover_that_is_not_essential_is_not_proved():
    """A ring in a corner: three terms would do, but the search is for few variables only."""
    ring = [0, 1, 1, 1, 1, 1, 1, 0]
    made = table([one & (high == 0xFF) for high in range(256) for one in ring])
    assert made.bits == 11
    found, proved = minimum(made)
    assert (len(found), proved) == (4, False)
    assert covers(made, found)
