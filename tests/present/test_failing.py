"""The smallest state of each wrong idea: what is to be seen there."""

import pytest

from mmuviz.core.models.wrong import WRONG_MODELS
from mmuviz.present.failing import failing_state, failing_text

IDEAS = {model.name: model for model in WRONG_MODELS}


@pytest.mark.parametrize("model", WRONG_MODELS, ids=lambda model: model.name)
def test_each_idea_is_told_where_it_fails(model):
    """The state catches it and says so; what the idea says is not what is true."""
    state, text = failing_state(model), failing_text(model)
    assert model.is_caught(state)
    assert state.title.endswith("the smallest state where it fails")
    assert text.startswith(f"Here: a {state.access.privilege} {state.access.kind}, CR0.WP ")
    said, _, rest = text.partition("The idea says ")[2].partition("; ")
    assert said != rest.partition(": ")[2].partition(". ")[0]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("level-by-level", "The idea says 0x5 (P | U); the processor: 0x4 (U)."),
        ("user-page-shut", "The idea says 0x1 (P); the processor: no fault."),
        (
            "accessed-when-read",
            "The idea says A set in PDE 3 and PTE 7; the processor: A set in no entry.",
        ),
        (
            "dirty-everywhere",
            "The idea says D set in PDE 3 and PTE 7; the processor: D set in PTE 7.",
        ),
    ],
)
def test_what_the_idea_says_and_what_is_true(name, words):
    """A code, or where the codes are the same the flag in which they differ."""
    assert words in failing_text(IDEAS[name])
