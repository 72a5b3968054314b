"""What is said of an operation holds: every sentence, in every operation of the recorded programs.

Each check looks at the run by other means than the text did, or at what the text takes for granted.
"""

import pytest

from mmuviz.core.bits import Pferr, Pte
from mmuviz.core.events import Anchor
from mmuviz.core.shadow.events import Answered, Fixed, GuestStored, PageFreed, SlotSet, VmExit
from mmuviz.core.shadow.guest import Ending
from mmuviz.core.shadow.pages import Spte
from mmuviz.core.trace import Semantics
from mmuviz.present.exit_claim import bearing
from mmuviz.present.program_case import of_type
from mmuviz.present.program_causes import ABOVE_ABSENT, NO_EXECUTE, OLD_CODE, cause
from mmuviz.present.program_decisions import decision
from mmuviz.present.program_leaf import OUT_OF_DATE, TWO_ENTRIES
from mmuviz.present.run_frame import VERSIONS, RunFrame
from mmuviz.present.shadow_moment import ShadowMoment
from mmuviz.present.shadow_words import slot_words
from tests.present.programs import KINDS, all_cases, recorded

BEFORE, AFTER, HARDWARE = Semantics


def refused(case, *semantics):
    """Whether the guest gets a fault from all of these."""
    return all(case.executed(one).result.ending is Ending.INJECTED for one in semantics)


def code(case, semantics):
    return case.executed(semantics).result.error_code


def needed_right(case):
    """The right that is named is one that the access asks for."""
    access, letter = case.access, cause(case).letter
    return {"P": True, "W": access.write, "U": access.user}[letter]


def about_the_shadow(case):
    """The processor saw P in the shadow, and walks past an absent entry of the guest."""
    seen = of_type(case.executed(BEFORE), VmExit)[-1].error_code
    return bool(seen & Pferr.P) and not case.path[-1].value & Pte.P


def above_an_absent_entry(case):
    absent = not case.path[-1].value & Pte.P
    return absent and code(case, AFTER) & Pferr.P and not code(case, HARDWARE) & Pferr.P


def own_table(case):
    """The page that was zapped is a table on the path."""
    tables = {read.table >> 12 for read in case.path}
    freed = [
        event.gfn for version in VERSIONS for event in of_type(case.executed(version), PageFreed)
    ]
    return bool(tables.intersection(freed))


def leaf_without_fetches(case):
    return bool(case.leaf(AFTER).value & Pte.NX) and refused(case, HARDWARE)


def one_exit_too_many(case):
    exits = [case.executed(version).result.vmexits for version in VERSIONS]
    return refused(case, BEFORE, AFTER, HARDWARE) and exits == [2, 1]


def dirty_was_clear(case):
    stored = of_type(case.executed(AFTER), GuestStored)
    return [bool(event.old & Pte.D) for event in stored if event.anchor is Anchor.DIRTY] == [False]


def writable_for_the_kernel(case):
    """The leaf had W and no U until now."""
    given = [
        event.old
        for version in VERSIONS
        for event in of_type(case.executed(version), SlotSet)
        if event.anchor is Anchor.FIX_READ
    ]
    return all(old & (Pte.W | Pte.U) == Pte.W for old in given)


def refused_by_wp(case):
    """There is a translation, and CR0.WP is 1."""
    access = case.access
    return (access.write, access.user, code(case, HARDWARE)) == (True, False, Pferr.P | Pferr.W)


def no_table_in_after(case):
    """What before emulates a write to, a third one zaps; in after it was no table before either."""
    gfn = of_type(case.executed(BEFORE), GuestStored)[-1].gpa >> 12
    return case.other(case.number - 1).states[AFTER].shadowing(gfn) is None


def nothing_to_check(_case):
    """The rule itself looked at the only event that the sentence is about."""
    return True


HOLDS = {
    TWO_ENTRIES: needed_right,
    OUT_OF_DATE: needed_right,
    OLD_CODE: about_the_shadow,
    ABOVE_ABSENT: above_an_absent_entry,
    NO_EXECUTE: leaf_without_fetches,
    "Why: a user writes the table that maps it": own_table,
    "Why: one exit too many": one_exit_too_many,
    "Why: A is set before the rights are known": lambda case: refused(case, BEFORE, HARDWARE),
    "Why: the first write": dirty_was_clear,
    "Why: the WP=0 trick": nothing_to_check,
    "Why: the WP=0 trick, taken back": writable_for_the_kernel,
    "Why: what the WP=0 trick left": refused_by_wp,
    "Why: one version has the table shadowed": no_table_in_after,
}


@pytest.mark.parametrize("kind", KINDS)
def test_a_cause_is_one(kind):
    """The facts that a cause names are those of the run."""
    for case in all_cases(kind):
        found = cause(case)
        assert found is None or HOLDS[found.title](case), (case.record.scenario.title, case.number)


BORNE = {
    "Claim 1, no A for what is refused: borne out": lambda case: refused(case, BEFORE, HARDWARE),
    "Claim 3, one vmexit too many: borne out": one_exit_too_many,
    "Claim 4, the code is now right: not borne out": lambda case: (
        code(case, BEFORE) == code(case, HARDWARE) != code(case, AFTER)
    ),
    "Claim 4, the code is now right: so it is here": lambda case: (
        code(case, AFTER) == code(case, HARDWARE) != code(case, BEFORE)
    ),
    "The other side of claim 3: after exits more": lambda case: refused(
        case.other(case.builder(BEFORE)), BEFORE
    ),
    "Brought in: the NX livelock": leaf_without_fetches,
}


@pytest.mark.parametrize("kind", KINDS)
def test_a_claim_is_borne_out_where_it_says_so(kind):
    """The verdict on a claim is the run's."""
    for case in all_cases(kind):
        title = bearing(case.record, case.number).title
        holds = BORNE.get(title, nothing_to_check)
        assert holds(case), (case.record.scenario.title, case.number, title)


@pytest.mark.parametrize("kind", KINDS)
def test_a_livelock_is_told_as_it_is(kind):
    """What is called fixed was, and every exit but none more was counted as a repair."""
    for case in all_cases(kind):
        for version in VERSIONS:
            executed = case.executed(version)
            if executed is None or executed.result.ending is not Ending.LIVELOCK:
                continue
            title = decision(case, version).title
            fixed = of_type(executed, Fixed)[-1].fixed
            assert title.startswith("fixed, and undone" if fixed else "check passes, not fixed")
            assert len(of_type(executed, Answered)) == executed.result.pf_fixed


@pytest.mark.parametrize("kind", KINDS)
def test_no_right_is_withheld_that_was_never_there(kind):
    """A leaf that waits for W remembers it."""
    for case in all_cases(kind):
        if case.number + 1 < len(case.record.operations):
            continue
        frame = RunFrame(case.record, len(case.record.moments))
        for version in VERSIONS:
            moment = ShadowMoment(frame, version)
            for page in moment.now.cached:
                for index, value in page.slots.items():
                    words = slot_words(moment, page, index, None)
                    assert "W w" not in words.remark or value & Spte.GUEST_W


def test_write_protection_after_the_trick():
    """The trick took U; then the page became a table, which took the W that it gave."""
    record = recorded("pae-100030")
    moment = ShadowMoment(RunFrame(record, record.last_step_of(19)), BEFORE)
    said = [
        slot_words(moment, page, index, None) for page in moment.now.cached for index in page.slots
    ]
    found = [words for words in said if words.withheld == ("U",)]
    assert {words.remark for words in found} == {
        "the WP=0 trick: W for the kernel, U withheld",
        "the WP=0 trick took U; the W that it gave is taken since",
    }
