"""A recorded walk is the same every time, whoever asks."""

from hypothesis import given
from hypothesis import strategies as st

from mmuviz.core.events import Translated
from mmuviz.core.trace import Semantics, record, translate
from mmuviz.core.walk import after, before
from tests.strategies import scenarios


@given(scenarios(), st.sampled_from(Semantics))
def test_recording_is_deterministic_and_changes_nothing(scenario, semantics):
    """The same events and result twice; the scenario's own memory stays as it was."""
    words = dict(scenario.memory.words)
    first, second = record(semantics, scenario), record(semantics, scenario)
    assert first == second
    assert first.scenario is scenario
    assert dict(scenario.memory.words) == words


@given(scenarios())
def test_gva_to_gpa_ends_with_its_answer(scenario):
    """`translate` hands back the generator's last event; hardware has no such function."""
    for semantics, module in ((Semantics.BEFORE, before), (Semantics.AFTER, after)):
        events = list(module.gva_to_gpa(scenario))
        assert isinstance(events[-1], Translated)
        assert translate(semantics, scenario) == events[-1]
        assert not any(isinstance(event, Translated) for event in events[:-1])
    assert translate(Semantics.HARDWARE, scenario) is None
