"""Where in the atlas a scenario is, in words; and what the values of a flag are called."""

from collections.abc import Mapping

from mmuviz.core.result import Outcome
from mmuviz.core.scenario import Scenario
from mmuviz.core.trace import Semantics, record
from mmuviz.present.wording import listed
from mmuviz.sweep.arrangement import Arrangement, Zone
from mmuviz.sweep.filter_words import names_of
from mmuviz.sweep.space import Place, StateSpace


def place_text(place: Place | None, scenario: Scenario) -> str:
    """Say where a scenario is, in what its state is another, or why it is nowhere.

    Args:
        place: its state; None: it has none.
        scenario: the scenario.
    """
    if place is None:
        is_off = record(Semantics.BEFORE, scenario).result.outcome is Outcome.PAGING_OFF
        why = "its paging is off" if is_off else "an entry that its walk reads is not kept"
        return f"The open scenario is in no cell: {why}."
    if record(Semantics.HARDWARE, scenario).result.outcome is Outcome.NON_CANONICAL:
        return "The marked cell is like the open scenario, whose address is not canonical: #GP."
    if place.unlike:
        return (
            f"The marked cell is like the open scenario but for {listed(list(place.unlike))}, "
            "which this space does not vary: the answer may be another."
        )
    return "The marked cell asks what the open scenario asks."


def flag_values(space: StateSpace) -> Mapping[str, tuple[str, ...]]:
    """Return what the values of every flag are called: 0 and 1, but for the kind of the leaf."""
    names = {word.name: word for word in names_of(space).words}
    return {
        flag.name: tuple(names[flag.name].value_name(value) for value in range(1 << flag.width))
        for flag in space.flags
    }


def flag_meanings(space: StateSpace) -> Mapping[str, str]:
    """Return what every flag says: `the PDE maps a large page`."""
    meanings = {word.name: word.meaning for word in names_of(space).words}
    return {flag.name: meanings[flag.name] for flag in space.flags}


def layout_text(space: StateSpace, arrangement: Arrangement) -> str:
    """Say which states a map leaves out, or puts into one cell; empty where it shows each.

    Args:
        space: the space.
        arrangement: where its flags are.
    """
    values, said = flag_values(space), []
    if arrangement.fixed:
        fixed = [f"{flag} = {values[flag][value]}" for flag, value in arrangement.fixed]
        said.append(f"the map shows {listed(fixed)} only")
    if ignored := arrangement.in_zone(Zone.IGNORED):
        said.append(f"a cell is all states that differ in {listed(ignored)} alone")
    return "; ".join(said)
