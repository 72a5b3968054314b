"""The table of a selection holds what the columns hold."""

import numpy as np

from mmuviz.core.paging import PagingMode
from mmuviz.core.trace import Semantics
from mmuviz.sweep.colouring import Lens, colour
from mmuviz.sweep.space import STATE_SPACES, SpaceName
from mmuviz.sweep.survey import Quantity, Survey
from mmuviz.sweep.table import selected, table

BEFORE, AFTER, HARDWARE = Semantics
PAE, X32 = PagingMode.PAE, PagingMode.X32


def made(mode, name, lens, *, differing=False, shown=None):
    survey = Survey(STATE_SPACES[mode, name])
    colouring = colour(survey, lens, shown)
    numbers = selected(colouring, differing=differing)
    columns = table(survey, colouring, numbers, {colouring.groups[-1].number: "x"})
    return survey, colouring, {column.name: column for column in columns}


def test_rows_are_the_states_that_are_shown():
    """All that somebody can ask, those of the filter, or of these those that stand out."""
    lens = Lens(AFTER, HARDWARE, Quantity.ERROR_CODE)
    survey, colouring, columns = made(X32, SpaceName.HARDWARE, lens)
    asked = np.flatnonzero(survey.exists)
    assert np.array_equal(columns["state"].values, asked)
    user = survey.states["user"]
    _, _, columns = made(X32, SpaceName.HARDWARE, lens, shown=user)
    assert np.array_equal(columns["state"].values, np.flatnonzero(user & survey.exists))
    _, _, columns = made(X32, SpaceName.HARDWARE, lens, differing=True)
    marks = [group.number for group in colouring.marks]
    assert np.array_equal(columns["state"].values, np.flatnonzero(np.isin(colouring.cells, marks)))


def test_flags_and_results_of_a_walk():
    """Under the names of the program; before has no code."""
    lens = Lens(BEFORE, HARDWARE, Quantity.OUTCOME)
    survey, _, columns = made(PAE, SpaceName.WALK, lens)

    flags = [flag.name for flag in survey.space.flags]
    assert list(columns) == [
        "state",
        *flags,
        *("hardware.outcome", "hardware.code", "hardware.level", "hardware.checks"),
        *("hardware.pde.a", "hardware.pde.d", "hardware.pde.may"),
        *("hardware.pte.a", "hardware.pte.d"),
        *("before.outcome", "before.level", "before.checks", "before.pde.a", "before.pte.a"),
        "group",
    ]
    for flag in survey.space.flags:
        assert np.array_equal(columns[flag.name].values, survey.states[flag.column])
    code = columns["hardware.code"]
    assert np.array_equal(code.values, survey.walks(HARDWARE)["error_code"])
    assert code.nothing == 255
    at = int(np.flatnonzero(survey.walks(HARDWARE)["checks"] == 6)[0])
    checks, outcome = columns["hardware.checks"], columns["hardware.outcome"]
    assert checks.words[checks.values[at]] == "b c"
    assert outcome.words[outcome.values[at]] == "access_error"


def test_results_of_an_access():
    """Costs and the leaf too, of KVM's versions; one rule alone."""
    survey, colouring, columns = made(
        PAE, SpaceName.ACCESS, Lens(AFTER, None, Quantity.OUTCOME), differing=True
    )
    numbers, results = columns["state"].values, survey.results(AFTER)

    assert len(numbers) == colouring.differing == 5728 + 32 + 544
    for name in ("vmexits", "pf_fixed", "shadow_leaf"):
        assert np.array_equal(columns[f"after.{name}"].values, results[name][numbers])
    assert not any(name.startswith(("before", "hardware")) for name in columns)
    outcomes = columns["after.outcome"]
    said = {outcomes.words[value] for value in outcomes.values}
    assert said == {"emulate", "livelock", "host_hang"}
    group = columns["group"]
    letters = np.array(group.words)[group.values]
    assert np.array_equal(letters == "x", results["outcome"][numbers] == 3)
    _, _, columns = made(PAE, SpaceName.ACCESS, Lens(AFTER, HARDWARE, Quantity.OUTCOME))
    assert not any(name.startswith("hardware.vm") for name in columns)
