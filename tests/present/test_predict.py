"""The panel of a predicted walk, its words, and that no picture gives an answer away."""

from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mmuviz.core.models.smallest import smallest_state
from mmuviz.core.models.wrong import WRONG_MODELS
from mmuviz.core.predict.question import Asks, Bits, Way
from mmuviz.core.predict.round import start
from mmuviz.core.trace import Semantics, record
from mmuviz.present.answer import step_text
from mmuviz.present.error_strip import SlotState
from mmuviz.present.flow_nodes import NodeState
from mmuviz.present.frame import Frame
from mmuviz.present.misconceptions import MISCONCEPTIONS
from mmuviz.present.narrate import headline
from mmuviz.present.predict_panel import Mark, panel
from mmuviz.present.predict_words import answer_text, bits_text, question_text, rule_of, situation
from mmuviz.present.presenter import cards, question
from mmuviz.present.student import Given, Student
from mmuviz.present.walker import walker_picture
from mmuviz.present.wording import code_text
from mmuviz.resources import asset
from mmuviz.sources.open_file import open_file
from tests.strategies import scenarios, walk_states

AFTER, HARDWARE, BEFORE = Semantics.AFTER, Semantics.HARDWARE, Semantics.BEFORE
BY_NAME = {model.name: model for model in WRONG_MODELS}
PARTS = ("headline", "path", "flow", "code", "listing", "walker", "timeline", "translated")


def picture(frame):
    """Everything that a frame shows."""
    drawn = [getattr(frame, part) for part in (*PARTS, "stations", "station", "place")]
    walker = walker_picture(frame.trace.semantics, frame.walker, frame.translated)
    return [*drawn, walker, cards(frame), question(frame), step_text(frame.trace, frame.step)]


@st.composite
def walks(draw):
    """A walk of a state of a mode, or of any scenario."""
    scenario = draw(st.one_of(walk_states(), walk_states(), scenarios()))
    return record(draw(st.sampled_from(Semantics)), scenario)


IDEAS = pytest.mark.parametrize("model", WRONG_MODELS, ids=lambda model: model.name)


@given(walks())
def test_frames_while_asking_do_not_contain_the_answer(trace):
    """They are the same whatever comes: nothing but the steps up to the question is drawn."""
    hidden(trace)


@IDEAS
def test_every_semantics_hides_the_smallest_states(model):
    """The same, of states that are sure to come to every kind of question."""
    for semantics in Semantics:
        trace = record(semantics, smallest_state(model))
        hidden(trace)
        worded(trace)


def hidden(trace):
    """Draw every frame along a round."""
    now = start(trace)
    while now.asked is not None:
        asked, seen = now.asked, now.seen
        if asked.known == len(trace.events):
            break  # what is asked of the whole walk is no part of any frame of it
        for step in range(asked.known + 1):
            frame = Frame(seen, step)
            assert frame.hides
            assert frame.last_step == asked.known
            assert frame.place == f"Step {step} of ?"
            assert frame.translated is None
            picture(frame)
        slots = Frame(seen, asked.known).code.slots
        assert not any(slot.state is SlotState.ARMED for slot in slots)
        assert not any(slot.step and slot.step > asked.known for slot in slots)
        no_bit_is_told(now)
        steps = [step for group in Frame(seen, 0).timeline for step in group.steps]
        assert [step.word for step in steps[asked.known :]] == ["?"]
        now = now.answer(asked.right)


def no_bit_is_told(now):
    """What is asked of the code stands nowhere; what was answered does."""
    asked, frame = now.asked, Frame(now.seen, now.asked.known)
    strip = frame.code
    truths = {slot.bit: slot.truth for slot in strip.slots}
    for question_, _ in now.answered:
        if question_.asks is Asks.BIT:
            assert truths[question_.bit] is question_.right
    if asked.asks in (Asks.BIT, Asks.CODE):
        assert truths.get(asked.bit) is None
        assert "starts from" not in frame.headline.detail_text
    if truths and truths[1] is None:
        assert set(strip.fed) == {"P = ?"}, "the ways to the code tell its P"


def test_a_page_that_after_does_not_know_is_asked_about():
    """An idea sees no fault there, so it has no code to offer."""
    opened = open_file(asset("scenarios/long-gigabyte-page.toml"))
    for semantics in Semantics:
        trace = record(semantics, opened.scenario)
        hidden(trace)
        worded(trace)


@given(walks(), walks())
def test_another_future_makes_the_same_picture(trace, stranger):
    """Swap what comes behind the question: no part of the frame tells."""
    for asked in start(trace).questions:
        if asked.known == len(trace.events):
            continue
        other = replace(
            trace,
            events=(*trace.events[: asked.known], *stranger.events, *trace.events),
            result=stranger.result,
        )
        now, swapped = (replace(start(trace), trace=each) for each in (trace, other))
        answers = tuple(one.right for one in now.questions[: now.questions.index(asked)])
        frames = [
            Frame(replace(each, answers=answers).seen, asked.known) for each in (now, swapped)
        ]
        assert picture(frames[0]) == picture(frames[1])


@given(walks())
def test_every_question_has_words(trace):
    """Question, options and rule read; options of a question do not read the same."""
    worded(trace)


def worded(trace):
    """Read every question of a walk, and what there is to say to every answer."""
    now = start(trace)
    scenario = trace.scenario
    for asked in now.questions:
        assert question_text(asked, trace).endswith("?")
        said = [answer_text(asked, choice.answer, scenario) for choice in asked.choices]
        assert len(set(said)) == len(said)
        rule, source = rule_of(asked, scenario.cpu.mode)
        assert rule.endswith((".", "?"))
        assert source
        assert ".md" not in source, "a file that nobody has"
        assert len(situation(trace, asked.known)) in (1, 2)
    while now.asked:
        for choice in now.asked.choices:
            told = panel(now.answer(choice.answer), now.asked.reveals, Student(), told=True)
            assert len(told.ideas) == len(choice.ideas)
            to_come = {one.asks for one in now.questions[len(now.answers) + 1 :]}
            if Asks.BIT in to_come:
                code = code_text(trace.result.error_code)
                assert not any(code in idea.text for idea in told.ideas), "it is asked yet"
            assert told.right is (choice.answer == now.asked.right)
        now = now.answer(now.asked.right)


def test_the_check_that_is_asked_about_is_marked():
    """Dashed amber and a question mark: the one node, of a row or of the judgement."""
    for semantics in (AFTER, HARDWARE):
        trace = record(semantics, smallest_state(BY_NAME["user-page-shut"]))
        now = start(trace)
        while now.asked:
            asked, frame = now.asked, Frame(now.seen, min(now.asked.known, len(now.seen.events)))
            flow = frame.flow
            nodes = [node for row in flow.rows for node in row.nodes]
            if flow.judgement:
                nodes.append(flow.judgement.written)
            marked = [node.place.point for node in nodes if node.state is NodeState.ASKED]
            if flow.judgement and flow.judgement.state is NodeState.ASKED:
                marked.append(asked.anchor)
            assert marked == (
                [asked.anchor] if asked.asks in (Asks.CHECK, Asks.ACCESSED, Asks.BITS) else []
            )
            if asked.known:
                back = Frame(now.seen, asked.known - 1).flow
                assert all(
                    node.state is not NodeState.ASKED for row in back.rows for node in row.nodes
                )
            now = now.answer(asked.right)


def test_what_the_hidden_step_would_say():
    """Nobody stands on it; asked all the same, it says nothing."""
    now = start(record(AFTER, smallest_state(BY_NAME["leaf-alone"])))
    told = headline(now.seen, len(now.seen.events))
    assert told.title == "What comes next?"


def answered(scenario, semantics, until, student=None, wrong=None):
    """Answer rightly up to the first question of a kind, then with what an idea says."""
    now = start(record(semantics, scenario))
    while now.asked.asks is not until or (wrong and wrong not in now.asked.ideas):
        now = now.answer(now.asked.right)
    asked = now.asked
    names = [(choice.answer, [model.name for model in choice.ideas]) for choice in asked.choices]
    answer = next((answer for answer, ideas in names if wrong in ideas), asked.right)
    now = now.answer(answer)
    return panel(now, asked.reveals, student or Student(), told=True)


def test_a_wrong_answer_names_the_idea():
    """As it was drawn: the idea, where it goes wrong here, how often it came up, the rule."""
    opened = open_file(asset("scenarios/pae-denied-above-absent-below.toml"))
    idea = ("absent-is-judged",)
    student = Student((Given("2026-03-01T10:00:00+00:00", "hardware", "check", False, idea, idea),))
    told = answered(opened.scenario, HARDWARE, Asks.CHECK, student, "absent-is-judged")
    (box,) = told.ideas
    words = MISCONCEPTIONS["absent-is-judged"]
    assert told.heading == "Not so"
    assert [option.mark for option in told.options] == [Mark.OTHER, Mark.RIGHT, Mark.WRONG]
    assert [option.tag for option in told.options] == ["", "the processor", "your answer"]
    assert box.caption == "The idea behind “Page fault with P = 1”"
    assert box.title == words.title
    assert box.text.startswith(words.wrong)
    assert "PTE 7 has P = 0" in box.text
    assert box.times == "This idea came up once in the last answer."
    assert (told.rule, told.source) == (words.rule, words.source)
    assert told.following == "Next"
    assert told.why == f"{box.caption}: {box.title}. {told.rule}"
    assert told.keys == "Enter: next · R: try again · P ends predicting"


def test_where_two_ideas_say_it_both_are_named():
    """One cannot tell which it was; the rule is the question's own."""
    opened = open_file(asset("scenarios/pae-denied-above-absent-below.toml"))
    idea = ("level-by-level",)
    one = Given("2026-03-01T10:00:00+00:00", "hardware", "check", False, idea, idea)
    told = answered(opened.scenario, HARDWARE, Asks.CODE, Student((one,) * 12), "level-by-level")
    assert [box.model.name for box in told.ideas] == ["level-by-level", "absent-is-judged"]
    assert {box.caption for box in told.ideas} == {"Perhaps the idea behind “0x5”"}
    assert [box.times for box in told.ideas] == [
        "This idea came up 10 times in the last 10 answers.",
        "This idea came up 0 times in the last 10 answers.",
    ]
    assert told.rule.startswith("P is 1 where a translation exists")


def test_what_the_exits_come_to_is_said():
    """No step of the walk shows it: the numbers do."""
    default = open_file(asset("default.toml")).scenario
    told = answered(default, BEFORE, Asks.EXIT)
    assert told.heading == "Right"
    assert told.told == "2 vmexits in all, from a cold shadow; the guest gets: #PF 0x7."
    assert told.following == "Next"
    assert answered(default, AFTER, Asks.EXIT).told.startswith("1 vmexit in all")


def test_the_panel_along_a_walk():
    """A question, the step between, an answered one again, and the end."""
    trace = record(AFTER, open_file(asset("default.toml")).scenario)
    now, nobody = start(trace), Student()
    assert panel(now, 0, nobody, told=False).text.startswith("Nothing is decided here")
    asked = panel(now, 1, nobody, told=False)
    assert (asked.heading, asked.right, asked.marks) == ("Question 1", None, ())
    assert asked.situation == ("PAE · user write · CR0.WP 1", "PDPTR 2 = 01cd7021  P")
    assert asked.text == "Check a of PDPTR 2: what follows?"
    assert [option.key for option in asked.options] == ["1", "2", "3"]
    assert {option.mark for option in asked.options} == {Mark.OPEN}
    assert asked.keys == "1 to 3: answer · H: the rule · P ends predicting"
    assert asked.spoken.startswith("Question 1. Check a of PDPTR 2: what follows?. 1: It passes")
    now = now.answer(Way.NOT_PRESENT)
    wrong = panel(now, 2, nobody, told=False)  # one that was answered: shown, not asked again
    assert (wrong.heading, wrong.right, wrong.ideas) == ("Not so", False, ())
    while now.asked:
        now = now.answer(now.asked.right)
    end = panel(now, len(trace.events) - 1, nobody, told=False)
    assert end.done is False
    assert panel(now, len(trace.events), nobody, told=False).done
    done = panel(now, 0, nobody, told=False)
    assert done.done
    assert (
        done.text == f"{now.right} of {len(now.questions)} answers right. All of the walk is shown."
    )


def test_a_walk_without_a_decision():
    """Paging off."""
    scenario = smallest_state(WRONG_MODELS[0])
    off = replace(scenario, cpu=replace(scenario.cpu, pg=False))
    told = panel(start(record(AFTER, off)), 1, Student(), told=False)
    assert told.heading == "Nothing to ask"
    assert not told.done


@pytest.mark.parametrize(
    ("bits", "said"),
    [
        (Bits(frozenset()), "None"),
        (Bits(frozenset({1, 2})), "A of PDE 3 and PTE 7"),
        (Bits(frozenset({1}), frozenset({1})), "A of PTE 7; D of PTE 7"),
    ],
)
def test_bits_in_words(bits, said):
    """Root first."""
    assert bits_text(bits, smallest_state(WRONG_MODELS[0])) == said


def test_a_frame_has_no_part_that_the_picture_above_forgets():
    """A new part of a frame is to be held against the veil too."""
    public = {name for name in vars(Frame) if not name.startswith("_")}
    other = {"scenario", "last_step", "hides", "place", "stations", "station"}
    assert public - {field.name for field in fields(Frame)} == set(PARTS) | other


@given(walks(), st.data())
def test_a_walk_that_ends_before_a_lessons_question_is_drawn(trace, data):
    """Whatever the step is about that stays hidden; the panel hands over to the lesson."""
    last = len(trace.events)
    begins = data.draw(st.integers(0, last - 1))
    ends = data.draw(st.integers(begins + 1, last))
    now = start(trace, begins=begins, ends=ends)
    while now.asked is not None:
        told = panel(now.answer(now.asked.right), now.asked.reveals, Student(), told=True)
        assert told.following == "Next"
        now = now.answer(now.asked.right)
    for step in range(begins, ends):
        frame = Frame(now.seen, step)
        assert frame.hides
        picture(frame)
        shown = panel(now, step, Student(), told=False)
        assert not shown.done
    assert shown.heading == "The lesson asks"
    assert shown.options == ()


def test_a_round_from_the_end_has_nothing_to_ask():
    """All of the walk was shown before."""
    trace = record(HARDWARE, smallest_state(BY_NAME["user-page-shut"]))
    last = len(trace.events)
    shown = panel(start(trace, begins=last), last, Student(), told=False)
    assert shown.heading == "Nothing to ask"
    assert shown.text.startswith("Nothing is decided any more")


def test_the_rule_before_the_answer_is_a_hint():
    """On demand; once answered it is there anyway. Only the last answer may be taken back."""
    trace = record(HARDWARE, smallest_state(BY_NAME["user-page-shut"]))
    now = start(trace)
    asked = now.asked
    plain, hinted = (
        panel(now, asked.known, Student(), told=False, hint=hint) for hint in (False, True)
    )
    assert (plain.is_open, plain.rule, plain.retry) == (True, "", False)
    assert (hinted.rule, hinted.source) == rule_of(asked, trace.scenario.cpu.mode)
    once = now.answer(asked.right)
    told = panel(once, asked.reveals, Student(), told=True, hint=True)
    assert told.retry
    assert not told.is_open
    assert once.back() == now
    twice = once.answer(once.asked.right)
    assert not panel(twice, asked.reveals, Student(), told=False).retry
