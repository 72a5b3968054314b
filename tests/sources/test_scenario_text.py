"""Saving: what is written reads back as it was, and what was not changed stays as it stood."""

from dataclasses import replace
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from mmuviz.core.scenario import Scenario
from mmuviz.core.trace import Semantics
from mmuviz.sources.opened import Opened
from mmuviz.sources.scenario_file import load
from mmuviz.sources.scenario_text import dump_text
from tests.strategies import scenarios

FILE = Path("some.toml")


def no_dump(path: Path) -> Opened:
    """No scenario here names a dump."""
    raise AssertionError(path)


def opened_of(scenario: Scenario, semantics: Semantics = Semantics.AFTER) -> Opened:
    """Write a scenario that had no file, and read it back."""
    return load(FILE, dump_text(Opened(Scenario(), "scenario"), scenario, semantics), no_dump)


@given(scenarios(), st.sampled_from(Semantics))
def test_new_text_reads_back_the_same(scenario: Scenario, semantics: Semantics) -> None:
    """A scenario that had no file survives being saved."""
    opened = opened_of(scenario, semantics)
    assert opened.scenario == scenario
    assert opened.semantics is semantics


@given(scenarios(), scenarios(), st.sampled_from(Semantics))
def test_any_change_reads_back_the_same(old: Scenario, new: Scenario, semantics: Semantics) -> None:
    """However a scenario was changed since it was read, saving keeps all of it."""
    opened = opened_of(old)
    again = load(FILE, dump_text(opened, new, semantics), no_dump)
    assert again.scenario == new
    assert again.semantics is semantics


@given(scenarios())
def test_nothing_changed_nothing_written(scenario: Scenario) -> None:
    """Saving what was read gives the text that was read."""
    opened = opened_of(scenario)
    assert dump_text(opened, opened.scenario, opened.semantics) == opened.text


@given(st.data())
def test_changed_entries_read_back(data: st.DataObject) -> None:
    """Edits of single entries, the common case, keep everything else."""
    old = data.draw(scenarios())
    new = old
    for address in list(old.memory.words)[:3]:
        new = new.with_entry(address, data.draw(st.integers(0, 0xFFFF)))
    opened = opened_of(old)
    assert load(FILE, dump_text(opened, new, opened.semantics), no_dump).scenario == new
    assert replace(opened).scenario == old
