"""Events are values: frozen, hashable, and each place of the algorithm has one name."""

from dataclasses import FrozenInstanceError, fields
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mmuviz.core.events import Anchor, Event
from mmuviz.core.trace import Semantics, record
from tests.strategies import scenarios


def test_every_anchor_has_a_word_of_its_own():
    """The word is what files and listings use."""
    words = [anchor.value for anchor in Anchor]
    assert len(set(words)) == len(words)
    assert all(word == word.lower() and word.isidentifier() for word in words)


def test_every_kind_of_event_begins_with_its_anchor():
    """One vocabulary: whatever happens, it happens at a named place."""
    for kind in get_args(Event):
        assert fields(kind)[0].name == "anchor", kind


@given(scenarios(), st.sampled_from(Semantics))
def test_events_are_frozen_and_hashable(scenario, semantics):
    """Nobody can change what a trace says, and equal events are one."""
    trace = record(semantics, scenario)
    assert len({*trace.events, *record(semantics, scenario).events}) == len(set(trace.events))
    for event in trace.events:
        with pytest.raises(FrozenInstanceError):
            event.anchor = Anchor.READ
    with pytest.raises(FrozenInstanceError):
        trace.result.gfn = 0
