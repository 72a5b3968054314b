"""A recorded case that differs as a scenario to look at."""

from dataclasses import replace

from mmuviz.core.claims.space import one_state
from mmuviz.core.operation import Touch
from mmuviz.core.scenario import Scenario
from mmuviz.core.suite import CASES
from mmuviz.core.trace import Semantics
from mmuviz.present.verify_record import Difference, Holds, Recorded


def mismatch_scenario(title: str, recorded: Recorded, found: Difference) -> Scenario:
    """Return the scenario of a row, of a case of the test suite, or of a state.

    Args:
        title: the name of the file.
        recorded: what the file says of itself.
        found: the row; it is no guest program's, which stands in its file.
    """
    notes = f"{found.text(recorded.mode)} (what is recorded against what this program gives)"
    if recorded.mode is None or found.row is None:
        assert found.number is not None, "a case of the suite, or a state, has one"
        scenario = _numbered(recorded, found.number)
        return replace(scenario, title=f"{title}, {found.place}", notes=notes)
    row = one_state(recorded.mode, found.inputs)
    scenario = replace(row.scenario, title=f"{title}, row {found.row}", notes=notes)
    if row.second is None:
        return scenario
    return replace(scenario, operations=(Touch(scenario.access), Touch(row.second)))


def _numbered(recorded: Recorded, number: int) -> Scenario:
    """Return a case of the test suite, or a state of a space."""
    if recorded.holds is not Holds.SPACE:
        return CASES[number].scenario
    # NumPy: only those who open a state load it
    from mmuviz.sweep.space import STATE_SPACES, SpaceName  # noqa: PLC0415

    assert recorded.mode is not None, "a space has one"
    return STATE_SPACES[recorded.mode, SpaceName(recorded.contents)].scenario(number)


def mismatch_semantics(holds: Holds | None, found: Difference) -> Semantics:
    """Return who is meant: those that the place or the first column names."""
    if holds in (Holds.HARDWARE, Holds.SPACE):
        return Semantics.HARDWARE
    if found.semantics is not None:
        return found.semantics
    first = next((column for column, _, _ in found.differing), "")
    return Semantics.BEFORE if first.startswith("before") else Semantics.AFTER
