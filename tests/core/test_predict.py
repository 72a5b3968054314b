"""What is asked of a walk: the truth is offered, no distractor is true, the future stays hidden."""

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mmuviz.core.access import Access
from mmuviz.core.bits import Pferr, Pte
from mmuviz.core.claims.space import SPACES, SpaceKind
from mmuviz.core.cpu import CpuState
from mmuviz.core.events import Anchor, Asked, Composed, EntryWritten, Returned
from mmuviz.core.models.smallest import smallest_state
from mmuviz.core.models.wrong import WRONG_MODELS
from mmuviz.core.operation import Touch
from mmuviz.core.paging import PagingMode
from mmuviz.core.predict.decisions import questions
from mmuviz.core.predict.distractors import ABOUT, choices
from mmuviz.core.predict.question import MOST_CHOICES, Asks, Bits, Choice, More, Way
from mmuviz.core.predict.round import start
from mmuviz.core.predict.veil import asked_at, asked_of, veil
from mmuviz.core.result import Outcome
from mmuviz.core.scenario import Scenario
from mmuviz.core.shadow.program import run_program
from mmuviz.core.trace import Semantics, Trace, record
from tests.core.paths import path
from tests.strategies import scenarios, walk_states

AFTER, HARDWARE, BEFORE = Semantics.AFTER, Semantics.HARDWARE, Semantics.BEFORE
PAE = PagingMode.PAE


def check(trace):  # noqa: C901  # a case a kind of question
    """Hold every question of a walk against the walk."""
    last, result = -1, trace.result
    for asked in questions(trace):
        answers = [choice.answer for choice in asked.choices]
        assert 2 <= len(answers) <= MOST_CHOICES
        assert len(set(map(repr, answers))) == len(answers)
        assert answers.count(asked.right) == 1
        assert asked.choice(asked.right).ideas == ()
        assert last <= asked.known <= asked.reveals <= len(trace.events)
        last = asked.known
        for choice in asked.choices:
            for model in choice.ideas:
                assert model.is_caught(trace.scenario)
        event = trace.events[asked.reveals - 1]
        if asked.asks is Asks.CHECK and asked.anchor is not Anchor.JUDGE:
            assert (asked.right is Way.ON) is not event.holds
        elif asked.asks is Asks.ACCESSED:
            assert asked.right is isinstance(event, EntryWritten)
        elif asked.asks is Asks.CODE:
            assert asked.right == result.error_code
        elif asked.asks is Asks.BIT:
            assert isinstance(event, Composed)
            assert asked.right is bool(result.error_code & asked.bit)
        elif asked.asks in (Asks.BITS, Asks.KEPT):
            written = [one for one in trace.events if isinstance(one, EntryWritten)]
            sets = [
                frozenset(one.level.number for one in written if one.new & ~one.old & bit)
                for bit in (Pte.A, Pte.D)
            ]
            assert asked.right == Bits(*sets)
            either = {level.number for level, _ in result.may_set}
            for choice in asked.choices:
                same = choice.answer.accessed - either == asked.right.accessed - either
                same = same and choice.answer.dirty == asked.right.dirty
                assert same is (choice.answer == asked.right)
        elif asked.asks is Asks.EXIT:
            (done,) = run_program(trace.semantics, trace.scenario, (Touch(trace.scenario.access),))
            assert (asked.right is More.NONE) is (done.result.vmexits == 1)


@given(walk_states(), st.sampled_from(Semantics))
def test_every_distractor_differs_from_the_truth(scenario, semantics):
    """Over the walk spaces: the truth is offered once, and what an idea says is wrong here."""
    check(record(semantics, scenario))


@given(scenarios(), st.sampled_from(Semantics))
def test_of_any_scenario(scenario, semantics):
    """Reserved bits, fetches, large pages, tables outside RAM, paging off."""
    check(record(semantics, scenario))


@given(walk_states(), st.sampled_from(Semantics))
def test_right_answers_to_the_end(scenario, semantics):
    """Answered one by one, the walk is seen to its end, never farther than it was asked."""
    trace = record(semantics, scenario)
    now = start(trace)
    while now.asked is not None:
        known = now.asked.known
        assert now.seen.events[:known] == trace.events[:known]
        assert len(now.seen.events) == min(known + 1, len(trace.events))
        now = now.answer(now.asked.right)
    assert now.seen is trace
    assert now.right == len(now.questions)
    assert now.again().answers == ()


@given(walk_states(), st.sampled_from((AFTER, HARDWARE)))
def test_what_is_seen_does_not_depend_on_the_future(scenario, semantics):
    """Another future behind the same steps looks the same while a question is open."""
    trace = record(semantics, scenario)
    for asked in questions(trace):
        if asked.known < len(trace.events):
            other = replace(trace, events=trace.events[: asked.known] + (None,) * 3, result=None)
            one, another = (
                veil(each, asked.known, asked.anchor, asked.level) for each in (trace, other)
            )
            assert one == another
            assert one.result.outcome is Outcome.NOT_KEPT


@pytest.mark.parametrize("model", WRONG_MODELS, ids=lambda model: model.name)
def test_every_idea_is_offered_where_it_fails_first(model):
    """Its smallest state asks a question that somebody who has it answers wrong."""
    trace = record(model.semantics, smallest_state(model))
    asked = [one for one in questions(trace) if model.name in one.ideas]
    assert asked
    for one in asked:
        ends = {Anchor.CODE_P: Anchor.CODE, Anchor.CODE_U: Anchor.CODE, Anchor.CODE_W: Anchor.CODE}
        anchor = Anchor.ACCESSED if one.asks is Asks.KEPT else ends.get(one.anchor, one.anchor)
        assert anchor in ABOUT[model.name]


def test_the_table_of_decisions_knows_every_idea():
    """A row an idea, in their order."""
    assert list(ABOUT) == [model.name for model in WRONG_MODELS]


def test_what_is_asked_of_the_walk_walk_states():
    """Each kind of question stands somewhere, with every way as the right one."""
    seen = Counter()
    space = SPACES[PAE, SpaceKind.WALK]
    for row in space.rows(range(0, len(space), 13)):
        for semantics in Semantics:
            for asked in questions(record(semantics, row.scenario)):
                seen[asked.asks, semantics] += 1
    kinds = {
        BEFORE: {Asks.CHECK, Asks.ACCESSED, Asks.EXIT},
        AFTER: set(Asks) - {Asks.BITS},
        HARDWARE: {Asks.CHECK, Asks.CODE, Asks.BIT, Asks.BITS},
    }
    assert set(seen) == {(asks, semantics) for semantics in Semantics for asks in kinds[semantics]}


def test_bits_that_nothing_suggests_are_not_asked():
    """RSVD only where a reserved bit is set, I only of a fetch."""
    cpu = CpuState(cr3=0x1000, pae=True, lma=True, nxe=True)
    absent = Scenario(cpu, access=Access(fetch=True))
    bits = [one.bit for one in questions(record(HARDWARE, absent))]
    assert bits == [0, Pferr.P, Pferr.W, Pferr.U, Pferr.I]
    reserved = absent.with_entry(0x1000, 1 << 51 | 0x2001)
    bits = [one.bit for one in questions(record(HARDWARE, reserved)) if one.bit]
    assert bits == [Pferr.P, Pferr.W, Pferr.U, Pferr.RSVD, Pferr.I]


def test_where_nothing_is_walked_nothing_is_asked():
    """Paging off: no check, and no vmexit of KVM's."""
    for semantics in Semantics:
        assert questions(record(semantics, Scenario(CpuState(pg=False)))) == ()


@pytest.mark.parametrize(
    ("semantics", "right"), [(BEFORE, More.SOME), (AFTER, More.ENDLESS), (HARDWARE, None)]
)
def test_an_access_that_never_ends_is_asked_about(semantics, right):
    """A fetch from a page that is not to be executed: the new walk knows no fetch."""
    every = Pte.P | Pte.W | Pte.U
    scenario = path(PAE, [Pte.P, every, every | Pte.NX], user=True, fetch=True, nxe=True)
    asked = questions(record(semantics, scenario))
    assert [one.right for one in asked if one.asks is Asks.EXIT] == ([right] if right else [])


def test_weak_ideas_come_first():
    """The heaviest three are offered; equal ones in their order; plain ones fill up."""
    models = WRONG_MODELS[:5]
    wrong = [(number, model) for number, model in enumerate(models, 1)]
    weights = {models[4].name: 2, models[2].name: 1}

    def offered(wrong, plain, weights):
        right, *others = choices(0, wrong, plain, weights)
        assert right == Choice(0)
        return [choice.answer for choice in others]

    assert offered(wrong, (9,), weights) == [5, 3, 1]
    assert offered(wrong, (9,), {}) == [1, 2, 3]
    assert offered(wrong[:1], (0, 1, 9), {}) == [1, 9]
    together = [(7, models[0]), (7, models[1])]
    assert choices(0, together, (), {})[1] == Choice(7, tuple(models[:2]))


def test_a_round_takes_only_what_is_offered():
    """Nothing else, and nothing after the last question."""
    trace = record(AFTER, smallest_state(WRONG_MODELS[0]))
    now = start(trace, {"leaf-alone": 3})
    with pytest.raises(LookupError):
        now.answer(More.NONE)
    while now.asked:
        now = now.answer(now.asked.choices[0].answer)
    assert now.right < len(now.questions)
    with pytest.raises(LookupError, match="nothing is asked"):
        now.answer(Way.ON)


def test_the_veil():
    """One step of which nothing is known; none over the whole walk, or over an empty one."""
    trace = record(AFTER, smallest_state(WRONG_MODELS[0]))
    seen = veil(trace, 2, Anchor.PRESENT, None)
    assert seen.events[2:] == (Asked(Anchor.PRESENT, None),)
    assert asked_of(seen) is asked_at(seen, 2) is seen.events[-1]
    assert asked_at(seen, 1) is None
    assert asked_of(trace) is None
    assert asked_of(Trace(trace.scenario, AFTER, (), trace.result)) is None
    assert veil(trace, len(trace.events), Anchor.VMEXIT, None) is trace
    assert isinstance(trace.events[-1], Returned)


@given(walk_states(), st.sampled_from(Semantics), st.data())
def test_a_round_begins_anywhere_and_ends_before_what_stays_hidden(scenario, semantics, data):
    """What lies before it is not asked; nothing is asked that would show what stays hidden."""
    trace = record(semantics, scenario)
    last = len(trace.events)
    begins = data.draw(st.integers(0, last))
    ends = data.draw(st.none() | st.integers(0, last))
    now = start(trace, begins=begins, ends=ends)
    everything = questions(trace)
    assert all(begins <= one.known < last or one.asks is Asks.EXIT for one in now.questions)
    if begins == last:
        assert now.questions == ()
        assert now.seen is trace
    elif ends is None:
        assert now.questions == tuple(one for one in everything if one.known >= begins)
    while now.asked is not None:
        now = now.answer(now.asked.right)
    if ends is not None and begins < last:
        shown = len(now.seen.events) - 1
        assert shown == max(ends - 1, begins)
        assert asked_of(now.seen).anchor is trace.events[shown].anchor
        assert all(one.reveals <= shown for one in now.questions)
    else:
        assert now.seen is trace
    assert now.again().begins == begins
