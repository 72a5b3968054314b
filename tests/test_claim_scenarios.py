"""Each claim's scenario shows the claim, at the step that tells."""

import pytest

from mmuviz.core.bits import Pferr, Pte
from mmuviz.core.claims.counts import Item
from mmuviz.core.claims.machine import machine, operate
from mmuviz.core.events import EntryWritten
from mmuviz.core.shadow.events import VmExit
from mmuviz.core.shadow.guest import Ending
from mmuviz.core.shadow.program import run_program
from mmuviz.core.trace import Semantics, record, translate
from mmuviz.present.claims import CLAIMS, DEFECTS, View, step_of
from mmuviz.resources import asset
from mmuviz.sources.open_file import open_file

BEFORE, AFTER, HARDWARE = Semantics.BEFORE, Semantics.AFTER, Semantics.HARDWARE
OPENINGS = [claim.opening for claim in (*CLAIMS, *DEFECTS) if claim.opening.scenario]


def scenario_of(opening):
    return open_file(asset(f"scenarios/{opening.scenario}.toml")).scenario


def claim_of(item):
    """Return the row of an item."""
    return next(claim for claim in (*CLAIMS, *DEFECTS) if claim.item is item)


def telling(item):
    """Return the scenario of an item and its telling event."""
    opening = claim_of(item).opening
    scenario = scenario_of(opening)
    if opening.view in (View.WALK, View.COMPARE):
        events = record(opening.semantics, scenario).events
    else:
        executed = run_program(opening.semantics, scenario, scenario.program)
        events = executed[opening.operation].events
    step = step_of(events, opening.anchor)
    assert step > 0
    return scenario, events[step - 1]


def results(scenario):
    """What each operation comes to, by semantics."""
    found = {}
    for semantics in Semantics:
        guest = machine(semantics, scenario)
        found[semantics] = [operate(guest, operation) for operation in scenario.program]
    return found


def test_accessed():
    """At the step, before sets A in the PTE that refuses; after has set none."""
    scenario, event = telling(Item.ACCESSED)
    assert isinstance(event, EntryWritten)
    assert (event.level.name, event.new & Pte.A) == ("PTE", Pte.A)
    refused = record(AFTER, scenario)
    assert refused.result.ptep == event.address
    assert not any(isinstance(one, EntryWritten) for one in refused.events)


def test_exits():
    """The step is the second exit; after has one, and that is all that differs."""
    scenario, event = telling(Item.EXITS)
    assert isinstance(event, VmExit)
    assert event.number == 2
    found = results(scenario)
    assert [found[one][0].vmexits for one in (BEFORE, AFTER)] == [2, 1]
    assert len({one[0].error_code for one in found.values()}) == 1
    writes = [
        [one for one in record(semantics, scenario).events if isinstance(one, EntryWritten)]
        for semantics in Semantics
    ]
    assert writes == [[], [], []]


@pytest.mark.parametrize("item", [Item.CODES, Item.ORDER])
def test_codes(item):
    """after says P = 1, the processor does not, and before passes on what the processor says."""
    scenario, event = telling(item)
    assert event.anchor is claim_of(item).opening.anchor
    found = {one: answers[0].error_code for one, answers in results(scenario).items()}
    assert found[BEFORE] == found[HARDWARE] == found[AFTER] & ~Pferr.P
    assert found[AFTER] & Pferr.P


def test_translation():
    """An address where before says unmapped."""
    scenario, _event = telling(Item.TRANSLATION)
    assert translate(BEFORE, scenario).status == "unmapped"
    assert translate(AFTER, scenario).wrong


@pytest.mark.parametrize("item", [Item.NO_EXECUTE, Item.SHARED])
def test_livelocks(item):
    """after exits for ever, the step is the last exit that is looked at; before injects."""
    scenario, event = telling(item)
    found = results(scenario)
    number = claim_of(item).opening.operation
    assert event.number == found[AFTER][number].vmexits == 8
    assert found[AFTER][number].ending is Ending.LIVELOCK
    assert found[BEFORE][number].ending is Ending.INJECTED
    due = Ending.INJECTED if item is Item.NO_EXECUTE else Ending.DONE
    assert found[HARDWARE][number].ending is due


def test_second():
    """The second access needs an exit in after alone; in sum they are even."""
    scenario, event = telling(Item.SECOND)
    found = results(scenario)
    assert event.number == 1
    assert [one.vmexits for one in found[BEFORE]] == [2, 0]
    assert [one.vmexits for one in found[AFTER]] == [1, 1]


def test_hang():
    """Both hang; the processor does what it is asked."""
    scenario, _event = telling(Item.HANG)
    endings = {semantics: one[0].ending for semantics, one in results(scenario).items()}
    assert endings == {
        BEFORE: Ending.HOST_HANG, AFTER: Ending.HOST_HANG, HARDWARE: Ending.DONE,
    }  # fmt: skip


def test_the_others():
    """Claim 2 is read in the listings: it has no scenario."""
    assert claim_of(Item.SIMPLER).opening.view is View.DIFF
    assert len(OPENINGS) == len(CLAIMS) + len(DEFECTS) - 1
